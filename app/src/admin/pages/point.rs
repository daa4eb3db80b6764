//! One collection point: its code, its counter, replacing and retiring it.

use super::{
    PointView, RoundHeading,
    point_view::{channel_name, point_address},
};
use crate::{
    Texts,
    admin::{Block, Field, FieldKind, FormBlock, PageBody, Tone, Typed, faults::point_fault},
};
use domain::{
    Counter,
    plan::{PointFault, RotationCause},
};

/// What the page shows.
#[derive(Debug)]
pub struct PointPage<'a> {
    /// The round.
    pub round: RoundHeading,
    /// The point.
    pub point: PointView<'a>,
    /// The address for citizens and the SVG of its code, where they come by one.
    pub code: Option<(String, String)>,
    /// What says whether it has changed since.
    pub revision_token: String,
    /// Whether its reader may change it.
    pub manages: bool,
    /// What was typed, if it was not stored; it names the form that was sent.
    pub typed: Typed,
    /// What is wrong with it.
    pub faults: Vec<PointFault>,
    /// Whether somebody else has changed the point since.
    pub is_changed_meanwhile: bool,
}

impl PointPage<'_> {
    /// The page.
    pub fn body(&self, texts: &Texts) -> PageBody {
        let point = &self.point;
        let place = format!("{} · {}", point.place(&texts.locale), channel_name(texts, point.channel));
        let changed = self.is_changed_meanwhile.then(|| Block::Warning(texts.get("changed-meanwhile")));
        let is_keyed = !point.channel.is_for_citizens();
        self.round
            .page(texts, point.agency.name_in(&texts.locale))
            .beneath(self.round.address("/points"), texts.get("step-points"))
            .with(Block::Text(place))
            .and(changed)
            .and(point.is_retired.then(|| Block::Warning(texts.get("point-retired-lead"))))
            .and(self.code.iter().flat_map(|(url, svg)| self.code_blocks(texts, url, svg)))
            .and(is_keyed.then(|| Block::Text(texts.get("point-keyed"))))
            .and(self.manages.then(|| self.changes(texts)).into_iter().flatten())
    }

    fn address(&self, rest: &str) -> String {
        point_address(&self.round, self.point.id, rest)
    }

    fn code_blocks(&self, texts: &Texts, url: &str, svg: &str) -> [Block; 3] {
        [
            Block::Picture(texts.with("point-qr", [("url", url.into())]), svg.to_owned()),
            Block::Copy(url.to_owned()),
            Block::Ways(vec![
                (self.address("/sheet"), texts.get("sheet-title")),
                (self.address("/qr.svg"), texts.get("point-svg")),
                (self.address("/qr.png"), texts.get("point-png")),
            ]),
        ]
    }

    /// What can be changed of it.
    fn changes(&self, texts: &Texts) -> Vec<Block> {
        let mut blocks = vec![Block::Heading(texts.get("point-counter")), Block::Form(self.counter(texts))];
        if self.code.is_some() {
            blocks.extend([
                Block::Heading(texts.get("rotate-title")),
                Block::Text(texts.get("rotate-lead")),
                Block::Form(self.rotation(texts)),
            ]);
        }
        let (title, lead) = match self.point.is_retired {
            true => ("point-restore", "point-restore-lead"),
            false => ("point-retire", "point-retire-lead"),
        };
        blocks.extend([
            Block::Heading(texts.get(title)),
            Block::Text(texts.get(lead)),
            Block::Form(self.state(texts, title)),
        ]);
        blocks
    }

    /// What was typed into a field of a form, if that form was sent.
    fn sent(&self, form: &str, field: &str) -> Option<&str> {
        (self.typed.text("form") == form).then(|| self.typed.raw(field))
    }

    /// What is wrong with a field of a form.
    fn fault(&self, texts: &Texts, form: &str, field: &str) -> Option<String> {
        self.sent(form, field)?;
        let fault = self.faults.iter().find(|fault| fault.field() == field);
        fault.map(|fault| point_fault(texts, *fault, self.typed.text("counter")))
    }

    fn form(&self, name: &str, fields: Vec<Field>, button: String, tone: Tone) -> FormBlock {
        let known = [Field::hidden("form", name), Field::revision_token(self.revision_token.as_str())];
        FormBlock {
            action: self.address(&format!("/{name}")),
            fields: known.into_iter().chain(fields).collect(),
            button,
            tone,
            ..FormBlock::default()
        }
    }

    fn counter(&self, texts: &Texts) -> FormBlock {
        let stored = self.point.counter.map_or("", Counter::as_str);
        let field = Field::new("counter", FieldKind::Text, texts.get("point-counter"))
            .holding(self.sent("counter", "counter").unwrap_or(stored))
            .fault(self.fault(texts, "counter", "counter"))
            .optional();
        self.form("counter", vec![field], texts.get("save"), Tone::Quiet)
    }

    fn rotation(&self, texts: &Texts) -> FormBlock {
        let causes = RotationCause::ALL.map(|cause| {
            let key = match cause {
                RotationCause::Worn => "rotate-worn",
                RotationCause::Misused => "rotate-misused",
            };
            (cause.as_str().to_owned(), texts.get(key))
        });
        let cause = Field::new("why", FieldKind::Radio(causes.to_vec()), texts.get("rotate-why"))
            .holding(self.sent("rotation", "why").unwrap_or_default())
            .fault(self.fault(texts, "rotation", "why"));
        let fields = vec![cause, self.reason(texts, "rotation")];
        self.form("rotation", fields, texts.get("rotate-do"), Tone::Quiet)
    }

    fn state(&self, texts: &Texts, button: &str) -> FormBlock {
        let (retire, tone) = if self.point.is_retired { ("", Tone::Quiet) } else { ("1", Tone::Grave) };
        let fields = vec![Field::hidden("retire", retire), self.reason(texts, "state")];
        self.form("state", fields, texts.get(button), tone)
    }

    fn reason(&self, texts: &Texts, form: &str) -> Field {
        Field::new("reason", FieldKind::Text, texts.get("reason"))
            .holding(self.sent(form, "reason").unwrap_or_default().trim())
            .fault(self.fault(texts, form, "reason"))
    }
}
