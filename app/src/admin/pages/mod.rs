//! One page a file: a struct of what it shows, filled by a handler, and the page built from it. No page reads anything.

mod account;
mod account_fields;
mod agency;
mod agency_event;
mod agency_event_list;
mod agency_fields;
mod agency_list;
mod audit_log;
mod catalog;
mod comments;
mod form;
mod form_list;
mod form_wording;
mod form_words;
mod home;
mod import;
mod names;
mod new_agency;
mod new_agency_event;
mod password_link;
mod people;
mod person;
mod second_factor;
mod set_up;
mod settings;
mod sign_in;
mod templates;

pub use account::{AccountPage, OwnAccountFaults};
pub use account_fields::NO_AGENCY_CHOSEN;
pub use agency::AgencyPage;
pub use agency_event::AgencyEventPage;
pub use agency_event_list::AgencyEventListPage;
pub use agency_fields::AgencySurroundings;
pub use agency_list::AgencyListPage;
pub use audit_log::{AuditDetail, AuditDetails, AuditLogPage, AuditRow, AuditTime, AuditValue};
pub use catalog::{Catalog, CatalogEntryPage, CatalogPage, catalog_address};
pub use comments::{
    CommentListPage, CommentPage, CommentView, CommentedAgenciesPage, CommentedRound, ProposalView,
};
pub use form::{Approval, DraftView, FormDetailPage, VersionDifference, VersionRow};
pub use form_list::{FormListPage, FormRow, UploadFault};
pub use form_wording::{AdaptedForm, TypedWording, WordingConfirmationPage, WordingNotice, WordingPage};
pub use form_words::{form_address, form_doubts};
pub use home::{HomePage, NextStep, OwnResults};
pub use import::{ImportFault, ImportPage, ImportPreviewPage, Importable, ReadSheet, import_address};
pub use names::{
    AGENCIES, AGENCY_EVENTS, SERVICE_AREAS, agency_address, agency_name, block_name, event_kind_name,
    event_sentence, level_name, share_text,
};
pub use new_agency::NewAgencyPage;
pub use new_agency_event::{AgencyEventPreviewPage, NewAgencyEventPage};
pub use password_link::{LinkMadePage, LinkPurpose, PasswordLinkPage, password_chosen_page, used_link_page};
pub use people::{AccountState, PeoplePage, PersonRow, person_address};
pub use person::{PersonFault, PersonPage};
pub use second_factor::{CodeFault, CodePage, CodeRenewalPage, EnrolmentPage, RecoveryCodesPage};
pub use set_up::{SetUpFaults, SetUpPage, set_up_over_page};
pub use settings::{SettingsFault, SettingsPage};
pub use sign_in::{Carried, SendAgainPage, SessionEnded, SignInFault, SignInPage};
pub use templates::{TemplateListPage, TemplatePage};
