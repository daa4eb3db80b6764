//! Rounds from plan to publication: the list, a new one, where one stands, and what brings it further.

use super::{
    super::{App, page::Page},
    desk::{Desk, Look, in_address, list_csv, see},
    posted::Posted,
    set_up::is_name,
    words::code_fault,
};
use crate::{
    auth::{Act, Denied, FollowRounds, InRound, ManageRounds, May, OverRound, hashed},
    store::{self, Round, forms, points, responses, rounds, settings},
};
use app::{
    Numbers, Texts,
    admin::{Block, Cell, Column, Field, Form, Kind, List, Tone},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Agency, Audience, Code, Day, Locale, Permission, Reach, RoundDocument, RoundState, Sample, Stage, Text,
    form::Form as Questionnaire,
    index::{Aggregation, Definition, Method, Scoring},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) const ROOM: &str = "/admin/rounds";

pub(super) type Faults = BTreeMap<&'static str, String>;

/// The address of a round's page, or of one beneath it.
pub(super) fn address(round: &Code, rest: &str) -> String {
    format!("{ROOM}/{}{rest}", in_address(round.as_str()))
}

/// Where a round stands, in words.
pub(super) fn state_text(texts: &Texts, round: &Round, today: Day) -> String {
    let key = match (round.stage, round.state(today)) {
        (Stage::Plan, _) => "round-plan",
        (Stage::Test, _) => "round-test",
        (_, RoundState::Planned) => "round-waiting",
        (_, RoundState::Open) => "round-open",
        (_, RoundState::Closed) if round.document.audience == Audience::Public => "round-published",
        (_, RoundState::Closed) => "round-closed",
    };
    texts.get(key)
}

