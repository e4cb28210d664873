//! Tables `applications`, `disclosures` and `reviews`: the form's cells side by side.
//!
//! One row for every row of the form that has cells in the report. A figure stands in the column
//! that has the code of its cell, and only where `cells` claims a value.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Float64Builder, Int64Builder};
use arrow_schema::ArrowError;

use crate::report::forms::Forms;
use crate::report::{Cell, Code, Report};

use super::builder::Builder;
use super::codebooks::Codebooks;
use super::columns::{Codes, Ids};
use super::tables::{Kind, Table, definition};

/// Figures before the wide columns: the report's id and the row's code.
const KEY_COLUMNS: usize = 2;

/// Which cells go to which column; the same for all years of a run.
pub(super) struct Plan {
    /// The form's table; `None` if the forms in use do not have it.
    form_table: Option<Code>,
    /// Column of the wide table by code of the form.
    measures: Vec<Option<usize>>,
    /// Measure columns that are doubles.
    doubles: Vec<bool>,
    /// Whether a column with the unit of the double follows.
    has_unit: bool,
}

impl Plan {
    pub(super) fn new(table: Table, forms: &Forms) -> Self {
        let columns = &definition(table).columns[KEY_COLUMNS..];
        let is_measure = |kind: Kind| matches!(kind, Kind::Int64 | Kind::Float64);
        let measures = (0..forms.codes_len())
            .map(|i| {
                let code = forms.code(Code(i as u16));
                columns.iter().position(|c| c.name == code && is_measure(c.kind))
            })
            .collect();
        Self {
            form_table: forms.find(table.name()),
            measures,
            doubles: columns.iter().filter(|c| is_measure(c.kind)).map(|c| c.kind == Kind::Float64).collect(),
            has_unit: columns.iter().any(|c| !is_measure(c.kind)),
        }
    }
}

enum Measure {
    Int(Int64Builder),
    Double(Float64Builder),
}

pub(super) struct Wide {
    plan: Arc<Plan>,
    report_id: Ids,
    row: Codes,
    measures: Vec<Measure>,
    unit: Codes,
    rows: Vec<Row>,
}

/// One row while its cells are gathered.
struct Row {
    code: Code,
    figures: Vec<Option<f64>>,
    unit: Option<u16>,
}

impl Wide {
    pub(super) fn new(plan: &Arc<Plan>, books: &Codebooks) -> Self {
        Self {
            plan: Arc::clone(plan),
            report_id: Ids::default(),
            row: Codes::new(&books.forms),
            measures: plan
                .doubles
                .iter()
                .map(|&double| match double {
                    true => Measure::Double(Float64Builder::new()),
                    false => Measure::Int(Int64Builder::new()),
                })
                .collect(),
            unit: Codes::new(&books.units),
            rows: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        let mut used = 0;
        for cell in &report.cells {
            if Some(cell.table) == self.plan.form_table {
                used = self.gather(cell, used);
            }
        }
        for row in &self.rows[..used] {
            self.report_id.push(&report.origin.report_id);
            self.row.push(row.code.0);
            for (measure, figure) in self.measures.iter_mut().zip(&row.figures) {
                match measure {
                    Measure::Int(builder) => builder.append_option(figure.and_then(whole)),
                    Measure::Double(builder) => builder.append_option(*figure),
                }
            }
            self.unit.push_option(row.unit);
        }
    }

    /// Puts a cell into its row, one of the first `used`; gives the rows used afterwards.
    fn gather(&mut self, cell: &Cell, used: usize) -> usize {
        let known = self.rows[..used].iter().rposition(|r| r.code == cell.row);
        let at = known.unwrap_or(used);
        if known.is_none() {
            if at == self.rows.len() {
                self.rows.push(Row { code: cell.row, figures: Vec::new(), unit: None });
            }
            let row = &mut self.rows[at];
            row.code = cell.row;
            row.unit = None;
            row.figures.clear();
            row.figures.resize(self.measures.len(), None);
        }
        let row = &mut self.rows[at];
        let measure = self.plan.measures.get(usize::from(cell.col.0)).copied();
        if let Some(measure) = measure.flatten() {
            if cell.status.is_claimed() {
                row.figures[measure] = cell.value;
            }
            if self.plan.doubles[measure] {
                row.unit = Some(cell.unit as u16);
            }
        }
        used.max(at + 1)
    }
}

impl Builder for Wide {
    fn rows(&self) -> usize {
        self.report_id.len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        let mut columns = vec![self.report_id.finish()?, self.row.finish()?];
        for measure in &mut self.measures {
            columns.push(match measure {
                Measure::Int(builder) => Arc::new(builder.finish()),
                Measure::Double(builder) => Arc::new(builder.finish()),
            });
        }
        let unit = self.unit.finish()?;
        if self.plan.has_unit {
            columns.push(unit);
        }
        Ok(columns)
    }
}

/// The figure as a whole number. A fraction in a column of counts stays in `cells` only.
fn whole(figure: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (figure.fract() == 0.0 && figure.abs() <= EXACT).then_some(figure as i64)
}
