//! Where a round stands, and what can be done with it.

use super::{Faults, ROOM, address, language_query, placed, state_text};
use crate::{
    acts::{FollowRounds, rounds::revision_token},
    auth::{Denied, InRound},
    store::{self, Round, points},
    web::{
        App,
        admin::{
            desk::{AdminQuery, Desk},
            posted::Posted,
        },
        page::Page,
    },
};
use app::{
    Numbers, Texts,
    admin::{Block, Field, Form, Kind, Tone, in_address},
};
use axum::{extract::State, http::StatusCode};
use domain::{Agency, Audience, Day, GRACE_HOURS, Locale, Permission, Reach, RoundState, Stage};
use std::sync::Arc;

/// `GET /admin/rounds/{round}`
pub(in crate::web::admin) async fn show_round(
    within: InRound<FollowRounds>,
    State(app): State<Arc<App>>,
    query: AdminQuery,
) -> Result<Page, Denied> {
    round_page(&app, &within, &query, &Posted::default(), &Faults::new(), StatusCode::OK).await
}

/// Whether whoever looks may also run the round.
fn manages(within: &InRound<FollowRounds>, tree: &[Agency]) -> bool {
    within.may.person.reach(Permission::ManageRounds).is_some_and(|reach| {
        reach == Reach::Whole || within.round.agencies.iter().all(|row| reach.covers(&row.agency.code, tree))
    })
}

/// Most agencies whose results are offered one by one.
const MOST_OWN: usize = 12;

/// The pages of results that whoever looks may see: of the round, or, before it is published, of the agencies they answer for.
fn results_ways(texts: &Texts, within: &InRound<FollowRounds>, tree: &[Agency]) -> Vec<(String, String)> {
    let (round, language) = (&within.round, language_query(&texts.locale));
    let path = format!("/results/{}", round.document.code);
    let whole = vec![(format!("{path}{language}"), texts.get("results-title"))];
    if round.document.audience == Audience::Public {
        return whole;
    }
    let Some(reach) = within.may.person.reach(Permission::ReadResults) else { return Vec::new() };
    let reached = reach.within(tree);
    let own: Vec<&Agency> = round
        .agencies
        .iter()
        .map(|row| &row.agency)
        .filter(|agency| reached.contains(&agency.code))
        .collect();
    if own.len() == round.agencies.len() {
        return whole;
    }
    let way = |agency: &Agency| {
        let name = agency.name_in(&texts.locale).to_owned();
        let href = format!("{path}/agencies/{}{language}", in_address(agency.code.as_str()));
        (href, texts.with("desk-own-results", [("name", name.into())]))
    };
    own.into_iter().take(MOST_OWN).map(way).collect()
}

pub(in crate::web::admin) async fn round_page(
    app: &App,
    within: &InRound<FollowRounds>,
    query: &AdminQuery,
    posted: &Posted,
    faults: &Faults,
    status: StatusCode,
) -> Result<Page, Denied> {
    let desk = Desk::of(&within.may.person, ROOM, query);
    let texts = desk.texts;
    let (round, today) = (&within.round, app.clock.today());
    let reader = app.database.reader();
    let tree: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
    let all_points = points::of_round(reader, round.id).await?;
    let numbers = Numbers::of(&texts.locale);
    let document = &round.document;
    let settled = round.stage.is_locked();
    let period = format!("{} – {}", numbers.day(document.from), numbers.day(document.to));
    let count = |n: usize| numbers.whole(u64::try_from(n).unwrap_or(0));
    let planned: u64 =
        document.quota.iter().flat_map(|quota| quota.cells.values()).flat_map(|c| c.values()).sum();
    let lines = [
        (
            "/basics",
            "step-basics",
            format!("{period} · {}, {}", round.form.title.get(&texts.locale), round.form_version),
        ),
        (
            "/definition",
            "step-index",
            match round.form.has_index() {
                true => {
                    texts.get(&format!("scoring-short-{}", document.index.scoring))
                        + "; "
                        + &texts.get(&format!("aggregation-short-{}", document.index.aggregation))
                }
                false => texts.get("form-no-index"),
            },
        ),
        (
            "/places",
            "step-places",
            texts.with(
                "step-places-are",
                [
                    ("agencies", count(round.agencies.len()).into()),
                    ("areas", count(round.service_areas.len()).into()),
                ],
            ),
        ),
        (
            "/volumes",
            "step-volumes",
            match planned {
                0 => texts.get("step-volumes-none"),
                n => texts.with("step-volumes-are", [("n", numbers.whole(n).into())]),
            },
        ),
        (
            "/rules",
            "step-rules",
            texts.with("step-rules-are", [("k", numbers.whole(document.minimum_cell).into())])
                + "; "
                + &texts.get(if document.audience == Audience::Public {
                    "audience-public"
                } else {
                    "audience-staff"
                }),
        ),
        (
            "/points",
            "step-points",
            texts.with(
                "step-points-are",
                [("n", count(all_points.iter().filter(|p| p.retired.is_none()).count()).into())],
            ),
        ),
    ];
    let steps = lines.into_iter().enumerate().map(|(nth, (path, key, what))| {
        (address(&document.code, path), format!("{}. {}", nth + 1, texts.get(key)), what)
    });
    let steps: Vec<_> = steps.collect();
    let manages = manages(within, &tree);
    let mut ways = Vec::new();
    if settled {
        ways.push((address(&document.code, "/monitor"), texts.get("monitor-title")));
        if within.may.person.reach(Permission::ReadComments).is_some() {
            ways.push((address(&document.code, "/comments"), texts.get("comments-title")));
        }
        ways.extend(results_ways(texts, within, &tree));
    }
    if all_points.iter().any(|point| point.retired.is_none()) && (manages || settled) {
        ways.push((address(&document.code, "/sheets"), texts.get("sheets-title")));
    }
    let trials = points::trials(reader, round.id).await?;
    let within_reach = placed(round, &all_points, &within.within);
    let trials: i64 = within_reach.iter().filter_map(|placed| trials.get(&placed.point.id)).sum();
    let mut desk = desk
        .title(document.title.get(&texts.locale))
        .beneath(ROOM, texts.get("rounds-title"))
        .with(Block::Text(format!("{} · {}", document.code, state_text(texts, round, today))))
        .with(Block::Ways(ways));
    if let Some(words) = faults.get("") {
        desk = desk.with(Block::Warning(words.clone()));
    }
    if manages {
        desk = desk.with(Block::Links(steps));
    } else if !settled {
        desk = desk.with(Block::Text(texts.get("round-follow-only")));
    }
    if round.stage == Stage::Test {
        desk = desk.with(Block::Warning(texts.with("round-test-lead", [("n", trials.into())])));
    }
    if manages {
        for (heading, lead, form) in actions(texts, round, today, posted, faults) {
            desk = desk
                .with(Block::Heading(texts.get(heading)))
                .with(Block::Text(texts.get(lead)))
                .with(Block::Form(form));
        }
        let copy = (address(&document.code, "/copy"), texts.get("round-copy"), String::new());
        desk = desk.with(Block::Heading(texts.get("round-again"))).with(Block::Links(vec![copy]));
    }
    Ok(desk.status(status).page())
}

