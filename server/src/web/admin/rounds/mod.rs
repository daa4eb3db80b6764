//! Rounds from plan to publication.

mod broken;
mod copy;
mod list;
mod new;
mod points;
mod show;
mod stage;
mod steps;

pub(super) use broken::{removal_address, remove_broken_round, show_broken_round};
pub(super) use copy::{create_copy, show_copy};
pub(super) use list::list_rounds;
pub(super) use new::{create_round, show_new_round};
pub(super) use points::{
    channel_text, create_points, list_points, placed, rotate_slug, show_code, show_point, show_sheet,
    show_sheets, update_counter, update_point_state,
};
pub(super) use show::show_round;
pub(super) use stage::update_stage;
pub(super) use steps::{Basics, IndexDefinition, Places, Rules, Volumes, show_step, update_step};

use crate::{
    acts::{Act, ManageRounds},
    auth::{Denied, May},
    credentials::hashed,
    store::{
        self, Round,
        forms::{self, StoredForm},
        rounds,
    },
    web::App,
};
use app::{Texts, admin::in_address};
use domain::{
    Agency, Audience, Code, Day, Locale, Reach, RoundDocument, RoundState, Stage, form::Form as Questionnaire,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::web::admin) const ROOM: &str = "/admin/rounds";

/// What is longer is not told in the log, only that it changed.
const LONGEST_DETAIL: usize = 300;

pub(in crate::web::admin) type Faults = BTreeMap<&'static str, String>;

/// The address of a round's page, or of one beneath it.
pub(in crate::web::admin) fn address(round: &Code, rest: &str) -> String {
    format!("{ROOM}/{}{rest}", in_address(round.as_str()))
}

/// Where a round stands, in words.
pub(in crate::web::admin) fn state_text(texts: &Texts, round: &Round, today: Day) -> String {
    let key = match (round.stage, round.state(today)) {
        (Stage::Plan, _) => "round-plan",
        (Stage::Test, _) => "round-test",
        (_, RoundState::Planned) => "round-waiting",
        (_, RoundState::Open) => "round-open",
        (_, RoundState::Closed) if round.document.audience == Audience::Public => "round-published",
        (_, RoundState::Closed) => "round-closed",
    };
    texts.get(key)
}

/// The published versions of all forms, newest first, for a choice; a value is the form's code and the version's number.
pub(in crate::web::admin) async fn form_choices(
    app: &App,
    texts: &Texts,
) -> Result<Vec<(String, String)>, Denied> {
    let mut choices = vec![(String::new(), texts.get("choose"))];
    for code in forms::codes(app.database.reader()).await? {
        let versions = forms::versions(app.database.reader(), &code).await?;
        for stored in versions.into_iter().filter(|stored| stored.published) {
            let form = read_form(&stored.document)?;
            let version = texts.with("form-version-number", [("n", stored.version.into())]);
            let words = format!("{} ({code}, {version})", form.title.get(&texts.locale));
            choices.push((form_value(&code, stored.version), words));
        }
    }
    Ok(choices)
}

/// A form version as a choice sends it.
pub(in crate::web::admin) fn form_value(code: &Code, version: i32) -> String {
    format!("{code} {version}")
}

/// The published version that was chosen; the newest where a form is named alone.
pub(in crate::web::admin) async fn chosen_form(
    act: &Act<ManageRounds>,
    value: &str,
) -> store::Result<Option<StoredForm>> {
    let (code, version) = value.split_once(' ').unwrap_or((value, ""));
    let Ok(code) = code.parse::<Code>() else { return Ok(None) };
    let versions = forms::versions(act.on(), &code).await?.into_iter();
    let mut published = versions.filter(|stored| stored.published);
    Ok(published.find(|stored| version.is_empty() || stored.version.to_string() == version))
}

/// A stored form as it is read.
pub(in crate::web::admin) fn read_form(document: &str) -> Result<Questionnaire, Denied> {
    let value: Value = serde_json::from_str(document)?;
    Ok(Questionnaire::read(&value)?)
}

