//! The first account of an installation, guarded by a code that only who started the server has seen.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery},
    posted::Posted,
};
use crate::{
    acts::{Actor, AlreadySetUp, Fault, FirstAccount, add_first_account},
    auth::{Anyone, Denied, SignInStage, Who},
    credentials::Origin,
    store::accounts,
};
use app::admin::pages::{SetUpFaults, SetUpPage, set_up_over_page};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{EmailAddress, Locale, Name, password_fault};
use std::sync::Arc;
use tower_sessions::Session;

/// `GET /admin/set-up`
pub(super) async fn show_set_up(
    _: Anyone,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let locale = query.locale(&state);
    if accounts::any(state.database.reader()).await? {
        return Ok(set_up_over(&locale));
    }
    Ok(set_up_page(&locale, &SetUpPage::default()))
}

/// `POST /admin/set-up`
pub(super) async fn create_first_account(
    anyone: Anyone,
    State(state): State<Arc<App>>,
    session: Session,
    query: AdminQuery,
    posted: Posted,
) -> Result<Response, Denied> {
    let locale = query.locale(&state);
    if accounts::any(state.database.reader()).await? {
        return Ok(set_up_over(&locale).into_response());
    }
    let (email, name) = (EmailAddress::new(posted.text("email")), Name::new(posted.text("name")));
    let password = posted.raw("password");
    let faults = SetUpFaults {
        is_code_wrong: !state.is_set_up_code(posted.text("code")),
        email: email.as_ref().err().copied(),
        name: name.as_ref().err().copied(),
        password: password_fault(password, &posted.text("email").to_lowercase(), posted.text("name")),
    };
    let (Ok(email), Ok(name), false) = (email, name, faults.any()) else {
        return Ok(set_up_page(&locale, &SetUpPage { typed: posted.typed(), faults }).into_response());
    };
    let password = state.passwords.hash(password.to_owned(), &Origin::Session(0)).await?;
    let act = anyone.act(&state, Actor::Link(email.to_string())).await?;
    let command = FirstAccount { email, name, language: locale.clone(), password };
    let account = match add_first_account(act, command).await {
        Ok((_, account)) => account,
        Err(Fault::Refused(AlreadySetUp)) => return Ok(set_up_over(&locale).into_response()),
        Err(fault) => return Err(fault.into()),
    };
    Who::begin(&session, account.id, account.epoch, SignInStage::Full).await?;
    Ok(Redirect::to("/admin/account/second-factor").into_response())
}

fn set_up_page(locale: &Locale, page: &SetUpPage) -> Page {
    let admin_page = AdminPage::outside(locale, Some("/admin/set-up")).secret();
    let status = if page.faults.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let body = page.body(admin_page.texts);
    admin_page.show(body).status(status).page()
}

fn set_up_over(locale: &Locale) -> Page {
    let admin_page = AdminPage::outside(locale, None);
    let body = set_up_over_page(admin_page.texts);
    admin_page.show(body).status(StatusCode::GONE).page()
}
