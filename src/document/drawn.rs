//! Tables drawn with characters, as text tools and Markdown writers frame them: rules between the rows, bars between
//! the cells.
//!
//! Between two rules stands one row, on as many lines as its longest cell takes. Only a drawing whose rows all have
//! equally many cells is read: then a cell's place is certain. Any other stays the lines that it is.

use std::ops::Range;

/// Rules of a table at least: above, below and between two rows.
const LEAST_RULES: usize = 3;

/// A table with the lines of each cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Drawn<'a> {
    /// Where it stands in the text, in bytes.
    pub(super) span: Range<usize>,
    /// Rows of cells of lines without blanks around them; a cell may have no line.
    pub(super) rows: Vec<Vec<Vec<&'a str>>>,
}

/// The drawn tables of a text.
pub(super) fn tables(text: &str) -> Vec<Drawn<'_>> {
    let mut tables = Vec::new();
    // Nearly all texts have no rule, and are not gone through line by line.
    if !["--", "==", "──", "━━", "══"]
        .iter()
        .any(|rule| memchr::memmem::find(text.as_bytes(), rule.as_bytes()).is_some())
    {
        return tables;
    }
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        let trimmed = line.trim();
        if is_rule(trimmed) || !lines.is_empty() && is_row(trimmed) {
            lines.push(trimmed);
        } else if !lines.is_empty() {
            tables.extend(table(text, &lines));
            lines.clear();
        }
    }
    tables
}

/// The table that lines draw, from a rule to a rule.
fn table<'a>(text: &str, lines: &[&'a str]) -> Option<Drawn<'a>> {
    let end = lines.iter().rposition(|line| is_rule(line))? + 1;
    let lines = &lines[..end];
    let rules = lines.iter().filter(|line| is_rule(line)).count();
    let width = lines.iter().find(|line| !is_rule(line)).map(|line| cells(line).count())?;
    let is_even = lines.iter().filter(|line| !is_rule(line)).all(|line| cells(line).count() == width);
    if rules < LEAST_RULES || width < 2 || !is_even {
        return None;
    }
    let rows = lines.split(|line| is_rule(line)).filter(|row| !row.is_empty()).map(|row| row_of(row, width)).collect();
    let at = |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    let last = lines.last()?;
    Some(Drawn { span: at(lines[0])..at(last) + last.len(), rows })
}

/// The cells of a row's lines, one below the other.
fn row_of<'a>(lines: &[&'a str], width: usize) -> Vec<Vec<&'a str>> {
    let mut row: Vec<Vec<&str>> = vec![Vec::new(); width];
    for line in lines {
        for (cell, piece) in row.iter_mut().zip(cells(line)) {
            if !piece.is_empty() {
                cell.push(piece);
            }
        }
    }
    row
}

/// What stands between the bars of a row's line.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let inner = line.strip_prefix(is_bar).unwrap_or(line);
    let inner = inner.strip_suffix(is_bar).unwrap_or(inner);
    inner.split(is_bar).map(str::trim)
}

/// A line that parts rows: corners at its ends, strokes between.
fn is_rule(line: &str) -> bool {
    let is_stroke = |c: char| matches!(c, '-' | '=' | ':' | '+' | ' ' | '\u{2500}'..='\u{257F}');
    let is_corner = |c: char| c == '+' || matches!(c, '\u{250C}'..='\u{254B}' | '\u{2552}'..='\u{2570}') && !is_bar(c);
    line.starts_with(is_corner)
        && line.ends_with(is_corner)
        && line.chars().skip(1).any(|c| c != '+')
        && line.chars().all(is_stroke)
}

/// A line of a row: a bar at either end. A stroke within is a rule that ends at a merged cell; such a table is no grid.
fn is_row(line: &str) -> bool {
    let bars = line.chars().filter(|&c| is_bar(c)).count();
    line.starts_with(is_bar)
        && line.ends_with(is_bar)
        && bars >= 3
        && !["──", "━━", "══"].iter().any(|stroke| line.contains(stroke))
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜' | '│' | '┃' | '║')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_may_take_several_lines() {
        let text =
            "表\n┌──┬──┬──┐\n│行政许│ 12 │    │\n│可    │    │    │\n├──┼──┼──┤\n│规章  │ 0  │ 7  │\n└──┴──┴──┘\n完";
        let found = tables(text);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].rows,
            [vec![vec!["行政许", "可"], vec!["12"], vec![]], vec![vec!["规章"], vec!["0"], vec!["7"]]]
        );
        assert!(text[found[0].span.clone()].starts_with('┌') && text[found[0].span.clone()].ends_with('┘'));
    }

    #[test]
    fn pandoc_draws_with_plus_and_equals() {
        let text = "+----+----+\n| a  | b  |\n+====+====+\n| 1  | 2  |\n+----+----+";
        assert_eq!(tables(text)[0].rows, [vec![vec!["a"], vec!["b"]], vec![vec!["1"], vec!["2"]]]);
    }

    #[test]
    fn what_is_no_even_grid_stays_text() {
        let merged = "┌──┬──┐\n│a │ 1│\n│  ├──┤\n│  │ 2│\n├──┼──┤\n│b │ 3│\n└──┴──┘";
        let uneven = "+--+--+\n|a | 1|\n+--+--+\n|b    |\n+--+--+\n|c|d|e|\n+--+--+";
        let markdown = "| a | b |\n|---|---|\n| 1 | 2 |";
        for text in [merged, uneven, markdown, "----\n甲\n----", "一 ── 二", ""] {
            assert_eq!(tables(text), [], "{text}");
        }
    }
}
