//! Where columns stand on the lines of a text that keeps its page's layout.
//!
//! In such a text an empty cell is a gap between runs of blanks. All figures of a page's table together cover as many
//! stretches of the line as the table has columns; a figure belongs to the column in whose stretch it stands. Programs
//! count an ideograph as one column or as two, so both are tried. A place alone is no proof: a gap before a figure must
//! be seen, as a program that drops empty cells packs a row to the left, and the row's sums must hold.

use std::ops::Range;

use super::super::Status;
use super::heads;
use super::on_line::{Line, Zones, places, run_of_line};
use super::page::{FoundRow, Page};
use super::sequence::{Outcome, Reading};
use super::solve::{self, Candidate, Figures};

/// Lines that must show figures in a column.
const LEAST: usize = 2;
/// Where the columns of one table stand on each page.
#[derive(Debug)]
pub struct Lined {
    width: usize,
    sheets: Vec<Sheet>,
    /// Where the text's pages end.
    feeds: Vec<usize>,
}

/// The columns on one page, in either way to count.
#[derive(Debug)]
struct Sheet {
    number: usize,
    zones: [Option<Zones>; 2],
    /// Rows show gaps before figures: nothing was packed.
    has_gaps: bool,
}

impl Lined {
    /// The columns of a table whose rows all have the same, within its extent.
    pub fn of(page: &Page<'_>, extent: &Range<usize>) -> Self {
        let width = page.table.columns.len();
        let mut lined = Self { width, sheets: Vec::new(), feeds: Vec::new() };
        if !page.table.whole || page.stream.glued {
            return lined;
        }
        lined.feeds = match page.document.pages.as_slice() {
            [] => memchr::memchr_iter(0x0C, page.document.text().as_bytes()).collect(),
            // A page's first line begins right behind what ends the page before.
            pages => pages.iter().filter_map(|start| start.checked_sub(1)).collect(),
        };
        let items = &page.stream.items;
        let mut lines: Vec<(usize, Line)> = Vec::new();
        let mut header: Option<(usize, [Option<Zones>; 2])> = None;
        let mut at = extent.start;
        while at < extent.end {
            let run = run_of_line(items, at, extent.end);
            if (2..=width).contains(&run)
                && let Some(line) = Line::spread(page.document, page.stream, &(at..at + run))
            {
                let sheet = lined.sheet_of(line.start);
                header.get_or_insert_with(|| (sheet, [0, 1].map(|way| heads::zones(page, at, way))));
                lines.push((sheet, line));
            }
            at += run.max(1);
        }
        let pages = || lines.chunk_by(|a, b| a.0 == b.0);
        lined.sheets = pages().map(|lines| Sheet::of(lines, width, &header)).collect();
        // A page on which too few figures stand for its columns may have those of another one.
        let columns: Vec<usize> = (0..width).collect();
        let sums = solve::groups(&page.table.identities, &columns, 1);
        for (at, lines) in pages().enumerate() {
            let found = lined.sheets.iter().find_map(|other| other.bears_out(lines, width, &sums));
            if let (Some(sheet), Some(zones)) = (lined.sheets.get_mut(at), found)
                && sheet.zones.iter().all(Option::is_none)
            {
                *sheet = Sheet::with(lines, zones);
            }
        }
        lined
    }

