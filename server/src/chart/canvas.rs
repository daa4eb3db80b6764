//! A sheet to draw on, in units of a CSS pixel on a phone; and the document around a drawing, with names for those who
//! cannot see it.

use super::{
    svg::SvgBackend,
    text::{ems, wrap},
};
use plotters::{
    coord::Shift,
    element::Drawable,
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

/// Where a drawing will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Inline in a page, in the page's colours and font, under a heading of the page.
    Page,
    /// In a document of its own: with title, note, white ground and Noto Sans.
    Paper,
}

/// The words around a chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// What it shows.
    pub title: String,
    /// How to read it, for those who cannot see it.
    pub description: String,
    /// Base, uncertainty and method, printed under the chart where it stands alone.
    pub note: String,
    /// Whose chart it is and where it was found, on a slide.
    pub source: String,
}

/// Text and lines.
pub(super) const INK: RGBColor = RGBColor(0x17, 0x30, 0x2c);
/// Secondary text.
pub(super) const SOFT: RGBColor = RGBColor(0x55, 0x70, 0x6b);
/// Grid.
pub(super) const GRID: RGBColor = RGBColor(0xd5, 0xde, 0xdb);
/// Estimates.
pub(super) const KEY: RGBColor = RGBColor(0x0b, 0x6b, 0x5c);
/// Intervals.
pub(super) const BAND: RGBColor = RGBColor(0x7f, 0xb8, 0xac);
/// What others are compared with, and breaks: an orange that nobody takes for the green (Okabe & Ito 2008).
pub(super) const MARK: RGBColor = RGBColor(0xb3, 0x5c, 0x00);
/// Dark letters on light cells, whatever the theme.
pub(super) const DARK: RGBColor = RGBColor(0x10, 0x21, 0x1e);
/// Light letters on dark cells.
pub(super) const LIGHT: RGBColor = RGBColor(0xff, 0xff, 0xff);

/// plotters draws on whole pixels; four to a unit keep marks where their numbers are.
const SCALE: f64 = 4.0;
/// As wide as a phone: words stand above their mark, so that both have the whole width.
pub(super) const PHONE: f64 = 380.0;
/// Left and right of everything.
pub(super) const MARGIN: f64 = 10.0;
/// Size of letters.
pub(super) const FONT: f64 = 14.0;
const SMALL: f64 = 11.0;
/// A slide, 16:9.
pub(super) const SLIDE: (f64, f64) = (960.0, 540.0);
/// Left and right of everything on a slide.
pub(super) const SLIDE_SIDE: f64 = 36.0;

type Area<'a> = DrawingArea<SvgBackend<'a>, Shift>;

/// Where a text hangs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hang {
    Left,
    Centre,
    Right,
}

/// The sheet. Coordinates begin below the title.
pub(super) struct Canvas<'a> {
    area: Area<'a>,
    top: f64,
}

type Drawn = Result<(), ()>;

