//! Collection points: made for agencies × service areas × counters × channels, each with its code, which can be replaced
//! and retired; and the sheets that are printed.

use super::{
    super::{
        App, assets,
        page::{Names, Page, policy},
    },
    desk::{Desk, Look, list_csv, see},
    posted::Posted,
    rounds::{Faults, ROOM, address},
};
use crate::{
    auth::{Denied, FollowRounds, InRound, ManageRounds, OverRound},
    chart::{png, qr_svg},
    import::random_slug,
    sheet::{Layout, Sheet, sheets_pdf},
    store::{self, Point, Round, points, settings},
};
use app::{
    Texts,
    admin::{Block, Cell, Column, Field, Form, Kind, List, Tone},
};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Agency, Channel, Code, Locale, Permission, Reach};
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;

/// Counters of one agency for one service area.
const MOST_COUNTERS: usize = 40;
/// Points of one round.
const MOST_POINTS: usize = 20_000;

/// A point with its place in words.
pub(super) struct Placed<'a> {
    pub(super) point: &'a Point,
    pub(super) agency: &'a Agency,
    pub(super) area: &'a domain::ServiceArea,
}

/// The points of a round whose agencies are among these places of its plan.
pub(super) fn placed<'a>(round: &'a Round, points: &'a [Point], within: &[usize]) -> Vec<Placed<'a>> {
    let place = |point: &'a Point| {
        let agency = round.agency(point.agency_id).filter(|at| within.contains(at))?;
        let area = round.service_area(point.service_area_id)?;
        let (agency, area) = (&round.agencies[agency].agency, &round.service_areas[area].service_area);
        Some(Placed { point, agency, area })
    };
    points.iter().filter_map(place).collect()
}

/// A channel in words.
pub(super) fn channel_text(texts: &Texts, channel: Channel) -> String {
    texts.get(&format!("channel-{}", channel.as_str()))
}

async fn can_manage(app: &App, within: &InRound<FollowRounds>) -> store::Result<bool> {
    let Some(reach) = within.may.person.reach(Permission::ManageRounds) else { return Ok(false) };
    let tree: Vec<Agency> =
        store::agencies(app.database.reader()).await?.into_iter().map(|row| row.agency).collect();
    let all = || within.round.agencies.iter().all(|row| reach.covers(&row.agency.code, &tree));
    Ok(reach == Reach::Whole || all())
}

/// `GET /admin/rounds/{round}/points`
pub(super) async fn list_points(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    look: Look,
) -> Result<Response, Denied> {
    points_page(&app, &within, &look, None, &Faults::new()).await
}

async fn points_page(
    app: &App,
    within: &InRound<FollowRounds>,
    look: &Look,
    posted: Option<&Posted>,
    faults: &Faults,
) -> Result<Response, Denied> {
    let desk = Desk::of(&within.may.person, ROOM, look);
    let texts = desk.texts;
    let (round, code) = (&within.round, &within.round.document.code);
    let all = points::of_round(app.database.reader(), round.id).await?;
    let rows = placed(round, &all, &within.within).into_iter().map(|Placed { point, agency, area }| {
        let state = match point.retired {
            Some(_) => texts.get("point-retired"),
            None => texts.get("point-active"),
        };
        vec![
            Cell::Link(
                address(code, &format!("/points/{}", point.id)),
                agency.name_in(&texts.locale).to_owned(),
            ),
            Cell::Text(area.name_in(&texts.locale).to_owned()),
            Cell::Text(point.counter.clone().unwrap_or_default()),
            Cell::Text(channel_text(texts, point.channel)),
            Cell::Text(point.slug.to_string()),
            Cell::Text(state),
        ]
    });
    let column = |key, words: &str| Column { key, words: texts.get(words) };
    let list = List {
        title: texts.get("step-points"),
        path: address(code, "/points"),
        columns: vec![
            column("agency", "column-agency"),
            column("service_area", "column-area"),
            column("counter", "point-counter"),
            column("channel", "point-channel"),
            column("slug", "point-slug"),
            column("state", "person-state"),
        ],
        rows: rows.collect(),
        asked: look.list(),
        empty: texts.get("points-none"),
        keep: Vec::new(),
    };
    if look.wants_csv() {
        return Ok(list_csv(&list, "points"));
    }
    let manages = can_manage(app, within).await?;
    let mut ways = Vec::new();
    if !all.is_empty() {
        ways.push((address(code, "/sheets"), texts.get("sheets-title")));
    }
    ways.push((address(code, ""), texts.get("back-to-plan")));
    let mut desk = desk
        .title(texts.get("step-points"))
        .beneath(ROOM, texts.get("rounds-title"))
        .beneath(address(code, ""), round.document.title.get(&texts.locale))
        .with(Block::Text(texts.get("points-lead")))
        .with(Block::Ways(ways))
        .with(Block::List(list));
    if manages {
        let form = make_form(texts, round, posted, faults);
        desk = desk.with(Block::Heading(texts.get("points-make"))).with(Block::Form(form));
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(desk.status(status).page().into_response())
}

fn make_form(texts: &Texts, round: &Round, posted: Option<&Posted>, faults: &Faults) -> Form {
    let everything = |key: &str| vec![(String::new(), texts.get(key))];
    let mut agencies = everything("points-all-agencies");
    agencies.extend(
        round
            .agencies
            .iter()
            .map(|r| (r.agency.code.to_string(), r.agency.name_in(&texts.locale).to_owned())),
    );
    let mut areas = everything("points-all-areas");
    areas.extend(
        round.service_areas.iter().map(|row| {
            (row.service_area.code.to_string(), row.service_area.name_in(&texts.locale).to_owned())
        }),
    );
    let channels = Channel::ALL.map(|c| (c.as_str().to_owned(), channel_text(texts, c)));
    let held = |name: &str, first: &str| posted.map_or(first, |posted| posted.raw(name)).to_owned();
    let chosen = posted.map_or_else(|| "qr".to_owned(), |p| p.all("channel").collect::<Vec<_>>().join("\n"));
    let one = |name: &'static str, kind: Kind, key: &str| {
        Field::new(name, kind, texts.get(key)).fault(faults.get(name).cloned())
    };
    Form {
        action: address(&round.document.code, "/points"),
        fields: vec![
            one("agency", Kind::Choice(agencies), "column-agency").holding(held("agency", "")),
            one("area", Kind::Choice(areas), "column-area").holding(held("area", "")),
            one("channel", Kind::Many(channels.to_vec()), "point-channel").holding(chosen),
            one("counters", Kind::Long, "points-counters")
                .hint(texts.get("points-counters-hint"))
                .holding(held("counters", ""))
                .optional(),
        ],
        button: texts.get("points-make"),
        ..Form::default()
    }
}

