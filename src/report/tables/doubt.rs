//! What the rows of a table together say against the reading of one: where a page did something to one row, it may have
//! done it to another.

use super::super::figure::Content;
use super::order;
use super::page::{FoundRow, Page};
use super::row::Read;
use super::rows::Found;
use super::sequence::Reading;
use super::solve::{self, Candidate, Figures};

/// Takes back the readings that the table as a whole does not bear out.
pub fn doubt(page: &Page<'_>, found: &Found, rows: &[&FoundRow], read: &mut [Read]) {
    doubt_counts(page, found, read);
    doubt_the_order(page, read);
    doubt_a_header(page, rows, read);
    doubt_a_cut_row(page, rows, read);
}

/// Where cells were lost, counting those that are left proves little.
fn doubt_counts(page: &Page<'_>, found: &Found, read: &mut [Read]) {
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
