//! The parts that several pages of results have: tables of figures, factors, items, the trend of a series.

use super::context::Context;
use crate::report::{Comparison, RoundFigures, Scope, TrendPoint, mix};
use app::{
    Texts,
    results::{About, Against, Item, Items, Line, Lines, Reorganised, RoundLine, SeriesTrend},
};
use domain::{
    Code, Locale,
    form::{Node, NodeKind},
    index::{Figure, Standing},
};
use std::{cmp::Reverse, sync::Arc};

/// Builds the parts of a page about a round.
pub(super) struct PartsBuilder<'a> {
    pub(super) texts: &'static Texts,
    pub(super) locale: &'a Locale,
    pub(super) figures: &'a RoundFigures,
    pub(super) about: &'a About,
}

impl<'a> PartsBuilder<'a> {
    pub(super) fn new(context: &'a Context, figures: &'a RoundFigures, about: &'a About) -> Self {
        Self { texts: context.texts, locale: &context.locale, figures, about }
    }

    /// The index of a scope.
    pub(super) fn index(&self, scope: &Scope) -> Option<Figure> {
        self.figures.figure(scope, 0).cloned()
    }

    /// Contents, where there are several, and factors of a scope, in the order of the form.
    pub(super) fn factors(&self, scope: &Scope) -> Lines {
        let tree = &self.figures.round.form.tree;
        let contents = tree.storey(NodeKind::Content).count();
        let is_listed = |node: &Node| match node.kind {
            NodeKind::Content => contents > 1,
            kind => kind == NodeKind::Factor,
        };
        let mut nodes: Vec<(usize, &Node)> =
            tree.nodes.iter().enumerate().filter(|(_, node)| is_listed(node)).collect();
        // A content stands before its factors.
        nodes.sort_by_key(|(at, node)| (node.items.start, Reverse(node.items.end), *at));
        let line = |(at, node): (usize, &Node)| Line {
            name: short_name(node.title.get(self.locale)),
            figure: self.figures.figure(scope, at).cloned(),
            href: None,
            rank: None,
            head: node.kind == NodeKind::Content,
            standing: Standing::default(),
        };
        let mut lines: Vec<Line> = nodes.into_iter().map(line).collect();
        let base = self.index(scope);
        let reference = base.clone().filter(|_| *scope == Scope::Whole);
        stand(lines.iter_mut(), reference.as_ref());
        Lines {
            id: "factors".to_owned(),
            label: self.named(&self.texts.get("results-factors"), scope),
            what: "column-factor",
            ranked: false,
            reference,
            base,
            lines,
        }
    }

    /// Items by factor in a scope.
    pub(super) fn items(&self, scope: &Scope) -> Vec<Items> {
        let tree = &self.figures.round.form.tree;
        let item = |(node, item): (usize, &Node)| {
            let scale = &tree.items[item.items.start];
            let words = |level: usize| scale.labels[level].text.get(self.locale).to_owned();
            Item {
                name: item.title.get(self.locale).to_owned(),
                figure: self.figures.figure(scope, node).cloned(),
                levels: scale.levels().into_iter().map(words).collect(),
            }
        };
        let of_factor = |(at, factor): (usize, &Node)| {
            let inside = tree.storey(NodeKind::Item).filter(|(_, item)| {
                factor.items.start <= item.items.start && item.items.end <= factor.items.end
            });
            let name = short_name(factor.title.get(self.locale));
            Items {
                id: format!("items-{}", factor.code),
                title: self.named(&name, scope),
                base: self.figures.figure(scope, at).cloned(),
                items: inside.map(item).collect(),
                factor: name,
            }
        };
        tree.storey(NodeKind::Factor).map(of_factor).collect()
    }

    /// Words with the name of a scope that is not the whole.
    fn named(&self, what: &str, scope: &Scope) -> String {
        let round = &self.figures.round;
        let name = match scope {
            Scope::Agency(code) => {
                round.agencies.iter().find(|a| a.agency.code == *code).map(|a| a.agency.name_in(self.locale))
            }
            Scope::ServiceArea(code) => round
                .service_areas
                .iter()
                .find(|a| a.service_area.code == *code)
                .map(|a| a.service_area.name_in(self.locale)),
            _ => None,
        };
        match name {
            Some(name) => self.texts.with("chart-of", [("what", what.into()), ("name", name.into())]),
            None => what.to_owned(),
        }
    }
}

