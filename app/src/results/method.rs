//! How the numbers of a round came about, in sentences.

use super::benchmarks::declared;
use crate::{Numbers, Texts};
use domain::{
    Code, Day, GRACE_HOURS, RoundState,
    index::{Definition, DefinitionName, MIX_THRESHOLD, StrataState},
    templates::words_in,
};
use leptos::prelude::*;

/// What every page of a round says of it.
#[derive(Debug, Clone)]
pub struct About {
    /// Code of the round.
    pub code: String,
    /// Its title.
    pub title: String,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The day on which its last numbers are published.
    pub last_publication: Day,
    /// Where it is in its life.
    pub state: RoundState,
    /// The day of the data of the number that stands above; `None` where nothing is published.
    pub as_of: Option<Day>,
    /// What became of the strata.
    pub strata_state: StrataState,
    /// Title of the form.
    pub form: String,
    /// Its version.
    pub form_version: i32,
    /// Whose questions they are, if licensed.
    pub licence: Option<String>,
    /// Whether the form has an index at all.
    pub has_index: bool,
    /// How answers become an index.
    pub definition: Definition,
    /// Under which code and version that is stored; none where the form has no index.
    pub definition_name: Option<DefinitionName>,
    /// The title of that version, where it has one.
    pub definition_title: Option<String>,
    /// Whether populations are known.
    pub strata: bool,
    /// Whether the sample is open, not drawn.
    pub open_sample: bool,
    /// Whether numbers change at once.
    pub live: bool,
    /// Fewest respondents of a published number.
    pub minimum_cell: u64,
    /// The method in words that do not change with the reader's language.
    pub method: String,
}

impl About {
    /// The page of the round.
    pub fn path(&self) -> String {
        format!("/results/{}", self.code)
    }

    /// The round on one sheet of paper.
    pub fn summary_path(&self) -> String {
        format!("{}/summary", self.path())
    }

    /// The page of an agency in it.
    pub fn agency_path(&self, code: &Code) -> String {
        format!("{}/agencies/{code}", self.path())
    }

    /// The page of a service area in it.
    pub fn service_area_path(&self, code: &Code) -> String {
        format!("{}/service-areas/{code}", self.path())
    }

    /// What one answer is worth and how answers become the number, in few words.
    pub fn short_method(&self, texts: &Texts) -> String {
        let scoring = texts.get(&format!("scoring-short-{}", self.definition.scoring));
        format!("{scoring}, {}", texts.get(&format!("aggregation-short-{}", self.definition.aggregation)))
    }

    /// Under which name how answers become an index is stored, in a sentence.
    fn named_definition(&self, texts: &Texts) -> Option<String> {
        let name = self.definition_name.as_ref()?;
        let title = self.definition_title.clone().unwrap_or_else(|| self.short_method(texts));
        let words =
            [("title", title.into()), ("code", name.code.as_str().into()), ("version", name.version.into())];
        Some(texts.with("method-definition", words))
    }

    /// What of the sample makes its numbers less certain than their intervals say, a sentence each.
    pub fn cautions(&self, texts: &Texts) -> Vec<String> {
        let words = |key: &str, n: usize| (n > 0).then(|| texts.with(key, [("n", n.into())]));
        let sentences = [
            words("caution-over", self.strata_state.over),
            words("caution-lonely", self.strata_state.lonely),
            words("caution-silent", self.strata_state.silent),
        ];
        sentences.into_iter().flatten().collect()
    }

    /// That its numbers may still change, of a round that takes answers.
    pub fn interim(&self, texts: &Texts) -> Option<String> {
        let day = Numbers::of(&texts.locale).day(self.to);
        (self.state == RoundState::Open).then(|| texts.with("results-interim", [("day", day.into())]))
    }

    /// When the last numbers come, of a round that takes answers or is yet to take them.
    pub(super) fn last_numbers(&self, texts: &Texts) -> Option<String> {
        let day = Numbers::of(&texts.locale).day(self.last_publication);
        let words = [("day", day.into()), ("hour", GRACE_HOURS.into())];
        (self.state != RoundState::Closed).then(|| texts.with("last-numbers", words))
    }

    /// The rule of suppression in a sentence.
    pub(super) fn suppression(&self, texts: &Texts) -> String {
        let key = if self.live { "suppressed-note-live" } else { "suppressed-note" };
        texts.with(key, [("k", self.minimum_cell.into())])
    }
}

/// The section that every number links to.
pub(super) fn method(texts: &Texts, about: &About) -> AnyView {
    let form = [("form", about.form.as_str().into()), ("version", about.form_version.into())];
    let mut sentences = vec![
        texts.with("method-form", form),
        texts.get(&format!("scoring-{}", about.definition.scoring)),
        texts.get(&format!("aggregation-{}", about.definition.aggregation)),
        texts.get(if about.strata { "design-strata" } else { "design-one" }),
        texts.get("design-variance"),
        texts.get("interval-wilson"),
        texts.get("interval-clusters"),
        texts.get(if about.open_sample { "sample-open" } else { "sample-drawn" }),
        about.suppression(texts),
        texts.get("standing-method"),
        texts.get("change-method"),
        texts.get("change-family"),
        texts.with(
            "change-mix-method",
            [("threshold", Numbers::of(&texts.locale).decimal(MIX_THRESHOLD, 0).into())],
        ),
    ];
    sentences.splice(3..3, about.definition.benchmarks.iter().flat_map(|of| declared(texts, of)));
    sentences.splice(1..1, about.named_definition(texts));
    match (about.live, about.state) {
        (true, RoundState::Open) => sentences.push(texts.get("live-now")),
        (true, _) => {}
        (false, _) => {
            sentences.push(texts.with("live-note", [("k", about.minimum_cell.into())]));
            sentences.extend(about.last_numbers(texts));
        }
    }
    if let Some(licence) = &about.licence {
        sentences.push(
            texts.with("method-warning-licence", [("licence", words_in(licence, &texts.locale).into())]),
        );
    }
    let sentences = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> });
    view! {
        <section id="method">
            <h2>{texts.get("method-title")}</h2>
            <ul>
                {sentences.collect_view()}
                <li>{texts.get("method-technical")}" "<code lang="en">{about.method.clone()}</code></li>
            </ul>
        </section>
    }
    .into_any()
}
