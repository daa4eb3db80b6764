//! `import agencies`.

use super::{
    ListFile, MOST_LINES,
    list_file::Lines,
    table::{Line, Table},
};
use crate::store::{self, WriteTransaction};
use domain::{
    Agency, AgencyFault, Code, Level, check_tree,
    import::{AGENCY_COLUMNS, CellFault, Changes, FileFault, LineFault},
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl ListFile for Agency {
    const ACTION: &'static str = "import.agencies";
    type Stored = Vec<Agency>;

    fn parse(bytes: &[u8]) -> Result<Lines<Self>, FileFault> {
        let table = Table::open(bytes, MOST_LINES, &["code", "name"], |name| AGENCY_COLUMNS.contains(&name))?;
        Ok(Lines::by_code(table, agency, |agency| &agency.code))
    }

    async fn stored(on: &impl ConnectionTrait) -> store::Result<Vec<Agency>> {
        store::agency_tree(on).await
    }

    fn plan(lines: Lines<Self>, stored: &Vec<Agency>) -> Result<Changes<Self>, FileFault> {
        let Lines { header, good: mut lines, faults } = lines;
        FileFault::unless_none(faults)?;
        let mut known: BTreeMap<Code, Agency> =
            stored.iter().map(|agency| (agency.code.clone(), agency.clone())).collect();
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
        let lines = lines.into_iter().map(|(_, agency)| agency);
        let changes = Changes::of(lines, |agency| known.get(&agency.code).cloned());
        known.extend(changes.written().into_iter().map(|agency| (agency.code.clone(), agency)));
        let tree: Vec<Agency> = known.into_values().collect();
        match check_tree(&tree) {
            Ok(()) => Ok(changes),
            Err(fault) => Err(blamed(fault, &line_of)),
        }
    }

    async fn store(on: &WriteTransaction, changes: &Changes<Self>, _: &Vec<Agency>) -> store::Result<()> {
        let written = changes.written();
        store::save_agencies(on, &written).await?;
        for block in written.iter().filter_map(|a| a.block.as_ref()).collect::<BTreeSet<_>>() {
            store::make_block(on, block).await?;
        }
        Ok(())
    }
}

/// A fault of the tree, at the line of the file that brought it. What is wrong may lie in what was there before, where no
/// line is to blame.
fn blamed(fault: AgencyFault, line_of: &HashMap<Code, u64>) -> FileFault {
    let (code, column) = match &fault {
        AgencyFault::UnknownParent { agency, .. } => (agency, "parent"),
        AgencyFault::Circle(agency) | AgencyFault::TooDeep(agency) => (agency, "parent"),
        AgencyFault::EndsBeforeBegin(agency) => (agency, "valid_to"),
    };
    match line_of.get(code) {
        Some(line) => FileFault::Lines(vec![LineFault {
            line: *line,
            column: column.to_owned(),
            reason: CellFault::Agency(fault),
        }]),
        None => FileFault::Tree(fault),
    }
}

fn agency(line: &Line) -> Result<Agency, LineFault> {
    let level = line.maybe("level").map(|word| {
        let words = CellFault::Word(vec!["central", "province", "district", "commune"]);
        level_of(&word.to_lowercase()).ok_or_else(|| line.fault("level", words))
    });
    Ok(Agency {
        code: line.need("code")?,
        name: line.need("name")?,
        name_en: line.parse_maybe("name_en")?,
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
