//! Several tables of one kind on one page: no row of one is ever taken for the other.

use std::ops::Range;

use super::pages::{
    END, FOUR, HEAD, PERSONS, RESULTS, ROWS, THREE, figures, in_every_format, piped, read, tabbed, table_three, texts,
};

const ABSENT: &str = "- - - - - - -";
const OPEN: &str = "? ? ? ? ? ? ?";

/// Of a page in every format, that these rows are open, those before them have their figures, and those behind are absent.
fn assert_open(lines: &str, open: Range<usize>) {
    for (format, page) in in_every_format(lines) {
        for (at, (code, _, numbers)) in ROWS.iter().enumerate() {
            let expected = match at {
                at if at < open.start => &figures(numbers),
                at if at < open.end => OPEN,
                _ => ABSENT,
            };
            assert_eq!(page.row("applications", code), expected, "{format}, {code}");
        }
    }
}

#[test]
fn rows_behind_the_last_sections_are_none_of_the_reports_table() {
    // The attachment's table has as many rows as the report's, two of them the same ones.
    let lines = format!(
        "{HEAD}{THREE}{}{END}附件：统计表\n{}",
        table_three(&ROWS[..7], 0, tabbed),
        table_three(&ROWS[5..], 7, tabbed)
    );
    assert_open(&lines, 5..7);
}

#[test]
fn an_attachment_about_other_bodies_makes_nothing_doubtful() {
    let page = |head: &str, title: &str| {
        let (own, others) = (table_three(&ROWS, 0, tabbed), table_three(&ROWS, 7, tabbed));
        in_every_format(&format!("{head}{THREE}{own}{END}{title}\n{others}"))
    };
    for title in ["附件：县水利工程管理大队数据", "附件2：各部门申请办理情况（全县汇总）", "附表：所属事业单位情况"]
    {
        for (format, page) in page(HEAD, title) {
            for (code, _, numbers) in &ROWS {
                assert_eq!(page.row("applications", code), figures(numbers), "{format}, {title}, {code}");
            }
        }
    }
    // A title that says nothing of the kind, and a report that is of such a body itself.
    let of_a_brigade = HEAD.replacen('局', "局大队", 1);
    for (head, title) in [(HEAD, "附件：统计表"), (of_a_brigade.as_str(), "附件：执法大队统计表")] {
        for (format, page) in page(head, title) {
            assert_eq!(page.row("applications", ROWS[0].0), OPEN, "{format}, {title}");
        }
    }
}

#[test]
fn an_example_of_a_filled_form_is_not_the_reports() {
    let page = |title: &str| {
        let (example, own) = (table_three(&ROWS[..4], 7, tabbed), table_three(&ROWS, 0, tabbed));
        in_every_format(&format!("{HEAD}{THREE}{title}\n{example}示例结束\n正式填报：\n{own}{END}"))
    };
    for (format, page) in page("填报示例（请勿删除）：") {
        for (code, _, numbers) in &ROWS {
            // In a sheet that is one table all through, a title is a cell like others, and announces nothing.
            let read = page.row("applications", code);
            assert!(
                read == figures(numbers) || format == "xlsx" && [OPEN, ABSENT].contains(&read.as_str()),
                "{format}, {code}: {read}"
            );
        }
    }
    // Where nothing says which of the two is the report's, and the first has fewer rows.
    for (format, page) in page("办理情况：") {
        for (code, _, numbers) in &ROWS {
            let read = page.row("applications", code);
            assert!([OPEN, ABSENT, &figures(numbers)].contains(&read.as_str()), "{format}, {code}: {read}");
        }
    }
    let alone = format!("{HEAD}{THREE}填报示例：\n{}{END}", table_three(&ROWS, 7, tabbed));
    for (format, page) in in_every_format(&alone) {
        assert_eq!(page.row("applications", "granted"), OPEN, "{format}");
    }
}

#[test]
fn a_third_table_is_heard_too_where_the_second_is_an_earlier_years() {
    let lines = |third: &str| {
        let own = table_three(&ROWS, 0, tabbed);
        let earlier = table_three(&ROWS, 5, tabbed);
        format!("{HEAD}{THREE}{own}2021年数据\n{earlier}{third}{END}")
    };
    let third = format!("统计表\n{}", table_three(&ROWS, 7, tabbed));
    assert_eq!(read(&lines("")).row("applications", ROWS[0].0), figures(&ROWS[0].2));
    assert_eq!(read(&lines(&third)).row("applications", ROWS[0].0), OPEN);
}

