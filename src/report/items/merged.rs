//! Cells of figures that are merged over several rows of a table.
//!
//! Where the rows have labels of their own, such a cell is each row's: an empty one is empty in all of them, and of a
//! figure nobody can tell which row it belongs to.

use super::super::figure::{Content, classify_walled};
use crate::document::Grid;

/// Rows that a merged cell is shown in at most; what covers more is a frame and no figure.
const MOST_ROWS: u32 = 8;

/// A cell as it is shown in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    /// Row of the table.
    pub row: u32,
    /// Which of the table's cells.
    pub cell: usize,
    /// Whether it is merged over rows with labels of their own.
    pub shared: bool,
}

/// The cells of a table in reading order, merged figures once in each of their rows.
pub(super) fn cells(text: &str, grid: &Grid) -> Vec<Shown> {
    let all = || grid.cells.iter().enumerate();
    let mut shown: Vec<Shown> = all().map(|(cell, written)| Shown { row: written.row, cell, shared: false }).collect();
    if grid.cells.iter().all(|cell| cell.row_span < 2) {
        return shown;
    }
    let content = |cell: usize| classify_walled(&text[grid.cells[cell].span.clone()]);
    // The first words of each row, by column.
    let rows = grid.cells.iter().map(|cell| cell.row as usize + 1).max().unwrap_or(0);
    let mut labels: Vec<Option<u32>> = vec![None; rows];
    for (cell, written) in all() {
        if let Some(label @ None) = labels.get_mut(written.row as usize)
            && matches!(content(cell), Content::Text)
        {
            *label = Some(written.column);
        }
    }
    let is_labelled =
        |row: u32, column: u32| labels.get(row as usize).copied().flatten().is_some_and(|label| label < column);
    for (cell, written) in all().filter(|(_, cell)| (2..=MOST_ROWS).contains(&cell.row_span)) {
        let below = written.row + 1..written.row.saturating_add(written.row_span);
        let apart = is_labelled(written.row, written.column) && is_labelled(written.row + 1, written.column);
        if !apart || matches!(content(cell), Content::Text) {
            continue;
        }
        shown[cell].shared = true;
        shown.extend(below.map(|row| Shown { row, cell, shared: true }));
    }
    shown.sort_by_key(|shown| (shown.row, grid.cells[shown.cell].column));
    shown
}
