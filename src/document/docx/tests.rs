use proptest::prelude::*;

use super::*;
use crate::document::office::made_up::{relations, shown, zipped};
use crate::source::RejectReason;

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn file(body: &str, numbering: &str, styles: &str) -> Vec<u8> {
    let document = format!("<w:document {WORD}><w:body>{body}</w:body></w:document>");
    let numbering = format!("<w:numbering {WORD}>{numbering}</w:numbering>");
    let styles = format!("<w:styles {WORD}>{styles}</w:styles>");
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &relations(&[("officeDocument", "/word/main.xml")])),
        ("word/main.xml", &document),
        ("word/_rels/main.xml.rels", &relations(&[("numbering", "numbering.xml"), ("styles", "styles.xml")])),
        ("word/numbering.xml", &numbering),
        ("word/styles.xml", &styles),
    ])
}

fn show(body: &str) -> Vec<String> {
    shown(&read(&file(body, "", ""), 1 << 20).unwrap())
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn tbl(rows: &[&[String]]) -> String {
    let rows: String = rows.iter().map(|cells| format!("<w:tr>{}</w:tr>", cells.concat())).collect();
    format!("<w:tbl>{rows}</w:tbl>")
}

const RESTART: &str = "<w:vMerge w:val=\"restart\"/>";
const GOES_ON: &str = "<w:vMerge/>";
const WIDE: &str = "<w:gridSpan w:val=\"2\"/>";

#[test]
fn merged_cells_stand_once() {
    let body = p("前")
        + &tbl(&[
            &[tc(&format!("{WIDE}{RESTART}"), "甲"), tc(WIDE, "乙")],
            &[tc(&format!("{WIDE}{GOES_ON}"), "不见"), tc("", "丙"), tc("", "丁")],
            &[tc(RESTART, "戊"), tc("", "1"), tc("", "2"), tc("", "")],
            &[tc(GOES_ON, ""), tc("", "3"), tc("", "4"), tc("", "5")],
        ])
        + &p("后");
    assert_eq!(
        show(&body),
        [
            "前",
            "1x4: 甲[0+2,0+2] 乙[0+1,2+2] 丙[1+1,2+1] 丁[1+1,3+1] 戊[2+2,0+1] 1[2+1,1+1] 2[2+1,2+1] [2+1,3+1] \
             3[3+1,1+1] 4[3+1,2+1] 5[3+1,3+1]",
            "后"
        ]
    );
}

#[test]
fn a_merge_ends_where_the_columns_no_longer_match() {
    let rows: [&[String]; 3] = [
        &[tc(RESTART, "甲"), tc("", "1")],
        &[tc(&format!("{WIDE}{GOES_ON}"), "乙"), tc("", "2")],
        &[tc("", "丙"), tc(GOES_ON, "丁")],
    ];
    let found = show(&tbl(&rows));
    assert_eq!(found, ["1x3: 甲[0+1,0+1] 1[0+1,1+1] 乙[1+1,0+2] 2[1+1,2+1] 丙[2+1,0+1] 丁[2+1,1+1]"]);
}

#[test]
fn old_merges_and_free_columns_keep_cells_in_their_columns() {
    let rows = "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>".to_owned()
        + &tc("<w:hMerge w:val=\"restart\"/>", "甲")
        + &tc("<w:hMerge/>", "")
        + "</w:tr><w:tr>"
        + &tc("", "乙")
        + &tc("", "1")
        + &tc("", "2")
        + "</w:tr>";
    let found = show(&format!("<w:tbl>{rows}</w:tbl>"));
    assert_eq!(found, ["1x3: [0+1,0+1] 甲[0+1,1+2] 乙[1+1,0+1] 1[1+1,1+1] 2[1+1,2+1]"]);
}

#[test]
fn deleted_text_is_out_and_inserted_text_is_in() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:del>{}<w:r><w:delText>删</w:delText></w:r></w:del><w:ins>{}</w:ins>\
         <w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>",
        run("受理"),
        run("12"),
        run("8件"),
        run("旧"),
        run("新"),
        run("上"),
        run("下")
    );
    assert_eq!(show(&body), ["受理8件新", "上下"]);
    let row =
        |properties: &str, cells: &[String]| format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.concat());
    let table = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("", &[tc("", "甲"), tc("", "1")]),
        row("<w:del/>", &[tc("", "乙"), tc("", "2")]),
        row("<w:ins/>", &[tc("", "丙"), tc("<w:cellDel/>", "7"), tc("", "3")]),
    );
    assert_eq!(show(&table), ["1x2: 甲[0+1,0+1] 1[0+1,1+1] 丙[1+1,0+1] 3[1+1,1+1]"]);
}

