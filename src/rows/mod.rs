//! Rows stage: reports become Arrow batches, one set of builders for each report year.
//!
//! Input: [`Report`] and [`Reject`] in source order. Output: [`TableBatch`]es whose rows stand in
//! that order. Reports come a block at a time, whose rows are taken at its end; rejects come all through a run, and
//! are handed out as soon as there are enough of them.

mod builder;
mod cells;
mod codebooks;
mod columns;
pub mod dictionary;
mod findings;
mod indicators;
mod names;
mod narrative;
pub mod package;
mod rejects;
mod reports;
mod schema;
pub mod tables;
mod tags;
mod tokens;
mod wide;

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, SchemaRef};

use crate::report::Report;
use crate::report::forms::Forms;
use crate::source::Reject;

use builder::Builder;
use codebooks::Codebooks;
pub use names::Names;
pub(crate) use reports::string_lists;
pub(crate) use schema::list_element;
pub use schema::{batch_schema, file_schema};
use tables::{Codes, Table};
use wide::{Plan, Wide};

/// Rows after which a batch is handed out; far below the 65,536 keys of a column of ids.
const BATCH_ROWS: usize = 2_048;
/// Bytes of text after which a batch is handed out.
const BATCH_TEXT_BYTES: usize = 128 << 10;

/// Rows of one table and year.
#[derive(Debug, Clone)]
pub struct TableBatch {
    /// The table.
    pub table: Table,
    /// The report year; `None` where it is unknown and for [`Table::Rejects`].
    pub year: Option<i16>,
    /// The rows, in source order.
    pub batch: RecordBatch,
}

/// Why rows cannot be handed out; a defect of this program, not of the documents.
#[derive(Debug, thiserror::Error)]
#[error("rows of table {table} do not fit its schema ({source}); please report this")]
pub struct RowsError {
    /// Name of the table.
    table: &'static str,
    /// What Arrow says.
    source: ArrowError,
}

/// Builds the batches of all tables.
///
/// ```
/// use gongkai::report::forms::Forms;
/// use gongkai::rows::{Batches, Names, tables::Table};
/// use gongkai::source::{Reject, RejectReason};
///
/// let mut batches = Batches::new(&Forms::builtin()?, &Names::default());
/// batches.push_reject(&Reject {
///     source_uri: "a.html".to_owned(),
///     reason: RejectReason::Empty,
///     detail: "The page has no text.".to_owned(),
///     byte_len: 120,
/// });
/// let rest = batches.finish()?;
/// assert_eq!(rest.len(), 1);
/// assert_eq!((rest[0].table, rest[0].batch.num_rows()), (Table::Rejects, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Batches {
    books: Codebooks,
    plans: [Arc<Plan>; 3],
    schemas: Vec<SchemaRef>,
    years: BTreeMap<Option<i16>, Year>,
    rejects: rejects::Rejects,
}

/// The builders of one report year.
struct Year {
    reports: reports::Reports,
    cells: cells::Cells,
    applications: Wide,
    disclosures: Wide,
    reviews: Wide,
    indicators: indicators::Indicators,
    sections: narrative::Sections,
    sentences: narrative::Sentences,
    themes: tags::Themes,
    statements: tags::Statements,
    findings: findings::Findings,
}

impl Year {
    fn new(books: &Codebooks, [applications, disclosures, reviews]: &[Arc<Plan>; 3]) -> Self {
        Self {
            reports: reports::Reports::new(books),
            cells: cells::Cells::new(books),
            applications: Wide::new(applications, books),
            disclosures: Wide::new(disclosures, books),
            reviews: Wide::new(reviews, books),
            indicators: indicators::Indicators::new(books),
            sections: narrative::Sections::new(books),
            sentences: narrative::Sentences::new(books),
            themes: tags::Themes::new(books),
            statements: tags::Statements::new(books),
            findings: findings::Findings::new(books),
        }
    }

