//! The first account of an installation, guarded by a code that only who started the server has seen.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look},
    posted::Posted,
};
use crate::{
    acts::Actor,
    auth::{Anyone, Denied, Stage, Who},
    credentials::{Origin, PASSWORD_LEAST, password_fault},
    store::accounts,
};
use app::admin::{Block, Field, Form, Kind};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{Grant, Locale, Role};
use serde_json::json;
use std::sync::Arc;
use tower_sessions::Session;

/// `GET /admin/set-up`
pub(super) async fn show_set_up(_: Anyone, State(app): State<Arc<App>>, look: Look) -> Result<Page, Denied> {
    if accounts::any(app.database.reader()).await? {
        return Ok(done_already(&look.locale(&app)));
    }
    Ok(set_up_page(&look.locale(&app), &Posted::default(), &Faults::default(), StatusCode::OK))
}

#[derive(Debug, Default)]
struct Faults {
    code: Option<String>,
    email: Option<String>,
    name: Option<String>,
    password: Option<String>,
}

/// `POST /admin/set-up`
pub(super) async fn create_first_account(
    anyone: Anyone,
    State(app): State<Arc<App>>,
    session: Session,
    look: Look,
    posted: Posted,
) -> Result<Response, Denied> {
    let locale = look.locale(&app);
    let texts = app::Texts::of(&locale);
    if accounts::any(app.database.reader()).await? {
        return Ok(done_already(&locale).into_response());
    }
    let (email, name) = (posted.text("email").to_lowercase(), posted.text("name"));
    let password = posted.raw("password");
    let faults = Faults {
        code: (!app.is_set_up_code(posted.text("code"))).then(|| texts.get("set-up-code-wrong")),
        email: (!is_email(&email)).then(|| texts.get("email-wrong")),
        name: (!is_name(name)).then(|| texts.get("name-wrong")),
        password: password_fault(password, &email, name).map(|key| texts.with(key, [least()])),
    };
    let Faults { code: None, email: None, name: None, password: None } = &faults else {
        return Ok(set_up_page(&locale, &posted, &faults, StatusCode::UNPROCESSABLE_ENTITY).into_response());
    };
    let hash = app.passwords.hash(password.to_owned(), &Origin::Session(0)).await?;
    let act = anyone.act(&app, Actor::Link(email.clone())).await?;
    if accounts::any(act.on()).await? {
        return Ok(done_already(&locale).into_response());
    }
    let id = accounts::add(act.on(), &email, name, &locale).await?;
    accounts::set_password(act.on(), id, &hash).await?;
    let grants =
        [Role::SystemAdministrator, Role::SurveyAdministrator].map(|role| Grant { role, over: None });
    accounts::set_grants(act.on(), id, &grants).await?;
    let account = accounts::by_id(act.on(), id).await?;
    act.done(
        "account.first",
        &email,
        "",
        json!({"name": name, "roles": grants.map(|g| g.role.as_str()).join(", ")}),
    )
    .await?;
    Who::begin(&session, id, account.epoch, Stage::Full).await?;
    Ok(Redirect::to("/admin/account/second-factor").into_response())
}

fn set_up_page(locale: &Locale, posted: &Posted, faults: &Faults, status: StatusCode) -> Page {
    let desk = Desk::outside(locale, Some("/admin/set-up"));
    let texts = desk.texts;
    let fields = vec![
        Field::new("code", Kind::Code, texts.get("set-up-code"))
            .hint(texts.get("set-up-code-hint"))
            .holding(posted.text("code"))
            .autocomplete("off")
            .fault(faults.code.clone()),
        Field::new("name", Kind::Text, texts.get("field-name"))
            .holding(posted.text("name"))
            .autocomplete("name")
            .fault(faults.name.clone()),
        Field::new("email", Kind::Email, texts.get("field-email"))
            .holding(posted.text("email"))
            .autocomplete("username")
            .fault(faults.email.clone()),
        Field::new("password", Kind::Password, texts.get("field-new-password"))
            .hint(texts.with("password-hint", [least()]))
            .holding(posted.raw("password"))
            .autocomplete("new-password")
            .fault(faults.password.clone()),
    ];
    let form = Form {
        action: format!("/admin/set-up?lang={locale}"),
        fields,
        button: texts.get("set-up-send"),
        ..Form::default()
    };
    desk.title(texts.get("set-up-title"))
        .secret()
        .with(Block::Text(texts.get("set-up-lead")))
        .with(Block::Form(form))
        .status(status)
        .page()
}

fn done_already(locale: &Locale) -> Page {
    let desk = Desk::outside(locale, None);
    let texts = desk.texts;
    desk.title(texts.get("set-up-over-title"))
        .with(Block::Text(texts.get("set-up-over-text")))
        .with(Block::Ways(vec![("/admin/sign-in".to_owned(), texts.get("sign-in"))]))
        .status(StatusCode::GONE)
        .page()
}

/// Fewest characters of a password, for texts.
pub(super) fn least<'a>() -> (&'a str, app::Value<'a>) {
    ("least", PASSWORD_LEAST.into())
}

/// Whether a mail could be sent there, as far as that can be seen.
pub(super) fn is_email(text: &str) -> bool {
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control()) && text.len() <= 254;
    let parts: Vec<&str> = text.split('@').collect();
    plain
        && matches!(parts[..], [own, host] if !own.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.'))
}

/// Whether a name can stand on a page.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= 300 && !text.chars().any(char::is_control)
}
