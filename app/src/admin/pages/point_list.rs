//! The collection points of a round, making more, and choosing many at once.

use super::{
    NEW_FORM, PointView, RoundHeading,
    names::cell_name,
    point_view::{channel_name, point_address},
    round::uselessness_key,
};
use crate::{
    Numbers, Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, List, ListCell, ListQuery, PageBody, Pick, Tone, Typed,
        faults::{bulk_fault, first_lines, points_fault},
    },
};
use domain::{
    Agency, Channel, Code, Day, ServiceArea,
    plan::{BulkChange, BulkFault, BulkGroup, PointsFault, SILENT_DAYS, Uselessness},
};
use std::collections::HashSet;

/// The id of the form for many points.
const PICKS: &str = "picks";
/// Signs of a slug that is not broken into lines; one that was given by hand may be as long as a code.
const LONGEST_WHOLE_SLUG: usize = 16;
/// Places that are named one by one.
const MOST_NAMED: usize = 10;

/// Which points are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PointFilter {
    /// All.
    #[default]
    All,
    /// Those where nothing comes in.
    Silent,
    /// Those at which nobody who counts will answer.
    Useless,
}

/// A point in the list.
#[derive(Debug)]
pub struct PointRow<'a> {
    /// The point.
    pub point: PointView<'a>,
    /// Answers that came there.
    pub responses: u64,
    /// The last day with answers.
    pub last: Option<Day>,
    /// Whether nothing comes in there.
    pub is_silent: bool,
    /// Why nobody who counts will answer there, while it is in use.
    pub uselessness: Option<Uselessness>,
}

/// What the page shows.
#[derive(Debug)]
pub struct PointListPage<'a> {
    /// The round.
    pub round: RoundHeading,
    /// The agencies of the round.
    pub agencies: Vec<&'a Agency>,
    /// Its service areas.
    pub service_areas: Vec<&'a ServiceArea>,
    /// Points within reach.
    pub points: Vec<PointRow<'a>>,
    /// Which ones, as they were asked for.
    pub filter: PointFilter,
    /// How many of the round are of no use.
    pub useless: usize,
    /// Places to which citizens come and which have no point.
    pub places_without_point: Vec<(Code, Code)>,
    /// How many were removed and taken out of use just now.
    pub changed: Option<[u64; 2]>,
    /// Whether the round has any point.
    pub has_points: bool,
    /// Whether its reader may make points.
    pub manages: bool,
    /// How the list is asked for.
    pub asked: ListQuery,
    /// What was chosen and typed of new ones, if they were not made.
    pub typed: Option<Typed>,
    /// Why they were not made.
    pub faults: Vec<PointsFault>,
    /// Why many were not changed.
    pub bulk_faults: Vec<BulkFault>,
}

