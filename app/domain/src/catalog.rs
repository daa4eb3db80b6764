//! Blocks, service areas and procedures as administrators keep them: each has a code and a name, some have days or belong
//! to a service area.

use crate::{
    Block, Code, CodeFault, Day, DayFault, Locale, Name, NameFault, Procedure, ServiceArea,
    agency::name_in,
    reading::Reading,
    values::{Values, or_empty, validity_values},
};
use std::fmt::Debug;

/// What somebody typed into the fields of an entry, without surrounding blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogInput {
    /// Its code.
    pub code: String,
    /// Its Vietnamese name.
    pub name: String,
    /// Its English name, or nothing.
    pub name_en: String,
    /// Code of the service area it belongs to.
    pub service_area: String,
    /// Its first day, or nothing.
    pub valid_from: String,
    /// Its last day, or nothing.
    pub valid_to: String,
}

/// What is wrong with a field of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogFault {
    /// Its code is none.
    Code(CodeFault),
    /// Another entry has its code.
    CodeTaken,
    /// Its Vietnamese name is none.
    Name(NameFault),
    /// Its English name is none.
    NameEn(NameFault),
    /// No service area was chosen, or one that is not there.
    ServiceArea,
    /// Its first day is none.
    ValidFrom(DayFault),
    /// Its last day is none.
    ValidTo(DayFault),
    /// Its last day lies before its first.
    EndsBeforeBegin,
}

impl CatalogFault {
    /// The name of the field.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Code(_) | Self::CodeTaken => "code",
            Self::Name(_) => "name",
            Self::NameEn(_) => "name_en",
            Self::ServiceArea => "service_area",
            Self::ValidFrom(_) => "valid_from",
            Self::ValidTo(_) | Self::EndsBeforeBegin => "valid_to",
        }
    }
}

/// An entry of one of the catalogs.
pub trait CatalogEntry: Debug + Clone + PartialEq + Send + Sync + 'static {
    /// The word for one of them in the audit log and in names of files.
    const WORD: &'static str;
    /// Whether it begins and ends.
    const HAS_VALIDITY: bool;
    /// Whether it belongs to a service area.
    const HAS_SERVICE_AREA: bool;
    /// What it has beside code and names.
    type Details;

    /// An entry from its parts.
    fn new(code: Code, name: Name, name_en: Option<Name>, details: Self::Details) -> Self;
    /// Reads what it has beside code and names.
    fn read_details(fields: &mut CatalogFields) -> Option<Self::Details>;
    /// Its code.
    fn code(&self) -> &Code;
    /// Its Vietnamese name.
    fn name(&self) -> &Name;
    /// Its English name, if there is one.
    fn name_en(&self) -> Option<&Name>;
    /// The service area it belongs to.
    fn service_area(&self) -> Option<&Code> {
        None
    }
    /// Its first and its last day, inclusive.
    fn validity(&self) -> [Option<Day>; 2] {
        [None, None]
    }

    /// Its name for readers of a language.
    fn name_in(&self, language: &Locale) -> &str {
        name_in(self.name(), self.name_en(), language)
    }

    /// What stands in its fields.
    fn values(&self) -> Values {
        let names = [
            ("name", self.name().to_string()),
            ("name_en", or_empty(self.name_en())),
            ("service_area", or_empty(self.service_area())),
        ];
        let [from, to] = self.validity();
        names.into_iter().chain(validity_values(from, to)).collect()
    }
}

/// The fields of an entry while they are read.
#[derive(Debug)]
pub struct CatalogFields<'a> {
    input: &'a CatalogInput,
    service_areas: &'a [ServiceArea],
    reading: Reading<CatalogFault>,
}

impl CatalogFields<'_> {
    fn validity(&mut self) -> [Option<Day>; 2] {
        self.reading.validity(
            [&self.input.valid_from, &self.input.valid_to],
            [CatalogFault::ValidFrom, CatalogFault::ValidTo],
            CatalogFault::EndsBeforeBegin,
        )
    }

    fn service_area(&mut self) -> Option<Code> {
        let found = self.service_areas.iter().find(|area| area.code.as_str() == self.input.service_area);
        if found.is_none() {
            self.reading.fault(CatalogFault::ServiceArea);
        }
        found.map(|area| area.code.clone())
    }
}

/// Reads an entry, or tells everything that is wrong with it.
pub fn read_entry<E: CatalogEntry>(
    input: &CatalogInput,
    service_areas: &[ServiceArea],
) -> Result<E, Vec<CatalogFault>> {
    let mut fields = CatalogFields { input, service_areas, reading: Reading::new() };
    let code = fields.reading.required(&input.code, CatalogFault::Code);
    let name = fields.reading.required(&input.name, CatalogFault::Name);
    let name_en = fields.reading.optional(&input.name_en, CatalogFault::NameEn);
    let details = E::read_details(&mut fields);
    let parts = code.zip(name).zip(details);
    fields.reading.finish(parts.map(|((code, name), details)| E::new(code, name, name_en, details)))
}

