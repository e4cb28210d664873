//! A label whose lines stand below each other at one place of the page, around the figures of its row.
//!
//! In a text that keeps its page's layout, lines of a wrapped label lie between words of other cells: heads of groups,
//! letters of a vertical label. What begins at one place of the line is one cell's. Lines above and below the figures
//! (or beside them) that begin at one place and together are exactly a row's label are that label.

use std::ops::Range;

use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Labelled, Role};
use super::lined::{count, line_start};
use crate::document::Document;

/// Lines above and below the figures that are looked at; page marks and vertical letters count too.
const REACH: u32 = 6;
/// Columns that the beginnings of lines may be apart.
const APART: usize = 1;
/// Words before and behind the figures that are looked at.
const MOST_WORDS: usize = 24;
/// Bytes of a label's line.
const MOST_BYTES: usize = 120;
/// Lines of one label.
const MOST_LINES: usize = 5;

/// The items of the label around figures, in order.
pub fn label(
    document: &Document,
    stream: &Stream,
    labelled: &Labelled,
    index: &LabelIndex,
    from: usize,
    figures: &Range<usize>,
) -> Option<Vec<usize>> {
    let items = &stream.items;
    let row = items.get(figures.start)?.row;
    // The comma of a vertical label is a word too.
    let plain = |item: &Item| !item.walled && !item.is_value() && item.span.len() <= MOST_BYTES;
    let near = |at: &usize| plain(&items[*at]) && items[*at].row.abs_diff(row) <= REACH;
    let mut words: Vec<usize> = (from..figures.start).rev().take(MOST_WORDS).take_while(near).collect();
    words.reverse();
    words.extend((figures.end..items.len()).take(MOST_WORDS).take_while(near));
    if words.len() < 2 {
        return None;
    }
    let lefts: Vec<[usize; 2]> =
        words.iter().map(|&at| left(document.text(), items[at].span.start)).collect::<Option<_>>()?;
    let figures = left(document.text(), items[figures.start].span.start)?;
    let end = |at: usize, way: usize| {
        let before = words.iter().position(|&word| word == at).map_or(0, |word| lefts[word][way]);
        before + document.text().get(items[at].span.clone()).map_or(0, |own| count(own, way + 1))
    };
    let mut found: Option<Vec<usize>> = None;
    for way in [0, 1] {
        let to = figures[way];
        for anchor in 0..words.len() {
            let column: Vec<usize> = (0..words.len())
                .filter(|&word| lefts[word][way].abs_diff(lefts[anchor][way]) <= APART)
                .map(|word| words[word])
                .collect();
            for first in 0..column.len() {
                for last in first + 1..column.len().min(first + MOST_LINES) {
                    let lines = &column[first..=last];
                    let around = items[lines[0]].row <= row && row <= items[lines[lines.len() - 1]].row;
                    let apart = lines.windows(2).all(|pair| items[pair[0]].row < items[pair[1]].row);
                    // Labels stand left of the figures and right of all other words; only these figures are theirs.
                    let beside = |&at: &usize| match items.get(at + 1).filter(|next| next.row == items[at].row) {
                        Some(next) => next.is_value() && next.row == row,
                        None => end(at, way) <= to,
                    };
                    // What begins further right between its lines is the label; this is the head of its group.
                    let rows = items[lines[0]].row..=items[lines[lines.len() - 1]].row;
                    let is_rightmost = (0..words.len()).all(|word| {
                        !rows.contains(&items[words[word]].row) || lefts[word][way] <= lefts[anchor][way] + APART
                    });
                    if !around
                        || !apart
                        || !is_rightmost
                        || !lines.iter().all(beside)
                        || !is_row(stream, labelled, index, lines)
                    {
                        continue;
                    }
                    match &found {
                        Some(known) if known.as_slice() != lines => return None,
                        _ => found = Some(lines.to_vec()),
                    }
                }
            }
        }
    }
    found
}

/// Whether lines are a row's label together, and none of them is another's.
fn is_row(stream: &Stream, labelled: &Labelled, index: &LabelIndex, lines: &[usize]) -> bool {
    let whole: String = lines.iter().map(|&at| stream.canon(at, at)).collect();
    index.exact(&whole).iter().any(|meaning| {
        matches!(meaning.role, Role::Row(_))
            && lines.iter().filter_map(|&at| labelled.of_item[at]).all(|label| {
                let label = &labelled.labels[label as usize];
                label.distance > 0 || label.meanings.iter().any(|m| (m.table, m.role) == (meaning.table, meaning.role))
            })
    })
}

/// Where in its line a place is, in either way to count.
fn left(text: &str, at: usize) -> Option<[usize; 2]> {
    let before = text.get(line_start(text, at)?..at)?;
    Some([count(before, 1), count(before, 2)])
}
