//! What is wrong with a round.

use super::{
    code_fault, day_fault, definition_edit_fault, definition_fault, file_faults, form_fault, name_fault,
};
use crate::{
    Numbers, Texts,
    admin::pages::{agency_name, service_area_name},
};
use domain::{
    Agency, Code, RoundFault, RoundList, ServiceArea, UnfitReason,
    plan::{
        BasicsFault, DraftFault, NewRoundFault, OpeningFault, PlanFault, StageFault, StageRefusal,
        VolumesFault,
    },
    sort_by_name,
};

/// Agencies and lines that are named one by one where something is wrong with many.
const SHOWN: usize = 5;

/// What is wrong with title or period.
fn basics_fault(texts: &Texts, fault: &BasicsFault) -> String {
    match fault {
        BasicsFault::Title(fault) | BasicsFault::TitleEn(fault) => name_fault(texts, *fault),
        BasicsFault::FromMissing | BasicsFault::ToMissing => texts.get("fault-empty"),
        BasicsFault::From(fault) | BasicsFault::To(fault) => day_fault(texts, fault),
        BasicsFault::EndsBeforeBegin => texts.get("round-ends-before"),
    }
}

/// Why a plan does not begin.
pub fn new_round_fault(texts: &Texts, fault: &NewRoundFault) -> String {
    match fault {
        NewRoundFault::Code(fault) => code_fault(texts, fault),
        NewRoundFault::CodeTaken => texts.get("round-code-taken"),
        NewRoundFault::SeriesOutOfReach => texts.get("round-code-series"),
        NewRoundFault::Basics(fault) => basics_fault(texts, fault),
        NewRoundFault::NoForm => texts.get("fault-choose"),
        NewRoundFault::Draft(DraftFault::NoAgencies) => texts.get("round-no-agencies"),
        NewRoundFault::Draft(DraftFault::NoServiceAreas) => texts.get("round-no-areas"),
        NewRoundFault::Unfit(reason) => unfit_plan(texts, unfit_reason(texts, reason)),
    }
}

/// Why a plan is not changed. Agencies and service areas are those of the round, for their names.
pub fn plan_fault(texts: &Texts, fault: &PlanFault, agencies: &[Agency], areas: &[ServiceArea]) -> String {
    let agency = |code: &Code| agency_name(texts, Some(code), agencies);
    let place = |key: &str, at: &Code, area: &Code| {
        let area = service_area_name(texts, area, areas);
        texts.with(key, [("agency", agency(at).into()), ("area", area.into())])
    };
    match fault {
        PlanFault::Opened => texts.get("step-settled"),
        PlanFault::Basics(fault) => basics_fault(texts, fault),
        PlanFault::NoForm | PlanFault::NoDefinition | PlanFault::NoFormula => texts.get("fault-choose"),
        PlanFault::Series(fault) => code_fault(texts, fault),
        PlanFault::SeriesOutOfReach => texts.get("round-series-beyond"),
        PlanFault::NoAgencies | PlanFault::NoServiceAreas => texts.get("step-places-missing"),
        PlanFault::Definition(fault) => definition_edit_fault(texts, fault),
        PlanFault::ScaleWithoutPoints(scale) => {
            texts.with("step-points-of-scales-missing", [("scale", scale.as_str().into())])
        }
        PlanFault::SharedDefinition(fault) => {
            texts.with("definition-unfit", [("why", definition_fault(texts, fault).into())])
        }
        PlanFault::VolumeCell { agency, service_area } => place("volume-wrong", agency, service_area),
        PlanFault::VolumeFile(fault) => file_faults(texts, fault, SHOWN).join(" "),
        PlanFault::NoVolumeFile => texts.get("fault-choose"),
        PlanFault::UnreadVolumeFile => texts.get("volume-file-unread"),
        PlanFault::MarginOfError => texts.get("volume-error-wrong"),
        PlanFault::Volumes(VolumesFault::WithoutFormula) => texts.get("volume-weigh-quota"),
        PlanFault::Volumes(VolumesFault::AgenciesWithout(codes)) => {
            let mut names: Vec<String> = codes.iter().map(agency).collect();
            sort_by_name(&mut names, |name| name);
            names.truncate(SHOWN);
            let names = names.join(", ");
            texts.with("volume-weigh-missing", [("agencies", names.into())])
        }
        PlanFault::OutsidePopulation { agency, service_area } => {
            place("volume-weigh-point", agency, service_area)
        }
        PlanFault::MinimumCell => texts.get("rule-minimum-wrong"),
        PlanFault::Document(fault) => unfit_plan(texts, round_fault(texts, fault)),
        PlanFault::Unfit(reason) => unfit_plan(texts, unfit_reason(texts, reason)),
    }
}

fn unfit_plan(texts: &Texts, why: String) -> String {
    texts.with("step-unfit", [("why", why.into())])
}

