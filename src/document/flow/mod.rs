//! What the readers of pages, word processor documents and spreadsheets share: text that flows
//! into lines and grids, and the choice between a table of data and one that is only a layout.

mod table;
mod writer;

pub(super) use table::OpenTable;
pub(super) use writer::Writer;
