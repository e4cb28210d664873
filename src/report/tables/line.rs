//! The one line of figures of a table whose labels all stand in its header.

use std::ops::Range;

use super::super::figure::Content;
use super::super::items::Item;
use super::headers::is_of;
use super::heap;
use super::labels::Label;
use super::page::{Page, same_figures};
use super::rival::{self, NotOwn};
use super::rows::{Found, HEADER_REACH, header_start};
use super::sequence;

/// Finds that line.
pub fn find(page: &Page<'_>) -> Found {
    find_outside(page, &(0..0))
}

/// Finds that line where it is none of these items, which are another table's.
pub fn find_outside(page: &Page<'_>, other: &Range<usize>) -> Found {
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
    runs.retain(|run| run.end <= other.start || other.end <= run.start);
    let filled = |r: &Range<usize>| items[r.clone()].iter().filter(|i| i.content != Content::Blank).count();
    let whole = runs.iter().find(|run| filled(run) == wanted && name(page, run).is_none()).cloned();
    if let Some(whole) = whole {
        runs.retain(|run| *run == whole || !is_anothers(page, run, &whole));
    }
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
        let earlier = rival::not_own_line(page, first.start, second.start);
        match earlier.or_else(|| rival::not_own(page, first.start, second.start)) {
            Some(NotOwn::First) => line = second.clone(),
            Some(NotOwn::Second) => line = first.clone(),
            None => is_contested = true,
        }
    }
    let contested = if is_contested { (0..page.table.rows.len()).collect() } else { Vec::new() };
    let extent = Some(header_start(page, line.start)..line.end);
    Found { line: Some(line), extent, contested, ..Found::default() }
}

/// The words that stand before figures in their line.
fn name<'p>(page: &'p Page<'_>, figures: &Range<usize>) -> Option<&'p str> {
    let items = &page.stream.items;
    let before = figures.start.checked_sub(1).filter(|&at| items[at].row == items[figures.start].row)?;
    (!items[before].is_value()).then(|| page.document.text()[items[before].span.clone()].trim())
}

/// Whether figures are those of an office, which is named before them, and stand in another table than the line of the form,
/// which has no name: the header is printed again between the two.
fn is_anothers(page: &Page<'_>, figures: &Range<usize>, line: &Range<usize>) -> bool {
    let around = &page.forms.around;
    let is_office = |name: &str| {
        let of_a_year = |word: &String| name.contains(word.as_str());
        let is_word = name.chars().all(|c| c.is_alphabetic() && !c.is_ascii()) && name.chars().nth(1).is_some();
        is_word && !around.own_line.iter().chain(&around.earlier_line).any(of_a_year)
    };
    let is_named = name(page, figures).is_some_and(is_office) && page.labelled.of_item[figures.start - 1].is_none();
    let (from, until) = (figures.end.min(line.end), figures.start.max(line.start));
    let labels = &page.labelled.labels;
    let between =
        labels.partition_point(|label| label.first < from)..labels.partition_point(|label| label.first < until);
    let least = page.table.columns.len();
    is_named && labels[between].iter().filter(|label| is_of(page, label)).take(least).count() == least
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

/// Whether more labels of the table follow behind its line of figures, and more figures behind them, before the next heading.
pub fn goes_on(page: &Page<'_>, line: &Range<usize>) -> bool {
    let items = &page.stream.items;
    let Some(begin) = items.get(line.start).map(|first| first.span.start) else { return false };
    let section = page.headings.iter().map(|heading| heading.span.start).find(|&start| start > begin);
    let is_own = |at: usize| page.labelled.of_item[at].is_some_and(|l| is_of(page, &page.labelled.labels[l as usize]));
    let rest = (line.end..items.len()).take_while(|&at| section.is_none_or(|end| items[at].span.start < end));
    let mut rest = rest.take_while(|&at| !items[at].is_prose()).skip_while(|&at| !is_own(at));
    rest.any(|at| matches!(items[at].content, Content::Figure(..) | Content::Glued))
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
