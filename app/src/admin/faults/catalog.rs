//! What is wrong with blocks, service areas and procedures, and with removing something.

use super::{code_fault, day_fault, name_fault};
use crate::Texts;
use domain::{CatalogFault, RemovalFault};

/// Why an entry cannot be stored so.
pub fn catalog_fault(texts: &Texts, fault: &CatalogFault) -> String {
    match fault {
        CatalogFault::Code(fault) => code_fault(texts, fault),
        CatalogFault::CodeTaken => texts.get("named-code-taken"),
        CatalogFault::Name(fault) | CatalogFault::NameEn(fault) => name_fault(texts, *fault),
        CatalogFault::ServiceArea => texts.get("fault-choose"),
        CatalogFault::ValidFrom(fault) | CatalogFault::ValidTo(fault) => day_fault(texts, fault),
        CatalogFault::EndsBeforeBegin => texts.get("fault-ends-before"),
    }
}

/// Why something is not removed; `in_use` is the key of what is said of things of its kind that are in use.
pub fn removal_fault(texts: &Texts, fault: RemovalFault, in_use: &str) -> String {
    match fault {
        RemovalFault::InUse => texts.get(in_use),
        RemovalFault::NotConfirmed => texts.get("type-to-remove-wrong"),
    }
}
