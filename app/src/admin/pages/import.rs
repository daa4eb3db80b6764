//! A file of a list: the form, and what the file would change.

use super::{
    AGENCIES, AGENCY_EVENTS, Catalog, SERVICE_AREAS, event_sentence,
    values::{detail_name, value_words},
};
use crate::{
    Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, Notice, PageBody, Tone,
        faults::{doubt_lines, file_faults},
    },
};
use domain::{
    Agency, CatalogEntry, LineageEvent, Procedure, ServiceArea, changed_values,
    import::{AGENCY_COLUMNS, Changes, EVENT_COLUMNS, FileFault, PROCEDURE_COLUMNS, SERVICE_AREA_COLUMNS},
};

/// What can be imported, how a file of it looks and how its changes are told. Of texts it holds the keys.
pub trait Importable: Clone + PartialEq {
    /// The word for it in addresses.
    const WORD: &'static str;
    /// The address of the list.
    const LIST: &'static str;
    /// The entry of the menu under which the list stands.
    const MENU: &'static str;
    /// The title of the list.
    const TITLE: &'static str;
    /// The page above the list, if there is one: address and title.
    const ABOVE: Option<(&'static str, &'static str)> = None;
    /// What is said of a file of it.
    const ABOUT: &'static str;
    /// What is said once a file of it was imported.
    const IMPORTED: Notice;
    /// The columns of a file.
    const COLUMNS: &'static [&'static str];

    /// A new one in a line.
    fn new_line(&self, texts: &Texts, agencies: &[Agency]) -> String;
    /// A changed one: which, and what is different.
    fn changed_line(old: &Self, new: &Self, texts: &Texts) -> (String, String);
}

/// The first line of a file, as people of a language name its columns.
fn column_names(texts: &Texts, columns: &[&str]) -> String {
    let name = |column: &&str| texts.get(&format!("file-column-{}", column.replace('_', "-")));
    columns.iter().map(name).collect::<Vec<_>>().join(",")
}

/// A page beneath the list.
fn beneath_list<T: Importable>(texts: &Texts, title: &str) -> PageBody {
    let page = PageBody::new(title);
    let page = match T::ABOVE {
        Some((href, key)) => page.beneath(href, texts.get(key)),
        None => page,
    };
    page.beneath(T::LIST, texts.get(T::TITLE))
}

/// Where a file of this is sent.
pub fn import_address<T: Importable>() -> String {
    format!("/admin/import/{}", T::WORD)
}

fn arrows(texts: &Texts, changes: impl IntoIterator<Item = (&'static str, String, String)>) -> String {
    let line = |(name, old, new): (_, String, String)| {
        let [old, new] = [old, new].map(|value| value_words(texts, name, &value));
        format!("{}: {old} → {new}", detail_name(texts, name))
    };
    changes.into_iter().map(line).collect::<Vec<_>>().join("; ")
}

impl Importable for Agency {
    const WORD: &'static str = "agencies";
    const LIST: &'static str = AGENCIES;
    const MENU: &'static str = AGENCIES;
    const TITLE: &'static str = "agencies-title";
    const ABOUT: &'static str = "import-about-agencies";
    const IMPORTED: Notice = Notice::AgenciesImported;
    const COLUMNS: &'static [&'static str] = &AGENCY_COLUMNS;

    fn new_line(&self, texts: &Texts, _: &[Agency]) -> String {
        let values = self.values().into_iter();
        let said = values.filter(|(name, value)| !matches!(*name, "name" | "name_en") && !value.is_empty());
        let said = said.map(|(name, value)| {
            format!("{}: {}", detail_name(texts, name), value_words(texts, name, &value))
        });
        let name = format!("{} ({})", self.name_in(&texts.locale), self.code);
        std::iter::once(name).chain(said).collect::<Vec<_>>().join(" · ")
    }
    fn changed_line(old: &Self, new: &Self, texts: &Texts) -> (String, String) {
        let mut changes = changed_values(old.values(), new.values());
        changes.sort_unstable();
        (format!("{} ({})", old.name_in(&texts.locale), old.code), arrows(texts, changes))
    }
}

