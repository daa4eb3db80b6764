//! Sheets for counters, as a page that prints and as one PDF.

use super::super::ROUNDS;
use super::one::one;
use super::{heading, placed, saved_file};
use crate::{
    acts::FollowRounds,
    assets,
    auth::{Denied, InRound},
    chart::qr_svg,
    path_segments::PathSegments,
    sheet::sheets_pdf,
    store::{Point, points},
    web::{
        App,
        admin::admin_page::{AdminPage, AdminQuery},
        page::Page,
    },
};
use app::{
    Texts,
    admin::{
        Sheet, SheetLayout,
        pages::{self, SheetsPage},
        sheets_page,
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{Permission, Reach};
use std::sync::Arc;

/// `GET /admin/rounds/{round}/sheets`
pub(in crate::web::admin) async fn show_sheets(
    within: InRound<FollowRounds>,
    State(state): State<Arc<App>>,
    headers: HeaderMap,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let all = points::of_round(state.database.reader(), within.round.id).await?;
    // The sheets of a large round are printed an agency at a time.
    let wanted = |point: &Point| {
        let agency = within.round.agency(point.agency_id).map(|at| &within.round.agencies[at].agency.code);
        query.get("agency").is_empty() || agency.is_some_and(|code| code.as_str() == query.get("agency"))
    };
    let chosen: Vec<Point> = all.into_iter().filter(wanted).collect();
    sheets_answer(&state, &within, (&headers, &query), &chosen, None).await
}

/// `GET /admin/rounds/{round}/points/{point}/sheet`
pub(in crate::web::admin) async fn show_sheet(
    within: InRound<FollowRounds>,
    State(state): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let point = one(&state, &within, &id).await?;
    let id = point.id;
    sheets_answer(&state, &within, (&headers, &query), &[point], Some(id)).await
}

/// The sheets of these points as a page to be printed, or as a PDF; in one of the layouts.
async fn sheets_answer(
    state: &App,
    within: &InRound<FollowRounds>,
    (headers, query): (&HeaderMap, &AdminQuery),
    points: &[Point],
    point: Option<i64>,
) -> Result<Response, Denied> {
    let round = &within.round;
    let views = placed(round, points, &within.within).into_iter().map(|placed| placed.view());
    let sheets = pages::sheets(views, &round.form.languages, &state.base(headers));
    let layout = SheetLayout::from_word(query.get("layout")).unwrap_or(SheetLayout::A5);
    match query.get("format") {
        "pdf" if !sheets.is_empty() => pdf(within, sheets, layout).await,
        "print" => print(Texts::of(within.may.person.language()), sheets, layout).await,
        _ => {
            let page = SheetsPage {
                round: heading(round),
                point,
                agencies: within.within.iter().map(|at| &round.agencies[*at].agency).collect(),
                agency: query.get("agency").to_owned(),
                layout,
                count: sheets.len(),
                undeclared_address: state.undeclared_address(headers),
                may_set: within.may.person.reach(Permission::ManageSettings) == Some(Reach::Whole),
            };
            let admin_page = AdminPage::of(&within.may.person, ROUNDS, query);
            let body = page.body(admin_page.texts);
            Ok(admin_page.show(body).page().into_response())
        }
    }
}

async fn pdf(
    within: &InRound<FollowRounds>,
    sheets: Vec<Sheet>,
    layout: SheetLayout,
) -> Result<Response, Denied> {
    let document = &within.round.document;
    let title = document.title.get(within.may.person.language()).to_owned();
    let pdf = tokio::task::spawn_blocking(move || sheets_pdf(&sheets, layout, &title)).await??;
    let name = format!("{}-{}.pdf", document.code, layout.as_str());
    Ok(saved_file(pdf, "application/pdf", &name))
}

async fn print(texts: &'static Texts, sheets: Vec<Sheet>, layout: SheetLayout) -> Result<Response, Denied> {
    let style = assets::sheets(layout);
    let html = tokio::task::spawn_blocking(move || {
        let with_code =
            |sheet: Sheet| anyhow::Ok((qr_svg(&sheet.url)?, sheet)).map(|(svg, sheet)| (sheet, svg));
        let sheets = sheets.into_iter().map(with_code).collect::<anyhow::Result<Vec<_>>>()?;
        anyhow::Ok(app::render(|| sheets_page(texts, style, layout, sheets)))
    });
    let html = html.await??;
    Ok(Page::new(StatusCode::OK, html, style).into_response())
}
