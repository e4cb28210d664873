//! A document as paragraphs and tables inside each other.

/// A paragraph or table.
#[derive(Debug)]
pub(super) enum Part {
    /// Its text; `\n` where a line ends inside of it.
    Paragraph(String),
    Table(Table),
}

/// A table, row by row.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Columns of the grid left free before its first cell.
    pub(super) before: u32,
    pub(super) cells: Vec<Cell>,
    pub(super) is_deleted: bool,
}

/// A cell as written; the cells below a vertically merged one are written too.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// Columns of the grid it covers; 0 where not said.
    pub(super) columns: u32,
    pub(super) merge: Merge,
    /// Whether it only widens the cell before it, as Word wrote merged cells before 2007.
    pub(super) widens: bool,
    pub(super) is_deleted: bool,
    /// Whether something else than white is behind its letters.
    pub(super) is_shaded: bool,
    pub(super) parts: Vec<Part>,
}

/// How a cell is merged with those above and below.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Merge {
    #[default]
    None,
    /// The first of merged cells.
    First,
    /// A further one, not shown.
    Further,
}

impl Table {
    /// Whether it has two rows of two cells or more, as data has.
    pub(super) fn looks_like_data(&self) -> bool {
        self.rows.iter().filter(|row| row.cells.len() >= 2).take(2).count() == 2
    }

    /// Whether it has two rows of two cells with text: more than formatting around a figure or a label.
    pub(super) fn holds_rows(&self) -> bool {
        let is_filled = |row: &&Row| row.cells.iter().filter(|cell| !cell.is_shorter_than(0)).take(2).count() == 2;
        self.rows.iter().filter(is_filled).take(2).count() == 2
    }

    /// Rows that each cell covers; 0 for a cell that is not shown. A further cell of other columns
    /// than the first is shown, so that the cells behind it stay in their columns.
    pub(super) fn row_spans(&self) -> Vec<Vec<u32>> {
        let columns: Vec<Vec<u32>> = self.rows.iter().map(Row::columns).collect();
        let mut spans: Vec<Vec<u32>> = self.rows.iter().map(|row| vec![1; row.cells.len()]).collect();
        for (at, row) in self.rows.iter().enumerate() {
            for (index, cell) in row.cells.iter().enumerate() {
                if cell.merge != Merge::First {
                    continue;
                }
                for (below, row) in self.rows.iter().enumerate().skip(at + 1) {
                    let Ok(further) = columns[below].binary_search(&columns[at][index]) else { break };
                    let other = &row.cells[further];
                    let goes_on = other.merge == Merge::Further && other.columns.max(1) == cell.columns.max(1);
                    if !goes_on || spans[below][further] == 0 {
                        break;
                    }
                    spans[below][further] = 0;
                    spans[at][index] += 1;
                }
            }
        }
        spans
    }
}

impl Row {
    /// Column of the grid in which each cell begins.
    fn columns(&self) -> Vec<u32> {
        let mut column = self.before;
        let start = |cell: &Cell| {
            let start = column;
            column = column.saturating_add(cell.columns.max(1));
            start
        };
        self.cells.iter().map(start).collect()
    }
}

impl Cell {
    /// Whether it holds a value, not a part of the page: up to so many characters that show.
    pub(super) fn is_shorter_than(&self, limit: usize) -> bool {
        let mut left = limit;
        self.parts.iter().all(|part| take(part, &mut left))
    }
}

fn take(part: &Part, left: &mut usize) -> bool {
    match part {
        Part::Paragraph(text) => {
            let shown = text.chars().filter(|c| !c.is_whitespace()).take(*left + 1).count();
            let fits = shown <= *left;
            *left -= shown.min(*left);
            fits
        }
        Part::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.parts).all(|part| take(part, left))
        }
    }
}
