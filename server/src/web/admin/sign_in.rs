//! Signing in and out. What was sent when the session had ended is carried along and can be sent again.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery, is_inside, see},
    posted::Posted,
};
use crate::{
    acts::{self, Actor},
    auth::{Anyone, Denied, SignInStage, SignedIn, Who},
    cookies,
    credentials::{Busy, Guess, Peer, device_cookie, origin_of},
    store::{self, Account, accounts},
};
use app::admin::{
    Notice, in_address,
    pages::{Carried, CodePage, SendAgainPage, SessionEnded, SignInFault, SignInPage},
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::Locale;
use std::sync::Arc;
use std::time::Duration;
use tower_sessions::Session;

/// What a form carries along.
pub(super) fn carried(posted: &Posted) -> Option<Carried> {
    let path = posted.text("carried-path");
    is_inside(path).then(|| Carried { path: path.to_owned(), body: posted.raw("carried-body").to_owned() })
}

/// Where somebody goes once they have signed in, as a form carries it along; empty for the first page.
pub(super) fn next(posted: &Posted) -> &str {
    Some(posted.text("next")).filter(|next| is_inside(next)).unwrap_or("")
}

/// `GET /admin/sign-in`
pub(super) async fn show_sign_in(
    Anyone(person): Anyone,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    if person.is_some() {
        return Ok(Redirect::to(&query.next().unwrap_or_else(|| "/admin".to_owned())).into_response());
    }
    if !accounts::any(state.database.reader()).await? {
        return Ok(Redirect::to("/admin/set-up").into_response());
    }
    let page = SignInPage { next: query.next().unwrap_or_default(), ..SignInPage::default() };
    Ok(sign_in_desk(&query.locale(&state), &page, StatusCode::OK).done(query.notice()).page().into_response())
}

/// The page on which somebody signs in again whose session has ended.
pub(super) fn sign_in_again(carried: Option<Carried>, ended: SessionEnded) -> Page {
    let page = SignInPage { carried, ended: Some(ended), ..SignInPage::default() };
    sign_in_page(&Locale::vi(), &page, StatusCode::UNAUTHORIZED)
}

fn sign_in_page(locale: &Locale, page: &SignInPage, status: StatusCode) -> Page {
    sign_in_desk(locale, page, status).page()
}

fn sign_in_desk(locale: &Locale, page: &SignInPage, status: StatusCode) -> AdminPage {
    let address = match page.next.as_str() {
        "" => "/admin/sign-in".to_owned(),
        next => format!("/admin/sign-in?next={}", in_address(next)),
    };
    let admin_page =
        AdminPage::outside(locale, (status == StatusCode::OK).then_some(address.as_str())).secret();
    let body = page.body(admin_page.texts);
    admin_page.show(body).status(status)
}

/// Why somebody is not let in, and how long they have to wait.
struct NotLetIn(SignInFault, StatusCode, Option<Duration>);

/// `POST /admin/sign-in`
pub(super) async fn create_session(
    anyone: Anyone,
    State(state): State<Arc<App>>,
    session: Session,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let email = posted.text("email").to_lowercase();
    let (carried, next) = (carried(&posted), next(&posted).to_owned());
    let account = match account_of(&state, &email, posted.raw("password"), peer, &headers).await? {
        Ok(account) => account,
        Err(NotLetIn(fault, status, wait)) => {
            let page = SignInPage { email, next, carried, ended: None, fault: Some(fault) };
            // The language of the page from which it was sent.
            let locale = if posted.text("lang") == "en" { Locale::en() } else { Locale::vi() };
            let response = sign_in_page(&locale, &page, status).into_response();
            return Ok(match wait {
                Some(wait) => waiting(response, wait),
                None => response,
            });
        }
    };
    if account.totp.is_some() {
        Who::begin(&session, account.id, account.epoch, SignInStage::Password).await?;
        let page = CodePage { next, carried, fault: None };
        return Ok(super::second_factor::code_page(&account.language, &page).into_response());
    }
    Who::begin(&session, account.id, account.epoch, SignInStage::Full).await?;
    acts::begin_session(anyone.act(&state, Actor::Person(email.clone())).await?, &email).await?;
    Ok(arrived(&state, &account.language, &email, &next, carried))
}

/// The account of an address and a password, as far as guessing is not slowed down.
async fn account_of(
    state: &App,
    email: &str,
    password: &str,
    peer: Option<Extension<Peer>>,
    headers: &HeaderMap,
) -> Result<Result<Account, NotLetIn>, Denied> {
    let too_many = |fault, wait| Ok(Err(NotLetIn(fault, StatusCode::TOO_MANY_REQUESTS, Some(wait))));
    let peer = peer.as_ref().map(|Extension(Peer(client))| client);
    let from = origin_of(&state.device_secret, email, headers, peer);
    if let Err(wait) = state.throttle.attempt(Guess::Password, email, &from) {
        return too_many(SignInFault::Wait(minutes(wait)), wait);
    }
    let account = match accounts::by_email(state.database.reader(), email).await {
        Ok(account) => Some(account).filter(|account| account.active),
        Err(store::Error::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    if account.as_ref().is_none_or(|account| account.totp.is_none())
        && let Err(wait) = state.throttle.attempt_anywhere(email, &from)
    {
        return too_many(SignInFault::WaitAnywhere(minutes(wait)), wait);
    }
    let hash = account.as_ref().and_then(|account| account.password.as_deref());
    let right = match state.passwords.matches(password.to_owned(), hash, &from).await {
        Ok(right) => right,
        Err(Busy) => {
            let wait = Some(Duration::from_secs(5));
            return Ok(Err(NotLetIn(SignInFault::Busy, StatusCode::SERVICE_UNAVAILABLE, wait)));
        }
    };
    let Some(account) = account.filter(|_| right) else {
        return Ok(Err(NotLetIn(SignInFault::Wrong, StatusCode::UNPROCESSABLE_ENTITY, None)));
    };
    state.throttle.succeeded(Guess::Password, email, &from);
    Ok(Ok(account))
}

/// Where somebody goes who has signed in: on, or to what they had sent before.
pub(super) fn arrived(
    state: &App,
    locale: &Locale,
    email: &str,
    next: &str,
    carried: Option<Carried>,
) -> Response {
    let mut response = match carried {
        None => Redirect::to(if next.is_empty() { "/admin" } else { next }).into_response(),
        Some(Carried { path, body }) => {
            let admin_page = AdminPage::outside(locale, None).secret();
            let pairs = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
            let body = SendAgainPage { path, pairs }.body(admin_page.texts);
            admin_page.show(body).page().into_response()
        }
    };
    let device = device_cookie(&state.device_secret, email, state.is_https());
    cookies::set(response.headers_mut(), &device);
    response
}

/// How long to wait, in minutes.
pub(super) fn minutes(wait: Duration) -> u64 {
    wait.as_secs().div_ceil(60)
}

/// With the time to wait in a header.
pub(super) fn waiting(mut response: Response, wait: Duration) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    response
}

/// `POST /admin/sign-out`
pub(super) async fn delete_session(SignedIn(person): SignedIn) -> Result<Response, Denied> {
    person.session().flush().await?;
    let mut response = see("/admin/sign-in", Notice::SignedOut);
    // The next person at this computer does not go back to what was seen here.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}
