//! Where a round stands, and what can be done with it.

use super::{PlanStep, PlanView, ROUNDS, StageAttempt, round_state_name};
use crate::{
    Numbers, Texts,
    admin::{Block, PageBody, Tone, in_address, pages::definition_fields::definition_method},
    results::address,
};
use domain::{Agency, Audience, Day, RoundState, Stage, plan::Check};

/// Most agencies whose results are offered one by one.
const MOST_OWN: usize = 12;

/// The pages of results that whoever looks may see.
#[derive(Debug)]
pub enum ResultsOffer {
    /// That of the round.
    Whole,
    /// Those of these agencies alone.
    Own(Vec<Agency>),
}

/// What the page shows.
#[derive(Debug)]
pub struct RoundPage {
    /// The round.
    pub plan: PlanView,
    /// Today.
    pub today: Day,
    /// Its points that are not retired.
    pub active_points: usize,
    /// How often its points within reach were tried.
    pub trials: i64,
    /// Whether its reader runs the round.
    pub may_manage: bool,
    /// Whether its reader may read comments.
    pub may_read_comments: bool,
    /// What is looked at before it is opened; nothing where it is not about to be.
    pub checks: Vec<Check>,
    /// The public address that is in force.
    pub public_url: Option<String>,
    /// Whether its reader may change the settings.
    pub may_set: bool,
    /// Whether nobody has answered yet.
    pub is_empty: bool,
    /// Results that its reader may see.
    pub results: ResultsOffer,
    /// What was sent and not done.
    pub attempt: Option<StageAttempt>,
}

