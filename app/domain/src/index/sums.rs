//! Tallies: exact integer sums over responses. They form a commutative monoid (empty, add, merge), so numbers
//! can be kept up to date answer by answer, merged over points, months and writers, and rebuilt to the same bits.

use super::Method;
use crate::{
    Answer, Answers,
    form::{Form, NodeKind},
};
use std::ops::Range;

/// Six sums of a ratio over respondents: m items answered, s their integer score, w the weight in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moments {
    /// Respondents with m > 0.
    pub n: i128,
    /// Σ w·m.
    pub wm: i128,
    /// Σ w·s.
    pub ws: i128,
    /// Σ w²·m².
    pub w2mm: i128,
    /// Σ w²·m·s.
    pub w2ms: i128,
    /// Σ w²·s².
    pub w2ss: i128,
}

/// A weight of 1: weights are whole millionths, so that sums of them are exact.
pub const UNIT_WEIGHT: i64 = 1_000_000;

const PER_NODE: usize = 6;
/// Responses and Σw, before everything else.
const HEAD: usize = 2;

/// A vector of sums: a tally (head, histogram, node moments) or cross moments of the leaf groups.
///
/// Bounds that keep i128 from overflowing: weights to 1,000 (10⁹ millionths), denominator × items to 10⁶ and 10⁸
/// responses give Σw²s² ≤ 10³⁸ < 1.7·10³⁸.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums(Vec<i128>);

/// Sums as one opaque column: each number zig-zag encoded in groups of seven bits, low groups first.
pub type Packed = Vec<u8>;

impl Sums {
    /// Merges another vector of the same layout into this one.
    pub fn merge(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine += theirs;
        }
    }

    /// Takes out what another vector of the same layout holds.
    pub(super) fn subtract(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine -= theirs;
        }
    }

    /// Moves what a tally holds of a node into another tally of the same layout.
    pub(super) fn move_node(&mut self, place: &NodePlace, into: &mut Self) {
        into.0.resize(into.0.len().max(self.0.len()), 0);
        for at in place.histogram.clone().chain(place.moments.clone()) {
            if let (Some(from), Some(to)) = (self.0.get_mut(at), into.0.get_mut(at)) {
                *to += std::mem::take(from);
            }
        }
    }

    /// The moments at a place.
    pub(super) fn at_place(&self, place: &NodePlace) -> Moments {
        self.moments(place.moments.start)
    }

    /// Whether nothing is counted.
    pub(super) fn is_zero(&self) -> bool {
        self.0.iter().all(|number| *number == 0)
    }

    /// Adds one response to a tally. `weight` is in millionths.
    pub fn add(&mut self, form: &Form, method: &Method, answers: &Answers, weight: i64) {
        let options: usize = form.cells.iter().map(|c| c.choices().len()).sum();
        self.0.resize(HEAD + 2 * options + PER_NODE * form.tree.nodes.len(), 0);
        let w = i128::from(weight);
        self.0[0] += 1;
        self.0[1] += w;
        let mut at = HEAD;
        let scored = scored(form, method, answers);
        for cell in &form.cells {
            let chosen: &[String] = match answers.get(cell.code.as_str()) {
                Some(Answer::One(value)) => std::slice::from_ref(value),
                Some(Answer::Many(values)) => values,
                Some(Answer::Words(_)) | None => &[],
            };
            for choice in chosen.iter().filter_map(|value| cell.choice(value)) {
                self.0[at + 2 * choice] += 1;
                self.0[at + 2 * choice + 1] += w;
            }
            at += 2 * cell.choices().len();
        }
        for node in &form.tree.nodes {
            let (m, s) = counted(&scored[node.items.clone()]);
            if m > 0 {
                for (sum, term) in self.0[at..at + PER_NODE].iter_mut().zip([
                    1,
                    w * m,
                    w * s,
                    w * w * m * m,
                    w * w * m * s,
                    w * w * s * s,
                ]) {
                    *sum += term;
                }
            }
            at += PER_NODE;
        }
    }

    /// Adds one response to the cross moments of the leaf groups: first moments of (w·s_g, w·m_g), then the upper
    /// triangle of their second moments.
    pub fn add_cross(&mut self, form: &Form, method: &Method, answers: &Answers, weight: i64) {
        let groups = method.groups();
        let side = 2 * groups.len();
        self.0.resize(side + side * (side + 1) / 2, 0);
        let w = i128::from(weight);
        let scored = scored(form, method, answers);
        let vector: Vec<i128> = groups
            .iter()
            .flat_map(|g| {
                let (m, s) = counted(&scored[form.tree.nodes[*g].items.clone()]);
                [w * s, w * m]
            })
            .collect();
        let mut at = side;
        for i in 0..side {
            self.0[i] += vector[i];
            for j in i..side {
                self.0[at] += vector[i] * vector[j];
                at += 1;
            }
        }
    }

    /// Responses, whatever they answered.
    pub fn responses(&self) -> i128 {
        self.0.first().copied().unwrap_or(0)
    }

    /// The histogram of a cell: for each choice the count of responses and their Σw in millionths.
    pub fn histogram(&self, form: &Form, cell: usize) -> Vec<(i128, i128)> {
        let before: usize = form.cells[..cell].iter().map(|c| c.choices().len()).sum();
        let start = HEAD + 2 * before;
        (0..form.cells[cell].choices().len())
            .map(|i| (self.at(start + 2 * i), self.at(start + 2 * i + 1)))
            .collect()
    }

    /// The moments of a node.
    pub fn node(&self, form: &Form, node: usize) -> Moments {
        let options: usize = form.cells.iter().map(|c| c.choices().len()).sum();
        self.moments(HEAD + 2 * options + PER_NODE * node)
    }

    fn moments(&self, start: usize) -> Moments {
        let [n, wm, ws, w2mm, w2ms, w2ss] = std::array::from_fn(|i| self.at(start + i));
        Moments { n, wm, ws, w2mm, w2ms, w2ss }
    }

    /// First moment of component `i` of the cross vector (even: w·s, odd: w·m).
    pub(super) fn cross_first(&self, i: usize) -> i128 {
        self.at(i)
    }

    /// Second moment of components `i` ≤ `j` of a cross vector with `side` components.
    pub(super) fn cross_second(&self, side: usize, i: usize, j: usize) -> i128 {
        self.at(side + i * side - i * i.saturating_sub(1) / 2 + (j - i))
    }

    fn at(&self, position: usize) -> i128 {
        self.0.get(position).copied().unwrap_or(0)
    }

    /// Packs into one column.
    pub fn pack(&self) -> Packed {
        let mut bytes = Vec::with_capacity(self.0.len() * 2);
        for &number in &self.0 {
            #[expect(clippy::cast_sign_loss, reason = "zig-zag maps the sign into the lowest bit")]
            let mut rest = ((number << 1) ^ (number >> 127)) as u128;
            loop {
                let group = (rest & 0x7f) as u8;
                rest >>= 7;
                if rest == 0 {
                    bytes.push(group);
                    break;
                }
                bytes.push(group | 0x80);
            }
        }
        bytes
    }

    /// Reads a packed column; `None` where the bytes are not what [`Sums::pack`] writes.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut numbers = Vec::new();
        let mut number: u128 = 0;
        let mut shift = 0;
        for byte in bytes {
            let group = u128::from(byte & 0x7f);
            if shift > 126 || (shift == 126 && group > 3) {
                return None;
            }
            number |= group << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                #[expect(clippy::cast_possible_wrap, reason = "undoes the zig-zag")]
                numbers.push((number >> 1) as i128 ^ -((number & 1) as i128));
                (number, shift) = (0, 0);
            }
        }
        (shift == 0).then_some(Self(numbers))
    }
}

