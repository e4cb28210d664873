//! Two figures in each cell, where the page says what the second one is: `12（15）` below `括号内为上年数`.
//!
//! Then the first is the cell's. Where nothing says so, neither is claimed.

use super::super::figure::{Content, first_of_pair};
use super::super::forms::Forms;
use super::super::items::Stream;
use crate::document::Document;

/// The stream with the first figure of each pair as its cell's, or `None` where there is no pair or none is explained as
/// one of a year before the report's.
pub fn told(document: &Document, stream: &Stream, forms: &Forms, year: Option<i16>) -> Option<Stream> {
    let text = document.text();
    let is_pair = |content: &Content| matches!(content, Content::Pair);
    let is_told =
        || forms.around.in_pairs.iter().any(|word| text.contains(word.as_str())) || is_dated(text, forms, year);
    if !stream.items.iter().any(|item| is_pair(&item.content)) || !is_told() {
        return None;
    }
    let mut told = stream.filtered(|_| true);
    for item in told.items.iter_mut().filter(|item| is_pair(&item.content)) {
        item.content = first_of_pair(&text[item.span.clone()]).unwrap_or(item.content);
    }
    Some(told)
}

/// Whether a page says that figures in brackets are those of a year, and of no other than earlier ones:
/// `括号内为2021年数`.
fn is_dated(text: &str, forms: &Forms, year: Option<i16>) -> bool {
    let Some(own) = year else { return false };
    let mentions = forms.around.in_brackets.iter().flat_map(|word| text.match_indices(word.as_str()));
    let mut years = mentions.filter_map(|(at, word)| year_at(&text[at + word.len()..])).peekable();
    years.peek().is_some() && years.all(|year| year < own)
}

/// The year that a text begins with.
fn year_at(text: &str) -> Option<i16> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    if text[4..].starts_with('年') { digits.parse().ok() } else { None }
}
