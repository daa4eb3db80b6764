//! Rules of planning and running a round: what a plan must be to be opened, how it moves from stage to stage, how it is begun
//! and copied, which places and points it has, how far it has come, when a point is silent, and what is to be done
//! next. Pure; storing is done by the acts of the server.

mod bulk;
mod checklist;
mod draft;
mod edit;
mod next_step;
mod opening;
mod places;
mod points;
mod progress;
mod silence;
mod stage;
mod volumes;

pub use bulk::{BulkChange, BulkFault, BulkGroup, BulkOutcome, BulkPoint, bulk_outcome};
pub use checklist::{
    Check, Circumstances, SecondPerson, Topic, Uselessness, Verdict, checklist, idle_areas, uselessness,
};
pub use draft::{
    CopyRequest, DraftFault, a_year_later, copied, draft, first_definition, scale_without_points,
};
pub use edit::{BasicsFault, BasicsInput, NewRoundFault, PlanFault, read_basics, read_title};
pub use next_step::{NextStep, next_step};
pub use opening::{
    MINIMUM_CELLS, OpeningFault, Plan, blocks_at_opening, has_passed, opening_faults, outside_population,
};
pub use places::with_places;
pub use points::{
    ChannelsAndCounters, CounterFault, MOST_COUNTERS, MOST_POINTS, NewPoint, PointFault, PointsFault,
    RotationCause, missing_points, places_without_point, read_channels_and_counters,
};
pub use progress::{
    AgencyProgress, DailyNeed, PlaceProgress, PointResponses, Totals, by_agency, daily_need, days_left,
    progress,
};
pub use silence::{SILENT_DAYS, is_silent, runs_long_enough};
pub use stage::{StageChange, StageFault, StageInput, StageRefusal, advance, read_stage_change};
pub use volumes::{Volumes, VolumesFault, has_volumes, is_served, quota_room, whole_number, with_volumes};
