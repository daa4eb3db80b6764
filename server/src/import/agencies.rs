//! `import agencies`.

use super::{
    Changes, ImportError, LineFault, Lines, MOST_LINES, Plan, Reason,
    plan::{at_command_line, none_faulty},
    table::{Line, Table},
};
use crate::store::{self, Database, WriteTransaction};
use domain::{Agency, AgencyFault, Code, Level, check_tree};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

    type Parsed = Lines<Agency>;

    fn parse(bytes: &[u8]) -> Result<Self::Parsed, ImportError> {
        let columns = ["code", "name", "name_en", "block", "level", "parent", "valid_from", "valid_to"];
        let table = Table::open(bytes, MOST_LINES, &["code", "name"], |name| columns.contains(&name))?;
        Ok(Lines::by_code(table, agency, |agency| &agency.code))
    }

    async fn plan(connection: &impl ConnectionTrait, parsed: Self::Parsed) -> Result<Self, ImportError> {
        let Lines { header, good: mut lines, faults } = parsed;
        none_faulty(faults)?;
        let mut known: BTreeMap<Code, Agency> = store::agencies(connection)
            .await?
            .into_iter()
            .map(|row| (row.agency.code.clone(), row.agency))
            .collect();
        for (_, agency) in &mut lines {
            if let Some(known) = known.get(&agency.code).cloned() {
                agency.name_en = header.new_or_known("name_en", agency.name_en.take(), known.name_en);
                agency.block = header.new_or_known("block", agency.block.take(), known.block);
                agency.level = header.new_or_known("level", agency.level, known.level);
                agency.parent = header.new_or_known("parent", agency.parent.take(), known.parent);
                agency.valid_from = header.new_or_known("valid_from", agency.valid_from, known.valid_from);
                agency.valid_to = header.new_or_known("valid_to", agency.valid_to, known.valid_to);
            }
        }
        let line_of: HashMap<Code, u64> =
            lines.iter().map(|(line, agency)| (agency.code.clone(), *line)).collect();
        let changes =
            Self::of(lines.into_iter().map(|(_, agency)| agency), |agency| known.get(&agency.code).cloned());
        known.extend(changes.written().into_iter().map(|agency| (agency.code.clone(), agency)));
        let tree: Vec<Agency> = known.into_values().collect();
        match check_tree(&tree) {
            Ok(()) => Ok(changes),
            Err(fault) => Err(blamed(fault, &line_of)),
        }
    }

    async fn apply(&self, connection: &WriteTransaction) -> store::Result<()> {
        let written = self.written();
        store::save_agencies(connection, &written).await?;
        for block in written.iter().filter_map(|a| a.block.as_ref()).collect::<BTreeSet<_>>() {
            store::make_block(connection, block).await?;
        }
        Ok(())
    }
}

/// A fault of the tree, at the line of the file that brought it. What is wrong may lie in what was there before, where no
/// line is to blame.
fn blamed(fault: AgencyFault, line_of: &HashMap<Code, u64>) -> ImportError {
    let (code, column) = match &fault {
        AgencyFault::UnknownParent { agency, .. } => (agency, "parent"),
        AgencyFault::Circle(agency) | AgencyFault::TooDeep(agency) => (agency, "parent"),
        AgencyFault::EndsBeforeBegin(agency) => (agency, "valid_to"),
    };
    match line_of.get(code) {
        Some(line) => ImportError::Lines(vec![LineFault {
            line: *line,
            column: column.to_owned(),
            reason: Reason::Agency(fault),
        }]),
        None => ImportError::Tree(fault),
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
        valid_from: line.parse_maybe("valid_from")?,
        valid_to: line.parse_maybe("valid_to")?,
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
