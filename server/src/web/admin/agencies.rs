//! Agencies as a list and a tree on any day, and one agency with its changes in time.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, in_address, list_csv, see},
    events,
    posted::Posted,
    set_up::is_name,
    words::{agency_fault, code_fault},
};
use crate::{
    auth::{Act, Denied, ManageAgencies, May, Over, hashed},
    store::{self, lineage, settings},
};
use app::{
    Texts,
    admin::{Block, Cell, Column, Field, Form, Kind, List, Tone},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Agency, AgencyFault, Block as AgencyBlock, Code, Day, Level, PastAgency, check_tree, in_tree_order,
    tree_on,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const ROOM: &str = "/admin/agencies";

/// The address of an agency's page.
pub(super) fn address(code: &Code) -> String {
    format!("{ROOM}/{}", in_address(code.as_str()))
}

/// `GET /admin/agencies`
pub(super) async fn list_agencies(
    may: May<ManageAgencies>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, ROOM, &look);
    let texts = desk.texts;
    let reader = app.database.reader();
    let all: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let blocks = store::blocks(reader).await?;
    let everything = look.get("day") == "all";
    let day = look.get("day").parse::<Day>().unwrap_or_else(|_| app.clock.today());
    let shown = match everything {
        true => all.clone(),
        false => tree_on(&all, &store::agency_pasts(reader).await?, day),
    };
    let asked = look.list();
    let plain = asked.search.is_empty() && asked.sort.is_empty();
    let rows = in_tree_order(&shown).into_iter().filter(|(_, agency)| may.over(&agency.code, &all));
    let rows = rows.map(|(depth, agency)| {
        let name = agency.name_in(&texts.locale).to_owned();
        vec![
            Cell::Branch(if plain { depth } else { 0 }, address(&agency.code), name),
            Cell::Text(agency.code.to_string()),
            Cell::Text(block_text(texts, agency.block.as_ref(), &blocks)),
            Cell::Text(level_text(texts, agency.level)),
            Cell::Text(parent_text(texts, agency.parent.as_ref(), &all)),
            Cell::Day(agency.valid_from),
            Cell::Day(agency.valid_to),
        ]
    });
    let column = |key, words: &str| Column { key, words: texts.get(words) };
    let keep = if look.get("day").is_empty() {
        Vec::new()
    } else {
        vec![("day".to_owned(), look.get("day").to_owned())]
    };
    let list = List {
        title: texts.get("agencies-title"),
        path: ROOM.to_owned(),
        columns: vec![
            column("name", "column-agency"),
            column("code", "field-code"),
            column("block", "field-block"),
            column("level", "field-level"),
            column("parent", "field-parent"),
            column("valid_from", "field-from"),
            column("valid_to", "field-to"),
        ],
        rows: rows.collect(),
        asked,
        empty: texts.get(if all.is_empty() { "agencies-none" } else { "agencies-none-then" }),
        keep,
    };
    if look.wants_csv() {
        return Ok(list_csv(&list, "agencies"));
    }
    let ways = vec![
        ("/admin/new-agency".to_owned(), texts.get("agency-new")),
        ("/admin/import/agencies".to_owned(), texts.get("import-way")),
        ("/admin/agency-events".to_owned(), texts.get("events-title")),
        ("/admin/blocks".to_owned(), texts.get("blocks-title")),
    ];
    let on_day = Form {
        action: ROOM.to_owned(),
        fields: vec![Field::new("day", Kind::Day, texts.get("agencies-day")).holding(day.to_string())],
        button: texts.get("agencies-day-show"),
        tone: Tone::Quiet,
        also: Some(("day".to_owned(), "all".to_owned(), texts.get("agencies-day-all"))),
        in_a_row: true,
        asks: true,
        ..Form::default()
    };
    let what = match everything {
        true => texts.get("agencies-all"),
        false => texts.with("agencies-on", [("day", app::Numbers::of(&texts.locale).day(day).into())]),
    };
    Ok(desk
        .title(texts.get("agencies-title"))
        .with(Block::Ways(ways))
        .with(Block::Form(on_day))
        .with(Block::Text(what))
        .with(Block::List(list))
        .page()
        .into_response())
}