/// `POST /admin/rounds/{round}/points`: makes the points that are not there yet.
pub(super) async fn create_points(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let round = &over.round;
    let mut faults = Faults::new();
    let channels: Vec<Channel> =
        posted.all("channel").filter_map(Channel::from_word).collect::<HashSet<_>>().into_iter().collect();
    if channels.is_empty() {
        faults.insert("channel", texts.get("points-no-channel"));
    }
    let mut counters: Vec<Option<String>> = Vec::new();
    for line in posted.raw("counters").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let counter = Some(line.to_owned());
        if line.chars().count() > 100 || line.chars().any(char::is_control) || counters.contains(&counter) {
            faults.insert("counters", texts.with("points-counter-wrong", [("name", line.to_owned().into())]));
        }
        counters.push(counter);
    }
    if counters.len() > MOST_COUNTERS {
        faults.insert("counters", texts.with("points-counters-many", [("most", MOST_COUNTERS.into())]));
    }
    if counters.is_empty() {
        counters.push(None);
    }
    let wanted = |name: &str, code: &Code| posted.text(name).is_empty() || posted.text(name) == code.as_str();
    let act = over.may.act(&app).await?;
    let known = points::of_round(act.on(), round.id).await?;
    let mut made = 0usize;
    if faults.is_empty() {
        for agency in round.agencies.iter().filter(|row| wanted("agency", &row.agency.code)) {
            for area in round.service_areas.iter().filter(|row| wanted("area", &row.service_area.code)) {
                if !round.document.covers(&agency.agency.code, &area.service_area.code) {
                    continue;
                }
                for channel in &channels {
                    for counter in &counters {
                        let there = known.iter().any(|p| {
                            p.agency_id == agency.id
                                && p.service_area_id == area.id
                                && p.channel == *channel
                                && p.counter == *counter
                        });
                        if there {
                            continue;
                        }
                        made += 1;
                        if known.len() + made > MOST_POINTS {
                            drop(act);
                            faults
                                .insert("agency", texts.with("points-many", [("most", MOST_POINTS.into())]));
                            return again(&app, over, &posted, &faults).await;
                        }
                        let point = Point {
                            id: 0,
                            round_id: round.id,
                            slug: random_slug()?,
                            agency_id: agency.id,
                            service_area_id: area.id,
                            counter: counter.clone(),
                            channel: *channel,
                            retired: None,
                        };
                        points::add(act.on(), &point).await?;
                    }
                }
            }
        }
    }
    if faults.is_empty() && made == 0 {
        faults.insert("agency", texts.get("points-all-there"));
    }
    if !faults.is_empty() {
        drop(act);
        return again(&app, over, &posted, &faults).await;
    }
    settings::count_plan_change(act.on()).await?;
    act.done("points.make", round.document.code.as_str(), "", json!({"points": made})).await?;
    Ok(see(&address(&round.document.code, "/points"), "done-points"))
}

