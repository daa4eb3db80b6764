//! One page a file: a struct of what it shows, filled by a handler, and the page built from it. No page reads anything.

mod agency_list;
mod names;

pub use agency_list::AgencyListPage;
pub use names::{agency_address, agency_name, block_name, level_name};
