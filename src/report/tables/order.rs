//! In which order a header names its columns, and whether a table's figures follow it.
//!
//! Pages that put the total first say so in their header. A flattened header of two lines reads in another order than
//! its columns stand, too. So an order that is not the form's is believed only where the header's lines show it, and
//! the sums of all rows bear it out.

use super::super::forms::Arrangement;
use super::super::items::Item;
use super::headers::{REACH, column_of, is_of, row_of};
use super::labels::Label;
use super::page::{FoundRow, Page};
use super::sequence::{self, Reading};
use super::solve::{self, Candidate};

/// Rows whose sums must speak for the header's order and against the form's.
const WITNESSES: usize = 2;

/// Whether the header names the table's columns or rows in another order than the form, so that nothing
/// can be told from the order of figures. `before` is the first item behind the header.
pub fn is_permuted(page: &Page<'_>, before: usize) -> bool {
    let width = page.table.columns.len();
    let header = header_above(page, before);
    let mut columns: Vec<usize> = header.iter().filter_map(|l| column_of(page, l)).collect();
    columns.dedup();
    let lined_up = page.table.arrangement == Arrangement::Line;
    if !lined_up {
        // In a flattened header of two lines the total stands before the columns that are grouped below it.
        if columns.first().is_some_and(|&first| page.table.is_total(first)) {
            return columns.len() > 2;
        }
        columns.retain(|&column| !page.table.is_total(column));
        columns.dedup();
    } else if columns.first().is_some_and(|&first| page.table.is_total(first)) {
        // Each row's columns begin with its total; those of a header that a page's end cut off may begin with the first
        // row's last. Merged heads that were written out, and a header that stands twice, name some of them twice.
        if columns.len().is_multiple_of(width) && columns.chunks(width).all(|row| row == &columns[..width]) {
            return true;
        }
    }
    // The columns begin again with each row of a line, and with each line of a repeated header.
    let begins_again = |a: usize, b: usize| b == 0 && a + 2 >= width;
    let columns_fall = columns.windows(2).any(|w| w[1] <= w[0] && !begins_again(w[0], w[1]));
    let mut rows: Vec<u8> = header.iter().filter_map(|l| row_of(page, l)).collect();
    rows.dedup();
    // The word for a group of rows stands behind the first row, which is none of that group.
    let first = header.iter().position(|label| row_of(page, label) == Some(0));
    let group = header.iter().position(|label| row_of(page, label).is_none() && column_of(page, label).is_none());
    let groups_fall = first.zip(group).is_some_and(|(first, group)| group < first);
    columns_fall || (lined_up && (groups_fall || rows.windows(2).any(|w| w[1] <= w[0])))
}

/// The labels of the header above an item, in the order of the page. Figures behind one of them are another table's.
fn header_above<'a>(page: &'a Page<'_>, before: usize) -> Vec<&'a Label> {
    let mut header: Vec<&Label> = Vec::new();
    let mut end = before;
    for label in page.labelled.labels.iter().rev().skip_while(|l| l.first >= before).take(4 * REACH) {
        // A line of numbers for the columns stands below the header, and behind none of its labels but the last.
        let figures = page.stream.items[label.last + 1..end].iter().filter(|i| is_figure(i)).count();
        if !is_of(page, label) || !header.is_empty() && figures > 1 {
            break;
        }
        header.push(label);
        end = label.first;
    }
    header.reverse();
    header
}

fn is_figure(item: &Item) -> bool {
    item.is_value() && !item.span.is_empty()
}

/// The columns in the order of the header above these rows, where it is another than the form's and certain.
pub fn own(page: &Page<'_>, rows: &[FoundRow]) -> Option<Vec<usize>> {
    let first = rows.iter().map(|row| page.labelled.labels[row.label].first).min()?;
    let order = shown(page, first)?;
    let forms: Vec<usize> = (0..order.len()).collect();
    let holds = |values: &Candidate, order: &[usize]| {
        let sums = solve::groups(&page.table.identities, order, 1);
        !sums.is_empty() && sums.iter().all(|sum| solve::holds(values, sum))
    };
    let mut witnesses = 0;
    for row in rows {
        let Reading::Placed { cells, .. } = sequence::read(page, &row.values, order.len()) else { continue };
        let values: Candidate = cells.iter().map(|cell| cell.value).collect();
        if !holds(&values, &order) {
            return None;
        }
        witnesses += usize::from(!holds(&values, &forms));
    }
    (witnesses >= WITNESSES).then_some(order)
}

