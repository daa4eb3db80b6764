//! Where a POST comes from: lenient towards citizens, whose browsers may say nothing; strict where somebody is signed in.

use axum::http::{HeaderMap, HeaderValue};

/// Whether a POST comes from another site. Many in-app browsers send no Origin or `null`; those are welcome.
pub(super) fn is_foreign(public_url: Option<&str>, headers: &HeaderMap) -> bool {
    if text(headers, "sec-fetch-site") == Some("cross-site") {
        return true;
    }
    let Some(origin) = text(headers, "origin").filter(|o| *o != "null") else { return false };
    !is_ours(public_url, headers, origin)
}

/// Whether a POST certainly comes from a page of ours: the browser says so itself, or names our origin.
pub(super) fn is_own(public_url: Option<&str>, headers: &HeaderMap) -> bool {
    match (text(headers, "sec-fetch-site"), text(headers, "origin")) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(origin)) => site == "same-origin" && is_ours(public_url, headers, origin),
        (None, Some(origin)) => is_ours(public_url, headers, origin),
        (None, None) => false,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok())
}

fn is_ours(public_url: Option<&str>, headers: &HeaderMap, origin: &str) -> bool {
    let public = public_url.is_some_and(|url| plain_origin(url) == plain_origin(origin));
    let own = |host: &str| origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host));
    public || text(headers, "host").is_some_and(own)
}

/// Scheme, host and port as browsers compare them: letters are small, the usual port goes without saying.
fn plain_origin(url: &str) -> String {
    let url = url.to_ascii_lowercase();
    let usual = if url.starts_with("https:") { ":443" } else { ":80" };
    url.strip_suffix(usual).unwrap_or(&url).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signed_in_pages_take_only_what_is_certainly_their_own() {
        let own = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in [("host", "inside:3000")].iter().chain(pairs) {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            is_own(Some("https://khaosat.vn"), &headers)
        };
        assert!(own(&[("sec-fetch-site", "same-origin"), ("origin", "https://khaosat.vn:443")]));
        assert!(own(&[("sec-fetch-site", "same-origin")]) && own(&[("origin", "http://inside:3000")]));
        for foreign in [
            &[][..],
            &[("origin", "null")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://khaosat.vn")],
            &[("sec-fetch-site", "same-origin"), ("origin", "https://khaosat.vn.evil.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://khaosat.vn")],
        ] {
            assert!(!own(foreign), "{foreign:?}");
        }
    }
}
