//! The parts of a document where metadata stand: its head and its tail, piece by piece.
//!
//! A piece is a line or a table cell. The head ends where section one begins; a page that is one
//! long line is one piece, of which only the first part is looked at.

use crate::document::{Block, Document, Span};

const HEAD_PIECES: usize = 60;
/// Bytes after which the head ends with the piece at hand.
const HEAD_BYTES: usize = 4500;
const TAIL_PIECES: usize = 14;
/// Bytes of one piece that are looked at.
pub const REACH: usize = 1800;

/// Head and tail of a document.
pub struct Pieces<'a> {
    /// The text they point into.
    pub text: &'a str,
    /// From the top to the first heading.
    pub head: Vec<Span>,
    /// The last ones, in order.
    pub tail: Vec<Span>,
}

impl<'a> Pieces<'a> {
    /// Finds head and tail.
    pub fn of(doc: &'a Document) -> Self {
        let text = doc.text();
        Self { text, head: head(text, &doc.blocks), tail: tail(text, &doc.blocks) }
    }

    /// The last pieces of blocks of this document, in order.
    pub fn last_of(&self, blocks: &[Block]) -> Vec<Span> {
        tail(self.text, blocks)
    }

    /// The text of a piece.
    pub fn get(&self, span: &Span) -> &'a str {
        get(self.text, span)
    }
}

fn get<'t>(text: &'t str, span: &Span) -> &'t str {
    text.get(span.clone()).unwrap_or("")
}

fn head(text: &str, blocks: &[Block]) -> Vec<Span> {
    let mut head: Vec<Span> = Vec::with_capacity(HEAD_PIECES);
    let (mut found, mut bytes) = (Vec::new(), 0);
    for block in blocks {
        found.clear();
        match block {
            Block::Line(l) => lines(text, &l.span, &mut found),
            Block::Grid(g) => g.cells.iter().for_each(|c| lines(text, &c.span, &mut found)),
        }
        for span in &found {
            let piece = get(text, span);
            if head.len() >= HEAD_PIECES || bytes > HEAD_BYTES || is_heading(piece) {
                return head;
            }
            let len = cut(piece, REACH);
            bytes += len;
            head.push(span.start..span.start + len);
        }
    }
    head
}

fn tail(text: &str, blocks: &[Block]) -> Vec<Span> {
    let mut last: Vec<&Span> = Vec::with_capacity(TAIL_PIECES);
    for block in blocks.iter().rev() {
        let room = TAIL_PIECES - last.len();
        match block {
            Block::Line(l) => last.extend(std::iter::once(&l.span).take(room)),
            Block::Grid(g) => {
                last.extend(g.cells.iter().rev().map(|c| &c.span).filter(|s| !s.is_empty()).take(room));
            }
        }
        if last.len() == TAIL_PIECES {
            break;
        }
    }
    let mut tail = Vec::with_capacity(TAIL_PIECES);
    last.iter().rev().for_each(|span| lines(text, span, &mut tail));
    tail
}

/// A cell's lines are pieces of their own.
fn lines(text: &str, span: &Span, found: &mut Vec<Span>) {
    let mut at = span.start;
    for line in get(text, span).split('\n') {
        if !line.trim().is_empty() {
            found.push(at..at + line.len());
        }
        at += line.len() + 1;
    }
}

/// Whether section one begins; a line of a table of contents, with dots and a page's number, begins nothing.
fn is_heading(piece: &str) -> bool {
    if piece.contains("……") || piece.contains("....") {
        return false;
    }
    let piece = piece.trim_start_matches(['#', '*', ' ', '\u{3000}']);
    ["一、", "一.", "一．", "（一）", "(一)"].iter().any(|h| piece.starts_with(h))
}

/// The largest boundary of a character not above `most`.
pub fn cut(text: &str, most: usize) -> usize {
    if text.len() <= most {
        return text.len();
    }
    (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
