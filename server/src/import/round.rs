//! `import round`: a plan becomes a round with its lists resolved, its form pinned and its points made.

use super::{ImportError, without_bom};
use crate::{
    acts::{Act, ManageRounds},
    store::{self, AgencyRow, Database, Point, ServiceAreaRow, forms, points, rounds},
};
use domain::{Channel, Code, PointPlan, RoundDocument, Slug, Stage, form::Form, index::Method};
use rand::RngExt;
use serde_json::json;
use std::collections::{BTreeMap, HashMap};

/// Points of a round at most: two for each of ten thousand communes.
const MOST_POINTS: usize = 20_000;

/// A round that was stored.
#[derive(Debug, Clone)]
pub struct ImportedRound {
    /// Its code.
    pub code: Code,
    /// Its points, as they can be reached.
    pub points: Vec<PointPlan>,
}

/// The blocks in which agencies are ranked from the day a round is opened on, wherever they are moved later.
pub(crate) fn blocks_of(agencies: &[AgencyRow]) -> BTreeMap<Code, Code> {
    let of = |row: &AgencyRow| Some((row.agency.code.clone(), row.agency.block.clone()?));
    agencies.iter().filter_map(of).collect()
}

/// Checks and stores a round document.
pub async fn import_round(database: &Database, bytes: &[u8]) -> Result<ImportedRound, ImportError> {
    let bytes = without_bom(bytes);
    let mut document: RoundDocument =
        serde_json::from_slice(bytes).map_err(|e| ImportError::Document(format!("not a round file: {e}")))?;
    document.check().map_err(refused)?;
    let act = Act::<ManageRounds>::of_command_line(database).await?;
    let transaction = act.on();
    let stored = match forms::newest(transaction, &document.form).await {
        Err(store::Error::NotFound(_)) => return Err(missing("form", &document.form, "import it first")),
        other => other?,
    };
    let exchange = serde_json::from_str(&stored.document).map_err(refused)?;
    let form = Form::read(&exchange).map_err(refused)?;
    if form.has_index() && !has_definition(bytes) {
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
        let what = format!("points: the round would have {}; {MOST_POINTS} are the most", plans.len());
        return Err(ImportError::Document(what));
    }
    (document.agencies, document.service_areas) = (Some(codes), Some(area_codes));
    document.blocks = blocks_of(&agencies);
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
        if !document.covers(&plan.agency, &plan.service_area) {
            let what = format!("points[{i}]: {} × {} has no population", plan.agency, plan.service_area);
            return Err(ImportError::Document(what));
        }
        let point = Point {
            id: 0,
            round_id,
            slug: plan.slug.clone(),
            agency_id: *agency_id,
            service_area_id: *service_area_id,
            counter: plan.counter.clone(),
            channel: plan.channel,
            retired: None,
        };
        points::add(transaction, &point).await?;
    }
    let details = json!({"points": plans.len()});
    act.done("round.import", document.code.as_str(), "", details).await?;
    Ok(ImportedRound { code: document.code, points: plans })
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

fn agencies_of(document: &RoundDocument, known: Vec<AgencyRow>) -> Result<Vec<AgencyRow>, ImportError> {
    let (from, to) = (document.from, document.to);
    let by_code: HashMap<&Code, &AgencyRow> = known.iter().map(|row| (&row.agency.code, row)).collect();
    let chosen: Vec<AgencyRow> = match &document.agencies {
        None => known.iter().filter(|a| a.agency.exists_in(from, to)).cloned().collect(),
        Some(codes) => codes
            .iter()
            .map(|code| {
                let row = by_code.get(code);
                let row = row.ok_or_else(|| missing("agency", code, "import agencies first"))?;
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
                row.ok_or_else(|| missing("service area", code, "import service areas first"))
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

fn default_points(
    document: &RoundDocument,
    agencies: &[Code],
    areas: &[Code],
) -> Result<Vec<PointPlan>, ImportError> {
    let pairs = agencies.iter().flat_map(|agency| areas.iter().map(move |area| (agency, area)));
    pairs
        .take(MOST_POINTS + 1)
        .filter(|(agency, area)| document.covers(agency, area))
        .map(|(agency, area)| {
            Ok(PointPlan {
                slug: random_slug()?,
                agency: agency.clone(),
                service_area: area.clone(),
                counter: None,
                channel: Channel::Qr,
            })
        })
        .collect()
}

/// Ten characters that nobody mistakes for each other on paper; 49 bits, so that slugs cannot be guessed.
pub fn random_slug() -> Result<Slug, ImportError> {
    const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut random = rand::rng();
    let word: String =
        (0..10).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect();
    word.parse().map_err(refused)
}