/// What can be done with a round now: heading, what it means, the form that does it.
fn actions(
    texts: &Texts,
    round: &Round,
    today: Day,
    posted: &Posted,
    faults: &Faults,
) -> Vec<(&'static str, &'static str, Form)> {
    let code = &round.document.code;
    let step = |to: &str, button: &str, tone: Tone, fields: Vec<Field>| {
        let mut all = vec![Field::hidden("to", to), Field::hidden("seen", revision_token(round))];
        // What was typed and what is wrong belong to the form that was sent.
        let sent = posted.text("to") == to;
        all.extend(fields.into_iter().map(|field| {
            let fault = faults
                .iter()
                .find(|(name, _)| sent && **name == field.name())
                .map(|(_, words)| words.clone());
            let typed = posted.raw(field.name()).to_owned();
            let field = if sent && !typed.is_empty() { field.holding(typed) } else { field };
            field.fault(fault)
        }));
        Form {
            action: address(code, "/stage"),
            fields: all,
            button: texts.get(button),
            tone,
            ..Form::default()
        }
    };
    let reason = || Field::new("reason", Kind::Text, texts.get("reason"));
    let last = || {
        let grace = texts.with("round-grace", [("hours", GRACE_HOURS.into())]);
        let field = Field::new("day", Kind::Day, texts.get("round-new-end"));
        field.hint(grace).holding(round.document.to.to_string())
    };
    let unpublish = || {
        let form = step("unpublish", "round-unpublish", Tone::Grave, vec![reason()]);
        ("round-unpublish", "round-unpublish-lead", form)
    };
    let rename = || {
        let title = |name: &str, locale: &Locale, key: &str| {
            let known = round.document.title.has(locale).then(|| round.document.title.get(locale));
            Field::new(name, Kind::Text, texts.get(key)).holding(known.unwrap_or_default())
        };
        let fields = vec![
            title("title", &Locale::vi(), "round-title-vi"),
            title("title_en", &Locale::en(), "round-title-en").optional(),
            reason(),
        ];
        let form = step("rename", "round-rename", Tone::Quiet, fields);
        ("round-rename", "round-rename-lead", form)
    };
    let mut actions = Vec::new();
    match (round.stage, round.state(today)) {
        (Stage::Plan, _) => {
            actions.push(("round-try", "round-try-lead", step("test", "round-try-do", Tone::Quiet, vec![])));
            actions.push((
                "round-opening",
                "round-opening-lead",
                step("open", "round-open-do", Tone::Main, vec![]),
            ));
            let typed = Field::new(
                "typed",
                Kind::Code,
                texts.with("type-to-remove", [("code", code.as_str().into())]),
            );
            actions.push((
                "round-remove",
                "round-remove-lead",
                step("remove", "round-remove", Tone::Grave, vec![typed]),
            ));
        }
        (Stage::Test, _) => {
            actions.push((
                "round-untry",
                "round-untry-lead",
                step("plan", "round-untry", Tone::Quiet, vec![]),
            ));
            actions.push((
                "round-opening",
                "round-opening-lead",
                step("open", "round-open-do", Tone::Main, vec![]),
            ));
        }
        (_, RoundState::Closed) => {
            if round.document.audience == Audience::Staff {
                actions.push((
                    "round-publish",
                    "round-publish-lead",
                    step("publish", "round-publish", Tone::Main, vec![reason()]),
                ));
            } else {
                actions.push(unpublish());
            }
            actions.push((
                "round-reopen",
                "round-reopen-lead",
                step("reopen", "round-reopen", Tone::Quiet, vec![last(), reason()]),
            ));
        }
        _ => {
            if round.document.audience == Audience::Public {
                actions.push(unpublish());
            }
            actions.push((
                "round-extend",
                "round-extend-lead",
                step("extend", "round-extend", Tone::Quiet, vec![last(), reason()]),
            ));
            actions.push((
                "round-close",
                "round-close-lead",
                step("close", "round-close", Tone::Grave, vec![reason()]),
            ));
        }
    }
    if round.stage.is_locked() {
        actions.push(rename());
    }
    actions
}
