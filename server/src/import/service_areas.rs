//! `import service-areas` and `import procedures`.

use super::{
    ListFile, MOST_LINES,
    list_file::Lines,
    table::{Line, Table},
};
use crate::store::{self, CatalogTable, WriteTransaction};
use domain::{
    Code, Procedure, ServiceArea,
    import::{CellFault, Changes, FileFault, LineFault, PROCEDURE_COLUMNS, SERVICE_AREA_COLUMNS},
};
use sea_orm::ConnectionTrait;
use std::collections::{HashMap, HashSet};

impl ListFile for ServiceArea {
    const ACTION: &'static str = "import.service-areas";
    type Stored = Vec<ServiceArea>;

    fn parse(bytes: &[u8]) -> Result<Lines<Self>, FileFault> {
        let is_known = |name: &str| SERVICE_AREA_COLUMNS.contains(&name);
        let table = Table::open(bytes, MOST_LINES, &["code", "name"], is_known)?;
        Ok(Lines::by_code(table, service_area, |area| &area.code))
    }

    async fn stored(on: &impl ConnectionTrait) -> store::Result<Vec<ServiceArea>> {
        ServiceArea::all(on).await
    }

    fn plan(lines: Lines<Self>, stored: &Vec<ServiceArea>) -> Result<Changes<Self>, FileFault> {
        let Lines { header, good: mut lines, faults } = lines;
        FileFault::unless_none(faults)?;
        let known: HashMap<&Code, &ServiceArea> = stored.iter().map(|area| (&area.code, area)).collect();
        for (_, area) in &mut lines {
            if let Some(known) = known.get(&area.code) {
                area.name_en = header.new_or_known("name_en", area.name_en.take(), known.name_en.clone());
                area.valid_from = header.new_or_known("valid_from", area.valid_from, known.valid_from);
                area.valid_to = header.new_or_known("valid_to", area.valid_to, known.valid_to);
            }
        }
        let lines = lines.into_iter().map(|(_, area)| area);
        Ok(Changes::of(lines, |area| known.get(&area.code).map(|known| (*known).clone())))
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
    type Stored = (Vec<ServiceArea>, Vec<Procedure>);

    fn parse(bytes: &[u8]) -> Result<Lines<Self>, FileFault> {
        let is_known = |name: &str| PROCEDURE_COLUMNS.contains(&name);
        let table = Table::open(bytes, MOST_LINES, &["code", "name", "service_area"], is_known)?;
        Ok(Lines::by_code(table, procedure, |procedure| &procedure.code))
    }

    async fn stored(on: &impl ConnectionTrait) -> store::Result<Self::Stored> {
        Ok((ServiceArea::all(on).await?, Procedure::all(on).await?))
    }

    fn plan(lines: Lines<Self>, (areas, stored): &Self::Stored) -> Result<Changes<Self>, FileFault> {
        let Lines { header, good: mut lines, mut faults } = lines;
        let areas: HashSet<&Code> = areas.iter().map(|area| &area.code).collect();
        for (line, procedure) in &lines {
            if !areas.contains(&procedure.service_area) {
                let reason = CellFault::NotThere(procedure.service_area.to_string());
                faults.push(LineFault { line: *line, column: "service_area".to_owned(), reason });
            }
        }
        FileFault::unless_none(faults)?;
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
        Ok(Changes::of(lines, |one| known.get(&one.code).map(|known| (*known).clone())))
    }

    async fn store(on: &WriteTransaction, changes: &Changes<Self>, _: &Self::Stored) -> store::Result<()> {
        for procedure in changes.written() {
            store::save_procedure(on, &procedure).await?;
        }
        Ok(())
    }
}

/// The days of a line, in their order.
fn days(line: &Line) -> Result<[Option<domain::Day>; 2], LineFault> {
    let (from, to) = (line.parse_maybe("valid_from")?, line.parse_maybe("valid_to")?);
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(line.fault("valid_to", CellFault::EndsBeforeBegin)),
        _ => Ok([from, to]),
    }
}

fn service_area(line: &Line) -> Result<ServiceArea, LineFault> {
    let [valid_from, valid_to] = days(line)?;
    Ok(ServiceArea {
        code: line.need("code")?,
        name: line.need("name")?,
        name_en: line.parse_maybe("name_en")?,
        valid_from,
        valid_to,
    })
}

fn procedure(line: &Line) -> Result<Procedure, LineFault> {
    let [valid_from, valid_to] = days(line)?;
    Ok(Procedure {
        code: line.need("code")?,
        name: line.need("name")?,
        name_en: line.parse_maybe("name_en")?,
        service_area: line.need("service_area")?,
        valid_from,
        valid_to,
    })
}
