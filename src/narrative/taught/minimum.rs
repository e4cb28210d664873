//! Logistic regression by the limited-memory BFGS method.

use std::collections::VecDeque;

/// Steps remembered.
const MEMORY: usize = 10;
/// Steps made at most.
const MOST_STEPS: usize = 300;
/// The gradient is small enough beside the first one.
const SMALL: f64 = 1e-4;
/// Share of the promised descent that a step must reach (Armijo's condition).
const DESCENT: f64 = 1e-4;
/// Times that a step is halved before the search is given up.
const MOST_HALVINGS: usize = 40;

/// The weights w, and the bias behind them, that minimise ½|w|² + cost · Σ ln(1 + exp(−y · (w·x + b))) over sparse rows x
/// of so many columns; y is 1 where `carries` says so, else −1. The bias is not held down.
pub(super) fn logistic(rows: &[Vec<(u32, f64)>], carries: &[bool], columns: usize, cost: f64) -> Vec<f64> {
    let mut at = vec![0.0; columns + 1];
    let (mut value, mut slope) = objective(rows, carries, &at, cost);
    let enough = SMALL * norm(&slope);
    let mut past: VecDeque<Step> = VecDeque::with_capacity(MEMORY);
    for _ in 0..MOST_STEPS {
        if norm(&slope) <= enough {
            break;
        }
        let direction = downhill(&slope, &past);
        let promised = dot(&direction, &slope);
        let mut length = if past.is_empty() { 1.0 / norm(&slope) } else { 1.0 };
        let found = (0..MOST_HALVINGS).find_map(|_| {
            let next: Vec<f64> = at.iter().zip(&direction).map(|(a, d)| a + length * d).collect();
            let (lower, there) = objective(rows, carries, &next, cost);
            let is_lower = lower <= value + DESCENT * length * promised;
            length /= 2.0;
            is_lower.then_some((next, lower, there))
        });
        let Some((next, lower, there)) = found else { break };
        let moved: Vec<f64> = next.iter().zip(&at).map(|(n, a)| n - a).collect();
        let bent: Vec<f64> = there.iter().zip(&slope).map(|(n, s)| n - s).collect();
        let curvature = dot(&moved, &bent);
        if curvature > 0.0 {
            if past.len() == MEMORY {
                past.pop_front();
            }
            past.push_back(Step { moved, bent, curvature });
        }
        (at, value, slope) = (next, lower, there);
    }
    at
}

/// A step made: how far it went, by how much the gradient changed, and the product of both.
struct Step {
    moved: Vec<f64>,
    bent: Vec<f64>,
    curvature: f64,
}

/// The direction of steepest descent, corrected by what the last steps tell of the curvature (two-loop recursion).
fn downhill(slope: &[f64], past: &VecDeque<Step>) -> Vec<f64> {
    let mut direction: Vec<f64> = slope.iter().map(|s| -s).collect();
    let mut shares = Vec::with_capacity(past.len());
    for step in past.iter().rev() {
        let share = dot(&step.moved, &direction) / step.curvature;
        add(&mut direction, -share, &step.bent);
        shares.push(share);
    }
    if let Some(last) = past.back() {
        let scale = last.curvature / dot(&last.bent, &last.bent);
        direction.iter_mut().for_each(|d| *d *= scale);
    }
    for (step, share) in past.iter().zip(shares.into_iter().rev()) {
        let back = dot(&step.bent, &direction) / step.curvature;
        add(&mut direction, share - back, &step.moved);
    }
    direction
}

/// The value to be minimised, and its gradient.
fn objective(rows: &[Vec<(u32, f64)>], carries: &[bool], at: &[f64], cost: f64) -> (f64, Vec<f64>) {
    let Some((bias, weights)) = at.split_last() else { return (0.0, Vec::new()) };
    let mut slope: Vec<f64> = weights.to_vec();
    let (mut value, mut of_bias) = (dot(weights, weights) / 2.0, 0.0);
    for (row, &carries) in rows.iter().zip(carries) {
        let score = bias + row.iter().map(|&(column, x)| weights[column as usize] * x).sum::<f64>();
        let margin = if carries { score } else { -score };
        // ln(1 + exp(−m)) without overflow
        value += cost * ((-margin.abs()).exp().ln_1p() + (-margin).max(0.0));
        let pull = cost / (1.0 + margin.exp()) * if carries { -1.0 } else { 1.0 };
        for &(column, x) in row {
            slope[column as usize] += pull * x;
        }
        of_bias += pull;
    }
    slope.push(of_bias);
    (value, slope)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += factor * what);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two columns, told apart by the first; the gradient vanishes at the minimum.
    #[test]
    fn the_minimum_is_found() {
        let rows = [vec![(0, 1.0)], vec![(0, 0.8), (1, 0.6)], vec![(1, 1.0)], vec![(0, 0.1), (1, 0.9)]];
        let carries = [true, true, false, false];
        let found = logistic(&rows, &carries, 2, 10.0);
        let (lowest, slope) = objective(&rows, &carries, &found, 10.0);
        assert!(norm(&slope) < 1e-2, "{slope:?}");
        for column in 0..3 {
            for by in [-0.1, 0.1] {
                let mut near = found.clone();
                near[column] += by;
                assert!(objective(&rows, &carries, &near, 10.0).0 > lowest);
            }
        }
        assert!(found[0] > 0.0 && found[1] < 0.0);
    }

    /// With no column at all the bias alone says how often the label is carried.
    #[test]
    fn the_bias_is_the_share() {
        let found = logistic(&vec![Vec::new(); 4], &[true, false, false, false], 0, 1.0);
        assert!((found[0] - (1.0f64 / 3.0).ln()).abs() < 1e-3, "{found:?}");
    }
}
