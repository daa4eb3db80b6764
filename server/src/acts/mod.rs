//! Changes of stored state, each by somebody with an authority and written down.
//!
//! An act is a function from an [`Act`] (a transaction under an authority, begun by a gate of `auth` or at the command line)
//! and a command to [`Done`] or a [`Fault`]. It reads what it needs inside the transaction, asks `domain` whether the change
//! may be made, stores it and logs it. Pages and command line call the same one. What a person reads of a fault is `app`'s.

mod accounts;
mod act;
mod agencies;
mod agency_events;
mod catalog;
mod comments;
mod definitions;
mod fault;
mod files;
mod form_drafts;
mod forms;
mod own_account;
mod permission;
mod revision;
pub mod rounds;
mod settings;

pub use accounts::{
    AddAccount, ChangeAccount, PasswordLink, account_content, add_account, change_account, grant_role,
    make_reset_link, set_account_active,
};
pub use act::{Act, Actor, Done};
pub use agencies::{ChangeAgency, add_agency, change_agency, remove_agency};
pub use agency_events::{plan_event, record_event, remove_event};
pub use catalog::{add_entry, change_entry, remove_entry};
pub use comments::{HideComment, hide_comment};
pub use definitions::{add_definition, add_definition_version, save_definition};
pub use fault::Fault;
pub use files::{
    ImportList, Imported, ImportedRound, Repeated, StoredVersion, Terms, import_definition, import_form_file,
    import_list, import_list_at_command_line, import_responses, import_round, plans_token,
};
pub use form_drafts::{
    ChangedDraft, DraftChangeFault, DraftOrigin, DraftPublicationFault, DraftStartFault, change_draft,
    publish_draft, remove_draft, start_draft, step_draft,
};
pub use forms::{
    DraftRevision, FormDocument, FormImportFault, FormSource, RewordForm, approve_form, discard_form,
    form_digest, import_form, needs_approval, reword_form,
};
pub use own_account::{
    AlreadySetUp, FirstAccount, SetUpFactor, add_first_account, begin_session, change_own_password,
    end_own_sessions, rename_own_account, renew_recovery_codes, set_up_second_factor, use_code, use_link,
};
pub use permission::{
    ApproveForms, Authority, FollowRounds, ManageAgencies, ManageForms, ManagePeople, ManageRounds,
    ManageSettings, OwnAccount, Permits, ReadAudit, ReadComments, ReadResults,
};
pub use revision::revision_token;
pub use settings::{ChangeSettings, StoredSettings, change_settings, settings_content, stored_settings};
