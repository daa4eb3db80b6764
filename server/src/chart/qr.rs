//! QR codes as SVG: one path, crisp at any size.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// Blank modules around the code; the standard asks for four.
const QUIET: i32 = 4;

/// A QR code of a text, black on white whatever the page's colours, with its quiet zone. Level M: paper gets dirty.
pub fn qr_svg(text: &str) -> anyhow::Result<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|_| anyhow::anyhow!("a text of {} bytes is too long for a QR code", text.len()))?;
    let (size, mut path) = (code.size(), String::new());
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let length = (x..size).take_while(|x| code.get_module(*x, y)).count();
            let length = i32::try_from(length)?;
            if length > 0 {
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += length.max(1);
        }
    }
    let side = size + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}
