//! What somebody signed in finds first.

use super::{
    super::{App, page::Page},
    desk::{AdminQuery, Desk, menu},
};
use crate::{
    auth::{Denied, Person, SignedIn},
    store::{self, forms, rounds, settings},
};
use app::admin::pages::{HomePage, NextStep, OwnResults};
use axum::extract::State;
use domain::{Code, Permission, Reach};
use std::collections::BTreeSet;
use std::sync::Arc;

/// `GET /admin`
pub(super) async fn show_desk(
    SignedIn(person): SignedIn,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    // Every page would send them there; this spares them the way.
    if person.account.totp.is_none() && settings::second_factor_required(app.database.reader()).await? {
        return Err(Denied::Enrol);
    }
    let desk = Desk::of(&person, "/admin", &query);
    let page = HomePage {
        menu: menu(&person, desk.texts),
        own_results: own_results(&app, &person).await?,
        next: next_steps(&app, &person).await?,
    };
    let body = page.body(desk.texts);
    Ok(desk.show(body).page())
}

/// Most agencies whose results are named.
const MOST_OWN: usize = 12;

/// The results of the agencies that somebody answers for, in the newest round that each takes part in.
async fn own_results(app: &App, person: &Person) -> Result<Vec<OwnResults>, Denied> {
    if !matches!(person.reach(Permission::ReadResults), Some(reach) if reach != Reach::Whole) {
        return Ok(Vec::new());
    }
    let version = app.round_cache.version(app.clock.today()).await?;
    let all = app.round_cache.rounds(&version).await?;
    let mut rounds: Vec<_> = all.fit.iter().chain(&all.unpublished).collect();
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
    Ok(newest.take(MOST_OWN).collect())
}

/// What a fresh installation still needs before its first round, in order.
async fn next_steps(app: &App, person: &Person) -> Result<Vec<NextStep>, Denied> {
    let reader = app.database.reader();
    let whole = |permission| person.reach(permission) == Some(Reach::Whole);
    if !whole(Permission::ManageAgencies)
        || !whole(Permission::ManageForms)
        || !rounds::codes(reader).await?.is_empty()
    {
        return Ok(Vec::new());
    }
    let steps = [
        (store::agencies(reader).await?.is_empty(), NextStep::Agencies),
        (store::service_areas(reader).await?.is_empty(), NextStep::ServiceAreas),
        (forms::codes(reader).await?.is_empty(), NextStep::Form),
        (true, NextStep::Round),
    ];
    Ok(steps.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, step)| step).collect())
}
