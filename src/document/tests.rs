use super::*;

const SPAM: &str = "甲乙娱乐_丙丁足球网-戊盘口官网";

fn read_as(format: SourceFormat, bytes: &[u8]) -> Result<Document, Reject> {
    let raw = RawDocument::new("甲.txt", format, bytes.to_vec());
    read(&raw, &NoiseRules::builtin(), 1 << 20, PdfLimits::default())
}

fn lines(document: &Document) -> Vec<&str> {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Line(line) => &document.found[line.span.clone()],
            Block::Grid(_) => "grid",
        })
        .collect()
}

#[test]
fn injected_strings_are_gone_before_lines_are_cut() {
    let text = format!("{SPAM}南山镇2020年报告\n\n来源:{SPAM}南山镇人民政府\n {SPAM} \n吸引{SPAM}群众");
    let document = read_as(SourceFormat::Text, text.as_bytes()).unwrap();
    assert_eq!(lines(&document), ["南山镇2020年报告", "来源:南山镇人民政府", "吸引群众"]);
    let injection = Injection { text: SPAM.to_owned(), count: 4 };
    assert_eq!(document.injected, [injection]);
}

#[test]
fn injected_strings_are_gone_from_pages_and_their_data() {
    let html = format!(
        "<title>{SPAM}南山镇报告</title><meta name=ContentSource content='{SPAM}'><p>来源:{SPAM}南山镇</p>\
         <p>{SPAM}</p><table><tr><td>{SPAM}<td>规章</table><p>完"
    );
    let document = read_as(SourceFormat::Html, html.as_bytes()).unwrap();
    assert_eq!(lines(&document), ["来源:南山镇", "grid", "完"]);
    assert_eq!(document.page.title.as_deref(), Some("南山镇报告"));
    assert_eq!(document.injected[0].count, 5);
    let Block::Grid(grid) = &document.blocks[1] else { panic!("a grid") };
    let cells: Vec<_> = grid.cells.iter().map(|cell| &document.found[cell.span.clone()]).collect();
    assert_eq!(cells, ["", "规章"]);
}

#[test]
fn traditional_pages_come_in_both_scripts() {
    let text = "應急管理局年度報(bào)告\n一、總體情況(kuàng)\n行(háng)政處罰,已答覆申請於後";
    let document = read_as(SourceFormat::Text, text.as_bytes()).unwrap();
    assert_eq!(document.script, Script::Hant);
    assert_eq!(lines(&document), ["應急管理局年度報告", "一、總體情況", "行政處罰,已答覆申請於後"]);
    assert_eq!(document.text(), "应急管理局年度报告\n一、总体情况\n行政处罚,已答复申请于后");
    assert_eq!(document.found.len(), document.text().len());
}

#[test]
fn simplified_pages_have_one_text() {
    let document = read_as(SourceFormat::Text, "一、总体情况\n0".as_bytes()).unwrap();
    assert_eq!((document.script, document.encoding), (Script::Hans, "utf-8"));
    assert_eq!(document.hans, None);
}

#[test]
fn nothing_to_read_is_a_reject() {
    let reason = |format, bytes| read_as(format, bytes).unwrap_err().reason;
    assert_eq!(reason(SourceFormat::Text, " \u{3000}\r\n".as_bytes()), RejectReason::Empty);
    assert_eq!(reason(SourceFormat::Html, b"<html><script>1</script>"), RejectReason::Empty);
    assert_eq!(reason(SourceFormat::Text, b"PK\x03\x04"), RejectReason::UnsupportedFormat);
    assert_eq!(reason(SourceFormat::Text, &[0; 99]), RejectReason::DecodeError);
}

mod any_input {
    use proptest::prelude::*;

    use super::*;

    fn check(format: SourceFormat, bytes: &[u8]) {
        let Ok(document) = read_as(format, bytes) else {
            return;
        };
        let whole = |span: &Span| {
            assert!(document.found.get(span.clone()).is_some(), "{span:?}");
            assert!(document.text().get(span.clone()).is_some(), "{span:?}");
        };
        for block in &document.blocks {
            match block {
                Block::Line(line) => {
                    whole(&line.span);
                    assert!(!line.span.is_empty());
                }
                Block::Grid(grid) => {
                    for cell in &grid.cells {
                        whole(&cell.span);
                        assert!(cell.row_span > 0 && cell.col_span > 0);
                        assert!(cell.column + cell.col_span <= grid.width);
                    }
                }
            }
        }
    }

    fn soup() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "<table>",
                "</table>",
                "<tr>",
                "</tr>",
                "<td>",
                "</td>",
                "<td rowspan=0>",
                "<tbody>",
                "<th colspan=99999999999>",
                "<td rowspan=3 colspan=2>",
                "<caption>",
                "<div>",
                "</div>",
                "<p>",
                "<p hidden>",
                "<div style='display:none'>",
                "<tr style=display:none>",
                "<br>",
                "<pre>",
                "</pre>",
                "<script>",
                "</script>",
                "<select>",
                "</select>",
                "<svg>",
                "</svg>",
                "<title>",
                "</title>",
                "<textarea>",
                "<a>",
                "</a>",
                "<b>",
                "</b>",
                "<font size=2>",
                "</font>",
                "</p>",
                "<thead>",
                "<tfoot>",
                "<form>",
                "</form>",
                "<template>",
                "</template>",
                "<math>",
                "<ruby><rt>",
                "<frameset>",
                "<body hidden>",
                "</body>",
                "<!--",
                "-->",
                "&nbsp;",
                "&#x3000;",
                "\n",
                " ",
                "\u{feff}",
                "报告",
                "規章制訂於",
                "0",
                "報(bào)",
                "甲娱乐_乙足球网",
                "bet365",
                "，",
                "<meta name=PubDate content=bet365>",
                "<![CDATA[",
            ])
            .prop_map(str::to_owned),
            "\\PC{0,3}",
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_break_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            check(SourceFormat::Text, &bytes);
            check(SourceFormat::Html, &bytes);
        }

        #[test]
        fn no_page_breaks_a_reader(page in soup()) {
            check(SourceFormat::Html, page.as_bytes());
            check(SourceFormat::Text, page.as_bytes());
            check(SourceFormat::Html, &encoding_rs::GB18030.encode(&page).0);
        }
    }
}
