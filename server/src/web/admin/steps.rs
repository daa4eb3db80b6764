//! The steps of planning a round, each saved by itself: period and form, definition, places, volumes and quotas, rules.
//! Once a round has been opened, what its answers rest on stays as it is.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, see},
    posted::Posted,
    rounds::{
        Faults, ROOM, address, basic_fields, form_choices, read_form, read_title_and_period, save_plan, seen,
    },
};
use crate::{
    auth::{Act, Denied, ManageRounds, OverRound},
    store::{self, Round, forms, points, rounds},
};
use app::{
    Numbers, Texts,
    admin::{Block, Field, Form, Kind, Matrix},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Agency, Audience, ByCell, Code, Formula, Locale, Population, Precision, Quota, RoundDocument, Sample,
    SampleRule, WhenFull,
    form::NodeKind,
    in_tree_order,
    index::{Aggregation, Definition, Method, Scoring},
    sample_sizes,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Basics,
    Definition,
    Places,
    Volumes,
    Rules,
}

impl Step {
    fn path(self) -> &'static str {
        match self {
            Self::Basics => "/basics",
            Self::Definition => "/definition",
            Self::Places => "/places",
            Self::Volumes => "/volumes",
            Self::Rules => "/rules",
        }
    }
    fn title(self) -> &'static str {
        match self {
            Self::Basics => "step-basics",
            Self::Definition => "step-index",
            Self::Places => "step-places",
            Self::Volumes => "step-volumes",
            Self::Rules => "step-rules",
        }
    }
    fn lead(self) -> &'static str {
        match self {
            Self::Basics => "step-basics-lead",
            Self::Definition => "step-index-lead",
            Self::Places => "step-places-lead",
            Self::Volumes => "step-volumes-lead",
            Self::Rules => "step-rules-lead",
        }
    }
    /// The step after it.
    fn next(self, code: &Code) -> String {
        match self {
            Self::Basics => address(code, "/definition"),
            Self::Definition => address(code, "/places"),
            Self::Places => address(code, "/volumes"),
            Self::Volumes => address(code, "/rules"),
            Self::Rules => address(code, "/points"),
        }
    }
}

/// The page of a step: its form, or what is settled.
fn page(
    over: &OverRound<ManageRounds>,
    round: &Round,
    step: Step,
    look: &Look,
    fields: Vec<Field>,
    faults: &Faults,
    status: StatusCode,
) -> Page {
    let desk = Desk::of(&over.may.person, ROOM, look);
    let texts = desk.texts;
    let code = &round.document.code;
    let settled = round.stage.is_settled() && step != Step::Rules;
    let mut all = vec![Field::hidden("seen", seen(round))];
    all.extend(fields);
    let form = Form {
        action: address(code, step.path()),
        fields: all,
        button: texts.get("step-save"),
        fault: faults.get("").cloned(),
        wide: step == Step::Volumes,
        ..Form::default()
    };
    desk.title(texts.get(step.title()))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .with(Block::Text(texts.get(step.lead())))
        .maybe(settled.then(|| Block::Warning(texts.get("step-settled"))))
        .maybe((!settled).then_some(Block::Form(form)))
        .status(status)
        .page()
}

/// What a step has read: the plan with its changes and another form version, or what is wrong.
type ReadStep = Result<(RoundDocument, Option<i64>), Faults>;

/// Begins to change a step: the plan as it is now, and what speaks against changing it.
async fn begin(
    app: &App,
    over: &OverRound<ManageRounds>,
    step: Step,
    posted: &Posted,
) -> Result<(Act, Round, Option<(Faults, StatusCode)>), Denied> {
    let texts = Texts::of(over.may.person.language());
    let act = over.may.act(app).await?;
    let round = rounds::by_id(act.on(), over.round.id).await?;
    let against = |key: &str, status| Some((Faults::from([("", texts.get(key))]), status));
    let against = if round.stage.is_settled() && step != Step::Rules {
        against("step-settled", StatusCode::CONFLICT)
    } else if posted.text("seen") != seen(&round) {
        against("changed-meanwhile", StatusCode::CONFLICT)
    } else {
        None
    };
    Ok((act, round, against))
}

