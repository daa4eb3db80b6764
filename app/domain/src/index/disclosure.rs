#![doc = include_str!("disclosure.md")]

use super::{AreaSums, Sums, sums::ItemPlace};
use crate::form::Form;
use std::collections::BTreeMap;
use strum::{EnumString, IntoStaticStr};

/// The narrowest scope whose numbers may count a lot; every wider one may, too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, IntoStaticStr, EnumString)]
#[strum(serialize_all = "kebab-case")]
pub enum LotLevel {
    /// One agency in one service area, and so the service area as well.
    #[default]
    Cell,
    /// The agency, over its service areas.
    Agency,
    /// The block of agencies.
    Block,
    /// The round as a whole.
    Round,
}

impl LotLevel {
    /// Every level, the narrowest first.
    pub const ALL: [Self; 4] = [Self::Cell, Self::Agency, Self::Block, Self::Round];

    /// The word used in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
    /// The level of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        word.parse().ok()
    }
}

/// Position of an agency and of a service area.
type Place = (usize, usize);

/// What of `counted` is not in `published` yet, by agency × service area: people who wait, and answers to items that wait
/// although the people who gave them are published.
fn remainder(published: &[AreaSums], counted: &[AreaSums]) -> Vec<AreaSums> {
    let mut rest: BTreeMap<Place, (Sums, Sums)> = BTreeMap::new();
    for area in counted {
        let (tally, cross) = rest.entry((area.agency, area.service_area)).or_default();
        tally.merge(&area.tally);
        cross.merge(&area.cross);
    }
    for area in published {
        if let Some((tally, cross)) = rest.get_mut(&(area.agency, area.service_area)) {
            tally.subtract(&area.tally);
            cross.subtract(&area.cross);
        }
    }
    let placed = |((agency, service_area), (tally, cross))| AreaSums {
        agency,
        service_area,
        level: LotLevel::Cell,
        tally,
        cross,
    };
    rest.into_iter().map(placed).collect()
}

/// The people who are counted and not published, by agency × service area.
///
/// Places in which fewer answers are counted than were published (answers that were taken out) have nobody waiting.
pub fn waiting(published: &[AreaSums], counted: &[AreaSums]) -> Vec<AreaSums> {
    let rest = remainder(published, counted);
    rest.into_iter().filter(|area| area.tally.responses() > 0).collect()
}

/// The lots that may be published next to those that are: of each agency × service area the people who are [`waiting`],
/// once they are at least `minimum_cell`; and of each item the answers that wait, once that many have given one.
///
/// `takes_all` is for a round that is closed, and for numbers that were never published before: what is smaller is then
/// pooled, first with its neighbours inside the agency, then in the block (`block_of`, by position of the agency; `None`
/// outside any), then in the round. An agency whose rest is too small takes in its smallest new lot, and so does the
/// round: its total counts everybody, unless fewer than `minimum_cell` people are new in all of it. The answers to an
/// item are divided by the same rule, and never published before the people who gave them.
///
/// Each of the sums that are returned holds what is new at its level: people with all their moments, items with theirs.
pub fn next_lots(
    form: &Form,
    published: &[AreaSums],
    counted: &[AreaSums],
    minimum_cell: u64,
    block_of: &[Option<usize>],
    takes_all: bool,
) -> Vec<AreaSums> {
    let rest = remainder(published, counted);
    let minimum = i128::from(minimum_cell.max(1));
    let levels = |sizes: Vec<i128>, not_before: &[Option<LotLevel>]| {
        let mut pooling = Pooling::new(&rest, block_of, sizes, not_before, minimum);
        if takes_all {
            pooling.pool_agencies();
            pooling.pool_blocks();
            pooling.pool_round();
        }
        pooling.levels
    };
    let people: Vec<i128> = rest.iter().map(|area| area.tally.responses()).collect();
    let mut of_people = levels(people.clone(), &vec![Some(LotLevel::Cell); rest.len()]);
    for (level, people) in of_people.iter_mut().zip(people) {
        // Nobody waits, so answers to items wait for no people.
        if people == 0 && takes_all {
            *level = Some(LotLevel::Cell);
        }
    }
    let items = ItemPlace::all(form);
    let of_items: Vec<Vec<Option<LotLevel>>> = items
        .iter()
        .map(|item| levels(rest.iter().map(|area| area.tally.item(item).n).collect(), &of_people))
        .collect();
    let mut lots = Vec::new();
    for (at, area) in rest.into_iter().enumerate() {
        let Some(people) = of_people[at] else { continue };
        let AreaSums { agency, service_area, mut tally, mut cross, .. } = area;
        let mut parts: BTreeMap<LotLevel, Sums> = BTreeMap::new();
        let mut withheld = Sums::default();
        for (item, levels) in items.iter().zip(&of_items) {
            if tally.item(item).n != 0 {
                let part = levels[at].map_or(&mut withheld, |level| parts.entry(level).or_default());
                tally.move_item(item, part);
            }
        }
        parts.entry(people).or_default().merge(&tally);
        for (level, tally) in parts.into_iter().filter(|(_, part)| !part.is_zero()) {
            let cross = if level == people { std::mem::take(&mut cross) } else { Sums::default() };
            lots.push(AreaSums { agency, service_area, level, tally, cross });
        }
    }
    lots
}

