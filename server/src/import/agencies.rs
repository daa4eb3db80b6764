//! `import agencies`.

use super::{
    ListFile,
    list_file::{Lines, doubtful_codes, fault_in},
    table::{Header, Line},
};
use crate::store::{self, WriteTransaction};
use domain::{
    Agency, AgencyFault, Code, Level,
    import::{AGENCY_COLUMNS, CellFault, Changes, FileFault, LineFault, SimilarCodes},
    tree_faults,
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl ListFile for Agency {
    const ACTION: &'static str = "import.agencies";
    const COLUMNS: &'static [&'static str] = &AGENCY_COLUMNS;
    const NEEDED: &'static [&'static str] = &["code", "name"];
    type Stored = Vec<Agency>;

    fn read(line: &mut Line) -> Option<Self> {
        let (code, name, name_en) = (line.need("code"), line.need("name"), line.maybe("name_en"));
        let (block, level) = (line.maybe("block"), line.read_maybe("level", Level::read));
        let parent = line.maybe("parent");
        let (valid_from, valid_to) = (line.maybe("valid_from"), line.maybe("valid_to"));
        Some(Agency { code: code?, name: name?, name_en, block, level, parent, valid_from, valid_to })
    }

    async fn stored(on: &impl ConnectionTrait) -> store::Result<Vec<Agency>> {
        store::agency_tree(on).await
    }

    fn plan(lines: Lines<Self>, stored: &Vec<Agency>) -> Result<Changes<Self>, FileFault> {
        let Lines { header, good: mut lines, mut faults, mut doubts, faulty_codes, .. } = lines;
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
        let codes = lines.iter().map(|(line, agency)| (*line, &agency.code));
        doubts.extend(doubtful_codes(&header, "code", codes, known.keys()));
        let mut blocks = BTreeMap::new();
        for (line, agency) in &lines {
            if let Some(block) = &agency.block {
                blocks.entry(block).or_insert(*line);
            }
        }
        let blocks = blocks.into_iter().map(|(block, line)| (line, block));
        let known_blocks = stored.iter().filter_map(|agency| agency.block.as_ref());
        doubts.extend(doubtful_codes(&header, "block", blocks, known_blocks));
        let line_of: HashMap<Code, u64> =
            lines.iter().map(|(line, agency)| (agency.code.clone(), *line)).collect();
        let changes = Changes::of(lines.into_iter().map(|(_, agency)| agency), |agency| {
            known.get(&agency.code).cloned()
        });
        known.extend(changes.written().into_iter().map(|agency| (agency.code.clone(), agency)));
        let similar = SimilarCodes::of(known.keys().map(Code::as_str));
        let tree: Vec<Agency> = known.into_values().collect();
        // An agency whose line is wrong in itself will be there once that is corrected.
        for fault in tree_faults(&tree, |code| faulty_codes.contains(code.as_str())) {
            faults.push(blamed(&header, fault, &line_of, &similar)?);
        }
        faults.refused()?;
        Ok(changes.with_doubts(doubts))
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
fn blamed(
    header: &Header,
    fault: AgencyFault,
    line_of: &HashMap<Code, u64>,
    similar: &SimilarCodes,
) -> Result<LineFault, FileFault> {
    let (code, column) = match &fault {
        AgencyFault::UnknownParent { agency, .. } => (agency, "parent"),
        AgencyFault::Circle(agency) | AgencyFault::TooDeep(agency) => (agency, "parent"),
        AgencyFault::EndsBeforeBegin(agency) => (agency, "valid_to"),
    };
    let Some(line) = line_of.get(code) else { return Err(FileFault::Tree(fault)) };
    let reason = match &fault {
        AgencyFault::UnknownParent { parent, .. } => match similar.find(parent.as_str()) {
            Some(known) => CellFault::NotThere { code: parent.to_string(), similar: Some(known.to_owned()) },
            None => fault.into(),
        },
        _ => fault.into(),
    };
    Ok(fault_in(header, *line, column, reason))
}