/// Where a tally keeps a node: its moments and, of an item, its histogram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NodePlace {
    histogram: Range<usize>,
    moments: Range<usize>,
}

/// The places of the nodes of a form.
pub(super) struct NodePlaces {
    /// Of every item, in the order of [`Tree::items`](crate::form::Tree).
    pub(super) items: Vec<NodePlace>,
    /// Of every other node, and its items.
    pub(super) inner: Vec<(NodePlace, Range<usize>)>,
}

impl NodePlaces {
    pub(super) fn of(form: &Form) -> Self {
        let mut items = vec![NodePlace { histogram: 0..0, moments: 0..0 }; form.tree.items.len()];
        let mut inner = Vec::new();
        let mut at = HEAD;
        for cell in &form.cells {
            let end = at + 2 * cell.choices().len();
            if let Some(item) = cell.item {
                items[item].histogram = at..end;
            }
            at = end;
        }
        for node in &form.tree.nodes {
            let moments = at..at + PER_NODE;
            at = moments.end;
            if node.kind == NodeKind::Item {
                items[node.items.start].moments = moments;
            } else {
                inner.push((NodePlace { histogram: 0..0, moments }, node.items.clone()));
            }
        }
        Self { items, inner }
    }
}

fn scored(form: &Form, method: &Method, answers: &Answers) -> Vec<Option<i64>> {
    let mut scored = vec![None; form.tree.items.len()];
    for cell in &form.cells {
        if let (Some(item), Some(Answer::One(value))) = (cell.item, answers.get(cell.code.as_str())) {
            scored[item] = cell.choice(value).and_then(|choice| method.score(item, choice));
        }
    }
    scored
}

fn counted(scored: &[Option<i64>]) -> (i128, i128) {
    scored.iter().flatten().fold((0, 0), |(m, s), score| (m + 1, s + i128::from(*score)))
}
