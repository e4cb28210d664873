//! Ruling lines become tables: which lines belong together, and which cells they part.
//!
//! A table is what touching lines make. Its lines cut it into the finest cells; where no line is drawn
//! between two of these, they are one merged cell.

use super::marks::Rule;

/// Lines of one kind past which a page is a drawing.
const MAX_LINES: usize = 2_000;
/// Lines no farther apart are one, drawn twice or thick.
const SAME: f64 = 2.5;
/// Gaps and overshoots in joints of lines.
const JOINT: f64 = 3.5;
/// Finest cells of a table.
const MAX_CELLS: usize = 40_000;

/// A line: where it stands across its direction, and from where to where it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    at: f64,
    from: f64,
    to: f64,
}

/// A table as ruled, without its text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ruling {
    /// Edges of the columns, from left to right.
    pub xs: Vec<f64>,
    /// Edges of the rows, from top to bottom.
    pub ys: Vec<f64>,
    /// The cells, by row, then by column.
    pub cells: Vec<Cell>,
    /// For each finest cell, by row, then by column, the one that it is part of.
    part_of: Vec<usize>,
}

/// A cell between ruled edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub row: usize,
    pub column: usize,
    pub row_span: usize,
    pub col_span: usize,
}

impl Ruling {
    pub(super) fn contains(&self, x: f64, y: f64) -> bool {
        let within =
            |edges: &[f64], v: f64| edges.first().is_some_and(|&e| v >= e) && edges.last().is_some_and(|&e| v <= e);
        within(&self.xs, x) && within(&self.ys, y)
    }

    /// The cell that a point inside of the table falls into.
    pub(super) fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let index = |edges: &[f64], v: f64| edges.partition_point(|&e| e <= v).clamp(1, edges.len() - 1) - 1;
        let (column, row) = (index(&self.xs, x), index(&self.ys, y));
        self.part_of.get(row * (self.xs.len() - 1) + column).copied()
    }
}

/// The tables that the rules of a page make, from top to bottom.
pub(super) fn tables(rules: &[Rule]) -> Vec<Ruling> {
    let mut across = Vec::new();
    let mut down = Vec::new();
    for rule in rules {
        match *rule {
            Rule::Horizontal { y, from, to } => across.push(Line { at: y, from, to }),
            Rule::Vertical { x, from, to } => down.push(Line { at: x, from, to }),
        }
    }
    let (across, down) = (joined(across), joined(down));
    if across.len() > MAX_LINES || down.len() > MAX_LINES {
        return Vec::new();
    }
    let mut tables: Vec<Ruling> =
        touching(&across, &down).into_iter().filter_map(|(across, down)| ruling(&across, &down)).collect();
    tables.sort_by(|a, b| a.ys[0].total_cmp(&b.ys[0]));
    tables
}

/// Pieces of a line that lie on one another or end to end, made one.
fn joined(mut lines: Vec<Line>) -> Vec<Line> {
    lines.retain(|line| [line.at, line.from, line.to].iter().all(|v| v.is_finite()));
    lines.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut joined: Vec<Line> = Vec::new();
    let mut rest = lines.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        let same = rest.iter().take_while(|line| line.at - first.at <= SAME).count();
        let (level, further) = rest.split_at_mut(same);
        let at = level.iter().map(|line| line.at).sum::<f64>() / same as f64;
        level.sort_by(|a, b| a.from.total_cmp(&b.from));
        let start = joined.len();
        for line in level.iter() {
            match joined[start..].last_mut() {
                Some(last) if line.from <= last.to + JOINT => last.to = last.to.max(line.to),
                _ => joined.push(Line { at, ..*line }),
            }
        }
        rest = further;
    }
    joined.retain(|line| line.to - line.from > JOINT);
    joined
}

