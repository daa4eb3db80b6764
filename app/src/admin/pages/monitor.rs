//! How a round goes: answers against quotas, by agency, service area and channel; the pace; points where nothing comes in.
//! Counts only, never a result.

use super::{RoundHeading, point_view::channel_name};
use crate::{
    Numbers, Texts,
    admin::{Block, Column, List, ListCell, ListQuery, PageBody},
};
use domain::{
    Channel, Code,
    plan::{AgencyProgress, DailyNeed, PlaceProgress, SILENT_DAYS, Totals, by_agency},
};
use std::collections::HashMap;

/// Seconds after which the page of a round that takes answers is loaded again.
pub const MONITOR_REFRESH_SECONDS: u32 = 60;

/// What the page shows.
#[derive(Debug)]
pub struct MonitorPage<'a> {
    /// The round.
    pub round: RoundHeading,
    /// Where it stands, in words.
    pub state: String,
    /// Its places within reach.
    pub places: Vec<PlaceProgress<'a>>,
    /// The channels of their points.
    pub channels: Vec<Channel>,
    /// Whether answers are planned by place.
    pub has_quota: bool,
    /// Answers of today.
    pub today: u64,
    /// Answers of the last seven days.
    pub week: u64,
    /// How many a day would still fill the quotas, while answers are taken.
    pub daily_need: Option<DailyNeed>,
    /// Points of citizens that are in use, and how many of them have answers.
    pub points: [usize; 2],
    /// How often the points were tried.
    pub trials: u64,
    /// Points where nothing comes in though citizens could answer.
    pub silent_points: usize,
    /// How many they are of each agency that has any.
    pub silent: HashMap<&'a Code, usize>,
    /// Whether the round has taken answers for so long that points without any are silent.
    pub runs_long_enough: bool,
    /// Whether answers are taken now.
    pub is_open: bool,
    /// Whether the page is to stay as it is.
    pub stands_still: bool,
    /// How the list is asked for.
    pub asked: ListQuery,
}

