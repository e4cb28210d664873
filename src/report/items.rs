//! A document's blocks as one stream of cells.
//!
//! Flattened text is a grid whose cell borders are uncertain: lines, runs of blanks, tabs and pipes
//! all separate items; only pipes and real tables draw *walls*, so that an empty cell is seen.

use super::Place;
use super::canon::fold_into;
use super::commas;
use super::figure::{Content, classify, classify_walled, is_blank};
use super::merged;
use super::places;
use super::walls;
use crate::document::{Block, Document, Grid, Line, Span};

/// Longest text that can be a label, in bytes; anything longer is prose.
const LABEL_BYTES: usize = 240;

/// Longest run of punctuation that a line's end cuts off a label, in bytes.
const PUNCTUATION_BYTES: usize = 6;

/// Characters behind a figure that show it to be part of a sentence, not a cell.
pub(super) const SENTENCE_GOES_ON: [char; 32] = [
    '件', '条', '个', '项', '次', '份', '宗', '起', '人', '部', '家', '场', '期', '篇', '字', '年', '月', '日', '号',
    '余', '多', '万', '倍', '%', '、', '，', '。', '；', '：', ',', ';', '％',
];

/// One piece of text between borders.
#[derive(Debug, Clone)]
pub struct Item {
    /// Where it stands in the document's text.
    pub span: Span,
    /// What it is.
    pub content: Content,
    /// Its canonical form, a range of [`Stream::canon`]; empty unless it is a possible label.
    pub canon: std::ops::Range<usize>,
    /// Where it stands, for people.
    pub place: Place,
    /// The real table it is in.
    pub table: Option<u32>,
    /// Column of a real table, from 0, and the columns it covers.
    pub column: Option<(u32, u32)>,
    /// Whether borders are drawn around it.
    pub walled: bool,
    /// Whether its cell is merged over rows that have labels of their own: whose figure it is, nobody can tell.
    pub shared: bool,
    /// Items of the same line, table row or pipe row share this number.
    pub row: u32,
}

/// All items of a document in reading order.
#[derive(Debug, Default)]
pub struct Stream {
    /// The items.
    pub items: Vec<Item>,
    /// Canonical forms of the text items, one after another.
    pub canon: String,
    /// Whether figures stand without borders between them, so that a run of digits is no number.
    pub glued: bool,
}

impl Stream {
    /// Cuts a document into items.
    pub fn of(document: &Document) -> Self {
        let text = document.text();
        let pipes = Pipes::of(text);
        let framed = is_framed(document, &pipes);
        let mut stream = Stream::default();
        stream.items.reserve(document.blocks.len() * 2);
        stream.canon.reserve(text.len() / 2);
        let mut cutter = Cutter {
            document,
            text,
            stream,
            open: false,
            row: 0,
            framed,
            pipes,
            commas: commas::part_cells(document),
            walls_lost: None,
        };
        for block in &document.blocks {
            match block {
                Block::Line(line) => cutter.line(line),
                Block::Grid(grid) => cutter.grid(grid),
            }
        }
        cutter.stream
    }

    /// The stream with some of its items.
    pub fn filtered(&self, keeps: impl Fn(usize) -> bool) -> Self {
        let mut kept = Self { glued: self.glued, ..Self::default() };
        kept.items.reserve(self.items.len());
        kept.canon.reserve(self.canon.len());
        for (_, item) in self.items.iter().enumerate().filter(|(at, _)| keeps(*at)) {
            let from = kept.canon.len();
            kept.canon.push_str(&self.canon[item.canon.clone()]);
            kept.items.push(Item { canon: from..kept.canon.len(), ..item.clone() });
        }
        kept
    }

    /// The canonical form of neighbouring items joined.
    pub fn canon(&self, first: usize, last: usize) -> &str {
        &self.canon[self.items[first].canon.start..self.items[last].canon.end]
    }
}

impl Item {
    /// Whether it is a cell of figures rather than words.
    pub fn is_value(&self) -> bool {
        !matches!(self.content, Content::Text)
    }

    /// Whether it is running prose, too long for a label. A bracket or a comma that a line's end cut off is none.
    pub fn is_prose(&self) -> bool {
        self.canon.is_empty() && matches!(self.content, Content::Text) && self.span.len() > PUNCTUATION_BYTES
    }
}

struct Cutter<'a> {
    document: &'a Document,
    text: &'a str,
    stream: Stream,
    /// Inside pipe rows: text stands since the last pipe.
    open: bool,
    row: u32,
    /// Rows begin with a pipe of their own, which is no cell's.
    framed: bool,
    pipes: Pipes,
    /// Commas part the cells of this page's rows.
    commas: bool,
    /// Whether several figures stand in one walled cell of this page; looked up when first needed.
    walls_lost: Option<bool>,
}