#[test]
fn a_heading_in_a_row_of_the_sheet_parts_tables_as_well() {
    let lines = format!(
        "{HEAD}{THREE}{}五、存在的主要问题及改进情况\n无。\n{}",
        table_three(&ROWS[..7], 0, tabbed),
        table_three(&ROWS[7..], 7, tabbed)
    );
    for (format, page) in in_every_format(&lines) {
        assert_eq!(page.row("applications", "unavailable_not_held"), figures(&ROWS[6].2), "{format}");
        assert_eq!(page.row("applications", "carried_out"), ABSENT, "{format}");
    }
}

#[test]
fn fewer_rows_outside_of_its_section_are_an_excerpt_and_make_nothing_doubtful() {
    for rows in [&ROWS[3..8], &ROWS[6..], &ROWS[7..]] {
        let lines = format!(
            "{HEAD}{THREE}{}{END}所属单位的情况\n{}",
            table_three(&ROWS[..7], 0, tabbed),
            table_three(rows, 7, tabbed)
        );
        for (format, page) in in_every_format(&lines) {
            for (at, (code, _, numbers)) in ROWS.iter().enumerate() {
                let expected = if at < 7 { &figures(numbers) } else { ABSENT };
                assert_eq!(page.row("applications", code), expected, "{format}, {code}");
            }
        }
    }
}

#[test]
fn a_table_of_few_rows_in_its_section_is_not_replaced_by_a_longer_one_elsewhere() {
    let lines = format!(
        "{HEAD}{THREE}{}{END}所属单位的情况\n{}",
        table_three(&ROWS[..2], 0, tabbed),
        table_three(&ROWS, 7, tabbed)
    );
    for (format, page) in in_every_format(&lines) {
        for (at, (code, ..)) in ROWS.iter().enumerate() {
            let expected = if at < 2 { OPEN } else { ABSENT };
            assert_eq!(page.row("applications", code), expected, "{format}, {code}");
        }
    }
}

#[test]
fn a_table_cut_after_few_rows_is_not_replaced_by_what_follows() {
    for (above, rows) in [("附件1\n", &ROWS[..]), ("下属单位的情况\n", &ROWS[3..]), ("附表\n", &ROWS[1..])] {
        let (own, other) = (table_three(&ROWS[..2], 0, tabbed), table_three(rows, 7, tabbed));
        for (format, page) in in_every_format(&format!("{HEAD}{THREE}{own}{above}{other}")) {
            for (code, ..) in ROWS {
                let found = page.row("applications", code);
                let is_own = ROWS[..2].iter().any(|(own, _, numbers)| *own == code && figures(numbers) == found);
                assert!(is_own || !found.contains(|c: char| c.is_ascii_digit()), "{format}, {above}{code}: {found}");
            }
        }
    }
}

#[test]
fn an_attachment_directly_behind_a_cut_table_does_not_go_on_with_it() {
    for above in ["附件：所属单位的情况", "附表2"] {
        let lines = format!(
            "{HEAD}{THREE}{}{above}\n{}",
            table_three(&ROWS[..7], 0, tabbed),
            table_three(&ROWS[7..], 7, tabbed)
        );
        for (format, page) in in_every_format(&lines) {
            assert_eq!(page.row("applications", "received_new"), figures(&ROWS[0].2), "{format}");
            assert_eq!(page.row("applications", "carried_out"), ABSENT, "{format}, {above}");
        }
    }
}

#[test]
fn below_a_title_nobody_knows_the_sums_say_whether_the_table_goes_on() {
    let page = |title: &str, more: u32| {
        let (first, second) = (table_three(&ROWS[..7], 0, tabbed), table_three(&ROWS[7..], more, tabbed));
        in_every_format(&format!("{HEAD}{THREE}{first}{title}\n{second}{END}"))
    };
    for (format, page) in page("下属单位的情况", 7) {
        assert_eq!(page.row("applications", "received_new"), figures(&ROWS[0].2), "{format}");
        assert_eq!(page.row("applications", "carried_out"), ABSENT, "{format}");
    }
    for (format, page) in page("某某县林业局办公室编印", 0) {
        assert_eq!(page.row("applications", "carried_out"), figures(&ROWS[11].2), "{format}");
    }
}

