//! Estimates with their linearised standard errors, from tallies alone.
//!
//! With leaf groups g of a node, λ_g their normalised weights, M_g = Σw·m_g, S_g = Σw·s_g and R_g = S_g/M_g:
//! θ = Σ λ_g·R_g, and by Taylor linearisation over respondents (Särndal, Swensson & Wretman 1992, §5.6; what R's
//! `survey` computes) z = w·Σ_g λ_g (s_g − R_g·m_g)/M_g, zero outside the domain, and
//! V = Σ_h (1 − n_h/N_h) · n_h/(n_h − 1) · Σ_i (z_i − z̄_h)².
//! Everything is evaluated in double-double arithmetic, so that what cancels exactly (p = 0, p = 1) is exactly 0.
//!
//! A node is *complete* in a scope where how the answers of one person go together is published of everybody whose answers
//! to its items count ([`disclosure`](super::next_lots)). Where it is not, it counts what its items count, so S_g and M_g are
//! the sums of theirs; by Minkowski √V ≤ Σ_i √V_i over its items i, each with its own part of z: the right side is its
//! standard error, at least as large as the true one. Its n is the greatest of any item, or of those of whom it is published.

use super::{
    AreaSums, Design, Method, Sums,
    method::Part,
    sums::{Moments, NodePlace, NodePlaces},
};
use crate::form::Form;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use twofloat::TwoFloat;

/// Quantile of the standard normal distribution for two-sided 95 %.
pub(super) const Z: f64 = 1.959964;

/// An estimate of a node in a domain. Fractions, not percent.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Respondents of the domain who answered something in the node.
    pub n: i128,
    /// θ.
    pub value: f64,
    /// √V.
    pub se: f64,
    /// 95 % interval within [0, 1]; `None` where a single respondent says nothing of any other.
    pub interval: Option<Interval>,
    /// Whether everybody was asked (n_h ≥ N_h in every stratum that the domain touches): the interval is a point.
    pub is_census: bool,
    /// Items of the node to which no answer counts: too few have given one, or nobody has. Which of the two it is must not
    /// be told.
    pub missing_items: usize,
}

/// A two-sided 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Estimates within a domain of (agency, service area) positions: what each stratum brings to it, merged once, for
/// every node of the index tree.
///
/// `n_h` counts every response of a stratum, also those outside the domain. Single-respondent strata are centred at the
/// grand mean, as R's `survey.lonely.psu = "adjust"`; strata with n_h ≥ N_h contribute nothing.
#[derive(Debug)]
pub struct Estimator<'a> {
    form: &'a Form,
    method: &'a Method,
    strata: Vec<StratumSums>,
    items: Vec<NodePlace>,
}

impl<'a> Estimator<'a> {
    /// Merges the sums of the areas inside the domain, stratum by stratum.
    pub fn new(
        form: &'a Form,
        method: &'a Method,
        design: &Design,
        sums: &[AreaSums],
        inside: impl Fn(&AreaSums) -> bool,
    ) -> Self {
        let responses = design.responses(sums);
        let mut strata: Vec<StratumSums> = responses
            .into_iter()
            .enumerate()
            .map(|(h, responses)| {
                let population = design.strata.get(h).map(|s| s.population);
                let weight = population
                    .map_or(TwoFloat::from(1.0), |of| TwoFloat::from(of) / TwoFloat::from(responses.max(1)));
                let (tally, cross) = (Sums::default(), Sums::default());
                StratumSums { responses, population, weight, tally, cross }
            })
            .collect();
        for area in sums.iter().filter(|area| inside(area)) {
            let stratum = &mut strata[design.stratum(area)];
            stratum.tally.merge(&area.tally);
            stratum.cross.merge(&area.cross);
        }
        // A stratum without answers in the domain adds exactly nothing: all its z are 0.
        strata.retain(|stratum| stratum.tally.responses() > 0);
        Self { form, method, strata, items: NodePlaces::of(form).items }
    }

