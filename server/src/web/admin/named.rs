//! Blocks, service areas and procedures: things with a code and a name, kept alike.

use super::{
    super::{App, page::Page},
    agencies::read_days,
    desk::{Desk, Look, list_csv, see},
    posted::Posted,
    set_up::is_name,
    words::code_fault,
};
use crate::{
    acts::{Act, ManageAgencies},
    auth::{Denied, Whole},
    credentials::hashed,
    path_segments::PathSegments,
    store::{self},
};
use app::{
    Texts,
    admin::{Block, Cell, Column, Field, Form, Kind, List, Tone, in_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Code, Day, Locale, Procedure, ServiceArea};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A thing with a code and a name.
#[derive(Debug, Clone)]
pub(super) struct Named {
    code: Code,
    name: String,
    name_en: Option<String>,
    service_area: Option<Code>,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
}

/// A kind of such things.
pub(super) trait Shelf: Send + Sync + 'static {
    /// Where they are kept.
    const ROOM: &'static str;
    /// Keys of texts: their title, what is said of them, one of them.
    const TEXTS: [&'static str; 3];
    /// The word in the log, such as `block`.
    const WORD: &'static str;
    /// Whether they begin and end.
    const HAS_DAYS: bool;
    /// Whether each belongs to a service area.
    const HAS_AREA: bool;
    /// Where a file of them is read, if anywhere.
    const IMPORT: Option<&'static str>;

    fn all(on: &impl ConnectionTrait) -> impl Future<Output = store::Result<Vec<Named>>> + Send;
    fn save(on: &impl ConnectionTrait, named: &Named) -> impl Future<Output = store::Result<()>> + Send;
    fn is_used(on: &impl ConnectionTrait, code: &Code) -> impl Future<Output = store::Result<bool>> + Send;
    fn remove(on: &impl ConnectionTrait, code: &Code) -> impl Future<Output = store::Result<()>> + Send;
}

/// Blocks, within which agencies are ranked.
pub(super) struct Blocks;

impl Shelf for Blocks {
    const ROOM: &'static str = "/admin/blocks";
    const TEXTS: [&'static str; 3] = ["blocks-title", "blocks-lead", "block-new"];
    const WORD: &'static str = "block";
    const HAS_DAYS: bool = false;
    const HAS_AREA: bool = false;
    const IMPORT: Option<&'static str> = None;

    async fn all(on: &impl ConnectionTrait) -> store::Result<Vec<Named>> {
        let blocks = store::blocks(on).await?.into_iter().map(|block| Named {
            code: block.code,
            name: block.name,
            name_en: block.name_en,
            service_area: None,
            valid_from: None,
            valid_to: None,
        });
        Ok(blocks.collect())
    }
    async fn save(on: &impl ConnectionTrait, named: &Named) -> store::Result<()> {
        let Named { code, name, name_en, .. } = named.clone();
        store::save_block(on, &domain::Block { code, name, name_en }).await
    }
    async fn is_used(on: &impl ConnectionTrait, code: &Code) -> store::Result<bool> {
        store::block_is_used(on, code).await
    }
    async fn remove(on: &impl ConnectionTrait, code: &Code) -> store::Result<()> {
        store::remove_block(on, code).await
    }
}

/// Service areas.
pub(super) struct Areas;

impl Shelf for Areas {
    const ROOM: &'static str = "/admin/service-areas";
    const TEXTS: [&'static str; 3] = ["areas-title", "areas-lead", "area-new"];
    const WORD: &'static str = "service-area";
    const HAS_DAYS: bool = true;
    const HAS_AREA: bool = false;
    const IMPORT: Option<&'static str> = Some("/admin/import/service-areas");

    async fn all(on: &impl ConnectionTrait) -> store::Result<Vec<Named>> {
        let areas = store::service_areas(on).await?.into_iter().map(|row| row.service_area);
        let named = |area: ServiceArea| Named {
            code: area.code,
            name: area.name,
            name_en: area.name_en,
            service_area: None,
            valid_from: area.valid_from,
            valid_to: area.valid_to,
        };
        Ok(areas.map(named).collect())
    }
    async fn save(on: &impl ConnectionTrait, named: &Named) -> store::Result<()> {
        let Named { code, name, name_en, valid_from, valid_to, .. } = named.clone();
        store::save_service_areas(on, &[ServiceArea { code, name, name_en, valid_from, valid_to }]).await
    }
    async fn is_used(on: &impl ConnectionTrait, code: &Code) -> store::Result<bool> {
        store::service_area_is_used(on, code).await
    }
    async fn remove(on: &impl ConnectionTrait, code: &Code) -> store::Result<()> {
        store::remove_service_area(on, code).await
    }
}

/// Procedures.
pub(super) struct Procedures;

impl Shelf for Procedures {
    const ROOM: &'static str = "/admin/procedures";
    const TEXTS: [&'static str; 3] = ["procedures-title", "procedures-lead", "procedure-new"];
    const WORD: &'static str = "procedure";
    const HAS_DAYS: bool = true;
    const HAS_AREA: bool = true;
    const IMPORT: Option<&'static str> = Some("/admin/import/procedures");

    async fn all(on: &impl ConnectionTrait) -> store::Result<Vec<Named>> {
        let named = |procedure: Procedure| Named {
            code: procedure.code,
            name: procedure.name,
            name_en: procedure.name_en,
            service_area: Some(procedure.service_area),
            valid_from: procedure.valid_from,
            valid_to: procedure.valid_to,
        };
        Ok(store::procedures(on).await?.into_iter().map(named).collect())
    }
    async fn save(on: &impl ConnectionTrait, named: &Named) -> store::Result<()> {
        let Named { code, name, name_en, service_area, valid_from, valid_to } = named.clone();
        let service_area =
            service_area.ok_or_else(|| store::Error::NotFound("the service area".to_owned()))?;
        let procedure = Procedure { code, name, name_en, service_area, valid_from, valid_to };
        store::save_procedure(on, &procedure).await
    }
    async fn is_used(_: &impl ConnectionTrait, _: &Code) -> store::Result<bool> {
        Ok(false)
    }
    async fn remove(on: &impl ConnectionTrait, code: &Code) -> store::Result<()> {
        store::remove_procedure(on, code).await
    }
}

type Faults = BTreeMap<&'static str, String>;

/// What stands in the fields: what was typed, or what is stored.
fn held(posted: Option<&Posted>, stored: Option<&Named>, name: &str) -> String {
    let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    match (posted, stored, name) {
        (Some(posted), ..) => posted.raw(name).to_owned(),
        (_, Some(named), "code") => named.code.to_string(),
        (_, Some(named), "name") => named.name.clone(),
        (_, Some(named), "name_en") => named.name_en.clone().unwrap_or_default(),
        (_, Some(named), "service_area") => {
            named.service_area.as_ref().map(Code::to_string).unwrap_or_default()
        }
        (_, Some(named), "valid_from") => day(named.valid_from),
        (_, Some(named), "valid_to") => day(named.valid_to),
        _ => String::new(),
    }
}

fn fields<S: Shelf>(
    texts: &Texts,
    posted: Option<&Posted>,
    stored: Option<&Named>,
    areas: &[ServiceArea],
    faults: &Faults,
) -> Vec<Field> {
    let one = |name: &'static str, kind: Kind, key: &str| {
        let held = held(posted, stored, name);
        Field::new(name, kind, texts.get(key)).holding(held).fault(faults.get(name).cloned())
    };
    let mut fields = Vec::new();
    if stored.is_none() {
        fields.push(one("code", Kind::Code, "field-code"));
    }
    fields.push(one("name", Kind::Text, "field-name-vi"));
    fields.push(one("name_en", Kind::Text, "field-name-en").optional());
    if S::HAS_AREA {
        let mut choices = vec![(String::new(), texts.get("choose"))];
        choices
            .extend(areas.iter().map(|area| (area.code.to_string(), area.name_in(&texts.locale).to_owned())));
        fields.push(one("service_area", Kind::Choice(choices), "column-area"));
    }
    if S::HAS_DAYS {
        fields.push(one("valid_from", Kind::Day, "field-from").optional());
        fields.push(one("valid_to", Kind::Day, "field-to").optional());
    }
    fields
}

fn read<S: Shelf>(
    texts: &Texts,
    posted: &Posted,
    code: Option<&Code>,
    areas: &[ServiceArea],
    faults: &mut Faults,
) -> Option<Named> {
    let code = match code {
        Some(code) => Some(code.clone()),
        None => {
            posted.text("code").parse::<Code>().map_err(|f| faults.insert("code", code_fault(texts, &f))).ok()
        }
    };
    if !is_name(posted.text("name")) {
        faults.insert("name", texts.get("name-wrong"));
    }
    let name_en = Some(posted.text("name_en")).filter(|name| !name.is_empty());
    if name_en.is_some_and(|name| !is_name(name)) {
        faults.insert("name_en", texts.get("name-wrong"));
    }
    let (valid_from, valid_to) = if S::HAS_DAYS { read_days(texts, posted, faults) } else { (None, None) };
    let area = areas.iter().find(|area| area.code.as_str() == posted.text("service_area"));
    if S::HAS_AREA && area.is_none() {
        faults.insert("service_area", texts.get("fault-choose"));
    }
    faults.is_empty().then_some(())?;
    Some(Named {
        code: code?,
        name: posted.text("name").to_owned(),
        name_en: name_en.map(str::to_owned),
        service_area: area.map(|area| area.code.clone()),
        valid_from,
        valid_to,
    })
}

async fn areas(on: &impl ConnectionTrait) -> store::Result<Vec<ServiceArea>> {
    Ok(store::service_areas(on).await?.into_iter().map(|row| row.service_area).collect())
}

fn seen(named: &Named) -> String {
    hashed(&format!("{named:?}"))
}

fn address<S: Shelf>(code: &Code) -> String {
    format!("{}/{}", S::ROOM, in_address(code.as_str()))
}

/// The room of the menu under which a kind stands.
fn room<S: Shelf>() -> &'static str {
    if S::WORD == "block" { "/admin/agencies" } else { "/admin/service-areas" }
}

/// `GET /admin/blocks`, `/admin/service-areas`, `/admin/procedures`
pub(super) async fn list<S: Shelf>(
    whole: Whole<ManageAgencies>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    list_page::<S>(&app, &whole, &look, None, &Faults::new()).await
}

async fn list_page<S: Shelf>(
    app: &App,
    Whole(may): &Whole<ManageAgencies>,
    look: &Look,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, room::<S>(), look);
    let texts = desk.texts;
    let areas = areas(app.database.reader()).await?;
    let column = |key, words: &str| Column { key, words: texts.get(words) };
    let mut columns = vec![column("name", "field-name-vi"), column("code", "field-code")];
    columns.push(column("name_en", "field-name-en"));
    if S::HAS_AREA {
        columns.push(column("service_area", "column-area"));
    }
    if S::HAS_DAYS {
        columns.extend([column("valid_from", "field-from"), column("valid_to", "field-to")]);
    }
    let rows = S::all(app.database.reader()).await?.into_iter().map(|named| {
        let mut row = vec![
            Cell::Link(address::<S>(&named.code), named.name.clone()),
            Cell::Text(named.code.to_string()),
            Cell::Text(named.name_en.unwrap_or_default()),
        ];
        if S::HAS_AREA {
            let area = areas.iter().find(|area| Some(&area.code) == named.service_area.as_ref());
            row.push(Cell::Text(area.map(|area| area.name_in(&texts.locale).to_owned()).unwrap_or_default()));
        }
        if S::HAS_DAYS {
            row.extend([Cell::Day(named.valid_from), Cell::Day(named.valid_to)]);
        }
        row
    });
    let [title, lead, new] = S::TEXTS;
    let list = List {
        title: texts.get(title),
        path: S::ROOM.to_owned(),
        columns,
        rows: rows.collect(),
        asked: look.list(),
        empty: texts.get("named-none"),
        keep: Vec::new(),
    };
    if look.wants_csv() {
        return list_csv(app, &may.person, &list, S::WORD, "").await;
    }
    let form = Form {
        action: S::ROOM.to_owned(),
        fields: fields::<S>(texts, posted, None, &areas, faults),
        button: texts.get("named-add"),
        ..Form::default()
    };
    let mut ways: Vec<(String, String)> =
        S::IMPORT.iter().map(|way| ((*way).to_owned(), texts.get("import-way"))).collect();
    match S::WORD {
        "service-area" => ways.push((Procedures::ROOM.to_owned(), texts.get("procedures-title"))),
        "procedure" => ways.push((Areas::ROOM.to_owned(), texts.get("areas-title"))),
        _ => {}
    }
    let desk =
        if S::WORD == "block" { desk.beneath("/admin/agencies", texts.get("agencies-title")) } else { desk };
    let mut desk = desk.title(texts.get(title)).with(Block::Text(texts.get(lead)));
    if !ways.is_empty() {
        desk = desk.with(Block::Ways(ways));
    }
    Ok(desk
        .with(Block::List(list))
        .with(Block::Heading(texts.get(new)))
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page()
        .into_response())
}

/// `POST /admin/blocks`, `/admin/service-areas`, `/admin/procedures`
pub(super) async fn create<S: Shelf>(
    whole: Whole<ManageAgencies>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(whole.0.person.language());
    let mut faults = Faults::new();
    let act = whole.0.act(&app).await?;
    let areas = areas(act.on()).await?;
    let named = read::<S>(texts, &posted, None, &areas, &mut faults);
    let known = S::all(act.on()).await?;
    if named.as_ref().is_some_and(|named| known.iter().any(|known| known.code == named.code)) {
        faults.insert("code", texts.get("named-code-taken"));
    }
    let Some(named) = named.filter(|_| faults.is_empty()) else {
        drop(act);
        return list_page::<S>(&app, &whole, &Look::default(), Some(&posted), &faults).await;
    };
    S::save(act.on(), &named).await?;
    log::<S>(act, "add", [None, Some(&named)]).await?;
    Ok(see(S::ROOM, "done-added"))
}

/// Logs what is different now: before and after, each of which may be nothing.
async fn log<S: Shelf>(
    act: Act<ManageAgencies>,
    what: &str,
    [before, after]: [Option<&Named>; 2],
) -> store::Result<()> {
    let said = |named: Option<&Named>| -> [String; 5] {
        let Some(named) = named else { return Default::default() };
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let area = named.service_area.as_ref().map(Code::to_string).unwrap_or_default();
        let english = named.name_en.clone().unwrap_or_default();
        [named.name.clone(), english, area, day(named.valid_from), day(named.valid_to)]
    };
    let names = ["name", "name_en", "service_area", "valid_from", "valid_to"];
    let pairs = said(before).into_iter().zip(said(after));
    let changed = names.into_iter().zip(pairs).filter(|(_, (old, new))| old != new);
    let details: Map<String, Value> =
        changed.map(|(name, (old, new))| (name.to_owned(), json!([old, new]))).collect();
    let code = after.or(before).map_or("", |named| named.code.as_str());
    act.done(&format!("{}.{what}", S::WORD), code, "", Value::Object(details)).await?;
    Ok(())
}

async fn one<S: Shelf>(on: &impl ConnectionTrait, code: &str, locale: &Locale) -> Result<Named, Denied> {
    let found = S::all(on).await?.into_iter().find(|named| named.code.as_str() == code);
    found.ok_or_else(|| Denied::NotThere(locale.clone()))
}

/// `GET /admin/blocks/{code}`, …
pub(super) async fn show<S: Shelf>(
    Whole(may): Whole<ManageAgencies>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    look: Look,
) -> Result<Page, Denied> {
    let named = one::<S>(app.database.reader(), &code, may.person.language()).await?;
    one_page::<S>(
        &app,
        Desk::of(&may.person, room::<S>(), &look),
        &named,
        None,
        &Faults::new(),
        StatusCode::OK,
    )
    .await
}

async fn one_page<S: Shelf>(
    app: &App,
    desk: Desk,
    named: &Named,
    posted: Option<&Posted>,
    faults: &Faults,
    status: StatusCode,
) -> Result<Page, Denied> {
    let texts = desk.texts;
    let areas = areas(app.database.reader()).await?;
    let mut fields = fields::<S>(texts, posted, Some(named), &areas, faults);
    fields.insert(0, Field::hidden("seen", seen(named)));
    let form = Form {
        action: address::<S>(&named.code),
        fields,
        button: texts.get("save"),
        fault: faults.get("").cloned(),
        ..Form::default()
    };
    let used = S::is_used(app.database.reader(), &named.code).await?;
    let words = texts.with("type-to-remove", [("code", named.code.as_str().into())]);
    let removal = Form {
        action: format!("{}/removal", address::<S>(&named.code)),
        fields: vec![Field::new("code", Kind::Code, words).fault(faults.get("removal").cloned())],
        button: texts.get("named-remove"),
        tone: Tone::Grave,
        ..Form::default()
    };
    let removal = if used { Block::Text(texts.get("named-used")) } else { Block::Form(removal) };
    Ok(desk
        .title(if texts.locale == Locale::en() {
            named.name_en.as_ref().unwrap_or(&named.name)
        } else {
            &named.name
        })
        .beneath(S::ROOM, texts.get(S::TEXTS[0]))
        .with(Block::Text(named.code.to_string()))
        .with(Block::Form(form))
        .with(Block::Heading(texts.get("named-remove")))
        .with(removal)
        .status(status)
        .page())
}

/// `POST /admin/blocks/{code}`, …
pub(super) async fn update<S: Shelf>(
    Whole(may): Whole<ManageAgencies>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, room::<S>(), &Look::default());
    let texts = desk.texts;
    let mut faults = Faults::new();
    let act = may.act(&app).await?;
    let old = one::<S>(act.on(), &code, may.person.language()).await?;
    let new = read::<S>(texts, &posted, Some(&old.code), &areas(act.on()).await?, &mut faults);
    let meanwhile = posted.text("seen") != seen(&old);
    if meanwhile {
        faults.insert("", texts.with("changed-meanwhile-now", [("now", old.name.clone().into())]));
    }
    let Some(new) = new.filter(|_| faults.is_empty()) else {
        drop(act);
        let status = if meanwhile { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = one_page::<S>(&app, desk, &old, Some(&posted), &faults, status).await?;
        return Ok(page.into_response());
    };
    S::save(act.on(), &new).await?;
    log::<S>(act, "change", [Some(&old), Some(&new)]).await?;
    Ok(see(&address::<S>(&new.code), "done-saved"))
}

/// `POST /admin/blocks/{code}/removal`, …
pub(super) async fn delete<S: Shelf>(
    Whole(may): Whole<ManageAgencies>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, room::<S>(), &Look::default());
    let texts = desk.texts;
    let act = may.act(&app).await?;
    let named = one::<S>(act.on(), &code, may.person.language()).await?;
    let fault = if S::is_used(act.on(), &named.code).await? {
        Some("named-used")
    } else if posted.text("code") != named.code.as_str() {
        Some("type-to-remove-wrong")
    } else {
        None
    };
    if let Some(key) = fault {
        drop(act);
        let faults = Faults::from([("removal", texts.get(key))]);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(one_page::<S>(&app, desk, &named, None, &faults, status).await?.into_response());
    }
    S::remove(act.on(), &named.code).await?;
    log::<S>(act, "remove", [Some(&named), None]).await?;
    Ok(see(S::ROOM, "done-removed"))
}
