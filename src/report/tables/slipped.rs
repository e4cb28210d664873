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

/// Whether cells between pipes contradict a total that is shown, and would not with the empty cell at one of their ends in
/// another place: a cell may have been lost, and that one added. Cells of `rows` rows.
pub fn is_refuted(page: &Page<'_>, columns: &[usize], rows: usize, cells: &[Outcome]) -> bool {
    let items = &page.stream.items;
    let is_piped = |at: usize| items[at].walled && (items[at].table.is_none() || items[at].drawn);
    let has_gap = cells.iter().any(|cell| cell.status == Status::Blank);
    if !has_gap || !cells.iter().filter_map(|cell| cell.item).all(is_piped) {
        return false;
    }
    let values: Candidate = cells.iter().map(|cell| cell.value).collect();
    let sums = solve::groups(&page.table.identities, columns, rows);
    let fails = |values: &Candidate| sums.iter().any(|sum| is_told(values, sum) && !solve::holds(values, sum));
    // Where no other place of the empty cell makes the sums hold, the publisher's own sum is wrong.
    let ends = [0, cells.len() - 1].into_iter().filter(|&end| cells[end].status == Status::Blank);
    let mut others = ends.flat_map(|end| (0..cells.len()).filter(move |&at| at != end).map(move |at| (end, at)));
    fails(&values)
        && others.any(|(end, at)| {
            let mut moved = values.clone();
            let gap = moved.remove(end);
            moved.insert(at, gap);
            !fails(&moved)
        })
}

/// Whether a total is shown, and something of what it counts: a total by itself is one.
fn is_told(values: &Candidate, (total, addends): &solve::Group) -> bool {
    total.iter().all(|&cell| values[cell].is_some()) && addends.iter().any(|&cell| values[cell].is_some())
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
