//! The pages of the administration. Every address is in `routes`; each handler begins with its gate.

mod account;
mod admin_page;
mod agencies;
mod audit;
mod catalog;
mod comments;
mod definitions;
mod denied;
mod events;
mod forms;
mod guard;
mod home;
mod import;
mod link;
mod monitor;
mod people;
mod posted;
mod progress;
mod rounds;
mod second_factor;
mod sessions;
mod set_up;
mod settings;
mod sign_in;

use super::{App, routes::Routes};
use axum::{Router, middleware::from_fn_with_state};
pub(super) use denied::no_such_page;
use domain::{Block, Procedure, ServiceArea};
pub(super) use sessions::SessionLayer;
use std::sync::Arc;

/// The guard around the pages.
pub(super) fn guarded(state: &Arc<App>, pages: Router<Arc<App>>) -> Router<Arc<App>> {
    pages.layer(from_fn_with_state(state.clone(), guard::guard))
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
        .get("/admin/account/recovery-codes", second_factor::show_renewal)
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
        .get("/admin/blocks", catalog::list_entries::<Block>)
        .post("/admin/blocks", catalog::create_entry::<Block>)
        .get("/admin/blocks/{block}", catalog::show_entry::<Block>)
        .post("/admin/blocks/{block}", catalog::update_entry::<Block>)
        .post("/admin/blocks/{block}/removal", catalog::delete_entry::<Block>)
        .get("/admin/service-areas", catalog::list_entries::<ServiceArea>)
        .post("/admin/service-areas", catalog::create_entry::<ServiceArea>)
        .get("/admin/service-areas/{area}", catalog::show_entry::<ServiceArea>)
        .post("/admin/service-areas/{area}", catalog::update_entry::<ServiceArea>)
        .post("/admin/service-areas/{area}/removal", catalog::delete_entry::<ServiceArea>)
        .get("/admin/procedures", catalog::list_entries::<Procedure>)
        .post("/admin/procedures", catalog::create_entry::<Procedure>)
        .get("/admin/procedures/{procedure}", catalog::show_entry::<Procedure>)
        .post("/admin/procedures/{procedure}", catalog::update_entry::<Procedure>)
        .post("/admin/procedures/{procedure}/removal", catalog::delete_entry::<Procedure>)
        .get("/admin/rounds", rounds::list_rounds)
        .get("/admin/new-round", rounds::show_new_round)
        .post("/admin/new-round", rounds::create_round)
        .get("/admin/rounds/{round}", rounds::show_round)
        .post("/admin/rounds/{round}/stage", rounds::update_stage)
        .get("/admin/rounds/{round}/removal", rounds::show_broken_round)
        .post("/admin/rounds/{round}/removal", rounds::remove_broken_round)
        .get("/admin/rounds/{round}/basics", rounds::show_step::<rounds::Basics>)
        .post("/admin/rounds/{round}/basics", rounds::update_step::<rounds::Basics>)
        .get("/admin/rounds/{round}/definition", rounds::show_step::<rounds::IndexDefinition>)
        .post("/admin/rounds/{round}/definition", rounds::update_step::<rounds::IndexDefinition>)
        .get("/admin/rounds/{round}/places", rounds::show_step::<rounds::Places>)
        .post("/admin/rounds/{round}/places", rounds::update_step::<rounds::Places>)
        .get("/admin/rounds/{round}/volumes", rounds::show_step::<rounds::Volumes>)
        .post("/admin/rounds/{round}/volumes", rounds::update_step::<rounds::Volumes>)
        .get("/admin/rounds/{round}/rules", rounds::show_step::<rounds::Rules>)
        .post("/admin/rounds/{round}/rules", rounds::update_step::<rounds::Rules>)
        .get("/admin/rounds/{round}/points", rounds::list_points)
        .post("/admin/rounds/{round}/points", rounds::create_points)
        .post("/admin/rounds/{round}/points/bulk", rounds::update_points)
        .get("/admin/rounds/{round}/points/{point}", rounds::show_point)
        .post("/admin/rounds/{round}/points/{point}/counter", rounds::update_counter)
        .post("/admin/rounds/{round}/points/{point}/rotation", rounds::rotate_slug)
        .post("/admin/rounds/{round}/points/{point}/state", rounds::update_point_state)
        .get("/admin/rounds/{round}/points/{point}/sheet", rounds::show_sheet)
        .get("/admin/rounds/{round}/points/{point}/{file}", rounds::show_code)
        .get("/admin/rounds/{round}/comments", comments::list_comments)
        .get("/admin/rounds/{round}/comments/{comment}", comments::show_comment)
        .post("/admin/rounds/{round}/comments/{comment}/hiding", comments::hide_comment)
        .get("/admin/rounds/{round}/monitor", monitor::show_monitor)
        .get("/admin/rounds/{round}/sheets", rounds::show_sheets)
        .get("/admin/rounds/{round}/copy", rounds::show_copy)
        .post("/admin/rounds/{round}/copy", rounds::create_copy)
        .get("/admin/forms", forms::list_forms)
        .post("/admin/forms", forms::create_form)
        .get("/admin/form-drafts", forms::list_drafts)
        .post("/admin/form-drafts", forms::create_draft)
        .get("/admin/form-drafts/{draft}", forms::show_draft)
        .post("/admin/form-drafts/{draft}", forms::update_draft)
        .post("/admin/form-drafts/{draft}/undo", forms::undo_draft)
        .post("/admin/form-drafts/{draft}/redo", forms::redo_draft)
        .post("/admin/form-drafts/{draft}/publication", forms::publish_draft)
        .post("/admin/form-drafts/{draft}/removal", forms::delete_draft)
        .get("/admin/form-drafts/{draft}/preview", forms::show_draft_preview)
        .get("/admin/templates", forms::list_templates)
        .get("/admin/templates/{template}", forms::show_template)
        .post("/admin/templates/{template}", forms::take_template)
        .get("/admin/templates/{template}/preview", forms::show_template_preview)
        .get("/admin/forms/{form}", forms::show_form)
        .get("/admin/forms/{form}/wording", forms::show_wording)
        .post("/admin/forms/{form}/wording", forms::update_wording)
        .get("/admin/forms/{form}/{version}/preview", forms::show_preview)
        .get("/admin/forms/{form}/{version}/document", forms::show_document)
        .post("/admin/forms/{form}/{version}/approval", forms::approve_form)
        .post("/admin/forms/{form}/{version}/removal", forms::discard_form)
        .get("/admin/definitions", definitions::list_definitions)
        .post("/admin/definitions", definitions::create_definition)
        .get("/admin/definitions/{definition}", definitions::show_definition)
        .post("/admin/definitions/{definition}", definitions::update_definition)
        .get("/admin/settings", settings::show_settings)
        .post("/admin/settings", settings::update_settings)
        .get("/admin/import/{what}", import::show_import)
        .post("/admin/import/{what}", import::import)
}
