//! One's own account.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, see},
    people::{over_text, role_text},
    posted::Posted,
    second_factor::present_password_fault,
    set_up::{is_name, least},
};
use crate::{
    auth::{Denied, SignedIn, Stage, Who},
    credentials::{Origin, password_fault},
    store::{self, Account, accounts},
};
use app::admin::{Block, Field, Form, Kind, Tone};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Agency, Locale};
use serde_json::{Value, json};
use std::sync::Arc;

#[derive(Debug, Default)]
struct Faults {
    name: Option<String>,
    old: Option<String>,
    new: Option<String>,
}

/// `GET /admin/account`
pub(super) async fn show_account(
    signed_in: SignedIn,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    account_page(&app, &signed_in, &look, &Posted::default(), Faults::default()).await
}

async fn account_page(
    app: &App,
    SignedIn(person): &SignedIn,
    look: &Look,
    posted: &Posted,
    faults: Faults,
) -> Result<Page, Denied> {
    let account = &person.account;
    let desk = Desk::of(person, "/admin/account", look);
    let texts = desk.texts;
    let wrong = faults.name.is_some() || faults.old.is_some() || faults.new.is_some();
    let name = if faults.name.is_some() { posted.text("name") } else { &account.name };
    let left = accounts::recovery_codes_left(app.database.reader(), account.id).await?;
    let about = Form {
        action: "/admin/account".to_owned(),
        fields: vec![
            Field::new("name", Kind::Text, texts.get("field-name"))
                .holding(name)
                .autocomplete("name")
                .fault(faults.name),
            language_field(texts, &account.language),
        ],
        button: texts.get("save"),
        ..Form::default()
    };
    let password = Form {
        action: "/admin/account/password".to_owned(),
        fields: vec![
            own_name(texts, account),
            Field::new("old", Kind::Password, texts.get("field-old-password"))
                .autocomplete("current-password")
                .fault(faults.old),
            Field::new("new", Kind::Password, texts.get("field-new-password"))
                .hint(texts.with("password-hint", [least()]))
                .autocomplete("new-password")
                .fault(faults.new),
        ],
        button: texts.get("account-password-send"),
        ..Form::default()
    };
    let end_sessions = Form {
        action: "/admin/account/sessions".to_owned(),
        button: texts.get("account-sessions-end"),
        tone: Tone::Quiet,
        ..Form::default()
    };
    let has_factor = account.totp.is_some();
    let factor = if has_factor {
        texts.with("account-factor-on", [("left", left.into())])
    } else {
        texts.get("account-factor-off")
    };
    let factor_way = if has_factor { "account-factor-renew" } else { "account-factor-set" };
    let mut ways = vec![("/admin/account/second-factor".to_owned(), texts.get(factor_way))];
    if has_factor {
        ways.push(("/admin/account/recovery-codes".to_owned(), texts.get("account-codes-renew")));
    }
    let agencies: Vec<Agency> =
        store::agencies(app.database.reader()).await?.into_iter().map(|row| row.agency).collect();
    let roles = account
        .grants
        .iter()
        .map(|grant| (role_text(texts, grant.role), over_text(texts, grant.over.as_ref(), &agencies)));
    Ok(desk
        .title(texts.get("account-title"))
        .with(Block::Form(about))
        .with(Block::Heading(texts.get("person-roles")))
        .with(Block::Facts(roles.collect()))
        .with(Block::Heading(texts.get("account-password")))
        .with(Block::Form(password))
        .with(Block::Heading(texts.get("account-factor")))
        .with(Block::Text(factor))
        .with(Block::Ways(ways))
        .with(Block::Heading(texts.get("account-sessions")))
        .with(Block::Form(end_sessions))
        .status(if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK })
        .page())
}

/// Whose password is asked for, so that password managers know.
pub(super) fn own_name(texts: &app::Texts, account: &Account) -> Field {
    let field = Field::new("email", Kind::Email, texts.get("field-email"));
    field.holding(account.email.clone()).autocomplete("username").fixed()
}

/// The choice of a language.
pub(super) fn language_field(texts: &app::Texts, held: &Locale) -> Field {
    let languages =
        [Locale::vi(), Locale::en()].map(|l| (l.to_string(), app::Texts::of(&l).get("language-name")));
    Field::new("language", Kind::Choice(languages.to_vec()), texts.get("field-language"))
        .holding(held.as_str())
}

/// `POST /admin/account`
pub(super) async fn update_account(
    signed_in: SignedIn,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let account = &signed_in.0.account;
    let name = posted.text("name");
    let language = if posted.text("language") == "en" { Locale::en() } else { Locale::vi() };
    if !is_name(name) {
        let faults = Faults { name: Some(app::Texts::of(&language).get("name-wrong")), ..Faults::default() };
        return Ok(account_page(&app, &signed_in, &Look::default(), &posted, faults).await?.into_response());
    }
    let act = signed_in.act(&app).await?;
    accounts::rename(act.on(), account.id, name, &language).await?;
    let details =
        json!({"name": [account.name, name], "language": [account.language.as_str(), language.as_str()]});
    act.done("account.change", &account.email, "", details).await?;
    Ok(see("/admin/account", "done-saved"))
}

/// `POST /admin/account/password`
pub(super) async fn update_password(
    signed_in: SignedIn,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let account = &signed_in.0.account;
    let texts = app::Texts::of(&account.language);
    let new = posted.raw("new");
    let same = (new == posted.raw("old")).then_some("password-same");
    let fault = same.or_else(|| password_fault(new, &account.email, &account.name));
    let faults = Faults {
        new: fault.map(|key| texts.with(key, [least()])),
        old: present_password_fault(&app, &signed_in, posted.raw("old")).await?,
        ..Faults::default()
    };
    if faults.old.is_some() || faults.new.is_some() {
        return Ok(account_page(&app, &signed_in, &Look::default(), &posted, faults).await?.into_response());
    }
    let hash = app.passwords.hash(new.to_owned(), &Origin::Session(account.id)).await?;
    let act = signed_in.act(&app).await?;
    accounts::set_password(act.on(), account.id, &hash).await?;
    let epoch = accounts::by_id(act.on(), account.id).await?.epoch;
    act.done("account.password", &account.email, "", Value::Null).await?;
    Who::begin(signed_in.0.session(), account.id, epoch, Stage::Full).await?;
    Ok(see("/admin/account", "done-password"))
}

/// `POST /admin/account/sessions`
pub(super) async fn end_sessions(
    signed_in: SignedIn,
    State(app): State<Arc<App>>,
) -> Result<Response, Denied> {
    let account = &signed_in.0.account;
    let act = signed_in.act(&app).await?;
    accounts::end_sessions(act.on(), account.id).await?;
    act.done("account.sessions", &account.email, "", Value::Null).await?;
    signed_in.0.session().flush().await?;
    Ok(axum::response::Redirect::to("/admin/sign-in").into_response())
}
