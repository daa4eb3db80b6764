//! The headers that keep a page in its bounds: nothing from elsewhere, nothing runs, nothing frames it.

use axum::http::{HeaderName, HeaderValue, header};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// A style as a security policy names it.
pub(crate) fn style_hash(style: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(style.as_bytes())))
}

/// The headers that keep a page in its bounds.
pub(crate) type Policy = [(HeaderName, HeaderValue); 2];

/// The page may also show pictures of ours.
pub(crate) fn with_images(policy: Policy) -> Policy {
    changed(policy, |text| text.replace("img-src data:", "img-src data: 'self'"))
}

/// The page may also show pages of ours in frames.
pub(crate) fn with_frames(policy: Policy) -> Policy {
    changed(policy, |text| format!("{text}; frame-src 'self'"))
}

fn changed(mut policy: Policy, change: impl FnOnce(&str) -> String) -> Policy {
    let text = policy[0].1.to_str().map(change).unwrap_or_default();
    policy[0].1 = HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    policy
}

/// Headers of every page: nothing from elsewhere, nothing runs, nothing frames it.
pub(crate) fn policy(style: &str) -> Policy {
    let hash = style_hash(style);
    let policy = format!(
        "default-src 'none'; style-src '{hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    [
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'")),
        ),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    ]
}
