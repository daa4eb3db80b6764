//! One page a file: a struct of what it shows, filled by a handler, and the page built from it. No page reads anything.

mod account;
mod account_fields;
mod agency;
mod agency_event;
mod agency_event_list;
mod agency_fields;
mod agency_list;
mod audit_log;
mod audit_words;
mod catalog;
mod comments;
mod definition;
mod definition_fields;
mod definition_list;
mod draft;
mod draft_list;
mod form;
mod form_list;
mod form_wording;
mod form_words;
mod home;
mod import;
mod monitor;
mod names;
mod new_agency;
mod new_agency_event;
mod password_link;
mod people;
mod person;
mod point;
mod point_bulk;
mod point_list;
mod point_view;
mod round;
mod round_heading;
mod second_factor;
mod set_up;
mod settings;
mod sheets;
mod sign_in;
mod templates;
mod values;

use names::{NEW_FORM, agency_option, area_options};

pub use account::{ACCOUNT, AccountPage, OwnAccountFaults};
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
pub use definition::{DefinitionPage, UsedDefinition};
pub use definition_fields::{DEFINITIONS, definition_address};
pub use definition_list::DefinitionListPage;
pub use draft::{DraftAttempt, DraftRefusal, FormDraftPage, draft_entry_address};
pub use draft_list::{DRAFTS, DraftListPage, DraftRow, StartFault, StartedFrom, draft_address};
pub use form::{Approval, DraftView, FormDetailPage, VersionDifference, VersionRow};
pub use form_list::{FormListPage, FormRow, UploadFault};
pub use form_wording::{AdaptedForm, TypedWording, WordingConfirmationPage, WordingNotice, WordingPage};
pub use form_words::{FORMS, form_address, form_doubts};
pub use home::{HomePage, OwnResults, PlannedRound, RunningRound, SetUpStep, Waiting};
pub use import::{ImportFault, ImportPage, ImportPreviewPage, Importable, ReadSheet, import_address};
pub use monitor::{MONITOR_REFRESH_SECONDS, MonitorPage};
pub use names::{
    AGENCIES, AGENCY_EVENTS, SERVICE_AREAS, agency_address, agency_name, block_name, event_kind_name,
    event_sentence, level_name, service_area_name, share_text,
};
pub use new_agency::NewAgencyPage;
pub use new_agency_event::{AgencyEventPreviewPage, NewAgencyEventPage};
pub use password_link::{
    LinkMadePage, LinkPurpose, PasswordLinkPage, link_address, password_chosen_page, used_link_page,
};
pub use people::{AccountState, PEOPLE, PeoplePage, PersonRow, person_address};
pub use person::{PersonFault, PersonPage};
pub use point::PointPage;
pub use point_bulk::BulkPointsPage;
pub use point_list::{PointFilter, PointListPage, PointRow};
pub use point_view::PointView;
pub use round::{
    BasicsPage, BrokenRoundPage, CopyRoundPage, FormChoice, IndexDefinitionPage, NewRoundPage, PlacesPage,
    PlanStep, PlanView, ROUNDS, ResultsOffer, RoundListPage, RoundPage, RoundRow, RulesPage, StageAttempt,
    StepAttempt, VolumesPage, VolumesRead, is_volume_field, read_form_choice, removal_address, round_address,
    round_state_name, volume_field,
};
pub use round_heading::RoundHeading;
pub use second_factor::{CodeFault, CodePage, CodeRenewalPage, EnrolmentPage, RecoveryCodesPage};
pub use set_up::{SetUpFaults, SetUpPage, set_up_over_page};
pub use settings::{SETTINGS, SettingsFault, SettingsPage};
pub use sheets::{SheetsPage, sheets};
pub use sign_in::{Carried, SendAgainPage, SessionEnded, SignInFault, SignInPage};
pub use templates::{TemplateListPage, TemplatePage};
