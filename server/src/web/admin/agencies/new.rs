//! A new agency.

use super::fields::{above, fields, fits, read};
use super::{Faults, Held, ROOM, address, tree};
use crate::{
    acts::ManageAgencies,
    auth::{Denied, May},
    store::{self},
    web::{
        App,
        admin::{
            desk::{Desk, Look, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Form},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::Agency;
use serde_json::json;
use std::sync::Arc;

/// `GET /admin/new-agency`
pub(in crate::web::admin) async fn show_new_agency(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    new_page(&app, &may, &look, &Held::Nothing, &Faults::new()).await
}

async fn new_page(
    app: &App,
    may: &May<ManageAgencies>,
    look: &Look,
    held: &Held<'_>,
    faults: &Faults,
) -> Result<Page, Denied> {
    let desk = Desk::of(&may.person, ROOM, look);
    let texts = desk.texts;
    let reader = app.database.reader();
    let agencies: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let blocks = store::blocks(reader).await?;
    let form = Form {
        action: "/admin/new-agency".to_owned(),
        fields: fields(texts, held, faults, &blocks, &above(texts, may, &agencies, None), true),
        button: texts.get("agency-add"),
        ..Form::default()
    };
    Ok(desk
        .title(texts.get("agency-new"))
        .beneath(ROOM, texts.get("agencies-title"))
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page())
}

/// `POST /admin/new-agency`
pub(in crate::web::admin) async fn create_agency(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let mut faults = Faults::new();
    let agency = read(texts, &posted, None, &mut faults);
    let act = may.act(&app).await?;
    if let Some(agency) = &agency {
        let (agencies, blocks) = tree(&act).await?;
        if agencies.iter().any(|known| known.code == agency.code) {
            faults.insert("code", texts.get("agency-code-taken"));
        } else {
            fits(texts, &may, agency, &agencies, &blocks, &mut faults);
        }
    }
    let Some(agency) = agency.filter(|_| faults.is_empty()) else {
        drop(act);
        let page = new_page(&app, &may, &Look::default(), &Held::Typed(&posted), &faults).await?;
        return Ok(page.into_response());
    };
    store::save_agencies(act.on(), std::slice::from_ref(&agency)).await?;
    act.done("agency.add", agency.code.as_str(), "", json!({"name": agency.name})).await?;
    Ok(see(&address(&agency.code), "done-added"))
}
