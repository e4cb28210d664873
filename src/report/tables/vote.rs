//! The whole table votes on what its rows mean.
//!
//! Each row brings its candidates; a certain row brings one. Sums over rows (outcomes add up to their
//! total, received and carried in balance concluded and carried out) strike out candidates that are part
//! of no filling of the whole table. Exact: partial sums are carried forward through the rows, then back.
//! Bounded: over `MOST_STATES` partial sums, or where no filling fits at all because the publisher
//! slipped, nothing is struck out and each row stands by itself.

use std::collections::HashSet;

use super::super::forms::{Identity, IdentityKind};
use super::solve::{self, Candidate};

/// Partial sums kept at once.
const MOST_STATES: usize = 50_000;

/// Strikes out candidates that no filling of the table contains. `rows` holds, for each row of the form,
/// its candidates; `None` for a row that nothing is known about, whose sums then prove nothing. A row
/// that does not stand in the table has one candidate of zeros. Returns whether anything was struck out.
pub fn strike_out(rows: &mut [Option<Vec<Candidate>>], identities: &[Identity], columns: usize) -> bool {
    let before: usize = rows.iter().flatten().map(Vec::len).sum();
    let sums: Vec<&Identity> = identities.iter().filter(|i| i.kind == IdentityKind::AcrossRows).collect();
    // A sum may settle rows of another: go round until nothing changes.
    loop {
        let size: usize = rows.iter().flatten().map(Vec::len).sum();
        for identity in &sums {
            let members = identity.total.iter().chain(&identity.addends);
            if members.clone().any(|&m| rows[m].is_none()) {
                continue;
            }
            if let Some(kept) = viable(rows, identity, columns) {
                for (&member, keep) in members.zip(kept) {
                    if let Some(candidates) = &mut rows[member] {
                        let mut keep = keep.into_iter();
                        candidates.retain(|_| keep.next().unwrap_or(true));
                    }
                }
            }
        }
        let now: usize = rows.iter().flatten().map(Vec::len).sum();
        if now == size {
            return now < before;
        }
    }
}

/// The rows of the sums over rows that hold: with some of the candidates, or in the column of totals, whose
/// figures the candidates of each row agree on. A sum of which no row is `seen` proves nothing.
pub fn borne_out(
    rows: &[Option<Vec<Candidate>>],
    identities: &[Identity],
    columns: usize,
    totals: Option<usize>,
    seen: impl Fn(usize) -> bool,
) -> HashSet<usize> {
    let total = |rows_of_sum: &[usize]| -> Option<f64> {
        let of_row = |&row: &usize| *solve::agreed(rows[row].as_deref()?, columns).get(totals?)?;
        rows_of_sum.iter().map(of_row).sum()
    };
    let holds = |identity: &&Identity| {
        let members = || identity.total.iter().chain(&identity.addends);
        // The totals' column alone may bear a sum out. Members of other sums are columns, and no rows to look up.
        let in_totals = || total(&identity.total).is_some_and(|whole| total(&identity.addends) == Some(whole));
        identity.kind == IdentityKind::AcrossRows
            && members().all(|&m| rows[m].is_some())
            && members().any(|&m| seen(m))
            && (in_totals() || viable(rows, identity, columns).is_some())
    };
    let sums = identities.iter().filter(holds);
    sums.flat_map(|identity| identity.total.iter().chain(&identity.addends).copied()).collect()
}

/// For each member of a sum, totals first, which of its candidates are part of a filling that adds up;
/// `None` where none does or there are too many.
fn viable(rows: &[Option<Vec<Candidate>>], identity: &Identity, columns: usize) -> Option<Vec<Vec<bool>>> {
    let members: Vec<Vec<Vec<i64>>> = identity
        .total
        .iter()
        .map(|&m| (-1, m))
        .chain(identity.addends.iter().map(|&m| (1, m)))
        .map(|(sign, m)| {
            let candidates = rows[m].as_ref()?;
            candidates.iter().map(|c| integers(c, sign)).collect::<Option<_>>()
        })
        .collect::<Option<_>>()?;
    // What the members still to come can add to a sum at least and at most, column by column: a partial sum that
    // they cannot bring to zero is part of no filling.
    let mut reach = vec![(vec![0; columns], vec![0; columns])];
    for candidates in members.iter().rev() {
        let (least, most) = reach.last()?;
        let of_column = |column: usize, best: fn(i64, i64) -> i64| candidates.iter().map(|c| c[column]).reduce(best);
        let lower: Option<Vec<i64>> = (0..columns).map(|c| Some(least[c] + of_column(c, i64::min)?)).collect();
        let upper: Option<Vec<i64>> = (0..columns).map(|c| Some(most[c] + of_column(c, i64::max)?)).collect();
        reach.push((lower?, upper?));
    }
    reach.pop();
    let mut forward: Vec<HashSet<Vec<i64>>> = vec![HashSet::from([vec![0; columns]])];
    for candidates in &members {
        let last = forward.last()?;
        let (least, most) = reach.pop()?;
        let can_end = |sum: &[i64]| (0..columns).all(|c| sum[c] + least[c] <= 0 && 0 <= sum[c] + most[c]);
        let mut next = HashSet::with_capacity(last.len() * candidates.len().min(8));
        for state in last {
            for candidate in candidates {
                let sum = add(state, candidate);
                if can_end(&sum) {
                    next.insert(sum);
                }
                if next.len() > MOST_STATES {
                    return None;
                }
            }
        }
        forward.push(next);
    }
    let mut good: HashSet<Vec<i64>> = HashSet::from([vec![0; columns]]);
    if !forward.last()?.contains(&vec![0; columns]) {
        return None;
    }
    let mut kept: Vec<Vec<bool>> = members.iter().map(|c| vec![false; c.len()]).collect();
    for (at, candidates) in members.iter().enumerate().rev() {
        let mut earlier = HashSet::new();
        for state in &forward[at] {
            for (number, candidate) in candidates.iter().enumerate() {
                if good.contains(&add(state, candidate)) {
                    kept[at][number] = true;
                    earlier.insert(state.clone());
                }
            }
        }
        good = earlier;
    }
    Some(kept)
}

