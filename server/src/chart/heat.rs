//! Agencies × factors as a map of shades, the number in every cell.

use super::{
    canvas::{
        Axis, Canvas, DARK, FONT, Hang, INK, LIGHT, Labels, MARGIN, PHONE, SOFT, Theme, axis, count, draw,
    },
    text::{fit, wrap},
};
use plotters::style::RGBColor;

/// One agency.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Its name.
    pub name: String,
    /// By column: the number as printed and percent; `None` where nothing is published.
    pub cells: Vec<Option<(String, f64)>>,
}

/// Blocks and rows in the order of the table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HeatChart {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Agencies by block; the name of the block where there are several.
    pub blocks: Vec<(Option<String>, Vec<HeatRow>)>,
}

/// One hue from light to dark, so that whoever sees no colours sees the order.
const SHADES: [RGBColor; 6] = [
    RGBColor(0xe6, 0xf3, 0xef),
    RGBColor(0xc2, 0xe2, 0xd9),
    RGBColor(0x96, 0xcc, 0xbe),
    RGBColor(0x5c, 0xad, 0x9c),
    RGBColor(0x25, 0x79, 0x6a),
    RGBColor(0x0a, 0x5c, 0x4f),
];
const SMALL: f64 = 12.0;
const HEADING: f64 = 34.0;
const HEAD: f64 = 11.0;
const WIDE: f64 = 1000.0;
const NAMES: f64 = 226.0;

/// The shade of a value and the letters on it.
fn shade(share: f64) -> (RGBColor, RGBColor) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share from 0 to 1")]
    let at = ((share.clamp(0.0, 1.0) * 6.0) as usize).min(5);
    (SHADES[at], if at > 3 { LIGHT } else { DARK })
}

impl HeatChart {
    /// For a narrow page: names above their cells, columns by number. `None` where there is nothing to draw.
    pub fn draw_narrow(&self, labels: &Labels, theme: Theme) -> Option<String> {
        let columns = count(self.columns.len());
        let cell = (PHONE - 2.0 * MARGIN) / columns.max(1.0);
        let (row_height, head) = (44.0, 20.0);
        let list: Vec<Vec<String>> =
            self.columns.iter().map(|name| wrap(name, (PHONE - 2.0 * MARGIN - 24.0) / SMALL, 2)).collect();
        let listed = list.iter().map(|lines| 15.0 * count(lines.len()) + 3.0).sum::<f64>();
        let height = head + self.height(row_height, HEADING);
        let scale = self.scale()?;
        draw((PHONE, height + 34.0 + listed), labels, theme, |canvas| {
            for column in 0..self.columns.len() {
                let centre = MARGIN + cell * (count(column) + 0.5);
                canvas.text(&(column + 1).to_string(), (centre, head / 2.0), Hang::Centre, SMALL, SOFT)?;
            }
            let mut top = head;
            for (block, rows) in &self.blocks {
                if let Some(block) = block {
                    let block = fit(block, 0.92 * (PHONE - 2.0 * MARGIN) / FONT);
                    canvas.bold(&block, (MARGIN, top + HEADING * 0.6), Hang::Left, FONT, INK)?;
                    top += HEADING;
                }
                for row in rows {
                    let name = fit(&row.name, (PHONE - 2.0 * MARGIN) / FONT);
                    canvas.text(&name, (MARGIN, top + 10.0), Hang::Left, FONT, INK)?;
                    cells(canvas, row, &scale, (MARGIN, top + 20.0), (cell, 20.0), cell < 36.0)?;
                    top += row_height;
                }
            }
            self.legend(canvas, &scale, height + 12.0)?;
            let mut y = height + 34.0;
            for (column, lines) in list.iter().enumerate() {
                canvas.text(&(column + 1).to_string(), (MARGIN, y + 7.0), Hang::Left, SMALL, INK)?;
                for line in lines {
                    canvas.text(line, (MARGIN + 24.0, y + 7.0), Hang::Left, SMALL, SOFT)?;
                    y += 15.0;
                }
                y += 3.0;
            }
            Ok(())
        })
    }

