//! Writes blocks as text, one flattened layout after another.

use std::collections::HashSet;

use super::layout::Layout;
use super::page::Block;
use super::random::Random;
use super::sheet::{Cell, Role, Sheet};

/// Writes a page as text. `lost` is the share of zeros that vanish in [`Layout::DroppedBlanks`].
pub(super) fn write(blocks: &[Block], layout: Layout, lost: f64, random: &mut Random) -> String {
    // The layouts that are about the order of blocks are written in one of the common ways.
    let written = match layout {
        Layout::Announced | Layout::TableBeforeHeading | Layout::HeadingsOnly | Layout::ProseDisclosures => {
            *random.choose(&[Layout::Lines, Layout::Pipes])
        }
        other => other,
    };
    let between = match written {
        Layout::Lines | Layout::DroppedBlanks | Layout::RepeatsRemoved => "\n\n",
        Layout::SingleLine => " ",
        Layout::Glued => "",
        _ => "\n",
    };
    let indent = if written != Layout::Glued && random.chance(0.3) { "　　" } else { "" };
    let mut pieces: Vec<String> = Vec::with_capacity(blocks.len());
    for block in blocks {
        pieces.push(match block {
            Block::Title(text) | Block::Heading(text) => text.clone(),
            Block::Line(text) => format!("{indent}{text}"),
            Block::Sheet(sheet) => written_sheet(sheet, written, lost, random),
        });
    }
    let mut text = pieces.join(between);
    text.push('\n');
    text
}

fn written_sheet(sheet: &Sheet, layout: Layout, lost: f64, random: &mut Random) -> String {
    let mut seen = HashSet::new();
    let separator = layout == Layout::BorderedPipes && random.chance(0.5);
    let mut rows = Vec::with_capacity(sheet.rows.len() + 1);
    for (number, row) in sheet.rows.iter().enumerate() {
        let written = match row.first() {
            Some(cell) if cell.role == Role::Mark => cell.text.clone(),
            _ => written_row(row, layout, lost, &mut seen, random),
        };
        if !written.is_empty() {
            rows.push(written);
        }
        if separator && number == 0 {
            let width: u32 = row.iter().map(|c| c.cols).sum();
            rows.push(format!("|{}", " --- |".repeat(width as usize)));
        }
    }
    rows.join(match layout {
        Layout::Lines | Layout::DroppedBlanks | Layout::RepeatsRemoved => "\n\n",
        Layout::SingleLine => " ",
        Layout::Glued => "",
        _ => "\n",
    })
}

fn written_row(row: &[Cell], layout: Layout, lost: f64, seen: &mut HashSet<String>, random: &mut Random) -> String {
    let inline = |c: &Cell| c.text.replace('\n', " ");
    let cells = || row.iter().map(inline).collect::<Vec<_>>();
    match layout {
        Layout::PaddedPipes => padded(row, random),
        Layout::BorderedPipes => format!("| {} |", cells().join(" | ")),
        Layout::WrappedHeader => {
            let header = row.iter().all(|c| c.role == Role::Head);
            let cells = row.iter().map(|c| match header {
                true => wrapped(&c.text, random),
                false => inline(c),
            });
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        }
        Layout::LinePipes => {
            let lines: String = row.iter().map(|c| format!("{} |\n", c.text)).collect();
            format!("{lines}|")
        }
        Layout::LonePipes => cells().join("\n|\n"),
        Layout::SplitPipes => {
            let lines: Vec<String> = cells().iter().map(|c| format!(" {c}  | ")).collect();
            format!("| \n{}", lines.join("\n"))
        }
        Layout::Spaced | Layout::SingleLine => cells().join(" "),
        Layout::Tabbed => cells().join("\t"),
        Layout::Glued => row.iter().map(|c| c.text.replace('\n', "")).collect(),
        Layout::Lines | Layout::DroppedBlanks | Layout::RepeatsRemoved => {
            let mut lines = Vec::new();
            for cell in row {
                let zero = cell.role == Role::Figure && cell.text == "0";
                if layout == Layout::DroppedBlanks && zero && random.chance(lost) {
                    continue;
                }
                let first = seen.insert(cell.text.clone());
                if layout == Layout::RepeatsRemoved && !first {
                    continue;
                }
                lines.push(cell.text.replace('\n', "\n\n"));
            }
            lines.join("\n\n")
        }
        _ => format!("{} |", cells().join(" | ")),
    }
}

/// A pipe row as a page with merged columns leaves it: pads behind, empty cells on their own lines.
fn padded(row: &[Cell], random: &mut Random) -> String {
    let mut line = String::new();
    for (i, cell) in row.iter().enumerate() {
        if cell.text.is_empty() {
            line.push_str(if i == 0 { "|" } else { "\n|" });
        } else {
            if i > 0 {
                line.push(' ');
            }
            line.push_str(&cell.text.replace('\n', " "));
            line.push_str(" |");
        }
    }
    let pads = random.below(5);
    if pads > 0 {
        line.push(' ');
        line.push_str(&"|".repeat(pads));
    }
    line
}

/// A header cell broken in its middle.
fn wrapped(text: &str, random: &mut Random) -> String {
    let chars: Vec<char> = text.chars().collect();
    if text.contains('\n') || chars.len() < 5 || random.chance(0.4) {
        return text.to_owned();
    }
    let (first, second) = chars.split_at(chars.len() / 2);
    format!("{}\n{}", String::from_iter(first), String::from_iter(second))
}
