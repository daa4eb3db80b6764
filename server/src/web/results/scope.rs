//! `/results/{round}/agencies/{code}`: one agency in one round.

use super::super::{
    App,
    page::{Asked, Failure},
};
use super::{
    Reader, RoundReader,
    maker::{Charts, Maker, Spec, series_trend},
    round::{agency_path, best_first, ranked},
};
use crate::auth::Viewer;
use crate::{
    path_segments::PathSegments,
    report::Scope,
    store::{self, Round, lineage, points},
};
use app::results::{AgencyPage, Beside, Kin, Line, Relative, Then, agency_page};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::{Agency, Code, LineageEvent};
use std::sync::Arc;

/// `/results/{round}/agencies/{code}`
pub(in super::super) async fn show_agency(
    State(app): State<Arc<App>>,
    PathSegments([round, code]): PathSegments<2>,
    asked: Asked,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&app, (&round, &code), None, (&asked, &viewer), &headers).await
}

/// `/results/{round}/agencies/{code}/charts/{file}`
pub(in super::super) async fn show_agency_chart(
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
    let reader = match RoundReader::of(app, asked, viewer, round, Some(code)).await? {
        Ok(reader) => reader,
        Err(page) => return Ok(page.into_response()),
    };
    let found = reader.round.agencies.iter().find(|a| a.agency.code.as_str() == code);
    let Some(agency) = found else {
        let way = (reader.path(), "back-to-round");
        let page = reader.reader.missing(StatusCode::NOT_FOUND, "agency-not-found", code, way);
        return Ok(page.into_response());
    };
    let path = format!("{}/agencies/{}", reader.path(), agency.agency.code);
    let page = async |charts: &mut Charts<'_>| page(app, &reader, (agency.id, &agency.agency), charts).await;
    reader.reader.send(app, (&path, file), &reader.series, headers, page, agency_page).await
}

async fn page(
    app: &App,
    reader: &RoundReader,
    (id, agency): (i64, &Agency),
    charts: &mut Charts<'_>,
) -> Result<AgencyPage, Failure> {
    let (locale, texts) = (&reader.reader.locale, reader.reader.texts);
    let scope = Scope::Agency(agency.code.clone());
    // The rounds in which it took part under this code.
    let took_part = |round: &&Arc<Round>| round.agencies.iter().any(|a| a.agency.code == agency.code);
    let members = reader.series.iter().filter(took_part);
    let years = reader.reader.years(app, members, &scope, |about| agency_path(about, agency)).await?;
    let kin = kin(app, reader, agency).await?;
    let served: Vec<i64> = points::of_round(app.database.reader(), reader.round.id)
        .await?
        .into_iter()
        .filter(|point| point.agency_id == id)
        .map(|point| point.service_area_id)
        .collect();
    let shown = reader.shown(app).await?;
    let about = reader.reader.about(&shown, &scope);
    let name = agency.name_in(locale).to_owned();
    let title = texts.with("chart-ranking", [("name", name.as_str().into())]);
    tokio::task::block_in_place(|| {
        let against = reader.against(&years);
        let trend = series_trend(texts, charts, "trend", &title, years);
        let mut maker = Maker::new(&reader.reader, &shown, &about, charts);
        let block = reader.round.blocks.iter().find(|b| Some(&b.code) == agency.block.as_ref());
        let (rank, beside) = match reader.reader.alone {
            true => (None, None),
            false => {
                let ranked = ranked(&maker, block).agencies.into_iter();
                let line = ranked.into_iter().find(|(code, _)| *code == agency.code);
                let of_block = |block: &domain::Block| {
                    let figure = shown.figure(&Scope::Block(block.code.clone()), 0).cloned();
                    (block.name_in(locale).to_owned(), figure)
                };
                let overall = shown.figure(&Scope::Whole, 0).cloned();
                (line.and_then(|(_, line)| line.rank), Some(Beside { block: block.map(of_block), overall }))
            }
        };
        let factors = maker.factors(&scope);
        let areas = reader.round.service_areas.iter().filter(|area| served.contains(&area.id));
        let line = |area: &store::ServiceAreaRow| {
            let area = &area.service_area;
            let inside = Scope::AgencyInArea(agency.code.clone(), area.code.clone());
            Line {
                name: area.name_in(locale).to_owned(),
                figure: shown.figure(&inside, 0).cloned(),
                href: (!reader.reader.alone).then(|| format!("{}/service-areas/{}", about.path(), area.code)),
                rank: None,
                head: false,
            }
        };
        let mut lines: Vec<Line> = areas.map(line).collect();
        best_first(&mut lines);
        let label = format!("{}: {name}", texts.get("results-areas"));
        let figure = shown.figure(&scope, 0);
        let chart = Spec { id: "service-areas", title: &label, what: "column-area", base: figure };
        let areas = maker.lines(chart, false, lines, None);
        let items = maker.items(&scope);
        Ok(AgencyPage {
            about: about.clone(),
            code: agency.code.to_string(),
            name,
            figure: figure.cloned(),
            rank,
            beside,
            against,
            trend,
            factors,
            areas,
            items,
            kin,
        })
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
            // Alone, only what everybody may see.
            let open = |round: &&Arc<Round>| !reader.reader.alone || round.id != reader.round.id;
            let series: Vec<&Arc<Round>> = reader.series.iter().filter(open).collect();
            let then = nearest(app, &reader.reader, &series, other, is_before).await?;
            agencies.push(Relative { name, share: part.share, then });
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
    series: &[&Arc<Round>],
    agency: &Code,
    last: bool,
) -> Result<Option<Then>, Failure> {
    let mut members = series.iter().filter(|round| round.agencies.iter().any(|a| a.agency.code == *agency));
    let Some(round) = (if last { members.next_back() } else { members.next() }) else { return Ok(None) };
    let figure = app.round_cache.figures(&reader.version, round).await?;
    let figure = figure.figure(&Scope::Agency(agency.clone()), 0).cloned();
    let title = round.document.title.get(&reader.locale).to_owned();
    let href = format!("/results/{}/agencies/{agency}", round.document.code);
    Ok(Some(Then { title, href, figure }))
}
