//! Pipes between cells: which kinds a document has, and whether its rows begin with one.

use crate::document::{Block, Document};

/// Whether the document's pipe rows begin with a pipe: most of those that hold words do.
pub fn is_framed(document: &Document, pipes: &Pipes) -> bool {
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

pub fn is_pipe(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | '┃')
}

/// Which kinds of pipes a document has at all: most lines have none, and need no look at each character.
pub struct Pipes {
    /// How many are plain ones.
    pub plain: usize,
    wide: bool,
}

impl Pipes {
    pub fn of(text: &str) -> Self {
        let has = |pipe: &str| memchr::memmem::find(text.as_bytes(), pipe.as_bytes()).is_some();
        Self {
            plain: memchr::memchr_iter(b'|', text.as_bytes()).count(), wide: ["｜", "│", "┃"].into_iter().any(has)
        }
    }

    pub fn any(&self) -> bool {
        self.plain > 0 || self.wide
    }

    pub fn stand_in(&self, line: &str) -> bool {
        (self.plain > 0 && memchr::memchr(b'|', line.as_bytes()).is_some()) || (self.wide && line.contains(is_pipe))
    }
}
