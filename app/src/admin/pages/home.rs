//! What somebody signed in finds first: the menu, and what is to be done next.

use crate::{
    Texts,
    admin::{Block, PageBody},
    results::address,
};
use domain::{Code, Text};

/// Published or unpublished results of an agency that its reader answers for.
#[derive(Debug)]
pub struct OwnResults {
    /// The round.
    pub round: Code,
    /// Its title.
    pub title: Text,
    /// The agency.
    pub agency: Code,
    /// Its name, in the reader's language.
    pub name: String,
}

/// What a fresh installation still needs before its first round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Agencies.
    Agencies,
    /// Service areas.
    ServiceAreas,
    /// A form.
    Form,
    /// The round.
    Round,
}

/// What the page shows.
#[derive(Debug)]
pub struct HomePage {
    /// The entries of the menu: address and words.
    pub menu: Vec<(&'static str, String)>,
    /// The results that they answer for.
    pub own_results: Vec<OwnResults>,
    /// What comes next, in order.
    pub next: Vec<NextStep>,
}

impl HomePage {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let own = self.own_results.iter().map(|own| {
            let href = address(texts, &format!("/results/{}/agencies/{}", own.round, own.agency));
            let words = texts.with("desk-own-results", [("name", own.name.as_str().into())]);
            (href, words, own.title.get(&texts.locale).to_owned())
        });
        let menu = self.menu.iter().map(|(href, words)| {
            let about = match *href {
                "/admin/rounds" => texts.get("rounds-about"),
                "/admin/definitions" => texts.get("definitions-about"),
                "/admin/forms" => texts.get("forms-about"),
                "/admin/settings" => texts.get("settings-about"),
                "/admin/agencies" => texts.get("agencies-about"),
                "/admin/service-areas" => texts.get("areas-about"),
                "/admin/people" => texts.get("people-about"),
                "/admin/audit" => texts.get("audit-about"),
                _ => String::new(),
            };
            ((*href).to_owned(), words.clone(), about)
        });
        let always = [
            (address(texts, "/results"), texts.get("results-title"), texts.get("results-about")),
            ("/admin/account".to_owned(), texts.get("account-title"), texts.get("account-about")),
        ];
        let next = self.next.iter().map(|step| {
            let (href, key) = match step {
                NextStep::Agencies => ("/admin/import/agencies", "next-agencies"),
                NextStep::ServiceAreas => ("/admin/service-areas", "next-areas"),
                NextStep::Form => ("/admin/templates", "next-form"),
                NextStep::Round => ("/admin/new-round", "round-new"),
            };
            (href.to_owned(), texts.get(key))
        });
        let next: Vec<_> = next.collect();
        let next = (!next.is_empty()).then(|| [Block::Text(texts.get("desk-next")), Block::Ways(next)]);
        PageBody::new(texts.get("desk-title"))
            .and(next.into_iter().flatten())
            .with(Block::Links(own.chain(menu).chain(always).collect()))
    }
}
