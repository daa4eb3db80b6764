//! Forms: taking a document as the next version, other wording, and a second person's agreement.

use super::{Act, ApproveForms, Done, Fault, ManageForms, Permits, revision::unchanged_since};
use crate::store::{
    self,
    forms::{self, About, StoredForm},
    settings,
};
use domain::{
    Code,
    form::{AdaptationFault, DocumentFault, DraftFault, Form, FormDoubt, adapt, read_document},
};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A document that is a form.
#[derive(Debug)]
pub struct FormDocument {
    /// The form.
    pub form: Form,
    /// A digest of the document, whatever its blanks and the order of its keys.
    pub digest: String,
    /// The document, to the letter.
    pub text: String,
}

impl FormDocument {
    /// Reads a document. A large one takes its time.
    pub fn read(text: String) -> Result<Self, DocumentFault> {
        let (form, value) = read_document(&text)?;
        Ok(Self { form, digest: form_digest(&value), text })
    }
}

/// A digest of a document, whatever its blanks and the order of its keys.
pub fn form_digest(document: &Value) -> String {
    // serde_json keeps objects sorted by key, so equal values print alike.
    hex::encode(Sha256::digest(document.to_string().as_bytes()))
}

/// Who brings a document in.
#[derive(Debug, Clone, Copy)]
pub enum FormSource<'a> {
    /// Somebody on a page, by e-mail address, who may have confirmed its doubts.
    Person {
        /// Their address.
        email: &'a str,
        /// Whether they have confirmed what there is to confirm.
        confirmed: bool,
    },
    /// Somebody at the machine, who needs no second person.
    CommandLine,
}

/// Why a document is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormImportFault {
    /// These doubts have to be confirmed first.
    #[error("the doubts about the form have to be confirmed")]
    NotConfirmed(Vec<FormDoubt>),
    /// A version that says just this waits for a second person, past whom nothing is published.
    #[error("{0} {1} is a draft that waits for a second person's agreement")]
    Draft(Code, i32),
}

/// Takes a document as the next version of its form, or finds the version that says just this.
pub async fn import_form(
    act: Act<ManageForms>,
    document: &FormDocument,
    source: FormSource<'_>,
) -> Result<(Done, StoredForm), Fault<FormImportFault>> {
    let FormDocument { form, digest, text } = document;
    let (about, details) = match source {
        FormSource::CommandLine => (About::default(), Value::Null),
        FormSource::Person { email, confirmed } => {
            let doubts = form.doubts();
            if !doubts.is_empty() && !confirmed {
                return Err(Fault::Refused(FormImportFault::NotConfirmed(doubts)));
            }
            let draft = needs_approval(act.on()).await?;
            let about = About { draft, same_as: None, author: Some(email) };
            (about, json!({"confirmed": confirmed, "draft": draft}))
        }
    };
    let stored = forms::save(act.on(), &form.code, digest, text, &about).await?;
    if matches!(source, FormSource::CommandLine) && !stored.published {
        return Err(Fault::Refused(FormImportFault::Draft(form.code.clone(), stored.version)));
    }
    let subject = format!("{} {}", form.code, stored.version);
    let done = act.done("form.import", &subject, "", details).await?;
    Ok((done, stored))
}

/// Other wording for the items of a form.
#[derive(Debug)]
pub struct RewordForm<'a> {
    /// The form.
    pub code: &'a Code,
    /// Its newest version, as it was shown.
    pub version: i32,
    /// The words of every place of its document.
    pub words: &'a [String],
    /// Who writes them, by e-mail address.
    pub author: &'a str,
}

/// Stores other wording as the next version of a form.
pub async fn reword_form(
    act: Act<ManageForms>,
    command: RewordForm<'_>,
) -> Result<(Done, StoredForm), Fault<AdaptationFault>> {
    let newest = forms::versions(act.on(), command.code).await?.into_iter().next();
    let Some(before) = newest.filter(|newest| newest.version == command.version) else {
        return Err(Fault::ChangedMeanwhile);
    };
    let document = serde_json::from_str(&before.document).map_err(store::Error::damaged)?;
    let adapted = adapt(&document, command.words).map_err(Fault::Refused)?;
    let code = &adapted.form.code;
    let digest = form_digest(&adapted.document);
    if let Some(known) = forms::of_digest(act.on(), code, &digest).await? {
        return Err(Fault::Refused(AdaptationFault::Known(known.version)));
    }
    let draft = needs_approval(act.on()).await?;
    let text = serde_json::to_string_pretty(&adapted.document).map_err(store::Error::damaged)?;
    let about = About { draft, same_as: Some(before.root), author: Some(command.author) };
    let new = forms::save(act.on(), code, &digest, &text, &about).await?;
    let subject = format!("{code} {}", new.version);
    let changed = adapted.changes.len();
    let details = json!({"from version": before.version, "texts changed": changed, "draft": draft});
    let done = act.done("form.wording", &subject, "", details).await?;
    Ok((done, new))
}

/// A draft as an address names it, and its revision token.
#[derive(Debug, Clone, Copy)]
pub struct DraftRevision<'a> {
    /// The code of the form.
    pub code: &'a str,
    /// The number of the version.
    pub version: &'a str,
    /// The token of its document.
    pub revision_token: &'a str,
}

impl DraftRevision<'_> {
    fn subject(&self) -> String {
        format!("{} {}", self.code, self.version)
    }

    /// The draft if it is still the one that was shown: it may have been discarded and another come under its number since the
    /// page was opened.
    async fn find<P: Permits>(&self, act: &Act<P>) -> Result<StoredForm, Fault<DraftFault>> {
        let Ok(code) = self.code.parse::<Code>() else { return Err(Fault::Refused(DraftFault::NotThere)) };
        let mut all = forms::versions(act.on(), &code).await?.into_iter();
        let stored = all.find(|stored| stored.version.to_string() == self.version && !stored.published);
        let stored = stored.ok_or(Fault::Refused(DraftFault::NotThere))?;
        unchanged_since(self.revision_token, &stored.document)?;
        Ok(stored)
    }
}

/// Publishes a draft that somebody else has prepared.
pub async fn approve_form(
    act: Act<ApproveForms>,
    draft: DraftRevision<'_>,
    who: &str,
    reason: &str,
) -> Result<Done, Fault<DraftFault>> {
    let stored = draft.find(&act).await?;
    if stored.author.as_deref() == Some(who) {
        return Err(Fault::Refused(DraftFault::OwnDraft));
    }
    forms::publish(act.on(), stored.id).await?;
    let details = json!({"author": stored.author});
    Ok(act.done("form.approve", &draft.subject(), reason, details).await?)
}

/// Discards a draft, once the code of its form has been typed.
pub async fn discard_form(
    act: Act<ManageForms>,
    draft: DraftRevision<'_>,
    typed_code: &str,
) -> Result<Done, Fault<DraftFault>> {
    let stored = draft.find(&act).await?;
    if typed_code != draft.code {
        return Err(Fault::Refused(DraftFault::NotConfirmed));
    }
    forms::discard(act.on(), stored.id).await?;
    Ok(act.done("form.discard", &draft.subject(), "", Value::Null).await?)
}

/// Whether a form that somebody prepares waits for somebody else to agree.
pub async fn needs_approval(on: &impl ConnectionTrait) -> store::Result<bool> {
    Ok(settings::value(on, settings::FORM_APPROVAL).await?.as_deref() == Some("required"))
}
