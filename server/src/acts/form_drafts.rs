//! Forms that are being written: begun, edited, published. Single edits are not in the log.

use super::{
    Act, Done, Fault, ManageForms,
    forms::{FormDocument, FormImportFault, FormSource, import_form},
};
use crate::store::{
    self, Account,
    form_drafts::{self, NewDraft, StoredDraft},
    forms::{self, StoredForm},
};
use domain::{
    Code, Day,
    form::{
        DocumentFault,
        edit::{AskedEdit, Draft, EditFault, EditProblem, FieldFault, Place, RevisionFault, from_fields},
    },
    templates,
};
use serde_json::{Value, json};

/// What a draft begins from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftOrigin {
    /// A version of the form itself, which it changes.
    Version(Code, i32),
    /// A version of a form; the draft becomes another form.
    Copy(Code, i32, Code),
    /// A template that is shipped, as another form where a code is given.
    Template(String, Option<Code>),
    /// Nothing, in these languages.
    Nothing(Code, Vec<&'static str>),
}

/// Why no draft is begun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftStartFault {
    /// There is no such version or template.
    #[error("there is no such version or template")]
    NotThere,
    /// A form has this code already.
    #[error("a form has the code {0} already")]
    Taken(Code),
    /// They are writing one of this form already.
    #[error("there is a draft of this form already")]
    Begun(i64),
    /// It is too large to be edited.
    #[error(transparent)]
    Document(EditFault),
}

/// Begins a draft; its key.
pub async fn start_draft(
    act: Act<ManageForms>,
    account: &Account,
    origin: &DraftOrigin,
    today: Day,
) -> Result<(Done, i64), Fault<DraftStartFault>> {
    let refused = |fault| Err(Fault::Refused(fault));
    let (code, mut document, from_version) = match origin {
        DraftOrigin::Version(code, version) | DraftOrigin::Copy(code, version, _) => {
            let all = forms::versions(act.on(), code).await?;
            let Some(stored) = all.into_iter().find(|stored| stored.version == *version) else {
                return refused(DraftStartFault::NotThere);
            };
            let document = serde_json::from_str(&stored.document).map_err(store::Error::damaged)?;
            match origin {
                DraftOrigin::Copy(.., new) => (new.clone(), document, None),
                _ => (code.clone(), document, Some(stored.id)),
            }
        }
        DraftOrigin::Template(name, new) => {
            let Some(text) = templates::document(name) else { return refused(DraftStartFault::NotThere) };
            let document: Value = serde_json::from_str(text).map_err(store::Error::damaged)?;
            let own = document.get("code").and_then(Value::as_str).unwrap_or(name);
            let code = new.clone().map_or_else(|| own.parse().map_err(store::Error::damaged), Ok)?;
            (code, document, None)
        }
        DraftOrigin::Nothing(code, languages) => (code.clone(), Draft::empty(code.as_str(), languages), None),
    };
    if let Some(known) = form_drafts::of_form(act.on(), account.id, &code).await? {
        return refused(DraftStartFault::Begun(known));
    }
    if from_version.is_none() && !forms::versions(act.on(), &code).await?.is_empty() {
        return refused(DraftStartFault::Taken(code));
    }
    if let Some(document) = document.as_object_mut() {
        document.insert("code".to_owned(), code.as_str().into());
    }
    let draft = Draft::new(document).map_err(|fault| Fault::Refused(DraftStartFault::Document(fault)))?;
    let new = NewDraft { account_id: account.id, code: &code, from_version, draft: &draft, day: today };
    let id = form_drafts::add(act.on(), &new).await?;
    let details = match origin {
        DraftOrigin::Version(_, version) => json!({"from version": version}),
        DraftOrigin::Copy(from, version, _) => json!({"from version": format!("{from} {version}")}),
        DraftOrigin::Template(name, _) => json!({"from version": name}),
        DraftOrigin::Nothing(..) => Value::Null,
    };
    Ok((act.done("form.draft-start", code.as_str(), "", details).await?, id))
}

/// Why a draft is not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftChangeFault {
    /// What was typed is no edit.
    #[error(transparent)]
    Field(FieldFault),
    /// The edit cannot be made, or not on what the draft is by now.
    #[error(transparent)]
    Revision(RevisionFault),
    /// There is nothing to take back or to make again.
    #[error("there is nothing to take back")]
    Nothing,
}

/// What a draft has become.
#[derive(Debug)]
pub struct ChangedDraft {
    /// The entry to look at.
    pub place: Place,
    /// Whether others had changed it meanwhile, and what they did is in it too.
    pub is_merged: bool,
}

