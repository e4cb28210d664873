//! A label whose lines stand below each other at one place of the page, around the figures of its row.
//!
//! In a text that keeps its page's layout, lines of a wrapped label lie between words of other cells: heads of groups,
//! letters of a vertical label. What begins at one place of the line is one cell's. Lines above and below the figures
//! (or beside them) that begin at one place and together are exactly a row's label are that label.

use std::ops::Range;

use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Labelled, Role};
use super::on_line::{count, line_start};
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
    let around = Around::of(document, stream, from, figures)?;
    let mut found: Option<Vec<usize>> = None;
    for way in [0, 1] {
        for anchor in 0..around.words.len() {
            let column = around.beginning_at(anchor, way);
            let labels = runs(&column)
                .filter(|lines| around.are_beside(lines, anchor, way) && is_row(stream, labelled, index, lines));
            for lines in labels {
                match &found {
                    Some(known) if known.as_slice() != lines => return None,
                    _ => found = Some(lines.to_vec()),
                }
            }
        }
    }
    found
}

/// Lines of a column that follow one another, two or more.
fn runs(column: &[usize]) -> impl Iterator<Item = &[usize]> {
    let ends = move |first: usize| first + 1..column.len().min(first + MOST_LINES);
    (0..column.len()).flat_map(move |first| ends(first).map(move |last| &column[first..=last]))
}

/// The words around a row of figures, and where they stand in their lines.
struct Around<'a> {
    document: &'a Document,
    items: &'a [Item],
    /// The row of the figures, and where in their line they begin, in either way to count.
    row: u32,
    figures: [usize; 2],
    words: Vec<usize>,
    lefts: Vec<[usize; 2]>,
}

impl<'a> Around<'a> {
    fn of(document: &'a Document, stream: &'a Stream, from: usize, figures: &Range<usize>) -> Option<Self> {
        let items = &stream.items[..];
        let row = items.get(figures.start)?.row;
        // The comma of a vertical label is a word too.
        let plain = |item: &Item| !item.walled && !item.is_value() && !item.symbols && item.span.len() <= MOST_BYTES;
        let near = |at: &usize| plain(&items[*at]) && items[*at].row.abs_diff(row) <= REACH;
        let mut words: Vec<usize> = (from..figures.start).rev().take(MOST_WORDS).take_while(near).collect();
        words.reverse();
        words.extend((figures.end..items.len()).take(MOST_WORDS).take_while(near));
        if words.len() < 2 {
            return None;
        }
        let left = |at: usize| left(document.text(), items[at].span.start);
        let lefts = words.iter().map(|&at| left(at)).collect::<Option<_>>()?;
        Some(Self { document, items, row, figures: left(figures.start)?, words, lefts })
    }

    /// Words that begin where one of them does.
    fn beginning_at(&self, anchor: usize, way: usize) -> Vec<usize> {
        let is_there = |word: &usize| self.lefts[*word][way].abs_diff(self.lefts[anchor][way]) <= APART;
        (0..self.words.len()).filter(is_there).map(|word| self.words[word]).collect()
    }

    /// Where in its line a word ends.
    fn end(&self, at: usize, way: usize) -> usize {
        let before = self.words.iter().position(|&word| word == at).map_or(0, |word| self.lefts[word][way]);
        before + self.document.text().get(self.items[at].span.clone()).map_or(0, |own| count(own, way + 1))
    }

    /// Whether lines stand around the figures' line as the lines of its label do.
    fn are_beside(&self, lines: &[usize], anchor: usize, way: usize) -> bool {
        let items = self.items;
        let rows = items[lines[0]].row..=items[lines[lines.len() - 1]].row;
        let apart = lines.windows(2).all(|pair| items[pair[0]].row < items[pair[1]].row);
        // Labels stand left of the figures and right of all other words; only these figures are theirs.
        let beside = |&at: &usize| match items.get(at + 1).filter(|next| next.row == items[at].row) {
            Some(next) => next.is_value() && next.row == self.row,
            None => self.end(at, way) <= self.figures[way],
        };
        // What begins further right between its lines is the label; this is the head of its group.
        let is_rightmost = |word: usize| {
            !rows.contains(&items[self.words[word]].row) || self.lefts[word][way] <= self.lefts[anchor][way] + APART
        };
        rows.contains(&self.row) && apart && (0..self.words.len()).all(is_rightmost) && lines.iter().all(beside)
    }
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
