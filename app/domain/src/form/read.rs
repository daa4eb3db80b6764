//! Reading the exchange document of a form. Every fault names its path; nothing is guessed.

use super::{
    AnswerKind, Cell, Choice, Condition, Form, ItemScale, Kind, Node, NodeKind, Question, Role, Section,
    Tree, WordsFormat,
};
use crate::{Code, Locale, Text};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// A fault of a form document with the path to it, such as `questions[3].rows[0].text.en`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {what}")]
pub struct FormFault {
    /// Where in the document.
    pub path: String,
    /// What is wrong there.
    pub what: String,
}

type Read<T> = Result<T, FormFault>;

const LONGEST_TEXT: usize = 5_000;
const MOST_CELLS: usize = 500;
const MOST_CHOICES: usize = 100;
const DEEPEST_CONDITION: usize = 8;
const LARGEST_CONDITION: usize = 200;

impl Form {
    /// Reads an exchange document (the format of the shipped templates).
    ///
    /// Refused with the path of the fault: repeated or unknown codes, an empty scale, text that is not text or
    /// not in every declared language, control characters, conditions over later or unknown questions or nested
    /// deeper than eight, more than 500 lines to answer.
    pub fn read(document: &Value) -> Result<Form, FormFault> {
        let top = At { value: document, path: String::new() };
        let mut languages = top.locales("languages")?;
        for language in top.locales("translated")? {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        if languages.is_empty() {
            languages.push(Locale::vi());
        }
        let reader = Reader { languages };
        reader.form(&top)
    }
}

/// A value of the document with its path.
struct At<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    fn fault<T>(&self, what: impl Into<String>) -> Read<T> {
        let path = if self.path.is_empty() { "(document)".to_owned() } else { self.path.clone() };
        Err(FormFault { path, what: what.into() })
    }
    fn object(&self) -> Read<&'a Map<String, Value>> {
        match self.value.as_object() {
            Some(map) => Ok(map),
            None => self.fault("must be an object"),
        }
    }
    fn step(&self, key: &str, value: &'a Value) -> At<'a> {
        let path = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        At { value, path }
    }
    /// A key that may be absent or null.
    fn maybe(&self, key: &str) -> Read<Option<At<'a>>> {
        Ok(self.object()?.get(key).filter(|v| !v.is_null()).map(|v| self.step(key, v)))
    }
    fn need(&self, key: &str) -> Read<At<'a>> {
        match self.maybe(key)? {
            Some(at) => Ok(at),
            None => self.fault(format!("{key} is missing")),
        }
    }
    fn list(&self) -> Read<Vec<At<'a>>> {
        match self.value.as_array() {
            Some(values) => Ok(values
                .iter()
                .enumerate()
                .map(|(i, value)| At { value, path: format!("{}[{i}]", self.path) })
                .collect()),
            None => self.fault("must be a list"),
        }
    }
    fn maybe_list(&self, key: &str) -> Read<Vec<At<'a>>> {
        self.maybe(key)?.map_or(Ok(Vec::new()), |at| at.list())
    }
    fn words(&self) -> Read<String> {
        let Some(words) = self.value.as_str() else { return self.fault("must be text") };
        if words.chars().any(|c| c.is_control() && c != '\n') {
            return self.fault("holds a control character");
        }
        if words.chars().count() > LONGEST_TEXT {
            return self.fault(format!("is longer than {LONGEST_TEXT} characters"));
        }
        Ok(words.to_owned())
    }
    fn code(&self) -> Read<Code> {
        self.words()?.parse().or_else(|e: crate::CodeFault| self.fault(e.to_string()))
    }
    /// Codes of cells become names in pages and columns in files, so they stay within ASCII.
    fn cell_code(&self) -> Read<Code> {
        let code = self.code()?;
        if code.as_str().is_ascii() {
            Ok(code)
        } else {
            self.fault("must be ASCII letters, digits, '.', '_' or '-'")
        }
    }
    fn locales(&self, key: &str) -> Read<Vec<Locale>> {
        self.maybe_list(key)?
            .iter()
            .map(|at| at.words()?.parse().or_else(|e: crate::CodeFault| at.fault(e.to_string())))
            .collect()
    }
    fn flag(&self, key: &str) -> Read<bool> {
        self.maybe(key)?
            .map_or(Ok(false), |at| at.value.as_bool().map_or_else(|| at.fault("must be true or false"), Ok))
    }
    /// A value of a scale or option: a whole number or a short word.
    fn answer_value(&self) -> Read<String> {
        match self.value {
            Value::Number(n) if n.is_i64() => Ok(n.to_string()),
            Value::String(_) => Ok(self.cell_code()?.into()),
            _ => self.fault("must be a whole number or a short word"),
        }
    }
    fn score(&self) -> Read<i64> {
        let thousandths = self.value.as_f64().map(|score| score * 1_000.0);
        match thousandths {
            #[expect(clippy::cast_possible_truncation, reason = "bounded by the guard")]
            Some(t) if t.abs() <= 1e6 && (t - t.round()).abs() < 1e-6 => Ok(t.round() as i64),
            _ => self.fault("must be a number from -1000 to 1000 with at most three decimals"),
        }
    }
}

