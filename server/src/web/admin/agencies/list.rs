//! The list and the tree.

use crate::{
    acts::ManageAgencies,
    auth::{Denied, May},
    store,
    web::{
        App,
        admin::admin_page::{AdminPage, AdminQuery, list_csv},
    },
};
use app::admin::pages::{AGENCIES, AgencyListPage};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{Day, Reach, in_tree_order, tree_on};
use std::sync::Arc;

/// `GET /admin/agencies`
pub(in crate::web::admin) async fn list_agencies(
    may: May<ManageAgencies>,
    State(state): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let reader = state.database.reader();
    let all = store::agency_tree(reader).await?;
    let offered_day = query.get("day").parse::<Day>().unwrap_or_else(|_| state.clock.today());
    let day = (query.get("day") != "all").then_some(offered_day);
    let existing = match day {
        None => all.clone(),
        Some(day) => tree_on(&all, &store::agency_pasts(reader).await?, day),
    };
    let within = may.within(&all);
    let ordered = in_tree_order(&existing, may.person.language()).into_iter();
    let shown = ordered.filter(|(_, agency)| within.contains(&agency.code));
    let page = AgencyListPage {
        shown: shown.map(|(depth, agency)| (depth, agency.clone())).collect(),
        blocks: store::blocks(reader).await?,
        all,
        day,
        offered_day,
        asked_day: query.get("day").to_owned(),
        asked: query.list(),
        reaches_everything: may.reach == Reach::Whole,
    };
    let admin_page = AdminPage::of(&may.person, AGENCIES, &query);
    if query.wants_csv() {
        return list_csv(&state, &may.person, &page.list(admin_page.texts), "agencies", "").await;
    }
    let body = page.body(admin_page.texts);
    Ok(admin_page.show(body).page().into_response())
}
