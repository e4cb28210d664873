//! Table `indicators`: the sheet of the edition 2014, the figures of a row side by side.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::Float64Builder;
use arrow_schema::ArrowError;

use crate::report::{Cell, Code, Report};

use super::builder::Builder;
use super::codebooks::Codebooks;
use super::columns::{Codes, Ids};

pub(super) struct Indicators {
    /// The table of the form and its two columns.
    codes: [Option<Code>; 3],
    report_id: Ids,
    indicator: Codes,
    value: Float64Builder,
    unit: Codes,
    cumulative: Float64Builder,
}

impl Indicators {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            codes: books.indicators,
            report_id: Ids::default(),
            indicator: Codes::new(&books.forms),
            value: Float64Builder::new(),
            unit: Codes::new(&books.units),
            cumulative: Float64Builder::new(),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        let [table, value, cumulative] = self.codes;
        let of_list = report.cells.iter().filter(|c| Some(c.table) == table);
        // The cells of a row stand together.
        let cells: Vec<&Cell> = of_list.collect();
        for row in cells.chunk_by(|a, b| a.row == b.row) {
            let figure = |col: Option<Code>| row.iter().find(|c| Some(c.col) == col).and_then(|c| claimed(c));
            self.report_id.push(&report.origin.report_id);
            self.indicator.push(row[0].row.0);
            self.value.append_option(figure(value));
            self.unit.push(row[0].unit as u16);
            self.cumulative.append_option(figure(cumulative));
        }
    }
}

fn claimed(cell: &Cell) -> Option<f64> {
    cell.value.filter(|_| cell.status.is_claimed())
}

impl Builder for Indicators {
    fn rows(&self) -> usize {
        self.report_id.len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(vec![
            self.report_id.finish()?,
            self.indicator.finish()?,
            Arc::new(self.value.finish()),
            self.unit.finish()?,
            Arc::new(self.cumulative.finish()),
        ])
    }
}
