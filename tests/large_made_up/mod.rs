//! Large inputs made of one thing, and the time that reading them may take.

use std::sync::{LazyLock, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use gongkai::reader::Reader;
use gongkai::source::{RawDocument, SourceFormat};

use super::made_up::zipped;

/// Bytes of an input where none are given.
pub const BYTES: usize = 1 << 20;
/// Time for each megabyte, on a machine that is busy with other work; the slowest take one second on an idle one.
const PATIENCE: Duration = Duration::from_secs(20);

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap());

pub const TITLE: &str = "清溪县2022年政府信息公开工作年度报告";
const REST: &str =
    "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n";

pub fn size() -> usize {
    std::env::var("GONGKAI_LARGE_INPUT").map_or(BYTES, |bytes| bytes.parse().unwrap())
}

/// The units of a group in `tests/data/repeated.txt`.
pub fn units(group: &str) -> Vec<String> {
    let groups = include_str!("../data/repeated.txt").split("\n== ").skip(1);
    let (_, listed) = groups.filter_map(|listed| listed.split_once('\n')).find(|(name, _)| *name == group).unwrap();
    listed.lines().filter(|line| !line.is_empty()).map(unescaped).collect()
}

/// A unit as meant: `\n`, `\r`, `\t`, `\\` and `\u{3000}` are what they are in Rust.
fn unescaped(written: &str) -> String {
    let mut parts = written.split('\\');
    let mut unit = parts.next().unwrap().to_owned();
    while let Some(part) = parts.next() {
        let (c, rest) = match part.strip_prefix("u{").and_then(|code| code.split_once('}')) {
            Some((code, rest)) => (u32::from_str_radix(code, 16).unwrap().try_into().unwrap(), rest),
            None => match part.chars().next() {
                Some('n') => ('\n', &part[1..]),
                Some('r') => ('\r', &part[1..]),
                Some('t') => ('\t', &part[1..]),
                None => ('\\', parts.next().unwrap()),
                Some(other) => panic!("no escape: \\{other} in {written}"),
            },
        };
        unit.push(c);
        unit.push_str(rest);
    }
    unit
}

/// Reads an input; panics where that takes too long.
pub fn ends(name: &str, format: SourceFormat, bytes: Vec<u8>) {
    LazyLock::force(&READER);
    let patience = PATIENCE * bytes.len().div_ceil(BYTES) as u32;
    let raw = RawDocument::new(name, format, bytes);
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let before = Instant::now();
        let said = READER.read(&raw).map_or_else(|reject| reject.reason.code(), |_| "a report");
        let _ = done.send((before.elapsed(), raw.bytes.len(), said));
    });
    match answer.recv_timeout(patience) {
        Ok((time, bytes, said)) => println!("{name}: {bytes} bytes, {said}, {time:?}"),
        Err(why) => panic!("{name}: no answer within {patience:?}: {why}"),
    }
}

/// What a piece gives for each number from 0, until there are so many bytes.
pub fn filled(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

/// A unit until there are so many bytes, `{n}` in it counted up.
pub fn repeated(bytes: usize, unit: &str) -> String {
    match unit.contains("{n}") {
        true => filled(bytes, |number| unit.replace("{n}", &number.to_string())),
        false => unit.repeat(bytes.div_ceil(unit.len())),
    }
}

/// Reads a report whose first section is a unit over and over.
pub fn section_ends(bytes: usize, unit: &str) {
    let text = format!("{TITLE}\n\n一、总体情况\n{}\n{REST}", repeated(bytes, unit));
    ends(&format!("text {unit:?}"), SourceFormat::Text, text.into_bytes());
}

/// Reads a page with this body.
pub fn page_ends(name: &str, body: &str) {
    let page = format!("<!DOCTYPE html><meta charset=utf-8><title>{TITLE}</title>{body}");
    ends(&format!("html {name}"), SourceFormat::Html, page.into_bytes());
}

/// Reads a PDF file of one page with this content.
pub fn pdf_ends(name: &str, content: &str) {
    let length = content.len();
    let file = format!(
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font\
         /Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>>>\nendobj\n4 0 obj\n<</Length {length}>>\n\
         stream\n{content}\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"
    );
    ends(&format!("pdf, {name}"), SourceFormat::Pdf, file.into_bytes());
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relation(kind: &str, target: &str) -> String {
    format!("<Relationships><Relationship Id=\"r0\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>")
}

/// Reads a docx file with this body.
pub fn docx_ends(name: &str, body: &str) {
    const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let document = format!("<w:document {WORD}><w:body>{body}</w:body></w:document>");
    let file = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relation("officeDocument", "word/document.xml").as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ]);
    ends(&format!("docx, {name}"), SourceFormat::Docx, file);
}

/// Reads an xlsx file of one sheet with these rows, and what stands behind them.
pub fn xlsx_ends(name: &str, rows: &str, behind: &str) {
    const SHEET: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let book = format!(
        "<workbook {SHEET} xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"甲\" sheetId=\"1\" r:id=\"r0\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet {SHEET}><sheetData>{rows}</sheetData>{behind}</worksheet>");
    let file = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    ends(&format!("xlsx, {name}"), SourceFormat::Xlsx, file);
}
