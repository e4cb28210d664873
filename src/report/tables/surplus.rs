//! Columns of the publisher's own between or beside the form's: 小计 of the organisations, 历年累计, 同比增减.
//!
//! In a real table the header tells which column is which: each of the form's is named once, and every other column of
//! figures has a name as well. What stands below those others is taken off, if the sums of the form hold in every row
//! without it.

use super::super::canon::canonical;
use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms, Table};
use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Labelled, Role};
use super::solve::{self, Candidate};
use crate::document::Document;

/// Rows that must show a figure in every column of the form.
const LEAST: usize = 8;

/// The stream without such columns; `None` where there are none.
pub fn without(document: &Document, stream: &Stream, labelled: &Labelled, on: (&Forms, &LabelIndex)) -> Option<Stream> {
    let (forms, index) = on;
    let whole = |(_, table): &(usize, &Table)| table.whole && table.arrangement == Arrangement::Rows;
    let mut is_kept: Vec<bool> = Vec::new();
    let mut at = 0;
    for part in stream.items.chunk_by(|a, b| a.table == b.table) {
        let start = at;
        at += part.len();
        if part[0].table.is_none() {
            continue;
        }
        for (number, table) in forms.tables.iter().enumerate().filter(whole) {
            let grid = Grid {
                document,
                stream,
                labelled,
                index,
                own_line: &forms.around.own_line,
                number,
                table,
                start,
                part,
            };
            let surplus = grid.surplus().unwrap_or_default();
            if !surplus.is_empty() {
                is_kept.resize(stream.items.len(), true);
                let within = |item: &Item| {
                    item.column.is_some_and(|(from, span)| (from..from + span).all(|c| surplus.contains(&c)))
                };
                (start..at).filter(|&item| within(&stream.items[item])).for_each(|item| is_kept[item] = false);
            }
        }
    }
    (!is_kept.is_empty()).then(|| stream.filtered(|item| is_kept[item]))
}

/// A real table that may be one of the form's.
struct Grid<'a> {
    document: &'a Document,
    stream: &'a Stream,
    labelled: &'a Labelled,
    index: &'a LabelIndex,
    /// Words before a column's name that make it the report's year's.
    own_line: &'a [String],
    number: usize,
    table: &'a Table,
    /// Its items, and the first of them in the stream.
    start: usize,
    part: &'a [Item],
}

impl Grid<'_> {
    /// The columns of figures that are none of the form's, if the others are all of it.
    fn surplus(&self) -> Option<Vec<u32>> {
        let rows: Vec<&[Item]> =
            self.lines().filter(|(start, line)| self.is_row(*start, line)).map(|(_, line)| line).collect();
        let body = rows.first()?.first()?.row;
        let header: Vec<&Item> =
            self.part.iter().take_while(|item| item.row < body).filter(|item| !item.is_value()).collect();
        let mut own: Vec<Option<u32>> = vec![None; self.table.columns.len()];
        for item in &header {
            if let Some(column) = self.column(item) {
                let (from, span) = item.column?;
                if span != 1 || own[column].replace(from).is_some() {
                    return None;
                }
            }
        }
        let own: Vec<u32> = own.into_iter().collect::<Option<_>>()?;
        let first = *own.iter().min()?;
        let figures = |line: &[Item]| -> Vec<u32> {
            line.iter()
                .filter(|item| item.is_value())
                .filter_map(|item| item.column)
                .map(|(from, _)| from)
                .filter(|&from| from >= first)
                .collect()
        };
        let columns = figures(rows.iter().max_by_key(|line| line.len())?);
        let surplus: Vec<u32> = columns.iter().copied().filter(|column| !own.contains(column)).collect();
        let is_named = |column: &u32| {
            header.iter().any(|item| item.column.is_some_and(|(from, span)| from == *column && span == 1))
        };
        let is_whole =
            rows.iter().all(|line| figures(line) == columns) && own.iter().all(|column| columns.contains(column));
        (is_whole && surplus.iter().all(is_named) && self.adds_up(&rows, &own)).then_some(surplus)
    }

    fn lines(&self) -> impl Iterator<Item = (usize, &[Item])> {
        let mut at = self.start;
        self.part.chunk_by(|a, b| a.row == b.row).map(move |line| {
            at += line.len();
            (at - line.len(), line)
        })
    }

    /// Whether a line has the label of a row of the form, and figures.
    fn is_row(&self, start: usize, line: &[Item]) -> bool {
        let is_label = |at: usize| {
            let label = self.labelled.of_item[at].map(|label| &self.labelled.labels[label as usize]);
            label.is_some_and(|label| {
                label.meanings.iter().any(|m| usize::from(m.table) == self.number && matches!(m.role, Role::Row(_)))
            })
        };
        (start..start + line.len()).any(is_label) && line.iter().any(|item| matches!(item.content, Content::Figure(..)))
    }

    /// The column of the form that a cell of the header names, its year in front or not.
    fn column(&self, item: &Item) -> Option<usize> {
        let named = |canon: &str| self.index.column(canon, self.number);
        let text = self.document.text()[item.span.clone()].trim();
        let of_year = || self.own_line.iter().find_map(|word| named(&canonical(text.strip_prefix(word.as_str())?)));
        named(&self.stream.canon[item.canon.clone()]).or_else(of_year)
    }

    /// Whether the form's sums hold in every row, and enough rows show all their figures.
    fn adds_up(&self, rows: &[&[Item]], own: &[u32]) -> bool {
        let every: Vec<usize> = (0..own.len()).collect();
        let sums = solve::groups(&self.table.identities, &every, 1);
        let figure = |line: &[Item], column: u32| {
            line.iter().find(|item| item.column == Some((column, 1))).and_then(|item| match item.content {
                Content::Figure(value, _) => Some(value),
                _ => None,
            })
        };
        let read: Vec<Candidate> =
            rows.iter().map(|line| own.iter().map(|&column| figure(line, column)).collect()).collect();
        let full = read.iter().filter(|values| values.iter().all(Option::is_some)).count();
        full >= LEAST && !sums.is_empty() && read.iter().all(|values| sums.iter().all(|sum| solve::holds(values, sum)))
    }
}
