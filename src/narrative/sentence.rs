//! Sentences: where the prose of a section is cut.
//!
//! A sentence ends after `。！？!?` and at a line break; semicolons and ASCII full stops end
//! nothing, because enumerations and numbers like `1.5` use them. Closing quotes and brackets
//! stay with the sentence they close. Spans are trimmed; empty ones are dropped.

use crate::document::Span;

/// Marks that may end a sentence.
pub(super) const MARKS: [char; 9] = ['。', '！', '？', '!', '?', '\n', '\r', '\u{2028}', '\u{2029}'];

/// Where a sentence ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ending {
    /// Byte after the sentence, with its closing marks.
    pub(super) end: usize,
    /// Byte where the next one may begin.
    pub(super) next: usize,
}

/// Whether, and where, the mark at byte `at` ends a sentence.
pub(super) fn ending(text: &str, at: usize) -> Option<Ending> {
    let mut chars = text.get(at..)?.chars();
    let c = chars.next()?;
    let next = at + c.len_utf8();
    if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}') {
        return Some(Ending { end: at, next });
    }
    let ahead = chars.clone().next();
    // `?id=3` in an address ends no sentence
    if !is_end(c) || (c.is_ascii() && ahead.is_some_and(|next| next.is_ascii_alphanumeric() || next == '/')) {
        return None;
    }
    let closing = chars.take_while(|&next| is_end(next) || is_closing(next)).map(char::len_utf8).sum::<usize>();
    Some(Ending { end: next + closing, next: next + closing })
}

/// Byte of the first character from `at` on that is not blank.
pub(super) fn skip_blank(text: &str, at: usize) -> usize {
    text.len() - text.get(at..).unwrap_or_default().trim_start_matches(is_blank).len()
}

/// The span without blanks at its end.
pub(super) fn trim_end(text: &str, span: Span) -> Span {
    span.start..span.start + text.get(span.clone()).unwrap_or_default().trim_end_matches(is_blank).len()
}

/// Byte spans of the sentences of `text`, trimmed, in order.
pub fn split(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = skip_blank(text, 0);
    while start < text.len() {
        let mut from = start;
        let Ending { end, next } = loop {
            let Some(at) = candidate(text, from) else { break Ending { end: text.len(), next: text.len() } };
            match ending(text, at) {
                Some(ending) => break ending,
                None => from = at + 1,
            }
        };
        spans.push(trim_end(text, start..end));
        start = skip_blank(text, next);
    }
    spans
}

/// Position of the next character, from byte `from` on, that might end a sentence: told from
/// its first bytes, as most characters end none.
fn candidate(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let rest = bytes.get(from..)?;
    let may = |at: usize, byte: u8| match byte {
        b'\n' | b'\r' | b'!' | b'?' => true,
        0xE2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])),
        0xE3 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x82])),
        0xEF => matches!(bytes.get(at + 1..at + 3), Some([0xBC, 0x81 | 0x9F])),
        _ => false,
    };
    (from..).zip(rest).find(|&(at, &byte)| may(at, byte)).map(|(at, _)| at)
}

fn is_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?')
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '】' | '》' | '〉' | ')' | ']' | '"' | '\'')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        split(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn ends_after_full_stops_and_at_line_breaks() {
        assert_eq!(cut("一是加强培训;二是充实人员。\n\n三、 其他 \r\n"), ["一是加强培训;二是充实人员。", "三、 其他"]);
    }

    #[test]
    fn keeps_closing_marks_with_the_sentence() {
        assert_eq!(
            cut("他说:“可以。”会后(详见附件。)办理！！好"),
            ["他说:“可以。”", "会后(详见附件。)", "办理！！", "好"]
        );
    }

    #[test]
    fn full_stops_in_numbers_and_addresses_end_nothing() {
        assert_eq!(cut("公开1.5万条,见http://a.gov.cn/x?id=3。"), ["公开1.5万条,见http://a.gov.cn/x?id=3。"]);
    }

    #[test]
    fn trims_wide_and_invisible_blanks() {
        assert_eq!(cut("\u{feff}\u{3000}\u{3000}我局。\u{a0}\n\u{200b}\n"), ["我局。"]);
    }
}