fn add(a: &[i64], b: &[i64]) -> Vec<i64> {
    a.iter().zip(b).map(|(x, y)| x + y).collect()
}

/// A candidate as signed integers; `None` where it holds a fraction, which no table of counts has.
fn integers(candidate: &Candidate, sign: i64) -> Option<Vec<i64>> {
    candidate
        .iter()
        .map(|c| {
            let value = c.unwrap_or(0.0);
            (value.fract() == 0.0 && value.abs() < 1e15).then_some(sign * value as i64)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::forms::Forms;

    fn sum_of_rows(total: usize, addends: &[usize]) -> Identity {
        Identity { check: "outcome_sum", kind: IdentityKind::AcrossRows, total: vec![total], addends: addends.to_vec() }
    }

    fn row(candidates: &[[f64; 2]]) -> Option<Vec<Candidate>> {
        Some(candidates.iter().map(|c| c.map(Some).to_vec()).collect())
    }

    #[test]
    fn a_sum_bears_its_rows_out_where_it_holds() {
        let sums = [sum_of_rows(0, &[1, 2])];
        let zeros = || row(&[[0.0, 0.0]]);
        let open = || row(&[[1.0, 3.0], [2.0, 3.0]]);
        let all = HashSet::from([0, 1, 2]);
        assert_eq!(borne_out(&[open(), open(), zeros()], &sums, 2, Some(1), |_| true), all);
        assert_eq!(borne_out(&[row(&[[2.0, 4.0]]), open(), zeros()], &sums, 2, Some(1), |_| true), HashSet::new());
        // Without totals that all agree, some filling of the rows has to fit.
        assert_eq!(borne_out(&[row(&[[2.0, 3.0]]), open(), zeros()], &sums, 2, None, |_| true), all);
        assert_eq!(borne_out(&[row(&[[5.0, 3.0]]), open(), zeros()], &sums, 2, None, |_| true), HashSet::new());
        assert_eq!(borne_out(&[open(), None, zeros()], &sums, 2, Some(1), |_| true), HashSet::new());
        assert_eq!(borne_out(&[zeros(), zeros(), zeros()], &sums, 2, Some(1), |_| false), HashSet::new());
    }

    #[test]
    fn a_column_decides_between_readings_of_a_row() {
        let mut rows = vec![row(&[[3.0, 0.0], [0.0, 3.0]]), row(&[[1.0, 1.0]]), row(&[[4.0, 1.0]])];
        assert!(strike_out(&mut rows, &[sum_of_rows(2, &[0, 1])], 2));
        assert_eq!(rows[0], row(&[[3.0, 0.0]]));
    }

    #[test]
    fn readings_that_fit_equally_all_stay() {
        let open = [[1.0, 0.0], [0.0, 1.0]];
        let mut rows = vec![row(&open), row(&open), row(&[[1.0, 1.0]])];
        assert!(!strike_out(&mut rows, &[sum_of_rows(2, &[0, 1])], 2));
        assert_eq!(rows[0].as_ref().map(Vec::len), Some(2));
    }

    #[test]
    fn a_publishers_slip_strikes_nothing_out() {
        let mut rows = vec![row(&[[3.0, 0.0], [0.0, 3.0]]), row(&[[9.0, 9.0]])];
        assert!(!strike_out(&mut rows, &[sum_of_rows(1, &[0])], 2));
        assert_eq!(rows[0].as_ref().map(Vec::len), Some(2));
    }

    #[test]
    fn a_row_that_nobody_knows_proves_nothing() {
        let mut rows = vec![row(&[[3.0, 0.0], [0.0, 3.0]]), None, row(&[[3.0, 0.0]])];
        assert!(!strike_out(&mut rows, &[sum_of_rows(2, &[0, 1])], 2));
    }

    #[test]
    fn sums_over_columns_are_none_over_rows() {
        let forms = Forms::builtin().unwrap();
        let reviews = forms.table_by_code("reviews").unwrap();
        let rows = vec![Some(vec![vec![Some(0.0); reviews.columns.len()]]); reviews.rows.len()];
        assert!(borne_out(&rows, &reviews.identities, reviews.columns.len(), Some(4), |_| true).is_empty());
    }
}
