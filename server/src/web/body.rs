//! Reading a posted form strictly: what is damaged is refused, not guessed.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, StatusCode, header},
};
use http_body_util::LengthLimitError;
use percent_encoding::percent_decode;
use std::time::Duration;

/// A phone that has not sent a few kilobytes by then has gone to sleep, and a browser with a file has gone away.
pub(super) const SLOWEST_BODY: Duration = Duration::from_secs(60);

/// Why a body was refused: status and text key.
pub(super) type BodyFault = (StatusCode, &'static str);

const MALFORMED: BodyFault = (StatusCode::BAD_REQUEST, "refused-malformed");
const TOO_SLOW: BodyFault = (StatusCode::REQUEST_TIMEOUT, "refused-malformed");
const TOO_LARGE: BodyFault = (StatusCode::PAYLOAD_TOO_LARGE, "refused-too-large");

/// The pairs of an `application/x-www-form-urlencoded` body of at most so many bytes and pairs.
pub(super) async fn pairs(
    headers: &HeaderMap,
    body: Body,
    largest: usize,
    most: usize,
) -> Result<Vec<(String, String)>, BodyFault> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "refused-type"));
    }
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > largest) {
        return Err(TOO_LARGE);
    }
    let read = tokio::time::timeout(SLOWEST_BODY, to_bytes(body, largest)).await;
    let bytes = read.map_err(|_| TOO_SLOW)?.map_err(|error| {
        let cut = std::error::Error::source(&error).is_some_and(|e| e.is::<LengthLimitError>());
        if cut { TOO_LARGE } else { MALFORMED }
    })?;
    let parts = bytes.split(|b| *b == b'&').filter(|part| !part.is_empty());
    let pairs: Vec<_> = parts.take(most + 1).map(pair).collect::<Option<_>>().ok_or(MALFORMED)?;
    if pairs.len() > most { Err(TOO_LARGE) } else { Ok(pairs) }
}

fn pair(part: &[u8]) -> Option<(String, String)> {
    let at = part.iter().position(|b| *b == b'=').unwrap_or(part.len());
    Some((decode(&part[..at])?, decode(part.get(at + 1..).unwrap_or(&[]))?))
}

/// Percent decoding that refuses a `%` without two digits and anything that is not UTF-8.
fn decode(text: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    let hex = |at: usize| spaced.get(at).is_some_and(u8::is_ascii_hexdigit);
    let whole = spaced.iter().enumerate().all(|(at, b)| *b != b'%' || (hex(at + 1) && hex(at + 2)));
    whole.then(|| String::from_utf8(percent_decode(&spaced).collect()).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_decoded_whole_or_refused() {
        assert_eq!(pair(b"q9.1=%C4%83+b"), Some(("q9.1".into(), "ă b".into())));
        assert_eq!(pair(b"a"), Some(("a".into(), String::new())));
        assert_eq!(pair(b"a=b=c"), Some(("a".into(), "b=c".into())));
        for damaged in [&b"a=%"[..], b"a=%4", b"a=%zz", b"a=%FF", b"%C4=1"] {
            assert_eq!(pair(damaged), None);
        }
    }
}