impl Importable for LineageEvent {
    const WORD: &'static str = "agency-events";
    const LIST: &'static str = AGENCY_EVENTS;
    const MENU: &'static str = AGENCIES;
    const TITLE: &'static str = "events-title";
    const ABOVE: Option<(&'static str, &'static str)> = Some((AGENCIES, "agencies-title"));
    const ABOUT: &'static str = "import-about-events";
    const IMPORTED: Notice = Notice::EventsImported;
    const COLUMNS: &'static [&'static str] = &EVENT_COLUMNS;

    fn new_line(&self, texts: &Texts, agencies: &[Agency]) -> String {
        event_sentence(texts, self, agencies)
    }
    /// What is recorded is never changed by a file.
    fn changed_line(old: &Self, new: &Self, texts: &Texts) -> (String, String) {
        (event_sentence(texts, old, &[]), event_sentence(texts, new, &[]))
    }
}

impl Importable for ServiceArea {
    const WORD: &'static str = "service-areas";
    const LIST: &'static str = Self::ADDRESS;
    const MENU: &'static str = SERVICE_AREAS;
    const TITLE: &'static str = <Self as Catalog>::TITLE;
    const ABOUT: &'static str = "import-about-areas";
    const IMPORTED: Notice = Notice::AreasImported;
    const COLUMNS: &'static [&'static str] = &SERVICE_AREA_COLUMNS;

    fn new_line(&self, texts: &Texts, _: &[Agency]) -> String {
        format!("{} ({})", self.name_in(&texts.locale), self.code)
    }
    fn changed_line(old: &Self, new: &Self, texts: &Texts) -> (String, String) {
        let changes = changed_values(old.values(), new.values());
        (format!("{} ({})", old.name_in(&texts.locale), old.code), arrows(texts, changes))
    }
}

impl Importable for Procedure {
    const WORD: &'static str = "procedures";
    const LIST: &'static str = Self::ADDRESS;
    const MENU: &'static str = SERVICE_AREAS;
    const TITLE: &'static str = <Self as Catalog>::TITLE;
    const ABOUT: &'static str = "import-about-procedures";
    const ABOVE: Option<(&'static str, &'static str)> = <Self as Catalog>::ABOVE;
    const IMPORTED: Notice = Notice::ProceduresImported;
    const COLUMNS: &'static [&'static str] = &PROCEDURE_COLUMNS;

    fn new_line(&self, _: &Texts, _: &[Agency]) -> String {
        format!("{} ({}, {})", self.name, self.code, self.service_area)
    }
    fn changed_line(old: &Self, new: &Self, texts: &Texts) -> (String, String) {
        let changes = changed_values(old.values(), new.values());
        (format!("{} ({})", old.name, old.code), arrows(texts, changes))
    }
}

/// Why a file does not come to its preview.
#[derive(Debug)]
pub enum ImportFault {
    /// Neither a file nor text was sent.
    Nothing,
    /// The file is refused.
    File(FileFault),
}

/// Files of tables, as browsers name their kinds.
pub(super) const LIST_FILES: &str =
    ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Lines of faults and doubts that are shown; a file of another shape has one in every line.
const SHOWN: usize = 40;

/// What the form shows.
#[derive(Debug, Default)]
pub struct ImportPage {
    /// What stands in the field, to be corrected there.
    pub text: String,
    /// Why it was refused.
    pub fault: Option<ImportFault>,
}

impl ImportPage {
    /// The page for files of this.
    pub fn body<T: Importable>(&self, texts: &Texts) -> PageBody {
        let form = FormBlock {
            action: import_address::<T>(),
            fields: vec![
                Field::new("file", FieldKind::File(LIST_FILES), texts.get("import-file")),
                Field::new("text", FieldKind::Long, texts.get("import-text"))
                    .hint(texts.get("import-text-hint"))
                    .holding(self.text.clone()),
            ],
            button: texts.get("import-look"),
            ..FormBlock::default()
        };
        let title = texts.get(T::TITLE);
        let faults = self.fault.as_ref().map(|fault| match fault {
            ImportFault::Nothing => vec![texts.get("import-nothing")],
            ImportFault::File(fault) => file_faults(texts, fault, SHOWN),
        });
        let faults = faults.map(|faults| [Block::Warning(texts.get("import-refused")), Block::Lines(faults)]);
        beneath_list::<T>(texts, &texts.with("import-title", [("what", title.into())]))
            .and(faults.into_iter().flatten())
            .with(Block::Text(texts.get(T::ABOUT)))
            .with(Block::Copy(column_names(texts, T::COLUMNS)))
            .with(Block::Form(form))
    }
}

