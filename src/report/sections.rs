//! The six sections of a report, found by the words of their headings.
//!
//! Ordinals support but do not decide: a narrative may carry its own 一、…六、 before the official
//! parts start again, and the preamble names all six in one sentence. So candidates are weighed and the
//! heaviest sequence in form order is taken.

mod choose;
mod rules;

use super::SectionCode;
use super::canon::{fold, is_chinese_numeral, is_numeral};
use crate::document::{Block, Document, Grid, GridCell, Line, Span};

use choose::choose;
use rules::Phrases;
pub use rules::{SectionRules, SectionsError};

/// A heading in the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The section it opens.
    pub code: SectionCode,
    /// Where it stands.
    pub span: Span,
}

#[derive(Debug, Clone)]
struct Candidate {
    heading: Heading,
    weight: i32,
}

/// Everything on a page that may be a heading. Which of it is one, the tables decide; and between tables, headings do.
#[derive(Debug)]
pub struct Candidates {
    all: Vec<Candidate>,
    /// Those that stand in a table, in a row of their own, as on a sheet that holds a whole report.
    in_tables: Vec<Candidate>,
}

impl Candidates {
    /// Looks through all lines of a document.
    pub fn of(document: &Document, rules: &SectionRules) -> Self {
        let text = document.text();
        let mut candidates = Vec::new();
        let mut in_tables = Vec::new();
        let mut consider = |start: usize, line: &Span, numbered: bool| {
            candidates.extend(candidate(text, start, line.clone(), numbered, rules));
        };
        let mut marks = memchr::memmem::find_iter(text.as_bytes(), ORDINAL_MARK).peekable();
        for block in &document.blocks {
            let line = match block {
                Block::Line(Line { span, .. }) => span,
                Block::Grid(grid) => {
                    let alone = alone(grid).filter(|cell| ordinal(&text[cell.span.clone()]) > 0);
                    in_tables.extend(alone.filter_map(|c| candidate(text, c.span.start, c.span.clone(), true, rules)));
                    continue;
                }
            };
            let first = text[line.clone()].trim_start_matches(['#', '*', ' ', '【']);
            consider(line.end - first.len(), line, ordinal(first) > 0);
            while let Some(mark) = marks.next_if(|&mark| mark < line.end) {
                if let Some(start) = run_in(text, line, mark) {
                    consider(start, line, true);
                }
            }
        }
        Self { all: candidates, in_tables }
    }

    /// The headings in order before anything is known of tables, those in rows of tables among them.
    pub fn outline(&self) -> Vec<Heading> {
        let mut candidates: Vec<Candidate> = self.all.iter().chain(&self.in_tables).cloned().collect();
        candidates.sort_by_key(|c| c.heading.span.start);
        choose(candidates)
    }

    /// The headings in order. `tables` are the spans of the official tables, with the section each belongs to: a
    /// heading right above its table is the official one, and none stands inside of a table.
    pub fn headings(&self, tables: &[(SectionCode, Span)]) -> Vec<Heading> {
        let outside = |c: &&Candidate| !tables.iter().any(|(_, s)| s.contains(&c.heading.span.start));
        let mut candidates: Vec<Candidate> = self.all.iter().filter(outside).cloned().collect();
        for i in 0..candidates.len() {
            let next = candidates.get(i + 1).map_or(usize::MAX, |c| c.heading.span.start);
            let here = &mut candidates[i];
            if tables
                .iter()
                .any(|(code, s)| *code == here.heading.code && here.heading.span.end <= s.start && s.start < next)
            {
                here.weight += 3;
            }
        }
        choose(candidates)
    }
}

/// Cells of a table that stand in their row alone.
fn alone(grid: &Grid) -> impl Iterator<Item = &GridCell> {
    grid.cells.chunk_by(|a, b| a.row == b.row).filter_map(|row| {
        let mut shown = row.iter().filter(|cell| !cell.span.is_empty());
        shown.next().filter(|_| shown.next().is_none())
    })
}

/// Stands behind a heading's ordinal.
const ORDINAL_MARK: &str = "、";

/// Where the ordinal in front of a mark begins, if a heading may begin there: behind a break in the line.
fn run_in(text: &str, line: &Span, mark: usize) -> Option<usize> {
    let before = text.get(line.start..mark)?;
    let (from, numeral) = before.char_indices().next_back()?;
    if from == 0 || !is_chinese_numeral(numeral) || numeral == '十' {
        return None;
    }
    let breaks = |b: char| b.is_whitespace() || "。；;:：)）！？|".contains(b) || b.is_ascii_digit();
    before[..from].chars().next_back().is_some_and(breaks).then_some(line.start + from)
}

