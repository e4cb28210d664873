//! The cells of a sheet that are shown, with their borders and merges.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use quick_xml::events::BytesStart;

use super::is_hidden;
use super::strings::{self, Text};
use super::styles::Styles;
use crate::document::decode::Refusal;
use crate::document::office::{Event, Xml, attribute};
use crate::source::RejectReason;

/// Columns that a sheet can have.
const COLUMNS: u32 = 16_384;
/// `<col>` elements past which no more are looked at.
const COLUMN_ELEMENTS: usize = 16_384;
/// Rows that a sheet can have.
const ROWS: u32 = 1_048_576;

/// A sheet as it is shown.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Cells by row and column, from 0; none of hidden rows or columns.
    pub(super) rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    pub(super) merges: Vec<Merge>,
    pub(super) hidden_rows: BTreeSet<u32>,
    hidden_columns: Vec<bool>,
}

/// What cells are read with.
pub(super) struct Book {
    pub(super) strings: Vec<Text>,
    pub(super) styles: Styles,
    /// Bytes of text that cells may still hold: a string is shared, what is read of it is not.
    pub(super) room: usize,
    /// Zeros stored with formulas need not hold.
    pub(super) is_stale: bool,
}

/// A cell as it is shown.
#[derive(Debug, Default, Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) has_border: bool,
}

/// Cells merged into one, from 0, ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) rows: RangeInclusive<u32>,
    pub(super) columns: RangeInclusive<u32>,
}

impl Sheet {
    /// Reads a sheet's part.
    pub(super) fn read(source: &str, book: &mut Book) -> Result<Self, Refusal> {
        let mut sheet = Self { hidden_columns: vec![false; COLUMNS as usize], ..Self::default() };
        let mut column_elements = 0;
        let mut xml = Xml::new(source);
        let (mut row, mut column) = (0u32, 0u32);
        let mut next_row = 0u32;
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else { continue };
            match element.local_name().as_ref() {
                "col" if is_hidden(&element) && column_elements < COLUMN_ELEMENTS => {
                    column_elements += 1;
                    let number = |name: &str| attribute(&element, name).and_then(|n| n.parse::<usize>().ok());
                    if let (Some(first), Some(last)) = (number("min"), number("max")) {
                        let columns = first.saturating_sub(1)..last.min(COLUMNS as usize);
                        if let Some(columns) = sheet.hidden_columns.get_mut(columns) {
                            columns.fill(true);
                        }
                    }
                }
                "row" => {
                    let written = attribute(&element, "r").and_then(|r| r.parse::<u32>().ok());
                    row = written.and_then(|r| r.checked_sub(1)).unwrap_or(next_row);
                    next_row = row.saturating_add(1);
                    column = 0;
                    if is_hidden(&element) {
                        sheet.hidden_rows.insert(row);
                    }
                }
                "c" => {
                    let place = attribute(&element, "r").and_then(|r| position(&r));
                    let (at_row, at_column) = place.unwrap_or((row, column));
                    column = at_column.saturating_add(1);
                    let cell = cell(&mut xml, &element, book)?;
                    sheet.add(at_row, at_column, cell);
                }
                "mergeCell" => sheet.merges.extend(attribute(&element, "ref").and_then(|range| merge(&range))),
                _ => {}
            }
        }
        Ok(sheet)
    }

    fn add(&mut self, row: u32, column: u32, cell: Cell) {
        let is_shown = row < ROWS && column < COLUMNS && !self.hidden_rows.contains(&row) && !self.is_hidden(column);
        if is_shown && (cell.has_border || !cell.text.is_empty()) {
            self.rows.entry(row).or_default().insert(column, cell);
        }
    }

    /// Whether a column is hidden.
    pub(super) fn is_hidden(&self, column: u32) -> bool {
        self.hidden_columns.get(column as usize).copied().unwrap_or(false)
    }
}

/// Reads a cell up to its end.
fn cell(xml: &mut Xml<'_>, element: &BytesStart<'_>, book: &mut Book) -> Result<Cell, Refusal> {
    let Book { strings, styles, room, is_stale } = book;
    let kind = attribute(element, "t");
    let style = attribute(element, "s").and_then(|s| s.parse().ok()).unwrap_or(0);
    let is_struck = styles.is_struck(style);
    let of_string = |text: &Text| if is_struck { text.own.clone() } else { text.shown.clone() };
    let (mut value, mut text, mut formula) = (None::<String>, None::<Text>, None::<String>);
    let mut open: Vec<u8> = Vec::new();
    loop {
        match xml.next()? {
            None => break,
            Some(Event::Start(inner)) => match inner.local_name().as_ref() {
                "is" => text = Some(strings::string(xml)?),
                name => open.push(match name {
                    "v" => b'v',
                    "f" => {
                        formula.get_or_insert_default();
                        b'f'
                    }
                    _ => b'?',
                }),
            },
            Some(Event::End) => {
                if open.pop().is_none() {
                    break;
                }
            }
            Some(Event::Text(piece)) => {
                let target = match open.last() {
                    Some(b'v') => &mut value,
                    Some(b'f') => &mut formula,
                    _ => continue,
                };
                target.get_or_insert_default().push_str(&piece);
            }
        }
    }
    // Programs that do not reckon store a zero with each formula and ask for it to be worked out on opening.
    let is_made_up = |value: &String| *is_stale && formula.is_some() && value.trim() == "0";
    let value = value.filter(|value| !is_made_up(value));
    let shown = match (kind.as_deref(), value) {
        (Some("s"), Some(index)) => {
            index.trim().parse::<usize>().ok().and_then(|index| strings.get(index)).map(of_string).unwrap_or_default()
        }
        (Some("inlineStr"), _) => text.as_ref().map(of_string).unwrap_or_default(),
        _ if is_struck => String::new(),
        (Some("b"), Some(value)) => if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        (None | Some("n"), Some(value)) => match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => styles.shown(number, style),
            _ => value,
        },
        (_, Some(value)) => value,
        // A formula that was never worked out shows nothing; what it would show is not ours to say.
        (_, None) => formula.map_or_else(String::new, |formula| format!("={formula}")),
    };
    *room = room.checked_sub(shown.len()).ok_or_else(|| {
        let detail = "its cells hold more text than max_bytes allows; raise max_bytes in the pipeline file to read it";
        (RejectReason::TooLarge, detail.to_owned())
    })?;
    Ok(Cell { text: shown, has_border: styles.has_border(style) })
}

/// `C5` as row 4 and column 2.
fn position(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.replace('$', "");
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = reference.split_at(digits);
    let mut column = 0u32;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|&value| value < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(value) + 1)?;
    }
    let row: u32 = number.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

fn merge(range: &str) -> Option<Merge> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let ((top, left), (bottom, right)) = (position(first)?, position(last)?);
    let merge = Merge { rows: top..=bottom.min(ROWS - 1), columns: left..=right.min(COLUMNS - 1) };
    (!merge.rows.is_empty() && !merge.columns.is_empty()).then_some(merge)
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn references_are_positions() {
        assert_eq!(position("A1"), Some((0, 0)));
        assert_eq!(position("$AB$12"), Some((11, 27)));
        assert_eq!(position("12"), None);
        assert_eq!(position("A0"), None);
        assert_eq!(position("ZZZZZZZZZZ1"), None);
        assert_eq!(merge("B2:A1"), None);
    }
}
