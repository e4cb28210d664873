//! Two figures in each cell, where the page says what the second one is: `12（15）` below `括号内为上年数`.
//!
//! Then the first is the cell's. Where nothing says so, neither is claimed.

use super::super::figure::{Content, first_of_pair};
use super::super::items::Stream;
use crate::document::Document;

/// The stream with the first figure of each pair as its cell's, or `None` where there is no pair or none is explained.
/// `words` say that the second figure is an earlier year's.
pub fn told(document: &Document, stream: &Stream, words: &[String]) -> Option<Stream> {
    let text = document.text();
    let is_pair = |content: &Content| matches!(content, Content::Pair);
    let is_told = || words.iter().any(|word| text.contains(word.as_str()));
    if !stream.items.iter().any(|item| is_pair(&item.content)) || !is_told() {
        return None;
    }
    let mut told = Stream { items: stream.items.clone(), canon: stream.canon.clone(), glued: stream.glued };
    for item in told.items.iter_mut().filter(|item| is_pair(&item.content)) {
        item.content = first_of_pair(&text[item.span.clone()]).unwrap_or(item.content);
    }
    Some(told)
}
