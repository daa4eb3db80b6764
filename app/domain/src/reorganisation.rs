//! Recording reorganisations: an event as somebody types it, what it ends, and events one after another.

use crate::{
    Agency, Code, Day, DayFault, LineageEvent, LineageFault, LineageKind, LineagePart, NameFault, Reach,
    Reference, index::UNIT_WEIGHT,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A percentage in millionths of the whole: 62,5 or 62.5 is 625,000. It has at most four decimals and lies above 0.
pub fn read_share(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 4 || !digits(whole) || !digits(rest) {
        return None;
    }
    let share = format!("{whole}{rest:0<4}").parse::<i64>().ok()?;
    (1..=UNIT_WEIGHT).contains(&share).then_some(share)
}

impl LineageEvent {
    /// The agencies that it names.
    pub fn agencies(&self) -> impl Iterator<Item = &Code> {
        let codes: BTreeSet<&Code> = self.parts.iter().flat_map(|part| [&part.from, &part.to]).collect();
        codes.into_iter()
    }

    /// The agencies that it ends, as they are after it: those that go whole into others and take nothing in end on the day
    /// before. When those others began is theirs to say.
    pub fn ended<'a>(&self, agencies: impl IntoIterator<Item = &'a Agency>) -> Vec<Agency> {
        let before = self.day.plus_days(-1);
        let (gone, taking): (HashSet<&Code>, HashSet<&Code>) =
            (self.gone_whole().collect(), self.parts.iter().map(|p| &p.to).collect());
        let ends = |agency: &&Agency| {
            gone.contains(&agency.code)
                && !taking.contains(&agency.code)
                && agency.valid_to.is_none_or(|last| last > before)
                && agency.valid_from.is_none_or(|first| first <= before)
        };
        let agencies = agencies.into_iter().filter(ends);
        agencies.map(|agency| Agency { valid_to: Some(before), ..agency.clone() }).collect()
    }
}

/// What an event says, in whatever order.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Content(&'static str, Day, Vec<(Code, Code, i64)>);

impl Content {
    fn of(event: &LineageEvent) -> Self {
        let parts = event.parts.iter().map(|p| (p.from.clone(), p.to.clone(), p.share));
        let mut parts: Vec<_> = parts.collect();
        parts.sort();
        Self(event.kind.as_str(), event.day, parts)
    }
}

/// Agencies and their reorganisations, to which events are added one after another.
#[derive(Debug)]
pub struct Reorganisations {
    agencies: HashMap<Code, Agency>,
    recorded: HashSet<Content>,
    gone: HashSet<Code>,
    ended: BTreeSet<Code>,
}

impl Reorganisations {
    /// As they are stored.
    pub fn new(agencies: &[Agency], recorded: &[LineageEvent]) -> Self {
        Self {
            agencies: agencies.iter().map(|agency| (agency.code.clone(), agency.clone())).collect(),
            recorded: recorded.iter().map(Content::of).collect(),
            gone: recorded.iter().flat_map(LineageEvent::gone_whole).cloned().collect(),
            ended: BTreeSet::new(),
        }
    }

    /// Whether there is an agency of this code.
    pub fn has_agency(&self, code: &Code) -> bool {
        self.agencies.contains_key(code)
    }

    /// Whether an event is recorded that says the same.
    pub fn has_event(&self, event: &LineageEvent) -> bool {
        self.recorded.contains(&Content::of(event))
    }

    /// Adds an event, checked against the agencies as the ones before have left them.
    pub fn add(&mut self, event: &LineageEvent) -> Result<(), LineageFault> {
        event.check()?;
        event.fits(self.named(event))?;
        event.follows(&self.gone)?;
        self.apply(event);
        Ok(())
    }

    /// The agencies that events end which were checked, as they are after all of them.
    pub fn ended_by(events: &[LineageEvent], agencies: &[Agency]) -> Vec<Agency> {
        let mut all = Self::new(agencies, &[]);
        events.iter().for_each(|event| all.apply(event));
        all.ended.iter().filter_map(|code| all.agencies.get(code)).cloned().collect()
    }

    /// The agencies that an event names.
    fn named(&self, event: &LineageEvent) -> Vec<&Agency> {
        event.agencies().filter_map(|code| self.agencies.get(code)).collect()
    }

    fn apply(&mut self, event: &LineageEvent) {
        self.gone.extend(event.gone_whole().cloned());
        for agency in event.ended(self.named(event)) {
            self.ended.insert(agency.code.clone());
            self.agencies.insert(agency.code.clone(), agency);
        }
    }
}

/// What somebody typed of an event, without surrounding blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventInput {
    /// Word of its kind.
    pub kind: String,
    /// Its day.
    pub day: String,
    /// The resolution or decree behind it.
    pub reference: String,
    /// Who goes where.
    pub lines: Vec<EventLine>,
}

/// One line of an event as it was typed. A line without agencies says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventLine {
    /// Code of the predecessor.
    pub from: String,
    /// Code of the successor.
    pub to: String,
    /// How much of the predecessor in percent; nothing means all of it.
    pub share: String,
}

