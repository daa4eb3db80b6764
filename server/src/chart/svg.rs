//! The SVG that plotters draws into: no attribute that says what is the default, and on a page the page's own colours.

use super::canvas::Theme;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    text_anchor::HPos,
};
use std::{
    convert::Infallible,
    fmt::{self, Display, Formatter, Write},
};

/// The colours that a page sets by itself: the colour drawn with, and the page's name for it.
const PAGE_COLOURS: [((u8, u8, u8), &str); 6] = [
    ((0x17, 0x30, 0x2c), "var(--ink)"),
    ((0x55, 0x70, 0x6b), "var(--soft)"),
    ((0xd5, 0xde, 0xdb), "var(--line)"),
    ((0x0b, 0x6b, 0x5c), "var(--key)"),
    ((0x7f, 0xb8, 0xac), "var(--band)"),
    ((0xb3, 0x5c, 0x00), "var(--mark)"),
];

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Writes elements of SVG, one a line, after one another.
pub(super) struct SvgBackend<'a> {
    elements: &'a mut String,
    size: (u32, u32),
    theme: Theme,
}

impl<'a> SvgBackend<'a> {
    /// A drawing of a width and height in pixels.
    pub(super) fn new(elements: &'a mut String, size: (u32, u32), theme: Theme) -> Self {
        Self { elements, size, theme }
    }

    fn write(&mut self, element: fmt::Arguments) -> Drawn {
        let Ok(()) = self.elements.write_fmt(element) else { unreachable!("a string takes everything") };
        self.elements.push('\n');
        Ok(())
    }

    fn colour(&self, BackendColor { rgb, .. }: BackendColor) -> Colour {
        let named = PAGE_COLOURS.into_iter().find(|(drawn, _)| *drawn == rgb);
        match (self.theme, named) {
            (Theme::Page, Some((_, name))) => Colour::OfPage(name),
            _ => Colour::Fixed(rgb),
        }
    }
}

enum Colour {
    OfPage(&'static str),
    Fixed((u8, u8, u8)),
}

impl Display for Colour {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::OfPage(name) => f.write_str(name),
            Self::Fixed((red, green, blue)) => write!(f, "#{red:02X}{green:02X}{blue:02X}"),
        }
    }
}

/// Where a colour lets the ground through.
struct Opacity(BackendColor);

impl Display for Opacity {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.alpha < 1.0 { write!(f, " opacity=\"{}\"", self.0.alpha) } else { Ok(()) }
    }
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{x},{y} ")).collect()
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if !fill {
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
            return self.draw_path(corners, style);
        }
        let (width, height) = (right - left, bottom - top);
        let (opacity, colour) = (Opacity(style.color()), self.colour(style.color()));
        self.write(format_args!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"{opacity} fill=\"{colour}\"/>"
        ))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let (opacity, colour, points) = (Opacity(style.color()), self.colour(style.color()), points(path));
        let width = style.stroke_width();
        self.write(format_args!(
            "<polyline fill=\"none\"{opacity} stroke=\"{colour}\" stroke-width=\"{width}\" points=\"{points}\"/>"
        ))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (opacity, colour) = (Opacity(style.color()), self.colour(style.color()));
        let width = style.stroke_width();
        if fill {
            self.write(format_args!(
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{opacity} fill=\"{colour}\"/>"
            ))
        } else {
            self.write(format_args!(
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"{opacity} fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
            ))
        }
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let (opacity, colour, points) = (Opacity(style.color()), self.colour(style.color()), points(path));
        self.write(format_args!("<polygon{opacity} fill=\"{colour}\" points=\"{points}\"/>"))
    }

    /// The text hangs by its middle; the size is that of the letters.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let weight = match style.style() {
            FontStyle::Bold => " font-weight=\"bold\"",
            _ => "",
        };
        let (size, colour) = (style.size(), self.colour(style.color()));
        let text = html_escape::encode_text(text);
        self.write(format_args!(
            "<text x=\"{x}\" y=\"{y}\" dy=\"0.5ex\"{anchor} font-size=\"{size}\" fill=\"{colour}\"{weight}>{text}</text>"
        ))
    }
}
