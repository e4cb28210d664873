//! The sums of a form over the cells of a report: which of them can be worked out, and what their two sides make.

use super::forms::{Arrangement, Identity, IdentityKind, Table};
use super::{Cell, Code, Status};

/// Addends past which the rows of a sum may stand in each other's place in tables of several editions.
const MANY: usize = 6;

/// A sum of the form, worked out in one row or column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum<'t> {
    pub(super) identity: &'t Identity,
    /// The row of a sum over columns, the column of a sum over rows.
    pub(super) line: Code,
    /// What the addends make.
    pub(super) expected: f64,
    /// What stands as their total.
    pub(super) found: f64,
    /// How many of the addends are not zero.
    pub(super) parts: usize,
}

impl Sum<'_> {
    /// Whether both sides are the same, or differ by no more than `tolerance`.
    pub(super) fn holds(&self, tolerance: f64) -> bool {
        (self.expected - self.found).abs() <= tolerance + 1e-6
    }

    /// Rows and columns of its cells.
    pub(super) fn places(&self, table: &Table) -> impl Iterator<Item = (Code, Code)> {
        let members = self.identity.total.iter().chain(&self.identity.addends);
        members.map(|&member| match self.identity.kind {
            IdentityKind::AcrossRows => (table.rows[member].code, self.line),
            IdentityKind::AcrossColumns => (self.line, table.columns[member].code),
        })
    }
}

/// All sums of a table that its cells allow to work out, by identity and line. `codes` is the number of codes that
/// the forms have.
pub(super) fn of<'t>(table: &'t Table, cells: &[&Cell], codes: usize) -> Vec<Sum<'t>> {
    let grid = Grid::of(cells, codes);
    table.identities.iter().flat_map(|identity| of_identity(table, identity, &grid)).collect()
}

/// The sum of each row of a table over all its columns.
pub(super) fn of_rows<'t>(table: &'t Table, cells: &[&Cell], codes: usize) -> Vec<Sum<'t>> {
    table.whole_sum().map_or_else(Vec::new, |identity| of_identity(table, identity, &Grid::of(cells, codes)))
}

fn of_identity<'t>(table: &'t Table, identity: &'t Identity, grid: &Grid<'_>) -> Vec<Sum<'t>> {
    let over_rows = identity.kind == IdentityKind::AcrossRows;
    let lines = if over_rows { table.columns.len() } else { table.rows.len() };
    let member = |i: usize| if over_rows { table.rows[i].code } else { table.columns[i].code };
    // Rows of outcomes may stand in each other's place in tables of several editions, not in a list.
    let all = identity.addends.len() <= MANY || table.arrangement == Arrangement::List;
    let mut sums = Vec::new();
    for line in (0..lines).map(|i| if over_rows { table.columns[i].code } else { table.rows[i].code }) {
        let find = |m: Code| if over_rows { grid.at(m, line) } else { grid.at(line, m) };
        if let Some((expected, found)) = sides(&identity.addends, &identity.total, all, member, find) {
            let is_part = |cell: &Cell| cell.value.is_some_and(|value| value != 0.0);
            let parts = identity.addends.iter().filter(|&&m| find(member(m)).is_some_and(is_part)).count();
            sums.push(Sum { identity, line, expected, found, parts });
        }
    }
    sums
}

/// The cells of one table by row and column.
struct Grid<'a> {
    cells: &'a [&'a Cell],
    /// Number of each code among the table's rows and among its columns; 0 if it is none.
    rows: Vec<u16>,
    cols: Vec<u16>,
    /// Index of the cell plus one, by number of the row and of the column.
    places: Vec<u16>,
    width: usize,
}

impl<'a> Grid<'a> {
    fn of(cells: &'a [&'a Cell], codes: usize) -> Self {
        let (rows, height) = numbered(cells.iter().map(|cell| cell.row), codes);
        let (cols, width) = numbered(cells.iter().map(|cell| cell.col), codes);
        let mut grid = Self { cells, rows, cols, places: vec![0; height * width], width };
        for (number, cell) in (1..).zip(cells) {
            if let Some(at) = grid.place(cell.row, cell.col) {
                grid.places[at] = number;
            }
        }
        grid
    }

    fn place(&self, row: Code, col: Code) -> Option<usize> {
        let number = |numbers: &[u16], code: Code| numbers.get(usize::from(code.0))?.checked_sub(1).map(usize::from);
        Some(number(&self.rows, row)? * self.width + number(&self.cols, col)?)
    }

    fn at(&self, row: Code, col: Code) -> Option<&'a Cell> {
        let place = *self.places.get(self.place(row, col)?)?;
        self.cells.get(usize::from(place).checked_sub(1)?).copied()
    }
}

/// Numbers the codes met from 1 on; returns the numbers by code, and how many there are.
fn numbered(met: impl Iterator<Item = Code>, codes: usize) -> (Vec<u16>, usize) {
    let (mut numbers, mut count) = (vec![0; codes], 0);
    for code in met {
        if let Some(number @ 0) = numbers.get_mut(usize::from(code.0)) {
            count += 1;
            *number = count;
        }
    }
    (numbers, usize::from(count))
}

/// Sums of addends and of totals; `None` where a cell is missing or open, or nothing stands there.
fn sides<'c>(
    addends: &[usize],
    total: &[usize],
    all_required: bool,
    member: impl Fn(usize) -> Code,
    find: impl Fn(Code) -> Option<&'c Cell>,
) -> Option<(f64, f64)> {
    let mut stands = false;
    let mut sum = |members: &[usize], required: bool| -> Option<f64> {
        let mut sum = 0.0;
        for &m in members {
            match find(member(m)) {
                Some(cell) => match cell.status {
                    Status::Reported | Status::Inferred => {
                        stands = true;
                        sum += cell.value.unwrap_or(0.0);
                    }
                    Status::Blank => {}
                    Status::Ambiguous | Status::Invalid => return None,
                    // A row of the edition that the page leaves out, where another takes its place.
                    Status::Absent if required => return None,
                    Status::Absent => {}
                },
                None if required => return None,
                None => {}
            }
        }
        Some(sum)
    };
    let found = sum(total, true)?;
    let expected = sum(addends, all_required)?;
    stands.then_some((expected, found))
}
