//! Writes blocks as the parts of a spreadsheet: text in the first column, tables with merged cells
//! and figures as numbers.

use super::office::escaped;
use super::page::Block;
use super::random::Random;
use super::sheet::{Cell, Role, Sheet};

/// The parts of a spreadsheet, by path.
pub(super) fn write(blocks: &[Block], random: &mut Random) -> Vec<(&'static str, String)> {
    // Without borders an empty cell leaves no trace, and a row of them none either.
    let is_blank = |cell: &Cell| cell.role == Role::Figure && cell.text.is_empty();
    let has_blanks = blocks.iter().any(|block| match block {
        Block::Sheet(sheet) => sheet.rows.iter().flatten().any(is_blank),
        _ => false,
    });
    let mut writer = Writer {
        rows: String::new(),
        merges: String::new(),
        strings: Vec::new(),
        row: 0,
        has_borders: random.chance(0.7) || has_blanks,
    };
    for block in blocks {
        match block {
            Block::Title(text) | Block::Heading(text) | Block::Line(text) => writer.line(text),
            Block::Sheet(sheet) => writer.sheet(sheet, random),
        }
    }
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let strings: String =
        writer.strings.iter().map(|text| format!("<si><t xml:space=\"preserve\">{}</t></si>", escaped(text))).collect();
    let Writer { rows, merges, .. } = writer;
    vec![
        ("[Content_Types].xml", format!("{head}{CONTENT_TYPES}")),
        ("_rels/.rels", format!("{head}{RELATIONS}")),
        ("xl/_rels/workbook.xml.rels", format!("{head}{BOOK_RELATIONS}")),
        (
            "xl/workbook.xml",
            format!(
                "{head}<workbook {main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
                 <sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "{head}<worksheet {main}><sheetData>\n{rows}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
            ),
        ),
        ("xl/sharedStrings.xml", format!("{head}<sst {main}>{strings}</sst>")),
        ("xl/styles.xml", format!("{head}<styleSheet {main}>{STYLES}</styleSheet>")),
    ]
}

struct Writer {
    rows: String,
    merges: String,
    strings: Vec<String>,
    /// Rows written.
    row: usize,
    has_borders: bool,
}

impl Writer {
    fn line(&mut self, text: &str) {
        self.row += 1;
        let cell = self.text(text, 0, 0);
        self.rows.push_str(&format!("<row r=\"{}\">{cell}</row>\n", self.row));
    }

    fn sheet(&mut self, sheet: &Sheet, random: &mut Random) {
        // Without borders, nothing but a free row parts a table from the text around it.
        let gap = usize::from(!self.has_borders || random.chance(0.3));
        self.row += gap;
        let style = usize::from(self.has_borders);
        let mut covered: Vec<(usize, u32, u32)> = Vec::new();
        for row in sheet.rows.iter().filter(|row| !row.first().is_some_and(|cell| cell.role == Role::Mark)) {
            self.row += 1;
            let mut written = String::new();
            let mut cells = row.iter();
            let mut column = 0;
            loop {
                if let Some((_, rows, columns)) = covered.iter_mut().find(|(at, rows, _)| *at == column && *rows > 0) {
                    *rows -= 1;
                    for _ in 0..*columns {
                        written.push_str(&self.empty(column, style));
                        column += 1;
                    }
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                written.push_str(&self.cell(cell, column, style));
                if cell.rows > 1 || cell.cols > 1 {
                    let (right, bottom) = (column + cell.cols as usize - 1, self.row + cell.rows as usize - 1);
                    let range = format!("{}{}:{}{bottom}", letters(column), self.row, letters(right));
                    self.merges.push_str(&format!("<mergeCell ref=\"{range}\"/>"));
                }
                if cell.rows > 1 {
                    covered.retain(|(at, left, _)| *at != column && *left > 0);
                    covered.push((column, cell.rows - 1, cell.cols));
                }
                for further in 1..cell.cols as usize {
                    written.push_str(&self.empty(column + further, style));
                }
                column += cell.cols as usize;
            }
            self.rows.push_str(&format!("<row r=\"{}\">{written}</row>\n", self.row));
        }
        self.row += gap;
    }

    fn cell(&mut self, cell: &Cell, column: usize, style: usize) -> String {
        let place = format!("{}{}", letters(column), self.row);
        match (cell.role, cell.text.parse::<f64>()) {
            (Role::Figure, Ok(_)) => format!("<c r=\"{place}\" s=\"{style}\"><v>{}</v></c>", cell.text),
            _ if cell.text.is_empty() => self.empty(column, style),
            _ => self.text(&cell.text, column, style),
        }
    }

    fn empty(&self, column: usize, style: usize) -> String {
        match style {
            0 => String::new(),
            style => format!("<c r=\"{}{}\" s=\"{style}\"/>", letters(column), self.row),
        }
    }

    fn text(&mut self, text: &str, column: usize, style: usize) -> String {
        self.strings.push(text.to_owned());
        let index = self.strings.len() - 1;
        format!("<c r=\"{}{}\" s=\"{style}\" t=\"s\"><v>{index}</v></c>", letters(column), self.row)
    }
}

/// The letter of a column; the form has fewer than 26.
fn letters(column: usize) -> char {
    char::from(b'A' + (column % 26) as u8)
}

const STYLES: &str = "<borders><border><left/><right/><top/><bottom/></border>\
    <border><left style=\"thin\"/><right style=\"thin\"/><top style=\"thin\"/><bottom style=\"thin\"/></border></borders>\
    <cellXfs><xf numFmtId=\"0\" borderId=\"0\"/><xf numFmtId=\"0\" borderId=\"1\"/></cellXfs>";
const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const BOOK_RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>\
    <Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
