//! From figures to what pages show: lines, charts, labels.

use super::super::{App, page::Failure};
use super::{Reader, respond::Content};
use crate::{
    cache::Rendered,
    chart::{
        Dot, DotChart, HeatChart, HeatRow, Labels, ShareChart, ShareRow, Theme, TrendChart, TrendMark,
        standalone_svg,
    },
    report::{RoundFigures, Scope, TrendPoint},
};
use app::{
    Numbers, Texts,
    results::{About, Chart, HeatLine, Item, Items, Line, Lines, RoundLine, SeriesTrend},
};
use domain::{
    Locale,
    form::{Node, NodeKind},
    index::{Figure, Interval},
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
        has_emblem: bool,
    ) -> Result<Option<Rendered>, Failure> {
        match (self.wanted, self.found) {
            (Wanted::Page, _) => {
                let html = tokio::task::block_in_place(html);
                let content = if has_emblem { Content::HtmlWithEmblem } else { Content::Html };
                Ok(Some(content.rendered(html)))
            }
            (Wanted::Chart(_, Ending::Png), Some(paper)) => {
                Ok(app.png_renderer.render(paper).await.map(|png| Content::Png.rendered(png)))
            }
            (Wanted::Chart(_, Ending::Svg), Some(paper)) => {
                Ok(Some(Content::Svg.rendered(standalone_svg(&paper))))
            }
            (Wanted::Chart(..), None) => Ok(None),
        }
    }
}

/// Makes the parts of a page of one round.
pub(super) struct Maker<'a, 'c> {
    pub(super) texts: &'static Texts,
    pub(super) locale: &'a Locale,
    pub(super) shown: &'a RoundFigures,
    pub(super) about: &'a About,
    pub(super) charts: &'a mut Charts<'c>,
}

/// What is said of a chart and its table.
pub(super) struct Spec<'a> {
    /// For its address.
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    /// Text key of what its lines are.
    pub(super) what: &'static str,
    /// The number whose n is the base of the chart.
    pub(super) base: Option<&'a Figure>,
}

impl<'a, 'c> Maker<'a, 'c> {
    pub(super) fn new(
        reader: &'a Reader,
        shown: &'a RoundFigures,
        about: &'a About,
        charts: &'a mut Charts<'c>,
    ) -> Self {
        Self { texts: reader.texts, locale: &reader.locale, shown, about, charts }
    }

    fn labels(&self, title: String, text: &str, figure: Option<&Figure>) -> Labels {
        labels(self.texts, self.about, title, text, figure)
    }

    /// A chart of dots with its table.
    pub(super) fn lines(
        &mut self,
        chart: Spec,
        ranked: bool,
        lines: Vec<Line>,
        reference: Option<&Figure>,
    ) -> Lines {
        let numbers = Numbers::of(self.locale);
        let dot = |line: &Line| {
            let value = line.figure.as_ref().map(|figure| marked(numbers, figure));
            Dot { name: line.name.clone(), value, head: line.head }
        };
        let dots: Vec<Dot> = lines.iter().map(dot).collect();
        let reference = reference.filter(|_| dots.len() > 1).map(|figure| {
            let printed = [("estimate", numbers.estimate(figure).into())];
            (figure.estimate, self.texts.with("chart-overall", printed))
        });
        let labels = self.labels(chart.title.to_owned(), "chart-dots-text", chart.base);
        let drawn = self.charts.add(chart.id, &AnyChart::Dots(DotChart { dots, reference }), &labels);
        Lines { label: chart.title.to_owned(), what: chart.what, ranked, chart: drawn, lines }
    }

    /// Contents, where there are several, and factors of a scope, in the order of the form.
    pub(super) fn factors(&mut self, scope: &Scope) -> Lines {
        let shown = self.shown;
        let tree = &shown.round.form.tree;
        let contents = tree.storey(NodeKind::Content).count();
        let kept = |node: &Node| match node.kind {
            NodeKind::Content => contents > 1,
            kind => kind == NodeKind::Factor,
        };
        let mut nodes: Vec<(usize, &Node)> =
            tree.nodes.iter().enumerate().filter(|(_, node)| kept(node)).collect();
        // A content stands before its factors.
        nodes.sort_by_key(|(at, node)| (node.items.start, std::cmp::Reverse(node.items.end), *at));
        let lines = nodes.into_iter().map(|(at, node)| Line {
            name: short_name(node.title.get(self.locale)),
            figure: shown.figure(scope, at).cloned(),
            href: None,
            rank: None,
            head: node.kind == NodeKind::Content,
        });
        let lines = lines.collect();
        let title = self.named(&self.texts.get("results-factors"), scope);
        let base = shown.figure(scope, 0);
        let chart = Spec { id: "factors", title: &title, what: "column-factor", base };
        self.lines(chart, false, lines, base.filter(|_| *scope == Scope::Whole))
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
                let rows = items.iter().map(|item| {
                    let printed = |figure: &Figure| (numbers.estimate(figure), figure.shares.clone());
                    ShareRow { name: short_name(&item.name), value: item.figure.as_ref().map(printed) }
                });
                let levels = items.first().map(|item| item.levels.clone()).unwrap_or_default();
                let levels = match items.iter().all(|item| item.levels == levels) {
                    true => levels,
                    false => ["level-lowest", "level-highest"].map(|key| self.texts.get(key)).to_vec(),
                };
                let chart = AnyChart::Shares(ShareChart { rows: rows.collect(), levels });
                let name = factor.title.get(self.locale).to_owned();
                let title = self.named(&short_name(&name), scope);
                let labels = self.labels(title, "chart-shares-text", self.shown.figure(scope, at));
                let chart = self.charts.add(&format!("items-{}", factor.code), &chart, &labels);
                Items { factor: short_name(&name), chart, items }
            })
            .collect()
    }

    /// The map of agencies × factors, block by block.
    pub(super) fn heat(
        &mut self,
        columns: &[String],
        blocks: &[(Option<String>, Vec<HeatLine>)],
    ) -> Option<Chart> {
        let numbers = Numbers::of(self.locale);
        let cell = |figure: &Option<Figure>| figure.as_ref().map(|f| (numbers.short_estimate(f), f.estimate));
        let row = |line: &HeatLine| HeatRow {
            name: line.name.clone(),
            cells: line.figures.iter().map(cell).collect(),
        };
        let blocks = blocks.iter().map(|(name, lines)| (name.clone(), lines.iter().map(row).collect()));
        let chart = AnyChart::Heat(HeatChart { columns: columns.to_vec(), blocks: blocks.collect() });
        let whole = self.shown.figure(&Scope::Whole, 0);
        let labels = self.labels(self.texts.get("results-heat"), "chart-heat-text", whole);
        self.charts.add("heat", &chart, &labels)
    }

    /// Words with the name of a scope that is not the whole.
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

