//! Reader of spreadsheets (Office Open XML): each visible sheet becomes lines and grids.
//!
//! Cells are read as they are shown: numbers in their format, merged cells once, nothing of what
//! is hidden. A formula's figure is the one that was stored with it.

mod format;
mod regions;
mod serial;
mod sheet;
mod strings;
mod styles;

#[cfg(test)]
mod tests;

use super::Block;
use super::decode::Refusal;
use super::flow::Writer;
use super::office::{Event, Package, Relation, Xml, attribute, damaged};
use sheet::{Book, Sheet};
use styles::Styles;

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    relation: String,
    is_hidden: bool,
}

/// Reads a spreadsheet: its text and the blocks that point into it.
pub(super) fn read(bytes: &[u8], max_bytes: u64) -> Result<(String, Vec<Block>), Refusal> {
    let mut package = Package::open(bytes, max_bytes)?;
    let (path, relations) = package.main_part()?.unwrap_or_else(|| ("xl/workbook.xml".to_owned(), Vec::new()));
    let workbook = package.part(&path)?.ok_or_else(|| damaged(&format!("the part {path} is missing")))?;
    let Workbook { mut sheets, from_1904, is_stale } = listed(&workbook)?;
    let strings = match package.related(&relations, "sharedStrings")? {
        Some(part) => strings::read(&part)?,
        None => Vec::new(),
    };
    let styles = match package.related(&relations, "styles")? {
        Some(part) => Styles::read(&part, from_1904)?,
        None => Styles::default(),
    };
    if sheets.iter().any(|sheet| !sheet.is_hidden) {
        sheets.retain(|sheet| !sheet.is_hidden);
    }
    let mut book = Book { strings, styles, room: usize::try_from(max_bytes).unwrap_or(usize::MAX), is_stale };
    let mut writer = Writer::new(4096);
    for sheet in &sheets {
        let target = relations.iter().find(|relation| relation.id == sheet.relation);
        let Some(Relation { target, .. }) = target.filter(|relation| relation.kind == "worksheet") else { continue };
        let Some(part) = package.part(target)? else { continue };
        let content = Sheet::read(&part, &mut book)?;
        // Where there are several, their names are headings.
        if sheets.len() > 1 && !is_default(&sheet.name) {
            writer.preformatted(&sheet.name);
            writer.end_line();
        }
        regions::emit(&content, &mut writer);
    }
    Ok(writer.finish())
}

/// What a workbook says of itself.
#[derive(Default)]
struct Workbook {
    sheets: Vec<Listed>,
    /// Its days count from 1904.
    from_1904: bool,
    /// Its formulas are to be worked out anew by whoever opens it: a zero stored with one need not hold.
    is_stale: bool,
}

fn listed(workbook: &str) -> Result<Workbook, Refusal> {
    let mut xml = Xml::new(workbook);
    let mut found = Workbook::default();
    while let Some(event) = xml.next()? {
        let Event::Start(element) = event else { continue };
        match element.local_name().as_ref() {
            "workbookPr" => found.from_1904 = is_on(&element, "date1904"),
            "calcPr" => found.is_stale = is_on(&element, "fullCalcOnLoad"),
            "sheet" => found.sheets.push(Listed {
                name: attribute(&element, "name").unwrap_or_default(),
                relation: attribute(&element, "id").unwrap_or_default(),
                is_hidden: attribute(&element, "state").is_some_and(|state| state != "visible"),
            }),
            _ => {}
        }
    }
    Ok(found)
}

/// Whether a sheet's name is the one its program gave it.
fn is_default(name: &str) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    ["Sheet", "sheet", "工作表", "工作簿"].contains(&stem)
}

/// Whether a row or column is switched off by an attribute of its own.
fn is_hidden(element: &quick_xml::events::BytesStart<'_>) -> bool {
    is_on(element, "hidden")
}

fn is_on(element: &quick_xml::events::BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| value == "1" || value == "true")
}
