//! What leaders read. No script; the answer stands first, its method last.

mod benchmarks;
mod changes;
mod figures;
mod items;
mod method;
mod paper;
mod parts;
mod round;
mod rounds;
mod scope;
mod summary;

pub use changes::{ChangeLine, Changes, Incomparable};
pub use figures::{Drawings, Heat, HeatLine, Line, Lines, Rows};
pub use items::{Item, ItemOrder, Items};
pub use method::About;
pub use parts::{Against, Reorganised, address};
pub use round::{End, Highlight, Member, RoundPage, round_page};
pub use rounds::{RoundLine, RoundsPage, SeriesTrend, home_page, rounds_page};
pub use scope::{Beside, LineageEntry, OtherRound, Relative, ScopeKind, ScopePage, scope_page};
pub use summary::{SummaryPage, summary_page};