    /// The estimate of a node; `None` where nobody in the domain answered anything in it that counts.
    pub fn estimate(&self, node: usize) -> Option<Estimate> {
        let terms = self.linear_terms(node)?;
        let scale = TwoFloat::from(self.method.denominator);
        let se = if terms.is_incomplete {
            self.spread_of_items(&terms)
        } else {
            self.variance(&terms).max(0.0).sqrt()
        };
        let (n, value, se) = (terms.n, f64::from(terms.value / scale), se / f64::from(scale));
        // What is left of differences that cancel is no error of sampling.
        let se = if se < LEAST_SE { 0.0 } else { se };
        let open = self.open_fraction();
        let is_census = open == 0.0;
        let interval = match n {
            _ if is_census => Some(Interval { low: value, high: value }),
            1 => None,
            _ => Some(damped_wilson(value, se, to_f64(n), open)),
        };
        Some(Estimate { n, value, se, interval, is_census, missing_items: terms.missing_items })
    }

    /// θ of a node and the coefficients of its z; `None` where nothing counts in it.
    fn linear_terms(&self, node: usize) -> Option<LinearTerms<'_>> {
        let parts = self.method.parts(&self.form.tree, node);
        let of_strata = |moments: &dyn Fn(&StratumSums, Part) -> PartMoments| -> Vec<NodeSums<'_>> {
            let side = 2 * self.method.groups().len();
            let of_stratum = |of| {
                let parts = parts.iter().map(|(part, _)| moments(of, *part)).collect();
                NodeSums { of, parts, side }
            };
            self.strata.iter().map(of_stratum).collect()
        };
        let mut strata = of_strata(&|stratum, part| stratum.whole(self, part));
        let by_items = of_strata(&|stratum, part| stratum.by_items(self, part));
        let is_incomplete = strata.iter().zip(&by_items).any(|(whole, by_items)| {
            (0..parts.len()).any(|part| whole.first(part).1 != by_items.first(part).1)
        });
        let of_items = self.item_counts(node);
        let whole: i128 = self.strata.iter().map(|s| s.tally.node(self.form, node).n).sum();
        let n = of_items.iter().copied().max().unwrap_or(0).max(whole);
        if is_incomplete {
            strata = by_items;
        }
        let zero = TwoFloat::from(0.0);
        let totals: Vec<(TwoFloat, TwoFloat)> = (0..parts.len())
            .map(|p| {
                strata.iter().fold((zero, zero), |(s, m), stratum| {
                    let (first, weight) = (stratum.first(p), stratum.of.weight);
                    (s + weight * TwoFloat::from(first.0), m + weight * TwoFloat::from(first.1))
                })
            })
            .collect();
        let answered = |p: usize| f64::from(totals[p].1) > 0.0;
        let missing_items = of_items.iter().filter(|n| **n == 0).count();
        let weight_sum: TwoFloat = (0..parts.len())
            .filter(|p| answered(*p))
            .map(|p| TwoFloat::from(parts[p].1))
            .fold(zero, |a, b| a + b);
        if f64::from(weight_sum) <= 0.0 {
            return None;
        }
        let mut value = zero;
        let mut on: Vec<(TwoFloat, TwoFloat)> = Vec::with_capacity(parts.len());
        for p in 0..parts.len() {
            let (s, m) = totals[p];
            if !answered(p) {
                on.push((zero, zero));
                continue;
            }
            let lambda = TwoFloat::from(parts[p].1) / weight_sum;
            let ratio = s / m;
            value += lambda * ratio;
            on.push((lambda / m, zero - lambda * ratio / m));
        }
        let items = parts.iter().map(|(part, _)| self.items_of(*part)).collect();
        Some(LinearTerms { n, value, on, strata, items, is_incomplete, missing_items })
    }

    fn node_of(&self, part: Part) -> usize {
        match part {
            Part::Node(node) => node,
            Part::Group(group) => self.method.groups()[group],
        }
    }

    /// The items of a part, as positions in [`Tree::items`](crate::form::Tree).
    fn items_of(&self, part: Part) -> Range<usize> {
        self.form.tree.nodes[self.node_of(part)].items.clone()
    }

    /// How many answers to each item of a node count.
    fn item_counts(&self, node: usize) -> Vec<i128> {
        let n = |item: usize| self.strata.iter().map(|stratum| stratum.item(self, item).n).sum();
        self.form.tree.nodes[node].items.clone().map(n).collect()
    }

    /// V, before the scale.
    fn variance(&self, terms: &LinearTerms) -> f64 {
        let of_strata = terms.strata.iter().map(|stratum| stratum.variance(&terms.on));
        f64::from(of_strata.fold(TwoFloat::from(0.0), |a, b| a + b))
    }

    /// Σ_i √V_i over the items of a node, before the scale.
    fn spread_of_items(&self, terms: &LinearTerms) -> f64 {
        let mut sum = 0.0;
        for (on, items) in terms.on.iter().zip(&terms.items) {
            for item in items.clone() {
                let of_strata = self.strata.iter().map(|stratum| {
                    let moments = stratum.item(self, item);
                    stratum.variance(linear(&moments, *on), squares(&moments, *on))
                });
                let variance = f64::from(of_strata.fold(TwoFloat::from(0.0), |a, b| a + b));
                sum += variance.max(0.0).sqrt();
            }
        }
        sum
    }

    /// f = 1 − Σn_h/ΣN_h over the strata that the domain touches, n_h at most N_h; 1 where no population is known.
    fn open_fraction(&self) -> f64 {
        let (mut asked, mut all) = (0, 0);
        for StratumSums { responses, population, .. } in &self.strata {
            let Some(population) = population.map(i128::from) else { return 1.0 };
            asked += (*responses).min(population);
            all += population;
        }
        if all == 0 { 1.0 } else { to_f64(all - asked) / to_f64(all) }
    }

    /// How the answers of an item (a position in [`Tree::items`](crate::form::Tree)) fall on the levels of its scale:
    /// fractions of Σw of the answers that count, from the lowest score to the highest; they sum to 1. Answers without
    /// an opinion do not count. `None` where nobody in the domain answered it.
    pub fn shares(&self, item: usize) -> Option<Vec<f64>> {
        let cell = self.form.cells.iter().position(|cell| cell.item == Some(item))?;
        let mut weights = vec![TwoFloat::from(0.0); self.form.cells[cell].choices().len()];
        for stratum in &self.strata {
            for (weight, (_, w)) in weights.iter_mut().zip(stratum.tally.histogram(self.form, cell)) {
                *weight += stratum.weight * TwoFloat::from(w);
            }
        }
        let levels = self.form.tree.items[item].levels();
        let all: TwoFloat = levels.iter().fold(TwoFloat::from(0.0), |sum, level| sum + weights[*level]);
        let of_all = |level: &usize| f64::from(weights[*level] / all);
        (f64::from(all) > 0.0).then(|| levels.iter().map(of_all).collect())
    }
}

