//! Where columns stand on the lines of a text that keeps its page's layout, told by rows that show every cell.
//!
//! In such a text an empty cell is a gap between runs of blanks. Full rows near a row with gaps say where each column
//! stands; a figure belongs to the column that it stands below or above. Programs count an ideograph as one column or
//! as two, so both are tried. Nothing is told from a count alone: a row whose figures stand in the first columns could
//! have been packed by a program that drops empty cells, so a gap before a figure must be seen, and the row's sums
//! must hold.

use std::ops::Range;

use super::super::Status;
use super::super::figure::Content;
use super::super::items::Item;
use super::rows::{FoundRow, Page};
use super::sequence::{Outcome, Reading};
use super::solve::{self, Candidate, Figures};

/// Full rows on either side that are looked at.
const NEAR: usize = 3;
/// Full rows that it takes.
const LEAST: usize = 2;
/// Blanks between columns; a single blank may part words.
const LEAST_GAP: usize = 2;

/// The full rows of one table.
#[derive(Debug)]
pub struct Lined {
    width: usize,
    full: Vec<FullRow>,
    /// Where the text's form feeds stand.
    feeds: Vec<usize>,
}

/// Where the figures of a full row stand, in either way to count.
#[derive(Debug)]
struct FullRow {
    first: usize,
    sheet: usize,
    columns: [Vec<Range<usize>>; 2],
}

impl Lined {
    /// The full rows within a table whose rows all have the same columns.
    pub fn of(page: &Page<'_>, extent: &Range<usize>) -> Self {
        let width = page.table.columns.len();
        let mut lined = Self { width, full: Vec::new(), feeds: Vec::new() };
        if !page.table.whole || page.stream.glued {
            return lined;
        }
        lined.feeds = memchr::memchr_iter(0x0C, page.document.text().as_bytes()).collect();
        let items = &page.stream.items;
        let mut at = extent.start;
        while at < extent.end {
            let run = run_of_line(items, at, extent.end);
            if run == width
                && let Some(line) = Line::of(page, &(at..at + run))
                && line.is_spread
            {
                let sheet = lined.sheet(line.start);
                lined.full.push(FullRow { first: at, sheet, columns: line.columns });
            }
            at += run.max(1);
        }
        lined
    }

    /// The row with its figures below their columns; `None` where the lines do not tell.
    pub fn settle(&self, page: &Page<'_>, hit: &FoundRow, reading: &Reading) -> Option<Reading> {
        if !matches!(reading, Reading::Unsettled(Figures::Lost(_))) {
            return None;
        }
        let items = &page.stream.items;
        let all = items[hit.values.clone()].iter().take_while(|i| i.is_value()).count();
        let figures = hit.values.start..hit.values.start + all;
        let line = Line::of(page, &figures)?;
        let near = self.near(figures.start, self.sheet(line.start));
        if near.len() < LEAST {
            return None;
        }
        // The full rows stand on one line each; a figure on another is of another row, or a page's number.
        if run_of_line(items, figures.start, figures.end) < all {
            return Some(Reading::Open);
        }
        let mut readings = (0..line.columns.len()).filter_map(|way| {
            let zones = zones(&near, way, self.width)?;
            Some(line.columns[way].iter().map(|figure| below(figure, &zones)).collect::<Option<Vec<usize>>>())
        });
        let places = readings.next()?;
        if readings.any(|other| other != places) {
            return Some(Reading::Open);
        }
        let Some(places) = places else { return Some(Reading::Open) };
        if places.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Some(Reading::Open);
        }
        if places.iter().enumerate().all(|(number, &place)| number == place) {
            return None;
        }
        let mut cells = vec![Outcome::open(Status::Blank); self.width];
        for (item, place) in figures.zip(places) {
            cells[place] = Outcome::of(items, item);
        }
        let values: Candidate = cells.iter().map(|cell| cell.value).collect();
        let columns: Vec<usize> = (0..self.width).collect();
        let sums = solve::groups(&page.table.identities, &columns, 1);
        let proved = !sums.is_empty() && sums.iter().all(|sum| solve::holds(&values, sum));
        Some(if proved { Reading::Placed { cells, counted: false } } else { Reading::Open })
    }

    /// The page that a place is on.
    fn sheet(&self, at: usize) -> usize {
        self.feeds.partition_point(|&feed| feed < at)
    }

    /// The full rows nearest to an item, on its page.
    fn near(&self, item: usize, sheet: usize) -> Vec<&FullRow> {
        let of_sheet = |row: &&FullRow| row.sheet == sheet;
        let above = self.full.iter().rev().filter(|row| row.first < item).filter(of_sheet).take(NEAR);
        above.chain(self.full.iter().filter(|row| row.first > item).filter(of_sheet).take(NEAR)).collect()
    }
}

