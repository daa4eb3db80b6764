//! Laws of planning and running rounds.

use domain::{
    Agency, ByCell, Channel, Code, Counter, Day, Formula, LocalHour, Precision, RoundDocument, RoundState,
    ServiceArea, Stage, WhenFull,
    plan::{
        Circumstances, NewPoint, Plan, PointsFault, SecondPerson, StageChange, StageFault, Volumes, advance,
        checklist, missing_points, opening_faults, outside_population, places_without_point, with_places,
        with_volumes,
    },
};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const AGENCIES: [&str; 3] = ["A", "B", "C"];
const AREAS: [&str; 2] = ["x", "y"];

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn codes<const N: usize>(texts: [&str; N]) -> Vec<Code> {
    texts.map(code).to_vec()
}

fn day(offset: i32) -> Day {
    "2026-06-01".parse::<Day>().unwrap().plus_days(offset)
}

fn document() -> RoundDocument {
    serde_json::from_value(json!({
        "code": "r", "title": {"vi": "Đợt"}, "form": "f", "from": "2026-06-01", "to": "2026-06-30",
        "index": {"scoring": "top2", "aggregation": "items"}, "agencies": AGENCIES, "service_areas": AREAS,
    }))
    .unwrap()
}

fn agency(text: &str, valid_to: Option<Day>) -> Agency {
    Agency {
        code: code(text),
        name: text.parse().unwrap(),
        name_en: None,
        block: Some(code("k")),
        level: None,
        parent: None,
        valid_from: None,
        valid_to,
    }
}

fn area(text: &str) -> ServiceArea {
    ServiceArea {
        code: code(text),
        name: text.parse().unwrap(),
        name_en: None,
        valid_from: None,
        valid_to: None,
    }
}

fn change() -> impl Strategy<Value = StageChange> {
    prop_oneof![
        Just(StageChange::Try),
        Just(StageChange::EndTrial),
        Just(StageChange::Open),
        Just(StageChange::Close),
        (-5i32..60).prop_map(|offset| StageChange::Reopen(day(offset))),
        (-5i32..60).prop_map(|offset| StageChange::Extend(day(offset))),
        Just(StageChange::Publish),
        Just(StageChange::Unpublish),
        Just(StageChange::TakeBack),
    ]
}

fn cells() -> impl Strategy<Value = ByCell> {
    prop::collection::vec(prop::option::of(0u64..5_000), AGENCIES.len() * AREAS.len()).prop_map(|numbers| {
        let mut cells = ByCell::new();
        for (at, n) in numbers.into_iter().enumerate() {
            let Some(n) = n else { continue };
            let of_agency = cells.entry(code(AGENCIES[at / AREAS.len()])).or_default();
            of_agency.insert(code(AREAS[at % AREAS.len()]), n);
        }
        cells
    })
}

