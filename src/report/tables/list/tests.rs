//! Sheets of the edition 2014 in every layout, and with what could put a figure into the wrong row taken away.

use std::collections::BTreeMap;

use crate::reader::Reader;
use crate::report::{Report, Status, Unit};
use crate::source::{RawDocument, SourceFormat};

/// Label, unit, figure and the row that the figure belongs to; heads have none.
const SHEET: [(&str, &str, &str, &str); 24] = [
    ("一、主动公开情况", "——", "——", ""),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "356", "proactive_total"),
    ("其中：主动公开规范性文件数", "条", "12", "proactive_normative_documents"),
    ("制发规范性文件总数", "件", "14", "normative_documents_made"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "——", "——", ""),
    ("1.政府公报公开政府信息数", "条", "0", "proactive_gazette"),
    ("2.政府网站公开政府信息数", "条", "301", "proactive_website"),
    ("三、依申请公开情况", "——", "——", ""),
    ("（一）收到申请数", "件", "5", "applications_received"),
    ("1.当面申请数", "件", "1", "received_in_person"),
    ("2.传真申请数", "件", "0", "received_fax"),
    ("3.网络申请数", "件", "4", "received_online"),
    ("4.信函申请数", "件", "0", "received_letter"),
    ("四、行政复议数量", "件", "3", "reviews_total"),
    ("（一）维持具体行政行为数", "件", "2", "reviews_upheld"),
    ("（二）被依法纠错数", "件", "1", "reviews_corrected"),
    ("（三）其他情形数", "件", "0", "reviews_other"),
    ("五、行政诉讼数量", "件", "4", "litigation_total"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "4", "litigation_upheld"),
    ("（二）被依法纠错数", "件", "0", "litigation_corrected"),
    ("（三）其他情形数", "件", "0", "litigation_other"),
    ("七、依申请公开信息收取的费用", "万元", "0.35", "fees_charged"),
    ("1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "2", "staff_full_time"),
    ("（三）接受培训人员数", "人次", "120", "trainees"),
];

fn page(sheet: &str) -> String {
    format!(
        "某某县林业局2016年政府信息公开工作年度报告\n\n一、概述\n\n本局全年公开信息，群众可以查阅。\n\n二、存在的主要问题及改进措施\n\n人员较少。\n\n附表\n\n政府信息公开情况统计表\n\n{sheet}\n"
    )
}

fn rows(mut line: impl FnMut(&str, &str, &str) -> String) -> String {
    let head = line("统计指标", "单位", "统计数");
    SHEET.iter().fold(head, |text, (label, unit, figure, _)| text + &line(label, unit, figure))
}

fn read(reader: &Reader, text: &str) -> Report {
    let format = if text.contains("<table") { SourceFormat::Html } else { SourceFormat::Text };
    reader.read(&RawDocument::new("page", format, text.as_bytes().to_vec())).unwrap()
}

/// Figures read, by row.
fn figures(reader: &Reader, report: &Report) -> BTreeMap<String, f64> {
    let forms = reader.forms();
    let list = report.cells.iter().filter(|c| forms.code(c.table) == "indicators" && forms.code(c.col) == "value");
    list.filter_map(|c| Some((forms.code(c.row).to_owned(), c.value?))).collect()
}

fn truth() -> BTreeMap<String, f64> {
    let rows = SHEET.iter().filter(|r| !r.3.is_empty());
    rows.map(|(_, _, figure, row)| ((*row).to_owned(), figure.parse().unwrap())).collect()
}

