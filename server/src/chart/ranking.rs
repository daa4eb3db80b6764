//! Ranked dots with their intervals.

use super::widths::fit;
use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

/// One agency of a ranking; percent.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// Its name.
    pub name: String,
    /// The number as printed.
    pub printed: String,
    /// Percent.
    pub estimate: f64,
    /// Percent.
    pub low: f64,
    /// Percent.
    pub high: f64,
}

/// plotters draws on whole pixels; four to a unit keep dots where their numbers are.
const SCALE: i32 = 4;
/// As wide as a phone: a name stands above its line, so that both have the whole width.
const WIDTH: i32 = 380;
const MARGIN: i32 = 10;
const ROW: i32 = 42;
const AXIS: i32 = 26;
const FONT: i32 = 14;

/// Draws dots in the order of the table, with `title` and `description` for those who cannot see them. `None` where there is
/// nothing to draw.
pub fn ranking(dots: &[Dot], title: &str, description: &str) -> Option<String> {
    let lowest = dots.iter().map(|d| d.low).reduce(f64::min)?;
    let highest = dots.iter().map(|d| d.high).reduce(f64::max)?;
    let (from, to, step) = axis(lowest, highest);
    let rows = i32::try_from(dots.len()).ok()?;
    let (width, height) = (WIDTH * SCALE, (rows * ROW + AXIS) * SCALE);
    let mut svg = String::new();
    {
        let size = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let x = |value: f64| {
            let share = (value - from) / (to - from);
            #[expect(clippy::cast_possible_truncation, reason = "a pixel on the chart")]
            let pixels = (share * f64::from((WIDTH - 2 * MARGIN) * SCALE)).round() as i32;
            MARGIN * SCALE + pixels
        };
        let text = |hpos| {
            // plotters divides by 1.24 on the way into SVG.
            let font = ("sans-serif", f64::from(FONT * SCALE) * 1.24).into_font();
            TextStyle::from(font).color(&INK).pos(Pos::new(hpos, VPos::Center))
        };
        let floor = rows * ROW * SCALE;
        let mut tick = from;
        while tick <= to + 1e-9 {
            area.draw(&PathElement::new([(x(tick), 0), (x(tick), floor)], GRID.stroke_width(2))).ok()?;
            let at = (x(tick), floor + AXIS * SCALE / 2);
            area.draw(&Text::new(format!("{tick:.0}"), at, text(HPos::Center))).ok()?;
            tick += step;
        }
        for (row, dot) in (0..).zip(dots) {
            let (words, line) = ((row * ROW + 13) * SCALE, (row * ROW + 31) * SCALE);
            let name = fit(&dot.name, u32::try_from((WIDTH - 2 * MARGIN - 60) * 1_000 / FONT).ok()?);
            area.draw(&Text::new(name, (MARGIN * SCALE, words), text(HPos::Left))).ok()?;
            let printed = ((WIDTH - MARGIN) * SCALE, words);
            area.draw(&Text::new(dot.printed.clone(), printed, text(HPos::Right))).ok()?;
            area.draw(&PathElement::new([(x(dot.low), line), (x(dot.high), line)], KEY.stroke_width(14)))
                .ok()?;
            area.draw(&Circle::new((x(dot.estimate), line), 6 * SCALE, KEY_DARK.filled())).ok()?;
        }
        area.present().ok()?;
    }
    accessible(&svg, title, description)
}

const INK: RGBColor = RGBColor(0x17, 0x30, 0x2c);
const GRID: RGBColor = RGBColor(0xd5, 0xde, 0xdb);
const KEY: RGBColor = RGBColor(0x7f, 0xb8, 0xac);
const KEY_DARK: RGBColor = RGBColor(0x0b, 0x6b, 0x5c);

/// An axis around the data with a step that people count in. Dots need no zero; the axis says where it begins.
fn axis(lowest: f64, highest: f64) -> (f64, f64, f64) {
    let span = (highest - lowest).max(1.0);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0].into_iter().find(|s| span / s <= 7.0).unwrap_or(25.0);
    let (from, to) = ((lowest / step).floor() * step, (highest / step).ceil() * step);
    (from.max(0.0), if to > from { to.min(100.0) } else { from + step }, step)
}

/// Names the picture, lets it scale, and hides its pieces from screen readers, which read the table.
fn accessible(svg: &str, title: &str, description: &str) -> Option<String> {
    let (opening, rest) = svg.split_once('>')?;
    let (_, view) = opening.split_once("viewBox=\"")?;
    let (view, _) = view.split_once('"')?;
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{view}\" role=\"img\"><title>{}</title><desc>{}</desc>{}",
        escape(title),
        escape(description),
        rest.trim().replace("\n\n", "\n")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(name: &str, estimate: f64) -> Dot {
        let printed = format!("{estimate:.2}");
        Dot { name: name.into(), printed, estimate, low: estimate - 2.0, high: (estimate + 2.0).min(100.0) }
    }

    #[test]
    fn one_agency_forty_agencies_and_long_names_make_a_picture() {
        assert_eq!(ranking(&[], "t", "d"), None);
        let long = "Ủy ban nhân dân <phường> rất dài & có tên khó đọc nhất tỉnh";
        let one = ranking(&[dot(long, 100.0)], "Tiêu đề", "Mô tả").unwrap();
        assert!(one.contains("…") && !one.contains("<phường>") && one.contains("<title>Tiêu đề</title>"));
        assert!(!one.contains("style=") && !one.contains("width=\"1520\""), "{}", &one[..300]);
        let forty: Vec<Dot> = (0..40).map(|i| dot(&format!("Cơ quan {i}"), 60.0 + f64::from(i))).collect();
        assert_eq!(ranking(&forty, "t", "d").unwrap().matches("<circle").count(), 40);
    }

    #[test]
    fn the_axis_counts_in_round_steps_around_the_data() {
        assert_eq!(axis(71.3, 93.2), (70.0, 95.0, 5.0));
        assert_eq!(axis(99.0, 100.0), (99.0, 100.0, 1.0));
        assert_eq!(axis(0.0, 100.0), (0.0, 100.0, 20.0));
    }
}
