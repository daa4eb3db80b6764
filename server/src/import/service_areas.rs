//! `import service-areas` and `import procedures`.

use super::{
    ListFile,
    list_file::{Lines, doubtful_codes, fault_in, not_there},
    table::Line,
};
use crate::store::{self, CatalogTable, WriteTransaction};
use domain::{
    Code, Day, Procedure, ServiceArea,
    import::{CellFault, Changes, FileFault, PROCEDURE_COLUMNS, SERVICE_AREA_COLUMNS, SimilarCodes},
};
use sea_orm::ConnectionTrait;
use std::collections::{HashMap, HashSet};

impl ListFile for ServiceArea {
    const ACTION: &'static str = "import.service-areas";
    const COLUMNS: &'static [&'static str] = &SERVICE_AREA_COLUMNS;
    const NEEDED: &'static [&'static str] = &["code", "name"];
    type Stored = Vec<ServiceArea>;

    fn read(line: &mut Line) -> Option<Self> {
        let (code, name, name_en) = (line.need("code"), line.need("name"), line.maybe("name_en"));
        let [valid_from, valid_to] = days(line);
        Some(ServiceArea { code: code?, name: name?, name_en, valid_from, valid_to })
    }

    async fn stored(on: &impl ConnectionTrait) -> store::Result<Vec<ServiceArea>> {
        ServiceArea::all(on).await
    }

    fn plan(lines: Lines<Self>, stored: &Vec<ServiceArea>) -> Result<Changes<Self>, FileFault> {
        let Lines { header, good: mut lines, faults, mut doubts, .. } = lines;
        faults.refused()?;
        let codes = lines.iter().map(|(line, area)| (*line, &area.code));
        doubts.extend(doubtful_codes(&header, "code", codes, stored.iter().map(|area| &area.code)));
        let known: HashMap<&Code, &ServiceArea> = stored.iter().map(|area| (&area.code, area)).collect();
        for (_, area) in &mut lines {
            if let Some(known) = known.get(&area.code) {
                area.name_en = header.new_or_known("name_en", area.name_en.take(), known.name_en.clone());
                area.valid_from = header.new_or_known("valid_from", area.valid_from, known.valid_from);
                area.valid_to = header.new_or_known("valid_to", area.valid_to, known.valid_to);
            }
        }
        let lines = lines.into_iter().map(|(_, area)| area);
        let changes = Changes::of(lines, |area| known.get(&area.code).map(|known| (*known).clone()));
        Ok(changes.with_doubts(doubts))
    }

    async fn store(
        on: &WriteTransaction,
        changes: &Changes<Self>,
        _: &Vec<ServiceArea>,
    ) -> store::Result<()> {
        store::save_service_areas(on, &changes.written()).await
    }
}

impl ListFile for Procedure {
    const ACTION: &'static str = "import.procedures";
    const COLUMNS: &'static [&'static str] = &PROCEDURE_COLUMNS;
    const NEEDED: &'static [&'static str] = &["code", "name", "service_area"];
    type Stored = (Vec<ServiceArea>, Vec<Procedure>);

    fn read(line: &mut Line) -> Option<Self> {
        let (code, name, name_en) = (line.need("code"), line.need("name"), line.maybe("name_en"));
        let service_area = line.need("service_area");
        let [valid_from, valid_to] = days(line);
        let service_area = service_area?;
        Some(Procedure { code: code?, name: name?, name_en, service_area, valid_from, valid_to })
    }

    async fn stored(on: &impl ConnectionTrait) -> store::Result<Self::Stored> {
        Ok((ServiceArea::all(on).await?, Procedure::all(on).await?))
    }

    fn plan(lines: Lines<Self>, (areas, stored): &Self::Stored) -> Result<Changes<Self>, FileFault> {
        let Lines { header, good: mut lines, mut faults, mut doubts, .. } = lines;
        let similar = SimilarCodes::of(areas.iter().map(|area| area.code.as_str()));
        let areas: HashSet<&Code> = areas.iter().map(|area| &area.code).collect();
        for (line, procedure) in &lines {
            if !areas.contains(&procedure.service_area) {
                let reason = not_there(&procedure.service_area, &similar);
                faults.push(fault_in(&header, *line, "service_area", reason));
            }
        }
        faults.refused()?;
        let codes = lines.iter().map(|(line, procedure)| (*line, &procedure.code));
        doubts.extend(doubtful_codes(&header, "code", codes, stored.iter().map(|one| &one.code)));
        let known: HashMap<&Code, &Procedure> = stored.iter().map(|one| (&one.code, one)).collect();
        for (_, procedure) in &mut lines {
            if let Some(known) = known.get(&procedure.code) {
                procedure.name_en =
                    header.new_or_known("name_en", procedure.name_en.take(), known.name_en.clone());
                procedure.valid_from =
                    header.new_or_known("valid_from", procedure.valid_from, known.valid_from);
                procedure.valid_to = header.new_or_known("valid_to", procedure.valid_to, known.valid_to);
            }
        }
        let lines = lines.into_iter().map(|(_, one)| one);
        let changes = Changes::of(lines, |one| known.get(&one.code).map(|known| (*known).clone()));
        Ok(changes.with_doubts(doubts))
    }

    async fn store(on: &WriteTransaction, changes: &Changes<Self>, _: &Self::Stored) -> store::Result<()> {
        for procedure in changes.written() {
            store::save_procedure(on, &procedure).await?;
        }
        Ok(())
    }
}

/// The days of a line, in their order.
fn days(line: &mut Line) -> [Option<Day>; 2] {
    let days = [line.maybe::<Day>("valid_from"), line.maybe("valid_to")];
    if let [Some(from), Some(to)] = days
        && to < from
    {
        line.fault("valid_to", CellFault::EndsBeforeBegin);
    }
    days
}