/// Bytes of a top-level ordinal at the front: `一、`, `1.`, `1、`, `一 `, `第一部分`, and `一）` that lost its first bracket;
/// not `(一)`.
fn ordinal(text: &str) -> usize {
    let counted = text.strip_prefix('第').unwrap_or(text);
    let numeral: usize = counted.chars().take_while(|c| is_numeral(*c)).map(char::len_utf8).sum();
    if numeral == 0 || numeral > 6 {
        return 0;
    }
    let rest = &counted[numeral..];
    let marks: &[&str] = match (counted.len() < text.len(), counted.starts_with(is_chinese_numeral)) {
        (true, _) => &["部分", "章", "节"],
        (false, true) => &["）", ")", ""],
        (false, false) => &[""],
    };
    let Some(mark) = marks.iter().find(|mark| rest.starts_with(**mark)) else { return 0 };
    let after = rest[mark.len()..].trim_start_matches(['、', '.', '．', ',', '，', ' ', '\u{3000}']);
    if after.len() == rest.len() { 0 } else { text.len() - after.len() }
}

/// Characters of a line that is a heading by single words.
const LONGEST_LINE: usize = 45;

fn candidate(text: &str, start: usize, line: Span, numbered: bool, rules: &SectionRules) -> Option<Candidate> {
    let rest = &text[start..line.end];
    let body = &rest[ordinal(rest)..];
    let offset = rest.len() - body.len();
    if let Some((code, length)) = longest_phrase(body, rules) {
        let whole = body[length..].chars().all(|c| fold(c).is_none());
        let weight = match (numbered, whole) {
            (true, true) => 6,
            (true, false) => 4,
            (false, true) if start == line.start => 4,
            _ => return None,
        };
        // The form numbers its sections 一、二、三; a plain 1. is more often a point within one.
        let weight = weight + i32::from(rest.starts_with(|c: char| !c.is_ascii_digit()));
        let end = if whole { line.end } else { start + offset + length };
        return Some(Candidate { heading: Heading { code, span: start..end }, weight });
    }
    let whole_line = || {
        let is_short = rest.chars().nth(LONGEST_LINE).is_none();
        is_short && !rest.trim_end_matches('。').chars().any(|c| matches!(c, '。' | '，' | ',' | '；'))
    };
    if !(numbered && whole_line()) {
        return None;
    }
    let code = rules.words.iter().find(|(_, words)| words.iter().all(|w| body.contains(w.as_str())))?.0;
    Some(Candidate { heading: Heading { code, span: start..line.end }, weight: 3 })
}

/// The longest known phrase at the front of `body`, with its length in bytes.
fn longest_phrase(body: &str, rules: &SectionRules) -> Option<(SectionCode, usize)> {
    let (mut alike, mut count) = (rules.phrases.all(), 0);
    let mut best = None;
    // A year before the words is part of the heading: 2020年政府信息公开总体情况.
    let year = body.bytes().take_while(u8::is_ascii_digit).count();
    let skip = if year == 4 && body[4..].starts_with('年') { 4 + '年'.len_utf8() } else { 0 };
    for (at, c) in body[skip..].char_indices() {
        let Some(folded) = fold(c) else {
            if matches!(c, '。' | '\n') {
                break;
            } else {
                continue;
            }
        };
        alike = Phrases::going_on(alike, count, folded);
        count += 1;
        match alike.first() {
            Some((phrase, code)) if phrase.len() == count => best = Some((*code, skip + at + c.len_utf8())),
            Some(_) => {}
            None => break,
        }
    }
    best
}

/// A line that has a top-level ordinal but names no section of the form, for reports of other editions.
pub fn other_headings(document: &Document, known: &[Heading], tables: &[(SectionCode, Span)]) -> Vec<Heading> {
    let text = document.text();
    let mut headings = Vec::new();
    for block in &document.blocks {
        let Block::Line(line) = block else { continue };
        let content = &text[line.span.clone()];
        let short = content.chars().take(41).count() < 41 && !content.contains(['。', '，', ',', '；', '：', ':']);
        let chinese = content.strip_prefix('第').unwrap_or(content).starts_with(is_chinese_numeral);
        let taken = known.iter().any(|h| h.span.start < line.span.end && line.span.start < h.span.end)
            || tables.iter().any(|(_, s)| s.start < line.span.end && line.span.start < s.end);
        if short && chinese && ordinal(content) > 0 && !taken {
            headings.push(Heading { code: SectionCode::Other, span: line.span.clone() });
        }
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_of_sections_are_told_from_other_numbers() {
        let cut = |text: &str| text[ordinal(text)..].to_owned();
        for numbered in
            ["一、总体", "1.总体", "1、 总体", "一 总体", "第一部分 总体", "第一部分总体", "第2章　总体", "一）总体"]
        {
            assert_eq!(cut(numbered), "总体", "{numbered}");
        }
        for plain in ["总体", "（一）总体", "(1)总体", "第一季度总体", "第二十条总体", "一总体", "1)总体", "2022年总体"]
        {
            assert_eq!(cut(plain), plain);
        }
    }
}