proptest! {
    /// Whatever is asked for, in whatever order: a round takes answers only after a plan that could be opened, once opened it
    /// is a plan again only while nobody has answered, the checklist refuses just where opening does, it never ends before it begins, no
    /// last day that is chosen leaves out an agency, and results that everybody may see are of a round that was over
    /// when they were published.
    #[test]
    fn whatever_is_asked_for_a_round_never_leaves_its_path(
        asked in prop::collection::vec((change(), 0i32..2, 0u8..24, 0u64..2), 1..40),
        has_points: bool,
        ends: bool,
        begins in prop::option::of(-3i32..40),
    ) {
        let later = Agency { valid_from: begins.map(day), ..agency("C", None) };
        let agencies = [agency("A", None), agency("B", ends.then(|| day(-1))), later];
        let areas = AREAS.map(area);
        let places = if has_points { vec![(code("A"), code("x"))] } else { Vec::new() };
        let (mut document, mut stage, mut today) = (document(), Stage::Plan, day(-3));
        let mut answers = 0;
        for (change, days, hour, more) in asked {
            today = today.plus_days(days);
            let plan =
                Plan { document: &document, agencies: &agencies, service_areas: &areas, places: &places };
            let before = document.state(stage, today);
            let can_open = opening_faults(&plan).is_empty();
            let now = LocalHour { day: today, hour };
            answers += if before == RoundState::Open { more } else { 0 };
            if !stage.is_locked() {
                let circumstances = Circumstances {
                    today,
                    has_public_address: false,
                    second_person: SecondPerson::NotNeeded,
                    trials: 0,
                    idle_areas: &[],
                };
                let refuses = checklist(&plan, circumstances).iter().any(|check| check.verdict.refuses());
                let opens = advance(&plan, stage, &StageChange::Open, now, answers).is_ok();
                prop_assert_eq!(opens, !refuses);
            }
            let Ok((after, next)) = advance(&plan, stage, &change, now, answers) else { continue };
            if next == Stage::Open && !stage.is_locked() {
                prop_assert!(can_open && after.to >= today);
            }
            let is_taken_back = change == StageChange::TakeBack && answers == 0;
            prop_assert!(!stage.is_locked() || next.is_locked() || is_taken_back, "{change:?} unlocks the plan");
            prop_assert!(after.from <= after.to);
            let sets_period = matches!(change, StageChange::Open | StageChange::Reopen(_) | StageChange::Extend(_));
            let exist = agencies.iter().all(|agency| agency.exists_in(after.from, after.to));
            prop_assert!(!sets_period || exist, "{change:?} leaves an agency outside the period");
            if change == StageChange::Close && after.from <= today {
                prop_assert!(after.to <= today, "it ended before its last day");
            }
            if change == StageChange::Publish {
                prop_assert_eq!(before, RoundState::Closed);
                prop_assert!(!after.is_in_grace(next, now), "what is published moves");
            }
            (document, stage) = (after, next);
        }
    }

    /// What is refused leaves everything as it is by not being returned, and says which way there is none.
    #[test]
    fn a_stage_without_a_way_says_so(change in change()) {
        let agencies = AGENCIES.map(|code| agency(code, None));
        let (areas, places) = (AREAS.map(area), [(code("A"), code("x"))]);
        let document = document();
        let plan = Plan { document: &document, agencies: &agencies, service_areas: &areas, places: &places };
        let now = LocalHour { day: day(3), hour: 12 };
        let from_plan = advance(&plan, Stage::Plan, &change, now, 0);
        let is_way = matches!(change, StageChange::Try | StageChange::Open);
        let none = Err(StageFault::NotFromHere { stage: Stage::Plan, on: day(3) });
        prop_assert_eq!(from_plan.is_ok(), is_way);
        prop_assert!(is_way || from_plan == none);
    }

    /// Places are pruned once: again changes nothing, and nothing that is left names a place that was dropped.
    #[test]
    fn pruning_places_twice_is_pruning_once(
        volumes in cells(),
        kept in prop::sample::subsequence(AGENCIES.to_vec(), 1..=AGENCIES.len()),
        kept_areas in prop::sample::subsequence(AREAS.to_vec(), 1..=AREAS.len()),
        weigh: bool,
    ) {
        let volumes = Volumes {
            cells: volumes,
            formula: Some((Formula::Yamane, 0.05)),
            precision: Precision::Agency,
            when_full: WhenFull::Count,
            weigh,
        };
        let Ok(planned) = with_volumes(&document(), &codes(AGENCIES), volumes) else { return Ok(()) };
        let kept: Vec<Code> = kept.into_iter().map(code).collect();
        let kept_areas: Vec<Code> = kept_areas.into_iter().map(code).collect();
        let once = with_places(&planned, kept.clone(), kept_areas.clone());
        prop_assert_eq!(&with_places(&once, kept.clone(), kept_areas.clone()), &once);
        prop_assert_eq!(once.check(), Ok(()));
        prop_assert!(once.design(&kept, &kept_areas).is_ok());
        let quota = once.quota.unwrap_or_default();
        for (agency, areas) in &quota.cells {
            prop_assert!(kept.contains(agency) && areas.keys().all(|area| kept_areas.contains(area)));
        }
    }

    /// Making missing points leaves none missing, and never one where answers would lie outside the population.
    #[test]
    fn after_missing_points_are_made_none_is_missing(
        volumes in cells(),
        channels in prop::sample::subsequence(Channel::ALL.to_vec(), 1..=3),
        counters in 1usize..4,
        there in prop::collection::vec(any::<bool>(), 100),
    ) {
        let volumes = Volumes {
            cells: volumes,
            formula: Some((Formula::Cochran, 0.1)),
            precision: Precision::Cell,
            when_full: WhenFull::Stop,
            weigh: true,
        };
        let planned = with_volumes(&document(), &codes(AGENCIES), volumes).unwrap_or_else(|_| document());
        let channels: BTreeSet<Channel> = channels.into_iter().collect();
        let counters: Vec<Option<Counter>> =
            (0..counters).map(|n| Counter::new(&n.to_string()).ok().filter(|_| n > 0)).collect();
        let missing = |known: &[NewPoint]| {
            missing_points(&planned, &codes(AGENCIES), &codes(AREAS), &channels, &counters, known)
        };
        let Ok(all) = missing(&[]) else { return Ok(()) };
        let known: Vec<NewPoint> =
            all.iter().zip(&there).filter(|(_, there)| **there).map(|(point, _)| point.clone()).collect();
        let made = missing(&known).unwrap_or_default();
        let mut whole: BTreeSet<NewPoint> = known.iter().cloned().collect();
        for point in made {
            prop_assert!(whole.insert(point), "a point that is there is made again");
        }
        prop_assert_eq!(&whole, &all.iter().cloned().collect::<BTreeSet<_>>());
        prop_assert_eq!(missing(&all), Err(PointsFault::AllThere));
        let places: Vec<(Code, Code)> =
            all.iter().map(|point| (point.agency.clone(), point.service_area.clone())).collect();
        prop_assert_eq!(outside_population(&planned, &places), None);
        prop_assert_eq!(places_without_point(&planned, &codes(AGENCIES), &codes(AREAS), &places), []);
    }

    /// A volume that is a population makes a stratum of every cell that has some; a computed quota asks nobody twice and
    /// everybody at most.
    #[test]
    fn quotas_never_ask_more_people_than_there_are(volumes in cells(), error in 0.01f64..0.3) {
        let cells = volumes.clone();
        let given = Volumes {
            cells: volumes,
            formula: Some((Formula::Yamane, error)),
            precision: Precision::Cell,
            when_full: WhenFull::Count,
            weigh: false,
        };
        let planned = with_volumes(&document(), &codes(AGENCIES), given).unwrap();
        let quota = planned.quota.unwrap_or_default();
        for (agency, areas) in &cells {
            for (area, n) in areas {
                let asked = quota.of(agency, area).unwrap_or(0);
                prop_assert!(asked <= *n && (*n == 0 || asked > 0));
            }
        }
        let total = |cells: &ByCell| cells.values().flat_map(BTreeMap::values).sum::<u64>();
        prop_assert!(total(&quota.cells) <= total(&cells));
    }
}
