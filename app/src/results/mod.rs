//! What leaders read. No script; the answer stands first, its method last.

mod figures;
mod items;
mod method;
mod parts;
mod round;
mod rounds;
mod scope;

pub use figures::{Drawings, Heat, HeatLine, Line, Lines, Rows};
pub use items::{Item, ItemOrder, Items};
pub use method::About;
pub use parts::{Against, address};
pub use round::{End, Highlight, Member, RoundPage, round_page};
pub use rounds::{RoundLine, RoundsPage, SeriesTrend, home_page, rounds_page};
pub use scope::{Beside, LineageEntry, OtherRound, Relative, ScopeKind, ScopePage, scope_page};
