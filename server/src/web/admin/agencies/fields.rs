//! The fields of an agency, and reading them.

use super::{Faults, Held, level_text};
use crate::{
    acts::ManageAgencies,
    auth::May,
    web::admin::{
        posted::Posted,
        set_up::is_name,
        words::{agency_fault, code_fault, day_fault},
    },
};
use app::{
    Texts,
    admin::{Field, Kind},
};
use domain::{Agency, AgencyFault, Block as AgencyBlock, Code, Day, Level, check_tree, in_tree_order};

/// The fields of an agency.
pub(in crate::web::admin) fn fields(
    texts: &Texts,
    held: &Held,
    faults: &Faults,
    blocks: &[AgencyBlock],
    above: &[(String, String)],
    is_new: bool,
) -> Vec<Field> {
    let fault = |name: &str| faults.get(name).cloned();
    let mut levels = vec![(String::new(), texts.get("choose"))];
    levels.extend(
        [Level::Central, Level::Province, Level::District, Level::Commune]
            .map(|level| (level.as_str().to_owned(), level_text(texts, Some(level)))),
    );
    let mut choices = vec![(String::new(), texts.get("block-none"))];
    choices.extend(blocks.iter().map(|b| (b.code.to_string(), b.name_in(&texts.locale).to_owned())));
    let mut fields = Vec::new();
    if is_new {
        let code =
            Field::new("code", Kind::Code, texts.get("field-code")).hint(texts.get("agency-code-hint"));
        fields.push(code.holding(held.of("code")).fault(fault("code")));
    }
    fields.extend([
        Field::new("name", Kind::Text, texts.get("field-name-vi"))
            .holding(held.of("name"))
            .fault(fault("name")),
        Field::new("name_en", Kind::Text, texts.get("field-name-en"))
            .holding(held.of("name_en"))
            .fault(fault("name_en"))
            .optional(),
        Field::new("parent", Kind::Choice(above.to_vec()), texts.get("field-parent"))
            .holding(held.of("parent"))
            .fault(fault("parent")),
        Field::new("block", Kind::Choice(choices), texts.get("field-block"))
            .hint(texts.get("block-hint"))
            .holding(held.of("block"))
            .fault(fault("block")),
        Field::new("level", Kind::Choice(levels), texts.get("field-level"))
            .holding(held.of("level"))
            .fault(fault("level")),
        Field::new("valid_from", Kind::Day, texts.get("field-from"))
            .holding(held.of("valid_from"))
            .fault(fault("valid_from"))
            .optional(),
        Field::new("valid_to", Kind::Day, texts.get("field-to"))
            .hint(texts.get("agency-to-hint"))
            .holding(held.of("valid_to"))
            .fault(fault("valid_to"))
            .optional(),
    ]);
    fields
}

/// The agencies that may stand above one: those within reach, and where it hangs already.
pub(in crate::web::admin) fn above(
    texts: &Texts,
    may: &May<ManageAgencies>,
    agencies: &[Agency],
    agency: Option<&Agency>,
) -> Vec<(String, String)> {
    let mut above = Vec::new();
    let parent = agency.and_then(|agency| agency.parent.as_ref());
    if may.reach == domain::Reach::Whole || agency.is_some_and(|agency| agency.parent.is_none()) {
        above.push((String::new(), texts.get("parent-none")));
    }
    let within = may.within(agencies);
    let within = in_tree_order(agencies)
        .into_iter()
        .filter(|(_, agency)| within.contains(&agency.code) || Some(&agency.code) == parent);
    above.extend(within.map(|(depth, agency)| {
        let indent = "\u{2003}".repeat(depth);
        (agency.code.to_string(), format!("{indent}{} ({})", agency.name_in(&texts.locale), agency.code))
    }));
    above
}

/// Reads an agency from what was typed, field by field.
pub(in crate::web::admin) fn read(
    texts: &Texts,
    posted: &Posted,
    code: Option<&Code>,
    faults: &mut Faults,
) -> Option<Agency> {
    let code = match code {
        Some(code) => Some(code.clone()),
        None => match posted.text("code").parse::<Code>() {
            Ok(code) => Some(code),
            Err(fault) => {
                faults.insert("code", code_fault(texts, &fault));
                None
            }
        },
    };
    if !is_name(posted.text("name")) {
        faults.insert("name", texts.get("name-wrong"));
    }
    let name_en = Some(posted.text("name_en")).filter(|name| !name.is_empty());
    if name_en.is_some_and(|name| !is_name(name)) {
        faults.insert("name_en", texts.get("name-wrong"));
    }
    let mut named = |field: &'static str| {
        posted.parsed::<Code>(field).unwrap_or_else(|fault| {
            faults.insert(field, code_fault(texts, &fault));
            None
        })
    };
    let (parent, block) = (named("parent"), named("block"));
    let (valid_from, valid_to) = read_days(texts, posted, faults);
    faults.is_empty().then_some(())?;
    Some(Agency {
        code: code?,
        name: posted.text("name").to_owned(),
        name_en: name_en.map(str::to_owned),
        block,
        level: Level::from_word(posted.text("level")),
        parent,
        valid_from,
        valid_to,
    })
}

/// First and last day from what was typed.
pub(in crate::web::admin) fn read_days(
    texts: &Texts,
    posted: &Posted,
    faults: &mut Faults,
) -> (Option<Day>, Option<Day>) {
    let mut day = |field: &'static str| {
        posted.parsed::<Day>(field).unwrap_or_else(|fault| {
            faults.insert(field, day_fault(texts, &fault));
            None
        })
    };
    let (from, to) = (day("valid_from"), day("valid_to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        faults.insert("valid_to", texts.get("fault-ends-before"));
    }
    (from, to)
}

/// Checks an agency among the others, and that its parent lies within reach.
pub(in crate::web::admin) fn fits(
    texts: &Texts,
    may: &May<ManageAgencies>,
    agency: &Agency,
    agencies: &[Agency],
    blocks: &[AgencyBlock],
    faults: &mut Faults,
) {
    let mut tree: Vec<Agency> = agencies.iter().filter(|known| known.code != agency.code).cloned().collect();
    tree.push(agency.clone());
    if let Err(fault) = check_tree(&tree) {
        let field = if matches!(fault, AgencyFault::EndsBeforeBegin(_)) { "valid_to" } else { "parent" };
        faults.insert(field, agency_fault(texts, &fault));
    }
    if agency.block.as_ref().is_some_and(|block| !blocks.iter().any(|known| known.code == *block)) {
        faults.insert("block", texts.get("block-unknown"));
    }
    // The top of somebody's subtree stays where it is; everything else hangs below what they reach.
    let before = agencies.iter().find(|known| known.code == agency.code);
    let within = may.reach == domain::Reach::Whole
        || before.is_some_and(|before| before.parent == agency.parent)
        || agency.parent.as_ref().is_some_and(|parent| may.over(parent, agencies));
    if !within {
        faults.insert("parent", texts.get("parent-beyond"));
    }
}