async fn again(
    app: &App,
    over: OverRound<ManageRounds>,
    posted: &Posted,
    faults: &Faults,
) -> Result<Response, Denied> {
    let within = (0..over.round.agencies.len()).collect();
    let within = InRound { may: over.may.also::<FollowRounds>()?, round: over.round, within };
    points_page(app, &within, &Look::default(), Some(posted), faults).await
}

/// The point of an address, if it is within reach.
async fn one(app: &App, within: &InRound<FollowRounds>, id: &str) -> Result<Point, Denied> {
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
pub(super) async fn show_point(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    Names([_, id]): Names<2>,
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
                Field::new("counter", Kind::Text, texts.get("point-counter"))
                    .holding(point.counter.clone().unwrap_or_default())
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
                Field::new("why", Kind::Radio(whys.to_vec()), texts.get("rotate-why")).holding("worn"),
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
    Ok(desk.status(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }).page())
}

/// Shows a point again with what is wrong.
async fn point_again(
    app: &App,
    over: OverRound<ManageRounds>,
    point: &Point,
    headers: &HeaderMap,
    posted: &Posted,
    faults: &Faults,
) -> Result<Response, Denied> {
    let within = (0..over.round.agencies.len()).collect();
    let within = InRound { may: over.may.also::<FollowRounds>()?, round: over.round, within };
    let page = point_page(app, &within, point, headers, &Look::default(), posted, faults).await?;
    Ok(page.into_response())
}

