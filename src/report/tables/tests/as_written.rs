//! Tables as people and programs write them: columns in another order, running numbers, stacked rows, two figures in a
//! cell, words for empty cells, fields to fill in.

use super::pages::{
    END, FOUR, HEAD, PERSONS, Page, RESULTS, ROWS, THREE, figures, in_every_format, piped, read, tabbed, table_three,
    tagged, texts,
};

const OPEN: &str = "? ? ? ? ? ? ?";

fn assert_rows(page: &Page, what: &str) {
    for (code, _, numbers) in ROWS {
        assert_eq!(page.row("applications", code), figures(&numbers), "{code}, {what}");
    }
}

/// Table three with these cells in each row, below a header of these lines.
fn rows(header: &[&str], cells: impl Fn(usize, [u32; 7]) -> Vec<String>) -> String {
    let row = |(at, (_, label, numbers)): (usize, &(&str, &str, [u32; 7]))| {
        tabbed(&[vec![(*label).to_owned()], cells(at, *numbers)].concat())
    };
    let header: String = header.iter().map(|line| format!("{line}\n")).collect();
    format!("{HEAD}{THREE}{header}{}{END}", ROWS.iter().enumerate().map(row).collect::<String>())
}

fn total_first(_: usize, f: [u32; 7]) -> Vec<String> {
    texts([f[6], f[0], f[1], f[2], f[3], f[4], f[5]])
}

/// A row of the page, its total (which the form has last) included.
fn assert_rows_or(page: &Page, open: bool, what: &str) {
    if open {
        assert_eq!(page.row("applications", "received_new"), OPEN, "{what}");
    } else {
        assert_rows(page, what);
    }
}

#[test]
fn columns_in_an_order_of_their_own_are_told_by_the_lines_of_the_header() {
    let one = "申请人情况\t总计\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他";
    let two = ["申请人情况", "总计\t自然人\t法人或其他组织", "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他"];
    let apart = one.replace('\t', "\n");
    for (header, open) in [
        (vec![one], false),
        (two.to_vec(), false),
        // The total above a group that is not named, and a header whose words stand on lines of their own.
        (vec!["申请人情况", "总计\t自然人", two[2]], true),
        (vec![apart.as_str()], true),
        // Nothing but the header tells the order of columns that no sum tells apart.
        (
            vec![
                one.replace("自然人", "*")
                    .replace("商业企业", "自然人")
                    .replace('*', "商业企业")
                    .replace("总计\t", "")
                    .as_str(),
            ],
            true,
        ),
    ] {
        let page = rows(&header, total_first);
        for page in [page.clone(), page.replace('\t', "  ")] {
            assert_rows_or(&read(&page), open, &page.lines().skip(4).take(3).collect::<String>());
        }
    }
    // One row whose sum fails puts the order in doubt.
    let page = rows(&[one], total_first).replace("2\t1\t1\t0", "2\t1\t2\t0");
    assert_eq!(read(&page).row("applications", "received_new"), OPEN);
}

#[test]
fn a_column_of_running_numbers_holds_no_figures() {
    let header = "申请人情况\t行次\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计";
    let numbered = |number: fn(usize) -> String| {
        rows(&[header], move |at, f| std::iter::once(number(at)).chain(texts(f)).collect())
    };
    let ways: [fn(usize) -> String; 3] =
        [|at| format!("{:02}", at + 1), |at| (at + 1).to_string(), |at| (at + 7).to_string()];
    for number in ways {
        for (format, page) in in_every_format(&numbered(number)) {
            assert_rows(&page, format);
        }
        assert_rows(&read(&numbered(number).replace('\t', "\n")), "lines");
    }
    // Without a figure too many, figures that count up are figures.
    let page = read(&rows(&[&header.replace("行次\t", "")], |at, _| texts([at + 1, 0, 0, 0, 0, 0, at + 1])));
    assert_eq!(page.row("applications", "granted"), "3 0 0 0 0 0 3");
}

#[test]
fn an_ordinal_on_a_line_of_its_own_is_no_figure_of_the_row_above() {
    let lines = |figures: &str| {
        let page =
            rows(&[&PERSONS.join("\t")], |_, f| texts(f)).replace("1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0", figures);
        ["1", "2", "3"]
            .iter()
            .fold(page, |page, n| page.replace(&format!("\n{n}."), &format!("\n{n}\n")))
            .replace('\t', "\n")
    };
    assert_rows(&read(&lines("1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0")), "lines");
    // A cell is lost, and with the ordinal of the next row in its place the sum holds.
    let page = read(&lines("1.属于国家秘密\t1\t0\t0\t0\t0\t1"));
    assert_eq!(page.row("applications", "denied_state_secret"), "? ? 0 0 0 0 1");
    assert_eq!(page.row("applications", "denied_prohibited_by_law"), "2 0 0 0 0 0 2");
}

