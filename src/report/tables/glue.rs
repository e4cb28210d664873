//! Pages whose cells are glued together: `…申请数量810030084二、上年结转…`.
//!
//! No border is left between label and figures, so the labels themselves are the borders: they are
//! searched anywhere in the text, and what stands between them is digits or other words. The ordinal of
//! the next label, as in `00000002.其他…`, belongs to that label.

use super::super::Place;
use super::super::canon::fold;
use super::super::figure::{Content, classify};
use super::super::items::{SENTENCE_GOES_ON, Stream, is_page_mark, places};
use super::labels::{LabelIndex, Role};
use crate::document::{Block, Document, Span, is_unseen};

/// Different rows of one table that must stand in the text before it is taken for a glued one.
const LEAST_ROWS: usize = 8;

/// The stream of a page whose cells are glued, or `None` where too few labels stand in the text.
pub fn unglue(document: &Document, index: &LabelIndex) -> Option<Stream> {
    let mut splitter = Splitter { text: document.text(), index, stream: Stream::default(), row: 0, rows: Vec::new() };
    for block in &document.blocks {
        if let Block::Line(line) = block {
            splitter.row += 1;
            if is_page_mark(&document.text()[line.span.clone()]) {
                continue;
            }
            splitter.line(&line.span, places::of_line(document, line));
        }
    }
    splitter.rows.sort_unstable();
    splitter.rows.dedup();
    splitter.stream.glued = true;
    (splitter.rows.len() >= LEAST_ROWS).then_some(splitter.stream)
}

struct Splitter<'a> {
    text: &'a str,
    index: &'a LabelIndex,
    stream: Stream,
    row: u32,
    /// Rows met, as (table, row).
    rows: Vec<(u8, u8)>,
}

impl Splitter<'_> {
    fn line(&mut self, span: &Span, place: Place) {
        let mut canon = String::with_capacity(span.len());
        let mut origin = Vec::with_capacity(span.len());
        for (at, c) in self.text[span.clone()].char_indices() {
            if let Some(folded) = fold(c) {
                canon.push(folded);
                origin.resize(canon.len(), (span.start + at, span.start + at + c.len_utf8()));
            }
        }
        let mut at = span.start;
        let mut from = 0;
        while let Some(label) = self.index.first_in(&canon[from..]) {
            let label = from + label.start..from + label.end;
            // A digit that runs into the words is a figure's, not an ordinal's: `0273其他…`.
            let ordinal = canon.as_bytes()[label.start].is_ascii_digit();
            if ordinal && origin.get(label.start + 1).is_some_and(|next| next.0 == origin[label.start].1) {
                from = label.start + 1;
                continue;
            }
            from = label.end;
            let (start, end) = (origin[label.start].0, origin[label.end - 1].1);
            let rows = self.index.exact(&canon[label]).iter().filter(|m| !m.bare).filter_map(|m| match m.role {
                Role::Row(row) => Some((m.table, row)),
                _ => None,
            });
            self.rows.extend(rows);
            self.between(at..start, place);
            self.push(start..end, Content::Text, place);
            at = end;
        }
        self.between(at..span.end, place);
    }

    /// Words and digits between two labels.
    fn between(&mut self, span: Span, place: Place) {
        let text = &self.text[span.clone()];
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+') || is_unseen(c);
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let digits = rest.len() - rest.trim_start_matches(digit).len();
            let length = if digits > 0 { digits } else { rest.find(digit).unwrap_or(rest.len()) };
            let piece = &rest[..length];
            let trimmed = piece.trim();
            // Brackets, quotes and dots are what is left of a label beside it.
            let page_mark = digits > 0
                && text[..at].trim_end().ends_with(is_dash)
                && rest[length..].trim_start().starts_with(is_dash);
            if !page_mark && trimmed.chars().any(|c| fold(c).is_some()) {
                let start = span.start + at + piece.find(trimmed).unwrap_or(0);
                let follows = rest[length..].starts_with(SENTENCE_GOES_ON);
                let content = match classify(trimmed) {
                    _ if digits == 0 || follows => Content::Text,
                    Content::Figure(..) | Content::Glued => Content::Glued,
                    other => other,
                };
                self.push(start..start + trimmed.len(), content, place);
            }
            at += length;
        }
    }

    fn push(&mut self, span: Span, content: Content, place: Place) {
        self.stream.push(self.text, span, content, place, false, self.row);
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '－' | '–' | '―' | '─')
}
