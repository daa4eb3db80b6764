//! The charts of a page, each drawn from the part of the page that it shows: inline in the page, or as a file.

use super::parts::short_name;
use crate::chart::{
    Dot, DotChart, HeatCell, HeatChart, HeatRow, Labels, ShareChart, ShareRow, SlideChart, SlideRow,
    SlideValue, Theme, Tracks, TrendChart, TrendMark, nested_slide, share_bar, share_key,
};
use app::{
    Numbers, Texts,
    results::{About, Drawings, Heat, HeatLine, Item, Items, Line, Lines, Rows, SeriesTrend},
};
use domain::index::{Figure, Interval};
use leptos::prelude::AnyView;

/// A page of results.
pub(super) trait ResultsPage {
    /// Its charts.
    fn charts(&self, texts: &Texts) -> Vec<PageChart>;

    /// Its markup, with the charts as drawn.
    fn view(&self, texts: &Texts, style: &str, drawings: &Drawings) -> AnyView;
}

/// A chart of a page, not drawn yet.
#[derive(Debug)]
pub(super) struct PageChart {
    /// In the page, and in the name of its file.
    pub(super) id: String,
    chart: AnyChart,
    /// Its rows as they stand on a slide, where it has other rows there.
    slide: Option<SlideChart>,
    labels: Labels,
    /// The same in the rows of a table, of charts that have one.
    pub(super) rows: Option<Rows>,
}

#[derive(Debug)]
enum AnyChart {
    Dots(DotChart),
    Trend(TrendChart),
    Shares(ShareChart),
    Heat { page: HeatChart, slide: HeatChart },
}

impl PageChart {
    /// Draws it for the page; `None` where it has nothing to show, or stands in the rows of a table.
    pub(super) fn inline(&self) -> Option<String> {
        match &self.chart {
            AnyChart::Trend(chart) => chart.draw(&self.labels, Theme::Page),
            AnyChart::Dots(_) | AnyChart::Shares(_) | AnyChart::Heat { .. } => None,
        }
    }

    /// Draws it for paper; `None` where it has nothing to show.
    pub(super) fn paper(&self) -> Option<String> {
        let (labels, theme) = (&self.labels, Theme::Paper);
        match &self.chart {
            AnyChart::Dots(chart) => chart.draw(labels, theme),
            AnyChart::Trend(chart) => chart.draw(labels, theme),
            AnyChart::Shares(chart) => chart.draw(labels, theme),
            AnyChart::Heat { page, .. } => page.draw(labels, theme),
        }
    }

    /// Draws it for a slide, with the line that says whose it is; `None` where it has nothing to show.
    pub(super) fn slide(&self, source: String) -> Option<String> {
        let labels = Labels { source, ..self.labels.clone() };
        match (&self.slide, &self.chart) {
            (Some(rows), _) => rows.draw(&labels),
            (None, AnyChart::Trend(chart)) => chart.draw_slide(&labels),
            (None, AnyChart::Heat { slide, .. }) => {
                nested_slide(&labels, &slide.draw(&Labels::default(), Theme::Paper)?)
            }
            (None, AnyChart::Dots(_) | AnyChart::Shares(_)) => None,
        }
    }

    /// Figures with their intervals.
    pub(super) fn of_lines(texts: &Texts, about: &About, lines: &Lines) -> Self {
        let numbers = Numbers::of(&texts.locale);
        let dot = |line: &Line| {
            let value = line.figure.as_ref().map(|figure| marked(numbers, figure));
            Dot { name: line.name.clone(), value, head: line.head }
        };
        let dots: Vec<Dot> = lines.lines.iter().map(dot).collect();
        let reference = lines.reference.as_ref().filter(|_| dots.len() > 1).map(|figure| {
            let printed = [("estimate", numbers.estimate(figure).into())];
            (figure.told().estimate, texts.with("chart-overall", printed))
        });
        let labels = labels(texts, about, lines.label.clone(), "chart-dots-text", lines.base.as_ref());
        let chart = DotChart { dots, reference: reference.clone() };
        let rows = chart.tracks().map(|Tracks { scale, rows }| Rows { heads: vec![scale], rows });
        let row = |line: &Line| slide_row(numbers, line.name.clone(), line.figure.as_ref(), line.head);
        let slide_rows = lines.lines.iter().map(row).collect();
        let slide = Some(SlideChart { rows: slide_rows, reference, levels: Vec::new() });
        Self { id: lines.id.clone(), chart: AnyChart::Dots(chart), slide, labels, rows }
    }

