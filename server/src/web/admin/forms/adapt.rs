//! The same items in other words.

use super::{stored_form, versions};
use crate::{
    acts::{self, Fault, ManageForms, RewordForm, form_digest},
    auth::{Denied, Person, Whole},
    path_segments::PathSegments,
    store::forms::{self, StoredForm},
    web::{
        App,
        admin::{
            admin_page::{AdminPage, AdminQuery},
            posted::Posted,
        },
        page::Page,
    },
};
use app::admin::pages::{
    AdaptedForm, FORMS, TypedWording, WordingConfirmationPage, WordingNotice, WordingPage,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Code,
    form::{
        Adaptation, AdaptationFault, Replacement, ReplacementFaults, Wording, adapt, merged_words, wording,
    },
};
use std::sync::Arc;

/// The newest version of a form with the places of its texts.
struct Newest {
    code: Code,
    stored: StoredForm,
    places: Vec<Wording>,
}

impl Newest {
    async fn of(state: &App, person: &Person, code: &str) -> Result<Self, Denied> {
        let (code, all) = versions(state, person, code).await?;
        let there = || Denied::NotThere(person.language().clone());
        let stored = all.into_iter().next().ok_or_else(there)?;
        let places = wording(&serde_json::from_str(&stored.document)?)?;
        Ok(Self { code, stored, places })
    }

    fn form(&self) -> Result<AdaptedForm, Denied> {
        let title = self.stored.form()?.title;
        Ok(AdaptedForm { code: self.code.clone(), title, version: self.stored.version })
    }

    /// What was sent, read by the places of these texts.
    fn typed(&self, posted: &Posted) -> TypedWording {
        let [find, put, except] = ["find", "put", "except"].map(|name| posted.raw(name).to_owned());
        let words = words_at(posted, self.places.len());
        TypedWording { words, replacement: Replacement { find, put, except } }
    }
}

/// The words of so many places, with the line ends of documents.
fn words_at(posted: &Posted, places: usize) -> Vec<String> {
    let sent = posted.by_name();
    let words = |at: usize| sent.get(format!("t{at}").as_str()).copied().unwrap_or("").replace("\r\n", "\n");
    (0..places).map(words).collect()
}

/// `GET /admin/forms/{form}/wording`
pub(in crate::web::admin) async fn show_wording(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let newest = Newest::of(&state, &may.person, &code).await?;
    wording_page(&may.person, &query, newest, None, None, StatusCode::OK)
}

fn wording_page(
    person: &Person,
    query: &AdminQuery,
    newest: Newest,
    typed: Option<TypedWording>,
    notice: Option<WordingNotice>,
    status: StatusCode,
) -> Result<Page, Denied> {
    let page = WordingPage { form: newest.form()?, places: newest.places, typed, notice };
    let admin_page = AdminPage::of(person, FORMS, query);
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).status(status).page())
}

/// The texts once more, as they were sent.
fn again(
    person: &Person,
    newest: Newest,
    typed: TypedWording,
    notice: Option<WordingNotice>,
) -> Result<Response, Denied> {
    let is_fault = notice.as_ref().is_some_and(WordingNotice::is_fault);
    let status = if is_fault { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(wording_page(person, &AdminQuery::default(), newest, Some(typed), notice, status)?.into_response())
}

/// `POST /admin/forms/{form}/wording`: first what would change, then, once that is agreed to, the same items in other words
/// are a new version.
pub(in crate::web::admin) async fn update_wording(
    Whole(may): Whole<ManageForms>,
    State(state): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let person = &may.person;
    let newest = Newest::of(&state, person, &code).await?;
    if posted.text("version") != newest.stored.version.to_string() {
        return merged(&state, person, newest, &posted).await;
    }
    let typed = newest.typed(&posted);
    if posted.is("replace") {
        return replaced(person, newest, typed);
    }
    if posted.is("back") {
        return again(person, newest, typed, None);
    }
    if !posted.is("sure") {
        return match adapted(&state, &newest, &typed.words).await? {
            Ok(adapted) => Ok(confirmation(person, &newest, &posted, adapted)?.into_response()),
            Err(fault) => again(person, newest, typed, Some(WordingNotice::Refused(fault))),
        };
    }
    let (version, author) = (newest.stored.version, person.account.email.as_str());
    let command = RewordForm { code: &newest.code, version, words: &typed.words, author };
    match acts::reword_form(may.act(&state).await?, command).await {
        Ok((_, new)) => Ok(stored_form(&newest.code, &new)),
        Err(Fault::ChangedMeanwhile) => {
            let newest = Newest::of(&state, person, &code).await?;
            merged(&state, person, newest, &posted).await
        }
        Err(fault) => {
            let notice = WordingNotice::Refused(person.refused(fault)?);
            again(person, newest, typed, Some(notice))
        }
    }
}

/// The texts of a newer version that came meanwhile, with what was changed of the one that was begun with.
async fn merged(state: &App, person: &Person, newest: Newest, posted: &Posted) -> Result<Response, Denied> {
    let all = forms::versions(state.database.reader(), &newest.code).await?;
    let begun = all.iter().find(|known| known.version.to_string() == posted.text("version"));
    let begun = match begun {
        Some(begun) => wording(&serde_json::from_str(&begun.document)?)?,
        None => Vec::new(),
    };
    let words = merged_words(&begun, &words_at(posted, begun.len()), &newest.places);
    let typed = TypedWording { words, ..newest.typed(posted) };
    let (query, notice) = (AdminQuery::default(), Some(WordingNotice::Merged));
    Ok(wording_page(person, &query, newest, Some(typed), notice, StatusCode::CONFLICT)?.into_response())
}

/// The texts with words put in the place of others everywhere.
fn replaced(person: &Person, newest: Newest, mut typed: TypedWording) -> Result<Response, Denied> {
    let faults = typed.replacement.faults();
    let notice = if faults != ReplacementFaults::default() {
        WordingNotice::Replacement(faults)
    } else {
        let faults = typed.replacement.apply(&mut typed.words);
        match faults.is_empty() {
            true => WordingNotice::Replaced,
            false => WordingNotice::Refused(AdaptationFault::Texts(faults)),
        }
    };
    again(person, newest, typed, Some(notice))
}

/// What the form would be in these words.
async fn adapted(
    state: &App,
    newest: &Newest,
    words: &[String],
) -> Result<Result<Adaptation, AdaptationFault>, Denied> {
    let adapted = match adapt(&serde_json::from_str(&newest.stored.document)?, words) {
        Ok(adapted) => adapted,
        Err(fault) => return Ok(Err(fault)),
    };
    let digest = form_digest(&adapted.document);
    let known = forms::of_digest(state.database.reader(), &adapted.form.code, &digest).await?;
    Ok(match known {
        Some(known) => Err(AdaptationFault::Known(known.version)),
        None => Ok(adapted),
    })
}

/// What would change, before it is stored.
fn confirmation(
    person: &Person,
    newest: &Newest,
    posted: &Posted,
    adapted: Adaptation,
) -> Result<Page, Denied> {
    let sent = posted.0.iter().filter(|(name, _)| !matches!(name.as_str(), "look" | "sure" | "back"));
    let page = WordingConfirmationPage {
        form: newest.form()?,
        changes: adapted.changes,
        sent: sent.cloned().collect(),
    };
    let admin_page = AdminPage::of(person, FORMS, &AdminQuery::default());
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page())
}