/// Standard errors below this (fractions) are rounding, not sampling.
const LEAST_SE: f64 = 1e-12;

/// Wilson's interval of θ on a damped effective sample size, for any mean of scores in [0, 1]:
/// θ' = (nθ + ½)/(n + 1), n_eff = θ'(1 − θ') / (se² + f·((1 − θ')² + θ'²)/(2(n + 1)²)), with the respondents n of the node
/// and the fraction f of the population that was not asked.
///
/// The second term of the denominator is what one answer more on either side would add: where all answers agree se is 0, and
/// they still do not prove that everybody agrees. Coverage by simulation: `tests/laws/coverage.rs`.
fn damped_wilson(value: f64, se: f64, n: f64, open: f64) -> Interval {
    let damped = (n * value + 0.5) / (n + 1.0);
    let one_more = ((1.0 - damped).powi(2) + damped * damped) / (2.0 * (n + 1.0).powi(2));
    wilson(value, damped * (1.0 - damped) / (se * se + open * one_more))
}

/// Wilson's score interval (1927) for a share `p` of `n`; 93 of 100 give 86.25–96.57 %.
fn wilson(p: f64, n: f64) -> Interval {
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // At the ends rounding would leave 1 − 10⁻¹⁶ where the formula gives 1.
    let low = if p <= 0.0 { 0.0 } else { centre - half };
    let high = if p >= 1.0 { 1.0 } else { centre + half };
    Interval { low: low.clamp(0.0, 1.0), high: high.clamp(0.0, 1.0) }
}

