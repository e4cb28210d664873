//! A table of one line that stands as a grid of another shape: results at the left and routes above them, a table for
//! each route, a row for each single cell.
//!
//! Whatever the shape, the names of a cell's row and column stand at its left or above it, or at the left of rows that a
//! merged cell covers. Every cell of the form must be named once, and the sums must hold.

use std::ops::Range;

use super::super::figure::Content;
use super::super::items::Item;
use super::labels::Role;
use super::page::Page;
use super::rows::{Found, header_start};
use super::sequence::Outcome;
use super::solve::{self, Candidate};

/// The cells of such a table; `None` where there is none.
pub fn find(page: &Page<'_>) -> Option<Found> {
    let items = &page.stream.items;
    let width = page.table.columns.len();
    let mut cells: Vec<Option<usize>> = vec![None; page.table.rows.len() * width];
    let mut at = 0;
    for part in items.chunk_by(|a, b| a.table == b.table) {
        let grid = at..at + part.len();
        at = grid.end;
        if part[0].table.is_none() {
            continue;
        }
        let names: Vec<Name> = grid.clone().filter_map(|item| Name::of(page, item)).collect();
        for cell in grid.filter(|&at| items[at].is_value()) {
            let Some((row, column)) = crossing(&names, cell, &items[cell]) else { continue };
            // Two figures for one cell are of two tables.
            if cells[row * width + column].replace(cell).is_some() {
                return None;
            }
        }
    }
    let cells: Vec<usize> = cells.into_iter().collect::<Option<_>>()?;
    let extent = *cells.iter().min()?..*cells.iter().max()? + 1;
    let mut lines: Vec<u32> = cells.iter().map(|&cell| items[cell].row).collect();
    lines.sort_unstable();
    lines.dedup();
    let is_of_another_shape = lines.len() >= page.table.rows.len();
    (is_of_another_shape && is_proved(page, &cells)).then(|| Found {
        line: Some(extent.clone()),
        extent: Some(header_start(page, extent.start)..extent.end),
        placed: Some(cells.iter().map(|&cell| Outcome::of(items, cell)).collect()),
        ..Found::default()
    })
}

/// Whether the figures, of which there are some, add up in every row of the form.
fn is_proved(page: &Page<'_>, cells: &[usize]) -> bool {
    let figure = |&cell: &usize| match page.stream.items[cell].content {
        Content::Figure(value, _) => Some(value),
        _ => None,
    };
    let values: Candidate = cells.iter().map(figure).collect();
    let every: Vec<usize> = (0..page.table.columns.len()).collect();
    let sums = solve::groups(&page.table.identities, &every, page.table.rows.len());
    values.iter().any(Option::is_some) && !sums.is_empty() && sums.iter().all(|sum| solve::holds(&values, sum))
}

/// A cell of a grid that names a row or a column of the form.
struct Name {
    role: Role,
    item: usize,
    line: u32,
    columns: Range<u32>,
}

impl Name {
    fn of(page: &Page<'_>, item: usize) -> Option<Self> {
        let label = &page.labelled.labels[page.labelled.of_item[item]? as usize];
        let own = label.meanings.iter().find(|m| usize::from(m.table) == page.number)?;
        let Item { row, column, .. } = page.stream.items[item];
        let (from, columns) = column?;
        Some(Name { role: own.role, item, line: row, columns: from..from + columns })
    }
}

/// The row and the column of the form that a cell is of, by their names nearest to it.
fn crossing(names: &[Name], at: usize, cell: &Item) -> Option<(usize, usize)> {
    let (column, _) = cell.column?;
    let before = &names[..names.partition_point(|name| name.item < at)];
    let nearest = |index: fn(Role) -> Option<usize>| {
        let mut of_kind = before.iter().rev().filter(|name| index(name.role).is_some());
        let mut in_line = of_kind.clone().take_while(|name| name.line == cell.row);
        let name = in_line.next().or_else(|| of_kind.clone().find(|name| name.columns.contains(&column)));
        let name = name.or_else(|| of_kind.find(|name| name.columns.end <= column))?;
        index(name.role)
    };
    let row = nearest(|role| if let Role::Row(row) = role { Some(usize::from(row)) } else { None })?;
    let column = nearest(|role| if let Role::Column(column) = role { Some(usize::from(column)) } else { None })?;
    Some((row, column))
}
