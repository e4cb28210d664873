//! Pages that put the form's tables together in ways of their own: side by side, in parts, twice, with lost cells.

use super::pages::{
    END, FOUR, HEAD, PERSONS, Page, RESULTS, ROWS, THREE, another, figures, piped, read, tagged, texts,
};
use crate::reader::Reader;
use crate::source::{RawDocument, RejectReason, SourceFormat};

/// Every row of table three as [`ROWS`] has it; blank where the page shows an empty cell for a zero.
fn assert_rows(page: &Page, blank_zeros: bool) {
    for (code, _, known) in ROWS {
        let known = figures(&known);
        let known = if blank_zeros {
            known.split(' ').map(|f| if f == "0" { "_" } else { f }).collect::<Vec<_>>().join(" ")
        } else {
            known
        };
        assert_eq!(page.row("applications", code), known, "{code}");
    }
}

/// Table three with another one beside it, whose figures are higher by one.
fn beside(left: &str, right: &str, line: fn(&[String]) -> String) -> String {
    let twice = |cells: Vec<String>, others: Vec<String>| line(&[cells, others].concat());
    let head = texts(std::iter::once("申请人情况").chain(PERSONS));
    let mut table = line(&texts([left, right])) + &twice(head.clone(), head);
    for (_, label, figures) in ROWS {
        let cells =
            |more: u32| texts(std::iter::once(label.to_owned()).chain(another(&figures, more).map(|f| f.to_string())));
        table += &twice(cells(0), cells(1));
    }
    table
}

#[test]
fn another_years_table_beside_the_own_one_is_told_by_its_title() {
    let html = |table: String| {
        let head = HEAD.replace('\n', "</p><p>");
        format!("<html><body><p>{head}{THREE}</p><table>{table}</table></body></html>")
    };
    let text = |table: String| format!("{HEAD}{THREE}{table}");
    let spaced = |cells: &[String]| cells.join("   ") + "\n";
    for (own, other) in [("2022年度", "2021年度（对比）"), ("2022年数据", "上年度数据")] {
        assert_rows(&read(&text(beside(own, other, piped))), false);
        assert_rows(&read(&text(beside(own, other, spaced))), false);
        assert_rows(&read(&html(beside(own, other, tagged))), false);
    }
    let swapped = read(&text(beside("2021年度", "2022年度", piped)));
    assert_eq!(swapped.row("applications", "received_new"), "14 2 1 2 2 1 22");
    for (left, right) in [("甲", "乙"), ("2021年度", "2020年度"), ("2022年度", "2022年度")] {
        let unclear = read(&text(beside(left, right, piped)));
        assert_eq!(unclear.row("applications", "received_new"), "? ? ? ? ? ? ?", "{left}, {right}");
    }
}

#[test]
fn another_years_figures_behind_the_same_labels_are_told_by_their_title() {
    let table = |titles: [&str; 3], line: fn(&[String]) -> String| {
        let head = texts(std::iter::once("申请人情况").chain(PERSONS).chain(PERSONS));
        let rows = ROWS.map(|(_, label, figures)| {
            let cells = texts(figures).into_iter().chain(texts(another(&figures, 1)));
            line(&std::iter::once(label.to_owned()).chain(cells).collect::<Vec<_>>())
        });
        format!("{HEAD}{THREE}{}{}{}", line(&texts(titles)), line(&head), rows.concat())
    };
    assert_rows(&read(&table(["项目", "2022年度", "2021年度"], piped)), false);
    assert_rows(&read(&table(["项目", "2022年度", "2021年度"], |cells| cells.join("   ") + "\n")), false);
    let swapped = read(&table(["项目", "2021年度", "2022年度"], piped));
    assert_eq!(swapped.row("applications", "received_new"), "14 2 1 2 2 1 22");
    for titles in [["项目", "甲", "乙"], ["项目", "2021年度", "2020年度"]] {
        let unclear = read(&table(titles, piped));
        assert_eq!(unclear.row("applications", "received_new"), "? ? ? ? ? ? ?", "{titles:?}");
    }
}

/// Table four with 行政复议 and 行政诉讼 in tables of their own.
fn in_parts(line: fn(&[String]) -> String, between: &str, first: [u32; 5], second: [u32; 10]) -> String {
    let results = texts(RESULTS);
    let review = line(&texts(["行政复议"])) + &line(&results) + &line(&texts(first));
    let litigation = line(&texts(["行政诉讼"]))
        + &line(&texts(["未经复议直接起诉", "复议后起诉"]))
        + &line(&[results.clone(), results].concat())
        + &line(&texts(second));
    review + between + &litigation
}

