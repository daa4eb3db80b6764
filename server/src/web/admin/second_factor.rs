//! The second factor: asked for when signing in, set up with an authenticator application, recovered by codes on paper.

use super::{
    super::{App, page::Page},
    account::own_name,
    desk::{Desk, Look, is_inside},
    posted::Posted,
    sign_in::{Carried, arrived, wait_text, waiting},
};
use crate::{
    auth::{Denied, HalfSignedIn, Person, SignedIn, Stage, Who},
    chart::qr_svg,
    clock::Clock,
    credentials::{Guess, Origin, Peer, SecondFactor, hashed, origin_of, recovery_code, recovery_codes},
    store::{Account, accounts},
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind},
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::Locale;
use serde_json::Value;
use std::sync::Arc;

/// `GET /admin/second-factor`
pub(super) async fn show_code(HalfSignedIn(person): HalfSignedIn, look: Look) -> Result<Page, Denied> {
    Ok(code_page(person.language(), &look.next().unwrap_or_default(), None, None))
}

/// The page that asks for a code.
pub(super) fn code_page(
    locale: &Locale,
    next: &str,
    carried: Option<&Carried>,
    fault: Option<String>,
) -> Page {
    let desk = Desk::outside(locale, None);
    let texts = desk.texts;
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut fields = vec![
        Field::new("code", Kind::Code, texts.get("code-field"))
            .hint(texts.get("code-hint"))
            .autocomplete("one-time-code")
            .fault(fault),
        Field::hidden("next", next),
    ];
    fields.extend(Carried::fields(carried));
    let form = Form {
        action: "/admin/second-factor".to_owned(),
        fields,
        button: texts.get("code-send"),
        ..Form::default()
    };
    desk.title(texts.get("code-title"))
        .secret()
        .with(Block::Form(form))
        .with(Block::Text(texts.get("code-lost")))
        .status(status)
        .page()
}

/// `POST /admin/second-factor`
pub(super) async fn check_code(
    half: HalfSignedIn,
    State(app): State<Arc<App>>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let account = half.0.account.clone();
    let texts = Texts::of(&account.language);
    let (carried, code) = (Carried::of(&posted), posted.text("code").to_lowercase());
    let next = Some(posted.text("next")).filter(|next| is_inside(next)).unwrap_or("");
    let again = |fault| code_page(&account.language, next, carried.as_ref(), Some(fault));
    let peer = peer.as_ref().map(|Extension(Peer(client))| client);
    let from = origin_of(&app.device_secret, &account.email, &headers, peer);
    if let Err(wait) = app.throttle.attempt(Guess::Code, &account.email, &from) {
        let page = again(wait_text(texts, "sign-in-wait", wait));
        return Ok(waiting((StatusCode::TOO_MANY_REQUESTS, page).into_response(), wait));
    }
    let Some(secret) = account.totp.as_deref() else {
        return Err(Denied::Enrol);
    };
    let step = SecondFactor::of(secret, &account.email)?.step(&code, Clock::seconds());
    let act = half.act(&app).await?;
    let action = match step {
        Some(step) if accounts::use_step(act.on(), account.id, step).await? => "session.begin",
        Some(_) => return Ok(again(texts.get("code-used")).into_response()),
        None if accounts::use_recovery_code(act.on(), account.id, &hashed(&recovery_code(&code))).await? => {
            "session.recovery"
        }
        None => {
            drop(act);
            return Ok(again(texts.get("code-wrong")).into_response());
        }
    };
    act.done(action, &account.email, "", Value::Null).await?;
    app.throttle.succeeded(Guess::Code, &account.email, &from);
    Who::begin(half.0.session(), account.id, account.epoch, Stage::Full).await?;
    Ok(arrived(&app, &account.language, &account.email, next, carried))
}

/// `GET /admin/account/second-factor`
pub(super) async fn show_enrolment(SignedIn(person): SignedIn, look: Look) -> Result<Page, Denied> {
    let factor = SecondFactor::fresh(&person.account.email)?;
    let asks = asks_password(&person).await?;
    enrolment(Desk::of(&person, "/admin/account", &look), (&person.account, asks), &factor, None, None)
}

/// Whether the password is asked for once more: a session left open must not be enough for another phone.
async fn asks_password(person: &Person) -> Result<bool, Denied> {
    Ok(person.account.totp.is_some() || !person.is_fresh().await?)
}

fn enrolment(
    desk: Desk,
    (account, asks): (&Account, bool),
    factor: &SecondFactor,
    fault: Option<String>,
    password_fault: Option<String>,
) -> Result<Page, Denied> {
    let texts = desk.texts;
    let status = if fault.is_some() || password_fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let picture = Block::Picture(texts.get("enrol-picture"), qr_svg(&factor.url()?)?);
    let spaced: Vec<String> =
        factor.secret().as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    let mut fields = vec![
        Field::hidden("secret", factor.secret()),
        Field::new("code", Kind::Code, texts.get("code-field"))
            .hint(texts.get("enrol-hint"))
            .autocomplete("one-time-code")
            .fault(fault),
    ];
    if asks {
        fields.push(own_name(texts, account));
        let password = Field::new("password", Kind::Password, texts.get("field-old-password"));
        fields.push(password.autocomplete("current-password").fault(password_fault));
    }
    let form = Form {
        action: "/admin/account/second-factor".to_owned(),
        fields,
        button: texts.get("enrol-send"),
        ..Form::default()
    };
    let page = desk
        .title(texts.get("enrol-title"))
        .secret()
        .beneath("/admin/account", texts.get("account-title"))
        .with(Block::Text(texts.get("enrol-lead")))
        .with(picture)
        .with(Block::Text(texts.get("enrol-type")))
        .with(Block::Copy(spaced.join(" ")))
        .with(Block::Ways(vec![(factor.url()?, texts.get("enrol-open"))]))
        .with(Block::Form(form))
        .status(status);
    Ok(page.page())
}

