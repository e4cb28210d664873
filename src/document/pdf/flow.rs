//! Pages become blocks: paragraphs over line ends, tables over page ends, in reading order.

use super::lines::{self, TextLine};
use super::marks::{Glyph, Marks};
use super::table::Table;
use super::{ReadPdf, page_marks, ruling, stitch};
use crate::document::{Block, Grid, GridCell, Line, begins_a_point};

/// A piece of the document in reading order.
#[derive(Debug)]
enum Piece {
    Paragraph { text: String, indent: usize, page: u32, number: u32, size: f64, blank_behind: bool, goes_on: bool },
    Table(Table),
}

/// The pages read so far.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pieces: Vec<Piece>,
    pages: u32,
}

/// What stands on one page, by its height.
enum Standing {
    Line(TextLine),
    Table(Table),
}

impl Standing {
    /// Top and bottom of a table.
    fn extent(&self, top: f64) -> Option<(f64, f64)> {
        match self {
            Standing::Table(table) => table.ys.last().map(|&bottom| (top, bottom)),
            Standing::Line(_) => None,
        }
    }
}

impl Flow {
    /// Takes in the next page.
    pub(super) fn page(&mut self, marks: &Marks) {
        self.pages += 1;
        let page = self.pages;
        let mut standing: Vec<(f64, Standing)> = Vec::new();
        let mut loose: Vec<&Glyph> = marks.glyphs.iter().filter(|g| g.is_upright()).collect();
        for ruling in ruling::tables(&marks.rules) {
            let inside: Vec<&Glyph> = marks.glyphs.iter().filter(|g| ruling.contains(g.centre(), g.middle)).collect();
            if let Some(table) = Table::fill(&ruling, &inside, page) {
                loose.retain(|g| !ruling.contains(g.centre(), g.middle));
                standing.push((ruling.ys[0], Standing::Table(table)));
            }
        }
        let mut text = lines::laid_out(loose.into_iter());
        let tables: Vec<(f64, f64)> = standing.iter().filter_map(|(top, standing)| standing.extent(*top)).collect();
        page_marks::drop_number(&mut text, &tables, marks.height, page);
        let column = Column::of(&text);
        standing.extend(text.into_iter().map(|line| (line.middle, Standing::Line(line))));
        standing.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut number = 0;
        for (_, standing) in standing {
            match standing {
                Standing::Line(line) => {
                    number += 1;
                    self.line(line, &column, number);
                }
                Standing::Table(table) => self.table(table),
            }
        }
    }

    fn line(&mut self, line: TextLine, column: &Column, number: u32) {
        let goes_on = column.is_filled(&line);
        if let Some(Piece::Paragraph { text, size, blank_behind, goes_on: open, .. }) = self.pieces.last_mut()
            && *open
            && (*size - line.size).abs() < 0.1 * line.size
            && column.continues(&line)
        {
            let wide = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
            let written = *blank_behind || line.blanks.0;
            if written || (!wide(text.chars().next_back()) && !wide(line.text.chars().next())) {
                text.push(' ');
            }
            text.push_str(&line.text);
            (*open, *blank_behind) = (goes_on, line.blanks.1);
            return;
        }
        self.pieces.push(Piece::Paragraph {
            text: line.text,
            indent: line.indent,
            page: self.pages,
            number,
            size: line.size,
            blank_behind: line.blanks.1,
            goes_on,
        });
    }

    fn table(&mut self, table: Table) {
        let page = self.pages;
        let table = match self.pieces.last_mut() {
            // Only a table that ends one page is gone on with on the next.
            Some(Piece::Table(above)) if above.cells.iter().map(|c| c.page).max() == Some(page - 1) => {
                match stitch::append(above, table) {
                    Ok(()) => return,
                    Err(table) => table,
                }
            }
            _ => table,
        };
        if !table.is_empty() {
            self.pieces.push(Piece::Table(table));
        }
    }

    /// Writes everything into one text.
    pub(super) fn finish(self) -> ReadPdf {
        let mut read = ReadPdf::default();
        let mut tables = 0;
        for piece in self.pieces {
            match piece {
                Piece::Paragraph { text, indent, page, number, .. } => {
                    read.begin_page(page);
                    read.found.extend(std::iter::repeat_n(' ', indent));
                    let start = read.found.len();
                    read.found.push_str(&text);
                    let span = start..read.found.len();
                    read.found.push('\n');
                    read.blocks.push(Block::Line(Line { span, number, blank_above: 0 }));
                }
                Piece::Table(table) => {
                    tables += 1;
                    let grid = read.grid(&table, tables);
                    read.blocks.push(Block::Grid(grid));
                }
            }
        }
        read.begin_page(self.pages);
        read
    }
}

impl ReadPdf {
    fn begin_page(&mut self, page: u32) {
        while self.pages.len() < page as usize {
            self.pages.push(self.found.len());
        }
    }

    fn grid(&mut self, table: &Table, number: u32) -> Grid {
        let mut cells = Vec::with_capacity(table.cells.len());
        let (mut row, mut ordinal) = (None, 0);
        for cell in &table.cells {
            self.begin_page(cell.page);
            if row != Some(cell.place.row) {
                row = Some(cell.place.row);
                ordinal = 0;
            }
            ordinal += 1;
            let start = self.found.len();
            self.found.push_str(&cell.text);
            let span = start..self.found.len();
            self.found.push('\n');
            cells.push(GridCell {
                span,
                row: cell.place.row as u32,
                column: cell.place.column as u32,
                row_span: cell.place.row_span as u32,
                col_span: cell.place.col_span as u32,
                ordinal,
            });
        }
        Grid { number, cells, width: table.xs.len() as u32 - 1 }
    }
}

/// The left and right edge of a page's running text.
struct Column {
    left: f64,
    right: f64,
}

impl Column {
    fn of(lines: &[TextLine]) -> Self {
        let prose = || lines.iter().filter(|line| !line.has_columns);
        let mut rights: Vec<f64> = prose().map(|line| line.right).collect();
        rights.sort_by(|a, b| b.total_cmp(a));
        Self {
            left: prose().map(|line| line.left).fold(f64::INFINITY, f64::min),
            // One line alone makes no edge.
            right: rights.get(1).copied().unwrap_or(f64::INFINITY),
        }
    }

    /// Whether a line ends only because the column does: its text goes on in the next.
    fn is_filled(&self, line: &TextLine) -> bool {
        !line.has_columns && line.right > self.right - 1.6 * line.size && self.right - self.left > 12.0 * line.size
    }

    /// Whether a line begins at the left edge, and with no number of a heading.
    fn continues(&self, line: &TextLine) -> bool {
        !line.has_columns && line.left < self.left + 1.2 * line.size && !begins_a_point(&line.text)
    }
}
