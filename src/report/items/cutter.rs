//! Cuts lines and grids into items.

use super::super::Place;
use super::super::figure::{Content, classify, classify_walled, is_blank};
use super::blanks::pieces;
use super::even;
use super::marks::{is_page_mark, is_rule};
use super::pipes::{Pipes, is_framed, is_pipe, openers};
use super::separated::Separated;
use super::stream::Stream;
use super::{merged, places, walls};
use crate::document::{Block, Document, Grid, Line, Span};
use std::collections::{HashMap, HashSet};

/// Characters behind a figure that show it to be part of a sentence, not a cell.
pub const SENTENCE_GOES_ON: [char; 32] = [
    '件', '条', '个', '项', '次', '份', '宗', '起', '人', '部', '家', '场', '期', '篇', '字', '年', '月', '日', '号',
    '余', '多', '万', '倍', '%', '、', '，', '。', '；', '：', ',', ';', '％',
];

/// Cuts a document into items.
pub fn cut(document: &Document) -> Stream {
    let text = document.text();
    let pipes = Pipes::of(text);
    let framed = is_framed(document, &pipes);
    let mut stream = Stream::default();
    let cells = document.blocks.iter().map(|block| match block {
        Block::Line(_) => 2,
        Block::Grid(grid) => grid.cells.len(),
    });
    stream.items.reserve(cells.sum::<usize>() + pipes.plain);
    stream.canon.reserve(text.len() / 2);
    let mut cutter = Cutter {
        document,
        text,
        stream,
        open: false,
        row: 0,
        framed,
        openers: openers(document, &pipes),
        even: even::rows(document, &pipes),
        pipes,
        tabs: memchr::memchr(b'\t', text.as_bytes()).is_some(),
        separated: Separated::of(document),
        walls_lost: None,
        tabs_lost: None,
    };
    for block in &document.blocks {
        match block {
            Block::Line(line) => cutter.line(line),
            Block::Grid(grid) => cutter.grid(grid),
        }
    }
    cutter.stream
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
    /// Lines of one pipe that are no cell.
    openers: HashSet<usize>,
    /// Lines of tables whose rows all have equally many cells, each with the number of its table.
    even: HashMap<usize, u32>,
    pipes: Pipes,
    /// Tabs stand somewhere in the text.
    tabs: bool,
    /// How commas or semicolons part the cells of this page's rows.
    separated: Option<Separated>,
    /// Whether several figures stand in one walled cell of this page; looked up when first needed.
    walls_lost: Option<bool>,
    /// Whether several stand between two tabs of it.
    tabs_lost: Option<bool>,
}

impl Cutter<'_> {
    fn line(&mut self, line: &Line) {
        let text = &self.text[line.span.clone()];
        self.row += 1;
        let place = places::of_line(self.document, line);
        if is_page_mark(text) || is_rule(text) {
            return;
        }
        if self.openers.contains(&line.span.start) {
            self.open = false;
            return;
        }
        if self.pipes.stand_in(text) {
            self.piped(text, line.span.start, place);
        } else if let Some(cells) = self.separated.and_then(|separated| separated.cells(text)) {
            for (at, cell) in cells {
                let from = line.span.start + at;
                self.push(from..from + cell.len(), classify(cell), place, true);
            }
            self.open = true;
        } else {
            let tab_behind = self.text.as_bytes().get(line.span.end) == Some(&b'\t');
            if self.tabs && (tab_behind || memchr::memchr(b'\t', text.as_bytes()).is_some()) {
                self.tabbed(line, place);
            } else {
                let words = behind_heading_marks(text);
                self.spaced(words, line.span.start + (text.len() - words.len()), place, false);
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
        let table = self.even.get(&base).copied();
        let (mut start, mut column) = (0, 0);
        for (at, c) in text.char_indices().filter(|&(_, c)| is_pipe(c)) {
            let piece = &text[start..at];
            let before = self.stream.items.len();
            if framed && at == 0 {
                self.open = false;
            } else if is_blank(piece) {
                if !self.open {
                    self.push(base + at..base + at, Content::Blank, place, true);
                }
            } else {
                self.cell(piece, base + start, place);
            }
            self.stands(before, table, column);
            column += u32::from(at > 0);
            self.open = false;
            start = at + c.len_utf8();
        }
        let tail = &text[start..];
        if !is_blank(tail) {
            let before = self.stream.items.len();
            self.cell(tail, base + start, place);
            self.stands(before, table, column);
            self.open = true;
        }
    }

    /// The one item since stands in a column of a table.
    fn stands(&mut self, since: usize, table: Option<u32>, column: u32) {
        if let ([item], Some(_)) = (&mut self.stream.items[since..], table) {
            (item.column, item.table, item.drawn) = (Some((column, 1)), table, true);
        }
    }

    /// One walled cell; several figures in it are several cells whose walls were lost.
    fn cell(&mut self, piece: &str, base: usize, place: Place) {
        let mut trimmed = piece.trim();
        let mut content = classify_walled(trimmed);
        // Markdown's marks for bold and italic are no part of a figure.
        if let [b'*' | b'_', ..] | [.., b'*' | b'_'] = trimmed.as_bytes() {
            let bare = trimmed.trim_matches(['*', '_']).trim();
            if let figure @ Content::Figure(..) = classify_walled(bare) {
                (trimmed, content) = (bare, figure);
            }
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
            let content = match classify(trimmed) {
                Content::Text if walls::holds_figures_only(trimmed) => self.apart(trimmed),
                content => content,
            };
            match content {
                Content::Text => self.spaced(trimmed, at, place, false),
                content => self.push(at..at + trimmed.len(), content, place, false),
            }
            start += field.len() + 1;
        }
    }

    /// What figures between tabs are: `12 345` is one, unless this page has lost tabs elsewhere.
    fn apart(&mut self, field: &str) -> Content {
        let one = classify_walled(field);
        if !matches!(one, Content::Figure(..)) {
            return Content::Text;
        }
        let document = self.document;
        let lost = *self.tabs_lost.get_or_insert_with(|| walls::are_lost(document, |c| c == '\t'));
        if lost { Content::Text } else { one }
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
            } else if let Some(fraction) = parted_fraction(&text[start..]) {
                // How many of its digits are there, such a text does not tell.
                content = Content::Glued;
                end = start + fraction;
                while pieces.next_if(|&(next, _)| next < end).is_some() {}
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
        self.stream.push(self.text, span, content, place, walled, self.row);
    }
}

/// A line without Markdown's marks of a heading, which are no words of it.
fn behind_heading_marks(text: &str) -> &str {
    const MOST: usize = 6;
    let words = text.trim_start_matches('#');
    let marks = text.len() - words.len();
    if (1..=MOST).contains(&marks) && words.starts_with(' ') { words.trim_start() } else { text }
}

/// The length of a figure whose point stands apart from its digits: `90 . 95`, as some extractors set letters apart.
fn parted_fraction(text: &str) -> Option<usize> {
    let digit = |c: char| c.is_ascii_digit();
    let whole = text.trim_start_matches(digit);
    let point = whole.trim_start();
    let behind = point.strip_prefix(['.', '．'])?;
    let fraction = behind.trim_start();
    let is_parted = point.len() < whole.len() || fraction.len() < behind.len();
    let end = text.len() - fraction.trim_start_matches(digit).len();
    (whole.len() < text.len() && is_parted && fraction.starts_with(digit)).then_some(end)
}
