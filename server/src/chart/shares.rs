//! Diverging stacked bars: how the answers of each item fall on its scale, the unhappy to the left.

use super::{
    canvas::{DARK, FONT, Hang, INK, LIGHT, Labels, MARGIN, PHONE, SOFT, Theme, count, draw, fits},
    text::{ems, fit, wrap},
};
use plotters::style::RGBColor;

/// One item.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareRow {
    /// Its words.
    pub name: String,
    /// The index as printed, and percent by level from the lowest score to the highest; `None` where nothing is
    /// published.
    pub value: Option<(String, Vec<f64>)>,
}

/// Items on scales with the same words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ShareChart {
    /// The items.
    pub rows: Vec<ShareRow>,
    /// The words of the scale, from the lowest score to the highest; only the ends where scales differ.
    pub levels: Vec<String>,
}

const LINE: f64 = 17.0;
const BAR: f64 = 18.0;
const GAP: f64 = 19.0;
const LEGEND: f64 = 18.0;
const SMALL: f64 = 12.0;
/// More than any form has, so that no words are cut.
const NAME_LINES: usize = 24;
/// Size of a bar in the row of a table.
const ROW: (f64, f64) = (320.0, 20.0);

/// Brown to green over grey: ColorBrewer's BrBG, which the colour-blind can tell (Harrower & Brewer 2003); dark ends
/// keep the order on grey paper.
const COLOURS: [(u8, u8, u8); 5] =
    [(0xa6, 0x61, 0x1a), (0xdf, 0xc2, 0x7d), (0xc9, 0xcf, 0xcd), (0x80, 0xcd, 0xc1), (0x01, 0x85, 0x71)];

/// The colour of a level, mixed where there are more than five, and of letters on it.
pub(super) fn colours(level: usize, of: usize) -> (RGBColor, RGBColor) {
    let at = if of > 1 { count(level) / count(of - 1) * 4.0 } else { 2.0 };
    let below = [0, 1, 2, 3].into_iter().rev().find(|i| count(*i) <= at).unwrap_or(0);
    let share = at - count(below);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
    let mix = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    let (low, high) = (COLOURS[below], COLOURS[below + 1]);
    let (red, green, blue) = (mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2));
    let light = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
    (RGBColor(red, green, blue), if light < 125.0 { LIGHT } else { DARK })
}

/// What lies left of the middle: the lower levels and half of the one in between.
fn left(shares: &[f64]) -> f64 {
    let half = shares.len() / 2;
    let middle = if shares.len() % 2 == 1 { shares[half] / 2.0 } else { 0.0 };
    shares[..half].iter().sum::<f64>() + middle
}

/// How the answers to an item fall, as a bar for the row of a table: the levels from the left, the lowest first. `words` say
/// the same to those who cannot see it.
pub fn share_bar(shares: &[f64], words: &str) -> String {
    let (width, height) = ROW;
    let mut at = 0.0;
    let mut parts = String::new();
    // As printed they add up to a little more or less than 100.
    let all: f64 = shares.iter().sum();
    for (level, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let (RGBColor(red, green, blue), letters) = colours(level, shares.len());
        let wide = share / all * width;
        parts.push_str(&format!(
            "<rect x=\"{at:.1}\" width=\"{wide:.1}\" height=\"{height}\" fill=\"#{red:02x}{green:02x}{blue:02x}\"/>"
        ));
        let printed = format!("{:.0}", domain::index::round_half_up(*share, 0));
        if fits(&printed, SMALL, wide - 4.0) {
            let (centre, class) = (at + wide / 2.0, if letters == LIGHT { " class=\"l\"" } else { "" });
            parts.push_str(&format!("<text x=\"{centre:.1}\" y=\"14.5\"{class}>{printed}</text>"));
        }
        at += wide;
    }
    let words = html_escape::encode_double_quoted_attribute(words);
    format!("<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{words}\">{parts}</svg>")
}

/// The colour of a level of so many, for the legend of a table.
pub fn share_key(level: usize, of: usize) -> String {
    let RGBColor(red, green, blue) = colours(level, of).0;
    format!(
        "<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" fill=\"#{red:02x}{green:02x}{blue:02x}\"/></svg>"
    )
}

