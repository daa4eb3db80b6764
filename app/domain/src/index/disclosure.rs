#![doc = include_str!("disclosure.md")]

use super::{AreaSums, Sums};
use std::collections::{BTreeMap, BTreeSet};
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
type Cell = (usize, usize);

/// What of `counted` is not in `published` yet, by agency × service area.
///
/// Cells of which fewer answers are counted than were published (answers that were taken out) have nothing waiting.
pub fn waiting(published: &[AreaSums], counted: &[AreaSums]) -> Vec<AreaSums> {
    let mut rest: BTreeMap<Cell, (Sums, Sums)> = BTreeMap::new();
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
    rest.into_iter().map(placed).filter(|area| area.tally.responses() > 0).collect()
}

/// The lots that may be published next to those that are: of each agency × service area what is [`waiting`], once it is
/// at least `minimum_cell` people.
///
/// `takes_all` is for a round that is closed, and for numbers that were never published before: what is smaller is then
/// pooled, first with its neighbours inside the agency, then in the block (`block_of`, by position of the agency; `None`
/// outside any), then in the round. An agency whose rest is too small takes in its smallest new lot, and so does the
/// round: its total counts everybody, unless fewer than `minimum_cell` people are new in all of it.
pub fn next_lots(
    published: &[AreaSums],
    counted: &[AreaSums],
    minimum_cell: u64,
    block_of: &[Option<usize>],
    takes_all: bool,
) -> Vec<AreaSums> {
    let waiting = waiting(published, counted);
    let mut pooling = Pooling::new(&waiting, block_of, i128::from(minimum_cell.max(1)));
    if takes_all {
        pooling.pool_agencies();
        pooling.pool_blocks();
        pooling.pool_round();
    }
    let levels = pooling.levels;
    waiting
        .into_iter()
        .zip(levels)
        .filter_map(|(area, level)| Some(AreaSums { level: level?, ..area }))
        .collect()
}

/// Levels being given to cells.
struct Pooling {
    agencies: Vec<usize>,
    blocks: Vec<Option<usize>>,
    sizes: Vec<i128>,
    levels: Vec<Option<LotLevel>>,
    minimum: i128,
}

impl Pooling {
    /// Cells that are large enough stand for themselves.
    fn new(waiting: &[AreaSums], block_of: &[Option<usize>], minimum: i128) -> Self {
        let sizes: Vec<i128> = waiting.iter().map(|area| area.tally.responses()).collect();
        let block = |area: &AreaSums| block_of.get(area.agency).copied().flatten();
        Self {
            agencies: waiting.iter().map(|area| area.agency).collect(),
            blocks: waiting.iter().map(block).collect(),
            levels: sizes.iter().map(|size| (*size >= minimum).then_some(LotLevel::Cell)).collect(),
            sizes,
            minimum,
        }
    }

    /// Cells without a level among those that `belongs` picks.
    fn rest(&self, belongs: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.levels.len()).filter(|at| self.levels[*at].is_none() && belongs(*at)).collect()
    }

    fn size(&self, cells: &[usize]) -> i128 {
        cells.iter().map(|at| self.sizes[*at]).sum()
    }

    fn give(&mut self, cells: &[usize], level: LotLevel) {
        cells.iter().for_each(|at| self.levels[*at] = Some(level));
    }

    fn pool_agencies(&mut self) {
        for agency in self.agencies.iter().copied().collect::<BTreeSet<_>>() {
            let mut rest = self.rest(|at| self.agencies[at] == agency);
            if rest.is_empty() {
                continue;
            }
            if self.size(&rest) < self.minimum {
                let own = |at: &usize| self.agencies[*at] == agency && self.levels[*at].is_some();
                let smallest = (0..self.levels.len()).filter(own).min_by_key(|at| self.sizes[*at]);
                // Too few in all the agency: they go into the block.
                let Some(smallest) = smallest else { continue };
                rest.push(smallest);
            }
            self.give(&rest, LotLevel::Agency);
        }
    }

    fn pool_blocks(&mut self) {
        for block in self.blocks.iter().flatten().copied().collect::<BTreeSet<_>>() {
            let rest = self.rest(|at| self.blocks[at] == Some(block));
            if self.size(&rest) >= self.minimum {
                self.give(&rest, LotLevel::Block);
            }
        }
    }

    fn pool_round(&mut self) {
        let mut rest = self.rest(|_| true);
        if rest.is_empty() {
            return;
        }
        if self.size(&rest) < self.minimum {
            let Some(smallest) = self.lots().into_iter().min_by_key(|lot| self.size(lot)) else { return };
            rest.extend(smallest);
        }
        self.give(&rest, LotLevel::Round);
    }

    /// The lots so far: each cell of its own, each agency's pool, each block's.
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
