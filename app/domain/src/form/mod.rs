//! A questionnaire: its scales, its index tree and its questions, as a typed view over the exchange document.

mod adapt;
mod condition;
mod document;
pub mod edit;
mod read;
mod wording;

pub use adapt::{
    Adaptation, AdaptationFault, LONGEST_PHRASE, LONGEST_TEXT, Replacement, ReplacementFaults, TextFault,
    adapt, merged_words,
};
pub use condition::{Condition, relevant};
pub use document::{DocumentFault, DraftFault, FormDoubt, read_document};
pub use read::{FormFault, FormProblem};
pub use wording::{Rewording, Wording, restructurings, reword, rewordings, wording};

use crate::{Code, Locale, Text};
use std::{collections::HashMap, ops::Range};

/// One form version. Built by [`Form::read`] from an exchange document, never changed afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Stable code of the form.
    pub code: Code,
    /// Its title.
    pub title: Text,
    /// Words to the citizen before the first question.
    pub intro: Option<Text>,
    /// Languages it can be answered in, original ones first.
    pub languages: Vec<Locale>,
    /// Whether its wording was checked against a public copy.
    pub verified: bool,
    /// Who must be asked before it is used, if anybody.
    pub licence: Option<String>,
    /// Parts of the paper form.
    pub sections: Vec<Section>,
    /// The index tree.
    pub tree: Tree,
    /// What is asked, in order.
    pub questions: Vec<Question>,
    /// Every answerable line, in order.
    pub cells: Vec<Cell>,
    by_code: HashMap<Code, usize>,
}

impl Form {
    /// Whether answers to it become an index. One without is a survey all the same: its answers are counted and exported.
    pub fn has_index(&self) -> bool {
        !self.tree.items.is_empty()
    }
    /// The cell of a code.
    pub fn cell(&self, code: &str) -> Option<(usize, &Cell)> {
        self.by_code.get(code).map(|&i| (i, &self.cells[i]))
    }
    /// The cell that a posted name belongs to: the cell of that code, or the one whose "please specify" words it names.
    pub fn cell_of_name(&self, name: &str) -> Option<(usize, &Cell)> {
        let beside =
            || self.cell(name.strip_suffix(".specify")?).filter(|(_, cell)| cell.specified().is_some());
        self.cell(name).or_else(beside)
    }
    /// The answers that citizens give in words of their own, by name, each with its cell: comments, other lines of text, and
    /// what is written beside a "please specify" choice. Somebody may have written who they are.
    pub fn own_words(&self) -> Vec<(String, &Cell)> {
        let named = |cell: &'_ Cell| match &cell.answers {
            AnswerKind::Words(WordsFormat::Long | WordsFormat::Short) => Some(cell.code.to_string()),
            AnswerKind::Words(WordsFormat::Integer | WordsFormat::Date) => None,
            AnswerKind::One(_) | AnswerKind::Many(_) => cell.specified().map(|_| cell.specify_name()),
        };
        let asked = self.cells.iter().filter(|cell| cell.role.is_for_citizens());
        asked.filter_map(|cell| Some((named(cell)?, cell))).collect()
    }
    /// The cells of one question.
    pub fn cells_of(&self, question: &Question) -> &[Cell] {
        &self.cells[question.cells.clone()]
    }
}

/// A part of the paper form, such as "PHẦN A".
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Stable code.
    pub code: Code,
    /// Printed heading.
    pub title: Text,
}

/// What an answer is for. `Fieldwork` and `Evaluation` are never shown to citizens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionRole {
    /// Who answers.
    Demographic,
    /// What they follow.
    Interest,
    /// What they went through.
    Experience,
    /// What they think.
    Judgement,
    /// What the index is made of.
    Satisfaction,
    /// What they wish for.
    Expectation,
    /// Free words.
    Comment,
    /// Scored by officials.
    Evaluation,
    /// Interviewer, place, date.
    Fieldwork,
}

impl QuestionRole {
    /// Whether a citizen is asked this on their own channel.
    pub fn is_for_citizens(self) -> bool {
        !matches!(self, Self::Evaluation | Self::Fieldwork)
    }
}

/// How a question is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionKind {
    /// One of several answers.
    Single,
    /// Any of several answers.
    Multiple,
    /// Several lines answered on scales.
    Matrix,
    /// Yes or no, once or line by line.
    YesNo,
    /// Words.
    Text,
}

