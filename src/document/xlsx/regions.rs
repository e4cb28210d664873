//! Tells the tables on a sheet from the text around them.
//!
//! People draw borders around tables and none around titles, notes and signatures. Where a sheet
//! has borders they decide; where it has none, rows of two cells and more are a table.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::sheet::{Merge, Sheet};
use crate::document::flow::{OpenTable, Writer};

/// Cells of a region, empty ones counted, past which it is read as lines.
const AREA: usize = 200_000;
/// Columns past which a region is no table, hidden ones counted.
const WIDE: u32 = 1000;
/// Rows of merged cells, those of all merges together, past which no more merges are followed.
const MERGED_ROWS: usize = 200_000;
/// Rows below a row of one cell among which the next of its table stands.
const SOON: usize = 4;
/// Rows without borders that make a table on a sheet that has borders elsewhere.
const FEW: usize = 3;

/// Writes a sheet as lines and grids.
pub(super) fn emit(sheet: &Sheet, writer: &mut Writer) {
    let view = View::of(sheet);
    let mut rows = view.rows.iter().copied().peekable();
    while let Some(first) = rows.next() {
        let kind = view.kinds[&first];
        let mut region = vec![first];
        while let Some(next) = rows.next_if(|next| {
            view.kinds[next] == kind
                && kind != Kind::Line
                && view.follows(region.last().copied().unwrap_or(first), *next)
        }) {
            region.push(next);
        }
        if view.is_table(&region, kind) {
            view.grid(&region, writer);
        } else {
            for row in region {
                view.line(row, writer);
            }
        }
    }
}

/// What a row is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A table with borders.
    Bordered,
    /// Two cells or more without borders.
    Cells,
    /// Text.
    Line,
}

struct View<'a> {
    sheet: &'a Sheet,
    /// Rows with anything in them.
    rows: BTreeSet<u32>,
    kinds: BTreeMap<u32, Kind>,
    has_borders: bool,
    /// The merges in each row, by their first column; none overlap.
    merges: BTreeMap<u32, BTreeMap<u32, &'a Merge>>,
}