impl Cutter<'_> {
    fn line(&mut self, line: &Line) {
        let text = &self.text[line.span.clone()];
        self.row += 1;
        let place = places::of_line(self.document, line);
        if is_page_mark(text) || is_rule(text) {
            return;
        }
        if self.pipes.stand_in(text) {
            self.piped(text, line.span.start, place);
        } else if self.commas
            && let Some(cells) = commas::cells(text)
        {
            for (at, cell) in cells {
                let from = line.span.start + at + (cell.len() - cell.trim_start().len());
                let cell = cell.trim();
                self.push(from..from + cell.len(), classify(cell), place, true);
            }
            self.open = true;
        } else {
            let tab_behind = self.text.as_bytes().get(line.span.end) == Some(&b'\t');
            if tab_behind || memchr::memchr(b'\t', text.as_bytes()).is_some() {
                self.tabbed(line, place);
            } else {
                self.spaced(text, line.span.start, place, false);
            }
            self.open = true;
        }
    }

    /// A line with pipes: a pipe ends the cell before it, or stands for an empty one.
    fn piped(&mut self, text: &str, base: usize, place: Place) {
        let framed = self.framed
            && text.starts_with(is_pipe)
            && text.ends_with(is_pipe)
            && text.chars().any(|c| !is_pipe(c) && !c.is_whitespace());
        let mut start = 0;
        for (at, c) in text.char_indices().filter(|&(_, c)| is_pipe(c)) {
            let piece = &text[start..at];
            if framed && at == 0 {
                self.open = false;
            } else if is_blank(piece) {
                if !self.open {
                    self.push(base + at..base + at, Content::Blank, place, true);
                }
            } else {
                self.cell(piece, base + start, place);
            }
            self.open = false;
            start = at + c.len_utf8();
        }
        let tail = &text[start..];
        if !is_blank(tail) {
            self.cell(tail, base + start, place);
            self.open = true;
        }
    }

    /// One walled cell; several figures in it are several cells whose walls were lost.
    fn cell(&mut self, piece: &str, base: usize, place: Place) {
        // Markdown's marks for bold and italic are no part of a figure.
        let mut trimmed = piece.trim();
        let mut content = classify_walled(trimmed);
        let bare = trimmed.trim_matches(['*', '_']).trim();
        if bare.len() < trimmed.len()
            && let figure @ Content::Figure(..) = classify_walled(bare)
        {
            (trimmed, content) = (bare, figure);
        }
        let start = base + (trimmed.as_ptr() as usize - piece.as_ptr() as usize);
        let several = match content {
            Content::Text => walls::holds_figures_only(trimmed),
            // `12 345` is one figure, unless this page has lost walls elsewhere.
            Content::Figure(..) if walls::holds_figures_only(trimmed) => {
                let document = self.document;
                *self.walls_lost.get_or_insert_with(|| walls::are_lost(document, is_pipe))
            }
            _ => false,
        };
        if several {
            self.spaced(trimmed, start, place, false);
        } else {
            self.push(start..start + trimmed.len(), content, place, true);
        }
    }

    /// A line with tabs between or behind its words: an empty cell shows as two tabs together, or as tabs
    /// at the line's ends. (Tabs before a line that has no others are its indentation.)
    fn tabbed(&mut self, line: &Line, place: Place) {
        let edge = |c: char| c == '\t' || c == ' ';
        let (before, after) = (&self.text[..line.span.start], &self.text[line.span.end..]);
        let from = before.trim_end_matches(edge).len();
        let to = line.span.end + (after.len() - after.trim_start_matches(edge).len());
        let text = &self.text[from..to];
        let mut start = from;
        for field in text.split('\t') {
            let trimmed = field.trim();
            let at = start + (field.len() - field.trim_start().len());
            match classify(trimmed) {
                Content::Text => self.spaced(trimmed, at, place, false),
                content => self.push(at..at + trimmed.len(), content, place, false),
            }
            start += field.len() + 1;
        }
    }

    /// A line without walls: blanks and tabs separate items, a figure keeps its measure word.
    fn spaced(&mut self, text: &str, base: usize, place: Place, walled: bool) {
        let mut pieces = pieces(text).filter(|(_, piece)| !is_blank(piece)).peekable();
        while let Some((start, piece)) = pieces.next() {
            let mut end = start + piece.len();
            let mut content = classify(piece);
            if matches!(content, Content::Figure(_, None))
                && let Some(&(next, unit)) = pieces.peek()
                && let joined = classify(&text[start..next + unit.len()])
                && matches!(joined, Content::Figure(_, Some(_)))
            {
                content = joined;
                end = next + unit.len();
                pieces.next();
            } else if matches!(content, Content::Figure(..))
                && pieces.peek().is_some_and(|(_, next)| next.starts_with(SENTENCE_GOES_ON))
            {
                content = Content::Text;
            }
            self.push(base + start..base + end, content, place, walled);
        }
    }

    fn grid(&mut self, grid: &Grid) {
        self.open = false;
        let mut row = None;
        let mut places = places::GridPlaces::new(self.document, grid);
        let mut known: Vec<Place> = Vec::with_capacity(grid.cells.len());
        for shown in merged::cells(self.text, grid) {
            if row != Some(shown.row) {
                row = Some(shown.row);
                self.row += 1;
            }
            let cell = &grid.cells[shown.cell];
            let content = classify_walled(&self.text[cell.span.clone()]);
            // A cell is shown in its first row before others.
            let place = known.get(shown.cell).copied().unwrap_or_else(|| places.of(cell));
            if known.len() == shown.cell {
                known.push(place);
            }
            self.push(cell.span.clone(), content, place, true);
            if let Some(item) = self.stream.items.last_mut() {
                item.column = Some((cell.column, cell.col_span));
                item.table = Some(grid.number);
                item.shared = shown.shared;
            }
        }
        self.row += 1;
    }

    fn push(&mut self, span: Span, content: Content, place: Place, walled: bool) {
        let from = self.stream.canon.len();
        if matches!(content, Content::Text) && span.len() <= LABEL_BYTES {
            fold_into(&mut self.stream.canon, &self.text[span.clone()]);
        }
        let canon = from..self.stream.canon.len();
        self.stream.items.push(Item {
            span,
            content,
            canon,
            place,
            table: None,
            column: None,
            walled,
            shared: false,
            row: self.row,
        });
    }
}

