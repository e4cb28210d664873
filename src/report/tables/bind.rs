//! The rows found become the cells of the form.
//!
//! First every row is read by itself; then the table as a whole says how far the readings can be
//! trusted; only then figures are claimed.

use super::super::figure::{Content, chinese, visible};
use super::super::forms::{Identity, IdentityKind, Row};
use super::super::items::Item;
use super::super::{Cell, Status, Unit};
use super::lined::Lined;
use super::page::{FoundRow, Page};
use super::piped::Piped;
use super::rows::Found;
use super::sequence::{self, Outcome, Reading};
use super::solve::{Candidate, Figures};
use super::{Tables, Typo, adopt, broken, headers, headless, heap, order, solve, vote};
use std::collections::HashSet;
use std::ops::Range;

/// One row with what was read of it.
struct Read {
    row: usize,
    columns: Vec<usize>,
    reading: Reading,
    /// Whether only the order of the figures tells which is whose.
    by_order: bool,
}

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
    let own_order = if permuted { order::own(page, &found.rows) } else { None };
    let read_row = |hit: &&FoundRow| match &own_order {
        Some(order) => in_order(page, found, hit, order),
        None => read_row(page, found, (&lined, &piped), hit, permuted),
    };
    let mut read: Vec<Read> = rows.iter().map(read_row).collect();
    distrust(page, found, &mut read);
    doubt_the_order(page, &mut read);
    doubt_a_header(page, &rows, &mut read);
    doubt_a_cut_row(page, &rows, &mut read);
    let mut outcomes = settle(page, &read);
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
                outcomes.iter_mut().for_each(|outcome| outcome.infer(adopt::RULE));
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
            let values = page.stream.items[hit.values.clone()].iter().take_while(|i| i.is_value());
            values.map(|i| i.span.len()).sum::<usize>() < columns.len()
        })
}

fn read_row(page: &Page<'_>, found: &Found, (lined, piped): (&Lined, &Piped), hit: &FoundRow, permuted: bool) -> Read {
    let row = &page.table.rows[hit.row];
    let columns = headers::columns(page, hit, row);
    let doubtful = permuted || headers::is_doubtful(page, hit, row, &columns);
    let mut by_order = false;
    let reading = if found.contested.contains(&hit.row) {
        Reading::Open
    } else if let Some(cells) = headers::cells_below(page, hit, &columns) {
        Reading::Placed { cells, counted: false }
    } else if let Some(cell) = headers::repeated(page, hit, &columns) {
        Reading::Placed { cells: cell, counted: false }
    } else if doubtful {
        headers::piped_below(page, hit, &columns).unwrap_or(Reading::Open)
    } else {
        let reading = sequence::read(page, &hit.values, columns.len());
        by_order = true;
        lined.settle(page, hit, &reading).or_else(|| piped.settle(page, hit, &reading)).unwrap_or(reading)
    };
    Read { row: hit.row, columns, reading, by_order }
}

/// A row of a table whose columns stand in an order of their own: what is not certain there is not solved.
fn in_order(page: &Page<'_>, found: &Found, hit: &FoundRow, order: &[usize]) -> Read {
    let reading = match headers::cells_below(page, hit, order) {
        _ if found.contested.contains(&hit.row) => Reading::Open,
        Some(cells) => Reading::Placed { cells, counted: false },
        None => match sequence::read(page, &hit.values, order.len()) {
            Reading::Unsettled(_) => Reading::Open,
            reading => reading,
        },
    };
    Read { row: hit.row, columns: order.to_vec(), reading, by_order: false }
}

/// What a page did to one row it may have done to another.
fn distrust(page: &Page<'_>, found: &Found, read: &mut [Read]) {
    let lossy = read.iter().any(|r| matches!(r.reading, Reading::Unsettled(Figures::Lost(_))));
    if !lossy {
        return;
    }
    let shortened = is_deduplicated(page, found);
    for r in read {
        match &r.reading {
            // An extractor that drops repeated lines drops figures other than zero.
            Reading::Unsettled(_) if shortened => r.reading = Reading::Open,
            // Where cells are lost, as many figures as cells are no proof: the row's sum must hold too.
            Reading::Placed { cells, counted: true } => {
                let values: Candidate = cells.iter().map(|c| c.value).collect();
                let groups = solve::groups(&page.table.identities, &r.columns, 1);
                if !groups.iter().all(|g| solve::holds(&values, g)) {
                    r.reading = Reading::Open;
                }
            }
            _ => {}
        }
    }
}

