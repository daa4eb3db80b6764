//! Reading a posted form strictly: what is damaged is refused, not guessed.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, StatusCode, header},
};
use domain::composed;
use http_body_util::{BodyExt, LengthLimitError};
use percent_encoding::percent_decode;
use std::time::Duration;

/// A phone that has not sent a few kilobytes by then has gone to sleep, and a browser with a file has gone away.
pub(super) const SLOWEST_BODY: Duration = Duration::from_secs(60);

/// Why a body was refused: status and text key.
pub(super) type BodyFault = (StatusCode, &'static str);

const WRONG_TYPE: BodyFault = (StatusCode::UNSUPPORTED_MEDIA_TYPE, "refused-type");
const MALFORMED: BodyFault = (StatusCode::BAD_REQUEST, "refused-malformed");
const TOO_SLOW: BodyFault = (StatusCode::REQUEST_TIMEOUT, "refused-malformed");
const TOO_LARGE: BodyFault = (StatusCode::PAYLOAD_TOO_LARGE, "refused-too-large");

/// Names and values of a form.
pub(super) type Pairs = Vec<(String, String)>;

/// A body that is not taken, with those of its pairs that can be read.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) fault: BodyFault,
    pub(super) pairs: Pairs,
}

/// The pairs of an `application/x-www-form-urlencoded` body of at most so many bytes and pairs.
pub(super) async fn pairs(
    headers: &HeaderMap,
    body: Body,
    largest: usize,
    most: usize,
) -> Result<Pairs, BodyFault> {
    read(headers, body, Limits { largest, readable: largest, most }).await.map_err(|refused| refused.fault)
}

/// How large a body may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Bytes of one that is taken.
    pub(super) largest: usize,
    /// Bytes of one that is refused and still read, so that what was written can be given back.
    pub(super) readable: usize,
    /// Pairs.
    pub(super) most: usize,
}

/// The pairs of an `application/x-www-form-urlencoded` body, or what is left of them.
pub(super) async fn read(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Pairs, Refused> {
    let unread = |fault| Refused { fault, pairs: Vec::new() };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if kind.eq_ignore_ascii_case("multipart/form-data") {
        return Err(unread(WRONG_TYPE));
    }
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limits.readable) {
        let _ = tokio::time::timeout(SLOWEST_BODY, discard(body)).await;
        return Err(unread(TOO_LARGE));
    }
    let bytes = tokio::time::timeout(SLOWEST_BODY, to_bytes(body, limits.readable)).await;
    let bytes = bytes.map_err(|_| unread(TOO_SLOW))?.map_err(|error| {
        let cut = std::error::Error::source(&error).is_some_and(|e| e.is::<LengthLimitError>());
        unread(if cut { TOO_LARGE } else { MALFORMED })
    })?;
    let parts = || bytes.split(|b| *b == b'&').filter(|part| !part.is_empty());
    let whole: Vec<Option<(String, String)>> = parts().take(limits.most).map(pair).collect();
    let fault = match () {
        () if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") => Some(WRONG_TYPE),
        () if bytes.len() > limits.largest || parts().nth(limits.most).is_some() => Some(TOO_LARGE),
        () if whole.contains(&None) => Some(MALFORMED),
        () => None,
    };
    let pairs = whole.into_iter().flatten().collect();
    match fault {
        Some(fault) => Err(Refused { fault, pairs }),
        None => Ok(pairs),
    }
}

/// Bytes of a refused body that are read all the same.
const DISCARDED: usize = 4 << 20;

/// Reads what is not wanted. Who is still sending when the connection is closed gets a broken connection instead of the page
/// that says why.
async fn discard(mut body: Body) {
    let mut read = 0;
    while let Some(Ok(frame)) = body.frame().await {
        read += frame.data_ref().map_or(0, |data| data.len());
        if read >= DISCARDED {
            return;
        }
    }
}

fn pair(part: &[u8]) -> Option<(String, String)> {
    let at = part.iter().position(|b| *b == b'=').unwrap_or(part.len());
    let value = decode(part.get(at + 1..).unwrap_or(&[]))?;
    Some((decode(&part[..at])?, composed(&value).into_owned()))
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
        assert_eq!(pair(b"a=a%CC%86"), Some(("a".into(), "ă".into())), "letters come in one piece");
        assert_eq!(pair(b"a"), Some(("a".into(), String::new())));
        assert_eq!(pair(b"a=b=c"), Some(("a".into(), "b=c".into())));
        for damaged in [&b"a=%"[..], b"a=%4", b"a=%zz", b"a=%FF", b"%C4=1"] {
            assert_eq!(pair(damaged), None);
        }
    }
}
