//! One table of the form as it was read: rows that have the same columns share a header.

use crate::report::forms::{Forms, Table};
use crate::report::{Cell, Code, Status, Unit};

use super::paint::{Ink, Paint, clean, fill, fit, width};

/// Widest label shown, in columns.
const LABEL: usize = 36;
/// Longest text of a cell shown below a table, in columns.
const RAW: usize = 60;

/// Rows of the table that have cells, each with its cells in order.
type Rows<'a> = Vec<(Code, Vec<&'a Cell>)>;

/// Draws the cells of one table; `""` where the report's form does not have it.
pub(super) fn draw(table: &Table, cells: &[Cell], forms: &Forms, paint: Paint) -> String {
    let mut rows: Rows<'_> = Vec::new();
    for cell in cells.iter().filter(|c| c.table == table.code) {
        match rows.iter_mut().find(|(row, _)| *row == cell.row) {
            Some((_, cells)) => cells.push(cell),
            None => rows.push((cell.row, vec![cell])),
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}  {}\n", paint.ink(Ink::Strong, forms.code(table.code)), counts(&rows, paint));
    if rows.iter().all(|(_, cells)| cells.iter().all(|c| c.status == Status::Absent)) {
        out.push_str(&paint.ink(Ink::Faint, "  does not stand in the document\n"));
        return out;
    }
    let columns = |cells: &[&Cell]| cells.iter().map(|c| c.col).collect::<Vec<_>>();
    let codes = rows.iter().map(|(row, _)| forms.code(*row).len()).max().unwrap_or(0);
    let labels = rows.iter().map(|(row, _)| width(&label(table, *row)).min(LABEL)).max().unwrap_or(0);
    // A row that leaves out columns at its end stands below the same header.
    let alike = |a: &[Code], b: &[Code]| a.iter().zip(b).all(|(a, b)| a == b);
    for block in rows.chunk_by(|a, b| alike(&columns(&a.1), &columns(&b.1))) {
        let Some((_, widest)) = block.iter().max_by_key(|(_, cells)| cells.len()) else { continue };
        let widths = widths(widest, block, forms);
        out.push_str(&" ".repeat(2 + codes + 2 + labels));
        for (column, width) in columns(widest).into_iter().zip(&widths) {
            let code = forms.code(column);
            out.push_str(&format!("  {}{}", fill(code, *width), paint.ink(Ink::Faint, code)));
        }
        out.push('\n');
        for (row, cells) in block {
            let (code, label) = (forms.code(*row), fit(&label(table, *row), LABEL));
            out.push_str(&format!("  {code}{}  {label}{}", fill(code, codes), fill(&label, labels)));
            for (cell, width) in cells.iter().zip(&widths) {
                let shown = shown(cell);
                out.push_str(&format!("  {}{}", fill(&shown, *width), paint.ink(Ink::of_status(cell.status), &shown)));
            }
            if let Some(place) = cells.iter().find_map(|c| c.place) {
                out.push_str(&paint.ink(Ink::Faint, &format!("  {place}")));
            }
            out.push('\n');
        }
    }
    out.push_str(&evidence(&rows, forms, paint));
    out
}

/// What the signs in the tables mean.
pub(super) fn legend(paint: Paint) -> String {
    let signs = [
        (Status::Reported, "12 reported"),
        (Status::Inferred, "12* inferred"),
        (Status::Blank, "· blank"),
        (Status::Ambiguous, "? ambiguous"),
        (Status::Invalid, "! invalid"),
        (Status::Absent, "- absent"),
    ];
    let signs: Vec<String> = signs.iter().map(|(s, text)| paint.ink(Ink::of_status(*s), text)).collect();
    format!("\n{}\n", signs.join("  "))
}

fn label(table: &Table, row: Code) -> String {
    table.rows.iter().find(|r| r.code == row).map_or_else(String::new, |r| clean(&r.labels[0]))
}

fn widths(widest: &[&Cell], block: &[(Code, Vec<&Cell>)], forms: &Forms) -> Vec<usize> {
    let mut widths: Vec<usize> = widest.iter().map(|c| forms.code(c.col).len()).collect();
    for (_, cells) in block {
        for (width_, cell) in widths.iter_mut().zip(cells) {
            *width_ = (*width_).max(width(&shown(cell)));
        }
    }
    widths
}

/// A cell's figure, or the sign of its status.
fn shown(cell: &Cell) -> String {
    let unit = match cell.unit {
        Unit::Count => String::new(),
        unit => format!(" {}", unit.code()),
    };
    match (cell.status, cell.value) {
        (Status::Reported, Some(value)) => format!("{value}{unit}"),
        (Status::Inferred, Some(value)) => format!("{value}*{unit}"),
        (Status::Ambiguous, _) => "?".to_owned(),
        (Status::Invalid, _) => "!".to_owned(),
        (Status::Absent, _) => "-".to_owned(),
        _ => "·".to_owned(),
    }
}

fn counts(rows: &Rows<'_>, paint: Paint) -> String {
    let cells = || rows.iter().flat_map(|(_, cells)| cells);
    let counted = Status::ALL.into_iter().filter_map(|status| {
        let count = cells().filter(|c| c.status == status).count();
        (count > 0).then(|| paint.ink(Ink::of_status(status), &format!("{count} {}", status.code())))
    });
    counted.collect::<Vec<_>>().join(", ")
}

/// Why cells were read as they were, where the figure alone does not tell.
fn evidence(rows: &Rows<'_>, forms: &Forms, paint: Paint) -> String {
    let mut out = String::new();
    for (row, cells) in rows {
        let telling: Vec<&&Cell> = cells.iter().filter(|c| needs_words(c)).collect();
        for same in telling.chunk_by(|a, b| (a.status, a.rule, &a.raw) == (b.status, b.rule, &b.raw)) {
            let Some(cell) = same.first() else { continue };
            let columns: Vec<&str> = same.iter().map(|c| forms.code(c.col)).collect();
            let columns = if same.len() == cells.len() { "all".to_owned() } else { columns.join(", ") };
            let rule = cell.rule.map_or_else(String::new, |rule| format!(" by {rule}"));
            let raw = cell.raw.as_deref().map_or_else(String::new, |raw| format!(" from “{}”", fit(&clean(raw), RAW)));
            let place = cell.place.map_or_else(String::new, |place| format!(", {place}"));
            out.push_str(&format!(
                "  {} {columns}: {}{rule}{raw}{place}\n",
                forms.code(*row),
                paint.ink(Ink::of_status(cell.status), cell.status.code()),
            ));
        }
    }
    out
}

/// Whether a reader would ask how the cell came to be read so.
fn needs_words(cell: &Cell) -> bool {
    match cell.status {
        Status::Inferred | Status::Ambiguous | Status::Invalid => true,
        Status::Reported => cell.raw.as_deref().map(str::to_owned) != cell.value.map(|v| v.to_string()),
        Status::Blank | Status::Absent => false,
    }
}
