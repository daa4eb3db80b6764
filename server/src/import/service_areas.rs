//! `import service-areas` and `import procedures`.

use super::{
    Changes, ImportError, LineFault, Lines, MOST_LINES, Plan, Reason,
    plan::{at_command_line, none_faulty},
    table::{Line, Table},
};
use crate::store::{self, Database, WriteTransaction};
use domain::{Code, Procedure, ServiceArea};
use sea_orm::ConnectionTrait;
use std::collections::{HashMap, HashSet};

/// Adds the service areas of a CSV file and updates those whose code is known. Returns how many lines it had.
pub async fn import_service_areas(database: &Database, bytes: &[u8]) -> Result<usize, ImportError> {
    at_command_line::<Changes<ServiceArea>>(database, bytes).await
}

/// Adds the procedures of a CSV file and updates those whose code is known. Returns how many lines it had.
pub async fn import_procedures(database: &Database, bytes: &[u8]) -> Result<usize, ImportError> {
    at_command_line::<Changes<Procedure>>(database, bytes).await
}

impl Plan for Changes<ServiceArea> {
    const ACTION: &'static str = "import.service-areas";

    fn counts(&self) -> [usize; 3] {
        self.count()
    }

    type Parsed = Lines<ServiceArea>;

    fn parse(bytes: &[u8]) -> Result<Self::Parsed, ImportError> {
        let columns = ["code", "name", "name_en", "valid_from", "valid_to"];
        let table = Table::open(bytes, MOST_LINES, &["code", "name"], |name| columns.contains(&name))?;
        Ok(Lines::by_code(table, service_area, |area| &area.code))
    }

    async fn plan(connection: &impl ConnectionTrait, parsed: Self::Parsed) -> Result<Self, ImportError> {
        let Lines { header, good: mut lines, faults } = parsed;
        none_faulty(faults)?;
        let known = store::service_areas(connection).await?.into_iter().map(|row| row.service_area);
        let known: HashMap<Code, ServiceArea> = known.map(|area| (area.code.clone(), area)).collect();
        for (_, area) in &mut lines {
            if let Some(known) = known.get(&area.code) {
                area.name_en = header.new_or_known("name_en", area.name_en.take(), known.name_en.clone());
                area.valid_from = header.new_or_known("valid_from", area.valid_from, known.valid_from);
                area.valid_to = header.new_or_known("valid_to", area.valid_to, known.valid_to);
            }
        }
        Ok(Self::of(lines.into_iter().map(|(_, area)| area), |area| known.get(&area.code).cloned()))
    }

    async fn apply(&self, connection: &WriteTransaction) -> store::Result<()> {
        store::save_service_areas(connection, &self.written()).await
    }
}

impl Plan for Changes<Procedure> {
    const ACTION: &'static str = "import.procedures";

    fn counts(&self) -> [usize; 3] {
        self.count()
    }

    type Parsed = Lines<Procedure>;

    fn parse(bytes: &[u8]) -> Result<Self::Parsed, ImportError> {
        let columns = ["code", "name", "name_en", "service_area", "valid_from", "valid_to"];
        let needed = ["code", "name", "service_area"];
        let table = Table::open(bytes, MOST_LINES, &needed, |name| columns.contains(&name))?;
        Ok(Lines::by_code(table, procedure, |procedure| &procedure.code))
    }

    async fn plan(connection: &impl ConnectionTrait, parsed: Self::Parsed) -> Result<Self, ImportError> {
        let Lines { header, good: mut lines, mut faults } = parsed;
        let areas = store::service_areas(connection).await?;
        let areas: HashSet<&Code> = areas.iter().map(|row| &row.service_area.code).collect();
        for (line, procedure) in &lines {
            if !areas.contains(&procedure.service_area) {
                let reason = Reason::NotThere(procedure.service_area.to_string());
                faults.push(LineFault { line: *line, column: "service_area".to_owned(), reason });
            }
        }
        none_faulty(faults)?;
        let known = store::procedures(connection).await?.into_iter();
        let known: HashMap<Code, Procedure> = known.map(|one| (one.code.clone(), one)).collect();
        for (_, procedure) in &mut lines {
            if let Some(known) = known.get(&procedure.code) {
                procedure.name_en =
                    header.new_or_known("name_en", procedure.name_en.take(), known.name_en.clone());
                procedure.valid_from =
                    header.new_or_known("valid_from", procedure.valid_from, known.valid_from);
                procedure.valid_to = header.new_or_known("valid_to", procedure.valid_to, known.valid_to);
            }
        }
        Ok(Self::of(lines.into_iter().map(|(_, one)| one), |one| known.get(&one.code).cloned()))
    }

    async fn apply(&self, connection: &WriteTransaction) -> store::Result<()> {
        for procedure in self.written() {
            store::save_procedure(connection, &procedure).await?;
        }
        Ok(())
    }
}

/// The days of a line, in their order.
fn days(line: &Line) -> Result<[Option<domain::Day>; 2], LineFault> {
    let (from, to) = (line.parse_maybe("valid_from")?, line.parse_maybe("valid_to")?);
    match (from, to) {
        (Some(from), Some(to)) if to < from => Err(line.fault("valid_to", Reason::EndsBeforeBegin)),
        _ => Ok([from, to]),
    }
}

fn service_area(line: &Line) -> Result<ServiceArea, LineFault> {
    let [valid_from, valid_to] = days(line)?;
    Ok(ServiceArea {
        code: line.need("code")?,
        name: line.name("name")?,
        name_en: line.maybe("name_en").map(|_| line.name("name_en")).transpose()?,
        valid_from,
        valid_to,
    })
}

fn procedure(line: &Line) -> Result<Procedure, LineFault> {
    let [valid_from, valid_to] = days(line)?;
    Ok(Procedure {
        code: line.need("code")?,
        name: line.name("name")?,
        name_en: line.maybe("name_en").map(|_| line.name("name_en")).transpose()?,
        service_area: line.need("service_area")?,
        valid_from,
        valid_to,
    })
}
