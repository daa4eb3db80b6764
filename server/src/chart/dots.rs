//! Ranked dots with their intervals.

use super::{
    canvas::{
        Axis, BAND, FONT, GRID, Hang, INK, KEY, Labels, MARGIN, MARK, PHONE, SOFT, Theme, axis, count, draw,
    },
    text::{ems, wrap},
};

/// One line of dots; percent.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Its name.
    pub name: String,
    /// The number as printed, percent, and the ends of its interval; `None` where nothing is published.
    pub value: Option<(String, f64, f64, f64)>,
    /// Whether the dots after it are parts of it.
    pub head: bool,
}

/// The dots as rows of a table of numbers, all on one scale. They are without words, for the numbers stand beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracks {
    /// The scale, for the head of the table.
    pub scale: String,
    /// By dot; `None` where nothing is published.
    pub rows: Vec<Option<String>>,
}

/// Dots in the order of the table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DotChart {
    /// The dots.
    pub dots: Vec<Dot>,
    /// What they are compared with: percent and words.
    pub reference: Option<(f64, String)>,
}

const LINE: f64 = 17.0;
const TRACK: f64 = 25.0;
const AXIS: f64 = 26.0;
/// Width of a track; its height is a twentieth.
const TRACK_WIDTH: f64 = 400.0;
/// Half a dot, at both ends of a track.
const TRACK_MARGIN: f64 = 8.0;

impl DotChart {
    /// Around all dots and what they are compared with; `None` where there is no dot.
    fn axis(&self) -> Option<Axis> {
        let reference = self.reference.as_ref().map(|(value, _)| *value);
        let values = || self.dots.iter().filter_map(|d| d.value.as_ref());
        values().next()?;
        let lows = values().map(|(_, _, low, _)| *low).chain(reference);
        let highs = values().map(|(_, _, _, high)| *high).chain(reference);
        Some(axis(lows.reduce(f64::min)?, highs.reduce(f64::max)?, 7.0))
    }

    /// The dots for the rows of their table, in classes that the page gives colours; `None` where there is nothing to draw.
    pub fn tracks(&self) -> Option<Tracks> {
        let axis = self.axis()?;
        let x = |value: f64| TRACK_MARGIN + axis.share(value) * (TRACK_WIDTH - 2.0 * TRACK_MARGIN);
        let grid: String = axis.ticks().map(|tick| format!("M{:.0} 0v20", x(tick))).collect();
        let reference = self.reference.as_ref().map_or_else(String::new, |(value, _)| {
            format!("<path class=\"r\" d=\"M{:.0} 0v20\"/>", x(*value))
        });
        let row = |dot: &Dot| {
            let (_, estimate, low, high) = dot.value.as_ref()?;
            let [estimate, low, high] = [estimate, low, high].map(|value| x(*value));
            Some(format!(
                "<svg viewBox=\"0 0 {TRACK_WIDTH} 20\" aria-hidden=\"true\"><path class=\"g\" d=\"{grid}\"/>{reference}\
                 <path class=\"b\" d=\"M{low:.0} 10H{high:.0}\"/><circle cx=\"{estimate:.0}\" cy=\"10\" r=\"6\"/></svg>"
            ))
        };
        let ticks: Vec<f64> = axis.ticks().collect();
        let last = ticks.len().saturating_sub(1);
        let number = |(at, tick): (usize, &f64)| {
            // The outermost would be cut in half.
            let (x, anchor) = match at {
                0 => (0.0, "start"),
                at if at == last => (TRACK_WIDTH, "end"),
                _ => (x(*tick), "middle"),
            };
            format!("<text x=\"{x:.0}\" y=\"15\" text-anchor=\"{anchor}\">{tick:.0}</text>")
        };
        let numbers: String = ticks.iter().enumerate().map(number).collect();
        let scale = format!("<svg viewBox=\"0 0 {TRACK_WIDTH} 20\" aria-hidden=\"true\">{numbers}</svg>");
        Some(Tracks { scale, rows: self.dots.iter().map(row).collect() })
    }

    /// Draws it; `None` where there is nothing to draw.
    pub fn draw(&self, labels: &Labels, theme: Theme) -> Option<String> {
        let reference = self.reference.as_ref().map(|(value, _)| *value);
        let axis = self.axis()?;
        let x = |value: f64| MARGIN + axis.share(value) * (PHONE - 2.0 * MARGIN);
        let names: Vec<Vec<String>> =
            self.dots.iter().map(|d| wrap(&d.name, (PHONE - 2.0 * MARGIN - 56.0) / FONT, 2)).collect();
        let height = |lines: &Vec<String>| LINE * count(lines.len()) + TRACK;
        let floor: f64 = names.iter().map(height).sum();
        let named = if reference.is_some() { 18.0 } else { 0.0 };
        draw((PHONE, floor + AXIS + named), labels, theme, |canvas| {
            for tick in axis.ticks() {
                canvas.line((x(tick), 0.0), (x(tick), floor), GRID, 0.5)?;
                // The outermost would be cut in half.
                let (hang, at) = match tick {
                    _ if tick <= axis.from => (Hang::Left, MARGIN),
                    _ if tick >= axis.to => (Hang::Right, PHONE - MARGIN),
                    _ => (Hang::Centre, x(tick)),
                };
                canvas.text(&format!("{tick:.0}"), (at, floor + AXIS / 2.0), hang, FONT - 1.0, SOFT)?;
            }
            if let Some((value, words)) = &self.reference {
                let half = ems(words) * (FONT - 1.0) / 2.0;
                let at = x(*value).max(MARGIN + half).min(PHONE - MARGIN - half);
                canvas.text(words, (at, floor + AXIS + 6.0), Hang::Centre, FONT - 1.0, MARK)?;
            }
            let mut top = 0.0;
            for (dot, lines) in self.dots.iter().zip(&names) {
                for (i, line) in lines.iter().enumerate() {
                    let at = (MARGIN, top + LINE * (count(i) + 0.72));
                    match dot.head {
                        true => canvas.bold(line, at, Hang::Left, FONT, INK)?,
                        false => canvas.text(line, at, Hang::Left, FONT, INK)?,
                    }
                }
                let at = (PHONE - MARGIN, top + LINE * 0.72);
                let line = top + LINE * count(lines.len()) + 12.0;
                top += height(lines);
                let Some((printed, estimate, low, high)) = &dot.value else {
                    canvas.text("–", at, Hang::Right, FONT, SOFT)?;
                    continue;
                };
                canvas.bold(printed, at, Hang::Right, FONT, INK)?;
                if let Some(value) = reference {
                    canvas.line((x(value), line - 8.0), (x(value), line + 8.0), MARK, 1.5)?;
                }
                canvas.line((x(*low), line), (x(*high), line), BAND, 3.5)?;
                canvas.dot((x(*estimate), line), 5.5, KEY)?;
            }
            Ok(())
        })
    }
}
