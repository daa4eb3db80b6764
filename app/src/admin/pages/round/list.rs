//! The list of rounds.

use super::{ROUNDS, removal_address, round_address, round_state_name};
use crate::{
    Texts,
    admin::{Block, List, ListCell, ListQuery, PageBody},
};
use domain::{Audience, Code, Day, RoundState, Stage, Text};

/// A round in the list.
#[derive(Debug)]
pub struct RoundRow {
    /// Its code.
    pub code: Code,
    /// Its title.
    pub title: Text,
    /// How far it has been brought.
    pub stage: Stage,
    /// Where it is in its life.
    pub state: RoundState,
    /// Who may see its results.
    pub audience: Audience,
    /// Its first and its last day.
    pub period: (Day, Day),
    /// Its form, and the number of the form's version.
    pub form: (Code, i32),
    /// The responses of its agencies within reach.
    pub responses: u64,
}

/// What the page shows.
#[derive(Debug)]
pub struct RoundListPage {
    /// The rounds with agencies within reach, newest first.
    pub rounds: Vec<RoundRow>,
    /// Codes of those that cannot be interpreted.
    pub unfit: Vec<String>,
    /// Whether its reader may plan one.
    pub may_plan: bool,
    /// How the list is asked for.
    pub asked: ListQuery,
}

impl RoundListPage {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let rows = self.rounds.iter().map(|round| {
            let title = round.title.get(&texts.locale).to_owned();
            let version = texts.with("form-version-number", [("n", round.form.1.into())]);
            vec![
                ListCell::Link(round_address(&round.code, ""), title),
                ListCell::Text(round.code.to_string()),
                ListCell::Text(round_state_name(texts, round.stage, round.state, round.audience)),
                ListCell::Day(Some(round.period.0)),
                ListCell::Day(Some(round.period.1)),
                ListCell::Text(format!("{}, {version}", round.form.0)),
                ListCell::Number(i64::try_from(round.responses).unwrap_or(i64::MAX)),
            ]
        });
        let columns = [
            ("title", "column-round"),
            ("code", "field-code"),
            ("state", "person-state"),
            ("from", "round-from"),
            ("to", "round-to"),
            ("form", "round-form"),
            ("responses", "column-n"),
        ];
        List::new(texts, "rounds-title", ROUNDS, &columns)
            .holding(rows)
            .asked(self.asked.clone())
            .when_empty(texts.get("rounds-none"))
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let unfit = self.unfit.iter().flat_map(|code| {
            let way = (removal_address(code), texts.get("round-broken-way"));
            let words = texts.with("results-unfit", [("round", code.as_str().into())]);
            [Block::Warning(words), Block::Ways(vec![way])]
        });
        let new = || Block::Ways(vec![("/admin/new-round".to_owned(), texts.get("round-new"))]);
        PageBody::new(texts.get("rounds-title"))
            .and(unfit)
            .and(self.may_plan.then(new))
            .with(Block::List(self.list(texts)))
    }
}
