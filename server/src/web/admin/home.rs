//! The desk: what somebody signed in finds first.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, rooms},
    rounds::language_query,
};
use crate::{
    auth::{Denied, Person, SignedIn},
    store::{self, forms, rounds, settings},
};
use app::{Texts, admin::Block};
use axum::extract::State;
use domain::{Code, Permission, Reach};
use std::collections::BTreeSet;
use std::sync::Arc;

/// `GET /admin`
pub(super) async fn show_desk(
    SignedIn(person): SignedIn,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    // Every room would send them there; the desk spares them the way.
    if person.account.totp.is_none() && settings::second_factor_required(app.database.reader()).await? {
        return Err(Denied::Enrol);
    }
    let desk = Desk::of(&person, "/admin", &look);
    let texts = desk.texts;
    let mut links: Vec<(String, String, String)> = rooms(&person, texts)
        .into_iter()
        .map(|(href, words)| {
            let about = match href {
                "/admin/rounds" => texts.get("rounds-about"),
                "/admin/forms" => texts.get("forms-about"),
                "/admin/settings" => texts.get("settings-about"),
                "/admin/agencies" => texts.get("agencies-about"),
                "/admin/service-areas" => texts.get("areas-about"),
                "/admin/people" => texts.get("people-about"),
                "/admin/audit" => texts.get("audit-about"),
                _ => String::new(),
            };
            (href.to_owned(), words, about)
        })
        .collect();
    let own = own_results(&app, &person, texts).await?;
    links.splice(0..0, own);
    let results = format!("/results{}", language_query(&texts.locale));
    links.push((results, texts.get("results-title"), texts.get("results-about")));
    links.push(("/admin/account".to_owned(), texts.get("account-title"), texts.get("account-about")));
    let next = next_steps(&app, &person, texts).await?;
    let desk = desk.title(texts.get("desk-title"));
    let desk = match next.is_empty() {
        true => desk,
        false => desk.with(Block::Text(texts.get("desk-next"))).with(Block::Ways(next)),
    };
    Ok(desk.with(Block::Links(links)).page())
}

/// Most agencies whose results stand on the desk.
const MOST_OWN: usize = 12;

/// The results of the agencies that somebody answers for, in the newest round that each takes part in.
async fn own_results(
    app: &App,
    person: &Person,
    texts: &Texts,
) -> Result<Vec<(String, String, String)>, Denied> {
    if !matches!(person.reach(Permission::ReadResults), Some(reach) if reach != Reach::Whole) {
        return Ok(Vec::new());
    }
    let version = app.round_cache.version(app.clock.today()).await?;
    let all = app.round_cache.rounds(&version).await?;
    let mut rounds: Vec<_> = all.fit.iter().chain(&all.unpublished).collect();
    rounds.sort_by_key(|round| std::cmp::Reverse((round.document.to, round.id)));
    let overs: BTreeSet<&Code> =
        person.account.grants.iter().filter_map(|grant| grant.over.as_ref()).collect();
    let mut links = Vec::new();
    for code in overs {
        let found = rounds.iter().find_map(|round| {
            let row = round.agencies.iter().find(|row| row.agency.code == *code)?;
            Some((round, row.agency.name_in(&texts.locale)))
        });
        if let Some((round, name)) = found {
            let (title, language) = (round.document.title.get(&texts.locale), language_query(&texts.locale));
            let href = format!("/results/{}/agencies/{code}{language}", round.document.code);
            links.push((href, texts.with("desk-own-results", [("name", name.into())]), title.to_owned()));
        }
    }
    links.truncate(MOST_OWN);
    Ok(links)
}

/// What a fresh installation still needs before its first round, in order.
async fn next_steps(app: &App, person: &Person, texts: &Texts) -> Result<Vec<(String, String)>, Denied> {
    let reader = app.database.reader();
    let whole = |permission| person.reach(permission) == Some(Reach::Whole);
    if !whole(Permission::ManageAgencies)
        || !whole(Permission::ManageForms)
        || !rounds::codes(reader).await?.is_empty()
    {
        return Ok(Vec::new());
    }
    let steps = [
        (store::agencies(reader).await?.is_empty(), "/admin/import/agencies", "next-agencies"),
        (store::service_areas(reader).await?.is_empty(), "/admin/service-areas", "next-areas"),
        (forms::codes(reader).await?.is_empty(), "/admin/templates", "next-form"),
        (true, "/admin/new-round", "round-new"),
    ];
    let missing = steps.into_iter().filter(|(missing, ..)| *missing);
    Ok(missing.map(|(_, href, key)| (href.to_owned(), texts.get(key))).collect())
}
