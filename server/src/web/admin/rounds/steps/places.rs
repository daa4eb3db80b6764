//! Agencies × service areas.

use super::super::Faults;
use super::{Step, View};
use crate::{
    acts::rounds::PlanChange,
    auth::Denied,
    store::{self, Round},
    web::admin::posted::Posted,
};
use app::{
    Texts,
    admin::{Field, Kind},
};
use domain::{Agency, Code, in_tree_order};

/// The step.
#[derive(Debug)]
pub(in crate::web::admin) struct Places;

impl Step for Places {
    const PATH: &'static str = "/places";
    const NEXT: &'static str = "/volumes";
    const TEXTS: [&'static str; 2] = ["step-places", "step-places-lead"];

    async fn fields(view: &View<'_>) -> Result<Vec<Field>, Denied> {
        let View { app, over, round, posted, faults, texts } = *view;
        let reader = app.database.reader();
        let document = &round.document;
        let tree: Vec<Agency> = store::agencies(reader).await?.into_iter().map(|row| row.agency).collect();
        let there: Vec<Agency> =
            tree.iter().filter(|a| a.exists_in(document.from, document.to)).cloned().collect();
        let reached = over.may.within(&tree);
        let within = in_tree_order(&there).into_iter().filter(|(_, agency)| reached.contains(&agency.code));
        let agencies = within.map(|(depth, agency)| {
            let indent = "\u{2003}".repeat(depth);
            (agency.code.to_string(), format!("{indent}{} ({})", agency.name_in(&texts.locale), agency.code))
        });
        let areas = store::service_areas(reader).await?;
        let areas =
            areas.iter().filter(|row| row.service_area.exists_in(document.from, document.to)).map(|row| {
                (row.service_area.code.to_string(), row.service_area.name_in(&texts.locale).to_owned())
            });
        let held = |name: &str, stored: &Option<Vec<Code>>| match posted {
            Some(posted) => posted.all(name).collect::<Vec<_>>().join("\n"),
            None => stored.iter().flatten().map(Code::as_str).collect::<Vec<_>>().join("\n"),
        };
        Ok(vec![
            Field::new("agency", Kind::Many(agencies.collect()), texts.get("agencies-title"))
                .holding(held("agency", &document.agencies))
                .fault(faults.get("agency").cloned()),
            Field::new("area", Kind::Many(areas.collect()), texts.get("areas-title"))
                .holding(held("area", &document.service_areas))
                .fault(faults.get("area").cloned()),
        ])
    }

    fn read(_: &Texts, _: &Round, posted: &Posted) -> Result<PlanChange, Faults> {
        let all = |name: &str| {
            posted.pairs.iter().filter(|(known, _)| known == name).map(|(_, v)| v.clone()).collect()
        };
        Ok(PlanChange::Places(all("agency"), all("area")))
    }
}
