//! Volumes, sample sizes, quotas.

use super::{Step, View};
use crate::{acts::rounds::PlanChange, auth::Denied, store::Round, web::admin::posted::Posted};
use app::admin::{
    PageBody,
    pages::{PlanStep, VolumesPage, volume_field},
};
use domain::{
    ByCell, Formula, Precision, WhenFull,
    plan::{PlanFault, VolumeLineFault, Volumes as GivenVolumes, whole_number},
};
use std::collections::BTreeMap;

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct Volumes;

impl Step for Volumes {
    const STEP: PlanStep = PlanStep::Volumes;

    async fn body(view: View<'_>) -> Result<PageBody, Denied> {
        Ok(VolumesPage { plan: view.plan, attempt: view.attempt }.body(view.texts))
    }

    fn read(round: &Round, posted: &Posted) -> Result<PlanChange, Vec<PlanFault>> {
        let (cells, fault) = read_cells(round, posted);
        let mut faults: Vec<PlanFault> = fault.into_iter().collect();
        let error = posted.text("error").replace(',', ".").trim_end_matches('%').trim().parse::<f64>().ok();
        let error = error.filter(|percent| (0.1..=30.0).contains(percent)).map(|percent| percent / 100.0);
        let formula = Formula::from_word(posted.text("formula"));
        if formula.is_some() && error.is_none() {
            faults.push(PlanFault::MarginOfError);
        }
        if formula.is_none() && posted.text("formula") != "typed" {
            faults.push(PlanFault::NoFormula);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(PlanChange::Volumes(GivenVolumes {
            cells,
            formula: formula.zip(error),
            precision: Precision::from_word(posted.text("precision")).unwrap_or(Precision::Agency),
            when_full: if posted.text("full") == "stop" { WhenFull::Stop } else { WhenFull::Count },
            weigh: posted.is("weigh"),
        }))
    }
}

/// Lines of pasted volumes of which it is said what is wrong with them.
const SHOWN: usize = 5;

/// Volumes from the table, or from lines `agency, service_area, number` where such are pasted, and what is wrong with them.
fn read_cells(round: &Round, posted: &Posted) -> (ByCell, Option<PlanFault>) {
    if !posted.text("csv").is_empty() {
        return read_lines(round, posted.raw("csv"));
    }
    let mut cells: ByCell = BTreeMap::new();
    let mut wrong = None;
    let typed = posted.by_name();
    for agency in round.agencies.iter().map(|row| &row.agency) {
        for area in round.service_areas.iter().map(|row| &row.service_area) {
            let typed = typed.get(volume_field(agency, area).as_str()).map_or("", |typed| typed.trim());
            match whole_number(typed) {
                Some(n) => {
                    cells.entry(agency.code.clone()).or_default().insert(area.code.clone(), n);
                }
                None if typed.is_empty() || wrong.is_some() => {}
                None => {
                    let (agency, service_area) = (agency.code.clone(), area.code.clone());
                    wrong = Some(PlanFault::VolumeCell { agency, service_area });
                }
            }
        }
    }
    (cells, wrong)
}

fn read_lines(round: &Round, pasted: &str) -> (ByCell, Option<PlanFault>) {
    let first = pasted.lines().next().unwrap_or("");
    let delimiter = [b'\t', b';', b','].into_iter().find(|sign| first.as_bytes().contains(sign));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(pasted.as_bytes());
    let mut cells: ByCell = BTreeMap::new();
    let (mut faults, mut more) = (Vec::new(), 0usize);
    for (at, record) in reader.records().enumerate() {
        let line = record
            .as_ref()
            .ok()
            .and_then(|r| r.position())
            .map_or(at + 1, |p| usize::try_from(p.line()).unwrap_or(at + 1));
        let parts: Vec<&str> = record.as_ref().map(|record| record.iter().collect()).unwrap_or_default();
        let key = match parts[..] {
            [agency, area, n] => {
                let known = round.agencies.iter().find(|row| row.agency.code.as_str() == agency);
                let area = round.service_areas.iter().find(|row| row.service_area.code.as_str() == area);
                // The names of the columns, in whatever words.
                if at == 0 && known.is_none() && area.is_none() && whole_number(n).is_none() {
                    continue;
                }
                known.zip(area).zip(whole_number(n))
            }
            _ => None,
        };
        let is_repeated = match key {
            Some(((agency, area), n)) => {
                let of_agency = cells.entry(agency.agency.code.clone()).or_default();
                of_agency.insert(area.service_area.code.clone(), n).map(|_| true)
            }
            None => Some(false),
        };
        match is_repeated {
            Some(is_repeated) if faults.len() < SHOWN => {
                let text: String = parts.join(",").chars().take(100).collect();
                faults.push(VolumeLineFault { line, text, is_repeated });
            }
            Some(_) => more += 1,
            None => {}
        }
    }
    let fault = (!faults.is_empty()).then_some(PlanFault::VolumeLines(faults, more));
    (cells, fault)
}
