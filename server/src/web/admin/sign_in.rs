//! Signing in and out. What was sent when the session had ended is carried along and can be sent again.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, is_inside},
    posted::Posted,
};
use crate::{
    acts::Actor,
    auth::{Anyone, Denied, SignedIn, Stage, Who},
    cookies,
    credentials::{Busy, Guess, Peer, device_cookie, origin_of},
    store::{self, accounts},
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind, in_address},
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::Locale;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tower_sessions::Session;

/// Something that was sent when the session had ended.
#[derive(Debug, Clone)]
pub(super) struct Carried {
    /// Where to.
    pub(super) path: String,
    /// What, as it was sent.
    pub(super) body: String,
}

impl Carried {
    /// What a form carries along.
    pub(super) fn of(posted: &Posted) -> Option<Self> {
        let path = posted.text("carried-path");
        is_inside(path).then(|| Self { path: path.to_owned(), body: posted.raw("carried-body").to_owned() })
    }

    /// The fields that carry it on.
    pub(super) fn fields(carried: Option<&Self>) -> Vec<Field> {
        let Some(carried) = carried else { return Vec::new() };
        vec![
            Field::hidden("carried-path", carried.path.clone()),
            Field::hidden("carried-body", carried.body.clone()),
        ]
    }
}

/// `GET /admin/sign-in`
pub(super) async fn show_sign_in(
    Anyone(person): Anyone,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    if person.is_some() {
        return Ok(Redirect::to(&look.next().unwrap_or_else(|| "/admin".to_owned())).into_response());
    }
    if !accounts::any(app.database.reader()).await? {
        return Ok(Redirect::to("/admin/set-up").into_response());
    }
    let locale = look.locale(&app);
    let next = look.next().unwrap_or_default();
    Ok(sign_in_page(&locale, "", &next, None, Ok(None), StatusCode::OK).into_response())
}

/// The page on which somebody signs in again whose session has ended; `said` is the key of what became of what they sent.
pub(super) fn sign_in_again(carried: Option<Carried>, said: &str) -> Page {
    let locale = Locale::vi();
    let warning = Texts::of(&locale).get(said);
    sign_in_page(&locale, "", "", carried.as_ref(), Err(warning), StatusCode::UNAUTHORIZED)
}

fn sign_in_page(
    locale: &Locale,
    email: &str,
    next: &str,
    carried: Option<&Carried>,
    fault: Result<Option<String>, String>,
    status: StatusCode,
) -> Page {
    let (fault, ended) = match fault {
        Ok(fault) => (fault, None),
        Err(warning) => (None, Some(Block::Warning(warning))),
    };
    let address = match next {
        "" => "/admin/sign-in".to_owned(),
        next => format!("/admin/sign-in?next={}", in_address(next)),
    };
    let desk = Desk::outside(locale, (status == StatusCode::OK).then_some(address.as_str()));
    let texts = desk.texts;
    let mut fields = vec![
        Field::new("email", Kind::Email, texts.get("field-email")).holding(email).autocomplete("username"),
        Field::new("password", Kind::Password, texts.get("field-password")).autocomplete("current-password"),
        Field::hidden("next", next),
        Field::hidden("lang", locale.as_str()),
    ];
    fields.extend(Carried::fields(carried));
    let form = Form {
        action: "/admin/sign-in".to_owned(),
        fields,
        button: texts.get("sign-in"),
        fault,
        ..Form::default()
    };
    desk.title(texts.get("sign-in"))
        .secret()
        .maybe(ended)
        .with(Block::Form(form))
        .with(Block::Text(texts.get("sign-in-lost")))
        .status(status)
        .page()
}

