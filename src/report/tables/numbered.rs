//! A column of running numbers (行次, 序号) between the labels of a table and their figures.
//!
//! Its cells are no figures of the form. It is told by its numbers: in every row of the table that has figures, the
//! first of them is greater than that of the row above, hardly any number is left out, and the rows have one
//! figure more than the form has columns.

use super::super::figure::{Content, visible};
use super::super::forms::{Arrangement, Forms};
use super::super::items::Stream;
use super::labels::{Label, Labelled, Role};
use crate::document::Document;

/// Rows that must show the number and all of their figures.
const LEAST: usize = 8;
/// Numbers of rows that were not found.
const MOST_GAPS: u32 = 3;

/// The stream without such numbers; `None` where there are none.
pub fn without(document: &Document, stream: &Stream, labelled: &Labelled, forms: &Forms) -> Option<Stream> {
    let tables = forms.tables.iter().enumerate();
    let whole = tables.filter(|(_, table)| table.whole && table.arrangement == Arrangement::Rows);
    let mut numbers: Vec<usize> =
        whole.flat_map(|(number, table)| of_table(document, stream, labelled, number, table.columns.len())).collect();
    if numbers.is_empty() {
        return None;
    }
    numbers.sort_unstable();
    Some(stream.filtered(|at| numbers.binary_search(&at).is_err()))
}

/// The items that are running numbers of a table's rows.
fn of_table(document: &Document, stream: &Stream, labelled: &Labelled, number: usize, width: usize) -> Vec<usize> {
    let is_row = |label: &&Label| {
        let mut meanings = label.meanings.iter().filter(|m| usize::from(m.table) == number && !m.bare);
        meanings.any(|m| matches!(m.role, Role::Row(_)))
    };
    let mut found: Vec<(u32, usize)> = Vec::new();
    let mut full = 0;
    for label in labelled.labels.iter().filter(is_row) {
        let first = label.last + 1;
        let shown = stream.items[first..].iter().take_while(|item| item.is_value());
        let shown = shown.filter(|item| item.content != Content::Blank).count();
        if shown == 0 {
            continue;
        }
        let Some(number) = running(document, stream, first) else { return Vec::new() };
        if found.last().is_some_and(|(last, _)| *last >= number) {
            return Vec::new();
        }
        full += usize::from(shown == width + 1);
        found.push((number, first));
    }
    let (Some((first, _)), Some((last, _))) = (found.first(), found.last()) else { return Vec::new() };
    let gaps = last - first + 1 - found.len() as u32;
    if full >= LEAST && gaps <= MOST_GAPS { found.into_iter().map(|(_, at)| at).collect() } else { Vec::new() }
}

/// A whole number up to 99, which may begin with a zero.
fn running(document: &Document, stream: &Stream, at: usize) -> Option<u32> {
    let text = visible(document.text().get(stream.items[at].span.clone())?);
    let is_plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_plain { text.parse().ok() } else { None }
}