/// Changes a draft by what was typed on a page that showed this revision. Or nothing is stored.
pub async fn change_draft(
    act: Act<ManageForms>,
    id: i64,
    revision: i64,
    fields: &[(String, String)],
    today: Day,
) -> Result<ChangedDraft, Fault<DraftChangeFault>> {
    let refused = |fault| Fault::Refused(DraftChangeFault::Revision(fault));
    let mut stored = form_drafts::by_id(act.on(), id).await?;
    let before = stored.revised.revision;
    let base = stored.revised.at(revision).ok_or_else(|| refused(RevisionFault::Unknown))?;
    let AskedEdit { edit, goes_to } =
        from_fields(&base, fields).map_err(|fault| Fault::Refused(DraftChangeFault::Field(fault)))?;
    stored.revised.change(revision, &edit).map_err(refused)?;
    // Versions are found by the code of their form; another code is another form.
    if stored.revised.draft.document().get("code").and_then(Value::as_str) != Some(stored.code.as_str()) {
        let fault = EditFault { place: Place::Form, problem: EditProblem::NamingKey };
        return Err(refused(fault.into()));
    }
    save(act, &stored, today).await?;
    Ok(ChangedDraft { place: goes_to, is_merged: before != revision })
}

/// Takes the last edit of a draft back, or makes again what was taken back.
pub async fn step_draft(
    act: Act<ManageForms>,
    id: i64,
    revision: i64,
    is_undo: bool,
    today: Day,
) -> Result<ChangedDraft, Fault<DraftChangeFault>> {
    let mut stored = form_drafts::by_id(act.on(), id).await?;
    // What is taken back must be what was seen, and not what somebody else has done since.
    if stored.revised.revision != revision {
        return Err(Fault::Refused(DraftChangeFault::Revision(RevisionFault::Unknown)));
    }
    let stepped = if is_undo { stored.revised.undo() } else { stored.revised.redo() };
    let place = stepped.map_err(|fault| Fault::Refused(DraftChangeFault::Revision(fault.into())))?;
    let place = place.ok_or(Fault::Refused(DraftChangeFault::Nothing))?;
    save(act, &stored, today).await?;
    Ok(ChangedDraft { place, is_merged: false })
}

async fn save(act: Act<ManageForms>, stored: &StoredDraft, today: Day) -> store::Result<()> {
    form_drafts::save(act.on(), stored.id, &stored.revised, today).await?;
    act.done_to_draft().await
}

/// Discards a draft as it was shown.
pub async fn remove_draft(
    act: Act<ManageForms>,
    id: i64,
    revision: i64,
) -> Result<Done, Fault<std::convert::Infallible>> {
    let stored = form_drafts::by_id(act.on(), id).await?;
    if stored.revised.revision != revision {
        return Err(Fault::ChangedMeanwhile);
    }
    form_drafts::remove(act.on(), id).await?;
    let details = json!({"author": stored.who});
    Ok(act.done("form.draft-discard", stored.code.as_str(), "", details).await?)
}

/// Why a draft is not published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftPublicationFault {
    /// It is no form yet.
    #[error(transparent)]
    Document(DocumentFault),
    /// As any form that comes in.
    #[error(transparent)]
    Import(FormImportFault),
}

/// Stores a draft as the next version of its form, as a file that says the same; the draft is gone then.
pub async fn publish_draft(
    act: Act<ManageForms>,
    id: i64,
    revision: i64,
    source: FormSource<'_>,
) -> Result<(Code, StoredForm), Fault<DraftPublicationFault>> {
    let stored = form_drafts::by_id(act.on(), id).await?;
    if stored.revised.revision != revision {
        return Err(Fault::ChangedMeanwhile);
    }
    let text =
        serde_json::to_string_pretty(stored.revised.draft.document()).map_err(store::Error::damaged)?;
    let document =
        FormDocument::read(text).map_err(|fault| Fault::Refused(DraftPublicationFault::Document(fault)))?;
    form_drafts::remove(act.on(), id).await?;
    act.log("form.draft-publish", stored.code.as_str(), "", Value::Null).await?;
    match import_form(act, &document, source).await {
        Ok((_, version)) => Ok((stored.code, version)),
        Err(Fault::Refused(fault)) => Err(Fault::Refused(DraftPublicationFault::Import(fault))),
        Err(Fault::ChangedMeanwhile) => Err(Fault::ChangedMeanwhile),
        Err(Fault::OutOfReach) => Err(Fault::OutOfReach),
        Err(Fault::Store(error)) => Err(Fault::Store(error)),
    }
}
