//! Words of the interface, from Fluent files. A test holds the languages together.

use domain::Locale;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, bundle::FluentBundle};
use intl_memoizer::concurrent::IntlLangMemoizer;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// The words of one interface language.
pub struct Texts {
    /// The language the words are in.
    pub locale: Locale,
    bundle: FluentBundle<FluentResource, IntlLangMemoizer>,
}

/// What everybody reads, then what only the administration reads.
const SOURCES_VI: [&str; 2] = [include_str!("../locales/vi.ftl"), include_str!("../locales/admin-vi.ftl")];
const SOURCES_EN: [&str; 2] = [include_str!("../locales/en.ftl"), include_str!("../locales/admin-en.ftl")];

static VI: LazyLock<Texts> = LazyLock::new(|| Texts::read(Locale::vi(), SOURCES_VI));
static EN: LazyLock<Texts> = LazyLock::new(|| Texts::read(Locale::en(), SOURCES_EN));

impl Texts {
    /// The interface for a reader's language: Vietnamese for Vietnamese, English for every other.
    pub fn of(locale: &Locale) -> &'static Self {
        if *locale == Locale::vi() { &VI } else { &EN }
    }

    fn read(locale: Locale, sources: [&str; 2]) -> Self {
        let identifier: LanguageIdentifier = locale.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        for source in sources {
            // A fault in a file leaves its other texts; the test below finds it before anybody reads it.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
            bundle.add_resource_overriding(resource);
        }
        Self { locale, bundle }
    }

    /// A text without variables.
    pub fn get(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// A text with variables.
    pub fn with<'a>(
        &self,
        key: &str,
        variables: impl IntoIterator<Item = (&'a str, FluentValue<'a>)>,
    ) -> String {
        self.format(key, Some(&variables.into_iter().collect()))
    }

    fn format(&self, key: &str, variables: Option<&FluentArgs>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, variables, &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(source: &str) -> BTreeSet<&str> {
        let lines = source.lines().filter(|l| !l.starts_with([' ', '#', '}']));
        lines.filter_map(|l| l.split_once(" =").map(|(key, _)| key)).collect()
    }

    #[test]
    fn both_languages_say_everything_and_nothing_is_broken() {
        for (vi, en) in SOURCES_VI.into_iter().zip(SOURCES_EN) {
            assert_eq!(keys(vi), keys(en));
            for source in [vi, en] {
                assert!(FluentResource::try_new(source.to_owned()).is_ok());
            }
            for key in keys(vi) {
                for texts in [&*VI, &*EN] {
                    assert_ne!(texts.get(key), key);
                }
            }
        }
    }

    #[test]
    fn no_text_of_the_administration_takes_the_place_of_one_that_everybody_reads() {
        for [of_all, of_administration] in [SOURCES_VI, SOURCES_EN] {
            let twice: Vec<&str> = keys(of_all).intersection(&keys(of_administration)).copied().collect();
            assert_eq!(twice, [""; 0]);
        }
    }

    #[test]
    fn every_text_that_a_page_asks_for_exists_and_every_text_is_asked_for() {
        fn read(folder: &std::path::Path, into: &mut String) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    read(&path, into);
                } else if path.extension().is_some_and(|e| e == "rs") {
                    into.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut source = String::new();
        read(&root.join("src"), &mut source);
        read(&root.join("../server/src"), &mut source);
        let known: BTreeSet<&str> = SOURCES_VI.into_iter().flat_map(keys).collect();
        for call in ["texts.get(\"", "texts.with(\""] {
            for asked in source.split(call).skip(1) {
                let key = asked.split('"').next().unwrap_or("");
                assert!(known.contains(key), "{key} is asked for and does not exist");
            }
        }
        // Keys that are put together, such as `format!("role-{}", …)`.
        let is_stem =
            |stem: &str| stem.ends_with('-') && stem.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        let stems: BTreeSet<&str> = source
            .split('"')
            .filter_map(|text| text.split_once('{').map(|(stem, _)| stem))
            .filter(|stem| stem.len() > 3 && is_stem(stem))
            .collect();
        for key in known {
            // Pages that say why not are asked for by the stem of their title and text.
            let stem = key.strip_suffix("-title").or(key.strip_suffix("-text")).unwrap_or(key);
            let asked = [key, stem].iter().any(|name| source.contains(&format!("\"{name}\"")))
                || stems.iter().any(|stem| key.starts_with(stem));
            assert!(asked, "no page asks for {key}");
        }
    }
}
