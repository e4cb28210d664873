//! Whole pages read for what single rules cannot show: numbers as people write them, editions, stray notes.

mod arrangement;
mod as_written;
mod cells;
mod doubt;
mod foreign;
mod html_ways;
mod layout;
pub(in crate::report) mod pages;
mod several;
mod spoilt;

use crate::reader::Reader;
use crate::report::{Cell, Report, Status, Unit};
use crate::source::{RawDocument, SourceFormat};

const HEAD: &str = "某某县林业局2022年政府信息公开工作年度报告\n一、总体情况\n本局按要求公开信息。\n";

fn read(reader: &Reader, text: &str) -> Report {
    let format = if text.contains("<table") { SourceFormat::Html } else { SourceFormat::Text };
    reader.read(&RawDocument::new("page", format, text.as_bytes().to_vec())).unwrap()
}

fn cell<'a>(reader: &Reader, report: &'a Report, row: &str, col: &str) -> &'a Cell {
    let forms = reader.forms();
    let at = |c: &&Cell| forms.code(c.row) == row && forms.code(c.col) == col;
    report.cells.iter().find(at).unwrap()
}

fn claimed(cell: &Cell) -> (Option<f64>, Unit, Status) {
    (cell.value, cell.unit, cell.status)
}

/// Table two of 2021 in pipes, with these cells for 行政规范性文件 and the fees.
fn disclosures(made: &str, repealed: &str, in_force: &str, fees: &str) -> String {
    format!(
        "{HEAD}二、主动公开政府信息情况\n| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n| 规章 | 0 | 0 | 0 |\n\
         | 行政规范性文件 | {made} | {repealed} | {in_force} |\n| 信息内容 | 本年处理决定数量 |\n| 行政许可 | 5 |\n\
         | 行政处罚 | 0 |\n| 行政强制 | 0 |\n| 信息内容 | 本年收费金额（单位：万元） |\n| 行政事业性收费 | {fees} |\n"
    )
}

#[test]
fn numbers_in_walled_cells_keep_their_value_and_unit() {
    let reader = Reader::builtin().unwrap();
    for (written, value, unit) in [
        ("12 345", Some(12_345.0), Unit::Count),
        ("１，２３４", Some(1234.0), Unit::Count),
        ("12件", Some(12.0), Unit::Count),
        ("0条", Some(0.0), Unit::Count),
        ("十二", Some(12.0), Unit::Count),
        ("零", Some(0.0), Unit::Count),
        ("22（其中修订 16 件）", Some(22.0), Unit::Count),
        ("+1036", Some(1036.0), Unit::Count),
        ("12 34", None, Unit::Count),
        ("约12", None, Unit::Count),
        ("3（5）", None, Unit::Count),
    ] {
        let report = read(&reader, &disclosures(written, "1", "7", "0"));
        let made = cell(&reader, &report, "normative_documents", "made");
        assert_eq!((made.value, made.unit), (value, unit), "{written}: {made:?}");
        if made.status == Status::Reported {
            for (col, value) in [("repealed", 1.0), ("in_force", 7.0)] {
                assert_eq!(cell(&reader, &report, "normative_documents", col).value, Some(value), "{written}");
            }
        }
    }
}

#[test]
fn amounts_are_never_scaled() {
    let reader = Reader::builtin().unwrap();
    for (written, value, unit) in [
        ("59237.2449", 59237.2449, Unit::Cny10k),
        ("59237.2449万元", 59237.2449, Unit::Cny10k),
        ("251000元", 251_000.0, Unit::Cny),
        ("251 000 元", 251_000.0, Unit::Cny),
        ("￥251,000", 251_000.0, Unit::Cny),
        ("三万元", 3.0, Unit::Cny10k),
    ] {
        let report = read(&reader, &disclosures("1", "1", "1", written));
        let fees = cell(&reader, &report, "fees", "amount");
        assert_eq!(claimed(fees), (Some(value), unit, Status::Reported), "{written}");
    }
    for nothing in ["-", "—", "/", "无", "空", ""] {
        let report = read(&reader, &disclosures("1", "1", "1", nothing));
        assert_eq!(claimed(cell(&reader, &report, "fees", "amount")).2, Status::Blank, "{nothing:?}");
    }
}

