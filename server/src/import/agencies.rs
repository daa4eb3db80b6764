//! `import agencies`.

use super::{
    Changes, ImportError, LineFault, Plan, Reason,
    plan::{all, at_command_line},
    table::{Line, Table},
};
use crate::store::WriteTransaction;
use crate::store::{self, Database, settings};
use domain::{Agency, AgencyFault, Level, check_tree};
use std::collections::BTreeSet;

/// What a file of agencies would change.
pub type AgencyChanges = Changes<Agency>;

/// Adds the agencies of a CSV file and updates those whose code is known. Returns how many lines it had.
pub async fn import_agencies(database: &Database, bytes: &[u8]) -> Result<usize, ImportError> {
    at_command_line::<AgencyChanges>(database, bytes).await
}

impl Plan for AgencyChanges {
    const ACTION: &'static str = "import.agencies";

    fn counts(&self) -> [usize; 3] {
        self.count()
    }

    async fn read(connection: &WriteTransaction, bytes: &[u8]) -> Result<Self, ImportError> {
        let columns = ["code", "name", "name_en", "block", "level", "parent", "valid_from", "valid_to"];
        let table = Table::open(bytes, &["code", "name"], |name| columns.contains(&name))?;
        let lines = all(&table, |line| Ok((line.line, agency(line)?)), |(_, a): &(u64, Agency)| &a.code)?;
        let known: Vec<Agency> =
            store::agencies(connection).await?.into_iter().map(|row| row.agency).collect();
        let mut new = Vec::with_capacity(lines.len());
        for (line, mut agency) in lines {
            if let Some(known) = known.iter().find(|known| known.code == agency.code).cloned() {
                agency.name_en = table.new_or_known("name_en", agency.name_en.take(), known.name_en);
                agency.block = table.new_or_known("block", agency.block.take(), known.block);
                agency.level = table.new_or_known("level", agency.level, known.level);
                agency.parent = table.new_or_known("parent", agency.parent.take(), known.parent);
                agency.valid_from = table.new_or_known("valid_from", agency.valid_from, known.valid_from);
                agency.valid_to = table.new_or_known("valid_to", agency.valid_to, known.valid_to);
            }
            new.push((line, agency));
        }
        let mut tree: Vec<Agency> =
            known.iter().filter(|known| !new.iter().any(|(_, a)| a.code == known.code)).cloned().collect();
        tree.extend(new.iter().map(|(_, agency)| agency.clone()));
        if let Err(fault) = check_tree(&tree) {
            let (code, column) = match &fault {
                AgencyFault::UnknownParent { agency, .. } => (agency, "parent"),
                AgencyFault::Circle(agency) => (agency, "parent"),
                AgencyFault::EndsBeforeBegin(agency) => (agency, "valid_to"),
            };
            // What is wrong may lie in what was there before, where no line of the file is to blame.
            return Err(match new.iter().find(|(_, agency)| agency.code == *code) {
                Some((line, _)) => ImportError::Lines(vec![LineFault {
                    line: *line,
                    column: column.to_owned(),
                    reason: Reason::Agency(fault),
                }]),
                None => ImportError::Tree(fault),
            });
        }
        let new = new.into_iter().map(|(_, agency)| agency).collect();
        Ok(Self::of(new, |agency| known.iter().find(|known| known.code == agency.code).cloned()))
    }

    async fn apply(&self, connection: &WriteTransaction) -> store::Result<()> {
        let written = self.written();
        store::save_agencies(connection, &written).await?;
        for block in written.iter().filter_map(|a| a.block.as_ref()).collect::<BTreeSet<_>>() {
            store::make_block(connection, block).await?;
        }
        settings::count_plan_change(connection).await
    }
}

fn agency(line: &Line) -> Result<Agency, LineFault> {
    let level = line.maybe("level").map(|word| {
        let words = Reason::Word(vec!["central", "province", "district", "commune"]);
        level_of(&word.to_lowercase()).ok_or_else(|| line.fault("level", words))
    });
    Ok(Agency {
        code: line.need("code")?,
        name: line.name("name")?,
        name_en: line.maybe("name_en").map(|_| line.name("name_en")).transpose()?,
        block: line.parse_maybe("block")?,
        level: level.transpose()?,
        parent: line.parse_maybe("parent")?,
        valid_from: line.day_maybe("valid_from")?,
        valid_to: line.day_maybe("valid_to")?,
    })
}

/// A level by its word in files, or as Vietnamese name it.
fn level_of(word: &str) -> Option<Level> {
    match word.strip_prefix("cấp ").unwrap_or(word) {
        "trung ương" => Some(Level::Central),
        "tỉnh" => Some(Level::Province),
        "huyện" => Some(Level::District),
        "xã" => Some(Level::Commune),
        word => Level::from_word(word),
    }
}
