//! Where figures and words stand on the lines of a text.
//!
//! Programs that keep a page's layout count an ideograph as one column of a line or as two; so both are tried.

use std::ops::Range;

use super::super::figure::Content;
use super::super::items::{Item, Stream};
use crate::document::Document;

/// Blanks between columns; a single blank may part words.
const LEAST_GAP: usize = 2;
/// Lines of spread figures that make a text one that keeps its layout.
const LAID_OUT: usize = 3;
/// Longest line of a page, in bytes.
const LONGEST: usize = 1000;

/// A stretch of a line for each column of a table.
pub(super) type Zones = Vec<Range<usize>>;

/// A line of figures.
#[derive(Debug)]
pub(super) struct Line {
    /// Where it begins in the text.
    pub start: usize,
    /// Figures are more than a single blank apart.
    is_spread: bool,
    /// Where its figures stand, in either way to count.
    pub columns: [Vec<Range<usize>>; 2],
    /// The figures; `None` for a mark.
    pub values: Vec<Option<f64>>,
}

impl Line {
    /// The figures from one item to another that are on the first one's line; `None` where walls or tabs part them.
    pub fn of(document: &Document, stream: &Stream, figures: &Range<usize>) -> Option<Self> {
        let text = document.text();
        let items = &stream.items[figures.clone()];
        let plain = |item: &Item| !item.walled && matches!(item.content, Content::Figure(..) | Content::Mark);
        let first = items.first().filter(|_| items.iter().all(plain))?.span.start;
        let start = line_start(text, first)?;
        let of_line = items.iter().take_while(|item| item.row == items[0].row);
        let value = |item: &Item| match item.content {
            Content::Figure(value, _) => Some(value),
            _ => None,
        };
        let values = of_line.clone().map(value).collect();
        let last = of_line.clone().last()?.span.end;
        if text.get(start..last)?.contains('\t') {
            return None;
        }
        let (mut narrow, mut wide) = (Vec::new(), Vec::new());
        let (mut at, mut counted) = (start, [0, 0]);
        let mut is_spread = true;
        for item in of_line {
            let before = text.get(at..item.span.start)?;
            is_spread &= before.chars().rev().take_while(|c| c.is_whitespace()).count() >= LEAST_GAP;
            let own = text.get(item.span.clone())?;
            let from = [counted[0] + count(before, 1), counted[1] + count(before, 2)];
            counted = [from[0] + count(own, 1), from[1] + count(own, 2)];
            narrow.push(from[0]..counted[0]);
            wide.push(from[1]..counted[1]);
            at = item.span.end;
        }
        Some(Self { start, is_spread, columns: [narrow, wide], values })
    }

    /// The same, if its figures are spread. Most lines are told by what stands before their first figure.
    pub fn spread(document: &Document, stream: &Stream, figures: &Range<usize>) -> Option<Self> {
        let first = stream.items.get(figures.start)?.span.start;
        let mut before = document.text().get(..first)?.chars().rev().take(LEAST_GAP);
        if !before.all(char::is_whitespace) {
            return None;
        }
        Self::of(document, stream, figures).filter(|line| line.is_spread)
    }
}

/// Where the line of a place begins; `None` where the place is too far in it to be on a page's line.
pub(super) fn line_start(text: &str, at: usize) -> Option<usize> {
    let from = at.saturating_sub(LONGEST);
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | 0x0C);
    match text.as_bytes()[from..at].iter().rposition(ends) {
        Some(end) => Some(from + end + 1),
        None => (from == 0).then_some(0),
    }
}

/// Columns of a text where an ideograph is counted for so many.
pub(super) fn count(text: &str, ideograph: usize) -> usize {
    text.chars().map(|c| if c.is_ascii() || c == '\u{a0}' { 1 } else { ideograph }).sum()
}

/// Whether a text keeps its page's layout: lines show figures with runs of blanks between them.
pub fn is_laid_out(document: &Document, stream: &Stream) -> bool {
    let items = &stream.items;
    let (mut at, mut spread) = (0, 0);
    while at < items.len() && spread < LAID_OUT {
        let run = run_of_line(items, at, items.len());
        if run >= 2 && Line::spread(document, stream, &(at..at + run)).is_some() {
            spread += 1;
        }
        at += run.max(1);
    }
    spread >= LAID_OUT
}

/// The items on the line of one of them.
pub(super) fn line_of(items: &[Item], at: usize) -> Range<usize> {
    let is_on_it = |item: &&Item| item.row == items[at].row;
    let before = items[..at].iter().rev().take_while(is_on_it).count();
    at - before..at + items[at..].iter().take_while(is_on_it).count()
}

/// Figures on the line of an item, up to the first that stands elsewhere.
pub(super) fn run_of_line(items: &[Item], at: usize, end: usize) -> usize {
    items[at..end].iter().take_while(|item| item.is_value() && item.row == items[at].row).count()
}

/// The columns that figures stand in, if each stands in one of its own.
pub(super) fn places(figures: &[Range<usize>], zones: &[Range<usize>]) -> Option<Vec<usize>> {
    let place = |figure: &Range<usize>| {
        let mut meeting = (0..zones.len()).filter(|&z| zones[z].start < figure.end && figure.start < zones[z].end);
        meeting.next().filter(|_| meeting.next().is_none())
    };
    let places: Vec<usize> = figures.iter().map(place).collect::<Option<_>>()?;
    places.windows(2).all(|pair| pair[0] < pair[1]).then_some(places)
}