struct Reader {
    languages: Vec<Locale>,
}

type Scales = BTreeMap<Code, Vec<Choice>>;

impl Reader {
    fn form(&self, top: &At) -> Read<Form> {
        let code = top.need("code")?.cell_code()?;
        let title = self.text(&top.need("title")?)?;
        let intro = top.maybe("intro")?.map(|at| self.text(&at)).transpose()?;
        let licence = top.maybe("licence")?.map(|at| at.words()).transpose()?;
        let sections = self.sections(top)?;
        let scales = self.scales(top)?;
        let (tree, item_texts) = self.tree(top, &scales)?;
        let mut questions = Vec::new();
        let mut cells = Cells { list: Vec::new(), by_code: HashMap::new(), sizes: Vec::new() };
        for at in top.need("questions")?.list()? {
            let question = self.question(&at, &sections, &scales, &tree, &item_texts, &mut cells)?;
            if questions.iter().any(|q: &Question| q.code == question.code) {
                return at.fault(format!("the code {} is already taken", question.code));
            }
            questions.push(question);
        }
        if cells.list.is_empty() {
            return top.fault("nothing is asked");
        }
        Ok(Form {
            code,
            title,
            intro,
            languages: self.languages.clone(),
            verified: top.flag("verified")?,
            licence,
            sections,
            tree,
            questions,
            cells: cells.list,
            by_code: cells.by_code,
        })
    }

    fn text(&self, at: &At) -> Read<Text> {
        let mut parts = BTreeMap::new();
        for (language, value) in at.object()? {
            let at = at.step(language, value);
            let locale: Locale = language.parse().or_else(|e: crate::CodeFault| at.fault(e.to_string()))?;
            parts.insert(locale, at.words()?);
        }
        for language in &self.languages {
            if parts.get(language).is_none_or(|words| words.trim().is_empty()) {
                return at.fault(format!("has no words in the language {language}"));
            }
        }
        Ok(Text::new(parts))
    }

    fn sections(&self, top: &At) -> Read<Vec<Section>> {
        let mut sections: Vec<Section> = Vec::new();
        for at in top.maybe_list("sections")? {
            let section = Section { code: at.need("code")?.code()?, title: self.text(&at.need("title")?)? };
            if sections.iter().any(|s| s.code == section.code) {
                return at.fault(format!("the code {} is already taken", section.code));
            }
            sections.push(section);
        }
        Ok(sections)
    }

    fn scales(&self, top: &At) -> Read<Scales> {
        let mut scales = Scales::new();
        for at in top.maybe_list("scales")? {
            let code = at.need("code")?.code()?;
            let labels = self.choices(&at.need("labels")?)?;
            if scales.insert(code.clone(), labels).is_some() {
                return at.fault(format!("the code {code} is already taken"));
            }
        }
        Ok(scales)
    }

    /// Labels of a scale or options of a question.
    fn choices(&self, at: &At) -> Read<Vec<Choice>> {
        let mut choices: Vec<Choice> = Vec::new();
        for label in at.list()? {
            let value = label.need("value")?.answer_value()?;
            if choices.iter().any(|c| c.value == value) {
                return label.fault(format!("the value {value} is already taken"));
            }
            let no_opinion = label.flag("no_opinion")?;
            let score = label.maybe("score")?.filter(|_| !no_opinion).map(|at| at.score()).transpose()?;
            let text = self.text(&label.need("text")?)?;
            choices.push(Choice { value, score, text, specify: label.flag("specify")? });
        }
        if choices.is_empty() {
            return at.fault("is empty");
        }
        if choices.len() > MOST_CHOICES {
            return at.fault(format!("holds more than {MOST_CHOICES} answers"));
        }
        if choices.iter().filter(|c| c.specify).count() > 1 {
            return at.fault("only one answer can ask for words of its own");
        }
        Ok(choices)
    }

    /// The index tree, and for each item its words and condition.
    fn tree(&self, top: &At, scales: &Scales) -> Read<(Tree, Vec<ItemWords>)> {
        let mut storeys: [Vec<Node>; 3] = Default::default();
        let mut items = Vec::new();
        let mut item_words = Vec::new();
        for content in top.maybe_list("contents")? {
            let content_start = items.len();
            for factor in content.need("factors")?.list()? {
                let factor_start = items.len();
                for item in factor.need("items")?.list()? {
                    let code = item.need("code")?.cell_code()?;
                    let text = self.text(&item.need("text")?)?;
                    let scale_at = item.need("scale")?;
                    let scale = scale_at.code()?;
                    let Some(labels) = scales.get(&scale) else {
                        return scale_at.fault(format!("the scale {scale} does not exist"));
                    };
                    let relevant_if = item.maybe("relevant_if")?;
                    let condition = relevant_if.map(|at| (at.value.clone(), at.path));
                    self.node(
                        &item,
                        NodeKind::Item,
                        &code,
                        &text,
                        items.len()..items.len() + 1,
                        &mut storeys[2],
                    )?;
                    item_words.push(ItemWords { text, condition });
                    items.push(ItemScale { code, scale, labels: labels.clone() });
                }
                let (code, title) = (factor.need("code")?.code()?, self.text(&factor.need("title")?)?);
                self.node(
                    &factor,
                    NodeKind::Factor,
                    &code,
                    &title,
                    factor_start..items.len(),
                    &mut storeys[1],
                )?;
            }
            let (code, title) = (content.need("code")?.code()?, self.text(&content.need("title")?)?);
            self.node(
                &content,
                NodeKind::Content,
                &code,
                &title,
                content_start..items.len(),
                &mut storeys[0],
            )?;
        }
        let overall = "overall".parse().or_else(|_| top.fault("overall"))?;
        let title = self.text(&top.need("title")?)?;
        let mut nodes = vec![Node { kind: NodeKind::Overall, code: overall, title, items: 0..items.len() }];
        nodes.extend(storeys.into_iter().flatten());
        Ok((Tree { nodes, items }, item_words))
    }