#[test]
fn a_page_that_has_lost_walls_keeps_its_figures_apart() {
    let reader = Reader::builtin().unwrap();
    let page = disclosures("12 345", "9", "", "0").replace("| 规章 | 0 | 0 | 0 |", "| 规章 | 0 0 | 0 |");
    let report = read(&reader, &page);
    let made = cell(&reader, &report, "normative_documents", "made");
    assert!(made.value.is_none() || made.value == Some(12.0), "{made:?}");
}

#[test]
fn a_report_on_the_form_of_another_year_says_so() {
    let reader = Reader::builtin().unwrap();
    let page = disclosures("1", "1", "1", "0").replace("2022年", "2020年");
    let report = read(&reader, &page);
    assert_eq!((report.metadata.report_year, report.edition), (Some(2020), Some(2021)));
    let finding = report.findings.iter().find(|f| f.check == "edition_mismatch").unwrap();
    assert_eq!((finding.expected.as_deref(), finding.found.as_deref()), (Some("2019"), Some("2021")));
    let usual = read(&reader, &disclosures("1", "1", "1", "0"));
    assert!(usual.findings.iter().all(|f| f.check != "edition_mismatch"));
}

/// A page whose table four has no header: these lines stand below its heading.
fn headless(lines: &str) -> String {
    format!(
        "{}四、政府信息公开行政复议、行政诉讼情况\n{lines}\n五、存在的主要问题及改进情况\n人员不足。\n",
        disclosures("1", "1", "1", "0")
    )
}

fn reviews(reader: &Reader, report: &Report) -> Vec<(Option<f64>, Status)> {
    let of = |c: &&Cell| reader.forms().code(c.table) == "reviews";
    report.cells.iter().filter(of).map(|c| (c.value, c.status)).collect()
}

#[test]
fn table_four_without_its_header_is_read_where_count_and_sums_prove_it() {
    let reader = Reader::builtin().unwrap();
    let figures = [2, 1, 0, 0, 3, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];
    let texts: Vec<String> = figures.iter().map(ToString::to_string).collect();
    for lines in [texts.join("\n\n"), texts.join(" "), format!("| {} |", texts.join(" | "))] {
        let read = reviews(&reader, &read(&reader, &headless(&lines)));
        let expected: Vec<_> = figures.iter().map(|&f| (Some(f64::from(f)), Status::Inferred)).collect();
        assert_eq!(read, expected, "{lines}");
    }
    let zeros = reviews(&reader, &read(&reader, &headless(&["0"; 15].join(" "))));
    assert!(zeros.iter().all(|c| *c == (Some(0.0), Status::Inferred)));
}

#[test]
fn table_four_without_its_header_stays_open_where_readings_differ() {
    let reader = Reader::builtin().unwrap();
    // One case upheld and one in all, or one in all and one pending: the total may stand first.
    let read_of = |figures: &str| reviews(&reader, &read(&reader, &headless(figures)));
    let open = read_of("1 0 0 0 1 0 0 0 0 0 0 0 0 0 0");
    assert_eq!((open[0].0, open[3].0, open[4].0), (None, None, Some(1.0)));
    assert_eq!((open[1].0, open[9].0), (Some(0.0), Some(0.0)));
    // A sum that fails, a figure too few or too many, another section.
    assert!(read_of("1 0 0 0 2 0 0 0 0 0 0 0 0 0 0").iter().all(|c| c.0.is_none()));
    assert!(read_of("2 1 0 0 3 0 0 0 1 1 0 0 0 0").iter().all(|c| c.0.is_none()));
    assert!(read_of("2 1 0 0 3 0 0 0 1 1 0 0 0 0 0 0").iter().all(|c| c.0.is_none()));
    let elsewhere = headless("2 1 0 0 3 0 0 0 1 1 0 0 0 0 0").replace("行政复议、行政诉讼", "其他");
    assert!(reviews(&reader, &read(&reader, &elsewhere)).iter().all(|c| c.0.is_none()));
}

