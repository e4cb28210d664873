//! Which labels are the rows of a table, and which items are a row's figures.
//!
//! A row's name can stand elsewhere too: in prose, in a small table of section one, in a second
//! table. So the rows are the heaviest chain of labels in form order; order supports, labels decide.

use super::super::figure::Content;
use super::chain::heaviest_chain;
use super::labels::{Meaning, Role};
use super::page::{CERTAIN, Candidate, FoundRow, Page, same_figures};
use super::sequence::Outcome;
use super::several;
use std::ops::Range;

/// How far before its first row a table's header may begin, in items.
pub const HEADER_REACH: usize = 40;

/// Characters of a label, without its ordinal, from which on it is the form's alone.
const SHORT: usize = 4;
/// Tables of one kind beside the first that are told apart on a page.
const MOST_TABLES: usize = 16;

/// What was found of a table.
#[derive(Debug, Default)]
pub struct Found {
    /// The rows, in document order.
    pub rows: Vec<FoundRow>,
    /// The figures of a table whose rows all stand in one line.
    pub line: Option<Range<usize>>,
    /// The line has no header above it.
    pub headless: bool,
    /// The cells of the line, where each figure stands below its head.
    pub placed: Option<Vec<Outcome>>,
    /// Items from the table's header to its last figure.
    pub extent: Option<Range<usize>>,
    /// Rows that stand a second time with other figures.
    pub contested: Vec<usize>,
}

/// Finds the rows of a table whose rows have labels of their own.
pub fn find(page: &Page<'_>) -> Found {
    let mut candidates = candidates(page);
    several::number(page, &mut candidates);
    let Some(rows) = take_table(page, &mut candidates) else { return Found::default() };
    let mut contested = printed_twice(page, &rows, &candidates);
    candidates.retain(|c| c.weight >= CERTAIN);
    let mut rows = rows;
    for _ in 0..MOST_TABLES {
        let Some(other) = take_other(page, &rows, &mut candidates) else { break };
        let differing;
        (rows, differing) = several::own(page, rows, other);
        contested.extend(differing);
    }
    Found { extent: extent(page, &rows), rows, contested, ..Found::default() }
}

/// The rows of the next table of the same kind, taken off the candidates.
fn take_other(page: &Page<'_>, rows: &[FoundRow], candidates: &mut Vec<Candidate>) -> Option<Vec<FoundRow>> {
    let chain = heaviest_chain(page, candidates);
    let other: Vec<FoundRow> = chain.iter().map(|&i| candidates[i].found()).collect();
    // Few rows are no second table, unless it is they that stand where the table belongs.
    let is_other = !other.is_empty()
        && is_table(page, candidates, &chain)
        && !several::is_of_another_form(page, &other, rows)
        && (other.len() >= 3 || several::may_be_own(page, &other, rows));
    candidates.retain(|c| !other.iter().any(|row| row.label == c.label && row.row == c.row));
    is_other.then_some(other)
}

/// Rows that stand twice below each other with different figures: nobody can tell which of them holds.
fn printed_twice(page: &Page<'_>, rows: &[FoundRow], left: &[Candidate]) -> Vec<usize> {
    let labels = &page.labelled.labels;
    let is_row = |meaning: &Meaning| usize::from(meaning.table) == page.number && matches!(meaning.role, Role::Row(_));
    let of_rows: Vec<usize> = (0..labels.len()).filter(|&at| labels[at].meanings.iter().any(is_row)).collect();
    let are_neighbours = |a: usize, b: usize| {
        // Nothing stands between one label and itself.
        let behind = of_rows.partition_point(|&at| at <= a.min(b));
        of_rows.get(behind).is_none_or(|&at| at >= a.max(b))
    };
    let twin = |other: &&Candidate| {
        other.weight >= CERTAIN
            && rows.iter().any(|row| {
                row.row == other.row
                    && are_neighbours(row.label, other.label)
                    && !same_figures(page, &row.values, &other.values)
            })
    };
    left.iter().filter(twin).map(|other| other.row).collect()
}

/// The rows of the table that has most of them, taken off the candidates; `None` where there is none.
fn take_table(page: &Page<'_>, candidates: &mut Vec<Candidate>) -> Option<Vec<FoundRow>> {
    /// Labels beside those of the chain among which rows out of order stand.
    const REACH: usize = 12;
    let mut taken = heaviest_chain(page, candidates);
    let (&first, &last) = (taken.first()?, taken.last()?);
    if !is_table(page, candidates, &taken) {
        return None;
    }
    let of_table = candidates[first].of_table;
    let (first, last) = (candidates[first].label, candidates[last].label);
    for (i, c) in candidates.iter().enumerate() {
        let near = c.label + REACH >= first && c.label <= last + REACH;
        let free = taken.iter().all(|&t| candidates[t].row != c.row);
        if near && free && c.weight >= CERTAIN && c.of_table == of_table {
            taken.push(i);
        }
    }
    taken.sort_unstable();
    let rows = taken.iter().map(|&t| candidates[t].found()).collect();
    let mut number = 0;
    candidates.retain(|_| {
        number += 1;
        taken.binary_search(&(number - 1)).is_err()
    });
    Some(rows)
}