/// The words around a chart of a round. Only dots and lines have intervals to explain.
pub(super) fn labels(
    texts: &Texts,
    about: &About,
    title: String,
    text: &str,
    figure: Option<&Figure>,
) -> Labels {
    let numbers = Numbers::of(&texts.locale);
    let sample = match (text, about.open_sample) {
        ("chart-dots-text" | "chart-trend-text", true) => texts.get("chart-note-open"),
        ("chart-dots-text" | "chart-trend-text", false) => texts.get("chart-note-drawn"),
        _ => texts.get(text),
    };
    let round = match text {
        "chart-trend-text" => texts.with("chart-note-newest", [("round", about.title.as_str().into())]),
        _ => about.title.clone(),
    };
    let words = [
        ("round", round.into()),
        ("from", numbers.day(about.from).into()),
        ("to", numbers.day(about.as_of.map_or(about.to, |day| about.to.min(day.max(about.from)))).into()),
        ("n", figure.map_or_else(|| "–".to_owned(), |f| numbers.whole(f.n)).into()),
        ("sample", sample.into()),
        ("method", about.short_method(texts).into()),
    ];
    Labels { title, description: texts.get(text), note: texts.with("chart-note", words) }
}

/// A figure as a mark: printed, estimate, lower and upper end; both ends are the estimate where there is no interval.
fn marked(numbers: Numbers, figure: &Figure) -> (String, f64, f64, f64) {
    let none = Interval { low: figure.estimate, high: figure.estimate };
    let Interval { low, high } = figure.interval.unwrap_or(none);
    (numbers.estimate(figure), figure.estimate, low, high)
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
    let labels_of: Vec<String> =
        labels_of_rounds(&points.iter().map(|(_, about, _)| about).collect::<Vec<_>>());
    let mut last = f64::NEG_INFINITY;
    let marks = points.iter().zip(&labels_of).map(|((point, about, _), label)| {
        let date = about.to.date();
        let year = f64::from(date.year()) + f64::from(date.day_of_year() - 1) / 366.0;
        // Two that end together still stand apart.
        last = year.max(last + 0.2);
        TrendMark {
            at: last,
            label: label.clone(),
            value: point.figure.as_ref().map(|figure| marked(numbers, figure)),
            breaks: point.breaks.is_some(),
        }
    });
    let chart = TrendChart { marks: marks.collect(), break_words: texts.get("trend-break") };
    let newest = points.iter().rev().find(|(point, ..)| point.figure.is_some());
    let chart = newest.and_then(|(point, about, _)| {
        let labels = labels(texts, about, title.to_owned(), "chart-trend-text", point.figure.as_ref());
        charts.add(id, &AnyChart::Trend(chart), &labels)
    });
    let line = |((point, about, href), label): ((TrendPoint, About, String), String)| RoundLine {
        label,
        about,
        href,
        figure: point.figure,
        breaks: point.breaks,
        change: point.change,
    };
    SeriesTrend { chart, points: points.into_iter().zip(labels_of).map(line).collect() }
}

/// Short names of rounds: the year, with the month where a year has several, the title where a month has.
fn labels_of_rounds(rounds: &[&About]) -> Vec<String> {
    let year = |about: &About| about.to.date().year().to_string();
    let month = |about: &About| format!("{}/{}", about.to.date().month(), about.to.date().year());
    let alone = |word: &dyn Fn(&About) -> String, about: &About| {
        rounds.iter().filter(|other| word(other) == word(about)).count() == 1
    };
    let label = |about: &&About| match () {
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

    #[test]
    fn a_file_has_a_name_and_a_known_ending() {
        let file = |name| Wanted::of(Some(name));
        assert_eq!(file("ranking-sở.ngành.svg"), Some(Wanted::Chart("ranking-sở.ngành", Ending::Svg)));
        assert_eq!(file("heat.png"), Some(Wanted::Chart("heat", Ending::Png)));
        assert_eq!((file("heat.gif"), file("heat")), (None, None));
    }
}
