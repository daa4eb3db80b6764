//! Charts for slides, 16:9: a row for each line with its n, in as many columns as their number needs.

use super::{
    canvas::{
        BAND, Canvas, GRID, Hang, INK, KEY, Labels, MARK, SLIDE, SLIDE_SIDE, SOFT, axis, count, draw_slide,
        fits,
    },
    shares::colours,
    text::wrap,
};

/// A row of a slide.
#[derive(Debug, Clone, PartialEq)]
pub struct SlideRow {
    /// Its name.
    pub name: String,
    /// Its n as printed; nothing where nothing is published.
    pub n: String,
    /// Its number; `None` where nothing is published.
    pub value: Option<SlideValue>,
    /// Whether the rows after it are parts of it.
    pub head: bool,
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq)]
pub struct SlideValue {
    /// The number as printed.
    pub printed: String,
    /// The number and the ends of its interval, percent.
    pub interval: (f64, f64, f64),
    /// How answers fall on the levels, percent, from the lowest; drawn instead of the interval where there are some.
    pub shares: Vec<f64>,
}

/// Rows in the order of the table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SlideChart {
    /// The rows.
    pub rows: Vec<SlideRow>,
    /// What they are compared with: percent and words.
    pub reference: Option<(f64, String)>,
    /// The words of the levels, where shares are drawn.
    pub levels: Vec<String>,
}

/// So many rows stand in a column before there is another.
const MOST_ROWS: usize = 14;
/// Between columns.
const GUTTER: f64 = 26.0;
/// For the axis or the legend, below the rows.
const FOOT: f64 = 26.0;
/// For the head of the columns.
const HEAD: f64 = 18.0;

/// Where things stand in a column.
struct Column {
    left: f64,
    name: f64,
    n: f64,
    number: f64,
    track: (f64, f64),
}

impl SlideChart {
    /// Draws it; `None` where there is nothing to draw.
    pub fn draw(&self, labels: &Labels) -> Option<String> {
        let values = || self.rows.iter().filter_map(|row| row.value.as_ref());
        values().next()?;
        let reference = self.reference.as_ref().map(|(value, _)| *value);
        let lows = values().map(|value| value.interval.1).chain(reference);
        let highs = values().map(|value| value.interval.2).chain(reference);
        let columns = self.rows.len().div_ceil(MOST_ROWS);
        let steps = if columns > 1 { 3.0 } else { 7.0 };
        let axis = match self.levels.is_empty() {
            true => axis(lows.reduce(f64::min)?, highs.reduce(f64::max)?, steps),
            false => axis(0.0, 100.0, steps),
        };
        let per_column = self.rows.len().div_ceil(columns);
        let width = (SLIDE.0 - 2.0 * SLIDE_SIDE - GUTTER * (count(columns) - 1.0)) / count(columns);
        draw_slide(labels, |canvas, height| {
            // Items are sentences and need several lines; agencies stand close.
            let most = if self.levels.is_empty() { 38.0 } else { 84.0 };
            let row = ((height - FOOT - HEAD) / count(per_column)).min(most);
            let size = (0.42 * row).clamp(6.0, 15.0);
            let floor = HEAD + row * count(per_column);
            for (nth, rows) in self.rows.chunks(per_column).enumerate() {
                let left = SLIDE_SIDE + count(nth) * (width + GUTTER);
                let (n, number) = (5.2 * size, 3.6 * size);
                let name = (width * if columns > 1 { 0.42 } else { 0.4 }).min(width - n - number - 90.0);
                let track = (left + name + n + number + 16.0, left + width);
                let column =
                    Column { left, name, n: left + name + n, number: left + name + n + number, track };
                let x = |value: f64| track.0 + axis.share(value) * (track.1 - track.0);
                canvas.text("%", (column.number, HEAD / 2.0), Hang::Right, size.min(12.0), SOFT)?;
                if self.levels.is_empty() {
                    for tick in axis.ticks() {
                        canvas.line((x(tick), HEAD), (x(tick), floor), GRID, 0.5)?;
                        let at = (x(tick), floor + 9.0);
                        canvas.text(&format!("{tick:.0}"), at, Hang::Centre, 11.0, SOFT)?;
                    }
                }
                if let Some((value, _)) = &self.reference {
                    canvas.line((x(*value), HEAD), (x(*value), floor), MARK, 1.5)?;
                }
                for (at, line) in rows.iter().enumerate() {
                    self.row(canvas, line, &column, (HEAD + row * count(at), row, size), &x)?;
                }
            }
            match &self.reference {
                Some((_, words)) => {
                    let y = height - 6.0;
                    canvas.line((SLIDE_SIDE, y - 7.0), (SLIDE_SIDE, y + 7.0), MARK, 1.5)?;
                    canvas.text(words, (SLIDE_SIDE + 7.0, y), Hang::Left, 11.0, MARK)
                }
                None => self.legend(canvas, height - 8.0),
            }
        })
    }

