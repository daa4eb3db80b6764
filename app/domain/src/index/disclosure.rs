#![doc = include_str!("disclosure.md")]

use super::{
    AreaSums, Design, Sums,
    sums::{NodePlace, NodePlaces},
};
use crate::form::Form;
use std::collections::{BTreeMap, HashMap};
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

crate::words!(LotLevel);

impl LotLevel {
    /// Every level, the narrowest first.
    pub const ALL: [Self; 4] = [Self::Cell, Self::Agency, Self::Block, Self::Round];
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

/// The lots that may be published next to those that are: of each agency × service area the people who are counted and not published,
/// once they are at least `minimum_cell`; and of each item the answers that wait, once that many have given one.
///
/// `takes_all` is for a round that is closed, and for numbers that were never published before: what is smaller is then
/// pooled, first with its neighbours inside the agency, then in the block (`block_of`, by position of the agency; `None`
/// outside any), then in the round; never with people of another stratum of `design`, who weigh differently. An agency whose
/// rest is too small takes in its smallest new lot, and so does the round: its total counts everybody, unless fewer than
/// `minimum_cell` people of a stratum are new.
///
/// The answers to an item are divided by the same rule, but for taking in: places where nobody has answered it are treated as
/// those where few have. They are never published before the people who gave them. How the answers of one person go together
/// in a node is published where all its items are, at the widest of their levels.
///
/// Each of the sums that are returned holds what is new at its level: people, answers to items, and moments of nodes.
pub fn next_lots(
    form: &Form,
    design: &Design,
    published: &[AreaSums],
    counted: &[AreaSums],
    minimum_cell: u64,
    block_of: &[Option<usize>],
    takes_all: bool,
) -> Vec<AreaSums> {
    let rest = remainder(published, counted);
    let minimum = i128::from(minimum_cell.max(1));
    let pooling = Pooling::new(&rest, design, block_of, minimum);
    let mut of_people = pooling.people(takes_all);
    for (level, area) in of_people.iter_mut().zip(&rest) {
        // Nobody waits, so answers to items wait for no people.
        if area.tally.responses() == 0 && takes_all {
            *level = Some(LotLevel::Cell);
        }
    }
    let NodePlaces { items, inner } = NodePlaces::of(form);
    let of_items: Vec<Vec<Option<LotLevel>>> =
        items.iter().map(|item| pooling.answers(item, &of_people, takes_all)).collect();
    let mut published_at: HashMap<Place, Vec<&AreaSums>> = HashMap::new();
    for lot in published {
        published_at.entry((lot.agency, lot.service_area)).or_default().push(lot);
    }
    let mut lots = Vec::new();
    for (at, area) in rest.into_iter().enumerate() {
        let Some(people) = of_people[at] else { continue };
        let AreaSums { agency, service_area, mut tally, mut cross, .. } = area;
        let mut parts: BTreeMap<LotLevel, (Sums, Sums)> = BTreeMap::new();
        let mut withheld = Sums::default();
        for (item, levels) in items.iter().zip(&of_items) {
            if tally.at_place(item).n != 0 {
                let part = levels[at].map_or(&mut withheld, |level| &mut parts.entry(level).or_default().0);
                tally.move_node(item, part);
            }
        }
        // Of each item the widest level at which answers of this place are published, now or before.
        let before = published_at.get(&(agency, service_area)).map_or(&[][..], Vec::as_slice);
        let widest = |(item, levels): (&NodePlace, &Vec<Option<LotLevel>>)| {
            let there = before.iter().filter(|lot| lot.tally.at_place(item).n != 0).map(|lot| lot.level);
            there.chain(levels[at]).max().filter(|_| levels[at].is_some())
        };
        let of_answers: Vec<Option<LotLevel>> = items.iter().zip(&of_items).map(widest).collect();
        let together = |of: &[Option<LotLevel>]| {
            of.iter().try_fold(people, |level, of_item| Some(level.max((*of_item)?)))
        };
        for (node, of) in &inner {
            let part = together(&of_answers[of.clone()])
                .map_or(&mut withheld, |level| &mut parts.entry(level).or_default().0);
            tally.move_node(node, part);
        }
        if let Some(level) = together(&of_answers) {
            parts.entry(level).or_default().1 = std::mem::take(&mut cross);
        }
        // What is left are the people, and answers to questions that are no items.
        parts.entry(people).or_default().0.merge(&tally);
        for (level, (tally, cross)) in parts {
            if !(tally.is_zero() && cross.is_zero()) {
                lots.push(AreaSums { agency, service_area, level, tally, cross });
            }
        }
    }
    lots
}

/// Where people and answers wait, and with whom they may be pooled.
struct Pooling<'a> {
    rest: &'a [AreaSums],
    agencies: Vec<usize>,
    blocks: Vec<Option<usize>>,
    strata: Vec<usize>,
    minimum: i128,
}

/// How much waits in a place: Σw and Σw² of people, or of answers to one item.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    sum: i128,
    squares: i128,
}

impl Size {
    /// As many as they would be if all weighed the same: (Σw)²/Σw² (Kish 1965), at most their number. A lot in which one
    /// weighs more than all others together tells what that one answered.
    fn effective(self) -> i128 {
        if self.sum <= 0 || self.squares <= 0 { 0 } else { self.sum * self.sum / self.squares }
    }
}