#[test]
fn tables_three_and_four_in_one_grid_keep_their_figures() {
    let reader = Reader::builtin().unwrap();
    let head = "<tr><td>申请人情况</td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td><td>总计</td></tr>";
    let row = |label: &str| {
        format!("<tr><td>{label}</td><td>1</td><td>2</td><td>0</td><td>0</td><td>0</td><td>0</td><td>3</td></tr>")
    };
    let labels = ["一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计", "四、结转下年度继续办理"];
    let results = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>".repeat(3);
    let figures: String = [2, 1, 0, 0, 3, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0].map(|n| format!("<td>{n}</td>")).concat();
    let page = format!(
        "<html><body><p>某某县林业局2022年政府信息公开工作年度报告</p><p>一、总体情况</p><table>{head}{}\
         <tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>\
         <tr><td colspan=5></td><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>\
         <tr>{results}</tr><tr>{figures}</tr></table></body></html>",
        labels.map(row).concat()
    );
    let report = read(&reader, &page);
    for label in ["received_new", "granted", "concluded_total", "carried_out"] {
        assert_eq!(cell(&reader, &report, label, "commercial").value, Some(2.0), "{label}");
    }
    let values: Vec<Option<f64>> = reviews(&reader, &report).into_iter().map(|c| c.0).collect();
    let known: Vec<Option<f64>> = [2, 1, 0, 0, 3, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0].map(|n| Some(f64::from(n))).to_vec();
    assert_eq!(values, known);
}

#[test]
fn notes_beside_and_between_rows_shift_nothing() {
    let reader = Reader::builtin().unwrap();
    let page = disclosures("22", "3", "40", "0")
        .replace("| 22 | 3 | 40 |", "| 22 | 3 | 40 | 其中修订 16 件 |")
        .replace("| 行政许可 | 5 |", "| 注：含委托事项 9 件 |\n| 行政许可 | 5 | 含变更 2 件 |");
    let report = read(&reader, &page);
    let value = |row, col| cell(&reader, &report, row, col).value;
    assert_eq!(
        [value("normative_documents", "made"), value("normative_documents", "in_force")],
        [Some(22.0), Some(40.0)]
    );
    assert_eq!(value("licensing", "decisions"), Some(5.0));
    assert_eq!(value("penalties", "decisions"), Some(0.0));
}

