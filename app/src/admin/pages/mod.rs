//! One page a file: a struct of what it shows, filled by a handler, and the page built from it. No page reads anything.

mod account;
mod account_fields;
mod agency_list;
mod audit_log;
mod comments;
mod form;
mod form_list;
mod form_wording;
mod form_words;
mod home;
mod names;
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
pub use agency_list::AgencyListPage;
pub use audit_log::{AuditDetail, AuditDetails, AuditLogPage, AuditRow, AuditTime, AuditValue, detail_name};
pub use comments::{
    CommentListPage, CommentPage, CommentView, CommentedAgenciesPage, CommentedRound, ProposalView,
};
pub use form::{Approval, DraftView, FormDetailPage, VersionDifference, VersionRow};
pub use form_list::{FormListPage, FormRow, UploadFault};
pub use form_wording::{AdaptedForm, TypedWording, WordingConfirmationPage, WordingNotice, WordingPage};
pub use form_words::{form_address, form_doubts};
pub use home::{HomePage, NextStep, OwnResults};
pub use names::{agency_address, agency_name, block_name, level_name};
pub use password_link::{LinkMadePage, LinkPurpose, PasswordLinkPage, password_chosen_page, used_link_page};
pub use people::{AccountState, PeoplePage, PersonRow, person_address};
pub use person::{PersonFault, PersonPage};
pub use second_factor::{CodeFault, CodePage, CodeRenewalPage, EnrolmentPage, RecoveryCodesPage};
pub use set_up::{SetUpFaults, SetUpPage, set_up_over_page};
pub use settings::{SettingsFault, SettingsPage};
pub use sign_in::{Carried, SendAgainPage, SessionEnded, SignInFault, SignInPage};
pub use templates::{TemplateListPage, TemplatePage};