/// Figures on the line of an item, up to the first that stands elsewhere.
fn run_of_line(items: &[Item], at: usize, end: usize) -> usize {
    items[at..end].iter().take_while(|item| item.is_value() && item.row == items[at].row).count()
}

/// Where each column stands, if the rows agree on it and no two columns touch.
fn zones(rows: &[&FullRow], way: usize, width: usize) -> Option<Vec<Range<usize>>> {
    let column = |number: usize| rows.iter().map(move |row| &row.columns[way][number]);
    let zones: Vec<Range<usize>> = (0..width)
        .map(|number| {
            let common = column(number).map(|c| c.start).max()?..column(number).map(|c| c.end).min()?;
            let covered = column(number).map(|c| c.start).min()?..column(number).map(|c| c.end).max()?;
            (!common.is_empty()).then_some(covered)
        })
        .collect::<Option<_>>()?;
    zones.windows(2).all(|pair| pair[0].end < pair[1].start).then_some(zones)
}

/// The one column that a figure stands in.
fn below(figure: &Range<usize>, zones: &[Range<usize>]) -> Option<usize> {
    let mut meeting = zones.iter().enumerate().filter(|(_, zone)| zone.start < figure.end && figure.start < zone.end);
    let (number, _) = meeting.next()?;
    meeting.next().is_none().then_some(number)
}

/// A line of figures.
struct Line {
    /// Where it begins in the text.
    start: usize,
    /// Figures are more than a single blank apart.
    is_spread: bool,
    columns: [Vec<Range<usize>>; 2],
}

impl Line {
    /// The figures from one item to another on one line; `None` where walls or tabs part them.
    fn of(page: &Page<'_>, figures: &Range<usize>) -> Option<Self> {
        let text = page.document.text();
        let items = &page.stream.items[figures.clone()];
        let plain = |item: &Item| !item.walled && matches!(item.content, Content::Figure(..) | Content::Mark);
        let first = items.first().filter(|_| items.iter().all(plain))?.span.start;
        let start = text[..first].rfind(['\n', '\r', '\u{0C}']).map_or(0, |at| at + 1);
        let of_line = items.iter().take_while(|item| item.row == items[0].row);
        let last = of_line.clone().last()?.span.end;
        let line = text.get(start..last)?;
        if line.contains('\t') {
            return None;
        }
        let (mut narrow, mut wide) = (Vec::new(), Vec::new());
        let (mut at, mut counted) = (start, [0, 0]);
        let mut is_spread = true;
        for item in of_line {
            let before = text.get(at..item.span.start)?;
            let gap = before.chars().rev().take_while(|c| c.is_whitespace()).count();
            is_spread &= gap >= LEAST_GAP;
            let own = text.get(item.span.clone())?;
            let from = [counted[0] + count(before, 1), counted[1] + count(before, 2)];
            counted = [from[0] + count(own, 1), from[1] + count(own, 2)];
            narrow.push(from[0]..counted[0]);
            wide.push(from[1]..counted[1]);
            at = item.span.end;
        }
        Some(Self { start, is_spread, columns: [narrow, wide] })
    }
}

/// Columns of a text where an ideograph is counted for so many.
fn count(text: &str, ideograph: usize) -> usize {
    text.chars().map(|c| if c.is_ascii() || c == '\u{a0}' { 1 } else { ideograph }).sum()
}
