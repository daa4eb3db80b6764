//! `/results/{round}/service-areas/{code}`: one service area in one round.

use super::super::{
    App, assets,
    page::{Asked, Failure},
};
use super::{
    RoundReader, about,
    maker::{Charts, Maker, Wanted, series_trend},
    round::{agency_path, best_first},
};
use crate::{
    report::{Scope, trend},
    store::Round,
};
use app::results::{Line, ServiceAreaPage, service_area_page};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::ServiceArea;
use std::sync::Arc;

/// `/results/{round}/service-areas/{code}`
pub(in super::super) async fn show_service_area(
    State(app): State<Arc<App>>,
    names: Result<Path<(String, String)>, PathRejection>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (round, code) = names.map(|Path(names)| names).unwrap_or_default();
    answer(&app, (&round, &code), None, &asked, &headers).await
}

/// `/results/{round}/service-areas/{code}/charts/{file}`
pub(in super::super) async fn show_service_area_chart(
    State(app): State<Arc<App>>,
    names: Result<Path<(String, String, String)>, PathRejection>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (round, code, file) = names.map(|Path(names)| names).unwrap_or_default();
    answer(&app, (&round, &code), Some(&file), &asked, &headers).await
}

async fn answer(
    app: &App,
    (round, code): (&str, &str),
    file: Option<&str>,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let reader = match RoundReader::of(app, asked, round).await? {
        Ok(reader) => reader,
        Err(page) => return Ok(page.into_response()),
    };
    let found = reader.round.service_areas.iter().find(|a| a.service_area.code.as_str() == code);
    let Some(area) = found.map(|a| &a.service_area) else {
        let way = (reader.path(), "back-to-round");
        return Ok(reader.reader.missing(StatusCode::NOT_FOUND, "area-not-found", code, way).into_response());
    };
    let path = format!("{}/service-areas/{}", reader.path(), area.code);
    let Some(wanted) = Wanted::of(file) else { return Ok(reader.reader.no_chart(&path).into_response()) };
    let make = async {
        let mut charts = Charts::new(&path, wanted);
        let page = page(app, &reader, area, &mut charts).await?;
        let html = || app::render(|| service_area_page(reader.reader.texts, assets::RESULTS.as_str(), page));
        Ok(charts.made(app, html).await?.ok_or_else(|| reader.reader.no_chart(&path)))
    };
    app.made_pages.answer(headers, &wanted.key(&path), &reader.reader.locale, &reader.word(), make).await
}

async fn page(
    app: &App,
    reader: &RoundReader,
    area: &ServiceArea,
    charts: &mut Charts<'_>,
) -> Result<ServiceAreaPage, Failure> {
    let (locale, texts, edition) = (&reader.reader.locale, reader.reader.texts, &reader.reader.edition);
    let scope = Scope::ServiceArea(area.code.clone());
    let members: Vec<&Arc<Round>> = reader
        .series
        .iter()
        .filter(|round| round.service_areas.iter().any(|a| a.service_area.code == area.code))
        .collect();
    let years = trend(&app.shelf, edition, &members, &scope).await?;
    let against = reader.against(&years);
    let name = area.name_in(locale).to_owned();
    let mut points = Vec::with_capacity(years.len());
    for point in years {
        let method = app.shelf.shown(edition, &point.round).await?.method.clone();
        let about = about(&point.round, edition, locale, &method);
        let path = format!("{}/service-areas/{}", about.path(), area.code);
        points.push((point, about, path));
    }
    let title = texts.with("chart-ranking", [("name", name.as_str().into())]);
    let years = series_trend(texts, charts, "trend", &title, points);
    let shown = reader.shown(app).await?;
    let about = about(&reader.round, edition, locale, &shown.method);
    let mut maker = Maker { texts, locale, shown: &shown, about: &about, charts };
    let agencies = reader.round.agencies.iter().map(|a| &a.agency);
    let mut lines: Vec<Line> = agencies
        .map(|agency| {
            let inside = Scope::AgencyInArea(agency.code.clone(), area.code.clone());
            Line {
                row: maker.row(agency.code.as_str(), agency.name_in(locale), shown.figure(&inside, 0)),
                href: Some(agency_path(&about, agency)),
                rank: None,
                head: false,
            }
        })
        .collect();
    best_first(&mut lines);
    let label = format!("{}: {name}", texts.get("results-area-agencies"));
    let agencies = maker.lines("agencies", &label, "column-agency", false, lines, None);
    let factors = maker.factors(&scope);
    let items = maker.items(&scope);
    Ok(ServiceAreaPage {
        code: area.code.to_string(),
        name,
        figure: shown.figure(&scope, 0).cloned(),
        overall: shown.figure(&Scope::Whole, 0).cloned(),
        against,
        trend: Some(years),
        agencies,
        factors,
        items,
        about,
    })
}
