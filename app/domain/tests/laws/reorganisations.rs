//! Reorganisations recorded one after another, in whatever order somebody enters them.

use domain::{
    Agency, Code, Day, LineageEvent, LineageKind, LineagePart, Reorganisations, index::UNIT_WEIGHT,
    read_share,
};
use proptest::{collection::vec, prelude::*, sample::select};
use std::collections::HashSet;

const AGENCIES: usize = 6;

fn code(n: usize) -> Code {
    format!("A{n}").parse().unwrap()
}

fn agency(n: usize) -> Agency {
    Agency {
        code: code(n),
        name: "x".parse().unwrap(),
        name_en: None,
        block: None,
        level: None,
        parent: None,
        valid_from: None,
        valid_to: None,
    }
}

fn part() -> impl Strategy<Value = LineagePart> {
    let share = select(vec![UNIT_WEIGHT, UNIT_WEIGHT / 2, UNIT_WEIGHT / 4]);
    (0..AGENCIES, 0..AGENCIES, share).prop_map(|(from, to, share)| LineagePart {
        from: code(from),
        to: code(to),
        share,
    })
}

fn event() -> impl Strategy<Value = LineageEvent> {
    let first: Day = "2025-01-01".parse().unwrap();
    let kind = select(LineageKind::ALL.to_vec());
    (kind, 0..60, vec(part(), 1..4)).prop_map(move |(kind, day, parts)| LineageEvent {
        kind,
        day: first.plus_days(day),
        reference: None,
        parts,
    })
}

proptest! {
    #[test]
    fn an_agency_goes_whole_into_others_once_and_ends_on_the_day_before(events in vec(event(), 1..40)) {
        let agencies: Vec<Agency> = (0..AGENCIES).map(agency).collect();
        let mut all = Reorganisations::new(&agencies, &[]);
        let recorded: Vec<LineageEvent> =
            events.into_iter().filter(|event| all.add(event).is_ok()).collect();
        let gone: Vec<&Code> = recorded.iter().flat_map(LineageEvent::gone_whole).collect();
        prop_assert_eq!(gone.iter().collect::<HashSet<_>>().len(), gone.len());
        for ended in Reorganisations::ended_by(&recorded, &agencies) {
            let mut whole = recorded.iter().filter(|event| event.gone_whole().any(|code| *code == ended.code));
            let day = whole.next().map(|event| event.day.plus_days(-1));
            prop_assert_eq!(ended.valid_to, day);
        }
        let mut again = Reorganisations::new(&agencies, &recorded);
        for event in &recorded {
            prop_assert!(again.has_event(event));
            prop_assert!(event.gone_whole().next().is_none() || again.add(event).is_err());
        }
    }

    #[test]
    fn a_share_is_read_as_it_is_written(share in 1..=UNIT_WEIGHT, comma in any::<bool>()) {
        let text = format!("{}.{:04}", share / 10_000, share % 10_000);
        let text = if comma { text.replace('.', ",") + " %" } else { text };
        prop_assert_eq!(read_share(&text), Some(share));
    }
}
