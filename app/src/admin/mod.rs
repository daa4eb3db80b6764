//! Pages of the administration: `pages` has one typed page a file, built from the things of `kit`. Handlers fill the struct of
//! a page and put the frame around it.

pub mod faults;
mod kit;
pub mod pages;
mod paths;

pub use kit::{
    Block, CheckLine, Column, Field, FieldKind, FormBlock, Frame, LONG_NAME, List, ListCell, ListQuery, Mark,
    Matrix, Notice, OwnView, PageBody, Pick, Sheet, SheetLayout, Tone, Typed, blocks, fold, frame,
    sheets_page,
};
pub use paths::in_address;