/// Where on a line something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventColumn {
    /// The predecessor.
    From,
    /// The successor.
    To,
    /// The share.
    Share,
}

/// What is wrong with an event as it was typed. Lines count from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventEditFault {
    /// No kind was chosen.
    Kind,
    /// Its day is missing.
    DayMissing,
    /// Its day is none.
    Day(DayFault),
    /// What is behind it is missing or no line of text.
    Reference(NameFault),
    /// No agency was chosen on a line.
    Agency(EventColumn, usize),
    /// The share of a line is none.
    Share(usize),
    /// A line says again who goes where.
    Repeated(usize, LineagePart),
    /// It is no reorganisation; at the place that is to blame, if there is one.
    Lineage(LineageFault, Option<(EventColumn, usize)>),
    /// It names agencies that whoever records it does not reach.
    OutOfReach,
    /// The same event is recorded already.
    AlreadyRecorded,
}

impl EventInput {
    /// Reads an event whose agencies are among these.
    fn read(&self, agencies: &[Agency]) -> Result<LineageEvent, Vec<EventEditFault>> {
        let mut faults = Vec::new();
        let kind = LineageKind::from_word(&self.kind);
        if kind.is_none() {
            faults.push(EventEditFault::Kind);
        }
        let day = match self.day.parse::<Day>() {
            Ok(day) => Some(day),
            Err(_) if self.day.is_empty() => {
                faults.push(EventEditFault::DayMissing);
                None
            }
            Err(fault) => {
                faults.push(EventEditFault::Day(fault));
                None
            }
        };
        let reference = Reference::new(&self.reference).map_err(EventEditFault::Reference);
        let reference = reference.map_err(|fault| faults.push(fault)).ok();
        let parts = self.read_parts(agencies, &mut faults);
        match (kind, day) {
            (Some(kind), Some(day)) if faults.is_empty() => Ok(LineageEvent { kind, day, reference, parts }),
            _ => Err(faults),
        }
    }

    fn read_parts(&self, agencies: &[Agency], faults: &mut Vec<EventEditFault>) -> Vec<LineagePart> {
        let mut parts: Vec<LineagePart> = Vec::new();
        let lines = self.lines.iter().enumerate();
        for (at, line) in lines.filter(|(_, line)| !line.from.is_empty() || !line.to.is_empty()) {
            let mut chosen = |column: EventColumn, code: &str| {
                let found = agencies.iter().find(|agency| agency.code.as_str() == code);
                if found.is_none() {
                    faults.push(EventEditFault::Agency(column, at));
                }
                found.map(|agency| agency.code.clone())
            };
            let (from, to) = (chosen(EventColumn::From, &line.from), chosen(EventColumn::To, &line.to));
            let share = if line.share.is_empty() { Some(UNIT_WEIGHT) } else { read_share(&line.share) };
            if share.is_none() {
                faults.push(EventEditFault::Share(at));
            }
            if let (Some(from), Some(to), Some(share)) = (from, to, share) {
                let part = LineagePart { from, to, share };
                if parts.iter().any(|known| known.from == part.from && known.to == part.to) {
                    faults.push(EventEditFault::Repeated(at, part.clone()));
                }
                parts.push(part);
            }
        }
        parts
    }

    /// The place of a fault: the first line that it is about.
    fn blamed(&self, fault: LineageFault) -> EventEditFault {
        let at = |column: EventColumn, from: Option<&Code>, to: Option<&Code>| {
            let names = |code: Option<&Code>, text: &str| code.is_none_or(|code| code.as_str() == text);
            let line = self.lines.iter().position(|line| names(from, &line.from) && names(to, &line.to));
            line.map(|line| (column, line))
        };
        let place = match &fault {
            LineageFault::Itself(code) => at(EventColumn::To, Some(code), Some(code)),
            LineageFault::Share { from, to } => at(EventColumn::Share, Some(from), Some(to)),
            LineageFault::Sum(code) => at(EventColumn::Share, Some(code), None),
            LineageFault::NoPredecessor { code, .. } => at(EventColumn::From, Some(code), None),
            LineageFault::NoSuccessor { code, .. } => at(EventColumn::To, None, Some(code)),
            LineageFault::Repeated { from, to } => at(EventColumn::From, Some(from), Some(to)),
            LineageFault::Empty | LineageFault::Shape { .. } | LineageFault::AlreadyDissolved(_) => None,
        };
        EventEditFault::Lineage(fault, place)
    }