/// Figures whose order the sums of all rows contradict are nobody's. Zeros only are zeros in any order.
fn doubt_the_order(page: &Page<'_>, read: &mut [Read]) {
    let placed: Vec<(usize, Candidate, Vec<solve::Group>)> = read
        .iter()
        .enumerate()
        .filter_map(|(at, r)| match &r.reading {
            Reading::Placed { cells, .. } if r.by_order && r.columns.len() == page.table.columns.len() => {
                let sums = solve::groups(&page.table.identities, &r.columns, 1);
                Some((at, cells.iter().map(|cell| cell.value).collect(), sums))
            }
            _ => None,
        })
        .collect();
    let is_whole = |(total, addends): &&solve::Group| total.len() + addends.len() == page.table.columns.len();
    let sums = placed.iter().flat_map(|(_, values, sums)| sums.iter().filter(is_whole).map(move |sum| (values, sum)));
    if order::is_contradicted(sums) {
        for (at, values, _) in placed {
            if values.iter().flatten().any(|&figure| figure != 0.0) {
                read[at].reading = Reading::Open;
            }
        }
    }
}

/// Names of several rows in one line of a real table, with no figure between, are a header: where its figures are,
/// nobody has told.
fn doubt_a_header(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    const LEAST: usize = 4;
    let line = |hit: &FoundRow| {
        let item = &page.stream.items[page.labelled.labels[hit.label].first];
        item.table.map(|_| item.row)
    };
    let lines: Vec<Option<u32>> = rows.iter().map(|hit| line(hit)).collect();
    for at in 0..read.len() {
        let beside = lines.iter().filter(|line| line.is_some() && **line == lines[at]).count();
        if beside >= LEAST && matches!(read[at].reading, Reading::Bare) {
            read[at].reading = Reading::Open;
        }
    }
}

/// Where all rows between pipes show all their cells and only the last does not, the page was cut off there: what the
/// row lacks was not empty.
fn doubt_a_cut_row(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    const LEAST: usize = 4;
    let Some(last) = (0..rows.len()).max_by_key(|&at| rows[at].label).filter(|&last| last >= LEAST) else { return };
    let is_unsettled = |r: &Read| matches!(r.reading, Reading::Unsettled(_));
    let walled = page.stream.items[rows[last].values.clone()].iter().take_while(|i| i.is_value()).all(|i| i.walled);
    if walled && read.iter().enumerate().all(|(at, r)| is_unsettled(r) == (at == last)) {
        read[last].reading = Reading::Open;
    }
}

/// Whether no figure of the table stands twice, as where an extractor removed repeated lines.
fn is_deduplicated(page: &Page<'_>, found: &Found) -> bool {
    let Some(extent) = &found.extent else {
        return false;
    };
    let items = &page.stream.items;
    let figures: Vec<&str> = extent
        .clone()
        .filter(|&i| matches!(items[i].content, Content::Figure(..)))
        .map(|i| &page.document.found[items[i].span.clone()])
        .collect();
    found.rows.len() >= 4 && figures.iter().enumerate().all(|(i, f)| !figures[..i].contains(f))
}

