//! `/results`: the series, each over its rounds.

use super::super::{
    App,
    page::{Asked, Failure},
};
use super::{
    Reader,
    maker::{Charts, series_trend},
};
use crate::{
    auth::Viewer,
    path_segments::PathSegments,
    report::{Scope, series},
};
use app::results::{About, SeriesTrend, rounds_page};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::{Agency, Code};
use std::sync::Arc;

/// `/results`
pub(in super::super) async fn list_rounds(
    State(app): State<Arc<App>>,
    asked: Asked,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, None, (&asked, &viewer), &headers).await
}

/// `/results/charts/{file}`: the trend of a series.
pub(in super::super) async fn show_series_chart(
    State(app): State<Arc<App>>,
    PathSegments([file]): PathSegments<1>,
    asked: Asked,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, Some(&file), (&asked, &viewer), &headers).await
}

async fn answer(
    app: &App,
    file: Option<&str>,
    (asked, viewer): (&Asked, &Viewer),
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let mut reader = match Reader::of(app, asked).await? {
        Ok(reader) => reader,
        Err(page) => return Ok(page.into_response()),
    };
    reader.version = app.round_cache.after_advance(reader.version, &reader.rounds.fit).await?;
    reader.early = early(&reader, viewer);
    let early = reader.early.clone();
    let page = async |charts: &mut Charts<'_>| all_series(app, &reader, charts).await;
    let unfit = reader.rounds.unfit.iter().map(|(code, _)| code.clone()).collect();
    reader
        .send(app, ("/results", file), &reader.rounds.fit, headers, page, |texts, style, trends| {
            rounds_page(texts, style, trends, unfit, early)
        })
        .await
}

/// Pages of rounds that are not published, as far as somebody may see them: the round, or some of its agencies.
fn early(reader: &Reader, viewer: &Viewer) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for round in reader.rounds.unpublished.iter().rev() {
        let (title, code) = (round.document.title.get(&reader.locale), &round.document.code);
        let agencies: Vec<&Agency> = round.agencies.iter().map(|row| &row.agency).collect();
        let codes: Vec<&Code> = agencies.iter().map(|agency| &agency.code).collect();
        if viewer.sees(&codes) {
            pages.push((title.to_owned(), format!("/results/{code}")));
            continue;
        }
        for agency in agencies.into_iter().filter(|agency| viewer.sees(&[&agency.code])) {
            let words = format!("{title} – {}", agency.name_in(&reader.locale));
            pages.push((words, format!("/results/{code}/agencies/{}", agency.code)));
        }
    }
    pages
}

/// Every series: first those with a number, then those with more rounds, then the newer ones.
async fn all_series(
    app: &App,
    reader: &Reader,
    charts: &mut Charts<'_>,
) -> Result<Vec<SeriesTrend>, Failure> {
    let rounds = &reader.rounds.fit;
    let mut codes: Vec<&Code> = Vec::new();
    for round in rounds {
        if !codes.contains(&round.document.series()) {
            codes.push(round.document.series());
        }
    }
    let mut trends = Vec::with_capacity(codes.len());
    for code in codes {
        let points = reader.years(app, series(rounds, code), &Scope::Whole, About::path).await?;
        let title = reader.texts.get("results-overall");
        trends.push(series_trend(reader.texts, charts, &format!("trend-{code}"), &title, points));
    }
    trends.sort_by_key(|series| {
        let newest = series.newest().map(|at| &series.points[at]);
        let has_number = newest.is_some_and(|point| point.figure.is_some());
        std::cmp::Reverse((has_number, series.points.len(), newest.map(|point| point.about.to)))
    });
    Ok(trends)
}