/// Stores what a step has read and goes on to the next, or says what does not fit.
async fn finish(
    app: &App,
    act: Act,
    over: &OverRound<ManageRounds>,
    round: &Round,
    step: Step,
    read: ReadStep,
) -> Result<Result<Response, Faults>, Denied> {
    let (document, form) = match read {
        Ok(read) => read,
        Err(faults) => return Ok(Err(faults)),
    };
    let details = json!({"step": step.path().trim_start_matches('/')});
    match save_plan(act, round, &document, form, "round.change", details).await? {
        Ok(()) => {
            app.points.forget();
            let settled = round.stage.is_settled();
            let next = if settled { address(&document.code, "") } else { step.next(&document.code) };
            Ok(Ok(see(&next, "done-saved")))
        }
        Err(why) => {
            let texts = Texts::of(over.may.person.language());
            Ok(Err(Faults::from([("", texts.with("step-unfit", [("why", why.into())]))])))
        }
    }
}

// ── Period and form ──────────────────────────────────────────────────────────────────────────────────────────────────

async fn basics_fields(
    app: &App,
    texts: &Texts,
    round: &Round,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Vec<Field>, Denied> {
    let forms = form_choices(app, texts).await?;
    let document = &round.document;
    let held = |name: &str| match (posted, name) {
        (Some(posted), name) => posted.raw(name).to_owned(),
        (None, "title") => document.title.get(&Locale::vi()).to_owned(),
        (None, "title_en") if document.title.has(&Locale::en()) => {
            document.title.get(&Locale::en()).to_owned()
        }
        (None, "form") => document.form.to_string(),
        (None, "from") => document.from.to_string(),
        (None, "to") => document.to.to_string(),
        _ => String::new(),
    };
    let mut fields = basic_fields(texts, held, faults, Some(&forms), false);
    let series = match posted {
        Some(posted) => posted.raw("series").to_owned(),
        None => document.series.as_ref().map(Code::to_string).unwrap_or_default(),
    };
    fields.push(
        Field::new("series", Kind::Code, texts.get("round-series"))
            .hint(texts.get("round-series-hint"))
            .holding(series)
            .fault(faults.get("series").cloned())
            .optional(),
    );
    Ok(fields)
}

/// `GET /admin/rounds/{round}/basics`
pub(super) async fn show_basics(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    let texts = Texts::of(over.may.person.language());
    let fields = basics_fields(&app, texts, &over.round, None, &Faults::new()).await?;
    Ok(page(&over, &over.round, Step::Basics, &look, fields, &Faults::new(), StatusCode::OK))
}

async fn read_basics(
    app: &App,
    over: &OverRound<ManageRounds>,
    round: &Round,
    posted: &Posted,
) -> Result<ReadStep, Denied> {
    let texts = Texts::of(over.may.person.language());
    let mut faults = Faults::new();
    let basics = read_title_and_period(texts, posted, &mut faults);
    let series = posted.parsed::<Code>("series").unwrap_or_else(|fault| {
        faults.insert("series", super::words::code_fault(texts, &fault));
        None
    });
    let stored = match posted.text("form").parse::<Code>() {
        Ok(form) => forms::newest(app.database.reader(), &form).await.ok(),
        Err(_) => None,
    };
    let Some(stored) = stored else {
        faults.insert("form", texts.get("fault-choose"));
        return Ok(Err(faults));
    };
    let (Some((title, from, to)), true) = (basics, faults.is_empty()) else { return Ok(Err(faults)) };
    let form = read_form(&stored.document)?;
    let mut document = RoundDocument { title, from, to, series, ..round.document.clone() };
    if form.code != document.form && Method::new(&form, &document.index).is_err() {
        // Another form has other scales; the definition begins anew.
        document.index = super::rounds::first_definition(&form);
    }
    document.form = form.code;
    Ok(Ok((document, Some(stored.id))))
}

/// `POST /admin/rounds/{round}/basics`
pub(super) async fn update_basics(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let (act, round, against) = begin(&app, &over, Step::Basics, &posted).await?;
    let (read, status) = match against {
        Some((faults, status)) => (Err(faults), status),
        None => (read_basics(&app, &over, &round, &posted).await?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let faults = match finish(&app, act, &over, &round, Step::Basics, read).await? {
        Ok(response) => return Ok(response),
        Err(faults) => faults,
    };
    let fields = basics_fields(&app, texts, &round, Some(&posted), &faults).await?;
    Ok(page(&over, &round, Step::Basics, &Look::default(), fields, &faults, status).into_response())
}

// ── Definition of the index ──────────────────────────────────────────────────────────────────────────────────────────

const SCORINGS: [Scoring; 4] = [Scoring::Top2, Scoring::MeanRange, Scoring::MeanMax, Scoring::Points];
const AGGREGATIONS: [Aggregation; 4] =
    [Aggregation::Pooled, Aggregation::Items, Aggregation::Factors, Aggregation::Weights];

fn definition_fields(texts: &Texts, round: &Round, posted: Option<&Posted>, faults: &Faults) -> Vec<Field> {
    let document = &round.document;
    let definition = &document.index;
    let held = |name: &str, stored: String| posted.map_or(stored, |posted| posted.raw(name).to_owned());
    let scorings = SCORINGS.map(|s| (s.to_string(), texts.get(&format!("scoring-{s}"))));
    let aggregations = AGGREGATIONS.map(|a| (a.to_string(), texts.get(&format!("aggregation-{a}"))));
    let samples =
        [("open", "sample-open"), ("drawn", "sample-drawn")].map(|(v, key)| (v.to_owned(), texts.get(key)));
    let weights = definition.weights.iter().flatten().map(|(code, weight)| format!("{code} {weight}"));
    let sample = if document.sample == Sample::Drawn { "drawn" } else { "open" };
    let factors = round.form.tree.nodes.iter().filter(|node| node.kind == NodeKind::Factor);
    let codes: Vec<String> = factors.map(|node| node.code.to_string()).collect();
    vec![
        Field::new("scoring", Kind::Radio(scorings.to_vec()), texts.get("step-scoring"))
            .holding(held("scoring", definition.scoring.to_string()))
            .fault(faults.get("scoring").cloned()),
        Field::new("aggregation", Kind::Radio(aggregations.to_vec()), texts.get("step-aggregation"))
            .holding(held("aggregation", definition.aggregation.to_string()))
            .fault(faults.get("aggregation").cloned()),
        Field::new("weights", Kind::Long, texts.get("step-weights"))
            .hint(texts.with("step-weights-hint", [("codes", codes.join(", ").into())]))
            .holding(held("weights", weights.collect::<Vec<_>>().join("\n")))
            .fault(faults.get("weights").cloned())
            .optional(),
        Field::new("sample", Kind::Radio(samples.to_vec()), texts.get("step-sample"))
            .holding(held("sample", sample.to_owned())),
    ]
}

/// `GET /admin/rounds/{round}/definition`
pub(super) async fn show_definition(over: OverRound<ManageRounds>, look: Look) -> Result<Page, Denied> {
    let texts = Texts::of(over.may.person.language());
    let fields = definition_fields(texts, &over.round, None, &Faults::new());
    Ok(page(&over, &over.round, Step::Definition, &look, fields, &Faults::new(), StatusCode::OK))
}

fn read_definition(
    over: &OverRound<ManageRounds>,
    round: &Round,
    posted: &Posted,
) -> Result<ReadStep, Denied> {
    let texts = Texts::of(over.may.person.language());
    let mut faults = Faults::new();
    let scoring = SCORINGS.into_iter().find(|s| s.to_string() == posted.text("scoring"));
    let aggregation = AGGREGATIONS.into_iter().find(|a| a.to_string() == posted.text("aggregation"));
    let mut weights = BTreeMap::new();
    for line in posted.raw("weights").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split_whitespace().collect();
        let one = match parts[..] {
            [code, weight] => code.parse::<Code>().ok().zip(weight.replace(',', ".").parse::<f64>().ok()),
            _ => None,
        };
        match one {
            Some((code, weight)) => {
                weights.insert(code, weight);
            }
            None => {
                faults
                    .insert("weights", texts.with("step-weights-wrong", [("line", line.to_owned().into())]));
            }
        }
    }
    let (Some(scoring), Some(aggregation), true) = (scoring, aggregation, faults.is_empty()) else {
        return Ok(Err(faults));
    };
    let weighted = aggregation == Aggregation::Weights;
    let points = round.document.index.points.clone().filter(|_| scoring == Scoring::Points);
    let index = Definition { scoring, aggregation, weights: weighted.then_some(weights), points };
    if let Err(fault) = Method::new(&round.form, &index) {
        let field = if weighted { "weights" } else { "scoring" };
        faults.insert(field, texts.with("step-unfit", [("why", fault.to_string().into())]));
        return Ok(Err(faults));
    }
    let sample = if posted.text("sample") == "drawn" { Sample::Drawn } else { Sample::Open };
    Ok(Ok((RoundDocument { index, sample, ..round.document.clone() }, None)))
}

/// `POST /admin/rounds/{round}/definition`
pub(super) async fn update_definition(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let (act, round, against) = begin(&app, &over, Step::Definition, &posted).await?;
    let (read, status) = match against {
        Some((faults, status)) => (Err(faults), status),
        None => (read_definition(&over, &round, &posted)?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let faults = match finish(&app, act, &over, &round, Step::Definition, read).await? {
        Ok(response) => return Ok(response),
        Err(faults) => faults,
    };
    let fields = definition_fields(texts, &round, Some(&posted), &faults);
    Ok(page(&over, &round, Step::Definition, &Look::default(), fields, &faults, status).into_response())
}

// ── Agencies × service areas ─────────────────────────────────────────────────────────────────────────────────────────

async fn places_fields(
    app: &App,
    over: &OverRound<ManageRounds>,
    round: &Round,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Vec<Field>, Denied> {
    let texts = Texts::of(over.may.person.language());
    let reader = app.database.reader();
    let document = &round.document;
    let tree: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let there: Vec<Agency> =
        tree.iter().filter(|a| a.exists_in(document.from, document.to)).cloned().collect();
    let within = in_tree_order(&there).into_iter().filter(|(_, agency)| over.may.over(&agency.code, &tree));
    let agencies = within.map(|(depth, agency)| {
        let indent = "\u{2003}".repeat(depth);
        (agency.code.to_string(), format!("{indent}{} ({})", agency.name_in(&texts.locale), agency.code))
    });
    let areas = store::service_areas(reader).await?;
    let areas = areas
        .iter()
        .filter(|row| row.service_area.exists_in(document.from, document.to))
        .map(|row| (row.service_area.code.to_string(), row.service_area.name_in(&texts.locale).to_owned()));
    let held = |name: &str, stored: &Option<Vec<Code>>| match posted {
        Some(posted) => posted.all(name).collect::<Vec<_>>().join("\n"),
        None => stored.iter().flatten().map(Code::as_str).collect::<Vec<_>>().join("\n"),
    };
    Ok(vec![
        Field::new("agency", Kind::Many(agencies.collect()), texts.get("agencies-title"))
            .holding(held("agency", &document.agencies))
            .fault(faults.get("agency").cloned()),
        Field::new("area", Kind::Many(areas.collect()), texts.get("areas-title"))
            .holding(held("area", &document.service_areas))
            .fault(faults.get("area").cloned()),
    ])
}

/// `GET /admin/rounds/{round}/places`
pub(super) async fn show_places(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    let fields = places_fields(&app, &over, &over.round, None, &Faults::new()).await?;
    Ok(page(&over, &over.round, Step::Places, &look, fields, &Faults::new(), StatusCode::OK))
}

async fn read_places(
    app: &App,
    over: &OverRound<ManageRounds>,
    round: &Round,
    posted: &Posted,
) -> Result<ReadStep, Denied> {
    let texts = Texts::of(over.may.person.language());
    let reader = app.database.reader();
    let mut faults = Faults::new();
    let tree: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let (from, to) = (round.document.from, round.document.to);
    let wanted: Vec<&str> = posted.all("agency").collect();
    let agencies: Vec<Code> = tree
        .iter()
        .filter(|a| {
            wanted.contains(&a.code.as_str())
                && a.exists_in(from, to)
                && over.may.reach.covers(&a.code, &tree)
        })
        .map(|agency| agency.code.clone())
        .collect();
    let wanted: Vec<&str> = posted.all("area").collect();
    let areas: Vec<Code> = store::service_areas(reader)
        .await?
        .into_iter()
        .filter(|row| {
            wanted.contains(&row.service_area.code.as_str()) && row.service_area.exists_in(from, to)
        })
        .map(|row| row.service_area.code)
        .collect();
    if agencies.is_empty() {
        faults.insert("agency", texts.get("step-places-missing"));
    }
    if areas.is_empty() {
        faults.insert("area", texts.get("step-places-missing"));
    }
    // Points that were made stay with their places.
    for point in points::of_round(reader, round.id).await? {
        let agency = round.agency(point.agency_id).map(|at| &round.agencies[at].agency.code);
        let area =
            round.service_area(point.service_area_id).map(|at| &round.service_areas[at].service_area.code);
        if agency.is_some_and(|code| !agencies.contains(code)) {
            let code = agency.map_or("", Code::as_str).to_owned();
            faults.insert("agency", texts.with("step-places-points", [("code", code.into())]));
        }
        if area.is_some_and(|code| !areas.contains(code)) {
            let code = area.map_or("", Code::as_str).to_owned();
            faults.insert("area", texts.with("step-places-points", [("code", code.into())]));
        }
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let mut document = RoundDocument {
        agencies: Some(agencies.clone()),
        service_areas: Some(areas.clone()),
        ..round.document.clone()
    };
    // Volumes and quotas of what is no longer asked about go.
    let keep = |cells: &mut ByCell| {
        cells.retain(|agency, cells| {
            cells.retain(|area, _| areas.contains(area));
            agencies.contains(agency) && !cells.is_empty()
        });
    };
    if let Some(quota) = &mut document.quota {
        keep(&mut quota.cells);
        if let Some(rule) = &mut quota.computed {
            keep(&mut rule.volumes);
        }
    }
    if let Some(population) = &mut document.population {
        population.retain(|agency, of| {
            if let Population::ByServiceArea(cells) = of {
                cells.retain(|area, _| areas.contains(area));
                return agencies.contains(agency) && !cells.is_empty();
            }
            agencies.contains(agency)
        });
        if agencies.iter().any(|agency| !population.contains_key(agency)) {
            document.population = None;
        }
    }
    Ok(Ok((document, None)))
}

/// `POST /admin/rounds/{round}/places`
pub(super) async fn update_places(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let (act, round, against) = begin(&app, &over, Step::Places, &posted).await?;
    let (read, status) = match against {
        Some((faults, status)) => (Err(faults), status),
        None => (read_places(&app, &over, &round, &posted).await?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let faults = match finish(&app, act, &over, &round, Step::Places, read).await? {
        Ok(response) => return Ok(response),
        Err(faults) => faults,
    };
    let fields = places_fields(&app, &over, &round, Some(&posted), &faults).await?;
    Ok(page(&over, &round, Step::Places, &Look::default(), fields, &faults, status).into_response())
}

// ── Volumes, sample sizes, quotas ────────────────────────────────────────────────────────────────────────────────────

fn volumes_fields(
    texts: &Texts,
    round: &Round,
    posted: Option<&Posted>,
    faults: &Faults,
    wrong: Vec<(usize, usize)>,
) -> Vec<Field> {
    let document = &round.document;
    let quota = document.quota.clone().unwrap_or_default();
    let rule = quota.computed.as_ref();
    let numbers = Numbers::of(&texts.locale);
    let source = rule.map_or(&quota.cells, |rule| &rule.volumes);
    let of = |cells: &ByCell, row: usize, column: usize| {
        let (agency, area) =
            (&round.agencies[row].agency.code, &round.service_areas[column].service_area.code);
        cells.get(agency).and_then(|areas| areas.get(area)).copied()
    };
    let (rows, columns) = (round.agencies.len(), round.service_areas.len());
    let table = |cell: &dyn Fn(usize, usize) -> String| -> Vec<Vec<String>> {
        (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect()
    };
    let values = table(&|row, column| match posted {
        Some(posted) => posted.raw(&format!("v.{row}.{column}")).to_owned(),
        None => of(source, row, column).map(|n| n.to_string()).unwrap_or_default(),
    });
    let notes = table(&|row, column| match of(&quota.cells, row, column) {
        Some(n) if rule.is_some() => texts.with("volume-needs", [("n", numbers.whole(n).into())]),
        _ => String::new(),
    });
    let matrix = Matrix {
        corner: texts.get("column-agency"),
        rows: round.agencies.iter().map(|row| row.agency.name_in(&texts.locale).to_owned()).collect(),
        columns: round
            .service_areas
            .iter()
            .map(|row| row.service_area.name_in(&texts.locale).to_owned())
            .collect(),
        values,
        notes,
        wrong,
    };
    let held = |name: &str, stored: String| posted.map_or(stored, |posted| posted.raw(name).to_owned());
    let mut formulas = vec![("typed".to_owned(), texts.get("volume-typed"))];
    formulas
        .extend(Formula::ALL.map(|f| (f.as_str().to_owned(), texts.get(&format!("formula-{}", f.as_str())))));
    let precisions =
        Precision::ALL.map(|p| (p.as_str().to_owned(), texts.get(&format!("precision-{}", p.as_str()))));
    let fulls =
        [("count", "full-count"), ("stop", "full-stop")].map(|(v, key)| (v.to_owned(), texts.get(key)));
    let total: u64 = quota.cells.values().flat_map(|areas| areas.values()).sum();
    let formula = match (&document.quota, rule) {
        (Some(_), None) => "typed",
        (_, Some(rule)) => rule.formula.as_str(),
        (None, None) => Formula::Yamane.as_str(),
    };
    let error = rule.map_or(0.05, |rule| rule.error) * 100.0;
    let full = if quota.full == WhenFull::Stop { "stop" } else { "count" };
    let weighs = match posted {
        Some(posted) => posted.is("weigh"),
        None => document.population.is_some(),
    };
    vec![
        Field::new("v", Kind::Matrix(matrix), texts.get("volume-table"))
            .hint(match total {
                0 => texts.get("volume-table-hint"),
                n => texts.with("volume-total", [("n", numbers.whole(n).into())]),
            })
            .fault(faults.get("v").cloned()),
        Field::new("csv", Kind::Long, texts.get("volume-csv"))
            .hint(texts.get("volume-csv-hint"))
            .holding(held("csv", String::new()))
            .fault(faults.get("csv").cloned())
            .optional(),
        Field::new("formula", Kind::Radio(formulas), texts.get("volume-formula"))
            .holding(held("formula", formula.to_owned()))
            .fault(faults.get("formula").cloned()),
        Field::new("error", Kind::Whole, texts.get("volume-error"))
            .hint(texts.get("volume-error-hint"))
            .holding(held("error", error.to_string().replace('.', ",")))
            .fault(faults.get("error").cloned()),
        Field::new("precision", Kind::Radio(precisions.to_vec()), texts.get("volume-precision")).holding(
            held("precision", rule.map_or(Precision::Agency, |rule| rule.precision).as_str().to_owned()),
        ),
        Field::new("full", Kind::Radio(fulls.to_vec()), texts.get("volume-full"))
            .holding(held("full", full.to_owned())),
        Field::new("weigh", Kind::Tick, texts.get("volume-weigh"))
            .hint(texts.get("volume-weigh-hint"))
            .holding(if weighs { "1" } else { "" })
            .fault(faults.get("weigh").cloned()),
    ]
}

/// `GET /admin/rounds/{round}/volumes`
pub(super) async fn show_volumes(over: OverRound<ManageRounds>, look: Look) -> Result<Page, Denied> {
    let texts = Texts::of(over.may.person.language());
    let fields = volumes_fields(texts, &over.round, None, &Faults::new(), Vec::new());
    Ok(page(&over, &over.round, Step::Volumes, &look, fields, &Faults::new(), StatusCode::OK))
}

/// A whole number as people type it: 1.234 and 1,234 are 1234.
fn whole(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
    (!digits.is_empty() && digits.len() <= 9).then(|| digits.parse().ok()).flatten()
}

/// Volumes from the table, or from lines `agency, service_area, number` where such are pasted.
fn read_cells(
    texts: &Texts,
    round: &Round,
    posted: &Posted,
    faults: &mut Faults,
) -> (ByCell, Vec<(usize, usize)>) {
    let (mut cells, mut wrong) = (ByCell::new(), Vec::new());
    let mut put = |agency: &Code, area: &Code, n: u64| {
        cells.entry(agency.clone()).or_default().insert(area.clone(), n);
    };
    let pasted = posted.text("csv");
    if !pasted.is_empty() {
        for (at, line) in pasted.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
            let parts: Vec<&str> = line.split([',', ';', '\t']).map(str::trim).collect();
            let found = match parts[..] {
                ["agency", "service_area", _] if at == 0 => continue,
                [agency, area, n] => {
                    let agency = round.agencies.iter().find(|row| row.agency.code.as_str() == agency);
                    let area = round.service_areas.iter().find(|row| row.service_area.code.as_str() == area);
                    agency.zip(area).zip(whole(n).filter(|n| *n > 0))
                }
                _ => None,
            };
            match found {
                Some(((agency, area), n)) => put(&agency.agency.code, &area.service_area.code, n),
                None => {
                    let words = [("line", (at + 1).into()), ("text", line.to_owned().into())];
                    faults.insert("csv", texts.with("volume-csv-wrong", words));
                }
            }
        }
        return (cells, wrong);
    }
    for (row, agency) in round.agencies.iter().enumerate() {
        for (column, area) in round.service_areas.iter().enumerate() {
            let typed = posted.text(&format!("v.{row}.{column}"));
            match whole(typed) {
                Some(0) => {}
                Some(n) => put(&agency.agency.code, &area.service_area.code, n),
                None if typed.is_empty() => {}
                None => wrong.push((row, column)),
            }
        }
    }
    if let Some((row, column)) = wrong.first() {
        let place = [
            ("agency", round.agencies[*row].agency.name_in(&texts.locale).to_owned().into()),
            ("area", round.service_areas[*column].service_area.name_in(&texts.locale).to_owned().into()),
        ];
        faults.insert("v", texts.with("volume-wrong", place));
    }
    (cells, wrong)
}

fn read_volumes(over: &OverRound<ManageRounds>, round: &Round, posted: &Posted) -> Result<ReadStep, Denied> {
    let texts = Texts::of(over.may.person.language());
    let mut faults = Faults::new();
    let (cells, _) = read_cells(texts, round, posted, &mut faults);
    let error = posted.text("error").replace(',', ".").trim_end_matches('%').trim().parse::<f64>().ok();
    let error = error.filter(|percent| (0.1..=30.0).contains(percent)).map(|percent| percent / 100.0);
    let formula = Formula::from_word(posted.text("formula"));
    if formula.is_some() && error.is_none() {
        faults.insert("error", texts.get("volume-error-wrong"));
    }
    if formula.is_none() && posted.text("formula") != "typed" {
        faults.insert("formula", texts.get("fault-choose"));
    }
    let full = if posted.text("full") == "stop" { WhenFull::Stop } else { WhenFull::Count };
    let precision = Precision::from_word(posted.text("precision")).unwrap_or(Precision::Agency);
    let weigh = posted.is("weigh");
    if weigh && round.agencies.iter().any(|row| !cells.contains_key(&row.agency.code)) {
        faults.insert("weigh", texts.get("volume-weigh-missing"));
    }
    if weigh && formula.is_none() {
        faults.insert("weigh", texts.get("volume-weigh-quota"));
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let population = weigh.then(|| {
        let whole = |(agency, areas): (&Code, &BTreeMap<Code, u64>)| {
            (agency.clone(), Population::ByServiceArea(areas.clone()))
        };
        cells.iter().map(whole).collect::<BTreeMap<_, _>>()
    });
    let quota = match (formula.zip(error), cells.is_empty()) {
        (_, true) => None,
        (None, false) => Some(Quota { cells, full, computed: None }),
        (Some((formula, error)), false) => {
            let sizes = sample_sizes(&cells, formula, error, precision);
            let computed = Some(SampleRule { volumes: cells, formula, error, precision });
            Some(Quota { cells: sizes, full, computed })
        }
    };
    Ok(Ok((RoundDocument { population, quota, ..round.document.clone() }, None)))
}

/// `POST /admin/rounds/{round}/volumes`
pub(super) async fn update_volumes(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let (act, round, against) = begin(&app, &over, Step::Volumes, &posted).await?;
    let (read, status) = match against {
        Some((faults, status)) => (Err(faults), status),
        None => (read_volumes(&over, &round, &posted)?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let faults = match finish(&app, act, &over, &round, Step::Volumes, read).await? {
        Ok(response) => return Ok(response),
        Err(faults) => faults,
    };
    let (_, wrong) = read_cells(texts, &round, &posted, &mut Faults::new());
    let fields = volumes_fields(texts, &round, Some(&posted), &faults, wrong);
    Ok(page(&over, &round, Step::Volumes, &Look::default(), fields, &faults, status).into_response())
}

// ── Rules of publication ─────────────────────────────────────────────────────────────────────────────────────────────

fn rules_fields(texts: &Texts, round: &Round, posted: Option<&Posted>, faults: &Faults) -> Vec<Field> {
    let document = &round.document;
    let held =
        |name: &str, stored: &str| posted.map_or(stored.to_owned(), |posted| posted.raw(name).to_owned());
    let audiences = [("staff", "audience-staff"), ("public", "audience-public")]
        .map(|(v, key)| (v.to_owned(), texts.get(key)));
    let audience = if document.audience == Audience::Public { "public" } else { "staff" };
    let audience = Field::new("audience", Kind::Radio(audiences.to_vec()), texts.get("rule-audience"))
        .holding(held("audience", audience));
    if round.stage.is_settled() {
        return vec![audience];
    }
    vec![
        Field::new("minimum", Kind::Whole, texts.get("rule-minimum"))
            .hint(texts.get("rule-minimum-hint"))
            .holding(held("minimum", &document.minimum_cell.to_string()))
            .fault(faults.get("minimum").cloned()),
        audience,
    ]
}

/// `GET /admin/rounds/{round}/rules`
pub(super) async fn show_rules(over: OverRound<ManageRounds>, look: Look) -> Result<Page, Denied> {
    let texts = Texts::of(over.may.person.language());
    let fields = rules_fields(texts, &over.round, None, &Faults::new());
    Ok(page(&over, &over.round, Step::Rules, &look, fields, &Faults::new(), StatusCode::OK))
}

fn read_rules(over: &OverRound<ManageRounds>, round: &Round, posted: &Posted) -> Result<ReadStep, Denied> {
    let texts = Texts::of(over.may.person.language());
    let audience = if posted.text("audience") == "public" { Audience::Public } else { Audience::Staff };
    let mut document = RoundDocument { audience, ..round.document.clone() };
    if !round.stage.is_settled() {
        match whole(posted.text("minimum")).filter(|k| (5..=1_000).contains(k)) {
            Some(minimum) => document.minimum_cell = minimum,
            None => return Ok(Err(Faults::from([("minimum", texts.get("rule-minimum-wrong"))]))),
        }
    }
    Ok(Ok((document, None)))
}

/// `POST /admin/rounds/{round}/rules`
pub(super) async fn update_rules(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let (act, round, against) = begin(&app, &over, Step::Rules, &posted).await?;
    let (read, status) = match against {
        Some((faults, status)) => (Err(faults), status),
        None => (read_rules(&over, &round, &posted)?, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let faults = match finish(&app, act, &over, &round, Step::Rules, read).await? {
        Ok(response) => return Ok(response),
        Err(faults) => faults,
    };
    let fields = rules_fields(texts, &round, Some(&posted), &faults);
    Ok(page(&over, &round, Step::Rules, &Look::default(), fields, &faults, status).into_response())
}
