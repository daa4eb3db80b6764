//! Charts by plotters: pure functions from data, labels and theme to SVG. On a page they stand inline and take its
//! colours; for documents they carry title, note and colours of their own, as SVG or PNG. The numbers always stand in a
//! table beneath.

mod canvas;
mod dots;
mod heat;
mod picture;
mod png_renderer;
mod qr;
mod shares;
mod slide;
#[cfg(test)]
mod snapshots;
mod svg;
mod text;
mod trend;

pub use canvas::{Labels, Theme, nested_slide};
pub use dots::{Dot, DotChart, Tracks};
pub use heat::{HeatCell, HeatChart, HeatRow};
pub use picture::{FONT_FACES, png, standalone_svg};
pub(crate) use png_renderer::PngRenderer;
pub use qr::qr_svg;
pub use shares::{ShareChart, ShareRow, share_bar, share_key};
pub use slide::{SlideChart, SlideRow, SlideValue};
pub(crate) use text::{BOLD, FontMetrics, REGULAR};
pub use trend::{TrendChart, TrendMark};