    /// For a desk and for documents: names beside their cells, columns by name.
    pub fn draw_wide(&self, labels: &Labels, theme: Theme) -> Option<String> {
        let cell = (WIDE - 2.0 * MARGIN - NAMES) / count(self.columns.len()).max(1.0);
        let heads: Vec<Vec<String>> =
            self.columns.iter().map(|name| wrap(name, (cell - 4.0) / HEAD, 7)).collect();
        let head = 15.0 * count(heads.iter().map(Vec::len).max().unwrap_or(0)) + 10.0;
        let row_height = 28.0;
        let height = head + self.height(row_height, HEADING);
        let scale = self.scale()?;
        draw((WIDE, height + 30.0), labels, theme, |canvas| {
            for (column, lines) in heads.iter().enumerate() {
                let centre = MARGIN + NAMES + cell * (count(column) + 0.5);
                let first = head - 10.0 - 15.0 * count(lines.len());
                for (i, line) in lines.iter().enumerate() {
                    let at = (centre, first + 15.0 * (count(i) + 0.5));
                    canvas.text(line, at, Hang::Centre, HEAD, SOFT)?;
                }
            }
            let mut top = head;
            for (block, rows) in &self.blocks {
                if let Some(block) = block {
                    let block = fit(block, 0.92 * (WIDE - 2.0 * MARGIN) / FONT);
                    canvas.bold(&block, (MARGIN, top + HEADING * 0.6), Hang::Left, FONT, INK)?;
                    top += HEADING;
                }
                for row in rows {
                    let one = wrap(&row.name, (NAMES - 12.0) / FONT, 1);
                    let (size, lines) = match one.first() {
                        Some(line) if *line == row.name => (FONT, one),
                        _ => (11.0, wrap(&row.name, (NAMES - 12.0) / 11.0, 2)),
                    };
                    let first = top + 13.0 - 6.0 * count(lines.len().saturating_sub(1));
                    for (i, line) in lines.iter().enumerate() {
                        let at = (MARGIN, first + 12.0 * count(i));
                        canvas.text(line, at, Hang::Left, size, INK)?;
                    }
                    cells(canvas, row, &scale, (MARGIN + NAMES, top), (cell, 26.0), false)?;
                    top += row_height;
                }
            }
            self.legend(canvas, &scale, height + 14.0)
        })
    }

    fn rows(&self) -> impl Iterator<Item = &HeatRow> {
        self.blocks.iter().flat_map(|(_, rows)| rows)
    }

    fn height(&self, row: f64, heading: f64) -> f64 {
        let headings = self.blocks.iter().filter(|(name, _)| name.is_some()).count();
        row * count(self.rows().count()) + heading * count(headings)
    }

    fn scale(&self) -> Option<Axis> {
        let values = || self.rows().flat_map(|row| row.cells.iter().flatten().map(|(_, value)| *value));
        let (lowest, highest) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
        Some(axis(lowest, highest, 12.0))
    }

    fn legend(&self, canvas: &Canvas, scale: &Axis, y: f64) -> Result<(), ()> {
        let ends = [format!("{:.0} %", scale.from), format!("{:.0} %", scale.to)];
        canvas.text(&ends[0], (MARGIN, y), Hang::Left, SMALL, SOFT)?;
        for (i, colour) in SHADES.iter().enumerate() {
            canvas.block((MARGIN + 44.0 + 24.0 * count(i), y - 6.0), (24.0, 12.0), *colour)?;
        }
        canvas.text(&ends[1], (MARGIN + 44.0 + 24.0 * 6.0 + 8.0, y), Hang::Left, SMALL, SOFT)
    }
}

/// The cells of a row; whole numbers where there is no room for more.
fn cells(
    canvas: &Canvas,
    row: &HeatRow,
    scale: &Axis,
    (left, top): (f64, f64),
    (width, height): (f64, f64),
    whole: bool,
) -> Result<(), ()> {
    for (column, cell) in row.cells.iter().enumerate() {
        let x = left + width * count(column);
        match cell {
            None => canvas.block((x + width * 0.35, top + height / 2.0), (width * 0.3, 1.0), SOFT)?,
            Some((printed, value)) => {
                let (colour, letters) = shade(scale.share(*value));
                canvas.block((x + 1.0, top), (width - 2.0, height), colour)?;
                let rounded = format!("{:.0}", domain::index::round_half_up(*value, 0));
                let words = if whole { &rounded } else { printed };
                let centre = (x + width / 2.0, top + height / 2.0);
                canvas.text(words, centre, Hang::Centre, SMALL, letters)?;
            }
        }
    }
    Ok(())
}