    /// How the answers to the items of a factor fall on their scales.
    pub(super) fn of_items(texts: &Texts, about: &About, items: &Items) -> Self {
        let numbers = Numbers::of(&texts.locale);
        let row = |item: &Item| {
            let printed = |figure: &Figure| (numbers.estimate(figure), figure.told().shares);
            ShareRow { name: short_name(&item.name), value: item.figure.as_ref().map(printed) }
        };
        let levels = items.items.first().map(|item| item.levels.clone()).unwrap_or_default();
        let bar = |item: &Item| {
            let shares = item.figure.as_ref()?.told().shares;
            Some(share_bar(&shares, &item.shares_text(texts)?))
        };
        let keys = (0..levels.len()).map(|level| share_key(level, levels.len())).collect();
        let rows = Some(Rows { heads: keys, rows: items.items.iter().map(bar).collect() });
        let levels = match items.items.iter().all(|item| item.levels == levels) {
            true => levels,
            false => ["level-lowest", "level-highest"].map(|key| texts.get(key)).to_vec(),
        };
        let slide_row = |item: &Item| slide_row(numbers, short_name(&item.name), item.figure.as_ref(), false);
        let slide_rows = items.items.iter().map(slide_row).collect();
        let slide = Some(SlideChart { rows: slide_rows, reference: None, levels: levels.clone() });
        let chart = ShareChart { rows: items.items.iter().map(row).collect(), levels };
        let labels = labels(texts, about, items.title.clone(), "chart-shares-text", items.base.as_ref());
        Self { id: items.id.clone(), chart: AnyChart::Shares(chart), slide, labels, rows }
    }

    /// Agencies × factors, block by block.
    pub(super) fn of_heat(texts: &Texts, about: &About, heat: &Heat) -> Self {
        let numbers = Numbers::of(&texts.locale);
        let against_averages = heat.against_averages();
        let cell = |(column, figure): (usize, &Option<Figure>)| {
            let figure = figure.as_ref()?;
            let (steps, standing) = against_averages(column, figure);
            Some(HeatCell { printed: numbers.short_estimate(figure), standing, steps })
        };
        let chart = |name: &dyn Fn(&HeatLine) -> String| {
            let row = |line: &HeatLine| HeatRow {
                name: name(line),
                cells: line.figures.iter().enumerate().map(cell).collect(),
            };
            let blocks =
                heat.blocks.iter().map(|(name, lines)| (name.clone(), lines.iter().map(row).collect()));
            HeatChart { columns: heat.columns.clone(), blocks: blocks.collect() }
        };
        // On a slide there is no table beneath with the n of each cell.
        let slide = chart(&|line| {
            let n = || line.figures.iter().flatten().map(|figure| figure.n);
            let told = n().min().zip(n().max()).map(|(least, most)| match least == most {
                true => format!(" (n = {})", numbers.whole(most)),
                false => format!(" (n = {}–{})", numbers.whole(least), numbers.whole(most)),
            });
            line.name.clone() + &told.unwrap_or_default()
        });
        let chart = AnyChart::Heat { page: chart(&|line| line.name.clone()), slide };
        let title = texts.get("results-heat");
        let labels = labels(texts, about, title, "chart-heat-text", heat.base.as_ref());
        Self { id: Heat::ID.to_owned(), chart, slide: None, labels, rows: None }
    }

    /// A number over the rounds of a series; `None` where no round has one.
    pub(super) fn of_trend(texts: &Texts, series: &SeriesTrend) -> Option<Self> {
        let numbers = Numbers::of(&texts.locale);
        let newest = series.points.iter().rev().find(|point| point.figure.is_some())?;
        let mut last = f64::NEG_INFINITY;
        let marks = series.points.iter().map(|point| {
            let date = point.about.to.date();
            let year = f64::from(date.year()) + f64::from(date.day_of_year() - 1) / 366.0;
            // Two that end together still stand apart.
            last = year.max(last + 0.2);
            TrendMark {
                at: last,
                label: point.label.clone(),
                value: point.figure.as_ref().map(|figure| marked(numbers, figure)),
                n: point.figure.as_ref().map_or_else(String::new, |f| format!("n = {}", numbers.whole(f.n))),
                breaks: point.broken().map(|key| texts.get(&key)),
            }
        });
        let chart = TrendChart { marks: marks.collect() };
        let (title, figure) = (series.title.clone(), newest.figure.as_ref());
        let labels = labels(texts, &newest.about, title, "chart-trend-text", figure);
        Some(Self { id: series.id.clone(), chart: AnyChart::Trend(chart), slide: None, labels, rows: None })
    }
}

/// The words around a chart of a round. Only dots and lines have intervals to explain.
fn labels(texts: &Texts, about: &About, title: String, text: &str, figure: Option<&Figure>) -> Labels {
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
    let mut note = vec![texts.with("chart-note", words)];
    note.extend(about.interim(texts));
    note.extend(about.cautions(texts));
    Labels { title, description: texts.get(text), note: note.join(" "), source: String::new() }
}

/// A row of a slide; shares are those of an item.
fn slide_row(numbers: Numbers, name: String, figure: Option<&Figure>, head: bool) -> SlideRow {
    let value = figure.map(|figure| {
        let (printed, estimate, low, high) = marked(numbers, figure);
        SlideValue { printed, interval: (estimate, low, high), shares: figure.told().shares }
    });
    let n = figure.map_or_else(String::new, |figure| format!("n = {}", numbers.whole(figure.n)));
    SlideRow { name, n, value, head }
}

/// A figure as a mark: printed, estimate, lower and upper end; both ends are the estimate where there is no interval.
fn marked(numbers: Numbers, figure: &Figure) -> (String, f64, f64, f64) {
    let figure = figure.told();
    let none = Interval { low: figure.estimate, high: figure.estimate };
    let Interval { low, high } = figure.interval.unwrap_or(none);
    (numbers.estimate(&figure), figure.estimate, low, high)
}
