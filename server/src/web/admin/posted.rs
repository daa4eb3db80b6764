//! What was sent in a form of the administration.

use super::super::{App, body, page::Page};
use super::denied::refusal;
use app::admin::Typed;
use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::{StatusCode, header},
};
use domain::{Locale, composed};
use http_body_util::Limited;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

/// A plan of a province with its volumes fits into this; so does a CSV file of every commune of the country.
const LARGEST: usize = 4 * 1024 * 1024;
const MOST_PAIRS: usize = 50_000;
/// What may stand around the parts of a form with files: together, and more for every one that there may be.
const AROUND: usize = 64 * 1024;
const AROUND_A_PART: usize = 160;
const MOST_PARTS: usize = 100;
/// Where forms have files, and how many parts; volumes are a table with a field for every cell.
const FILES: [(&str, usize); 4] = [
    ("/admin/import/", MOST_PARTS),
    ("/admin/settings", MOST_PARTS),
    ("/admin/forms", MOST_PARTS),
    ("/admin/rounds/", MOST_PAIRS),
];
/// Where people send something who are not signed in; what they had sent before their session ended comes along.
const STRANGERS: [&str; 4] = ["/admin/sign-in", "/admin/set-up", "/admin/second-factor", "/admin/links/"];
const LARGEST_OF_STRANGERS: usize = 1024 * 1024;

/// What was typed, and files.
#[derive(Debug, Default, Clone)]
pub(super) struct Posted {
    typed: Typed,
    files: Vec<(String, Vec<u8>)>,
}

impl Posted {
    /// Whether a box was ticked or a button pressed.
    pub(super) fn is(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }
    /// A value that parses; `None` where it is empty.
    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, T::Err> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(str::parse).transpose()
    }
    /// What was typed, for a page that shows it again.
    pub(super) fn typed(&self) -> Typed {
        self.typed.clone()
    }
    /// The language that was chosen of the administration's pages.
    pub(super) fn language(&self) -> Locale {
        if self.text("language") == "en" { Locale::en() } else { Locale::vi() }
    }
    /// Why somebody does something, as it goes into the log.
    pub(super) fn reason(&self) -> String {
        self.text("reason").chars().filter(|c| !c.is_control()).take(300).collect()
    }
    /// Puts something else where fields whose names are chosen stood.
    pub(super) fn replace(
        &mut self,
        is_replaced: impl Fn(&str) -> bool,
        by: impl IntoIterator<Item = (String, String)>,
    ) {
        self.typed.0.retain(|(name, _)| !is_replaced(name));
        self.typed.0.extend(by);
    }
    /// Reads a form with files. All of the body counts towards the limit, not what stands in its parts alone.
    async fn parts(request: Request, most: usize, state: &Arc<App>) -> Result<Self, body::BodyFault> {
        const MALFORMED: body::BodyFault = (StatusCode::BAD_REQUEST, "refused-malformed");
        const TOO_LARGE: body::BodyFault = (StatusCode::PAYLOAD_TOO_LARGE, "refused-file-large");
        let largest = LARGEST + AROUND + most * AROUND_A_PART;
        let request = request.map(|body| Body::new(Limited::new(body, largest)));
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| MALFORMED)?;
        let (mut posted, mut size, mut count) = (Self::default(), 0, 0);
        while let Some(mut part) = parts.next_field().await.map_err(|_| MALFORMED)? {
            let (name, is_file) = (part.name().unwrap_or("").to_owned(), part.file_name().is_some());
            let mut bytes = Vec::new();
            (size, count) = (size + name.len(), count + 1);
            while let Some(chunk) = part.chunk().await.map_err(|_| MALFORMED)? {
                size += chunk.len();
                if size > LARGEST {
                    return Err(TOO_LARGE);
                }
                bytes.extend_from_slice(&chunk);
            }
            if count > most {
                return Err(TOO_LARGE);
            }
            if is_file {
                posted.files.push((name, bytes));
            } else {
                let value = String::from_utf8(bytes).map_err(|_| MALFORMED)?;
                posted.typed.0.push((name, composed(&value).into_owned()));
            }
        }
        posted.without_nul().ok_or(MALFORMED)
    }
    /// What no keyboard sends and PostgreSQL cannot store is damage.
    fn without_nul(self) -> Option<Self> {
        (!self.typed.0.iter().any(|(_, value)| value.contains('\0'))).then_some(self)
    }
    /// The bytes of a file; `None` where none was chosen.
    pub(super) fn file(&self, name: &str) -> Option<&[u8]> {
        let found = self.files.iter().find(|(known, _)| known == name);
        found.map(|(_, bytes)| bytes.as_slice()).filter(|bytes| !bytes.is_empty())
    }
}

impl Deref for Posted {
    type Target = Typed;

    fn deref(&self) -> &Typed {
        &self.typed
    }
}

impl FromRequest<Arc<App>> for Posted {
    type Rejection = Box<Page>;

    async fn from_request(request: Request, state: &Arc<App>) -> Result<Self, Box<Page>> {
        let refuse = |status: StatusCode, text: &str| {
            let locale = Locale::vi();
            Box::new(refusal(status, &locale, text))
        };
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
        let path = request.uri().path();
        if kind.starts_with("multipart/form-data") {
            let Some((_, most)) = FILES.iter().find(|(address, _)| path.starts_with(address)) else {
                return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "refused-type"));
            };
            let read = tokio::time::timeout(body::SLOWEST_BODY, Self::parts(request, *most, state)).await;
            let posted = read.unwrap_or(Err((StatusCode::REQUEST_TIMEOUT, "refused-malformed")));
            return posted.map_err(|(status, text)| refuse(status, text));
        }
        let stranger = STRANGERS.iter().any(|address| path.starts_with(address));
        let largest = if stranger { LARGEST_OF_STRANGERS } else { LARGEST };
        let (parts, body) = request.into_parts();
        let pairs = body::pairs(&parts.headers, body, largest, MOST_PAIRS).await;
        let pairs = pairs.map_err(|(status, text)| refuse(status, text))?;
        let posted = Self { typed: Typed(pairs), files: Vec::new() };
        posted.without_nul().ok_or_else(|| refuse(StatusCode::BAD_REQUEST, "refused-malformed"))
    }
}
