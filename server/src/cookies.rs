//! Cookies of requests and responses.

use axum::http::{
    HeaderMap, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};
use cookie::Cookie;

/// The cookies that came with a request. What is no cookie is passed over.
pub(crate) fn read(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'_>> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(Cookie::split_parse).flatten()
}

/// Adds a cookie to a response.
pub(crate) fn set(headers: &mut HeaderMap, cookie: &Cookie) {
    if let Ok(cookie) = HeaderValue::try_from(cookie.to_string()) {
        headers.append(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_read_from_every_line_and_damaged_ones_passed_over() {
        let mut headers = HeaderMap::new();
        for line in ["a=1; b; =c; d=x=y", " e = 2 ;;"] {
            headers.append(COOKIE, HeaderValue::from_static(line));
        }
        let read: Vec<_> = read(&headers).map(|c| (c.name().to_owned(), c.value().to_owned())).collect();
        let cookies = [("a", "1"), ("d", "x=y"), ("e", "2")];
        assert_eq!(read, cookies.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
