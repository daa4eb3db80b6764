//! Rules of publication.

use super::super::Faults;
use super::{Step, View};
use crate::{acts::rounds::PlanChange, auth::Denied, store::Round, web::admin::posted::Posted};
use app::{
    Texts,
    admin::{Field, Kind},
};
use domain::{Audience, plan::whole_number};

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct Rules;

impl Step for Rules {
    const PATH: &'static str = "/rules";
    const NEXT: &'static str = "/points";
    const TEXTS: [&'static str; 2] = ["step-rules", "step-rules-lead"];

    async fn fields(view: &View<'_>) -> Result<Vec<Field>, Denied> {
        let View { round, posted, faults, texts, .. } = *view;
        let document = &round.document;
        let held =
            |name: &str, stored: &str| posted.map_or(stored.to_owned(), |posted| posted.raw(name).to_owned());
        let audiences = [("staff", "audience-staff"), ("public", "audience-public")]
            .map(|(v, key)| (v.to_owned(), texts.get(key)));
        let audience = if document.audience == Audience::Public { "public" } else { "staff" };
        Ok(vec![
            Field::new("minimum", Kind::Whole, texts.get("rule-minimum"))
                .hint(texts.get("rule-minimum-hint"))
                .holding(held("minimum", &document.minimum_cell.to_string()))
                .fault(faults.get("minimum").cloned()),
            Field::new("audience", Kind::Radio(audiences.to_vec()), texts.get("rule-audience"))
                .holding(held("audience", audience)),
        ])
    }

    fn read(texts: &Texts, _: &Round, posted: &Posted) -> Result<PlanChange, Faults> {
        let audience = if posted.text("audience") == "public" { Audience::Public } else { Audience::Staff };
        let minimum = whole_number(posted.text("minimum"));
        let minimum = minimum.ok_or_else(|| Faults::from([("minimum", texts.get("rule-minimum-wrong"))]))?;
        Ok(PlanChange::Rules(minimum, audience))
    }
}
