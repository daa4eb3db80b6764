//! What somebody signed in finds first: what waits for them, how the rounds go, and the menu.

use super::{RoundHeading, form_words::form_address, round_state_name};
use crate::{
    Numbers, Texts,
    admin::{
        Block, CheckLine, Mark, OwnView, PageBody,
        faults::{beyond, opening_fault},
        in_address,
    },
    results::address,
};
use domain::{
    Agency, Audience, Code, Day, RoundState, ServiceArea, Stage, Text,
    plan::{NextStep, OpeningFault, SILENT_DAYS, Totals, days_left},
};
use leptos::prelude::*;
use std::sync::Arc;

/// Published or unpublished results of an agency that its reader answers for.
#[derive(Debug)]
pub struct OwnResults {
    /// The round.
    pub round: Code,
    /// Its title.
    pub title: Text,
    /// The agency.
    pub agency: Code,
    /// Its name, in the reader's language.
    pub name: String,
}

/// What an installation needs before its first round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetUpStep {
    /// Agencies.
    Agencies,
    /// Service areas.
    ServiceAreas,
    /// A form.
    Form,
    /// The round.
    Round,
}

/// What waits until its reader agrees as the second person.
#[derive(Debug)]
pub enum Waiting {
    /// A draft of a form.
    Draft {
        /// The form.
        form: Code,
        /// Its title.
        title: Text,
        /// The number of the version.
        version: i32,
        /// Who prepared it, by e-mail address.
        author: Option<String>,
    },
    /// Comments that somebody proposes to hide.
    Comments {
        /// The round.
        round: RoundHeading,
        /// The agency that they are about.
        agency: Agency,
        /// How many.
        proposals: usize,
    },
}

/// A round that takes answers, is about to, or is over and not published.
#[derive(Debug, Clone)]
pub struct RunningRound {
    /// The round.
    pub round: RoundHeading,
    /// How far it has been brought.
    pub stage: Stage,
    /// Where it is in its life.
    pub state: RoundState,
    /// Who may see its results.
    pub audience: Audience,
    /// Its first and its last day.
    pub period: (Day, Day),
    /// What has come in within reach.
    pub totals: Totals,
    /// Points within reach where nothing comes in.
    pub silent_points: usize,
    /// What is to be done next.
    pub next: Option<NextStep>,
    /// Whether its reader runs it.
    pub manages: bool,
}

/// A round that is being planned by its reader.
#[derive(Debug)]
pub struct PlannedRound {
    /// The round.
    pub round: RoundHeading,
    /// How far it has been brought.
    pub stage: Stage,
    /// Its first and its last day.
    pub period: (Day, Day),
    /// Its agencies.
    pub agencies: Vec<Agency>,
    /// Its service areas.
    pub service_areas: Vec<ServiceArea>,
    /// What is to be done next.
    pub next: Option<NextStep>,
}

/// What the page shows.
#[derive(Debug)]
pub struct HomePage {
    /// The entries of the menu: address and words.
    pub menu: Vec<(&'static str, String)>,
    /// Today.
    pub today: Day,
    /// What waits for its reader.
    pub waiting: Vec<Waiting>,
    /// The rounds that run within reach.
    pub running: Vec<RunningRound>,
    /// The rounds that its reader plans.
    pub planned: Vec<PlannedRound>,
    /// The results that they answer for.
    pub own_results: Vec<OwnResults>,
    /// Where everybody finds published results.
    pub results_address: String,
    /// What the first round needs, in order, and whether it is there; nothing once there is a round.
    pub set_up: Vec<(SetUpStep, bool)>,
}

/// Faults of a plan that are told one by one.
const MOST_FAULTS: usize = 5;

impl HomePage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let waiting = (!self.waiting.is_empty()).then(|| {
            let links = self.waiting.iter().map(|waiting| waiting.link(texts));
            [Block::Heading(texts.get("desk-waiting")), Block::Links(links.collect())]
        });
        let running = (!self.running.is_empty()).then(|| {
            let rounds = self.running.iter().map(|round| round.card(texts, self.today));
            cards(texts.get("desk-running"), rounds.collect())
        });
        let planned = (!self.planned.is_empty()).then(|| {
            let rounds = self.planned.iter().map(|round| round.card(texts));
            cards(texts.get("desk-planned"), rounds.collect())
        });
        PageBody::new(texts.get("desk-title"))
            .and(self.set_up(texts).into_iter().flatten())
            .and(waiting.into_iter().flatten())
            .and(running.into_iter().flatten())
            .and(planned.into_iter().flatten())
            .with(Block::Heading(texts.get("desk-sections")))
            .with(Block::Links(self.links(texts)))
    }

    fn links(&self, texts: &Texts) -> Vec<(String, String, String)> {
        let own = self.own_results.iter().map(|own| {
            let href = address(texts, &format!("/results/{}/agencies/{}", own.round, own.agency));
            let words = texts.with("desk-own-results", [("name", own.name.as_str().into())]);
            (href, words, own.title.get(&texts.locale).to_owned())
        });
        let menu = self.menu.iter().map(|(href, words)| {
            let about = match *href {
                "/admin/rounds" => texts.get("rounds-about"),
                "/admin/definitions" => texts.get("definitions-about"),
                "/admin/forms" => texts.get("forms-about"),
                "/admin/settings" => texts.get("settings-about"),
                "/admin/agencies" => texts.get("agencies-about"),
                "/admin/service-areas" => texts.get("areas-about"),
                "/admin/people" => texts.get("people-about"),
                "/admin/audit" => texts.get("audit-about"),
                _ => String::new(),
            };
            ((*href).to_owned(), words.clone(), about)
        });
        let public = texts.with("desk-results-public", [("address", self.results_address.as_str().into())]);
        let always = [
            (address(texts, "/results"), texts.get("results-title"), public),
            ("/admin/account".to_owned(), texts.get("account-title"), texts.get("account-about")),
        ];
        own.chain(menu).chain(always).collect()
    }

    /// What the first round needs, ticked where it is there.
    fn set_up(&self, texts: &Texts) -> Option<[Block; 2]> {
        if self.set_up.is_empty() {
            return None;
        }
        let line = |(step, is_done): &(SetUpStep, bool)| {
            let (mark, key) =
                if *is_done { (Mark::Done, "next-done") } else { (Mark::Missing, "next-missing") };
            let (href, words) = step.way(texts);
            CheckLine { mark, state: texts.get(key), words, href: Some(href), details: Vec::new() }
        };
        let lines = self.set_up.iter().map(line).collect();
        Some([Block::Heading(texts.get("desk-next")), Block::Checks(lines)])
    }
}

