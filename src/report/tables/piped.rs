//! Pipe tables whose lines all show equally many cells: what stands in a cell is told by its place in the line.
//!
//! A converter that writes a page's table in pipes draws the empty cells before a label, between figures and behind
//! them alike. By itself, a line with an empty cell on either side of its figures does not tell which of them is the
//! row's. Lines that show all figures of their row do, where they agree: in a line of the same length, the row's
//! cells stand in the same places.

use super::super::figure::Content;
use super::headers::line_of;
use super::page::{FoundRow, Page};
use super::sequence::{Outcome, Reading};
use super::slipped::is_proved;
use super::solve::Figures;

/// Lines that must show all figures of their row.
const LEAST: usize = 4;

/// The places of the columns in the lines of a table.
#[derive(Debug)]
pub struct Piped {
    /// Cells of a line, and the place of the first column in it.
    shape: Option<(usize, usize)>,
}

impl Piped {
    /// The places on which all full rows agree.
    pub fn of(page: &Page<'_>, rows: &[&FoundRow]) -> Self {
        let width = page.table.columns.len();
        let mut shapes: Vec<(usize, usize)> = Vec::with_capacity(rows.len());
        for hit in rows.iter().filter(|_| page.table.whole) {
            let label = page.labelled.labels[hit.label].last;
            let Some(line) = line_of(page, label) else { continue };
            let shown = |i: &usize| page.stream.items[*i].is_value() && page.stream.items[*i].content != Content::Blank;
            let figures: Vec<usize> = (label + 1..line.end).filter(shown).collect();
            if let (Some(first), Some(last)) = (figures.first(), figures.last())
                && figures.len() == width
                && last - first + 1 == width
            {
                shapes.push((line.len(), first - line.start));
            }
        }
        let agree = shapes.len() >= LEAST && shapes.windows(2).all(|pair| pair[0] == pair[1]);
        Self { shape: shapes.first().copied().filter(|_| agree) }
    }

    /// The row with each cell at its place; `None` where its line has another shape. Where the sum does not bear the
    /// places out, the row is open: places and sums that contradict each other prove nothing.
    pub fn settle(&self, page: &Page<'_>, hit: &FoundRow, reading: &Reading) -> Option<Reading> {
        if !matches!(reading, Reading::Unsettled(Figures::Lost(_) | Figures::Shifted(_))) {
            return None;
        }
        let items = &page.stream.items;
        let width = page.table.columns.len();
        let label = page.labelled.labels[hit.label].last;
        let line = line_of(page, label)?;
        let (length, first) = self.shape?;
        let cells = line.start + first..line.start + first + width;
        let outside = (label + 1..line.end).filter(|at| !cells.contains(at));
        let fits = line.len() == length && label < cells.start && cells.end <= line.end;
        if !fits
            || !items[cells.clone()].iter().all(|item| item.is_value())
            || !outside.into_iter().all(|at| items[at].content == Content::Blank)
        {
            return None;
        }
        let cells: Vec<Outcome> = cells.map(|at| Outcome::of(items, at)).collect();
        let columns: Vec<usize> = (0..width).collect();
        Some(if is_proved(page, &columns, &cells) { Reading::Placed { cells, counted: false } } else { Reading::Open })
    }
}