#[test]
fn breaks_hyphens_hidden_text_fields_and_references() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">甲 </w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>2020</w:t><w:noBreakHyphen/>\
                <w:t>21</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr>\
                <w:t>A&amp;B&#x4E8C;&lt;</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>\
                <w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:hyperlink><w:r><w:t>丙</w:t></w:r></w:hyperlink></w:p>";
    assert_eq!(show(body), ["甲 \t乙", "2020-21A&B二<", "丙"]);
}

#[test]
fn tabs_behind_the_last_word_are_kept() {
    let tab = "<w:r><w:tab/></w:r>";
    let body =
        format!("<w:p><w:r><w:t>甲</w:t></w:r>{tab}<w:r><w:t>0</w:t></w:r>{tab}{tab}<w:r><w:t> </w:t></w:r></w:p>");
    let (text, blocks) = read(&file(&(body + &p("乙")), "", ""), 1 << 20).unwrap();
    assert_eq!(text, "甲\t0\t\t\n乙");
    assert_eq!(shown(&(text, blocks)), ["甲\t0", "乙"]);
}

#[test]
fn the_chosen_entry_of_a_forms_list_is_read() {
    let field = |says: &str| {
        let entries: String =
            ["0", "3", "12"].iter().map(|entry| format!("<w:listEntry w:val=\"{entry}\"/>")).collect();
        let list = format!("<w:ffData><w:ddList>{says}{entries}</w:ddList></w:ffData>");
        format!(
            "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\">{list}</w:fldChar></w:r>\
             <w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
        )
    };
    for (says, shown) in [
        ("<w:result w:val=\"2\"/>", "甲12"),
        ("<w:default w:val=\"1\"/>", "甲3"),
        ("<w:result w:val=\"0\"/><w:default w:val=\"1\"/>", "甲0"),
        ("", "甲0"),
        ("<w:result w:val=\"7\"/>", "甲"),
    ] {
        assert_eq!(show(&field(says)), [shown], "{says}");
    }
}

#[test]
fn a_sign_of_the_font_symbol_is_a_sign() {
    let symbol =
        |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/><w:t>3</w:t></w:r>");
    let shown = |font: &str, code: &str| show(&format!("<w:p>{}</w:p>", symbol(font, code)));
    assert_eq!(shown("Symbol", "F02D"), ["-3"]);
    assert_eq!(shown("Symbol", "F034"), ["43"]);
    for (font, code) in [("Wingdings", "F02D"), ("Symbol", "F061"), ("Symbol", "x")] {
        assert_eq!(shown(font, code), ["3"], "{font} {code}");
    }
}

#[test]
fn the_mark_of_a_note_is_no_digit_of_its_figure() {
    let body = "<w:p><w:r><w:t>57</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>1</w:t></w:r>\
                <w:r><w:t>件</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"baseline\"/></w:rPr><w:t>2</w:t></w:r></w:p>";
    assert_eq!(show(body), ["57¹件2"]);
    let body = "<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:position w:val=\"10\"/><w:sz w:val=\"12\"/></w:rPr><w:t>1</w:t></w:r></w:p>";
    assert_eq!(show(body), ["12¹"]);
}

#[test]
fn figures_that_nobody_sees_are_not_read() {
    let run = |properties: &str| format!("<w:r><w:t>2</w:t></w:r><w:r><w:rPr>{properties}</w:rPr><w:t>9</w:t></w:r>");
    let cell = |shade: &str, properties: &str| {
        let cell = format!("<w:tc><w:tcPr>{shade}</w:tcPr><w:p>{}</w:p></w:tc>", run(properties));
        show(&tbl(&[&[tc("", "甲"), cell]]))
    };
    let white = "<w:color w:val=\"ffffff\"/>";
    for hidden in [white, "<w:sz w:val=\"2\"/>", "<w:vanish/>"] {
        assert_eq!(cell("", hidden), ["1x2: 甲[0+1,0+1] 2[0+1,1+1]"], "{hidden}");
    }
    assert_eq!(cell("<w:shd w:val=\"clear\" w:fill=\"1F3864\"/>", white), ["1x2: 甲[0+1,0+1] 29[0+1,1+1]"]);
    assert_eq!(cell("", "<w:sz w:val=\"12\"/>"), ["1x2: 甲[0+1,0+1] 29[0+1,1+1]"]);
}