/// The cells of a table whose rows all stand in one line.
fn line_cells(page: &Page<'_>, found: &Found, line: &Range<usize>, tables: &mut Tables) {
    let table = page.table;
    let columns: Vec<usize> = (0..table.columns.len()).collect();
    if let Some(placed) = &found.placed {
        for (row, outcomes) in table.rows.iter().zip(placed.chunks(columns.len())) {
            push_row(page, row, &columns, outcomes, Some(line), None, tables);
        }
        return;
    }
    if found.headless {
        for (row, outcomes) in table.rows.iter().zip(headless::outcomes(page, line).chunks(columns.len())) {
            push_row(page, row, &columns, outcomes, Some(line), None, tables);
        }
        return;
    }
    let cells = table.rows.len() * columns.len();
    let heap = line.len() == cells && heap::is_standard(page, line.start);
    let readable = found.contested.is_empty() && (heap || !order::is_permuted(page, line.start));
    let below = if found.contested.is_empty() { headers::line_below(page, line) } else { None };
    let reading = match below {
        Some(cells) if !readable => Reading::Placed { cells, counted: false },
        _ if readable => sequence::read(page, line, cells),
        _ => Reading::Open,
    };
    // The form names the columns once for each row; where they stand once, repeated lines were dropped.
    let lost = matches!(reading, Reading::Unsettled(Figures::Lost(_)));
    let reading = if lost && headers::is_deduplicated(page, line.start) { Reading::Open } else { reading };
    let reading = match &reading {
        Reading::Placed { cells: placed, counted: true } => {
            let values: Candidate = placed.iter().map(|cell| cell.value).collect();
            let sums = solve::groups(&table.identities, &columns, table.rows.len());
            if order::is_contradicted(sums.iter().map(|sum| (&values, sum))) { Reading::Open } else { reading }
        }
        _ => reading,
    };
    let outcomes = if matches!(reading, Reading::Unsettled(_)) {
        let groups = solve::groups(&table.identities, &columns, table.rows.len());
        let candidates = candidates(&reading, cells, &groups);
        claim(&reading, cells, candidates.as_deref(), candidates.as_deref(), !groups.is_empty())
    } else {
        claim(&reading, cells, None, None, false)
    };
    for (row, outcomes) in table.rows.iter().zip(outcomes.chunks(columns.len())) {
        let outcomes = if heap { heap::proved(outcomes, page, &columns) } else { outcomes.to_vec() };
        push_row(page, row, &columns, &outcomes, Some(line), None, tables);
    }
}

/// The cells of all rows, as far as the table as a whole allows to claim them.
fn settle(page: &Page<'_>, read: &[Read]) -> Vec<Vec<Outcome>> {
    let table = page.table;
    if !read.iter().any(|r| matches!(r.reading, Reading::Unsettled(_))) {
        return read.iter().map(|r| claim(&r.reading, r.columns.len(), None, None, false)).collect();
    }
    let alone: Vec<Option<Vec<Candidate>>> = read
        .iter()
        .map(|r| candidates(&r.reading, r.columns.len(), &solve::groups(&table.identities, &r.columns, 1)))
        .collect();
    let (together, borne_out) = vote(page, read, &alone);
    read.iter()
        .zip(alone.iter().zip(&together))
        .map(|(r, (by_row, by_table))| match &r.reading {
            // Cells were lost on this page, and here all of them: zeros, if a sum over rows bears that out. Text that
            // keeps its page's layout has lost none.
            Reading::Bare if !page.laid_out && borne_out.contains(&r.row) => {
                vec![Outcome::inferred(0.0, "table_sums"); r.columns.len()]
            }
            reading => {
                let summed = !solve::groups(&table.identities, &r.columns, 1).is_empty();
                claim(reading, r.columns.len(), by_row.as_deref(), by_table.as_deref(), summed)
            }
        })
        .collect()
}

/// The candidates of each row read that are left when the table's sums over rows have voted, and the rows
/// of sums that hold.
fn vote(
    page: &Page<'_>,
    read: &[Read],
    alone: &[Option<Vec<Candidate>>],
) -> (Vec<Option<Vec<Candidate>>>, HashSet<usize>) {
    let table = page.table;
    let width = table.columns.len();
    if read.iter().any(|r| r.columns.len() != width) {
        return (alone.to_vec(), HashSet::new());
    }
    let stands = |row: usize| read.iter().position(|r| r.row == row);
    let mut rows: Vec<Option<Vec<Candidate>>> = table
        .rows
        .iter()
        .enumerate()
        .map(|(number, row)| match stands(number) {
            Some(at) => alone[at].clone(),
            // A row of another edition, or one that another edition's row stands for, is no part of the sum.
            None => {
                let on_form = page.edition.is_none_or(|e| row.columns.contains_key(&e));
                let replaced =
                    table.rows.iter().enumerate().any(|(n, r)| r.heads.contains(&number) && stands(n).is_some());
                (!on_form || replaced).then(|| vec![vec![Some(0.0); width]])
            }
        })
        .collect();
    vote::strike_out(&mut rows, &table.identities, width);
    let whole = |i: &&Identity| i.kind == IdentityKind::AcrossColumns && i.addends.len() + 1 == width;
    let totals = table.identities.iter().find(whole).and_then(|i| i.total.first().copied());
    let seen = |row: usize| read.iter().any(|r| r.row == row && !matches!(r.reading, Reading::Bare));
    let borne_out = vote::borne_out(&rows, &table.identities, width, totals, seen);
    (read.iter().map(|r| rows[r.row].take()).collect(), borne_out)
}

