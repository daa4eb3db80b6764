//! Blocks, service areas and procedures: a list of each with a form for a new one, and a page for each one.

use super::{AGENCIES, NEW_FORM, SERVICE_AREAS, area_options};
use crate::{
    Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, Notice, PageBody, Tone, Typed,
        faults::{catalog_fault, removal_fault},
        in_address,
    },
};
use domain::{
    Block as AgencyBlock, CatalogEntry, CatalogFault, Procedure, RemovalFault, ServiceArea, sort_by_name,
};

/// Where a catalog stands and what is said of it. Of texts it holds the keys.
pub trait Catalog: CatalogEntry {
    /// The address of its list.
    const ADDRESS: &'static str;
    /// The entry of the menu under which it stands.
    const MENU: &'static str;
    /// Its title.
    const TITLE: &'static str;
    /// What is said of it.
    const LEAD: &'static str;
    /// The heading over the form for a new one.
    const NEW: &'static str;
    /// The heading over what takes it out.
    const REMOVE: &'static str;
    /// Why it cannot be taken out.
    const USED: &'static str;
    /// The page above its list, if there is one: address and title.
    const ABOVE: Option<(&'static str, &'static str)> = None;
    /// What is said once one was added, changed, taken out.
    const ADDED: Notice;
    /// See [`Self::ADDED`].
    const SAVED: Notice;
    /// See [`Self::ADDED`].
    const REMOVED: Notice;
    /// Ways elsewhere: address and words.
    const WAYS: &'static [(&'static str, &'static str)];
}

impl Catalog for AgencyBlock {
    const ADDRESS: &'static str = "/admin/blocks";
    const MENU: &'static str = AGENCIES;
    const TITLE: &'static str = "blocks-title";
    const LEAD: &'static str = "blocks-lead";
    const NEW: &'static str = "block-new";
    const REMOVE: &'static str = "block-remove";
    const USED: &'static str = "block-used";
    const ADDED: Notice = Notice::BlockAdded;
    const SAVED: Notice = Notice::BlockSaved;
    const REMOVED: Notice = Notice::BlockRemoved;
    const ABOVE: Option<(&'static str, &'static str)> = Some((AGENCIES, "agencies-title"));
    const WAYS: &'static [(&'static str, &'static str)] = &[];
}

impl Catalog for ServiceArea {
    const ADDRESS: &'static str = SERVICE_AREAS;
    const MENU: &'static str = SERVICE_AREAS;
    const TITLE: &'static str = "areas-title";
    const LEAD: &'static str = "areas-lead";
    const NEW: &'static str = "area-new";
    const REMOVE: &'static str = "area-remove";
    const USED: &'static str = "area-used";
    const ADDED: Notice = Notice::AreaAdded;
    const SAVED: Notice = Notice::AreaSaved;
    const REMOVED: Notice = Notice::AreaRemoved;
    const WAYS: &'static [(&'static str, &'static str)] =
        &[("/admin/import/service-areas", "import-way"), (Procedure::ADDRESS, Procedure::TITLE)];
}

impl Catalog for Procedure {
    const ADDRESS: &'static str = "/admin/procedures";
    const MENU: &'static str = SERVICE_AREAS;
    const TITLE: &'static str = "procedures-title";
    const LEAD: &'static str = "procedures-lead";
    const NEW: &'static str = "procedure-new";
    const REMOVE: &'static str = "procedure-remove";
    const USED: &'static str = "named-used";
    const ADDED: Notice = Notice::ProcedureAdded;
    const SAVED: Notice = Notice::ProcedureSaved;
    const REMOVED: Notice = Notice::ProcedureRemoved;
    const ABOVE: Option<(&'static str, &'static str)> = Some((SERVICE_AREAS, "areas-title"));
    const WAYS: &'static [(&'static str, &'static str)] =
        &[("/admin/import/procedures", "import-way"), (ServiceArea::ADDRESS, ServiceArea::TITLE)];
}

/// A page beneath what stands above the list.
fn beneath_list<E: Catalog>(texts: &Texts, title: impl Into<String>) -> PageBody {
    let page = PageBody::new(title);
    match E::ABOVE {
        Some((href, key)) => page.beneath(href, texts.get(key)),
        None => page,
    }
}

/// The address of the page of an entry.
pub fn catalog_address<E: Catalog>(code: &str) -> String {
    format!("{}/{}", E::ADDRESS, in_address(code))
}

/// The fields of an entry that is there, or of a new one.
fn fields<E: Catalog>(
    texts: &Texts,
    held: &Typed,
    is_new: bool,
    service_areas: &[ServiceArea],
    faults: &[CatalogFault],
) -> Vec<Field> {
    let one = |name: &'static str, kind: FieldKind, key: &str| {
        let fault = faults.iter().find(|fault| fault.field() == name);
        let fault = fault.map(|fault| catalog_fault(texts, fault));
        Field::new(name, kind, texts.get(key)).holding(held.raw(name)).fault(fault)
    };
    let mut fields = Vec::new();
    if is_new {
        fields.push(one("code", FieldKind::Code, "field-code").hint(texts.get("catalog-code-hint")));
    }
    fields.push(one("name", FieldKind::Text, "field-name-vi"));
    fields.push(one("name_en", FieldKind::Text, "field-name-en").optional());
    if E::HAS_SERVICE_AREA {
        let areas = area_options(texts, service_areas);
        let areas = std::iter::once((String::new(), texts.get("choose"))).chain(areas).collect();
        fields.push(one("service_area", FieldKind::Choice(areas), "column-area"));
    }
    if E::HAS_VALIDITY {
        fields.push(one("valid_from", FieldKind::Day, "field-from").optional());
        fields.push(one("valid_to", FieldKind::Day, "field-to").optional());
    }
    fields
}

