//! Estimates with their linearised standard errors, from tallies alone.
//!
//! With leaf groups g of a node, λ_g their normalised weights, M_g = Σw·m_g, S_g = Σw·s_g and R_g = S_g/M_g:
//! θ = Σ λ_g·R_g, and by Taylor linearisation over respondents (Särndal, Swensson & Wretman 1992, §5.6; what R's
//! `survey` computes) z = w·Σ_g λ_g (s_g − R_g·m_g)/M_g, zero outside the domain, and
//! V = Σ_h (1 − n_h/N_h) · n_h/(n_h − 1) · Σ_i (z_i − z̄_h)².
//! Everything is evaluated in double-double arithmetic, so that what cancels exactly (p = 0, p = 1) is exactly 0.

use super::{AreaSums, Design, Method, Sums, UNIT_WEIGHT, method::Part, sums::Moments};
use crate::form::Form;
use serde::{Deserialize, Serialize};
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
    /// 95 % interval within [0, 1].
    pub interval: Interval,
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
    /// Nobody is weighted and no population is known, as far as the design goes.
    plain: bool,
    strata: Vec<StratumSums>,
}

impl<'a> Estimator<'a> {
    /// Merges the sums of the areas inside the domain, stratum by stratum.
    pub fn new(
        form: &'a Form,
        method: &'a Method,
        design: &Design,
        sums: &[AreaSums],
        inside: impl Fn(usize, usize) -> bool,
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
        for area in sums.iter().filter(|a| inside(a.agency, a.service_area)) {
            let stratum = &mut strata[design.stratum(area)];
            stratum.tally.merge(&area.tally);
            stratum.cross.merge(&area.cross);
        }
        // A stratum without answers in the domain adds exactly nothing: all its z are 0.
        strata.retain(|stratum| stratum.tally.responses() > 0);
        Self { form, method, plain: design.strata.is_empty(), strata }
    }

    /// The estimate of a node; `None` where nobody in the domain answered anything in it.
    pub fn estimate(&self, node: usize) -> Option<Estimate> {
        let parts = self.method.parts(&self.form.tree, node);
        let strata: Vec<NodeSums> = self.strata.iter().map(|s| s.of_node(self, node, &parts)).collect();
        let n: i128 = strata.iter().map(|s| s.own.n).sum();
        if n == 0 {
            return None;
        }
        let scale = TwoFloat::from(self.method.denominator);
        let totals: Vec<(TwoFloat, TwoFloat)> = (0..parts.len())
            .map(|p| {
                strata.iter().fold((TwoFloat::from(0.0), TwoFloat::from(0.0)), |(s, m), stratum| {
                    let (first, weight) = (stratum.first(p), stratum.of.weight);
                    (s + weight * TwoFloat::from(first.0), m + weight * TwoFloat::from(first.1))
                })
            })
            .collect();
        let answered = |p: usize| f64::from(totals[p].1) > 0.0;
        let weight_sum: TwoFloat = (0..parts.len())
            .filter(|p| answered(*p))
            .map(|p| TwoFloat::from(parts[p].1))
            .fold(TwoFloat::from(0.0), |a, b| a + b);
        if f64::from(weight_sum) <= 0.0 {
            return None;
        }
        let mut value = TwoFloat::from(0.0);
        // The coefficients of z on (w·s_p, w·m_p).
        let mut on: Vec<(TwoFloat, TwoFloat)> = Vec::with_capacity(parts.len());
        for p in 0..parts.len() {
            let (s, m) = totals[p];
            if !answered(p) {
                on.push((TwoFloat::from(0.0), TwoFloat::from(0.0)));
                continue;
            }
            let lambda = TwoFloat::from(parts[p].1) / weight_sum;
            let ratio = s / m;
            value += lambda * ratio;
            on.push((lambda / m, TwoFloat::from(0.0) - lambda * ratio / m));
        }
        let mut variance = TwoFloat::from(0.0);
        for stratum in &strata {
            variance += stratum.variance(&on);
        }
        let value = f64::from(value / scale);
        let se = f64::from(variance).max(0.0).sqrt() / f64::from(scale);
        let one_item = self.form.tree.nodes[node].items.len() == 1;
        let interval = if one_item && self.method.definition.scoring == super::Scoring::Top2 {
            let plain = self.plain && strata.iter().all(|s| s.own.unweighted());
            wilson(value, effective_n(value, se, n, plain))
        } else {
            Interval { low: (value - Z * se).clamp(0.0, 1.0), high: (value + Z * se).clamp(0.0, 1.0) }
        };
        Some(Estimate { n, value, se, interval })
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

/// n for Wilson: the respondents, or with weights or finite populations the n that gives this standard error.
fn effective_n(p: f64, se: f64, n: i128, plain: bool) -> f64 {
    // Where everybody was asked se is 0 and n infinite: the share is known.
    if plain || p <= 0.0 || p >= 1.0 { to_f64(n) } else { p * (1.0 - p) / (se * se) }
}

/// Wilson's score interval (1927) for a share `p` of `n`; 93 of 100 give 86.25–96.57 %.
fn wilson(p: f64, n: f64) -> Interval {
    if n.is_infinite() {
        return Interval { low: p, high: p };
    }
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

/// What a stratum brings to one node.
struct NodeSums<'a> {
    of: &'a StratumSums,
    /// Moments of the node, for n.
    own: Moments,
    /// Moments of the parts, one node or several groups.
    parts: Vec<PartMoments>,
    /// Components of the cross moments.
    side: usize,
}

enum PartMoments {
    Node(Moments),
    Group(usize),
}

impl StratumSums {
    fn of_node(&self, domain: &Estimator, node: usize, parts: &[(Part, f64)]) -> NodeSums<'_> {
        let moments = |part: &Part| match part {
            Part::Node(node) => PartMoments::Node(self.tally.node(domain.form, *node)),
            Part::Group(group) => PartMoments::Group(*group),
        };
        NodeSums {
            of: self,
            own: self.tally.node(domain.form, node),
            parts: parts.iter().map(|(part, _)| moments(part)).collect(),
            side: 2 * domain.method.groups().len(),
        }
    }
}

impl NodeSums<'_> {
    /// Σw·s and Σw·m of a part, before the stratum's weight.
    fn first(&self, part: usize) -> (i128, i128) {
        match &self.parts[part] {
            PartMoments::Node(m) => (m.ws, m.wm),
            PartMoments::Group(g) => (self.of.cross.cross_first(2 * g), self.of.cross.cross_first(2 * g + 1)),
        }
    }

