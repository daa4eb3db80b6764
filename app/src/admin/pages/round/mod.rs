//! Pages of rounds from plan to publication: their list, a new one and a copy, one round with what can be done with it, the
//! steps of its plan, and a round that cannot be interpreted.

mod basics;
mod broken;
mod checks;
mod copy;
mod definition;
mod fields;
mod form_choice;
mod list;
mod new;
mod places;
mod plan_view;
mod rules;
mod show;
mod stages;
mod step;
mod volumes;

pub use basics::BasicsPage;
pub use broken::BrokenRoundPage;
pub(super) use checks::uselessness_key;
pub use copy::CopyRoundPage;
pub use definition::IndexDefinitionPage;
pub use form_choice::{FormChoice, read_form_choice};
pub use list::{RoundListPage, RoundRow};
pub use new::NewRoundPage;
pub use places::PlacesPage;
pub use plan_view::{PlanView, ROUNDS, removal_address, round_address, round_state_name};
pub use rules::RulesPage;
pub use show::{ResultsOffer, RoundPage};
pub use stages::StageAttempt;
pub use step::{PlanStep, StepAttempt};
pub use volumes::{VolumesPage, VolumesRead, is_volume_field, volume_field};
