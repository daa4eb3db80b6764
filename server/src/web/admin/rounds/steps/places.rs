//! Agencies × service areas.

use super::super::Faults;
use super::{Read, Step, View};
use crate::{
    acts::{Act, ManageRounds},
    auth::{Denied, OverRound},
    store::{self, Point, Round, points},
    web::admin::posted::Posted,
};
use app::{
    Texts,
    admin::{Field, Kind},
};
use domain::{Agency, ByCell, Code, Population, RoundDocument, in_tree_order};
use std::collections::HashSet;

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

    async fn read(
        act: &Act<ManageRounds>,
        over: &OverRound<ManageRounds>,
        round: &Round,
        posted: &Posted,
    ) -> Result<Read, Denied> {
        let texts = Texts::of(over.may.person.language());
        let mut faults = Faults::new();
        let tree: Vec<Agency> = store::agencies(act.on()).await?.into_iter().map(|row| row.agency).collect();
        let (from, to) = (round.document.from, round.document.to);
        let wanted: HashSet<&str> = posted.all("agency").collect();
        let reached = over.may.within(&tree);
        let agencies: Vec<Code> = tree
            .iter()
            .filter(|a| {
                wanted.contains(a.code.as_str()) && a.exists_in(from, to) && reached.contains(&a.code)
            })
            .map(|agency| agency.code.clone())
            .collect();
        let wanted: HashSet<&str> = posted.all("area").collect();
        let areas: Vec<Code> = store::service_areas(act.on())
            .await?
            .into_iter()
            .filter(|row| {
                wanted.contains(row.service_area.code.as_str()) && row.service_area.exists_in(from, to)
            })
            .map(|row| row.service_area.code)
            .collect();
        if agencies.is_empty() {
            faults.insert("agency", texts.get("step-places-missing"));
        }
        if areas.is_empty() {
            faults.insert("area", texts.get("step-places-missing"));
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        // Before a round is opened nothing is stored at its points: those of places that are dropped go with them.
        let kept = |point: &Point| {
            let agency = round.agency(point.agency_id).map(|at| &round.agencies[at].agency.code);
            let area = round.service_area(point.service_area_id).map(|at| &round.service_areas[at]);
            agency.is_some_and(|code| agencies.contains(code))
                && area.is_some_and(|row| areas.contains(&row.service_area.code))
        };
        let dropped: Vec<i64> = points::of_round(act.on(), round.id)
            .await?
            .iter()
            .filter(|point| !kept(point))
            .map(|point| point.id)
            .collect();
        points::remove(act.on(), &dropped).await?;
        let mut document = RoundDocument {
            agencies: Some(agencies.clone()),
            service_areas: Some(areas.clone()),
            ..round.document.clone()
        };
        // Volumes and quotas of what is no longer asked about go.
        let keep = |cells: &mut ByCell| {
            cells.retain(|agency, cells| {
                cells.retain(|area, _| areas.contains(area));
                agencies.contains(agency) && !cells.is_empty()
            });
        };
        if let Some(quota) = &mut document.quota {
            keep(&mut quota.cells);
            if let Some(rule) = &mut quota.computed {
                keep(&mut rule.volumes);
            }
        }
        if let Some(population) = &mut document.population {
            population.retain(|agency, of| {
                if let Population::ByServiceArea(cells) = of {
                    cells.retain(|area, _| areas.contains(area));
                    return agencies.contains(agency) && !cells.is_empty();
                }
                agencies.contains(agency)
            });
            if agencies.iter().any(|agency| !population.contains_key(agency)) {
                document.population = None;
            }
        }
        Ok(Ok((document, None)))
    }
}
