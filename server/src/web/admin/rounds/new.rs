//! A new round: what everybody who plans one chooses first.

use super::{Faults, ROOM, address, form_choices, read_form_choice};
use crate::{
    acts::{
        ManageRounds,
        rounds::{DraftCommand, DraftRefusal, is_round_code_taken, plan_round},
    },
    auth::{Denied, May},
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{
        Block, Field, Form, Kind,
        faults::{code_fault, day_fault},
    },
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{Code, Day, GRACE_HOURS, Locale, Name, Text, plan::DraftFault};
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
    if Name::new(vi).is_err() {
        faults.insert("title", texts.get("name-wrong"));
    }
    if !en.is_empty() && Name::new(en).is_err() {
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
    query: AdminQuery,
) -> Result<Page, Denied> {
    new_page(&app, &may, &query, &Posted::default(), &Faults::new()).await
}

async fn new_page(
    app: &App,
    may: &May<ManageRounds>,
    query: &AdminQuery,
    posted: &Posted,
    faults: &Faults,
) -> Result<Page, Denied> {
    let desk = Desk::of(&may.person, ROOM, query);
    let texts = desk.texts;
    let forms = form_choices(app, texts).await?;
    let held = |name: &str| match (posted.raw(name), name) {
        // The way here from a form names it alone: its newest version is meant.
        ("", "form") => {
            let asked = format!("{} ", query.get("form"));
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

/// What is said of a refusal, by field.
pub(in crate::web::admin) fn draft_faults(texts: &Texts, refusal: DraftRefusal) -> Faults {
    let (field, words) = match refusal {
        DraftRefusal::CodeTaken => ("code", texts.get("round-code-taken")),
        DraftRefusal::NoForm => ("form", texts.get("fault-choose")),
        DraftRefusal::Draft(DraftFault::NoAgencies) => ("from", texts.get("round-no-agencies")),
        DraftRefusal::Draft(DraftFault::NoServiceAreas) => ("from", texts.get("round-no-areas")),
        DraftRefusal::SeriesOutOfReach => ("code", texts.get("round-code-series")),
        DraftRefusal::Unfit(why) => ("form", texts.with("step-unfit", [("why", why.into())])),
    };
    Faults::from([(field, words)])
}

/// What a plan begins with, from what was typed. All that is wrong is told at once.
pub(in crate::web::admin) async fn read_draft(
    app: &App,
    texts: &Texts,
    posted: &Posted,
    faults: &mut Faults,
) -> Result<Option<DraftCommand>, Denied> {
    let basics = read_title_and_period(texts, posted, faults);
    let code = match posted.text("code").parse::<Code>() {
        Ok(code) if is_round_code_taken(app.database.reader(), &code).await? => {
            faults.extend(draft_faults(texts, DraftRefusal::CodeTaken));
            None
        }
        Ok(code) => Some(code),
        Err(fault) => {
            faults.insert("code", code_fault(texts, &fault));
            None
        }
    };
    let draft = code.zip(basics);
    Ok(draft.map(|(code, (title, from, to))| DraftCommand { code, title, period: (from, to) }))
}

/// `POST /admin/new-round`
pub(in crate::web::admin) async fn create_round(
    may: May<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let mut faults = Faults::new();
    let form = read_form_choice(posted.text("form"));
    if form.is_none() {
        faults.insert("form", texts.get("fault-choose"));
    }
    let command = read_draft(&app, texts, &posted, &mut faults).await?;
    let Some(command) = command.filter(|_| faults.is_empty()) else {
        return Ok(new_page(&app, &may, &AdminQuery::default(), &posted, &faults).await?.into_response());
    };
    let round = address(&command.code, "");
    match plan_round(may.act(&app).await?, command, form).await {
        Ok(_) => Ok(see(&round, "done-round")),
        Err(fault) => {
            let faults = draft_faults(texts, may.person.refused(fault)?);
            Ok(new_page(&app, &may, &AdminQuery::default(), &posted, &faults).await?.into_response())
        }
    }
}