/// Reads an entry that is not there yet.
pub fn read_new_entry<E: CatalogEntry>(
    input: &CatalogInput,
    service_areas: &[ServiceArea],
    known: &[E],
) -> Result<E, Vec<CatalogFault>> {
    let is_known = |code: &str| known.iter().any(|known| known.code().as_str() == code);
    match read_entry::<E>(input, service_areas) {
        Ok(entry) if is_known(entry.code().as_str()) => Err(vec![CatalogFault::CodeTaken]),
        read => read,
    }
}

impl CatalogEntry for Block {
    const WORD: &'static str = "block";
    const HAS_VALIDITY: bool = false;
    const HAS_SERVICE_AREA: bool = false;
    type Details = ();

    fn new(code: Code, name: Name, name_en: Option<Name>, (): ()) -> Self {
        Self { code, name, name_en }
    }
    fn read_details(_: &mut CatalogFields) -> Option<()> {
        Some(())
    }
    fn code(&self) -> &Code {
        &self.code
    }
    fn name(&self) -> &Name {
        &self.name
    }
    fn name_en(&self) -> Option<&Name> {
        self.name_en.as_ref()
    }
}

impl CatalogEntry for ServiceArea {
    const WORD: &'static str = "service-area";
    const HAS_VALIDITY: bool = true;
    const HAS_SERVICE_AREA: bool = false;
    type Details = [Option<Day>; 2];

    fn new(code: Code, name: Name, name_en: Option<Name>, [valid_from, valid_to]: Self::Details) -> Self {
        Self { code, name, name_en, valid_from, valid_to }
    }
    fn read_details(fields: &mut CatalogFields) -> Option<Self::Details> {
        Some(fields.validity())
    }
    fn code(&self) -> &Code {
        &self.code
    }
    fn name(&self) -> &Name {
        &self.name
    }
    fn name_en(&self) -> Option<&Name> {
        self.name_en.as_ref()
    }
    fn validity(&self) -> [Option<Day>; 2] {
        [self.valid_from, self.valid_to]
    }
}

impl CatalogEntry for Procedure {
    const WORD: &'static str = "procedure";
    const HAS_VALIDITY: bool = true;
    const HAS_SERVICE_AREA: bool = true;
    type Details = (Code, [Option<Day>; 2]);

    fn new(code: Code, name: Name, name_en: Option<Name>, (service_area, days): Self::Details) -> Self {
        let [valid_from, valid_to] = days;
        Self { code, name, name_en, service_area, valid_from, valid_to }
    }
    fn read_details(fields: &mut CatalogFields) -> Option<Self::Details> {
        let days = fields.validity();
        fields.service_area().map(|service_area| (service_area, days))
    }
    fn code(&self) -> &Code {
        &self.code
    }
    fn name(&self) -> &Name {
        &self.name
    }
    fn name_en(&self) -> Option<&Name> {
        self.name_en.as_ref()
    }
    fn service_area(&self) -> Option<&Code> {
        Some(&self.service_area)
    }
    fn validity(&self) -> [Option<Day>; 2] {
        [self.valid_from, self.valid_to]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changed_values;

    fn input(code: &str, service_area: &str, [from, to]: [&str; 2]) -> CatalogInput {
        let text = str::to_owned;
        CatalogInput {
            code: text(code),
            name: text("Tên"),
            name_en: text("Name"),
            service_area: text(service_area),
            valid_from: text(from),
            valid_to: text(to),
        }
    }

    #[test]
    fn each_catalog_reads_the_fields_that_it_has() {
        let days = ["2026-02-01", "2026-01-01"];
        let area = |code| read_entry::<ServiceArea>(&input(code, "", ["", ""]), &[]).unwrap();
        let areas = [area("dat-dai")];
        assert!(read_entry::<Block>(&input("so", "nowhere", days), &[]).is_ok());
        let area = read_entry::<ServiceArea>(&input("dat-dai", "nowhere", days), &[]);
        assert_eq!(area, Err(vec![CatalogFault::EndsBeforeBegin]));
        let procedure = |area| read_entry::<Procedure>(&input("1.001193", area, ["", ""]), &areas);
        assert_eq!(procedure("nowhere"), Err(vec![CatalogFault::ServiceArea]));
        assert_eq!(procedure("dat-dai").unwrap().service_area.as_str(), "dat-dai");
    }

    #[test]
    fn a_code_names_one_entry_and_a_change_is_told_by_field() {
        let typed = input("so", "", ["", ""]);
        let block = read_new_entry::<Block>(&typed, &[], &[]).unwrap();
        let again = read_new_entry(&typed, &[], std::slice::from_ref(&block));
        assert_eq!(again, Err(vec![CatalogFault::CodeTaken]));
        let renamed = Block { name_en: None, ..block.clone() };
        let changed = changed_values(block.values(), renamed.values());
        assert_eq!(changed, [("name_en", "Name".to_owned(), String::new())]);
    }
}