impl Candidate {
    fn found(&self) -> FoundRow {
        FoundRow { row: self.row, label: self.label, values: self.values.clone() }
    }
}

fn candidates(page: &Page<'_>) -> Vec<Candidate> {
    let labels = &page.labelled.labels;
    let items = &page.stream.items;
    let mut candidates = Vec::new();
    for (number, label) in labels.iter().enumerate() {
        for meaning in label.meanings.iter().filter(|m| usize::from(m.table) == page.number) {
            let Role::Row(row) = meaning.role else {
                continue;
            };
            let row = usize::from(row);
            let start = label.last + 1;
            let end = labels.get(number + 1).map_or(items.len(), |next| next.first);
            let end = items[start..end].iter().position(|i| i.is_prose()).map_or(end, |p| start + p);
            let cells = items[start..end].iter().take_while(|i| i.is_value()).count();
            let figures = items[start..start + cells].iter().any(|i| i.content != Content::Blank);
            let characters = page.stream.canon(label.first, label.last).chars().count();
            let form = &page.table.rows[row];
            let on_form = page.edition.is_none_or(|e| form.columns.contains_key(&e));
            let short = meaning.bare && characters < SHORT;
            if short && is_below_strangers(page, label.first) {
                continue;
            }
            let weight = match (figures, label.distance) {
                (true, 0) if short => 4,
                (true, 0) if meaning.bare && characters < 7 => 9,
                (true, 0) => 10,
                (true, distance) => 8 - distance as i32,
                // An empty row that shows its cells, and one that shows nothing.
                (false, 0) if cells > 0 && !short => 6,
                (false, 0) if on_form && !short => 2,
                (false, _) => continue,
            };
            candidates.push(Candidate { row, of_table: 0, label: number, values: start..end, weight });
        }
    }
    candidates
}

/// Whether the two rows above a label have names that are none of the form's: a bare 总计 is then the total of another table.
fn is_below_strangers(page: &Page<'_>, label: usize) -> bool {
    const ROWS: usize = 2;
    const BARE: usize = 2;
    let items = &page.stream.items;
    let (mut end, mut strangers, mut bare) = (label, 0, 0);
    while strangers < ROWS && bare <= BARE {
        let figures = items[..end].iter().rev().take_while(|item| item.is_value()).count();
        let Some(name) = (end - figures).checked_sub(1).filter(|_| figures > 1) else { return false };
        // 其他 above 总计 tells no more than 总计 does.
        match page.labelled.of_item[name] {
            Some(_) if page.stream.canon(name, name).chars().count() < SHORT => bare += 1,
            None if !items[name].is_prose() => strangers += 1,
            _ => return false,
        }
        end = name;
    }
    strangers == ROWS
}

/// A few row names with figures are no table yet: it needs its header, or most of its rows.
fn is_table(page: &Page<'_>, candidates: &[Candidate], chain: &[usize]) -> bool {
    let with_figures = chain.iter().filter(|&&i| candidates[i].weight >= 4).count();
    if with_figures >= 4 {
        return true;
    }
    let first = page.labelled.labels[candidates[chain[0]].label].first;
    let last = page.labelled.labels[candidates[chain[chain.len() - 1]].label].first;
    // Words that tables share, such as 总计, tell nothing of which table this is.
    let header = page
        .labelled
        .labels
        .iter()
        .filter(|l| l.first + 16 >= first && l.first <= last)
        .filter(|l| l.meanings.iter().all(|m| usize::from(m.table) == page.number && !matches!(m.role, Role::Row(_))))
        .count();
    with_figures >= 1 && header >= 2
}

/// From the first word of the header to the last figure.
fn extent(page: &Page<'_>, rows: &[FoundRow]) -> Option<Range<usize>> {
    let labels = &page.labelled.labels;
    let first = rows.iter().map(|r| labels[r.label].first).min()?;
    let last = rows.iter().max_by_key(|r| labels[r.label].last)?;
    let figures = last.cells(page.stream).count();
    Some(header_start(page, first)..labels[last.label].last + 1 + figures)
}

/// Walks back from a table's first row over its header.
pub fn header_start(page: &Page<'_>, first: usize) -> usize {
    let mut start = first;
    let mut unknown = 0;
    for at in (first.saturating_sub(HEADER_REACH)..first).rev() {
        let item = &page.stream.items[at];
        let own = page.labelled.of_item[at].is_some_and(|l| {
            page.labelled.labels[l as usize].meanings.iter().any(|m| usize::from(m.table) == page.number)
        });
        if own {
            start = at;
            unknown = 0;
        } else if item.is_prose() || unknown >= 4 {
            break;
        } else if !item.is_value() {
            unknown += 1;
        }
    }
    start
}
