//! Rows stacked in one row of a table: several labels in one cell, and as many figures in each cell beside it.
//!
//! People who fight a table's borders put a line break where the next row should begin. To a reader the first label
//! belongs to the first figure of each column, and so on; that holds only where every line of the cell is a label of
//! the form and all columns count as many lines.

use super::super::canon::canonical;
use super::super::figure::{Content, classify_walled};
use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Role};
use crate::document::{Document, Span};
use std::ops::Range;

/// The stream with stacked rows as rows of their own; `None` where there are none.
pub fn part(document: &Document, stream: &Stream, index: &LabelIndex) -> Option<Stream> {
    let text = document.text();
    let is_stack = |item: &Item| item.table.is_some() && text[item.span.clone()].contains('\n');
    if !stream.items.iter().any(is_stack) {
        return None;
    }
    let mut parted = Stream { glued: stream.glued, ..Stream::default() };
    let (mut any, mut added, mut at) = (false, 0, 0);
    for line in stream.items.chunk_by(|a, b| a.row == b.row) {
        let row = at..at + line.len();
        at = row.end;
        let Some((label, height)) = line.iter().any(is_stack).then(|| stack(text, stream, &row, index)).flatten()
        else {
            line.iter().for_each(|item| parted.push_part(text, item, item.span.clone(), added));
            continue;
        };
        any = true;
        for number in 0..height {
            let heads = if number == 0 { row.start..label } else { label..label };
            stream.items[heads].iter().for_each(|item| parted.push_part(text, item, item.span.clone(), added));
            for item in &stream.items[label..row.end] {
                let line = lines(text, &item.span).nth(number).unwrap_or(item.span.clone());
                parted.push_part(text, item, line, added);
            }
            added += u32::from(number + 1 < height);
        }
    }
    any.then_some(parted)
}

/// The cell of labels in a row of a table and how many it holds, if the cells behind it hold as many figures each.
fn stack(text: &str, stream: &Stream, row: &Range<usize>, index: &LabelIndex) -> Option<(usize, usize)> {
    let items = &stream.items;
    let label = row.clone().find(|&at| lines(text, &items[at].span).nth(1).is_some())?;
    let height = lines(text, &items[label].span).count();
    let is_row =
        |line: Span| index.exact(&canonical(&text[line])).iter().any(|meaning| matches!(meaning.role, Role::Row(_)));
    let is_value = |line: Span| !matches!(classify_walled(&text[line]), Content::Text | Content::Blank);
    let counts = |at: usize| {
        let mut cell = lines(text, &items[at].span);
        !items[at].shared && cell.clone().count() == height && cell.all(is_value)
    };
    let mut figures = label + 1..row.end;
    (lines(text, &items[label].span).all(is_row) && !figures.is_empty() && figures.all(counts))
        .then_some((label, height))
}

/// The lines of a cell, without blanks around them.
fn lines<'t>(text: &'t str, span: &Span) -> impl Iterator<Item = Span> + Clone + use<'t> {
    let mut start = span.start;
    text[span.clone()].split('\n').map(move |line| {
        let from = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        from..from + line.trim().len()
    })
}
