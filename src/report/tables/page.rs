//! One table of the form on one page: what is known of both before its rows are told, and the places of a row.

use super::super::figure::Content;
use super::super::forms::{Forms, Table};
use super::super::items::{Item, Stream};
use super::attachment::Attachments;
use super::labels::Labelled;
use crate::document::Document;
use crate::report::SectionCode;
use crate::report::sections::Heading;
use std::ops::Range;

/// Least weight of a row that tells something about which table it is in: figures behind a label that is spelt right.
pub const CERTAIN: i32 = 9;

/// One table of the form, looked for in one document.
pub struct Page<'a> {
    pub document: &'a Document,
    pub stream: &'a Stream,
    pub labelled: &'a Labelled,
    pub number: usize,
    pub table: &'a Table,
    /// Words that tell tables apart are the forms'.
    pub forms: &'a Forms,
    pub edition: Option<i16>,
    /// Rows of this page carry their padding behind their figures, never before them.
    pub padded_behind: bool,
    /// Rows of this page carry their padding between label and figures.
    pub padded_in_front: bool,
    /// The year that the report is on.
    pub year: Option<i16>,
    /// The page's headings in order, and the section of the form that the table belongs to.
    pub headings: &'a [Heading],
    pub section: Option<SectionCode>,
    /// Where attachments begin on the page.
    pub attachments: &'a Attachments,
    /// The text keeps its page's layout, so that an empty cell is a gap in its line and not lost.
    pub laid_out: bool,
    /// The page's figures are glued, and some of its rows lost cells as well.
    pub digits_lost: bool,
}

/// Characters of a document's head, its title and writer among them.
const HEAD: usize = 300;

impl Page<'_> {
    /// The head of the document.
    pub fn head(&self) -> &str {
        let text = self.document.text();
        text.char_indices().nth(HEAD).map_or(text, |(end, _)| &text[..end])
    }

    /// Where a label begins in the document's text.
    pub fn start_of(&self, label: usize) -> usize {
        self.stream.items[self.labelled.labels[label].first].span.start
    }
}

/// A row found.
#[derive(Debug, Clone)]
pub struct FoundRow {
    /// Index of the row in the form's table.
    pub row: usize,
    /// Index of its label.
    pub label: usize,
    /// Items from its label to the next one.
    pub values: Range<usize>,
}

impl FoundRow {
    /// The cells that stand directly behind the label, up to the first word.
    pub fn cells<'s>(&self, stream: &'s Stream) -> impl Iterator<Item = &'s Item> + use<'s> {
        stream.items[self.values.clone()].iter().take_while(|item| item.is_value())
    }

    /// Whether figures are among them.
    pub fn has_figures(&self, stream: &Stream) -> bool {
        self.cells(stream).any(|item| item.content != Content::Blank)
    }

    /// Whether walls are drawn around all of them.
    pub fn is_walled(&self, stream: &Stream) -> bool {
        self.cells(stream).all(|item| item.walled)
    }
}

/// A label with a row's name, and what stands behind it.
pub struct Candidate {
    /// Index of the row in the form's table.
    pub row: usize,
    /// Which of the tables of this kind on the page it is in; see [`super::several`].
    pub of_table: usize,
    /// Index of its label.
    pub label: usize,
    /// Items from its label to the next one.
    pub values: Range<usize>,
    /// How surely it is a row of the table.
    pub weight: i32,
}

/// Whether the second row shows the first one's figures, or none.
pub fn same_figures(page: &Page<'_>, a: &Range<usize>, b: &Range<usize>) -> bool {
    // What is no one number is known by its digits only.
    let digits = |item: &Item| match item.content {
        Content::Glued | Content::Pair => page.document.text().get(item.span.clone()).unwrap_or_default(),
        _ => "",
    };
    let figures = |range: &Range<usize>| {
        let cells = page.stream.items[range.clone()].iter().take_while(|i| i.is_value());
        let shown = cells.filter(|i| i.content != Content::Blank);
        shown.map(|i| (i.content, digits(i)))
    };
    figures(b).next().is_none() || figures(a).eq(figures(b))
}
