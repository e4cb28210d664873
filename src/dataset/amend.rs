//! What is known of a report only when all others are: its further places, and findings that
//! compare it with others. Blocks are encoded before that, so the rows concerned are made again.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int32Array, RecordBatch};
use parquet::errors::ParquetError;

use crate::rows::string_lists;
use crate::rows::tables::Table;

use super::bytes::Writer;
use super::encode::record_batch;

/// What is added to rows of `reports` and `findings`, by report id as a number.
#[derive(Debug, Clone, Default)]
pub struct Amendments {
    /// Further places of equal bytes, in source order.
    pub duplicates: HashMap<u64, Vec<String>>,
    /// Findings that compare reports, in a fixed order.
    pub findings: HashMap<u64, Vec<ExtraFinding>>,
}

/// A finding by its codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraFinding {
    /// Name of the check.
    pub check: &'static str,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// Table, row and column that it is about.
    pub at: [Option<String>; 3],
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    /// One plain sentence.
    pub message: String,
}

impl Amendments {
    /// The tables that something may be added to.
    pub(super) const TABLES: [Table; 2] = [Table::Reports, Table::Findings];

    /// A hash of all that is added to the rows of these reports.
    pub(super) fn hash(&self, ids: &[u64]) -> blake3::Hash {
        let mut out = Writer::default();
        for id in ids {
            let (places, findings) = (self.duplicates.get(id), self.findings.get(id));
            out.u64(*id);
            out.u32(places.map_or(0, Vec::len) as u32);
            places.into_iter().flatten().for_each(|place| out.text(place));
            out.u32(findings.map_or(0, Vec::len) as u32);
            for finding in findings.into_iter().flatten() {
                let ExtraFinding { check, severity, at, expected, found, message } = finding;
                let [table, row, col] = at.each_ref().map(Option::as_deref);
                for text in [Some(*check), Some(severity), table, row, col, expected.as_deref(), found.as_deref()] {
                    out.u8(u8::from(text.is_some()));
                    out.text(text.unwrap_or_default());
                }
                out.text(message);
            }
        }
        blake3::hash(&out.into_bytes())
    }

    /// Whether a row of the table changes for one of these reports.
    pub(super) fn concern(&self, table: Table, ids: &[u64]) -> bool {
        let found = |id| self.findings.contains_key(id);
        match table {
            Table::Reports => ids.iter().any(|id| self.duplicates.contains_key(id) || found(id)),
            Table::Findings => ids.iter().any(found),
            _ => false,
        }
    }

    /// The rows of some reports with what is to be added; `ids` are those reports in order.
    pub(super) fn apply(&self, table: Table, rows: RecordBatch, ids: &[u64]) -> Result<RecordBatch, ParquetError> {
        match table {
            Table::Reports => self.reports(&rows, ids),
            Table::Findings => self.findings(&rows, ids),
            _ => Ok(rows),
        }
    }

    fn reports(&self, rows: &RecordBatch, ids: &[u64]) -> Result<RecordBatch, ParquetError> {
        let mut places = string_lists();
        for id in ids {
            self.duplicates.get(id).into_iter().flatten().for_each(|uri| places.values().append_value(uri));
            places.append(true);
        }
        let mut columns: Vec<ArrayRef> = rows.columns().to_vec();
        columns[rows.schema().index_of("duplicate_uris")?] = Arc::new(places.finish());
        for (column, severity) in [("errors", "error"), ("warnings", "warning")] {
            let at = rows.schema().index_of(column)?;
            let own = columns[at].as_primitive::<Int32Type>();
            let more = |id| self.findings.get(id).into_iter().flatten().filter(|f| f.severity == severity).count();
            let sums: Int32Array = own.values().iter().zip(ids).map(|(own, id)| own + more(id) as i32).collect();
            columns[at] = Arc::new(sums);
        }
        record_batch(Table::Reports, columns)
    }

    /// A report's own findings, then the added ones.
    fn findings(&self, rows: &RecordBatch, ids: &[u64]) -> Result<RecordBatch, ParquetError> {
        let old: Vec<_> = rows.columns().iter().map(|c| c.as_string::<i32>()).collect();
        let mut new: Vec<StringBuilder> = old.iter().map(|_| StringBuilder::new()).collect();
        let mut row = 0;
        for id in ids {
            let hex = format!("{id:016x}");
            while row < rows.num_rows() && old[0].value(row) == hex {
                for (builder, column) in new.iter_mut().zip(&old) {
                    builder.append_option(column.is_valid(row).then(|| column.value(row)));
                }
                row += 1;
            }
            for finding in self.findings.get(id).into_iter().flatten() {
                let [table, line, col] = &finding.at;
                let values: [Option<&str>; 9] = [
                    Some(&hex),
                    Some(finding.check),
                    Some(finding.severity),
                    table.as_deref(),
                    line.as_deref(),
                    col.as_deref(),
                    finding.expected.as_deref(),
                    finding.found.as_deref(),
                    Some(&finding.message),
                ];
                new.iter_mut().zip(values).for_each(|(builder, value)| builder.append_option(value));
            }
        }
        let columns = new.iter_mut().map(|builder| Arc::new(builder.finish()) as ArrayRef).collect();
        record_batch(Table::Findings, columns)
    }
}
