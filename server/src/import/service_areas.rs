//! `import service-areas` and `import procedures`.

use super::{
    Changes, ImportError, LineFault, Plan, Reason,
    plan::{all, at_command_line},
    table::{Line, Table},
};
use crate::store::WriteTransaction;
use crate::store::{self, Database, settings};
use domain::{Procedure, ServiceArea};

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

    async fn read(connection: &WriteTransaction, bytes: &[u8]) -> Result<Self, ImportError> {
        let columns = ["code", "name", "name_en", "valid_from", "valid_to"];
        let table = Table::open(bytes, &["code", "name"], |name| columns.contains(&name))?;
        let mut new = all(&table, service_area, |a: &ServiceArea| &a.code)?;
        let known: Vec<ServiceArea> =
            store::service_areas(connection).await?.into_iter().map(|row| row.service_area).collect();
        for area in &mut new {
            if let Some(known) = known.iter().find(|known| known.code == area.code) {
                area.name_en = table.new_or_known("name_en", area.name_en.take(), known.name_en.clone());
                area.valid_from = table.new_or_known("valid_from", area.valid_from, known.valid_from);
                area.valid_to = table.new_or_known("valid_to", area.valid_to, known.valid_to);
            }
        }
        Ok(Self::of(new, |area| known.iter().find(|known| known.code == area.code).cloned()))
    }

    async fn apply(&self, connection: &WriteTransaction) -> store::Result<()> {
        store::save_service_areas(connection, &self.written()).await?;
        settings::count_plan_change(connection).await
    }
}

impl Plan for Changes<Procedure> {
    const ACTION: &'static str = "import.procedures";

    fn counts(&self) -> [usize; 3] {
        self.count()
    }

    async fn read(connection: &WriteTransaction, bytes: &[u8]) -> Result<Self, ImportError> {
        let columns = ["code", "name", "name_en", "service_area", "valid_from", "valid_to"];
        let table = Table::open(bytes, &["code", "name", "service_area"], |name| columns.contains(&name))?;
        let areas = store::service_areas(connection).await?;
        let procedure = |line: &Line| {
            let procedure = procedure(line)?;
            match areas.iter().any(|a| a.service_area.code == procedure.service_area) {
                true => Ok(procedure),
                false => {
                    Err(line.fault("service_area", Reason::NotThere(procedure.service_area.to_string())))
                }
            }
        };
        let mut new = all(&table, procedure, |p: &Procedure| &p.code)?;
        let known = store::procedures(connection).await?;
        for procedure in &mut new {
            if let Some(known) = known.iter().find(|known| known.code == procedure.code) {
                procedure.name_en =
                    table.new_or_known("name_en", procedure.name_en.take(), known.name_en.clone());
                procedure.valid_from =
                    table.new_or_known("valid_from", procedure.valid_from, known.valid_from);
                procedure.valid_to = table.new_or_known("valid_to", procedure.valid_to, known.valid_to);
            }
        }
        Ok(Self::of(new, |procedure| known.iter().find(|known| known.code == procedure.code).cloned()))
    }

    async fn apply(&self, connection: &WriteTransaction) -> store::Result<()> {
        for procedure in self.written() {
            store::save_procedure(connection, &procedure).await?;
        }
        settings::count_plan_change(connection).await
    }
}

/// The days of a line, in their order.
fn days(line: &Line) -> Result<[Option<domain::Day>; 2], LineFault> {
    let (from, to) = (line.day_maybe("valid_from")?, line.day_maybe("valid_to")?);
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
