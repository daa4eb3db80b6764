//! `import agencies` and `import service-areas`.

use super::{
    ImportError, LineFault,
    table::{Line, Table},
};
use crate::store::{self, Database, settings};
use domain::{Agency, Code, Level, ServiceArea, check_tree};
use std::collections::{BTreeSet, HashSet};

/// Adds the agencies of a CSV file and updates those whose code is known. Returns how many lines it had.
pub async fn import_agencies(database: &Database, bytes: &[u8]) -> Result<usize, ImportError> {
    let columns = ["code", "name", "name_en", "block", "level", "parent", "valid_from", "valid_to"];
    let table = Table::open(bytes, &["code", "name"], |name| columns.contains(&name))?;
    let mut new = all(&table, agency, |a: &Agency| &a.code)?;
    let transaction = database.write().await?;
    let mut tree: Vec<Agency> =
        store::agencies(&transaction).await?.into_iter().map(|row| row.agency).collect();
    for agency in &mut new {
        if let Some(known) = tree.iter().find(|known| known.code == agency.code).cloned() {
            agency.name_en = table.new_or_known("name_en", agency.name_en.take(), known.name_en);
            agency.block = table.new_or_known("block", agency.block.take(), known.block);
            agency.level = table.new_or_known("level", agency.level, known.level);
            agency.parent = table.new_or_known("parent", agency.parent.take(), known.parent);
            agency.valid_from = table.new_or_known("valid_from", agency.valid_from, known.valid_from);
            agency.valid_to = table.new_or_known("valid_to", agency.valid_to, known.valid_to);
        }
    }
    tree.retain(|known| !new.iter().any(|a| a.code == known.code));
    tree.extend(new.iter().cloned());
    check_tree(&tree).map_err(|fault| ImportError::Document(fault.to_string()))?;
    store::save_agencies(&transaction, &new).await?;
    for block in new.iter().filter_map(|a| a.block.as_ref()).collect::<BTreeSet<_>>() {
        store::make_block(&transaction, block).await?;
    }
    settings::count_plan_change(&transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(new.len())
}

/// Adds the service areas of a CSV file and updates those whose code is known. Returns how many lines it had.
pub async fn import_service_areas(database: &Database, bytes: &[u8]) -> Result<usize, ImportError> {
    let table = Table::open(bytes, &["code", "name"], |name| ["code", "name", "name_en"].contains(&name))?;
    let mut new = all(&table, service_area, |a: &ServiceArea| &a.code)?;
    let transaction = database.write().await?;
    let known: Vec<ServiceArea> =
        store::service_areas(&transaction).await?.into_iter().map(|row| row.service_area).collect();
    for area in &mut new {
        if let Some(known) = known.iter().find(|known| known.code == area.code) {
            area.name_en = table.new_or_known("name_en", area.name_en.take(), known.name_en.clone());
        }
    }
    store::save_service_areas(&transaction, &new).await?;
    settings::count_plan_change(&transaction).await?;
    transaction.commit().await.map_err(store::Error::from)?;
    Ok(new.len())
}

/// Every line read, or every fault.
fn all<T>(
    table: &Table,
    read: impl Fn(&Line) -> Result<T, LineFault>,
    code: impl Fn(&T) -> &Code,
) -> Result<Vec<T>, ImportError> {
    let (mut good, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for line in table.lines() {
        let result = line.and_then(|line| {
            let value = read(&line)?;
            if seen.insert(code(&value).clone()) {
                return Ok(value);
            }
            Err(line.fault("code", format!("{} stands in the file twice", code(&value))))
        });
        match result {
            Ok(value) => good.push(value),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(good) } else { Err(ImportError::Lines(faults)) }
}

fn agency(line: &Line) -> Result<Agency, LineFault> {
    let level = line.maybe("level").map(|word| {
        Level::from_word(word)
            .ok_or_else(|| line.fault("level", "must be central, province, district or commune"))
    });
    Ok(Agency {
        code: line.need("code")?,
        name: line.name("name")?,
        name_en: line.maybe("name_en").map(|_| line.name("name_en")).transpose()?,
        block: line.parse_maybe("block")?,
        level: level.transpose()?,
        parent: line.parse_maybe("parent")?,
        valid_from: line.parse_maybe("valid_from")?,
        valid_to: line.parse_maybe("valid_to")?,
    })
}

fn service_area(line: &Line) -> Result<ServiceArea, LineFault> {
    Ok(ServiceArea {
        code: line.need("code")?,
        name: line.name("name")?,
        name_en: line.maybe("name_en").map(|_| line.name("name_en")).transpose()?,
    })
}
