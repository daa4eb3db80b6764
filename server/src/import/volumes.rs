//! Volumes of dossiers by agency and service area, as they are pasted from a spreadsheet.

use super::{
    LIST_BOUNDS, RoundCodes,
    columns::{Columns, NO_OTHERS},
    table::{Line, Table},
    text::TableText,
};
use crate::store::Round;
use domain::{
    ByCell,
    import::{CellFault, FileFault, RoundPart, VOLUME_COLUMNS},
    plan::whole_number,
};

/// Reads lines of agency, service area and volume, with a line that names the columns or without.
pub(crate) fn read_volumes(round: &Round, pasted: &str) -> Result<ByCell, FileFault> {
    let columns = Columns { known: &VOLUME_COLUMNS, needed: &VOLUME_COLUMNS, others: NO_OTHERS };
    let file = TableText::typed(pasted);
    let codes = RoundCodes::of(round);
    let is_row = |cells: &[&str]| {
        let is_code = |part, at: usize| codes.find(part, cells[at].trim()).is_ok();
        is_code(RoundPart::Agencies, 0)
            || is_code(RoundPart::ServiceAreas, 1)
            || whole_number(cells[2]).is_some()
    };
    let table = Table::open_in_order(&file, &columns, LIST_BOUNDS, is_row)?;
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
