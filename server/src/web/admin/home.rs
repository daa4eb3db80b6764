//! The desk: what somebody signed in finds first.

use super::super::page::Page;
use super::desk::{Desk, Look, rooms};
use crate::auth::{Denied, SignedIn};
use app::admin::Block;

/// `GET /admin`
pub(super) async fn show_desk(SignedIn(person): SignedIn, look: Look) -> Result<Page, Denied> {
    let desk = Desk::of(&person, "/admin", &look);
    let texts = desk.texts;
    let mut links: Vec<(String, String, String)> = rooms(&person, texts)
        .into_iter()
        .map(|(href, words)| {
            let about = match href {
                "/admin/rounds" => texts.get("rounds-about"),
                "/admin/forms" => texts.get("forms-about"),
                "/admin/settings" => texts.get("settings-about"),
                "/admin/agencies" => texts.get("agencies-about"),
                "/admin/service-areas" => texts.get("areas-about"),
                "/admin/people" => texts.get("people-about"),
                "/admin/audit" => texts.get("audit-about"),
                _ => String::new(),
            };
            (href.to_owned(), words, about)
        })
        .collect();
    links.push(("/results".to_owned(), texts.get("results-title"), texts.get("results-about")));
    links.push(("/admin/account".to_owned(), texts.get("account-title"), texts.get("account-about")));
    Ok(desk.title(texts.get("desk-title")).with(Block::Links(links)).page())
}
