//! Colours and columns of a terminal: Chinese characters are two columns wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::report::{Severity, Status};

/// What a piece of text is painted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Strong,
    Faint,
    Good,
    Proved,
    Doubt,
    Bad,
    Problem,
    Measure,
}

impl Ink {
    /// Select Graphic Rendition parameters (ECMA-48): the eight basic colours, which every theme has.
    fn code(self) -> &'static str {
        match self {
            Ink::Strong => "1",
            Ink::Faint => "2",
            Ink::Good => "32",
            Ink::Proved => "36",
            Ink::Doubt => "33",
            Ink::Bad => "31",
            Ink::Problem => "1;31",
            Ink::Measure => "1;32",
        }
    }

    pub(super) fn of_status(status: Status) -> Ink {
        match status {
            Status::Reported => Ink::Good,
            Status::Inferred => Ink::Proved,
            Status::Ambiguous => Ink::Doubt,
            Status::Invalid => Ink::Bad,
            Status::Blank | Status::Absent => Ink::Faint,
        }
    }

    pub(super) fn of_severity(severity: Severity) -> Ink {
        match severity {
            Severity::Error => Ink::Bad,
            Severity::Warning => Ink::Doubt,
            Severity::Info => Ink::Faint,
        }
    }
}

/// Paints text, or leaves it as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    color: bool,
}

impl Paint {
    pub(super) fn new(color: bool) -> Self {
        Self { color }
    }

    pub(super) fn ink(self, ink: Ink, text: &str) -> String {
        match self.color && !text.is_empty() {
            true => format!("\x1b[{}m{text}\x1b[0m", ink.code()),
            false => text.to_owned(),
        }
    }

    /// Text that stands out from the text around it, with or without colours.
    pub(super) fn mark(self, ink: Ink, text: &str) -> String {
        match self.color {
            true => self.ink(ink, text),
            false => format!("«{text}»"),
        }
    }
}

/// Text of a page on one line, harmless to a terminal: a page may hold escape sequences.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most so many columns, the last of them `…` where it is cut.
pub(super) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let mut cut: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= columns
        })
        .collect();
    cut.push('…');
    cut
}

/// Blanks that fill a text up to so many columns.
pub(super) fn fill(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(width(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_two_columns_wide() {
        assert_eq!(width("规章 a"), 6);
        assert_eq!(fit("行政规范性文件", 9), "行政规范…");
        assert_eq!(fit("规章", 4), "规章");
        assert_eq!(fill("规章", 6), "  ");
    }

    #[test]
    fn a_page_cannot_paint_the_terminal() {
        assert_eq!(clean("\x1b[31m红\u{202e}\n2"), "\u{fffd}[31m红\u{fffd} 2");
        assert_eq!(Paint::new(false).ink(Ink::Bad, "x"), "x");
        assert_eq!(Paint::new(true).ink(Ink::Bad, "x"), "\x1b[31mx\x1b[0m");
    }
}
