//! A table whose rows all stand in one line on the form, in whichever way a page prints it: with a line for each row, below
//! heads that are wrapped, in parts, as a grid of another shape, in the form's one line, or without its header.

use std::ops::Range;

use super::super::figure::Content;
use super::page::{FoundRow, Page};
use super::rival::{self, NotOwn};
use super::rows::{self, Found};
use super::{crossed, headless, heads, line, parts};

/// Rows with figures that make a table with a line for each row.
const LEAST_ROWS: usize = 2;

/// Finds the table.
pub fn find(page: &Page<'_>) -> Found {
    let by_row = rows::find(page);
    if by_row.rows.iter().filter(|row| row.has_figures(page.stream)).count() >= LEAST_ROWS {
        return of_two(page, by_row);
    }
    if let Some(below_heads) = heads::find(page) {
        return below_heads;
    }
    if let Some(apart) = parts::find(page).or_else(|| crossed::find(page)) {
        return apart;
    }
    let line = line::find(page);
    let is_filled = line.line.as_ref().is_some_and(|figures| !figures.is_empty());
    if is_filled { line } else { headless::find(page).unwrap_or(line) }
}

/// Of a table with a line for each row and another in the form's one line, the report's own; where nothing tells which that
/// is, no row of it is claimed.
fn of_two(page: &Page<'_>, by_row: Found) -> Found {
    let labels = &page.labelled.labels;
    let first = by_row.rows.iter().map(|row| labels[row.label].first).min();
    let (Some(first), Some(extent)) = (first, &by_row.extent) else { return by_row };
    let in_line = line::find_outside(page, &(first..extent.end));
    let Some(figures) = in_line.line.clone().filter(|figures| !figures.is_empty()) else { return by_row };
    let shown = |values: Range<usize>| {
        let cells = page.stream.items[values].iter().take_while(|item| item.is_value());
        cells.map(|item| item.content).filter(|content| *content != Content::Blank)
    };
    let mut rows: Vec<&FoundRow> = by_row.rows.iter().collect();
    rows.sort_by_key(|row| row.row);
    if rows.into_iter().flat_map(|row| shown(row.values.clone())).eq(shown(figures.clone())) {
        return by_row;
    }
    let line_is_first = figures.start < first;
    match rival::not_own(page, first.min(figures.start), first.max(figures.start)) {
        Some(NotOwn::First) if line_is_first => by_row,
        Some(NotOwn::Second) if !line_is_first => by_row,
        Some(_) => in_line,
        None => Found { contested: (0..page.table.rows.len()).collect(), ..by_row },
    }
}
