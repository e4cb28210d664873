//! A table of one line of figures whose header is gone: told by its caption, the number of its figures, its sums.
//!
//! The figures stand in the form's order, in an order that puts each total first, or in columns where the form
//! has rows. A figure is claimed where all of these readings that add up agree on it.

use std::ops::Range;

use super::super::figure::Content;
use super::super::forms::Table;
use super::super::{Derivation, Status};
use super::page::Page;
use super::rows::Found;
use super::sequence::{self, Outcome, Reading};
use super::solve::{self, Candidate};

/// How far above its figures a table's caption may stand, in lines without figures: a header torn to pieces, or set
/// one letter below the other, may lie between.
const CAPTION_REACH: u32 = 18;

/// The figures of a table that has lost its header.
pub fn find(page: &Page<'_>) -> Option<Found> {
    let items = &page.stream.items;
    let wanted = page.table.rows.len() * page.table.columns.len();
    if page.table.caption.is_empty() || page.stream.glued {
        return None;
    }
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    while next < items.len() {
        let run = items[next..].iter().take_while(|i| i.is_value()).count();
        let shown = items[next..next + run].iter().filter(|i| i.content != Content::Blank).count();
        if shown > 0 && (shown == wanted || run == wanted) && has_caption(page, next) {
            runs.push(next..next + run);
        }
        next += run.max(1);
    }
    let [line] = &runs[..] else { return None };
    let extent = Some(below_caption(page, line.start).unwrap_or(line.start)..line.end);
    let found = Found { line: Some(line.clone()), extent, headless: true, ..Found::default() };
    reading(page, line).is_some().then_some(found)
}

/// Whether the words of the table's caption stand above an item, with no figures between.
fn has_caption(page: &Page<'_>, before: usize) -> bool {
    caption(page, before).is_some()
}

fn caption(page: &Page<'_>, before: usize) -> Option<usize> {
    let items = &page.stream.items;
    let line = items.get(before)?.row;
    let near = |at: &usize| !items[*at].is_value() && items[*at].row + CAPTION_REACH >= line;
    (0..before).rev().take_while(near).find(|&at| {
        let text = &page.document.text()[items[at].span.clone()];
        !page.table.caption.is_empty() && page.table.caption.iter().all(|word| text.contains(word.as_str()))
    })
}

/// Where a table begins whose header is in pieces: behind its caption, or behind a sentence that follows it.
pub fn below_caption(page: &Page<'_>, before: usize) -> Option<usize> {
    let ends = |at: &usize| {
        let item = &page.stream.items[*at];
        item.is_prose() && item.span.len() > 3 || page.document.text()[item.span.clone()].ends_with(['。', '；', '：'])
    };
    let caption = caption(page, before)?;
    Some((caption + 1..before).rev().find(ends).unwrap_or(caption) + 1)
}

/// The figures in order, where each cell is seen.
fn reading(page: &Page<'_>, line: &Range<usize>) -> Option<Vec<Outcome>> {
    let wanted = page.table.rows.len() * page.table.columns.len();
    match sequence::read(page, line, wanted) {
        Reading::Placed { cells, .. } => {
            cells.iter().all(|c| matches!(c.status, Status::Reported | Status::Blank)).then_some(cells)
        }
        _ => None,
    }
}

/// What the cells of the table are, row by row; ambiguous where readings differ or none adds up.
pub fn outcomes(page: &Page<'_>, line: &Range<usize>) -> Vec<Outcome> {
    let (rows, columns) = (page.table.rows.len(), page.table.columns.len());
    let open = || vec![Outcome::open(Status::Ambiguous); rows * columns];
    let Some(cells) = reading(page, line) else { return open() };
    let printed: Candidate = cells.iter().map(|c| Some(c.value.unwrap_or(0.0))).collect();
    let orders = orders(page.table);
    let read_in = |order: &Vec<usize>| order.iter().map(|&at| printed[at]).collect::<Candidate>();
    let every: Vec<usize> = (0..columns).collect();
    let groups = solve::groups(&page.table.identities, &every, rows);
    let readings: Vec<Candidate> =
        orders.iter().map(read_in).filter(|filled| groups.iter().all(|g| solve::holds(filled, g))).collect();
    // The form's own order must be one of those that add up.
    if groups.is_empty() || readings.first() != Some(&printed) {
        return open();
    }
    let zero = printed.iter().all(|v| *v == Some(0.0));
    let rule = if zero { Derivation::AllZero } else { Derivation::ReviewSum };
    let agreed = solve::agreed(&readings, rows * columns);
    agreed
        .into_iter()
        .zip(cells)
        .map(|(value, cell)| match (value, cell.status) {
            // An empty cell stays one if no reading puts a figure there.
            (Some(0.0), Status::Blank) => cell,
            (Some(value), _) => Outcome { item: cell.item, unit: cell.unit, ..Outcome::inferred(value, rule) },
            (None, _) => Outcome { item: cell.item, ..Outcome::open(Status::Ambiguous) },
        })
        .collect()
}

/// Whether figures that do not add up in the form's order do in another one.
pub fn adds_up_otherwise(table: &Table, figures: &Candidate, groups: &[solve::Group]) -> bool {
    let holds = |filled: &Candidate| groups.iter().all(|group| solve::holds(filled, group));
    let read_in = |order: &Vec<usize>| order.iter().map(|&at| figures[at]).collect::<Candidate>();
    !holds(figures) && orders(table).iter().any(|order| holds(&read_in(order)))
}

/// The orders in which the figures may stand: for each cell of the form, the place of its figure in the line.
fn orders(table: &Table) -> Vec<Vec<usize>> {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    let cells = || (0..rows).flat_map(move |row| (0..columns).map(move |column| (row, column)));
    let last = columns.saturating_sub(1);
    let total_first = |column: usize| if column == last { 0 } else { column + 1 };
    vec![
        cells().map(|(row, column)| row * columns + column).collect(),
        cells().map(|(row, column)| row * columns + total_first(column)).collect(),
        cells().map(|(row, column)| column * rows + row).collect(),
        cells().map(|(row, column)| total_first(column) * rows + row).collect(),
    ]
}
