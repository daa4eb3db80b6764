//! The second factor: asked for when signing in, set up with an authenticator application, recovered by codes on paper.

use super::{
    super::{App, page::Page},
    admin_page::{AdminPage, AdminQuery},
    posted::Posted,
    sign_in::{arrived, carried, minutes, next, waiting},
};
use crate::{
    acts::{self, SetUpFactor},
    auth::{Denied, HalfSignedIn, Person, SignInStage, SignedIn, Who},
    chart::qr_svg,
    clock::Clock,
    credentials::{Guess, Origin, Peer, SecondFactor, hashed, origin_of, recovery_code, recovery_codes},
};
use app::admin::{
    faults::ProofFault,
    in_address,
    pages::{ACCOUNT, CodeFault, CodePage, CodeRenewalPage, EnrolmentPage, RecoveryCodesPage},
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::Locale;
use std::sync::Arc;

/// The status of a page, by whether something on it is wrong.
fn status(is_refused: bool) -> StatusCode {
    if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}

/// `GET /admin/second-factor`
pub(super) async fn show_code(HalfSignedIn(person): HalfSignedIn, query: AdminQuery) -> Result<Page, Denied> {
    let page = CodePage { next: query.next().unwrap_or_default(), ..CodePage::default() };
    let locale = query.chosen_locale().unwrap_or_else(|| person.language().clone());
    Ok(code_page(&locale, &page))
}

/// The page that asks for a code.
pub(super) fn code_page(locale: &Locale, page: &CodePage) -> Page {
    let address = match page.next.as_str() {
        "" => "/admin/second-factor".to_owned(),
        next => format!("/admin/second-factor?next={}", in_address(next)),
    };
    // What is carried along is not in the address.
    let admin_page = AdminPage::outside(locale, page.carried.is_none().then_some(address.as_str())).secret();
    let body = page.body(admin_page.texts);
    admin_page.show(body).status(status(page.fault.is_some())).page()
}

/// `POST /admin/second-factor`
pub(super) async fn check_code(
    half: HalfSignedIn,
    State(state): State<Arc<App>>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let account = &half.0.account;
    let (carried, next, code) = (carried(&posted), next(&posted), posted.text("code").to_lowercase());
    let again = |fault| {
        let page = CodePage { next: next.to_owned(), carried: carried.clone(), fault: Some(fault) };
        code_page(&account.language, &page)
    };
    let peer = peer.as_ref().map(|Extension(Peer(client))| client);
    let from = origin_of(&state.device_secret, &account.email, &headers, peer);
    if let Err(wait) = state.throttle.attempt(Guess::Code, &account.email, &from) {
        let page = again(CodeFault::Wait(minutes(wait)));
        return Ok(waiting((StatusCode::TOO_MANY_REQUESTS, page).into_response(), wait));
    }
    let Some(secret) = account.totp.as_deref() else {
        return Err(Denied::Enrol);
    };
    let step = SecondFactor::of(secret, &account.email)?.step(&code, Clock::seconds());
    let act = half.act(&state).await?;
    if let Err(fault) = acts::use_code(act, account, step, &hashed(&recovery_code(&code))).await {
        return Ok(again(CodeFault::Refused(half.0.refused(fault)?)).into_response());
    }
    state.throttle.succeeded(Guess::Code, &account.email, &from);
    Who::begin(half.0.session(), account.id, account.epoch, SignInStage::Full).await?;
    Ok(arrived(&state, &account.language, &account.email, next, carried))
}

/// `GET /admin/account/second-factor`
pub(super) async fn show_enrolment(SignedIn(person): SignedIn, query: AdminQuery) -> Result<Page, Denied> {
    let factor = SecondFactor::fresh(&person.account.email)?;
    let asks_password = asks_password(&person).await?;
    enrolment(&person, &query, asks_password, &factor, None, None)
}

/// Whether the password is asked for once more: a session left open must not be enough for another phone.
async fn asks_password(person: &Person) -> Result<bool, Denied> {
    Ok(person.account.totp.is_some() || !person.is_fresh().await?)
}

fn enrolment(
    person: &Person,
    query: &AdminQuery,
    asks_password: bool,
    factor: &SecondFactor,
    code_fault: Option<CodeFault>,
    password_fault: Option<ProofFault>,
) -> Result<Page, Denied> {
    let admin_page = AdminPage::of(person, ACCOUNT, query).secret();
    let url = factor.url()?;
    let page = EnrolmentPage {
        email: person.account.email.clone(),
        secret: factor.secret(),
        picture: qr_svg(&url)?,
        url,
        asks_password,
        code_fault,
        password_fault,
    };
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status(code_fault.is_some() || password_fault.is_some())).page())
}