impl RoundPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let (document, stage) = (&self.plan.document, self.plan.stage);
        let state = round_state_name(texts, stage, self.state(), document.audience);
        // A round that is closed and public is called published.
        let is_public = document.audience == Audience::Public && stage.is_locked();
        let public = (is_public && self.state() != RoundState::Closed)
            .then(|| format!(" · {}", texts.get("round-results-public")));
        let steps = match (self.may_manage, stage.is_locked()) {
            (true, _) => Some(Block::Links(self.steps(texts))),
            (false, false) => Some(Block::Text(texts.get("round-follow-only"))),
            (false, true) => None,
        };
        let tried = || Block::Warning(texts.with("round-test-lead", [("n", self.trials.into())]));
        let body = PageBody::new(self.plan.title(texts))
            .beneath(ROUNDS, texts.get("rounds-title"))
            .with(Block::Text(format!("{} · {state}{}", document.code, public.unwrap_or_default())))
            .with(Block::Ways(self.ways(texts)))
            .and(self.refusal(texts).map(Block::Warning))
            .and(steps)
            .and((stage == Stage::Test).then(tried));
        if !self.may_manage {
            return body;
        }
        let copy = (self.plan.address("/copy"), texts.get("round-copy"), String::new());
        let (serious, others): (Vec<_>, Vec<_>) =
            self.actions(texts).into_iter().partition(|action| action.form.tone == Tone::Grave);
        let others = others.into_iter().flat_map(|action| {
            let (heading, lead) = (texts.get(action.heading), texts.get(action.lead));
            let is_opening = action.heading == "round-opening";
            let checks = if is_opening { self.checks(texts) } else { Vec::new() };
            let form = (!is_opening || !self.is_refused()).then_some(Block::Form(action.form));
            [Block::Heading(heading), Block::Text(lead)].into_iter().chain(checks).chain(form)
        });
        let heading = (!serious.is_empty()).then(|| Block::Heading(texts.get("round-serious")));
        let serious = serious.into_iter().map(|action| {
            let inner = vec![Block::Text(texts.get(action.lead)), Block::Form(action.form)];
            Block::More(texts.get(action.heading), inner)
        });
        body.and(others)
            .with(Block::Heading(texts.get("round-again")))
            .with(Block::Links(vec![copy]))
            .and(heading)
            .and(serious)
    }

    /// Where it is in its life.
    pub(super) fn state(&self) -> RoundState {
        self.plan.document.state(self.plan.stage, self.today)
    }

    fn ways(&self, texts: &Texts) -> Vec<(String, String)> {
        let is_locked = self.plan.stage.is_locked();
        let mut ways = Vec::new();
        if is_locked {
            ways.push((self.plan.address("/monitor"), texts.get("monitor-title")));
            if self.may_read_comments {
                ways.push((self.plan.address("/comments"), texts.get("comments-title")));
            }
            ways.extend(self.results_ways(texts));
        }
        if self.active_points > 0 && (self.may_manage || is_locked) {
            ways.push((self.plan.address("/sheets"), texts.get("sheets-way")));
        }
        ways
    }

    fn results_ways(&self, texts: &Texts) -> Vec<(String, String)> {
        let path = format!("/results/{}", self.plan.document.code);
        let own = match &self.results {
            ResultsOffer::Whole => return vec![(address(texts, &path), texts.get("results-title"))],
            ResultsOffer::Own(agencies) => agencies.iter().take(MOST_OWN),
        };
        let way = |agency: &Agency| {
            let href = format!("{path}/agencies/{}", in_address(agency.code.as_str()));
            let name = agency.name_in(&texts.locale);
            (address(texts, &href), texts.with("desk-own-results", [("name", name.into())]))
        };
        own.map(way).collect()
    }

    /// The steps of the plan, each with what was chosen in it.
    fn steps(&self, texts: &Texts) -> Vec<(String, String, String)> {
        let numbers = Numbers::of(&texts.locale);
        let (plan, document) = (&self.plan, &self.plan.document);
        let version = texts.with("form-version-number", [("n", plan.form_version.into())]);
        let basics = format!("{} · {}, {version}", self.period(texts), plan.form.title.get(&texts.locale));
        let audience =
            if document.audience == Audience::Public { "step-rules-public" } else { "audience-staff" };
        let chosen = [
            (PlanStep::Basics, basics),
            (PlanStep::Definition, self.method(texts)),
            (PlanStep::Places, self.places(texts)),
            (PlanStep::Volumes, self.volumes(texts)),
            (PlanStep::Rules, format!("{}; {}", self.rules(texts), texts.get(audience))),
        ];
        let points = texts.with("step-points-are", [("n", numbers.count(self.active_points).into())]);
        let steps = chosen.into_iter().map(|(step, what)| (step.path(), step.title(texts), what));
        let steps = steps.chain([("/points", texts.get("step-points"), points)]);
        let line = |(nth, (path, title, what)): (usize, (&str, String, String))| {
            (plan.address(path), format!("{}. {title}", nth + 1), what)
        };
        steps.enumerate().map(line).collect()
    }

    pub(super) fn period(&self, texts: &Texts) -> String {
        let (numbers, document) = (Numbers::of(&texts.locale), &self.plan.document);
        format!("{} – {}", numbers.day(document.from), numbers.day(document.to))
    }

    pub(super) fn method(&self, texts: &Texts) -> String {
        match self.plan.form.has_index() {
            true => definition_method(texts, &self.plan.document.index),
            false => texts.get("form-no-index"),
        }
    }

    pub(super) fn places(&self, texts: &Texts) -> String {
        let numbers = Numbers::of(&texts.locale);
        let places = [
            ("agencies", numbers.count(self.plan.agencies.len()).into()),
            ("areas", numbers.count(self.plan.service_areas.len()).into()),
        ];
        texts.with("step-places-are", places)
    }

    pub(super) fn volumes(&self, texts: &Texts) -> String {
        let quotas = self.plan.document.quota.iter().flat_map(|quota| quota.cells.values());
        match quotas.flat_map(|areas| areas.values()).sum() {
            0 => texts.get("step-volumes-none"),
            n => texts.with("step-volumes-are", [("n", Numbers::of(&texts.locale).whole(n).into())]),
        }
    }

    pub(super) fn rules(&self, texts: &Texts) -> String {
        let least = Numbers::of(&texts.locale).whole(self.plan.document.minimum_cell);
        texts.with("step-rules-are", [("k", least.into())])
    }
}
