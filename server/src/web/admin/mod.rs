//! The rooms of the administration. Every address is in `routes`; each handler begins with its gate.

mod account;
mod agencies;
mod audit;
mod denied;
mod desk;
mod events;
mod guard;
mod home;
mod import;
mod link;
mod named;
mod people;
mod posted;
mod second_factor;
mod set_up;
mod sign_in;
mod words;

pub(crate) use people::make_link;
pub(crate) use sign_in::Peer;

use super::{App, routes::Routes};
use crate::auth::Sessions;
use axum::{Router, middleware::from_fn_with_state};
use named::{Areas, Blocks, Procedures};
use std::sync::Arc;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};

/// Sessions and the guard around the rooms.
pub(super) fn guarded(app: &Arc<App>, rooms: Router<Arc<App>>) -> Router<Arc<App>> {
    let secure = app.is_https();
    let sessions = SessionManagerLayer::new(Sessions(app.database.clone()))
        .with_name(if secure { "__Host-hailong" } else { "hailong" })
        .with_path("/")
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(secure)
        .with_expiry(Expiry::OnSessionEnd);
    rooms.layer(from_fn_with_state(app.clone(), guard::guard)).layer(sessions)
}

/// Every address of the administration.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/admin", home::show_desk)
        .get("/admin/set-up", set_up::show_set_up)
        .post("/admin/set-up", set_up::create_first_account)
        .get("/admin/sign-in", sign_in::show_sign_in)
        .post("/admin/sign-in", sign_in::create_session)
        .post("/admin/sign-out", sign_in::delete_session)
        .get("/admin/second-factor", second_factor::show_code)
        .post("/admin/second-factor", second_factor::check_code)
        .get("/admin/links/{token}", link::show_link)
        .post("/admin/links/{token}", link::use_link)
        .get("/admin/account", account::show_account)
        .post("/admin/account", account::update_account)
        .post("/admin/account/password", account::update_password)
        .post("/admin/account/sessions", account::end_sessions)
        .get("/admin/account/second-factor", second_factor::show_enrolment)
        .post("/admin/account/second-factor", second_factor::enrol)
        .post("/admin/account/recovery-codes", second_factor::renew_codes)
        .get("/admin/people", people::list_people)
        .post("/admin/people", people::create_person)
        .get("/admin/people/{person}", people::show_person)
        .post("/admin/people/{person}", people::update_person)
        .post("/admin/people/{person}/link", people::create_link)
        .post("/admin/people/{person}/state", people::update_state)
        .get("/admin/audit", audit::list_entries)
        .get("/admin/agencies", agencies::list_agencies)
        .get("/admin/new-agency", agencies::show_new_agency)
        .post("/admin/new-agency", agencies::create_agency)
        .get("/admin/agencies/{agency}", agencies::show_agency)
        .post("/admin/agencies/{agency}", agencies::update_agency)
        .post("/admin/agencies/{agency}/removal", agencies::delete_agency)
        .get("/admin/agency-events", events::list_events)
        .get("/admin/new-agency-event", events::show_new_event)
        .post("/admin/new-agency-event", events::create_event)
        .get("/admin/agency-events/{event}", events::show_event)
        .post("/admin/agency-events/{event}/removal", events::delete_event)
        .get("/admin/blocks", named::list::<Blocks>)
        .post("/admin/blocks", named::create::<Blocks>)
        .get("/admin/blocks/{block}", named::show::<Blocks>)
        .post("/admin/blocks/{block}", named::update::<Blocks>)
        .post("/admin/blocks/{block}/removal", named::delete::<Blocks>)
        .get("/admin/service-areas", named::list::<Areas>)
        .post("/admin/service-areas", named::create::<Areas>)
        .get("/admin/service-areas/{area}", named::show::<Areas>)
        .post("/admin/service-areas/{area}", named::update::<Areas>)
        .post("/admin/service-areas/{area}/removal", named::delete::<Areas>)
        .get("/admin/procedures", named::list::<Procedures>)
        .post("/admin/procedures", named::create::<Procedures>)
        .get("/admin/procedures/{procedure}", named::show::<Procedures>)
        .post("/admin/procedures/{procedure}", named::update::<Procedures>)
        .post("/admin/procedures/{procedure}/removal", named::delete::<Procedures>)
        .get("/admin/import/{what}", import::show_import)
        .post("/admin/import/{what}", import::import)
}
