//! Writes a document's tree as lines and grids.

use super::tree::{Cell, Part, Table};
use crate::document::Block;
use crate::document::flow::{OpenTable, Writer};

/// Characters up to which a cell holds a value, not a part of the page.
const VALUE: usize = 60;

/// The text and blocks of a document whose XML has so many bytes.
pub(super) fn emit(parts: &[Part], source_bytes: usize) -> (String, Vec<Block>) {
    let mut emitter = Emitter { writer: Writer::new(source_bytes / 8), tables: Vec::new() };
    emitter.parts(parts, None);
    emitter.writer.finish()
}

struct Emitter {
    writer: Writer,
    tables: Vec<OpenTable>,
}

impl Emitter {
    fn parts(&mut self, parts: &[Part], cell: Option<&Cell>) {
        for part in parts {
            match part {
                Part::Paragraph(text) => {
                    self.writer.preformatted(text);
                    self.writer.end_line();
                    self.writer.forget_blank_lines();
                }
                Part::Table(table) => self.table(table, cell),
            }
        }
    }

    fn table(&mut self, table: &Table, cell: Option<&Cell>) {
        let is_in_short_cell = || cell.is_some_and(|cell| cell.is_shorter_than(VALUE));
        let around = self.tables.last_mut();
        let is_dissolved = around.is_some_and(|around| around.dissolves(is_in_short_cell, || table.holds_rows()));
        self.tables.push(OpenTable::new(self.writer.items.len(), is_dissolved, table.looks_like_data(), 0));
        for (row, spans) in table.rows.iter().zip(table.row_spans()) {
            self.on_table(|table, _| table.start_row());
            if row.before > 0 {
                self.on_table(|table, writer| {
                    table.start_cell(1, row.before, writer);
                    table.end_cell(writer);
                });
            }
            for (cell, row_span) in row.cells.iter().zip(spans).filter(|&(_, row_span)| row_span > 0) {
                self.on_table(|table, writer| table.start_cell(row_span, cell.columns.max(1), writer));
                self.parts(&cell.parts, Some(cell));
                self.on_table(|table, writer| table.end_cell(writer));
            }
        }
        if let Some(table) = self.tables.pop() {
            let makes_layout = table.end(&mut self.writer);
            if let Some(around) = self.tables.last_mut() {
                around.contains_table(makes_layout);
            }
        }
    }

    fn on_table(&mut self, act: impl FnOnce(&mut OpenTable, &Writer)) {
        if let Some(table) = self.tables.last_mut() {
            act(table, &self.writer);
        }
    }
}
