//! Charts that leave the browser: SVG that carries its font, and PNG drawn from the same SVG.

use super::text::{BOLD, REGULAR};
use base64::{Engine, prelude::BASE64_STANDARD};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};
use std::sync::{Arc, LazyLock};

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    Arc::new(fonts)
});

/// The style sheet of a drawing that stands alone: its font.
pub static FONT_FACES: LazyLock<String> = LazyLock::new(|| {
    let face = |weight: &str, font: &[u8]| {
        let font = BASE64_STANDARD.encode(font);
        format!(
            "@font-face{{font-family:\"Noto Sans\";font-weight:{weight};src:url(data:font/woff2;base64,{font})}}"
        )
    };
    let (regular, bold) = (
        include_bytes!("../../../style/fonts/NotoSans-Regular.woff2"),
        include_bytes!("../../../style/fonts/NotoSans-Bold.woff2"),
    );
    face("normal", regular) + &face("bold", bold)
});

/// The most pixels of a picture, which is held twice while it is written, and of one side.
const MOST_PIXELS: f64 = 4e6;
const LONGEST_SIDE: f64 = 16_000.0;
/// Pixels to a unit: sharp in print at the width of a page.
const SHARP: f32 = 3.0;

/// A chart drawn for paper, with its font inside.
pub fn standalone_svg(paper: &str) -> String {
    paper.replacen("<title>", &format!("<style>{}</style><title>", *FONT_FACES), 1)
}

/// A chart drawn for paper as PNG. `None` where it cannot be drawn.
pub fn png(paper: &str) -> Option<Vec<u8>> {
    let options =
        Options { fontdb: FONTS.clone(), font_family: "Noto Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(paper, &options).ok()?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    #[expect(clippy::cast_possible_truncation, reason = "a scale of a few")]
    let scale =
        ((MOST_PIXELS / (width * height)).sqrt().min(LONGEST_SIDE / width.max(height)) as f32).min(SHARP);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded above")]
    let pixels = |side: f64| ((side * f64::from(scale)).ceil() as u32).max(1);
    let mut picture = Pixmap::new(pixels(width), pixels(height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().ok()
}
