//! What may be meant otherwise than it is written, and is asked before it is stored.

use super::OldEncoding;
use std::collections::HashMap;

/// Something of a file that can be read in two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// A new code is nearly one that is there, or that stands further up in the file.
    SimilarCode {
        /// Line of the file.
        line: u64,
        /// Name of the column.
        column: String,
        /// The new code.
        code: String,
        /// The other.
        known: String,
    },
    /// Letters that look like an encoding from before Unicode.
    OldEncoding {
        /// Line of the file.
        line: u64,
        /// Name of the column.
        column: String,
        /// Which encoding.
        encoding: OldEncoding,
        /// As it stands there.
        written: String,
        /// As it may be meant.
        meant: String,
    },
}

impl Doubt {
    /// The line of the file on which it stands.
    pub fn line(&self) -> u64 {
        let (Self::SimilarCode { line, .. } | Self::OldEncoding { line, .. }) = self;
        *line
    }
}

impl std::fmt::Display for Doubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SimilarCode { line, column, code, known } => {
                write!(f, "line {line}, column {column}: is {code} the same as {known}? then write {known}")
            }
            Self::OldEncoding { line, column, encoding, written, meant } => write!(
                f,
                "line {line}, column {column}: “{written}” looks like {encoding}, from before Unicode; is “{meant}” meant? then convert the file to Unicode first"
            ),
        }
    }
}

/// Codes by what is left of them without case, zeros in front and what spreadsheets add to numbers.
#[derive(Debug, Default)]
pub struct SimilarCodes(HashMap<String, String>);

impl SimilarCodes {
    /// Known codes.
    pub fn of<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut similar = Self::default();
        codes.into_iter().for_each(|code| similar.add(code));
        similar
    }

    /// One more.
    pub fn add(&mut self, code: &str) {
        self.0.entry(folded(code)).or_insert_with(|| code.to_owned());
    }

    /// A known code that differs from this one by nothing that people see a difference in.
    pub fn find(&self, code: &str) -> Option<&str> {
        self.0.get(&folded(code)).map(String::as_str).filter(|known| *known != code)
    }
}

fn folded(code: &str) -> String {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = code.strip_suffix(".0").unwrap_or(code);
    if digits(number) { number.trim_start_matches('0').to_owned() } else { code.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_nearly_the_same_by_case_zeros_in_front_and_a_zero_behind_the_point() {
        let known = SimilarCodes::of(["SNV", "001", "1.001193", "Sở-Đ"]);
        let found = ["snv", "1", "01.0", "sở-đ"].map(|code| known.find(code));
        assert_eq!(found, [Some("SNV"), Some("001"), Some("001"), Some("Sở-Đ")]);
        for other in ["SNV", "001", "SNV1", "10", "100", "1.1193", "0"] {
            assert_eq!(known.find(other), None, "{other}");
        }
    }
}
