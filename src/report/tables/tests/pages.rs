//! What the tests of whole pages share: the parts of a report, its tables in rows, and a reader's view of the cells.

use std::sync::LazyLock;

use crate::reader::Reader;
use crate::report::{Report, Status};
use crate::source::{RawDocument, SourceFormat};

pub const HEAD: &str = "某某县林业局2022年政府信息公开工作年度报告\n一、总体情况\n本局按要求公开信息。\n";
pub const THREE: &str = "三、收到和处理政府信息公开申请情况\n";
pub const FOUR: &str = "四、政府信息公开行政复议、行政诉讼情况\n";
pub const END: &str = "五、存在的主要问题及改进情况\n人员不足。\n六、其他需要报告的事项\n无。\n";
pub const PERSONS: [&str; 7] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
pub const RESULTS: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];

/// Rows of table three with their figures; the sums over columns and rows hold.
pub const ROWS: [(&str, &str, [u32; 7]); 12] = [
    ("received_new", "一、本年新收政府信息公开申请数量", [13, 1, 0, 1, 1, 0, 16]),
    ("carried_in", "二、上年结转政府信息公开申请数量", [0, 0, 0, 0, 0, 0, 0]),
    ("granted", "（一）予以公开", [4, 0, 0, 1, 0, 0, 5]),
    ("granted_in_part", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", [1, 1, 0, 0, 0, 0, 2]),
    ("denied_state_secret", "1.属于国家秘密", [0, 0, 0, 0, 0, 0, 0]),
    ("denied_prohibited_by_law", "2.其他法律行政法规禁止公开", [2, 0, 0, 0, 0, 0, 2]),
    ("unavailable_not_held", "1.本机关不掌握相关政府信息", [6, 0, 0, 0, 0, 0, 6]),
    ("not_processed_petition", "1.信访举报投诉类申请", [0, 0, 0, 0, 1, 0, 1]),
    ("not_processed_repeat", "2.重复申请", [0, 0, 0, 0, 0, 0, 0]),
    ("other_misc", "3.其他", [0, 0, 0, 0, 0, 0, 0]),
    ("concluded_total", "（七）总计", [13, 1, 0, 1, 1, 0, 16]),
    ("carried_out", "四、结转下年度继续办理", [0, 0, 0, 0, 0, 0, 0]),
];

/// One reader for all tests: making it takes longer than reading hundreds of pages.
static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap());

/// A page as read.
pub struct Page {
    pub report: Report,
}

/// Reads a page: HTML where tags of a table stand in it, else text.
pub fn read(text: &str) -> Page {
    let format = if text.contains("<table") { SourceFormat::Html } else { SourceFormat::Text };
    read_as(format, text.as_bytes())
}

/// Reads a file of this format.
pub fn read_as(format: SourceFormat, bytes: &[u8]) -> Page {
    Page { report: READER.read(&RawDocument::new("page", format, bytes.to_vec())).unwrap() }
}

impl Page {
    /// A row as a reader sees it: figures, `_` for blank, `!` for words, `?` for open, `-` for absent.
    pub fn row(&self, table: &str, row: &str) -> String {
        self.shown(|t, r| t == table && r == row)
    }

    /// A row whose table goes without saying.
    pub fn cells(&self, row: &str) -> String {
        self.shown(|_, r| r == row)
    }

    /// All cells of a table in the same way.
    pub fn table(&self, table: &str) -> String {
        self.shown(|t, _| t == table)
    }