#[test]
fn rows_that_begin_anew_with_other_figures_are_another_table() {
    let lines =
        format!("{HEAD}{THREE}{}所属单位\n{}", table_three(&ROWS[..7], 0, tabbed), table_three(&ROWS[4..], 7, tabbed));
    assert_open(&lines, 4..7);
}

#[test]
fn a_table_that_a_page_cuts_in_two_goes_on_behind_it() {
    let second = table_three(&ROWS[7..], 0, tabbed);
    let header_apart = second.split_once('\n').unwrap();
    for (between, second) in
        [("", second.as_str()), ("续表\n", second.as_str()), ("— 4 —\n", header_apart.1), (THREE, second.as_str())]
    {
        let lines = format!("{HEAD}{THREE}{}{between}{second}{END}", table_three(&ROWS[..7], 0, tabbed));
        for (format, page) in in_every_format(&lines) {
            for (code, _, numbers) in ROWS {
                assert_eq!(page.row("applications", code), figures(&numbers), "{format}, {code}, {between}");
            }
        }
    }
    // Pieces that a converter put in another order.
    let first = table_three(&ROWS[..6], 0, tabbed);
    let rows = first.split_once('\n').unwrap().1;
    let lines = format!("{HEAD}{THREE}{}{rows}{END}", table_three(&ROWS[6..], 0, tabbed));
    for (code, _, numbers) in ROWS {
        assert_eq!(read(&lines).row("applications", code), figures(&numbers), "{code}");
    }
}

#[test]
fn rows_that_the_reports_table_lacks_are_not_taken_from_last_years() {
    let kept: Vec<_> = ROWS.into_iter().filter(|(code, ..)| *code != "other_misc").collect();
    let told = "附：2021年收到和处理政府信息公开申请情况（上年数）\n";
    for (above, undecided) in [(told, false), ("", true)] {
        let own = table_three(&kept, 0, piped);
        let page = read(&format!("{HEAD}{THREE}{own}{END}{above}{}", table_three(&ROWS, 1, piped)));
        assert_eq!(page.row("applications", "other_misc"), ABSENT, "{above}");
        for (code, _, numbers) in &kept {
            let expected = if undecided { OPEN } else { &figures(numbers) };
            assert_eq!(page.row("applications", code), expected, "{code} {above}");
        }
    }
}

#[test]
fn a_table_below_the_title_of_an_earlier_report_is_that_ones() {
    let of = |title: &str| {
        let (own, other) = (table_three(&ROWS, 0, piped), table_three(&ROWS, 3, piped));
        read(&format!("{HEAD}{THREE}{own}{END}{title}\n{other}")).row("applications", "received_new")
    };
    let own = figures(&ROWS[0].2);
    assert_eq!(
        of("某某县林业和草原生态建设管理局2021年政府信息公开工作年度报告 三、收到和处理政府信息公开申请情况"),
        own
    );
    assert_eq!(of("相关阅读：上年度报告（节选）"), own);
    assert_eq!(
        of("某某县林业和草原生态建设管理局2022年政府信息公开工作年度报告 三、收到和处理政府信息公开申请情况"),
        OPEN
    );
    assert_eq!(of("某某县林业和草原生态建设管理局2021年收到和处理政府信息公开申请的全部情况表如下"), OPEN);
}

#[test]
fn a_breakdown_above_the_table_is_no_header_of_it() {
    let breakdown = [
        "片区 | 本年新收政府信息公开申请数量 |  | 予以公开 |  |",
        " | 2021年 | 2022年 | 2021年 | 2022年 |",
        "东片区 | 36 | 32 | 14 | 4 |",
        "合计 | 50 | 56 | 42 | 30 |",
    ];
    let lines = format!("{HEAD}{THREE}{}\n全县情况：\n{}{END}", breakdown.join("\n"), table_three(&ROWS, 0, piped));
    for (code, _, numbers) in ROWS {
        assert_eq!(read(&lines).row("applications", code), figures(&numbers), "{code}");
    }
}

