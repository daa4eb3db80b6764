//! The collection points of a round, and making more.

use super::{
    PointView, RoundHeading,
    point_view::{channel_name, point_address},
};
use crate::{
    Texts,
    admin::{Block, Cell, Field, Form, Kind, List, ListAsked, PageBody, Typed, faults::points_fault},
};
use domain::{
    Agency, Channel, Day, ServiceArea,
    plan::{PointsFault, SILENT_DAYS},
};

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
    /// Whether only the silent ones are among them, because they were asked for.
    pub only_silent: bool,
    /// Whether the round has any point.
    pub has_points: bool,
    /// Whether its reader may make points.
    pub manages: bool,
    /// How the list is asked for.
    pub asked: ListAsked,
    /// What was chosen and typed of new ones, if they were not made.
    pub typed: Option<Typed>,
    /// Why they were not made.
    pub faults: Vec<PointsFault>,
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
        let (keep, empty) = match self.only_silent {
            true => (vec![("silent".to_owned(), "1".to_owned())], "monitor-none-silent"),
            false => (Vec::new(), "points-none"),
        };
        List::new(texts, "step-points", self.round.address("/points"), &columns)
            .holding(self.points.iter().map(|row| self.row(texts, row)))
            .asked(self.asked.clone())
            .keeping(keep)
            .when_empty(texts.get(empty))
    }

    fn row(&self, texts: &Texts, row: &PointRow<'_>) -> Vec<Cell> {
        let point = &row.point;
        let state = match (point.is_retired, row.is_silent) {
            (true, _) => "point-retired",
            (_, true) => "point-silent",
            _ => "point-active",
        };
        vec![
            Cell::Link(
                point_address(&self.round, point.id, ""),
                point.agency.name_in(&texts.locale).to_owned(),
            ),
            Cell::Text(point.service_area.name_in(&texts.locale).to_owned()),
            Cell::Text(point.counter.map(ToString::to_string).unwrap_or_default()),
            Cell::Text(channel_name(texts, point.channel)),
            Cell::Text(point.slug.to_string()),
            Cell::Number(i64::try_from(row.responses).unwrap_or(i64::MAX)),
            Cell::Day(row.last),
            Cell::Text(texts.get(state)),
        ]
    }

    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let list = Block::List(self.list(texts));
        let all = (self.round.address("/points"), texts.get("points-all"));
        if self.only_silent {
            let lead = texts.with("points-silent-lead", [("days", SILENT_DAYS.into())]);
            return self
                .round
                .page(texts, texts.get("points-silent"))
                .beneath(self.round.address("/points"), texts.get("step-points"))
                .with(Block::Text(lead))
                .with(Block::Ways(vec![all]))
                .with(list);
        }
        let sheets = (self.round.address("/sheets"), texts.get("sheets-title"));
        let plan = (self.round.address(""), texts.get("back-to-plan"));
        let make =
            self.manages.then(|| [Block::Heading(texts.get("points-make")), Block::Form(self.form(texts))]);
        self.round
            .page(texts, texts.get("step-points"))
            .with(Block::Text(texts.get("points-lead")))
            .with(Block::Ways(self.has_points.then_some(sheets).into_iter().chain([plan]).collect()))
            .with(list)
            .and(make.into_iter().flatten())
    }

    fn form(&self, texts: &Texts) -> Form {
        let first = |key: &str| std::iter::once((String::new(), texts.get(key)));
        let agencies = self.agencies.iter();
        let agencies =
            agencies.map(|agency| (agency.code.to_string(), agency.name_in(&texts.locale).to_owned()));
        let areas = self.service_areas.iter();
        let areas = areas.map(|area| (area.code.to_string(), area.name_in(&texts.locale).to_owned()));
        let channels = Channel::ALL.map(|c| (c.as_str().to_owned(), channel_name(texts, c)));
        let ticked = self.typed.as_ref().map_or_else(
            || Channel::Qr.as_str().to_owned(),
            |typed| typed.all("channel").collect::<Vec<_>>().join("\n"),
        );
        let held = |name: &str| self.typed.as_ref().map_or("", |typed| typed.raw(name));
        let one = |name: &'static str, kind: Kind, key: &str| {
            let fault = self.faults.iter().find(|fault| fault.field() == name);
            Field::new(name, kind, texts.get(key)).fault(fault.map(|fault| points_fault(texts, fault)))
        };
        Form {
            action: self.round.address("/points"),
            fields: vec![
                one(
                    "agency",
                    Kind::Choice(first("points-all-agencies").chain(agencies).collect()),
                    "column-agency",
                )
                .holding(held("agency")),
                one("area", Kind::Choice(first("points-all-areas").chain(areas).collect()), "column-area")
                    .holding(held("area")),
                one("channel", Kind::Many(channels.to_vec()), "point-channel").holding(ticked),
                one("counters", Kind::Long, "points-counters")
                    .hint(texts.get("points-counters-hint"))
                    .holding(held("counters"))
                    .optional(),
            ],
            button: texts.get("points-make"),
            ..Form::default()
        }
    }
}
