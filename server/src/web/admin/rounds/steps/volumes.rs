//! Volumes, sample sizes, quotas.

use super::{Step, View};
use crate::{
    acts::rounds::PlanChange,
    auth::Denied,
    import::{TableText, read_volumes, volume_file},
    store::Round,
    web::admin::posted::Posted,
};
use app::admin::{
    PageBody,
    pages::{PlanStep, ReadSheet, VolumesPage, VolumesRead, is_volume_field, volume_field},
};
use domain::{
    ByCell, Formula, Precision, WhenFull,
    plan::{PlanFault, Volumes as GivenVolumes, whole_number},
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

    async fn read_file(
        round: &Round,
        posted: &mut Posted,
    ) -> Result<Option<Result<VolumesRead, PlanFault>>, Denied> {
        if !posted.is("look") {
            // Sent by the other button, a form holds no more than the name of its file.
            return Ok(posted.is("file").then_some(Err(PlanFault::UnreadVolumeFile)));
        }
        let Some(bytes) = posted.file("file") else { return Ok(Some(Err(PlanFault::NoVolumeFile))) };
        let file = match volume_file(bytes.to_vec()).await? {
            Ok(file) => file,
            Err(fault) => return Ok(Some(Err(PlanFault::VolumeFile(fault)))),
        };
        let cells = match read_volumes(round, &file) {
            Ok(cells) => cells,
            Err(fault) => {
                // It is mended where it stands, or in the file.
                posted.replace(|name| name == "csv", [("csv".to_owned(), file.text().to_owned())]);
                return Ok(Some(Err(PlanFault::VolumeFile(fault))));
            }
        };
        let fields = cells.iter().flat_map(|(agency, areas)| {
            areas.iter().map(move |(area, volume)| (volume_field(agency, area), volume.to_string()))
        });
        let fields: Vec<_> = fields.collect();
        let sheet = file.sheet.map(|sheet| ReadSheet { name: sheet.name, of: sheet.of });
        let read = VolumesRead { cells: fields.len(), sheet };
        posted.replace(|name| name == "csv" || is_volume_field(name), fields);
        Ok(Some(Ok(read)))
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

/// Volumes from the table, or from lines `agency, service_area, number` where such are pasted, and what is wrong with them.
fn read_cells(round: &Round, posted: &Posted) -> (ByCell, Option<PlanFault>) {
    if !posted.text("csv").is_empty() {
        return match read_volumes(round, &TableText::typed(posted.raw("csv"))) {
            Ok(cells) => (cells, None),
            Err(fault) => (ByCell::new(), Some(PlanFault::VolumeFile(fault))),
        };
    }
    let mut cells: ByCell = BTreeMap::new();
    let mut wrong = None;
    let typed = posted.by_name();
    for agency in round.agencies.iter().map(|row| &row.agency) {
        for area in round.service_areas.iter().map(|row| &row.service_area) {
            let typed =
                typed.get(volume_field(&agency.code, &area.code).as_str()).map_or("", |typed| typed.trim());
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
