//! Empty cells that show as empty lines.
//!
//! Text that puts each cell on a line of its own may keep the line of an empty one. Counted with the empty lines, every
//! row of a table then has exactly as many lines as the form has columns; where one row has not, empty lines are just
//! distance and nothing is told by them. Figures placed so must also add up in every row.

use super::super::Place;
use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms, Table};
use super::super::items::{Item, Stream};
use super::labels::{Label, Labelled, Role};
use super::solve::{self, Candidate};

/// Rows that must show all their lines.
const LEAST: usize = 8;
/// Rows that show an empty line before a figure: lines at a row's end could be distance.
const LEAST_GAPS: usize = 2;

/// A line of a row: the item that stands on it, if any.
type Lines = Vec<Option<usize>>;

/// The stream with its empty lines as empty cells; `None` where they are none.
pub fn fill(stream: &Stream, labelled: &Labelled, forms: &Forms) -> Option<Stream> {
    let of = |arrangement: Arrangement| {
        let tables = forms.tables.iter().enumerate();
        tables.filter(move |(_, table)| table.arrangement == arrangement && table.whole)
    };
    let mut spaced: Vec<(usize, Lines)> =
        of(Arrangement::Rows).filter_map(|(number, table)| rows(stream, labelled, number, table)).flatten().collect();
    if spaced.is_empty() {
        return None;
    }
    // A page that keeps the lines of empty cells in one table keeps them in the other.
    spaced.extend(of(Arrangement::Line).filter_map(|(number, table)| line(stream, labelled, number, table)));
    Some(filled(stream, &spaced))
}

/// The lines below the header of a table of one line, by the header's last item.
fn line(stream: &Stream, labelled: &Labelled, number: usize, table: &Table) -> Option<(usize, Lines)> {
    let (height, width) = (table.rows.len(), table.columns.len());
    let every: Vec<usize> = (0..width).collect();
    let sums = solve::groups(&table.identities, &every, height);
    let own = labelled.labels.iter().filter(|l| l.meanings.iter().any(|m| usize::from(m.table) == number));
    let mut found = own.filter_map(|label| {
        let lines = lines(stream, label, height * width, true)?;
        let values: Candidate = lines.iter().map(|line| value(stream, line)).collect();
        let proved = values.iter().any(Option::is_some) && sums.iter().all(|sum| solve::holds(&values, sum));
        proved.then_some((label.last, lines))
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// The figure on a line.
fn value(stream: &Stream, line: &Option<usize>) -> Option<f64> {
    match line.map(|at| stream.items[at].content) {
        Some(Content::Figure(value, _)) => Some(value),
        _ => None,
    }
}

/// The lines behind each label of a table, by the label's last item; `None` where they are not the table's cells.
fn rows(stream: &Stream, labelled: &Labelled, number: usize, table: &Table) -> Option<Vec<(usize, Lines)>> {
    let is_row = |label: &&Label| {
        let mut meanings = label.meanings.iter().filter(|m| usize::from(m.table) == number && !m.bare);
        meanings.any(|m| matches!(m.role, Role::Row(_)))
    };
    let labels: Vec<&Label> = labelled.labels.iter().filter(is_row).collect();
    let width = table.columns.len();
    let every: Vec<usize> = (0..width).collect();
    let sums = solve::groups(&table.identities, &every, 1);
    let mut gaps = 0;
    let mut rows = Vec::with_capacity(labels.len());
    for (at, label) in labels.iter().enumerate() {
        if is_head(stream, label, number, table) {
            continue;
        }
        let lines = lines(stream, label, width, at + 1 == labels.len())?;
        let values: Candidate = lines.iter().map(|line| value(stream, line)).collect();
        let figures = lines.iter().rposition(Option::is_some);
        gaps += usize::from(figures.is_some_and(|last| lines[..last].contains(&None)));
        if !sums.iter().all(|sum| solve::holds(&values, sum)) {
            return None;
        }
        rows.push((label.last, lines));
    }
    (rows.len() >= LEAST && gaps >= LEAST_GAPS && !sums.is_empty()).then_some(rows)
}

/// Whether a label is the head of a group of rows here: the words of its first row stand on the next line.
fn is_head(stream: &Stream, label: &Label, number: usize, table: &Table) -> bool {
    let heads = label.meanings.iter().any(|m| match m.role {
        Role::Row(row) => usize::from(m.table) == number && !table.rows[usize::from(row)].heads.is_empty(),
        _ => false,
    });
    let next = stream.items.get(label.last + 1).filter(|next| heads && !next.is_value());
    next.is_some_and(|next| line_of(next).is_some_and(|line| line_of(&stream.items[label.last]) == line.checked_sub(1)))
}

/// The lines between a label and the next words, if they are as many as the table has columns and each holds one cell or
/// nothing. Below the last row, further empty lines may follow.
fn lines(stream: &Stream, label: &Label, width: usize, is_last: bool) -> Option<Lines> {
    let items = &stream.items;
    let from = line_of(&items[label.last])?;
    let mut lines: Lines = vec![None; width];
    let mut next = label.last + 1;
    while let Some(item) = items.get(next).filter(|item| item.is_value()) {
        let place = line_of(item)?.checked_sub(from + 1)? as usize;
        let free = lines.get_mut(place).filter(|line| line.is_none())?;
        if item.walled || !matches!(item.content, Content::Figure(..) | Content::Mark) {
            return None;
        }
        *free = Some(next);
        next += 1;
    }
    let end = items.get(next).map(line_of);
    let fits = match end {
        Some(end) => {
            let shown = end?.checked_sub(from + 1)? as usize;
            shown == width || is_last && shown > width
        }
        None => true,
    };
    fits.then_some(lines)
}

fn line_of(item: &Item) -> Option<u32> {
    match item.place {
        Place::Line(line) => Some(line),
        _ => None,
    }
}

fn filled(stream: &Stream, spaced: &[(usize, Lines)]) -> Stream {
    let mut filled = Stream { glued: stream.glued, ..Stream::default() };
    filled.items.reserve(stream.items.len() * 2);
    filled.canon.reserve(stream.canon.len());
    // Every empty cell has a line of its own, which shifts the number of those below it.
    let mut added = 0;
    let mut push = |item: &Item, added: u32| {
        let from = filled.canon.len();
        filled.canon.push_str(&stream.canon[item.canon.clone()]);
        filled.items.push(Item { canon: from..filled.canon.len(), row: item.row + added, ..item.clone() });
    };
    let mut at = 0;
    let mut spaced: Vec<&(usize, Lines)> = spaced.iter().collect();
    spaced.sort_by_key(|(label, _)| *label);
    for (label, lines) in spaced {
        stream.items[at..=*label].iter().for_each(|item| push(item, added));
        at = label + 1;
        let mut before = &stream.items[*label];
        for (number, line) in (1..).zip(lines) {
            match line {
                Some(value) => {
                    before = &stream.items[*value];
                    push(before, added);
                    at = value + 1;
                }
                None => {
                    added += 1;
                    push(&blank(before, &stream.items[*label], number), added);
                }
            }
        }
    }
    stream.items[at..].iter().for_each(|item| push(item, added));
    filled
}

/// An empty cell on a line below a label, behind another item.
fn blank(before: &Item, label: &Item, number: u32) -> Item {
    let place = line_of(label).map_or(label.place, |line| Place::Line(line + number));
    let end = before.span.end;
    Item { span: end..end, content: Content::Blank, canon: before.canon.end..before.canon.end, place, ..before.clone() }
}
