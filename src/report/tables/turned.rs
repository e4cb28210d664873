//! A table turned on its side: what are the form's columns are its rows, and its header names the form's rows.
//!
//! Every cell of the header must be a row of one table and the first cell of each line below a column of it, each
//! column once, with a figure or an empty cell at every crossing, and the form's sums over columns must hold
//! everywhere. Such a table is set upright; nothing is told by place alone.

use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms, Table};
use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Meaning, Role};
use super::solve::{self, Candidate};
use std::ops::Range;

/// Rows that the header names at least.
const LEAST: usize = 8;

/// A table on its side: its lines, the header first, the others in the form's order.
struct Turned {
    whole: Range<usize>,
    lines: Vec<Range<usize>>,
    /// For each cell of the header, the bytes of its canonical form that are its group's head.
    heads: Vec<usize>,
}

/// The stream with such tables set upright; `None` where there are none.
pub fn upright(stream: &Stream, index: &LabelIndex, forms: &Forms) -> Option<Stream> {
    let items = &stream.items;
    let is_header = |line: &[Item]| line.len() > LEAST && line[1..].iter().all(|i| i.table.is_some() && !i.is_value());
    if !items.chunk_by(|a, b| a.row == b.row).any(is_header) {
        return None;
    }
    let mut lines: Vec<Range<usize>> = Vec::new();
    for line in items.chunk_by(|a, b| a.row == b.row) {
        let start = lines.last().map_or(0, |line| line.end);
        lines.push(start..start + line.len());
    }
    let headers = (0..lines.len()).filter(|&line| is_header(&items[lines[line].clone()]));
    let turned: Vec<Turned> = headers
        .filter_map(|header| {
            let mut tables = forms.tables.iter().enumerate();
            tables.find_map(|(number, table)| of_table(stream, index, &lines[header..], number, table))
        })
        .collect();
    if turned.is_empty() { None } else { Some(set_upright(stream, &turned)) }
}

/// The table of the form that lines show, the header first.
fn of_table(
    stream: &Stream,
    index: &LabelIndex,
    lines: &[Range<usize>],
    number: usize,
    table: &Table,
) -> Option<Turned> {
    let items = &stream.items;
    let width = table.columns.len();
    if !table.whole || table.arrangement != Arrangement::Rows || lines.len() <= width {
        return None;
    }
    let header = lines[0].clone();
    let mut rows: Vec<usize> = Vec::new();
    // The corner has none.
    let mut heads: Vec<usize> = vec![0];
    for at in header.start + 1..header.end {
        let (head, row) = row(stream.canon(at, at), index, number, table)?;
        heads.push(head);
        if rows.contains(&row) {
            return None;
        }
        rows.push(row);
    }
    let mut columns: Vec<Option<Range<usize>>> = vec![None; width];
    for line in &lines[1..=width] {
        let cells = &items[line.clone()];
        let column =
            index.exact(stream.canon(line.start, line.start)).iter().find_map(|meaning| match meaning.role {
                Role::Column(column) if usize::from(meaning.table) == number => Some(usize::from(column)),
                _ => None,
            })?;
        let is_cell = |item: &Item| matches!(item.content, Content::Figure(..) | Content::Blank | Content::Mark);
        let fits = cells.len() == header.len()
            && cells[1..].iter().all(|item| is_cell(item) && !item.shared)
            && cells.iter().zip(&items[header.clone()]).all(|(a, b)| a.table == b.table && a.column == b.column);
        if !fits || columns.get_mut(column)?.replace(line.clone()).is_some() {
            return None;
        }
    }
    let columns: Vec<Range<usize>> = columns.into_iter().collect::<Option<_>>()?;
    let every: Vec<usize> = (0..width).collect();
    let sums = solve::groups(&table.identities, &every, 1);
    let adds_up = |row: usize| {
        let values: Candidate = columns.iter().map(|line| figure(&items[line.start + row])).collect();
        sums.iter().all(|sum| solve::holds(&values, sum))
    };
    let is_proved = !sums.is_empty() && (1..header.len()).all(adds_up);
    let whole = header.start..lines[width].end;
    is_proved.then(|| Turned { whole, lines: std::iter::once(header).chain(columns).collect(), heads })
}

/// The row that a wording names, by itself or behind its group's head, `（三）不予公开1.属于国家秘密`, and the bytes of
/// that head.
fn row(canon: &str, index: &LabelIndex, number: usize, table: &Table) -> Option<(usize, usize)> {
    let is_of = |meaning: &&Meaning| usize::from(meaning.table) == number;
    let named = |canon: &str| {
        let mut rows = index.exact(canon).iter().filter(is_of).filter_map(|meaning| match meaning.role {
            Role::Row(row) => Some(usize::from(row)),
            _ => None,
        });
        let row = rows.next()?;
        rows.all(|other| other == row).then_some(row)
    };
    let is_head = |canon: &str| {
        index.exact(canon).iter().filter(is_of).any(|meaning| match meaning.role {
            Role::Row(row) => !table.rows[usize::from(row)].heads.is_empty(),
            Role::Furniture => true,
            Role::Column(_) => false,
        })
    };
    let behind_head =
        |(at, _): (usize, char)| named(&canon[at..]).filter(|_| is_head(&canon[..at])).map(|row| (at, row));
    named(canon).map(|row| (0, row)).or_else(|| canon.char_indices().skip(2).find_map(behind_head))
}

fn figure(item: &Item) -> Option<f64> {
    match item.content {
        Content::Figure(value, _) => Some(value),
        _ => None,
    }
}

fn set_upright(stream: &Stream, turned: &[Turned]) -> Stream {
    let mut upright = Stream { glued: stream.glued, ..Stream::default() };
    let mut push = |item: &Item, head: usize, row: u32, column: Option<(u32, u32)>| {
        let from = upright.canon.len();
        upright.canon.push_str(&stream.canon[item.canon.start + head..item.canon.end]);
        upright.items.push(Item { canon: from..upright.canon.len(), row, column, ..item.clone() });
    };
    let (mut at, mut added) = (0, 0);
    for table in turned {
        stream.items[at..table.whole.start].iter().for_each(|item| push(item, 0, item.row + added, item.column));
        let first = stream.items[table.whole.start].row;
        for cell in 0..table.lines[0].len() {
            let row = first + added + cell as u32;
            for (column, line) in (0..).zip(&table.lines) {
                let head = if column == 0 { table.heads[cell] } else { 0 };
                push(&stream.items[line.start + cell], head, row, Some((column, 1)));
            }
        }
        at = table.whole.end;
        added += table.lines[0].len() as u32;
    }
    stream.items[at..].iter().for_each(|item| push(item, 0, item.row + added, item.column));
    upright
}
