//! Settings of the installation.

use super::{Act, Done, Fault, ManageSettings, revision::unchanged_since};
use crate::{
    clock::Clock,
    store::{self, settings},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{Setting, SettingsFaults, check_emblem, check_public_url, optional_name_fault};
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What is stored, by the words of settings; empty where nothing is.
pub type StoredSettings = BTreeMap<&'static str, String>;

/// Reads what can be set.
pub async fn stored_settings(on: &impl ConnectionTrait) -> store::Result<StoredSettings> {
    let mut stored = StoredSettings::new();
    for key in Setting::ALL.map(Setting::as_str).into_iter().chain([settings::EMBLEM]) {
        stored.insert(key, settings::value(on, key).await?.unwrap_or_default());
    }
    Ok(stored)
}

/// What can be set, for its revision token.
pub fn settings_content(stored: &StoredSettings) -> String {
    format!("{stored:?}")
}

/// Changes the settings.
#[derive(Debug)]
pub struct ChangeSettings<'a> {
    /// What was sent of each setting, without surrounding blanks.
    pub values: BTreeMap<Setting, &'a str>,
    /// A new emblem: a PNG.
    pub emblem: Option<&'a [u8]>,
    /// Whether the emblem is taken away.
    pub drops_emblem: bool,
    /// Their revision token: [`settings_content`].
    pub revision_token: &'a str,
}

impl ChangeSettings<'_> {
    /// A value as it would be stored.
    fn value(&self, setting: Setting) -> &str {
        setting.stored(self.values.get(&setting).copied().unwrap_or(""))
    }

    fn faults(&self) -> SettingsFaults {
        let (url, zone) = (self.value(Setting::PublicUrl), self.value(Setting::TimeZone));
        SettingsFaults {
            administration: optional_name_fault(self.value(Setting::Administration)),
            administration_en: optional_name_fault(self.value(Setting::AdministrationEn)),
            public_url: check_public_url(url).err().filter(|_| !url.is_empty()),
            is_time_zone_unknown: !zone.is_empty() && Clock::of_zone(zone).is_err(),
            emblem: self.emblem.and_then(|bytes| check_emblem(bytes).err()),
        }
    }
}

/// Stores the settings that differ. The name stands above results too, which are rendered anew.
pub async fn change_settings(
    act: Act<ManageSettings>,
    command: ChangeSettings<'_>,
) -> Result<Done, Fault<SettingsFaults>> {
    let faults = command.faults();
    if faults.any() {
        return Err(Fault::Refused(faults));
    }
    let before = stored_settings(act.on()).await?;
    unchanged_since(command.revision_token, &settings_content(&before))?;
    let mut details = Map::new();
    for setting in Setting::ALL {
        let (key, new) = (setting.as_str(), command.value(setting));
        let old = before.get(key).map_or("", String::as_str);
        if old != new {
            settings::set(act.on(), key, new).await?;
            details.insert(key.to_owned(), json!([old, new]));
        }
    }
    if let Some(bytes) = command.emblem {
        settings::set(act.on(), settings::EMBLEM, &BASE64_STANDARD.encode(bytes)).await?;
        details.insert(settings::EMBLEM.to_owned(), json!(["", "PNG"]));
    } else if command.drops_emblem {
        settings::set(act.on(), settings::EMBLEM, "").await?;
        details.insert(settings::EMBLEM.to_owned(), json!(["PNG", ""]));
    }
    Ok(act.done("settings.change", "", "", Value::Object(details)).await?)
}