/// What somebody saw of a plan when they began to change it.
pub(in crate::web::admin) fn seen(round: &Round) -> String {
    hashed(&format!("{:?} {:?} {}", round.document, round.stage, round.form_version))
}

/// What differs between two plans, for the log: before and after, where both are short enough to be read.
fn changes(old: &RoundDocument, new: &RoundDocument) -> serde_json::Result<Map<String, Value>> {
    let (old, new) = (serde_json::to_value(old)?, serde_json::to_value(new)?);
    let empty = Map::new();
    let (old, new) = (old.as_object().unwrap_or(&empty), new.as_object().unwrap_or(&empty));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name)).map(|name| {
        let pair = [old, new].map(|side| match side.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(words)) => words.clone(),
            Some(other) => other.to_string(),
        });
        let short = pair.iter().all(|words| words.chars().count() <= LONGEST_DETAIL);
        (name.clone(), if short { json!(pair) } else { json!("…") })
    });
    Ok(changed.collect())
}

/// Why a round as it has just been stored cannot be interpreted: such a plan is not committed.
pub(in crate::web::admin) async fn unfit(
    act: &Act<ManageRounds>,
    round_id: i64,
) -> Result<Option<String>, Denied> {
    match rounds::by_id(act.on(), round_id).await {
        Ok(_) => Ok(None),
        Err(store::Error::Unfit { why, .. }) => Ok(Some(why)),
        Err(error) => Err(error.into()),
    }
}

/// Changes a plan: checks that it can be interpreted, stores and logs. `Err` is what does not fit.
pub(in crate::web::admin) async fn save_plan(
    act: Act<ManageRounds>,
    round: &Round,
    document: &RoundDocument,
    form: Option<i64>,
    step: &str,
) -> Result<Result<(), String>, Denied> {
    if let Err(fault) = document.check() {
        return Ok(Err(fault.to_string()));
    }
    rounds::save(act.on(), round.id, document, form).await?;
    if let Some(why) = unfit(&act, round.id).await? {
        return Ok(Err(why));
    }
    let mut details = changes(&round.document, document)?;
    details.insert("step".to_owned(), json!(step));
    act.done("round.change", document.code.as_str(), "", Value::Object(details)).await?;
    Ok(Ok(()))
}

/// Whether somebody may put a round into a series, and so onto its trend. Who does not reach everything may only where they
/// reach every agency of the rounds that are there, or begin one under the round's own code.
pub(in crate::web::admin) async fn may_join(
    act: &Act<ManageRounds>,
    may: &May<ManageRounds>,
    series: &Code,
    own: &Code,
) -> Result<bool, Denied> {
    if may.reach == Reach::Whole {
        return Ok(true);
    }
    let tree: Vec<Agency> = store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect();
    let within = may.within(&tree);
    let mut begun = false;
    for code in rounds::codes(act.on()).await? {
        let round = match rounds::by_code(act.on(), &code).await {
            Ok(round) if round.document.series() == series => round,
            Ok(_) | Err(store::Error::Unfit { .. }) => continue,
            Err(error) => return Err(error.into()),
        };
        if !round.agencies.iter().all(|row| within.contains(&row.agency.code)) {
            return Ok(false);
        }
        begun = true;
    }
    // A form's code is the series of whoever names none.
    Ok(begun || (series == own && !forms::codes(act.on()).await?.contains(series)))
}

/// The series of a round that is planned: the wished one where it may be joined, else its own; `None` where neither may be.
pub(in crate::web::admin) async fn series_of_new(
    act: &Act<ManageRounds>,
    may: &May<ManageRounds>,
    wished: &Code,
    own: &Code,
) -> Result<Option<Code>, Denied> {
    for series in [wished, own] {
        if may_join(act, may, series, own).await? {
            return Ok(Some(series.clone()));
        }
    }
    Ok(None)
}

/// `?lang=en` where English is read.
pub(in crate::web::admin) fn language_query(locale: &Locale) -> &'static str {
    if *locale == Locale::en() { "?lang=en" } else { "" }
}
