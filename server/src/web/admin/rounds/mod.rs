//! Rounds from plan to publication.

mod broken;
mod copy;
mod list;
mod new;
mod points;
mod show;
mod stage;
mod steps;

pub(super) use broken::{remove_broken_round, show_broken_round};
pub(super) use copy::{create_copy, show_copy};
pub(super) use list::list_rounds;
pub(super) use new::{create_round, show_new_round};
pub(super) use points::{
    Placed, create_points, heading, list_points, placed, rotate_slug, show_code, show_point, show_sheet,
    show_sheets, update_counter, update_point_state, update_points,
};
pub(super) use show::show_round;
pub(super) use stage::update_stage;
pub(super) use steps::{Basics, IndexDefinition, Places, Rules, Volumes, show_step, update_step};

use crate::{
    acts::rounds::revision_token,
    auth::{Denied, Person},
    store::{Round, forms},
    web::App,
};
pub(super) use app::admin::pages::{ROUNDS, round_address as address};
use app::{
    Texts,
    admin::pages::{FormChoice, PlanView, round_state_name},
};
use domain::{Agency, Day, Permission, Reach};

/// A round as the pages of its plan show it.
fn plan_view(round: Round) -> PlanView {
    PlanView {
        revision_token: revision_token(&round),
        has_shared_definition: round.definition_title.is_some(),
        document: round.document,
        stage: round.stage,
        form: round.form,
        form_version: round.form_version,
        agencies: round.agencies.into_iter().map(|row| row.agency).collect(),
        service_areas: round.service_areas.into_iter().map(|row| row.service_area).collect(),
    }
}

/// Whether somebody may also run a round: all its agencies lie within reach.
pub(super) fn can_manage(person: &Person, round: &Round, tree: &[Agency]) -> bool {
    let Some(reach) = person.reach(Permission::ManageRounds) else { return false };
    let reached = reach.within(tree);
    reach == Reach::Whole || round.agencies.iter().all(|row| reached.contains(&row.agency.code))
}

/// The published versions of all forms, the newest of each first.
async fn form_choices(state: &App) -> Result<Vec<FormChoice>, Denied> {
    let mut choices = Vec::new();
    for code in forms::codes(state.database.reader()).await? {
        let versions = forms::versions(state.database.reader(), &code).await?;
        for stored in versions.into_iter().filter(|stored| stored.published) {
            let title = stored.form()?.title;
            choices.push(FormChoice { code: code.clone(), version: stored.version, title });
        }
    }
    Ok(choices)
}

/// Where a round stands, in words.
pub(in crate::web::admin) fn state_text(texts: &Texts, round: &Round, today: Day) -> String {
    round_state_name(texts, round.stage, round.state(today), round.document.audience)
}
