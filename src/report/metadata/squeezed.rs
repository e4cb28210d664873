//! Text without its blanks, and where the words of a report's title stand in it.

use super::dates::digit;
use super::rules::MetadataRules;

/// Characters of a piece that are looked at.
const REACH: usize = 600;

/// Characters of one or several pieces without blanks.
pub struct Squeezed {
    /// Byte, character, whether a blank stands before it.
    pub chars: Vec<(usize, char, bool)>,
}

impl Squeezed {
    /// A text that starts at byte `offset` of the document.
    pub fn of(text: &str, offset: usize) -> Self {
        let mut chars = Vec::with_capacity(text.len().min(REACH * 3) / 3);
        let mut blank = false;
        for (at, c) in text.char_indices().take(REACH) {
            if c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') {
                blank = true;
            } else {
                chars.push((offset + at, c, blank));
                blank = false;
            }
        }
        Self { chars }
    }

    /// The index after `word`, if it stands at `at`.
    fn starts(&self, at: usize, word: &str) -> Option<usize> {
        let mut end = at;
        for w in word.chars() {
            if self.chars.get(end)?.1 != w {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// A character.
    pub fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).map(|c| c.1)
    }

    /// Characters as a string.
    pub fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or(&[]).iter().map(|c| c.1).collect()
    }
}

/// Where 信息公开 … 报告 stand: (start of the subject, end).
pub fn cores(s: &Squeezed, rules: &MetadataRules) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < s.chars.len() {
        let may = s.at(i).is_some_and(|c| rules.subject_starts.contains(&c));
        let hit = if may { rules.title.subjects.iter().find_map(|w| s.starts(i, w)) } else { None };
        let Some(mut end) = hit else {
            i += 1;
            continue;
        };
        let mut core_end = None;
        while let Some(c) = s.at(end).filter(|c| rules.title.between.contains(*c) || digit(*c).is_some() || *c == '度')
        {
            let before = end.checked_sub(1).and_then(|b| s.at(b));
            end += 1;
            let closes = matches!((before, c), (Some('报'), '告') | (Some('年' | '度'), '报'));
            if closes && !(c == '报' && s.at(end) == Some('告')) {
                core_end = Some(end);
            }
            if end > i + 36 {
                break;
            }
        }
        if let Some(core_end) = core_end {
            let core_end = year_after(s, core_end);
            found.push((i, core_end));
            i = core_end;
        } else {
            i += 1;
        }
    }
    found
}

/// The end of a title with its year behind it in brackets.
pub fn year_after(s: &Squeezed, end: usize) -> usize {
    let opens = matches!(s.at(end), Some('（' | '(' | '〔' | '['));
    let inside =
        (end + 1..end + 9).take_while(|i| s.at(*i).is_some_and(|c| digit(c).is_some() || "年度".contains(c))).count();
    let close = end + 1 + inside;
    if opens && inside >= 4 && matches!(s.at(close), Some('）' | ')' | '〕' | ']')) { close + 1 } else { end }
}
