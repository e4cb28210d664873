//! Figures that a line's end broke in their cell: `59` above `61` for 5961.
//!
//! Two figures may stand one above the other as well. So the digits are one figure only where the sums of its row and
//! of its column both hold with it; elsewhere the cell is nobody's, like one that is merged over rows.

use super::super::figure::Content;
use super::super::forms::IdentityKind;
use super::super::items::{Item, Stream};
use super::super::{Derivation, Status};
use super::page::Page;
use super::sequence::Outcome;
use super::solve::{self, Candidate};
use crate::document::Document;

/// Digits of the longest figure.
const MOST: usize = 9;

/// The stream with the digits of such cells as one figure that nothing is told from yet; `None` where there are none.
pub fn joined(document: &Document, stream: &Stream) -> Option<Stream> {
    let text = document.text();
    let is_broken = |item: &Item| item.table.is_some() && item.content == Content::Text && is_in_lines(text, item);
    if !stream.items.iter().any(is_broken) {
        return None;
    }
    let mut joined = stream.filtered(|_| true);
    for item in joined.items.iter_mut().filter(|item| is_broken(item)) {
        let digits: String = text[item.span.clone()].split('\n').map(str::trim).collect();
        let is_figure = digits.len() <= MOST && solve::is_digits(&digits) && !digits.starts_with('0');
        if let Some(value) = digits.parse().ok().filter(|_| is_figure) {
            (item.content, item.shared) = (Content::Figure(value, None), true);
        }
    }
    Some(joined)
}

/// Claims the broken figures that are proved; `rows` are the form's rows that `outcomes` stand for, with their columns.
pub fn prove(page: &Page<'_>, rows: &[(usize, &[usize])], outcomes: &mut [Vec<Outcome>]) {
    let mut whole: Option<Vec<Vec<Outcome>>> = None;
    let mut broken: Vec<(usize, usize)> = Vec::new();
    for (row, cells) in outcomes.iter().enumerate() {
        for (cell, outcome) in cells.iter().enumerate() {
            if let Some(value) = digits(page, outcome) {
                let whole = whole.get_or_insert_with(|| outcomes.to_vec());
                whole[row][cell] = Outcome { item: outcome.item, ..Outcome::inferred(value, Derivation::BrokenFigure) };
                broken.push((row, cell));
            }
        }
    }
    let Some(whole) = whole else { return };
    for (row, cell) in broken {
        let (number, columns) = rows[row];
        if row_holds(page, columns, &whole[row], cell) && column_holds(page, rows, &whole, number, columns[cell]) {
            outcomes[row][cell] = whole[row][cell];
        }
    }
}

/// The figure of a cell that was joined from lines.
fn digits(page: &Page<'_>, outcome: &Outcome) -> Option<f64> {
    let item = outcome.item.filter(|_| outcome.status == Status::Ambiguous).map(|at| &page.stream.items[at])?;
    match item.content {
        Content::Figure(value, _) if is_in_lines(page.document.text(), item) => Some(value),
        _ => None,
    }
}

/// Whether a cell shows nothing but digits, on several lines.
fn is_in_lines(text: &str, item: &Item) -> bool {
    let cell = text[item.span.clone()].as_bytes();
    memchr::memchr(b'\n', cell).is_some() && cell.iter().all(|b| b.is_ascii_digit() || b.is_ascii_whitespace())
}

/// Whether the row's sums, of which the cell must be a part, hold.
fn row_holds(page: &Page<'_>, columns: &[usize], cells: &[Outcome], cell: usize) -> bool {
    let sums = solve::groups(&page.table.identities, columns, 1);
    let values: Candidate = cells.iter().map(|outcome| outcome.value).collect();
    let is_part = sums.iter().any(|(total, addends)| total.contains(&cell) || addends.contains(&cell));
    is_part && sums.iter().all(|sum| solve::holds(&values, sum))
}

/// Whether the sums over rows of which a row is a part hold in a column, each cell of it being known.
fn column_holds(
    page: &Page<'_>,
    rows: &[(usize, &[usize])],
    outcomes: &[Vec<Outcome>],
    row: usize,
    column: usize,
) -> bool {
    let value = |row: usize| -> Option<f64> {
        let Some(at) = rows.iter().position(|(number, _)| *number == row) else {
            let is_on_form = page.edition.is_some_and(|e| page.table.rows[row].columns.contains_key(&e));
            return (!is_on_form).then_some(0.0);
        };
        let cell = &outcomes[at][rows[at].1.iter().position(|c| *c == column)?];
        if cell.status == Status::Blank { Some(0.0) } else { cell.value }
    };
    let sum = |members: &[usize]| members.iter().map(|&row| value(row)).sum::<Option<f64>>();
    let of_row = page.table.identities.iter().filter(|identity| {
        let is_part = identity.total.contains(&row) || identity.addends.contains(&row);
        identity.kind == IdentityKind::AcrossRows && is_part
    });
    let mut judged = false;
    for identity in of_row {
        match (sum(&identity.total), sum(&identity.addends)) {
            (Some(total), Some(addends)) if total == addends => judged = true,
            _ => return false,
        }
    }
    judged
}