    fn node(
        &self,
        at: &At,
        kind: NodeKind,
        code: &Code,
        title: &Text,
        items: std::ops::Range<usize>,
        storey: &mut Vec<Node>,
    ) -> Read<()> {
        if storey.iter().any(|n| n.code == *code) {
            return at.fault(format!("the code {code} is already taken"));
        }
        if items.is_empty() {
            return at.fault("holds no items");
        }
        storey.push(Node { kind, code: code.clone(), title: title.clone(), items });
        Ok(())
    }

    fn question(
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

    fn condition(&self, value: &Value, path: &str, cells: &Cells, depth: usize) -> Read<Condition> {
        let at = At { value, path: path.to_owned() };
        if depth > DEEPEST_CONDITION {
            return at.fault(format!("is nested deeper than {DEEPEST_CONDITION}"));
        }
        let keys: Vec<&str> = at.object()?.keys().map(String::as_str).collect();
        let parts = |key: &str| -> Read<Vec<Condition>> {
            let list = at.need(key)?.list()?;
            list.iter().map(|p| self.condition(p.value, &p.path, cells, depth + 1)).collect()
        };
        match keys.as_slice() {
            ["all"] => Ok(Condition::All(parts("all")?)),
            ["any"] => Ok(Condition::Any(parts("any")?)),
            ["not"] => {
                let part = at.need("not")?;
                Ok(Condition::Not(Box::new(self.condition(part.value, &part.path, cells, depth + 1)?)))
            }
            ["equals", "question"] | ["question", "equals"] | ["in", "question"] | ["question", "in"] => {
                let named = at.need("question")?;
                let code = named.code()?;
                let Some(cell) = cells.by_code.get(&code).map(|&i| &cells.list[i]) else {
                    return named.fault(format!("{code} is not an earlier question or row"));
                };
                let values = match at.maybe("in")? {
                    Some(list) => list.list()?,
                    None => vec![at.need("equals")?],
                };
                let mut known = Vec::new();
                for value in values {
                    let word = value.answer_value()?;
                    if cell.choice(&word).is_none() {
                        return value.fault(format!("{word} is not an answer of {code}"));
                    }
                    known.push(word);
                }
                Ok(Condition::In(code, known))
            }
            _ => at.fault("must be one of {question, equals}, {question, in}, {all}, {any}, {not}"),
        }
    }
}

struct ItemWords {
    text: Text,
    condition: Option<(Value, String)>,
}

struct Cells {
    list: Vec<Cell>,
    by_code: HashMap<Code, usize>,
    /// Of each cell's condition, see [`Cells::size`].
    sizes: Vec<usize>,
}

impl Cells {
    /// How many comparisons a condition comes to when those it leans on are written out, as pages without script do.
    fn size(&self, condition: &Condition) -> usize {
        let sum = |parts: &[Condition]| parts.iter().fold(1usize, |sum, p| sum.saturating_add(self.size(p)));
        match condition {
            Condition::All(parts) | Condition::Any(parts) => sum(parts),
            Condition::Not(part) => self.size(part).saturating_add(1),
            Condition::In(code, values) => {
                let earlier = self.by_code.get(code).map_or(0, |&at| self.sizes[at]);
                earlier.saturating_add(values.len() + 1)
            }
        }
    }

    fn push(&mut self, cell: Cell, at: &At) -> Read<()> {
        if cell.code.as_str().ends_with(".specify") {
            return at.fault("a code cannot end in .specify");
        }
        if self.list.len() == MOST_CELLS {
            return at.fault(format!("more than {MOST_CELLS} lines to answer"));
        }
        let size = cell.relevant_if.as_ref().map_or(0, |condition| self.size(condition));
        if size > LARGEST_CONDITION {
            return at.fault("its conditions lean on too many earlier conditions");
        }
        self.sizes.push(size);
        if self.by_code.insert(cell.code.clone(), self.list.len()).is_some() {
            return at.fault(format!("the code {} is already taken", cell.code));
        }
        self.list.push(cell);
        Ok(())
    }
}