/// Why a round is not brought further, or back. Agencies and service areas are those of the round, for their names.
pub fn stage_refusal(
    texts: &Texts,
    refusal: &StageRefusal,
    agencies: &[Agency],
    areas: &[ServiceArea],
) -> String {
    match refusal {
        StageRefusal::ReasonMissing => texts.get("reason-wrong"),
        StageRefusal::DayMissing => texts.get("fault-empty"),
        StageRefusal::Day(fault) => day_fault(texts, fault),
        StageRefusal::Title(fault) => basics_fault(texts, fault),
        StageRefusal::NotConfirmed => texts.get("type-to-remove-wrong"),
        StageRefusal::Stage(StageFault::NotFromHere { .. }) => texts.get("changed-meanwhile"),
        StageRefusal::Stage(StageFault::Over(_)) => texts.get("round-over-already"),
        StageRefusal::Stage(StageFault::EndsTooEarly { .. }) => texts.get("round-end-past"),
        StageRefusal::Stage(StageFault::HasAnswers(n)) => {
            let words = Numbers::of(&texts.locale).whole(*n);
            texts.with("round-has-answers", [("n", words.into()), ("count", (*n).into())])
        }
        StageRefusal::Stage(StageFault::Opening(fault)) => opening_fault(texts, fault, agencies, areas),
    }
}

/// What keeps a plan from being opened.
pub fn opening_fault(
    texts: &Texts,
    fault: &OpeningFault,
    agencies: &[Agency],
    areas: &[ServiceArea],
) -> String {
    let agency = |code: &Code| agency_name(texts, Some(code), agencies);
    let area = |code: &Code| service_area_name(texts, code, areas);
    match fault {
        OpeningFault::NoPoints => texts.get("round-no-points"),
        OpeningFault::AgencyEnded { code, .. } => {
            texts.with("round-agency-gone", [("name", agency(code).into())])
        }
        OpeningFault::ServiceAreaEnded { code, .. } => {
            texts.with("round-area-gone", [("name", area(code).into())])
        }
        OpeningFault::OutsidePopulation { agency: at, service_area } => {
            let names = [("agency", agency(at).into()), ("area", area(service_area).into())];
            texts.with("volume-weigh-point", names)
        }
        OpeningFault::MinimumCell(_) => texts.get("rule-minimum-wrong"),
    }
}

/// Why what is stored of a round cannot be interpreted.
pub fn unfit_reason(texts: &Texts, reason: &UnfitReason) -> String {
    match reason {
        UnfitReason::Plan(_) => texts.get("round-unfit-plan"),
        UnfitReason::FormDocument(_) => texts.get("round-unfit-form-document"),
        UnfitReason::Form(fault) => {
            texts.with("round-unfit-form", [("why", form_fault(texts, fault).into())])
        }
        UnfitReason::NoDefinition => texts.get("round-unfit-no-definition"),
        UnfitReason::DefinitionDocument(_) => texts.get("round-unfit-definition-document"),
        UnfitReason::Definition(fault) => {
            texts.with("definition-unfit", [("why", definition_fault(texts, fault).into())])
        }
        UnfitReason::AgencyGone(code) => texts.with("round-unfit-agency", [("code", code.as_str().into())]),
        UnfitReason::ServiceAreaGone(code) => {
            texts.with("round-unfit-area", [("code", code.as_str().into())])
        }
        UnfitReason::Population(fault) => round_fault(texts, fault),
        UnfitReason::Stage(word) => texts.with("round-unfit-stage", [("word", word.as_str().into())]),
    }
}

/// What makes the document of a round unusable.
fn round_fault(texts: &Texts, fault: &RoundFault) -> String {
    let agency = |key: &str, code: &Code| texts.with(key, [("agency", code.as_str().into())]);
    match fault {
        RoundFault::EndsBeforeItBegins { .. } => texts.get("round-ends-before"),
        RoundFault::NoMinimumCell => texts.get("rule-minimum-wrong"),
        RoundFault::NoTitle => texts.get("name-wrong"),
        RoundFault::Title(_, fault) => name_fault(texts, *fault),
        RoundFault::EmptyList(RoundList::Agencies) => texts.get("fault-round-no-agencies"),
        RoundFault::EmptyList(RoundList::ServiceAreas) => texts.get("fault-round-no-areas"),
        RoundFault::Twice { code, .. } => texts.with("fault-twice", [("code", code.as_str().into())]),
        RoundFault::EmptyQuota(code) => agency("fault-round-quota", code),
        RoundFault::PopulationBelowOne(code) => agency("fault-round-population-small", code),
        RoundFault::SlugTwice { slug, .. } => texts.with("fault-twice", [("code", slug.as_str().into())]),
        RoundFault::Counter(at) => texts.with("fault-round-counter", [("n", (at + 1).into())]),
        RoundFault::PopulationOfOther(code) => agency("fault-round-population-other", code),
        RoundFault::PopulationMissing(code) => agency("fault-round-population-missing", code),
        RoundFault::PopulationOfOtherArea { agency, service_area } => {
            let codes = [("agency", agency.as_str().into()), ("area", service_area.as_str().into())];
            texts.with("fault-round-population-area", codes)
        }
    }
}
