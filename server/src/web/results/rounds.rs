//! `/results`: the series, each over its rounds.

use super::super::{
    App, assets,
    page::{Asked, Failure, Name},
};
use super::{
    Reader, about,
    maker::{Charts, Wanted, series_trend},
};
use crate::{
    report::{Scope, series, trend},
    store::Round,
};
use app::results::{SeriesTrend, rounds_page};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use domain::Code;
use std::sync::Arc;

const PATH: &str = "/results";

/// `/results`
pub(in super::super) async fn list_rounds(
    State(app): State<Arc<App>>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, None, &asked, &headers).await
}

/// `/results/charts/{file}`: the trend of a series.
pub(in super::super) async fn show_series_chart(
    State(app): State<Arc<App>>,
    Name(file): Name,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, Some(&file), &asked, &headers).await
}

async fn answer(
    app: &App,
    file: Option<&str>,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let reader = match Reader::of(app, asked).await? {
        Ok(reader) => reader,
        Err(page) => return Ok(page.into_response()),
    };
    let Some(wanted) = Wanted::of(file) else { return Ok(reader.no_chart(PATH).into_response()) };
    let word = reader.edition.word(reader.rounds.fit.iter().map(|r| r.id));
    let make = async {
        let mut charts = Charts::new(PATH, wanted);
        let trends = all_series(app, &reader, &mut charts).await?;
        let unfit = reader.rounds.unfit.iter().map(|(code, _)| code.clone()).collect();
        let html = || app::render(|| rounds_page(reader.texts, assets::RESULTS.as_str(), trends, unfit));
        Ok(charts.made(app, html).await?.ok_or_else(|| reader.no_chart(PATH)))
    };
    app.made_pages.answer(headers, &wanted.key(PATH), &reader.locale, &word, make).await
}

/// Every series, the one with the newest answers first; among those of a day the one with the most rounds.
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
    let mut all: Vec<(&Code, Vec<&Arc<Round>>)> =
        codes.into_iter().map(|code| (code, series(rounds, code))).collect();
    all.sort_by_key(|(_, rounds)| {
        let newest = rounds.last().map(|r| r.document.to);
        (std::cmp::Reverse(newest), std::cmp::Reverse(rounds.len()))
    });
    let mut trends = Vec::with_capacity(all.len());
    for (code, rounds) in all {
        let mut points = Vec::with_capacity(rounds.len());
        for point in trend(&app.shelf, &reader.edition, &rounds, &Scope::Whole).await? {
            let method = app.shelf.shown(&reader.edition, &point.round).await?.method.clone();
            let about = about(&point.round, &reader.edition, &reader.locale, &method);
            let path = about.path();
            points.push((point, about, path));
        }
        let title = reader.texts.get("results-overall");
        trends.push(series_trend(reader.texts, charts, &format!("trend-{code}"), &title, points));
    }
    Ok(trends)
}