#[test]
fn table_four_in_two_tables_keeps_every_figure() {
    let (first, second) = ([2, 1, 0, 0, 3], [0, 0, 0, 1, 1, 4, 0, 0, 0, 4]);
    let spaced = |cells: &[String]| cells.join("  ") + "\n";
    let html = |tables: String| {
        let head = HEAD.replace('\n', "</p><p>");
        format!("<html><body><p>{head}{FOUR}</p><table>{tables}</table></body></html>")
    };
    for page in [
        format!("{HEAD}{FOUR}{}", in_parts(piped, "", first, second)),
        format!("{HEAD}{FOUR}{}", in_parts(spaced, "（二）诉讼\n", first, second)),
        html(in_parts(tagged, "</table><p></p><table>", first, second)),
        // The cells that a head was merged over were left empty.
        html(
            in_parts(tagged, "</table><p></p><table>", first, second)
                .replace("行政复议</td>", &format!("行政复议</td>{}", "<td></td>".repeat(4)))
                .replace("起诉</td>", &format!("起诉</td>{}", "<td></td>".repeat(4)))
                .replace("行政诉讼</td>", &format!("行政诉讼</td>{}", "<td></td>".repeat(9))),
        ),
    ] {
        let page = read(&page);
        let rows = ["review", "litigation_direct", "litigation_after_review"].map(|code| page.row("reviews", code));
        assert_eq!(rows, ["2 1 0 0 3", "0 0 0 1 1", "4 0 0 0 4"]);
    }
}

/// Table four as grids: each row's words and figures; a cell may cover rows or columns: `2x3 words`.
fn grids(tables: &[&[&[&str]]]) -> String {
    let cell = |cell: &&str| match cell.split_once(' ').and_then(|(size, words)| Some((size.split_once('x')?, words))) {
        Some(((rows, columns), words)) => format!("<td rowspan={rows} colspan={columns}>{words}</td>"),
        None => format!("<td>{cell}</td>"),
    };
    let row = |row: &&[&str]| format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>());
    let table = |table: &&[&[&str]]| format!("<table>{}</table><p></p>", table.iter().map(row).collect::<String>());
    let head = HEAD.replace('\n', "</p><p>");
    format!(
        "<html><body><p>{head}{FOUR}</p>{}<p>五、存在的问题</p></body></html>",
        tables.iter().map(table).collect::<String>()
    )
}

#[test]
fn table_four_is_read_in_whichever_way_its_grid_names_the_cells() {
    let results_at_the_left: &[&[&str]] = &[
        &["2x1 处理结果", "2x1 行政复议", "1x2 行政诉讼"],
        &["未经复议直接起诉", "复议后起诉"],
        &["结果维持", "2", "0", "4"],
        &["结果纠正", "1", "0", "0"],
        &["其他结果", "0", "0", "0"],
        &["尚未审结", "0", "1", "0"],
        &["总计", "3", "1", "4"],
    ];
    let cell_by_cell: &[&[&str]] = &[
        &["1x2 类型", "结果", "数量（件）"],
        &["5x2 行政复议", "结果维持", "2件"],
        &["结果纠正", "1件"],
        &["其他结果", "0件"],
        &["尚未审结", "0件"],
        &["总计", "3件"],
        &["10x1 行政诉讼", "5x1 未经复议直接起诉", "结果维持", "0件"],
        &["结果纠正", "0件"],
        &["其他结果", "0件"],
        &["尚未审结", "1件"],
        &["总计", "1件"],
        &["5x1 复议后起诉", "结果维持", "4件"],
        &["结果纠正", "0件"],
        &["其他结果", "0件"],
        &["尚未审结", "0件"],
        &["总计", "4件"],
    ];
    let part = |head: &'static str, figures: [&'static str; 5]| [vec![head], RESULTS.to_vec(), figures.to_vec()];
    let three = [
        part("1x5 行政复议", ["2", "1", "0", "0", "3"]),
        part("1x5 行政诉讼（未经复议直接起诉）", ["0", "0", "0", "1", "1"]),
        part("1x5 行政诉讼（复议后起诉）", ["4", "0", "0", "0", "4"]),
    ];
    let three: Vec<Vec<&[&str]>> = three.iter().map(|rows| rows.iter().map(Vec::as_slice).collect()).collect();
    let three: Vec<&[&[&str]]> = three.iter().map(Vec::as_slice).collect();
    let whole = "2 1 0 0 3 0 0 0 1 1 4 0 0 0 4";
    for page in [grids(&[results_at_the_left]), grids(&[cell_by_cell]), grids(&three)] {
        assert_eq!(read(&page).table("reviews"), whole);
        // A sum that fails, a name that is missing.
        for other in
            [page.replacen(">1<", ">2<", 1).replacen(">1件<", ">2件<", 1), page.replacen("尚未审结", "正在审理中", 1)]
        {
            assert_ne!(read(&other).table("reviews"), whole, "{other}");
        }
    }
    // A second figure for one cell.
    for page in [grids(&[results_at_the_left]), grids(&[cell_by_cell])] {
        let more = "<table><tr><td>行政复议</td><td>结果维持</td><td>7</td></tr></table><p>五、";
        assert!(!read(&page.replace("<p>五、", more)).table("reviews").contains(char::is_numeric));
    }
}

