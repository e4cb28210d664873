//! Writes the text of a document into one buffer, line by line.

use crate::document::{Block, Grid, Line, Span, blank};

/// A piece of the page in reading order.
#[derive(Debug)]
pub(in crate::document) enum Item {
    Line { span: Span, blank_above: u32 },
    Grid(Grid),
}

impl Item {
    /// Bytes of text, for a line.
    pub(in crate::document) fn span(&self) -> Option<&Span> {
        match self {
            Item::Line { span, .. } => Some(span),
            Item::Grid(_) => None,
        }
    }
}

/// A blank that is only written if text follows on the same line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pending {
    None,
    /// Line ends of the source inside running text: no blank between ideographs.
    LineEnd,
    Blank,
}

#[derive(Debug)]
pub(in crate::document) struct Writer {
    /// The text so far; lines are parted by `\n`.
    pub(in crate::document) found: String,
    pub(in crate::document) items: Vec<Item>,
    open: Option<usize>,
    pending: Pending,
    blank_above: u32,
}

impl Writer {
    pub(in crate::document) fn new(capacity: usize) -> Self {
        Self {
            found: String::with_capacity(capacity),
            items: Vec::new(),
            open: None,
            pending: Pending::None,
            blank_above: 0,
        }
    }

    /// Running text.
    pub(in crate::document) fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            match blank::len_at(bytes, at) {
                0 => {
                    let start = at;
                    while at < bytes.len() && blank::len_at(bytes, at) == 0 {
                        at += 1;
                    }
                    self.word(&text[start..at]);
                }
                width => {
                    if !blank::is_zero_width(bytes, at) {
                        self.blank(matches!(bytes[at], b'\n' | b'\r'), width);
                    }
                    at += width;
                }
            }
        }
    }

    fn blank(&mut self, is_line_end: bool, width: usize) {
        self.pending = match self.pending {
            Pending::None if is_line_end => Pending::LineEnd,
            Pending::LineEnd if width == 1 => Pending::LineEnd,
            _ => Pending::Blank,
        };
    }

    fn word(&mut self, word: &str) {
        let pending = std::mem::replace(&mut self.pending, Pending::None);
        if self.open.is_none() {
            self.open_line();
        } else if pending == Pending::Blank
            || pending == Pending::LineEnd
                && !(self.found.chars().next_back().is_some_and(is_wide) && word.chars().next().is_some_and(is_wide))
        {
            self.found.push(' ');
        }
        self.found.push_str(word);
    }

    fn open_line(&mut self) {
        if !self.found.is_empty() {
            self.found.push('\n');
        }
        self.open = Some(self.found.len());
    }

    /// Text whose line ends and blanks count.
    pub(in crate::document) fn preformatted(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 && !self.end_line() {
                self.blank_above = self.blank_above.saturating_add(1);
            }
            let is_blank = blank::trim(line, 0..line.len()).is_empty();
            if self.open.is_none() && is_blank {
                continue;
            }
            if self.open.is_none() {
                self.open_line();
            }
            self.found.push_str(line);
        }
    }

    /// A tag stands here: a line end before it is a blank like any other.
    pub(in crate::document) fn tag(&mut self) {
        if self.pending == Pending::LineEnd {
            self.pending = Pending::Blank;
        }
    }

    /// Forgets blank lines above, as outside of preformatted text they mean nothing.
    pub(in crate::document) fn forget_blank_lines(&mut self) {
        self.blank_above = 0;
    }

    /// Ends the line, if one is begun; tells whether one was.
    pub(in crate::document) fn end_line(&mut self) -> bool {
        self.pending = Pending::None;
        let Some(start) = self.open.take() else {
            return false;
        };
        let span = blank::trim(&self.found, start..self.found.len());
        // Tabs behind the last word end cells that are empty.
        let tabs = self.found[span.end..].matches('\t').count();
        self.found.truncate(span.end);
        self.found.extend(std::iter::repeat_n('\t', tabs));
        self.items.push(Item::Line { span, blank_above: std::mem::take(&mut self.blank_above) });
        true
    }
}

impl Writer {
    /// The text and its blocks, numbered.
    pub(in crate::document) fn finish(mut self) -> (String, Vec<Block>) {
        self.end_line();
        let (mut lines, mut grids) = (0, 0);
        let blocks = self.items.into_iter().map(|item| match item {
            Item::Line { span, blank_above } => {
                lines += 1;
                Block::Line(Line { span, number: lines, blank_above })
            }
            Item::Grid(mut grid) => {
                grids += 1;
                grid.number = grids;
                Block::Grid(grid)
            }
        });
        let blocks = blocks.collect();
        (self.found, blocks)
    }
}

/// Ideographs and full-width punctuation.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}
