//! HTML reader: a page becomes lines and grids in reading order.
//!
//! A real parser builds the tree that a browser would show; the walk over it decides what a
//! report needs: where a line ends, what is hidden, and which cell of which table a text is in.

mod attribute;
mod element;
mod groups;
mod letters;
mod list_row;
mod nested;
mod page;
mod paint;
mod sheet;
mod tree;

use super::decode::Refusal;
use super::{Block, PageData};
use page::Walk;
use sheet::Sheet;

/// A page as read.
#[derive(Debug, Default)]
pub(super) struct ReadPage {
    pub found: String,
    pub blocks: Vec<Block>,
    pub page: PageData,
}

/// Below so many bytes of visible text, a page that hides more is read with what it hides.
const LITTLE_TEXT: usize = 600;

/// Reads a page.
pub(super) fn read(source: &str) -> Result<ReadPage, Refusal> {
    let mut tree = tree::parse(source)?;
    groups::sort(&mut tree);
    let sheet = Sheet::of(&tree);
    if sheet.hides_any() {
        let walk = Walk::new(source.len(), false).with(sheet.clone()).run(tree.root());
        // What scripts show again when the page is opened is the page's content; a draft stands beside it.
        if walk.writer.found.len() >= LITTLE_TEXT && walk.shows_as_much() {
            return Ok(finish(walk));
        }
    }
    let drawing = sheet.drawing();
    let walk = Walk::new(source.len(), false).with(drawing.clone()).run(tree.root());
    let (visible, hidden) = (walk.writer.found.len(), walk.hidden_bytes);
    if visible < LITTLE_TEXT && hidden > visible {
        return Ok(finish(Walk::new(source.len(), true).with(drawing).run(tree.root())));
    }
    Ok(finish(walk))
}

fn finish(walk: Walk) -> ReadPage {
    let (found, blocks) = walk.writer.finish();
    ReadPage { found, blocks, page: walk.data }
}

#[cfg(test)]
mod tests;
