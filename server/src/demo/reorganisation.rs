//! The reorganisations of 2025: departments on 1 March, communes on 1 July, when districts ended.

use super::offices::{COMMUNES, COMMUNES_MERGED, DEPARTMENTS_MERGED};
use domain::{Day, LineageEvent, LineageKind, LineagePart, index::UNIT_WEIGHT};

/// Departments that went whole into others on that day.
const ABSORBED: [(&str, &str); 5] =
    [("STNMT", "SNNMT"), ("SNNPTNT", "SNNMT"), ("SGTVT", "SXD"), ("SKHDT", "STC"), ("SLDTBXH", "SNV")];

/// One old commune went to two new ones.
const DIVIDED: (&str, &str, &str, i64) = ("X-TANGIANG", "P-HOAGIANG", "P-BENSON", 650_000);

/// The reorganisations of 2025.
pub(super) fn lineage_of_2025() -> anyhow::Result<Vec<LineageEvent>> {
    let part = |from: &str, to: &str, share: i64| -> anyhow::Result<LineagePart> {
        Ok(LineagePart { from: from.parse()?, to: to.parse()?, share })
    };
    let event = |kind, day: &str, reference: &str, parts: Vec<LineagePart>| -> anyhow::Result<LineageEvent> {
        let day = day.parse::<Day>().map_err(anyhow::Error::msg)?;
        let event = LineageEvent { kind, day, reference: Some(reference.parse()?), parts };
        event.check()?;
        Ok(event)
    };
    let mut events = Vec::new();
    for successor in ["SNNMT", "SXD", "STC", "SNV"] {
        let into = ABSORBED.iter().filter(|(_, to)| *to == successor);
        let parts: Vec<_> = into.map(|(from, to)| part(from, to, UNIT_WEIGHT)).collect::<Result<_, _>>()?;
        let kind = if parts.len() > 1 { LineageKind::Merge } else { LineageKind::Transfer };
        events.push(event(kind, DEPARTMENTS_MERGED, "Sắp xếp các sở năm 2025", parts)?);
    }
    let (divided, keeps, gets, share) = DIVIDED;
    let mut city = Vec::new();
    for commune in &COMMUNES {
        let mut parts = Vec::new();
        for (from, ..) in commune.from {
            if *from == divided {
                parts.push(part(from, keeps, share)?);
                parts.push(part(from, gets, UNIT_WEIGHT - share)?);
            } else {
                parts.push(part(from, commune.code, UNIT_WEIGHT)?);
            }
        }
        if [keeps, gets].contains(&commune.code) {
            city.extend(parts);
        } else {
            let reference = "Sắp xếp đơn vị hành chính cấp xã năm 2025";
            events.push(event(LineageKind::Merge, COMMUNES_MERGED, reference, parts)?);
        }
    }
    let reference = "Sắp xếp đơn vị hành chính cấp xã năm 2025";
    events.push(event(LineageKind::Transfer, COMMUNES_MERGED, reference, city)?);
    Ok(events)
}
