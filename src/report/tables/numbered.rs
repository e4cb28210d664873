//! Running numbers of a table's rows (行次, 序号) between labels and figures, and of its columns below their names.
//!
//! They are no figures of the form. A column of them is told by its numbers: in every row of the table that has figures,
//! the first of them is greater than that of the row above, hardly any number is left out, and the rows have one
//! figure more than the form has columns. In a real table its header may tell it, too. A line of them holds nothing else
//! than 1, 2, 3 and so on: five figures or more of which the last is no sum.

use std::collections::HashSet;

use super::super::figure::{Content, visible};
use super::super::forms::{Arrangement, Forms};
use super::super::items::{Item, Stream};
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
    numbers.extend(below_their_name(document, stream, forms));
    numbers.extend(of_columns(document, stream));
    if numbers.is_empty() {
        return None;
    }
    numbers.sort_unstable();
    numbers.dedup();
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

/// The items below the cell of a real table that calls them running numbers: each is greater than the one above.
fn below_their_name(document: &Document, stream: &Stream, forms: &Forms) -> Vec<usize> {
    let items = &stream.items;
    let is_name = |at: &usize| {
        let item = &items[*at];
        let text = || document.text()[item.span.clone()].trim();
        item.table.is_some() && matches!(item.column, Some((_, 1))) && forms.around.ordinals.iter().any(|o| o == text())
    };
    let mut found: Vec<usize> = Vec::new();
    let mut known = HashSet::new();
    for name in (0..items.len()).filter(is_name) {
        if !known.insert((items[name].table, items[name].column)) {
            continue;
        }
        let below = items[name..].iter().take_while(|item| item.table == items[name].table);
        let below = below.zip(name..).filter(|(item, _)| item.column == items[name].column);
        let figures = below.filter(|(item, _)| matches!(item.content, Content::Figure(..))).map(|(_, at)| at);
        let figures: Vec<usize> = figures.collect();
        let numbers: Option<Vec<u32>> = figures.iter().map(|&at| running(document, stream, at)).collect();
        if numbers.is_some_and(|numbers| numbers.is_sorted_by(|above, below| above < below)) {
            found.extend(figures);
        }
    }
    found
}

/// The items of lines that hold 1, 2, 3 and so on, and nothing else but empty cells and short words before them (甲, 乙, 栏次).
fn of_columns(document: &Document, stream: &Stream) -> Vec<usize> {
    const LEAST: usize = 5;
    let mut found = Vec::new();
    let mut start = 0;
    for line in stream.items.chunk_by(|one, other| one.row == other.row) {
        let here = start..start + line.len();
        start = here.end;
        let is_short = |item: &&Item| document.text()[item.span.clone()].chars().nth(2).is_none();
        let is_figure = |item: &Item| matches!(item.content, Content::Figure(..));
        let words = line.iter().take_while(|item| !is_figure(item) && is_short(item)).count();
        let numbers = here.clone().skip(words).zip(1..);
        if line.len() >= words + LEAST
            && numbers.clone().all(|(at, number)| running(document, stream, at) == Some(number))
        {
            found.extend(numbers.map(|(at, _)| at));
        }
    }
    found
}

/// A whole number up to 99, which may begin with a zero.
fn running(document: &Document, stream: &Stream, at: usize) -> Option<u32> {
    let text = visible(document.text().get(stream.items[at].span.clone())?);
    let is_plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if is_plain { text.parse().ok() } else { None }
}