#[test]
fn every_layout_gives_every_figure() {
    let reader = Reader::builtin().unwrap();
    let html = format!(
        "<html><body><p>某某县林业局2016年政府信息公开工作年度报告</p><p>一、概述</p><p>公开信息。</p><table>{}</table></body></html>",
        rows(|a, b, c| format!("<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>"))
    );
    let layouts = [
        ("lines", page(&rows(|a, b, c| format!("{a}\n\n{b}\n\n{c}\n\n")))),
        ("pipes", page(&rows(|a, b, c| format!("{a} | {b} | {c} |\n")))),
        ("padded", page(&rows(|a, b, c| format!("{a} | | {b} | {c} | |\n")))),
        ("framed", page(&rows(|a, b, c| format!("| {a} | {b} | {c} |\n")))),
        ("spaced", page(&rows(|a, b, c| format!("{a} {b} {c}\n")))),
        ("tabs", page(&rows(|a, b, c| format!("{a}\t{b}\t{c}\n")))),
        ("one line", page(&rows(|a, b, c| format!("{a} {b} {c} ")))),
        ("split labels", page(&rows(|a, b, c| format!("{}\n{b}\n{c}\n", a.replace('）', "）\n"))))),
        ("units behind", page(&rows(|a, b, c| format!("{a} | {c} | {b} |\n")))),
        ("colons", page(&rows(|a, b, c| format!("{a}：{c}{b}；\n")))),
        ("units in brackets", page(&rows(|a, b, c| format!("{a}（{b}）：{c}\n")))),
        ("no units", page(&rows(|a, _, c| format!("{a} | {c} |\n")))),
        ("html", html),
    ];
    for (name, text) in layouts {
        let report = read(&reader, &text);
        assert_eq!(figures(&reader, &report), truth(), "{name}");
        assert_eq!(report.edition, Some(2014), "{name}");
        let forms = reader.forms();
        let fees = report.cells.iter().find(|c| forms.code(c.row) == "fees_charged").unwrap();
        let unit = if name == "no units" { Unit::Unstated } else { Unit::Cny10k };
        assert_eq!((fees.unit, fees.status), (unit, Status::Reported), "{name}");
        assert!(report.findings.iter().all(|f| !f.check.ends_with("_sum")), "{name}: {:?}", report.findings);
    }
}

#[test]
fn numbers_of_rows_and_other_tables_of_the_time_are_no_figures_of_the_list() {
    let reader = Reader::builtin().unwrap();
    let mut number = 0;
    let numbered = rows(|a, b, c| {
        number += 1;
        format!("| {number} | {a} | {b} | {c} |\n")
    });
    assert_eq!(figures(&reader, &read(&reader, &page(&numbered))), truth());
    let kinds = "规章 | 0 |\n规范性文件 | 12 |\n行政许可 | 28 |\n行政处罚 | 40 |\n行政强制 | 0 |\n\n";
    let both = read(&reader, &page(&format!("{kinds}{numbered}")));
    assert_eq!((figures(&reader, &both), both.edition), (truth(), Some(2014)));
    assert!(both.cells.iter().all(|c| reader.forms().code(c.table) == "indicators"));
}

#[test]
fn rows_that_a_cut_list_lacks_are_not_taken_from_another_list() {
    let reader = Reader::builtin().unwrap();
    let line = |more: u32, (a, b, c, _): &(&str, &str, &str, &str)| match c.parse::<f64>() {
        Ok(figure) => format!("| {a} | {b} | {} |\n", figure + f64::from(more)),
        Err(_) => format!("| {a} | {b} | {c} |\n"),
    };
    let list = |rows: &[(&str, &str, &str, &str)], more| rows.iter().map(|row| line(more, row)).collect::<String>();
    let own: BTreeMap<String, f64> =
        truth().into_iter().filter(|(row, _)| SHEET[..14].iter().any(|own| own.3 == row)).collect();
    for (between, from) in
        [("下属单位\n", 0), ("下属单位\n", 8), ("附件：下属单位统计表\n", 0), ("附件：下属单位统计表\n", 14)]
    {
        let read = read(&reader, &page(&format!("{}{between}{}", list(&SHEET[..14], 0), list(&SHEET[from..], 1000))));
        let found = figures(&reader, &read);
        assert!(found.iter().all(|(row, figure)| own.get(row) == Some(figure)), "{between}{from}: {found:?}");
        assert!(found.len() >= 3 || from < 14, "{found:?}");
    }
    // The title above each of its pages, and rows out of order, part no list.
    for between in ["附表\n", "附件：统计表（续表）\n"] {
        let torn = page(&format!("{}{between}{}", list(&SHEET[14..], 0), list(&SHEET[..14], 0)));
        let read = figures(&reader, &read(&reader, &torn));
        assert!(read.len() > 12 && read.iter().all(|(row, figure)| truth()[row] == *figure), "{between}: {read:?}");
    }
}

#[test]
fn glued_figures_are_proved_by_the_labels_on_both_sides() {
    let reader = Reader::builtin().unwrap();
    let sheet = rows(|a, b, c| format!("{a}{b}{c}"));
    let report = read(&reader, &page(&sheet));
    let (read, truth) = (figures(&reader, &report), truth());
    assert!(read.iter().all(|(row, figure)| truth[row] == *figure), "{read:?}");
    assert!(read.len() >= 18, "{read:?}");
    // Without a sign behind it, an ordinal may be a figure's last digit.
    let report = self::read(&reader, &page(&sheet.replace("1.当面", "1当面")));
    assert!(!figures(&reader, &report).contains_key("applications_received"));
}

