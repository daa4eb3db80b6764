//! A one-time link: whoever holds it chooses the password of its account.

use super::{
    super::{App, page::Page},
    account::own_name,
    desk::Desk,
    posted::Posted,
    set_up::least,
};
use crate::{
    acts::Actor,
    auth::{Anyone, Denied},
    clock::Clock,
    credentials::{Origin, hashed, password_fault},
    path_segments::PathSegments,
    store::{self, Account, accounts, links},
};
use app::admin::{Block, Field, Form, Kind};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::Locale;
use serde_json::json;
use std::sync::Arc;

async fn account_of(app: &App, token: &str) -> Result<Option<(links::Link, Account)>, Denied> {
    let reader = app.database.reader();
    let link = match links::of_hash(reader, &hashed(token), Clock::seconds()).await {
        Ok(link) => link,
        Err(store::Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let account = accounts::by_id(reader, link.account_id).await?;
    Ok(account.active.then_some((link, account)))
}

/// `GET /admin/links/{token}`: looking at it does not use it up, for some mail programs look at every link.
pub(super) async fn show_link(
    _: Anyone,
    State(app): State<Arc<App>>,
    PathSegments([token]): PathSegments<1>,
) -> Result<Page, Denied> {
    Ok(match account_of(&app, &token).await? {
        Some((link, account)) => password_page(&token, &account, link, "", None),
        None => used(&Locale::vi()),
    })
}

fn password_page(
    token: &str,
    account: &Account,
    link: links::Link,
    typed: &str,
    fault: Option<String>,
) -> Page {
    let desk = Desk::outside(&account.language, None);
    let texts = desk.texts;
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let form = Form {
        action: format!("/admin/links/{token}"),
        fields: vec![
            own_name(texts, account),
            Field::new("password", Kind::Password, texts.get("field-new-password"))
                .hint(texts.with("password-hint", [least()]))
                .holding(typed)
                .autocomplete("new-password")
                .fault(fault),
        ],
        button: texts.get("link-send"),
        ..Form::default()
    };
    let renews = !link.keeps_second_factor && account.totp.is_some();
    desk.title(texts.with("link-title", [("name", account.name.clone().into())]))
        .secret()
        .with(Block::Text(texts.get("link-lead")))
        .maybe(renews.then(|| Block::Text(texts.get("link-renews"))))
        .with(Block::Form(form))
        .status(status)
        .page()
}

fn used(locale: &Locale) -> Page {
    let desk = Desk::outside(locale, None);
    let texts = desk.texts;
    desk.title(texts.get("link-used-title"))
        .with(Block::Text(texts.get("link-used-text")))
        .with(Block::Ways(vec![("/admin/sign-in".to_owned(), texts.get("sign-in"))]))
        .status(StatusCode::GONE)
        .page()
}

/// `POST /admin/links/{token}`
pub(super) async fn use_link(
    anyone: Anyone,
    State(app): State<Arc<App>>,
    PathSegments([token]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let Some((link, account)) = account_of(&app, &token).await? else {
        return Ok(used(&Locale::vi()).into_response());
    };
    let texts = app::Texts::of(&account.language);
    let password = posted.raw("password");
    if let Some(key) = password_fault(password, &account.email, &account.name) {
        let fault = texts.with(key, [least()]);
        return Ok(password_page(&token, &account, link, password, Some(fault)).into_response());
    }
    let hash = app.passwords.hash(password.to_owned(), &Origin::Session(account.id)).await?;
    let act = anyone.act(&app, Actor::Link(account.email.clone())).await?;
    if !links::use_up(act.on(), &hashed(&token)).await? {
        return Ok(used(&account.language).into_response());
    }
    accounts::set_password(act.on(), account.id, &hash).await?;
    if !link.keeps_second_factor {
        accounts::set_second_factor(act.on(), account.id, None, &[]).await?;
    }
    let details = json!({"keeps second factor": link.keeps_second_factor});
    act.done("account.password", &account.email, "", details).await?;
    let desk = Desk::outside(&account.language, None);
    Ok(desk
        .title(texts.get("link-done-title"))
        .with(Block::Ways(vec![("/admin/sign-in".to_owned(), texts.get("sign-in"))]))
        .page()
        .into_response())
}