/// All ways to fill a row; `None` where nothing is known about it.
fn candidates(reading: &Reading, cells: usize, groups: &[solve::Group]) -> Option<Vec<Candidate>> {
    match reading {
        Reading::Placed { cells, .. } => {
            let known = cells.iter().all(|c| matches!(c.status, Status::Reported | Status::Blank));
            known.then(|| vec![cells.iter().map(|c| Some(c.value.unwrap_or(0.0))).collect()])
        }
        Reading::Empty | Reading::Bare => Some(vec![vec![Some(0.0); cells]]),
        Reading::Open => None,
        Reading::Unsettled(figures) => solve::candidates(figures, cells, groups).filter(|c| !c.is_empty()),
    }
}

/// The cells of one row: as placed, or where the candidates left agree.
fn claim(
    reading: &Reading,
    cells: usize,
    alone: Option<&[Candidate]>,
    together: Option<&[Candidate]>,
    summed: bool,
) -> Vec<Outcome> {
    match reading {
        Reading::Placed { cells, .. } => cells.clone(),
        Reading::Empty | Reading::Bare => vec![Outcome::open(Status::Blank); cells],
        Reading::Open => vec![Outcome::open(Status::Ambiguous); cells],
        Reading::Unsettled(_) => {
            let by_row = solve::agreed(alone.unwrap_or_default(), cells);
            let by_table = solve::agreed(together.unwrap_or_default(), cells);
            let zero = by_row.iter().all(|v| *v == Some(0.0));
            by_table
                .into_iter()
                .zip(by_row)
                .map(|(value, by_row)| {
                    let rule = match by_row {
                        Some(_) if zero => "all_zero",
                        Some(_) if summed => "row_sum",
                        Some(_) => "only_reading",
                        None => "table_sums",
                    };
                    value.map_or(Outcome::open(Status::Ambiguous), |v| Outcome::inferred(v, rule))
                })
                .collect()
        }
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

fn push_row(
    page: &Page<'_>,
    row: &Row,
    columns: &[usize],
    outcomes: &[Outcome],
    values: Option<&Range<usize>>,
    label: Option<usize>,
    tables: &mut Tables,
) {
    let items = &page.stream.items;
    let found = &page.document.found;
    let row_place = values.and_then(|v| v.start.checked_sub(1)).map(|i| items[i].place);
    // The page may have its columns in another order than the form.
    let mut cells: Vec<(usize, &Outcome)> = columns.iter().copied().zip(outcomes).collect();
    cells.sort_by_key(|(column, _)| *column);
    for (column, outcome) in cells {
        let outcome = &spelt_out(page, *outcome);
        let raw = match (outcome.item, outcome.status) {
            (Some(at), _) => Some(found[items[at].span.clone()].to_owned()),
            (None, Status::Inferred | Status::Ambiguous) => values.map(|v| figures_as_found(found, items, v)),
            _ => None,
        };
        let form_unit = row.unit(column, page.table);
        // Only amounts have a unit other than the count; a header's word for it beats the form's.
        let printed = || label.filter(|_| form_unit != Unit::Count).and_then(|l| headers::unit(page, l, column));
        tables.cells.push(Cell {
            table: page.table.code,
            row: row.code,
            col: page.table.columns[column].code,
            value: outcome.value,
            unit: outcome.unit.or_else(printed).unwrap_or(form_unit),
            status: outcome.status,
            raw: raw.filter(|r| !r.is_empty()),
            rule: outcome.rule,
            place: outcome.item.map(|i| items[i].place).or(row_place),
        });
    }
}

/// A cell whose place is certain may write its figure in Chinese numerals.
fn spelt_out(page: &Page<'_>, outcome: Outcome) -> Outcome {
    let text = outcome.item.filter(|_| outcome.status == Status::Invalid).map(|at| &page.stream.items[at]);
    match text.and_then(|item| chinese(&visible(&page.document.text()[item.span.clone()]))) {
        Some((value, unit)) => Outcome { status: Status::Reported, value: Some(value), unit, ..outcome },
        None => outcome,
    }
}

/// The figures of a row as they stand, for cells whose own text cannot be told.
fn figures_as_found(found: &str, items: &[Item], values: &Range<usize>) -> String {
    items[values.clone()]
        .iter()
        .take_while(|i| i.is_value())
        .filter(|i| !i.span.is_empty())
        .map(|i| &found[i.span.clone()])
        .collect::<Vec<_>>()
        .join(" ")
}
