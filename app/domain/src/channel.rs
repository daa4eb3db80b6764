//! Ways of collecting answers.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// How citizens reach a point.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    IntoStaticStr,
    EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "kebab-case")]
pub enum Channel {
    /// A code printed at the counter.
    Qr,
    /// A link sent or published.
    Link,
    /// A shared screen.
    Kiosk,
    /// Asked by telephone and keyed in.
    Telephone,
    /// Written on paper and keyed in.
    Paper,
}

crate::words!(Channel);

impl Channel {
    /// Whether citizens answer on a screen, their own or the agency's; else an officer keys in what they said or wrote.
    pub fn is_for_citizens(self) -> bool {
        matches!(self, Self::Qr | Self::Link | Self::Kiosk)
    }

    /// Whether people answer one after another on the same screen, where nothing of the previous person may be left.
    pub fn is_shared(self) -> bool {
        self == Self::Kiosk
    }

    /// Every channel.
    pub const ALL: [Self; 5] = [Self::Qr, Self::Link, Self::Kiosk, Self::Telephone, Self::Paper];

    /// The channel as people write it, in Vietnamese too.
    pub fn read(written: &str) -> Option<Self> {
        match written.to_lowercase().as_str() {
            "mã qr" => Some(Self::Qr),
            "đường dẫn" | "liên kết" => Some(Self::Link),
            "máy tại chỗ" | "ki-ốt" | "ki ốt" | "ki-ốt tại quầy" => Some(Self::Kiosk),
            "điện thoại" => Some(Self::Telephone),
            "giấy" | "phiếu giấy" => Some(Self::Paper),
            word => Self::from_word(word),
        }
    }
}
