//! Tables that go on over a page's end are one table again.
//!
//! The next page's part has the same outer edges, and column edges that are edges of the first part. Header rows
//! that the program repeated are dropped; a row torn by the page's end is one row.

use super::ruling::Cell;
use super::table::{FilledCell, Table};

/// How far edges of the same column may differ from page to page.
const SAME_EDGE: f64 = 6.0;
/// Header rows that may be repeated.
const MAX_HEADER: usize = 8;

/// Appends `next` to `table`, if it goes on there.
pub(super) fn append(table: &mut Table, mut next: Table) -> Result<(), Table> {
    let Some(edges) = common_edges(&table.xs, &next.xs) else { return Err(next) };
    widen(table, &edges);
    widen(&mut next, &edges);
    let repeated = repeated_rows(table, &next);
    let torn = repeated < next.rows() && is_torn(table, &next, repeated);
    let last = table.rows() - 1;
    let rows = table.rows();
    for mut cell in next.cells {
        if cell.place.row < repeated {
            continue;
        }
        cell.place.row -= repeated;
        if torn && cell.place.row == 0 {
            let above = table
                .cells
                .iter_mut()
                .find(|a| a.place.row + a.place.row_span == last + 1 && a.place.column == cell.place.column);
            if let Some(above) = above {
                if !above.text.is_empty() && !cell.text.is_empty() {
                    above.text.push('\n');
                }
                above.text.push_str(&cell.text);
                above.place.row_span += cell.place.row_span - 1;
                continue;
            }
        }
        cell.place.row += rows - usize::from(torn);
        table.cells.push(cell);
    }
    let added = next.ys.len() - 1 - repeated - usize::from(torn);
    let bottom = table.ys.last().copied().unwrap_or(0.0);
    table.ys.extend((1..=added).map(|row| bottom + row as f64));
    table.cells.sort_by_key(|cell| (cell.place.row, cell.place.column));
    Ok(())
}

/// The edges of both, if the edges of one are all edges of the other.
fn common_edges(a: &[f64], b: &[f64]) -> Option<Vec<f64>> {
    let near = |x: f64, edges: &[f64]| edges.iter().any(|&e| (e - x).abs() <= SAME_EDGE);
    let (more, fewer) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let ends = near(a[0], &b[..1]) && near(a[a.len() - 1], &b[b.len() - 1..]);
    (ends && fewer.iter().all(|&x| near(x, more))).then(|| more.to_vec())
}

/// Gives a table the edges of a finer one.
fn widen(table: &mut Table, edges: &[f64]) {
    let index = |x: f64| {
        let nearest = |a: &(usize, &f64), b: &(usize, &f64)| (a.1 - x).abs().total_cmp(&(b.1 - x).abs());
        edges.iter().enumerate().min_by(nearest).map_or(0, |(at, _)| at)
    };
    let map: Vec<usize> = table.xs.iter().map(|&x| index(x)).collect();
    for FilledCell { place: Cell { column, col_span, .. }, .. } in &mut table.cells {
        let (from, to) = (map[*column], map[*column + *col_span]);
        (*column, *col_span) = (from, (to - from).max(1));
    }
    table.xs = edges.to_vec();
}

/// How many rows at the head of `next` are the header of `table` once more.
fn repeated_rows(table: &Table, next: &Table) -> usize {
    let row = |table: &Table, row: usize| -> Option<Vec<(usize, String)>> {
        let cells: Vec<&FilledCell> = table.cells.iter().filter(|c| c.place.row == row).collect();
        let words = cells.iter().any(|c| c.text.chars().any(char::is_alphabetic));
        let figures = cells.iter().any(|c| !c.text.is_empty() && c.text.bytes().all(|b| b.is_ascii_digit()));
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect();
        (words && !figures).then(|| cells.iter().map(|c| (c.place.column, plain(&c.text))).collect())
    };
    let most = MAX_HEADER.min(table.rows()).min(next.rows());
    let same = (0..most).take_while(|&r| row(table, r).is_some_and(|cells| Some(cells) == row(next, r))).count();
    // A header ends where no cell reaches over its end.
    let closed =
        |rows: &usize| next.cells.iter().all(|c| c.place.row >= *rows || c.place.row + c.place.row_span <= *rows);
    (0..=same).rev().find(closed).unwrap_or(0)
}

/// Whether the last row of `table` goes on in the row `first` of `next`: a label that fills its cell ends there
/// without an end, and of the two rows one has all figures and the other none.
fn is_torn(table: &Table, next: &Table, first: usize) -> bool {
    let last = table.rows() - 1;
    let above: Vec<&FilledCell> = table.cells.iter().filter(|c| c.place.row + c.place.row_span == last + 1).collect();
    let below: Vec<&FilledCell> = next.cells.iter().filter(|c| c.place.row == first).collect();
    let columns = |cells: &[&FilledCell]| -> Vec<(usize, usize)> {
        cells.iter().map(|c| (c.place.column, c.place.col_span)).collect()
    };
    if columns(&above) != columns(&below) {
        return false;
    }
    let figure = |c: &FilledCell| !c.text.is_empty() && !c.text.chars().any(char::is_alphabetic);
    let (mut torn_labels, mut figures_above, mut figures_below) = (0, 0, 0);
    for (a, b) in above.iter().zip(&below) {
        figures_above += usize::from(figure(a));
        figures_below += usize::from(figure(b));
        let both = !a.text.is_empty() && !b.text.is_empty();
        if both && (figure(a) || figure(b)) {
            return false;
        }
        if both {
            let begins = b.text.starts_with(|c: char| c.is_ascii_digit() || "（(一二三四五六七八九十".contains(c));
            if !a.is_full || begins {
                return false;
            }
            torn_labels += 1;
        }
    }
    torn_labels == 1 && (figures_above == 0) != (figures_below == 0)
}
