//! The rows found become the cells of the form.
//!
//! First every row is read by itself; then the table as a whole says how far the readings can be
//! trusted; only then figures are claimed.

use std::ops::Range;

use super::super::{Derivation, Status};
use super::cells::push_row;
use super::lined::Lined;
use super::page::{FoundRow, Page};
use super::piped::Piped;
use super::row::{self, Read};
use super::rows::Found;
use super::sequence::{self, Outcome, Reading};
use super::settle::{self, candidates, claim};
use super::solve::{Candidate, Figures};
use super::{
    Tables, Typo, adopt, broken, doubt, foreign, halves, headers, headless, heap, line, order, slipped, solve,
};

/// Appends the cells of one table.
pub fn cells(page: &Page<'_>, found: &Found, tables: &mut Tables) {
    let table = page.table;
    if let Some(extent) = &found.extent {
        let items = &page.stream.items;
        tables.spans.push((table.code, items[extent.start].span.start..items[extent.end - 1].span.end));
    }
    tables.contested.extend(found.contested.iter().map(|&row| (table.code, table.rows[row].code)));
    if let Some(line) = &found.line {
        line_cells(page, found, line, tables);
        return;
    }
    let first = found.rows.iter().map(|r| page.labelled.labels[r.label].first).min();
    let permuted = table.whole && first.is_some_and(|first| order::is_permuted(page, first));
    let lined = Lined::of(page, found.extent.as_ref().unwrap_or(&(0..0)));
    let adopted = if permuted { Vec::new() } else { adopt::adopt(page, &found.rows, &lined) };
    let rows: Vec<&FoundRow> = found.rows.iter().chain(&adopted).collect();
    let piped = Piped::of(page, &rows);
    let top = found.rows.iter().map(|row| row.label).min();
    let is_of_others = |top: usize| {
        foreign::is_headed_by_others(page, top, table.columns.len())
            || foreign::is_announced_as_anothers(page, page.labelled.labels[top].first)
    };
    let of_others = table.whole && top.is_some_and(is_of_others);
    let own_order = if permuted { order::own(page, &found.rows) } else { None };
    let read_row = |hit: &&FoundRow| match &own_order {
        _ if of_others => row::open(page, hit),
        Some(order) => row::in_order(page, found, hit, order),
        None => row::read(page, found, (&lined, &piped), hit, permuted),
    };
    let mut read: Vec<Read> = rows.iter().map(read_row).collect();
    doubt::doubt(page, found, &rows, &mut read);
    let mut outcomes = settle::settle(page, &read);
    let settled: Vec<(usize, &[usize])> = read.iter().map(|r| (r.row, r.columns.as_slice())).collect();
    broken::prove(page, &settled, &mut outcomes);
    for (number, row) in table.rows.iter().enumerate() {
        let of_edition = page.edition.and_then(|e| row.columns.get(&e));
        let mut standing: &[usize] = &[];
        // The name of another edition's row that heads rows of this page is a group's head here, and has no figures.
        let stands = |row: &usize| read.iter().any(|r| r.row == *row);
        let is_head = of_edition.is_none() && page.edition.is_some() && row.heads.iter().any(stands);
        if let Some(at) = read.iter().position(|r| r.row == number && !is_head) {
            let hit = rows[at];
            standing = &read[at].columns;
            let mut outcomes = outcomes[at].clone();
            if at < found.rows.len() {
                note_typo(page, hit, tables);
            } else {
                outcomes.iter_mut().for_each(|outcome| outcome.infer(Derivation::RowLeftOver));
            }
            push_row(page, row, standing, &outcomes, Some(&hit.values), Some(hit.label), tables);
        }
        let absent: Vec<usize> = of_edition.into_iter().flatten().copied().filter(|c| !standing.contains(c)).collect();
        if !absent.is_empty() {
            let outcomes = vec![Outcome::open(Status::Absent); absent.len()];
            push_row(page, row, &absent, &outcomes, None, None, tables);
        }
    }
}

/// Whether rows of a page whose figures are glued show fewer digits than they have cells: cells were lost too.
pub fn lost_digits(page: &Page<'_>, found: &Found) -> bool {
    page.stream.glued
        && found.rows.iter().any(|hit| {
            let columns = headers::columns(page, hit, &page.table.rows[hit.row]);
            let values = hit.cells(page.stream);
            values.map(|i| i.span.len()).sum::<usize>() < columns.len()
        })
}