#[test]
fn where_few_rows_show_their_ordinals_apart_a_row_that_ends_in_the_next_ones_is_open() {
    let page = |granted: &str, secret: &str| {
        let rows = [
            ("一、本年新收政府信息公开申请数量", "3 0 0 0 0 0 3"),
            ("二、上年结转政府信息公开申请数量", "0 0 0 0 0 0 0"),
            ("（一）予以公开", granted),
            ("（三）不予公开", "1"),
            ("属于国家秘密", secret),
            ("其他法律行政法规禁止公开", "0 0 0 0 0 0 0"),
            ("（七）总计", "3 0 0 0 0 0 3"),
        ];
        let lines = rows.map(|(label, figures)| format!("{label}\n{}\n", figures.replace(' ', "\n")));
        read(&format!("{HEAD}{THREE}{}\n{}{END}", PERSONS.join("\n"), lines.concat()))
    };
    // One row has lost a zero, and the next label's ordinal makes its sum hold.
    let read = page("1 0 0 0 0 0 1", "1 0 0 0 0 1 2");
    assert_eq!(read.row("applications", "denied_state_secret"), OPEN);
    assert_eq!(read.row("applications", "granted"), "1 0 0 0 0 0 1");
    // With all its figures the ordinal is one too many; which one that is, only the sum can tell.
    let read = page("1 0 0 0 0 0 1", "1 0 0 0 0 0 1 2");
    assert_eq!(read.row("applications", "denied_state_secret"), "1 0 0 0 0 ? ?");
    let read = page("1 0 0 0 0 0 1", "3 0 0 0 0 0 3 2");
    assert_eq!(read.row("applications", "denied_state_secret"), "3 0 0 0 0 0 3");
}

/// Table three as HTML, with some of its rows stacked in one; `cell` writes the lines of a cell.
fn stacked(cell: impl Fn(Vec<String>) -> String) -> String {
    let (apart, together) = (&ROWS[..4], &ROWS[4..8]);
    let column = |at: usize| cell(texts(together.iter().map(|(_, _, numbers)| numbers[at])));
    let labels = cell(texts(together.iter().map(|(_, label, _)| *label)));
    let row = tagged(&[vec!["（三）不予公开".to_owned(), labels], (0..7).map(column).collect()].concat());
    let lead = |line: &[String]| tagged(&[&[String::new()], line].concat());
    let table = table_three(apart, 0, |line| tagged(&[&[String::new()], line].concat()));
    let rest: String =
        ROWS[8..].iter().map(|(_, label, f)| lead(&[vec![(*label).to_owned()], texts(f)].concat())).collect();
    let head = HEAD.replace('\n', "</p><p>");
    format!("<html><body><p>{head}{THREE}</p><table>{table}{row}{rest}</table><p>五、存在的问题</p></body></html>")
}

#[test]
fn rows_stacked_in_one_row_are_parted_where_all_columns_count_alike() {
    assert_rows(&read(&stacked(|lines| lines.join("<br>"))), "breaks");
    assert_rows(&read(&stacked(|lines| lines.iter().map(|line| format!("<p>{line}</p>")).collect())), "paragraphs");
    // An empty line is no line; a label too many; a line that is no label.
    let lossy = stacked(|lines| lines.join("<br>").replace("<br>0<br>", "<br><br>"));
    let more = stacked(|lines| lines.join("<br>")).replace("1.属于国家秘密", "1.属于国家秘密<br>3.危及“三安全一稳定”");
    let other = stacked(|lines| lines.join("<br>")).replace("1.属于国家秘密", "1.其他情形");
    for page in [lossy, more, other] {
        let page = read(&page);
        for (code, ..) in &ROWS[4..8] {
            assert!(!page.row("applications", code).contains(|c: char| c.is_ascii_digit()), "{code}");
        }
        assert_eq!(page.row("applications", "granted"), figures(&ROWS[2].2));
    }
}

