//! The statistics sheet of the edition 2014: a list of indicators, each with its unit and its figure.
//!
//! One figure stands behind each label, so its place is certain wherever it stands directly behind it. What
//! could part them is looked for in the sheet as a whole: a second column of figures, lines that an extractor
//! removed because they repeat, labels that two groups share.

mod claim;
mod colons;
mod rows;
#[cfg(test)]
mod tests;
mod units;

use super::super::forms::{Arrangement, Forms, Table};
use super::super::items::Stream;
use super::super::{Cell, Status};
use super::Tables;
use super::labels::{LabelIndex, Labelled};
use crate::document::Document;

/// Reads the list that stands in the document; `None` where none does.
pub(super) fn read(document: &Document, forms: &Forms, index: &LabelIndex, stream: &Stream) -> Option<Tables> {
    let (number, table) = list_of(forms)?;
    let parted = colons::parted(document, stream);
    let sheet = units::taken_off(parted.as_ref().unwrap_or(stream));
    let labelled = Labelled::of(&sheet.stream, index);
    let found = rows::find(document, &sheet, &labelled, (number, table), forms)?;
    let edition = table.rows.iter().flat_map(|r| r.columns.keys()).copied().next();
    let mut tables = Tables { edition, cells: Vec::new(), spans: Vec::new(), typos: Vec::new(), contested: Vec::new() };
    let items = &sheet.stream.items;
    tables.spans.push((table.code, items[found.extent.start].span.start..items[found.extent.end - 1].span.end));
    claim::cells(document, &sheet, &labelled, table, &found, &mut tables);
    Some(tables)
}

/// Whether the list is the form of a year.
pub(super) fn serves(forms: &Forms, year: Option<i16>) -> bool {
    let edition = year.and_then(|y| forms.edition_for_year(y));
    let list = list_of(forms).map(|(_, table)| table);
    edition.is_some_and(|e| list.is_some_and(|t| t.rows.iter().any(|r| r.columns.contains_key(&e))))
}

/// The cells of a list that the edition's form has and the document has not.
pub(super) fn absent(forms: &Forms, tables: &mut Tables) {
    if let (Some(edition), Some((_, table))) = (tables.edition, list_of(forms)) {
        for row in &table.rows {
            let columns = row.columns.get(&edition).into_iter().flatten();
            tables.cells.extend(columns.map(|&column| nothing(table, row, column)));
        }
    }
}

fn list_of(forms: &Forms) -> Option<(usize, &Table)> {
    forms.tables.iter().enumerate().find(|(_, t)| t.arrangement == Arrangement::List)
}

fn nothing(table: &Table, row: &super::super::forms::Row, column: usize) -> Cell {
    Cell {
        table: table.code,
        row: row.code,
        col: table.columns[column].code,
        value: None,
        unit: row.unit(column, table),
        status: Status::Absent,
        raw: None,
        rule: None,
        place: None,
    }
}