#[test]
fn a_small_table_in_the_narrative_makes_nothing_doubtful() {
    let two = "二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t1\t4\n行政规范性文件\t3\t1\t12\n\
               信息内容\t本年处理决定数量\n行政许可\t5\n行政处罚\t7\n行政强制\t8\n";
    let small = "类别\t条数\t点击量\n规章\t2\t301\n规范性文件\t18\t5120\n行政许可\t4021\t90211\n";
    for (format, page) in in_every_format(&format!("{HEAD}{small}{two}{THREE}{}{END}", table_three(&ROWS, 0, tabbed))) {
        let found = ["rules", "normative_documents", "licensing", "penalties"].map(|row| page.row("disclosures", row));
        assert_eq!(found, ["0 1 4", "3 1 12", "5", "7"], "{format}");
    }
}

/// Table four with lines of two years below its header, each with its name.
fn two_lines(first: &str, second: &str) -> String {
    let header = RESULTS.iter().map(|word| format!("<td>{word}</td>")).collect::<String>().repeat(3);
    let cells = |figures: [u32; 15]| figures.map(|figure| format!("<td>{figure}</td>")).concat();
    let above = cells([1, 1, 2, 1, 5, 3, 1, 1, 1, 6, 3, 1, 0, 0, 4]);
    let below = cells([2, 1, 0, 1, 4, 4, 0, 0, 1, 5, 4, 1, 0, 0, 5]);
    format!(
        "{HEAD}{FOUR}<table><tr><td rowspan=3>年度</td><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>\
         <tr><td rowspan=2 colspan=5></td><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr><tr>{header}</tr>\
         <tr><td>{first}</td>{above}</tr><tr><td>{second}</td>{below}</tr></table>{END}"
    )
}

#[test]
fn of_two_lines_below_one_header_the_one_of_the_reports_year_is_taken() {
    let (above, below) = ("1 1 2 1 5 3 1 1 1 6 3 1 0 0 4", "2 1 0 1 4 4 0 0 1 5 4 1 0 0 5");
    for (first, second, cells) in [
        ("2021年", "2022年", below),
        ("2022年", "2021年", above),
        ("上年同期", "本年", below),
        ("甲单位", "乙单位", "? ? ? ? ? ? ? ? ? ? ? ? ? ? ?"),
    ] {
        assert_eq!(read(&two_lines(first, second)).table("reviews"), cells, "{first} {second}");
    }
}

/// Headings between the attachment's title and its tables do not take its year from them.
#[test]
fn the_tables_of_an_attachment_are_of_the_year_that_its_title_tells() {
    let four = |cells: &str| {
        format!("{FOUR}行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n{}\n{cells}\n", RESULTS.repeat(3).join("\t"))
    };
    let own = "1\t0\t0\t0\t1\t2\t0\t0\t0\t2\t0\t3\t0\t0\t3";
    let tables = |more: u32, cells: &str| format!("{THREE}{}{}", table_three(&ROWS, more, tabbed), four(cells));
    let page = |title: &str| {
        let (report, attached) = (tables(0, own), tables(7, &own.replace('3', "4")));
        in_every_format(&format!("{HEAD}{report}{END}{title}\n{attached}"))
    };
    for (format, page) in page("附件：2021年度政府信息公开工作年度报告有关数据（供对照）") {
        for (code, _, numbers) in ROWS {
            assert_eq!(page.row("applications", code), figures(&numbers), "{format}, {code}");
        }
        assert_eq!(page.table("reviews"), own.replace('\t', " "), "{format}");
    }
    for (format, page) in page("附件：有关数据") {
        assert_eq!(page.row("applications", "received_new"), OPEN, "{format}");
    }
}