#[test]
fn parts_of_table_four_that_do_not_make_it_are_not_joined() {
    let page = format!("{HEAD}{FOUR}{}", in_parts(piped, "", [2, 1, 0, 0, 3], [0, 0, 0, 1, 1, 4, 0, 0, 0, 4]));
    for (whole, other) in [
        ("未经复议直接起诉 | 复议后起诉", "复议后起诉 | 未经复议直接起诉"),
        ("| 行政复议 |", "| 行政赔偿 |"),
        ("| 4 | 0 | 0 | 0 | 4 |", "| 4 | 0 | 0 | 4 |"),
    ] {
        let read = read(&page.replace(whole, other));
        assert_ne!(read.row("reviews", "litigation_direct"), "0 0 0 1 1", "{other}");
    }
}

/// Table three with each cell on a line of its own; `cell` says what stands for a figure.
fn in_lines(cell: impl Fn(u32) -> String) -> String {
    let mut page = format!("{HEAD}{THREE}申请人情况\n{}\n", PERSONS.join("\n"));
    for (code, label, figures) in ROWS {
        let head = if code == "other_misc" { "（六）其他处理\n" } else { "" };
        page += &format!("{head}{label}\n{}", figures.map(|f| cell(f) + "\n").concat());
    }
    page + "五、存在的主要问题及改进情况\n人员不足。\n"
}

#[test]
fn an_empty_line_is_an_empty_cell_where_every_row_counts_as_many() {
    let blank_zeros = |f: u32| if f == 0 { String::new() } else { f.to_string() };
    assert_rows(&read(&in_lines(blank_zeros)), true);
    // One line too few or too many anywhere, and lines tell nothing.
    for damaged in [
        in_lines(blank_zeros).replace("13\n1\n\n1\n1\n\n16\n二", "13\n1\n1\n1\n\n16\n二"),
        in_lines(blank_zeros).replace("2.重复申请\n", "2.重复申请\n\n"),
    ] {
        let page = read(&damaged);
        assert!(!page.row("applications", "received_new").contains('_'));
    }
    // A figure on the wrong line makes a sum that fails.
    let moved = in_lines(blank_zeros).replace("4\n\n\n1\n\n\n5\n", "4\n\n\n\n1\n5\n\n");
    assert_ne!(read(&moved).row("applications", "granted"), "4 _ _ _ 1 5 _");
}

#[test]
fn a_line_of_figures_in_pieces_has_not_lost_its_zeros() {
    let head = |group: &str| format!("{group}\n{}\n", RESULTS.join("\n"));
    let page = |behind: &str| {
        let heads = ["行政复议", "未经复议直接起诉", "复议后起诉"].map(head).concat();
        read(&format!("{HEAD}{FOUR}{heads}0\n0\n0\n0\n0\n{behind}{END}"))
    };
    let rest = head("复议后起诉") + "1\n0\n1\n1\n3\n0\n1\n0\n1\n2\n";
    assert_eq!(page("").table("reviews"), figures(&[0; 15]));
    assert_eq!(page(&rest).table("reviews"), ["?"; 15].join(" "));
}

