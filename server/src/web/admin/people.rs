//! Accounts: who may do what, over which agencies.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, list_csv, see},
    posted::Posted,
};
use crate::{
    acts::{
        self, AddAccount, ChangeAccount, ManagePeople, PasswordLink, account_content, revision_token,
        set_account_active,
    },
    auth::{Denied, May, OverPerson},
    store::{self, Account, accounts},
};
use app::admin::{
    Notice,
    pages::{
        AccountState, LinkMadePage, LinkPurpose, NO_AGENCY_CHOSEN, PEOPLE, PeoplePage, PersonFault,
        PersonPage, PersonRow, person_address,
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{AccountChange, AccountFaults, ChosenGrant, NewAccount};
use std::sync::Arc;

/// `GET /admin/people`
pub(super) async fn list_people(
    may: May<ManagePeople>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let page = people_page(&state, &may, &query, &Posted::default(), AccountFaults::default()).await?;
    let admin_page = AdminPage::of(&may.person, PEOPLE, &query).secret();
    if query.wants_csv() {
        return list_csv(&state, &may.person, &page.list(admin_page.texts), "people", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}

async fn people_page(
    state: &App,
    may: &May<ManagePeople>,
    query: &AdminQuery,
    posted: &Posted,
    faults: AccountFaults,
) -> store::Result<PeoplePage> {
    let reader = state.database.reader();
    let agencies: Vec<_> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let accounts = accounts::all(reader).await?.into_iter();
    let within = accounts.filter(|account| may.contains(&account.grants, &agencies));
    Ok(PeoplePage {
        people: within.map(person_row).collect(),
        agencies,
        reach: may.reach.clone(),
        asked: query.list(),
        typed: posted.typed(),
        faults,
    })
}

fn person_row(account: Account) -> PersonRow {
    let state = match (account.active, &account.password) {
        (false, _) => AccountState::Disabled,
        (true, None) => AccountState::New,
        (true, Some(_)) => AccountState::Active,
    };
    PersonRow {
        id: account.id,
        name: account.name,
        email: account.email,
        grants: account.grants,
        has_second_factor: account.totp.is_some(),
        state,
    }
}

/// The role that is chosen in a form.
fn chosen_grant(posted: &Posted) -> ChosenGrant<'_> {
    let over = Some(posted.text("over")).filter(|over| *over != NO_AGENCY_CHOSEN);
    ChosenGrant { role: posted.text("role"), over }
}

/// `POST /admin/people`
pub(super) async fn create_person(
    may: May<ManagePeople>,
    State(state): State<Arc<App>>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let account =
        NewAccount { email: posted.text("email"), name: posted.text("name"), grant: chosen_grant(&posted) };
    let command = AddAccount { account, language: posted.language() };
    let faults = match acts::add_account(may.act(&state).await?, command).await {
        Ok((_, link)) => {
            let page = link_page(&state.base(&headers), &may, link, LinkPurpose::NewAccount);
            return Ok(page.into_response());
        }
        Err(fault) => may.person.refused(fault)?,
    };
    let page = people_page(&state, &may, &AdminQuery::default(), &posted, faults).await?;
    let admin_page = AdminPage::of(&may.person, PEOPLE, &AdminQuery::default()).secret();
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(StatusCode::UNPROCESSABLE_ENTITY).page().into_response())
}

fn link_page(base: &str, may: &May<ManagePeople>, link: PasswordLink, purpose: LinkPurpose) -> Page {
    let admin_page = AdminPage::of(&may.person, PEOPLE, &AdminQuery::default()).secret();
    let address = format!("{base}{}", link.path);
    let body = LinkMadePage { name: link.name, address, purpose }.body(admin_page.texts);
    admin_page.show(body).page()
}

/// `GET /admin/people/{person}`
pub(super) async fn show_person(over: OverPerson, query: AdminQuery) -> Result<Page, Denied> {
    let admin_page = AdminPage::of(&over.may.person, PEOPLE, &query).secret();
    let body = person_page(over, None, None).body(admin_page.texts);
    Ok(admin_page.show(body).page())
}

fn person_page(over: OverPerson, posted: Option<&Posted>, fault: Option<PersonFault>) -> PersonPage {
    let OverPerson { may, account, agencies } = over;
    PersonPage {
        revision_token: revision_token(&account_content(&account)),
        id: account.id,
        is_own: account.id == may.person.account.id,
        name: account.name,
        email: account.email,
        language: account.language,
        grants: account.grants,
        is_active: account.active,
        agencies,
        reach: may.reach,
        typed: posted.map(Posted::typed),
        fault,
    }
}

/// The page of an account that was not changed.
fn unchanged(over: OverPerson, posted: Option<&Posted>, fault: PersonFault) -> Response {
    let status = match fault {
        PersonFault::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        PersonFault::ChangedMeanwhile => StatusCode::CONFLICT,
    };
    let admin_page = AdminPage::of(&over.may.person, PEOPLE, &AdminQuery::default()).secret();
    let body = person_page(over, posted, Some(fault)).body(admin_page.texts);
    admin_page.show(body).status(status).page().into_response()
}

/// `POST /admin/people/{person}`
pub(super) async fn update_person(
    over: OverPerson,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let id = over.account.id;
    let kept: Vec<&str> = posted.all("grant").collect();
    let command = ChangeAccount {
        id,
        change: AccountChange { name: posted.text("name"), kept: &kept, added: chosen_grant(&posted) },
        language: posted.language(),
        revision_token: posted.revision_token(),
    };
    match acts::change_account(over.act(&state).await?, command).await {
        Ok((_, needs_link)) => {
            let done = if needs_link { Notice::SavedWithoutLink } else { Notice::PersonSaved };
            Ok(see(&person_address(id), done))
        }
        Err(acts::Fault::ChangedMeanwhile) => {
            let account = accounts::by_id(state.database.reader(), id).await?;
            let over = OverPerson { account, ..over };
            Ok(unchanged(over, Some(&posted), PersonFault::ChangedMeanwhile))
        }
        Err(fault) => {
            let faults = over.may.person.refused(fault)?;
            Ok(unchanged(over, Some(&posted), PersonFault::Refused(faults)))
        }
    }
}

/// `POST /admin/people/{person}/link`
pub(super) async fn create_link(
    over: OverPerson,
    State(state): State<Arc<App>>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Page, Denied> {
    let act = over.act(&state).await?;
    match acts::make_reset_link(act, over.account.id, !posted.is("factor")).await {
        Ok((_, link)) => Ok(link_page(&state.base(&headers), &over.may, link, LinkPurpose::AnotherPassword)),
        Err(fault) => match over.may.person.refused(fault)? {},
    }
}

/// `POST /admin/people/{person}/state`
pub(super) async fn update_state(
    over: OverPerson,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let (id, is_active) = (over.account.id, posted.is("active"));
    let act = over.act(&state).await?;
    match set_account_active(act, id, is_active, &posted.reason()).await {
        Ok(_) => Ok(see(
            &person_address(id),
            if is_active { Notice::AccountEnabled } else { Notice::AccountDisabled },
        )),
        Err(fault) => {
            let faults = AccountFaults::from(over.may.person.refused(fault)?);
            Ok(unchanged(over, None, PersonFault::Refused(faults)))
        }
    }
}