/// `GET /admin/rounds`
pub(super) async fn list_rounds(
    may: May<FollowRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    let desk = Desk::of(&may.person, ROOM, &look);
    let texts = desk.texts;
    let reader = app.database.reader();
    let tree: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let mut rows = Vec::new();
    for code in rounds::codes(reader).await?.into_iter().rev() {
        let round = match rounds::by_code(reader, &code).await {
            Ok(round) => round,
            Err(store::Error::Unfit { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        let reached = round.agencies.iter().any(|row| may.over(&row.agency.code, &tree));
        if !reached && may.reach != Reach::Whole {
            continue;
        }
        let count = responses::count(reader, round.id).await?;
        rows.push(vec![
            Cell::Link(address(&round.document.code, ""), round.document.title.get(&texts.locale).to_owned()),
            Cell::Text(code),
            Cell::Text(state_text(texts, &round, app.clock.today())),
            Cell::Day(Some(round.document.from)),
            Cell::Day(Some(round.document.to)),
            Cell::Text(format!("{} {}", round.document.form, round.form_version)),
            Cell::Number(i64::try_from(count).unwrap_or(i64::MAX)),
        ]);
    }
    let column = |key, words: &str| Column { key, words: texts.get(words) };
    let list = List {
        title: texts.get("rounds-title"),
        path: ROOM.to_owned(),
        columns: vec![
            column("title", "column-round"),
            column("code", "field-code"),
            column("state", "person-state"),
            column("from", "field-from"),
            column("to", "field-to"),
            column("form", "round-form"),
            column("responses", "column-n"),
        ],
        rows,
        asked: look.list(),
        empty: texts.get("rounds-none"),
        keep: Vec::new(),
    };
    if look.wants_csv() {
        return Ok(list_csv(&list, "rounds"));
    }
    let manages = may.person.reach(Permission::ManageRounds).is_some();
    Ok(desk
        .title(texts.get("rounds-title"))
        .maybe(manages.then(|| Block::Ways(vec![("/admin/new-round".to_owned(), texts.get("round-new"))])))
        .with(Block::List(list))
        .page()
        .into_response())
}

/// What everybody who plans a round chooses first.
pub(super) fn basic_fields(
    texts: &Texts,
    held: impl Fn(&str) -> String,
    faults: &Faults,
    forms: Option<&[(String, String)]>,
    with_code: bool,
) -> Vec<Field> {
    let one = |name: &'static str, kind: Kind, key: &str| {
        Field::new(name, kind, texts.get(key)).holding(held(name)).fault(faults.get(name).cloned())
    };
    let mut fields = Vec::new();
    if with_code {
        fields.push(one("code", Kind::Code, "field-code").hint(texts.get("round-code-hint")));
    }
    fields.push(one("title", Kind::Text, "round-title-vi"));
    fields.push(one("title_en", Kind::Text, "round-title-en").optional());
    if let Some(forms) = forms {
        let kind = Kind::Choice(forms.to_vec());
        fields.push(one("form", kind, "round-form").hint(texts.get("round-form-hint")));
    }
    fields.push(one("from", Kind::Day, "round-from"));
    fields.push(one("to", Kind::Day, "round-to"));
    fields
}

/// Title and period from what was typed.
pub(super) fn read_title_and_period(
    texts: &Texts,
    posted: &Posted,
    faults: &mut Faults,
) -> Option<(Text, Day, Day)> {
    let (vi, en) = (posted.text("title"), posted.text("title_en"));
    if !is_name(vi) {
        faults.insert("title", texts.get("name-wrong"));
    }
    if !en.is_empty() && !is_name(en) {
        faults.insert("title_en", texts.get("name-wrong"));
    }
    let mut day = |name: &'static str| match posted.parsed::<Day>(name) {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            faults.insert(name, texts.get("fault-empty"));
            None
        }
        Err(fault) => {
            faults.insert(name, texts.with("fault-day", [("day", fault.0.into())]));
            None
        }
    };
    let (from, to) = (day("from"), day("to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        faults.insert("to", texts.get("round-ends-before"));
    }
    faults.is_empty().then_some(())?;
    let english = (!en.is_empty()).then(|| (Locale::en(), en.to_owned()));
    Some((Text::new([(Locale::vi(), vi.to_owned())].into_iter().chain(english)), from?, to?))
}

/// The published forms, newest versions, for a choice.
pub(super) async fn form_choices(app: &App, texts: &Texts) -> Result<Vec<(String, String)>, Denied> {
    let mut choices = vec![(String::new(), texts.get("choose"))];
    for code in forms::codes(app.database.reader()).await? {
        let stored = forms::newest(app.database.reader(), &code).await?;
        let form = read_form(&stored.document)?;
        let words = format!("{} ({code}, {})", form.title.get(&texts.locale), stored.version);
        choices.push((code.to_string(), words));
    }
    Ok(choices)
}

/// A stored form as it is read.
pub(super) fn read_form(document: &str) -> Result<Questionnaire, Denied> {
    let value: Value = serde_json::from_str(document)?;
    Ok(Questionnaire::read(&value)?)
}

/// `GET /admin/new-round`
pub(super) async fn show_new_round(
    may: May<ManageRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    new_page(&app, &may, &look, &Posted::default(), &Faults::new()).await
}

async fn new_page(
    app: &App,
    may: &May<ManageRounds>,
    look: &Look,
    posted: &Posted,
    faults: &Faults,
) -> Result<Page, Denied> {
    let desk = Desk::of(&may.person, ROOM, look);
    let texts = desk.texts;
    let forms = form_choices(app, texts).await?;
    let held = |name: &str| match (posted.raw(name), name) {
        ("", "form") => look.get("form").to_owned(),
        (typed, _) => typed.to_owned(),
    };
    let form = Form {
        action: "/admin/new-round".to_owned(),
        fields: basic_fields(texts, held, faults, Some(&forms), true),
        button: texts.get("round-make"),
        ..Form::default()
    };
    let no_forms = (forms.len() == 1).then(|| Block::Warning(texts.get("round-no-forms")));
    let gallery = vec![("/admin/forms".to_owned(), texts.get("forms-title"))];
    Ok(desk
        .title(texts.get("round-new"))
        .beneath(ROOM, texts.get("rounds-title"))
        .with(Block::Text(texts.get("round-new-lead")))
        .maybe(no_forms.is_some().then_some(Block::Ways(gallery)))
        .maybe(no_forms)
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page())
}

/// The definition a round begins with: the share of the satisfied, or a mean where the scales do not allow it.
pub(super) fn first_definition(form: &Questionnaire) -> Definition {
    let definition =
        |scoring| Definition { scoring, aggregation: Aggregation::Pooled, weights: None, points: None };
    [Scoring::Top2, Scoring::MeanRange, Scoring::MeanMax]
        .map(definition)
        .into_iter()
        .find(|definition| Method::new(form, definition).is_ok())
        .unwrap_or_else(|| definition(Scoring::Points))
}

/// `POST /admin/new-round`
pub(super) async fn create_round(
    may: May<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let mut faults = Faults::new();
    let code = posted.text("code").parse::<Code>();
    if let Err(fault) = &code {
        faults.insert("code", code_fault(texts, fault));
    }
    let basics = read_title_and_period(texts, &posted, &mut faults);
    let act = may.act(&app).await?;
    let stored = match posted.text("form").parse::<Code>() {
        Ok(form) => forms::newest(act.on(), &form).await.ok(),
        Err(_) => None,
    };
    if stored.is_none() {
        faults.insert("form", texts.get("fault-choose"));
    }
    if let Ok(code) = &code
        && rounds::codes(act.on()).await?.iter().any(|known| known == code.as_str())
    {
        faults.insert("code", texts.get("round-code-taken"));
    }
    let (Ok(code), Some((title, from, to)), Some(stored)) = (code, basics, stored) else {
        drop(act);
        return Ok(new_page(&app, &may, &Look::default(), &posted, &faults).await?.into_response());
    };
    let tree: Vec<Agency> = store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect();
    // Those that serve citizens: the tops of the tree, such as a people's committee, are chosen where they do.
    let ranked = |agency: &&Agency| agency.block.is_some() && agency.exists_in(from, to);
    let agencies: Vec<Code> = tree
        .iter()
        .filter(ranked)
        .filter(|agency| may.over(&agency.code, &tree))
        .map(|agency| agency.code.clone())
        .collect();
    let areas = store::service_areas(act.on()).await?;
    let areas: Vec<Code> = areas
        .into_iter()
        .filter(|row| row.service_area.exists_in(from, to))
        .map(|row| row.service_area.code)
        .collect();
    if agencies.is_empty() || areas.is_empty() {
        drop(act);
        let key = if agencies.is_empty() { "round-no-agencies" } else { "round-no-areas" };
        faults.insert("from", texts.get(key));
        return Ok(new_page(&app, &may, &Look::default(), &posted, &faults).await?.into_response());
    }
    if !faults.is_empty() {
        drop(act);
        return Ok(new_page(&app, &may, &Look::default(), &posted, &faults).await?.into_response());
    }
    let form = read_form(&stored.document)?;
    let document = RoundDocument {
        code: code.clone(),
        title,
        series: None,
        form: form.code.clone(),
        from,
        to,
        live: false,
        index: first_definition(&form),
        agencies: Some(agencies),
        service_areas: Some(areas),
        population: None,
        minimum_cell: 10,
        sample: Sample::Open,
        quota: None,
        audience: Audience::Staff,
        blocks: BTreeMap::new(),
        points: None,
    };
    rounds::add(act.on(), &document, stored.id, Stage::Plan).await?;
    settings::count_plan_change(act.on()).await?;
    let details = json!({"form": form.code.as_str(), "version": stored.version});
    act.done("round.plan", code.as_str(), "", details).await?;
    Ok(see(&address(&code, ""), "done-round"))
}

/// What somebody saw of a plan when they began to change it.
pub(super) fn seen(round: &Round) -> String {
    hashed(&format!("{:?} {:?} {}", round.document, round.stage, round.form_version))
}

/// Changes a plan: checks that it can be interpreted, stores and logs. `Err` is what does not fit.
pub(super) async fn save_plan(
    act: Act,
    round: &Round,
    document: &RoundDocument,
    form: Option<i64>,
    action: &str,
    details: Value,
) -> Result<Result<(), String>, Denied> {
    if let Err(fault) = document.check() {
        return Ok(Err(fault.to_string()));
    }
    rounds::save(act.on(), round.id, document, form).await?;
    match rounds::by_id(act.on(), round.id).await {
        Ok(_) => {}
        Err(store::Error::Unfit { why, .. }) => return Ok(Err(why)),
        Err(error) => return Err(error.into()),
    }
    settings::count_plan_change(act.on()).await?;
    act.done(action, document.code.as_str(), "", details).await?;
    Ok(Ok(()))
}

/// `GET /admin/rounds/{round}`
pub(super) async fn show_round(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Page, Denied> {
    round_page(&app, &within, &look, &Posted::default(), &Faults::new(), StatusCode::OK).await
}

/// Whether whoever looks may also run the round.
fn manages(within: &InRound<FollowRounds>, tree: &[Agency]) -> bool {
    within.may.person.reach(Permission::ManageRounds).is_some_and(|reach| {
        reach == Reach::Whole || within.round.agencies.iter().all(|row| reach.covers(&row.agency.code, tree))
    })
}

async fn round_page(
    app: &App,
    within: &InRound<FollowRounds>,
    look: &Look,
    posted: &Posted,
    faults: &Faults,
    status: StatusCode,
) -> Result<Page, Denied> {
    let desk = Desk::of(&within.may.person, ROOM, look);
    let texts = desk.texts;
    let (round, today) = (&within.round, app.clock.today());
    let reader = app.database.reader();
    let tree: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let all_points = points::of_round(reader, round.id).await?;
    let numbers = Numbers::of(&texts.locale);
    let document = &round.document;
    let settled = round.stage.is_settled();
    let period = format!("{} – {}", numbers.day(document.from), numbers.day(document.to));
    let count = |n: usize| numbers.whole(u64::try_from(n).unwrap_or(0));
    let planned: u64 =
        document.quota.iter().flat_map(|quota| quota.cells.values()).flat_map(|c| c.values()).sum();
    let lines = [
        (
            "/basics",
            "step-basics",
            format!("{period} · {}, {}", round.form.title.get(&texts.locale), round.form_version),
        ),
        (
            "/definition",
            "step-index",
            texts.get(&format!("scoring-short-{}", document.index.scoring))
                + "; "
                + &texts.get(&format!("aggregation-short-{}", document.index.aggregation)),
        ),
        (
            "/places",
            "step-places",
            texts.with(
                "step-places-are",
                [
                    ("agencies", count(round.agencies.len()).into()),
                    ("areas", count(round.service_areas.len()).into()),
                ],
            ),
        ),
        (
            "/volumes",
            "step-volumes",
            match planned {
                0 => texts.get("step-volumes-none"),
                n => texts.with("step-volumes-are", [("n", numbers.whole(n).into())]),
            },
        ),
        (
            "/rules",
            "step-rules",
            texts.with("step-rules-are", [("k", numbers.whole(document.minimum_cell).into())])
                + "; "
                + &texts.get(if document.audience == Audience::Public {
                    "audience-public"
                } else {
                    "audience-staff"
                }),
        ),
        (
            "/points",
            "step-points",
            texts.with(
                "step-points-are",
                [("n", count(all_points.iter().filter(|p| p.retired.is_none()).count()).into())],
            ),
        ),
    ];
    let steps = lines.into_iter().enumerate().map(|(nth, (path, key, what))| {
        (address(&document.code, path), format!("{}. {}", nth + 1, texts.get(key)), what)
    });
    let steps: Vec<_> = steps.collect();
    let manages = manages(within, &tree);
    let mut ways = Vec::new();
    if settled {
        ways.push((address(&document.code, "/monitor"), texts.get("monitor-title")));
        if within.may.person.reach(Permission::ReadComments).is_some() {
            ways.push((address(&document.code, "/comments"), texts.get("comments-title")));
        }
        ways.push((
            format!("/results/{}{}", document.code, language_query(&texts.locale)),
            texts.get("results-title"),
        ));
    }
    ways.push((address(&document.code, "/sheets"), texts.get("sheets-title")));
    let trials: i64 = points::trials(reader, round.id).await?.values().sum();
    let mut desk = desk
        .title(document.title.get(&texts.locale))
        .beneath(ROOM, texts.get("rounds-title"))
        .with(Block::Text(format!("{} · {}", document.code, state_text(texts, round, today))))
        .with(Block::Ways(ways));
    if let Some(words) = faults.get("") {
        desk = desk.with(Block::Warning(words.clone()));
    }
    if manages {
        desk = desk.with(Block::Links(steps));
    }
    if round.stage == Stage::Test {
        desk = desk.with(Block::Warning(texts.with("round-test-lead", [("n", trials.into())])));
    }
    if manages {
        for (heading, lead, form) in actions(texts, round, today, posted, faults) {
            desk = desk
                .with(Block::Heading(texts.get(heading)))
                .with(Block::Text(texts.get(lead)))
                .with(Block::Form(form));
        }
        let copy = (address(&document.code, "/copy"), texts.get("round-copy"), String::new());
        desk = desk.with(Block::Heading(texts.get("round-again"))).with(Block::Links(vec![copy]));
    }
    Ok(desk.status(status).page())
}

/// `?lang=en` where English is read.
pub(super) fn language_query(locale: &Locale) -> &'static str {
    if *locale == Locale::en() { "?lang=en" } else { "" }
}

/// What can be done with a round now: heading, what it means, the form that does it.
fn actions(
    texts: &Texts,
    round: &Round,
    today: Day,
    posted: &Posted,
    faults: &Faults,
) -> Vec<(&'static str, &'static str, Form)> {
    let code = &round.document.code;
    let step = |to: &str, button: &str, tone: Tone, fields: Vec<Field>| {
        let mut all = vec![Field::hidden("to", to), Field::hidden("seen", seen(round))];
        // What was typed and what is wrong belong to the form that was sent.
        let sent = posted.text("to") == to;
        all.extend(fields.into_iter().map(|field| {
            let fault = faults
                .iter()
                .find(|(name, _)| sent && **name == field.name())
                .map(|(_, words)| words.clone());
            let typed = posted.raw(field.name()).to_owned();
            let field = if sent && !typed.is_empty() { field.holding(typed) } else { field };
            field.fault(fault)
        }));
        Form {
            action: address(code, "/stage"),
            fields: all,
            button: texts.get(button),
            tone,
            ..Form::default()
        }
    };
    let reason = || Field::new("reason", Kind::Text, texts.get("reason"));
    let last =
        || Field::new("day", Kind::Day, texts.get("round-new-end")).holding(round.document.to.to_string());
    let mut actions = Vec::new();
    match (round.stage, round.state(today)) {
        (Stage::Plan, _) => {
            actions.push(("round-try", "round-try-lead", step("test", "round-try-do", Tone::Quiet, vec![])));
            actions.push((
                "round-opening",
                "round-opening-lead",
                step("open", "round-open-do", Tone::Main, vec![]),
            ));
            let typed = Field::new(
                "typed",
                Kind::Code,
                texts.with("type-to-remove", [("code", code.as_str().into())]),
            );
            actions.push((
                "round-remove",
                "round-remove-lead",
                step("remove", "round-remove", Tone::Grave, vec![typed]),
            ));
        }
        (Stage::Test, _) => {
            actions.push((
                "round-untry",
                "round-untry-lead",
                step("plan", "round-untry", Tone::Quiet, vec![]),
            ));
            actions.push((
                "round-opening",
                "round-opening-lead",
                step("open", "round-open-do", Tone::Main, vec![]),
            ));
        }
        (_, RoundState::Closed) => {
            if round.document.audience == Audience::Staff {
                actions.push((
                    "round-publish",
                    "round-publish-lead",
                    step("publish", "round-publish", Tone::Main, vec![reason()]),
                ));
            } else {
                actions.push((
                    "round-unpublish",
                    "round-unpublish-lead",
                    step("unpublish", "round-unpublish", Tone::Grave, vec![reason()]),
                ));
            }
            actions.push((
                "round-reopen",
                "round-reopen-lead",
                step("reopen", "round-reopen", Tone::Quiet, vec![last(), reason()]),
            ));
        }
        _ => {
            actions.push((
                "round-extend",
                "round-extend-lead",
                step("extend", "round-extend", Tone::Quiet, vec![last(), reason()]),
            ));
            actions.push((
                "round-close",
                "round-close-lead",
                step("close", "round-close", Tone::Grave, vec![reason()]),
            ));
        }
    }
    actions
}

/// `POST /admin/rounds/{round}/stage`
pub(super) async fn update_stage(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let today = app.clock.today();
    let act = over.may.act(&app).await?;
    let round = rounds::by_id(act.on(), over.round.id).await?;
    let mut faults = Faults::new();
    if posted.text("seen") != seen(&round) {
        faults.insert("", texts.get("changed-meanwhile"));
        return refused(&app, over, &posted, &faults, StatusCode::CONFLICT, act).await;
    }
    let reason = posted.text("reason");
    let to = posted.text("to");
    if matches!(to, "close" | "reopen" | "extend" | "publish" | "unpublish") && !is_name(reason) {
        faults.insert("reason", texts.get("reason-wrong"));
    }
    let mut document = round.document.clone();
    let state = round.state(today);
    let stage = match (to, round.stage, state) {
        ("test", Stage::Plan, _) => Some(Stage::Test),
        ("plan", Stage::Test, _) => Some(Stage::Plan),
        ("open", Stage::Plan | Stage::Test, _) => {
            document.blocks = round
                .agencies
                .iter()
                .filter_map(|row| Some((row.agency.code.clone(), row.agency.block.clone()?)))
                .collect();
            Some(Stage::Open)
        }
        ("close", Stage::Open, RoundState::Open | RoundState::Planned) => Some(Stage::Closed),
        ("reopen" | "extend", Stage::Open | Stage::Closed, _) => Some(Stage::Open),
        ("publish", _, RoundState::Closed) => {
            document.audience = Audience::Public;
            Some(round.stage)
        }
        ("unpublish", _, RoundState::Closed) => {
            document.audience = Audience::Staff;
            Some(round.stage)
        }
        ("remove", Stage::Plan, _) => Some(Stage::Plan),
        _ => None,
    };
    let Some(stage) = stage else {
        faults.insert("", texts.get("changed-meanwhile"));
        return refused(&app, over, &posted, &faults, StatusCode::CONFLICT, act).await;
    };
    match to {
        "remove" if posted.text("typed") != round.document.code.as_str() => {
            faults.insert("typed", texts.get("type-to-remove-wrong"));
        }
        "test" | "open" => {
            let active = points::of_round(act.on(), round.id).await?;
            if !active.iter().any(|point| point.retired.is_none()) {
                faults.insert("", texts.get("round-no-points"));
            } else if to == "open" && document.to < today {
                faults.insert("", texts.get("round-over-already"));
            }
        }
        "reopen" | "extend" => match posted.parsed::<Day>("day") {
            Ok(Some(day)) if day >= today && day >= document.from => document.to = day,
            Ok(Some(_)) => {
                faults.insert("day", texts.get("round-end-past"));
            }
            Ok(None) => {
                faults.insert("day", texts.get("fault-empty"));
            }
            Err(fault) => {
                faults.insert("day", texts.with("fault-day", [("day", fault.0.into())]));
            }
        },
        _ => {}
    }
    if !faults.is_empty() {
        return refused(&app, over, &posted, &faults, StatusCode::UNPROCESSABLE_ENTITY, act).await;
    }
    let code = round.document.code.clone();
    if to == "remove" {
        points::remove_all(act.on(), round.id).await?;
        rounds::remove(act.on(), round.id).await?;
        settings::count_plan_change(act.on()).await?;
        act.done("round.remove", code.as_str(), "", Value::Null).await?;
        app.points.forget();
        return Ok(see(ROOM, "done-removed"));
    }
    rounds::save(act.on(), round.id, &document, None).await?;
    rounds::set_stage(act.on(), round.id, stage).await?;
    settings::count_plan_change(act.on()).await?;
    let details = json!({
        "stage": [round.stage.as_str(), stage.as_str()],
        "to": [round.document.to.to_string(), document.to.to_string()],
    });
    let what = if to == "plan" { "untry" } else { to };
    act.done(&format!("round.{what}"), code.as_str(), reason, details).await?;
    app.points.forget();
    Ok(see(&address(&code, ""), "done-stage"))
}

async fn refused(
    app: &App,
    over: OverRound<ManageRounds>,
    posted: &Posted,
    faults: &Faults,
    status: StatusCode,
    act: Act,
) -> Result<Response, Denied> {
    drop(act);
    let round = rounds::by_id(app.database.reader(), over.round.id).await?;
    let within = (0..round.agencies.len()).collect();
    let may = over.may.also::<FollowRounds>()?;
    let within = InRound { may, round, within };
    Ok(round_page(app, &within, &Look::default(), posted, faults, status).await?.into_response())
}

/// `GET /admin/rounds/{round}/copy`
pub(super) async fn show_copy(over: OverRound<ManageRounds>, look: Look) -> Result<Page, Denied> {
    Ok(copy_page(&over, &look, None, &Faults::new()))
}

fn copy_page(over: &OverRound<ManageRounds>, look: &Look, posted: Option<&Posted>, faults: &Faults) -> Page {
    let desk = Desk::of(&over.may.person, ROOM, look);
    let texts = desk.texts;
    let document = &over.round.document;
    // The same days a year later; where there is no such day, the one before.
    let later = |day: Day| {
        let date = day.date();
        Day::new(date.saturating_add(jiff::Span::new().years(1))).to_string()
    };
    let held = |name: &str| match (posted, name) {
        (Some(posted), name) => posted.raw(name).to_owned(),
        (None, "title") => document.title.get(&Locale::vi()).to_owned(),
        (None, "title_en") if document.title.has(&Locale::en()) => {
            document.title.get(&Locale::en()).to_owned()
        }
        (None, "from") => later(document.from),
        (None, "to") => later(document.to),
        _ => String::new(),
    };
    let form = Form {
        action: address(&document.code, "/copy"),
        fields: basic_fields(texts, held, faults, None, true),
        button: texts.get("round-copy"),
        ..Form::default()
    };
    desk.title(texts.get("round-copy"))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(&document.code, ""), document.title.get(&texts.locale))
        .with(Block::Text(texts.get("round-copy-lead")))
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page()
}