impl MonitorPage<'_> {
    /// Whether the page is loaded again by itself.
    pub fn refreshes(&self) -> bool {
        self.is_open && !self.stands_still
    }

    /// Every place by itself, as it is taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let column = |key, words: &str| Column { key, words: texts.get(words) };
        let mut columns = vec![
            column("agency", "column-agency"),
            column("service_area", "column-area"),
            column("responses", "column-n"),
        ];
        if self.has_quota {
            columns.extend([column("quota", "monitor-quota"), column("percent", "monitor-percent")]);
        }
        columns
            .extend(self.channels.iter().map(|c| Column { key: c.as_str(), words: channel_name(texts, *c) }));
        List {
            title: texts.get("monitor-progress"),
            path: self.round.address("/monitor"),
            columns,
            rows: self.places.iter().map(|place| self.row(texts, place)).collect(),
            asked: self.asked.clone(),
            empty: texts.get("points-none"),
            keep: Vec::new(),
        }
    }

    fn row(&self, texts: &Texts, place: &PlaceProgress<'_>) -> Vec<ListCell> {
        let nothing = || ListCell::Text(String::new());
        let responses = place.responses();
        let mut row = vec![
            ListCell::Text(place.agency.name_in(&texts.locale).to_owned()),
            ListCell::Text(place.service_area.name_in(&texts.locale).to_owned()),
            count(responses),
        ];
        if self.has_quota {
            row.push(place.planned.map_or_else(nothing, count));
            let planned = place.planned.filter(|n| *n > 0);
            row.push(planned.map_or_else(nothing, |n| ListCell::Bar(responses.saturating_mul(1_000) / n)));
        }
        let by_channel = |channel: &Channel| place.by_channel.get(channel).copied().unwrap_or(0);
        row.extend(self.channels.iter().map(|channel| count(by_channel(channel))));
        row
    }

    /// The agencies, those first that lack most, each with its places folded beneath it.
    fn agencies(&self, texts: &Texts) -> List {
        let has_empty = self.places.iter().any(|place| place.responses() == 0);
        let quota = [("quota", "monitor-quota"), ("percent", "monitor-percent")];
        let columns = [("agency", "column-agency"), ("responses", "column-n")]
            .into_iter()
            .chain(quota.into_iter().filter(|_| self.has_quota))
            .chain((self.silent_points > 0).then_some(("silent", "monitor-silent-points")))
            .chain([("service_area", "areas-title")])
            .chain(has_empty.then_some(("empty", "monitor-empty")));
        let rows = by_agency(&self.places);
        let rows = rows.iter().map(|agency| self.agency_row(texts, agency, has_empty));
        List::new(texts, "monitor-progress", self.round.address("/monitor"), &columns.collect::<Vec<_>>())
            .holding(rows)
            .asked(self.asked.clone())
            .keeping(self.stands_still.then(|| ("still".to_owned(), "1".to_owned())).into_iter().collect())
            .when_empty(texts.get("points-none"))
    }

    fn agency_row(&self, texts: &Texts, agency: &AgencyProgress<'_, '_>, has_empty: bool) -> Vec<ListCell> {
        let nothing = || ListCell::Text(String::new());
        let Totals { responses, planned, .. } = agency.totals;
        let mut row = vec![ListCell::Text(agency.agency.name_in(&texts.locale).to_owned()), count(responses)];
        if self.has_quota {
            row.push(if planned > 0 { count(planned) } else { nothing() });
            row.push(agency.totals.per_mille().map_or_else(nothing, ListCell::Bar));
        }
        if self.silent_points > 0 {
            let silent = self.silent.get(&agency.agency.code).copied().unwrap_or(0);
            row.push(if silent > 0 {
                ListCell::Number(i64::try_from(silent).unwrap_or(i64::MAX))
            } else {
                nothing()
            });
        }
        let (empty, others): (Vec<_>, Vec<_>) =
            agency.places.iter().copied().partition(|place| place.responses() == 0);
        row.push(fold(texts, &others, |place| self.place_line(texts, place)));
        if has_empty {
            row.push(fold(texts, &empty, |place| place.service_area.name_in(&texts.locale).to_owned()));
        }
        row
    }

    /// A place in a line: what has come in of what is planned, and by which channels.
    fn place_line(&self, texts: &Texts, place: &PlaceProgress<'_>) -> String {
        let whole = |n: u64| Numbers::of(&texts.locale).whole(n);
        let name = place.service_area.name_in(&texts.locale);
        let responses = whole(place.responses());
        let n = match place.planned {
            Some(of) => texts.with("monitor-place-of", [("n", responses.into()), ("of", whole(of).into())]),
            None => responses,
        };
        let by_channel = place.by_channel.iter().filter(|(_, n)| **n > 0);
        let by_channel: Vec<String> = by_channel
            .map(|(channel, n)| format!("{}: {}", channel_name(texts, *channel), whole(*n)))
            .collect();
        format!("{name}: {n} ({})", by_channel.join(", "))
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let pace = self.is_open.then(|| self.pace(texts)).into_iter().flatten();
        self.round
            .page(texts, texts.get("monitor-title"))
            .with(Block::Facts(self.facts(texts)))
            .and(pace)
            .with(Block::Heading(texts.get("monitor-progress")))
            .with(Block::List(self.agencies(texts)))
            .with(Block::Heading(texts.with("monitor-silent", [("days", SILENT_DAYS.into())])))
            .with(self.silent(texts))
    }

    fn facts(&self, texts: &Texts) -> Vec<(String, String)> {
        let numbers = Numbers::of(&texts.locale);
        let whole = |n: u64| numbers.whole(n);
        let Totals { responses, planned, .. } = Totals::of(&self.places);
        let total = match planned {
            0 => whole(responses),
            planned => {
                texts.with("monitor-of", [("n", whole(responses).into()), ("of", whole(planned).into())])
            }
        };
        let need = self.daily_need.map(|need| {
            let words = [
                ("n", whole(need.responses).into()),
                ("count", need.responses.into()),
                ("days", whole(need.days).into()),
                ("left", need.days.into()),
            ];
            ("monitor-needed", texts.with("monitor-a-day", words))
        });
        let [in_use, answered] = self.points;
        let points = [("n", numbers.count(answered).into()), ("of", numbers.count(in_use).into())];
        let facts = [
            Some(("person-state", self.state.clone())),
            Some(("monitor-total", total)),
            Some(("monitor-today", whole(self.today))),
            Some(("monitor-week", whole(self.week))),
            need,
            Some(("monitor-points", texts.with("monitor-points-of", points))),
            (self.trials > 0).then(|| ("monitor-trials", whole(self.trials))),
        ];
        facts.into_iter().flatten().map(|(key, words)| (texts.get(key), words)).collect()
    }

    /// Whether the page is loaded again by itself, and the way to the other.
    fn pace(&self, texts: &Texts) -> [Block; 2] {
        let (said, way, key) = match self.stands_still {
            true => (texts.get("monitor-stands"), "/monitor", "monitor-moving"),
            false => {
                let seconds = [("seconds", MONITOR_REFRESH_SECONDS.into())];
                (texts.with("monitor-refreshes", seconds), "/monitor?still=1", "monitor-still")
            }
        };
        [Block::Text(said), Block::QuietWays(vec![(self.round.address(way), texts.get(key))])]
    }

    fn silent(&self, texts: &Texts) -> Block {
        match self.silent_points {
            0 if self.runs_long_enough => Block::Text(texts.get("monitor-none-silent")),
            0 => Block::Text(texts.with("monitor-silent-early", [("days", SILENT_DAYS.into())])),
            n => {
                let words = texts.with("monitor-silent-list", [("n", n.into())]);
                Block::Ways(vec![(self.round.address("/points?silent=1"), words)])
            }
        }
    }
}

fn count(n: u64) -> ListCell {
    ListCell::Number(i64::try_from(n).unwrap_or(i64::MAX))
}

/// How many places, and beneath it what is said of each; nothing where there is none.
fn fold<'p, 'a>(
    texts: &Texts,
    places: &[&'p PlaceProgress<'a>],
    line: impl Fn(&'p PlaceProgress<'a>) -> String,
) -> ListCell {
    if places.is_empty() {
        return ListCell::Text(String::new());
    }
    let n = texts.with("monitor-areas", [("n", places.len().into())]);
    ListCell::Fold(n, places.iter().copied().map(line).collect())
}