    fn shown(&self, keep: impl Fn(&str, &str) -> bool) -> String {
        let forms = READER.forms();
        let cells = self.report.cells.iter().filter(|c| keep(forms.code(c.table), forms.code(c.row)));
        let shown = cells.map(|c| match (c.value, c.status) {
            (Some(value), _) => value.to_string(),
            (None, Status::Blank) => "_".to_owned(),
            (None, Status::Invalid) => "!".to_owned(),
            (None, Status::Absent) => "-".to_owned(),
            (None, _) => "?".to_owned(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }
}

pub fn figures(figures: &[u32]) -> String {
    figures.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

pub fn texts<T: ToString>(cells: impl IntoIterator<Item = T>) -> Vec<String> {
    cells.into_iter().map(|c| c.to_string()).collect()
}

/// Cells of a row between pipes.
pub fn piped(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Cells of a row between tabs.
pub fn tabbed(cells: &[String]) -> String {
    cells.join("\t") + "\n"
}

/// Cells of a row in tags.
pub fn tagged(cells: &[String]) -> String {
    format!("<tr><td>{}</td></tr>", cells.join("</td><td>"))
}

/// The same page in every format that keeps cells: text with tabs, HTML, docx and xlsx. Lines with tabs are rows of a
/// table.
pub fn in_every_format(lines: &str) -> Vec<(&'static str, Page)> {
    let rows = |of_row: fn(&str) -> String, of_line: fn(&str) -> String, table: [&str; 2]| -> String {
        let blocks: Vec<&str> = lines.lines().collect();
        let block = |block: &[&str]| match block[0].contains('\t') {
            true => format!("{}{}{}", table[0], block.iter().map(|line| of_row(line)).collect::<String>(), table[1]),
            false => block.iter().map(|line| of_line(line)).collect(),
        };
        blocks.chunk_by(|a, b| a.contains('\t') == b.contains('\t')).map(block).collect()
    };
    let html = rows(|row| tagged(&texts(row.split('\t'))), |line| format!("<p>{line}</p>"), ["<table>", "</table>"]);
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let word_row = |row: &str| {
        let cells = row.split('\t').map(|cell| format!("<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>"));
        format!("<w:tr>{}</w:tr>", cells.collect::<String>())
    };
    let word = rows(word_row, paragraph, ["<w:tbl>", "</w:tbl>"]);
    let sheet_row = |row: &str| {
        let cells = row.split('\t').map(|cell| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"));
        format!("<row>{}</row>", cells.collect::<String>())
    };
    let sheet = rows(sheet_row, sheet_row, ["", ""]);
    vec![
        ("text", read(lines)),
        ("html", read(&format!("<html><body>{html}</body></html>"))),
        ("docx", read_as(SourceFormat::Docx, &docx(&word))),
        ("xlsx", read_as(SourceFormat::Xlsx, &xlsx(&sheet))),
    ]
}

fn docx(body: &str) -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let document = format!("<w:document {space}><w:body>{body}</w:body></w:document>");
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &relations("officeDocument", "/word/main.xml")),
        ("word/main.xml", &document),
    ])
}

fn xlsx(rows: &str) -> Vec<u8> {
    let space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let book =
        format!("<workbook {space} xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"甲\" r:id=\"r1\"/></sheets></workbook>");
    let sheet = format!("<worksheet {space}><sheetData>{rows}</sheetData></worksheet>");
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &relations("officeDocument", "/xl/workbook.xml")),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations("worksheet", "sheet1.xml")),
        ("xl/sheet1.xml", &sheet),
    ])
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(kind: &str, target: &str) -> String {
    format!("<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>")
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, part) in parts {
        writer.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, part.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A row's figures of another year: each greater by `more`, and their total by as much as all of them.
pub fn another(figures: &[u32; 7], more: u32) -> [u32; 7] {
    let mut other = figures.map(|figure| figure + more);
    other[6] += 5 * more;
    other
}

/// Rows of table three below their header; each figure is that of [`another`] year, by `more`.
pub fn table_three(rows: &[(&str, &str, [u32; 7])], more: u32, line: fn(&[String]) -> String) -> String {
    let row = |(_, label, numbers): &(&str, &str, [u32; 7])| {
        let numbers = another(numbers, more).map(|n| n.to_string());
        line(&std::iter::once((*label).to_owned()).chain(numbers).collect::<Vec<_>>())
    };
    line(&texts(std::iter::once("申请人情况").chain(PERSONS))) + &rows.iter().map(row).collect::<String>()
}