/// `POST /admin/sign-in`
pub(super) async fn create_session(
    anyone: Anyone,
    State(app): State<Arc<App>>,
    session: Session,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let email = posted.text("email").to_lowercase();
    let asked = if posted.text("lang") == "en" { Locale::en() } else { Locale::vi() };
    let carried = Carried::of(&posted);
    let next = Some(posted.text("next")).filter(|next| is_inside(next)).unwrap_or("");
    let again = |fault: String, status| {
        sign_in_page(&asked, &email, next, carried.as_ref(), Ok(Some(fault)), status).into_response()
    };
    let texts = Texts::of(&asked);
    let peer = peer.as_ref().map(|Extension(Peer(client))| client);
    let from = origin_of(&app.device_secret, &email, &headers, peer);
    if let Err(wait) = app.throttle.attempt(Guess::Password, &email, &from) {
        return Ok(waiting(
            again(wait_text(texts, "sign-in-wait", wait), StatusCode::TOO_MANY_REQUESTS),
            wait,
        ));
    }
    let account = match accounts::by_email(app.database.reader(), &email).await {
        Ok(account) => Some(account).filter(|account| account.active),
        Err(store::Error::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    if account.as_ref().is_none_or(|account| account.totp.is_none())
        && let Err(wait) = app.throttle.attempt_anywhere(&email, &from)
    {
        let words = wait_text(texts, "sign-in-wait-anywhere", wait);
        return Ok(waiting(again(words, StatusCode::TOO_MANY_REQUESTS), wait));
    }
    let hash = account.as_ref().and_then(|account| account.password.as_deref());
    let right = match app.passwords.matches(posted.raw("password").to_owned(), hash, &from).await {
        Ok(right) => right,
        Err(Busy) => {
            let page = again(texts.get("sign-in-busy"), StatusCode::SERVICE_UNAVAILABLE);
            return Ok(waiting(page, Duration::from_secs(5)));
        }
    };
    let Some(account) = account.filter(|_| right) else {
        return Ok(again(texts.get("sign-in-wrong"), StatusCode::UNPROCESSABLE_ENTITY));
    };
    app.throttle.succeeded(Guess::Password, &email, &from);
    if account.totp.is_some() {
        Who::begin(&session, account.id, account.epoch, Stage::Password).await?;
        return Ok(
            super::second_factor::code_page(&account.language, next, carried.as_ref(), None).into_response()
        );
    }
    Who::begin(&session, account.id, account.epoch, Stage::Full).await?;
    let act = anyone.act(&app, Actor::Person(email.clone())).await?;
    act.done("session.begin", &email, "", Value::Null).await?;
    Ok(arrived(&app, &account.language, &email, next, carried))
}

/// Where somebody goes who has signed in: on, or to what they had sent before.
pub(super) fn arrived(
    app: &App,
    locale: &Locale,
    email: &str,
    next: &str,
    carried: Option<Carried>,
) -> Response {
    let mut response = match carried {
        None => Redirect::to(if next.is_empty() { "/admin" } else { next }).into_response(),
        Some(carried) => {
            let desk = Desk::outside(locale, None);
            let texts = desk.texts;
            let pairs = form_urlencoded::parse(carried.body.as_bytes());
            let fields = pairs.map(|(name, value)| Field::hidden(name, value)).collect();
            let form =
                Form { action: carried.path, fields, button: texts.get("carried-send"), ..Form::default() };
            desk.title(texts.get("carried-title"))
                .secret()
                .with(Block::Text(texts.get("carried-text")))
                .with(Block::Form(form))
                .page()
                .into_response()
        }
    };
    let device = device_cookie(&app.device_secret, email, app.is_https());
    cookies::set(response.headers_mut(), &device);
    response
}

/// How long to wait, in words.
pub(super) fn wait_text(texts: &Texts, key: &str, wait: Duration) -> String {
    texts.with(key, [("minutes", wait.as_secs().div_ceil(60).into())])
}

/// With the same in a header.
pub(super) fn waiting(mut response: Response, wait: Duration) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    response
}

/// `POST /admin/sign-out`
pub(super) async fn delete_session(SignedIn(person): SignedIn) -> Result<Response, Denied> {
    person.session().flush().await?;
    let mut response = Redirect::to("/admin/sign-in").into_response();
    // The next person at this computer does not go back to what was seen here.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}
