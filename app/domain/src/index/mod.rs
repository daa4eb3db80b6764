//! From answers to an index with its standard error: definition → method → tally → estimate → rank.
//!
//! Not for charts, words or storage. All estimates are fractions here and become percent only in [`Figure`].

mod benchmarks;
mod composition;
mod definition;
mod definition_edit;
mod design;
mod difference;
mod disclosure;
mod estimate;
mod family;
mod method;
mod mix;
mod rank;
mod row;
mod standing;
mod sums;
mod versions;

pub use benchmarks::{Band, Benchmarks, Class, MOST_BENCHMARKS, Target};
pub use composition::{AgencyWeights, COMPOSITION_THRESHOLD, published_in_one};
pub use definition::{Aggregation, Definition, Scoring};
pub use definition_edit::{DefinitionEditFault, DefinitionInput, DocumentInput};
pub use design::{AreaSums, Design, StrataState, Stratum};
pub use difference::{Difference, SeriesBreak};
pub use disclosure::{LotLevel, next_lots};
pub use estimate::{Estimate, Estimator, Interval};
pub use family::{Shift, by_weight, holm, shifts};
pub use method::{DefinitionFault, Method};
pub use mix::{ChannelCounts, MIX_THRESHOLD, MixLine, mix_change};
pub use rank::{Rank, rank, round_half_up};
pub use row::{Figure, Row};
pub use standing::{DEVIATION_STEPS, Standing, Standings, deviation, highest, lowest};
pub use sums::{Moments, Packed, Sums, UNIT_WEIGHT};
pub use versions::{
    DefinitionDocument, DefinitionName, DefinitionVersion, DocumentFault, Placement, place_declared,
    place_document,
};
