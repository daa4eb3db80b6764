//! A number over the rounds of a series: a line with its band, broken where the numbers cannot be compared.

use super::{
    canvas::{
        Axis, BAND, Canvas, FONT, GRID, Hang, INK, KEY, Labels, MARGIN, MARK, PHONE, SLIDE, SOFT, Theme,
        axis, draw, draw_slide,
    },
    text::ems,
};

/// A round on the line; percent.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendMark {
    /// When, in years.
    pub at: f64,
    /// As it stands beneath the line, such as 2025.
    pub label: String,
    /// The number as printed, percent, and the ends of its interval; `None` where nothing is published.
    pub value: Option<(String, f64, f64, f64)>,
    /// Its n as printed, on a slide.
    pub n: String,
    /// Why it cannot be compared with the one before, in few words.
    pub breaks: Option<String>,
}

/// Rounds in the order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrendChart {
    /// The rounds.
    pub marks: Vec<TrendMark>,
}

const HEIGHT: f64 = 190.0;
const LEFT: f64 = 34.0;
const TOP: f64 = 26.0;
const FOOT: f64 = 26.0;

impl TrendChart {
    /// Draws it; `None` where fewer than two rounds have a number.
    pub fn draw(&self, labels: &Labels, theme: Theme) -> Option<String> {
        let axis = self.axis()?;
        let breaks = self.marks.iter().any(|m| m.breaks.is_some());
        let height = TOP + HEIGHT + FOOT + if breaks { 20.0 } else { 0.0 };
        draw((PHONE, height), labels, theme, |canvas| self.paint(canvas, &axis, (PHONE, HEIGHT), false))
    }

    /// Draws it for a slide, with the n of each round.
    pub fn draw_slide(&self, labels: &Labels) -> Option<String> {
        let axis = self.axis()?;
        draw_slide(labels, |canvas, height| {
            let height = height - TOP - FOOT - 40.0;
            self.paint(canvas, &axis, (SLIDE.0 - 2.0 * MARGIN, height), true)
        })
    }

    /// The axis around its numbers; `None` where fewer than two rounds have one.
    fn axis(&self) -> Option<Axis> {
        let shown: Vec<_> = self.marks.iter().filter_map(|m| m.value.as_ref()).collect();
        if shown.len() < 2 {
            return None;
        }
        let lowest = shown.iter().map(|(_, _, low, _)| *low).reduce(f64::min)?;
        let highest = shown.iter().map(|(_, _, _, high)| *high).reduce(f64::max)?;
        Some(axis(lowest - 1.0, highest + 1.0, 5.0))
    }

    fn paint(
        &self,
        canvas: &Canvas,
        axis: &Axis,
        (width, height): (f64, f64),
        with_n: bool,
    ) -> Result<(), ()> {
        let (Some(first), Some(last)) = (self.marks.first(), self.marks.last()) else { return Ok(()) };
        let (first, last) = (first.at, last.at);
        let right = width - MARGIN - 22.0;
        let x = |at: f64| LEFT + 26.0 + (at - first) / (last - first).max(1e-9) * (right - LEFT - 26.0);
        let y = |value: f64| TOP + (1.0 - axis.share(value)) * height;
        let floor = TOP + height;
        for tick in axis.ticks() {
            canvas.line((LEFT, y(tick)), (width - MARGIN, y(tick)), GRID, 0.5)?;
            canvas.text(&format!("{tick:.0}"), (LEFT - 6.0, y(tick)), Hang::Right, FONT - 2.0, SOFT)?;
        }
        let mut begin = 0;
        for end in 1..=self.marks.len() {
            if self.marks.get(end).is_some_and(|m| m.breaks.is_none() && m.value.is_some())
                && self.marks[end - 1].value.is_some()
            {
                continue;
            }
            let part: Vec<_> = self.marks[begin..end]
                .iter()
                .filter_map(|m| m.value.as_ref().map(|(_, value, low, high)| (x(m.at), *value, *low, *high)))
                .collect();
            if part.len() > 1 {
                let upper = part.iter().map(|(x, _, _, high)| (*x, y(*high)));
                let lower = part.iter().rev().map(|(x, _, low, _)| (*x, y(*low)));
                canvas.fill(&upper.chain(lower).collect::<Vec<_>>(), BAND)?;
                let line: Vec<_> = part.iter().map(|(x, value, ..)| (*x, y(*value))).collect();
                canvas.path(&line, KEY, 2.5)?;
            }
            begin = end;
        }
        let breaks = self.marks.windows(2).filter_map(|pair| {
            let words = pair[1].breaks.as_deref()?;
            Some(((x(pair[0].at) + x(pair[1].at)) / 2.0, words))
        });
        let breaks: Vec<(f64, &str)> = breaks.collect();
        let inside = |(middle, words): &(f64, &str)| {
            let half = ems(words) * (FONT - 2.0) / 2.0;
            middle.max(MARGIN + half).min(width - MARGIN - half)
        };
        let places = with_room(breaks.iter().map(|one| Some((inside(one), one.1))), FONT - 2.0, width);
        for ((middle, words), place) in breaks.iter().zip(places) {
            canvas.dashes(*middle, TOP - 12.0, floor + FOOT, MARK)?;
            if let Some(at) = place {
                let at = (at, floor + FOOT + 10.0);
                canvas.text(words, at, Hang::Centre, FONT - 2.0, MARK)?;
            }
        }
        let labels = self.marks.iter().map(|m| Some((x(m.at), m.label.as_str())));
        let numbers = self.marks.iter().map(|m| Some((x(m.at), m.value.as_ref()?.0.as_str())));
        let (labels, numbers) =
            (with_room(labels, FONT - 1.0, width), with_room(numbers, FONT * 1.08, width));
        for ((mark, label), number) in self.marks.iter().zip(labels).zip(numbers) {
            let at = x(mark.at);
            if let Some(label) = label {
                canvas.text(&mark.label, (label, floor + FOOT / 2.0), Hang::Centre, FONT - 1.0, INK)?;
            }
            if with_n {
                let at = (at, floor + FOOT + 30.0);
                canvas.text(&mark.n, at, Hang::Centre, FONT - 2.0, SOFT)?;
            }
            let Some((printed, value, low, high)) = &mark.value else { continue };
            canvas.line((at, y(*low)), (at, y(*high)), BAND, 3.5)?;
            canvas.dot((at, y(*value)), 5.5, KEY)?;
            if let Some(number) = number {
                let above = (y(*high) - 12.0).max(9.0);
                canvas.bold(printed, (number, above), Hang::Centre, FONT, INK)?;
            }
        }
        Ok(())
    }
}

/// Where texts of a line can stand without touching each other or the edge, the newest first; those without room are left
/// out, for the table has them.
fn with_room<'a>(
    texts: impl DoubleEndedIterator<Item = Option<(f64, &'a str)>>,
    size: f64,
    width: f64,
) -> Vec<Option<f64>> {
    let mut free = width - 2.0;
    let mut places: Vec<Option<f64>> = texts
        .rev()
        .map(|text| {
            let (at, words) = text?;
            let half = ems(words) * size / 2.0;
            let centre = if free >= width - 2.0 { at.min(free - half) } else { at };
            let fits = centre + half <= free && centre - half >= 2.0;
            fits.then(|| {
                free = centre - half - 5.0;
                centre
            })
        })
        .collect();
    places.reverse();
    places
}