/// A question as printed; its answers are in its cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Stable code.
    pub code: Code,
    /// The section it stands in.
    pub section: Option<Code>,
    /// Printed number, such as "Câu 9".
    pub number: Option<String>,
    /// Layout.
    pub kind: QuestionKind,
    /// Purpose.
    pub role: QuestionRole,
    /// Wording; absent where the one item's own text is the question.
    pub text: Option<Text>,
    /// Explanation beneath.
    pub hint: Option<Text>,
    /// Whether a citizen must answer it.
    pub required: bool,
    /// Harassment, bribes and the like.
    pub sensitive: bool,
    /// Its lines in [`Form::cells`].
    pub cells: Range<usize>,
}

/// One answerable line: the unit of answers, tallies and CSV columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The question's code, or the code of the row or item of a matrix.
    pub code: Code,
    /// The line's own words in a matrix.
    pub text: Option<Text>,
    /// What may be answered.
    pub answers: AnswerKind,
    /// The item of the index tree that it measures.
    pub item: Option<usize>,
    /// Whether a citizen must answer it when it is relevant.
    pub required: bool,
    /// As its question's.
    pub role: QuestionRole,
    /// When it is asked at all; `None` is always.
    pub relevant_if: Option<Condition>,
}

impl Cell {
    /// Its choices; none for free text.
    pub fn choices(&self) -> &[Choice] {
        match &self.answers {
            AnswerKind::One(choices) | AnswerKind::Many(choices) => choices,
            AnswerKind::Words(_) => &[],
        }
    }
    /// The position of the choice with this value.
    pub fn choice(&self, value: &str) -> Option<usize> {
        self.choices().iter().position(|c| c.value == value)
    }
    /// The choice that asks for words of its own.
    pub fn specified(&self) -> Option<&Choice> {
        self.choices().iter().find(|c| c.specify)
    }
    /// The name of the words beside a "please specify" choice.
    pub fn specify_name(&self) -> String {
        format!("{}.specify", self.code)
    }
}

/// What a cell accepts.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerKind {
    /// Exactly one choice.
    One(Vec<Choice>),
    /// A set of choices.
    Many(Vec<Choice>),
    /// Words of some shape.
    Words(WordsFormat),
}

/// The shape of free words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsFormat {
    /// Several lines, up to 2,000 characters.
    Long,
    /// One line, up to 200 characters.
    Short,
    /// A whole number from 0 to 999.
    Integer,
    /// A day, kept as 2026-11-22 however it is written.
    Date,
}

impl WordsFormat {
    /// The longest text accepted, in characters.
    pub fn longest(self) -> usize {
        match self {
            Self::Long => 2_000,
            Self::Short => 200,
            Self::Integer => 3,
            Self::Date => 10,
        }
    }
}

/// One printed answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What is stored and exchanged.
    pub value: String,
    /// Thousandths of the score; higher is better. `None` for plain options and for "no opinion".
    pub score: Option<i64>,
    /// Printed words.
    pub text: Text,
    /// Asks for words of its own.
    pub specify: bool,
}

/// The index tree: overall → contents → factors → items, each node with the range of its items.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tree {
    /// Node 0 is the whole; then contents, factors and items, each in printed order.
    pub nodes: Vec<Node>,
    /// The scale of each item: thousandths of the scores of its choices, as in the cell that asks it.
    pub items: Vec<ItemScale>,
}

/// A node of the index tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Which storey of the tree.
    pub kind: NodeKind,
    /// Stable code; `overall` for the root.
    pub code: Code,
    /// Printed words.
    pub title: Text,
    /// Its items, as positions in [`Tree::items`].
    pub items: Range<usize>,
}

/// The storeys of the index tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// The whole form.
    Overall,
    /// A content.
    Content,
    /// A factor.
    Factor,
    /// An item.
    Item,
}

/// An item and how its answers are scored.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemScale {
    /// Stable code of the item.
    pub code: Code,
    /// Code of its scale, for points by option.
    pub scale: Code,
    /// The scale's labels.
    pub labels: Vec<Choice>,
}

impl ItemScale {
    /// The labels that count, as positions in [`ItemScale::labels`], from the lowest score to the highest.
    pub fn levels(&self) -> Vec<usize> {
        let mut levels: Vec<usize> =
            (0..self.labels.len()).filter(|l| self.labels[*l].score.is_some()).collect();
        levels.sort_by_key(|l| self.labels[*l].score);
        levels
    }
}

impl Tree {
    /// The nodes of one storey with their positions.
    pub fn storey(&self, kind: NodeKind) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.kind == kind)
    }
}
