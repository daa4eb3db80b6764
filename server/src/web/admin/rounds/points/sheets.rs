//! Sheets for counters, as a page that prints and as one PDF.

use super::super::{ROOM, address};
use super::one::one;
use super::{Placed, placed, saved_file};
use crate::{
    acts::FollowRounds,
    assets,
    auth::{Denied, InRound},
    chart::qr_svg,
    path_segments::PathSegments,
    sheet::{Layout, Sheet, sheets_pdf},
    store::{Point, points},
    web::{
        App,
        admin::desk::{AdminQuery, Desk},
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind, SheetView, sheets_page},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::Locale;
use std::sync::Arc;

/// What is printed for the points of citizens that are in use.
fn sheets(app: &App, within: &InRound<FollowRounds>, all: &[Point], headers: &HeaderMap) -> Vec<Sheet> {
    let round = &within.round;
    let mut languages: Vec<Locale> = Vec::new();
    for locale in [Locale::vi(), Locale::en()] {
        if round.form.languages.contains(&locale) {
            languages.push(locale);
        }
    }
    if languages.is_empty() {
        languages.push(Locale::vi());
    }
    let base = app.base(headers);
    let inviting: Vec<String> = languages.iter().map(|l| Texts::of(l).get("sheet-invites")).collect();
    let anonymous: Vec<String> = languages.iter().map(|l| Texts::of(l).get("sheet-anonymous")).collect();
    let or_type: Vec<String> = languages.iter().map(|l| Texts::of(l).get("sheet-or-type")).collect();
    let used = placed(round, all, &within.within)
        .into_iter()
        .filter(|placed| placed.point.channel.is_for_citizens() && placed.point.retired.is_none());
    used.map(|Placed { point, agency, area }| {
        let url = format!("{base}/s/{}", point.slug);
        let place = [area.name_in(&languages[0]), point.counter.as_deref().unwrap_or("")];
        Sheet {
            agency: agency.name_in(&languages[0]).to_owned(),
            place: place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
            inviting: inviting.clone(),
            anonymous: anonymous.clone(),
            or_type: or_type.join(" / "),
            typed: url.trim_start_matches("https://").trim_start_matches("http://").to_owned(),
            url,
        }
    })
    .collect()
}

/// `GET /admin/rounds/{round}/sheets`
pub(in crate::web::admin) async fn show_sheets(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let all = points::of_round(app.database.reader(), within.round.id).await?;
    // The sheets of a large round are printed an agency at a time.
    let wanted = |point: &Point| {
        let agency = within.round.agency(point.agency_id).map(|at| &within.round.agencies[at].agency.code);
        query.get("agency").is_empty() || agency.is_some_and(|code| code.as_str() == query.get("agency"))
    };
    let chosen: Vec<Point> = all.iter().filter(|point| wanted(point)).cloned().collect();
    let sheets = sheets(&app, &within, &chosen, &headers);
    let warning = app.address_warning(Texts::of(within.may.person.language()), &headers);
    let path = address(&within.round.document.code, "/sheets");
    sheets_answer(&within, &query, sheets, &path, (true, warning)).await
}

/// `GET /admin/rounds/{round}/points/{point}/sheet`
pub(in crate::web::admin) async fn show_sheet(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    query: AdminQuery,
) -> Result<Response, Denied> {
    let point = one(&app, &within, &id).await?;
    let path = address(&within.round.document.code, &format!("/points/{}/sheet", point.id));
    let sheets = sheets(&app, &within, &[point], &headers);
    let warning = app.address_warning(Texts::of(within.may.person.language()), &headers);
    sheets_answer(&within, &query, sheets, &path, (false, warning)).await
}

/// Sheets as a page to be printed, or as a PDF; in one of the layouts.
async fn sheets_answer(
    within: &InRound<FollowRounds>,
    query: &AdminQuery,
    sheets: Vec<Sheet>,
    path: &str,
    (of_agencies, warning): (bool, Option<Block>),
) -> Result<Response, Denied> {
    let texts = Texts::of(within.may.person.language());
    let layout = Layout::from_word(query.get("layout")).unwrap_or(Layout::A5);
    let (round, code) = (&within.round, &within.round.document.code);
    if query.get("format") == "pdf" && !sheets.is_empty() {
        let title = round.document.title.get(&texts.locale).to_owned();
        let pdf = tokio::task::spawn_blocking(move || sheets_pdf(&sheets, layout, &title)).await??;
        return Ok(saved_file(pdf, "application/pdf", &format!("{code}-{}.pdf", layout.as_str())));
    }
    if query.get("format") == "print" {
        let (style, one) = assets::sheets(layout.as_str());
        let html = tokio::task::spawn_blocking(move || {
            let view = |sheet: Sheet| -> anyhow::Result<SheetView> {
                Ok(SheetView {
                    picture: qr_svg(&sheet.url)?,
                    agency: sheet.agency,
                    place: sheet.place,
                    inviting: sheet.inviting,
                    anonymous: sheet.anonymous,
                    or_type: sheet.or_type,
                    typed: sheet.typed,
                })
            };
            let views = sheets.into_iter().map(view).collect::<anyhow::Result<Vec<_>>>()?;
            anyhow::Ok(app::render(|| sheets_page(texts, style, one, views)))
        });
        let html = html.await??;
        return Ok(Page::new(StatusCode::OK, html, style).into_response());
    }
    let desk = Desk::of(&within.may.person, ROOM, query);
    let layouts = Layout::ALL.map(|l| (l.as_str().to_owned(), texts.get(&format!("layout-{}", l.as_str()))));
    let mut fields = vec![
        Field::new("layout", Kind::Radio(layouts.to_vec()), texts.get("sheet-layout"))
            .holding(layout.as_str()),
    ];
    if of_agencies && within.within.len() > 1 {
        let mut agencies = vec![(String::new(), texts.get("points-all-agencies"))];
        agencies.extend(
            within
                .within
                .iter()
                .map(|at| &round.agencies[*at].agency)
                .map(|agency| (agency.code.to_string(), agency.name_in(&texts.locale).to_owned())),
        );
        let choice = Field::new("agency", Kind::Choice(agencies), texts.get("column-agency"));
        fields.insert(0, choice.holding(query.get("agency")));
    }
    let form = Form {
        action: path.to_owned(),
        fields,
        button: texts.get("sheet-print"),
        also: Some(("format".to_owned(), "pdf".to_owned(), texts.get("sheet-pdf"))),
        named_button: Some(("format".to_owned(), "print".to_owned())),
        asks: true,
        ..Form::default()
    };
    let none = sheets.is_empty();
    let count = u64::try_from(sheets.len()).unwrap_or(0);
    Ok(desk
        .title(texts.get("sheets-title"))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .with(Block::Text(
            texts.with("sheets-lead", [("n", app::Numbers::of(&texts.locale).whole(count).into())]),
        ))
        .maybe(warning)
        .maybe(none.then(|| Block::Warning(texts.get("points-none"))))
        .maybe((!none).then_some(Block::Form(form)))
        .page()
        .into_response())
}
