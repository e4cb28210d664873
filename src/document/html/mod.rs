//! HTML reader: a page becomes lines and grids in reading order.
//!
//! A real parser builds the tree that a browser would show; the walk over it decides what a
//! report needs: where a line ends, what is hidden, and which cell of which table a text is in.

mod attribute;
mod element;
mod groups;
mod nested;
mod page;
mod table;
mod tree;
mod writer;

use super::decode::Refusal;
use super::{Block, Line, PageData};
use page::Walk;
use writer::Item;

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
    let walk = Walk::new(source.len(), false).run(tree.root());
    let (visible, hidden) = (walk.writer.found.len(), walk.hidden_bytes);
    if visible < LITTLE_TEXT && hidden > visible {
        return Ok(finish(Walk::new(source.len(), true).run(tree.root())));
    }
    Ok(finish(walk))
}

fn finish(walk: Walk) -> ReadPage {
    let (mut lines, mut grids) = (0, 0);
    let blocks = walk
        .writer
        .items
        .into_iter()
        .map(|item| match item {
            Item::Line { span, blank_above } => {
                lines += 1;
                Block::Line(Line { span, number: lines, blank_above })
            }
            Item::Grid(mut grid) => {
                grids += 1;
                grid.number = grids;
                Block::Grid(grid)
            }
        })
        .collect();
    ReadPage { found: walk.writer.found, blocks, page: walk.data }
}

#[cfg(test)]
mod tests;
