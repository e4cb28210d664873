//! A table of one line that stands as several tables: 行政复议 in one, 行政诉讼 in another.
//!
//! Each part has a header of its own that names some of the form's rows and the columns once for each of them, and one
//! line of figures below it, as many as it has heads. Together the parts are the form's rows, in its order, each once.

use std::ops::Range;

use super::super::figure::Content;
use super::labels::Role;
use super::page::Page;
use super::rows::{Found, header_start};
use super::sequence::{self, Outcome, Reading};

/// Items that a header may have.
const REACH: usize = 40;

/// The cells of a table in parts; `None` where it does not stand so.
pub fn find(page: &Page<'_>) -> Option<Found> {
    let items = &page.stream.items;
    if page.stream.glued {
        return None;
    }
    let mut cells: Vec<Outcome> = Vec::new();
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    while next < items.len() {
        let run = items[next..].iter().take_while(|i| i.is_value()).count();
        if run > 0
            && let Some(rows) = named_rows(page, next)
        {
            // A header whose rows were met before, or come too early, is another table's.
            let first = cells.len() / page.table.columns.len();
            if !rows.iter().enumerate().all(|(number, &row)| usize::from(row) == first + number) {
                return None;
            }
            cells.extend(part(page, &(next..next + run), rows.len())?);
            lines.push(next..next + run);
        }
        next += run.max(1);
    }
    let is_whole = cells.len() == page.table.rows.len() * page.table.columns.len();
    let (first, last) = (lines.first()?, lines.last()?);
    (is_whole && lines.len() > 1).then(|| Found {
        line: Some(first.clone()),
        extent: Some(header_start(page, first.start)..last.end),
        placed: Some(cells),
        ..Found::default()
    })
}

/// The rows that the header right above an item names, if it names the columns once for each, in the form's order.
fn named_rows(page: &Page<'_>, before: usize) -> Option<Vec<u8>> {
    let items = &page.stream.items;
    // Cells that a head is merged over may stand there empty.
    let is_head = |at: &usize| items[*at].content == Content::Blank || !items[*at].is_value() && !items[*at].is_prose();
    let from = (before.saturating_sub(REACH)..before).rev().take_while(is_head).last()?;
    let (mut rows, mut columns): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    let labels = &page.labelled.labels;
    let behind = labels.partition_point(|label| label.first < from);
    for label in labels[behind..].iter().take_while(|label| label.last < before) {
        let own = label.meanings.iter().filter(|m| usize::from(m.table) == page.number);
        for meaning in own {
            match meaning.role {
                Role::Row(row) => rows.push(row),
                Role::Column(column) => columns.push(column),
                Role::Furniture => {}
            }
        }
    }
    let width = page.table.columns.len();
    let in_order = columns.iter().enumerate().all(|(number, &column)| usize::from(column) == number % width);
    (!rows.is_empty() && columns.len() == rows.len() * width && in_order).then_some(rows)
}

/// The cells of a part that shows all its figures.
fn part(page: &Page<'_>, line: &Range<usize>, rows: usize) -> Option<Vec<Outcome>> {
    let cells = rows * page.table.columns.len();
    let shown = page.stream.items[line.clone()].iter().filter(|i| i.content != Content::Blank).count();
    match sequence::read(page, line, cells) {
        Reading::Placed { cells: placed, .. } if shown == cells || line.len() == cells => Some(placed),
        _ => None,
    }
}
