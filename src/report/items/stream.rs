//! Items and the stream they stand in.

use super::super::Place;
use super::super::canon::fold_into;
use super::super::figure::{Content, classify_walled};
use crate::document::Span;

/// Longest text that can be a label, in bytes; anything longer is prose.
const LABEL_BYTES: usize = 240;
/// Longest run of punctuation that a line's end cuts off a label, in bytes.
const PUNCTUATION_BYTES: usize = 6;

/// One piece of text between borders.
#[derive(Debug, Clone)]
pub struct Item {
    /// Where it stands in the document's text.
    pub span: Span,
    /// What it is.
    pub content: Content,
    /// Its canonical form, a range of [`Stream::canon`]; empty unless it is a possible label.
    pub canon: std::ops::Range<usize>,
    /// Where it stands, for people.
    pub place: Place,
    /// The table it is in, if its cells have columns.
    pub table: Option<u32>,
    /// Column of its table, from 0, and the columns it covers.
    pub column: Option<(u32, u32)>,
    /// Whether its table is no real one but drawn with pipes, where a cell may have slipped into another column.
    pub drawn: bool,
    /// Whether borders are drawn around it.
    pub walled: bool,
    /// Whether its cell is merged over rows that have labels of their own: whose figure it is, nobody can tell.
    pub shared: bool,
    /// Whether it is nothing but symbols (`***`, `□`, `①`): no part of a label, and no figure.
    pub symbols: bool,
    /// Items of the same line, table row or pipe row share this number.
    pub row: u32,
}

/// All items of a document in reading order.
#[derive(Debug, Default)]
pub struct Stream {
    /// The items.
    pub items: Vec<Item>,
    /// Canonical forms of the text items, one after another.
    pub canon: String,
    /// Whether figures stand without borders between them, so that a run of digits is no number.
    pub glued: bool,
}

impl Stream {
    /// Appends an item that stands in no table, with its canonical form if it may be a label.
    pub fn push(&mut self, text: &str, span: Span, content: Content, place: Place, walled: bool, row: u32) {
        let from = self.canon.len();
        let is_short_text = matches!(content, Content::Text) && span.len() <= LABEL_BYTES;
        if is_short_text {
            fold_into(&mut self.canon, &text[span.clone()]);
        }
        let canon = from..self.canon.len();
        // What walls enclose was cut off from nothing.
        let symbols = is_short_text && canon.is_empty() && (walled || !is_punctuation(&text[span.clone()]));
        let (table, column, drawn, shared) = (None, None, false, false);
        self.items.push(Item { span, content, canon, place, table, column, drawn, walled, shared, symbols, row });
    }

    /// Appends a stretch of another stream's item, so many rows further down; what is only a part of it is read anew.
    pub fn push_part(&mut self, text: &str, item: &Item, span: Span, rows: u32) {
        let from = self.canon.len();
        let content = if span == item.span { item.content } else { classify_walled(&text[span.clone()]) };
        if matches!(content, Content::Text) && (span != item.span || !item.canon.is_empty()) {
            fold_into(&mut self.canon, &text[span.clone()]);
        }
        let canon = from..self.canon.len();
        self.items.push(Item { span, content, canon, row: item.row + rows, ..item.clone() });
    }

    /// The stream with some of its items.
    pub fn filtered(&self, keeps: impl Fn(usize) -> bool) -> Self {
        let mut kept = Self { glued: self.glued, ..Self::default() };
        kept.items.reserve(self.items.len());
        kept.canon.reserve(self.canon.len());
        for (_, item) in self.items.iter().enumerate().filter(|(at, _)| keeps(*at)) {
            let from = kept.canon.len();
            kept.canon.push_str(&self.canon[item.canon.clone()]);
            kept.items.push(Item { canon: from..kept.canon.len(), ..item.clone() });
        }
        kept
    }

    /// The canonical form of neighbouring items joined.
    pub fn canon(&self, first: usize, last: usize) -> &str {
        &self.canon[self.items[first].canon.start..self.items[last].canon.end]
    }
}

impl Item {
    /// Whether it is a cell of figures rather than words.
    pub fn is_value(&self) -> bool {
        !matches!(self.content, Content::Text)
    }

    /// Whether it is running prose, too long for a label. A bracket or a comma that a line's end cut off is none.
    pub fn is_prose(&self) -> bool {
        let is_words = matches!(self.content, Content::Text) && !self.symbols;
        is_words && self.canon.is_empty() && self.span.len() > PUNCTUATION_BYTES
    }
}

/// Whether a text is what ends or encloses words, and may be cut off from them; several dots stand for something left out.
fn is_punctuation(text: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || "，,。．.、；;：:！!()（）《》〈〉【】[]「」“”‘’\"'".contains(c);
    text.chars().all(is_mark) && !text.contains("..")
}
