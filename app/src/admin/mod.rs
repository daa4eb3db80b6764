//! Pages of the administration: a frame, and the few kinds of things that stand in it. Handlers say what a page holds;
//! how it looks and is operated by keyboard and screen reader is decided here, once.

mod blocks;
mod form;
mod frame;
mod list;
mod sheets;

pub use blocks::{Block, OwnView, blocks};
pub use form::{Field, Form, Kind, Matrix, Tone};
pub use frame::{Frame, frame};
pub use list::{Cell, Column, List, ListAsked, fold};
pub use sheets::{SheetView, sheets_page};
