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
const Z: f64 = 1.959964;

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

/// Estimates a node of the index tree in a domain of (agency, service area) positions.
///
/// `None` where nobody in the domain answered anything in the node. `n_h` counts every response of a stratum, also
/// those outside the domain. Single-respondent strata are centred at the grand mean, as R's
/// `survey.lonely.psu = "adjust"`; strata with n_h ≥ N_h contribute nothing.
pub fn estimate(
    form: &Form,
    method: &Method,
    design: &Design,
    sums: &[AreaSums],
    domain: impl Fn(usize, usize) -> bool,
    node: usize,
) -> Option<Estimate> {
    let strata = strata(form, method, design, sums, domain, node);
    let n: i128 = strata.iter().map(|s| s.own.n).sum();
    if n == 0 {
        return None;
    }
    let parts = method.parts(&form.tree, node);
    let scale = TwoFloat::from(method.denominator);
    let totals: Vec<(TwoFloat, TwoFloat)> = (0..parts.len())
        .map(|p| {
            strata.iter().fold((TwoFloat::from(0.0), TwoFloat::from(0.0)), |(s, m), stratum| {
                let first = stratum.first(p);
                (s + stratum.weight * TwoFloat::from(first.0), m + stratum.weight * TwoFloat::from(first.1))
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
    let one_item = form.tree.nodes[node].items.len() == 1;
    let interval = if one_item && method.definition.scoring == super::Scoring::Top2 {
        let plain = design.strata.is_empty() && strata.iter().all(|s| s.own.unweighted());
        wilson(value, effective_n(value, se, n, plain))
    } else {
        Interval { low: (value - Z * se).clamp(0.0, 1.0), high: (value + Z * se).clamp(0.0, 1.0) }
    };
    Some(Estimate { n, value, se, interval })
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

/// What a stratum brings to one row: the sums of its part of the domain.
struct StratumSums {
    /// n_h, every response of the stratum.
    responses: i128,
    /// N_h.
    population: Option<u64>,
    /// N_h/n_h, or 1.
    weight: TwoFloat,
    /// Moments of the row's node, for n.
    own: Moments,
    /// Moments of the parts, one node or several groups.
    parts: Vec<PartMoments>,
    /// Cross moments, where there are several groups.
    cross: Option<(Sums, usize)>,
}

enum PartMoments {
    Node(Moments),
    Group(usize),
}

fn strata(
    form: &Form,
    method: &Method,
    design: &Design,
    sums: &[AreaSums],
    domain: impl Fn(usize, usize) -> bool,
    node: usize,
) -> Vec<StratumSums> {
    let responses = design.responses(sums);
    let parts = method.parts(&form.tree, node);
    let mut merged: Vec<(Sums, Sums)> = vec![(Sums::default(), Sums::default()); responses.len()];
    for area in sums.iter().filter(|a| domain(a.agency, a.service_area)) {
        let (tally, cross) = &mut merged[design.stratum(area)];
        tally.merge(&area.tally);
        if parts.len() > 1 {
            cross.merge(&area.cross);
        }
    }
    merged
        .into_iter()
        .zip(responses)
        .enumerate()
        .filter(|(_, (_, n))| *n > 0)
        .map(|(h, ((tally, cross), responses))| {
            let population = design.strata.get(h).map(|s| s.population);
            let weight =
                population.map_or(TwoFloat::from(1.0), |of| TwoFloat::from(of) / TwoFloat::from(responses));
            let moments = |part: &Part| match part {
                Part::Node(node) => PartMoments::Node(tally.node(form, *node)),
                Part::Group(group) => PartMoments::Group(*group),
            };
            StratumSums {
                responses,
                population,
                weight,
                own: tally.node(form, node),
                parts: parts.iter().map(|(part, _)| moments(part)).collect(),
                cross: (parts.len() > 1).then_some((cross, 2 * method.groups().len())),
            }
        })
        .collect()
}

impl StratumSums {
    /// Σw·s and Σw·m of a part, before the stratum's weight.
    fn first(&self, part: usize) -> (i128, i128) {
        match (&self.parts[part], &self.cross) {
            (PartMoments::Node(m), _) => (m.ws, m.wm),
            (PartMoments::Group(g), Some((cross, _))) => {
                (cross.cross_first(2 * g), cross.cross_first(2 * g + 1))
            }
            (PartMoments::Group(_), None) => (0, 0),
        }
    }

    /// (1 − n/N) · n/(n−1) · (Σz² − (Σz)²/n); for n = 1 (1 − 1/N) · z².
    fn variance(&self, on: &[(TwoFloat, TwoFloat)]) -> TwoFloat {
        let zero = TwoFloat::from(0.0);
        if self.population.is_some_and(|of| self.responses >= i128::from(of)) {
            return zero;
        }
        let n = TwoFloat::from(self.responses);
        let fraction = self.population.map_or(zero, |of| n / TwoFloat::from(of));
        let mut sum = zero;
        for (p, (on_s, on_m)) in on.iter().enumerate() {
            let (s, m) = self.first(p);
            sum += *on_s * TwoFloat::from(s) + *on_m * TwoFloat::from(m);
        }
        let (sum, squares) = (sum * self.weight, self.squares(on) * self.weight * self.weight);
        let open = TwoFloat::from(1.0) - fraction;
        if self.responses == 1 {
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
        let Some((cross, side)) = &self.cross else { return TwoFloat::from(0.0) };
        let mut coefficient = vec![TwoFloat::from(0.0); *side];
        for (part, (on_s, on_m)) in self.parts.iter().zip(on) {
            if let PartMoments::Group(g) = part {
                (coefficient[2 * g], coefficient[2 * g + 1]) = (*on_s, *on_m);
            }
        }
        let used: Vec<usize> = (0..*side).filter(|i| f64::from(coefficient[*i]) != 0.0).collect();
        let mut squares = TwoFloat::from(0.0);
        for (k, &i) in used.iter().enumerate() {
            for &j in &used[k..] {
                let twice = if i == j { TwoFloat::from(1.0) } else { two };
                let moment = TwoFloat::from(cross.cross_second(*side, i, j));
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
