//! What leaders read: the list of rounds and the results of one.

use super::{
    App, assets,
    page::{Asked, Failure, Page, no_such},
};
use crate::{
    chart::{Dot, ranking},
    report::{self, By, RoundRow},
    store::{self, Round, rounds},
};
use app::{
    Numbers, Texts,
    results::{BlockResults, RoundLine, RoundResults, round_page, rounds_page},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    Sample,
    index::{Row, rank},
};
use std::sync::Arc;

/// `/results`
pub(super) async fn list_rounds(State(app): State<Arc<App>>, asked: Asked) -> Result<Page, Failure> {
    let locale = asked.interface();
    let (texts, style) = (Texts::of(&locale), assets::RESULTS.as_str());
    let mut lines = Vec::new();
    for RoundRow { code, from, to, status, .. } in
        report::published_rounds(&app.database, app.clock.today()).await?
    {
        let round = rounds::by_code(app.database.reader(), &code).await?;
        let rows =
            report::published_rows(&app.database, &round, By::Overall, &locale, app.clock.today()).await?;
        lines.push(RoundLine {
            code,
            title: round.document.title.get(&locale).to_owned(),
            from: from.parse().map_err(anyhow::Error::msg)?,
            to: to.parse().map_err(anyhow::Error::msg)?,
            status,
            overall: rows.into_iter().next(),
            open_sample: round.document.sample == Sample::Open,
        });
    }
    lines.reverse();
    let html = app::render(|| rounds_page(texts, style, lines));
    Ok(Page::new(StatusCode::OK, html, style))
}

/// `/results/{round}`
pub(super) async fn show_round(
    State(app): State<Arc<App>>,
    Path(code): Path<String>,
    asked: Asked,
) -> Result<Page, Failure> {
    let locale = asked.interface();
    let round = match rounds::by_code(app.database.reader(), &code).await {
        Ok(round) => round,
        Err(store::Error::NotFound(_)) => return Ok(no_such(&locale)),
        Err(error) => return Err(error.into()),
    };
    let today = app.clock.today();
    let (texts, style) = (Texts::of(&locale), assets::RESULTS.as_str());
    let rows = async |by| report::published_rows(&app.database, &round, by, &locale, today).await;
    let overall = rows(By::Overall).await?.into_iter().next();
    let blocks = blocks(texts, &round, rows(By::Agency).await?);
    let (areas, factors) = (rows(By::ServiceArea).await?, rows(By::Factor).await?);
    let document = &round.document;
    let results = RoundResults {
        code: document.code.to_string(),
        title: document.title.get(&locale).to_owned(),
        from: document.from,
        to: document.to,
        status: document.state(today).as_str(),
        form: round.form.title.get(&locale).to_owned(),
        form_version: round.form_version,
        licence: round.form.licence.clone(),
        definition: document.index.clone(),
        strata: document.population.is_some(),
        open_sample: document.sample == Sample::Open,
        live: document.live,
        minimum_cell: document.minimum_cell,
        overall,
        blocks,
        areas,
        factors,
    };
    let html = app::render(|| round_page(texts, style, results));
    Ok(Page::new(StatusCode::OK, html, style))
}

/// Agencies ranked within their blocks, each block with its chart.
fn blocks(texts: &Texts, round: &Round, rows: Vec<Row>) -> Vec<BlockResults> {
    let numbers = Numbers::of(&texts.locale);
    let mut blocks: Vec<(Option<String>, Vec<Row>)> = Vec::new();
    for (agency, row) in round.agencies.iter().zip(rows) {
        let block = agency.agency.block.as_ref().map(ToString::to_string);
        match blocks.iter_mut().find(|(known, _)| *known == block) {
            Some((_, rows)) => rows.push(row),
            None => blocks.push((block, vec![row])),
        }
    }
    blocks
        .into_iter()
        .map(|(block, rows)| {
            let name = match &block {
                Some(block) => texts.with("results-block", [("name", block.as_str().into())]),
                None => texts.get("results-no-block"),
            };
            let dots: Vec<Dot> = rows
                .iter()
                .filter_map(|row| {
                    let (estimate, low, high) = (row.estimate?, row.ci_low?, row.ci_high?);
                    Some(Dot {
                        name: row.name.clone(),
                        printed: numbers.percent(estimate),
                        estimate,
                        low,
                        high,
                    })
                })
                .collect();
            let title = texts.with("results-chart", [("name", block.as_deref().unwrap_or("–").into())]);
            let chart = ranking(&dots, &title, &texts.get("results-chart-text"));
            let places = rank(&rows.iter().map(|r| r.estimate).collect::<Vec<_>>());
            let mut ranked: Vec<_> = places.into_iter().zip(rows).collect();
            ranked.sort_by_key(|(place, _)| place.map_or(usize::MAX, |p| p.place));
            BlockResults { name, chart, ranked }
        })
        .collect()
}