/// Whether the document's pipe rows begin with a pipe: most of those that hold words do.
fn is_framed(document: &Document, pipes: &Pipes) -> bool {
    let (mut with, mut without) = (0, 0);
    if !pipes.any() {
        return false;
    }
    for block in &document.blocks {
        let Block::Line(line) = block else { continue };
        let text = &document.text()[line.span.clone()];
        let words = |t: &str| t.chars().any(char::is_alphabetic);
        if text.ends_with(is_pipe) && words(text) {
            if text.starts_with(is_pipe) { with += 1 } else { without += 1 }
        }
    }
    with > without
}

fn is_pipe(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | '┃')
}

/// Which kinds of pipes a document has at all: most lines have none, and need no look at each character.
struct Pipes {
    plain: bool,
    wide: bool,
}

impl Pipes {
    fn of(text: &str) -> Self {
        let has = |pipe: &str| memchr::memmem::find(text.as_bytes(), pipe.as_bytes()).is_some();
        Self { plain: has("|"), wide: ["｜", "│", "┃"].into_iter().any(has) }
    }

    fn any(&self) -> bool {
        self.plain || self.wide
    }

    fn stand_in(&self, line: &str) -> bool {
        (self.plain && memchr::memchr(b'|', line.as_bytes()).is_some()) || (self.wide && line.contains(is_pipe))
    }
}

/// Words of a line between runs of blanks, with their offsets.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            match blank_len(text, at) {
                0 => break,
                len => at += len,
            }
        }
        let start = at;
        while let Some(&lead) = text.as_bytes().get(at) {
            at += match lead {
                0xE4..=0xE9 => 3,
                _ if blank_len(text, at) == 0 => 1,
                _ => break,
            };
        }
        (start < at).then(|| (start, &text[start..at]))
    })
}

/// Bytes of the blank that begins at a byte: Unicode white space; 0 for anything else. What takes no room parts nothing.
/// Only few bytes begin one, so most are passed over without being decoded.
#[inline]
fn blank_len(text: &str, at: usize) -> usize {
    match text.as_bytes().get(at) {
        Some(0x09..=0x0D | b' ') => 1,
        Some(0xC2 | 0xE1 | 0xE2 | 0xE3) => match text[at..].chars().next() {
            Some(c) if c.is_whitespace() => c.len_utf8(),
            _ => 0,
        },
        _ => 0,
    }
}

/// A page's number standing in the text: `— 3 —`, `-3-`, `第3页`, `第 3 页 共 5 页`, `Page 8 -`.
pub(super) fn is_page_mark(text: &str) -> bool {
    let begins = matches!(text.as_bytes().first(), Some(b'-' | b' ' | b'P' | 0xC2 | 0xE2 | 0xE7 | 0xEF));
    if !begins || text.len() > 30 {
        return false;
    }
    let dash = |c: char| matches!(c, '-' | '—' | '－' | '–' | '―' | '─' | '·');
    let inner = text.trim_matches(|c| dash(c) || c == ' ');
    let dashed = text.starts_with(dash) && text.ends_with(dash) && inner.len() < text.len();
    let digits = |t: &str| !t.is_empty() && t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit());
    if dashed && digits(inner) {
        return true;
    }
    let words = inner.trim_start_matches("Page").trim_start_matches("P.").trim();
    let numbered = |before: char, t: &str| t.strip_prefix(before).is_some_and(|t| digits(t.trim()));
    let pages = || -> Option<bool> {
        let (page, rest) = text.split_once('页')?;
        let rest = rest.trim_start_matches([' ', '，', ',', '/', '／']);
        Some(numbered('第', page) && (rest.is_empty() || numbered('共', rest.strip_suffix('页')?)))
    };
    (words.len() < inner.len() && digits(words)) || pages().unwrap_or(false)
}