/// The cells of a table whose rows all stand in one line.
fn line_cells(page: &Page<'_>, found: &Found, line: &Range<usize>, tables: &mut Tables) {
    let columns: Vec<usize> = (0..page.table.columns.len()).collect();
    let mut outcomes = line_outcomes(page, found, line, &columns);
    let values: Candidate = outcomes.iter().map(|outcome| outcome.value).collect();
    if halves::may_be_halves(page, line, (&columns, page.table.rows.len()), Some(&values)) {
        outcomes = claim(&Reading::Open, outcomes.len(), None, None, false);
    }
    for (row, outcomes) in page.table.rows.iter().zip(outcomes.chunks(columns.len())) {
        push_row(page, row, &columns, outcomes, Some(line), None, tables);
    }
}

/// What becomes of those cells, row by row.
fn line_outcomes(page: &Page<'_>, found: &Found, line: &Range<usize>, columns: &[usize]) -> Vec<Outcome> {
    let cells = page.table.rows.len() * columns.len();
    if !line.is_empty() && foreign::is_announced_as_anothers(page, line.start) {
        return claim(&Reading::Open, cells, None, None, false);
    }
    if let Some(placed) = &found.placed {
        return placed.clone();
    }
    if found.headless {
        return headless::outcomes(page, line);
    }
    let heap = line.len() == cells && heap::is_standard(page, line.start);
    let reading = line_reading(page, found, line, columns, heap);
    let outcomes = if matches!(reading, Reading::Unsettled(_)) {
        let groups = solve::groups(&page.table.identities, columns, page.table.rows.len());
        let candidates = candidates(&reading, cells, &groups);
        claim(&reading, cells, candidates.as_deref(), candidates.as_deref(), !groups.is_empty())
    } else {
        claim(&reading, cells, None, None, false)
    };
    if heap {
        outcomes.chunks(columns.len()).flat_map(|row| heap::proved(row, page, columns)).collect()
    } else {
        outcomes
    }
}

/// The reading of a table's one line of figures; `heap` if its header is a heap of words.
fn line_reading(page: &Page<'_>, found: &Found, line: &Range<usize>, columns: &[usize], heap: bool) -> Reading {
    let rows = page.table.rows.len();
    let readable = found.contested.is_empty() && (heap || !order::is_permuted(page, line.start));
    let below = || if found.contested.is_empty() { headers::line_below(page, line) } else { None };
    let reading = if readable {
        sequence::read(page, line, rows * columns.len())
    } else {
        below().map_or(Reading::Open, |cells| Reading::Placed { cells, counted: false })
    };
    match &reading {
        Reading::Unsettled(Figures::Lost(_)) => {
            // The form names the columns once for each row; where they stand once, repeated lines were dropped. Where the
            // header names as many columns as there are figures, none were lost; where more of the header and more figures
            // follow, neither: the line is in pieces.
            let named = headers::named_in_line(page, line.start);
            let is_part = headers::is_deduplicated(&named)
                || named.len() == line.len()
                || line::goes_on(page, line)
                || doubt::are_repeats_merged(page);
            if is_part { Reading::Open } else { reading }
        }
        Reading::Placed { cells: placed, counted: false } if slipped::is_refuted(page, columns, rows, placed) => {
            Reading::Open
        }
        Reading::Placed { cells: placed, counted: true } => {
            let values: Candidate = placed.iter().map(|cell| cell.value).collect();
            let sums = solve::groups(&page.table.identities, columns, rows);
            let is_contradicted = order::is_contradicted(sums.iter().map(|sum| (&values, sum)));
            if is_contradicted || headless::adds_up_otherwise(page.table, &values, &sums) {
                Reading::Open
            } else {
                reading
            }
        }
        _ => reading,
    }
}

fn note_typo(page: &Page<'_>, hit: &FoundRow, tables: &mut Tables) {
    let label = &page.labelled.labels[hit.label];
    if label.distance > 0 {
        let items = &page.stream.items;
        tables.typos.push(Typo {
            table: page.table.code,
            row: page.table.rows[hit.row].code,
            expected: page.table.rows[hit.row].labels[0].clone(),
            found: page.document.found[items[label.first].span.start..items[label.last].span.end].to_owned(),
        });
    }
}
