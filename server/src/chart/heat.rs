//! Agencies × factors as a map of deviations from the average, the number in every cell.

use super::{
    canvas::{Canvas, DARK, FONT, Hang, INK, LIGHT, Labels, MARGIN, SOFT, Theme, count, draw},
    text::{ems, fit, wrap},
};
use domain::index::{DEVIATION_STEPS, Standing};
use plotters::style::RGBColor;

/// A cell of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatCell {
    /// The number as printed.
    pub printed: String,
    /// Whether it can be told from the average; a triangle says so.
    pub standing: Standing,
    /// How many steps it lies above the average; below it they are negative.
    pub steps: i8,
}

/// One agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    /// Its name.
    pub name: String,
    /// By column; `None` where nothing is published.
    pub cells: Vec<Option<HeatCell>>,
}

/// Blocks and rows in the order of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeatChart {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Agencies by block; the name of the block where there are several.
    pub blocks: Vec<(Option<String>, Vec<HeatRow>)>,
}

/// Brown to green over white (ColorBrewer's BrBG, which the colour-blind can tell). The lowest is the darkest of all, so that
/// it is seen first; style/results.css has the same.
const SHADES: [RGBColor; 7] = [
    RGBColor(0x8c, 0x51, 0x0a),
    RGBColor(0xdc, 0xa8, 0x58),
    RGBColor(0xf6, 0xe6, 0xc4),
    RGBColor(0xf3, 0xf6, 0xf4),
    RGBColor(0xd2, 0xeb, 0xe6),
    RGBColor(0x96, 0xcf, 0xc3),
    RGBColor(0x4f, 0xab, 0x9b),
];
const SMALL: f64 = 12.0;
const HEADING: f64 = 34.0;
const HEAD: f64 = 11.0;
const WIDE: f64 = 1000.0;
const NAMES: f64 = 226.0;
/// More than any form has, so that no name of a factor is cut.
const HEAD_LINES: usize = 16;

/// The shade of a number of steps and the letters on it.
fn shade(steps: i8) -> (RGBColor, RGBColor) {
    let at = usize::try_from(steps.clamp(-3, 3) + 3).unwrap_or(3);
    (SHADES[at], if at == 0 { LIGHT } else { DARK })
}

impl HeatChart {
    /// Draws it; `None` where there is nothing to draw.
    pub fn draw(&self, labels: &Labels, theme: Theme) -> Option<String> {
        let rows = || self.blocks.iter().flat_map(|(_, rows)| rows);
        rows().flat_map(|row| &row.cells).flatten().next()?;
        let cell = (WIDE - 2.0 * MARGIN - NAMES) / count(self.columns.len()).max(1.0);
        let heads: Vec<Vec<String>> =
            self.columns.iter().map(|name| wrap(name, (cell - 4.0) / HEAD, HEAD_LINES)).collect();
        let head = 15.0 * count(heads.iter().map(Vec::len).max().unwrap_or(0)) + 10.0;
        let row_height = 28.0;
        let headings = self.blocks.iter().filter(|(name, _)| name.is_some()).count();
        let height = head + row_height * count(rows().count()) + HEADING * count(headings);
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
                    cells(canvas, row, (MARGIN + NAMES, top), (cell, 26.0))?;
                    top += row_height;
                }
            }
            legend(canvas, height + 14.0)
        })
    }
}

fn legend(canvas: &Canvas, y: f64) -> Result<(), ()> {
    let width = 40.0;
    for (at, colour) in SHADES.into_iter().enumerate() {
        canvas.block((MARGIN + width * count(at), y - 8.0), (width, 10.0), colour)?;
    }
    // The bounds between the shades.
    let below = DEVIATION_STEPS.iter().rev().map(|step| format!("−{step:.0}"));
    let above = DEVIATION_STEPS.iter().map(|step| format!("+{step:.0}"));
    for (at, bound) in below.chain(above).enumerate() {
        canvas.text(&bound, (MARGIN + width * count(at + 1), y + 10.0), Hang::Centre, HEAD, SOFT)?;
    }
    Ok(())
}

fn cells(
    canvas: &Canvas,
    row: &HeatRow,
    (left, top): (f64, f64),
    (width, height): (f64, f64),
) -> Result<(), ()> {
    for (column, cell) in row.cells.iter().enumerate() {
        let x = left + width * count(column);
        match cell {
            None => canvas.block((x + width * 0.35, top + height / 2.0), (width * 0.3, 1.0), SOFT)?,
            Some(HeatCell { printed, standing, steps }) => {
                let (colour, letters) = shade(*steps);
                canvas.block((x + 1.0, top), (width - 2.0, height), colour)?;
                let centre = (x + width / 2.0, top + height / 2.0);
                canvas.text(printed, centre, Hang::Centre, SMALL, letters)?;
                let beside = (centre.0 + ems(printed) * SMALL / 2.0 + 8.0, centre.1);
                match standing {
                    Standing::Below => canvas.triangle(beside, -4.0, letters)?,
                    Standing::Above => canvas.triangle(beside, 4.0, letters)?,
                    Standing::Unclear => {}
                }
            }
        }
    }
    Ok(())
}