#[test]
fn lines_of_offices_beside_the_forms_line_are_theirs() {
    let mut heads = texts(["行政复议", "行政诉讼"]);
    heads.extend(texts(RESULTS));
    heads.extend(texts(["未经复议直接起诉", "复议后起诉"]));
    heads.extend(texts(RESULTS.iter().chain(&RESULTS)));
    let own = "1 0 0 0 1 0 1 0 0 1 0 0 1 0 1".split(' ');
    let line = |name: &str, more: u32| tabbed(&[texts([name]), texts((0..15).map(|at| at + more))].concat());
    let by_office = |names: [&str; 2]| format!("单位\t{}{}{}", tabbed(&heads), line(names[0], 1), line(names[1], 2));
    let form = format!("{}{}", tabbed(&heads), tabbed(&texts(own.clone())));
    let known: Vec<&str> = own.collect();
    for (names, is_told) in [(["城管分局", "水务分局"], true), (["2021年", "2022年"], false)] {
        let others = by_office(names);
        for lines in [format!("{others}本机关情况\n{form}"), format!("{form}各单位情况\n{others}")] {
            for (format, page) in in_every_format(&format!("{HEAD}{FOUR}{lines}{END}")) {
                assert_eq!(
                    page.table("reviews") == known.join(" "),
                    is_told,
                    "{format}, {names:?}: {}",
                    page.table("reviews")
                );
            }
        }
    }
}

#[test]
fn three_years_of_table_two_are_no_second_table() {
    let years = "信息内容\t2020年\t2021年\t2022年\n规章\t0\t1\t1\n行政规范性文件\t3\t2\t4\n行政许可\t8\t9\t7\n行政处罚\t1\t2\t3\n";
    let form = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t1\t0\t6\n行政规范性文件\t4\t1\t9\n\
                信息内容\t本年处理决定数量\n行政许可\t7\n行政处罚\t3\n行政强制\t0\n";
    for lines in [format!("{years}各项如下\n{form}"), format!("{form}近三年情况\n{years}")] {
        for (format, page) in in_every_format(&format!("{HEAD}二、主动公开政府信息情况\n{lines}{THREE}{END}"))
        {
            let rows =
                ["rules", "normative_documents", "licensing", "penalties", "coercion"].map(|row| page.cells(row));
            assert_eq!(rows, ["1 0 6", "4 1 9", "7", "3", "0"], "{format}");
        }
    }
}

#[test]
fn a_label_typed_twice_begins_no_second_table() {
    let mut rows = ROWS;
    // Somebody copied the label of the row above.
    rows[6].1 = rows[5].1;
    for (format, page) in in_every_format(&format!("{HEAD}{THREE}{}{END}", table_three(&rows, 0, tabbed))) {
        for (at, (code, _, numbers)) in ROWS.iter().enumerate() {
            let shown = page.row("applications", code);
            match at {
                5 => assert_eq!(shown, OPEN, "{format}, {code}"),
                6 => assert!([ABSENT, OPEN, &figures(numbers)].contains(&shown.as_str()), "{format}, {code}: {shown}"),
                _ => assert_eq!(shown, figures(numbers), "{format}, {code}"),
            }
        }
    }
    // Below a header of its own a table begins, whatever row it begins with.
    let head = format!("申请人情况\t{}\n", PERSONS.join("\t"));
    let (first, second) = (table_three(&ROWS[..6], 0, tabbed), table_three(&ROWS[5..], 7, tabbed));
    let page = read(&format!("{HEAD}{THREE}{first}{head}{second}{END}"));
    assert_eq!(page.row("applications", ROWS[8].0), ABSENT);
}

#[test]
fn rows_behind_later_headings_are_of_the_table_if_the_sums_say_so() {
    let page = |more: u32| {
        let (above, below) = (table_three(&ROWS[..2], 0, tabbed), table_three(&ROWS[2..], more, tabbed));
        in_every_format(&format!("{HEAD}{THREE}{above}{FOUR}无。\n五、存在的主要问题及改进情况\n人员不足。\n{below}"))
    };
    for (format, page) in page(0) {
        for (code, _, numbers) in &ROWS {
            assert_eq!(page.row("applications", code), figures(numbers), "{format}, {code}");
        }
    }
    for (format, page) in page(7) {
        let told = ROWS.map(|(code, ..)| page.row("applications", code));
        let claimed = told.iter().filter(|row| ![ABSENT, OPEN].contains(&row.as_str())).count();
        assert!(claimed <= 2 || told[0] == ABSENT, "{format}: {told:?}");
    }
}
