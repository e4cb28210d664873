//! Ordinals parted from their labels: `1` on a line of its own before `属于国家秘密`.
//!
//! Such a digit looks like a figure of the row above, and where that row has lost a cell, sums may even bear it out. It
//! is told by the table as a whole: nearly every row whose label has lost its ordinal has it right in front.

use super::super::canon::canonical;
use super::super::figure::visible;
use super::super::forms::{Arrangement, Forms};
use super::super::items::Stream;
use super::labels::{Label, Labelled, Role, numbered};
use super::page::Page;
use crate::document::Document;

/// Rows that must have their ordinal in front.
const LEAST: usize = 6;
/// Of how many such rows one may be without.
const FOR_ONE_WITHOUT: usize = 6;

/// The stream without such ordinals; `None` where there are none.
pub fn without(document: &Document, stream: &Stream, labelled: &Labelled, forms: &Forms) -> Option<Stream> {
    let tables = forms.tables.iter().enumerate().filter(|(_, table)| table.arrangement == Arrangement::Rows);
    let mut found: Vec<usize> =
        tables.flat_map(|(number, _)| of_table(document, stream, labelled, forms, number)).collect();
    if found.is_empty() {
        return None;
    }
    found.sort_unstable();
    Some(stream.filtered(|at| found.binary_search(&at).is_err()))
}

/// The items that are ordinals of a table's rows.
fn of_table(document: &Document, stream: &Stream, labelled: &Labelled, forms: &Forms, number: usize) -> Vec<usize> {
    let (mut found, without) = in_front(document, stream, labelled, forms, number);
    if found.len() < LEAST || without * FOR_ONE_WITHOUT > found.len() {
        found.clear();
    }
    found
}

/// The items that may be such ordinals where too few show them to be sure, but where one that can be no figure shows that
/// the page has them.
pub fn doubtful(page: &Page<'_>) -> Vec<usize> {
    const AS_SURE: usize = 3;
    let (found, _) = in_front(page.document, page.stream, page.labelled, page.forms, page.number);
    let width = page.table.columns.len();
    let is_foreign = |&at: &usize| {
        let values = page.stream.items[..=at].iter().rev().take_while(|item| item.is_value()).count();
        width > 1 && (values == 1 || values == width + 1)
    };
    if found.len() >= AS_SURE || found.iter().any(is_foreign) { found } else { Vec::new() }
}

/// The items in front of a table's labels that say the ordinals which these have lost, and how many labels lost theirs and
/// have none in front.
fn in_front(
    document: &Document,
    stream: &Stream,
    labelled: &Labelled,
    forms: &Forms,
    number: usize,
) -> (Vec<usize>, usize) {
    let (mut found, mut without) = (Vec::new(), 0);
    for label in &labelled.labels {
        let Some(ordinal) = lost_ordinal(label, forms, number) else { continue };
        let before = label.first.checked_sub(1).filter(|&before| {
            let item = &stream.items[before];
            item.is_value() && visible(&document.text()[item.span.clone()]).parse() == Ok(ordinal)
        });
        match before {
            Some(before) => found.push(before),
            None => without += 1,
        }
    }
    (found, without)
}

/// The ordinal in digits that the form prints before a row's label and this label is without.
fn lost_ordinal(label: &Label, forms: &Forms, number: usize) -> Option<u32> {
    let mut rows = label.meanings.iter().filter(|m| usize::from(m.table) == number && m.bare);
    let row = rows.find_map(|m| if let Role::Row(row) = m.role { Some(usize::from(row)) } else { None })?;
    forms.tables[number].rows.get(row)?.labels.iter().find_map(|label| numbered(&canonical(label)).0)
}
