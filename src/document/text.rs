//! Text reader: one block for each line that is not blank.
//!
//! What a line holds (a heading, cells between pipes, cells glued together) is not decided here.
//! Form feeds and the Unicode line separator part a line without counting as one.

use super::{Block, Line, Span, blank};

/// The lines of a text; spans point into it.
pub(super) fn lines(text: &str) -> Vec<Block> {
    let bytes = text.as_bytes();
    let mut reader = Reader {
        text,
        separators: has_separators(bytes),
        blocks: Vec::with_capacity(bytes.len() / 48 + 4),
        number: 1,
        blank_above: 0,
        line_is_blank: true,
    };
    let mut start = 0;
    for at in memchr::memchr3_iter(b'\n', b'\r', 0x0C, bytes) {
        reader.part(start..at);
        start = at + 1;
        let ends_line = match bytes[at] {
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            byte => byte == b'\n',
        };
        if ends_line {
            reader.end_line();
        }
    }
    reader.part(start..bytes.len());
    reader.blocks
}

fn has_separators(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, "\u{2028}".as_bytes()).is_some()
        || memchr::memmem::find(bytes, "\u{2029}".as_bytes()).is_some()
}

struct Reader<'t> {
    text: &'t str,
    separators: bool,
    blocks: Vec<Block>,
    number: u32,
    blank_above: u32,
    line_is_blank: bool,
}

impl Reader<'_> {
    fn part(&mut self, span: Span) {
        if !self.separators {
            return self.push(span);
        }
        let mut start = span.start;
        for (at, mark) in self.text[span.clone()].match_indices(['\u{2028}', '\u{2029}']) {
            let end = span.start + at;
            self.push(start..end);
            start = end + mark.len();
        }
        self.push(start..span.end);
    }

    fn push(&mut self, span: Span) {
        let span = blank::trim(self.text, span);
        if span.is_empty() {
            return;
        }
        self.line_is_blank = false;
        self.blocks.push(Block::Line(Line {
            span,
            number: self.number,
            blank_above: std::mem::take(&mut self.blank_above),
        }));
    }

    fn end_line(&mut self) {
        self.number = self.number.saturating_add(1);
        if std::mem::replace(&mut self.line_is_blank, true) {
            self.blank_above = self.blank_above.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(&str, u32, u32)> {
        lines(text)
            .iter()
            .map(|block| match block {
                Block::Line(line) => (&text[line.span.clone()], line.number, line.blank_above),
                Block::Grid(_) => panic!("a text has no grids"),
            })
            .collect()
    }

    #[test]
    fn lines_keep_their_number_and_the_blanks_above() {
        assert_eq!(
            read("一、总体情况\n\n \u{3000}\n  规章 | 0 |\n0"),
            [("一、总体情况", 1, 0), ("规章 | 0 |", 4, 2), ("0", 5, 0)]
        );
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        assert_eq!(read("a\r\nb\rc\r\r\nd"), [("a", 1, 0), ("b", 2, 0), ("c", 3, 0), ("d", 5, 1)]);
    }

    #[test]
    fn page_breaks_part_a_line_without_counting() {
        assert_eq!(read("a\u{0c}b\n\u{0c}c\u{2028}d\n"), [("a", 1, 0), ("b", 1, 0), ("c", 2, 0), ("d", 2, 0)]);
    }

    #[test]
    fn blank_text_has_no_lines() {
        assert_eq!(read("\u{feff}\r\n\u{3000}\n"), []);
    }
}