    fn push(&mut self, report: &Report) {
        self.reports.push(report);
        self.cells.push(report);
        self.applications.push(report);
        self.disclosures.push(report);
        self.reviews.push(report);
        self.indicators.push(report);
        self.sections.push(report);
        self.sentences.push(report);
        self.themes.push(report);
        self.statements.push(report);
        self.findings.push(report);
    }

    fn builders(&mut self) -> [(Table, &mut dyn Builder); 11] {
        [
            (Table::Reports, &mut self.reports),
            (Table::Cells, &mut self.cells),
            (Table::Applications, &mut self.applications),
            (Table::Disclosures, &mut self.disclosures),
            (Table::Reviews, &mut self.reviews),
            (Table::Indicators, &mut self.indicators),
            (Table::Sections, &mut self.sections),
            (Table::Sentences, &mut self.sentences),
            (Table::Themes, &mut self.themes),
            (Table::Statements, &mut self.statements),
            (Table::Findings, &mut self.findings),
        ]
    }
}

impl Batches {
    /// Empty builders for reports read with these forms and names.
    pub fn new(forms: &Forms, names: &Names) -> Self {
        let books = Codebooks::new(forms, names);
        let plan = |table| Arc::new(Plan::new(table, forms));
        Self {
            plans: [plan(Table::Applications), plan(Table::Disclosures), plan(Table::Reviews)],
            schemas: Table::ALL.map(batch_schema).to_vec(),
            years: BTreeMap::new(),
            rejects: rejects::Rejects::new(&books),
            books,
        }
    }

    /// Every code that a column can hold, where they are known beforehand.
    pub fn code_list(&self, codes: Codes) -> Option<Vec<String>> {
        let book = self.books.book(codes)?;
        Some(book.iter().flatten().map(str::to_owned).collect())
    }

    /// The tables with their columns, keys and code lists, as `datapackage.json` describes them.
    pub fn package(&self) -> package::Package {
        package::package(&|codes| self.code_list(codes))
    }

    /// Adds a report's rows to all tables. Further places of it are not known yet; the dataset adds them.
    pub fn push(&mut self, report: &Report) {
        self.years
            .entry(report.metadata.report_year)
            .or_insert_with(|| Year::new(&self.books, &self.plans))
            .push(report);
    }

    /// Adds a reject's row.
    pub fn push_reject(&mut self, reject: &Reject) {
        self.rejects.push(reject);
    }

    /// The batches that have enough rows by now. Call it after every few hundred reports at most.
    ///
    /// # Errors
    /// [`RowsError`] for a defect of this program.
    pub fn take_full(&mut self) -> Result<Vec<TableBatch>, RowsError> {
        self.take(|builder| builder.rows() >= BATCH_ROWS || builder.text_bytes() >= BATCH_TEXT_BYTES)
    }

    /// All rows that are left.
    ///
    /// # Errors
    /// [`RowsError`] for a defect of this program.
    pub fn finish(&mut self) -> Result<Vec<TableBatch>, RowsError> {
        self.take(|builder| builder.rows() > 0)
    }

    fn take(&mut self, ripe: impl Fn(&dyn Builder) -> bool) -> Result<Vec<TableBatch>, RowsError> {
        let mut taken = Vec::new();
        let years = self.years.iter_mut().flat_map(|(&year, builders)| builders.builders().map(|(t, b)| (year, t, b)));
        let rejects: &mut dyn Builder = &mut self.rejects;
        for (year, table, builder) in years.chain([(None, Table::Rejects, rejects)]) {
            if ripe(builder) {
                let schema = Arc::clone(&self.schemas[table as usize]);
                let batch = builder
                    .finish()
                    .and_then(|columns| RecordBatch::try_new(schema, columns))
                    .map_err(|source| RowsError { table: table.name(), source })?;
                taken.push(TableBatch { table, year, batch });
            }
        }
        Ok(taken)
    }
}