#[test]
fn a_figure_merged_over_two_rows_is_of_neither_and_an_empty_cell_of_both() {
    let reader = Reader::builtin().unwrap();
    let page = |made: &str, below: &str| {
        format!(
            "<html><body><p>某某县林业局2022年政府信息公开工作年度报告</p><p>一、总体情况</p><p>二、主动公开政府信息情况</p><table>\
             <tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>\
             <tr><td>规章</td><td>{made}</td><td>2</td><td>3</td></tr><tr><td>行政规范性文件</td>{below}<td>5</td><td>6</td></tr>\
             <tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr><tr><td>行政许可</td><td colspan=3>7</td></tr>\
             <tr><td>行政处罚</td><td colspan=3>8</td></tr><tr><td>行政强制</td><td colspan=3>9</td></tr></table></body></html>"
        )
    };
    let merged = |made: &str| {
        page(made, "").replace(&format!("<td>{made}</td><td>2"), &format!("<td rowspan=2>{made}</td><td>2"))
    };
    let made = |page: &str| {
        let report = read(&reader, page);
        let shown = ["rules", "normative_documents"].map(|row| cell(&reader, &report, row, "made"));
        let others = [("rules", "repealed"), ("normative_documents", "repealed"), ("normative_documents", "in_force")];
        assert_eq!(others.map(|(row, col)| cell(&reader, &report, row, col).value), [2.0, 5.0, 6.0].map(Some));
        assert_eq!(cell(&reader, &report, "licensing", "decisions").value, Some(7.0));
        shown.map(|c| (c.value, c.status, c.raw.clone().unwrap_or_default()))
    };
    let one = |value: Option<f64>, status, raw: &str| (value, status, raw.to_owned());
    assert_eq!(
        made(&page("1", "<td>4</td>")),
        [one(Some(1.0), Status::Reported, "1"), one(Some(4.0), Status::Reported, "4")]
    );
    assert_eq!(made(&merged("14")), [one(None, Status::Ambiguous, "14"), one(None, Status::Ambiguous, "14")]);
    assert_eq!(made(&merged("0")), [one(Some(0.0), Status::Inferred, "0"), one(Some(0.0), Status::Inferred, "0")]);
    assert_eq!(made(&merged("")), [one(None, Status::Blank, ""), one(None, Status::Blank, "")]);
    assert_eq!(made(&merged("—")), [one(None, Status::Blank, "—"), one(None, Status::Blank, "—")]);
}

#[test]
fn the_header_of_table_four_is_no_narrative() {
    let reader = Reader::builtin().unwrap();
    let report = read(&reader, &headless("结果\n维 纠\n持 正\n2 1 0 0 3 0 0 0 1 1 0 0 0 0 0"));
    assert_eq!(reviews(&reader, &report)[0].0, Some(2.0));
    let sections: Vec<&str> = report.sections.iter().map(|s| s.text.as_str()).collect();
    assert!(!sections.iter().any(|text| text.contains("结果") || text.contains('维')), "{sections:?}");
}

/// Table three in pipes, with these figures for applications received and concluded.
fn applications(received: u32) -> String {
    let mut rows = vec![format!("| 一、本年新收政府信息公开申请数量 | {received} | 0 | 0 | 0 | 0 | 0 | {received} |")];
    rows.push("| 二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |".to_owned());
    rows.push(format!("| 三、本年度办理结果 | （一）予以公开 | {received} | 0 | 0 | 0 | 0 | 0 | {received} |"));
    rows.push(format!("| （七）总计 | {received} | 0 | 0 | 0 | 0 | 0 | {received} |"));
    rows.push("| 四、结转下年度继续办理 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |".to_owned());
    let header = "| 申请人情况 |\n| 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |";
    format!("{header}\n{}\n", rows.join("\n"))
}

#[test]
fn an_earlier_years_table_is_told_by_what_announces_it() {
    let reader = Reader::builtin().unwrap();
    let received = |between: [&str; 2]| {
        let (first, second) = (applications(7), applications(9));
        let text =
            format!("{HEAD}三、收到和处理政府信息公开申请情况\n{}\n{first}\n{}\n{second}", between[0], between[1]);
        let report = read(&reader, &text);
        claimed(cell(&reader, &report, "received_new", "natural_person"))
    };
    let reported = |value| (Some(value), Unit::Count, Status::Reported);
    assert_eq!(received(["", "附：上年度（2021年）数据对照"]), reported(7.0));
    assert_eq!(received(["为便于比较，先列2021年度数据：", "2022年度数据如下："]), reported(9.0));
    assert_eq!(received(["较去年有所增加：", "附：下属单位数据"]), reported(7.0));
    for unclear in [
        ["", ""],
        ["", "续表"],
        ["上年度数据", "2020年度数据"],
        ["2022年度数据", "2022年度数据"],
        // The report's own, compared with another year in passing, before a table of nobody knows whom.
        ["较去年有所增加：", "附：统计数据"],
        ["注：结转指2021年结转件", "附：统计数据"],
    ] {
        assert_eq!(received(unclear).2, Status::Ambiguous, "{unclear:?}");
    }
}