fn block_text(texts: &Texts, block: Option<&Code>, blocks: &[AgencyBlock]) -> String {
    let Some(code) = block else { return String::new() };
    let found = blocks.iter().find(|block| block.code == *code);
    found.map_or_else(|| code.to_string(), |block| block.name_in(&texts.locale).to_owned())
}

fn level_text(texts: &Texts, level: Option<Level>) -> String {
    level.map(|level| texts.get(&format!("level-{}", level.as_str()))).unwrap_or_default()
}

fn parent_text(texts: &Texts, parent: Option<&Code>, agencies: &[Agency]) -> String {
    let Some(code) = parent else { return String::new() };
    let found = agencies.iter().find(|agency| agency.code == *code);
    found.map_or_else(|| code.to_string(), |agency| agency.name_in(&texts.locale).to_owned())
}

/// What is wrong with what was typed, by field.
type Faults = BTreeMap<&'static str, String>;

/// The fields of an agency.
fn fields(
    texts: &Texts,
    held: &Held,
    faults: &Faults,
    blocks: &[AgencyBlock],
    above: &[(String, String)],
    is_new: bool,
) -> Vec<Field> {
    let fault = |name: &str| faults.get(name).cloned();
    let mut levels = vec![(String::new(), texts.get("choose"))];
    levels.extend(
        [Level::Central, Level::Province, Level::District, Level::Commune]
            .map(|level| (level.as_str().to_owned(), level_text(texts, Some(level)))),
    );
    let mut choices = vec![(String::new(), texts.get("block-none"))];
    choices.extend(blocks.iter().map(|b| (b.code.to_string(), b.name_in(&texts.locale).to_owned())));
    let mut fields = Vec::new();
    if is_new {
        let code =
            Field::new("code", Kind::Code, texts.get("field-code")).hint(texts.get("agency-code-hint"));
        fields.push(code.holding(held.of("code")).fault(fault("code")));
    }
    fields.extend([
        Field::new("name", Kind::Text, texts.get("field-name-vi"))
            .holding(held.of("name"))
            .fault(fault("name")),
        Field::new("name_en", Kind::Text, texts.get("field-name-en"))
            .holding(held.of("name_en"))
            .fault(fault("name_en"))
            .optional(),
        Field::new("parent", Kind::Choice(above.to_vec()), texts.get("field-parent"))
            .holding(held.of("parent"))
            .fault(fault("parent")),
        Field::new("block", Kind::Choice(choices), texts.get("field-block"))
            .hint(texts.get("block-hint"))
            .holding(held.of("block"))
            .fault(fault("block")),
        Field::new("level", Kind::Choice(levels), texts.get("field-level"))
            .holding(held.of("level"))
            .fault(fault("level")),
        Field::new("valid_from", Kind::Day, texts.get("field-from"))
            .holding(held.of("valid_from"))
            .fault(fault("valid_from"))
            .optional(),
        Field::new("valid_to", Kind::Day, texts.get("field-to"))
            .hint(texts.get("agency-to-hint"))
            .holding(held.of("valid_to"))
            .fault(fault("valid_to"))
            .optional(),
    ]);
    fields
}

/// What stands in the fields: what was typed, or what is stored.
enum Held<'a> {
    Typed(&'a Posted),
    Stored(&'a Agency),
    Nothing,
}

impl Held<'_> {
    fn of(&self, name: &str) -> String {
        let code = |code: &Option<Code>| code.as_ref().map(Code::to_string).unwrap_or_default();
        let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        match (self, name) {
            (Self::Nothing, _) => String::new(),
            (Self::Typed(posted), name) => posted.raw(name).to_owned(),
            (Self::Stored(agency), "name") => agency.name.clone(),
            (Self::Stored(agency), "name_en") => agency.name_en.clone().unwrap_or_default(),
            (Self::Stored(agency), "parent") => code(&agency.parent),
            (Self::Stored(agency), "block") => code(&agency.block),
            (Self::Stored(agency), "level") => agency.level.map(Level::as_str).unwrap_or_default().to_owned(),
            (Self::Stored(agency), "valid_from") => day(agency.valid_from),
            (Self::Stored(agency), "valid_to") => day(agency.valid_to),
            (Self::Stored(_), _) => String::new(),
        }
    }
}