impl<'a> Pooling<'a> {
    fn new(rest: &'a [AreaSums], design: &Design, block_of: &[Option<usize>], minimum: i128) -> Self {
        let block = |area: &AreaSums| block_of.get(area.agency).copied().flatten();
        Self {
            rest,
            agencies: rest.iter().map(|area| area.agency).collect(),
            blocks: rest.iter().map(block).collect(),
            strata: rest.iter().map(|area| design.stratum(area)).collect(),
            minimum,
        }
    }

    /// The levels of the people who wait.
    fn people(&self, takes_all: bool) -> Vec<Option<LotLevel>> {
        let size = |area: &AreaSums| Size { sum: area.tally.responses(), squares: area.tally.responses() };
        let wait: Vec<Size> = self.rest.iter().map(size).collect();
        let present = wait.iter().map(|size| (size.sum > 0).then_some(LotLevel::Cell)).collect();
        Levels::of(self, wait, present).given(takes_all, true)
    }

    /// The levels of the answers to an item that wait, each not narrower than that of the people.
    fn answers(
        &self,
        item: &NodePlace,
        of_people: &[Option<LotLevel>],
        takes_all: bool,
    ) -> Vec<Option<LotLevel>> {
        let moments = self.rest.iter().map(|area| area.tally.at_place(item));
        let wait = moments.map(|m| Size { sum: m.wm, squares: m.w2mm }).collect();
        Levels::of(self, wait, of_people.to_vec()).given(takes_all, false)
    }
}

/// Levels being given to what waits in each place.
struct Levels<'a> {
    of: &'a Pooling<'a>,
    wait: Vec<Size>,
    /// The narrowest level that each may have; `None` where nothing may be published yet.
    not_before: Vec<Option<LotLevel>>,
    levels: Vec<Option<LotLevel>>,
}

impl<'a> Levels<'a> {
    /// Places that have enough stand for themselves.
    fn of(of: &'a Pooling<'a>, wait: Vec<Size>, not_before: Vec<Option<LotLevel>>) -> Self {
        let own = |(size, not_before): (&Size, &Option<LotLevel>)| {
            (size.effective() >= of.minimum && *not_before == Some(LotLevel::Cell)).then_some(LotLevel::Cell)
        };
        let levels = wait.iter().zip(&not_before).map(own).collect();
        Self { of, wait, not_before, levels }
    }

    /// The levels, after pooling where the round `takes_all`; a rest that is too small `takes_in` the smallest lot.
    fn given(mut self, takes_all: bool, takes_in: bool) -> Vec<Option<LotLevel>> {
        let Pooling { agencies, blocks, strata, .. } = self.of;
        if takes_all {
            let inside = |group: Option<usize>, at: usize| group.map(|group| (group, strata[at]));
            let of_agencies = agencies.iter().enumerate().map(|(at, agency)| inside(Some(*agency), at));
            self.pool(LotLevel::Agency, grouped(of_agencies), takes_in);
            let of_blocks = blocks.iter().enumerate().map(|(at, block)| inside(*block, at));
            self.pool(LotLevel::Block, grouped(of_blocks), false);
            let of_round = (0..strata.len()).map(|at| inside(Some(0), at));
            self.pool(LotLevel::Round, grouped(of_round), takes_in);
        }
        self.levels
    }

    /// Pools what is left of each group.
    fn pool(&mut self, level: LotLevel, groups: Vec<Vec<usize>>, takes_in: bool) {
        for places in groups {
            // Where fewer answers are counted than were published, some have been taken out, and none wait.
            let may = |at: &usize| {
                self.wait[*at].sum >= 0 && self.not_before[*at].is_some_and(|narrowest| narrowest <= level)
            };
            let is_left = |at: &usize| self.levels[*at].is_none() && may(at);
            let mut rest: Vec<usize> = places.iter().copied().filter(is_left).collect();
            if rest.is_empty() {
                continue;
            }
            if self.size(&rest) < self.of.minimum {
                let smallest = self.lots(&places).into_iter().min_by_key(|lot| self.size(lot));
                // Else they go into the next wider scope, or into none.
                let Some(smallest) = smallest.filter(|_| takes_in) else { continue };
                rest.extend(smallest);
            }
            rest.iter().for_each(|at| self.levels[*at] = Some(level));
        }
    }

    fn size(&self, places: &[usize]) -> i128 {
        let add = |all: Size, at: &usize| Size {
            sum: all.sum + self.wait[*at].sum,
            squares: all.squares + self.wait[*at].squares,
        };
        places.iter().fold(Size::default(), add).effective()
    }

    /// The lots among these places so far: each place of its own, each agency's pool, each block's.
    fn lots(&self, places: &[usize]) -> Vec<Vec<usize>> {
        let mut lots: BTreeMap<(LotLevel, Option<usize>), Vec<usize>> = BTreeMap::new();
        for at in places.iter().copied() {
            let Some(level) = self.levels[at] else { continue };
            let of = match level {
                LotLevel::Cell => Some(at),
                LotLevel::Agency => Some(self.of.agencies[at]),
                LotLevel::Block | LotLevel::Round => self.of.blocks[at],
            };
            lots.entry((level, of)).or_default().push(at);
        }
        lots.into_values().collect()
    }
}

/// The places of each group, in its order; places outside any are in none.
fn grouped<G: Ord>(of_places: impl Iterator<Item = Option<G>>) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<G, Vec<usize>> = BTreeMap::new();
    for (at, group) in of_places.enumerate() {
        if let Some(group) = group {
            groups.entry(group).or_default().push(at);
        }
    }
    groups.into_values().collect()
}
