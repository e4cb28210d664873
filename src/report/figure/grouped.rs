//! Figures whose thousands are set apart by blanks.

use super::{CLOSING, Content, OPENING, begins_words, classify, numeric, visible};

/// Classifies the text of a cell that walls are drawn around: there a blank between groups of three digits
/// separates thousands, as in `12 345`. Elsewhere it stands between two figures.
pub fn classify_walled(text: &str) -> Content {
    match classify(text) {
        Content::Text if begins_words(text) => Content::Text,
        Content::Text => match without_group_blanks(&visible(text)) {
            Some(joined) => classify(&joined),
            None if first_of_pair(text).is_some() => Content::Pair,
            None => Content::Text,
        },
        content => content,
    }
}

/// The first of two figures side by side: the second stands in brackets or behind a stroke.
pub fn first_of_pair(text: &str) -> Option<Content> {
    let (at, stroke) = text.char_indices().find(|(_, c)| OPENING.contains(c) || matches!(c, '/' | '／'))?;
    let (first, second) = (&text[..at], &text[at + stroke.len_utf8()..]);
    let second = match OPENING.contains(&stroke) {
        true => second.strip_suffix(CLOSING)?,
        false => second,
    };
    let figure = |text: &str| Some(classify(text.trim())).filter(|content| matches!(content, Content::Figure(..)));
    figure(second)?;
    figure(first)
}

/// The text without the blanks between its groups of three digits; `None` where digits are grouped otherwise.
fn without_group_blanks(text: &str) -> Option<String> {
    let begins = text.chars().next().is_some_and(|c| numeric(c).is_some());
    if !begins || text.len() > 64 {
        return None;
    }
    let digit = |c: &char| numeric(*c).is_some_and(|b| b.is_ascii_digit());
    let mut parts = text.split([' ', '\u{a0}', '\u{2007}', '\u{2009}', '\u{202f}', '\u{3000}']);
    let first = parts.next()?;
    let body = first.trim_start_matches(|c| numeric(c).is_some_and(|b| matches!(b, b'+' | b'-')));
    if body.is_empty() || body.chars().count() > 3 || !body.chars().all(|c| digit(&c)) {
        return None;
    }
    let mut joined = first.to_owned();
    let mut groups = 0;
    for part in parts.by_ref() {
        match part.chars().take_while(digit).count() {
            3 => joined.push_str(part),
            0 if groups > 0 => {
                joined.push_str(part);
                break;
            }
            _ => return None,
        }
        groups += 1;
        if part.chars().nth(3).is_some() {
            break;
        }
    }
    // What follows the number may hold blanks of its own, but no further figures outside a remark.
    for part in parts {
        joined.push(' ');
        joined.push_str(part);
    }
    (groups > 0).then_some(joined)
}