impl ShareChart {
    /// Draws it; `None` where there is nothing to draw.
    pub fn draw(&self, labels: &Labels, theme: Theme) -> Option<String> {
        let room = PHONE - 2.0 * MARGIN;
        let values = || self.rows.iter().filter_map(|r| r.value.as_ref());
        let most_left = values().map(|(_, shares)| left(shares)).reduce(f64::max)?;
        let most_right = values().map(|(_, shares)| 100.0 - left(shares)).reduce(f64::max)?;
        let unit = room / (most_left + most_right).max(1.0);
        let middle = MARGIN + most_left * unit;
        let texts: Vec<_> =
            self.rows.iter().map(|r| wrap(&r.name, (room - 56.0) / FONT, NAME_LINES)).collect();
        let height_of = |lines: &Vec<String>| LINE * count(lines.len()) + BAR + GAP;
        let heights = self.rows.iter().zip(&texts).map(|(row, lines)| match row.value {
            Some(_) => height_of(lines),
            None => height_of(lines) - BAR,
        });
        let height = heights.sum::<f64>();
        let legend = self.legend_lines(room);
        let foot = LEGEND * count(legend.len()) + 6.0;
        draw((PHONE, height + foot), labels, theme, |canvas| {
            let mut top = 0.0;
            for (row, lines) in self.rows.iter().zip(&texts) {
                for (i, line) in lines.iter().enumerate() {
                    let at = top + LINE * (count(i) + 0.6);
                    canvas.text(line, (MARGIN, at), Hang::Left, FONT, INK)?;
                }
                let beside = (PHONE - MARGIN, top + LINE * 0.6);
                let Some((printed, shares)) = &row.value else {
                    canvas.text("–", beside, Hang::Right, FONT, SOFT)?;
                    top += LINE * count(lines.len()) + GAP;
                    continue;
                };
                canvas.bold(printed, beside, Hang::Right, FONT, INK)?;
                let bar = top + LINE * count(lines.len()) + 5.0;
                let mut at = middle - left(shares) * unit;
                for (level, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                    let (colour, letters) = colours(level, shares.len());
                    let width = share * unit;
                    canvas.block((at, bar), (width, BAR), colour)?;
                    let printed = format!("{:.0}", domain::index::round_half_up(*share, 0));
                    if fits(&printed, SMALL, width - 4.0) {
                        let centre = (at + width / 2.0, bar + BAR / 2.0);
                        canvas.text(&printed, centre, Hang::Centre, SMALL, letters)?;
                    }
                    at += width;
                }
                canvas.line((middle, bar - 4.0), (middle, bar), INK, 1.0)?;
                canvas.line((middle, bar + BAR), (middle, bar + BAR + 4.0), INK, 1.0)?;
                top += height_of(lines);
            }
            for (line, entries) in legend.iter().enumerate() {
                let y = height + LEGEND * (count(line) + 0.5);
                for (x, level, words) in entries {
                    canvas.block((*x, y - 5.0), (10.0, 10.0), colours(*level, self.levels.len()).0)?;
                    let words = fit(words, (room - 15.0) / SMALL);
                    canvas.text(&words, (x + 15.0, y), Hang::Left, SMALL, SOFT)?;
                }
            }
            Ok(())
        })
    }

    /// The legend, set in lines: place, level and words of each entry.
    fn legend_lines(&self, room: f64) -> Vec<Vec<(f64, usize, &str)>> {
        let mut lines: Vec<Vec<(f64, usize, &str)>> = Vec::new();
        let mut x = f64::INFINITY;
        for (level, words) in self.levels.iter().enumerate() {
            let width = 15.0 + (ems(words) * SMALL).min(room - 15.0) + 14.0;
            if x + width - 14.0 > MARGIN + room {
                lines.push(Vec::new());
                x = MARGIN;
            }
            if let Some(line) = lines.last_mut() {
                line.push((x, level, words));
            }
            x += width;
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_of_any_scale_has_a_colour_of_its_own() {
        for of in 1..=11 {
            let mut seen: Vec<RGBColor> = (0..of).map(|level| colours(level, of).0).collect();
            seen.dedup();
            assert_eq!(seen.len(), of);
        }
        assert_eq!(
            (colours(0, 5).0, colours(4, 5).0),
            (RGBColor(0xa6, 0x61, 0x1a), RGBColor(0x01, 0x85, 0x71))
        );
        assert_eq!(left(&[10.0, 20.0, 40.0, 20.0, 10.0]), 50.0);
        assert_eq!(left(&[10.0, 20.0, 30.0, 40.0]), 30.0);
    }
}