/// Levels being given to what waits in each place: people, or answers to one item.
struct Pooling<'a> {
    agencies: Vec<usize>,
    blocks: Vec<Option<usize>>,
    sizes: Vec<i128>,
    /// The narrowest level that each may have; `None` where nothing may be published yet.
    not_before: &'a [Option<LotLevel>],
    levels: Vec<Option<LotLevel>>,
    minimum: i128,
}

impl<'a> Pooling<'a> {
    /// Places that have enough stand for themselves.
    fn new(
        rest: &[AreaSums],
        block_of: &[Option<usize>],
        sizes: Vec<i128>,
        not_before: &'a [Option<LotLevel>],
        minimum: i128,
    ) -> Self {
        let block = |area: &AreaSums| block_of.get(area.agency).copied().flatten();
        let own = |(size, not_before): (&i128, &Option<LotLevel>)| {
            (*size >= minimum && *not_before == Some(LotLevel::Cell)).then_some(LotLevel::Cell)
        };
        Self {
            agencies: rest.iter().map(|area| area.agency).collect(),
            blocks: rest.iter().map(block).collect(),
            levels: sizes.iter().zip(not_before).map(own).collect(),
            sizes,
            not_before,
            minimum,
        }
    }

    /// Of these places those without a level that may have this one.
    fn rest(&self, level: LotLevel, among: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let may = |at: usize| self.not_before[at].is_some_and(|narrowest| narrowest <= level);
        let waits = |at: usize| self.levels[at].is_none() && self.sizes[at] > 0;
        among.into_iter().filter(|at| waits(*at) && may(*at)).collect()
    }

    fn size(&self, places: &[usize]) -> i128 {
        places.iter().map(|at| self.sizes[*at]).sum()
    }

    fn give(&mut self, places: &[usize], level: LotLevel) {
        places.iter().for_each(|at| self.levels[*at] = Some(level));
    }

    fn pool_agencies(&mut self) {
        for places in grouped(self.agencies.iter().copied().map(Some)) {
            let mut rest = self.rest(LotLevel::Agency, places.iter().copied());
            if rest.is_empty() {
                continue;
            }
            if self.size(&rest) < self.minimum {
                let own = places.into_iter().filter(|at| self.levels[*at].is_some());
                // Too few in all the agency: they go into the block.
                let Some(smallest) = own.min_by_key(|at| self.sizes[*at]) else { continue };
                rest.push(smallest);
            }
            self.give(&rest, LotLevel::Agency);
        }
    }

    fn pool_blocks(&mut self) {
        for places in grouped(self.blocks.iter().copied()) {
            let rest = self.rest(LotLevel::Block, places);
            if self.size(&rest) >= self.minimum {
                self.give(&rest, LotLevel::Block);
            }
        }
    }

    fn pool_round(&mut self) {
        let mut rest = self.rest(LotLevel::Round, 0..self.levels.len());
        if rest.is_empty() {
            return;
        }
        if self.size(&rest) < self.minimum {
            let Some(smallest) = self.lots().into_iter().min_by_key(|lot| self.size(lot)) else { return };
            rest.extend(smallest);
        }
        self.give(&rest, LotLevel::Round);
    }

    /// The lots so far: each place of its own, each agency's pool, each block's.
    fn lots(&self) -> Vec<Vec<usize>> {
        let mut lots: BTreeMap<(LotLevel, Option<usize>), Vec<usize>> = BTreeMap::new();
        for (at, level) in self.levels.iter().enumerate() {
            let Some(level) = *level else { continue };
            let of = match level {
                LotLevel::Cell => Some(at),
                LotLevel::Agency => Some(self.agencies[at]),
                LotLevel::Block | LotLevel::Round => self.blocks[at],
            };
            lots.entry((level, of)).or_default().push(at);
        }
        lots.into_values().collect()
    }
}

/// The places of each agency or block, in its order; places outside any are in none.
fn grouped(of_places: impl Iterator<Item = Option<usize>>) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, group) in of_places.enumerate() {
        if let Some(group) = group {
            groups.entry(group).or_default().push(at);
        }
    }
    groups.into_values().collect()
}
