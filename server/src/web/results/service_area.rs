//! `/results/{round}/service-areas/{code}`: one service area in one round.

use super::super::{
    App,
    page::{Asked, Failure},
};
use super::{
    RoundReader,
    maker::{Charts, Maker, Spec, series_trend},
    round::{agency_path, best_first},
};
use crate::auth::Viewer;
use crate::{
    path_segments::PathSegments,
    report::Scope,
    store::{AgencyRow, Round, points},
};
use app::results::{About, Line, ServiceAreaPage, service_area_page};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::ServiceArea;
use std::sync::Arc;

/// `/results/{round}/service-areas/{code}`
pub(in super::super) async fn show_service_area(
    State(app): State<Arc<App>>,
    PathSegments([round, code]): PathSegments<2>,
    asked: Asked,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, (&round, &code), None, (&asked, &viewer), &headers).await
}

/// `/results/{round}/service-areas/{code}/charts/{file}`
pub(in super::super) async fn show_service_area_chart(
    State(app): State<Arc<App>>,
    PathSegments([round, code, file]): PathSegments<3>,
    asked: Asked,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, (&round, &code), Some(&file), (&asked, &viewer), &headers).await
}

async fn answer(
    app: &App,
    (round, code): (&str, &str),
    file: Option<&str>,
    (asked, viewer): (&Asked, &Viewer),
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let reader = match RoundReader::of(app, asked, viewer, round, None).await? {
        Ok(reader) => reader,
        Err(page) => return Ok(page.into_response()),
    };
    let found = reader.round.service_areas.iter().find(|a| a.service_area.code.as_str() == code);
    let Some(area) = found else {
        let way = (reader.path(), "back-to-round");
        let page = reader.reader.missing(StatusCode::NOT_FOUND, "area-not-found", code, way);
        return Ok(page.into_response());
    };
    let path = format!("{}/service-areas/{}", reader.path(), area.service_area.code);
    let page =
        async |charts: &mut Charts<'_>| page(app, &reader, (area.id, &area.service_area), charts).await;
    reader.reader.send(app, (&path, file), &reader.series, headers, page, service_area_page).await
}

async fn page(
    app: &App,
    reader: &RoundReader,
    (id, area): (i64, &ServiceArea),
    charts: &mut Charts<'_>,
) -> Result<ServiceAreaPage, Failure> {
    let (locale, texts) = (&reader.reader.locale, reader.reader.texts);
    let scope = Scope::ServiceArea(area.code.clone());
    let asked = |round: &&Arc<Round>| round.service_areas.iter().any(|a| a.service_area.code == area.code);
    let path = |about: &About| format!("{}/service-areas/{}", about.path(), area.code);
    let years = reader.reader.years(app, reader.series.iter().filter(asked), &scope, path).await?;
    let serving: Vec<i64> = points::of_round(app.database.reader(), reader.round.id)
        .await?
        .into_iter()
        .filter(|point| point.service_area_id == id)
        .map(|point| point.agency_id)
        .collect();
    let shown = reader.shown(app).await?;
    let about = reader.reader.about(&shown, &scope);
    let name = area.name_in(locale).to_owned();
    let title = texts.with("chart-ranking", [("name", name.as_str().into())]);
    tokio::task::block_in_place(|| {
        let against = reader.against(&years);
        let trend = series_trend(texts, charts, "trend", &title, years);
        let mut maker = Maker::new(&reader.reader, &shown, &about, charts);
        let agencies = reader.round.agencies.iter().filter(|agency| serving.contains(&agency.id));
        let line = |agency: &AgencyRow| {
            let agency = &agency.agency;
            let inside = Scope::AgencyInArea(agency.code.clone(), area.code.clone());
            Line {
                name: agency.name_in(locale).to_owned(),
                figure: shown.figure(&inside, 0).cloned(),
                href: Some(agency_path(&about, agency)),
                rank: None,
                head: false,
            }
        };
        let mut lines: Vec<Line> = agencies.map(line).collect();
        best_first(&mut lines);
        let label = format!("{}: {name}", texts.get("results-area-agencies"));
        let figure = shown.figure(&scope, 0);
        let chart = Spec { id: "agencies", title: &label, what: "column-agency", base: figure };
        let agencies = maker.lines(chart, false, lines, None);
        let factors = maker.factors(&scope);
        let items = maker.items(&scope);
        Ok(ServiceAreaPage {
            about: about.clone(),
            code: area.code.to_string(),
            name,
            figure: figure.cloned(),
            overall: shown.figure(&Scope::Whole, 0).cloned(),
            against,
            trend,
            agencies,
            factors,
            items,
        })
    })
}