#[test]
fn of_two_figures_in_a_cell_neither_is_claimed_and_the_row_stands() {
    let ways: [fn(u32) -> String; 3] =
        [|n| format!("{n}（{}）", n + 3), |n| format!("{n}/{}", n + 3), |n| format!("{n} （{}）", n + 3)];
    for pair in ways {
        let page = rows(
            &["申请人情况\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"],
            |at, f| f.iter().map(|n| if at == 3 { n.to_string() } else { pair(*n) }).collect(),
        );
        for (format, page) in in_every_format(&page).into_iter().skip(1) {
            assert_eq!(page.row("applications", "received_new"), OPEN, "{format}");
            assert_eq!(page.row("applications", "granted_in_part"), figures(&ROWS[3].2), "{format}");
        }
    }
}

#[test]
fn of_two_figures_in_a_cell_the_first_is_claimed_where_the_page_says_so() {
    let page = |note: &str| {
        let header = "申请人情况\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计";
        rows(&[note, header], |_, f| f.iter().map(|n| format!("{n}（{}）", n + 3)).collect())
    };
    for (format, page) in in_every_format(&page("注：括号内为上年度数据")).into_iter().skip(1) {
        assert_rows(&page, format);
    }
    for (format, page) in in_every_format(&page("注：括号内为网络申请数")) {
        assert!(!page.row("applications", "received_new").contains(|c: char| c.is_ascii_digit()), "{format}");
    }
}

#[test]
fn words_that_programs_write_for_an_empty_cell_are_no_text() {
    for empty in ["nan", "NaN", "None", "null"] {
        // As a program writes out merged cells: labels of groups stand left of those of their rows.
        let row = |(code, label, f): &(&str, &str, [u32; 7])| {
            let is_inner = !["received_new", "carried_in", "carried_out"].contains(code);
            let labels = if is_inner { [empty, label] } else { [label, empty] };
            tabbed(&[texts(labels), f.iter().map(|n| format!("{n}.0")).collect()].concat())
        };
        let table: String = ROWS.iter().map(row).collect();
        let two = format!(
            "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1.0\t{empty}\t3.0\n\
             信息内容\t本年处理决定数量\t{empty}\t{empty}\n行政许可\t5.0\t{empty}\t{empty}\n"
        );
        let page = read(&format!("{HEAD}{two}{THREE}{table}{END}"));
        assert_rows(&page, empty);
        assert_eq!(page.row("disclosures", "rules"), "1 _ 3", "{empty}");
        assert_eq!(page.row("disclosures", "licensing"), "5", "{empty}");
    }
}

#[test]
fn figures_in_fields_are_read_and_what_fields_hide_is_not() {
    let field = |kind: &str, n: &str| format!("<input {kind} readonly value=\"{n}\">");
    let page = |kind: &str| {
        let lines = rows(
            &["申请人情况\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"],
            |_, f| f.iter().map(|n| field(kind, &n.to_string())).collect(),
        );
        let body: String = lines.lines().fold(String::new(), |body, line| match line.contains('\t') {
            true => body + &tagged(&texts(line.split('\t'))),
            false => body + &format!("</table><p>{line}</p><table>"),
        });
        read(&format!("<html><body><form><input type=text value=\"99\"></form><table>{body}</table></body></html>"))
    };
    for kind in ["", "type=text", "type='number'"] {
        assert_rows(&page(kind), kind);
    }
    for kind in ["type=hidden", "type=checkbox", "style='display:none'"] {
        assert_eq!(page(kind).row("applications", "received_new"), "_ _ _ _ _ _ _", "{kind}");
    }
}

#[test]
fn a_numeral_in_a_rows_last_cell_is_no_ordinal_of_the_next_row() {
    let two = |rules: &str, normative: &str| {
        format!(
            "{HEAD}二、主动公开政府信息情况\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n{rules}\n\
             {normative}\n3\n1\n12\n信息内容\n本年处理决定数量\n行政许可\n5\n行政处罚\n7\n行政强制\n8\n"
        )
    };
    for (rules, normative) in [
        ("0\n0\n三", "行政规范性文件"),
        ("0\n0\n一", "行政规范性文件"),
        ("0\n0\n三", "规范性文件"),
        ("0\n0\n十二", "行政规范性文件"),
        ("0\n0\n三", "行政规范性文见"),
        ("0\n三", "行政规范性文件"),
    ] {
        for page in [two(rules, normative), two(rules, normative).replace('\n', " ").replace("二、主", "\n二、主")]
        {
            let page = read(&page);
            let found = page.row("disclosures", "rules");
            assert!(!found.ends_with('0'), "{rules} {normative}: {found}");
            assert!(!found.contains("0 0 0"), "{found}");
        }
    }
    let three = |last: &str| {
        let table = table_three(&ROWS, 0, tabbed).replace("二、上年结转", "上年结转").replace('\t', "\n");
        let table = table.replacen("16\n上年结转", &format!("{last}\n上年结转"), 1);
        read(&format!("{HEAD}{THREE}{table}{END}")).row("applications", "received_new")
    };
    assert_eq!(three("16"), figures(&ROWS[0].2));
    assert!(!three("二").ends_with('0'));
}

