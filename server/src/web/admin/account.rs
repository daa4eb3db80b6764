//! One's own account.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, see},
    posted::Posted,
    second_factor::present_password_fault,
};
use crate::{
    acts,
    auth::{Denied, SignInStage, SignedIn, Who},
    credentials::Origin,
    store::{self, accounts},
};
use app::admin::{
    Notice,
    pages::{ACCOUNT, AccountPage, OwnAccountFaults},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Name, PasswordFault, password_fault};
use std::sync::Arc;

/// `GET /admin/account`
pub(super) async fn show_account(
    signed_in: SignedIn,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let page = account_page(&state, &signed_in, &Posted::default(), OwnAccountFaults::default()).await?;
    let admin_page = AdminPage::of(&signed_in.0, ACCOUNT, &query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page())
}

async fn account_page(
    state: &App,
    SignedIn(person): &SignedIn,
    posted: &Posted,
    faults: OwnAccountFaults,
) -> Result<AccountPage, Denied> {
    let (account, reader) = (person.account.clone(), state.database.reader());
    let left = accounts::recovery_codes_left(reader, account.id).await?;
    Ok(AccountPage {
        name: account.name,
        email: account.email,
        language: account.language,
        grants: account.grants,
        agencies: store::agencies(reader).await?.into_iter().map(|row| row.agency).collect(),
        recovery_codes_left: account.totp.map(|_| left),
        typed: posted.typed(),
        faults,
    })
}

/// The page of a change that was refused.
async fn refused(
    state: &App,
    signed_in: &SignedIn,
    posted: &Posted,
    faults: OwnAccountFaults,
) -> Result<Response, Denied> {
    let page = account_page(state, signed_in, posted, faults).await?;
    let admin_page = AdminPage::of(&signed_in.0, ACCOUNT, &AdminQuery::default());
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(StatusCode::UNPROCESSABLE_ENTITY).page().into_response())
}

/// `POST /admin/account`
pub(super) async fn update_account(
    signed_in: SignedIn,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let name = match Name::new(posted.text("name")) {
        Ok(name) => name,
        Err(fault) => {
            let faults = OwnAccountFaults { name: Some(fault), ..OwnAccountFaults::default() };
            return refused(&state, &signed_in, &posted, faults).await;
        }
    };
    let act = signed_in.act(&state).await?;
    acts::rename_own_account(act, &signed_in.0.account, &name, &posted.language()).await?;
    Ok(see(ACCOUNT, Notice::AccountSaved))
}

/// `POST /admin/account/password`
pub(super) async fn update_password(
    signed_in: SignedIn,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let account = &signed_in.0.account;
    let new = posted.raw("new");
    let same = (new == posted.raw("old")).then_some(PasswordFault::Same);
    let faults = OwnAccountFaults {
        name: None,
        present: present_password_fault(&state, &signed_in, posted.raw("old")).await?,
        new: same.or_else(|| password_fault(new, &account.email, &account.name)),
    };
    if faults != OwnAccountFaults::default() {
        return refused(&state, &signed_in, &posted, faults).await;
    }
    let hash = state.passwords.hash(new.to_owned(), &Origin::Session(account.id)).await?;
    let (_, epoch) = acts::change_own_password(signed_in.act(&state).await?, account, &hash).await?;
    Who::begin(signed_in.0.session(), account.id, epoch, SignInStage::Full).await?;
    Ok(see(ACCOUNT, Notice::PasswordChanged))
}

/// `POST /admin/account/sessions`
pub(super) async fn end_sessions(
    signed_in: SignedIn,
    State(state): State<Arc<App>>,
) -> Result<Response, Denied> {
    acts::end_own_sessions(signed_in.act(&state).await?, &signed_in.0.account).await?;
    signed_in.0.session().flush().await?;
    Ok(see("/admin/sign-in", Notice::SessionsEnded))
}