/// Whether the sums of the rows contradict the form's order: of those that do not hold in it, most hold with one other column
/// as the total, and none that holds speaks against that column. Such figures stand in an order that the page does not tell.
pub fn is_contradicted<'a>(rows: impl Iterator<Item = (&'a Candidate, &'a solve::Group)>) -> bool {
    // For each column the rows of which it is the total and the form's is not, and whether some row says the reverse.
    let mut others: Vec<(usize, bool)> = Vec::new();
    let mut failing = 0;
    for (values, sum) in rows {
        let (total, addends) = sum;
        let mut cells: Vec<usize> = total.iter().chain(addends).copied().collect();
        cells.sort_unstable();
        let figures: Vec<f64> = cells.iter().map(|&cell| values[cell].unwrap_or(0.0)).collect();
        let all: f64 = figures.iter().sum();
        if all == 0.0 {
            continue;
        }
        let holds = solve::holds(values, sum);
        let is_total = |figure: &f64| (figure * 2.0 - all).abs() < 1e-6;
        failing += usize::from(!holds);
        others.resize(others.len().max(figures.len()), (0, false));
        for (other, figure) in others.iter_mut().zip(&figures) {
            other.0 += usize::from(!holds && is_total(figure));
            other.1 |= holds && !is_total(figure);
        }
    }
    others.iter().any(|&(rows, is_refuted)| 2 * rows > failing && !is_refuted)
}

/// The order in which columns stand by the lines of the header: all of them in one line, or some in an upper line with
/// one name for the group of all others, which stand in the line below it.
fn shown(page: &Page<'_>, before: usize) -> Option<Vec<usize>> {
    let items = &page.stream.items;
    let header = header_above(page, before);
    let of_one_line = |a: &&Label, b: &&Label| items[a.last].row == items[b.first].row;
    let has_columns = |line: &&[&Label]| line.iter().any(|label| column_of(page, label).is_some());
    let lines: Vec<&[&Label]> = header.chunk_by(of_one_line).filter(has_columns).collect();
    let order: Vec<usize> = match lines[..] {
        [line] => heads(page, line)?.into_iter().collect::<Option<_>>()?,
        [upper, lower] => {
            let upper = heads(page, upper)?;
            let lower: Vec<usize> = heads(page, lower)?.into_iter().collect::<Option<_>>()?;
            let group = upper.iter().position(Option::is_none)?;
            if upper[group + 1..].contains(&None) {
                return None;
            }
            let (left, right) = (upper[..group].iter().flatten(), upper[group + 1..].iter().flatten());
            left.chain(&lower).chain(right).copied().collect()
        }
        _ => return None,
    };
    let mut sorted = order.clone();
    sorted.sort_unstable();
    (sorted == (0..page.table.columns.len()).collect::<Vec<_>>()).then_some(order)
}

/// The heads of a line from its first column on, `None` for a group's; `None` at all if the line holds other words.
fn heads(page: &Page<'_>, line: &[&Label]) -> Option<Vec<Option<usize>>> {
    let items = &page.stream.items;
    let heads: Vec<&Label> = line.iter().copied().skip_while(|label| column_of(page, label).is_none()).collect();
    let (first, last) = (heads.first()?, heads.last()?);
    let number = items[first.first].row;
    let end = last.last + 1 + items[last.last + 1..].iter().take_while(|item| item.row == number).count();
    let known = (first.first..end).all(|at| page.labelled.of_item[at].is_some() || items[at].span.is_empty());
    known.then(|| heads.into_iter().map(|label| column_of(page, label)).collect())
}
