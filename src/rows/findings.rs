//! Table `findings`.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::StringBuilder;
use arrow_schema::ArrowError;

use crate::report::Report;

use super::builder::Builder;
use super::codebooks::Codebooks;
use super::columns::{Codes, Ids, Words};

pub(super) struct Findings {
    report_id: Ids,
    check: Words,
    severity: Codes,
    table: Codes,
    row: Codes,
    col: Codes,
    expected: StringBuilder,
    found: StringBuilder,
    message: StringBuilder,
}

impl Findings {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            report_id: Ids::default(),
            check: Words::default(),
            severity: Codes::new(&books.severities),
            table: Codes::new(&books.forms),
            row: Codes::new(&books.forms),
            col: Codes::new(&books.forms),
            expected: StringBuilder::new(),
            found: StringBuilder::new(),
            message: StringBuilder::new(),
        }
    }

    pub(super) fn push(&mut self, report: &Report) {
        for finding in &report.findings {
            self.report_id.push(&report.origin.report_id);
            self.check.push(finding.check);
            self.severity.push(finding.severity as u16);
            self.table.push_option(finding.table.map(|c| c.0));
            self.row.push_option(finding.row.map(|c| c.0));
            self.col.push_option(finding.col.map(|c| c.0));
            self.expected.append_option(finding.expected.as_deref());
            self.found.append_option(finding.found.as_deref());
            self.message.append_value(&finding.message);
        }
    }
}

impl Builder for Findings {
    fn rows(&self) -> usize {
        self.report_id.len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(vec![
            self.report_id.finish()?,
            self.check.finish()?,
            self.severity.finish()?,
            self.table.finish()?,
            self.row.finish()?,
            self.col.finish()?,
            Arc::new(self.expected.finish()),
            Arc::new(self.found.finish()),
            Arc::new(self.message.finish()),
        ])
    }
}