/// The agencies that may stand above one: those within reach, and where it hangs already.
fn above(
    texts: &Texts,
    may: &May<ManageAgencies>,
    agencies: &[Agency],
    agency: Option<&Agency>,
) -> Vec<(String, String)> {
    let mut above = Vec::new();
    let parent = agency.and_then(|agency| agency.parent.as_ref());
    if may.reach == domain::Reach::Whole || agency.is_some_and(|agency| agency.parent.is_none()) {
        above.push((String::new(), texts.get("parent-none")));
    }
    let within = in_tree_order(agencies)
        .into_iter()
        .filter(|(_, agency)| may.over(&agency.code, agencies) || Some(&agency.code) == parent);
    above.extend(within.map(|(depth, agency)| {
        let indent = "\u{2003}".repeat(depth);
        (agency.code.to_string(), format!("{indent}{} ({})", agency.name_in(&texts.locale), agency.code))
    }));
    above
}

/// Reads an agency from what was typed, field by field.
pub(super) fn read(
    texts: &Texts,
    posted: &Posted,
    code: Option<&Code>,
    faults: &mut Faults,
) -> Option<Agency> {
    let code = match code {
        Some(code) => Some(code.clone()),
        None => match posted.text("code").parse::<Code>() {
            Ok(code) => Some(code),
            Err(fault) => {
                faults.insert("code", code_fault(texts, &fault));
                None
            }
        },
    };
    if !is_name(posted.text("name")) {
        faults.insert("name", texts.get("name-wrong"));
    }
    let name_en = Some(posted.text("name_en")).filter(|name| !name.is_empty());
    if name_en.is_some_and(|name| !is_name(name)) {
        faults.insert("name_en", texts.get("name-wrong"));
    }
    let mut named = |field: &'static str| {
        posted.parsed::<Code>(field).unwrap_or_else(|fault| {
            faults.insert(field, code_fault(texts, &fault));
            None
        })
    };
    let (parent, block) = (named("parent"), named("block"));
    let (valid_from, valid_to) = read_days(texts, posted, faults);
    faults.is_empty().then_some(())?;
    Some(Agency {
        code: code?,
        name: posted.text("name").to_owned(),
        name_en: name_en.map(str::to_owned),
        block,
        level: Level::from_word(posted.text("level")),
        parent,
        valid_from,
        valid_to,
    })
}

/// First and last day from what was typed.
pub(super) fn read_days(texts: &Texts, posted: &Posted, faults: &mut Faults) -> (Option<Day>, Option<Day>) {
    let mut day = |field: &'static str| {
        posted.parsed::<Day>(field).unwrap_or_else(|fault| {
            faults.insert(field, texts.with("fault-day", [("day", fault.0.into())]));
            None
        })
    };
    let (from, to) = (day("valid_from"), day("valid_to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        faults.insert("valid_to", texts.get("fault-ends-before"));
    }
    (from, to)
}

/// Checks an agency among the others, and that its parent lies within reach.
fn fits(
    texts: &Texts,
    may: &May<ManageAgencies>,
    agency: &Agency,
    agencies: &[Agency],
    blocks: &[AgencyBlock],
    faults: &mut Faults,
) {
    let mut tree: Vec<Agency> = agencies.iter().filter(|known| known.code != agency.code).cloned().collect();
    tree.push(agency.clone());
    if let Err(fault) = check_tree(&tree) {
        let field = if matches!(fault, AgencyFault::EndsBeforeBegin(_)) { "valid_to" } else { "parent" };
        faults.insert(field, agency_fault(texts, &fault));
    }
    if agency.block.as_ref().is_some_and(|block| !blocks.iter().any(|known| known.code == *block)) {
        faults.insert("block", texts.get("block-unknown"));
    }
    // The top of somebody's subtree stays where it is; everything else hangs below what they reach.
    let before = agencies.iter().find(|known| known.code == agency.code);
    let within = may.reach == domain::Reach::Whole
        || before.is_some_and(|before| before.parent == agency.parent)
        || agency.parent.as_ref().is_some_and(|parent| may.over(parent, agencies));
    if !within {
        faults.insert("parent", texts.get("parent-beyond"));
    }
}

