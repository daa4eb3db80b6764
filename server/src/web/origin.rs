//! Where a POST comes from: lenient towards citizens, whose browsers may say nothing; strict where somebody is signed in.
//!
//! `Sec-Fetch-Site` is written by the browser and by no page, so what it says is believed first: a proxy that does not pass
//! `Host` on makes every other comparison meaningless. Browsers send it to https and to the machine they run on; on plain
//! http, and in browsers before 2023, `Origin` is compared with the names that are known of this server.

use axum::http::{HeaderMap, HeaderValue};

/// Whether a citizen's POST comes from another site. Many in-app browsers send no Origin or `null`; those are welcome.
/// `has_key` says that the visit's cookie came along: it is `SameSite=Lax`, so that a POST from another site lacks it, and
/// behind a proxy that hides the name in the address it is all that tells our own page.
///
/// The scheme is not compared: nothing is signed in here, and people who open the form by plain http must not lose it.
pub(super) fn is_foreign(public_url: Option<&str>, headers: &HeaderMap, has_key: bool) -> bool {
    let site = text(headers, "sec-fetch-site");
    match (site, text(headers, "origin").filter(|origin| *origin != "null")) {
        (Some("same-origin"), _) => false,
        (Some("cross-site"), _) => true,
        (_, None) => false,
        (Some(_), Some(origin)) => !is_named(public_url, headers, origin),
        (None, Some(origin)) => !has_key && !is_named(public_url, headers, origin),
    }
}

/// Whether a POST certainly comes from a page of ours: the browser says so itself, or names our origin. The scheme counts
/// where it is known: beside a public address with https a page by plain http can be anybody's on the way. The other way
/// round, https before a public address with http, is a proxy that was given a certificate since.
pub(super) fn is_own(public_url: Option<&str>, headers: &HeaderMap) -> bool {
    match (text(headers, "sec-fetch-site"), text(headers, "origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => is_named(public_url, headers, origin) && !is_downgraded(public_url, origin),
        (None, None) => false,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok())
}

/// Whether an origin has one of the names that are known of this server: the public address, or what the browser asked for.
fn is_named(public_url: Option<&str>, headers: &HeaderMap, origin: &str) -> bool {
    let Some((_, from)) = scheme_and_host(origin) else { return false };
    let public = public_url.and_then(scheme_and_host).is_some_and(|(_, host)| host == from);
    public || text(headers, "host").is_some_and(|host| without_usual_port(host) == from)
}

/// Whether an origin is the public address but for the s of https.
fn is_downgraded(public_url: Option<&str>, origin: &str) -> bool {
    let (Some((public, host)), Some((scheme, from))) =
        (public_url.and_then(scheme_and_host), scheme_and_host(origin))
    else {
        return false;
    };
    host == from && public == "https" && scheme != "https"
}

fn scheme_and_host(url: &str) -> Option<(String, String)> {
    let (scheme, host) = url.split_once("://")?;
    Some((scheme.to_ascii_lowercase(), without_usual_port(host)))
}

/// Host and port as browsers compare them: letters are small, the usual port goes without saying.
fn without_usual_port(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    [":443", ":80"].iter().find_map(|port| host.strip_suffix(port)).unwrap_or(&host).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &'static str, pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [("host", host)].iter().chain(pairs) {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn signed_in_pages_take_only_what_is_certainly_their_own() {
        let own = |pairs| is_own(Some("https://khaosat.vn"), &headers("inside:3000", pairs));
        for ours in [
            &[("sec-fetch-site", "same-origin"), ("origin", "https://khaosat.vn:443")][..],
            // A second name of the server behind a proxy that passes none on: the browser has compared.
            &[("sec-fetch-site", "same-origin"), ("origin", "https://second.vn")],
            &[("sec-fetch-site", "same-origin")],
            &[("origin", "https://KHAOSAT.vn:443")],
            &[("origin", "http://inside:3000")],
        ] {
            assert!(own(ours), "{ours:?}");
        }
        for foreign in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "https://second.vn")],
            &[("origin", "https://khaosat.vn.evil.example")],
            &[("origin", "https://khaosat.vn:8443")],
            // The public address is https: a page by plain http may be anybody's on the way.
            &[("origin", "http://khaosat.vn")],
            &[("origin", "http://khaosat.vn:443")],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://khaosat.vn")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://khaosat.vn")],
        ] {
            assert!(!own(foreign), "{foreign:?}");
        }
    }

    #[test]
    fn the_scheme_counts_though_a_proxy_passes_the_name_on_and_https_is_never_too_much() {
        let own = |public, origin| is_own(public, &headers("khaosat.vn", &[("origin", origin)]));
        assert!(!own(Some("https://khaosat.vn"), "http://khaosat.vn"));
        for public in [None, Some("http://khaosat.vn"), Some("https://khaosat.vn")] {
            // Behind a proxy that ends TLS nothing but the public address tells the scheme.
            assert!(own(public, "https://khaosat.vn"), "{public:?}");
        }
        assert!(own(None, "http://khaosat.vn") && own(Some("http://khaosat.vn:80"), "http://khaosat.vn"));
    }

    #[test]
    fn a_citizen_is_turned_away_only_where_something_says_another_website() {
        let foreign = |pairs, has_key| is_foreign(None, &headers("127.0.0.1:3000", pairs), has_key);
        for (welcome, has_key) in [
            (&[][..], false),
            (&[("origin", "null")], false),
            (&[("sec-fetch-site", "same-origin"), ("origin", "https://khaosat.vn")], false),
            (&[("sec-fetch-site", "none")], false),
            (&[("origin", "http://127.0.0.1:3000")], false),
            // Plain http behind a proxy that hides the name: the cookie of the visit came from our own page.
            (&[("origin", "http://khaosat.vn")], true),
        ] {
            assert!(!foreign(welcome, has_key), "{welcome:?}");
        }
        for (turned_away, has_key) in [
            (&[("origin", "http://khaosat.vn")][..], false),
            (&[("origin", "garbage")], false),
            (&[("sec-fetch-site", "cross-site")], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:3000")], true),
            // Another website under the same registered name gets the cookie sent along; the browser says what it is.
            (&[("sec-fetch-site", "same-site"), ("origin", "https://other.vn")], true),
        ] {
            assert!(foreign(turned_away, has_key), "{turned_away:?}");
        }
        let at = |host, origin| {
            is_foreign(Some("https://khaosat.vn"), &headers(host, &[("origin", origin)]), false)
        };
        assert!(!at("khaosat.vn:443", "https://khaosat.vn") && !at("khaosat.vn:80", "http://khaosat.vn"));
        assert!(!at("inside", "http://khaosat.vn"), "who opened the form by plain http does not lose it");
        assert!(at("khaosat.vn", "https://khaosat.vn.evil.example"));
    }
}
