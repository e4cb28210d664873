//! Puts the text of a page into the cells of its ruled tables.

use super::font::UNREADABLE;
use super::lines;
use super::marks::Glyph;
use super::ruling::{Cell, Ruling};

/// A table of one page with its text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub xs: Vec<f64>,
    pub ys: Vec<f64>,
    /// By row, then by column.
    pub cells: Vec<FilledCell>,
}

/// A cell with its text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FilledCell {
    pub place: Cell,
    /// Its lines, joined by `\n`.
    pub text: String,
    /// Whether its last line is as long as the cell is wide, so that its text may go on elsewhere.
    pub is_full: bool,
    /// Page it stands on, from 1.
    pub page: u32,
}

impl Table {
    /// The table with the glyphs that stand in it; `None` where most of them are the prose of one cell:
    /// lines around a text make no table of it.
    pub(super) fn fill(ruling: &Ruling, glyphs: &[&Glyph], page: u32) -> Option<Self> {
        let mut of_cell: Vec<Vec<&Glyph>> = vec![Vec::new(); ruling.cells.len()];
        for glyph in glyphs {
            if let Some(cell) = ruling.cell_at(glyph.centre(), glyph.middle) {
                of_cell[cell].push(glyph);
            }
        }
        let most = of_cell.iter().map(Vec::len).max().unwrap_or(0);
        if most >= PROSE && 2 * most >= glyphs.len() {
            return None;
        }
        let straddled = straddled(ruling, glyphs);
        let mut cells: Vec<FilledCell> =
            ruling.cells.iter().zip(&of_cell).map(|(cell, glyphs)| filled(ruling, cell, glyphs, page)).collect();
        for cell in straddled {
            cells[cell].text.push(UNREADABLE);
        }
        Some(Self { xs: ruling.xs.clone(), ys: ruling.ys.clone(), cells })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.is_empty())
    }

    pub(super) fn rows(&self) -> usize {
        self.ys.len() - 1
    }
}

fn filled(ruling: &Ruling, cell: &Cell, glyphs: &[&Glyph], page: u32) -> FilledCell {
    let right = ruling.xs[cell.column + cell.col_span];
    let lines = lines::lines(glyphs.iter().copied());
    let mut text = String::new();
    let mut is_full = false;
    for line in &lines {
        let begins_with_digit = line.text.starts_with(|c: char| c.is_ascii_digit());
        // A figure that is too long for its cell goes on in the next line.
        let goes_on = is_full && begins_with_digit && text.ends_with(|c: char| c.is_ascii_digit() || c == '.');
        if !text.is_empty() && !goes_on {
            text.push('\n');
        }
        text.push_str(&line.text);
        let letter = if line.text.bytes().all(|b| b.is_ascii_graphic()) { 0.6 } else { 1.2 };
        is_full = right - line.right < letter * line.size + PADDING;
    }
    FilledCell { place: cell.clone(), text, is_full, page }
}

/// Letters of a cell that are prose.
const PROSE: usize = 150;
/// Room between a cell's text and its line.
const PADDING: f64 = 6.0;

/// Cells that share a figure: its digits run on over the line between them, so neither's figure is known.
fn straddled(ruling: &Ruling, glyphs: &[&Glyph]) -> Vec<usize> {
    let mut digits: Vec<&&Glyph> = glyphs.iter().filter(|g| g.text.bytes().all(|b| b.is_ascii_digit())).collect();
    digits.sort_by(|a, b| a.middle.total_cmp(&b.middle).then(a.left.total_cmp(&b.left)));
    let mut found = Vec::new();
    let mut from = 0;
    while from < digits.len() {
        let level = digits[from].middle;
        let to = from + digits[from..].iter().take_while(|g| g.middle - level < 0.3 * g.size).count();
        let mut row: Vec<&&Glyph> = digits[from..to].to_vec();
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        for pair in row.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let cells = (ruling.cell_at(a.centre(), a.middle), ruling.cell_at(b.centre(), b.middle));
            if let (Some(left), Some(right)) = cells
                && left != right
                && b.left - a.right < 0.2 * a.size
            {
                found.extend([left, right]);
            }
        }
        from = to;
    }
    found.sort_unstable();
    found.dedup();
    found
}
