//! The agencies of a round held against the round before.

use super::{context::RoundContext, parts::reorganised};
use crate::report::{Comparison, Scope, mix};
use app::results::{About, ChangeLine, Changes, Incomparable};
use domain::index::{Difference, Figure, SeriesBreak, by_weight, shifts};

/// The changes of a round since the one before it in its series; `None` where the two do not compare at all, or there is
/// none before.
pub(super) fn changes(context: &RoundContext, about: &About) -> Option<Changes> {
    let (earlier, later) = (context.before()?, context.round_figures());
    let agencies = later.round.agencies.iter().map(|row| &row.agency);
    let (mut compared, mut apart) = (Vec::new(), Vec::new());
    for agency in agencies {
        let scope = Scope::Agency(agency.code.clone());
        let comparison = context.rounds.compare(&scope, earlier, later);
        let (name, href) = (agency.name_in(&context.locale).to_owned(), about.agency_path(&agency.code));
        match numbers(&comparison, later.figure(&scope, 0)) {
            Some(of) => compared.push((name, href, reorganised(context, &comparison), of)),
            None => {
                let (why, reorganised) = (comparison.breaks, reorganised(context, &comparison));
                apart.push(Incomparable { name, href, why, reorganised });
            }
        }
    }
    let of_agency = |why: SeriesBreak| {
        matches!(why, SeriesBreak::New | SeriesBreak::Divided | SeriesBreak::Absent | SeriesBreak::Items)
    };
    if apart.iter().any(|agency| agency.why.is_some_and(|why| !of_agency(why))) {
        return None;
    }
    let family: Vec<Difference> = compared.iter().map(|(.., (_, _, change))| *change).collect();
    let line = |((name, href, reorganised, (before, after, change)), shift)| ChangeLine {
        name,
        href,
        before,
        after,
        change,
        shift,
        reorganised,
    };
    let mut lines: Vec<ChangeLine> = compared.into_iter().zip(shifts(&family)).map(line).collect();
    lines.sort_by(|a, b| by_weight((a.shift, &a.change), (b.shift, &b.change)));
    let document = &earlier.round.document;
    Some(Changes {
        title: document.title.get(&context.locale).to_owned(),
        href: format!("/results/{}", document.code),
        lines,
        apart,
        mix: mix(earlier, later),
    })
}

/// Before, now and what changed, where all three are told.
fn numbers(comparison: &Comparison, after: Option<&Figure>) -> Option<(Figure, Figure, Difference)> {
    Some((comparison.before.clone()?, after?.clone(), comparison.change?))
}