/// `GET /admin/new-agency`
pub(super) async fn show_new_agency(
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
pub(super) async fn create_agency(
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
    settings::count_plan_change(act.on()).await?;
    act.done("agency.add", agency.code.as_str(), "", json!({"name": agency.name})).await?;
    Ok(see(&address(&agency.code), "done-added"))
}

async fn tree(act: &Act) -> store::Result<(Vec<Agency>, Vec<AgencyBlock>)> {
    let agencies = store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect();
    Ok((agencies, store::blocks(act.on()).await?))
}

/// `GET /admin/agencies/{agency}`
pub(super) async fn show_agency(
    over: Over<ManageAgencies>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    let agency = over.agency.agency.clone();
    agency_page(&app, &over, &agency, &look, &Held::Stored(&agency), &Faults::new(), StatusCode::OK).await
}

async fn agency_page(
    app: &App,
    over: &Over<ManageAgencies>,
    agency: &Agency,
    look: &Look,
    held: &Held<'_>,
    faults: &Faults,
    status: StatusCode,
) -> Result<Page, Denied> {
    let desk = Desk::of(&over.may.person, ROOM, look);
    let texts = desk.texts;
    let numbers = app::Numbers::of(&texts.locale);
    let reader = app.database.reader();
    let blocks = store::blocks(reader).await?;
    let mut fields = vec![Field::hidden("seen", seen(agency))];
    fields.extend(self::fields(
        texts,
        held,
        faults,
        &blocks,
        &above(texts, &over.may, &over.agencies, Some(agency)),
        false,
    ));
    let change = match held {
        Held::Typed(posted) => posted.text("change").to_owned(),
        _ => String::new(),
    };
    fields.push(
        Field::new("change", Kind::Day, texts.get("agency-change-day"))
            .hint(texts.get("agency-change-hint"))
            .holding(change)
            .fault(faults.get("change").cloned())
            .optional(),
    );
    fields.push(
        Field::new("reason", Kind::Text, texts.get("reason"))
            .holding(match held {
                Held::Typed(posted) => posted.text("reason"),
                _ => "",
            })
            .optional(),
    );
    let form = Form {
        action: address(&agency.code),
        fields,
        button: texts.get("save"),
        fault: faults.get("").cloned(),
        ..Form::default()
    };
    let mut pasts: Vec<PastAgency> = store::agency_pasts(reader).await?;
    pasts.retain(|past| past.agency.code == agency.code);
    let history = pasts.iter().rev().map(|past| {
        let what = [
            past.agency.name_in(&texts.locale).to_owned(),
            block_text(texts, past.agency.block.as_ref(), &blocks),
            level_text(texts, past.agency.level),
            parent_text(texts, past.agency.parent.as_ref(), &over.agencies),
        ];
        let what = what.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        (texts.with("agency-until", [("day", numbers.day(past.until).into())]), what)
    });
    let history: Vec<_> = history.collect();
    let mut ways = Vec::new();
    for event in lineage::before(reader, &agency.code).await? {
        ways.push(events::sentence(texts, &event, &over.agencies));
    }
    for event in lineage::after(reader, &agency.code).await? {
        ways.push(events::sentence(texts, &event, &over.agencies));
    }
    let removable = !store::agency_is_used(reader, &agency.code).await?;
    let removal = Form {
        action: format!("{}/removal", address(&agency.code)),
        fields: vec![
            Field::new(
                "code",
                Kind::Code,
                texts.with("type-to-remove", [("code", agency.code.as_str().into())]),
            )
            .fault(faults.get("removal").cloned()),
        ],
        button: texts.get("agency-remove"),
        tone: Tone::Grave,
        ..Form::default()
    };
    let removal = if removable { Block::Form(removal) } else { Block::Text(texts.get("agency-used")) };
    let mut desk = desk
        .title(agency.name_in(&texts.locale))
        .beneath(ROOM, texts.get("agencies-title"))
        .with(Block::Text(agency.code.to_string()))
        .with(Block::Form(form));
    if !ways.is_empty() {
        desk = desk.with(Block::Heading(texts.get("lineage-title")));
        for words in ways {
            desk = desk.with(Block::Text(words));
        }
    }
    let split = format!("/admin/new-agency-event?from={}", in_address(agency.code.as_str()));
    desk = desk.with(Block::Ways(vec![(split, texts.get("event-new"))]));
    if !history.is_empty() {
        desk = desk.with(Block::Heading(texts.get("agency-before"))).with(Block::Facts(history));
    }
    Ok(desk.with(Block::Heading(texts.get("agency-remove"))).with(removal).status(status).page())
}

fn seen(agency: &Agency) -> String {
    hashed(&format!("{agency:?}"))
}

/// `POST /admin/agencies/{agency}`
pub(super) async fn update_agency(
    over: Over<ManageAgencies>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let old = over.agency.agency.clone();
    let mut faults = Faults::new();
    let new = read(texts, &posted, Some(&old.code), &mut faults);
    let change = posted.parsed::<Day>("change").unwrap_or_else(|fault| {
        faults.insert("change", texts.with("fault-day", [("day", fault.0.into())]));
        None
    });
    if let (Some(day), Some(new)) = (change, &new)
        && !new.exists_in(day.plus_days(-1), day)
    {
        faults.insert("change", texts.get("agency-change-outside"));
    }
    let act = over.may.act(&app).await?;
    let (agencies, blocks) = tree(&act).await?;
    let now = agencies.iter().find(|known| known.code == old.code).cloned().unwrap_or_else(|| old.clone());
    if let Some(new) = &new {
        fits(texts, &over.may, new, &agencies, &blocks, &mut faults);
    }
    let meanwhile = posted.text("seen") != seen(&now);
    if meanwhile {
        faults.insert("", changed_meanwhile(texts, &now));
    }
    let Some(new) = new.filter(|_| faults.is_empty()) else {
        drop(act);
        let status = if meanwhile { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        let held = Held::Typed(&posted);
        let page = agency_page(&app, &over, &now, &Look::default(), &held, &faults, status).await?;
        return Ok(page.into_response());
    };
    if let Some(day) = change {
        let past = PastAgency { until: day.plus_days(-1), agency: now.clone() };
        store::keep_past(act.on(), &past).await?;
    }
    store::save_agencies(act.on(), std::slice::from_ref(&new)).await?;
    settings::count_plan_change(act.on()).await?;
    let mut details = difference(&now, &new);
    if let Some(day) = change {
        details.insert("from day".to_owned(), json!(day.to_string()));
    }
    act.done("agency.change", new.code.as_str(), posted.text("reason"), Value::Object(details)).await?;
    Ok(see(&address(&new.code), "done-saved"))
}

/// What is stored now, for somebody who edited what it was before.
fn changed_meanwhile(texts: &Texts, now: &Agency) -> String {
    let held = Held::Stored(now);
    let parts =
        ["name", "name_en", "parent", "block", "level", "valid_from", "valid_to"].map(|name| held.of(name));
    let now = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    texts.with("changed-meanwhile-now", [("now", now.into())])
}

/// What is different, for the log: before and after, by field.
pub(super) fn difference(old: &Agency, new: &Agency) -> Map<String, Value> {
    let (before, after) = (Held::Stored(old), Held::Stored(new));
    let names = ["name", "name_en", "parent", "block", "level", "valid_from", "valid_to"];
    let changed = names.into_iter().filter(|name| before.of(name) != after.of(name));
    changed.map(|name| (name.to_owned(), json!([before.of(name), after.of(name)]))).collect()
}

/// `POST /admin/agencies/{agency}/removal`
pub(super) async fn delete_agency(
    over: Over<ManageAgencies>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let agency = over.agency.agency.clone();
    let act = over.may.act(&app).await?;
    let fault = if store::agency_is_used(act.on(), &agency.code).await? {
        Some("agency-used")
    } else if posted.text("code") != agency.code.as_str() {
        Some("type-to-remove-wrong")
    } else {
        None
    };
    if let Some(key) = fault {
        drop(act);
        let faults = Faults::from([("removal", texts.get(key))]);
        let (held, status) = (Held::Stored(&agency), StatusCode::UNPROCESSABLE_ENTITY);
        let page = agency_page(&app, &over, &agency, &Look::default(), &held, &faults, status).await?;
        return Ok(page.into_response());
    }
    store::remove_agency(act.on(), &agency.code).await?;
    settings::count_plan_change(act.on()).await?;
    act.done("agency.remove", agency.code.as_str(), "", json!({"name": agency.name})).await?;
    Ok(see(ROOM, "done-removed"))
}