fn to_f64(n: i128) -> f64 {
    f64::from(TwoFloat::from(n))
}

/// What a stratum brings to a domain: the sums of its part of it.
#[derive(Debug)]
struct StratumSums {
    /// n_h, every response of the stratum.
    responses: i128,
    /// N_h.
    population: Option<u64>,
    /// N_h/n_h, or 1.
    weight: TwoFloat,
    tally: Sums,
    cross: Sums,
}

/// θ of a node, and z as a combination of the sums of its parts.
struct LinearTerms<'a> {
    /// Respondents who answered something in it.
    n: i128,
    /// θ, before the scale.
    value: TwoFloat,
    /// The coefficients of z on (w·s_p, w·m_p).
    on: Vec<(TwoFloat, TwoFloat)>,
    strata: Vec<NodeSums<'a>>,
    /// The items of each part.
    items: Vec<Range<usize>>,
    is_incomplete: bool,
    missing_items: usize,
}

/// What a stratum brings to one node.
struct NodeSums<'a> {
    of: &'a StratumSums,
    /// Moments of the parts, one node or several groups.
    parts: Vec<PartMoments>,
    /// Components of the cross moments.
    side: usize,
}

enum PartMoments {
    Node(Moments),
    Group(usize),
    /// Σw·s and Σw·m of the items of a part, where that is all that counts.
    Items(i128, i128),
}

impl StratumSums {
    /// What it brings to a part.
    fn whole(&self, domain: &Estimator, part: Part) -> PartMoments {
        match part {
            Part::Node(node) => PartMoments::Node(self.tally.node(domain.form, node)),
            Part::Group(group) => PartMoments::Group(group),
        }
    }

    /// What the items of a part bring to it.
    fn by_items(&self, domain: &Estimator, part: Part) -> PartMoments {
        let items = domain.items_of(part).map(|item| self.item(domain, item));
        let (s, m) = items.fold((0, 0), |(s, m), item| (s + item.ws, m + item.wm));
        PartMoments::Items(s, m)
    }

    /// The moments of an item.
    fn item(&self, domain: &Estimator, item: usize) -> Moments {
        self.tally.at_place(&domain.items[item])
    }

    /// (1 − n/N) · n/(n−1) · (Σz² − (Σz)²/n); for n = 1 (1 − 1/N) · z². Σz and Σz² are before the stratum's weight.
    fn variance(&self, sum: TwoFloat, squares: TwoFloat) -> TwoFloat {
        let zero = TwoFloat::from(0.0);
        let Self { responses, population, weight, .. } = *self;
        if population.is_some_and(|of| responses >= i128::from(of)) {
            return zero;
        }
        let n = TwoFloat::from(responses);
        let fraction = population.map_or(zero, |of| n / TwoFloat::from(of));
        let (sum, squares) = (sum * weight, squares * weight * weight);
        let open = TwoFloat::from(1.0) - fraction;
        if responses == 1 {
            return open * squares;
        }
        open * n / (n - TwoFloat::from(1.0)) * (squares - sum * sum / n)
    }
}

/// Σz of one part, whose coefficients are `on`.
fn linear(m: &Moments, (on_s, on_m): (TwoFloat, TwoFloat)) -> TwoFloat {
    on_s * TwoFloat::from(m.ws) + on_m * TwoFloat::from(m.wm)
}

