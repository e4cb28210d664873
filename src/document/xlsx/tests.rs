use proptest::prelude::*;

use super::*;
use crate::document::office::made_up::{relations, shown, zipped};
use crate::source::RejectReason;

const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"176\" formatCode=\"0.00_ \"/></numFmts>\
    <fonts><font/><font><strike/></font><font><strike val=\"0\"/></font></fonts><borders><border/><border><left style=\"thin\"/></border></borders><cellXfs><xf numFmtId=\"0\" borderId=\"0\"/>\
    <xf numFmtId=\"0\" borderId=\"1\"/><xf numFmtId=\"176\" borderId=\"1\"/>\
    <xf fontId=\"1\" borderId=\"1\"/><xf fontId=\"2\" borderId=\"1\"/></cellXfs>\
    <dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>";

fn file(sheets: &[(&str, &str)]) -> Vec<u8> {
    file_with("", sheets)
}

fn file_with(properties: &str, sheets: &[(&str, &str)]) -> Vec<u8> {
    let listed: String = sheets
        .iter()
        .enumerate()
        .map(|(at, (attributes, _))| format!("<sheet {attributes} r:id=\"r{}\"/>", at + 1))
        .collect();
    let workbook = format!("<workbook xmlns:r=\"x\"><sheets>{listed}</sheets>{properties}</workbook>");
    let names: Vec<String> = (0..sheets.len()).map(|at| format!("worksheets/{at}.xml")).collect();
    let mut targets: Vec<(&str, &str)> = names.iter().map(|name| ("worksheet", name.as_str())).collect();
    targets.extend([("sharedStrings", "strings.xml"), ("styles", "styles.xml")]);
    let (of_package, of_book) = (relations(&[("officeDocument", "xl/book.xml")]), relations(&targets));
    let strings = "<sst count=\"99999999999\" uniqueCount=\"99999999999\"><si><t>规章</t></si>\
                   <si><r><t>行政</t></r><rPh><t>xing</t></rPh><r><t>许可</t></r></si>\
                   <si><r><rPr><strike/></rPr><t>13</t></r><r><rPr><b/></rPr><t>31</t></r><r><t>件</t></r></si></sst>";
    let paths: Vec<String> = names.iter().map(|name| format!("xl/{name}")).collect();
    let contents: Vec<String> = sheets.iter().map(|(_, sheet)| format!("<worksheet>{sheet}</worksheet>")).collect();
    let mut parts = vec![
        ("_rels/.rels", of_package.as_str()),
        ("xl/book.xml", &workbook),
        ("xl/_rels/book.xml.rels", &of_book),
        ("xl/strings.xml", strings),
        ("xl/styles.xml", STYLES),
    ];
    parts.extend(paths.iter().map(String::as_str).zip(contents.iter().map(String::as_str)));
    zipped(&parts)
}

#[test]
fn a_zero_of_a_formula_that_was_never_worked_out_is_not_believed() {
    let shown_with = |properties: &str, stored: u32| {
        let sheet = format!(
            "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>3</v></c><c r=\"B1\" s=\"1\"><f>SUM(A1)</f><v>{stored}</v></c></row></sheetData>"
        );
        shown(&read(&file_with(properties, &[("name=\"Sheet1\"", &sheet)]), 1 << 20).unwrap()).concat()
    };
    let on_opening = "<calcPr fullCalcOnLoad=\"1\"/>";
    assert!(shown_with(on_opening, 0).contains("=SUM(A1)"), "{}", shown_with(on_opening, 0));
    for (properties, stored) in
        [("", 0), ("<calcPr calcId=\"1\"/>", 0), ("<calcPr fullCalcOnLoad=\"0\"/>", 0), (on_opening, 7)]
    {
        let shown = shown_with(properties, stored);
        assert!(shown.contains(&stored.to_string()) && !shown.contains("SUM"), "{properties}: {shown}");
    }
}

fn show(sheet: &str) -> Vec<String> {
    shown(&read(&file(&[("name=\"Sheet1\"", sheet)]), 1 << 20).unwrap())
}

