//! Which labels are the rows of a list.
//!
//! A list is where many of its labels stand close together, each with a figure or an empty cell behind it.
//! The same words below two heads belong to the group that the label before them is of.

use std::collections::HashMap;
use std::ops::Range;

use super::super::super::figure::Content;
use super::super::super::forms::{Forms, Table};
use super::super::attachment::Attachments;
use super::super::labels::{Label, Labelled, Role};
use super::units::Sheet;
use crate::document::Document;

/// Fewest different rows that make a list.
const LEAST_ROWS: usize = 8;
/// Most items between two rows of one list: a page's foot and head may stand there.
const MOST_BETWEEN: usize = 24;
/// Pieces of a list that are told from attachments; all behind them count as such.
const MOST_PIECES: usize = 256;
/// How far before its first row a list's header may begin, in items.
const HEADER_REACH: usize = 16;

/// What was found of a list.
pub(super) struct Found {
    /// The rows in document order; a row that stands twice is there twice.
    pub rows: Vec<FoundRow>,
    /// Items from the header to the last figure.
    pub extent: Range<usize>,
    /// Figures in a row: more than one where the header names more columns.
    pub width: usize,
    /// Whether the header names its columns in the form's order.
    pub in_order: bool,
}

/// A row found.
#[derive(Debug, Clone)]
pub(super) struct FoundRow {
    /// Index of the row in the form's table.
    pub row: usize,
    /// Index of its label.
    pub label: usize,
    /// Items directly behind its label, up to the next words.
    pub values: Range<usize>,
    /// Items up to the next label.
    pub until: usize,
}

/// Finds the rows of a list; `None` where too few of its labels stand together.
pub(super) fn find(
    document: &Document,
    sheet: &Sheet,
    labelled: &Labelled,
    (number, table): (usize, &Table),
    forms: &Forms,
) -> Option<Found> {
    let all = rows(sheet, labelled, number, table);
    let labels = &labelled.labels;
    let together = |a: &FoundRow, b: &FoundRow| labels[b.label].first.saturating_sub(a.values.end) <= MOST_BETWEEN;
    let lists: Vec<&[FoundRow]> = all.chunk_by(together).filter(|rows| is_list(sheet, rows)).collect();
    let (first, last) = (lists.first()?.first()?, lists.last()?.last()?);
    let start = labels[first.label].first;
    let from = (start.saturating_sub(HEADER_REACH)..start)
        .filter(|&item| labelled.of_item[item].is_some())
        .min()
        .unwrap_or(start);
    let second = labels.iter().rposition(|l| (from..start).contains(&l.first) && column(l, number) > Some(0));
    // The further column is the last one only if no other word of the header stands behind it.
    let behind = second.map_or(start..start, |at| labels[at].last + 1..labels[at + 1].first);
    let in_order = sheet.stream.items[behind].iter().all(|i| i.content == Content::Blank);
    let width = 1 + usize::from(second.is_some());
    let attachments = Attachments::of(document, &sheet.stream, forms);
    // Pieces of a list, and whether they stand in an attachment to the paper that it is in.
    let is_parted = |from: usize, to: usize| attachments.begin(&sheet.stream, from..to.max(from));
    let goes_on = |a: &FoundRow, b: &FoundRow| a.row <= b.row && !is_parted(a.values.end, labels[b.label].first);
    let pieces = lists.iter().flat_map(|list| list.chunk_by(goes_on)).enumerate();
    let is_attached = |number: usize, piece: &[FoundRow]| {
        number >= MOST_PIECES || is_parted(first.values.end, labels[piece[0].label].first)
    };
    let pieces: Vec<(&[FoundRow], bool)> = pieces.map(|(number, piece)| (piece, is_attached(number, piece))).collect();
    Some(Found { rows: of_one_list(sheet, &pieces), extent: from..last.values.end, width, in_order })
}

/// The rows of a list that stands in pieces. A piece in an attachment, or one that has rows again, most of them with other
/// figures, is another list: it makes those rows doubtful that stand in both, and has no others to give.
fn of_one_list(sheet: &Sheet, pieces: &[(&[FoundRow], bool)]) -> Vec<FoundRow> {
    const LEAST_DIFFERING: usize = 2;
    let items = &sheet.stream.items;
    let figures = |row: &FoundRow| {
        let cells = items[row.values.clone()].iter().map(|item| item.content);
        cells.filter(|content| *content != Content::Blank)
    };
    let mut rows: Vec<FoundRow> = Vec::new();
    // Where each row of the form stands first.
    let mut first_of: HashMap<usize, usize> = HashMap::new();
    for (piece, is_attached) in pieces {
        let own = |row: &&FoundRow| first_of.get(&row.row).map(|&at| &rows[at]);
        let shows = |row: &FoundRow| figures(row).next().is_some();
        let again: Vec<&FoundRow> = piece.iter().filter(|row| own(row).is_some() && shows(row)).collect();
        let differing = again.iter().filter(|row| own(row).is_some_and(|own| !figures(own).eq(figures(row)))).count();
        let is_another = *is_attached || differing >= LEAST_DIFFERING && 2 * differing > again.len();
        let taken: Vec<FoundRow> = piece.iter().filter(|row| !is_another || own(row).is_some()).cloned().collect();
        for row in taken {
            first_of.entry(row.row).or_insert(rows.len());
            rows.push(row);
        }
    }
    rows
}

/// All labels of rows, each with its meaning and what stands behind it.
fn rows(sheet: &Sheet, labelled: &Labelled, number: usize, table: &Table) -> Vec<FoundRow> {
    let items = &sheet.stream.items;
    let mut rows: Vec<FoundRow> = Vec::new();
    let head = |row: usize| table.rows[row].under.unwrap_or(row);
    for (at, label) in labelled.labels.iter().enumerate() {
        let mut meanings = label.meanings.iter().filter_map(|m| match m.role {
            Role::Row(row) if usize::from(m.table) == number => Some(usize::from(row)),
            _ => None,
        });
        let Some(first) = meanings.next() else { continue };
        let shared = label.meanings.iter().any(|m| m.role != Role::Row(first as u8));
        // Words that two groups share belong to the group of the row before, further down in it.
        let follows = |row: &usize| rows.last().is_some_and(|l| head(l.row) == head(*row) && l.row < *row);
        let row = if shared { std::iter::once(first).chain(meanings).find(follows) } else { Some(first) };
        let Some(row) = row else { continue };
        let start = label.last + 1;
        let until = labelled.labels.get(at + 1).map_or(items.len(), |next| next.first);
        let cells = items[start..until].iter().take_while(|i| i.is_value()).count();
        rows.push(FoundRow { row, label: at, values: start..start + cells, until });
    }
    rows
}

fn is_list(sheet: &Sheet, rows: &[FoundRow]) -> bool {
    let mut different: Vec<usize> = rows.iter().map(|r| r.row).collect();
    different.sort_unstable();
    different.dedup();
    let figures = |r: &&FoundRow| sheet.stream.items[r.values.clone()].iter().any(|i| i.content != Content::Blank);
    different.len() >= LEAST_ROWS && rows.iter().filter(figures).count() >= LEAST_ROWS / 2
}

fn column(label: &Label, number: usize) -> Option<u8> {
    label.meanings.iter().filter(|m| usize::from(m.table) == number).find_map(|m| match m.role {
        Role::Column(column) => Some(column),
        _ => None,
    })
}
