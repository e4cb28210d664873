//! Whether a page's tables between pipes or tabs have lost walls, so that one cell holds the figures of several.
//!
//! `12 345` between two pipes is one figure with its thousands apart, or two figures whose wall is gone. What
//! the page's other cells hold tells: `0 0 0` in one of them is never one figure.

use super::super::figure::{Content, begins_words, classify, classify_walled, is_blank};
use crate::document::{Block, Document};

/// Whether the text is two figures or marks, or more, with blanks between.
pub(super) fn holds_figures_only(text: &str) -> bool {
    // Two of them and a blank.
    const LEAST: usize = 3;
    if text.len() < LEAST || begins_words(text) {
        return false;
    }
    let mut pieces = text.split_whitespace().filter(|piece| !is_blank(piece)).peekable();
    pieces.next().is_some_and(is_value) && pieces.peek().is_some() && pieces.all(is_value)
}

/// Whether some cell between such walls holds several figures that cannot be one.
pub(super) fn are_lost(document: &Document, is_wall: fn(char) -> bool) -> bool {
    document.blocks.iter().any(|block| {
        let Block::Line(line) = block else { return false };
        let text = &document.text()[line.span.clone()];
        text.contains(is_wall)
            && text
                .split(is_wall)
                .map(str::trim)
                .any(|cell| holds_figures_only(cell) && !matches!(classify_walled(cell), Content::Figure(..)))
    })
}

fn is_value(text: &str) -> bool {
    !matches!(classify(text), Content::Text)
}