impl Canvas<'_> {
    fn at(&self, (x, y): (f64, f64)) -> (i32, i32) {
        #[expect(clippy::cast_possible_truncation, reason = "a pixel on the chart")]
        let pixel = |v: f64| (v * SCALE).round() as i32;
        (pixel(x), pixel(y + self.top))
    }

    fn element<E>(&self, element: E) -> Drawn
    where
        for<'b> &'b E: plotters::element::PointCollection<'b, (i32, i32)>,
        for<'a> E: Drawable<SvgBackend<'a>>,
    {
        self.area.draw(&element).map_err(drop)
    }

    /// A straight line.
    pub(super) fn line(&self, from: (f64, f64), to: (f64, f64), colour: RGBColor, width: f64) -> Drawn {
        self.path(&[from, to], colour, width)
    }

    /// A line through points.
    pub(super) fn path(&self, points: &[(f64, f64)], colour: RGBColor, width: f64) -> Drawn {
        let points: Vec<_> = points.iter().map(|p| self.at(*p)).collect();
        self.element(PathElement::new(points, colour.stroke_width(self.at((width, 0.0)).0.unsigned_abs())))
    }

    /// A dashed upright line.
    pub(super) fn dashes(&self, x: f64, from: f64, to: f64, colour: RGBColor) -> Drawn {
        let mut y = from;
        while y < to {
            self.line((x, y), (x, (y + 4.0).min(to)), colour, 1.5)?;
            y += 8.0;
        }
        Ok(())
    }

    /// A filled area.
    pub(super) fn fill(&self, points: &[(f64, f64)], colour: RGBColor) -> Drawn {
        let points: Vec<_> = points.iter().map(|p| self.at(*p)).collect();
        self.element(Polygon::new(points, colour.mix(0.35).filled()))
    }

    /// A triangle around a point, of this height from there; it points down where that is negative.
    pub(super) fn triangle(&self, (x, y): (f64, f64), height: f64, colour: RGBColor) -> Drawn {
        let wide = height.abs();
        let corners = [(x - wide, y + height), (x + wide, y + height), (x, y - height)].map(|at| self.at(at));
        self.element(Polygon::new(corners.to_vec(), colour.filled()))
    }

    /// A filled rectangle.
    pub(super) fn block(&self, (x, y): (f64, f64), (width, height): (f64, f64), colour: RGBColor) -> Drawn {
        let corners = [self.at((x, y)), self.at((x + width, y + height))];
        self.element(Rectangle::new(corners, colour.filled()))
    }

    /// A dot.
    pub(super) fn dot(&self, centre: (f64, f64), radius: f64, colour: RGBColor) -> Drawn {
        self.element(Circle::new(self.at(centre), self.at((radius, 0.0)).0, colour.filled()))
    }

    /// A line of text, centred on its height.
    pub(super) fn text(&self, words: &str, at: (f64, f64), hang: Hang, size: f64, colour: RGBColor) -> Drawn {
        self.write(words, at, hang, size, colour, FontStyle::Normal)
    }

    /// The same, bold.
    pub(super) fn bold(&self, words: &str, at: (f64, f64), hang: Hang, size: f64, colour: RGBColor) -> Drawn {
        self.write(words, at, hang, size, colour, FontStyle::Bold)
    }

    fn write(
        &self,
        words: &str,
        at: (f64, f64),
        hang: Hang,
        size: f64,
        colour: RGBColor,
        style: FontStyle,
    ) -> Drawn {
        let hang = match hang {
            Hang::Left => HPos::Left,
            Hang::Centre => HPos::Center,
            Hang::Right => HPos::Right,
        };
        let font = ("sans-serif", size * SCALE, style).into_font();
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(hang, VPos::Center));
        self.element(Text::new(printable(words), self.at(at), style))
    }
}

/// A size of a chart in pixels.
fn pixels((width, height): (f64, f64)) -> (u32, u32) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size of a chart")]
    let pixel = |v: f64| (v * SCALE).round() as u32;
    (pixel(width), pixel(height))
}

/// A finished drawing.
pub(super) fn draw(
    (width, height): (f64, f64),
    labels: &Labels,
    theme: Theme,
    paint: impl Fn(&Canvas) -> Drawn,
) -> Option<String> {
    let room = width - 2.0 * MARGIN;
    let (title, note) = match theme {
        Theme::Page => (Vec::new(), Vec::new()),
        Theme::Paper => (wrap(&labels.title, 0.92 * room / FONT, 3), wrap(&labels.note, room / SMALL, 8)),
    };
    let lines = |lines: &[String], height: f64| height * count(lines.len());
    let top = if title.is_empty() { 0.0 } else { lines(&title, 19.0) + 14.0 };
    let bottom = if note.is_empty() { 0.0 } else { lines(&note, 15.0) + 14.0 };
    let (mut elements, size) = (String::new(), pixels((width, top + height + bottom)));
    {
        let canvas = Canvas { area: SvgBackend::new(&mut elements, size, theme).into_drawing_area(), top };
        let mut y = 17.0 - top;
        for line in &title {
            canvas.bold(line, (MARGIN, y), Hang::Left, FONT, INK).ok()?;
            y += 19.0;
        }
        paint(&canvas).ok()?;
        let mut y = height + 14.0;
        for line in &note {
            canvas.text(line, (MARGIN, y), Hang::Left, SMALL, SOFT).ok()?;
            y += 15.0;
        }
    }
    Some(document(&elements, size, labels, theme))
}

/// A finished slide: title above, note and source below; `paint` has the height between them.
pub(super) fn draw_slide(labels: &Labels, paint: impl Fn(&Canvas, f64) -> Drawn) -> Option<String> {
    let (mut elements, body) = (String::new(), slide_body(labels));
    let SlideBody { title, note, top, height } = body;
    {
        let area = SvgBackend::new(&mut elements, pixels(SLIDE), Theme::Paper).into_drawing_area();
        let canvas = Canvas { area, top };
        for (at, line) in title.iter().enumerate() {
            let y = 34.0 + 28.0 * count(at) - top;
            canvas.bold(line, (SLIDE_SIDE, y), Hang::Left, SLIDE_TITLE, INK).ok()?;
        }
        for (at, line) in note.iter().enumerate() {
            let y = height + 20.0 + 15.0 * count(at);
            canvas.text(line, (SLIDE_SIDE, y), Hang::Left, SMALL, SOFT).ok()?;
        }
        paint(&canvas, height).ok()?;
    }
    Some(document(&elements, pixels(SLIDE), labels, Theme::Paper))
}

