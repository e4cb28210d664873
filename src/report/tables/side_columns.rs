//! Columns of a table that the form does not have, and whose name says what they hold: units of what is counted, remarks.
//!
//! Words that stand in them are none of the form's. A column is believed to be one where its name stands
//! in a header with names of the form's columns. Sums of money whose unit is told there keep it beside them, unless it is the
//! form's.

use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms};
use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Role};
use crate::document::Document;

/// The stream without such columns; `None` where there are none.
pub fn without(document: &Document, stream: &Stream, index: &LabelIndex, forms: &Forms) -> Option<Stream> {
    let items = &stream.items;
    let text = |item: &Item| document.text()[item.span.clone()].split_whitespace().collect::<String>();
    let names = |words: &[String], item: &Item| words.contains(&text(item));
    let mut dropped: Vec<usize> = Vec::new();
    for at in (0..items.len()).filter(|&at| items[at].table.is_some() && matches!(items[at].column, Some((_, 1)))) {
        let around = &forms.around;
        let (units, remarks) = (names(&around.units, &items[at]), names(&around.remarks, &items[at]));
        if !(units || remarks && is_last(items, at)) || !stands_in_header(stream, at, index, forms) {
            continue;
        }
        let below = items[at..].iter().take_while(|item| item.table == items[at].table);
        let column = below.zip(at..).filter(|(item, _)| item.column == items[at].column);
        let is_aside = |&(item, at): &(&Item, usize)| match item.content {
            Content::Blank => true,
            Content::Text => remarks || names(&around.units, item) || names(&around.counted, item),
            // it may be one of the form's, in a row that has slipped, but not where all of these are there
            _ => remarks && (stands_alone(items, at) || stands_behind_a_sum(items, at)),
        };
        dropped.extend(column.filter(is_aside).map(|(_, at)| at));
    }
    if dropped.is_empty() {
        return None;
    }
    dropped.sort_unstable();
    Some(stream.filtered(|at| dropped.binary_search(&at).is_err()))
}

/// Whether nothing stands behind an item in its line.
fn is_last(items: &[Item], at: usize) -> bool {
    items.get(at + 1).is_none_or(|next| next.row != items[at].row)
}

/// Whether the other cells of figures in the line of an item are there and empty.
fn stands_alone(items: &[Item], at: usize) -> bool {
    let before = items[..at].iter().rev().take_while(|item| item.row == items[at].row).filter(|item| item.is_value());
    let mut before = before.peekable();
    before.peek().is_some() && before.all(|item| item.content == Content::Blank)
}

/// Whether the other figures in the line of an item are so many that it has a total, without an empty cell among them, and the
/// last is the sum of the others.
fn stands_behind_a_sum(items: &[Item], at: usize) -> bool {
    const LEAST: usize = 5;
    let before = items[..at].iter().rev().take_while(|item| item.row == items[at].row && item.is_value());
    let figures: Option<Vec<f64>> = before
        .map(|item| match item.content {
            Content::Figure(value, _) => Some(value),
            _ => None,
        })
        .collect();
    let Some([total, others @ ..]) = figures.as_deref() else { return false };
    others.len() + 1 >= LEAST && (others.iter().sum::<f64>() - total).abs() < f64::EPSILON
}

/// Whether the line of an item, or one below it before the table's next figure, names columns of a form's table that has
/// columns.
fn stands_in_header(stream: &Stream, at: usize, index: &LabelIndex, forms: &Forms) -> bool {
    let items = &stream.items;
    let from = items[..at].iter().rposition(|item| item.row != items[at].row).map_or(0, |before| before + 1);
    let is_header =
        |&other: &usize| items[other].table == items[at].table && !matches!(items[other].content, Content::Figure(..));
    let mut header = (from..items.len()).take_while(is_header);
    header.any(|other| {
        let meanings = index.exact(stream.canon(other, other)).iter();
        let mut columns = meanings.filter(|meaning| matches!(meaning.role, Role::Column(_)));
        columns.any(|meaning| {
            let table = forms.tables.get(usize::from(meaning.table));
            table.is_some_and(|table| table.arrangement != Arrangement::List)
        })
    })
}
