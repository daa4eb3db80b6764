//! Where an agency came from and what became of it, each with its number in the nearest round of the series.

use super::context::RoundContext;
use crate::{
    report::Scope,
    store::{self, lineage},
    web::App,
};
use app::results::{LineageEntry, OtherRound, Relative};
use domain::{Agency, Code, LineageEvent};

/// The events of an agency's lineage, those before it first.
pub(super) async fn lineage(
    state: &App,
    context: &RoundContext,
    agency: &Agency,
) -> store::Result<Vec<LineageEntry>> {
    let connection = state.database.reader();
    let before = lineage::before(connection, &agency.code).await?;
    let after = lineage::after(connection, &agency.code).await?;
    if before.is_empty() && after.is_empty() {
        return Ok(Vec::new());
    }
    let agencies: Vec<Agency> =
        store::agencies(connection).await?.into_iter().map(|row| row.agency).collect();
    let entry = |is_before: bool, event: LineageEvent| {
        let LineageEvent { kind, day, reference, parts } = event;
        let relative = |part: domain::LineagePart| {
            let other = if is_before { &part.from } else { &part.to };
            let found = agencies.iter().find(|agency| agency.code == *other);
            let name = found.map_or(other.as_str(), |agency| agency.name_in(&context.locale)).to_owned();
            Relative { name, share: part.share, nearest: nearest(context, other, is_before) }
        };
        let agencies = parts.into_iter().map(relative).collect();
        LineageEntry { before: is_before, kind, day, reference: reference.map(String::from), agencies }
    };
    let before = before.into_iter().map(|event| entry(true, event));
    Ok(before.chain(after.into_iter().map(|event| entry(false, event))).collect())
}

/// The last round in which a predecessor took part, or the first of a successor. A restricted page names only rounds that
/// everybody may see.
fn nearest(context: &RoundContext, agency: &Code, is_before: bool) -> Option<OtherRound> {
    let scope = Scope::Agency(agency.clone());
    let is_hidden = |id: i64| context.is_restricted && id == context.round().id;
    let mut rounds =
        context.figures.iter().filter(|figures| !is_hidden(figures.round.id) && scope.is_in(&figures.round));
    let figures = if is_before { rounds.next_back() } else { rounds.next() }?;
    let document = &figures.round.document;
    Some(OtherRound {
        title: document.title.get(&context.locale).to_owned(),
        href: format!("/results/{}/agencies/{agency}", document.code),
        figure: figures.figure(&scope, 0).cloned(),
    })
}
