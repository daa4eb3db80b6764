//! What is looked at before a round is opened, on the page of the round.

use super::RoundPage;
use crate::{
    Numbers, Texts,
    admin::{
        Block, CheckLine, Mark,
        faults::{first_lines, opening_fault},
        pages::{SETTINGS, names::cell_name},
    },
};
use domain::plan::{Check, SecondPerson, Topic, Uselessness, Verdict};

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
    /// Whether something keeps the round from being opened.
    pub(super) fn is_refused(&self) -> bool {
        self.checks.iter().any(|check| check.verdict.refuses())
    }

    /// The checklist with what it comes to; nothing where the round is not about to be opened.
    pub(super) fn checks(&self, texts: &Texts) -> Vec<Block> {
        if self.checks.is_empty() {
            return Vec::new();
        }
        let lead = match self.is_refused() {
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
                let told = faults.iter().map(|fault| opening_fault(texts, fault, agencies, areas));
                first_lines(texts, told, faults.len(), MOST_NAMED)
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
        let numbers = Numbers::of(&texts.locale);
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
            Topic::Points => texts.with("step-points-are", [("n", numbers.count(self.active_points).into())]),
            Topic::UselessPoints(reasons) => match reasons.iter().map(|(_, n)| n).sum() {
                0 => texts.get("check-useless-none"),
                n => texts.with("check-useless", [("n", numbers.count(n).into())]),
            },
            Topic::PlacesWithoutPoint(places) => match places.len() {
                0 => texts.get("check-bare-none"),
                n => texts.with("check-bare", [("n", numbers.count(n).into())]),
            },
            Topic::PublicAddress => match &self.public_url {
                Some(url) => format!("{}: {url}", texts.get("setting-public-url")),
                None => texts.get("check-address-none"),
            },
            Topic::Trial(0) => texts.get("check-trial-none"),
            Topic::Trial(n) => {
                texts.with("check-trial", [("n", numbers.whole(*n).into()), ("count", (*n).into())])
            }
        }
    }

    fn check_details(&self, texts: &Texts, topic: &Topic) -> Vec<String> {
        let numbers = Numbers::of(&texts.locale);
        match topic {
            Topic::Form(SecondPerson::Agreed) => vec![texts.get("check-second-agreed")],
            Topic::Form(SecondPerson::NotNeeded) => vec![texts.get("check-second-none")],
            Topic::UselessPoints(reasons) => {
                let line = |(reason, n): &(Uselessness, usize)| {
                    format!("{}: {}", texts.get(uselessness_key(*reason)), numbers.count(*n))
                };
                reasons.iter().map(line).collect()
            }
            Topic::PlacesWithoutPoint(places) => {
                let (agencies, areas) = (&self.plan.agencies, &self.plan.service_areas);
                let named = places.iter().map(|place| cell_name(texts, place, agencies, areas));
                first_lines(texts, named, places.len(), MOST_NAMED)
            }
            Topic::PublicAddress if self.public_url.is_none() && !self.may_set => {
                vec![texts.get("check-address-who")]
            }
            _ => Vec::new(),
        }
    }
}