    /// The row with its figures in their columns; `None` where the lines do not tell.
    pub fn settle(&self, page: &Page<'_>, hit: &FoundRow, reading: &Reading) -> Option<Reading> {
        if !matches!(reading, Reading::Unsettled(Figures::Lost(_) | Figures::Shifted(_))) {
            return None;
        }
        let items = &page.stream.items;
        let all = hit.cells(page.stream).count();
        let figures = hit.values.start..hit.values.start + all;
        let line = Line::of(page.document, page.stream, &figures)?;
        // A figure on another line is of another row, or a page's number.
        if page.laid_out && run_of_line(items, figures.start, figures.end) < all {
            return Some(Reading::Open);
        }
        let number = self.sheet_of(line.start);
        let sheet = self.sheets.iter().find(|sheet| sheet.number == number)?;
        let mut readings = sheet.zones.iter().zip(&line.columns).filter_map(|(zones, columns)| {
            let zones = zones.as_ref()?;
            Some(places(columns, zones))
        });
        let places = readings.next()?;
        let (Some(places), true) = (places.clone(), readings.all(|other| other == places)) else {
            return Some(Reading::Open);
        };
        if !sheet.has_gaps && is_packed(&places) {
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
    fn sheet_of(&self, at: usize) -> usize {
        self.feeds.partition_point(|&feed| feed < at)
    }
}

impl Sheet {
    /// The columns by the figures, else by the header that stands on the same page.
    fn of(lines: &[(usize, Line)], width: usize, header: &Option<(usize, [Option<Zones>; 2])>) -> Self {
        let number = lines.first().map_or(0, |line| line.0);
        let mut zones = [0, 1].map(|way| {
            let columns: Vec<&[Range<usize>]> = lines.iter().map(|(_, line)| line.columns[way].as_slice()).collect();
            // A line that shows every cell leaves no room for a column that is none.
            let least = if columns.iter().any(|line| line.len() == width) { 1 } else { LEAST };
            zones(&columns, least).filter(|zones| zones.len() == width)
        });
        if let (Some((sheet, header)), true) = (header, zones.iter().all(Option::is_none))
            && *sheet == number
        {
            zones.clone_from(header);
        }
        Self::with(lines, zones)
    }

    /// The columns of this page, if all lines of another stand in them and add up so: had that page been shifted by a
    /// column, its totals would stand in another's place.
    fn bears_out(&self, lines: &[(usize, Line)], width: usize, sums: &[solve::Group]) -> Option<[Option<Zones>; 2]> {
        let way = (0..2).find(|&way| self.zones[way].is_some())?;
        let zones = self.zones[way].as_ref()?;
        let mut telling = 0;
        for (_, line) in lines {
            let mut values: Candidate = vec![None; width];
            for (value, place) in line.values.iter().zip(places(&line.columns[way], zones)?) {
                values[place] = *value;
            }
            if !sums.iter().all(|sum| solve::holds(&values, sum)) {
                return None;
            }
            telling += usize::from(values.iter().any(|value| value.is_some_and(|value| value != 0.0)));
        }
        let mut borne_out = [None, None];
        borne_out[way] = Some(zones.clone());
        (telling >= LEAST && !sums.is_empty()).then_some(borne_out)
    }

    fn with(lines: &[(usize, Line)], zones: [Option<Zones>; 2]) -> Self {
        let number = lines.first().map_or(0, |line| line.0);
        let gaps = |way: usize| {
            let Some(zones) = &zones[way] else { return 0 };
            let placed = lines.iter().filter_map(|(_, line)| places(&line.columns[way], zones));
            placed.filter(|places| !is_packed(places)).count()
        };
        let has_gaps = gaps(0).max(gaps(1)) >= LEAST;
        Self { number, zones, has_gaps }
    }
}

/// The stretches that figures cover together; `None` where one is covered by too few lines.
fn zones(lines: &[&[Range<usize>]], least: usize) -> Option<Zones> {
    let mut figures: Vec<&Range<usize>> = lines.iter().copied().flatten().collect();
    figures.sort_by_key(|figure| (figure.start, figure.end));
    let mut zones: Vec<(Range<usize>, usize)> = Vec::new();
    for figure in figures {
        match zones.last_mut() {
            // Touching is no gap.
            Some((zone, lines)) if figure.start <= zone.end => {
                zone.end = zone.end.max(figure.end);
                *lines += 1;
            }
            _ => zones.push((figure.clone(), 1)),
        }
    }
    zones.into_iter().map(|(zone, lines)| (lines >= least).then_some(zone)).collect()
}

/// Whether figures stand in the first columns without a gap.
fn is_packed(places: &[usize]) -> bool {
    places.iter().enumerate().all(|(number, &place)| number == place)
}
