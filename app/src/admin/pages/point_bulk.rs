//! Many points at once: what will become of them, before it is done.

use super::{PointView, RoundHeading, point_view::channel_name};
use crate::{
    Numbers, Texts,
    admin::{
        Block, Field, FieldKind, FormBlock, PageBody, Tone,
        faults::{bulk_fault, first_lines},
    },
};
use domain::plan::{BulkChange, BulkFault};

/// Points that are named one by one.
const MOST_NAMED: usize = 20;

/// What the page shows.
#[derive(Debug)]
pub struct BulkPointsPage<'a> {
    /// The round.
    pub round: RoundHeading,
    /// What was asked for.
    pub change: BulkChange,
    /// Points that will be removed.
    pub removed: Vec<PointView<'a>>,
    /// Points that will be taken out of use.
    pub retired: Vec<PointView<'a>>,
    /// How many stay as they are.
    pub unchanged: usize,
    /// All that were chosen.
    pub chosen: Vec<i64>,
    /// The token of what will become of them.
    pub revision_token: String,
    /// The reason as it was typed.
    pub reason: String,
    /// What is wrong with it.
    pub fault: Option<BulkFault>,
    /// Whether something else will become of them than was shown before.
    pub is_changed_meanwhile: bool,
}

impl BulkPointsPage<'_> {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let removed = self.part(texts, "bulk-will-remove", "bulk-will-remove-lead", &self.removed);
        let lead = match self.change {
            BulkChange::Retire => "point-retire-lead",
            BulkChange::Remove => "bulk-will-retire-lead",
        };
        let retired = self.part(texts, "bulk-will-retire", lead, &self.retired);
        let unchanged = (self.unchanged > 0).then(|| {
            let n = Numbers::of(&texts.locale).count(self.unchanged);
            Block::Text(texts.with("bulk-unchanged", [("n", n.into())]))
        });
        let back = (self.round.address("/points"), texts.get("bulk-back"), String::new());
        self.round
            .page(texts, texts.get("bulk-sure"))
            .beneath(self.round.address("/points"), texts.get("step-points"))
            .and(self.is_changed_meanwhile.then(|| Block::Warning(texts.get("changed-meanwhile"))))
            .and(removed)
            .and(retired)
            .and(unchanged)
            .with(Block::Form(self.form(texts)))
            .with(Block::Links(vec![back]))
    }

    /// How many points one thing becomes of, what it means, and which they are.
    fn part(&self, texts: &Texts, heading: &str, lead: &str, points: &[PointView<'_>]) -> Vec<Block> {
        if points.is_empty() {
            return Vec::new();
        }
        let line = |point: &PointView<'_>| {
            let agency = point.agency.name_in(&texts.locale);
            format!("{agency} · {} · {}", point.place(&texts.locale), channel_name(texts, point.channel))
        };
        let lines = first_lines(texts, points.iter().map(line), points.len(), MOST_NAMED);
        let n = Numbers::of(&texts.locale).count(points.len());
        let blocks = [Block::Heading(texts.with(heading, [("n", n.into())])), Block::Text(texts.get(lead))];
        blocks.into_iter().chain([Block::More(texts.get("bulk-which"), vec![Block::Lines(lines)])]).collect()
    }

    fn form(&self, texts: &Texts) -> FormBlock {
        let reason = Field::new("reason", FieldKind::Text, texts.get("reason"))
            .holding(self.reason.as_str())
            .fault(self.fault.map(|fault| bulk_fault(texts, fault)));
        let chosen = self.chosen.iter().map(|id| Field::hidden("point", id.to_string()));
        let fields = [
            Field::revision_token(self.revision_token.as_str()),
            Field::hidden("change", self.change.as_str()),
            Field::hidden("sure", "1"),
        ];
        let button = match (self.removed.is_empty(), self.retired.is_empty()) {
            (false, false) => "bulk-do-both",
            (false, true) => "bulk-do-remove",
            (true, _) => "bulk-do-retire",
        };
        FormBlock {
            action: self.round.address("/points/bulk"),
            fields: fields.into_iter().chain(chosen).chain([reason]).collect(),
            button: texts.get(button),
            tone: Tone::Grave,
            ..FormBlock::default()
        }
    }
}