/// What the list shows.
#[derive(Debug)]
pub struct CatalogPage<E> {
    /// Every entry.
    pub entries: Vec<E>,
    /// Every service area.
    pub service_areas: Vec<ServiceArea>,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// What was typed of a new one.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: Vec<CatalogFault>,
}

impl<E: Catalog> CatalogPage<E> {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let mut columns =
            vec![("name", "field-name-vi"), ("code", "field-code"), ("name_en", "field-name-en")];
        if E::HAS_SERVICE_AREA {
            columns.push(("service_area", "column-area"));
        }
        if E::HAS_VALIDITY {
            columns.extend([("valid_from", "field-from"), ("valid_to", "field-to")]);
        }
        let mut entries: Vec<&E> = self.entries.iter().collect();
        sort_by_name(&mut entries, |entry| entry.name().as_str());
        List::new(texts, E::TITLE, E::ADDRESS, &columns)
            .holding(entries.into_iter().map(|entry| self.row(texts, entry)))
            .asked(self.asked.clone())
            .when_empty(texts.get("named-none"))
    }

    fn row(&self, texts: &Texts, entry: &E) -> Vec<ListCell> {
        let mut row = vec![
            ListCell::Link(catalog_address::<E>(entry.code().as_str()), entry.name().to_string()),
            ListCell::Text(entry.code().to_string()),
            ListCell::Text(entry.name_en().map(ToString::to_string).unwrap_or_default()),
        ];
        if E::HAS_SERVICE_AREA {
            let area = self.service_areas.iter().find(|area| Some(&area.code) == entry.service_area());
            row.push(ListCell::Text(
                area.map(|area| area.name_in(&texts.locale).to_owned()).unwrap_or_default(),
            ));
        }
        if E::HAS_VALIDITY {
            row.extend(entry.validity().map(ListCell::Day));
        }
        row
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let form = FormBlock {
            id: Some(NEW_FORM),
            action: E::ADDRESS.to_owned(),
            fields: fields::<E>(texts, &self.typed, true, &self.service_areas, &self.faults),
            button: texts.get(E::NEW),
            ..FormBlock::default()
        };
        let new = (format!("#{NEW_FORM}"), texts.get(E::NEW));
        let ways = E::WAYS.iter().map(|(href, key)| ((*href).to_owned(), texts.get(key)));
        let ways = std::iter::once(new).chain(ways).collect();
        beneath_list::<E>(texts, texts.get(E::TITLE))
            .with(Block::Text(texts.get(E::LEAD)))
            .with(Block::Ways(ways))
            .with(Block::List(self.list(texts)))
            .with(Block::Heading(texts.get(E::NEW)))
            .with(Block::Form(form))
    }
}

/// What the page of an entry shows.
#[derive(Debug)]
pub struct CatalogEntryPage<E> {
    /// The entry as it is now.
    pub entry: E,
    /// What says whether it has changed since.
    pub revision_token: String,
    /// Every service area.
    pub service_areas: Vec<ServiceArea>,
    /// Whether anything else names it.
    pub is_used: bool,
    /// What was typed, if it was not stored.
    pub typed: Option<Typed>,
    /// What is wrong with it.
    pub faults: Vec<CatalogFault>,
    /// Whether somebody else has changed it since.
    pub is_changed_meanwhile: bool,
    /// Why it was not removed.
    pub removal_fault: Option<RemovalFault>,
}

impl<E: Catalog> CatalogEntryPage<E> {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let entry = &self.entry;
        beneath_list::<E>(texts, entry.name_in(&texts.locale))
            .beneath(E::ADDRESS, texts.get(E::TITLE))
            .with(Block::Text(entry.code().to_string()))
            .with(Block::Form(self.form(texts)))
            .with(Block::Heading(texts.get(E::REMOVE)))
            .with(self.removal(texts))
    }

    fn form(&self, texts: &Texts) -> FormBlock {
        let held = self.typed.clone().unwrap_or_else(|| Typed::stored(self.entry.values()));
        let mut fields = fields::<E>(texts, &held, false, &self.service_areas, &self.faults);
        fields.insert(0, Field::revision_token(self.revision_token.as_str()));
        let now = || texts.with("changed-meanwhile-now", [("now", self.entry.name().as_str().into())]);
        FormBlock {
            action: catalog_address::<E>(self.entry.code().as_str()),
            fields,
            button: texts.get("save"),
            fault: self.is_changed_meanwhile.then(now),
            ..FormBlock::default()
        }
    }

    fn removal(&self, texts: &Texts) -> Block {
        if self.is_used {
            return Block::Text(texts.get(E::USED));
        }
        let code = self.entry.code();
        let words = texts.with("type-to-remove", [("code", code.as_str().into())]);
        let fault = self.removal_fault.map(|fault| removal_fault(texts, fault, E::USED));
        Block::Form(FormBlock {
            action: format!("{}/removal", catalog_address::<E>(code.as_str())),
            fields: vec![Field::new("code", FieldKind::Code, words).fault(fault)],
            button: texts.get(E::REMOVE),
            tone: Tone::Grave,
            ..FormBlock::default()
        })
    }
}