/// The sheet of a workbook that was read.
#[derive(Debug)]
pub struct ReadSheet {
    /// Its name.
    pub name: String,
    /// How many the workbook has that can be seen.
    pub of: usize,
}

impl ReadSheet {
    /// Which one it is.
    pub(super) fn words(&self, texts: &Texts) -> String {
        texts.with("import-sheet", [("sheet", self.name.as_str().into()), ("of", self.of.into())])
    }
}

/// What a file would change.
#[derive(Debug)]
pub struct ImportPreviewPage<T> {
    /// Its changes.
    pub changes: Changes<T>,
    /// The sheet, where the file is a workbook.
    pub sheet: Option<ReadSheet>,
    /// Whether it was sent without saying that what is doubtful was looked at.
    pub is_unconfirmed: bool,
    /// The file.
    pub text: String,
    /// What says whether anything has changed since.
    pub revision_token: String,
    /// Every agency.
    pub agencies: Vec<Agency>,
    /// Whether something has changed since it was looked at before.
    pub is_changed_meanwhile: bool,
}

impl<T: Importable> ImportPreviewPage<T> {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let [new, changed, same] = self.changes.counts();
        let counts = [("new", new.into()), ("changed", changed.into()), ("same", same.into())];
        let new_lines: Vec<String> =
            self.changes.new.iter().map(|new| new.new_line(texts, &self.agencies)).collect();
        let changed_lines: Vec<(String, String)> =
            self.changes.changed.iter().map(|(old, new)| T::changed_line(old, new, texts)).collect();
        let doubts = doubt_lines(texts, &self.changes.doubts, SHOWN);
        let doubts =
            (!doubts.is_empty()).then(|| [Block::Warning(texts.get("import-doubts")), Block::Lines(doubts)]);
        let sheet = self.sheet.as_ref().map(|sheet| Block::Text(sheet.words(texts)));
        let body = beneath_list::<T>(texts, &texts.get("import-preview-title"))
            .and(self.is_changed_meanwhile.then(|| Block::Warning(texts.get("import-meanwhile"))))
            .and(sheet)
            .and(doubts.into_iter().flatten())
            .with(Block::Text(texts.with("import-counts", counts)))
            .and((new > 0).then(|| Block::Heading(texts.get("import-new"))))
            .and((new > 0).then_some(Block::Lines(new_lines)))
            .and((changed > 0).then(|| Block::Heading(texts.get("import-changed"))))
            .and((changed > 0).then_some(Block::Facts(changed_lines)));
        match new + changed {
            0 => body.with(Block::Text(texts.get("import-same"))),
            _ => body.with(Block::Form(self.agreement(texts))),
        }
        .with(Block::Form(self.back(texts)))
    }

    fn agreement(&self, texts: &Texts) -> FormBlock {
        // What is doubtful is asked; else whoever presses the button has agreed.
        let sure = match self.changes.doubts.is_empty() {
            true => Field::hidden("sure", "1"),
            false => Field::new("sure", FieldKind::Tick, texts.get("import-as-written"))
                .fault(self.is_unconfirmed.then(|| texts.get("import-unconfirmed"))),
        };
        FormBlock {
            action: import_address::<T>(),
            fields: vec![
                Field::hidden("text", self.text.clone()),
                Field::hidden("moment", self.revision_token.clone()),
                sure,
                Field::new("reason", FieldKind::Text, texts.get("reason")).optional(),
            ],
            button: texts.get("import-do"),
            ..FormBlock::default()
        }
    }

    fn back(&self, texts: &Texts) -> FormBlock {
        FormBlock {
            action: import_address::<T>(),
            fields: vec![Field::hidden("text", self.text.clone()), Field::hidden("back", "1")],
            button: texts.get("import-back"),
            tone: Tone::Quiet,
            ..FormBlock::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Locale, import::column_named};

    #[test]
    fn the_names_of_columns_that_a_page_shows_are_those_that_files_may_have() {
        for columns in [&AGENCY_COLUMNS[..], &EVENT_COLUMNS, &SERVICE_AREA_COLUMNS, &PROCEDURE_COLUMNS] {
            for locale in [Locale::vi(), Locale::en()] {
                let shown = column_names(Texts::of(&locale), columns);
                let read: Vec<_> = shown.split(',').map(|name| column_named(name, columns)).collect();
                let all: Vec<_> = columns.iter().map(|column| Some(*column)).collect();
                assert_eq!(read, all, "{shown}");
            }
        }
    }
}