#[test]
fn a_figure_written_out_for_merged_columns_is_one_cell() {
    let page = |third: &str| {
        let line = |cells: &[&str]| piped(&texts(cells));
        let lines = [
            line(&["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
            line(&["规章", "0", "1", "2"]),
            line(&["信息内容", "本年处理决定数量", "本年处理决定数量", "本年处理决定数量"]),
            line(&["行政许可", "1686", "1686", third]),
            line(&["行政处罚", "7", "7", "7"]),
        ];
        read(&format!("{HEAD}二、主动公开政府信息情况\n{}{THREE}", lines.concat()))
    };
    assert_eq!(page("1686").row("disclosures", "licensing"), "1686");
    assert_eq!(page("1687").row("disclosures", "licensing"), "?");
    assert_eq!(page("1687").row("disclosures", "penalties"), "7");
}

/// Table three with a line for each cell; in `carried_in` these stand.
fn lined(cells: &[&str]) -> String {
    let row = |(code, label, numbers): &(&str, &str, [u32; 7])| {
        let own: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let cells: Vec<String> = if *code == "carried_in" { texts(cells) } else { own };
        format!("{label}\n\n{}\n\n", cells.join("\n\n"))
    };
    format!("{HEAD}{THREE}{}{END}", ROWS.iter().map(row).collect::<String>())
}

#[test]
fn what_is_no_figure_where_one_should_stand_makes_no_zero() {
    for spoilt in ["?", "o", "#REF!", "待定", "N/A", "??"] {
        let behind = read(&lined(&["0", "0", "0", "0", "0", "0", spoilt]));
        assert!(!behind.row("applications", "carried_in").ends_with(" 0"), "{spoilt}");
        let between = read(&lined(&["0", "0", spoilt, "0", "0", "0", "0"]));
        assert_ne!(between.row("applications", "carried_in"), "0 0 0 0 0 0 0", "{spoilt}");
    }
    let two = read(&lined(&["0", "0", "0", "0", "0", "o", "待定"]));
    assert_ne!(two.row("applications", "carried_in"), "0 0 0 0 0 0 0");
    let lost = read(&lined(&["0", "0"]));
    assert_eq!(lost.row("applications", "carried_in"), "0 0 0 0 0 0 0");
}

#[test]
fn a_row_with_which_the_page_ends_may_be_cut_off() {
    let row = |(_, label, numbers): &(&str, &str, [u32; 7])| piped(&[texts([*label]), texts(*numbers)].concat());
    let cut = format!("{HEAD}{THREE}{}| 2.重复申请 | 0 | 0 | 0 | 0 |", ROWS[..8].iter().map(row).collect::<String>());
    for end in ["", "\n……（内容过长，已截断）\n"] {
        assert_eq!(read(&format!("{cut}{end}")).row("applications", "not_processed_repeat"), OPEN, "{end}");
    }
    let whole = format!("{cut} 0 | 0 | 0 |");
    assert_eq!(read(&whole).row("applications", "not_processed_repeat"), "0 0 0 0 0 0 0");
}

/// A statistical sheet numbers its rows beside their labels and its columns below their names.
#[test]
fn a_sheets_numbers_of_rows_and_columns_are_no_figures() {
    let row = |cells: &[&str]| format!("<tr><td>{}</td></tr>", cells.join("</td><td>"));
    let two = [
        row(&["信息内容", "行次", "本年制发件数", "本年废止件数", "现行有效件数"]),
        row(&["规章", "1", "0", "2", "7"]),
        row(&["行政规范性文件", "2", "11", "8", "79"]),
        row(&["信息内容", "行次", "本年处理决定数量"]),
        row(&["行政许可", "3", "2455"]),
    ];
    let numbers = |from: usize| texts((from..from + 15).collect::<Vec<_>>());
    let four = |from: usize| {
        let heads = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>\
                     <tr><td rowspan=2>结果维持<td rowspan=2>结果纠正<td rowspan=2>其他结果<td rowspan=2>尚未审结<td rowspan=2>总计\
                     <td colspan=5>未经复议直接起诉<td colspan=5>复议后起诉</tr>";
        let names = row(&[RESULTS, RESULTS].concat());
        let cells = row(&["1", "0", "0", "0", "1", "2", "0", "0", "0", "2", "0", "3", "0", "0", "3"]);
        format!(
            "<table>{heads}{names}{}{cells}</table>",
            row(&numbers(from).iter().map(String::as_str).collect::<Vec<_>>())
        )
    };
    let page = |from| {
        read(&format!("{HEAD}二、主动公开政府信息情况\n<table>{}</table>{FOUR}{}{END}", two.concat(), four(from)))
    };
    let numbered = page(1);
    assert_eq!(numbered.row("disclosures", "rules"), "0 2 7");
    assert_eq!(numbered.row("disclosures", "normative_documents"), "11 8 79");
    assert_eq!(numbered.row("disclosures", "licensing"), "2455");
    assert_eq!(numbered.table("reviews"), "1 0 0 0 1 2 0 0 0 2 0 3 0 0 3");
    // other figures above are not passed over
    assert_ne!(page(2).table("reviews"), "1 0 0 0 1 2 0 0 0 2 0 3 0 0 3");
}

/// Rows of table three with a running number and a unit before their figures, and a remark behind them.
#[test]
fn units_and_remarks_beside_the_figures_are_no_figures() {
    let head = texts(["序号", "项目", "计量单位"].into_iter().chain(PERSONS).chain(["备 注"]));
    let row = |(at, (_, label, figures)): (usize, &(&str, &str, [u32; 7]))| {
        let mut cells = texts([(at + 1).to_string(), (*label).to_owned(), "件".to_owned()]);
        cells.extend(texts(figures));
        cells.push(["", "2", "其中网上1", "同上"][at % 4].to_owned());
        cells
    };
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(ROWS.iter().enumerate().map(row)).collect();
    let write = |row: fn(&[String]) -> String| rows.iter().map(|cells| row(cells)).collect::<String>();
    for table in [write(piped), format!("<table>{}</table>", write(tagged))] {
        assert_rows(&read(&format!("{HEAD}{THREE}{table}{END}")), &table);
    }
}

/// A publisher whose figures stand one column too far to the right has the totals below 备注.
#[test]
fn a_figure_below_remarks_may_be_one_of_the_form() {
    let head = texts(["申请人情况"].into_iter().chain(PERSONS).chain(["备注"]));
    let shifted =
        |(_, label, figures): &(&str, &str, [u32; 7])| tagged(&[texts([*label, ""]), texts(figures)].concat());
    let rows: String = ROWS.iter().map(shifted).collect();
    let page = read(&format!("{HEAD}{THREE}<table>{}{rows}</table>{END}", tagged(&head)));
    for (code, _, known) in ROWS {
        let row = page.row("applications", code);
        assert!(row == OPEN || row == figures(&known), "{code}: {row}");
    }
    // Below it and beside a cell that is there and empty it is none.
    let fees =
        "<table><tr><td>信息内容<td>本年收费金额（单位：万元）<td>说明<tr><td>行政事业性收费<td>&nbsp;<td>37.5</table>";
    let page = read(&format!("{HEAD}二、主动公开政府信息情况\n{fees}{END}"));
    assert_eq!(page.row("disclosures", "fees"), "_");
}

#[test]
fn a_sum_keeps_a_unit_that_is_not_the_forms() {
    let page = |unit: &str, name: &str| {
        let row = |cells: &[&str]| tagged(&texts(cells));
        read(&format!(
            "{HEAD}二、主动公开政府信息情况\n<table>{}{}{}{}</table>{END}",
            row(&["信息内容", name, "本年制发件数", "本年废止件数", "现行有效件数"]),
            row(&["行政规范性文件", "件", "2", "0", "9"]),
            row(&["信息内容", name, "本年收费金额（单位：万元）", "", ""]),
            row(&["行政事业性收费", unit, "31.5", "", ""]),
        ))
    };
    assert_eq!(page("万元", "单位").row("disclosures", "fees"), "31.5");
    assert_eq!(page("万元", "单位").row("disclosures", "normative_documents"), "2 0 9");
    assert_ne!(page("元", "单位").row("disclosures", "fees"), "31.5", "nobody has said that these are 万元");
}