async fn managed(app: &App, over: &OverRound<ManageRounds>, id: &str) -> Result<Point, Denied> {
    let there = || Denied::NotThere(over.may.person.language().clone());
    let id = id.parse::<i64>().map_err(|_| there())?;
    match points::by_id(app.database.reader(), id).await {
        Ok(point) if point.round_id == over.round.id => Ok(point),
        Ok(_) | Err(store::Error::NotFound(_)) => Err(there()),
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/rounds/{round}/points/{point}/counter`
pub(super) async fn update_counter(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    Names([_, id]): Names<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let point = managed(&app, &over, &id).await?;
    let counter = posted.text("counter");
    if counter.chars().count() > 100 || counter.chars().any(char::is_control) {
        let words = texts.with("points-counter-wrong", [("name", counter.to_owned().into())]);
        let faults = Faults::from([("counter", words)]);
        return point_again(&app, over, &point, &headers, &posted, &faults).await;
    }
    let act = over.may.act(&app).await?;
    points::name_counter(act.on(), point.id, Some(counter).filter(|c| !c.is_empty())).await?;
    settings::count_plan_change(act.on()).await?;
    let details = json!({"counter": [point.counter.clone().unwrap_or_default(), counter]});
    act.done("point.counter", &subject(&over.round, &point), "", details).await?;
    app.points.forget();
    Ok(see(&address(&over.round.document.code, &format!("/points/{}", point.id)), "done-saved"))
}

/// What the log calls a point. Never its slug: whoever reads the log need not be able to answer there.
fn subject(round: &Round, point: &Point) -> String {
    format!("{} point {}", round.document.code, point.id)
}

/// `POST /admin/rounds/{round}/points/{point}/rotation`
pub(super) async fn rotate_slug(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    Names([_, id]): Names<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let point = managed(&app, &over, &id).await?;
    if !super::set_up::is_name(posted.text("reason")) {
        let faults = Faults::from([("reason", texts.get("reason-wrong"))]);
        return point_again(&app, over, &point, &headers, &posted, &faults).await;
    }
    // Whoever spread the old code must not be led to the new one.
    let offers = posted.text("why") == "worn";
    let act = over.may.act(&app).await?;
    points::rotate(act.on(), &point, &random_slug()?, app.clock.today(), offers).await?;
    settings::count_plan_change(act.on()).await?;
    let details = json!({"old code leads on": offers});
    act.done("point.rotate", &subject(&over.round, &point), posted.text("reason"), details).await?;
    app.points.forget();
    Ok(see(&address(&over.round.document.code, &format!("/points/{}", point.id)), "done-rotated"))
}

/// `POST /admin/rounds/{round}/points/{point}/state`
pub(super) async fn update_point_state(
    over: OverRound<ManageRounds>,
    State(app): State<Arc<App>>,
    Names([_, id]): Names<2>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Denied> {
    let texts = Texts::of(over.may.person.language());
    let point = managed(&app, &over, &id).await?;
    let retire = posted.is("retire");
    if !super::set_up::is_name(posted.text("reason")) {
        let faults = Faults::from([("reason", texts.get("reason-wrong"))]);
        return point_again(&app, over, &point, &headers, &posted, &faults).await;
    }
    let act = over.may.act(&app).await?;
    points::retire(act.on(), point.id, retire.then(|| app.clock.today())).await?;
    settings::count_plan_change(act.on()).await?;
    let action = if retire { "point.retire" } else { "point.restore" };
    act.done(action, &subject(&over.round, &point), posted.text("reason"), json!({})).await?;
    app.points.forget();
    let done = if retire { "done-retired" } else { "done-restored" };
    Ok(see(&address(&over.round.document.code, &format!("/points/{}", point.id)), done))
}

/// A file to be kept.
fn file(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.extend(policy(""));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// `GET /admin/rounds/{round}/points/{point}/{file}`: `qr.svg` or `qr.png`.
pub(super) async fn show_code(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    Names([_, id, name]): Names<3>,
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
        "qr.svg" => Ok(file(svg.into_bytes(), "image/svg+xml", &format!("{called}.svg"))),
        "qr.png" => {
            // As wide as a hand at the resolution of a printer.
            let large = svg.replacen("<svg ", "<svg width=\"400\" height=\"400\" ", 1);
            let picture = tokio::task::spawn_blocking(move || png(&large)).await?;
            Ok(file(picture.ok_or_else(there)?, "image/png", &format!("{called}.png")))
        }
        _ => Err(there()),
    }
}

// ── Sheets ───────────────────────────────────────────────────────────────────────────────────────────────────────────

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
pub(super) async fn show_sheets(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    look: Look,
) -> Result<Response, Denied> {
    let all = points::of_round(app.database.reader(), within.round.id).await?;
    let sheets = sheets(&app, &within, &all, &headers);
    sheets_answer(&within, &look, sheets, &address(&within.round.document.code, "/sheets")).await
}

/// `GET /admin/rounds/{round}/points/{point}/sheet`
pub(super) async fn show_sheet(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    Names([_, id]): Names<2>,
    headers: HeaderMap,
    look: Look,
) -> Result<Response, Denied> {
    let point = one(&app, &within, &id).await?;
    let path = address(&within.round.document.code, &format!("/points/{}/sheet", point.id));
    let sheets = sheets(&app, &within, &[point], &headers);
    sheets_answer(&within, &look, sheets, &path).await
}

/// Sheets as a page to be printed, or as a PDF; in one of the layouts.
async fn sheets_answer(
    within: &InRound<FollowRounds>,
    look: &Look,
    sheets: Vec<Sheet>,
    path: &str,
) -> Result<Response, Denied> {
    let texts = Texts::of(within.may.person.language());
    let layout = Layout::from_word(look.get("layout")).unwrap_or(Layout::A5);
    let (round, code) = (&within.round, &within.round.document.code);
    if look.get("format") == "pdf" && !sheets.is_empty() {
        let title = round.document.title.get(&texts.locale).to_owned();
        let pdf = tokio::task::spawn_blocking(move || sheets_pdf(&sheets, layout, &title)).await??;
        return Ok(file(pdf, "application/pdf", &format!("{code}-{}.pdf", layout.as_str())));
    }
    if look.get("format") == "print" {
        let (style, one) = assets::sheets(layout.as_str());
        let pictures = sheets.iter().map(|sheet| qr_svg(&sheet.url)).collect::<Result<Vec<_>, _>>()?;
        let views: Vec<app::admin::SheetView> = sheets
            .into_iter()
            .zip(pictures)
            .map(|(sheet, picture)| app::admin::SheetView {
                agency: sheet.agency,
                place: sheet.place,
                inviting: sheet.inviting,
                anonymous: sheet.anonymous,
                or_type: sheet.or_type,
                typed: sheet.typed,
                picture,
            })
            .collect();
        let html = app::render(|| app::admin::sheets_page(texts, style, one, views));
        return Ok(Page::new(StatusCode::OK, html, style).into_response());
    }
    let desk = Desk::of(&within.may.person, ROOM, look);
    let layouts = Layout::ALL.map(|l| (l.as_str().to_owned(), texts.get(&format!("layout-{}", l.as_str()))));
    let form = Form {
        action: path.to_owned(),
        fields: vec![
            Field::new("layout", Kind::Radio(layouts.to_vec()), texts.get("sheet-layout"))
                .holding(layout.as_str()),
        ],
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
        .maybe(none.then(|| Block::Warning(texts.get("points-none"))))
        .maybe((!none).then_some(Block::Form(form)))
        .page()
        .into_response())
}
