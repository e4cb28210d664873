//! Which labels are the rows of a table, and which items are a row's figures.
//!
//! A row's name can stand elsewhere too: in prose, in a small table of section one, in a second
//! table. So the rows are the heaviest chain of labels in form order; order supports, labels decide.

use super::super::figure::Content;
use super::super::items::Item;
use super::heap;
use super::labels::{Label, Role};
use super::page::{CERTAIN, Candidate, FoundRow, Page, same_figures};
use super::rival::{self, Earlier};
use super::sequence::{self, Outcome};
use super::several;
use std::ops::Range;

/// How far before its first row a table's header may begin, in items.
const HEADER_REACH: usize = 40;

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
    candidates.retain(|c| c.weight >= CERTAIN);
    let chain = heaviest_chain(page, &candidates);
    let second: Vec<FoundRow> = chain.iter().map(|&i| candidates[i].found()).collect();
    // Few rows are no second table, unless it is they that stand where the table belongs.
    let is_second = !second.is_empty()
        && is_table(page, &candidates, &chain)
        && (second.len() >= 3 || several::may_be_own(page, &second, &rows));
    let (rows, contested) = if is_second { several::own(page, rows, second) } else { (rows, Vec::new()) };
    Found { extent: extent(page, &rows), rows, contested, ..Found::default() }
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
            let short = meaning.bare && characters < 4;
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

/// The candidates of greatest weight whose rows come in form order. Prose between two rows counts
/// against their being of one table.
fn heaviest_chain(page: &Page<'_>, candidates: &[Candidate]) -> Vec<usize> {
    const PROSE_BETWEEN: i32 = 6;
    let mut best: Vec<(i32, Option<usize>)> = Vec::with_capacity(candidates.len());
    let items = &page.stream.items;
    let mut prose_before = vec![0u32; candidates.len()];
    let (mut count, mut at) = (0, 0);
    for (i, c) in candidates.iter().enumerate() {
        let here = page.labelled.labels[c.label].first;
        count += items[at..here.max(at)].iter().filter(|i| i.is_prose()).count() as u32;
        at = here.max(at);
        prose_before[i] = count;
    }
    for (i, c) in candidates.iter().enumerate() {
        let mut link = (0, None);
        for (j, earlier) in candidates[..i].iter().enumerate() {
            if earlier.row >= c.row || earlier.label >= c.label || earlier.of_table != c.of_table {
                continue;
            }
            let penalty = if prose_before[i] > prose_before[j] { PROSE_BETWEEN } else { 0 };
            let weight = best[j].0 - penalty;
            if weight > link.0 {
                link = (weight, Some(j));
            }
        }
        best.push((link.0 + c.weight, link.1));
    }
    let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, std::cmp::Reverse(i)));
    let mut chain = Vec::new();
    while let Some(i) = at {
        chain.push(i);
        at = best[i].1;
    }
    chain.reverse();
    chain
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
    let figures = page.stream.items[last.values.clone()].iter().take_while(|i| i.is_value()).count();
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

