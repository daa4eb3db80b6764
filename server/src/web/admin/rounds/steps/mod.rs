//! The steps of planning a round, each saved by itself. Once a round has been opened, what its answers rest on stays as it
//! is.

mod basics;
mod definition;
mod places;
mod rules;
mod volumes;

pub(in crate::web::admin) use basics::Basics;
pub(in crate::web::admin) use definition::IndexDefinition;
pub(in crate::web::admin) use places::Places;
pub(in crate::web::admin) use rules::Rules;
pub(in crate::web::admin) use volumes::Volumes;

use super::{Faults, ROOM, address};
use crate::{
    acts::{
        ManageRounds,
        rounds::{PlanChange, PlanRefusal, change_plan, revision_token},
    },
    auth::{Denied, OverRound},
    store::{Round, rounds},
    web::{
        App,
        admin::{
            definitions::fault_field,
            desk::{AdminQuery, Desk, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form, faults::definition_fault},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Code,
    plan::{OpeningFault, VolumesFault},
};
use std::sync::Arc;

/// What the fields of a step are made from.
pub(in crate::web::admin) struct View<'a> {
    app: &'a App,
    over: &'a OverRound<ManageRounds>,
    /// The plan as it is now.
    round: &'a Round,
    /// What was sent, if anything.
    posted: Option<&'a Posted>,
    faults: &'a Faults,
    texts: &'static Texts,
}

/// A step of a plan.
pub(in crate::web::admin) trait Step: Send + Sync + 'static {
    /// The last part of its address, and of the next one's.
    const PATH: &'static str;
    const NEXT: &'static str;
    /// Keys of texts: its title, and what is said of it.
    const TEXTS: [&'static str; 2];
    /// Whether it needs the whole width of a screen.
    const IS_WIDE: bool = false;

    /// What can be filled in.
    fn fields(view: &View<'_>) -> impl Future<Output = Result<Vec<Field>, Denied>> + Send;
    /// The step as what was sent would have it, or what is wrong with what was typed.
    fn read(texts: &Texts, round: &Round, posted: &Posted) -> Result<PlanChange, Faults>;
}

/// `GET /admin/rounds/{round}/{step}`
pub(in crate::web::admin) async fn show_step<S: Step>(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let (faults, texts) = (Faults::new(), Texts::of(over.may.person.language()));
    let view = View { app: &app, over: &over, round: &over.round, posted: None, faults: &faults, texts };
    page::<S>(&view, &query, StatusCode::OK).await
}

/// The page of a step: its form, or that it is settled.
async fn page<S: Step>(view: &View<'_>, query: &AdminQuery, status: StatusCode) -> Result<Page, Denied> {
    let desk = Desk::of(&view.over.may.person, ROOM, query);
    let (texts, round) = (view.texts, view.round);
    let code = &round.document.code;
    let settled = round.stage.is_locked();
    let [title, lead] = S::TEXTS;
    let mut fields = vec![Field::hidden("seen", revision_token(round))];
    let own = S::fields(view).await?;
    if status == StatusCode::CONFLICT && !settled {
        let none = Faults::new();
        let stored = S::fields(&View { posted: None, faults: &none, ..*view }).await?;
        fields.extend(own.into_iter().zip(&stored).map(|(own, stored)| own.against(texts, stored)));
    } else {
        fields.extend(own);
    }
    let form = Form {
        action: address(code, S::PATH),
        fields,
        button: texts.get("step-save"),
        fault: view.faults.get("").cloned(),
        wide: S::IS_WIDE,
        locked: settled,
        ..Form::default()
    };
    Ok(desk
        .title(texts.get(title))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .with(Block::Text(texts.get(lead)))
        .maybe(settled.then(|| Block::Warning(texts.get("step-settled"))))
        .with(Block::Form(form))
        .with(Block::Links(vec![(address(code, S::NEXT), texts.get("step-next"), String::new())]))
        .status(status)
        .page())
}

/// What is said of a refusal, by field.
fn refusal_faults(texts: &Texts, round: &Round, refusal: PlanRefusal) -> Faults {
    let agency = |code: &Code| {
        let row = round.agencies.iter().find(|row| row.agency.code == *code);
        row.map_or_else(|| code.to_string(), |row| row.agency.name_in(&texts.locale).to_owned())
    };
    let unfit = |why: String| ("", texts.with("step-unfit", [("why", why.into())]));
    let (field, words) = match refusal {
        PlanRefusal::Opened => ("", texts.get("step-settled")),
        PlanRefusal::NoForm => ("form", texts.get("fault-choose")),
        PlanRefusal::SeriesOutOfReach => ("series", texts.get("round-series-beyond")),
        PlanRefusal::NoAgencies => ("agency", texts.get("step-places-missing")),
        PlanRefusal::NoServiceAreas => ("area", texts.get("step-places-missing")),
        PlanRefusal::Definition(fault) => (fault_field(&fault), definition_fault(texts, &fault)),
        PlanRefusal::NoDefinition => ("definition", texts.get("fault-choose")),
        PlanRefusal::SharedDefinition(fault) => {
            let why = [("why", definition_fault(texts, &fault).into())];
            ("definition", texts.with("definition-unfit", why))
        }
        PlanRefusal::Volumes(VolumesFault::WithoutFormula) => ("weigh", texts.get("volume-weigh-quota")),
        PlanRefusal::Volumes(VolumesFault::AgenciesWithout(codes)) => {
            let names = codes.iter().take(volumes::SHOWN).map(agency).collect::<Vec<_>>().join(", ");
            ("weigh", texts.with("volume-weigh-missing", [("agencies", names.into())]))
        }
        PlanRefusal::Outside(OpeningFault::OutsidePopulation { agency: of, service_area }) => {
            let row = round.service_areas.iter().find(|row| row.service_area.code == service_area);
            let area = row.map_or_else(String::new, |row| row.service_area.name_in(&texts.locale).to_owned());
            let names = [("agency", agency(&of).into()), ("area", area.into())];
            ("weigh", texts.with("volume-weigh-point", names))
        }
        PlanRefusal::MinimumCell(_) => ("minimum", texts.get("rule-minimum-wrong")),
        PlanRefusal::Outside(fault) => unfit(fault.to_string()),
        PlanRefusal::Document(fault) => unfit(fault.to_string()),
        PlanRefusal::Unfit(why) => unfit(why),
    };
    Faults::from([(field, words)])
}

/// `POST /admin/rounds/{round}/{step}`: stores the step and goes on to the next, or says what does not fit.
pub(in crate::web::admin) async fn update_step<S: Step>(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let code = &over.round.document.code;
    let (status, faults) = match S::read(texts, &over.round, &posted) {
        _ if over.round.stage.is_locked() => {
            (StatusCode::CONFLICT, refusal_faults(texts, &over.round, PlanRefusal::Opened))
        }
        _ if posted.text("seen") != revision_token(&over.round) => {
            (StatusCode::CONFLICT, Faults::from([("", texts.get("changed-beside"))]))
        }
        Err(faults) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Ok(change) => {
            let act = over.may.act(&app).await?;
            // Sample sizes that were computed are looked at first.
            let is_computed = matches!(&change, PlanChange::Volumes(given) if given.formula.is_some() && !given.cells.is_empty());
            let fault = match change_plan(act, over.round.id, posted.text("seen"), change).await {
                Ok(_) => {
                    let next = if is_computed { S::PATH } else { S::NEXT };
                    return Ok(see(&address(code, next), "done-saved"));
                }
                Err(fault) => fault,
            };
            match over.may.person.refused_or_changed(fault)? {
                None => (StatusCode::CONFLICT, Faults::from([("", texts.get("changed-beside"))])),
                Some(refusal) => {
                    let is_opened = refusal == PlanRefusal::Opened;
                    let status =
                        if is_opened { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
                    (status, refusal_faults(texts, &over.round, refusal))
                }
            }
        }
    };
    let round = rounds::by_id(app.database.reader(), over.round.id).await?;
    let view = View { app: &app, over: &over, round: &round, posted: Some(&posted), faults: &faults, texts };
    Ok(page::<S>(&view, &AdminQuery::default(), status).await?.into_response())
}
