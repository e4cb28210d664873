//! A table turned on its side: what are the form's columns are its rows, and its header names the form's rows.
//!
//! Every cell of the header must be a row of one table and the first cell of each line below a column of it, each
//! column once, with a figure or an empty cell at every crossing, and the form's sums over columns must hold
//! everywhere. Such a table is set upright; nothing is told by place alone.

use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms, Table};
use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Role, named};
use super::solve::{self, Candidate};
use std::ops::Range;

/// Rows that the header names at least.
const LEAST: usize = 8;

/// A table on its side: its lines, the header first, the others in the form's order.
struct Turned {
    whole: Range<usize>,
    lines: Vec<Range<usize>>,
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
    let mut rows: Vec<u8> = Vec::new();
    for at in header.start + 1..header.end {
        let row = named(stream.canon(at, at), index).into_iter().find_map(|meaning| match meaning.role {
            Role::Row(row) if usize::from(meaning.table) == number => Some(row),
            _ => None,
        })?;
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
    is_proved.then(|| Turned { whole, lines: std::iter::once(header).chain(columns).collect() })
}

fn figure(item: &Item) -> Option<f64> {
    match item.content {
        Content::Figure(value, _) => Some(value),
        _ => None,
    }
}

fn set_upright(stream: &Stream, turned: &[Turned]) -> Stream {
    let mut upright = Stream { glued: stream.glued, ..Stream::default() };
    let mut push = |item: &Item, row: u32, column: Option<(u32, u32)>| {
        let from = upright.canon.len();
        upright.canon.push_str(&stream.canon[item.canon.clone()]);
        upright.items.push(Item { canon: from..upright.canon.len(), row, column, ..item.clone() });
    };
    let (mut at, mut added) = (0, 0);
    for table in turned {
        stream.items[at..table.whole.start].iter().for_each(|item| push(item, item.row + added, item.column));
        let first = stream.items[table.whole.start].row;
        for cell in 0..table.lines[0].len() {
            let row = first + added + cell as u32;
            for (column, line) in (0..).zip(&table.lines) {
                push(&stream.items[line.start + cell], row, Some((column, 1)));
            }
        }
        at = table.whole.end;
        added += table.lines[0].len() as u32;
    }
    stream.items[at..].iter().for_each(|item| push(item, item.row + added, item.column));
    upright
}