/// `POST /admin/rounds/{round}/copy`: the plan of an earlier round for another period. Agencies that are no longer there
/// give way to nothing; points are made anew, with codes of their own.
pub(super) async fn create_copy(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let mut faults = Faults::new();
    let code = posted.text("code").parse::<Code>();
    if let Err(fault) = &code {
        faults.insert("code", code_fault(texts, fault));
    }
    let basics = read_title_and_period(texts, &posted, &mut faults);
    let act = over.may.act(&app).await?;
    if let Ok(code) = &code
        && rounds::codes(act.on()).await?.iter().any(|known| known == code.as_str())
    {
        faults.insert("code", texts.get("round-code-taken"));
    }
    let (Ok(code), Some((title, from, to)), true) = (code, basics, faults.is_empty()) else {
        drop(act);
        return Ok(copy_page(&over, &Look::default(), Some(&posted), &faults).into_response());
    };
    let old = &over.round;
    let there = |row: &&store::AgencyRow| row.agency.exists_in(from, to);
    let agencies: Vec<Code> = old.agencies.iter().filter(there).map(|row| row.agency.code.clone()).collect();
    let areas = old.service_areas.iter().filter(|row| row.service_area.exists_in(from, to));
    let areas: Vec<Code> = areas.map(|row| row.service_area.code.clone()).collect();
    if agencies.is_empty() || areas.is_empty() {
        drop(act);
        faults.insert("from", texts.get("round-no-agencies"));
        return Ok(copy_page(&over, &Look::default(), Some(&posted), &faults).into_response());
    }
    let mut document = RoundDocument {
        code: code.clone(),
        title,
        series: Some(old.document.series().clone()),
        from,
        to,
        audience: Audience::Staff,
        blocks: BTreeMap::new(),
        agencies: Some(agencies.clone()),
        service_areas: Some(areas),
        ..old.document.clone()
    };
    // Volumes are of last year's dossiers; they are asked for anew.
    document.population = None;
    document.quota = None;
    let stored = forms::newest(act.on(), &document.form).await?;
    let form = read_form(&stored.document)?;
    if Method::new(&form, &document.index).is_err() {
        document.index = first_definition(&form);
    }
    rounds::add(act.on(), &document, stored.id, Stage::Plan).await?;
    settings::count_plan_change(act.on()).await?;
    let gone = old.agencies.len() - agencies.len();
    let details = json!({"of": old.document.code.as_str(), "agencies no longer there": gone});
    act.done("round.plan", code.as_str(), "", details).await?;
    Ok(see(&address(&code, ""), "done-round"))
}