/// A drawing for paper, without words around it, on a slide.
pub fn nested_slide(labels: &Labels, paper: &str) -> Option<String> {
    let frame = draw_slide(labels, |_, _| Ok(()))?;
    let SlideBody { top, height, .. } = slide_body(labels);
    let (start, rest) = paper.split_once(" width=\"")?;
    let rest = rest.split_once(" font-family=")?.1;
    let place = [SLIDE_SIDE, top, SLIDE.0 - 2.0 * SLIDE_SIDE, height].map(|v| v * SCALE);
    let [x, y, width, height] = place;
    let inner =
        format!("{start} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" font-family={rest}");
    Some(format!("{}{inner}</svg>", frame.strip_suffix("</svg>")?))
}

const SLIDE_TITLE: f64 = 22.0;

/// The lines around the body of a slide, and where it begins and how high it is.
struct SlideBody {
    title: Vec<String>,
    note: Vec<String>,
    top: f64,
    height: f64,
}

fn slide_body(labels: &Labels) -> SlideBody {
    let room = SLIDE.0 - 2.0 * SLIDE_SIDE;
    let title = wrap(&labels.title, 0.92 * room / SLIDE_TITLE, 2);
    let mut note = wrap(&labels.note, room / SMALL, 4);
    note.extend(wrap(&labels.source, room / SMALL, 1));
    let top = 28.0 * count(title.len()) + 26.0;
    let height = SLIDE.1 - top - 15.0 * count(note.len()) - 24.0;
    SlideBody { title, note, top, height }
}

/// Names the picture and lets it scale; where it stands alone it has a size, a font and a ground.
fn document(elements: &str, (width, height): (u32, u32), labels: &Labels, theme: Theme) -> String {
    let (title, description) = (escape(&labels.title), escape(&labels.description));
    let (attributes, ground) = match theme {
        Theme::Page => (String::new(), ""),
        Theme::Paper => {
            let unit = |pixels: u32| f64::from(pixels) / SCALE;
            let (width, height) = (unit(width), unit(height));
            (
                format!(
                    " width=\"{width}\" height=\"{height}\" font-family=\"Noto Sans, Arial, sans-serif\""
                ),
                "<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>",
            )
        }
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"{attributes} role=\"img\"><title>{title}</title><desc>{description}</desc>{ground}{elements}</svg>"
    )
}

/// Without what no XML document may hold.
fn printable(text: &str) -> String {
    let allowed = |c: char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect()
}

fn escape(text: &str) -> String {
    html_escape::encode_text(&printable(text)).into_owned()
}

/// An axis around the data with a step that people count in. Dots need no zero; the axis says where it begins.
pub(super) fn axis(lowest: f64, highest: f64, steps: f64) -> Axis {
    let span = (highest - lowest).max(1.0);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0].into_iter().find(|s| span / s <= steps).unwrap_or(25.0);
    let (from, to) = ((lowest / step).floor() * step, (highest / step).ceil() * step);
    let from = from.clamp(0.0, 100.0 - step);
    Axis { from, to: if to > from { to.min(100.0) } else { from + step }, step }
}

/// From where to where, in which steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    pub(super) from: f64,
    pub(super) to: f64,
    step: f64,
}

impl Axis {
    /// How far along the axis a value lies, from 0 to 1.
    pub(super) fn share(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }

    /// The values with a grid line.
    pub(super) fn ticks(&self) -> impl Iterator<Item = f64> + use<> {
        let Self { from, to, step } = *self;
        (0..=100).map(move |i| from + f64::from(i) * step).take_while(move |tick| *tick <= to + 1e-9)
    }
}

/// Whether a text fits into a width, in units.
pub(super) fn fits(words: &str, size: f64, width: f64) -> bool {
    ems(words) * size <= width
}

/// A number of lines or rows as a factor.
pub(super) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_counts_in_round_steps_around_the_data() {
        assert_eq!(axis(71.3, 93.2, 7.0), Axis { from: 70.0, to: 95.0, step: 5.0 });
        assert_eq!(axis(99.0, 100.0, 7.0), Axis { from: 99.0, to: 100.0, step: 1.0 });
        assert_eq!(axis(100.0, 100.0, 7.0), Axis { from: 99.0, to: 100.0, step: 1.0 });
        assert_eq!(axis(0.0, 100.0, 7.0), Axis { from: 0.0, to: 100.0, step: 20.0 });
        assert_eq!(axis(0.0, 0.0, 7.0).ticks().collect::<Vec<_>>(), [0.0, 1.0]);
    }
}
