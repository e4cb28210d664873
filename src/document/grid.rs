//! Resolves rowspan and colspan: written cells of a table become cells of a grid.
//!
//! Follows the HTML table model, with bounds: a span never reaches past its row group or past
//! the columns that ordinary cells make up, and a grid that is absurdly wide is no grid.

use super::{GridCell, Span};

/// A cell as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenCell {
    pub span: Span,
    /// Row from 0.
    pub row: u32,
    /// Number of the row group (`tbody`) it is in.
    pub group: u32,
    /// Number among the cells of its row, from 1.
    pub ordinal: u32,
    /// `rowspan` as written; 0 means to the end of the group.
    pub row_span: u32,
    /// `colspan` as written, 0 read as 1.
    pub col_span: u32,
}

/// Columns past which a table is not taken for one.
const MAX_WIDTH: u32 = 256;
/// A `colspan` past which it means "the whole row".
const WHOLE_ROW: u32 = 60;

/// Places the cells; `group_ends` has for every group the row after its last.
///
/// `None` where the table is too wide to be one.
pub(super) fn resolve(cells: &[WrittenCell], group_ends: &[u32]) -> Option<(Vec<GridCell>, u32)> {
    let (placed, width) = place(cells, group_ends, 1)?;
    if cells.iter().all(|cell| cell.col_span <= WHOLE_ROW) {
        return Some((placed, width));
    }
    place(cells, group_ends, width)
}

/// Places the cells, those that span the whole row up to the column `whole`.
fn place(cells: &[WrittenCell], group_ends: &[u32], whole: u32) -> Option<(Vec<GridCell>, u32)> {
    let mut placed = Vec::with_capacity(cells.len());
    let mut taken_until: Vec<u32> = Vec::new();
    let (mut row, mut column) = (0, 0u32);
    for cell in cells {
        if cell.row != row {
            row = cell.row;
            column = 0;
        }
        while taken_until.get(column as usize).is_some_and(|&until| until > row) {
            column += 1;
        }
        let col_span = match cell.col_span {
            wide if wide > WHOLE_ROW => whole.saturating_sub(column).max(1),
            narrow => narrow.max(1),
        };
        let group_end = group_ends.get(cell.group as usize).copied();
        let rows_left = group_end.unwrap_or(row + 1).saturating_sub(row).max(1);
        let row_span = match cell.row_span {
            0 => rows_left,
            rows => rows.min(rows_left),
        };
        let end = column + col_span;
        if end > MAX_WIDTH {
            return None;
        }
        if taken_until.len() < end as usize {
            taken_until.resize(end as usize, 0);
        }
        for until in &mut taken_until[column as usize..end as usize] {
            *until = (*until).max(row + row_span);
        }
        placed.push(GridCell { span: cell.span.clone(), row, column, row_span, col_span, ordinal: cell.ordinal });
        column = end;
    }
    Some((placed, taken_until.len() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[&[(u32, u32)]]) -> Vec<WrittenCell> {
        let mut cells = Vec::new();
        for (row, spans) in rows.iter().enumerate() {
            for (index, &(row_span, col_span)) in spans.iter().enumerate() {
                cells.push(WrittenCell {
                    span: 0..0,
                    row: row as u32,
                    group: 0,
                    ordinal: index as u32 + 1,
                    row_span,
                    col_span,
                });
            }
        }
        cells
    }

    fn columns(rows: &[&[(u32, u32)]]) -> (Vec<u32>, u32) {
        let (cells, width) = resolve(&written(rows), &[rows.len() as u32]).unwrap();
        (cells.iter().map(|cell| cell.column).collect(), width)
    }

    #[test]
    fn merged_cells_push_the_others_aside() {
        let rows: &[&[(u32, u32)]] =
            &[&[(2, 2), (1, 2)], &[(1, 1), (1, 1)], &[(2, 1), (1, 1), (1, 1), (1, 1)], &[(1, 1), (1, 1), (1, 1)]];
        assert_eq!(columns(rows), (vec![0, 2, 2, 3, 0, 1, 2, 3, 1, 2, 3], 4));
    }

    #[test]
    fn absurd_spans_are_cut_to_the_table() {
        let rows: &[&[(u32, u32)]] = &[&[(1, 1000)], &[(60000, 1), (0, 1)], &[(1, 0)]];
        let (cells, width) = resolve(&written(rows), &[3]).unwrap();
        assert_eq!(width, 3);
        assert_eq!(cells[0].col_span, 3);
        assert_eq!((cells[1].row_span, cells[2].row_span), (2, 2));
        assert_eq!(cells[3].column, 2);
    }

    #[test]
    fn a_table_of_absurd_width_is_none() {
        let row = vec![(1, 50); 9];
        assert_eq!(resolve(&written(&[&row]), &[1]), None);
    }
}