/// Rows of cells; a number is a number, `s…` a shared string, anything else a string. Numbered
/// from `from`, in this style.
fn rows(from: u32, style: u32, rows: &[&[&str]]) -> String {
    let row = |(at, cells): (usize, &&[&str])| {
        let number = from + at as u32;
        let cell = |(column, text): (usize, &&str)| {
            let place = format!("{}{number}", char::from(b'A' + column as u8));
            match *text {
                "" => format!("<c r=\"{place}\" s=\"{style}\"/>"),
                text if text.parse::<f64>().is_ok() => format!("<c r=\"{place}\" s=\"{style}\"><v>{text}</v></c>"),
                text if text.starts_with("s") => {
                    format!("<c r=\"{place}\" s=\"{style}\" t=\"s\"><v>{}</v></c>", &text[1..])
                }
                text => format!("<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
            }
        };
        format!("<row r=\"{number}\">{}</row>", cells.iter().enumerate().map(cell).collect::<String>())
    };
    rows.iter().enumerate().map(row).collect()
}

#[test]
fn borders_part_tables_from_text() {
    let sheet = format!(
        "<sheetData>{}{}{}</sheetData><mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:C2\"/>\
         </mergeCells>",
        rows(1, 0, &[&["2020年报告"]]),
        rows(
            2,
            1,
            &[&["项目", "数量", ""], &["", "上年", "本年"], &["s0", "3.0", ""], &["s1", "0.30000000000000004", "7"]]
        ),
        rows(6, 0, &[&["填表人：甲", "", "审核人：乙"]])
    );
    assert_eq!(
        show(&sheet),
        [
            "2020年报告",
            "1x3: 项目[0+2,0+1] 数量[0+1,1+2] 上年[1+1,1+1] 本年[1+1,2+1] 规章[2+1,0+1] 3[2+1,1+1] [2+1,2+1] \
             行政许可[3+1,0+1] 0.3[3+1,1+1] 7[3+1,2+1]",
            "填表人：甲\t审核人：乙"
        ]
    );
}

#[test]
fn without_borders_rows_of_cells_are_a_table() {
    let sheet = format!(
        "<sheetData>{}{}{}</sheetData>",
        rows(1, 0, &[&["二、主动公开"]]),
        rows(3, 0, &[&["项目", "数量"], &["第二十条"], &["s0", "4"]]),
        rows(7, 0, &[&["三、依申请"]])
    );
    assert_eq!(
        show(&sheet),
        [
            "二、主动公开",
            "1x2: 项目[0+1,0+1] 数量[0+1,1+1] 第二十条[1+1,0+1] [1+1,1+1] 规章[2+1,0+1] 4[2+1,1+1]",
            "三、依申请"
        ]
    );
}

#[test]
fn without_borders_merged_cells_show_rows_whose_figures_are_empty() {
    let sheet = format!(
        "<sheetData>{}{}</sheetData><mergeCells><mergeCell ref=\"A3:A5\"/><mergeCell ref=\"A6:B6\"/><mergeCell ref=\"C4:D4\"/>\
         </mergeCells>",
        rows(2, 0, &[&["项", "目", "甲", "乙"], &["三", "一", "1", "2"]]),
        rows(4, 0, &[&["", "二"], &["", "三"], &["四"], &["五"]]).replace(" s=\"0\"/>", "/>")
    );
    assert_eq!(
        show(&sheet),
        [
            "1x4: 项[0+1,0+1] 目[0+1,1+1] 甲[0+1,2+1] 乙[0+1,3+1] 三[1+3,0+1] 一[1+1,1+1] 1[1+1,2+1] 2[1+1,3+1] \
             二[2+1,1+1] [2+1,2+2] 三[3+1,1+1] [3+1,2+1] [3+1,3+1] 四[4+1,0+2] [4+1,2+1] [4+1,3+1]",
            "五"
        ]
    );
}

#[test]
fn what_is_hidden_is_not_read() {
    let table = |figure: &str| format!("<sheetData>{}</sheetData>", rows(1, 1, &[&["甲", figure], &["乙", "2"]]));
    let (shown_sheet, hidden_sheet) = (table("1"), table("9"));
    let found = read(
        &file(&[
            ("name=\"旧\" state=\"hidden\"", &hidden_sheet),
            ("name=\"主动公开\"", &shown_sheet),
            ("name=\"Sheet3\"", &shown_sheet),
        ]),
        1 << 20,
    );
    let grid = |number: u32| format!("{number}x2: 甲[0+1,0+1] 1[0+1,1+1] 乙[1+1,0+1] 2[1+1,1+1]");
    assert_eq!(shown(&found.unwrap()), ["主动公开".to_owned(), grid(1), grid(2)]);
    let sheet = format!(
        "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData>{}</sheetData><mergeCells>\
         <mergeCell ref=\"A1:C1\"/></mergeCells>",
        rows(1, 1, &[&["题", "", ""], &["甲", "9", "1"], &["乙", "9", "2"], &["丙", "9", "3"]])
            .replace("<row r=\"3\"", "<row r=\"3\" hidden=\"1\"")
    );
    assert_eq!(show(&sheet), ["1x2: 题[0+1,0+2] 甲[1+1,0+1] 1[1+1,1+1] 丙[2+1,0+1] 3[2+1,1+1]"]);
}

#[test]
fn cells_of_every_type_are_shown() {
    let cells = "<row><c s=\"1\" t=\"b\"><v>1</v></c><c s=\"1\" t=\"e\"><v>#REF!</v></c><c s=\"1\" t=\"str\"><f>A1</f><v>甲&amp;乙</v></c>\
                 <c s=\"2\"><f>B2+B3</f><v>12.5</v></c><c s=\"1\"><f>SUM(A1)</f></c><c s=\"1\" t=\"s\"><v>77</v></c></row>";
    assert_eq!(
        show(&format!("<sheetData>{cells}</sheetData>")),
        ["1x6: TRUE[0+1,0+1] #REF![0+1,1+1] 甲&乙[0+1,2+1] 12.50[0+1,3+1] =SUM(A1)[0+1,4+1] [0+1,5+1]"]
    );
}

#[test]
fn what_is_struck_out_is_not_read() {
    let own = "<is><r><t>4</t></r><r><rPr><strike val=\"1\"/></rPr><t>5</t></r>\
               <r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></is>";
    let cells = format!(
        "<row><c s=\"1\"><v>1</v></c><c s=\"3\"><v>9</v></c><c s=\"4\"><v>2</v></c><c s=\"3\" t=\"str\"><f>A1</f><v>8</v></c>\
         <c s=\"1\" t=\"s\"><v>2</v></c><c s=\"3\" t=\"s\"><v>2</v></c><c s=\"1\" t=\"inlineStr\">{own}</c>\
         <c s=\"3\" t=\"s\"><v>0</v></c></row>"
    );
    assert_eq!(
        show(&format!("<sheetData>{cells}</sheetData>")),
        ["1x8: 1[0+1,0+1] [0+1,1+1] 2[0+1,2+1] [0+1,3+1] 31件[0+1,4+1] 31[0+1,5+1] 4¹[0+1,6+1] [0+1,7+1]"]
    );
}

#[test]
fn absurd_sheets_stay_small() {
    let wide = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"/><c r=\"XFD1\" s=\"1\"><v>1</v></c></row>\
                <row r=\"1048576\"><c r=\"A1048576\"><v>2</v></c></row><row r=\"4294967295\"><c><v>3</v></c></row></sheetData>";
    assert_eq!(show(wide), ["1", "2"]);
    let merges = "<mergeCell ref=\"A1:XFD1048576\"/><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"B1:C1\"/>";
    let cells = rows(1, 1, &[&["甲", "乙", "丙"], &["丁", "1", "2"]]);
    let found = show(&format!("<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>"));
    assert_eq!(found, ["1x3: 甲[0+2,0+2] 丙[0+1,2+1] 2[1+1,2+1]"]);
    let long = format!("<si><t>{}</t></si>", "长".repeat(10_000));
    let bomb = zipped(&[
        ("_rels/.rels", &relations(&[("officeDocument", "xl/book.xml")])),
        ("xl/book.xml", "<workbook><sheets><sheet id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/book.xml.rels", &relations(&[("worksheet", "a.xml"), ("sharedStrings", "b.xml")])),
        (
            "xl/a.xml",
            &format!(
                "<worksheet><sheetData>{}</sheetData></worksheet>",
                "<row><c t=\"s\"><v>0</v></c></row>".repeat(900)
            ),
        ),
        ("xl/b.xml", &format!("<sst>{long}</sst>")),
    ]);
    let (reason, detail) = read(&bomb, 1 << 20).unwrap_err();
    assert_eq!(reason, RejectReason::TooLarge, "{detail}");
}

/// Sheets of elements that mean something here, in no order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<row>",
            "<row r=\"4294967295\">",
            "<row r=\"2\" hidden=\"1\">",
            "</row>",
            "<c>",
            "<c t=\"s\">",
            "<c t=\"inlineStr\">",
            "<c s=\"2\">",
            "</c>",
            "<v>1</v>",
            "<v>1e308</v>",
            "<v>-0.5</v>",
            "<v>NaN</v>",
            "<is><t>规章</t></is>",
            "<f>A1</f>",
            "<mergeCell ref=\"A1:B2\"/>",
            "<mergeCell ref=\"B2:XFD1048576\"/>",
            "<col min=\"1\" max=\"99999\" hidden=\"1\"/>",
        ])
        .prop_map(str::to_owned),
        ("[A-D]", 1u32..9, 0u32..3)
            .prop_map(|(column, row, style)| { format!("<c r=\"{column}{row}\" s=\"{style}\"><v>{row}</v></c>") }),
        ("[A-D]", 1u32..9, "[A-D]", 1u32..9)
            .prop_map(|(left, top, right, bottom)| format!("<mergeCell ref=\"{left}{top}:{right}{bottom}\"/>")),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sheet_breaks_the_reader(soup in soup()) {
        if let Ok((found, blocks)) = read(&file(&[("name=\"甲\"", &soup)]), 1 << 20) {
            for block in &blocks {
                match block {
                    Block::Line(line) => assert!(!found[line.span.clone()].is_empty()),
                    Block::Grid(grid) => grid.cells.iter().for_each(|cell| {
                        assert!(found.get(cell.span.clone()).is_some());
                        assert!(cell.column + cell.col_span <= grid.width);
                    }),
                }
            }
        }
    }
}
