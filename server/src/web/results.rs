//! What leaders read: the list of rounds and the results of one.

use super::{
    App, assets,
    page::{Asked, Failure, Name, Page, matches, no_such},
};
use crate::{
    chart::{Dot, ranking},
    hex,
    report::{self, By, Shown},
    store::{self, Round, rounds, tallies},
};
use app::{
    Numbers, Texts,
    results::{BlockResults, RoundLine, RoundResults, round_page, rounds_page},
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Day, Locale, Sample,
    index::{Row, rank},
};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// `/results`
pub(super) async fn list_rounds(State(app): State<Arc<App>>, asked: Asked) -> Result<Page, Failure> {
    let locale = asked.interface();
    let (texts, style) = (Texts::of(&locale), assets::RESULTS.as_str());
    let rounds = report::published_rounds(&app.database, &locale, app.clock.today()).await?;
    let mut lines: Vec<RoundLine> = rounds
        .into_iter()
        .map(|(line, round, overall)| RoundLine {
            code: line.code,
            title: round.document.title.get(&locale).to_owned(),
            from: round.document.from,
            to: round.document.to,
            status: line.status,
            overall,
            open_sample: round.document.sample == Sample::Open,
        })
        .collect();
    lines.reverse();
    let html = app::render(|| rounds_page(texts, style, lines));
    Ok(Page::new(StatusCode::OK, html, style))
}

/// Pages as they were last made, by round and language, each with the tag of what it was made from.
pub(super) type MadePages = Mutex<HashMap<(i64, Locale), (HeaderValue, Arc<str>)>>;

/// `/results/{round}`
pub(super) async fn show_round(
    State(app): State<Arc<App>>,
    Name(code): Name,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Failure> {
    let locale = asked.interface();
    let round = match rounds::by_code(app.database.reader(), &code).await {
        Ok(round) => round,
        Err(store::Error::NotFound(_)) => return Ok(no_such(&locale).into_response()),
        Err(error) => return Err(error.into()),
    };
    let (today, style) = (app.clock.today(), assets::RESULTS.as_str());
    let tag = tag(&app, &round, today, &locale).await?;
    if matches(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let key = (round.id, locale.clone());
    let made = app.made_pages.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    let html = match made {
        Some((made_from, html)) if made_from == tag => html,
        _ => {
            let html: Arc<str> = make(&app, &round, today, &locale).await?.into();
            let made = (tag.clone(), html.clone());
            app.made_pages.lock().unwrap_or_else(PoisonError::into_inner).insert(key, made);
            html
        }
    };
    let mut page = Page::new(StatusCode::OK, html.as_ref().to_owned(), style);
    page.headers.insert(header::ETAG, tag);
    Ok(page.into_response())
}

/// Changes with whatever the page is made of: the tallies, the day, the plan and its names, the program.
async fn tag(app: &App, round: &Round, today: Day, locale: &Locale) -> Result<HeaderValue, Failure> {
    let version = tallies::version(app.database.reader(), round.id).await?;
    let names = (&round.agencies, &round.service_areas, &round.document);
    let parts = format!(
        "{version} {today} {locale} {names:?} {} {}",
        env!("CARGO_PKG_VERSION"),
        assets::RESULTS.len()
    );
    let digest = hex(&Sha256::digest(parts.as_bytes())[..8]);
    Ok(HeaderValue::try_from(format!("W/\"{digest}\""))?)
}

async fn make(app: &App, round: &Round, today: Day, locale: &Locale) -> Result<String, Failure> {
    let (texts, style) = (Texts::of(locale), assets::RESULTS.as_str());
    let shown = Shown::load(&app.database, round, today).await?;
    let overall = shown.overall(locale);
    let blocks = blocks(texts, round, shown.rows(By::Agency, locale));
    let (areas, factors) = (shown.rows(By::ServiceArea, locale), shown.rows(By::Factor, locale));
    let document = &round.document;
    let results = RoundResults {
        code: document.code.to_string(),
        title: document.title.get(locale).to_owned(),
        from: document.from,
        to: document.to,
        status: document.state(today).as_str(),
        form: round.form.title.get(locale).to_owned(),
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
    Ok(app::render(|| round_page(texts, style, results)))
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
            let places = rank(&rows.iter().map(|r| r.estimate).collect::<Vec<_>>());
            let mut ranked: Vec<_> = places.into_iter().zip(rows).collect();
            ranked.sort_by_key(|(place, _)| place.map_or(usize::MAX, |p| p.place));
            let dot = |(_, row): &(_, Row)| {
                let (estimate, low, high) = (row.estimate?, row.ci_low?, row.ci_high?);
                Some(Dot { name: row.name.clone(), printed: numbers.percent(estimate), estimate, low, high })
            };
            let dots: Vec<Dot> = ranked.iter().filter_map(dot).collect();
            let title = texts.with("results-chart", [("name", block.as_deref().unwrap_or("–").into())]);
            let chart = ranking(&dots, &title, &texts.get("results-chart-text"));
            BlockResults { name, chart, ranked }
        })
        .collect()
}
