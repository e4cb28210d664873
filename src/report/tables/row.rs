//! One row of a table, read by itself.

use super::headers;
use super::lined::Lined;
use super::page::{FoundRow, Page};
use super::piped::Piped;
use super::rows::Found;
use super::sequence::{self, Reading};

/// One row with what was read of it.
pub struct Read {
    pub row: usize,
    pub columns: Vec<usize>,
    pub reading: Reading,
    /// Whether only the order of the figures tells which is whose.
    pub by_order: bool,
}

/// Reads a row: by the places of its cells where they tell, else by their order.
pub fn read(page: &Page<'_>, found: &Found, (lined, piped): (&Lined, &Piped), hit: &FoundRow, permuted: bool) -> Read {
    let row = &page.table.rows[hit.row];
    let columns = headers::columns(page, hit, row);
    let doubtful = permuted || headers::is_doubtful(page, hit, row, &columns);
    let mut by_order = false;
    let reading = if found.contested.contains(&hit.row) {
        Reading::Open
    } else if let Some(cells) = headers::cells_below(page, hit, &columns) {
        Reading::Placed { cells, counted: false }
    } else if let Some(cell) = headers::repeated(page, hit, &columns) {
        Reading::Placed { cells: cell, counted: false }
    } else if doubtful {
        headers::piped_below(page, hit, &columns).unwrap_or(Reading::Open)
    } else {
        let reading = sequence::read(page, &hit.values, columns.len());
        by_order = true;
        lined.settle(page, hit, &reading).or_else(|| piped.settle(page, hit, &reading)).unwrap_or(reading)
    };
    Read { row: hit.row, columns, reading, by_order }
}

/// A row of a table whose columns stand in an order of their own: what is not certain there is not solved.
pub fn in_order(page: &Page<'_>, found: &Found, hit: &FoundRow, order: &[usize]) -> Read {
    let reading = match headers::cells_below(page, hit, order) {
        _ if found.contested.contains(&hit.row) => Reading::Open,
        Some(cells) => Reading::Placed { cells, counted: false },
        None => match sequence::read(page, &hit.values, order.len()) {
            Reading::Unsettled(_) => Reading::Open,
            reading => reading,
        },
    };
    Read { row: hit.row, columns: order.to_vec(), reading, by_order: false }
}
