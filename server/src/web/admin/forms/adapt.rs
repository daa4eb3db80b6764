//! The same items in other words.

use super::{Faults, ROOM, address, asks_approval, language_text, place_text};
use crate::{
    auth::{Denied, ManageForms, May, Whole},
    import::form_digest,
    store::forms::{self, About, StoredForm},
    web::{
        App,
        admin::{
            desk::{Desk, Look, in_address, see},
            posted::Posted,
            rounds::read_form,
            words::form_fault,
        },
        page::{Names, Page},
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    Code,
    form::{Form as Questionnaire, Wording, reword, wording},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Longest text of a form, and longest words to look for or to put in their place, in characters.
const LONGEST: usize = 10_000;
const LONGEST_WORDS: usize = 300;

/// `GET /admin/forms/{form}/wording`
pub(in crate::web::admin) async fn show_wording(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    Names([code]): Names<1>,
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
    let mut fields = vec![Field::hidden("version", stored.version.to_string())];
    fields.push(
        Field::new("find", Kind::Text, texts.get("wording-find"))
            .hint(texts.get("wording-find-hint"))
            .holding(posted.map_or("", |posted| posted.raw("find")))
            .fault(faults.get("find").cloned())
            .optional(),
    );
    fields.push(
        Field::new("put", Kind::Text, texts.get("wording-put"))
            .holding(posted.map_or("", |posted| posted.raw("put")))
            .fault(faults.get("put").cloned())
            .optional(),
    );
    let typed = posted.map(Posted::by_name);
    let one = |(at, Wording { path, language, words }): (usize, &Wording)| {
        let name = format!("t{at}");
        let held = typed.as_ref().map_or(words.as_str(), |typed| typed.get(name.as_str()).unwrap_or(&""));
        let kind = if words.chars().count() > 60 { Kind::Words } else { Kind::Text };
        let label = format!("{} ({})", place_text(texts, path), language_text(language));
        Field::new(name.clone(), kind, label).holding(held).fault(faults.get(&name).cloned())
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
        button: texts.get("wording-save"),
        wide: true,
        fault: faults.get("").cloned(),
        also: Some(("replace".to_owned(), "1".to_owned(), texts.get("wording-replace"))),
        ..Form::default()
    };
    let form_of = read_form(&stored.document)?;
    Ok(desk
        .title(texts.get("wording-title"))
        .beneath(ROOM, texts.get("forms-title"))
        .beneath(format!("{ROOM}/{}", in_address(code)), form_of.title.get(&texts.locale))
        .with(Block::Text(texts.get("wording-lead")))
        .with(Block::Form(form))
        .status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY })
        .page())
}

/// `POST /admin/forms/{form}/wording`: the same items in other words are a new version.
pub(in crate::web::admin) async fn update_wording(
    Whole(may): Whole<ManageForms>,
    State(app): State<Arc<App>>,
    Names([code]): Names<1>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(may.person.language());
    let stored = newest(&app, &may, &code).await?;
    let mut posted = posted;
    let mut value: Value = serde_json::from_str(&stored.document)?;
    let places = wording(&value)?;
    let mut faults = Faults::new();
    let long = |most: usize| texts.with("wording-long", [("most", most.into())]);
    if posted.is("replace") {
        let (find, put) = (posted.raw("find").to_owned(), posted.raw("put").to_owned());
        for (name, words) in [("find", &find), ("put", &put)] {
            if words.chars().count() > LONGEST_WORDS {
                faults.insert(name.to_owned(), long(LONGEST_WORDS));
            }
        }
        let known = |name: &str| {
            let at = name.strip_prefix('t').and_then(|at| at.parse::<usize>().ok());
            at.is_some_and(|at| at < places.len())
        };
        let sought = !find.is_empty() && faults.is_empty();
        for (name, value) in posted.pairs.iter_mut().filter(|(name, _)| sought && known(name)) {
            // What it will become is counted first: many short words may each become a long one.
            let [found, before, old, new] = [
                value.matches(&find).count(),
                value.chars().count(),
                find.chars().count(),
                put.chars().count(),
            ];
            if before - found * old + found * new > LONGEST {
                faults.insert(name.clone(), long(LONGEST));
            } else {
                *value = value.replace(&find, &put);
            }
        }
        let page = wording_page(&may, &stored, &code, &Look::default(), Some(&posted), &faults)?;
        return Ok(page.into_response());
    }
    if posted.text("version") != stored.version.to_string() {
        faults.insert(String::new(), texts.get("changed-meanwhile"));
    }
    let mut changed = 0usize;
    for (at, place) in places.iter().enumerate() {
        let name = format!("t{at}");
        let typed = posted.raw(&name).replace("\r\n", "\n");
        if typed.trim().is_empty() {
            faults.insert(name, texts.get("fault-empty"));
        } else if typed.chars().count() > LONGEST {
            faults.insert(name, long(LONGEST));
        } else if typed != place.words {
            changed += 1;
            if !reword(&mut value, place, &typed) {
                faults.insert(name, texts.get("changed-meanwhile"));
            }
        }
    }
    if changed == 0 && faults.is_empty() {
        faults.insert(String::new(), texts.get("wording-same"));
    }
    if let Err(fault) = Questionnaire::read(&value) {
        faults.insert(
            String::new(),
            texts.with("form-unreadable", [("why", form_fault(texts, &fault).into())]),
        );
    }
    if !faults.is_empty() {
        return Ok(
            wording_page(&may, &stored, &code, &Look::default(), Some(&posted), &faults)?.into_response()
        );
    }
    let draft = asks_approval(&app).await?;
    let form = Questionnaire::read(&value)?;
    let text = serde_json::to_string_pretty(&value)?;
    let act = may.act(&app).await?;
    let about = About { draft, same_as: Some(stored.root), author: Some(&may.person.account.email) };
    let new = forms::save(act.on(), &form.code, &form_digest(&value), &text, &about).await?;
    let subject = format!("{} {}", form.code, new.version);
    let details = json!({"from version": stored.version, "texts changed": changed, "draft": draft});
    act.done("form.wording", &subject, "", details).await?;
    Ok(see(&address(&form.code, ""), if new.published { "done-form" } else { "done-draft" }))
}
