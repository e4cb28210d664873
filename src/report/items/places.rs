//! Where a block stands, for people: by line and table, and by page where the document has pages.

use super::super::Place;
use crate::document::{Document, Grid, GridCell, Line};

/// The place of a line.
pub fn of_line(document: &Document, line: &Line) -> Place {
    match document.page_at(line.span.start) {
        Some(page) => Place::PageLine { page, line: line.number },
        None => Place::Line(line.number),
    }
}

/// Gives the cells of a table their places, in order. On each page that a table goes on to, its rows are counted
/// anew, as a reader who holds the page counts them.
#[derive(Debug)]
pub struct GridPlaces<'a> {
    document: &'a Document,
    number: u32,
    page: Option<u32>,
    first_row: u32,
}

impl<'a> GridPlaces<'a> {
    /// For the cells of this table.
    pub fn new(document: &'a Document, grid: &Grid) -> Self {
        let first = grid.cells.first().map_or(0, |cell| cell.span.start);
        let page = document.page_at(first);
        let number = match page {
            Some(page) => 1 + tables_before(document, page, grid.number),
            None => grid.number,
        };
        Self { document, number, page, first_row: 0 }
    }

    /// The place of the next cell.
    pub fn of(&mut self, cell: &GridCell) -> Place {
        let page = self.document.page_at(cell.span.start);
        if page != self.page {
            (self.page, self.number, self.first_row) = (page, 1, cell.row);
        }
        let (table, row) = (self.number, cell.row - self.first_row + 1);
        match page {
            Some(page) => Place::PageGrid { page, table, row, cell: cell.ordinal },
            None => Place::Grid { table, row, cell: cell.ordinal },
        }
    }
}

/// Tables before the one of this number that stand on the page, if only with their end.
fn tables_before(document: &Document, page: u32, number: u32) -> u32 {
    let grids = document.blocks.iter().filter_map(|block| match block {
        crate::document::Block::Grid(grid) if grid.number < number => Some(grid),
        _ => None,
    });
    let on_page = |grid: &&Grid| grid.cells.last().is_some_and(|cell| document.page_at(cell.span.start) == Some(page));
    grids.filter(on_page).count() as u32
}
