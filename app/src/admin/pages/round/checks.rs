//! What is looked at before a round is opened, on the page of the round.

use super::RoundPage;
use crate::{
    Numbers, Texts,
    admin::{
        Block, CheckLine, Mark,
        faults::opening_fault,
        pages::{SETTINGS, agency_name, service_area_name},
    },
};
use domain::{
    Code,
    plan::{Check, SecondPerson, Topic, Uselessness, Verdict},
};

/// Places that are named one by one.
const MOST_NAMED: usize = 5;

/// Points that are of no use, in words.
pub(in crate::admin::pages) fn uselessness_key(reason: Uselessness) -> &'static str {
    match reason {
        Uselessness::AgencyEnded => "useless-agency",
        Uselessness::ServiceAreaEnded => "useless-area",
        Uselessness::NoVolume => "useless-volume",
        Uselessness::NoProcedure => "useless-procedure",
    }
}

impl RoundPage {
    /// The checklist with what it comes to; nothing where the round is not about to be opened.
    pub(super) fn checks(&self, texts: &Texts) -> Vec<Block> {
        if self.checks.is_empty() {
            return Vec::new();
        }
        let refuses = self.checks.iter().any(|check| check.verdict.refuses());
        let lead = match refuses {
            true => Block::Warning(texts.get("check-refused")),
            false => Block::Text(texts.get("check-ready")),
        };
        let lines = self.checks.iter().map(|check| self.check_line(texts, check));
        vec![lead, Block::Checks(lines.collect())]
    }

    fn check_line(&self, texts: &Texts, check: &Check) -> CheckLine {
        let (mark, key) = match &check.verdict {
            Verdict::Fine => (Mark::Done, "check-fine"),
            Verdict::Warns => (Mark::Warns, "check-warns"),
            Verdict::Passed | Verdict::Refuses(_) => (Mark::Refuses, "check-refuses"),
        };
        let mut details = match &check.verdict {
            Verdict::Passed => vec![texts.get("round-over-already")],
            Verdict::Refuses(faults) => {
                let (agencies, areas) = (&self.plan.agencies, &self.plan.service_areas);
                let told = faults.iter().take(MOST_NAMED);
                let mut told: Vec<_> =
                    told.map(|fault| opening_fault(texts, fault, agencies, areas)).collect();
                told.extend(more(texts, faults.len()));
                told
            }
            Verdict::Fine | Verdict::Warns => Vec::new(),
        };
        details.extend(self.check_details(texts, &check.topic));
        CheckLine {
            mark,
            state: texts.get(key),
            words: self.check_words(texts, &check.topic),
            href: self.check_address(&check.topic),
            details,
        }
    }

    /// Where it is set or mended.
    fn check_address(&self, topic: &Topic) -> Option<String> {
        let path = match topic {
            Topic::Period | Topic::Form(_) => "/basics",
            Topic::Definition => "/definition",
            Topic::Places => "/places",
            Topic::Volumes => "/volumes",
            Topic::Rules => "/rules",
            Topic::UselessPoints(reasons) if !reasons.is_empty() => "/points?useless=1",
            Topic::Points | Topic::UselessPoints(_) | Topic::PlacesWithoutPoint(_) => "/points",
            Topic::PublicAddress => return self.may_set.then(|| SETTINGS.to_owned()),
            Topic::Trial(_) => return None,
        };
        Some(self.plan.address(path))
    }

    /// What a line says.
    fn check_words(&self, texts: &Texts, topic: &Topic) -> String {
        let whole = |n: usize| Numbers::of(&texts.locale).whole(u64::try_from(n).unwrap_or(0));
        match topic {
            Topic::Period => format!("{}: {}", texts.get("check-period"), self.period(texts)),
            Topic::Form(_) => {
                let title = self.plan.form.title.get(&texts.locale);
                let version = texts.with("form-version-number", [("n", self.plan.form_version.into())]);
                format!("{}: {title}, {version}", texts.get("round-form"))
            }
            Topic::Definition => format!("{}: {}", texts.get("step-index"), self.method(texts)),
            Topic::Places => format!("{}: {}", texts.get("step-places"), self.places(texts)),
            Topic::Volumes => format!("{}: {}", texts.get("check-volumes"), self.volumes(texts)),
            Topic::Rules => format!("{}: {}", texts.get("step-rules"), self.rules(texts)),
            Topic::Points => texts.with("step-points-are", [("n", whole(self.active_points).into())]),
            Topic::UselessPoints(reasons) => match reasons.iter().map(|(_, n)| n).sum() {
                0 => texts.get("check-useless-none"),
                n => texts.with("check-useless", [("n", whole(n).into())]),
            },
            Topic::PlacesWithoutPoint(places) => match places.len() {
                0 => texts.get("check-bare-none"),
                n => texts.with("check-bare", [("n", whole(n).into())]),
            },
            Topic::PublicAddress => match &self.public_url {
                Some(url) => format!("{}: {url}", texts.get("setting-public-url")),
                None => texts.get("check-address-none"),
            },
            Topic::Trial(0) => texts.get("check-trial-none"),
            Topic::Trial(n) => {
                texts.with("check-trial", [("n", Numbers::of(&texts.locale).whole(*n).into())])
            }
        }
    }

    fn check_details(&self, texts: &Texts, topic: &Topic) -> Vec<String> {
        let whole = |n: usize| Numbers::of(&texts.locale).whole(u64::try_from(n).unwrap_or(0));
        match topic {
            Topic::Form(SecondPerson::Agreed) => vec![texts.get("check-second-agreed")],
            Topic::Form(SecondPerson::NotNeeded) => vec![texts.get("check-second-none")],
            Topic::UselessPoints(reasons) => {
                let line = |(reason, n): &(Uselessness, usize)| {
                    format!("{}: {}", texts.get(uselessness_key(*reason)), whole(*n))
                };
                reasons.iter().map(line).collect()
            }
            Topic::PlacesWithoutPoint(places) => {
                let place = |place: &(Code, Code)| self.place_name(texts, place);
                let mut named: Vec<String> = places.iter().take(MOST_NAMED).map(place).collect();
                named.extend(more(texts, places.len()));
                named
            }
            Topic::PublicAddress if self.public_url.is_none() && !self.may_set => {
                vec![texts.get("check-address-who")]
            }
            _ => Vec::new(),
        }
    }

    fn place_name(&self, texts: &Texts, (agency, area): &(Code, Code)) -> String {
        let agency = agency_name(texts, Some(agency), &self.plan.agencies);
        format!("{agency} · {}", service_area_name(texts, area, &self.plan.service_areas))
    }
}

/// How many more there are than are named.
fn more(texts: &Texts, count: usize) -> Option<String> {
    let more = count.saturating_sub(MOST_NAMED);
    (more > 0).then(|| texts.with("fault-more", [("more", more.into())]))
}