impl SetUpStep {
    fn way(self, texts: &Texts) -> (String, String) {
        let (href, key) = match self {
            Self::Agencies => ("/admin/import/agencies", "next-agencies"),
            Self::ServiceAreas => ("/admin/service-areas", "next-areas"),
            Self::Form => ("/admin/templates", "next-form"),
            Self::Round => ("/admin/new-round", "round-new"),
        };
        (href.to_owned(), texts.get(key))
    }
}

impl Waiting {
    /// Address, words, and what is said of it.
    fn link(&self, texts: &Texts) -> (String, String, String) {
        match self {
            Self::Draft { form, title, version, author } => {
                let title = title.get(&texts.locale);
                let words = texts.with("desk-draft", [("title", title.into()), ("n", (*version).into())]);
                let about = author.as_ref();
                let about = about.map(|who| texts.with("desk-draft-by", [("who", who.as_str().into())]));
                (form_address(form, &format!("?version={version}")), words, about.unwrap_or_default())
            }
            Self::Comments { round, agency, proposals } => {
                let code = in_address(agency.code.as_str());
                let href = round.address(&format!("/comments?agency={code}"));
                let words = texts.with("desk-comments", [("n", (*proposals).into())]);
                let about = format!("{} · {}", agency.name_in(&texts.locale), round.title.get(&texts.locale));
                (href, words, about)
            }
        }
    }
}

/// What a card of a round says.
struct RoundCard {
    href: String,
    title: String,
    about: String,
    /// How much of the plan is filled, in tenths of a percent.
    filled: Option<u64>,
    /// Lines, each with the address it leads to.
    lines: Vec<(Option<String>, String)>,
    /// What is to be done next: address and words.
    next: Option<(String, String)>,
}

/// A heading and cards beneath it.
fn cards(heading: String, rounds: Vec<RoundCard>) -> [Block; 2] {
    let rounds = Arc::new(rounds);
    let view = move |_: &Texts| {
        let rounds = rounds.iter().map(RoundCard::view).collect_view();
        view! { <ul class="rounds">{rounds}</ul> }.into_any()
    };
    [Block::Heading(heading), Block::Own("rounds", OwnView(Arc::new(view)))]
}

impl RoundCard {
    fn view(&self) -> impl IntoView + use<> {
        let bar = self.filled.map(|tenths| {
            let value = tenths.min(1_000).to_string();
            view! { <meter min="0" max="1000" value=value aria-hidden="true"></meter> }
        });
        let lines = self.lines.iter().map(|(href, words)| match href {
            Some(href) => view! { <li><a href=href.clone()>{words.clone()}</a></li> }.into_any(),
            None => view! { <li>{words.clone()}</li> }.into_any(),
        });
        let next = self.next.as_ref().map(|(href, words)| {
            view! { <p class="ways"><a class="button" href=href.clone()>{words.clone()}</a></p> }
        });
        view! {
            <li>
                <h3><a href=self.href.clone()>{self.title.clone()}</a></h3>
                <p class="soft">{self.about.clone()}</p>
                {bar}
                <ul>{lines.collect_view()}</ul>
                {next}
            </li>
        }
    }
}

