//! From figures to what pages show: lines, charts, labels.

use super::super::{App, page::Failure};
use super::made::{Made, picture};
use crate::{
    chart::{
        Dot, DotChart, HeatChart, HeatRow, Labels, ShareChart, ShareRow, Theme, TrendChart, TrendMark,
        standalone_svg,
    },
    report::{Scope, Shown, TrendPoint},
};
use app::{
    Numbers, Texts,
    results::{About, Chart, Item, Items, Line, Lines, RoundLine, SeriesTrend},
};
use domain::{
    Locale,
    form::{Node, NodeKind},
    index::{Figure, Row},
};

/// Any chart.
#[derive(Debug)]
pub(super) enum AnyChart {
    Dots(DotChart),
    Trend(TrendChart),
    Shares(ShareChart),
    Heat(HeatChart),
}

impl AnyChart {
    fn inline(&self, labels: &Labels) -> Option<(String, Option<String>)> {
        match self {
            Self::Dots(chart) => Some((chart.draw(labels, Theme::Page)?, None)),
            Self::Trend(chart) => Some((chart.draw(labels, Theme::Page)?, None)),
            Self::Shares(chart) => Some((chart.draw(labels, Theme::Page)?, None)),
            Self::Heat(chart) => {
                Some((chart.draw_narrow(labels, Theme::Page)?, chart.draw_wide(labels, Theme::Page)))
            }
        }
    }

    fn paper(&self, labels: &Labels) -> Option<String> {
        match self {
            Self::Dots(chart) => chart.draw(labels, Theme::Paper),
            Self::Trend(chart) => chart.draw(labels, Theme::Paper),
            Self::Shares(chart) => chart.draw(labels, Theme::Paper),
            Self::Heat(chart) => chart.draw_wide(labels, Theme::Paper),
        }
    }
}

/// What of a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted<'a> {
    /// The page.
    Page,
    /// One of its charts as a file.
    Chart(&'a str, Ending),
}

/// The kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Svg,
    Png,
}

impl<'a> Wanted<'a> {
    /// The page, or a chart by the name of its file; `None` for a name that no file has.
    pub(super) fn of(file: Option<&'a str>) -> Option<Self> {
        let Some(file) = file else { return Some(Self::Page) };
        match file.rsplit_once('.')? {
            (id, "svg") => Some(Self::Chart(id, Ending::Svg)),
            (id, "png") => Some(Self::Chart(id, Ending::Png)),
            _ => None,
        }
    }

    /// What it is kept under.
    pub(super) fn key(&self, page: &str) -> String {
        match self {
            Self::Page => page.to_owned(),
            Self::Chart(id, ending) => format!("{page}/charts/{id} {ending:?}"),
        }
    }
}

/// The charts of a page: drawn into it, or only the one that is asked for.
pub(super) struct Charts<'a> {
    page: &'a str,
    wanted: Wanted<'a>,
    found: Option<String>,
}

impl<'a> Charts<'a> {
    /// None yet.
    pub(super) fn new(page: &'a str, wanted: Wanted<'a>) -> Self {
        Self { page, wanted, found: None }
    }

    /// Puts a chart in its place.
    pub(super) fn add(&mut self, id: &str, chart: &AnyChart, labels: &Labels) -> Option<Chart> {
        match self.wanted {
            Wanted::Chart(wanted, _) => {
                if wanted == id {
                    self.found = chart.paper(labels);
                }
                None
            }
            Wanted::Page => {
                let (svg, wide) = chart.inline(labels)?;
                Some(Chart { svg, wide, href: format!("{}/charts/{id}", self.page) })
            }
        }
    }

    /// What is sent: the page, or the chart; `None` where the chart is not there or has nothing to show.
    pub(super) async fn made(
        self,
        app: &App,
        html: impl FnOnce() -> String,
    ) -> Result<Option<Made>, Failure> {
        match (self.wanted, self.found) {
            (Wanted::Page, _) => Ok(Some(Made::Html(html()))),
            (Wanted::Chart(_, Ending::Png), Some(paper)) => picture(app, paper).await,
            (Wanted::Chart(_, Ending::Svg), Some(paper)) => {
                let (svg, style) = standalone_svg(&paper);
                Ok(Some(Made::Svg(svg.into(), style)))
            }
            (Wanted::Chart(..), None) => Ok(None),
        }
    }
}

/// Makes the parts of a page of one round.
pub(super) struct Maker<'a, 'c> {
    pub(super) texts: &'static Texts,
    pub(super) locale: &'a Locale,
    pub(super) shown: &'a Shown,
    pub(super) about: &'a About,
    pub(super) charts: &'a mut Charts<'c>,
}

impl Maker<'_, '_> {
    /// A figure in words and numbers.
    pub(super) fn row(&self, code: &str, name: &str, figure: Option<&Figure>) -> Row {
        Row::new(code, name, &self.shown.method, figure)
    }

    fn labels(&self, title: String, text: &str, figure: Option<&Figure>) -> Labels {
        labels(self.texts, self.about, title, text, figure)
    }

