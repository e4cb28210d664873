//! What stands in a made-up report: the answer key that a reader is judged by.

use std::io::{self, Write};

use super::layout::Layout;
use crate::document::Script;
use crate::report::forms::Forms;
use crate::report::{Code, Date};

/// What a reader should say about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The figure stands there and can be told.
    Reported,
    /// The cell stands there without a figure.
    Blank,
    /// Its table is not on the page.
    Absent,
    /// The layout lost figures around it: the value below or none, with any status.
    ValueOrNone,
}

impl Expected {
    /// The `status` in truth files; empty where only the value is judged.
    pub fn code(self) -> &'static str {
        match self {
            Expected::Reported => "reported",
            Expected::Blank => "blank",
            Expected::Absent => "absent",
            Expected::ValueOrNone => "",
        }
    }
}

/// One cell of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct TruthCell {
    /// Table, row and column; codes of the built-in forms.
    pub table: Code,
    /// Row.
    pub row: Code,
    /// Column.
    pub col: Code,
    /// The figure as printed; for a figure that the layout lost, as it was.
    pub value: Option<f64>,
    /// What a reader should say.
    pub expected: Expected,
}

/// Everything that is known about a made-up report.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// One entry for every cell of the edition, in form order.
    pub cells: Vec<TruthCell>,
    /// Agency in simplified characters, as the title names it.
    pub publisher: String,
    /// The year it is about.
    pub report_year: i16,
    /// The day it was published.
    pub published_on: Date,
    /// 索引号, where the page has one.
    pub index_number: Option<String>,
    /// Edition of the form.
    pub edition: i16,
    /// Script of the page.
    pub script: Script,
    /// GB/T 2260 code of the county.
    pub region_code: String,
    /// Province.
    pub province: String,
    /// Prefecture.
    pub prefecture: String,
    /// County.
    pub county: String,
    /// How the page is laid out.
    pub layout: Layout,
    /// Every cell can be told from the page. Otherwise a reader may leave any cell without a value,
    /// but must not give a wrong one.
    pub lossless: bool,
}

/// Head of `cells.csv`.
pub(super) const CELLS_HEAD: &str = "report,table,row,col,value,status";
/// Head of `reports.csv`.
pub(super) const REPORTS_HEAD: &str = "report,publisher,report_year,published_on,index_number,edition,script,province,prefecture,county,region_code,layout,lossless";

impl Truth {
    /// Writes the rows of `cells.csv`. No field holds a comma or a quote.
    pub(super) fn write_cells(&self, name: &str, forms: &Forms, out: &mut impl Write) -> io::Result<()> {
        for cell in &self.cells {
            let [table, row, col] = [cell.table, cell.row, cell.col].map(|c| forms.code(c));
            write!(out, "{name},{table},{row},{col},")?;
            if let Some(value) = cell.value {
                write!(out, "{value}")?;
            }
            writeln!(out, ",{}", cell.expected.code())?;
        }
        Ok(())
    }

    /// Writes the row of `reports.csv`.
    pub(super) fn write_report(&self, name: &str, out: &mut impl Write) -> io::Result<()> {
        let Date { year, month, day } = self.published_on;
        writeln!(
            out,
            "{name},{},{},{year}-{month:02}-{day:02},{},{},{},{},{},{},{},{},{}",
            self.publisher,
            self.report_year,
            self.index_number.as_deref().unwrap_or(""),
            self.edition,
            self.script.code(),
            self.province,
            self.prefecture,
            self.county,
            self.region_code,
            self.layout,
            self.lossless,
        )
    }
}
