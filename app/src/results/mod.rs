//! What leaders read. No script; the answer stands first, its method last.

mod agency;
mod figures;
mod items;
mod method;
mod parts;
mod round;
mod rounds;
mod service_area;

pub use agency::{AgencyPage, Beside, Kin, Relative, Then, agency_page};
pub use figures::{Chart, Heat, HeatLine, Line, Lines};
pub use items::{Item, Items};
pub use method::About;
pub use parts::{Against, address};
pub use round::{Highlight, RoundPage, round_page};
pub use rounds::{RoundLine, SeriesTrend, home_page, rounds_page};
pub use service_area::{ServiceAreaPage, service_area_page};