/// Groups of lines that touch each other.
fn touching(across: &[Line], down: &[Line]) -> Vec<(Vec<Line>, Vec<Line>)> {
    let mut group: Vec<usize> = (0..across.len() + down.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    let reaches = |line: &Line, at: f64| line.from - JOINT <= at && at <= line.to + JOINT;
    for (i, h) in across.iter().enumerate() {
        for (j, v) in down.iter().enumerate() {
            if reaches(h, v.at) && reaches(v, h.at) {
                let (a, b) = (root(&mut group, i), root(&mut group, across.len() + j));
                group[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, (Vec<Line>, Vec<Line>)> = std::collections::BTreeMap::new();
    for (i, line) in across.iter().enumerate() {
        groups.entry(root(&mut group, i)).or_default().0.push(*line);
    }
    for (j, line) in down.iter().enumerate() {
        groups.entry(root(&mut group, across.len() + j)).or_default().1.push(*line);
    }
    groups.into_values().collect()
}

/// The edges that lines make, with the ends of the lines that cross them: a table may lack its outer lines.
fn edges(lines: &[Line], crossing: &[Line]) -> Vec<f64> {
    let mut edges: Vec<f64> = lines.iter().map(|line| line.at).collect();
    let (first, last) =
        (edges.iter().copied().fold(f64::INFINITY, f64::min), edges.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let outer = |of: fn(&Line) -> f64| crossing.iter().map(of);
    edges.extend(outer(|l| l.from).min_by(f64::total_cmp).filter(|&v| v < first - 2.0 * JOINT));
    edges.extend(outer(|l| l.to).max_by(f64::total_cmp).filter(|&v| v > last + 2.0 * JOINT));
    edges.sort_by(f64::total_cmp);
    edges.dedup_by(|b, a| *b - *a <= JOINT);
    edges
}

/// The table that touching lines make, which come in the order of where they stand.
fn ruling(across: &[Line], down: &[Line]) -> Option<Ruling> {
    let (xs, ys) = (edges(down, across), edges(across, down));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns * rows < 2 || columns * rows > MAX_CELLS {
        return None;
    }
    let drawn = |lines: &[Line], at: f64, from: f64, to: f64| {
        let from_there = &lines[lines.partition_point(|line| line.at - at < -JOINT)..];
        let covered: f64 = from_there
            .iter()
            .take_while(|line| line.at - at <= JOINT)
            .map(|line| (line.to.min(to) - line.from.max(from)).max(0.0))
            .sum();
        covered > 0.6 * (to - from)
    };
    let wall_right = |row: usize, column: usize| drawn(down, xs[column + 1], ys[row], ys[row + 1]);
    let wall_below = |row: usize, column: usize| drawn(across, ys[row + 1], xs[column], xs[column + 1]);
    let mut part_of: Vec<Option<usize>> = vec![None; rows * columns];
    let mut cells = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            if part_of[row * columns + column].is_some() {
                continue;
            }
            let col_span = 1 + (column..columns - 1).take_while(|&c| !wall_right(row, c)).count();
            let all_open = |r: usize| (column..column + col_span).all(|c| !wall_below(r, c));
            let row_span = 1 + (row..rows - 1).take_while(|&r| all_open(r)).count();
            let cell = Cell { row, column, row_span, col_span };
            // A cell that is no rectangle: the lines do not make a table that can be trusted.
            for r in row..row + row_span {
                let inside = (column..column + col_span - 1).any(|c| wall_right(r, c));
                let open = column + col_span < columns && !wall_right(r, column + col_span - 1);
                if inside || open {
                    return None;
                }
                for c in column..column + col_span {
                    if part_of[r * columns + c].replace(cells.len()).is_some() {
                        return None;
                    }
                }
            }
            let last = row + row_span - 1;
            if row_span + row < rows && (column..column + col_span).any(|c| !wall_below(last, c)) {
                return None;
            }
            cells.push(cell);
        }
    }
    let part_of = part_of.into_iter().flatten().collect();
    (cells.len() >= 2).then_some(Ruling { xs, ys, cells, part_of })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(y: f64, from: f64, to: f64) -> Rule {
        Rule::Horizontal { y, from, to }
    }

    fn v(x: f64, from: f64, to: f64) -> Rule {
        Rule::Vertical { x, from, to }
    }

    fn shape(rules: &[Rule]) -> Vec<Vec<(usize, usize, usize, usize)>> {
        let cell = |c: &Cell| (c.row, c.column, c.row_span, c.col_span);
        tables(rules).iter().map(|t| t.cells.iter().map(cell).collect()).collect()
    }

    #[test]
    fn lines_in_pieces_make_cells_and_missing_ones_merge_them() {
        let mut rules = vec![h(0.0, 0.0, 50.0), h(0.3, 50.0, 100.0), h(20.0, 30.0, 100.0), h(40.0, 0.0, 100.0)];
        rules.extend([v(0.0, 0.0, 40.0), v(30.0, 0.0, 40.0), v(60.0, 21.0, 40.0), v(100.0, 0.0, 40.0)]);
        assert_eq!(shape(&rules), [vec![(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]]);
    }

    #[test]
    fn outer_lines_may_be_missing() {
        let rules = [h(0.0, 0.0, 100.0), h(20.0, 0.0, 100.0), h(40.0, 0.0, 100.0), v(50.0, 0.0, 40.0)];
        assert_eq!(shape(&rules)[0].len(), 4);
    }

    #[test]
    fn apart_from_each_other_they_are_two_tables() {
        let table = |y: f64| {
            [h(y, 0.0, 90.0), h(y + 20.0, 0.0, 90.0), v(0.0, y, y + 20.0), v(45.0, y, y + 20.0), v(90.0, y, y + 20.0)]
        };
        let rules: Vec<Rule> = table(0.0).into_iter().chain(table(60.0)).collect();
        assert_eq!(shape(&rules), [vec![(0, 0, 1, 1), (0, 1, 1, 1)], vec![(0, 0, 1, 1), (0, 1, 1, 1)]]);
    }

    #[test]
    fn a_cell_that_is_no_rectangle_makes_no_table() {
        let mut rules = vec![h(0.0, 0.0, 90.0), h(20.0, 0.0, 45.0), h(40.0, 0.0, 90.0)];
        rules.extend([v(0.0, 0.0, 40.0), v(45.0, 20.0, 40.0), v(90.0, 0.0, 40.0)]);
        assert!(shape(&rules).is_empty());
    }

    #[test]
    fn a_frame_around_a_page_is_no_table() {
        assert!(shape(&[h(0.0, 0.0, 90.0), h(90.0, 0.0, 90.0), v(0.0, 0.0, 90.0), v(90.0, 0.0, 90.0)]).is_empty());
    }
}