/// Σz² of one part, whose coefficients are `on`.
fn squares(m: &Moments, (on_s, on_m): (TwoFloat, TwoFloat)) -> TwoFloat {
    let two = TwoFloat::from(2.0);
    on_s * on_s * TwoFloat::from(m.w2ss)
        + two * on_s * on_m * TwoFloat::from(m.w2ms)
        + on_m * on_m * TwoFloat::from(m.w2mm)
}

impl NodeSums<'_> {
    /// Σw·s and Σw·m of a part, before the stratum's weight.
    fn first(&self, part: usize) -> (i128, i128) {
        match &self.parts[part] {
            PartMoments::Node(m) => (m.ws, m.wm),
            PartMoments::Items(s, m) => (*s, *m),
            PartMoments::Group(g) => (self.of.cross.cross_first(2 * g), self.of.cross.cross_first(2 * g + 1)),
        }
    }

    /// Of a node that is complete.
    fn variance(&self, on: &[(TwoFloat, TwoFloat)]) -> TwoFloat {
        let mut sum = TwoFloat::from(0.0);
        for (p, (on_s, on_m)) in on.iter().enumerate() {
            let (s, m) = self.first(p);
            sum += *on_s * TwoFloat::from(s) + *on_m * TwoFloat::from(m);
        }
        self.of.variance(sum, self.squares(on))
    }

    /// Σz² before the stratum's weight.
    fn squares(&self, on: &[(TwoFloat, TwoFloat)]) -> TwoFloat {
        if let [PartMoments::Node(m)] = self.parts.as_slice() {
            return squares(m, on[0]);
        }
        let two = TwoFloat::from(2.0);
        let mut coefficient = vec![TwoFloat::from(0.0); self.side];
        for (part, (on_s, on_m)) in self.parts.iter().zip(on) {
            if let PartMoments::Group(g) = part {
                (coefficient[2 * g], coefficient[2 * g + 1]) = (*on_s, *on_m);
            }
        }
        let used: Vec<usize> = (0..self.side).filter(|i| f64::from(coefficient[*i]) != 0.0).collect();
        let mut squares = TwoFloat::from(0.0);
        for (k, &i) in used.iter().enumerate() {
            for &j in &used[k..] {
                let twice = if i == j { TwoFloat::from(1.0) } else { two };
                let moment = TwoFloat::from(self.of.cross.cross_second(self.side, i, j));
                squares += twice * coefficient[i] * coefficient[j] * moment;
            }
        }
        squares
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_of_93_in_100_is_the_published_interval() {
        let interval = wilson(0.93, 100.0);
        assert!(
            (interval.low - 0.862_5).abs() < 5e-5 && (interval.high - 0.965_7).abs() < 5e-5,
            "{interval:?}"
        );
        assert_eq!(wilson(1.0, 20.0).high, 1.0);
        assert_eq!(wilson(0.0, 20.0).low, 0.0);
    }

    #[test]
    fn answers_that_agree_are_no_point_and_a_sample_near_its_population_nearly_is() {
        // Ten of ten on an open code: n_eff is 14.3 where se is 0.
        let all = damped_wilson(1.0, 0.0, 10.0, 1.0);
        assert!((0.70..0.85).contains(&all.low) && all.high == 1.0, "{all:?}");
        let none = damped_wilson(0.0, 0.0, 10.0, 1.0);
        assert!((none.high - (1.0 - all.low)).abs() < 1e-12 && none.low == 0.0, "{none:?}");
        let nearly = damped_wilson(1.0, 0.0, 10.0, 0.01);
        assert!(nearly.low > 0.98, "{nearly:?}");
        // Far from the ends it is Wald's: 80 % with se 2 points.
        let middle = damped_wilson(0.8, 0.02, 400.0, 1.0);
        assert!((middle.low - 0.757_8).abs() < 1e-3 && (middle.high - 0.836_2).abs() < 1e-3, "{middle:?}");
    }
}
