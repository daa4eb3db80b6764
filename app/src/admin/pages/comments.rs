//! Comments of citizens, for the staff of the agency they are about.

use super::RoundHeading;
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, PageBody, Tone, in_address},
};
use domain::{Agency, Code, HidingStep, Text};

/// The round that comments belong to.
#[derive(Debug)]
pub struct CommentedRound {
    /// The round.
    pub heading: RoundHeading,
    /// Fewest comments that are shown together.
    pub minimum_cell: u64,
}

impl CommentedRound {
    /// The page of the comments.
    fn address(&self) -> String {
        self.heading.address("/comments")
    }

    /// The page of those to an agency.
    fn address_of(&self, agency: &Agency) -> String {
        format!("{}?agency={}", self.address(), in_address(agency.code.as_str()))
    }

    /// A page beneath the round.
    fn page(&self, texts: &Texts, title: &str) -> PageBody {
        self.heading.page(texts, title)
    }

    fn lead(&self, texts: &Texts) -> Block {
        Block::Text(texts.with("comments-lead", [("k", self.minimum_cell.into())]))
    }
}

/// A comment.
#[derive(Debug)]
pub struct CommentView {
    /// What stands for it in addresses.
    pub token: String,
    /// The words.
    pub words: String,
    /// The cell of the form in which it was written.
    pub cell: Code,
    /// The question under which it was written.
    pub question: Option<Text>,
}

impl CommentView {
    fn question(&self, texts: &Texts) -> String {
        let question = self.question.as_ref();
        question.map_or_else(|| self.cell.to_string(), |text| text.get(&texts.locale).to_owned())
    }
}

/// The page on which an agency is chosen.
#[derive(Debug)]
pub struct CommentedAgenciesPage {
    /// The round.
    pub round: CommentedRound,
    /// Its agencies within reach, each with how many comments are shown.
    pub agencies: Vec<(Agency, usize)>,
}

impl CommentedAgenciesPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let links = self.agencies.iter().map(|(agency, comments)| {
            let about = match comments {
                0 => texts.with("comments-none", [("k", self.round.minimum_cell.into())]),
                n => texts.with("comments-count", [("n", (*n).into())]),
            };
            (self.round.address_of(agency), agency.name_in(&texts.locale).to_owned(), about)
        });
        self.round
            .page(texts, &texts.get("comments-title"))
            .with(self.round.lead(texts))
            .with(Block::Links(links.collect()))
    }
}

/// The comments to an agency.
#[derive(Debug)]
pub struct CommentListPage {
    /// The round.
    pub round: CommentedRound,
    /// The agency.
    pub agency: Agency,
    /// The comments, in no order; each with whether it is proposed to hide it.
    pub comments: Vec<(CommentView, bool)>,
    /// How the list is asked for.
    pub asked: ListQuery,
}

impl CommentListPage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let (path, code) = (self.round.address(), self.agency.code.as_str());
        let rows = self.comments.iter().map(|(comment, is_proposed)| {
            let href = format!("{path}/{}?agency={}", comment.token, in_address(code));
            let state = if *is_proposed { "comment-proposed" } else { "comment-shown" };
            vec![
                ListCell::Text(comment.words.clone()),
                ListCell::Text(comment.question(texts)),
                ListCell::Link(href, texts.get(state)),
            ]
        });
        let columns =
            [("comment", "comments-comment"), ("question", "comments-question"), ("state", "comment-state")];
        List::new(texts, "comments-title", path.clone(), &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.with("comments-none", [("k", self.round.minimum_cell.into())]))
            .keeping(vec![("agency".to_owned(), code.to_owned())])
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        self.round
            .page(texts, self.agency.name_in(&texts.locale))
            .beneath(self.round.address(), texts.get("comments-title"))
            .with(self.round.lead(texts))
            .with(Block::List(self.list(texts)))
    }
}

/// That it is proposed to hide a comment.
#[derive(Debug)]
pub struct ProposalView {
    /// Who proposes it, by e-mail address.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Whether it is the reader's own proposal.
    pub is_own: bool,
}

/// One comment, and whether it should be hidden.
#[derive(Debug)]
pub struct CommentPage {
    /// The round.
    pub round: CommentedRound,
    /// The agency.
    pub agency: Agency,
    /// The comment.
    pub comment: CommentView,
    /// What is proposed.
    pub proposal: Option<ProposalView>,
    /// Whether it was proposed without a reason.
    pub is_reason_missing: bool,
}

impl CommentPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let body = self
            .round
            .page(texts, &texts.get("comment-title"))
            .beneath(self.round.address_of(&self.agency), self.agency.name_in(&texts.locale))
            .with(Block::Facts(vec![
                (texts.get("comments-question"), self.comment.question(texts)),
                (texts.get("comments-comment"), self.comment.words.clone()),
            ]));
        let Some(proposal) = &self.proposal else {
            let reason = Field::new("reason", FieldKind::Text, texts.get("reason"));
            let reason = reason.fault(self.is_reason_missing.then(|| texts.get("reason-wrong")));
            return body.with(Block::Text(texts.get("comment-hide-lead"))).with(self.form(
                "comment-propose",
                texts,
                HidingStep::Propose,
                Tone::Main,
                vec![reason],
            ));
        };
        let words = [("who", proposal.by.as_str().into()), ("why", proposal.reason.as_str().into())];
        let answer = match proposal.is_own {
            true => Block::Text(texts.get("comment-waits")),
            false => self.form("comment-confirm", texts, HidingStep::Confirm, Tone::Grave, Vec::new()),
        };
        let withdraw = if proposal.is_own { "comment-take-back" } else { "comment-withdraw" };
        body.with(Block::Text(texts.with("comment-proposed-by", words))).with(answer).with(self.form(
            withdraw,
            texts,
            HidingStep::Withdraw,
            Tone::Quiet,
            Vec::new(),
        ))
    }

    fn form(&self, button: &str, texts: &Texts, step: HidingStep, tone: Tone, fields: Vec<Field>) -> Block {
        let step = step.as_str();
        let known = [Field::hidden("to", step), Field::hidden("agency", self.agency.code.as_str())];
        Block::Form(FormBlock {
            action: format!("{}/{}/hiding", self.round.address(), self.comment.token),
            fields: known.into_iter().chain(fields).collect(),
            button: texts.get(button),
            tone,
            ..FormBlock::default()
        })
    }
}
