//! The few kinds of things that stand on a page of the administration, and the frame around them. How they look and are
//! operated by keyboard and screen reader is decided here, once.

mod blocks;
mod form;
mod frame;
mod list;
mod locked;
mod matrix;
mod notice;
mod page_body;
mod sheets;
mod typed;

pub use blocks::{Block, CheckLine, Mark, OwnView, blocks};
pub(super) use form::INDENT;
pub use form::{Field, FieldKind, FormBlock, Tone};
pub use frame::{Frame, frame};
pub use list::{Column, List, ListCell, ListQuery, Pick, fold};
pub use matrix::Matrix;
pub use notice::Notice;
pub use page_body::PageBody;
pub use sheets::{LONG_NAME, Sheet, SheetLayout, sheets_page};
pub use typed::Typed;