    fn row(
        &self,
        canvas: &Canvas,
        row: &SlideRow,
        column: &Column,
        (top, height, size): (f64, f64, f64),
        x: &dyn Fn(f64) -> f64,
    ) -> Result<(), ()> {
        let middle = top + height / 2.0;
        // Smaller letters in as many lines as there is room for, if one is too short for the name.
        let one = fits(&row.name, size, column.name - 6.0);
        let letters = if one { size } else { size * 0.88 };
        let lines = if height >= 4.6 * letters { 4 } else { 2 };
        let names = wrap(&row.name, (column.name - 6.0) / letters, lines);
        for (at, line) in names.iter().enumerate() {
            let y = middle + (count(at) - (count(names.len()) - 1.0) / 2.0) * letters * 1.12;
            match row.head {
                true => canvas.bold(line, (column.left, y), Hang::Left, letters, INK)?,
                false => canvas.text(line, (column.left, y), Hang::Left, letters, INK)?,
            }
        }
        let Some(value) = &row.value else {
            return canvas.text("–", (column.number, middle), Hang::Right, size, SOFT);
        };
        canvas.text(&row.n, (column.n, middle), Hang::Right, size * 0.9, SOFT)?;
        canvas.bold(&value.printed, (column.number, middle), Hang::Right, size, INK)?;
        if value.shares.is_empty() {
            let (estimate, low, high) = value.interval;
            canvas.line((x(low), middle), (x(high), middle), BAND, 3.5)?;
            return canvas.dot((x(estimate), middle), 5.0_f64.min(height / 4.0), KEY);
        }
        let (mut left, wide) = (column.track.0, column.track.1 - column.track.0);
        for (level, share) in value.shares.iter().enumerate() {
            let (colour, ink) = colours(level, value.shares.len());
            let part = wide * share / 100.0;
            let thick = (height * 0.6).min(26.0);
            canvas.block((left, middle - thick / 2.0), (part, thick), colour)?;
            let words = format!("{:.0}", domain::index::round_half_up(*share, 0));
            if fits(&words, size * 0.8, part - 4.0) {
                canvas.text(&words, (left + part / 2.0, middle), Hang::Centre, size * 0.8, ink)?;
            }
            left += part;
        }
        Ok(())
    }

    /// The levels with their colours.
    fn legend(&self, canvas: &Canvas, y: f64) -> Result<(), ()> {
        let wide = (SLIDE.0 - 2.0 * SLIDE_SIDE) / count(self.levels.len().max(1));
        for (level, words) in self.levels.iter().enumerate() {
            let left = SLIDE_SIDE + wide * count(level);
            canvas.block((left, y - 5.0), (10.0, 10.0), colours(level, self.levels.len()).0)?;
            let words = wrap(words, (wide - 18.0) / 11.0, 1).concat();
            canvas.text(&words, (left + 15.0, y), Hang::Left, 11.0, SOFT)?;
        }
        Ok(())
    }
}
