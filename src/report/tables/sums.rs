//! Sums that bind the cells of a row, and ways to fill it that satisfy them.

use super::super::forms::{Identity, IdentityKind};

/// Most steps that are taken to fill a row before it is given up, each a cell filled or left empty: C(15,7) ways fit
/// with room.
pub const MOST_TRIED: usize = 600_000;

/// A sum that binds cells: positions of the totals and of the addends.
pub type Group = (Vec<usize>, Vec<usize>);

/// One way to fill a row; `None` is a cell that holds a mark for nothing.
pub type Candidate = Vec<Option<f64>>;

/// Whether a way to fill a row satisfies its sums.
pub fn holds(cells: &[Option<f64>], (total, addends): &Group) -> bool {
    let sum = |at: &[usize]| at.iter().filter_map(|&c| cells[c]).sum::<f64>();
    (sum(total) - sum(addends)).abs() < 1e-6
}

/// The groups of one row (or of a line of rows) from the table's identities over columns.
pub fn groups(identities: &[Identity], columns: &[usize], rows: usize) -> Vec<Group> {
    let mut groups = Vec::new();
    for row in 0..rows {
        for identity in identities.iter().filter(|i| i.kind == IdentityKind::AcrossColumns) {
            let at = |members: &[usize]| -> Option<Vec<usize>> {
                let position = |m: &usize| columns.iter().position(|c| c == m);
                members.iter().map(|m| position(m).map(|p| row * columns.len() + p)).collect()
            };
            if let (Some(total), Some(addends)) = (at(&identity.total), at(&identity.addends)) {
                groups.push((total, addends));
            }
        }
    }
    groups
}

/// The figure of each cell on which all candidates agree.
pub fn agreed(candidates: &[Candidate], cells: usize) -> Vec<Option<f64>> {
    let Some((first, rest)) = candidates.split_first() else { return vec![None; cells] };
    (0..cells).map(|c| first[c].filter(|_| rest.iter().all(|r| r[c] == first[c]))).collect()
}
