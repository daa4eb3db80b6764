//! Settings of an installation: what of them is accepted.

use crate::{Name, NameFault};
use strum::IntoStaticStr;

/// What can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Setting {
    /// The name of the administration, above its pages.
    Administration,
    /// The same in English.
    AdministrationEn,
    /// The language of those who have not chosen one.
    Language,
    /// Scheme, host and port that citizens see.
    PublicUrl,
    /// The time zone.
    TimeZone,
    /// Whether everybody needs a second factor.
    SecondFactor,
    /// Whether a form waits for a second person's agreement.
    FormApproval,
}

impl Setting {
    /// Every setting.
    pub const ALL: [Self; 7] = [
        Self::Administration,
        Self::AdministrationEn,
        Self::Language,
        Self::PublicUrl,
        Self::TimeZone,
        Self::SecondFactor,
        Self::FormApproval,
    ];

    /// The word of forms, of the database and of the log.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// A value as it is stored: empty where it is what the setting is by default.
    pub fn stored(self, value: &str) -> &str {
        match self {
            Self::PublicUrl => value.trim_end_matches('/'),
            Self::SecondFactor if value != "optional" => "",
            Self::FormApproval if value != "required" => "",
            _ => value,
        }
    }
}

/// Why settings are not accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("the settings are refused: {self:?}")]
pub struct SettingsFaults {
    /// What is wrong with the name of the administration.
    pub administration: Option<NameFault>,
    /// What is wrong with its name in English.
    pub administration_en: Option<NameFault>,
    /// What is wrong with the public address.
    pub public_url: Option<PublicUrlFault>,
    /// Whether there is no such time zone.
    pub is_time_zone_unknown: bool,
    /// What is wrong with the emblem.
    pub emblem: Option<EmblemFault>,
}

impl SettingsFaults {
    /// Whether anything is wrong.
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}

/// Why a name that may be left out is not accepted.
pub fn optional_name_fault(name: &str) -> Option<NameFault> {
    Name::new(name).err().filter(|_| !name.is_empty())
}

/// Why an address is not one under which citizens can be sent here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlFault {
    /// Another scheme, or none.
    #[error("{0:?} must begin with http:// or https://")]
    Scheme(String),
    /// More than scheme, host and port.
    #[error("{0:?} must end after the host and port")]
    Rest(String),
}

/// Checks scheme, host and port, without a path.
pub fn check_public_url(url: &str) -> Result<(), PublicUrlFault> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        None => Err(PublicUrlFault::Scheme(url.to_owned())),
        Some(rest) if rest.is_empty() || rest.contains(['/', '?', '#', '@', ' ']) => {
            Err(PublicUrlFault::Rest(url.to_owned()))
        }
        Some(_) => Ok(()),
    }
}

/// Why a picture is no emblem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmblemFault {
    /// It is no PNG.
    #[error("the picture is no PNG")]
    NotPng,
    /// It takes too many bytes.
    #[error("the picture is larger than {EMBLEM_BYTES} bytes")]
    TooManyBytes,
    /// It does not fit beside a name.
    #[error("the sides of the picture have fewer than 16 or more than 1024 pixels")]
    Sides,
}

/// Most bytes of an emblem.
const EMBLEM_BYTES: usize = 100_000;
/// What a PNG begins with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Checks that a file is a PNG of a size that fits beside a name.
pub fn check_emblem(bytes: &[u8]) -> Result<(), EmblemFault> {
    // Width and height stand in the first chunk, IHDR (PNG, 11.2.2).
    let side = |at: usize| match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_be_bytes([a, b, c, d]),
        _ => 0,
    };
    if bytes.len() > EMBLEM_BYTES {
        Err(EmblemFault::TooManyBytes)
    } else if !bytes.starts_with(PNG) {
        Err(EmblemFault::NotPng)
    } else if [16, 20].into_iter().all(|at| (16..=1_024).contains(&side(at))) {
        Ok(())
    } else {
        Err(EmblemFault::Sides)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_scheme_host_and_port() {
        for right in ["https://x.vn", "http://localhost:3000", "https://[::1]:8443"] {
            assert_eq!(check_public_url(right), Ok(()));
        }
        assert_eq!(check_public_url("x.vn"), Err(PublicUrlFault::Scheme("x.vn".to_owned())));
        for wrong in ["https://", "https://x.vn/", "https://x.vn?a", "https://a@x.vn", "https://x .vn"] {
            assert_eq!(check_public_url(wrong), Err(PublicUrlFault::Rest(wrong.to_owned())), "{wrong}");
        }
    }

    #[test]
    fn an_emblem_is_a_small_png() {
        let png = |width: u32, height: u32| {
            let mut bytes = PNG.to_vec();
            bytes.extend(*b"\0\0\0\x0dIHDR");
            bytes.extend(width.to_be_bytes());
            bytes.extend(height.to_be_bytes());
            bytes
        };
        assert_eq!(check_emblem(&png(64, 64)), Ok(()));
        assert_eq!(check_emblem(&png(64, 2_000)), Err(EmblemFault::Sides));
        assert_eq!(check_emblem(&png(8, 64)), Err(EmblemFault::Sides));
        assert_eq!(check_emblem(PNG), Err(EmblemFault::Sides));
        assert_eq!(check_emblem(b"GIF89a"), Err(EmblemFault::NotPng));
        let mut large = png(64, 64);
        large.resize(EMBLEM_BYTES + 1, 0);
        assert_eq!(check_emblem(&large), Err(EmblemFault::TooManyBytes));
    }

    #[test]
    fn what_a_setting_is_by_default_is_not_stored() {
        assert_eq!(Setting::SecondFactor.stored("required"), "");
        assert_eq!(Setting::SecondFactor.stored("optional"), "optional");
        assert_eq!(Setting::FormApproval.stored("off"), "");
        assert_eq!(Setting::PublicUrl.stored("https://x.vn/"), "https://x.vn");
    }

    #[test]
    fn words_of_settings_are_those_of_the_database() {
        let words = Setting::ALL.map(Setting::as_str);
        let stored = ["administration", "administration_en", "language", "public_url", "time_zone"];
        assert_eq!(words[..5], stored);
        assert_eq!(words[5..], ["second_factor", "form_approval"]);
    }

    #[test]
    fn a_name_may_be_left_out() {
        assert_eq!(optional_name_fault(""), None);
        assert_eq!(optional_name_fault("UBND"), None);
        assert_eq!(optional_name_fault("a\nb"), Some(NameFault::ControlCharacter));
    }
}
