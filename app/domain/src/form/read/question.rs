//! Questions and the lines that are answered.

use super::{
    Reader, Scales,
    at::{At, Read},
    condition::Cells,
    tree::ItemWords,
};
use crate::{
    Code, Text,
    form::{AnswerKind, Cell, Condition, Kind, Question, Role, Section, Tree, WordsFormat},
};

impl Reader {
    pub(super) fn question(
        &self,
        at: &At,
        sections: &[Section],
        scales: &Scales,
        tree: &Tree,
        item_words: &[ItemWords],
        cells: &mut Cells,
    ) -> Read<Question> {
        let code = at.need("code")?.cell_code()?;
        let section = at.maybe("section")?.map(|s| s.code()).transpose()?;
        if let Some(section) = &section
            && !sections.iter().any(|s| s.code == *section)
        {
            return at.fault(format!("the section {section} does not exist"));
        }
        let number = at.maybe("number")?.map(|n| n.words()).transpose()?;
        let kind = self.kind(&at.need("kind")?)?;
        let role = match at.maybe("role")? {
            Some(role) => self.role(&role)?,
            None if kind == Kind::Text => Role::Comment,
            None => Role::Experience,
        };
        let text = at.maybe("text")?.map(|t| self.text(&t)).transpose()?;
        let hint = at.maybe("hint")?.map(|t| self.text(&t)).transpose()?;
        let required = at.flag("required")?;
        let scale = match at.maybe("scale")? {
            None => None,
            Some(scale) => match scales.get_key_value(&scale.code()?) {
                Some(known) => Some(known),
                None => return scale.fault("this scale does not exist"),
            },
        };
        let relevant_if =
            at.maybe("relevant_if")?.map(|c| self.condition(c.value, &c.path, cells, 1)).transpose()?;
        let start = cells.list.len();
        let item_list = at.maybe_list("items")?;
        let rows = at.maybe_list("rows")?;
        if !item_list.is_empty() && !rows.is_empty() {
            return at.fault("has both rows and items");
        }
        let line = |code: Code,
                    text: Option<Text>,
                    answers: AnswerKind,
                    item: Option<usize>,
                    own: Option<Condition>| {
            let relevant_if = match (relevant_if.clone(), own) {
                (Some(a), Some(b)) => Some(Condition::All(vec![a, b])),
                (a, b) => a.or(b),
            };
            Cell { code, text, answers, item, required, role, relevant_if }
        };
        let alone = item_list.len() == 1 && kind == Kind::Single;
        for item_at in &item_list {
            let item_code = item_at.cell_code()?;
            let Some(item) = tree.items.iter().position(|i| i.code == item_code) else {
                return item_at.fault(format!("the item {item_code} does not exist"));
            };
            if scale.is_some_and(|(code, _)| *code != tree.items[item].scale) {
                return item_at.fault(format!("the item {item_code} has another scale than its question"));
            }
            if cells.list.iter().any(|c| c.item == Some(item)) {
                return item_at.fault(format!("the item {item_code} is asked twice"));
            }
            let own = match &item_words[item].condition {
                Some((value, path)) => Some(self.condition(value, path, cells, 1)?),
                None => None,
            };
            let answers = AnswerKind::One(tree.items[item].labels.clone());
            let cell = if alone {
                line(
                    code.clone(),
                    text.is_some().then(|| item_words[item].text.clone()),
                    answers,
                    Some(item),
                    own,
                )
            } else {
                line(item_code, Some(item_words[item].text.clone()), answers, Some(item), own)
            };
            cells.push(cell, item_at)?;
        }
        for row in &rows {
            let Some((_, labels)) = scale else { return at.fault("has rows but no scale") };
            let own =
                row.maybe("relevant_if")?.map(|c| self.condition(c.value, &c.path, cells, 1)).transpose()?;
            let text = self.text(&row.need("text")?)?;
            cells.push(
                line(row.need("code")?.cell_code()?, Some(text), AnswerKind::One(labels.clone()), None, own),
                row,
            )?;
        }
        let lines = cells.list.len() - start;
        match kind {
            Kind::Matrix if lines == 0 => return at.fault("a matrix needs rows or items"),
            Kind::Single if lines > 1 => return at.fault("a single question asks one item; use a matrix"),
            Kind::Multiple | Kind::Text if lines > 0 => {
                return at.fault("this kind of question has no rows or items");
            }
            _ => {}
        }
        if lines == 0 {
            let options = at.maybe("options")?.map(|o| self.choices(&o)).transpose()?;
            let choices = || match (options.clone(), scale) {
                (Some(_), Some(_)) => at.fault("has both options and a scale"),
                (Some(options), None) => Ok(options),
                (None, Some((_, labels))) => Ok(labels.clone()),
                (None, None) => at.fault("has neither options nor a scale"),
            };
            let answers = match kind {
                Kind::Multiple => AnswerKind::Many(choices()?),
                Kind::Text => AnswerKind::Words(self.words_format(at, role)?),
                _ => AnswerKind::One(choices()?),
            };
            cells.push(line(code.clone(), None, answers, None, None), at)?;
        }
        let alone_without_words = text.is_none() && !(alone && lines == 1);
        if alone_without_words {
            return at.fault("text is missing");
        }
        let text = text.or_else(|| {
            item_list.first().and_then(|_| cells.list[start].item).map(|item| item_words[item].text.clone())
        });
        let cells = start..cells.list.len();
        Ok(Question {
            code,
            section,
            number,
            kind,
            role,
            text,
            hint,
            required,
            sensitive: at.flag("sensitive")?,
            cells,
        })
    }

    fn kind(&self, at: &At) -> Read<Kind> {
        match at.words()?.as_str() {
            "single" => Ok(Kind::Single),
            "multiple" => Ok(Kind::Multiple),
            "matrix" => Ok(Kind::Matrix),
            "yes_no" => Ok(Kind::YesNo),
            "text" => Ok(Kind::Text),
            other => {
                at.fault(format!("{other:?} is not a kind; use single, multiple, matrix, yes_no or text"))
            }
        }
    }

    fn role(&self, at: &At) -> Read<Role> {
        match at.words()?.as_str() {
            "demographic" => Ok(Role::Demographic),
            "interest" => Ok(Role::Interest),
            "experience" => Ok(Role::Experience),
            "judgement" => Ok(Role::Judgement),
            "satisfaction" => Ok(Role::Satisfaction),
            "expectation" => Ok(Role::Expectation),
            "comment" => Ok(Role::Comment),
            "evaluation" => Ok(Role::Evaluation),
            "fieldwork" => Ok(Role::Fieldwork),
            other => at.fault(format!("{other:?} is not a role")),
        }
    }

    fn words_format(&self, at: &At, role: Role) -> Read<WordsFormat> {
        match at.maybe("format")? {
            None if role == Role::Comment => Ok(WordsFormat::Long),
            None => Ok(WordsFormat::Short),
            Some(format) => match format.words()?.as_str() {
                "integer" => Ok(WordsFormat::Integer),
                "date" => Ok(WordsFormat::Date),
                other => format.fault(format!("{other:?} is not a format; use integer or date")),
            },
        }
    }
}
