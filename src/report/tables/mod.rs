//! The official tables of a document: which row is which, and which figure belongs to which cell.
//!
//! Labels are found first ([`labels`]), then the rows of a table are the best chain of labels in form
//! order ([`rows`]), then the figures that follow a label become its cells ([`bind`]). What the table as a whole
//! contradicts is taken back ([`doubt`]); cells whose place was lost are settled by the form's identities or left
//! open ([`settle`], [`solve`]).

mod adopt;
mod attachment;
mod beside;
mod bind;
mod broken;
mod cells;
mod chain;
mod crossed;
mod doubt;
mod edition;
mod foreign;
mod glue;
mod halves;
mod headers;
mod headless;
mod heads;
mod heap;
mod joint;
pub mod labels;
mod line;
mod lined;
mod list;
mod noted;
mod numbered;
mod numerals;
mod on_line;
mod order;
mod ordinals;
mod own_year;
mod page;
mod paired;
mod parts;
mod pieces;
mod piped;
mod repairs;
mod rival;
mod row;
mod rows;
mod runs;
mod sequence;
mod settle;
mod several;
mod side_columns;
mod slipped;
mod solve;
mod spaced;
mod stacked;
mod sums;
mod surplus;
#[cfg(test)]
pub(in crate::report) mod tests;
mod torn;
mod turned;
mod vote;
mod ways;
mod wrapped;

use super::forms::{Arrangement, Forms};
use super::items::Stream;
use super::sections::Heading;
use super::{Cell, Code, SectionCode, Status};
use crate::document::{Document, Span};
use labels::{LabelIndex, Labelled};
use repairs::Setting;
use std::collections::HashSet;

/// What the tables of a document say.
#[derive(Debug)]
pub struct Tables {
    /// Edition by the marks on the page, else by the year.
    pub edition: Option<i16>,
    /// A status for every cell of the edition's form, then cells of other editions that stand there.
    pub cells: Vec<Cell>,
    /// The tables that stand in the document and where, in document order.
    pub spans: Vec<(Code, Span)>,
    /// Labels that were recognised though misspelt: (table, row, label of the form, label as found).
    pub typos: Vec<Typo>,
    /// Rows that stand twice with different figures.
    pub contested: Vec<(Code, Code)>,
}

impl Tables {
    /// The cells of one table of the form.
    pub fn cells_of(&self, table: Code) -> Vec<&Cell> {
        self.cells.iter().filter(|cell| cell.table == table).collect()
    }
}

/// A misspelt label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typo {
    /// Table.
    pub table: Code,
    /// Row.
    pub row: Code,
    /// The form's wording.
    pub expected: String,
    /// The page's wording.
    pub found: String,
}

/// The labels of the forms, indexed: those of the official tables and those of the earlier lists.
#[derive(Debug)]
pub struct Labels {
    tables: LabelIndex,
    lists: LabelIndex,
}

impl Labels {
    /// Indexes the labels of the forms.
    pub fn new(forms: &Forms) -> Self {
        Self { tables: LabelIndex::new(forms), lists: LabelIndex::of_lists(forms) }
    }
}

/// What is known of a page when its tables are read.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The year that the report is on; decides the edition only where no mark tells it.
    pub year: Option<i16>,
    /// The headings of its sections: what stands in different ones is no one table.
    pub headings: &'a [Heading],
}

/// Reads all tables.
pub fn read(document: &Document, forms: &Forms, labels: &Labels, stream: &Stream, known: Known<'_>) -> Tables {
    let list = |stream: &Stream| list::read(document, forms, &labels.lists, stream);
    // In the years of the list, a table of other things may look like one of the later forms.
    let of_list = list::serves(forms, known.year);
    if of_list && let Some(list) = list(stream) {
        return list;
    }
    let mut tables = from_stream(document, forms, &labels.tables, stream, known);
    // Only where no table was found between borders are labels searched inside of words.
    if tables.spans.is_empty() {
        if !of_list && let Some(list) = list(stream) {
            return list;
        }
        if let Some(stream) = glue::unglue(document, &labels.tables) {
            tables = from_stream(document, forms, &labels.tables, &stream, known);
        }
        if tables.spans.is_empty()
            && let Some(list) = glue::unglue(document, &labels.lists).and_then(|stream| list(&stream))
        {
            return list;
        }
        list::absent(forms, &mut tables);
    } else if tables.cells.iter().all(|cell| cell.value.is_none())
        && let Some(stream) = glue::unglue(document, &labels.tables)
    {
        // Blanks here and there part a few labels from their figures, while all the others are glued to theirs.
        let glued = from_stream(document, forms, &labels.tables, &stream, known);
        if standing(&glued) >= GLUED_RATHER * standing(&tables) {
            return glued;
        }
    }
    tables
}

/// How many of the rows of a page must have been glued before it is read as a glued one.
const GLUED_RATHER: usize = 3;

/// Rows that stand on the page.
fn standing(tables: &Tables) -> usize {
    let cells = tables.cells.iter().filter(|cell| cell.status != Status::Absent);
    cells.map(|cell| (cell.table, cell.row)).collect::<HashSet<_>>().len()
}

fn from_stream(document: &Document, forms: &Forms, index: &LabelIndex, stream: &Stream, known: Known<'_>) -> Tables {
    let setting = Setting { document, forms, index, year: known.year };
    let (repaired, labelled) = repairs::all(&setting, stream);
    from_labels(document, forms, repaired.as_ref().unwrap_or(stream), &labelled, known)
}

fn from_labels(document: &Document, forms: &Forms, stream: &Stream, labelled: &Labelled, known: Known<'_>) -> Tables {
    let edition = edition::of(labelled, forms, known.year);
    let mut tables =
        Tables { edition, cells: Vec::with_capacity(224), spans: Vec::new(), typos: Vec::new(), contested: Vec::new() };
    let padded_behind = sequence::padded_behind(stream, labelled, forms);
    let padded_in_front = sequence::padded_in_front(stream, labelled, forms);
    let attachments = attachment::Attachments::of(document, stream, forms);
    let laid_out = !stream.glued && on_line::is_laid_out(document, stream);
    let mut pages = Vec::with_capacity(forms.tables.len());
    for (number, table) in forms.tables.iter().enumerate() {
        let page = page::Page {
            document,
            stream,
            labelled,
            number,
            table,
            forms,
            edition,
            padded_behind,
            padded_in_front,
            year: known.year,
            headings: known.headings,
            section: SectionCode::ALL.into_iter().find(|section| section.code() == forms.code(table.code)),
            attachments: &attachments,
            laid_out,
            digits_lost: false,
        };
        let found = match table.arrangement {
            Arrangement::List => continue,
            Arrangement::Rows => rows::find(&page),
            Arrangement::Line => ways::find(&page),
        };
        pages.push((page, found));
    }
    // What was lost in one table may be lost in another.
    let digits_lost = pages.iter().any(|(page, found)| bind::lost_digits(page, found));
    for (page, found) in pages {
        bind::cells(&page::Page { digits_lost, ..page }, &found, &mut tables);
    }
    tables.spans.sort_by_key(|(_, s)| s.start);
    tables
}