    /// The event, if it can be recorded by somebody who reaches this far, or everything that is wrong with it.
    pub fn plan(
        &self,
        agencies: &[Agency],
        recorded: &[LineageEvent],
        reach: &Reach,
    ) -> Result<LineageEvent, Vec<EventEditFault>> {
        let event = self.read(agencies)?;
        event.check().and_then(|()| event.fits(agencies)).map_err(|fault| vec![self.blamed(fault)])?;
        let mut faults = Vec::new();
        if !event.agencies().all(|code| reach.covers(code, agencies)) {
            faults.push(EventEditFault::OutOfReach);
        }
        let mut reorganisations = Reorganisations::new(agencies, recorded);
        if reorganisations.has_event(&event) {
            faults.push(EventEditFault::AlreadyRecorded);
        } else if let Err(fault) = reorganisations.add(&event) {
            faults.push(EventEditFault::Lineage(fault, None));
        }
        if faults.is_empty() { Ok(event) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Name;

    fn agency(code: &str, from: Option<&str>, to: Option<&str>) -> Agency {
        Agency {
            code: code.parse().unwrap(),
            name: Name::new(code).unwrap(),
            name_en: None,
            block: None,
            level: None,
            parent: None,
            valid_from: from.map(|day| day.parse().unwrap()),
            valid_to: to.map(|day| day.parse().unwrap()),
        }
    }

    fn input(kind: &str, lines: &[(&str, &str, &str)]) -> EventInput {
        let text = str::to_owned;
        let line = |(from, to, share): &(&str, &str, &str)| EventLine {
            from: text(from),
            to: text(to),
            share: text(share),
        };
        EventInput {
            kind: text(kind),
            day: text("2026-03-01"),
            reference: text("NQ 1"),
            lines: lines.iter().map(line).collect(),
        }
    }

    #[test]
    fn shares_are_read_digit_by_digit() {
        let shares = ["100", "62,5", "0.0001", "33.3333 %", "0", "100.0001", "1e2", "-5", "", "12,34567"];
        let read =
            [Some(1_000_000), Some(625_000), Some(1), Some(333_333), None, None, None, None, None, None];
        assert_eq!(shares.map(read_share), read);
    }

    #[test]
    fn a_merger_ends_what_goes_whole_into_another_on_the_day_before() {
        let agencies = [agency("A", None, None), agency("B", None, None), agency("C", None, None)];
        let plan = |lines: &[(&str, &str, &str)], known: &[LineageEvent]| {
            input("merge", lines).plan(&agencies, known, &Reach::Whole)
        };
        let merger = plan(&[("A", "C", ""), ("", "", "7"), ("B", "C", "100")], &[]).unwrap();
        let ended = merger.ended(&agencies);
        assert_eq!(ended.iter().map(|a| a.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert!(ended.iter().all(|a| a.valid_to == Some("2026-02-28".parse().unwrap())));
        let mut turned = merger;
        turned.parts.reverse();
        let known = [turned];
        let again = plan(&[("A", "C", ""), ("B", "C", "")], &known);
        assert_eq!(again, Err(vec![EventEditFault::AlreadyRecorded]), "whatever the order of its lines");
        let gone = plan(&[("A", "B", "")], &known).unwrap_err();
        assert!(matches!(gone[..], [EventEditFault::Lineage(LineageFault::AlreadyDissolved(_), None)]));
    }

    #[test]
    fn events_of_a_file_meet_the_agencies_as_those_before_have_left_them() {
        let agencies = [agency("A", None, None), agency("B", None, None), agency("C", None, None)];
        let event = |day: &str, from: &str, to: &str| LineageEvent {
            kind: LineageKind::Merge,
            day: day.parse().unwrap(),
            reference: None,
            parts: vec![LineagePart {
                from: from.parse().unwrap(),
                to: to.parse().unwrap(),
                share: UNIT_WEIGHT,
            }],
        };
        let mut all = Reorganisations::new(&agencies, &[]);
        let events = [event("2025-03-01", "A", "B"), event("2025-07-01", "B", "C")];
        assert_eq!(all.add(&events[0]), Ok(()));
        let into_ended = all.add(&event("2025-07-01", "C", "A"));
        assert!(matches!(into_ended, Err(LineageFault::NoSuccessor { .. })));
        assert_eq!(all.add(&events[1]), Ok(()));
        let ended = Reorganisations::ended_by(&events, &agencies);
        assert_eq!(ended.iter().map(|a| a.code.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    }

    #[test]
    fn a_fault_stands_at_the_line_it_is_about_and_reach_is_asked_of_every_agency() {
        let agencies = [agency("A", None, None), agency("B", None, None), agency("C", None, None)];
        let reach = Reach::Under(vec!["A".parse().unwrap()]);
        let faults =
            |kind, lines: &[(&str, &str, &str)]| input(kind, lines).plan(&agencies, &[], &reach).unwrap_err();
        assert_eq!(faults("transfer", &[("A", "B", "10")]), [EventEditFault::OutOfReach]);
        let sum = faults("split", &[("", "", ""), ("A", "B", "60"), ("A", "C", "30")]);
        assert!(matches!(
            sum[..],
            [EventEditFault::Lineage(LineageFault::Sum(_), Some((EventColumn::Share, 1)))]
        ));
        let chosen = faults("merge", &[("A", "", ""), ("B", "C", "x")]);
        assert_eq!(chosen, [EventEditFault::Agency(EventColumn::To, 0), EventEditFault::Share(1)]);
        let twice = faults("transfer", &[("A", "C", "10"), ("A", "C", "10")]);
        assert!(matches!(twice[..], [EventEditFault::Repeated(1, _)]));
    }
}
