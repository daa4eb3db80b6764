//! Sheets for counters as one PDF: agency, counter, an inviting sentence, a large code, the short address to type. No
//! name or picture of an officer: nobody answers freely under somebody's eyes.

use crate::chart::{BOLD, FontMetrics, REGULAR};
use anyhow::{Result, anyhow};
use app::admin::{LONG_NAME, Sheet, SheetLayout};
use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};
use qrcodegen::{QrCode, QrCodeEcc};
use std::sync::Arc;

/// Width and height of the page in millimetres, and columns and rows of sheets on it.
fn page_of(layout: SheetLayout) -> (f32, f32, usize, usize) {
    match layout {
        SheetLayout::A4 => (210.0, 297.0, 1, 1),
        SheetLayout::A5 => (148.0, 210.0, 1, 1),
        SheetLayout::A6 => (105.0, 148.0, 1, 1),
        SheetLayout::A5x2 => (297.0, 210.0, 2, 1),
        SheetLayout::A6x4 => (210.0, 297.0, 2, 2),
    }
}

/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;

/// A font to measure with and to draw with.
struct MeasuredFont {
    metrics: FontMetrics,
    font: Font,
}

impl MeasuredFont {
    fn of(bytes: &'static [u8]) -> Result<Self> {
        let metrics = FontMetrics::read(bytes)?;
        let font =
            Font::new(Arc::new(bytes.to_vec()).into(), 0).ok_or_else(|| anyhow!("a font cannot be read"))?;
        Ok(Self { metrics, font })
    }

    /// The glyphs of a line. The words of sheets are composed letters, one glyph each.
    fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |(at, c): (usize, char)| {
            let (id, units) = self.metrics.glyph_or_notdef(c);
            let (id, advance) = (GlyphId::new(id.to_u32()), units / self.metrics.em);
            KrillaGlyph::new(id, advance, 0.0, 0.0, 0.0, at..at + c.len_utf8(), None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// Its width in ems.
    fn width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.metrics.glyph_or_notdef(c).1).sum::<f32>() / self.metrics.em
    }

    /// A text in lines of at most so many ems; a word that is too long is broken, so that nothing is drawn smaller for it.
    fn lines(&self, text: &str, most: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(" ") + self.width(word) <= most => {
                    line.push(' ');
                    line.push_str(word);
                    continue;
                }
                _ => lines.push(String::new()),
            }
            for letter in word.chars() {
                let line = lines.last().map_or("", String::as_str);
                if !line.is_empty() && self.width(line) + self.width(letter.encode_utf8(&mut [0; 4])) > most {
                    lines.push(String::new());
                }
                lines.last_mut().iter_mut().for_each(|line| line.push(letter));
            }
        }
        lines
    }
}

/// All sheets as one PDF.
pub(crate) fn sheets_pdf(sheets: &[Sheet], layout: SheetLayout, title: &str) -> Result<Vec<u8>> {
    let (regular, bold) = (MeasuredFont::of(REGULAR)?, MeasuredFont::of(BOLD)?);
    let (width, height, columns, rows) = page_of(layout);
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()));
    for on_page in sheets.chunks(columns * rows) {
        let size =
            PageSettings::from_wh(width * MM, height * MM).ok_or_else(|| anyhow!("no page has this size"))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        let (wide, high) = (width * MM / columns_f(columns), height * MM / columns_f(rows));
        for (at, sheet) in on_page.iter().enumerate() {
            let (x, y) = (columns_f(at % columns) * wide, columns_f(at / columns) * high);
            draw(&mut surface, &regular, &bold, sheet, (x, y, wide, high))?;
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| anyhow!("the PDF cannot be written: {error:?}"))
}

#[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
fn columns_f(n: usize) -> f32 {
    n as f32
}

