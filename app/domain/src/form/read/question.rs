//! Questions and the lines that are answered.

use super::{
    FormProblem, Reader, Scales,
    at::{At, Read},
    condition::{Cells, MOST_CELLS},
    tree::ItemWords,
};
use crate::{
    Code, Text,
    form::{AnswerKind, Cell, Condition, Question, QuestionKind, QuestionRole, Section, Tree, WordsFormat},
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
            return at.fault(FormProblem::NotThere("section", section.clone()));
        }
        let number = at.maybe("number")?.map(|n| n.words()).transpose()?;
        let kind = self.kind(&at.need("kind")?)?;
        let role = match at.maybe("role")? {
            Some(role) => self.role(&role)?,
            None if kind == QuestionKind::Text => QuestionRole::Comment,
            None => QuestionRole::Experience,
        };
        let text = at.maybe("text")?.map(|t| self.text(&t)).transpose()?;
        let hint = at.maybe("hint")?.map(|t| self.text(&t)).transpose()?;
        let required = at.flag("required")?;
        let scale = match at.maybe("scale")? {
            None => None,
            Some(scale) => {
                let code = scale.code()?;
                match scales.get_key_value(&code) {
                    Some(known) => Some(known),
                    None => return scale.fault(FormProblem::NotThere("scale", code)),
                }
            }
        };
        let relevant_if =
            at.maybe("relevant_if")?.map(|c| self.condition(c.value, &c.path, cells, 1)).transpose()?;
        let start = cells.list.len();
        let item_list = at.maybe_list("items", MOST_CELLS)?;
        let rows = at.maybe_list("rows", MOST_CELLS)?;
        if !item_list.is_empty() && !rows.is_empty() {
            return at.fault(FormProblem::RowsAndItems);
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
        let alone = item_list.len() == 1 && kind == QuestionKind::Single;
        for item_at in &item_list {
            let item_code = item_at.cell_code()?;
            let Some(item) = tree.items.iter().position(|i| i.code == item_code) else {
                return item_at.fault(FormProblem::NotThere("item", item_code));
            };
            if scale.is_some_and(|(code, _)| *code != tree.items[item].scale) {
                return item_at.fault(FormProblem::OtherScale(item_code));
            }
            if cells.list.iter().any(|c| c.item == Some(item)) {
                return item_at.fault(FormProblem::AskedTwice(item_code));
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
            let Some((_, labels)) = scale else { return at.fault(FormProblem::RowsWithoutScale) };
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
            QuestionKind::Matrix if lines == 0 => return at.fault(FormProblem::MatrixWithoutLines),
            QuestionKind::Single if lines > 1 => return at.fault(FormProblem::SingleWithLines),
            QuestionKind::Multiple | QuestionKind::Text if lines > 0 => {
                return at.fault(FormProblem::LinesNotAllowed);
            }
            _ => {}
        }
        if lines == 0 {
            let options = at.maybe("options")?.map(|o| self.choices(&o)).transpose()?;
            let choices = || match (options.clone(), scale) {
                (Some(_), Some(_)) => at.fault(FormProblem::OptionsAndScale),
                (Some(options), None) => Ok(options),
                (None, Some((_, labels))) => Ok(labels.clone()),
                (None, None) => at.fault(FormProblem::NoChoices),
            };
            let answers = match kind {
                QuestionKind::Multiple => AnswerKind::Many(choices()?),
                QuestionKind::Text => AnswerKind::Words(self.words_format(at, role)?),
                _ => AnswerKind::One(choices()?),
            };
            cells.push(line(code.clone(), None, answers, None, None), at)?;
        }
        let alone_without_words = text.is_none() && !(alone && lines == 1);
        if alone_without_words {
            return at.fault(FormProblem::Missing("text".to_owned()));
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

    fn kind(&self, at: &At) -> Read<QuestionKind> {
        match at.words()?.as_str() {
            "single" => Ok(QuestionKind::Single),
            "multiple" => Ok(QuestionKind::Multiple),
            "matrix" => Ok(QuestionKind::Matrix),
            "yes_no" => Ok(QuestionKind::YesNo),
            "text" => Ok(QuestionKind::Text),
            other => at.fault(FormProblem::unknown(other, "kind", "single, multiple, matrix, yes_no, text")),
        }
    }

    fn role(&self, at: &At) -> Read<QuestionRole> {
        match at.words()?.as_str() {
            "demographic" => Ok(QuestionRole::Demographic),
            "interest" => Ok(QuestionRole::Interest),
            "experience" => Ok(QuestionRole::Experience),
            "judgement" => Ok(QuestionRole::Judgement),
            "satisfaction" => Ok(QuestionRole::Satisfaction),
            "expectation" => Ok(QuestionRole::Expectation),
            "comment" => Ok(QuestionRole::Comment),
            "evaluation" => Ok(QuestionRole::Evaluation),
            "fieldwork" => Ok(QuestionRole::Fieldwork),
            other => at.fault(FormProblem::unknown(
                other,
                "role",
                "demographic, interest, experience, judgement, satisfaction, expectation, comment, evaluation, fieldwork",
            )),
        }
    }

    fn words_format(&self, at: &At, role: QuestionRole) -> Read<WordsFormat> {
        match at.maybe("format")? {
            None if role == QuestionRole::Comment => Ok(WordsFormat::Long),
            None => Ok(WordsFormat::Short),
            Some(format) => match format.words()?.as_str() {
                "integer" => Ok(WordsFormat::Integer),
                "date" => Ok(WordsFormat::Date),
                other => format.fault(FormProblem::unknown(other, "format", "integer, date")),
            },
        }
    }
}