#[test]
fn what_a_style_hides_is_not_read_unless_the_run_shows_it() {
    let styles = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"/>\
        <w:style w:type=\"character\" w:styleId=\"hid\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"red\"><w:basedOn w:val=\"hid\"/><w:rPr><w:color w:val=\"FF0000\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"shown\"><w:basedOn w:val=\"hid\"/><w:rPr><w:vanish w:val=\"0\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"old\"><w:rPr><w:strike/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"once\"><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"note\"><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"p\"><w:basedOn w:val=\"a\"/><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"loop\"><w:basedOn w:val=\"loop\"/></w:style>\
        <w:style w:type=\"table\" w:styleId=\"t\"><w:tblStylePr w:type=\"firstRow\"><w:rPr><w:vanish/></w:rPr></w:tblStylePr></w:style>";
    let run = |style: &str, own: &str, text: &str| {
        format!("<w:r><w:rPr><w:rStyle w:val=\"{style}\"/>{own}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    let p = |style: &str, runs: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>");
    let plain = "<w:r><w:t>甲</w:t></w:r>";
    let shows = |body: &str| shown(&read(&file(body, "", styles), 1 << 20).unwrap());
    let runs = [run("hid", "", "4"), run("red", "", "5"), run("shown", "", "6"), run("old", "", "7")].concat();
    assert_eq!(shows(&p("a", &(runs.clone() + &run("note", "", "1")))), ["6¹"]);
    assert_eq!(shows(&p("a", &(run("hid", "<w:vanish w:val=\"0\"/>", "8") + &run("t", "", "9")))), ["89"]);
    // what a style hid before a tracked change is shown
    assert_eq!(shows(&p("a", &run("once", "", "9"))), ["9"]);
    // a style of letters and one of the paragraph that both hide take it back
    assert_eq!(shows(&(p("p", &(plain.to_owned() + &run("hid", "", "4"))) + &p("loop", plain))), ["4", "甲"]);
    assert_eq!(shows(&p("p", &run("none", "<w:vanish w:val=\"false\"/>", "丙"))), ["丙"]);
}

#[test]
fn what_is_struck_out_is_not_read() {
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p><w:pPr><w:rPr><w:strike/></w:rPr></w:pPr>{}{}{}{}</w:p>",
        run("<w:strike/>", "13"),
        run("<w:strike w:val=\"0\"/>", "31"),
        run("<w:dstrike w:val=\"true\"/>", "7"),
        run("<w:dstrike w:val=\"false\"/><w:b/>", "件")
    );
    assert_eq!(show(&body), ["31件"]);
    let table = tbl(&[&[tc("", "甲"), format!("<w:tc><w:p>{}</w:p></w:tc>", run("<w:strike/>", "5")), tc("", "2")]]);
    assert_eq!(show(&table), ["1x3: 甲[0+1,0+1] [0+1,1+1] 2[0+1,2+1]"]);
}

#[test]
fn a_text_box_follows_its_paragraph_and_is_read_once() {
    let inside = p("框内");
    let body = format!(
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>\
         </mc:Choice><mc:Fallback><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"
    );
    assert_eq!(show(&body), ["前后", "框内"]);
}

#[test]
fn a_table_inside_a_value_is_part_of_it_and_one_with_data_is_its_own() {
    let small = tbl(&[&[tc("", "3")]]);
    let around =
        |inside: &str| tbl(&[&[tc("", "甲"), format!("<w:tc>{inside}<w:p/></w:tc>")], &[tc("", "乙"), tc("", "4")]]);
    assert_eq!(show(&around(&small)), ["1x2: 甲[0+1,0+1] 3[0+1,1+1] 乙[1+1,0+1] 4[1+1,1+1]"]);
    let long = p(&"本年度主动公开政府信息情况说明".repeat(8));
    let data = tbl(&[&[tc("", "丙"), tc("", "5")], &[tc("", "丁"), tc("", "6")]]);
    let found = show(&around(&(long + &data)));
    assert_eq!(found[2], "1x2: 丙[0+1,0+1] 5[0+1,1+1] 丁[1+1,0+1] 6[1+1,1+1]");
}

