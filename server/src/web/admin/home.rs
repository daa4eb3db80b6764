//! What somebody signed in finds first.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, menu},
    progress::{RoundProgress, last_days, responses_by_point},
    rounds::{can_manage, heading},
};
use crate::{
    acts::rounds::Planned,
    auth::{Denied, Person, SignedIn},
    report::Rounds,
    store::{self, Round, comments, forms, points, rounds, settings},
};
use app::admin::pages::{HomePage, OwnResults, PlannedRound, RunningRound, SetUpStep, Waiting};
use axum::{extract::State, http::HeaderMap};
use domain::{
    Agency, Audience, Code, Permission, Reach, RoundState,
    plan::{Plan, Totals, next_step},
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// `GET /admin`
pub(super) async fn show_desk(
    SignedIn(person): SignedIn,
    State(state): State<Arc<App>>,
    headers: HeaderMap,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let reader = state.database.reader();
    // Every page would send them there; this spares them the way.
    if person.account.totp.is_none() && settings::second_factor_required(reader).await? {
        return Err(Denied::Enrol);
    }
    let admin_page = AdminPage::of(&person, "/admin", &query);
    let tree = store::agency_tree(reader).await?;
    let all = state.round_cache.rounds(&state.round_cache.version(state.clock.hour()).await?).await?;
    let page = HomePage {
        menu: menu(&person, admin_page.texts),
        today: state.clock.today(),
        waiting: waiting(&state, &person, &all, &tree).await?,
        running: running(&state, &person, &all, &tree).await?,
        planned: planned(&state, &person, &tree).await?,
        own_results: own_results(&person, &all),
        results_address: format!("{}/results", state.base(&headers)),
        set_up: set_up(&state, &person, &tree).await?,
    };
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page())
}

/// Most rounds of a kind that are shown; the others are in the list of rounds.
const MOST_ROUNDS: usize = 8;

/// What waits until somebody agrees as the second person.
async fn waiting(
    state: &App,
    person: &Person,
    all: &Rounds,
    tree: &[Agency],
) -> Result<Vec<Waiting>, Denied> {
    let (reader, email) = (state.database.reader(), person.account.email.as_str());
    let mut waiting = Vec::new();
    if person.reach(Permission::ApproveForms) == Some(Reach::Whole) {
        for (form, draft) in forms::drafts(reader).await? {
            if draft.author.as_deref() != Some(email) {
                let title = draft.form()?.title;
                waiting.push(Waiting::Draft { form, title, version: draft.version, author: draft.author });
            }
        }
    }
    let Some(reach) = person.reach(Permission::ReadComments) else { return Ok(waiting) };
    let reached = reach.within(tree);
    let opened: HashMap<i64, &Arc<Round>> = opened(all).map(|round| (round.id, round)).collect();
    for (round, agency, proposals) in comments::proposals_for(reader, email).await? {
        let Some(round) = opened.get(&round) else { continue };
        let row = round.agency(agency).map(|at| &round.agencies[at].agency);
        if let Some(agency) = row.filter(|agency| reached.contains(&agency.code)) {
            waiting.push(Waiting::Comments { round: heading(round), agency: agency.clone(), proposals });
        }
    }
    Ok(waiting)
}

/// Every round that has been opened.
fn opened(all: &Rounds) -> impl Iterator<Item = &Arc<Round>> {
    all.fit.iter().chain(&all.unpublished)
}

/// The rounds with agencies within reach that take answers, are about to, or are over and not published: first those that
/// end first.
async fn running(
    state: &App,
    person: &Person,
    all: &Rounds,
    tree: &[Agency],
) -> Result<Vec<RunningRound>, Denied> {
    let Some(reach) = person.reach(Permission::FollowRounds) else { return Ok(Vec::new()) };
    let (reached, today) = (reach.within(tree), state.clock.today());
    let runs = |round: &&Arc<Round>| {
        round.state(today) != RoundState::Closed || round.document.audience == Audience::Staff
    };
    let within = |round: &Round| -> Vec<usize> {
        let covered = |at: &usize| reached.contains(&round.agencies[*at].agency.code);
        (0..round.agencies.len()).filter(covered).collect()
    };
    let mut rounds: Vec<(&Arc<Round>, Vec<usize>)> =
        opened(all).filter(runs).map(|round| (round, within(round))).collect();
    rounds.retain(|(_, within)| !within.is_empty());
    rounds.sort_by_key(|(round, _)| (round.state(today) == RoundState::Closed, round.document.to, round.id));
    let mut running = Vec::new();
    for (round, within) in rounds.into_iter().take(MOST_ROUNDS) {
        running.push(running_round(state, person, (round, &within), tree).await?);
    }
    Ok(running)
}

