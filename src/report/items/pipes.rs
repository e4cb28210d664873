//! Pipes between cells: which kinds a document has, and whether its rows begin with one.

use std::collections::HashSet;

use crate::document::{Block, Document, Line};

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

/// Lines of one pipe that are no cell, by where they begin: on pages that open each cell with such a line and close it behind
/// its words, those that open a cell and those that end a row. Empty on other pages.
pub fn openers(document: &Document, pipes: &Pipes) -> HashSet<usize> {
    let mut openers = HashSet::new();
    if !pipes.any() || !opens_each_cell(document) {
        return openers;
    }
    // From the end on, for what stands behind a run of such lines tells what they are.
    let (mut run, mut is_cell): (Vec<usize>, bool) = (Vec::new(), false);
    let mut end = |run: &mut Vec<usize>, is_cell: bool| {
        // The last opens the cell behind. Two more for each empty cell: the first of them opens it. One more ends a row.
        let (opener, others) = run.split_at(usize::from(is_cell).min(run.len()));
        openers.extend(opener);
        openers.extend(others.chunks(2).filter_map(|pair| pair.last()));
        run.clear();
    };
    for line in lines(document).rev() {
        if is_lone(document, line) {
            run.push(line.span.start);
        } else {
            let is_inside = is_cell && run.is_empty();
            end(&mut run, is_cell);
            is_cell = is_inside || document.text()[line.span.clone()].trim_end().ends_with(is_pipe);
        }
    }
    end(&mut run, is_cell);
    openers
}

fn lines(document: &Document) -> impl DoubleEndedIterator<Item = &Line> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Line(line) => Some(line),
        Block::Grid(_) => None,
    })
}

fn is_lone(document: &Document, line: &Line) -> bool {
    let mut letters = document.text()[line.span.clone()].trim().chars();
    letters.next().is_some_and(is_pipe) && letters.next().is_none()
}

/// Whether nearly all cells, on however many lines, begin below a lone pipe and end with another.
fn opens_each_cell(document: &Document) -> bool {
    const LEAST: usize = 8;
    let (mut cells, mut opened) = (0, 0);
    let mut is_opened = false;
    for line in lines(document) {
        let text = document.text()[line.span.clone()].trim();
        if is_lone(document, line) {
            is_opened = true;
        } else if text.ends_with(is_pipe) {
            cells += 1;
            opened += usize::from(is_opened && !text.starts_with(is_pipe));
            is_opened = false;
        }
    }
    cells >= LEAST && opened * 10 >= cells * 9
}
