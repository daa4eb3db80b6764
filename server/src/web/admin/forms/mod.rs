//! Forms without a builder yet: the gallery, import, a preview as citizens see it, other wording as a new version, what
//! differs between versions, and the agreement of a second person.

mod adapt;
mod approval;
mod list;
mod show;
mod templates;

pub(super) use adapt::{show_wording, update_wording};
pub(super) use approval::{approve_form, discard_form};
pub(super) use list::{create_form, list_forms};
pub(super) use show::{show_document, show_form, show_preview};
pub(super) use templates::{list_templates, show_template, show_template_preview, take_template};

use crate::{
    acts::{FollowRounds, ManageForms},
    auth::{Denied, May},
    import::form_digest,
    store::{
        self,
        forms::{self, About, StoredForm},
        settings,
    },
    web::{App, admin::desk::see},
};
use app::{Texts, admin::in_address};
use axum::response::Response;
use domain::{
    Code, Locale,
    form::{Form as Questionnaire, FormFault, Rewording},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(in crate::web::admin) const ROOM: &str = "/admin/forms";
const TEMPLATES: &str = "/admin/templates";

pub(in crate::web::admin) fn address(code: &Code, rest: &str) -> String {
    format!("{ROOM}/{}{rest}", in_address(code.as_str()))
}

pub(in crate::web::admin) type Faults = BTreeMap<String, String>;

/// What has to be confirmed before a form is used: wording that was not checked, or a licence.
pub(in crate::web::admin) fn doubts(texts: &Texts, form: &Questionnaire) -> Option<String> {
    let unverified = (!form.verified).then(|| texts.get("form-unverified"));
    let licence = form
        .licence
        .as_ref()
        .map(|licence| texts.with("method-warning-licence", [("licence", licence.as_str().into())]));
    let doubts: Vec<String> = unverified.into_iter().chain(licence).collect();
    (!doubts.is_empty()).then(|| doubts.join(" "))
}

/// Whether a form that somebody prepares waits for somebody else to agree.
pub(in crate::web::admin) async fn asks_approval(app: &App) -> store::Result<bool> {
    Ok(settings::value(app.database.reader(), settings::FORM_APPROVAL).await?.as_deref() == Some("required"))
}

/// Where in a form some words stand, in words: `scales[s5].labels[1].text` is “scale s5 · level 1”.
fn place_text(texts: &Texts, path: &str) -> String {
    let mut steps: Vec<String> = Vec::new();
    let (mut key, mut name, mut inside) = (String::new(), String::new(), false);
    let mut step = |key: &mut String, name: &mut String| {
        let words = texts.get(&format!("place-{key}"));
        let words = if words.starts_with("place-") { key.clone() } else { words };
        // A text is the text of what it stands in.
        if key.as_str() != "text" {
            steps.push(if name.is_empty() { words } else { format!("{words} {name}") });
        }
        key.clear();
        name.clear();
    };
    for sign in path.chars() {
        match sign {
            '[' if !inside => inside = true,
            ']' => inside = false,
            '.' if !inside => step(&mut key, &mut name),
            sign if inside => name.push(sign),
            sign => key.push(sign),
        }
    }
    step(&mut key, &mut name);
    let words = steps.join(" · ");
    let mut signs = words.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}

/// What versions say differently, a line each.
fn rewording_lines(texts: &Texts, changes: Vec<Rewording>) -> Vec<(String, String)> {
    let line = |Rewording { path, language, before, after }: Rewording| {
        let words = match (before, after) {
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (None, after) => format!("+ {}", after.unwrap_or_default()),
            (Some(before), None) => format!("− {before}"),
        };
        (format!("{} ({})", place_text(texts, &path), language_text(&language)), words)
    };
    changes.into_iter().map(line).collect()
}

/// A language as it calls itself.
fn language_text(locale: &Locale) -> String {
    match locale.as_str() {
        "vi" | "en" => Texts::of(locale).get("language-name"),
        other => other.to_owned(),
    }
}

/// A document that is a form.
struct ReadDocument {
    form: Questionnaire,
    digest: String,
    text: String,
}

/// Why a document is none.
enum Unreadable {
    NotJson(serde_json::Error),
    NoForm(FormFault),
}

/// Reads a document off the async threads: a large one takes its time.
async fn read_document(text: String) -> Result<Result<ReadDocument, Unreadable>, Denied> {
    let read = move || {
        let value: Value = serde_json::from_str(&text).map_err(Unreadable::NotJson)?;
        let form = Questionnaire::read_new(&value).map_err(Unreadable::NoForm)?;
        Ok(ReadDocument { form, digest: form_digest(&value), text })
    };
    Ok(tokio::task::spawn_blocking(read).await?)
}

/// Stores a document as a form's next version and shows the form.
async fn store_form(
    app: &App,
    may: &May<ManageForms>,
    document: &ReadDocument,
    confirmed: bool,
) -> Result<Response, Denied> {
    let ReadDocument { form, digest, text } = document;
    let draft = asks_approval(app).await?;
    let act = may.act(app).await?;
    let about = About { draft, same_as: None, author: Some(&may.person.account.email) };
    let stored = forms::save(act.on(), &form.code, digest, text, &about).await?;
    let subject = format!("{} {}", form.code, stored.version);
    act.done("form.import", &subject, "", json!({"confirmed": confirmed, "draft": draft})).await?;
    Ok(see(&address(&form.code, ""), if stored.published { "done-form" } else { "done-draft" }))
}

/// A version of a form by the names in an address.
pub(in crate::web::admin) async fn version(
    app: &App,
    may: &May<FollowRounds>,
    code: &str,
    number: &str,
) -> Result<StoredForm, Denied> {
    let there = || Denied::NotThere(may.person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    let all = forms::versions(app.database.reader(), &code).await?;
    all.into_iter().find(|stored| stored.version.to_string() == number).ok_or_else(there)
}