    /// (1 − n/N) · n/(n−1) · (Σz² − (Σz)²/n); for n = 1 (1 − 1/N) · z².
    fn variance(&self, on: &[(TwoFloat, TwoFloat)]) -> TwoFloat {
        let zero = TwoFloat::from(0.0);
        let StratumSums { responses, population, weight, .. } = *self.of;
        if population.is_some_and(|of| responses >= i128::from(of)) {
            return zero;
        }
        let n = TwoFloat::from(responses);
        let fraction = population.map_or(zero, |of| n / TwoFloat::from(of));
        let mut sum = zero;
        for (p, (on_s, on_m)) in on.iter().enumerate() {
            let (s, m) = self.first(p);
            sum += *on_s * TwoFloat::from(s) + *on_m * TwoFloat::from(m);
        }
        let (sum, squares) = (sum * weight, self.squares(on) * weight * weight);
        let open = TwoFloat::from(1.0) - fraction;
        if responses == 1 {
            return open * squares;
        }
        open * n / (n - TwoFloat::from(1.0)) * (squares - sum * sum / n)
    }

    /// Σz² before the stratum's weight.
    fn squares(&self, on: &[(TwoFloat, TwoFloat)]) -> TwoFloat {
        let two = TwoFloat::from(2.0);
        if let [PartMoments::Node(m)] = self.parts.as_slice() {
            let (a, b) = on[0];
            return a * a * TwoFloat::from(m.w2ss)
                + two * a * b * TwoFloat::from(m.w2ms)
                + b * b * TwoFloat::from(m.w2mm);
        }
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

impl Moments {
    /// Whether everybody in it weighs 1; meant for nodes of one item.
    fn unweighted(&self) -> bool {
        let unit = i128::from(UNIT_WEIGHT);
        self.wm == self.n * unit && self.w2mm == self.n * unit * unit
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
        assert_eq!(wilson(0.4, effective_n(0.4, 0.0, 5, false)), Interval { low: 0.4, high: 0.4 });
        assert_eq!(wilson(1.0, 20.0).high, 1.0);
        assert_eq!(wilson(0.0, 20.0).low, 0.0);
    }
}
