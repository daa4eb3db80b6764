//! From which network somebody comes, for slowing down guesses; nothing of it is kept.

use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where a request comes from, as the listener tells its handler.
#[derive(Debug, Clone)]
pub(crate) struct Peer(pub(crate) Client);

/// Who sent a request, as far as the network tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Client {
    /// An address.
    Address(IpAddr),
    /// What a proxy says instead of an address, such as `_hidden` (RFC 7239, 6.3). It stands for its client alone: the
    /// address of the proxy, which everybody shares, would let one lock out all.
    Word(String),
}

impl Client {
    /// Whom the proxy before us has seen: the last one that it names, for those before anybody can write. `None` where it
    /// names nobody.
    pub(crate) fn forwarded(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all("x-forwarded-for").iter();
        let lines: Vec<String> = lines.map(|line| String::from_utf8_lossy(line.as_bytes()).into()).collect();
        let mut named = lines.iter().rev().flat_map(|line| line.rsplit(',')).map(str::trim);
        let last = named.find(|word| !word.is_empty())?;
        Some(address(last).map_or_else(|| Self::Word(last.to_owned()), Self::Address))
    }

    /// The network it belongs to. IPv6 addresses count by their /64, which one client has to itself.
    pub(crate) fn network(&self) -> String {
        match self {
            Self::Address(address) => match address.to_canonical() {
                IpAddr::V6(address) => hex::encode(&address.octets()[..8]),
                address => address.to_string(),
            },
            Self::Word(word) => format!("{word:?}"),
        }
    }
}

/// An address as proxies write it: bare, in quotes, in brackets, with a port behind it, with a zone.
fn address(word: &str) -> Option<IpAddr> {
    let word = word.trim_matches('"');
    let bracketed = word.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(inside, _)| inside);
    let v6 = bracketed.unwrap_or(word).split('%').next().unwrap_or("").parse::<Ipv6Addr>();
    let v4 = word.split(':').next().unwrap_or("").parse::<Ipv4Addr>();
    v6.map(IpAddr::V6).or(v4.map(IpAddr::V4)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn network(lines: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        Client::forwarded(&headers).map(|client| client.network())
    }

    #[test]
    fn an_address_is_read_however_a_proxy_writes_it() {
        for written in [
            "203.0.113.9",
            "203.0.113.9:5001",
            "\"203.0.113.9:5001\"",
            "::ffff:203.0.113.9",
            "[::ffff:203.0.113.9]:5001",
            "198.51.100.1, 203.0.113.9:5001",
            "198.51.100.1,203.0.113.9 , ",
        ] {
            assert_eq!(network(&[written]).as_deref(), Some("203.0.113.9"), "{written}");
        }
        for written in [
            "2001:db8::9",
            "[2001:db8::9]",
            "\"[2001:db8::9]\"",
            "[2001:db8::9]:5001",
            "\"[2001:db8::9]:5001\"",
            "2001:db8::9%eth0",
            "2001:DB8:0:0:77::1",
        ] {
            assert_eq!(network(&[written]).as_deref(), Some("20010db800000000"), "{written}");
        }
        assert_eq!(network(&["198.51.100.1", "203.0.113.9:5001"]).as_deref(), Some("203.0.113.9"));
    }

    #[test]
    fn what_is_no_address_stands_for_itself_and_never_for_the_proxy() {
        let (one, other) = (network(&["203.0.113.9, _one"]), network(&["203.0.113.9, _other"]));
        assert!(one.is_some() && other.is_some() && one != other);
        for odd in ["unknown", "300.1.1.1", "[", "[]:1", ":5001", "\"\"", "a b c"] {
            assert!(network(&[odd]).is_some_and(|network| network.starts_with('"')), "{odd}");
        }
        assert_eq!((network(&[]), network(&[""]), network(&[" , "])), (None, None, None));
    }
}