/// Finds the one line of figures of a table whose labels all stand in its header.
pub fn find_line(page: &Page<'_>) -> Found {
    let items = &page.stream.items;
    let own = |at: usize| {
        page.labelled.of_item[at]
            .filter(|&l| page.labelled.labels[l as usize].meanings.iter().any(|m| usize::from(m.table) == page.number))
    };
    let wanted = page.table.rows.len() * page.table.columns.len();
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    while next < items.len() {
        let at = next;
        if !items[at].is_value() {
            next += 1;
            continue;
        }
        let end = over_words(page, at, wanted);
        next = end;
        // A second line below the same header has no more than its name in front.
        let below = runs.last().is_some_and(|above| at - above.end <= 2 && items[above.start].table == items[at].table);
        let near = below || (1..=2).any(|back| at >= back && own(at - back).is_some());
        if end - at == wanted && heap::is_standard(page, at) {
            runs.push(at..end);
            continue;
        }
        if !near {
            continue;
        }
        let mut header: Vec<u32> = (at.saturating_sub(HEADER_REACH)..at).filter_map(own).collect();
        header.dedup();
        // Empty cells at the end of the header's own line are the header's padding.
        let header_line = at.checked_sub(1).map(|before| items[before].row);
        let padding = |i: &&Item| i.content == Content::Blank && Some(i.row) == header_line;
        let at = (at + items[at..end].iter().take_while(padding).count()).min(end - 1);
        let figures = items[at..end].iter().any(|i| i.content != Content::Blank);
        if header.len() >= 4 && (figures || end - at >= wanted) {
            runs.push(at..end);
        }
    }
    let filled = |r: &Range<usize>| items[r.clone()].iter().filter(|i| i.content != Content::Blank).count();
    let Some(line) = runs.iter().max_by_key(|r| (filled(r).min(wanted), std::cmp::Reverse(r.start))).cloned() else {
        return empty_line(page);
    };
    let mut line = line;
    // A word before too few figures may be the first cell's, or the line's name.
    let mut is_contested = line.len() < wanted && is_led_by_a_word(page, line.start);
    for rival in runs.iter().filter(|r| filled(r) > 0) {
        if *rival == line || same_figures(page, &line, rival) {
            continue;
        }
        let (first, second) = if line.start < rival.start { (&line, rival) } else { (rival, &line) };
        let earlier = rival::earlier_line(page, first.start, second.start);
        match earlier.or_else(|| rival::earlier(page, first.start, second.start)) {
            Some(Earlier::First) => line = second.clone(),
            Some(Earlier::Second) => line = first.clone(),
            None => is_contested = true,
        }
    }
    let contested = if is_contested { (0..page.table.rows.len()).collect() } else { Vec::new() };
    let extent = Some(header_start(page, line.start)..line.end);
    Found { line: Some(line), extent, contested, ..Found::default() }
}

/// The end of a line of figures that begins here, words in its cells (`见说明`) included: figures on either side of a
/// word are of one line, and a figure behind it is not the next in order.
fn over_words(page: &Page<'_>, at: usize, wanted: usize) -> usize {
    let items = &page.stream.items;
    let figures = |from: usize| items[from..].iter().take_while(|i| i.is_value()).count();
    let mut end = at + figures(at);
    while !page.stream.glued && end - at < wanted && end < items.len() {
        let is_word = |i: &usize| sequence::is_cell_word(page, *i);
        let last = items[end - 1].row;
        let of_line = (end..items.len()).take_while(|i| items[*i].row == last && is_word(i)).count();
        // Where each cell has a line of its own, a word has one too.
        let words = match of_line {
            0 if is_word(&end) && end - at > 1 && items[end - 2].row != last => 1,
            words => words,
        };
        if words == 0 {
            break;
        }
        end += words;
        end += figures(end);
    }
    end
}

/// Whether a word stands before figures as if it were the cell before theirs.
fn is_led_by_a_word(page: &Page<'_>, at: usize) -> bool {
    let items = &page.stream.items;
    let Some(before) = at.checked_sub(1).filter(|_| !page.stream.glued) else { return false };
    let of_line = items[before].row == items[at].row;
    let each_apart = items.get(at + 1).is_some_and(|next| next.row != items[at].row);
    (of_line || each_apart) && sequence::is_cell_word(page, before)
}

/// A header of the table with nothing below it: the table stands there, and is empty.
fn empty_line(page: &Page<'_>) -> Found {
    let own = |l: &&Label| l.meanings.iter().all(|m| usize::from(m.table) == page.number) && l.distance == 0;
    let labels: Vec<&Label> = page.labelled.labels.iter().filter(own).collect();
    let least = page.table.columns.len() + page.table.rows.len();
    let header = labels.windows(least).find(|w| w[least - 1].first - w[0].first <= HEADER_REACH);
    let Some(last) = header.and_then(|w| w.last()) else {
        return Found::default();
    };
    let end = page.labelled.labels.iter().take_while(|l| l.first <= last.last + 16).map(|l| l.last + 1).max();
    let end = end.unwrap_or(last.last + 1);
    Found { line: Some(end..end), extent: Some(header_start(page, last.first)..end), ..Found::default() }
}
