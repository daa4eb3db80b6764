//! A one-time link: whoever holds it chooses the password of its account.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery},
    posted::Posted,
};
use crate::{
    acts::{self, Actor, Fault},
    auth::{Anyone, Denied},
    clock::Clock,
    credentials::{Origin, hashed},
    path_segments::PathSegments,
    store::{self, Account, accounts, links},
};
use app::admin::pages::{PasswordLinkPage, link_address, password_chosen_page, used_link_page};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{LinkFault, Locale, PasswordFault, password_fault};
use std::sync::Arc;

/// The account of a link, and whether the link takes its second factor away.
async fn account_of(state: &App, token: &str) -> Result<Option<(Account, bool)>, Denied> {
    let reader = state.database.reader();
    let link = match links::of_hash(reader, &hashed(token), Clock::seconds()).await {
        Ok(link) => link,
        Err(store::Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let account = accounts::by_id(reader, link.account_id).await?;
    let ends_second_factor = !link.keeps_second_factor && account.totp.is_some();
    Ok(account.active.then_some((account, ends_second_factor)))
}

/// `GET /admin/links/{token}`: looking at it does not use it up, for some mail programs look at every link.
pub(super) async fn show_link(
    _: Anyone,
    State(state): State<Arc<App>>,
    PathSegments([token]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    Ok(match account_of(&state, &token).await? {
        Some(found) => {
            let locale = query.chosen_locale().unwrap_or_else(|| found.0.language.clone());
            password_page(&locale, token, found, "", None)
        }
        None => used(&query.locale(&state), &token),
    })
}

fn password_page(
    locale: &Locale,
    token: String,
    (account, ends_second_factor): (Account, bool),
    typed: &str,
    fault: Option<PasswordFault>,
) -> Page {
    let admin_page = AdminPage::outside(locale, Some(&link_address(&token))).secret();
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = PasswordLinkPage {
        token,
        name: account.name,
        email: account.email,
        ends_second_factor,
        typed: typed.to_owned(),
        fault,
    };
    let body = page.body(admin_page.texts);
    admin_page.show(body).status(status).page()
}

fn used(locale: &Locale, token: &str) -> Page {
    let admin_page = AdminPage::outside(locale, Some(&link_address(token)));
    let body = used_link_page(admin_page.texts);
    admin_page.show(body).status(StatusCode::GONE).page()
}

/// `POST /admin/links/{token}`
pub(super) async fn use_link(
    anyone: Anyone,
    State(state): State<Arc<App>>,
    PathSegments([token]): PathSegments<1>,
    query: AdminQuery,
    posted: Posted,
) -> Result<Response, Denied> {
    let Some(found) = account_of(&state, &token).await? else {
        return Ok(used(&query.locale(&state), &token).into_response());
    };
    let locale = query.chosen_locale().unwrap_or_else(|| found.0.language.clone());
    let (account, password) = (&found.0, posted.raw("password"));
    if let Some(fault) = password_fault(password, &account.email, &account.name) {
        return Ok(password_page(&locale, token, found, password, Some(fault)).into_response());
    }
    let hash = state.passwords.hash(password.to_owned(), &Origin::Session(account.id)).await?;
    let act = anyone.act(&state, Actor::Link(account.email.clone())).await?;
    match acts::use_link(act, account, &token, &hash).await {
        Ok(_) => {
            let admin_page = AdminPage::outside(&locale, None);
            let body = password_chosen_page(admin_page.texts);
            Ok(admin_page.show(body).page().into_response())
        }
        Err(Fault::Refused(LinkFault::Used)) => Ok(used(&locale, &token).into_response()),
        Err(fault) => Err(fault.into()),
    }
}