    /// A chart of dots with its table.
    pub(super) fn lines(
        &mut self,
        id: &str,
        title: &str,
        what: &'static str,
        ranked: bool,
        lines: Vec<Line>,
        reference: Option<&Figure>,
    ) -> Lines {
        let numbers = Numbers::of(self.locale);
        let dot = |line: &Line| {
            let row = &line.row;
            let (estimate, low, high) = (row.estimate?, row.ci_low?, row.ci_high?);
            let (name, printed) = (short_name(&row.name), numbers.percent(estimate));
            Some(Dot { name, printed, estimate, low, high, head: line.head })
        };
        let dots: Vec<Dot> = lines.iter().filter_map(dot).collect();
        let reference = reference.filter(|_| dots.len() > 1).map(|figure| {
            let printed = [("estimate", numbers.percent(figure.estimate).into())];
            (figure.estimate, self.texts.with("chart-overall", printed))
        });
        let labels = self.labels(title.to_owned(), "chart-dots-text", self.shown.figure(&Scope::Whole, 0));
        let chart = self.charts.add(id, &AnyChart::Dots(DotChart { dots, reference }), &labels);
        Lines { label: title.to_owned(), what, ranked, chart, lines }
    }

    /// Contents, where there are several, and factors of a scope, in the order of the form.
    pub(super) fn factors(&mut self, scope: &Scope) -> Lines {
        let tree = &self.shown.round.form.tree;
        let contents = tree.storey(NodeKind::Content).count();
        let kept = |node: &Node| match node.kind {
            NodeKind::Content => contents > 1,
            kind => kind == NodeKind::Factor,
        };
        let mut nodes: Vec<(usize, &Node)> =
            tree.nodes.iter().enumerate().filter(|(_, node)| kept(node)).collect();
        // A content stands before its factors.
        nodes.sort_by_key(|(at, node)| (node.items.start, std::cmp::Reverse(node.items.end), *at));
        let lines = nodes.into_iter().map(|(at, node)| {
            let name = calm(node.title.get(self.locale));
            let row = self.row(node.code.as_str(), &name, self.shown.figure(scope, at));
            Line { row, href: None, rank: None, head: node.kind == NodeKind::Content }
        });
        let lines = lines.collect();
        let title = self.of_scope("results-factors", scope);
        let reference = self.shown.figure(scope, 0).filter(|_| *scope == Scope::Whole);
        self.lines("factors", &title, "column-factor", false, lines, reference)
    }

    /// Items by factor in a scope.
    pub(super) fn items(&mut self, scope: &Scope) -> Vec<Items> {
        let numbers = Numbers::of(self.locale);
        let round = self.shown.round.clone();
        let tree = &round.form.tree;
        let factors: Vec<_> = tree.storey(NodeKind::Factor).collect();
        factors
            .into_iter()
            .map(|(at, factor)| {
                let inside = tree.storey(NodeKind::Item).filter(|(_, item)| {
                    factor.items.start <= item.items.start && item.items.end <= factor.items.end
                });
                let items: Vec<Item> = inside
                    .map(|(node, item)| {
                        let scale = &tree.items[item.items.start];
                        let words = |level: usize| scale.labels[level].text.get(self.locale).to_owned();
                        Item {
                            name: item.title.get(self.locale).to_owned(),
                            figure: self.shown.figure(scope, node).cloned(),
                            levels: scale.levels().into_iter().map(words).collect(),
                        }
                    })
                    .collect();
                let rows = items.iter().filter_map(|item| {
                    let figure = item.figure.as_ref()?;
                    let printed = numbers.percent(figure.estimate);
                    Some(ShareRow { name: short_name(&item.name), printed, shares: figure.shares.clone() })
                });
                let levels = items.first().map(|item| item.levels.clone()).unwrap_or_default();
                let levels = if items.iter().all(|item| item.levels == levels) { levels } else { Vec::new() };
                let chart = AnyChart::Shares(ShareChart { rows: rows.collect(), levels });
                let name = factor.title.get(self.locale).to_owned();
                let figure = self.shown.figure(scope, at).cloned();
                let labels = self.labels(
                    self.named(&short_name(&name), scope),
                    "chart-shares-text",
                    figure.as_ref().or(self.shown.figure(scope, 0)),
                );
                let chart = self.charts.add(&format!("items-{}", factor.code), &chart, &labels);
                Items { factor: short_name(&name), chart, items }
            })
            .collect()
    }

    /// The map of agencies × factors, block by block.
    pub(super) fn heat(&mut self, blocks: &[(Option<String>, Vec<(String, Scope)>)]) -> Option<Chart> {
        let numbers = Numbers::of(self.locale);
        let tree = &self.shown.round.form.tree;
        let factors: Vec<_> = tree.storey(NodeKind::Factor).collect();
        let columns = factors.iter().map(|(_, f)| short_name(f.title.get(self.locale))).collect();
        let row = |(name, scope): &(String, Scope)| {
            let cell = |(node, _): &(usize, &Node)| {
                let figure = self.shown.figure(scope, *node)?;
                Some((numbers.short_percent(figure.estimate), figure.estimate))
            };
            HeatRow { name: name.clone(), cells: factors.iter().map(cell).collect() }
        };
        let blocks = blocks.iter().map(|(name, agencies)| (name.clone(), agencies.iter().map(row).collect()));
        let chart = AnyChart::Heat(HeatChart { columns, blocks: blocks.collect() });
        let whole = self.shown.figure(&Scope::Whole, 0);
        let labels = self.labels(self.texts.get("results-heat"), "chart-heat-text", whole);
        self.charts.add("heat", &chart, &labels)
    }

