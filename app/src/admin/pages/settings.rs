//! Settings of the installation.

use super::account_fields::languages;
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Typed, faults::name_fault},
};
use domain::{Setting, SettingsFaults};

/// The address of the settings.
pub const SETTINGS: &str = "/admin/settings";

/// Why the settings were not stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsFault {
    /// Something in them is wrong.
    Refused(SettingsFaults),
    /// Somebody else has changed them meanwhile.
    ChangedMeanwhile,
}

/// What the page shows.
#[derive(Debug)]
pub struct SettingsPage {
    /// What is stored.
    pub stored: Typed,
    /// The token of what is stored.
    pub revision_token: String,
    /// What was typed.
    pub typed: Option<Typed>,
    /// Why it was not stored.
    pub fault: Option<SettingsFault>,
    /// Whether there is an emblem.
    pub has_emblem: bool,
    /// The public address that is in use.
    pub public_url: Option<String>,
    /// Whether the command line says it, so that the setting means nothing.
    pub is_public_url_given: bool,
    /// The time zone that is in use.
    pub time_zone: String,
}

impl SettingsPage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let now = [
            (
                texts.get("setting-public-url"),
                self.public_url.clone().unwrap_or_else(|| texts.get("setting-none")),
            ),
            (texts.get("setting-time-zone"), self.time_zone.clone()),
        ];
        PageBody::new(texts.get("settings-title"))
            .with(Block::Form(self.form(texts)))
            .with(Block::Heading(texts.get("settings-now")))
            .with(Block::Text(texts.get("settings-now-lead")))
            .with(Block::Facts(now.to_vec()))
    }

    fn is_changed(&self) -> bool {
        self.fault == Some(SettingsFault::ChangedMeanwhile)
    }

    /// The field of a setting; where somebody else has changed the settings, it says what is stored now.
    fn field(
        &self,
        texts: &Texts,
        setting: Setting,
        kind: FieldKind,
        label: &str,
        fault: Option<String>,
    ) -> Field {
        let key = setting.as_str();
        let held = self.typed.as_ref().unwrap_or(&self.stored).raw(key);
        let stored = Field::new(key, kind.clone(), String::new()).holding(self.stored.raw(key));
        let field = Field::new(key, kind, texts.get(label)).holding(held).fault(fault);
        if self.is_changed() { field.against(texts, &stored) } else { field }
    }

    fn public_url_field(&self, texts: &Texts, fault: Option<String>) -> Field {
        let given = self.public_url.as_deref().filter(|_| self.is_public_url_given);
        let given = given.map(|url| texts.with("setting-public-url-given", [("url", url.into())]));
        let hint = given.map_or_else(String::new, |given| format!(" {given}"));
        self.field(texts, Setting::PublicUrl, FieldKind::Text, "setting-public-url", fault)
            .hint(texts.get("setting-public-url-hint") + &hint)
            .optional()
    }

    fn form(&self, texts: &Texts) -> FormBlock {
        let faults = match &self.fault {
            Some(SettingsFault::Refused(faults)) => faults.clone(),
            _ => SettingsFaults::default(),
        };
        let said = |is_wrong: bool, key: &str| is_wrong.then(|| texts.get(key));
        let name = |fault: Option<_>| fault.map(|fault| name_fault(texts, fault));
        let factor = [("", "setting-factor-required"), ("optional", "setting-factor-optional")]
            .map(|(value, key)| (value.to_owned(), texts.get(key)));
        let approval = [("", "setting-approval-off"), ("required", "setting-approval-on")]
            .map(|(value, key)| (value.to_owned(), texts.get(key)));
        // What is sent again after a fault keeps the token it was begun with.
        let begun = self.typed.as_ref().map(|typed| typed.revision_token());
        let begun = begun.filter(|begun| !self.is_changed() && !begun.is_empty());
        let url_fault = said(faults.public_url.is_some(), "setting-public-url-wrong");
        let zone_fault = said(faults.is_time_zone_unknown, "setting-time-zone-wrong");
        let emblem_fault = said(faults.emblem.is_some(), "setting-emblem-wrong");
        let one = |setting, kind, label, fault| self.field(texts, setting, kind, label, fault);
        let no_emblem = self
            .has_emblem
            .then(|| Field::new("no_emblem", FieldKind::Tick, texts.get("setting-emblem-none")));
        let whose = [
            Field::revision_token(begun.unwrap_or(&self.revision_token)),
            one(
                Setting::Administration,
                FieldKind::Text,
                "setting-administration",
                name(faults.administration),
            )
            .hint(texts.get("setting-administration-hint"))
            .optional(),
            one(
                Setting::AdministrationEn,
                FieldKind::Text,
                "setting-administration-en",
                name(faults.administration_en),
            )
            .optional(),
            Field::new("emblem", FieldKind::File("image/png"), texts.get("setting-emblem"))
                .hint(texts.get("setting-emblem-hint"))
                .fault(emblem_fault)
                .optional(),
        ];
        let rules = [
            one(Setting::Language, FieldKind::Choice(languages()), "setting-language", None)
                .hint(texts.get("setting-language-hint")),
            self.public_url_field(texts, url_fault),
            one(Setting::TimeZone, FieldKind::Text, "setting-time-zone", zone_fault)
                .hint(texts.get("setting-time-zone-hint"))
                .optional(),
            one(Setting::SecondFactor, FieldKind::Choice(factor.to_vec()), "account-factor", None),
            one(Setting::FormApproval, FieldKind::Choice(approval.to_vec()), "setting-approval", None),
        ];
        FormBlock {
            action: SETTINGS.to_owned(),
            fault: said(self.is_changed(), "changed-beside"),
            fields: whose.into_iter().chain(no_emblem).chain(rules).collect(),
            button: texts.get("save"),
            ..FormBlock::default()
        }
    }
}
