//! Reading the exchange document of a form. Every fault names its path; nothing is guessed.

mod at;
mod condition;
mod new;
mod problem;
mod question;
mod tree;

pub(super) use at::LONGEST_TEXT;
pub(super) use condition::{DEEPEST_CONDITION, LARGEST_CONDITION, MOST_CELLS};
pub use problem::{FormFault, FormProblem};

use super::{Choice, Form, Question, Section};
use crate::{Code, Locale, Text};
use at::{At, Read};
use condition::Cells;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

pub(super) const MOST_CHOICES: usize = 100;
pub(super) const MOST_LANGUAGES: usize = 20;
pub(super) const MOST_SECTIONS: usize = 200;
pub(super) const MOST_SCALES: usize = 200;
/// Megabytes of printed answers, as each line has its own: a scale is written once and may stand on hundreds of lines.
pub(super) const MOST_TEXT: usize = 4;

impl Form {
    /// Reads an exchange document (the format of the shipped templates).
    ///
    /// Refused with the path of the fault: repeated or unknown codes, an empty scale, text that is not text or
    /// not in every declared language, control characters, conditions over later or unknown questions or nested
    /// deeper than eight, more than 500 lines to answer or to be scored, and lists of anything longer than any form has:
    /// each is counted before it is read, so that reading takes a time that grows with the document and no faster.
    pub fn read(document: &Value) -> Result<Form, FormFault> {
        let top = At { value: document, path: String::new() };
        let mut languages = top.locales("languages", MOST_LANGUAGES)?;
        for language in top.locales("translated", MOST_LANGUAGES)? {
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

    /// Reads a document that is to become a form, by [`Form::read`] and with nothing in it that would silently have no effect:
    /// refused are also keys that look like a condition where none is read (`show_if`), and items that can never count.
    pub fn read_new(document: &Value) -> Result<Form, FormFault> {
        let form = Self::read(document)?;
        new::check(document, &form)?;
        Ok(form)
    }
}

/// Counts the text of choices that lines or items carry.
#[derive(Default)]
struct TextCount(usize);

impl TextCount {
    fn add(&mut self, choices: &[Choice], at: &At) -> Read<()> {
        self.0 += choices.iter().flat_map(|c| c.text.iter()).map(|(_, words)| words.len()).sum::<usize>();
        if self.0 > MOST_TEXT << 20 { at.fault(FormProblem::TooMuchText(MOST_TEXT)) } else { Ok(()) }
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
        let mut questions: Vec<Question> = Vec::new();
        let mut cells = Cells::default();
        let mut codes = HashSet::new();
        for at in top.need("questions")?.list_up_to(MOST_CELLS)? {
            let question = self.question(&at, &sections, &scales, &tree, &item_texts, &mut cells)?;
            if !codes.insert(question.code.clone()) {
                return at.fault(FormProblem::Taken(question.code));
            }
            questions.push(question);
        }
        if cells.list.is_empty() {
            return top.fault(FormProblem::NothingAsked);
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
            let locale: Locale = language.parse().or_else(|e| at.fault(FormProblem::Code(e)))?;
            parts.insert(locale, at.words()?);
        }
        for language in &self.languages {
            if parts.get(language).is_none_or(|words| words.trim().is_empty()) {
                return at.fault(FormProblem::NoWordsIn(language.clone()));
            }
        }
        Ok(Text::new(parts))
    }

    fn sections(&self, top: &At) -> Read<Vec<Section>> {
        let mut sections: Vec<Section> = Vec::new();
        for at in top.maybe_list("sections", MOST_SECTIONS)? {
            let section = Section { code: at.need("code")?.code()?, title: self.text(&at.need("title")?)? };
            if sections.iter().any(|s| s.code == section.code) {
                return at.fault(FormProblem::Taken(section.code));
            }
            sections.push(section);
        }
        Ok(sections)
    }

    fn scales(&self, top: &At) -> Read<Scales> {
        let mut scales = Scales::new();
        for at in top.maybe_list("scales", MOST_SCALES)? {
            let code = at.need("code")?.code()?;
            let labels = self.choices(&at.need("labels")?)?;
            if scales.insert(code.clone(), labels).is_some() {
                return at.fault(FormProblem::Taken(code));
            }
        }
        Ok(scales)
    }

    /// Labels of a scale or options of a question.
    fn choices(&self, at: &At) -> Read<Vec<Choice>> {
        let mut choices: Vec<Choice> = Vec::new();
        for label in at.list_up_to(MOST_CHOICES)? {
            let value = label.need("value")?.answer_value()?;
            if choices.iter().any(|c| c.value == value) {
                return label.fault(FormProblem::ValueTaken(value));
            }
            let no_opinion = label.flag("no_opinion")?;
            let score = label.maybe("score")?.filter(|_| !no_opinion).map(|at| at.score()).transpose()?;
            let text = self.text(&label.need("text")?)?;
            choices.push(Choice { value, score, text, specify: label.flag("specify")? });
        }
        if choices.is_empty() {
            return at.fault(FormProblem::Empty);
        }
        if choices.iter().filter(|c| c.specify).count() > 1 {
            return at.fault(FormProblem::ManySpecify);
        }
        Ok(choices)
    }
}