    /// Words with the name of a scope that is not the whole.
    fn of_scope(&self, key: &str, scope: &Scope) -> String {
        self.named(&self.texts.get(key), scope)
    }

    fn named(&self, what: &str, scope: &Scope) -> String {
        let round = &self.shown.round;
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

/// The words around a chart of a round.
pub(super) fn labels(
    texts: &Texts,
    about: &About,
    title: String,
    text: &str,
    figure: Option<&Figure>,
) -> Labels {
    let numbers = Numbers::of(&texts.locale);
    let sample = texts.get(if about.open_sample { "chart-note-open" } else { "chart-note-drawn" });
    let words = [
        ("round", about.title.as_str().into()),
        ("from", numbers.day(about.from).into()),
        ("to", numbers.day(about.to).into()),
        ("n", figure.map_or_else(|| "–".to_owned(), |f| numbers.whole(f.n)).into()),
        ("sample", sample.into()),
        ("method", format!("{}, {}", about.definition.scoring, about.definition.aggregation).into()),
    ];
    Labels { title, description: texts.get(text), note: texts.with("chart-note", words) }
}

/// A number over the rounds of a series, with the page that each round has about it.
pub(super) fn series_trend(
    texts: &Texts,
    charts: &mut Charts,
    id: &str,
    title: &str,
    points: Vec<(TrendPoint, About, String)>,
) -> SeriesTrend {
    let numbers = Numbers::of(&texts.locale);
    let year = |about: &About| about.to.date().year();
    let years: Vec<i16> = points.iter().map(|(_, about, _)| year(about)).collect();
    // Rounds of one year are told apart by their last month.
    let alone = |about: &About| years.iter().filter(|y| **y == year(about)).count() == 1;
    let label = |about: &About| {
        let date = about.to.date();
        if alone(about) { date.year().to_string() } else { format!("{}/{}", date.month(), date.year()) }
    };
    let mark = |(point, about, _): &(TrendPoint, About, String)| {
        let date = about.to.date();
        let within = if alone(about) { 0.0 } else { f64::from(date.day_of_year()) / 366.0 };
        TrendMark {
            at: f64::from(date.year()) + within,
            label: label(about),
            value: point
                .figure
                .as_ref()
                .map(|f| (numbers.percent(f.estimate), f.estimate, f.ci_low, f.ci_high)),
            breaks: point.breaks,
        }
    };
    let chart =
        TrendChart { marks: points.iter().map(mark).collect(), break_words: texts.get("trend-break") };
    let newest = points.iter().rev().find(|(point, ..)| point.figure.is_some());
    let chart = newest.and_then(|(point, about, _)| {
        let labels = labels(texts, about, title.to_owned(), "chart-trend-text", point.figure.as_ref());
        charts.add(id, &AnyChart::Trend(chart), &labels)
    });
    let line = |(point, about, href): (TrendPoint, About, String)| RoundLine {
        label: label(&about),
        about,
        href,
        figure: point.figure,
        breaks: point.breaks,
        change: point.change,
    };
    SeriesTrend { chart, points: points.into_iter().map(line).collect() }
}

/// A title that is printed in capitals, in small letters.
fn calm(text: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().collect();
    first + &letters.as_str().to_lowercase()
}

/// A title in small letters and without its examples in brackets.
pub(super) fn short_name(text: &str) -> String {
    let mut depth = 0u32;
    let mut plain = String::with_capacity(text.len());
    for c in calm(text).chars() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".");
    if plain.is_empty() { text.to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_in_brackets_go_and_a_title_that_is_nothing_else_stays() {
        assert_eq!(short_name("Kết quả (được cấp giấy tờ)"), "Kết quả");
        assert_eq!(short_name("Dễ tìm. (Như: (a) b). Rõ"), "Dễ tìm. . Rõ".replace(" .", "."));
        assert_eq!(short_name("(x)"), "(x)");
        assert_eq!(short_name("a) b"), "a) b");
        assert_eq!(short_name("VIỆC CUNG ỨNG DỊCH VỤ (CÂU 1)"), "Việc cung ứng dịch vụ");
    }

    #[test]
    fn a_file_has_a_name_and_a_known_ending() {
        let file = |name| Wanted::of(Some(name));
        assert_eq!(file("ranking-sở.ngành.svg"), Some(Wanted::Chart("ranking-sở.ngành", Ending::Svg)));
        assert_eq!(file("heat.png"), Some(Wanted::Chart("heat", Ending::Png)));
        assert_eq!((file("heat.gif"), file("heat")), (None, None));
    }
}
