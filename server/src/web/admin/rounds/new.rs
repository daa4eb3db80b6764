//! A new round: what everybody who plans one chooses first.

use super::{Faults, ROOM, address, chosen_form, form_choices, read_form, series_of_new, unfit};
use crate::{
    acts::ManageRounds,
    auth::{Denied, May},
    store::{self, rounds},
    web::{
        App,
        admin::{
            desk::{Desk, Look, see},
            posted::Posted,
            set_up::is_name,
            words::{code_fault, day_fault},
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Agency, Audience, Code, Day, GRACE_HOURS, Locale, RoundDocument, Sample, Stage, Text,
    form::Form as Questionnaire,
    index::{Aggregation, Definition, Method, Scoring},
};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What everybody who plans a round chooses first.
pub(in crate::web::admin) fn basic_fields(
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
    let grace = texts.with("round-grace", [("hours", GRACE_HOURS.into())]);
    fields.push(one("to", Kind::Day, "round-to").hint(grace));
    fields
}

/// The title in both languages from what was typed.
pub(in crate::web::admin) fn read_titles(
    texts: &Texts,
    posted: &Posted,
    faults: &mut Faults,
) -> Option<Text> {
    let (vi, en) = (posted.text("title"), posted.text("title_en"));
    if !is_name(vi) {
        faults.insert("title", texts.get("name-wrong"));
    }
    if !en.is_empty() && !is_name(en) {
        faults.insert("title_en", texts.get("name-wrong"));
    }
    let english = (!en.is_empty()).then(|| (Locale::en(), en.to_owned()));
    let title = Text::new([(Locale::vi(), vi.to_owned())].into_iter().chain(english));
    faults.is_empty().then_some(title)
}

/// Title and period from what was typed.
pub(in crate::web::admin) fn read_title_and_period(
    texts: &Texts,
    posted: &Posted,
    faults: &mut Faults,
) -> Option<(Text, Day, Day)> {
    let title = read_titles(texts, posted, faults);
    let mut day = |name: &'static str| match posted.parsed::<Day>(name) {
        Ok(Some(day)) => Some(day),
        Ok(None) => {
            faults.insert(name, texts.get("fault-empty"));
            None
        }
        Err(fault) => {
            faults.insert(name, day_fault(texts, &fault));
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
    Some((title?, from?, to?))
}

/// `GET /admin/new-round`
pub(in crate::web::admin) async fn show_new_round(
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
        // The way here from a form names it alone: its newest version is meant.
        ("", "form") => {
            let asked = format!("{} ", look.get("form"));
            let newest = forms.iter().find(|(value, _)| value.starts_with(&asked));
            newest.map(|(value, _)| value.clone()).unwrap_or_default()
        }
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
pub(in crate::web::admin) fn first_definition(form: &Questionnaire) -> Definition {
    let definition =
        |scoring| Definition { scoring, aggregation: Aggregation::Pooled, weights: None, points: None };
    [Scoring::Top2, Scoring::MeanRange, Scoring::MeanMax]
        .map(definition)
        .into_iter()
        .find(|definition| Method::new(form, definition).is_ok())
        .unwrap_or_else(|| definition(Scoring::Points))
}

/// `POST /admin/new-round`
pub(in crate::web::admin) async fn create_round(
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
    let stored = chosen_form(&act, posted.text("form")).await?;
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
    let reached = may.within(&tree);
    let agencies: Vec<Code> = tree
        .iter()
        .filter(ranked)
        .filter(|agency| reached.contains(&agency.code))
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
    let form = read_form(&stored.document)?;
    let series = series_of_new(&act, &may, &form.code, &code).await?;
    if series.is_none() {
        faults.insert("code", texts.get("round-code-series"));
    }
    if !faults.is_empty() {
        drop(act);
        return Ok(new_page(&app, &may, &Look::default(), &posted, &faults).await?.into_response());
    }
    let document = RoundDocument {
        code: code.clone(),
        title,
        // A round that names none belongs to the series of its form.
        series: series.filter(|series| *series != form.code),
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
    let id = rounds::add(act.on(), &document, stored.id, Stage::Plan).await?;
    if let Some(why) = unfit(&act, id).await? {
        drop(act);
        faults.insert("form", texts.with("step-unfit", [("why", why.into())]));
        return Ok(new_page(&app, &may, &Look::default(), &posted, &faults).await?.into_response());
    }
    let details = json!({"form": form.code.as_str(), "version": stored.version});
    act.done("round.plan", code.as_str(), "", details).await?;
    Ok(see(&address(&code, ""), "done-round"))
}
