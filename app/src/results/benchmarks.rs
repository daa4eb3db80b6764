//! What a number is held against: its class, and how far it is from the targets. Each says what the interval leaves open.

use super::About;
use crate::{Numbers, Texts};
use domain::index::{Band, Benchmarks, Class, Figure, Standing, Target};
use leptos::prelude::*;

/// Class and targets of a number, in sentences.
pub(super) fn benchmarks(texts: &Texts, about: &About, figure: Option<&Figure>) -> Option<AnyView> {
    let (figure, benchmarks) = (figure?, about.definition.benchmarks.as_ref()?);
    let targets = benchmarks.targets.iter().map(|to| target(texts, to, figure));
    let class = (!benchmarks.bands.is_empty()).then(|| {
        class(texts, benchmarks, figure, ["class-of", "class-of-or", "class-of-few"])
            .unwrap_or_else(|| texts.get("class-below-all"))
    });
    let sentences: Vec<String> = class.into_iter().chain(targets).collect();
    (!sentences.is_empty()).then(|| view! { <p class="verdict">{sentences.join(" ")}</p> }.into_any())
}

fn title<'a>(texts: &Texts, band: &'a Band) -> &'a str {
    band.title.get(&texts.locale)
}

/// The classes beside its own that the interval of a number reaches.
fn others(texts: &Texts, benchmarks: &Benchmarks, class: &Class) -> Vec<String> {
    let reached = class.reaches.clone().filter(|at| *at != class.band);
    let name = |at: usize| benchmarks.bands.get(at).map(|band| format!("“{}”", title(texts, band)));
    reached.map(|at| name(at).unwrap_or_else(|| texts.get("class-none"))).collect()
}

/// Its class, or why it has none, by the text keys of a class, of one that may be another, and of none for want of responses. `None`
/// below all bands.
fn class(texts: &Texts, benchmarks: &Benchmarks, figure: &Figure, keys: [&str; 3]) -> Option<String> {
    let [certain, uncertain, few] = keys;
    if let Some(minimum) = benchmarks.minimum_n.filter(|_| !benchmarks.suffices(figure.n)) {
        let words = [("n", Numbers::of(&texts.locale).whole(minimum).into())];
        return Some(texts.with(few, words));
    }
    let class = benchmarks.class(figure)?;
    let others = others(texts, benchmarks, &class);
    let words = [
        ("class", title(texts, &benchmarks.bands[class.band]).into()),
        ("others", others.join(&texts.get("names-or")).into()),
    ];
    Some(texts.with(if others.is_empty() { certain } else { uncertain }, words))
}

fn target(texts: &Texts, target: &Target, figure: &Figure) -> String {
    let numbers = Numbers::of(&texts.locale);
    let told = figure.told();
    let points = (told.estimate - target.percent).abs();
    let words = [
        ("target", target.title.get(&texts.locale).into()),
        ("percent", numbers.declared(target.percent).into()),
        ("points", numbers.decimal(points, told.decimals()).into()),
    ];
    let key = match (target.standing(figure), told.estimate < target.percent) {
        (Standing::Above, _) => "target-reached",
        (Standing::Below, _) => "target-missed",
        (Standing::Unclear, false) => "target-unclear-above",
        (Standing::Unclear, true) => "target-unclear-below",
    };
    texts.with(key, words)
}

/// The class of a number in a table, with those that its interval reaches besides, or that it has none for want of responses.
pub(super) fn class_words(texts: &Texts, about: &About, figure: &Figure) -> Option<String> {
    class(
        texts,
        about.definition.benchmarks.as_ref()?,
        figure,
        ["class-line", "class-line-or", "class-line-few"],
    )
}

/// On how few responses a number has neither class nor rank, where that is declared.
pub(super) fn minimum_words(texts: &Texts, benchmarks: &Benchmarks) -> Option<String> {
    let n = Numbers::of(&texts.locale).whole(benchmarks.minimum_n?);
    Some(texts.with("method-minimum-n", [("n", n.into())]))
}

/// How classes are formed and which targets there are, for the section on the method.
pub(super) fn declared(texts: &Texts, benchmarks: &Benchmarks) -> Vec<String> {
    let numbers = Numbers::of(&texts.locale);
    let band = |band: &Band| {
        let words = [("class", title(texts, band).into()), ("percent", numbers.declared(band.from).into())];
        texts.with(if band.open { "method-band-open" } else { "method-band" }, words)
    };
    let bands: Vec<String> = benchmarks.bands.iter().map(band).collect();
    let bands = (!bands.is_empty()).then(|| texts.with("method-bands", [("bands", bands.join("; ").into())]));
    let target =
        |to: &Target| format!("{} ({}\u{a0}%)", to.title.get(&texts.locale), numbers.declared(to.percent));
    let targets: Vec<String> = benchmarks.targets.iter().map(target).collect();
    let targets =
        (!targets.is_empty()).then(|| texts.with("method-targets", [("targets", targets.join("; ").into())]));
    [bands, targets, minimum_words(texts, benchmarks)].into_iter().flatten().collect()
}