#[test]
fn numbers_that_word_writes_are_read() {
    let level = |at: u32, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"4\">{}{}{}</w:abstractNum><w:abstractNum w:abstractNumId=\"5\">{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"4\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"5\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"4\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/>\
         </w:lvlOverride></w:num>",
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(0, "bullet", "\u{F06C}"),
    );
    let styles = "<w:style w:styleId=\"h\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
                  <w:style w:styleId=\"h2\"><w:basedOn w:val=\"h\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/></w:numPr></w:pPr></w:style>";
    let style = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let list = |list: u32, level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = [
        style("h", "总体情况"),
        style("h2", "机构"),
        list(1, 2, "人员"),
        list(1, 2, "经费"),
        style("h2", "培训"),
        list(1, 2, "次数"),
        list(2, 0, "要点"),
        list(0, 0, "正文"),
        style("h", "主动公开"),
        style("h2", "规章"),
        list(3, 0, "其他"),
    ]
    .concat();
    let found = shown(&read(&file(&body, &numbering, styles), 1 << 20).unwrap());
    assert_eq!(
        found,
        [
            "一、总体情况",
            "（一）机构",
            "1.人员",
            "2.经费",
            "（二）培训",
            "1.次数",
            "要点",
            "正文",
            "二、主动公开",
            "（一）规章",
            "五、其他"
        ]
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let refusal = |bytes: &[u8], limit| read(bytes, limit).unwrap_err();
    let bomb = file(&p(&"0".repeat(3 << 20)), "", "");
    assert!(bomb.len() < 20_000, "{}", bomb.len());
    let (reason, detail) = refusal(&bomb, 1 << 20);
    assert_eq!(reason, RejectReason::TooLarge);
    assert!(detail.contains("max_bytes"), "{detail}");
    let whole = file(&p("甲"), "", "");
    for cut in [10, whole.len() / 2, whole.len() - 5] {
        assert_eq!(refusal(&whole[..cut], 1 << 20).0, RejectReason::Unreadable);
    }
    let (reason, detail) = refusal(&file("<w:p><w:r></w:p>", "", ""), 1 << 20);
    assert_eq!(reason, RejectReason::Unreadable);
    assert!(detail.contains("XML makes no sense"), "{detail}");
    let deep = "<w:tbl><w:tr><w:tc>".repeat(200) + &"</w:tc></w:tr></w:tbl>".repeat(200);
    assert!(refusal(&file(&deep, "", ""), 1 << 20).1.contains("nested inside each other"));
    assert_eq!(refusal(&zipped(&[("word/other.xml", "<a/>")]), 99).0, RejectReason::Unreadable);
}

/// Bodies of elements that mean something here, in no order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:tcPr>",
        "</w:tcPr>",
        "<w:gridSpan w:val=\"99999999\"/>",
        "<w:gridSpan w:val=\"2\"/>",
        "<w:vMerge/>",
        "<w:vMerge w:val=\"restart\"/>",
        "<w:hMerge/>",
        "<w:gridBefore w:val=\"4000000000\"/>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:pPr>",
        "</w:pPr>",
        "<w:numId w:val=\"1\"/>",
        "<w:ilvl w:val=\"8\"/>",
        "<w:del>",
        "</w:del>",
        "<w:br/>",
        "<w:tab/>",
        "<mc:Fallback>",
        "</mc:Fallback>",
        "&#x4E00;",
        "&unknown;",
        "规章",
        "0",
        " ",
    ]);
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// Opens what is closed and closes what is open, so that more than the parser is tried.
fn balanced(soup: &str) -> String {
    let mut open: Vec<&str> = Vec::new();
    let mut sound = String::new();
    for piece in soup.split_inclusive('>') {
        let start = piece.find('<').unwrap_or(piece.len());
        let tag = &piece[start..];
        let name = tag.trim_matches(['<', '>', '/']);
        if tag.starts_with("</") {
            if open.last() == Some(&name) {
                open.pop();
                sound.push_str(piece);
            } else {
                sound.push_str(&piece[..start]);
            }
        } else {
            sound.push_str(piece);
            if !tag.is_empty() && !tag.ends_with("/>") {
                open.push(name);
            }
        }
    }
    open.iter().rev().for_each(|name| sound.push_str(&format!("</{name}>")));
    sound
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_body_breaks_the_reader(soup in soup(), keeps in any::<bool>()) {
        let body = if keeps { soup } else { balanced(&soup) };
        let lists = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"8\"><w:lvlText w:val=\"%9%1%\"/></w:lvl></w:abstractNum>\
                     <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
        if let Ok((found, blocks)) = read(&file(&body, lists, ""), 1 << 20) {
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
