//! The fields of an agency.

use super::{agency_option, level_name};
use crate::{
    Texts,
    admin::{Field, FieldKind, Typed, faults::agency_edit_fault},
};
use domain::{Agency, AgencyEditFault, Block, Level, Reach, in_tree_order, sort_by_name};

/// What is wrong with a field: of several faults the last.
pub(super) fn fault_of(texts: &Texts, faults: &[AgencyEditFault], field: &str) -> Option<String> {
    let fault = faults.iter().rev().find(|fault| fault.field() == field);
    fault.map(|fault| agency_edit_fault(texts, fault))
}

/// What an agency is stored into, and how far whoever edits it reaches.
#[derive(Debug)]
pub struct AgencySurroundings {
    /// Every agency.
    pub agencies: Vec<Agency>,
    /// Every block.
    pub blocks: Vec<Block>,
    /// How far whoever edits it reaches.
    pub reach: Reach,
}

impl AgencySurroundings {
    /// The fields of an agency that is there, or of a new one.
    pub(super) fn fields(
        &self,
        texts: &Texts,
        held: &Typed,
        faults: &[AgencyEditFault],
        agency: Option<&Agency>,
    ) -> Vec<Field> {
        let one = |name: &'static str, kind: FieldKind, key: &str| {
            Field::new(name, kind, texts.get(key))
                .holding(held.raw(name))
                .fault(fault_of(texts, faults, name))
        };
        let mut fields = Vec::new();
        if agency.is_none() {
            fields.push(one("code", FieldKind::Code, "field-code").hint(texts.get("agency-code-hint")));
        }
        fields.extend([
            one("name", FieldKind::Text, "field-name-vi"),
            one("name_en", FieldKind::Text, "field-name-en").optional(),
            one("parent", FieldKind::Choice(self.possible_parents(texts, agency)), "field-parent"),
            one("block", FieldKind::Choice(self.possible_blocks(texts)), "field-block")
                .hint(texts.get("block-hint")),
            one("level", FieldKind::Choice(levels(texts)), "field-level"),
            one("valid_from", FieldKind::Day, "field-from").optional(),
            one("valid_to", FieldKind::Day, "field-to").hint(texts.get("agency-to-hint")).optional(),
        ]);
        fields
    }

    /// The agencies that may stand above one: those within reach, and where it hangs already.
    fn possible_parents(&self, texts: &Texts, agency: Option<&Agency>) -> Vec<(String, String)> {
        let mut possible = Vec::new();
        let parent = agency.and_then(|agency| agency.parent.as_ref());
        if self.reach == Reach::Whole || agency.is_some_and(|agency| agency.parent.is_none()) {
            possible.push((String::new(), texts.get("parent-none")));
        }
        let within = self.reach.within(&self.agencies);
        let within = in_tree_order(&self.agencies, &texts.locale)
            .into_iter()
            .filter(|(_, agency)| within.contains(&agency.code) || Some(&agency.code) == parent);
        possible.extend(within.map(|(depth, agency)| agency_option(texts, depth, agency)));
        possible
    }

    fn possible_blocks(&self, texts: &Texts) -> Vec<(String, String)> {
        let mut blocks: Vec<&Block> = self.blocks.iter().collect();
        sort_by_name(&mut blocks, |block| block.name_in(&texts.locale));
        let blocks = blocks.into_iter().map(|b| (b.code.to_string(), b.name_in(&texts.locale).to_owned()));
        std::iter::once((String::new(), texts.get("block-none"))).chain(blocks).collect()
    }
}

fn levels(texts: &Texts) -> Vec<(String, String)> {
    let levels = [Level::Central, Level::Province, Level::District, Level::Commune]
        .map(|level| (level.as_str().to_owned(), level_name(texts, Some(level))));
    std::iter::once((String::new(), texts.get("choose"))).chain(levels).collect()
}