/// `POST /admin/account/second-factor`
pub(super) async fn enrol(
    signed_in: SignedIn,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Page, Denied> {
    let person = &signed_in.0;
    let (account, query, asks_password) =
        (&person.account, AdminQuery::default(), asks_password(person).await?);
    // The secret comes from the page that showed it; whoever could change it there could as well scan another.
    let Ok(factor) = SecondFactor::of(posted.text("secret"), &account.email) else {
        let fresh = SecondFactor::fresh(&account.email)?;
        let fault = Some(CodeFault::Refused(domain::SecondFactorFault::Wrong));
        return enrolment(person, &query, asks_password, &fresh, fault, None);
    };
    let password_fault = match asks_password {
        true => present_password_fault(&state, &signed_in, posted.raw("password")).await?,
        false => None,
    };
    let step = factor.step(posted.text("code"), Clock::seconds());
    let (Some(step), None) = (step, password_fault) else {
        let fault = step.is_none().then_some(CodeFault::NotOfApplication);
        return enrolment(person, &query, asks_password, &factor, fault, password_fault);
    };
    let codes = recovery_codes();
    let hashes: Vec<String> = codes.iter().map(|code| hashed(code)).collect();
    let command = SetUpFactor { secret: &factor.secret(), step, recovery_hashes: &hashes };
    let (_, epoch) = acts::set_up_second_factor(signed_in.act(&state).await?, account, command).await?;
    // Other sessions have ended; this one goes on.
    Who::begin(person.session(), account.id, epoch, SignInStage::Full).await?;
    Ok(codes_page(person, codes))
}

/// What is wrong with the password that somebody signed in proves themselves by once more.
pub(super) async fn present_password_fault(
    state: &App,
    SignedIn(person): &SignedIn,
    typed: &str,
) -> Result<Option<ProofFault>, Denied> {
    let account = &person.account;
    let from = Origin::Session(account.id);
    if let Err(wait) = state.throttle.attempt(Guess::Password, &account.email, &from) {
        return Ok(Some(ProofFault::Wait(minutes(wait))));
    }
    if !state.passwords.matches(typed.to_owned(), account.password.as_deref(), &from).await? {
        return Ok(Some(ProofFault::Wrong));
    }
    state.throttle.succeeded(Guess::Password, &account.email, &from);
    Ok(None)
}

/// `GET /admin/account/recovery-codes`
pub(super) async fn show_renewal(SignedIn(person): SignedIn, query: AdminQuery) -> Result<Page, Denied> {
    if person.account.totp.is_none() {
        return Err(Denied::Enrol);
    }
    Ok(renewal(&person, &query, None))
}

fn renewal(person: &Person, query: &AdminQuery, fault: Option<ProofFault>) -> Page {
    let admin_page = AdminPage::of(person, ACCOUNT, query).secret();
    let body = CodeRenewalPage { email: person.account.email.clone(), fault }.body(admin_page.texts);
    admin_page.show(body).status(status(fault.is_some())).page()
}

/// `POST /admin/account/recovery-codes`
pub(super) async fn renew_codes(
    signed_in: SignedIn,
    State(state): State<Arc<App>>,
    posted: Posted,
) -> Result<Page, Denied> {
    let person = &signed_in.0;
    if person.account.totp.is_none() {
        return Err(Denied::Enrol);
    }
    if let Some(fault) = present_password_fault(&state, &signed_in, posted.raw("password")).await? {
        return Ok(renewal(person, &AdminQuery::default(), Some(fault)));
    }
    let codes = recovery_codes();
    let hashes: Vec<String> = codes.iter().map(|code| hashed(code)).collect();
    acts::renew_recovery_codes(signed_in.act(&state).await?, &person.account, &hashes).await?;
    Ok(codes_page(person, codes))
}

fn codes_page(person: &Person, codes: Vec<String>) -> Page {
    let admin_page = AdminPage::of(person, ACCOUNT, &AdminQuery::default()).secret();
    let body = RecoveryCodesPage { codes }.body(admin_page.texts);
    admin_page.show(body).page()
}
