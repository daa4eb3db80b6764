//! The desk: what somebody signed in finds first.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, rooms},
};
use crate::{
    auth::{Denied, Person, SignedIn},
    store::{self, forms, rounds, settings},
};
use app::{Texts, admin::Block};
use axum::extract::State;
use domain::{Permission, Reach};
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
    links.push(("/results".to_owned(), texts.get("results-title"), texts.get("results-about")));
    links.push(("/admin/account".to_owned(), texts.get("account-title"), texts.get("account-about")));
    let next = next_steps(&app, &person, texts).await?;
    let desk = desk.title(texts.get("desk-title"));
    let desk = match next.is_empty() {
        true => desk,
        false => desk.with(Block::Text(texts.get("desk-next"))).with(Block::Ways(next)),
    };
    Ok(desk.with(Block::Links(links)).page())
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
        (forms::codes(reader).await?.is_empty(), "/admin/forms", "next-form"),
        (true, "/admin/new-round", "round-new"),
    ];
    let missing = steps.into_iter().filter(|(missing, ..)| *missing);
    Ok(missing.map(|(_, href, key)| (href.to_owned(), texts.get(key))).collect())
}
