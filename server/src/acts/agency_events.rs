//! Reorganisations of agencies.

use super::{Act, Done, Fault, ManageAgencies};
use crate::store::{agency_tree, lineage};
use app::{Numbers, admin::pages::share_text};
use domain::{EventEditFault, EventInput, LineageEvent, Locale, Reach, Reason, Reorganisations};
use sea_orm::ConnectionTrait;
use serde_json::json;

/// What an event would be if it were recorded by somebody who reaches this far; nothing is stored.
pub async fn plan_event(
    on: &impl ConnectionTrait,
    reach: &Reach,
    input: &EventInput,
) -> Result<LineageEvent, Fault<Vec<EventEditFault>>> {
    let (agencies, recorded) = (agency_tree(on).await?, lineage::recorded(on).await?);
    input.plan(&agencies, &recorded, reach).map_err(Fault::Refused)
}

/// Records an event. Agencies that go on whole in others end on the day before.
pub async fn record_event(
    act: Act<ManageAgencies>,
    input: &EventInput,
) -> Result<Done, Fault<Vec<EventEditFault>>> {
    let event = plan_event(act.on(), act.reach(), input).await?;
    let events = std::slice::from_ref(&event);
    let ended = Reorganisations::ended_by(events, &agency_tree(act.on()).await?);
    lineage::record(act.on(), events, &ended).await?;
    let numbers = Numbers::of(&Locale::en());
    let parts = event.parts.iter();
    let parts =
        parts.map(|part| format!("{} → {} {} %", part.from, part.to, share_text(numbers, part.share)));
    let parts = parts.collect::<Vec<_>>().join("; ");
    let details = json!({"day": event.day.to_string(), "parts": parts});
    let action = format!("event.{}", event.kind.as_str());
    let reference = event.reference.as_ref().map_or("", |reference| reference.as_str());
    Ok(act.done(&action, &subject(&event), reference, details).await?)
}

/// Removes an event that was recorded wrongly. What it ended stays ended.
pub async fn remove_event(
    act: Act<ManageAgencies>,
    id: i64,
    reason: &Reason,
) -> Result<Done, Fault<std::convert::Infallible>> {
    let event = lineage::by_id(act.on(), id).await?;
    if !act.covers(event.agencies()).await? {
        return Err(Fault::OutOfReach);
    }
    lineage::remove(act.on(), id).await?;
    let details = json!({"kind": event.kind.as_str(), "day": event.day.to_string()});
    Ok(act.done("event.remove", &subject(&event), reason.as_str(), details).await?)
}

/// The agencies that an event names, for the log.
fn subject(event: &LineageEvent) -> String {
    event.agencies().map(|code| code.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        open_points::OpenPoints,
        store::{Account, Database, Error, accounts, save_agencies},
    };
    use domain::{Agency, Grant, LineageKind, LineagePart, Role, index::UNIT_WEIGHT};
    use std::sync::Arc;

    fn agency(code: &str) -> Agency {
        Agency {
            code: code.parse().unwrap(),
            name: code.parse().unwrap(),
            name_en: None,
            block: None,
            level: None,
            parent: None,
            valid_from: None,
            valid_to: None,
        }
    }

    async fn administrator(database: &Database, email: &str, over: &str) -> Account {
        let over = Some(over.parse().unwrap());
        let grants = [Grant { role: Role::SurveyAdministrator, over }];
        let transaction = database.write().await.unwrap();
        let id = accounts::add(&transaction, email, "x", &Locale::vi()).await.unwrap();
        accounts::set_grants(&transaction, id, &grants).await.unwrap();
        transaction.commit().await.unwrap();
        accounts::by_id(database.reader(), id).await.unwrap()
    }

    /// Whatever a page looked at before: the act itself asks whether all agencies of the event lie within reach.
    #[tokio::test]
    async fn an_event_is_removed_only_by_those_who_reach_all_its_agencies() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("h.db").display());
        let database = Database::open(&url).await.unwrap();
        let transaction = database.write().await.unwrap();
        save_agencies(&transaction, &[agency("A"), agency("B")]).await.unwrap();
        let part =
            LineagePart { from: "A".parse().unwrap(), to: "B".parse().unwrap(), share: UNIT_WEIGHT / 10 };
        let day = "2025-07-01".parse().unwrap();
        let event = LineageEvent { kind: LineageKind::Transfer, day, reference: None, parts: vec![part] };
        lineage::add(&transaction, &event).await.unwrap();
        transaction.commit().await.unwrap();
        let id = lineage::all(database.reader()).await.unwrap()[0].0;
        let account = administrator(&database, "a@x.vn", "A").await;
        let open_points = Arc::new(OpenPoints::default());
        let act = || async {
            Act::<ManageAgencies>::permitted(&database, &open_points, &account).await.unwrap().unwrap()
        };
        let reason = Reason::new("nhầm").unwrap();
        let refused = remove_event(act().await, id, &reason).await;
        assert!(matches!(refused, Err(Fault::OutOfReach)), "{refused:?}");
        let unknown = remove_event(act().await, id + 1, &reason).await;
        assert!(matches!(unknown, Err(Fault::Store(Error::NotFound(_)))), "{unknown:?}");
        assert_eq!(lineage::recorded(database.reader()).await.unwrap(), [event]);
        let act = Act::of_command_line(&database).await.unwrap();
        remove_event(act, id, &reason).await.unwrap();
        assert_eq!(lineage::recorded(database.reader()).await.unwrap(), []);
    }
}
