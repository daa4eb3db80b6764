//! One point: its code, its counter, replacing and retiring it.

use super::super::{Faults, ROOM, address};
use super::{Placed, can_manage, channel_text, placed, saved_file};
use crate::{
    acts::{
        FollowRounds, ManageRounds,
        rounds::{PointChange, PointCommand, PointRefusal, change_point, point_revision},
    },
    auth::{Denied, InRound, OverRound},
    chart::{png, qr_svg},
    path_segments::PathSegments,
    store::{self, Point, points},
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk, see},
            posted::Posted,
        },
        page::Page,
    },
};
use app::{
    Texts,
    admin::{Block, Field, Form, Kind, Tone},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use domain::Reason;
use std::sync::Arc;

/// The point of an address, if it is within reach.
pub(in crate::web::admin) async fn one(
    app: &App,
    within: &InRound<FollowRounds>,
    id: &str,
) -> Result<Point, Denied> {
    let there = || Denied::NotThere(within.may.person.language().clone());
    let id = id.parse::<i64>().map_err(|_| there())?;
    let point = match points::by_id(app.database.reader(), id).await {
        Ok(point) => point,
        Err(store::Error::NotFound(_)) => return Err(there()),
        Err(error) => return Err(error.into()),
    };
    let at = within.round.agency(point.agency_id);
    let reached = point.round_id == within.round.id && at.is_some_and(|at| within.within.contains(&at));
    if reached { Ok(point) } else { Err(there()) }
}

/// `GET /admin/rounds/{round}/points/{point}`
pub(in crate::web::admin) async fn show_point(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    query: AdminQuery,
) -> Result<Page, Denied> {
    let point = one(&app, &within, &id).await?;
    point_page(&app, &within, &point, &headers, &query, &Posted::default(), &Faults::new()).await
}

async fn point_page(
    app: &App,
    within: &InRound<FollowRounds>,
    point: &Point,
    headers: &HeaderMap,
    query: &AdminQuery,
    posted: &Posted,
    faults: &Faults,
) -> Result<Page, Denied> {
    let desk = Desk::of(&within.may.person, ROOM, query);
    let texts = desk.texts;
    let (round, code) = (&within.round, &within.round.document.code);
    let points = [point.clone()];
    let Some(Placed { agency, area, .. }) = placed(round, &points, &within.within).pop() else {
        return Err(Denied::NotThere(texts.locale.clone()));
    };
    let url = format!("{}/s/{}", app.base(headers), point.slug);
    let here = address(code, &format!("/points/{}", point.id));
    let place = [area.name_in(&texts.locale), point.counter.as_deref().unwrap_or("")];
    let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut desk = desk
        .title(agency.name_in(&texts.locale))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .beneath(address(code, "/points"), texts.get("step-points"))
        .with(Block::Text(format!("{place} · {}", channel_text(texts, point.channel))));
    let manages = can_manage(app, within).await?;
    if let Some(words) = faults.get("") {
        desk = desk.with(Block::Warning(words.clone()));
    }
    if point.retired.is_some() {
        desk = desk.with(Block::Warning(texts.get("point-retired-lead")));
    } else if point.channel.is_for_citizens() {
        desk = desk
            .with(Block::Picture(texts.with("point-qr", [("url", url.clone().into())]), qr_svg(&url)?))
            .with(Block::Copy(url))
            .with(Block::Ways(vec![
                (format!("{here}/sheet"), texts.get("sheet-title")),
                (format!("{here}/qr.svg"), texts.get("point-svg")),
                (format!("{here}/qr.png"), texts.get("point-png")),
            ]));
    }
    if !point.channel.is_for_citizens() {
        desk = desk.with(Block::Text(texts.get("point-keyed")));
    }
    if manages {
        let action = |to: &str| format!("{here}/{to}");
        let reason = |form: &str| {
            let typed = if posted.text("form") == form { posted.text("reason") } else { "" };
            let fault = faults.get("reason").filter(|_| posted.text("form") == form).cloned();
            Field::new("reason", Kind::Text, texts.get("reason")).holding(typed).fault(fault)
        };
        let counter = Form {
            action: action("counter"),
            fields: vec![
                Field::hidden("form", "counter"),
                Field::hidden("seen", point_revision(point)),
                Field::new("counter", Kind::Text, texts.get("point-counter"))
                    .holding(match posted.text("form") {
                        "counter" => posted.raw("counter").to_owned(),
                        _ => point.counter.clone().unwrap_or_default(),
                    })
                    .fault(faults.get("counter").cloned())
                    .optional(),
            ],
            button: texts.get("save"),
            tone: Tone::Quiet,
            ..Form::default()
        };
        let whys = [("worn", "rotate-worn"), ("misused", "rotate-misused")]
            .map(|(value, key)| (value.to_owned(), texts.get(key)));
        let rotate = Form {
            action: action("rotation"),
            fields: vec![
                Field::hidden("form", "rotation"),
                Field::hidden("seen", point_revision(point)),
                Field::new("why", Kind::Radio(whys.to_vec()), texts.get("rotate-why"))
                    .holding(posted.text("why"))
                    .fault(faults.get("why").cloned()),
                reason("rotation"),
            ],
            button: texts.get("rotate-do"),
            tone: Tone::Quiet,
            ..Form::default()
        };
        let retired = point.retired.is_some();
        let state = Form {
            action: action("state"),
            fields: vec![
                Field::hidden("form", "state"),
                Field::hidden("seen", point_revision(point)),
                Field::hidden("retire", if retired { "" } else { "1" }),
                reason("state"),
            ],
            button: texts.get(if retired { "point-restore" } else { "point-retire" }),
            tone: if retired { Tone::Quiet } else { Tone::Grave },
            ..Form::default()
        };
        desk = desk.with(Block::Heading(texts.get("point-counter"))).with(Block::Form(counter));
        if !retired && point.channel.is_for_citizens() {
            desk = desk
                .with(Block::Heading(texts.get("rotate-title")))
                .with(Block::Text(texts.get("rotate-lead")))
                .with(Block::Form(rotate));
        }
        let key = if retired { "point-restore" } else { "point-retire" };
        let lead = if retired { "point-restore-lead" } else { "point-retire-lead" };
        desk = desk
            .with(Block::Heading(texts.get(key)))
            .with(Block::Text(texts.get(lead)))
            .with(Block::Form(state));
    }
    let status = match (faults.is_empty(), faults.contains_key("")) {
        (true, _) => StatusCode::OK,
        (_, true) => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(desk.status(status).page())
}

/// Makes a change of a point, or shows the point again with what speaks against it.
async fn change(
    app: &App,
    over: OverRound<ManageRounds>,
    id: &str,
    (headers, posted): (&HeaderMap, &Posted),
    change: Result<(PointChange, &str), Faults>,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let id = id.parse::<i64>().map_err(|_| Denied::NotThere(texts.locale.clone()))?;
    let faults = match change {
        Err(faults) => faults,
        Ok((change, done)) => {
            let revision = posted.text("seen").to_owned();
            let (round, today) = (over.round.id, app.clock.today());
            let command = PointCommand { round, point: id, revision, change, today };
            let fault = match change_point(over.may.act(app).await?, command).await {
                Ok(_) => {
                    let here = address(&over.round.document.code, &format!("/points/{id}"));
                    return Ok(see(&here, done));
                }
                Err(fault) => fault,
            };
            match over.may.person.refused_or_changed(fault)? {
                None => Faults::from([("", texts.get("changed-meanwhile"))]),
                Some(PointRefusal::Counter) => {
                    let name = posted.text("counter").to_owned();
                    let words = texts.with("points-counter-wrong", [("name", name.into())]);
                    Faults::from([("counter", words)])
                }
                Some(PointRefusal::CounterTaken) => {
                    Faults::from([("counter", texts.get("points-counter-taken"))])
                }
            }
        }
    };
    let within = (0..over.round.agencies.len()).collect();
    let within = InRound { may: over.may.also::<FollowRounds>()?, round: over.round, within };
    let point = one(app, &within, &id.to_string()).await?;
    let page = point_page(app, &within, &point, headers, &AdminQuery::default(), posted, &faults).await?;
    Ok(page.into_response())
}

/// Why somebody takes a code away has to be said.
fn read_reason(texts: &Texts, posted: &Posted) -> Result<Reason, Faults> {
    Reason::new(posted.text("reason")).map_err(|_| Faults::from([("reason", texts.get("reason-wrong"))]))
}

/// `POST /admin/rounds/{round}/points/{point}/counter`
pub(in crate::web::admin) async fn update_counter(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let name = PointChange::NameCounter(posted.text("counter").to_owned());
    change(&app, over, &id, (&headers, &posted), Ok((name, "done-saved"))).await
}

/// `POST /admin/rounds/{round}/points/{point}/rotation`
pub(in crate::web::admin) async fn rotate_slug(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let redirects = match posted.text("why") {
        "worn" => Some(true),
        "misused" => Some(false),
        _ => None,
    };
    let rotate = match (read_reason(texts, &posted), redirects) {
        (Ok(reason), Some(redirects)) => Ok((PointChange::Rotate { reason, redirects }, "done-rotated")),
        (reason, redirects) => {
            let mut faults = reason.err().unwrap_or_default();
            if redirects.is_none() {
                faults.insert("why", texts.get("fault-choose"));
            }
            Err(faults)
        }
    };
    change(&app, over, &id, (&headers, &posted), rotate).await
}

/// `POST /admin/rounds/{round}/points/{point}/state`
pub(in crate::web::admin) async fn update_point_state(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let reason = read_reason(Texts::of(over.may.person.language()), &posted);
    let state = reason.map(|reason| match posted.is("retire") {
        true => (PointChange::Retire(reason), "done-retired"),
        false => (PointChange::Restore(reason), "done-restored"),
    });
    change(&app, over, &id, (&headers, &posted), state).await
}

/// `GET /admin/rounds/{round}/points/{point}/{file}`: `qr.svg` or `qr.png`.
pub(in crate::web::admin) async fn show_code(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id, name]): PathSegments<3>,
    headers: HeaderMap,
) -> Result<Response, Denied> {
    let point = one(&app, &within, &id).await?;
    let there = || Denied::NotThere(within.may.person.language().clone());
    if !point.channel.is_for_citizens() || point.retired.is_some() {
        return Err(there());
    }
    let svg = qr_svg(&format!("{}/s/{}", app.base(&headers), point.slug))?;
    let called = format!("{}-{}", within.round.document.code, point.slug);
    match name.as_str() {
        "qr.svg" => Ok(saved_file(svg.into_bytes(), "image/svg+xml", &format!("{called}.svg"))),
        "qr.png" => {
            // As wide as a hand at the resolution of a printer.
            let large = svg.replacen("<svg ", "<svg width=\"400\" height=\"400\" ", 1);
            let picture = tokio::task::spawn_blocking(move || png(&large)).await?;
            Ok(saved_file(picture.ok_or_else(there)?, "image/png", &format!("{called}.png")))
        }
        _ => Err(there()),
    }
}