#[test]
fn figures_of_table_four_that_add_up_column_by_column_are_not_read_row_by_row() {
    let page = |figures: [u32; 15]| {
        let head =
            ["行政复议", "未经复议直接起诉", "复议后起诉"].map(|group| format!("{group}\n{}\n", RESULTS.join("\n")));
        read(&format!("{HEAD}{FOUR}{}{}\n{END}", head.concat(), texts(figures).join("\n"))).table("reviews")
    };
    let by_rows = [3, 1, 0, 0, 4, 5, 2, 0, 1, 8, 0, 0, 6, 0, 6];
    assert_eq!(page(by_rows), figures(&by_rows));
    assert_eq!(page([3, 5, 0, 1, 2, 0, 0, 0, 6, 0, 1, 0, 4, 8, 6]), ["?"; 15].join(" "));
    // A publisher's slip is not another order.
    assert!(page([3, 1, 0, 0, 5, 5, 2, 0, 1, 8, 0, 0, 6, 0, 6]).starts_with("3 1 0 0 5"));
}

#[test]
fn the_next_heading_is_no_cell_of_a_line_that_lost_one() {
    let head = ["行政复议", "未经复议直接起诉", "复议后起诉"].map(|group| format!("{group}|{}|", RESULTS.join("|")));
    let page =
        read(&format!("{}{}{}0|0|0|0|0|0|0|0|0|0|7|7|0|14|{}", HEAD, FOUR, head.concat(), END.replace('\n', "|")));
    assert!(!page.table("reviews").contains("7 7 0 14"), "{}", page.table("reviews"));
}

#[test]
fn padding_before_the_figures_is_told_by_the_rectangle_that_rows_make() {
    let blank_zeros = |f: u32| if f == 0 { String::new() } else { f.to_string() };
    // As a spreadsheet copies it: cells that are merged leave empty ones behind.
    let copied = |at: fn(&str) -> [&str; 3]| {
        let table = ROWS.map(|(code, label, figures)| {
            let cells: Vec<String> =
                at(code).map(|cell| cell.replace('*', label)).into_iter().chain(figures.map(blank_zeros)).collect();
            cells.join("\t") + "\n"
        });
        read(&format!("{HEAD}{THREE}{}五、存在的主要问题及改进情况\n人员不足。\n", table.concat()))
    };
    let depth = |code: &str| match code {
        "received_new" | "carried_in" | "carried_out" => ["*", "", ""],
        "granted" | "granted_in_part" | "concluded_total" => ["", "*", ""],
        "other_misc" => ["", "（六）其他处理", "*"],
        _ => ["", "", "*"],
    };
    assert_rows(&copied(depth), true);
    // Without a row that has no cell to spare, the empty cells may be the first columns'.
    let page = copied(|_| ["*", "", ""]);
    assert!(!page.row("applications", "received_new").starts_with("13"));
}

#[test]
fn lost_zeros_are_inferred_where_the_whole_table_allows_one_filling() {
    let lost = |f: u32| if f == 0 { String::new() } else { f.to_string() };
    let page = in_lines(lost).lines().filter(|l| !l.is_empty()).map(|l| format!("{l}\n\n")).collect::<String>();
    let page = read(&page);
    for (code, _, known) in ROWS {
        let read = page.row("applications", code);
        let agrees = read.split(' ').zip(known).all(|(read, known)| "?_-".contains(read) || read == known.to_string());
        assert!(agrees, "{code}: {read}");
    }
    assert_eq!(page.row("applications", "denied_prohibited_by_law").split(' ').next_back(), Some("2"));
}

#[test]
fn glued_figures_of_a_page_that_lost_its_zeros_are_never_cut_wrong() {
    let rows = ROWS.map(|(_, label, figures)| {
        let figures = figures.iter().filter(|f| **f != 0).map(ToString::to_string).collect::<String>();
        format!("{label}{figures}")
    });
    let page = format!("{HEAD}{THREE}{}{}五、存在的主要问题及改进情况人员不足。", PERSONS.concat(), rows.concat());
    let page = read(&page);
    let mut inferred = 0;
    for (code, _, known) in ROWS {
        for (read, known) in page.row("applications", code).split(' ').zip(known) {
            assert!("?_-".contains(read) || read == known.to_string(), "{code}: {read}, not {known}");
            inferred += usize::from(read == known.to_string());
        }
    }
    assert!(inferred > 20, "{inferred}");
}

