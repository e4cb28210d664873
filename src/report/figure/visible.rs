//! What of a text is seen: characters that take no room are no part of a figure.

use std::borrow::Cow;

use crate::document::is_unseen;

/// Whether a text shows nothing but blanks.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_unseen(c))
}

/// A text without what is not seen in it and without blanks at its ends.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Few texts hold a byte that one of these characters begins with.
    let may_begin = |b: &u8| matches!(b, 0xC2 | 0xE1 | 0xE2 | 0xEF);
    if !text.as_bytes().iter().any(may_begin) || !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let seen: String = text.chars().filter(|&c| !is_unseen(c)).collect();
    Cow::Owned(seen.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_no_room_is_taken_off_and_nothing_else() {
        assert_eq!(visible("\u{feff}1\u{200b}2\u{2060}\u{ad} "), "12");
        assert_eq!(visible("1\u{200d} 2"), "1 2");
        assert!(matches!(visible("规章（一）"), Cow::Borrowed(_)));
        assert_eq!(visible("\u{202e}21"), "\u{202e}21");
        assert!(is_blank(" \u{200b}\u{3000}") && !is_blank("\u{200b}0"));
    }
}
