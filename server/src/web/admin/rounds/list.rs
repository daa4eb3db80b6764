//! The list of rounds.

use super::ROUNDS;
use crate::{
    acts::FollowRounds,
    auth::{Denied, May},
    store::{self, responses, rounds},
    web::{
        App,
        admin::admin_page::{AdminPage, AdminQuery, list_csv},
    },
};
use app::admin::pages::{RoundListPage, RoundRow};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{Permission, Reach};
use std::sync::Arc;

/// `GET /admin/rounds`
pub(in crate::web::admin) async fn list_rounds(
    may: May<FollowRounds>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let admin_page = AdminPage::of(&may.person, ROUNDS, &query);
    let page = list_page(&state, &may, &query).await?;
    if query.wants_csv() {
        return list_csv(&state, &may.person, &page.list(admin_page.texts), "rounds", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}

async fn list_page(
    state: &App,
    may: &May<FollowRounds>,
    query: &AdminQuery,
) -> Result<RoundListPage, Denied> {
    let (reader, today) = (state.database.reader(), state.clock.today());
    let within = may.within(&store::agency_tree(reader).await?);
    let (mut rows, mut unfit) = (Vec::new(), Vec::new());
    for code in rounds::codes(reader).await?.into_iter().rev() {
        let round = match rounds::by_code(reader, &code).await {
            Ok(round) => round,
            Err(store::Error::Unfit { round, .. }) => {
                // Whose it is cannot be told.
                if may.reach == Reach::Whole {
                    unfit.push(round);
                }
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let reached: Vec<i64> =
            round.agencies.iter().filter(|row| within.contains(&row.agency.code)).map(|row| row.id).collect();
        let responses = match (may.reach == Reach::Whole, reached.len()) {
            (false, 0) => continue,
            (true, _) => responses::count(reader, round.id).await?,
            (_, n) if n == round.agencies.len() => responses::count(reader, round.id).await?,
            _ => responses::count_of_agencies(reader, round.id, &reached).await?,
        };
        rows.push(RoundRow {
            state: round.state(today),
            stage: round.stage,
            audience: round.document.audience,
            period: (round.document.from, round.document.to),
            form: (round.document.form, round.form_version),
            code: round.document.code,
            title: round.document.title,
            responses,
        });
    }
    let may_plan = may.person.reach(Permission::ManageRounds).is_some();
    Ok(RoundListPage { rounds: rows, unfit, may_plan, asked: query.list() })
}
