//! Rules of planning and running a round: what a plan must be to be opened, how it moves from stage to stage, how it is begun
//! and copied, which places and points it has, and when a point is silent. Pure; storing is done by the acts of the server.

mod draft;
mod edit;
mod opening;
mod places;
mod points;
mod silence;
mod stage;
mod volumes;

pub use draft::{
    CopyRequest, DraftFault, copied, draft, first_definition, scale_without_points, title_a_year_later,
};
pub use edit::{
    BasicsFault, BasicsInput, NewRoundFault, PlanFault, VolumeLineFault, read_basics, read_title,
};
pub use opening::{MINIMUM_CELLS, OpeningFault, Plan, blocks_at_opening, opening_faults, outside_population};
pub use places::with_places;
pub use points::{
    COUNTER_LENGTH, CounterFault, MOST_COUNTERS, MOST_POINTS, NewPoint, PointsFault, counters, is_counter,
    missing_points,
};
pub use silence::{SILENT_DAYS, is_silent, runs_long_enough};
pub use stage::{StageChange, StageFault, StageInput, StageRefusal, advance, read_stage_change};
pub use volumes::{Volumes, VolumesFault, quota_room, whole_number, with_volumes};