#[test]
fn numbers_that_run_on_through_the_groups_name_the_same_rows() {
    let page = |first: u32| {
        let mut table = piped(&texts(std::iter::once("申请人情况").chain(PERSONS)));
        let labels = [
            "属于国家秘密",
            "其他法律行政法规禁止公开",
            "危及“三安全一稳定”",
            "保护第三方合法权益",
            "属于三类内部事务信息",
            "属于四类过程性信息",
            "属于行政执法案卷",
            "属于行政查询事项",
            "本机关不掌握相关政府信息",
            "没有现成信息需要另行制作",
            "补正后申请内容仍不明确",
            "信访举报投诉类申请",
            "重复申请",
            "要求提供公开出版物",
        ];
        for (number, label) in (first..).zip(labels) {
            let cells = [format!("{number}.{label}")].into_iter().chain(texts([number, 0, 0, 0, 0, 0, number]));
            table += &piped(&cells.collect::<Vec<_>>());
        }
        format!("{HEAD}{THREE}{table}")
    };
    let read = read(&page(4));
    assert_eq!(read.row("applications", "denied_state_secret"), "4 0 0 0 0 0 4");
    assert_eq!(read.row("applications", "not_processed_repeat"), "16 0 0 0 0 0 16");
    assert!(!read.report.findings.iter().any(|f| f.check == "label_typo"), "{:?}", read.report.findings);
}

#[test]
fn a_label_with_a_piece_taken_out_of_it_is_still_that_label() {
    let page = in_lines(|f| f.to_string());
    let read_with = |from: &str, to: &str| read(&page.replace(from, to));
    let masked = read_with("政府信息公开申请数量", "政府***申请数量");
    assert_rows(&masked, false);
    let torn = read_with("只计这一情形，不计其他情形）", "只计这一情形，\n不计其他情形\n）");
    assert_rows(&torn, false);
    // What is left says nothing of which row it is.
    let short = read_with("一、本年新收政府信息公开申请数量", "一、***申请数量");
    assert_eq!(short.row("applications", "received_new"), "- - - - - - -");
}

#[test]
fn a_long_label_torn_around_its_figures_keeps_its_shortened_front() {
    let rows = "| 4.无正当理由大量反复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n1.申请人无正当理由逾期不补正、\n\
                | 行政机关不再处理其政府信息公 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |\n开申请\n";
    let table = ROWS[..8].iter().map(|(_, label, f)| piped(&[vec![(*label).to_owned()], texts(f)].concat()));
    let page = read(&format!("{HEAD}{THREE}{}{rows}", table.collect::<String>()));
    assert_eq!(page.row("applications", "other_not_corrected"), "3 0 0 0 0 0 3");
    assert_eq!(page.row("applications", "not_processed_excessive"), "0 0 0 0 0 0 0");
}

/// A whole report on a year, with one figure of its own.
fn report(year: i32, received: u32) -> String {
    format!(
        "某某县林业局{year}年政府信息公开工作年度报告\n一、总体情况\n本局按要求公开信息。\n二、主动公开政府信息情况\n{THREE}{}{FOUR}\
         五、存在的主要问题及改进情况\n人员不足。\n六、其他需要报告的事项\n无。\n",
        ROWS.map(|(_, label, f)| piped(
            &[vec![label.to_owned()], texts([received, f[1], 0, 0, 0, 0, received + f[1]])].concat()
        ))
        .concat()
    )
}

#[test]
fn a_second_report_on_the_page_gives_the_first_no_figures() {
    let both = read(&(report(2022, 7) + &report(2021, 9)));
    assert_eq!(both.row("applications", "carried_in"), "7 0 0 0 0 0 7");
    assert_eq!(both.report.metadata.report_year, Some(2022));
    let finding = both.report.findings.iter().find(|f| f.check == "second_report").unwrap();
    assert!(finding.message.contains("2021"), "{}", finding.message);
    // The first has no table three: it stays so.
    let (start, end) = (report(2022, 7).find(THREE).unwrap(), report(2022, 7).find(FOUR).unwrap());
    let first = format!("{}{THREE}本年未收到申请。\n{}", &report(2022, 7)[..start], &report(2022, 7)[end..]);
    assert_eq!(read(&(first + &report(2021, 9))).row("applications", "carried_in"), "- - - - - - -");
    // A link to another report ends nothing.
    let linked = read(&report(2022, 7).replace(THREE, &format!("某某县林业局2021年政府信息公开工作年度报告\n{THREE}")));
    assert_eq!(linked.row("applications", "carried_in"), "7 0 0 0 0 0 7");
    assert!(linked.report.findings.iter().all(|f| f.check != "second_report"));
}

