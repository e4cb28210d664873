//! What counts as a blank: ASCII space and controls, NBSP, the full-width space, zero-width marks.
//!
//! Chinese pages pad with all of them, so every reader trims and collapses by this one table.

use super::Span;

/// Length in bytes of the blank that starts at `at`, 0 where none does.
#[inline]
pub(super) fn len_at(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(0..=0x20 | 0x7F) => 1,
        Some(0xC2) => 2 * usize::from(matches!(bytes.get(at + 1), Some(0x85 | 0xA0))),
        Some(lead @ (0xE2 | 0xE3 | 0xEF)) => match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(&second), Some(&third)) => 3 * usize::from(is_wide_blank(*lead, second, third)),
            _ => 0,
        },
        _ => 0,
    }
}

#[inline]
fn is_wide_blank(lead: u8, second: u8, third: u8) -> bool {
    match (lead, second) {
        (0xE3, 0x80) => third == 0x80,
        // U+202E turns the order of letters round and is kept: behind it, 14 is seen as 41.
        (0xE2, 0x80) => matches!(third, 0x80..=0x8F | 0xA8..=0xAD | 0xAF),
        (0xE2, 0x81) => matches!(third, 0x9F | 0xA0),
        (0xEF, 0xBB) => third == 0xBF,
        _ => false,
    }
}

/// Whether the blank that starts at `at` takes no room on the page at all.
pub(super) fn is_zero_width(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..at + 3) {
        Some([0xE2, 0x80, third]) => matches!(third, 0x8B..=0x8F | 0xAA..=0xAD),
        Some(three) => three == [0xE2, 0x81, 0xA0] || three == [0xEF, 0xBB, 0xBF],
        None => false,
    }
}

/// Whether a character is not seen: a zero-width blank or joiner, a soft hyphen, a byte order mark, a mark of the
/// writing direction. Those that turn the direction round are not among them: digits between them stand in
/// another order than they are read.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The part of `span` without blanks at its ends; empty, at its start, where all is blank.
#[inline]
pub(super) fn trim(text: &str, span: Span) -> Span {
    let bytes = text.as_bytes().get(..span.end).unwrap_or_default();
    let mut start = span.start;
    loop {
        match len_at(bytes, start) {
            0 => break,
            len => start += len,
        }
    }
    if start >= span.end {
        return span.start..span.start;
    }
    let mut end = bytes.len();
    while let Some(len) = len_before(bytes, end) {
        end -= len;
    }
    start..end
}

#[inline]
fn len_before(bytes: &[u8], end: usize) -> Option<usize> {
    let last = *bytes.get(end.checked_sub(1)?)?;
    let len = match last {
        0..=0x20 | 0x7F => 1,
        0x80..=0xBF => {
            if end >= 2 && len_at(bytes, end - 2) == 2 {
                2
            } else if end >= 3 && len_at(bytes, end - 3) == 3 {
                3
            } else {
                return None;
            }
        }
        _ => return None,
    };
    Some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_every_kind_are_trimmed() {
        let text = "\u{feff}\u{3000}\u{a0} \t一、总体 情况\u{200b}\u{3000}\r";
        assert_eq!(&text[trim(text, 0..text.len())], "一、总体 情况");
        assert_eq!(trim(" \u{202e}14\u{202c} ", 0..10), 1..6);
        assert_eq!(trim(" \u{3000} ", 1..5), 1..1);
        assert_eq!(trim("", 0..0), 0..0);
        assert_eq!(trim("“引”", 0..9), 0..9);
    }
}
