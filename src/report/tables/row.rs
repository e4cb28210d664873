//! One row of a table, read by itself.

use super::super::Status;
use super::super::figure::{Content, classify};
use super::lined::Lined;
use super::page::{FoundRow, Page};
use super::piped::Piped;
use super::rows::Found;
use super::sequence::{self, Outcome, Reading};
use super::solve::{self, Candidate};
use super::{foreign, headers, slipped};

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
    // A table whose rows all have the same columns has one header, which was looked at before its rows.
    let of_others = || {
        !page.table.whole
            && (foreign::is_headed_by_others(page, hit.label, columns.len())
                || headers::are_of_another_edition(page, hit, row, &columns))
    };
    let is_open =
        found.contested.contains(&hit.row) || is_at_the_end(page, hit) || holds_a_figure(page, hit) || of_others();
    let reading = if is_open {
        Reading::Open
    } else if let Some(cells) = headers::cells_below(page, hit, &columns)
        .or_else(|| headers::shown_below(page, hit, &columns))
        .or_else(|| headers::repeated(page, hit, &columns))
    {
        below_or_in_order(page, hit, &columns, cells)
    } else if doubtful {
        headers::piped_below(page, hit, &columns).unwrap_or(Reading::Open)
    } else {
        let reading = match sequence::read(page, &hit.values, columns.len()) {
            Reading::Bare if is_followed_by_a_count(page, hit) => Reading::Open,
            reading => reading,
        };
        by_order = true;
        match lined.settle(page, hit, &reading).or_else(|| piped.settle(page, hit, &reading)).unwrap_or(reading) {
            reading if has_room(&reading) && has_a_shared_figure(page, hit) => Reading::Open,
            // `其他：0` behind other columns' names is one cell of another row.
            Reading::Unsettled(_) if is_also_a_column(page, hit) => Reading::Open,
            Reading::Placed { cells, .. } if slipped::is_refuted(page, &columns, 1, &cells) => Reading::Open,
            reading => reading,
        }
    };
    Read { row: hit.row, columns, reading, by_order }
}

/// Whether a count stands behind a label all the same, in words or behind the name of a column: `共194件（不含当场处罚）`,
/// `自然人：4`. The row is not empty.
fn is_followed_by_a_count(page: &Page<'_>, hit: &FoundRow) -> bool {
    let items = &page.stream.items;
    let at = page.labelled.labels[hit.label].last + 1;
    let Some(item) = items.get(at).filter(|item| item.content == Content::Text) else { return false };
    let is_figure = |at: usize| items.get(at).is_some_and(|item| item.is_value() && item.content != Content::Blank);
    let label = page.labelled.of_item[at].map(|label| &page.labelled.labels[label as usize]);
    if let Some(label) = label {
        return page.table.whole && headers::column_of(page, label).is_some() && is_figure(label.last + 1);
    }
    let words = page.document.text().get(item.span.clone()).unwrap_or_default();
    let from = words.find(|c: char| c.is_ascii_digit()).unwrap_or(words.len());
    let (ahead, counted) = words.split_at(from);
    let counted = counted.trim_start_matches(|c: char| c.is_ascii_digit()).trim();
    let is_of_unit = || page.forms.around.counted.iter().any(|unit| counted.starts_with(unit.as_str()));
    let is_told = || counted.is_empty() && ahead.trim_end().ends_with(['：', ':']);
    from < words.len() && (is_of_unit() || is_told())
}

/// A row whose cells stand below their heads. Where these come in another order than the form's and the row's sums do not
/// hold, a cell of the header covers too many columns or too few: then the sums must hold in the form's order.
fn below_or_in_order(page: &Page<'_>, hit: &FoundRow, columns: &[usize], cells: Vec<Outcome>) -> Reading {
    let sums = solve::groups(&page.table.identities, columns, 1);
    let add_up = |cells: &[Outcome]| {
        let values: Candidate = cells.iter().map(|cell| cell.value).collect();
        sums.iter().all(|sum| solve::holds(&values, sum))
    };
    if cells.is_sorted_by_key(|cell| cell.item) || add_up(&cells) {
        return Reading::Placed { cells, counted: false };
    }
    match sequence::read(page, &hit.values, columns.len()) {
        Reading::Placed { cells, counted } if add_up(&cells) => Reading::Placed { cells, counted },
        _ => Reading::Open,
    }
}

/// A row of which nothing is claimed.
pub fn open(page: &Page<'_>, hit: &FoundRow) -> Read {
    let columns = headers::columns(page, hit, &page.table.rows[hit.row]);
    Read { row: hit.row, columns, reading: Reading::Open, by_order: false }
}

/// Whether a label ends a line of figures that goes on with none: tables set from right to left have each row's figures
/// before its label, and those behind it are another row's.
fn is_at_the_end(page: &Page<'_>, hit: &FoundRow) -> bool {
    let items = &page.stream.items;
    let label = &page.labelled.labels[hit.label];
    let line = items[label.last].row;
    let before = items[..label.first].iter().rev().take_while(|item| item.row == line && item.is_value()).count();
    let goes_on = items.get(label.last + 1).is_some_and(|next| next.row == line);
    let starts = items[..label.first - before].last().is_none_or(|item| item.row != line);
    before > 0 && starts && !goes_on
}

/// Whether a figure stands in the cell of the row's label, behind its words: the wall between the two is gone, and which
/// others are, nobody knows.
fn holds_a_figure(page: &Page<'_>, hit: &FoundRow) -> bool {
    let label = &page.stream.items[page.labelled.labels[hit.label].last];
    let text = &page.document.text()[label.span.clone()];
    let behind = text.rsplit_once(char::is_whitespace).map(|(_, behind)| classify(behind));
    label.walled && matches!(behind, Some(Content::Figure(..)))
}

/// Whether the label of a row is the name of a column, too.
fn is_also_a_column(page: &Page<'_>, hit: &FoundRow) -> bool {
    page.table.whole && headers::column_of(page, &page.labelled.labels[hit.label]).is_some()
}

/// Whether a row has fewer figures than cells.
fn has_room(reading: &Reading) -> bool {
    match reading {
        Reading::Placed { cells, .. } => cells.iter().any(|cell| cell.status == Status::Blank),
        reading => matches!(reading, Reading::Unsettled(_)),
    }
}

/// Whether a figure of the row stands in one cell for several columns that other cells of it have for themselves.
fn has_a_shared_figure(page: &Page<'_>, hit: &FoundRow) -> bool {
    let spans =
        |wide: bool| hit.cells(page.stream).any(|item| item.column.is_some_and(|(_, columns)| (columns > 1) == wide));
    page.table.whole && spans(true) && spans(false)
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