/// A rule between header and body of a Markdown table, or a line drawn with characters.
fn is_rule(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'+')) && text.contains("---")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{PageData, Script};
    use crate::source::SourceFormat;

    fn stream(text: &str) -> (Document, Stream) {
        let mut blocks = Vec::new();
        let mut at = 0;
        for (number, line) in text.split('\n').enumerate() {
            let trimmed = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            if !trimmed.is_empty() {
                let span = start..start + trimmed.len();
                blocks.push(Block::Line(Line { span, number: number as u32 + 1, blank_above: 0 }));
            }
            at += line.len() + 1;
        }
        let document = Document {
            format: SourceFormat::Text,
            encoding: "utf-8",
            script: Script::Hans,
            page: PageData::default(),
            found: text.to_owned(),
            hans: None,
            blocks,
            pages: Vec::new(),
            injected: Vec::new(),
        };
        let stream = Stream::of(&document);
        (document, stream)
    }

    fn shape(text: &str) -> String {
        let (document, stream) = stream(text);
        stream
            .items
            .iter()
            .map(|i| match i.content {
                Content::Blank => "_".to_owned(),
                Content::Mark => "x".to_owned(),
                Content::Figure(v, _) => v.to_string(),
                Content::Glued => "?".to_owned(),
                Content::Pair => "2".to_owned(),
                Content::Text => document.found[i.span.clone()].to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn pipes_end_cells_and_stand_for_empty_ones() {
        assert_eq!(shape("规章 | 0 | 1 | 2 |"), "规章 0 1 2");
        assert_eq!(shape("| 3.其他 | 4 | 0 |"), "3.其他 4 0");
        assert_eq!(shape("甲 | 0 |\n|\n|\n| ||\n乙 | 5 |"), "甲 0 _ _ _ _ _ 乙 5");
        assert_eq!(shape("规章 |\n0 |\n1 |\n|"), "规章 0 1 _");
        assert_eq!(shape("规章\n|\n0\n|\n1"), "规章 0 1");
        assert_eq!(shape("| a | b |\n|---|---|\n| 1 | |"), "a b 1 _");
    }

    #[test]
    fn blanks_are_those_of_unicode() {
        let all: Vec<char> = ('\0'..='\u{10ffff}').filter(|c| c.is_whitespace()).collect();
        for blank in all {
            let text = format!("甲{blank}{blank}、乙，{blank}");
            assert_eq!(pieces(&text).map(|(_, piece)| piece).collect::<Vec<_>>(), ["甲", "、乙，"], "{blank:?}");
        }
        assert_eq!(pieces(" \u{3000}").count(), 0);
        assert_eq!(pieces("一 二").collect::<Vec<_>>(), [(0, "一"), (4, "二")]);
    }

    #[test]
    fn what_takes_no_room_parts_nothing_and_is_no_cell() {
        for unseen in ['\u{200b}', '\u{feff}', '\u{2060}', '\u{ad}', '\u{200e}'] {
            let text = format!(
                "规{unseen}章 | {unseen}1{unseen}2 | 0{unseen} |{unseen}|\n规章 {unseen} {unseen}7 8{unseen}9{unseen} 件"
            );
            assert_eq!(shape(&text), format!("规{unseen}章 12 0 _ 规章 7 89"), "{unseen:?}");
        }
    }

    #[test]
    fn blanks_and_tabs_separate_and_units_stay() {
        assert_eq!(shape("规章 0\t1  22 件"), "规章 0 1 22");
        let (_, stream) = stream("全年公开规范性文件 34 件、其他文件 5 件、视频 2 个。");
        assert!(stream.items.iter().all(|i| !i.is_value()), "figures of a sentence are no cells");
    }

    #[test]
    fn page_marks_are_no_figures() {
        for mark in ["— 4 —", "-3-", "－ 12 －", "第 3 页", "第 3 页 共 5 页", "第3页/共12页", "Page 8 -"]
        {
            assert_eq!(shape(&format!("甲\n{mark}\n乙")), "甲 乙", "{mark}");
        }
        assert_eq!(shape("甲\n-3\n乙"), "甲 -3 乙");
    }
}
