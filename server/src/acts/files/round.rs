//! `import round`: a plan becomes a round with its lists resolved, its form pinned and its points made.

use crate::{
    acts::{Act, ManageRounds},
    import::{ImportError, decoded},
    store::{
        self, AgencyRow, Database, Point, ServiceAreaRow, definitions, forms, points, points::random_slug,
        rounds,
    },
};
use domain::{
    Agency, Channel, Code, PointPlan, RoundDocument, ServiceArea, Stage,
    import::SimilarCodes,
    index::Method,
    plan::{
        MOST_POINTS, NewPoint, OpeningFault, Plan, PointsFault, blocks_at_opening, missing_points,
        opening_faults,
    },
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};

/// A round that was stored.
#[derive(Debug, Clone)]
pub struct ImportedRound {
    /// Its code.
    pub code: Code,
    /// Its points, as they can be reached.
    pub points: Vec<PointPlan>,
    /// What a page would refuse and a file may have.
    pub warnings: Vec<OpeningFault>,
}

/// Holds a file against the rules by which a page opens a plan. Its fewest respondents of a number may be any: files also
/// bring in rounds whose numbers are compared with those of other programs, and whoever has the machine has the answers.
fn openable(
    document: &RoundDocument,
    agencies: &[AgencyRow],
    areas: &[ServiceAreaRow],
    points: &[PointPlan],
) -> Result<Vec<OpeningFault>, ImportError> {
    let agencies: Vec<Agency> = agencies.iter().map(|row| row.agency.clone()).collect();
    let service_areas: Vec<ServiceArea> = areas.iter().map(|row| row.service_area.clone()).collect();
    let places: Vec<(Code, Code)> =
        points.iter().map(|point| (point.agency.clone(), point.service_area.clone())).collect();
    let plan = Plan { document, agencies: &agencies, service_areas: &service_areas, places: &places };
    let told = |fault: &OpeningFault| match fault {
        OpeningFault::OutsidePopulation { agency, service_area } => {
            let at = places.iter().position(|place| *place == (agency.clone(), service_area.clone()));
            format!("points[{}]: {agency} × {service_area} has no population", at.unwrap_or_default())
        }
        fault => fault.to_string(),
    };
    let is_warning = |fault: &OpeningFault| matches!(fault, OpeningFault::MinimumCell(_));
    let (warnings, faults): (Vec<_>, Vec<_>) = opening_faults(&plan).into_iter().partition(is_warning);
    match faults.is_empty() {
        true => Ok(warnings),
        false => Err(ImportError::Document(faults.iter().map(told).collect::<Vec<_>>().join("; "))),
    }
}

/// Checks and stores a round document.
pub async fn import_round(database: &Database, bytes: &[u8]) -> Result<ImportedRound, ImportError> {
    let text = decoded(bytes)?;
    let bytes = text.as_bytes();
    let named = named_definition(bytes);
    let file = named.as_ref().map_or(bytes, |(_, rest)| rest);
    let mut document: RoundDocument =
        serde_json::from_slice(file).map_err(|e| ImportError::Document(format!("not a round file: {e}")))?;
    document.check().map_err(refused)?;
    let act = Act::<ManageRounds>::of_command_line(database).await?;
    let transaction = act.on();
    let stored = match forms::newest(transaction, &document.form).await {
        Err(store::Error::NotFound(_)) => return Err(missing("form", &document.form, "import it first")),
        other => other?,
    };
    let form = stored.form()?;
    if let Some((code, _)) = &named {
        let version = match definitions::newest(transaction, code).await {
            Err(store::Error::NotFound(_)) => {
                return Err(missing("index definition", code, "import it first"));
            }
            other => other?.version,
        };
        (document.index, document.definition) = (version.definition, Some(version.name));
    } else if form.has_index() && !has_definition(bytes) {
        let what = format!("index: is missing; the form {} has an index", form.code);
        return Err(ImportError::Document(what));
    }
    Method::new(&form, &document.index).map_err(refused)?;
    let agencies = agencies_of(&document, store::agencies(transaction).await?)?;
    let areas = service_areas_of(&document, store::service_areas(transaction).await?)?;
    let (codes, area_codes): (Vec<Code>, Vec<Code>) = (
        agencies.iter().map(|a| a.agency.code.clone()).collect(),
        areas.iter().map(|a| a.service_area.code.clone()).collect(),
    );
    document.design(&codes, &area_codes).map_err(refused)?;
    let plans = match document.points.take() {
        Some(plans) => plans,
        None => default_points(&document, &codes, &area_codes)?,
    };
    if plans.len() > MOST_POINTS {
        return Err(refused(PointsFault::TooMany(plans.len())));
    }
    let warnings = openable(&document, &agencies, &areas, &plans)?;
    (document.agencies, document.service_areas) = (Some(codes), Some(area_codes));
    document.blocks = blocks_at_opening(agencies.iter().map(|row| &row.agency));
    let round_id = rounds::add(transaction, &document, stored.id, Stage::Open).await?;
    let agency_ids: HashMap<&Code, i64> = agencies.iter().map(|a| (&a.agency.code, a.id)).collect();
    let area_ids: HashMap<&Code, i64> = areas.iter().map(|a| (&a.service_area.code, a.id)).collect();
    for (i, plan) in plans.iter().enumerate() {
        let ids = (agency_ids.get(&plan.agency), area_ids.get(&plan.service_area));
        let (Some(agency_id), Some(service_area_id)) = ids else {
            let what =
                format!("points[{i}]: {} × {} is not part of the round", plan.agency, plan.service_area);
            return Err(ImportError::Document(what));
        };
        let point = Point {
            id: 0,
            round_id,
            slug: plan.slug.clone(),
            agency_id: *agency_id,
            service_area_id: *service_area_id,
            counter: plan.counter().map_err(refused)?,
            channel: plan.channel,
            retired: None,
        };
        points::add(transaction, &point).await?;
    }
    let details = json!({"points": plans.len()});
    act.done("round.import", document.code.as_str(), "", details).await?;
    Ok(ImportedRound { code: document.code, points: plans, warnings })
}