/// One sheet in its rectangle: from above the inviting sentence, the code, the address; agency and counter at the foot.
fn draw(
    surface: &mut Surface,
    regular: &MeasuredFont,
    bold: &MeasuredFont,
    sheet: &Sheet,
    (x, y, width, height): (f32, f32, f32, f32),
) -> Result<()> {
    // Everything follows the width, so that A6 is A4 made small.
    let unit = width / 100.0;
    let (margin, middle) = (7.0 * unit, x + width / 2.0);
    let inner = width - 2.0 * margin;
    let ink = |surface: &mut Surface, (red, green, blue): (u8, u8, u8)| {
        let fill = Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() };
        surface.set_fill(Some(Fill { rule: FillRule::NonZero, ..fill }));
    };
    let mut at = y + 9.0 * unit;
    let put = |surface: &mut Surface, kind: &MeasuredFont, text: &str, size: f32, colour, at: &mut f32| {
        ink(surface, colour);
        for line in kind.lines(text, inner / size) {
            *at += size * 1.22;
            let start = Point::from_xy(middle - kind.width(&line) * size / 2.0, *at - size * 0.22);
            surface.draw_glyphs(start, &kind.glyphs(&line), kind.font.clone(), &line, size, false);
        }
    };
    const INK: (u8, u8, u8) = (23, 48, 44);
    const SOFT: (u8, u8, u8) = (82, 107, 102);
    const KEY: (u8, u8, u8) = (11, 107, 92);
    for (nth, words) in sheet.inviting.iter().enumerate() {
        let (size, colour) = if nth == 0 { (6.6 * unit, KEY) } else { (4.2 * unit, SOFT) };
        put(surface, bold, words, size, colour, &mut at);
    }
    let (agency, place) = (size_of_name(&sheet.agency, 5.0, 3.0), size_of_name(&sheet.place, 4.0, 2.4));
    let (agency, place) = (agency * unit, place * unit);
    let high = |kind: &MeasuredFont, text: &str, size: f32| {
        columns_f(kind.lines(text, inner / size).len()) * size * 1.22
    };
    let foot = high(bold, &sheet.agency, agency) + high(regular, &sheet.place, place) + 7.0 * unit;
    let below = columns_f(sheet.anonymous.len()) * 5.2 * unit + 14.0 * unit;
    // Four modules around a code stay white, or some readers do not find it; a short address has 29 or 33 in all.
    let room = y + height - foot - below - at;
    let side = (room / (1.0 + 8.0 / 29.0)).min(inner * 0.75).max(inner * 0.3);
    let quiet = side * 4.0 / 29.0;
    at += quiet;
    code(surface, &sheet.url, middle - side / 2.0, at, side)?;
    at += side + quiet;
    put(surface, regular, &sheet.or_type, 3.6 * unit, SOFT, &mut at);
    // A long address is typed from one line as long as it can be read there.
    let typed = (inner / bold.width(&sheet.typed).max(0.1)).clamp(3.2 * unit, 5.2 * unit);
    put(surface, bold, &sheet.typed, typed, INK, &mut at);
    at += 1.5 * unit;
    for words in &sheet.anonymous {
        put(surface, regular, words, 3.5 * unit, SOFT, &mut at);
    }
    let mut at = y + height - foot;
    put(surface, bold, &sheet.agency, agency, INK, &mut at);
    put(surface, regular, &sheet.place, place, INK, &mut at);
    Ok(())
}

/// The size of a name in hundredths of a sheet's width: the usual one, or the least at which a long one is still read.
fn size_of_name(name: &str, usual: f32, least: f32) -> f32 {
    if name.chars().count() > LONG_NAME { least } else { usual }
}

/// A QR code as one black path.
fn code(surface: &mut Surface, url: &str, x: f32, y: f32, side: f32) -> Result<()> {
    let code =
        QrCode::encode_text(url, QrCodeEcc::Medium).map_err(|_| anyhow!("too long for a QR code: {url}"))?;
    #[expect(clippy::cast_precision_loss, reason = "at most 177 modules")]
    let module = |n: i32| n as f32 * side / code.size() as f32;
    let mut path = PathBuilder::new();
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let run = (column..code.size()).take_while(|c| code.get_module(*c, row)).count();
            let run = i32::try_from(run)?;
            if run > 0 {
                let (left, top) = (x + module(column), y + module(row));
                // A hair of overlap, or viewers show white lines between rows.
                let block = Rect::from_xywh(left, top, module(run), module(1) * 1.02);
                path.push_rect(block.ok_or_else(|| anyhow!("a code without size"))?);
            }
            column += run.max(1);
        }
    }
    surface.set_fill(Some(Fill::default()));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_without_blanks_is_broken_into_full_lines_and_loses_no_letter() {
        let font = MeasuredFont::of(BOLD).unwrap();
        let word = "Trungtâmphụcvụhànhchínhcông".repeat(8);
        let lines = font.lines(&format!("Sở {word} Nội vụ"), 20.0);
        assert!(lines.len() > 3 && lines.iter().all(|line| font.width(line) <= 20.0), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), format!("Sở{word}Nộivụ"));
        let address = "khaosat.example.gov.vn/s/abcdefghjk";
        assert_eq!(font.lines(address, 40.0), [address]);
    }
}
