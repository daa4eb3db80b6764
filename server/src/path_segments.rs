//! The names in an address, and the addresses that somebody can have meant by one that leads nowhere.

use axum::{
    extract::{FromRequestParts, Path},
    http::{Uri, request::Parts},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::de::DeserializeOwned;
use std::convert::Infallible;

/// The names in an address; empty, which nothing is called, where they cannot be decoded.
#[derive(Debug)]
pub(crate) struct PathSegments<const N: usize>(pub(crate) [String; N]);

impl<S: Send + Sync, const N: usize> FromRequestParts<S> for PathSegments<N>
where
    [String; N]: DeserializeOwned + Default,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let names = Path::<[String; N]>::from_request_parts(parts, state).await;
        Ok(Self(names.map(|Path(names)| names).unwrap_or_default()))
    }
}

/// Where addresses begin that people type, or send each other.
const TYPED: [&str; 3] = ["s", "results", "admin"];

/// What stands in a segment as it is.
const IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
/// The same in a query.
const IN_QUERY: &AsciiSet = &IN_SEGMENT.remove(b'=').remove(b'&');

/// Addresses that somebody can have meant by one that leads nowhere, the likeliest first. People end an address with a slash,
/// messengers and Word take the mark behind a link into it, and phones write capitals.
///
/// Each is on this server: it begins with one slash and a word of ours.
pub(crate) fn meant(asked: &Uri) -> Vec<String> {
    if is_in_order(asked.path())
        && asked.query().is_none_or(|query| is_in_order(&query.replace(['=', '&'], "")))
    {
        return Vec::new();
    }
    let decoded = |part: &str| percent_decode_str(part).decode_utf8().ok().map(|text| text.into_owned());
    let segments: Option<Vec<String>> = asked.path().split('/').map(decoded).collect();
    let (Some(mut segments), Some(query)) = (segments, decoded(asked.query().unwrap_or_default())) else {
        return Vec::new();
    };
    while let Some(last) = segments.last_mut() {
        last.truncate(without_marks(last).len());
        if !last.is_empty() {
            break;
        }
        segments.pop();
    }
    segments.retain(|segment| !segment.is_empty());
    let begins = segments.first().map(|first| first.to_lowercase());
    if !begins.is_some_and(|first| TYPED.contains(&first.as_str())) {
        return Vec::new();
    }
    let query = match without_marks(&query) {
        "" => String::new(),
        query => format!("?{}", utf8_percent_encode(query, IN_QUERY)),
    };
    // In `/results/{round}/agencies/{code}` every other word is ours; slugs are small letters, codes need not be.
    let is_small: [fn(usize) -> bool; 3] = [|_| false, |at| at % 2 == 0, |at| at % 2 == 0 || at == 1];
    let mut all: Vec<String> = Vec::new();
    for is_small in is_small {
        let address = segments.iter().enumerate().map(|(at, segment)| {
            let segment = if is_small(at) { segment.to_lowercase() } else { segment.clone() };
            format!("/{}", utf8_percent_encode(&segment, IN_SEGMENT))
        });
        let address = address.collect::<String>() + &query;
        if !all.contains(&address) && asked.path_and_query().is_none_or(|asked| *asked != *address) {
            all.push(address);
        }
    }
    all
}

/// Whether nothing else can be meant, as with nearly every address that is asked for.
fn is_in_order(part: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'/');
    part.bytes().all(is_plain) && !part.ends_with('/') && !part.contains("//")
}

/// Without what no slug or code ends with.
fn without_marks(text: &str) -> &str {
    text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant_by(address: &str) -> Vec<String> {
        meant(&address.parse().unwrap())
    }

    #[test]
    fn a_slash_or_a_mark_at_the_end_is_not_meant() {
        let marks = [
            "/",
            "//",
            ".",
            ",",
            ")",
            "]",
            "%5D",
            "%3E",
            "\"",
            "%22",
            "%E2%80%9D",
            "%E2%80%A6",
            "%20",
            "*",
            ").",
            "/.",
            "%2F",
        ];
        for mark in marks {
            assert_eq!(meant_by(&format!("/s/snv-1{mark}")), ["/s/snv-1"], "{mark}");
            assert_eq!(meant_by(&format!("/s/snv-1{mark}?lang=en")), ["/s/snv-1?lang=en"], "{mark}");
            assert_eq!(meant_by(&format!("/s/snv-1/thanks{mark}")), ["/s/snv-1/thanks"], "{mark}");
            let agency = "/results/kt-2026/agencies/%C4%90%E1%BA%A4T";
            assert_eq!(meant_by(&format!("{agency}{mark}")), [agency], "{mark}");
        }
        for mark in [".", ")", "%22", "%E2%80%9D"] {
            assert_eq!(meant_by(&format!("/s/snv-1?lang=en{mark}")), ["/s/snv-1?lang=en"], "{mark}");
        }
        assert_eq!(meant_by("/results/"), ["/results"]);
        assert_eq!(meant_by("/results/kt-2026..svg"), Vec::<String>::new(), "marks within are left alone");
    }

    #[test]
    fn capitals_are_tried_small_but_codes_of_agencies_are_left_alone() {
        assert_eq!(meant_by("/s/Snv-1"), ["/s/snv-1"]);
        assert_eq!(meant_by("/s/SNV-1."), ["/s/SNV-1", "/s/snv-1"]);
        assert_eq!(meant_by("/S/SNV-1"), ["/s/SNV-1", "/s/snv-1"]);
        assert_eq!(
            meant_by("/RESULTS/KT-2026/AGENCIES/SNV"),
            ["/results/KT-2026/agencies/SNV", "/results/kt-2026/agencies/SNV"]
        );
        assert_eq!(meant_by("/results/%C4%90%E1%BB%A2T"), ["/results/%C4%91%E1%BB%A3t"]);
    }

    #[test]
    fn what_is_in_order_is_left_alone_and_nothing_leads_elsewhere() {
        for address in
            ["/", "/s", "/s/snv-1", "/s/snv-1/answers?lang=en&trial", "/results/a_b/charts/heat.png"]
        {
            assert_eq!(meant_by(address), Vec::<String>::new(), "{address}");
        }
        for elsewhere in [
            "//example.org/",
            "//example.org/s/",
            "/%5Cexample.org/",
            "/.",
            "/example.org.",
            "/api/v1/rounds/",
        ] {
            assert_eq!(meant_by(elsewhere), Vec::<String>::new(), "{elsewhere}");
        }
        for strange in [
            "/s//example.org/",
            "//s/example.org/",
            "/s/%2F%2Fexample.org.",
            "/s/..%2F..%2Fetc/",
            "/s/%0D%0Aa:b.",
            "/s/a%3F.",
        ] {
            for address in meant_by(strange) {
                let rest = address.strip_prefix("/s/").unwrap();
                assert!(!rest.starts_with('/') && !rest.contains(['?', '\r', '\\']), "{strange}: {address}");
            }
        }
        assert_eq!(meant_by("/s/%FF."), Vec::<String>::new());
    }
}
