//! Columns of a table that the form does not have, and whose name says what they hold: units of what is counted, remarks.
//!
//! Words that stand in them are none of the form's. A column is believed to be one where its name stands
//! in a header with names of the form's columns. Sums of money whose unit is told there keep it beside them, unless it is the
//! form's.

use std::collections::HashMap;

use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms};
use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Role};
use super::rows::HEADER_REACH;
use crate::document::Document;

/// A column of a table, as its items name both.
type Column = (Option<u32>, Option<(u32, u32)>);

/// The stream without such columns; `None` where there are none.
pub fn without(document: &Document, stream: &Stream, index: &LabelIndex, forms: &Forms) -> Option<Stream> {
    let (items, around) = (&stream.items, &forms.around);
    let text = document.text();
    let is_one = |words: &[String], item: &Item| words.iter().any(|word| is_written(&text[item.span.clone()], word));
    // The columns of the tables so far, and whether they hold remarks.
    let mut known: HashMap<Column, bool> = HashMap::new();
    let mut dropped: Vec<usize> = Vec::new();
    let is_unit = |item: &Item| {
        let mut words = text[item.span.clone()].split(['、', '/', '／']);
        words.all(|unit| around.counted.iter().any(|word| is_written(unit, word)))
    };
    // Whether a header between pipes has named such a column: its lines may have other numbers of cells than the rows.
    let mut is_piped = false;
    for (at, item) in items.iter().enumerate() {
        if item.walled && item.column.is_none() && item.content == Content::Text {
            is_piped |= is_one(&around.units, item) && stands_in_header(stream, at, index, forms);
            if is_piped && stands_before_figures(items, at) && is_unit(item) {
                dropped.push(at);
            }
        }
        if item.table.is_none() || !matches!(item.column, Some((_, 1))) {
            continue;
        }
        let column = (item.table, item.column);
        if item.content == Content::Text {
            let remarks = is_one(&around.remarks, item) && is_last(items, at);
            let names_one = remarks || is_one(&around.units, item);
            let is_new = names_one && known.get(&column).is_none_or(|known| !known & remarks);
            if is_new && stands_in_header(stream, at, index, forms) {
                *known.entry(column).or_default() |= remarks;
            }
        }
        let Some(&remarks) = known.get(&column) else { continue };
        let is_aside = match item.content {
            Content::Blank => true,
            Content::Text => remarks || is_one(&around.units, item) || is_unit(item),
            // it may be one of the form's, in a row that has slipped, but not where all of these are there
            _ => remarks && (stands_alone(items, at) || stands_behind_a_sum(items, at)),
        };
        if is_aside {
            dropped.push(at);
        }
    }
    (!dropped.is_empty()).then(|| stream.filtered(|at| dropped.binary_search(&at).is_err()))
}

/// Whether a text is a word, however many blanks stand in it.
fn is_written(text: &str, word: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).eq(word.chars())
}

/// Whether words stand before an item in its line, and nothing but cells of figures behind it.
fn stands_before_figures(items: &[Item], at: usize) -> bool {
    let of_line = |item: &&Item| item.row == items[at].row;
    let mut behind = items[at + 1..].iter().take_while(of_line).peekable();
    let named = items[..at].last().filter(of_line).is_some_and(|before| before.content == Content::Text);
    named && behind.peek().is_some() && behind.all(Item::is_value)
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
/// columns, within the reach of a header.
fn stands_in_header(stream: &Stream, at: usize, index: &LabelIndex, forms: &Forms) -> bool {
    let items = &stream.items;
    let before = items[..at].iter().rev().take(HEADER_REACH).take_while(|item| item.row == items[at].row).count();
    let is_header =
        |&other: &usize| items[other].table == items[at].table && !matches!(items[other].content, Content::Figure(..));
    let mut header = (at - before..items.len()).take(before + HEADER_REACH).take_while(is_header);
    header.any(|other| {
        let meanings = index.exact(stream.canon(other, other)).iter();
        let mut columns = meanings.filter(|meaning| matches!(meaning.role, Role::Column(_)));
        columns.any(|meaning| {
            let table = forms.tables.get(usize::from(meaning.table));
            table.is_some_and(|table| table.arrangement != Arrangement::List)
        })
    })
}
