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
    auth::Denied,
    store::{Round, forms},
    web::App,
};
use app::{Texts, admin::in_address};
use domain::{Audience, Code, Day, Locale, RoundState, Stage, form::Form as Questionnaire};
use serde_json::Value;
use std::collections::BTreeMap;

pub(in crate::web::admin) const ROOM: &str = "/admin/rounds";

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

/// The form and the number of its version that were chosen; a form that is named alone stands for its newest version.
pub(in crate::web::admin) fn read_form_choice(value: &str) -> Option<(Code, Option<i32>)> {
    let (code, version) = value.split_once(' ').unwrap_or((value, ""));
    let version = Some(version).filter(|version| !version.is_empty());
    Some((code.parse().ok()?, version.map(str::parse).transpose().ok()?))
}

/// A stored form as it is read.
pub(in crate::web::admin) fn read_form(document: &str) -> Result<Questionnaire, Denied> {
    let value: Value = serde_json::from_str(document)?;
    Ok(Questionnaire::read(&value)?)
}

/// `?lang=en` where English is read.
pub(in crate::web::admin) fn language_query(locale: &Locale) -> &'static str {
    if *locale == Locale::en() { "?lang=en" } else { "" }
}
