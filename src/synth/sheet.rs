//! A table as rows of cells.

/// What a cell of a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Header of columns, head of a group of rows, words of the form.
    Head,
    /// Label of a row.
    Label,
    /// A figure.
    Figure,
    /// A page mark that got between the rows.
    Mark,
}

/// A cell of a sheet. A line break in its text is one the page may show or not.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub text: String,
    pub role: Role,
    pub rows: u32,
    pub cols: u32,
}

/// A table of the form, row by row; a merged cell stands at its first place.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub rows: Vec<Vec<Cell>>,
}
