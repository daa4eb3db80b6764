//! One point: its code, its counter, replacing and retiring it.

use super::super::{Faults, ROOM, address};
use super::{Placed, can_manage, channel_text, placed, saved_file};
use crate::{
    acts::{Act, FollowRounds, ManageRounds},
    auth::{Denied, InRound, OverRound},
    chart::{png, qr_svg},
    credentials::hashed,
    import::random_slug,
    path_segments::PathSegments,
    store::{self, Point, points},
    web::{
        App,
        admin::{
            desk::{Desk, Look, see},
            posted::Posted,
            set_up::is_name,
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
use serde_json::{Value, json};
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
    look: Look,
) -> Result<Page, Denied> {
    let point = one(&app, &within, &id).await?;
    point_page(&app, &within, &point, &headers, &look, &Posted::default(), &Faults::new()).await
}

async fn point_page(
    app: &App,
    within: &InRound<FollowRounds>,
    point: &Point,
    headers: &HeaderMap,
    look: &Look,
    posted: &Posted,
    faults: &Faults,
) -> Result<Page, Denied> {
    let desk = Desk::of(&within.may.person, ROOM, look);
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
                Field::hidden("seen", seen(point)),
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
                Field::hidden("seen", seen(point)),
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
                Field::hidden("seen", seen(point)),
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

/// What somebody saw of a point when they began to change it.
fn seen(point: &Point) -> String {
    hashed(&format!("{} {:?} {:?}", point.slug, point.counter, point.retired))
}

/// What a change of a point needs: the turn to change it, and the point as it is now.
type Begun = Result<(Act<ManageRounds>, Point), Response>;

/// Begins to change a point, or shows it again with what speaks against it. `check` adds what is wrong with what was typed.
async fn begin(
    app: &App,
    over: &OverRound<ManageRounds>,
    id: &str,
    headers: &HeaderMap,
    posted: &Posted,
    check: impl FnOnce(&Texts, &mut Faults),
) -> Result<Begun, Denied> {
    let texts = Texts::of(over.may.person.language());
    let there = || Denied::NotThere(texts.locale.clone());
    let id = id.parse::<i64>().map_err(|_| there())?;
    let act = over.may.act(app).await?;
    let point = match points::by_id(act.on(), id).await {
        Ok(point) if point.round_id == over.round.id => point,
        Ok(_) | Err(store::Error::NotFound(_)) => return Err(there()),
        Err(error) => return Err(error.into()),
    };
    let mut faults = Faults::new();
    if posted.text("seen") != seen(&point) {
        faults.insert("", texts.get("changed-meanwhile"));
    }
    check(texts, &mut faults);
    if faults.is_empty() {
        return Ok(Ok((act, point)));
    }
    drop(act);
    let within = (0..over.round.agencies.len()).collect();
    let within = InRound { may: over.may.also::<FollowRounds>()?, round: over.round.clone(), within };
    let page = point_page(app, &within, &point, headers, &Look::default(), posted, &faults).await?;
    Ok(Err(page.into_response()))
}

/// Stores a change of a point and shows the point.
async fn finish(
    act: Act<ManageRounds>,
    over: &OverRound<ManageRounds>,
    point: &Point,
    [action, reason, done]: [&str; 3],
    details: Value,
) -> Result<Response, Denied> {
    let code = &over.round.document.code;
    // Never its slug: whoever reads the log need not be able to answer there.
    act.done(action, &format!("{code} point {}", point.id), reason, details).await?;
    Ok(see(&address(code, &format!("/points/{}", point.id)), done))
}

/// `POST /admin/rounds/{round}/points/{point}/counter`
pub(in crate::web::admin) async fn update_counter(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let counter = posted.text("counter");
    let check = |texts: &Texts, faults: &mut Faults| {
        if counter.chars().count() > 100 || counter.chars().any(char::is_control) {
            let words = texts.with("points-counter-wrong", [("name", counter.to_owned().into())]);
            faults.insert("counter", words);
        }
    };
    let (act, point) = match begin(&app, &over, &id, &headers, &posted, check).await? {
        Ok(begun) => begun,
        Err(response) => return Ok(response),
    };
    let all = points::of_round(act.on(), over.round.id).await?;
    let place = |p: &Point| (p.agency_id, p.service_area_id, p.channel);
    let named = |p: &&Point| p.id != point.id && place(p) == place(&point);
    if all.iter().filter(named).any(|p| p.counter.as_deref().unwrap_or("") == counter) {
        drop(act);
        let taken = |texts: &Texts, faults: &mut Faults| {
            faults.insert("counter", texts.get("points-counter-taken"));
        };
        let again = begin(&app, &over, &id, &headers, &posted, taken).await?;
        return again.err().ok_or_else(|| over.may.denied());
    }
    points::name_counter(act.on(), point.id, Some(counter).filter(|c| !c.is_empty())).await?;
    let details = json!({"counter": [point.counter.clone().unwrap_or_default(), counter]});
    finish(act, &over, &point, ["point.counter", "", "done-saved"], details).await
}

/// Why somebody takes a code away has to be said.
fn check_reason<'p>(posted: &'p Posted) -> impl FnOnce(&Texts, &mut Faults) + 'p {
    |texts, faults| {
        if !is_name(posted.text("reason")) {
            faults.insert("reason", texts.get("reason-wrong"));
        }
    }
}

/// `POST /admin/rounds/{round}/points/{point}/rotation`
pub(in crate::web::admin) async fn rotate_slug(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let check = |texts: &Texts, faults: &mut Faults| {
        check_reason(&posted)(texts, faults);
        if !matches!(posted.text("why"), "worn" | "misused") {
            faults.insert("why", texts.get("fault-choose"));
        }
    };
    let (act, point) = match begin(&app, &over, &id, &headers, &posted, check).await? {
        Ok(begun) => begun,
        Err(response) => return Ok(response),
    };
    // Whoever spread the old code must not be led to the new one.
    let offers = posted.text("why") == "worn";
    points::rotate(act.on(), &point, &random_slug()?, app.clock.today(), offers).await?;
    let details = json!({"old code leads on": offers});
    finish(act, &over, &point, ["point.rotate", &posted.reason(), "done-rotated"], details).await
}

/// `POST /admin/rounds/{round}/points/{point}/state`
pub(in crate::web::admin) async fn update_point_state(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    PathSegments([_, id]): PathSegments<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let (act, point) = match begin(&app, &over, &id, &headers, &posted, check_reason(&posted)).await? {
        Ok(begun) => begun,
        Err(response) => return Ok(response),
    };
    let retire = posted.is("retire");
    points::retire(act.on(), point.id, retire.then(|| app.clock.today())).await?;
    let [action, done] =
        if retire { ["point.retire", "done-retired"] } else { ["point.restore", "done-restored"] };
    finish(act, &over, &point, [action, &posted.reason(), done], Value::Null).await
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
