//! One point: its page in each language, rendered and compressed once.

use super::{keyed_page::KeyedPage, visit_key::VisitKey};
use crate::{
    security_policy::{Policy, policy},
    store::{Point, Round},
};
use app::{
    OtherLanguage, Texts,
    survey::{FormPage, form_page},
};
use domain::{AnswerFault, Locale, Stage};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A point and its round.
#[derive(Debug)]
pub(crate) struct OpenPoint {
    pub(crate) round: Arc<Round>,
    pub(crate) point: Arc<Point>,
    style: &'static str,
    pages: HashMap<Locale, OnceCell<Arc<Rendered>>>,
}

/// The bytes of a page but for the key of a visit.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) page: KeyedPage,
    pub(crate) policy: Policy,
}

impl OpenPoint {
    /// A point whose pages are rendered when they are first asked for.
    pub(crate) fn new(round: Arc<Round>, point: Point, style: &'static str) -> Self {
        let pages = round.form.languages.iter().map(|l| (l.clone(), OnceCell::new())).collect();
        Self { round, point: Arc::new(point), style, pages }
    }

    /// The language of an address: the default where none is asked for, `None` where the form is not written in it.
    pub(crate) fn language(&self, asked: Option<&str>) -> Option<&Locale> {
        let languages = &self.round.form.languages;
        match asked {
            Some(asked) => languages.iter().find(|l| l.as_str() == asked),
            None => Some(self.default_language()),
        }
    }

    fn default_language(&self) -> &Locale {
        let languages = &self.round.form.languages;
        languages.iter().find(|l| **l == Locale::vi()).unwrap_or(&languages[0])
    }

    /// An address of this point in a language: `/s/demo`, `/s/demo/answers?lang=en`.
    pub(crate) fn address(&self, rest: &str, language: &Locale) -> String {
        let base = format!("/s/{}{rest}", self.point.slug);
        if language == self.default_language() { base } else { format!("{base}?lang={language}") }
    }

    /// The same with one more parameter.
    pub(crate) fn address_with(&self, rest: &str, language: &Locale, parameter: &str) -> String {
        let address = self.address(rest, language);
        let separator = if address.contains('?') { '&' } else { '?' };
        format!("{address}{separator}{parameter}")
    }

    /// An address to which a form is sent. A trial says so itself: it stays one, though the round be opened while it is
    /// filled in.
    fn action(&self, rest: &str, language: &Locale) -> String {
        match self.round.stage {
            Stage::Test => self.address_with(rest, language, "trial"),
            _ => self.address(rest, language),
        }
    }

    /// The form in other languages than this.
    pub(crate) fn other_languages(&self, language: Option<&Locale>) -> Vec<OtherLanguage> {
        let others = self.round.form.languages.iter().filter(|l| Some(*l) != language);
        let way = |l: &Locale| OtherLanguage {
            locale: l.clone(),
            href: self.action("", l),
            words: language_name(l),
        };
        others.map(way).collect()
    }

    /// The page's style, for its security policy.
    pub(crate) fn style(&self) -> &'static str {
        self.style
    }

    /// The page, filled in with what was posted and what is wrong with it.
    pub(crate) fn html(
        &self,
        language: &Locale,
        key: &VisitKey,
        posted: &[(String, String)],
        faults: &[AnswerFault],
    ) -> String {
        let agency = self.round.agency(self.point.agency_id).map(|i| &self.round.agencies[i].agency);
        let area = self.round.service_area(self.point.service_area_id);
        let area = area.map(|i| &self.round.service_areas[i].service_area);
        let names = [agency.map(|a| a.name_in(language)), area.map(|a| a.name_in(language))];
        let page = FormPage {
            form: &self.round.form,
            language,
            title: &self.round.document.title,
            trial: self.round.stage == Stage::Test,
            place: names.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            action: self.action("/answers", language),
            key: key.as_str(),
            languages: self.other_languages(Some(language)),
            shared: self.point.channel.is_shared(),
            posted,
            faults,
            style: self.style,
        };
        app::render(|| form_page(page))
    }

    /// The bytes of the untouched page, made once a language, off the async threads.
    pub(crate) async fn rendered(self: &Arc<Self>, language: &Locale) -> anyhow::Result<Arc<Rendered>> {
        let cell = self.pages.get(language).ok_or_else(|| anyhow::anyhow!("no page in {language}"))?;
        let make = || async {
            let (point, language) = (self.clone(), language.clone());
            tokio::task::spawn_blocking(move || point.render(&language)).await?
        };
        cell.get_or_try_init(make).await.cloned()
    }

    fn render(&self, language: &Locale) -> anyhow::Result<Arc<Rendered>> {
        let key = VisitKey::placeholder();
        let html = self.html(language, &key, &[], &[]);
        let page = KeyedPage::new(&html, key.as_str())?;
        Ok(Arc::new(Rendered { page, policy: policy(self.style) }))
    }
}

/// A language in its own words.
fn language_name(locale: &Locale) -> String {
    match locale.as_str() {
        "vi" | "en" => Texts::of(locale).get("language-name"),
        "id" => "Bahasa Indonesia".to_owned(),
        other => other.to_owned(),
    }
}
