//! From readings to cells: the table's sums vote on what each row left open, and only what all remaining ways to fill a
//! row agree on is claimed.

use std::collections::HashSet;

use super::super::{Derivation, Status};
use super::page::Page;
use super::row::Read;
use super::sequence::{Outcome, Reading};
use super::solve::{self, Candidate, Figures};
use super::vote;

/// The cells of all rows, as far as the table as a whole allows to claim them.
pub fn settle(page: &Page<'_>, read: &[Read]) -> Vec<Vec<Outcome>> {
    let table = page.table;
    if !read.iter().any(|r| matches!(r.reading, Reading::Unsettled(_))) {
        return read.iter().map(|r| claim(&r.reading, r.columns.len(), None, None, false)).collect();
    }
    let mut alone: Vec<Option<Vec<Candidate>>> = read
        .iter()
        .map(|r| candidates(&r.reading, r.columns.len(), &solve::groups(&table.identities, &r.columns, 1)))
        .collect();
    give_up_pieces(read, &mut alone);
    let (together, borne_out) = vote(page, read, &alone);
    read.iter()
        .zip(alone.iter().zip(&together))
        .map(|(r, (by_row, by_table))| match &r.reading {
            // Cells were lost on this page, and here all of them: zeros, if a sum over rows bears that out. Text that
            // keeps its page's layout has lost none.
            Reading::Bare if !page.laid_out && borne_out.contains(&r.row) => {
                vec![Outcome::inferred(0.0, Derivation::TableSums); r.columns.len()]
            }
            reading => {
                let summed = !solve::groups(&table.identities, &r.columns, 1).is_empty();
                claim(reading, r.columns.len(), by_row.as_deref(), by_table.as_deref(), summed)
            }
        })
        .collect()
}

/// Where many rows of pieces cannot be joined to figures that add up, what is too much there are no pieces, and the others
/// were joined by chance.
fn give_up_pieces(read: &[Read], alone: &mut [Option<Vec<Candidate>>]) {
    const ONE_IN: usize = 4;
    let is_in_pieces = |r: &Read| matches!(r.reading, Reading::Unsettled(Figures::Pieces(_)));
    let rows: Vec<usize> = (0..read.len()).filter(|&at| is_in_pieces(&read[at])).collect();
    let unjoined = rows.iter().filter(|&&at| alone[at].is_none()).count();
    if unjoined * ONE_IN > rows.len() {
        rows.into_iter().for_each(|at| alone[at] = None);
    }
}

/// The candidates of each row read that are left when the table's sums over rows have voted, and the rows
/// of sums that hold.
fn vote(
    page: &Page<'_>,
    read: &[Read],
    alone: &[Option<Vec<Candidate>>],
) -> (Vec<Option<Vec<Candidate>>>, HashSet<usize>) {
    let table = page.table;
    let width = table.columns.len();
    if read.iter().any(|r| r.columns.len() != width) {
        return (alone.to_vec(), HashSet::new());
    }
    let stands = |row: usize| read.iter().position(|r| r.row == row);
    let mut rows: Vec<Option<Vec<Candidate>>> = table
        .rows
        .iter()
        .enumerate()
        .map(|(number, row)| match stands(number) {
            Some(at) => alone[at].clone(),
            // A row of another edition, or one that another edition's row stands for, is no part of the sum.
            None => {
                let on_form = page.edition.is_none_or(|e| row.columns.contains_key(&e));
                let replaced =
                    table.rows.iter().enumerate().any(|(n, r)| r.heads.contains(&number) && stands(n).is_some());
                (!on_form || replaced).then(|| vec![vec![Some(0.0); width]])
            }
        })
        .collect();
    vote::strike_out(&mut rows, &table.identities, width);
    let totals = table.whole_sum().and_then(|i| i.total.first().copied());
    let seen = |row: usize| read.iter().any(|r| r.row == row && !matches!(r.reading, Reading::Bare));
    let borne_out = vote::borne_out(&rows, &table.identities, width, totals, seen);
    (read.iter().map(|r| rows[r.row].take()).collect(), borne_out)
}

/// All ways to fill a row; `None` where nothing is known about it.
pub fn candidates(reading: &Reading, cells: usize, groups: &[solve::Group]) -> Option<Vec<Candidate>> {
    match reading {
        Reading::Placed { cells, .. } => {
            let known = cells.iter().all(|c| matches!(c.status, Status::Reported | Status::Blank));
            known.then(|| vec![cells.iter().map(|c| Some(c.value.unwrap_or(0.0))).collect()])
        }
        Reading::Empty | Reading::Bare => Some(vec![vec![Some(0.0); cells]]),
        Reading::Open => None,
        Reading::Unsettled(figures) => solve::candidates(figures, cells, groups).filter(|c| !c.is_empty()),
    }
}

/// The cells of one row: as placed, or where the candidates left agree.
pub fn claim(
    reading: &Reading,
    cells: usize,
    alone: Option<&[Candidate]>,
    together: Option<&[Candidate]>,
    summed: bool,
) -> Vec<Outcome> {
    match reading {
        Reading::Placed { cells, .. } => cells.clone(),
        Reading::Empty | Reading::Bare => vec![Outcome::open(Status::Blank); cells],
        Reading::Open => vec![Outcome::open(Status::Ambiguous); cells],
        Reading::Unsettled(_) => {
            let by_row = solve::agreed(alone.unwrap_or_default(), cells);
            let by_table = solve::agreed(together.unwrap_or_default(), cells);
            let zero = by_row.iter().all(|v| *v == Some(0.0));
            by_table
                .into_iter()
                .zip(by_row)
                .map(|(value, by_row)| {
                    let rule = match by_row {
                        Some(_) if zero => Derivation::AllZero,
                        Some(_) if summed => Derivation::RowSum,
                        Some(_) => Derivation::OnlyReading,
                        None => Derivation::TableSums,
                    };
                    value.map_or(Outcome::open(Status::Ambiguous), |v| Outcome::inferred(v, rule))
                })
                .collect()
        }
    }
}
