//! What the rows of a table together say against the reading of one: where a page did something to one row, it may have
//! done it to another.

use std::collections::HashSet;

use super::super::figure::Content;
use super::halves;
use super::headers;
use super::order;
use super::ordinals;
use super::page::{FoundRow, Page};
use super::row::Read;
use super::rows::Found;
use super::sequence::Reading;
use super::solve::{self, Candidate, Figures};

/// Takes back the readings that the table as a whole does not bear out.
pub fn doubt(page: &Page<'_>, found: &Found, rows: &[&FoundRow], read: &mut [Read]) {
    doubt_counts(page, found, read);
    doubt_the_order(page, rows, read);
    doubt_a_header(page, rows, read);
    doubt_labels_on_a_heap(page, rows, read);
    doubt_a_shift(page, rows, read);
    doubt_cut_columns(page, rows, read);
    doubt_added_columns(page, rows, read);
    doubt_pieces(read);
    doubt_a_total_unnamed(page, rows, read);
    doubt_glued_columns(page, rows, read);
    doubt_a_cut_row(page, rows, read);
    doubt_ordinals(page, rows, read);
    halves::doubt(page, rows, read);
}

/// Where cells were lost, counting those that are left proves little.
fn doubt_counts(page: &Page<'_>, found: &Found, read: &mut [Read]) {
    // Where figures were torn in two, a row can have as many as cells for that.
    let spoils =
        |r: &Read| matches!(r.reading, Reading::Unsettled(Figures::Lost(_) | Figures::Surplus(_) | Figures::Pieces(_)));
    if !read.iter().any(spoils) {
        return;
    }
    let shortened = is_deduplicated(page, found) || are_repeats_merged(page);
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
fn doubt_the_order(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    let width = page.table.columns.len();
    // Nearly all rows have the same columns, and so the same sums.
    let mut known: Vec<(&[usize], Vec<solve::Group>)> = Vec::new();
    let mut placed: Vec<(usize, Candidate, usize)> = Vec::new();
    for (at, r) in read.iter().enumerate() {
        let Reading::Placed { cells, .. } = &r.reading else { continue };
        if !r.by_order || r.columns.len() != width {
            continue;
        }
        let sums = known.iter().position(|(columns, _)| *columns == r.columns).unwrap_or_else(|| {
            known.push((&r.columns, solve::groups(&page.table.identities, &r.columns, 1)));
            known.len() - 1
        });
        placed.push((at, cells.iter().map(|cell| cell.value).collect(), sums));
    }
    let is_whole = |(total, addends): &&solve::Group| total.len() + addends.len() == width;
    // Without walls, a row of which another figure is the sum of all others is in another order by itself.
    let is_elsewhere = |(at, values, sums): &&(usize, Candidate, usize)| {
        let mut failing = known[*sums].1.iter().filter(is_whole).filter(|sum| !solve::holds(values, sum));
        failing.any(|sum| order::is_contradicted(std::iter::once((values, sum)))) && !rows[*at].is_walled(page.stream)
    };
    let elsewhere: Vec<usize> = placed.iter().filter(is_elsewhere).map(|(at, ..)| *at).collect();
    let sums = placed
        .iter()
        .flat_map(|(_, values, sums)| known[*sums].1.iter().filter(is_whole).map(move |sum| (values, sum)));
    let is_contradicted = order::is_contradicted(sums);
    for at in elsewhere {
        read[at].reading = Reading::Open;
    }
    if is_contradicted {
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

/// Where several labels stand one after the other and behind the last of them more figures than one row has, those are the
/// figures of all of them: the rows before it are not empty.
fn doubt_labels_on_a_heap(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    let figures = |hit: &FoundRow| hit.cells(page.stream).filter(|item| item.content != Content::Blank).count();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(rows[at].label));
    let mut is_heap = false;
    for at in order {
        if matches!(read[at].reading, Reading::Bare) {
            if is_heap {
                read[at].reading = Reading::Open;
            }
        } else {
            is_heap = figures(rows[at]) >= 2 * read[at].columns.len();
        }
    }
}

/// A whole row of figures between a header and the first label below it, and none behind the last label before the next
/// header: each row's figures may stand before its label.
fn doubt_a_shift(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&at| rows[at].label);
    // A table whose rows all have the same columns has one header.
    let is_below_one = |a: &usize, b: &usize| page.table.whole || rows[*a].label + 1 == rows[*b].label;
    let is_shifted = |part: &[usize]| {
        let (Some(&first), Some(&last)) = (part.first(), part.last()) else { return false };
        let above = page.stream.items[..page.labelled.labels[rows[first].label].first].iter().rev();
        let above = above.take_while(|item| item.is_value());
        let figures = above.filter(|item| matches!(item.content, Content::Figure(..))).count();
        let is_empty = matches!(read[last].reading, Reading::Bare | Reading::Empty | Reading::Open);
        let is_told = !page.table.whole || first != last;
        is_told && is_empty && figures == read[first].columns.len()
    };
    if order.chunk_by(is_below_one).any(is_shifted) {
        read.iter_mut().for_each(|r| r.reading = Reading::Open);
    }
}

/// Where every row shows as many figures, and fewer than the table has columns, no cells were lost but columns cut off:
/// which ones, no row tells.
fn doubt_cut_columns(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    const LEAST: usize = 8;
    let figures = |hit: &&FoundRow| {
        let figures = hit.cells(page.stream).filter_map(|item| match item.content {
            Content::Figure(figure, _) => Some(figure),
            _ => None,
        });
        figures.collect::<Vec<f64>>()
    };
    let mut shown = rows.iter().map(figures).filter(|figures| !figures.is_empty()).peekable();
    let is_short = shown.peek().is_some_and(|figures| figures.len() < page.table.columns.len());
    if !page.table.whole || !is_short {
        return;
    }
    let shown: Vec<Vec<f64>> = shown.collect();
    let alike = shown.windows(2).all(|pair| pair[0].len() == pair[1].len());
    let telling = shown.iter().filter(|figures| figures.iter().any(|&figure| figure != 0.0)).count();
    if shown.len() >= LEAST && alike && telling > 1 {
        open(read, |figures| matches!(figures, Figures::Lost(_)));
    }
}

/// Where rows show one figure more than the table has columns, it is a column of the page's own, at one place in all of
/// them: every row's sum holds without it, and not because it is empty. Else a column of the form may be split in two; a
/// zero left out in its place would make the sums hold as well. If that column is not the last one, an empty cell behind a
/// row is no padding: without it the figure of another column would stand in its place.
fn doubt_added_columns(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    const LEAST: usize = 4;
    const TELLING: usize = 2;
    // For each place whether the sums hold without it, and how many of its figures are not zero.
    let mut places = vec![(true, 0); page.table.columns.len() + 1];
    let mut added = 0;
    for r in read.iter() {
        let Reading::Unsettled(Figures::Surplus(figures)) = &r.reading else { continue };
        let sums = solve::groups(&page.table.identities, &r.columns, 1);
        for ((at, figure), (fits, telling)) in figures.iter().enumerate().zip(&mut places) {
            let mut values: Candidate = figures.clone();
            values.remove(at);
            *fits &= sums.iter().all(|sum| solve::holds(&values, sum));
            *telling += usize::from(figure.is_some_and(|figure| figure != 0.0));
        }
        added += 1;
    }
    if added < LEAST {
        return;
    }
    let is_added = |&(fits, telling): &(bool, usize)| fits && telling >= TELLING;
    if !places.iter().any(is_added) {
        open(read, |figures| matches!(figures, Figures::Surplus(_)));
    }
    if places.last().is_some_and(is_added) {
        return;
    }
    for (hit, r) in rows.iter().zip(read) {
        if matches!(r.reading, Reading::Placed { .. }) && hit.cells(page.stream).count() > r.columns.len() {
            r.reading = Reading::Open;
        }
    }
}

/// Where the header names columns and not the total, and no row's sum speaks for one, the table may have none: an empty
/// cell before the figures then makes the count full. Where it has another name in that place, some sums that hold are chance.
fn doubt_a_total_unnamed(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    const LEAST: usize = 4;
    let width = page.table.columns.len();
    let Some(first) = rows.iter().map(|hit| hit.label).min() else { return };
    let named = headers::named_above(page, first);
    let Some(sum) = page.table.whole_sum() else { return };
    if named.len() < LEAST || sum.total.iter().any(|total| named.contains(total)) {
        return;
    }
    let (sum, forms): (solve::Group, Vec<usize>) = ((sum.total.clone(), sum.addends.clone()), (0..width).collect());
    let is_counted = |r: &Read| matches!(r.reading, Reading::Placed { .. }) && r.by_order && r.columns == forms;
    let has_another = headers::is_followed_by_a_stranger(page, first);
    let mut fails = false;
    for r in read.iter().filter(|r| is_counted(r)) {
        let Reading::Placed { cells, .. } = &r.reading else { continue };
        let values: Candidate = cells.iter().map(|cell| cell.value).collect();
        if values.iter().flatten().any(|&figure| figure != 0.0) {
            match solve::holds(&values, &sum) {
                true if !has_another => return,
                holds => fails |= !holds,
            }
        }
    }
    for r in read.iter_mut().filter(|r| fails && is_counted(r)) {
        r.reading = Reading::Open;
    }
}

/// Where all rows have as many digits too many, they are further columns and not figures in pieces.
fn doubt_pieces(read: &mut [Read]) {
    const LEAST: usize = 3;
    let counts = read.iter().filter_map(|r| match &r.reading {
        Reading::Unsettled(Figures::Pieces(pieces)) => Some(pieces.len()),
        _ => None,
    });
    let counts: Vec<usize> = counts.collect();
    let is_alone = |r: &Read| !matches!(r.reading, Reading::Placed { .. } | Reading::Unsettled(Figures::Surplus(_)));
    if counts.len() >= LEAST && counts.iter().all(|&count| count == counts[0]) && read.iter().all(is_alone) {
        open(read, |figures| matches!(figures, Figures::Pieces(_)));
    }
}

/// Where figures are glued and cells were lost, a header that names few of the columns, or no total, may name all there are:
/// what the row lacks is then not nothing.
fn doubt_glued_columns(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    let Some(first) = rows.iter().map(|hit| hit.label).min().filter(|_| page.digits_lost) else { return };
    let named = headers::named_above(page, first);
    let is_part =
        !named.iter().any(|&column| page.table.is_total(column)) || named.len() * 2 < page.table.columns.len();
    if page.table.whole && !named.is_empty() && is_part {
        open(read, |figures| matches!(figures, Figures::GluedLost(_)));
    }
}

/// Leaves open what of the unsettled figures is chosen.
fn open(read: &mut [Read], is_chosen: impl Fn(&Figures) -> bool) {
    for r in read {
        if matches!(&r.reading, Reading::Unsettled(figures) if is_chosen(figures)) {
            r.reading = Reading::Open;
        }
    }
}

/// Where all rows between pipes show all their cells and only the last does not, the page was cut off there: what the
/// row lacks was not empty.
fn doubt_a_cut_row(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    const LEAST: usize = 4;
    let Some(last) = (0..rows.len()).max_by_key(|&at| rows[at].label).filter(|&last| last >= LEAST) else { return };
    let is_unsettled = |r: &Read| matches!(r.reading, Reading::Unsettled(_));
    if rows[last].is_walled(page.stream) && read.iter().enumerate().all(|(at, r)| is_unsettled(r) == (at == last)) {
        read[last].reading = Reading::Open;
    }
}

/// Where labels may have lost their ordinals to lines of their own, a row that ends in the next label's may have lost a
/// cell of its own: its sum can hold with the ordinal in it.
fn doubt_ordinals(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    let ordinals = ordinals::doubtful(page);
    let is_doubtful = |reading: &Reading| match reading {
        Reading::Placed { counted, .. } => *counted,
        Reading::Unsettled(figures) => matches!(figures, Figures::Lost(_) | Figures::Shifted(_)),
        _ => false,
    };
    for (hit, r) in rows.iter().zip(read) {
        let last = hit.values.start + hit.cells(page.stream).count();
        if ordinals.iter().any(|&at| at + 1 == last) && is_doubtful(&r.reading) {
            r.reading = Reading::Open;
        }
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
    let mut met = HashSet::new();
    found.rows.len() >= 4 && figures.iter().all(|figure| met.insert(figure))
}

/// Whether of lines that were alike and next to each other one was left on the whole page: many zeros stand alone on
/// their lines, beside other figures, and none beside another zero.
pub fn are_repeats_merged(page: &Page<'_>) -> bool {
    const LEAST: usize = 6;
    let items = &page.stream.items;
    let line = |at: usize| items.get(at).map(|item| item.row);
    let alone = |at: usize| {
        let is_apart = line(at) != line(at + 1) && (at == 0 || line(at) != line(at - 1));
        match items[at].content {
            Content::Figure(value, _) if is_apart && items[at].table.is_none() => Some(value),
            _ => None,
        }
    };
    let mut zeros = 0;
    for at in 1..items.len() {
        match (alone(at - 1), alone(at)) {
            (Some(one), Some(other)) if one == other => return false,
            (Some(one), Some(other)) if one == 0.0 || other == 0.0 => zeros += 1,
            _ => {}
        }
    }
    zeros >= LEAST
}