#[test]
fn a_circular_with_the_empty_form_is_no_report() {
    let filled = report(2022, 7);
    let blank: String = filled
        .lines()
        .map(|line| match line.strip_prefix("| ") {
            Some(row) => format!("| {} |  |  |  |  |  |  |  |\n", row.split(" | ").next().unwrap_or("")),
            None => format!("{line}\n"),
        })
        .collect();
    let title = "某某县林业局2022年政府信息公开工作年度报告";
    let circular = blank.replacen(title, "关于做好2022年政府信息公开工作年度报告编制工作的通知", 1);
    let reader = Reader::builtin().unwrap();
    let read = |text: &str| reader.read(&RawDocument::new("page", SourceFormat::Text, text.as_bytes().to_vec()));
    let reject = read(&circular).unwrap_err();
    assert_eq!(reject.reason, RejectReason::NotAReport);
    assert!(reject.detail.contains("通知"), "{}", reject.detail);
    assert!(read(&blank).is_ok(), "a report whose cells are empty is one");
}

#[test]
fn the_headings_of_the_whole_form_are_enough_where_title_and_tables_are_gone() {
    let sections = [
        "一、总体情况\n某某县林业局公开信息120条。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况\n人员不足。",
        "六、其他需要报告的事项\n无。",
    ];
    let reader = Reader::builtin().unwrap();
    let read = |title: &str, sections: &[&str]| {
        let period = "统计期限自2022年1月1日起至2022年12月31日止";
        let text = format!("{title}根据规定，安吉县林业局编制本报告，{period}。\n{}\n", sections.join("\n"));
        reader.read(&RawDocument::new("page", SourceFormat::Text, text.into_bytes()))
    };
    let report = read("", &sections).unwrap();
    assert!(report.cells.iter().all(|cell| cell.value.is_none()));
    for (title, sections) in [
        ("", &sections[..5]),
        ("关于印发政府信息公开工作年度报告格式的通知\n", &sections),
        ("政府信息公开年度报告解读\n", &sections),
    ] {
        assert_eq!(read(title, sections).err().map(|reject| reject.reason), Some(RejectReason::NotAReport), "{title}");
    }
}

#[test]
fn a_line_below_heads_that_begin_with_totals_is_read_below_them() {
    let named = ["总计", "结果维持", "结果纠正", "其他结果", "尚未审结"];
    let groups = texts([["未经复议直接起诉"; 5], ["复议后起诉"; 5]].concat());
    // Merged cells are written out, as programs do that know no merging.
    let header = [
        piped(&texts([["行政复议"; 5], ["行政诉讼"; 5], ["行政诉讼"; 5]].concat())),
        piped(&[texts(named), groups].concat()),
        piped(&texts([named, named, named].concat())),
    ];
    let page = |figures: &str| {
        let cells: Vec<String> = figures.split(' ').map(str::to_owned).collect();
        read(&format!("{HEAD}{FOUR}{}{}{END}", header.concat(), piped(&cells)))
    };
    let told = page("3 1 0 2 0 1 - 1 0 / 4 1 0 1 2");
    assert_eq!(told.row("reviews", "review"), "1 0 2 0 3");
    assert_eq!(told.row("reviews", "litigation_direct"), "_ 1 0 _ 1");
    assert_eq!(told.row("reviews", "litigation_after_review"), "1 0 1 2 4");
    // Figures that add up in neither order are nobody's.
    let untold = page("3 1 0 2 0 1 - 1 0 / 4 1 0 1 9");
    assert_eq!(untold.row("reviews", "review"), "? ? ? ? ?");
}

#[test]
fn units_between_pipes_and_instructions_behind_a_label_are_none_of_the_forms() {
    let page = read(&format!(
        "{HEAD}二、主动公开政府信息情况\n| 信息内容 | 单位 | 本年制发件数 |\n| 本年废止件数 |\n| 现行有效件数 |\n\
         | 规章 | 件 | 1 | 0 | 3 |\n| 行政规范性文件 | 件、份 | 7 | 6 | 19 |\n| 信息内容 | 单位 | 本年处理决定数量 |\n\
         | 行政许可（填报处理决定数，撤销以前年度的以负数填报，如-1） | 件 | 75 |\n| 行政处罚（其中罚款） | 件 | 4 |\n| 行政强制 | 件 | 0 |\n{END}"
    ));
    assert_eq!(page.row("disclosures", "rules"), "1 0 3");
    assert_eq!(page.row("disclosures", "normative_documents"), "7 6 19");
    assert_eq!(page.row("disclosures", "licensing"), "75");
    assert_eq!(page.row("disclosures", "penalties"), "-");
    assert_eq!(page.row("disclosures", "coercion"), "0");
}
