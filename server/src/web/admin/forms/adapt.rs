//! The same items in other words.

use super::{Faults, ROOM, address, asks_approval, language_text, place_text, rewording_lines};
use crate::{
    acts::ManageForms,
    auth::{Denied, May, Whole},
    import::form_digest,
    path_segments::PathSegments,
    store::forms::{self, About, StoredForm},
    web::{
        App,
        admin::{
            desk::{Desk, Look, see},
            posted::Posted,
            rounds::read_form,
            words::form_fault,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind, in_address},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Code, Locale,
    form::{Form as Questionnaire, Rewording, Wording, reword, rewordings, wording},
};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// Longest text of a form, and longest words to look for or to put in their place, in characters.
const LONGEST: usize = 10_000;
const LONGEST_WORDS: usize = 300;

/// `GET /admin/forms/{form}/wording`
pub(in crate::web::admin) async fn show_wording(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    look: Look,
) -> Result<Page, Denied> {
    let stored = newest(&app, &may, &code).await?;
    wording_page(&may, &stored, &code, &look, None, &Faults::new())
}

async fn newest(app: &App, may: &May<ManageForms>, code: &str) -> Result<StoredForm, Denied> {
    let there = || Denied::NotThere(may.person.language().clone());
    let code = code.parse::<Code>().map_err(|_| there())?;
    forms::versions(app.database.reader(), &code).await?.into_iter().next().ok_or_else(there)
}

fn wording_page(
    may: &May<ManageForms>,
    stored: &StoredForm,
    code: &str,
    look: &Look,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Page, Denied> {
    let desk = Desk::of(&may.person, ROOM, look);
    let texts = desk.texts;
    let places = wording(&serde_json::from_str(&stored.document)?)?;
    let typed = posted.map(Posted::by_name);
    let held = |name: &str| typed.as_ref().and_then(|typed| typed.get(name).copied()).unwrap_or("");
    let asked = |name: &'static str, words: &str| {
        Field::new(name, Kind::Text, texts.get(words))
            .holding(held(name))
            .fault(faults.get(name).cloned())
            .optional()
    };
    let mut fields = vec![
        Field::hidden("version", stored.version.to_string()),
        asked("find", "wording-find").hint(texts.get("wording-find-hint")),
        asked("put", "wording-put"),
        asked("except", "wording-except").hint(texts.get("wording-except-hint")),
        Field::button("replace", texts.get("wording-replace")),
    ];
    let mut changed = 0usize;
    let mut one = |(at, Wording { path, language, words }): (usize, &Wording)| {
        let name = format!("t{at}");
        let now = if typed.is_some() { plain(held(&name)) } else { words.clone() };
        let kind = if words.chars().count() > 60 { Kind::Words } else { Kind::Text };
        let label = format!("{} ({})", place_text(texts, path), language_text(language));
        let field = Field::new(name.clone(), kind, label).holding(&*now).fault(faults.get(&name).cloned());
        if now == *words {
            return field;
        }
        changed += 1;
        field.hint(texts.with("wording-before", [("words", words.as_str().into())])).marked()
    };
    // One place in its languages, beside each other.
    let mut all = places.iter().enumerate().peekable();
    while let Some((at, first)) = all.next() {
        let mut group = vec![one((at, first))];
        while let Some(next) = all.next_if(|(_, next)| next.path == first.path) {
            group.push(one(next));
        }
        fields.push(Field::beside(group));
    }
    let form = Form {
        action: format!("{ROOM}/{}/wording", in_address(code)),
        fields,
        button: texts.get("wording-look"),
        named_button: Some(("look".to_owned(), "1".to_owned())),
        wide: true,
        fault: faults.get("").cloned(),
        ..Form::default()
    };
    let replaced = posted.filter(|posted| posted.is("replace") && faults.is_empty());
    let replaced = replaced.map(|_| Block::Warning(texts.with("wording-replaced", [("n", changed.into())])));
    let form_of = read_form(&stored.document)?;
    Ok(desk
        .title(texts.get("wording-title"))
        .beneath(ROOM, texts.get("forms-title"))
        .beneath(format!("{ROOM}/{}", in_address(code)), form_of.title.get(&texts.locale))
        .with(Block::Text(texts.get("wording-lead")))
        .maybe(replaced)
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page())
}

/// Words as browsers send them, with the line ends of documents.
fn plain(words: &str) -> String {
    words.replace("\r\n", "\n")
}

/// How many bytes of a text a phrase takes with which it begins, in large letters or small.
fn begins(text: &str, phrase: &str) -> Option<usize> {
    let mut signs = text.char_indices();
    for wanted in phrase.chars() {
        let (_, sign) = signs.next()?;
        if !sign.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(signs.next().map_or(text.len(), |(at, _)| at))
}

/// Puts words in the place of others everywhere but within phrases that are left alone. `None` where it would become too
/// long: many short words may each become a long one.
fn replaced(words: &str, find: &str, put: &str, except: &[&str]) -> Option<String> {
    let (mut done, mut rest) = (String::with_capacity(words.len()), words);
    let mut length = 0usize;
    while let Some(sign) = rest.chars().next() {
        let phrase = except
            .iter()
            .find_map(|phrase| begins(rest, phrase))
            .filter(|taken| rest[..*taken].to_lowercase().contains(&find.to_lowercase()));
        let (taken, written) = match phrase {
            Some(taken) => (taken, &rest[..taken]),
            None if rest.starts_with(find) => (find.len(), put),
            None => (sign.len_utf8(), &rest[..sign.len_utf8()]),
        };
        length += written.chars().count();
        if length > LONGEST {
            return None;
        }
        done.push_str(written);
        rest = &rest[taken..];
    }
    Some(done)
}

/// `POST /admin/forms/{form}/wording`: first what would change, then, once that is agreed to, the same items in other words
/// are a new version.
pub(in crate::web::admin) async fn update_wording(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    PathSegments([code]): PathSegments<1>,
    mut posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let stored = newest(&app, &may, &code).await?;
    let before: Value = serde_json::from_str(&stored.document)?;
    let places = wording(&before)?;
    let mut faults = Faults::new();
    let long = |most: usize| texts.with("wording-long", [("most", most.into())]);
    let again = |posted: &Posted, faults: &Faults| {
        Ok(wording_page(&may, &stored, &code, &Look::default(), Some(posted), faults)?.into_response())
    };
    if posted.text("version") != stored.version.to_string() {
        let all = forms::versions(app.database.reader(), &code.parse()?).await?;
        let begun = all.into_iter().find(|known| known.version.to_string() == posted.text("version"));
        let merged = merge(&posted, begun.as_ref(), stored.version, &places)?;
        faults.insert(String::new(), texts.get("wording-merged"));
        let mut page = wording_page(&may, &stored, &code, &Look::default(), Some(&merged), &faults)?;
        page.status = StatusCode::CONFLICT;
        return Ok(page.into_response());
    }
    if posted.is("replace") {
        replace_everywhere(&mut posted, places.len(), &long, &mut faults);
        return again(&posted, &faults);
    }
    if posted.is("back") {
        return again(&posted, &faults);
    }
    let mut value = before.clone();
    let typed = posted.by_name();
    for (at, place) in places.iter().enumerate() {
        let name = format!("t{at}");
        let words = plain(typed.get(name.as_str()).unwrap_or(&""));
        if words.trim().is_empty() {
            faults.insert(name, texts.get("fault-empty"));
        } else if words.chars().count() > LONGEST {
            faults.insert(name, long(LONGEST));
        } else if words != place.words && !reword(&mut value, place, &words) {
            faults.insert(name, texts.get("changed-meanwhile"));
        }
    }
    let changes = if faults.is_empty() { rewordings(&before, &value).map_err(Some) } else { Err(None) };
    let changes = match changes {
        Ok(changes) => changes,
        Err(fault) => {
            if let Some(fault) = fault {
                let why = form_fault(texts, &fault);
                faults.insert(String::new(), texts.with("form-unreadable", [("why", why.into())]));
            }
            return again(&posted, &faults);
        }
    };
    let digest = form_digest(&value);
    let form = Questionnaire::read(&value)?;
    if changes.is_empty() {
        faults.insert(String::new(), texts.get("wording-same"));
    } else if let Some(known) = forms::of_digest(app.database.reader(), &form.code, &digest).await? {
        faults.insert(String::new(), texts.with("wording-known", [("n", known.version.into())]));
    }
    if !faults.is_empty() {
        return again(&posted, &faults);
    }
    if !posted.is("sure") {
        return Ok(confirmation(&may, &stored, &code, &posted, changes)?.into_response());
    }
    let draft = asks_approval(&app).await?;
    let text = serde_json::to_string_pretty(&value)?;
    let act = may.act(&app).await?;
    let about = About { draft, same_as: Some(stored.root), author: Some(&may.person.account.email) };
    let new = forms::save(act.on(), &form.code, &digest, &text, &about).await?;
    let subject = format!("{} {}", form.code, new.version);
    let details = json!({"from version": stored.version, "texts changed": changes.len(), "draft": draft});
    act.done("form.wording", &subject, "", details).await?;
    Ok(see(&address(&form.code, ""), if new.published { "done-form" } else { "done-draft" }))
}

/// What somebody changed in the version they began with, put upon a newer one that came meanwhile.
fn merge(
    posted: &Posted,
    begun: Option<&StoredForm>,
    version: i32,
    places: &[Wording],
) -> Result<Posted, Denied> {
    let typed = posted.by_name();
    let mut changes: HashMap<(String, Locale), String> = HashMap::new();
    if let Some(begun) = begun {
        for (at, place) in wording(&serde_json::from_str(&begun.document)?)?.into_iter().enumerate() {
            let words = plain(typed.get(format!("t{at}").as_str()).unwrap_or(&""));
            if words != place.words {
                changes.insert((place.path, place.language), words);
            }
        }
    }
    let mut merged = Posted::default();
    merged.pairs.push(("version".to_owned(), version.to_string()));
    let asked = ["find", "put", "except"].map(|name| (name.to_owned(), posted.raw(name).to_owned()));
    merged.pairs.extend(asked);
    merged.pairs.extend(places.iter().enumerate().map(|(at, place)| {
        let own = changes.get(&(place.path.clone(), place.language.clone()));
        (format!("t{at}"), own.unwrap_or(&place.words).clone())
    }));
    Ok(merged)
}

/// Replaces in every text that was sent, of which a form has so many.
fn replace_everywhere(
    posted: &mut Posted,
    places: usize,
    long: &dyn Fn(usize) -> String,
    faults: &mut Faults,
) {
    let [find, put, except] = ["find", "put", "except"].map(|name| posted.raw(name).to_owned());
    for (name, words) in [("find", &find), ("put", &put), ("except", &except)] {
        if words.chars().count() > LONGEST_WORDS {
            faults.insert(name.to_owned(), long(LONGEST_WORDS));
        }
    }
    if find.is_empty() || !faults.is_empty() {
        return;
    }
    let except: Vec<&str> = except.split(',').map(str::trim).filter(|phrase| !phrase.is_empty()).collect();
    for (name, value) in &mut posted.pairs {
        let at = name.strip_prefix('t').and_then(|at| at.parse::<usize>().ok());
        if at.is_none_or(|at| at >= places) {
            continue;
        }
        match replaced(value, &find, &put, &except) {
            Some(words) => *value = words,
            None => {
                faults.insert(name.clone(), long(LONGEST));
            }
        }
    }
}

/// What would change, before it is stored.
fn confirmation(
    may: &May<ManageForms>,
    stored: &StoredForm,
    code: &str,
    posted: &Posted,
    changes: Vec<Rewording>,
) -> Result<Page, Denied> {
    let desk = Desk::of(&may.person, ROOM, &Look::default());
    let texts = desk.texts;
    let lead = texts.with("wording-confirm-lead", [("n", changes.len().into())]);
    let kept = posted.pairs.iter().filter(|(name, _)| !matches!(name.as_str(), "look" | "sure" | "back"));
    let form = Form {
        action: format!("{ROOM}/{}/wording", in_address(code)),
        fields: kept.map(|(name, value)| Field::hidden(name.clone(), value.clone())).collect(),
        button: texts.get("wording-save"),
        named_button: Some(("sure".to_owned(), "1".to_owned())),
        also: Some(("back".to_owned(), "1".to_owned(), texts.get("wording-back"))),
        ..Form::default()
    };
    let form_of = read_form(&stored.document)?;
    let room = format!("{ROOM}/{}", in_address(code));
    Ok(desk
        .title(texts.get("wording-confirm"))
        .beneath(ROOM, texts.get("forms-title"))
        .beneath(room, form_of.title.get(&texts.locale))
        .with(Block::Text(lead))
        .with(Block::Facts(rewording_lines(texts, changes)))
        .with(Block::Form(form))
        .page())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_replaced_but_within_phrases_that_are_left_alone() {
        let except = ["xã hội", "thị xã"];
        let put = |words: &str| replaced(words, "xã", "phường", &except);
        let said = put("Bảo hiểm xã hội của xã, thị xã và xã.").unwrap();
        assert_eq!(said, "Bảo hiểm xã hội của phường, thị xã và phường.");
        assert_eq!(put("Thị xã và xã").as_deref(), Some("Thị xã và phường"), "also at the beginning");
        assert_eq!(replaced("aaa", "a", &"b".repeat(LONGEST), &[]), None);
        assert_eq!(replaced("aaa", "aa", "b", &[]).as_deref(), Some("ba"));
    }
}
