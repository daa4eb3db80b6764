//! `/results/{round}/agencies/{code}`: one agency in one round.

use super::super::{
    App, assets,
    page::{Asked, Failure},
};
use super::{
    Reader, RoundReader, about,
    maker::{Charts, Maker, Wanted, series_trend},
    round::{agency_path, best_first, ranking},
};
use crate::{
    report::{Scope, trend},
    store::{self, Round, lineage},
};
use app::results::{AgencyPage, Kin, Line, agency_page};
use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{Agency, Code, LineageEvent};
use std::sync::Arc;

/// `/results/{round}/agencies/{code}`
pub(in super::super) async fn show_agency(
    State(app): State<Arc<App>>,
    names: Result<Path<(String, String)>, PathRejection>,
    asked: Asked,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (round, code) = names.map(|Path(names)| names).unwrap_or_default();
    answer(&app, (&round, &code), None, &asked, &headers).await
}

/// `/results/{round}/agencies/{code}/charts/{file}`
pub(in super::super) async fn show_agency_chart(
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
    let found = reader.round.agencies.iter().find(|a| a.agency.code.as_str() == code);
    let Some(agency) = found.map(|a| &a.agency) else {
        let way = (reader.path(), "back-to-round");
        return Ok(reader
            .reader
            .missing(StatusCode::NOT_FOUND, "agency-not-found", code, way)
            .into_response());
    };
    let path = format!("{}/agencies/{}", reader.path(), agency.code);
    let Some(wanted) = Wanted::of(file) else { return Ok(reader.reader.no_chart(&path).into_response()) };
    let make = async {
        let mut charts = Charts::new(&path, wanted);
        let page = page(app, &reader, agency, &mut charts).await?;
        let html = || app::render(|| agency_page(reader.reader.texts, assets::RESULTS.as_str(), page));
        Ok(charts.made(app, html).await?.ok_or_else(|| reader.reader.no_chart(&path)))
    };
    app.made_pages.answer(headers, &wanted.key(&path), &reader.reader.locale, &reader.word(), make).await
}

async fn page(
    app: &App,
    reader: &RoundReader,
    agency: &Agency,
    charts: &mut Charts<'_>,
) -> Result<AgencyPage, Failure> {
    let (locale, texts, edition) = (&reader.reader.locale, reader.reader.texts, &reader.reader.edition);
    let scope = Scope::Agency(agency.code.clone());
    // The rounds in which it took part under this code.
    let members: Vec<&Arc<Round>> = reader
        .series
        .iter()
        .filter(|round| round.agencies.iter().any(|a| a.agency.code == agency.code))
        .collect();
    let years = trend(&app.shelf, edition, &members, &scope).await?;
    let against = reader.against(&years);
    let name = agency.name_in(locale).to_owned();
    let mut points = Vec::with_capacity(years.len());
    for point in years {
        let method = app.shelf.shown(edition, &point.round).await?.method.clone();
        let about = about(&point.round, edition, locale, &method);
        let path = agency_path(&about, agency);
        points.push((point, about, path));
    }
    let title = texts.with("chart-ranking", [("name", name.as_str().into())]);
    let years = series_trend(texts, charts, "trend", &title, points);
    let kin = kin(app, reader, agency).await?;
    let shown = reader.shown(app).await?;
    let about = about(&reader.round, edition, locale, &shown.method);
    let mut maker = Maker { texts, locale, shown: &shown, about: &about, charts };
    let block = reader.round.blocks.iter().find(|b| Some(&b.code) == agency.block.as_ref());
    let rank = ranking(&maker, block)
        .into_iter()
        .find(|line| line.row.code == agency.code.as_str())
        .and_then(|line| line.rank);
    let factors = maker.factors(&scope);
    let areas = reader.round.service_areas.iter().map(|a| &a.service_area);
    let mut lines: Vec<Line> = areas
        .map(|area| {
            let inside = Scope::AgencyInArea(agency.code.clone(), area.code.clone());
            Line {
                row: maker.row(area.code.as_str(), area.name_in(locale), shown.figure(&inside, 0)),
                href: Some(format!("{}/service-areas/{}", about.path(), area.code)),
                rank: None,
                head: false,
            }
        })
        .collect();
    best_first(&mut lines);
    let label = format!("{}: {name}", texts.get("results-areas"));
    let areas = maker.lines("service-areas", &label, "column-area", false, lines, None);
    let items = maker.items(&scope);
    let block = block.map(|block| {
        let name = texts.with("results-block", [("name", block.name_in(locale).into())]);
        (name, shown.figure(&Scope::Block(block.code.clone()), 0).cloned())
    });
    Ok(AgencyPage {
        code: agency.code.to_string(),
        name,
        figure: shown.figure(&scope, 0).cloned(),
        rank,
        block,
        overall: shown.figure(&Scope::Whole, 0).cloned(),
        against,
        trend: Some(years),
        factors,
        areas,
        items,
        kin,
        about,
    })
}

/// Where the agency came from and what became of it, each with its number in the nearest round of the series.
async fn kin(app: &App, reader: &RoundReader, agency: &Agency) -> Result<Vec<Kin>, Failure> {
    let connection = app.database.reader();
    let before = lineage::before(connection, &agency.code).await?;
    let after = lineage::after(connection, &agency.code).await?;
    let names: Vec<Agency> = match before.is_empty() && after.is_empty() {
        true => return Ok(Vec::new()),
        false => store::agencies(connection).await?.into_iter().map(|row| row.agency).collect(),
    };
    let mut all = Vec::new();
    let sides = before.into_iter().map(|event| (true, event));
    for (is_before, event) in sides.chain(after.into_iter().map(|event| (false, event))) {
        let LineageEvent { kind, day, reference, parts } = event;
        let mut agencies = Vec::with_capacity(parts.len());
        for part in parts {
            let other = if is_before { &part.from } else { &part.to };
            let name = names.iter().find(|a| a.code == *other);
            let name =
                name.map_or_else(|| other.to_string(), |a| a.name_in(&reader.reader.locale).to_owned());
            agencies.push((
                name,
                part.share,
                nearest(app, &reader.reader, &reader.series, other, is_before).await?,
            ));
        }
        all.push(Kin { before: is_before, kind, day, reference, agencies });
    }
    Ok(all)
}

/// The last round in which a predecessor took part, or the first of a successor: its title, the agency's page there and
/// its number.
async fn nearest(
    app: &App,
    reader: &Reader,
    series: &[Arc<Round>],
    agency: &Code,
    last: bool,
) -> Result<Option<(String, String, Option<domain::index::Figure>)>, Failure> {
    let mut members = series.iter().filter(|round| round.agencies.iter().any(|a| a.agency.code == *agency));
    let Some(round) = (if last { members.next_back() } else { members.next() }) else { return Ok(None) };
    let figure = app.shelf.shown(&reader.edition, round).await?;
    let figure = figure.figure(&Scope::Agency(agency.clone()), 0).cloned();
    let title = round.document.title.get(&reader.locale).to_owned();
    Ok(Some((title, format!("/results/{}/agencies/{agency}", round.document.code), figure)))
}