async fn running_round(
    state: &App,
    person: &Person,
    (round, within): (&Round, &[usize]),
    tree: &[Agency],
) -> Result<RunningRound, Denied> {
    let today = state.clock.today();
    let points = points::of_round(state.database.reader(), round.id).await?;
    let by_day = state.day_counts.of(&state.database, round.id).await?;
    let responses = responses_by_point(&by_day);
    let progress = RoundProgress::of(round, &points, within, &responses, &last_days(&by_day), today);
    let (totals, silent_points) = (Totals::of(&progress.places), progress.silent_points());
    // Its agencies, areas and points were looked at when it was opened.
    let plan = Plan { document: &round.document, agencies: &[], service_areas: &[], places: &[] };
    Ok(RunningRound {
        round: heading(round),
        stage: round.stage,
        state: round.state(today),
        audience: round.document.audience,
        period: (round.document.from, round.document.to),
        totals,
        silent_points,
        next: next_step(&plan, round.stage, today, silent_points, totals.missing()),
        manages: can_manage(person, round, tree),
    })
}

/// The rounds that somebody plans, newest first.
async fn planned(state: &App, person: &Person, tree: &[Agency]) -> Result<Vec<PlannedRound>, Denied> {
    let reader = state.database.reader();
    let mut planned = Vec::new();
    if person.reach(Permission::ManageRounds).is_none() {
        return Ok(planned);
    }
    for code in rounds::planned_codes(reader).await? {
        let round = match rounds::by_code(reader, &code).await {
            Ok(round) if can_manage(person, &round, tree) => round.in_order_of_names(person.language()),
            // One that cannot be interpreted is told in the list of rounds.
            Ok(_) | Err(store::Error::Unfit { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        let points = points::of_round(reader, round.id).await?;
        let Planned { agencies, service_areas, places } = Planned::of(&round, &points);
        let plan = Plan {
            document: &round.document,
            agencies: &agencies,
            service_areas: &service_areas,
            places: &places,
        };
        planned.push(PlannedRound {
            round: heading(&round),
            stage: round.stage,
            period: (round.document.from, round.document.to),
            next: next_step(&plan, round.stage, state.clock.today(), 0, 0),
            agencies,
            service_areas,
        });
        if planned.len() == MOST_ROUNDS {
            break;
        }
    }
    Ok(planned)
}

/// Most agencies whose results are named.
const MOST_OWN: usize = 12;

/// The results of the agencies that somebody answers for, in the newest round that each takes part in.
fn own_results(person: &Person, all: &Rounds) -> Vec<OwnResults> {
    if !matches!(person.reach(Permission::ReadResults), Some(reach) if reach != Reach::Whole) {
        return Vec::new();
    }
    let mut rounds: Vec<_> = opened(all).collect();
    rounds.sort_by_key(|round| std::cmp::Reverse((round.document.to, round.id)));
    let overs: BTreeSet<&Code> =
        person.account.grants.iter().filter_map(|grant| grant.over.as_ref()).collect();
    let newest = overs.into_iter().filter_map(|code| {
        rounds.iter().find_map(|round| {
            let row = round.agencies.iter().find(|row| row.agency.code == *code)?;
            Some(OwnResults {
                round: round.document.code.clone(),
                title: round.document.title.clone(),
                agency: code.clone(),
                name: row.agency.name_in(person.language()).to_owned(),
            })
        })
    });
    newest.take(MOST_OWN).collect()
}

/// What the first round needs, in order, and whether it is there; nothing once there is a round.
async fn set_up(state: &App, person: &Person, tree: &[Agency]) -> Result<Vec<(SetUpStep, bool)>, Denied> {
    let reader = state.database.reader();
    let whole = |permission| person.reach(permission) == Some(Reach::Whole);
    if !whole(Permission::ManageAgencies)
        || !whole(Permission::ManageForms)
        || !rounds::codes(reader).await?.is_empty()
    {
        return Ok(Vec::new());
    }
    Ok(vec![
        (SetUpStep::Agencies, !tree.is_empty()),
        (SetUpStep::ServiceAreas, !store::service_areas(reader).await?.is_empty()),
        (SetUpStep::Form, !forms::codes(reader).await?.is_empty()),
        (SetUpStep::Round, false),
    ])
}