/// `POST /admin/account/second-factor`
pub(super) async fn enrol(
    signed_in: SignedIn,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let account = &signed_in.0.account;
    let desk = Desk::of(&signed_in.0, "/admin/account", &Look::default());
    let (texts, asks) = (desk.texts, asks_password(&signed_in.0).await?);
    // The secret comes from the page that showed it; whoever could change it there could as well scan another.
    let Ok(factor) = SecondFactor::of(posted.text("secret"), &account.email) else {
        let fresh = SecondFactor::fresh(&account.email)?;
        let page = enrolment(desk, (account, asks), &fresh, Some(texts.get("code-wrong")), None)?;
        return Ok(page.into_response());
    };
    let password_fault = match asks {
        true => present_password_fault(&app, &signed_in, posted.raw("password")).await?,
        false => None,
    };
    let step = factor.step(posted.text("code"), Clock::seconds());
    let (Some(step), None) = (step, &password_fault) else {
        let fault = step.is_none().then(|| texts.get("enrol-wrong"));
        return Ok(enrolment(desk, (account, asks), &factor, fault, password_fault)?.into_response());
    };
    let codes = recovery_codes();
    let hashes: Vec<String> = codes.iter().map(|code| hashed(code)).collect();
    let act = signed_in.act(&app).await?;
    accounts::set_second_factor(act.on(), account.id, Some(&factor.secret()), &hashes).await?;
    accounts::use_step(act.on(), account.id, step).await?;
    let epoch = accounts::by_id(act.on(), account.id).await?.epoch;
    act.done("account.second-factor", &account.email, "", Value::Null).await?;
    // Other sessions have ended; this one goes on.
    Who::begin(signed_in.0.session(), account.id, epoch, Stage::Full).await?;
    Ok(codes_page(desk, codes).into_response())
}

/// What is wrong with the password that somebody signed in proves themselves by once more.
pub(super) async fn present_password_fault(
    app: &App,
    SignedIn(person): &SignedIn,
    typed: &str,
) -> Result<Option<String>, Denied> {
    let (account, texts) = (&person.account, Texts::of(&person.account.language));
    let from = Origin::Session(account.id);
    if let Err(wait) = app.throttle.attempt(Guess::Password, &account.email, &from) {
        return Ok(Some(wait_text(texts, "sign-in-wait", wait)));
    }
    if !app.passwords.matches(typed.to_owned(), account.password.as_deref(), &from).await? {
        return Ok(Some(texts.get("password-wrong")));
    }
    app.throttle.succeeded(Guess::Password, &account.email, &from);
    Ok(None)
}

/// `GET /admin/account/recovery-codes`
pub(super) async fn show_renewal(SignedIn(person): SignedIn, look: Look) -> Result<Page, Denied> {
    if person.account.totp.is_none() {
        return Err(Denied::Enrol);
    }
    Ok(renewal(Desk::of(&person, "/admin/account", &look), &person.account, None))
}

fn renewal(desk: Desk, account: &Account, fault: Option<String>) -> Page {
    let texts = desk.texts;
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let form = Form {
        action: "/admin/account/recovery-codes".to_owned(),
        fields: vec![
            own_name(texts, account),
            Field::new("password", Kind::Password, texts.get("field-old-password"))
                .autocomplete("current-password")
                .fault(fault),
        ],
        button: texts.get("account-codes-renew"),
        ..Form::default()
    };
    desk.title(texts.get("account-codes-renew"))
        .secret()
        .beneath("/admin/account", texts.get("account-title"))
        .with(Block::Text(texts.get("account-codes-renew-lead")))
        .with(Block::Form(form))
        .status(status)
        .page()
}

/// `POST /admin/account/recovery-codes`
pub(super) async fn renew_codes(
    signed_in: SignedIn,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Page, Denied> {
    let account = &signed_in.0.account;
    if account.totp.is_none() {
        return Err(Denied::Enrol);
    }
    if let Some(fault) = present_password_fault(&app, &signed_in, posted.raw("password")).await? {
        let desk = Desk::of(&signed_in.0, "/admin/account", &Look::default());
        return Ok(renewal(desk, account, Some(fault)));
    }
    let codes = recovery_codes();
    let hashes: Vec<String> = codes.iter().map(|code| hashed(code)).collect();
    let act = signed_in.act(&app).await?;
    accounts::set_recovery_codes(act.on(), account.id, &hashes).await?;
    act.done("account.recovery-codes", &account.email, "", Value::Null).await?;
    Ok(codes_page(Desk::of(&signed_in.0, "/admin/account", &Look::default()), codes))
}

fn codes_page(desk: Desk, codes: Vec<String>) -> Page {
    let texts = desk.texts;
    desk.title(texts.get("codes-title"))
        .secret()
        .beneath("/admin/account", texts.get("account-title"))
        .with(Block::Warning(texts.get("codes-lead")))
        .with(Block::Codes(codes))
        .with(Block::Ways(vec![("/admin".to_owned(), texts.get("codes-kept"))]))
        .page()
}
