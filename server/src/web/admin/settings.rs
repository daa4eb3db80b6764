//! Settings of the installation.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, see},
    posted::Posted,
};
use crate::{
    acts::{self, ChangeSettings, Fault, ManageSettings, revision_token, settings_content, stored_settings},
    auth::{Denied, Person, Whole},
    store,
};
use app::admin::{
    Notice, Typed,
    pages::{SETTINGS, SettingsFault, SettingsPage},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::Setting;
use std::sync::Arc;

/// `GET /admin/settings`
pub(super) async fn show_settings(
    Whole(may): Whole<ManageSettings>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let admin_page = AdminPage::of(&may.person, SETTINGS, &query);
    let body = settings_page(&state, &may.person, None, None).await?.body(admin_page.texts);
    Ok(admin_page.show(body).page())
}

async fn settings_page(
    state: &App,
    person: &Person,
    posted: Option<&Posted>,
    fault: Option<SettingsFault>,
) -> store::Result<SettingsPage> {
    let stored = stored_settings(state.database.reader()).await?;
    Ok(SettingsPage {
        revision_token: revision_token(&settings_content(&stored)),
        stored: Typed(stored.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        typed: posted.map(Posted::typed),
        fault,
        has_emblem: person.administration.has_emblem,
        public_url: state.public_url().map(|url| url.to_string()),
        is_public_url_given: state.is_public_url_given(),
        time_zone: state.clock.zone().to_owned(),
    })
}

/// `POST /admin/settings`
pub(super) async fn update_settings(
    Whole(may): Whole<ManageSettings>,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let command = ChangeSettings {
        values: Setting::ALL.into_iter().map(|setting| (setting, posted.text(setting.as_str()))).collect(),
        emblem: posted.file("emblem"),
        drops_emblem: posted.is("no_emblem"),
        revision_token: posted.revision_token(),
    };
    let (fault, status) = match acts::change_settings(may.act(&state).await?, command).await {
        Ok(_) => {
            state.reload_settings().await?;
            return Ok(see(SETTINGS, Notice::SettingsSaved));
        }
        Err(Fault::ChangedMeanwhile) => (SettingsFault::ChangedMeanwhile, StatusCode::CONFLICT),
        Err(fault) => {
            let faults = may.person.refused(fault)?;
            (SettingsFault::Refused(faults), StatusCode::UNPROCESSABLE_ENTITY)
        }
    };
    let admin_page = AdminPage::of(&may.person, SETTINGS, &AdminQuery::default());
    let body = settings_page(&state, &may.person, Some(&posted), Some(fault)).await?.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page().into_response())
}