impl<'a> View<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        let mut view = Self {
            sheet,
            rows: sheet.rows.keys().copied().collect(),
            kinds: BTreeMap::new(),
            has_borders: sheet.rows.values().flat_map(BTreeMap::values).any(|cell| cell.has_border),
            merges: BTreeMap::new(),
        };
        view.follow_merges();
        for &row in &view.rows {
            view.kinds.insert(row, view.kind(row));
        }
        view.join_titles();
        view
    }

    /// Notes the merges that begin in a row with cells and overlap no other. A row that lies inside of one
    /// is a row of its table, even where no cell of its own is written.
    fn follow_merges(&mut self) {
        let mut room = MERGED_ROWS;
        for merge in &self.sheet.merges {
            let height = merge.rows.clone().count();
            if !self.sheet.rows.contains_key(merge.rows.start()) || height > room {
                continue;
            }
            room -= height;
            let overlaps = |row| {
                let until = self.merges.get(&row).map(|merges| merges.range(..=*merge.columns.end()));
                let last = until.and_then(|mut merges| merges.next_back());
                last.is_some_and(|(_, other)| other.columns.end() >= merge.columns.start())
            };
            if merge.rows.clone().any(overlaps) {
                continue;
            }
            for row in merge.rows.clone() {
                self.merges.entry(row).or_default().insert(*merge.columns.start(), merge);
                if !self.sheet.hidden_rows.contains(&row) {
                    self.rows.insert(row);
                }
            }
        }
    }

    /// The merge that a cell is in.
    fn merge_at(&self, row: u32, column: u32) -> Option<&'a Merge> {
        let (_, merge) = self.merges.get(&row)?.range(..=column).next_back()?;
        merge.columns.contains(&column).then_some(*merge)
    }

    fn kind(&self, row: u32) -> Kind {
        let cells = self.sheet.rows.get(&row);
        let merges = self.merges.get(&row).into_iter().flat_map(BTreeMap::values);
        let is_in_border = merges.filter_map(|merge| self.first_cell(merge)).any(|cell| cell.has_border);
        if is_in_border || cells.is_some_and(|cells| cells.values().any(|cell| cell.has_border)) {
            return Kind::Bordered;
        }
        match cells.map_or(0, |cells| cells.keys().filter(|&&column| !self.is_covered(row, column)).count()) {
            0 | 1 => Kind::Line,
            _ => Kind::Cells,
        }
    }

    /// On a sheet without borders, a row of one cell right below a table's row is a row of that table
    /// where a table's row follows soon, or where it has merged cells of the table: an empty cell leaves no
    /// other trace.
    fn join_titles(&mut self) {
        if self.has_borders {
            return;
        }
        let rows: Vec<u32> = self.rows.iter().copied().collect();
        let mut last_column = 0;
        for at in 1..rows.len() {
            let (above, this) = (rows[at - 1], rows[at]);
            if self.kinds[&above] == Kind::Line || !self.follows(above, this) {
                last_column = 0;
            }
            last_column = last_column.max(self.last_column(above));
            if self.kinds[&this] != Kind::Line || self.kinds[&above] == Kind::Line || !self.follows(above, this) {
                continue;
            }
            let below = rows[at..].windows(2).take_while(|pair| self.follows(pair[0], pair[1])).map(|pair| pair[1]);
            let mut below = below.take(SOON);
            if self.has_merge_within(this, last_column) || below.any(|row| self.kinds[&row] == Kind::Cells) {
                self.kinds.insert(this, Kind::Cells);
            }
        }
    }

    fn last_column(&self, row: u32) -> u32 {
        let cell = self.sheet.rows.get(&row).and_then(|cells| cells.keys().next_back()).copied();
        let merge = self.merges.get(&row).and_then(|merges| merges.values().next_back());
        cell.unwrap_or(0).max(merge.map_or(0, |merge| *merge.columns.end()))
    }

    /// Whether a row has a merged cell that is not as wide as the whole table.
    fn has_merge_within(&self, row: u32, last_column: u32) -> bool {
        let mut merges = self.merges.get(&row).into_iter().flat_map(BTreeMap::values);
        merges.any(|merge| *merge.columns.start() > 0 || *merge.columns.end() < last_column)
    }

    /// Whether a row comes right after another, hidden ones left out.
    fn follows(&self, above: u32, below: u32) -> bool {
        (above + 1..below).all(|row| self.sheet.hidden_rows.contains(&row))
    }

    fn is_table(&self, region: &[u32], kind: Kind) -> bool {
        let least = match kind {
            Kind::Line => return false,
            Kind::Bordered => 1,
            Kind::Cells if self.has_borders => FEW,
            Kind::Cells => 2,
        };
        region.len() >= least && region.len() <= AREA && {
            let columns = self.columns(region).len();
            columns > 1 && region.len().saturating_mul(columns) <= AREA
        }
    }

    fn first_cell(&self, merge: &Merge) -> Option<&super::sheet::Cell> {
        self.sheet.rows.get(merge.rows.start())?.get(merge.columns.start())
    }

    /// Whether a cell is hidden by a merged one that begins elsewhere.
    fn is_covered(&self, row: u32, column: u32) -> bool {
        let merge = self.merge_at(row, column);
        merge.is_some_and(|merge| (row, column) != (*merge.rows.start(), *merge.columns.start()))
    }

    /// The columns of a region that are shown; none of a region too wide to be a table.
    fn columns(&self, region: &[u32]) -> Vec<u32> {
        let mut range: Option<(u32, u32)> = None;
        let mut take = |first: u32, last: u32| {
            range = Some(range.map_or((first, last), |(from, to)| (from.min(first), to.max(last))));
        };
        for row in region {
            let cells = self.sheet.rows.get(row).into_iter().flatten();
            cells.for_each(|(&column, _)| take(column, column));
            for merge in self.merges.get(row).into_iter().flat_map(BTreeMap::values) {
                take(*merge.columns.start(), *merge.columns.end());
            }
        }
        let (first, last) = range.unwrap_or((1, 0));
        if last.saturating_sub(first) > WIDE {
            return Vec::new();
        }
        (first..=last).filter(|&column| !self.sheet.is_hidden(column)).collect()
    }

    fn grid(&self, region: &[u32], writer: &mut Writer) {
        let columns = self.columns(region);
        let mut table = OpenTable::new(writer.items.len(), false, true, 0);
        for &row in region {
            table.start_row();
            for &column in columns.iter().filter(|&&column| !self.is_covered(row, column)) {
                let (mut row_span, mut col_span) = (1, 1);
                if let Some(merge) = self.merge_at(row, column) {
                    row_span = within(region, &merge.rows);
                    col_span = within(&columns, &merge.columns);
                }
                table.start_cell(row_span as u32, col_span as u32, writer);
                self.text(row, column, writer);
                table.end_cell(writer);
            }
        }
        table.end(writer);
    }

    fn line(&self, row: u32, writer: &mut Writer) {
        let cells = self.sheet.rows.get(&row).into_iter().flatten();
        let shown = cells.filter(|&(&column, cell)| !cell.text.is_empty() && !self.is_covered(row, column));
        let texts: Vec<&str> = shown.map(|(_, cell)| cell.text.trim()).collect();
        writer.preformatted(&texts.join("\t"));
        writer.end_line();
        writer.forget_blank_lines();
    }

    fn text(&self, row: u32, column: u32, writer: &mut Writer) {
        if let Some(cell) = self.sheet.rows.get(&row).and_then(|cells| cells.get(&column)) {
            writer.preformatted(&cell.text);
        }
        writer.end_line();
        writer.forget_blank_lines();
    }
}

/// How many of the numbers, sorted, lie in the range.
fn within(numbers: &[u32], range: &RangeInclusive<u32>) -> usize {
    numbers.partition_point(|number| number <= range.end()) - numbers.partition_point(|number| number < range.start())
}
