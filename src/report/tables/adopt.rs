//! Rows of figures whose label is gone or in pieces, told by what is left for them.
//!
//! Between two rows that are certain stand as many rows of figures as the form has rows there. Words of a label on
//! such a row say which it can be. Where only one way is left to give every row its name, that is the name; the sums
//! over the rows must then hold, or nothing is claimed.

use super::super::figure::Content;
use super::super::forms::IdentityKind;
use super::lined::Lined;
use super::page::{FoundRow, Page};
use super::sequence::{self, Reading};
use std::ops::Range;

/// Rows without a name between two certain ones.
const MOST: usize = 6;
/// Least letters of a piece that says something about its row.
const LEAST_PIECE: usize = 4;

/// A full row of cells without a label.
struct Orphan {
    values: Range<usize>,
    /// Rows of the form that it can be.
    can_be: Vec<usize>,
}

/// Names the rows of figures that stand between the rows found; in a table whose rows all have the same columns.
pub fn adopt(page: &Page<'_>, rows: &[FoundRow], lined: &Lined) -> Vec<FoundRow> {
    let mut adopted = Vec::new();
    if !page.table.whole || rows.len() < 2 {
        return adopted;
    }
    for pair in rows.windows(2) {
        let missing: Vec<usize> = (pair[0].row + 1..pair[1].row).filter(|&row| is_on_form(page, row)).collect();
        if missing.is_empty() || missing.len() > MOST || missing.iter().any(|row| rows.iter().any(|r| r.row == *row)) {
            continue;
        }
        let orphans = orphans(page, &pair[0], &pair[1], &missing);
        if orphans.len() != missing.len() {
            continue;
        }
        if let Some(names) = only_way(&orphans, &missing) {
            let named = names.into_iter().zip(&orphans);
            adopted.extend(named.map(|(row, orphan)| FoundRow {
                row,
                label: pair[0].label,
                values: orphan.values.clone(),
            }));
        }
    }
    if !adopted.is_empty() && sums_hold(page, rows, &adopted, lined) { adopted } else { Vec::new() }
}

fn is_on_form(page: &Page<'_>, row: usize) -> bool {
    page.edition.is_some_and(|edition| page.table.rows[row].columns.contains_key(&edition))
}

/// Full rows of cells between two rows found, with what their words allow them to be.
fn orphans(page: &Page<'_>, above: &FoundRow, below: &FoundRow, missing: &[usize]) -> Vec<Orphan> {
    let items = &page.stream.items;
    let width = page.table.columns.len();
    let end = page.labelled.labels[below.label].first;
    let own = above.cells(page.stream).count().min(width);
    let mut orphans = Vec::new();
    let mut at = above.values.start + own;
    while at < end {
        if !items[at].is_value() {
            at += 1;
            continue;
        }
        let row = items[at].row;
        let run = items[at..end].iter().take_while(|i| i.is_value() && i.row == row).count();
        // Empty cells where the label should stand.
        let unnamed = run.saturating_sub(width);
        let is_unnamed = items[at..at + unnamed].iter().all(|i| i.walled && i.content == Content::Blank);
        // Below a label whose own cells are empty, the figures may be that one's.
        let is_rest = unnamed > 0 && items[above.values.start..][..own].iter().all(|i| i.content == Content::Blank);
        if items[at..at + run].iter().all(|i| i.content == Content::Blank) {
            // The first half of a row that a page's end cut, or padding: no row of figures.
        } else if run >= width && is_unnamed && !is_rest {
            let words = (above.values.start..at).rev().take_while(|&i| items[i].row == row && !items[i].is_value());
            let can_be = missing.iter().copied().filter(|&form_row| words.clone().all(|i| fits(page, i, form_row)));
            orphans.push(Orphan { values: at + unnamed..at + run, can_be: can_be.collect() });
        } else {
            // Figures that are no full row: nothing is known about what stands here.
            return Vec::new();
        }
        at += run;
    }
    orphans
}

/// Whether a word on a row can be a piece of a form row's label.
fn fits(page: &Page<'_>, item: usize, row: usize) -> bool {
    let piece = page.stream.canon(item, item);
    let is_head = page.labelled.of_item[item].is_some();
    let labels = &page.table.rows[row].labels;
    is_head
        || piece.chars().count() < LEAST_PIECE
        || labels.iter().any(|label| super::super::canon::canonical(label).contains(piece))
}

/// The one way to give each orphan another of the missing rows; `None` where there are several or none.
fn only_way(orphans: &[Orphan], missing: &[usize]) -> Option<Vec<usize>> {
    fn ways(orphans: &[Orphan], taken: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
        let Some(orphan) = orphans.get(taken.len()) else {
            found.push(taken.clone());
            return;
        };
        for &row in &orphan.can_be {
            if found.len() < 2 && !taken.contains(&row) {
                taken.push(row);
                ways(orphans, taken, found);
                taken.pop();
            }
        }
    }
    let mut found = Vec::new();
    ways(orphans, &mut Vec::with_capacity(missing.len()), &mut found);
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

/// Whether the sums over rows that hold an adopted row are satisfied in every column.
fn sums_hold(page: &Page<'_>, rows: &[FoundRow], adopted: &[FoundRow], lined: &Lined) -> bool {
    let width = page.table.columns.len();
    let figures = |row: usize| -> Option<Vec<f64>> {
        let Some(found) = rows.iter().chain(adopted).find(|r| r.row == row) else {
            return (!is_on_form(page, row)).then(|| vec![0.0; width]);
        };
        let reading = sequence::read(page, &found.values, width);
        match lined.settle(page, found, &reading).unwrap_or(reading) {
            Reading::Placed { cells, .. } => Some(cells.iter().map(|cell| cell.value.unwrap_or(0.0)).collect()),
            Reading::Empty | Reading::Bare => Some(vec![0.0; width]),
            _ => None,
        }
    };
    let sums = page.table.identities.iter().filter(|identity| {
        let members = || identity.total.iter().chain(&identity.addends);
        identity.kind == IdentityKind::AcrossRows && adopted.iter().any(|a| members().any(|&m| m == a.row))
    });
    let mut judged = false;
    for identity in sums {
        let sum = |members: &[usize]| -> Option<Vec<f64>> {
            members.iter().try_fold(vec![0.0; width], |sum, &row| {
                Some(sum.iter().zip(figures(row)?).map(|(a, b)| a + b).collect())
            })
        };
        let (Some(total), Some(addends)) = (sum(&identity.total), sum(&identity.addends)) else { return false };
        if total != addends {
            return false;
        }
        judged = true;
    }
    judged
}