impl RunningRound {
    fn card(&self, texts: &Texts, today: Day) -> RoundCard {
        let state = round_state_name(texts, self.stage, self.state, self.audience);
        let silent = (self.silent_points > 0).then(|| {
            let words = [("n", self.silent_points.into()), ("days", SILENT_DAYS.into())];
            let words = texts.with("desk-silent", words);
            (Some(self.round.address("/points?silent=1")), words)
        });
        let need = match self.next {
            Some(NextStep::Collect(need)) => {
                let whole = |n: u64| Numbers::of(&texts.locale).whole(n);
                let words = [("n", whole(need.responses).into()), ("count", need.responses.into())];
                Some((None, texts.with("desk-needed", words)))
            }
            _ => None,
        };
        RoundCard {
            href: self.round.address(""),
            title: self.round.title.get(&texts.locale).to_owned(),
            about: format!("{state} · {}", self.time(texts, today)),
            filled: self.totals.per_mille(),
            lines: std::iter::once((None, self.answers(texts))).chain(silent).chain(need).collect(),
            next: self.next(texts),
        }
    }

    /// Answers, of those that are planned.
    fn answers(&self, texts: &Texts) -> String {
        let numbers = Numbers::of(&texts.locale);
        let n = numbers.whole(self.totals.responses);
        match self.totals.per_mille() {
            None => texts.with("desk-answers", [("n", n.into()), ("count", self.totals.responses.into())]),
            Some(tenths) => {
                let percent = if tenths < 10 { numbers.plain(tenths, 1) } else { numbers.whole(tenths / 10) };
                let of = numbers.whole(self.totals.planned);
                let words = [("n", n.into()), ("of", of.into()), ("percent", percent.into())];
                texts.with("desk-answers-of", words)
            }
        }
    }

    /// How many days are left, since when it is over, or when it begins.
    fn time(&self, texts: &Texts, today: Day) -> String {
        let numbers = Numbers::of(&texts.locale);
        let (from, to) = self.period;
        match (self.state, days_left(today, to)) {
            (RoundState::Planned, _) => texts.with("desk-begins", [("day", numbers.day(from).into())]),
            (RoundState::Open, left) => {
                let left = left.unwrap_or(0);
                let days = [("days", numbers.whole(left).into()), ("count", left.into())];
                let until = ("day", numbers.day(to).into());
                texts.with("desk-days-left", days.into_iter().chain([until]))
            }
            // One that was closed by hand ended today at the latest.
            (RoundState::Closed, None | Some(1)) => {
                texts.with("desk-over", [("day", numbers.day(to).into())])
            }
            (RoundState::Closed, Some(_)) => {
                texts.with("desk-closed-early", [("day", numbers.day(to).into())])
            }
        }
    }

    fn next(&self, texts: &Texts) -> Option<(String, String)> {
        let (path, words) = match self.next.as_ref()? {
            NextStep::Wait if self.manages => ("/sheets", texts.get("desk-print")),
            NextStep::VisitSilentPoints => ("/points?silent=1", texts.get("desk-visit")),
            NextStep::Publish if self.manages => ("", texts.get("round-publish")),
            _ => ("/monitor", texts.get("monitor-title")),
        };
        Some((self.round.address(path), words))
    }
}

impl PlannedRound {
    fn card(&self, texts: &Texts) -> RoundCard {
        let numbers = Numbers::of(&texts.locale);
        let state = round_state_name(texts, self.stage, RoundState::Planned, Audience::Staff);
        let (from, to) = self.period;
        let faults = match &self.next {
            Some(NextStep::Mend(faults)) => faults.as_slice(),
            _ => &[],
        };
        let told = faults.iter().take(MOST_FAULTS).map(|fault| {
            let words = opening_fault(texts, fault, &self.agencies, &self.service_areas);
            (Some(self.round.address(step_of(fault))), words)
        });
        let more = beyond(texts, faults.len(), MOST_FAULTS).map(|words| (None, words));
        RoundCard {
            href: self.round.address(""),
            title: self.round.title.get(&texts.locale).to_owned(),
            about: format!("{state} · {} – {}", numbers.day(from), numbers.day(to)),
            filled: None,
            lines: told.chain(more).collect(),
            next: self.next(texts),
        }
    }

    fn next(&self, texts: &Texts) -> Option<(String, String)> {
        let (path, key) = match self.next.as_ref()? {
            NextStep::Mend(faults) => (faults.first().map_or("", step_of), "desk-mend"),
            NextStep::MovePeriod => ("/basics", "desk-move"),
            NextStep::Try => ("", "round-try"),
            _ => ("", "round-open-do"),
        };
        Some((self.round.address(path), texts.get(key)))
    }
}

/// The step of a plan in which it is mended.
fn step_of(fault: &OpeningFault) -> &'static str {
    match fault {
        OpeningFault::NoPoints => "/points",
        OpeningFault::AgencyEnded { .. } | OpeningFault::ServiceAreaEnded { .. } => "/places",
        OpeningFault::OutsidePopulation { .. } => "/volumes",
        OpeningFault::MinimumCell(_) => "/rules",
    }
}
