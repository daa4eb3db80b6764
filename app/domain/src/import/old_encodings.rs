//! Vietnamese in encodings from before Unicode, which Unicode shows as other letters: `Së Néi vô` is TCVN3 for Sở Nội vụ.
//!
//! It is a suspicion, never a certainty: what is found is asked, and nothing is converted.

use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// An encoding from before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldEncoding {
    /// TCVN 5712, the fonts whose names begin with `.Vn`.
    Tcvn3,
    /// VNI, the fonts whose names begin with `VNI-`.
    Vni,
}

impl OldEncoding {
    /// As people call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (.VnTime)",
            Self::Vni => "VNI",
        }
    }

    fn decode(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(|c| of_tcvn3(c).unwrap_or(c)).collect(),
            Self::Vni => of_vni(text),
        }
    }
}

impl fmt::Display for OldEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The encoding in which a text may be written, and how it would read: where most of its words with letters that Vietnamese
/// does not have would be Vietnamese syllables. A text with letters that only Unicode has is in none of them.
pub fn suspected_encoding(text: &str) -> Option<(OldEncoding, String)> {
    if text.is_ascii() || text.chars().any(|c| c > '\u{ff}' && c.is_alphabetic()) {
        return None;
    }
    let is_strange =
        |word: &&str| word.contains(|c: char| c.is_ascii_alphabetic()) && word.contains(is_foreign);
    let strange: Vec<&str> = text.split_whitespace().filter(is_strange).collect();
    let fitting =
        |encoding: OldEncoding| strange.iter().filter(|word| is_vietnamese(&encoding.decode(word))).count();
    let (n, encoding) = [OldEncoding::Vni, OldEncoding::Tcvn3]
        .map(|encoding| (fitting(encoding), encoding))
        .into_iter()
        .max_by_key(|(n, _)| *n)?;
    (n > 0 && 2 * n > strange.len()).then(|| (encoding, encoding.decode(text)))
}

/// A sign between U+00A1 and U+00FF that Vietnamese words do not have.
fn is_foreign(c: char) -> bool {
    const OURS: &str = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý";
    ('\u{a1}'..='\u{ff}').contains(&c) && !OURS.contains(c)
}

/// In the order of their signs from U+00A1; a dot where TCVN3 has none.
const TCVN3: &str =
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ";

fn of_tcvn3(c: char) -> Option<char> {
    let at = u32::from(c).checked_sub(0xa1)?;
    TCVN3.chars().nth(usize::try_from(at).ok()?).filter(|letter| *letter != '.')
}

/// VNI writes the marks of a letter as a sign behind it, and a few letters as one sign.
fn of_vni(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        let small: char = c.to_lowercase().next().unwrap_or(c);
        let base = match small {
            'ô' => 'ơ',
            'ö' => 'ư',
            'ñ' => 'đ',
            'æ' => 'ỉ',
            'ó' => 'ĩ',
            'ò' => 'ị',
            'î' => 'ỵ',
            other => other,
        };
        let next = signs.peek().and_then(|next| next.to_lowercase().next());
        let marks = match (base, next) {
            ('a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư', Some('ù')) => "\u{301}",
            ('a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư', Some('ø')) => "\u{300}",
            ('a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư', Some('û')) => "\u{309}",
            ('a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư', Some('õ')) => "\u{303}",
            ('a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư', Some('ï')) => "\u{323}",
            ('a' | 'e' | 'o', Some('â')) => "\u{302}",
            ('a' | 'e' | 'o', Some('á')) => "\u{302}\u{301}",
            ('a' | 'e' | 'o', Some('à')) => "\u{302}\u{300}",
            ('a' | 'e' | 'o', Some('å')) => "\u{302}\u{309}",
            ('a' | 'e' | 'o', Some('ã')) => "\u{302}\u{303}",
            ('a' | 'e' | 'o', Some('ä')) => "\u{302}\u{323}",
            ('a', Some('ê')) => "\u{306}",
            ('a', Some('é')) => "\u{306}\u{301}",
            ('a', Some('è')) => "\u{306}\u{300}",
            ('a', Some('ú')) => "\u{306}\u{309}",
            ('a', Some('ü')) => "\u{306}\u{303}",
            ('a', Some('ë')) => "\u{306}\u{323}",
            _ => "",
        };
        if !marks.is_empty() {
            signs.next();
        }
        let letter = std::iter::once(base).chain(marks.chars()).nfc();
        if c == small { decoded.extend(letter) } else { decoded.extend(letter.flat_map(char::to_uppercase)) }
    }
    decoded
}

const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "th", "tr", "ch", "gh", "gi", "kh", "ph", "qu", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x",
];
const NUCLEI: &str = " a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ uê ui uô uơ uy \
    ưa ưi ưu ươ yê iêu yêu oai oao oay oeo uôi uây uya uyê uyu ươi ươu ";
const CODAS: [&str; 9] = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether a word is built like a Vietnamese syllable with a mark; punctuation around it does not matter.
fn is_vietnamese(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    let is_tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let tones = word.nfd().filter(is_tone).count();
    let toneless: String = word.nfd().filter(|c| !is_tone(c)).nfc().collect();
    if tones > 1 || word.is_ascii() {
        return false;
    }
    let is_rhyme = |rhyme: &str| {
        CODAS.iter().any(|coda| {
            rhyme.strip_suffix(coda).is_some_and(|nucleus| {
                !nucleus.is_empty() && !nucleus.contains(' ') && NUCLEI.contains(&format!(" {nucleus} "))
            })
        })
    };
    is_rhyme(&toneless) || ONSETS.iter().any(|onset| toneless.strip_prefix(onset).is_some_and(is_rhyme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_encodings_are_suspected_and_read() {
        for (written, encoding, meant) in [
            ("Së Néi vô", OldEncoding::Tcvn3, "Sở Nội vụ"),
            ("X· §«ng An", OldEncoding::Tcvn3, "Xã Đông An"),
            ("UBND huyÖn Tu M¬ R«ng", OldEncoding::Tcvn3, "UBND huyện Tu Mơ Rông"),
            ("ñaát ñai", OldEncoding::Vni, "đất đai"),
            ("Sôû Noäi vuï", OldEncoding::Vni, "Sở Nội vụ"),
        ] {
            assert_eq!(suspected_encoding(written), Some((encoding, meant.to_owned())), "{written}");
        }
    }

    #[test]
    fn unicode_is_not_suspected_and_neither_are_foreign_names() {
        for written in [
            "Sở Nội vụ",
            "Xã Đông An",
            "hoà toán Thuý quý khoẻ loà xoà",
            "Trung tâm “Một cửa” – số 1 · tầng 2",
            "«An Bình»",
            "Müller, Noël, Chloë, naïve, façade, piñata, Zürich, Besançon, Ærø",
            "5 µg × 3 m² § 12",
            "Ðắk Lắk",
        ] {
            assert_eq!(suspected_encoding(written), None, "{written}");
        }
    }
}
