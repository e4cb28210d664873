//! Figures that their column was too narrow for: `10` above `80` for 1080.
//!
//! Programs that keep a page's layout put the halves of such figures on lines of their own, above and below the line of
//! the row, or one half on it. The figures on that line may then be as many as cells, and even add up, and still be none
//! of the row's. So where a line of nothing but figures touches a row's line, and they could stand one above the other,
//! nothing is claimed of the row; unless its figures add up and do not with the halves. The same between walls that a program
//! drew line by line, where a row goes on in one without words.

use std::cell::LazyCell;
use std::ops::Range;

use super::super::figure::Content;
use super::super::items::Item;
use super::on_line::{Line, line_of};
use super::page::{FoundRow, Page};
use super::row::Read;
use super::sequence::Reading;
use super::solve::{self, Candidate};

/// Columns that halves of one figure may be apart.
const APART: usize = 1;

/// Takes back the rows of a table whose figures may be halves.
pub fn doubt(page: &Page<'_>, rows: &[&FoundRow], read: &mut [Read]) {
    for (hit, r) in rows.iter().zip(read) {
        let figures = hit.values.start..hit.values.start + hit.cells(page.stream).count();
        let values: Option<Candidate> = match &r.reading {
            Reading::Placed { cells, .. } => Some(cells.iter().map(|cell| cell.value).collect()),
            Reading::Unsettled(_) => None,
            Reading::Empty | Reading::Bare | Reading::Open => continue,
        };
        if may_be_halves(page, &figures, (&r.columns, 1), values.as_ref()) {
            r.reading = Reading::Open;
        }
    }
}

/// Whether the figures of these columns, in so many rows, may be halves; `values` where they were read as their cells'.
pub fn may_be_halves(
    page: &Page<'_>,
    figures: &Range<usize>,
    (columns, rows): (&[usize], usize),
    values: Option<&Candidate>,
) -> bool {
    let items = &page.stream.items;
    if figures.is_empty() || !(items[figures.start].walled || page.laid_out) {
        return false;
    }
    let cells = columns.len() * rows;
    let line = line_of(items, figures.start);
    let own = figures.start..figures.end.min(line.end);
    // Nearly all rows have no such line beside them, and need no sums.
    let sums = LazyCell::new(|| solve::groups(&page.table.identities, columns, rows));
    let holds = |values: &Candidate| !sums.is_empty() && sums.iter().all(|sum| solve::holds(values, sum));
    let add_up = || values.is_some_and(holds);
    if items[figures.start].walled {
        let joined = joined_below(page, &line, &own);
        return joined.is_some_and(|joined| !add_up() || (joined.len() == cells && holds(&joined)));
    }
    let (above, below) = (line_above(page, &line), line_below(page, &line));
    // The row took what stands below its line for its own.
    if own.len() < cells && own.end < figures.end {
        return above.is_some() || !(add_up() || sums.is_empty());
    }
    let joins = [(&above, &None), (&None, &below), (&above, &below)];
    let mut joins = joins.into_iter().filter(|(above, below)| above.is_some() || below.is_some());
    joins.any(|(above, below)| {
        let lines: Vec<Range<usize>> =
            [above.clone(), Some(own.clone()), below.clone()].into_iter().flatten().collect();
        let mut joined = (0..2).filter_map(|way| joined(page, &lines, way, cells));
        joined.any(|joined| !add_up() || (joined.len() == cells && holds(&joined)))
    })
}

/// The line right above another, if nothing but figures stand on it.
fn line_above(page: &Page<'_>, line: &Range<usize>) -> Option<Range<usize>> {
    let above = line_of(&page.stream.items, line.start.checked_sub(1)?);
    (touch(page, above.end - 1, line.start) && are_figures(&page.stream.items[above.clone()])).then_some(above)
}

/// The line right below another, if nothing but figures stand on it.
fn line_below(page: &Page<'_>, line: &Range<usize>) -> Option<Range<usize>> {
    let items = &page.stream.items;
    let below = (line.end < items.len()).then(|| line_of(items, line.end))?;
    (touch(page, line.end - 1, below.start) && are_figures(&items[below.clone()])).then_some(below)
}

/// Whether two items stand on lines that follow each other.
fn touch(page: &Page<'_>, one: usize, next: usize) -> bool {
    let items = &page.stream.items;
    let between = page.document.text().get(items[one].span.end..items[next].span.start);
    between.is_some_and(|between| between.matches('\n').count() == 1)
}

fn are_figures(items: &[Item]) -> bool {
    items.iter().all(|item| !item.walled && matches!(item.content, Content::Figure(..)))
}

/// The figures of lines, those below each other put together, in the order of their columns; nothing where they cannot
/// be so many cells'.
fn joined(page: &Page<'_>, lines: &[Range<usize>], way: usize, cells: usize) -> Option<Candidate> {
    let text = page.document.text();
    let mut places: Vec<(Range<usize>, usize, &str)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let columns = Line::of(page.document, page.stream, line)?.columns;
        let figures = page.stream.items[line.clone()].iter().map(|item| &text[item.span.clone()]);
        places.extend(columns[way].iter().zip(figures).map(|(place, figure)| (place.clone(), number, figure)));
    }
    places.sort_by_key(|(place, ..)| place.start);
    let mut columns: Vec<(usize, Vec<(usize, &str)>)> = Vec::new();
    for (place, number, figure) in places {
        match columns.last_mut() {
            Some((end, halves)) if place.start < *end + APART => {
                *end = place.end.max(*end);
                halves.push((number, figure));
            }
            _ => columns.push((place.end, vec![(number, figure)])),
        }
    }
    if columns.len() > cells {
        return None;
    }
    columns.into_iter().map(|(_, halves)| whole(halves)).collect()
}

/// The figures of a line between walls, each with the digits that stand below it where a line without words, of as many
/// cells, goes on with some of them.
fn joined_below(page: &Page<'_>, line: &Range<usize>, own: &Range<usize>) -> Option<Candidate> {
    let items = &page.stream.items;
    let below = (line.end < items.len()).then(|| line_of(items, line.end))?;
    // One cell a line goes on in no other.
    let is_named = items[line.clone()].iter().any(|item| item.content == Content::Text);
    let goes_on = |item: &Item| item.walled && matches!(item.content, Content::Blank | Content::Figure(..));
    let shows = |at: &usize| matches!(items[*at].content, Content::Figure(..));
    let under = own.start + line.len()..own.end + line.len();
    if !is_named
        || below.len() != line.len()
        || !items[below.clone()].iter().all(goes_on)
        || !below.clone().any(|at| shows(&at))
    {
        return None;
    }
    if below.clone().filter(shows).any(|at| !under.contains(&at)) {
        return None;
    }
    let text = |at: usize| page.document.text()[items[at].span.clone()].trim();
    let halves = own.clone().zip(under).map(|(above, below)| match (text(above), text(below)) {
        (figure, "") => Some(figure.parse().ok()),
        ("", _) => None,
        (first, rest) => whole(vec![(0, first), (1, rest)]),
    });
    halves.collect()
}

/// A figure from its halves and their lines' numbers; nothing if it is none.
fn whole(mut halves: Vec<(usize, &str)>) -> Option<Option<f64>> {
    halves.sort_by_key(|(number, _)| *number);
    let is_one = halves.windows(2).all(|pair| pair[0].0 < pair[1].0);
    let digits: String = halves.iter().map(|(_, half)| *half).collect();
    let is_figure = halves.len() == 1 || solve::is_digits(&digits) && !digits.starts_with('0');
    (is_one && is_figure).then(|| digits.parse().ok())
}
