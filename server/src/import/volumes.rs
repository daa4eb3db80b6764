//! Volumes of dossiers by agency and service area, as they are pasted from a spreadsheet or stand in a file.

use super::{
    LIST_BOUNDS, RoundCodes,
    columns::{Columns, NO_OTHERS},
    list_file::off_the_async_threads,
    table::{Line, Table},
    text::TableText,
};
use crate::store::{self, Round};
use domain::{
    ByCell,
    import::{CellFault, FileFault, RoundPart, VOLUME_COLUMNS},
    plan::whole_number,
};

const COLUMNS: Columns<'static> =
    Columns { known: &VOLUME_COLUMNS, needed: &VOLUME_COLUMNS, others: NO_OTHERS };

/// The text of a file of volumes; a workbook is unpacked off the async threads.
pub(crate) async fn volume_file(bytes: Vec<u8>) -> store::Result<Result<TableText<'static>, FileFault>> {
    off_the_async_threads(move || TableText::of(&bytes, &COLUMNS, LIST_BOUNDS).map(TableText::into_owned))
        .await
}

/// Reads lines of agency, service area and volume, with a line that names the columns or without.
pub(crate) fn read_volumes(round: &Round, file: &TableText) -> Result<ByCell, FileFault> {
    let codes = RoundCodes::of(round);
    let is_row = |cells: &[&str]| {
        let is_code = |part, at: usize| codes.find(part, cells[at].trim()).is_ok();
        is_code(RoundPart::Agencies, 0)
            || is_code(RoundPart::ServiceAreas, 1)
            || whole_number(cells[2]).is_some()
    };
    let table = Table::open_in_order(file, &COLUMNS, LIST_BOUNDS, is_row)?;
    let (mut cells, mut faults) = (ByCell::new(), table.faults());
    for mut line in table.lines() {
        let value = if line.has_shape() { read(&mut line, &codes) } else { None };
        if let Some((agency, area, volume)) = value {
            let agency = &round.agencies[agency].agency.code;
            let area = &round.service_areas[area].service_area.code;
            let of_agency = cells.entry(agency.clone()).or_default();
            if of_agency.insert(area.clone(), volume).is_some() {
                line.fault("service_area", CellFault::Repeated(format!("{agency} × {area}")));
            }
        }
        faults.extend(line.finish(value).err().into_iter().flatten());
    }
    faults.refused()?;
    Ok(cells)
}

/// The places of agency and service area in the round, and the volume.
fn read(line: &mut Line, codes: &RoundCodes) -> Option<(usize, usize, u64)> {
    let agency = line.read_needed("agency", |code| codes.find(RoundPart::Agencies, code));
    let area = line.read_needed("service_area", |code| codes.find(RoundPart::ServiceAreas, code));
    let volume = line.read_needed("volume", |cell| whole_number(cell).ok_or(CellFault::Volume));
    Some((agency?, area?, volume?))
}
