//! A table that is being read, and what becomes of it: a grid, or lines like any others.
//!
//! Pages wrap whole articles in tables. A table is a layout, and its content plain lines, where
//! it holds another table's grid or long prose in one cell, or has no row of two cells.

use crate::document::Grid;
use crate::document::grid::{self, WrittenCell};

use super::writer::{Item, Writer};

#[derive(Debug)]
pub(in crate::document) struct OpenTable {
    /// Items of the page before the table.
    first_item: usize,
    cells: Vec<FilledCell>,
    rows: u32,
    group_ends: Vec<u32>,
    ordinal: u32,
    has_two_cell_row: bool,
    is_layout: bool,
    /// Its text belongs to the cell around it.
    is_dissolved: bool,
    looks_like_data: bool,
    /// Preformatted elements around the table; inside, they mean nothing.
    pub(in crate::document) preformatted_around: u32,
    cell: Option<OpenCell>,
}

#[derive(Debug)]
struct OpenCell {
    row_span: u32,
    col_span: u32,
    first_item: usize,
    /// Whether it holds a value, once that was asked.
    is_short: Option<bool>,
}

#[derive(Debug)]
struct FilledCell {
    written: WrittenCell,
    items: std::ops::Range<usize>,
}

/// Bytes of a paragraph that is prose: fifty ideographs.
const PARAGRAPH: usize = 150;
/// Bytes of a cell that is prose, whatever its form: a thousand ideographs.
const ARTICLE: usize = 3000;

impl OpenTable {
    pub(in crate::document) fn new(
        first_item: usize,
        is_dissolved: bool,
        looks_like_data: bool,
        preformatted_around: u32,
    ) -> Self {
        Self {
            first_item,
            cells: Vec::new(),
            rows: 0,
            group_ends: Vec::new(),
            ordinal: 0,
            has_two_cell_row: false,
            is_layout: false,
            is_dissolved,
            looks_like_data,
            preformatted_around,
            cell: None,
        }
    }

    /// Whether a table that begins here is no more than a part of the cell it is in.
    pub(in crate::document) fn dissolves(
        &mut self,
        is_in_short_cell: impl FnOnce() -> bool,
        holds_rows: impl FnOnce() -> bool,
    ) -> bool {
        let Some(cell) = &mut self.cell else { return false };
        self.is_dissolved
            || self.looks_like_data && *cell.is_short.get_or_insert_with(is_in_short_cell) && !holds_rows()
    }

    /// Whether a cell is open, in a table that looks like data.
    pub(in crate::document) fn is_in_cell_of_data(&self) -> bool {
        self.looks_like_data && self.cell.is_some()
    }

    pub(in crate::document) fn end_group(&mut self) {
        if self.group_ends.last().copied().unwrap_or(0) != self.rows {
            self.group_ends.push(self.rows);
        }
    }

    pub(in crate::document) fn start_row(&mut self) {
        self.rows = self.rows.saturating_add(1);
        self.ordinal = 0;
    }

    pub(in crate::document) fn start_cell(&mut self, row_span: u32, col_span: u32, writer: &Writer) {
        self.ordinal += 1;
        self.has_two_cell_row |= self.ordinal == 2;
        self.cell = Some(OpenCell { row_span, col_span, first_item: writer.items.len(), is_short: None });
    }

    /// Ends the cell; its last line has ended before.
    pub(in crate::document) fn end_cell(&mut self, writer: &Writer) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let items = cell.first_item..writer.items.len();
        let mut spans = writer.items[items.clone()].iter().filter_map(Item::span);
        let span = match (spans.next(), spans.next_back()) {
            (Some(first), Some(last)) => first.start..last.end,
            (Some(only), None) => only.clone(),
            _ => writer.found.len()..writer.found.len(),
        };
        self.cells.push(FilledCell {
            written: WrittenCell {
                span,
                row: self.rows.saturating_sub(1),
                group: self.group_ends.len() as u32,
                ordinal: self.ordinal,
                row_span: cell.row_span,
                col_span: cell.col_span,
            },
            items,
        });
    }

    /// Ends the table; tells whether the table around it, if any, can only be a layout.
    pub(in crate::document) fn end(mut self, writer: &mut Writer) -> bool {
        self.end_group();
        if self.is_dissolved || self.is_layout || !self.has_two_cell_row {
            return self.is_layout;
        }
        if self.is_prose(writer) {
            return true;
        }
        let written: Vec<_> = self.cells.iter().map(|cell| cell.written.clone()).collect();
        if let Some((cells, width)) = grid::resolve(&written, &self.group_ends) {
            self.keep_loose_items(writer);
            writer.items.push(Item::Grid(Grid { number: 0, cells, width }));
        }
        true
    }

    /// Notes whether a table inside this one makes it a layout; one in its caption does not.
    pub(in crate::document) fn contains_table(&mut self, makes_layout: bool) {
        self.is_layout |= makes_layout && self.cell.is_some();
    }

    fn is_prose(&self, writer: &Writer) -> bool {
        let size = |cell: &FilledCell| cell.written.span.len();
        let total: usize = self.cells.iter().map(size).sum();
        self.cells.iter().any(|cell| {
            let lines = &writer.items[cell.items.clone()];
            let paragraphs = lines.iter().filter_map(Item::span).filter(|span| span.len() >= PARAGRAPH);
            2 * size(cell) >= total && (size(cell) >= ARTICLE || lines.len() >= 3 && paragraphs.count() >= 2)
        })
    }

    /// Takes the lines of cells off the page's items; captions and stray text stay.
    fn keep_loose_items(&self, writer: &mut Writer) {
        let inside = writer.items.split_off(self.first_item.min(writer.items.len()));
        let mut cells = self.cells.iter().map(|cell| &cell.items).peekable();
        for (index, item) in inside.into_iter().enumerate() {
            let index = self.first_item + index;
            while cells.next_if(|items| items.end <= index).is_some() {}
            if !cells.peek().is_some_and(|items| items.contains(&index)) {
                writer.items.push(item);
            }
        }
    }
}
