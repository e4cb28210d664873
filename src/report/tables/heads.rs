//! A header whose words are wrapped, read by where they stand.
//!
//! In a text that keeps its page's layout, the words of a narrow column's head lie below each other, each head at a
//! height of its own (`结果维` above `持`, `总计` between them). Lines above the figures are taken one by one, from below:
//! words that overlap are one head, and as soon as the heads are all columns of the form, that is the header.

use std::ops::Range;

use super::super::Status;
use super::super::forms::Arrangement;
use super::super::items::Item;
use super::headless;
use super::labels::Role;
use super::on_line::{Line, Zones, count, line_start, places, run_of_line};
use super::page::Page;
use super::rows::{Found, header_start};
use super::sequence::Outcome;
use super::solve::{self, Candidate};
use crate::report::canon::canonical;

/// Lines that a header may have.
const MOST_LINES: u32 = 14;
/// Bytes of a line of a head.
const MOST_BYTES: usize = 120;
/// Words that are looked at.
const MOST_WORDS: usize = 96;

/// A word above figures: its line and the stretch it covers.
struct Word {
    row: u32,
    item: usize,
    stretch: Range<usize>,
}

/// Where the columns of the form stand, in its order, by the words above an item; in one way to count. A table of one
/// line names its columns once for each row.
pub fn zones(page: &Page<'_>, before: usize, way: usize) -> Option<Zones> {
    drawn_zones(page, before, way, 2)
}

/// The same, with ideographs drawn so many columns wide.
fn drawn_zones(page: &Page<'_>, before: usize, way: usize, drawn: usize) -> Option<Zones> {
    let items = &page.stream.items;
    let row = items.get(before)?.row;
    let near = |at: &usize| {
        let item = &items[*at];
        !item.is_value() && item.span.len() <= MOST_BYTES && !item.walled && item.row + MOST_LINES >= row
    };
    let above: Vec<usize> =
        (0..before).rev().take(MOST_WORDS).take_while(near).filter(|&at| items[at].row < row).collect();
    let mut words: Vec<Word> = Vec::new();
    for line in above.chunk_by(|&a, &b| items[a].row == items[b].row) {
        for &item in line {
            words.push(Word { row: items[item].row, item, stretch: stretch(page, &items[item], way, drawn)? });
        }
        if let Some(zones) = header(page, &words) {
            return Some(zones);
        }
    }
    None
}

/// The stretch of the line that a word covers; an ideograph is mostly drawn two columns wide however it is counted.
fn stretch(page: &Page<'_>, item: &Item, way: usize, drawn: usize) -> Option<Range<usize>> {
    let text = page.document.text();
    let from = count(text.get(line_start(text, item.span.start)?..item.span.start)?, way + 1);
    Some(from..from + count(text.get(item.span.clone())?, drawn))
}

/// The columns, if the words are all heads of the table's columns in its order; words to their left are another cell's.
fn header(page: &Page<'_>, words: &[Word]) -> Option<Zones> {
    let table = page.table;
    let repeats = if table.arrangement == Arrangement::Line { table.rows.len() } else { 1 };
    let wanted = repeats * table.columns.len();
    let mut order: Vec<&Word> = words.iter().collect();
    order.sort_by_key(|word| (word.stretch.start, word.row));
    let mut heads: Vec<(Range<usize>, Vec<&Word>)> = Vec::new();
    for word in order {
        match heads.last_mut() {
            Some((zone, inside)) if word.stretch.start < zone.end => {
                zone.end = zone.end.max(word.stretch.end);
                inside.push(word);
            }
            _ => heads.push((word.stretch.clone(), vec![word])),
        }
    }
    let first = heads.len().checked_sub(wanted)?;
    let mut zones = Vec::with_capacity(wanted);
    for (number, (zone, inside)) in heads.iter_mut().skip(first).enumerate() {
        inside.sort_by_key(|word| (word.row, word.stretch.start));
        let label: String = inside.iter().map(|word| page.stream.canon(word.item, word.item)).collect();
        let column = &table.columns[number % table.columns.len()];
        if !column.labels.iter().any(|wording| canonical(wording) == label) {
            return None;
        }
        zones.push(zone.clone());
    }
    Some(zones)
}

/// The one line of figures of a table, each figure below its head.
pub fn find(page: &Page<'_>) -> Option<Found> {
    let items = &page.stream.items;
    let wanted = page.table.rows.len() * page.table.columns.len();
    if !page.laid_out {
        return None;
    }
    let mut found: Option<Found> = None;
    let mut at = 0;
    while at < items.len() {
        let run = run_of_line(items, at, items.len());
        let starts_line = at.checked_sub(1).is_none_or(|before| items[before].row != items[at].row);
        let is_line = run > 0 && run <= wanted && starts_line && is_named(page, at);
        if let Some(cells) = is_line.then(|| cells(page, &(at..at + run))).flatten() {
            if found.is_some() {
                return None;
            }
            let start = headless::below_caption(page, at).unwrap_or_else(|| header_start(page, at));
            let (line, extent) = (Some(at..at + run), Some(start..at + run));
            found = Some(Found { line, extent, placed: Some(cells), ..Found::default() });
        }
        at += run.max(1);
    }
    found
}

/// Whether the names of the table's rows stand above an item, in the form's order; only then its words are looked at.
fn is_named(page: &Page<'_>, before: usize) -> bool {
    let row = page.stream.items[before].row;
    let labels = &page.labelled.labels;
    let above = &labels[..labels.partition_point(|label| label.first < before)];
    let near = above.iter().rev().take_while(|label| page.stream.items[label.first].row + MOST_LINES >= row);
    let mut names: Vec<u8> = near
        .flat_map(|label| &label.meanings)
        .filter(|meaning| usize::from(meaning.table) == page.number)
        .filter_map(|meaning| match meaning.role {
            Role::Row(row) => Some(row),
            _ => None,
        })
        .collect();
    names.reverse();
    names.dedup();
    names.len() == page.table.rows.len() && names.is_sorted()
}

fn cells(page: &Page<'_>, figures: &Range<usize>) -> Option<Vec<Outcome>> {
    let (rows, columns) = (page.table.rows.len(), page.table.columns.len());
    let line = Line::of(page.document, page.stream, figures)?;
    let every: Vec<usize> = (0..columns).collect();
    let sums = solve::groups(&page.table.identities, &every, rows);
    let of = |placed: &[usize]| {
        let mut cells = vec![Outcome::open(Status::Blank); rows * columns];
        for (item, &place) in figures.clone().zip(placed) {
            cells[place] = Outcome::of(&page.stream.items, item);
        }
        let values: Candidate = cells.iter().map(|cell| cell.value).collect();
        let proved = sums.iter().all(|sum| solve::holds(&values, sum));
        (cells, proved)
    };
    let is_full = figures.len() == rows * columns;
    // A figure for each head in the form's order, as the sums say too: a program that shifts heads changes nothing.
    if is_full
        && [(0, 2), (1, 2), (0, 1)].iter().any(|&(way, drawn)| drawn_zones(page, figures.start, way, drawn).is_some())
    {
        let (cells, proved) = of(&(0..figures.len()).collect::<Vec<_>>());
        if proved {
            return Some(cells);
        }
    }
    let mut ways = (0..2).filter_map(|way| {
        let zones = zones(page, figures.start, way)?;
        Some(places(&line.columns[way], &zones))
    });
    let first = ways.next()??;
    if ways.any(|other| other.as_ref() != Some(&first)) {
        return None;
    }
    // Where cells are empty, the sums must say that each figure is in its place.
    let (cells, proved) = of(&first);
    (proved || is_full).then_some(cells)
}
