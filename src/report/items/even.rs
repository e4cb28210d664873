//! Tables between pipes whose rows all have equally many cells, as Markdown wants them: there a cell's place in its row is
//! that of its column.

use std::collections::HashMap;

use super::pipes::{Pipes, is_pipe};
use crate::document::{Block, Document, Line};

/// Rows and cells of a row that make such a table.
const LEAST_ROWS: usize = 3;
const LEAST_CELLS: usize = 3;

/// The lines of such tables by where they begin, each with the number of its table, above those of real ones.
pub fn rows(document: &Document, pipes: &Pipes) -> HashMap<usize, u32> {
    let mut rows = HashMap::new();
    if !pipes.any() {
        return rows;
    }
    let (mut lines, mut number) = (Vec::new(), 0);
    for block in &document.blocks {
        match block {
            Block::Grid(grid) => number = number.max(grid.number + 1),
            Block::Line(line) => lines.push(line),
        }
    }
    let width = |line: &&Line| cells(&document.text()[line.span.clone()]);
    for table in lines.chunk_by(|a, b| width(a) == width(b)) {
        if table.len() >= LEAST_ROWS && width(&table[0]).is_some_and(|cells| cells >= LEAST_CELLS) {
            rows.extend(table.iter().map(|line| (line.span.start, number)));
            number += 1;
        }
    }
    rows
}

/// How many cells a row has; a pipe at either end is no cell's.
fn cells(line: &str) -> Option<usize> {
    let line = line.trim();
    let pipes = line.chars().filter(|&c| is_pipe(c)).count();
    let ends = usize::from(line.starts_with(is_pipe)) + usize::from(line.ends_with(is_pipe));
    (pipes > 0).then(|| (pipes + 1).saturating_sub(ends))
}
