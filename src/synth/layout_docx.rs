//! Writes blocks as the parts of a word processor document, merged cells and automatic numbers
//! as Word writes them.

use super::office::escaped;
use super::page::Block;
use super::random::Random;
use super::sheet::{Cell, Role, Sheet};

/// Ordinals of headings, which Word may write itself.
const ORDINALS: [char; 6] = ['一', '二', '三', '四', '五', '六'];

/// The parts of a document, by path.
pub(super) fn write(blocks: &[Block], random: &mut Random) -> Vec<(&'static str, String)> {
    let numbered = random.chance(0.5);
    let tracked = random.chance(0.3);
    let mut body = String::new();
    // The list counts on by itself, so it is only used where it would count right.
    let mut next = 0;
    for block in blocks {
        match block {
            Block::Heading(text) => {
                let mut letters = text.chars();
                let ordinal = letters.next();
                let is_next = ordinal.is_some() && ordinal == ORDINALS.get(next).copied();
                match letters.as_str().strip_prefix('、') {
                    Some(words) if numbered && is_next => {
                        next += 1;
                        let list = "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
                        body.push_str(&format!("<w:p>{list}<w:r><w:t>{}</w:t></w:r></w:p>\n", escaped(words)));
                    }
                    _ => body.push_str(&paragraph(text, tracked, random)),
                }
            }
            Block::Title(text) | Block::Line(text) => body.push_str(&paragraph(text, tracked, random)),
            Block::Sheet(sheet) => table(sheet, &mut body, random),
        }
    }
    let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let level = "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/>\
                 <w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1、\"/></w:lvl>";
    vec![
        ("[Content_Types].xml", format!("{head}{CONTENT_TYPES}")),
        ("_rels/.rels", format!("{head}{RELATIONS}")),
        ("word/_rels/document.xml.rels", format!("{head}{DOCUMENT_RELATIONS}")),
        ("word/document.xml", format!("{head}<w:document {word}><w:body>{body}</w:body></w:document>")),
        (
            "word/numbering.xml",
            format!(
                "{head}<w:numbering {word}><w:abstractNum w:abstractNumId=\"0\">{level}</w:abstractNum>\
                 <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
            ),
        ),
    ]
}

/// A paragraph in one run, in several, or with a change that was tracked.
fn paragraph(text: &str, tracked: bool, random: &mut Random) -> String {
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (left, right) = (escaped(&text[..middle]), escaped(&text[middle..]));
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let inside = match random.below(3) {
        0 if tracked => {
            let gone = "<w:del><w:r><w:delText>拟稿12件</w:delText></w:r></w:del>";
            format!("{}{gone}<w:ins>{}</w:ins>", run(&left), run(&right))
        }
        1 => format!("{}<w:bookmarkStart w:id=\"0\" w:name=\"x\"/>{}", run(&left), run(&right)),
        _ => run(&format!("{left}{right}")),
    };
    format!("<w:p>{inside}</w:p>\n")
}

fn table(sheet: &Sheet, body: &mut String, random: &mut Random) {
    let in_control = random.chance(0.3);
    body.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"a\"/></w:tblPr>\n");
    // Columns that a cell above still covers: rows left, columns.
    let mut covered: Vec<(usize, u32, u32)> = Vec::new();
    for row in sheet.rows.iter().filter(|row| !row.first().is_some_and(|cell| cell.role == Role::Mark)) {
        body.push_str("<w:tr>");
        let mut cells = row.iter();
        let mut column = 0;
        loop {
            if let Some((_, rows, columns)) = covered.iter_mut().find(|(at, rows, _)| *at == column && *rows > 0) {
                *rows -= 1;
                body.push_str(&cell("", *columns, Some(""), in_control));
                column += *columns as usize;
                continue;
            }
            let Some(Cell { text, rows, cols, .. }) = cells.next() else { break };
            let merge = (*rows > 1).then_some(" w:val=\"restart\"");
            body.push_str(&cell(text, *cols, merge, in_control));
            if *rows > 1 {
                covered.retain(|(at, left, _)| *at != column && *left > 0);
                covered.push((column, *rows - 1, *cols));
            }
            column += *cols as usize;
        }
        body.push_str("</w:tr>\n");
    }
    body.push_str("</w:tbl>\n");
}

fn cell(text: &str, columns: u32, merge: Option<&str>, in_control: bool) -> String {
    let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
    let merge = merge.map_or_else(String::new, |value| format!("<w:vMerge{value}/>"));
    let text = escaped(text).replace('\n', "</w:t></w:r></w:p><w:p><w:r><w:t>");
    let inside = format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let inside = match in_control {
        true => format!("<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"),
        false => inside,
    };
    format!("<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inside}</w:tc>")
}

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/></Types>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
const DOCUMENT_RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/></Relationships>";
