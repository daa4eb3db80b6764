//! Widths of text, by the font that charts are drawn with: plotters guesses 0.7 em a *byte*, which is wrong for
//! Vietnamese. Browsers' own sans-serif faces are as wide or narrower.

use anyhow::Result;
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    charmap::Charmap,
    metrics::GlyphMetrics,
    prelude::{LocationRef, Size},
};
use std::sync::LazyLock;

/// Noto Sans, for measuring and for pictures.
pub(crate) const REGULAR: &[u8] = include_bytes!("../../../style/fonts/NotoSans-Regular.ttf");
/// The same, bold.
pub(crate) const BOLD: &[u8] = include_bytes!("../../../style/fonts/NotoSans-Bold.ttf");

/// The glyphs of a font by character, and their advance widths.
pub(crate) struct FontMetrics {
    charmap: Charmap<'static>,
    glyphs: GlyphMetrics<'static>,
    /// Font units in an em.
    pub(crate) em: f32,
}

impl FontMetrics {
    /// Reads them from a font file.
    pub(crate) fn read(font: &'static [u8]) -> Result<Self> {
        let font = FontRef::new(font)?;
        let (unscaled, location) = (Size::unscaled(), LocationRef::default());
        let em = f32::from(font.metrics(unscaled, location).units_per_em);
        Ok(Self { charmap: font.charmap(), glyphs: font.glyph_metrics(unscaled, location), em })
    }

    /// The glyph of a character and its advance width in font units; `None` where the font lacks it.
    pub(crate) fn glyph(&self, c: char) -> Option<(GlyphId, f32)> {
        let glyph = self.charmap.map(c)?;
        Some((glyph, self.glyphs.advance_width(glyph)?))
    }

    /// The same; for a character that the font lacks, the glyph that is drawn in its place.
    pub(crate) fn glyph_or_notdef(&self, c: char) -> (GlyphId, f32) {
        let notdef = || (GlyphId::NOTDEF, self.glyphs.advance_width(GlyphId::NOTDEF).unwrap_or(0.0));
        self.glyph(c).unwrap_or_else(notdef)
    }
}

static METRICS: LazyLock<Option<FontMetrics>> = LazyLock::new(|| FontMetrics::read(REGULAR).ok());

/// The width of a text in ems.
pub(super) fn ems(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

fn advance(c: char) -> f64 {
    // A combining mark has no width; a letter that the font lacks is about as wide as an o.
    let Some(metrics) = METRICS.as_ref() else { return 0.6 };
    metrics.glyph(c).map_or(0.6, |(_, units)| f64::from(units) / f64::from(metrics.em))
}

/// Cuts a text to a width in ems, with an ellipsis where something is missing.
pub(super) fn fit(text: &str, most: f64) -> String {
    if ems(text) <= most {
        return text.to_owned();
    }
    let mut width = advance('…');
    let kept: String = text
        .chars()
        .take_while(|c| {
            width += advance(*c);
            width <= most
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// Breaks a text into at most `lines` lines of a width in ems; what does not fit ends in an ellipsis.
pub(super) fn wrap(text: &str, most: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let last = wrapped.len() == lines;
        match wrapped.last_mut() {
            Some(line) if last => {
                let rest = words.by_ref().fold(format!("{line} {word}"), |all, word| format!("{all} {word}"));
                *line = fit(&rest, most);
            }
            Some(line) if ems(line) + ems(" ") + ems(word) <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped.into_iter().map(|line| fit(&line, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_is_as_wide_as_its_letters() {
        assert!((ems("Sở Nội vụ") - ems("Sơ Nôi vu")).abs() < 1e-9);
        // Chromium sets it in Noto Sans at 16 px 173.156 px wide.
        let ours = ems("Sở Giáo dục và Đào tạo");
        assert!((ours - 173.156 / 16.0).abs() < 0.01, "{ours}");
    }

    #[test]
    fn long_names_end_in_an_ellipsis_within_the_width() {
        let long = "Sở Nông nghiệp và Môi trường tỉnh vùng cao phía Bắc";
        let cut = fit(long, 12.0);
        assert!(cut.ends_with('…') && ems(&cut) <= 12.0, "{cut}");
        assert_eq!(fit("Sở Y tế", 12.0), "Sở Y tế");
    }

    #[test]
    fn a_text_wraps_between_words_and_what_is_too_much_is_cut() {
        assert_eq!(wrap("một hai ba", 100.0, 2), ["một hai ba"]);
        let lines = wrap("Trách nhiệm giải trình của chính quyền về chính sách", 12.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && lines.iter().all(|l| ems(l) <= 12.0), "{lines:?}");
        assert_eq!(wrap("", 12.0, 2), [""; 0]);
        let one = wrap("Nghiêngngảnghiêngngảnghiêngngả", 5.0, 2);
        assert!(one.len() == 1 && one[0].ends_with('…'), "{one:?}");
    }
}
