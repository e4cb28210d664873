//! The official tables of a document: which row is which, and which figure belongs to which cell.
//!
//! Labels are found first ([`labels`]), then the rows of a table are the best chain of labels in form
//! order ([`rows`]), then the figures that follow a label become its cells ([`bind`]). Cells whose place
//! was lost are settled by the form's identities or left open ([`solve`]).

mod adopt;
mod bind;
mod edition;
mod glue;
mod headers;
mod heap;
pub mod labels;
mod rows;
mod sequence;
mod solve;
mod torn;
mod vote;

use super::forms::{Arrangement, Forms};
use super::items::Stream;
use super::{Cell, Code};
use crate::document::{Document, Span};
use labels::{LabelIndex, Labelled};

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

/// Reads all tables. `year` decides the edition only where no mark tells it.
pub fn read(document: &Document, forms: &Forms, index: &LabelIndex, stream: &Stream, year: Option<i16>) -> Tables {
    let tables = from_stream(document, forms, index, stream, year);
    // Only where no table was found between borders are labels searched inside of words.
    if tables.spans.is_empty()
        && let Some(stream) = glue::unglue(document, index)
    {
        return from_stream(document, forms, index, &stream, year);
    }
    tables
}

fn from_stream(document: &Document, forms: &Forms, index: &LabelIndex, stream: &Stream, year: Option<i16>) -> Tables {
    let labelled = Labelled::of(stream, index);
    if let Some(mended) = torn::mend(stream, &labelled, index) {
        let labelled = Labelled::of(&mended, index);
        return from_labels(document, forms, &mended, &labelled, year);
    }
    from_labels(document, forms, stream, &labelled, year)
}

fn from_labels(document: &Document, forms: &Forms, stream: &Stream, labelled: &Labelled, year: Option<i16>) -> Tables {
    let edition = edition::of(labelled, forms, year);
    let mut tables =
        Tables { edition, cells: Vec::with_capacity(224), spans: Vec::new(), typos: Vec::new(), contested: Vec::new() };
    let padded_behind = sequence::padded_behind(stream, labelled, forms);
    for (number, table) in forms.tables.iter().enumerate() {
        let page = rows::Page { document, stream, labelled, number, table, edition, padded_behind };
        let found = match table.arrangement {
            Arrangement::Rows => rows::find(&page),
            Arrangement::Line => {
                let by_row = rows::find(&page);
                if by_row.rows.iter().filter(|r| r.has_figures(stream)).count() >= 2 {
                    by_row
                } else {
                    rows::find_line(&page)
                }
            }
        };
        bind::cells(&page, &found, &mut tables);
    }
    tables.spans.sort_by_key(|(_, s)| s.start);
    tables
}
