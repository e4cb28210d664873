//! Table `cells`.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Float64Builder, StringBuilder};
use arrow_schema::ArrowError;

use crate::report::{Place, Report};

use super::builder::Builder;
use super::codebooks::Codebooks;
use super::columns::{Codes, Ids};

pub(super) struct Cells {
    report_id: Ids,
    table: Codes,
    row: Codes,
    col: Codes,
    value: Float64Builder,
    unit: Codes,
    status: Codes,
    raw: StringBuilder,
    rule: Codes,
    place: StringBuilder,
    scratch: String,
}

impl Cells {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            report_id: Ids::default(),
            table: Codes::new(&books.forms),
            row: Codes::new(&books.forms),
            col: Codes::new(&books.forms),
            value: Float64Builder::new(),
            unit: Codes::new(&books.units),
            status: Codes::new(&books.statuses),
            raw: StringBuilder::new(),
            rule: Codes::new(&books.derivations),
            place: StringBuilder::new(),
            scratch: String::new(),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        self.report_id.push_rows(&report.origin.report_id, report.cells.len());
        // Cells of one row often stand at one place.
        let mut written = None;
        for cell in &report.cells {
            self.table.push(cell.table.0);
            self.row.push(cell.row.0);
            self.col.push(cell.col.0);
            let claimed = cell.status.is_claimed();
            self.value.append_option(cell.value.filter(|_| claimed));
            self.unit.push(cell.unit as u16);
            self.status.push(cell.status as u16);
            self.raw.append_option(cell.raw.as_deref());
            self.rule.push_option(cell.rule.map(|rule| rule as u16));
            match cell.place {
                Some(place) => {
                    if written.replace(place) != Some(place) {
                        self.scratch.clear();
                        write_place(&mut self.scratch, place);
                    }
                    self.place.append_value(&self.scratch);
                }
                None => self.place.append_null(),
            }
        }
    }
}

impl Builder for Cells {
    fn rows(&self) -> usize {
        self.report_id.len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(vec![
            self.report_id.finish()?,
            self.table.finish()?,
            self.row.finish()?,
            self.col.finish()?,
            Arc::new(self.value.finish()),
            self.unit.finish()?,
            self.status.finish()?,
            Arc::new(self.raw.finish()),
            self.rule.finish()?,
            Arc::new(self.place.finish()),
        ])
    }
}

/// [`Place`]'s `Display`, without the cost of the formatting machinery: it runs for every cell.
fn write_place(out: &mut String, place: Place) {
    match place {
        Place::Line(line) => write_parts(out, &[("line ", line)]),
        Place::PageLine { page, line } => write_parts(out, &[("page ", page), (", line ", line)]),
        Place::Grid { table, row, cell } => {
            write_parts(out, &[("table ", table), (", row ", row), (", cell ", cell)]);
        }
        Place::PageGrid { page, table, row, cell } => {
            write_parts(out, &[("page ", page), (", table ", table), (", row ", row), (", cell ", cell)]);
        }
    }
}

fn write_parts(out: &mut String, parts: &[(&str, u32)]) {
    for &(name, number) in parts {
        out.push_str(name);
        write_number(out, number);
    }
}

fn write_number(out: &mut String, number: u32) {
    if number >= 10 {
        write_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_as_displayed() {
        for place in [
            Place::Line(0),
            Place::Line(42),
            Place::Line(u32::MAX),
            Place::Grid { table: 2, row: 10, cell: 305 },
            Place::PageLine { page: 3, line: 12 },
            Place::PageGrid { page: 12, table: 2, row: 10, cell: 3 },
        ] {
            let mut text = String::new();
            write_place(&mut text, place);
            assert_eq!(text, place.to_string());
        }
    }
}