impl PointListPage<'_> {
    /// The list by itself, as it is also taken away as a file.
    pub fn list(&self, texts: &Texts) -> List {
        let columns = [
            ("agency", "column-agency"),
            ("service_area", "column-area"),
            ("counter", "point-counter"),
            ("channel", "point-channel"),
            ("slug", "point-slug"),
            ("responses", "column-n"),
            ("last", "point-last"),
            ("state", "person-state"),
        ];
        let ticked: HashSet<&str> = self.typed.iter().flat_map(|typed| typed.all("point")).collect();
        let only = |name: &str| vec![(name.to_owned(), "1".to_owned())];
        let (keep, empty) = match self.filter {
            PointFilter::Silent => (only("silent"), "monitor-none-silent"),
            PointFilter::Useless => (only("useless"), "check-useless-none"),
            PointFilter::All => (Vec::new(), "points-none"),
        };
        List::new(texts, "step-points", self.round.address("/points"), &columns)
            .holding(self.points.iter().map(|row| self.row(texts, row, &ticked)))
            .asked(self.asked.clone())
            .keeping(keep)
            .when_empty(texts.get(empty))
    }

    fn row(&self, texts: &Texts, row: &PointRow<'_>, ticked: &HashSet<&str>) -> Vec<ListCell> {
        let point = &row.point;
        let state = match (point.is_retired, row.uselessness, row.is_silent) {
            (true, ..) => "point-retired",
            (_, Some(reason), _) if reason.is_certain() => uselessness_key(reason),
            (.., true) => "point-silent",
            // What may only be a gap of the catalog is told where it is the reason why a point is listed.
            (_, Some(reason), _) if self.filter == PointFilter::Useless => uselessness_key(reason),
            _ => "point-active",
        };
        let slug = point.slug.to_string();
        let href = point_address(&self.round, point.id, "");
        let words = point.agency.name_in(&texts.locale).to_owned();
        let label = format!("{words}, {}", point.place(&texts.locale));
        let name = match self.manages {
            true => ListCell::Pick(Pick {
                form: PICKS,
                name: "point",
                is_ticked: ticked.contains(point.id.to_string().as_str()),
                value: point.id.to_string(),
                label,
                href,
                words,
            }),
            false => ListCell::Named(href, words, label),
        };
        vec![
            name,
            ListCell::Text(point.service_area.name_in(&texts.locale).to_owned()),
            ListCell::Text(point.counter.map(ToString::to_string).unwrap_or_default()),
            ListCell::Text(channel_name(texts, point.channel)),
            if slug.len() > LONGEST_WHOLE_SLUG { ListCell::Text(slug) } else { ListCell::Whole(slug) },
            ListCell::Number(i64::try_from(row.responses).unwrap_or(i64::MAX)),
            ListCell::Day(row.last),
            ListCell::Text(texts.get(state)),
        ]
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let list = self.list(texts);
        let has_counters = self.points.iter().any(|row| row.point.counter.is_some());
        let list = Block::List(if has_counters { list } else { list.without(&["counter"]) });
        let all = (self.round.address("/points"), texts.get("points-all"));
        let (title, lead) = match self.filter {
            PointFilter::All => return self.all(texts, list),
            PointFilter::Silent => {
                ("points-silent", texts.with("points-silent-lead", [("days", SILENT_DAYS.into())]))
            }
            PointFilter::Useless => ("points-useless", texts.get("points-useless-lead")),
        };
        self.round
            .page(texts, texts.get(title))
            .beneath(self.round.address("/points"), texts.get("step-points"))
            .with(Block::Text(lead))
            .with(Block::QuietWays(vec![all]))
            .with(list)
            .and(self.bulk(texts))
    }

    fn all(&self, texts: &Texts, list: Block) -> PageBody {
        let whole = |n: u64| Numbers::of(&texts.locale).whole(n);
        let ways = [
            (self.has_points, self.round.address("/sheets"), "sheets-way"),
            (self.manages, format!("#{NEW_FORM}"), "points-make"),
            (self.manages && !self.points.is_empty(), format!("#{PICKS}"), "bulk-title"),
            (true, self.round.address(""), "back-to-plan"),
        ];
        let ways = ways.into_iter().filter(|(is_open, ..)| *is_open);
        let ways = ways.map(|(_, href, key)| (href, texts.get(key))).collect();
        let ways = if self.has_points || self.manages { Block::Ways(ways) } else { Block::QuietWays(ways) };
        let make =
            self.manages.then(|| [Block::Heading(texts.get("points-make")), Block::Form(self.form(texts))]);
        let changed = self.changed.map(|[removed, retired]| {
            let words = [("removed", whole(removed).into()), ("retired", whole(retired).into())];
            Block::Text(texts.with("bulk-done", words))
        });
        self.round
            .page(texts, texts.get("step-points"))
            .and(changed)
            .with(Block::Text(texts.get("points-lead")))
            .with(ways)
            .and(self.without_point(texts))
            .with(list)
            .and(self.bulk(texts))
            .and(make.into_iter().flatten())
    }

    /// Places to which citizens come and which have no point, with the button that makes them.
    fn without_point(&self, texts: &Texts) -> Vec<Block> {
        let places = &self.places_without_point;
        if places.is_empty() || !self.manages || !self.has_points {
            return Vec::new();
        }
        let name = |place: &(Code, Code)| {
            cell_name(texts, place, self.agencies.iter().copied(), self.service_areas.iter().copied())
        };
        let form = FormBlock {
            action: self.round.address("/points"),
            fields: vec![Field::hidden("missing", "1"), Field::hidden("channel", Channel::Qr.as_str())],
            button: texts.get("points-make-missing"),
            ..FormBlock::default()
        };
        let n = Numbers::of(&texts.locale).count(places.len());
        vec![
            Block::Warning(texts.with("check-bare", [("n", n.into())])),
            Block::Lines(first_lines(texts, places.iter().map(name), places.len(), MOST_NAMED)),
            Block::Form(form),
        ]
    }

    /// What can be done with those that are ticked above, and with all of an agency.
    fn bulk(&self, texts: &Texts) -> Vec<Block> {
        if !self.manages || self.points.is_empty() {
            return Vec::new();
        }
        let n = Numbers::of(&texts.locale).count(self.useless);
        let useless = (self.useless > 0)
            .then(|| (BulkGroup::USELESS.to_owned(), texts.with("bulk-useless", [("n", n.into())])));
        let groups = std::iter::once((String::new(), texts.get("bulk-ticked")))
            .chain(useless)
            .chain([(BulkGroup::ALL.to_owned(), texts.get("bulk-all"))])
            .chain(self.agencies.iter().map(|agency| {
                let name = agency.name_in(&texts.locale);
                (agency.code.to_string(), texts.with("bulk-agency", [("name", name.into())]))
            }));
        let changes = [BulkChange::Retire, BulkChange::Remove]
            .map(|change| (change.as_str().to_owned(), texts.get(&format!("bulk-{}", change.as_str()))));
        let held = |name: &str| self.typed.as_ref().map_or("", |typed| typed.raw(name));
        let one = |name: &'static str, kind: FieldKind, key: &str| {
            let fault = self.bulk_faults.iter().find(|fault| fault.field() == name);
            let fault = fault.map(|fault| bulk_fault(texts, *fault));
            Field::new(name, kind, texts.get(key)).fault(fault).holding(held(name))
        };
        let form = FormBlock {
            id: Some(PICKS),
            action: self.round.address("/points/bulk"),
            fields: vec![
                one("of", FieldKind::Choice(groups.collect()), "bulk-of").hint(texts.get("bulk-of-hint")),
                one("change", FieldKind::Radio(changes.to_vec()), "bulk-change"),
            ],
            button: texts.get("bulk-look"),
            tone: Tone::Quiet,
            ..FormBlock::default()
        };
        vec![Block::Heading(texts.get("bulk-title")), Block::Form(form)]
    }

    fn form(&self, texts: &Texts) -> FormBlock {
        let agencies = self.agencies.iter();
        let agencies =
            agencies.map(|agency| (agency.code.to_string(), agency.name_in(&texts.locale).to_owned()));
        let areas = self.service_areas.iter();
        let areas = areas.map(|area| (area.code.to_string(), area.name_in(&texts.locale).to_owned()));
        let channels = Channel::ALL.map(|c| (c.as_str().to_owned(), channel_name(texts, c)));
        // What was sent of the form for many points is not of this one.
        let typed = self.typed.as_ref().filter(|_| self.bulk_faults.is_empty());
        let ticked = |name: &'static str| {
            typed.map(|typed| typed.all(name).collect::<Vec<_>>().join("\n")).unwrap_or_default()
        };
        let channel = if typed.is_none() { Channel::Qr.as_str().to_owned() } else { ticked("channel") };
        let held = |name: &str| typed.map_or("", |typed| typed.raw(name));
        let one = |name: &'static str, kind: FieldKind, key: &str| {
            let fault = self.faults.iter().find(|fault| fault.field() == name);
            Field::new(name, kind, texts.get(key)).fault(fault.map(|fault| points_fault(texts, fault)))
        };
        FormBlock {
            id: Some(NEW_FORM),
            action: self.round.address("/points"),
            fields: vec![
                one("agency", FieldKind::Many(agencies.collect()), "column-agency")
                    .hint(texts.get("points-all-agencies"))
                    .holding(ticked("agency"))
                    .optional(),
                one("area", FieldKind::Many(areas.collect()), "column-area")
                    .hint(texts.get("points-all-areas"))
                    .holding(ticked("area"))
                    .optional(),
                one("channel", FieldKind::Many(channels.to_vec()), "point-channel").holding(channel),
                one("counters", FieldKind::Long, "points-counters")
                    .hint(texts.get("points-counters-hint"))
                    .holding(held("counters"))
                    .optional(),
            ],
            button: texts.get("points-make"),
            ..FormBlock::default()
        }
    }
}