#[test]
fn every_cell_of_the_form_is_there_once() {
    let reader = Reader::builtin().unwrap();
    let report = read(&reader, &page(&rows(|a, b, c| format!("{a} | {b} | {c} |\n"))));
    let mut keys: Vec<_> = report.cells.iter().map(|c| (c.row, c.col)).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!((keys.len(), report.cells.len()), (58, 58));
    let absent = read(&reader, &page("见附件。"));
    assert_eq!(absent.edition, Some(2014));
    assert!(absent.cells.len() == 58 && absent.cells.iter().all(|c| c.status == Status::Absent));
    assert!(absent.findings.iter().any(|f| f.check == "missing_table"));
}

#[test]
fn a_group_that_lost_its_head_is_not_read_as_the_other() {
    let reader = Reader::builtin().unwrap();
    let all = rows(|a, b, c| format!("{a} | {b} | {c} |\n"));
    let lines: Vec<&str> = all.lines().collect();
    let text = |gone: &[&str]| -> String {
        lines.iter().filter(|l| gone.iter().all(|g| !l.starts_with(g))).map(|l| format!("{l}\n")).collect()
    };
    for gone in [
        &["五、行政诉讼"][..],
        &["五、行政诉讼", "（一）维持具体行政行为或者"],
        &["四、行政复议"],
        &["四、行政复议", "（一）维持具体行政行为数", "五、行政诉讼", "（一）维持具体行政行为或者"],
    ] {
        let report = read(&reader, &page(&text(gone)));
        for (row, figure) in figures(&reader, &report) {
            assert_eq!(Some(&figure), truth().get(&row), "{gone:?}: {row}");
        }
    }
}

#[test]
fn columns_that_nobody_names_leave_everything_open() {
    let reader = Reader::builtin().unwrap();
    // Two figures a row, and rows that lost one of them.
    let text = page(&rows(|a, b, c| if c == "0" { format!("{a} {b} 7\n") } else { format!("{a} {b} {c} 7\n") }));
    assert_eq!(figures(&reader, &read(&reader, &text)), BTreeMap::new());
    let repeated = page(&rows(|a, b, c| format!("{a} {b} {c} 9{c}\n")).replace("统计数 9统计数", "2016年度 历年累计"));
    let report = read(&reader, &repeated);
    assert_eq!(figures(&reader, &report), truth());
    let forms = reader.forms();
    let total = report.cells.iter().filter(|c| forms.code(c.row) == "proactive_total").map(|c| c.value);
    assert_eq!(total.collect::<Vec<_>>(), [Some(356.0), Some(9356.0)]);
    let swapped = repeated.replace("2016年度 历年累计", "历年累计 2016年度");
    assert_eq!(figures(&reader, &read(&reader, &swapped)), BTreeMap::new());
}

#[test]
fn a_page_mark_behind_a_figure_is_no_second_figure() {
    let reader = Reader::builtin().unwrap();
    let marked = rows(|a, b, c| format!("{a} {b} {c} {}", if b == "件" { "— 3 — " } else { "" }));
    assert_eq!(figures(&reader, &read(&reader, &page(&marked))), truth());
}

#[test]
fn lines_removed_because_they_repeat_leave_everything_open() {
    let reader = Reader::builtin().unwrap();
    let mut seen = std::collections::HashSet::new();
    let lines = rows(|a, b, c| format!("{a}\n{b}\n{c}\n"));
    let once: String = lines.lines().filter(|l| seen.insert(*l)).map(|l| format!("{l}\n")).collect();
    let report = read(&reader, &page(&once));
    assert_eq!(figures(&reader, &report), BTreeMap::new());
}

#[test]
fn parts_that_do_not_make_their_whole_are_found() {
    let reader = Reader::builtin().unwrap();
    let text =
        page(&rows(|a, b, c| format!("{a} | {b} | {c} |\n")).replace("收到申请数 | 件 | 5", "收到申请数 | 件 | 6"));
    let report = read(&reader, &text);
    let finding = report.findings.iter().find(|f| f.check == "indicator_sum").unwrap();
    assert_eq!((finding.expected.as_deref(), finding.found.as_deref()), (Some("5"), Some("6")));
}
