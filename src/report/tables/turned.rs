//! A table turned on its side: what are the form's columns are its rows, and its header names the form's rows.
//!
//! Above every cell stands the name of one row of one table, in the lowest of the header's lines that has a word there,
//! and before the cells of a line one of its columns, each column once. Every crossing must show a figure or an empty
//! cell, and the form's sums over columns must hold everywhere. Such a table is set upright; nothing is told by place
//! alone.

use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms, Table};
use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Meaning, Role};
use super::solve::{self, Candidate};
use std::ops::Range;

/// Rows that the header names at least.
const LEAST: usize = 8;
/// Lines of a header at most.
const HEADER: usize = 5;

/// A table on its side.
struct Turned {
    whole: Range<usize>,
    /// The names of the form's columns, in the form's order.
    columns: Vec<Name>,
    rows: Vec<Row>,
}

/// The item that names a row or a column.
#[derive(Debug, Clone, Copy)]
struct Name {
    item: usize,
    /// Bytes of its canonical form that are its group's head.
    head: usize,
}

/// A row of the form with its cells in the form's order.
struct Row {
    name: Name,
    cells: Vec<usize>,
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
    let mut turned: Vec<Turned> = Vec::new();
    for at in 1..lines.len() {
        let mut tables = forms.tables.iter().enumerate();
        let behind = turned.last().is_none_or(|table| table.whole.end <= lines[at].start);
        if behind
            && let Some(table) = tables.find_map(|(number, table)| of_table(stream, index, (&lines, at), number, table))
        {
            turned.push(table);
        }
    }
    if turned.is_empty() { None } else { Some(set_upright(stream, &turned)) }
}

/// The table of the form whose first line of cells is this one.
fn of_table(
    stream: &Stream,
    index: &LabelIndex,
    (lines, at): (&[Range<usize>], usize),
    number: usize,
    table: &Table,
) -> Option<Turned> {
    let items = &stream.items;
    let width = table.columns.len();
    if !table.whole || table.arrangement != Arrangement::Rows || lines.len() < at + width {
        return None;
    }
    let first = cells(items, &lines[at])?;
    let of_table = |line: &Range<usize>| items[line.start].table == items[first.start].table;
    let mut columns: Vec<Option<(Name, Range<usize>)>> = vec![None; width];
    for line in &lines[at..at + width] {
        let cells = cells(items, line).filter(|_| of_table(line))?;
        let name = cells.start - 1;
        let (head, column) = column(stream.canon(name, name), index, number)?;
        let below = |(a, b): (&Item, &Item)| a.column == b.column;
        let fits = cells.len() == first.len() && items[cells.clone()].iter().zip(&items[first.clone()]).all(below);
        if !fits || columns.get_mut(column)?.replace((Name { item: name, head }, cells)).is_some() {
            return None;
        }
    }
    let columns: Vec<(Name, Range<usize>)> = columns.into_iter().collect::<Option<_>>()?;
    let header: Vec<&Range<usize>> = lines[..at].iter().rev().take(HEADER).take_while(|line| of_table(line)).collect();
    let mut rows: Vec<Row> = Vec::with_capacity(first.len());
    let mut named: Vec<usize> = Vec::new();
    for (cell, at) in first.clone().enumerate() {
        let above = |item: &usize| covers(&items[*item], &items[at]) && !items[*item].is_value();
        let label = header.iter().find_map(|line| (*line).clone().find(above))?;
        let (head, row) = row(stream.canon(label, label), index, number, table)?;
        if named.contains(&row) {
            return None;
        }
        named.push(row);
        rows.push(Row {
            name: Name { item: label, head },
            cells: columns.iter().map(|(_, cells)| cells.start + cell).collect(),
        });
    }
    let every: Vec<usize> = (0..width).collect();
    let sums = solve::groups(&table.identities, &every, 1);
    let adds_up = |row: &Row| {
        let values: Candidate = row.cells.iter().map(|&cell| figure(&items[cell])).collect();
        sums.iter().all(|sum| solve::holds(&values, sum))
    };
    let is_proved = !sums.is_empty() && rows.iter().all(adds_up);
    let highest = rows.iter().map(|row| row.name.item).min()?;
    let start = header.iter().find(|line| line.contains(&highest))?.start;
    let columns = columns.into_iter().map(|(name, _)| name).collect();
    is_proved.then(|| Turned { whole: start..lines[at + width - 1].end, columns, rows })
}

/// The cells of a line that begins with words and shows as many cells as a header names rows.
fn cells(items: &[Item], line: &Range<usize>) -> Option<Range<usize>> {
    let is_cell = |item: &Item| matches!(item.content, Content::Figure(..) | Content::Blank | Content::Mark);
    let words = items[line.clone()].iter().take_while(|item| !item.is_value()).count();
    let cells = line.start + words..line.end;
    let fits = words > 0 && cells.len() >= LEAST;
    (fits && items[cells.clone()].iter().all(|item| is_cell(item) && !item.shared)).then_some(cells)
}

/// Whether an item of the header stands above a cell.
fn covers(head: &Item, cell: &Item) -> bool {
    let (Some((from, columns)), Some((at, _))) = (head.column, cell.column) else { return false };
    (from..from + columns).contains(&at)
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
    alone_or_behind(canon, named, is_head)
}

/// The column that a wording names, by itself or behind the name of its group, `法人或其他组织—商业企业`, and the bytes of
/// that.
fn column(canon: &str, index: &LabelIndex, number: usize) -> Option<(usize, usize)> {
    let named = |canon: &str| index.column(canon, number);
    let is_group =
        |canon: &str| index.exact(canon).iter().any(|m| usize::from(m.table) == number && m.role == Role::Furniture);
    alone_or_behind(canon, named, is_group)
}

/// What a wording names by itself, or behind a head, and the bytes of that head.
fn alone_or_behind(
    canon: &str,
    named: impl Fn(&str) -> Option<usize>,
    is_head: impl Fn(&str) -> bool,
) -> Option<(usize, usize)> {
    let behind = |(at, _): (usize, char)| named(&canon[at..]).filter(|_| is_head(&canon[..at])).map(|what| (at, what));
    named(canon).map(|what| (0, what)).or_else(|| canon.char_indices().skip(2).find_map(behind))
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
    let items = &stream.items;
    let (mut at, mut added) = (0, 0);
    for table in turned {
        items[at..table.whole.start].iter().for_each(|item| push(item, 0, item.row + added, item.column));
        let first = items[table.whole.start].row + added;
        for (column, &name) in (1..).zip(&table.columns) {
            push(&items[name.item], name.head, first, Some((column, 1)));
        }
        for (number, row) in (1..).zip(&table.rows) {
            push(&items[row.name.item], row.name.head, first + number, Some((0, 1)));
            for (column, &cell) in (1..).zip(&row.cells) {
                push(&items[cell], 0, first + number, Some((column, 1)));
            }
        }
        at = table.whole.end;
        added += table.rows.len() as u32;
    }
    items[at..].iter().for_each(|item| push(item, 0, item.row + added, item.column));
    upright
}