/// The index of a scope over rounds: those that have the scope, oldest first. `href` gives the page that each has about it.
pub(super) fn series_trend(
    context: &Context,
    rounds: &[Arc<RoundFigures>],
    scope: &Scope,
    (id, title): (String, String),
    href: impl Fn(&About) -> String,
) -> SeriesTrend {
    let points = context.rounds.trend(rounds, scope);
    let abouts: Vec<About> = points.iter().map(|point| context.about(&point.figures, scope)).collect();
    let labels = labels_of_rounds(&abouts);
    let against = |comparison: Comparison, later: &RoundFigures| {
        let earlier = context.about(&comparison.earlier, scope);
        // The page of an agency that was not there yet is that of the round.
        let href = if scope.is_in(&comparison.earlier.round) { href(&earlier) } else { earlier.path() };
        Against {
            title: earlier.title,
            href,
            reorganised: reorganised(context, &comparison),
            mix: mix(&comparison.earlier, later).filter(|_| comparison.change.is_some()),
            before: comparison.before,
            change: comparison.change,
            breaks: comparison.breaks,
        }
    };
    let line = |((point, about), label): ((TrendPoint, About), String)| {
        let TrendPoint { figures, figure, comparison } = point;
        let against = comparison.map(|comparison| against(comparison, &figures));
        RoundLine { href: href(&about), about, label, figure, against }
    };
    SeriesTrend { id, title, points: points.into_iter().zip(abouts).zip(labels).map(line).collect() }
}

/// The names of the agencies that matter for a comparison, as they are called now.
pub(super) fn reorganised(context: &Context, comparison: &Comparison) -> Option<Reorganised> {
    let name = |code: &Code| {
        let known = context.rounds.agencies.iter().find(|agency| agency.code == *code);
        known.map_or(code.as_str(), |agency| agency.name_in(&context.locale)).to_owned()
    };
    let since = comparison.since;
    let agencies: Vec<String> = comparison.predecessors.iter().map(name).collect();
    (since.is_some() || !agencies.is_empty()).then_some(Reorganised { agencies, since })
}

/// Says of each line where it stands to what all are compared with; one alone is compared with nothing.
pub(super) fn stand<'a>(lines: impl Iterator<Item = &'a mut Line>, reference: Option<&Figure>) {
    let mut published: Vec<&mut Line> = lines.filter(|line| line.figure.is_some()).collect();
    let comparisons = published.len();
    let Some(reference) = reference.filter(|_| comparisons > 1) else { return };
    for line in &mut published {
        if let Some(figure) = &line.figure {
            line.standing = Standing::of(figure, reference, comparisons);
        }
    }
}

/// The highest first, what is not published last.
pub(super) fn sort_best_first(lines: &mut [Line]) {
    let value = |line: &Line| line.figure.as_ref().map_or(f64::NEG_INFINITY, |f| f.told().estimate);
    lines.sort_by(|a, b| value(b).total_cmp(&value(a)));
}

/// Short names of rounds: the year, with the month where a year has several, the title where a month has.
fn labels_of_rounds(rounds: &[About]) -> Vec<String> {
    let year = |about: &About| about.to.date().year().to_string();
    let month = |about: &About| format!("{}/{}", about.to.date().month(), about.to.date().year());
    let alone = |word: &dyn Fn(&About) -> String, about: &About| {
        rounds.iter().filter(|other| word(other) == word(about)).count() == 1
    };
    let label = |about: &About| match () {
        () if alone(&year, about) => year(about),
        () if alone(&month, about) => month(about),
        () => about.title.clone(),
    };
    rounds.iter().map(label).collect()
}

/// A title of a form without its examples in brackets, and in small letters where it is printed in capitals.
pub(super) fn short_name(text: &str) -> String {
    let mut depth = 0u32;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace("..", ".");
    if plain.is_empty() {
        return text.to_owned();
    }
    if plain.chars().any(char::is_lowercase) {
        return plain;
    }
    let mut letters = plain.chars();
    let first: String = letters.next().into_iter().collect();
    first + &letters.as_str().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_in_brackets_go_and_a_title_that_is_nothing_else_stays() {
        assert_eq!(short_name("Kết quả (được cấp giấy tờ)"), "Kết quả");
        assert_eq!(short_name("Dễ tìm. (Như: (a) b). Rõ"), "Dễ tìm. Rõ");
        assert_eq!(short_name("(x)"), "(x)");
        assert_eq!(short_name("a) b"), "a) b");
        assert_eq!(short_name("VIỆC CUNG ỨNG DỊCH VỤ (CÂU 1)"), "Việc cung ứng dịch vụ");
    }
}
