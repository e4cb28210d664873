//! Cells between pipes may have slipped: one was lost, and an empty one added in another place. What the sums of the form
//! say of their places.

use super::super::Status;
use super::page::Page;
use super::sequence::Outcome;
use super::solve::{self, Candidate};

/// Whether the sums of a row bear out the places of its cells; without a sum, all must be figures.
pub fn is_proved(page: &Page<'_>, columns: &[usize], cells: &[Outcome]) -> bool {
    let values: Candidate = cells.iter().map(|cell| cell.value).collect();
    let sums = solve::groups(&page.table.identities, columns, 1);
    let is_full = || cells.iter().all(|cell| cell.status == Status::Reported);
    sums.iter().all(|sum| is_borne_out(cells, &values, sum)) && (!sums.is_empty() || is_full())
}

/// Whether cells between pipes, an empty one among them, contradict a total that is shown: a cell may have been lost, and
/// the empty one added in another place. Cells of `rows` rows.
pub fn is_refuted(page: &Page<'_>, columns: &[usize], rows: usize, cells: &[Outcome]) -> bool {
    let items = &page.stream.items;
    let is_piped = |at: usize| items[at].walled && (items[at].table.is_none() || items[at].drawn);
    let has_gap = cells.iter().any(|cell| cell.status == Status::Blank);
    if !has_gap || !cells.iter().filter_map(|cell| cell.item).all(is_piped) {
        return false;
    }
    let values: Candidate = cells.iter().map(|cell| cell.value).collect();
    let sums = solve::groups(&page.table.identities, columns, rows);
    // A total by itself is one: nothing of it was told.
    let is_told = |(total, addends): &&solve::Group| {
        total.iter().all(|&cell| values[cell].is_some()) && addends.iter().any(|&cell| values[cell].is_some())
    };
    sums.iter().filter(is_told).any(|sum| !solve::holds(&values, sum))
}

/// Whether a row's sum holds; an empty total proves nothing, but then all other cells must be seen, and the last of
/// them must not be their total moved one place to the front.
fn is_borne_out(cells: &[Outcome], values: &Candidate, sum: &solve::Group) -> bool {
    let (total, addends) = sum;
    if total.iter().any(|&cell| values[cell].is_some()) {
        return solve::holds(values, sum);
    }
    let seen = addends.iter().all(|&cell| cells[cell].status == Status::Reported);
    let last = addends.iter().max().and_then(|&cell| values[cell]).unwrap_or(0.0);
    let all: f64 = addends.iter().filter_map(|&cell| values[cell]).sum();
    seen && (all == 0.0 || last * 2.0 != all)
}