/// The definition that a round file names instead of declaring one, and the file without that name.
fn named_definition(bytes: &[u8]) -> Option<(Code, Vec<u8>)> {
    let mut file: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(bytes).ok()?;
    let code = file.get("index")?.as_str()?.parse().ok()?;
    file.remove("index");
    Some((code, serde_json::to_vec(&file).ok()?))
}

/// Whether a round file says how answers become an index.
fn has_definition(bytes: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    struct Given {
        index: Option<serde::de::IgnoredAny>,
    }
    serde_json::from_slice(bytes).is_ok_and(|given: Given| given.index.is_some())
}

fn refused(fault: impl std::fmt::Display) -> ImportError {
    ImportError::Document(fault.to_string())
}

fn missing(what: &str, code: &Code, todo: &str) -> ImportError {
    ImportError::Document(format!("the {what} {code} does not exist; {todo}"))
}

/// The same where there is a list: with the code of it that is nearly the same.
fn missing_in<'c>(
    (what, todo): (&str, &str),
    code: &Code,
    known: impl Iterator<Item = &'c Code>,
) -> ImportError {
    match SimilarCodes::of(known.map(Code::as_str)).find(code.as_str()) {
        Some(similar) => missing(what, code, &format!("is {similar} meant?")),
        None => missing(what, code, todo),
    }
}

fn agencies_of(document: &RoundDocument, known: Vec<AgencyRow>) -> Result<Vec<AgencyRow>, ImportError> {
    let (from, to) = (document.from, document.to);
    let by_code: HashMap<&Code, &AgencyRow> = known.iter().map(|row| (&row.agency.code, row)).collect();
    let chosen: Vec<AgencyRow> = match &document.agencies {
        None => known.iter().filter(|a| a.agency.exists_in(from, to)).cloned().collect(),
        Some(codes) => codes
            .iter()
            .map(|code| {
                let row = by_code.get(code);
                let known = || known.iter().map(|row| &row.agency.code);
                let row =
                    row.ok_or_else(|| missing_in(("agency", "import agencies first"), code, known()))?;
                if !row.agency.exists_in(from, to) {
                    let what = format!("the agency {code} does not exist in the period from {from} to {to}");
                    return Err(ImportError::Document(what));
                }
                Ok((*row).clone())
            })
            .collect::<Result<_, _>>()?,
    };
    if chosen.is_empty() {
        return Err(ImportError::Document(
            "there are no agencies in the round's period; import agencies first".to_owned(),
        ));
    }
    Ok(chosen)
}

fn service_areas_of(
    document: &RoundDocument,
    known: Vec<ServiceAreaRow>,
) -> Result<Vec<ServiceAreaRow>, ImportError> {
    let by_code: HashMap<&Code, &ServiceAreaRow> =
        known.iter().map(|row| (&row.service_area.code, row)).collect();
    let chosen: Vec<ServiceAreaRow> = match &document.service_areas {
        None => {
            known.iter().filter(|a| a.service_area.exists_in(document.from, document.to)).cloned().collect()
        }
        Some(codes) => codes
            .iter()
            .map(|code| {
                let row = by_code.get(code).map(|row| (*row).clone());
                let known = || known.iter().map(|row| &row.service_area.code);
                row.ok_or_else(|| missing_in(("service area", "import service areas first"), code, known()))
            })
            .collect::<Result<_, _>>()?,
    };
    if chosen.is_empty() {
        return Err(ImportError::Document(
            "there are no service areas; import service areas first".to_owned(),
        ));
    }
    Ok(chosen)
}

/// One QR point for each agency × service area of the target population.
fn default_points(
    document: &RoundDocument,
    agencies: &[Code],
    areas: &[Code],
) -> Result<Vec<PointPlan>, ImportError> {
    let channels = BTreeSet::from([Channel::Qr]);
    let missing = missing_points(document, agencies, areas, &channels, &[None], &[]).map_err(refused)?;
    let planned = missing.into_iter().map(|NewPoint { agency, service_area, channel, counter }| {
        let counter = counter.map(|counter| counter.to_string());
        Ok(PointPlan { slug: random_slug()?, agency, service_area, counter, channel })
    });
    planned.collect()
}
