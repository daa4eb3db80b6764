//! The names in an address.

use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
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
