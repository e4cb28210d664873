//! Cells that hold other things than a figure, and figures whose place has to be found: words, unseen characters,
//! empty cells on either side, glued rows, a second table four.

use super::pages::{END, FOUR, HEAD, RESULTS, ROWS, figures, piped, read, texts};

/// Table four with its header, cells parted by `between`, then these cells.
fn table_four(between: &str, figures: &str) -> String {
    let mut words = vec!["行政复议", "行政诉讼"];
    words.extend(RESULTS);
    words.extend(["未经复议直接起诉", "复议后起诉"]);
    words.extend(RESULTS.iter().chain(&RESULTS));
    let line = |cells: Vec<&str>| match between {
        "\n" => cells.join("\n"),
        _ => format!("{} |", cells.join(between)),
    };
    format!("{}\n{}\n", line(words), line(figures.split(' ').collect()))
}

fn page_four(between: &str, figures: &str) -> String {
    format!("{HEAD}{FOUR}{}五、存在的主要问题及改进情况\n人员不足。\n", table_four(between, figures))
}

#[test]
fn a_word_in_the_line_of_table_four_is_a_cell_of_it() {
    let of = |between, figures| read(&page_four(between, figures)).table("reviews");
    for between in [" | ", "\n"] {
        assert_eq!(of(between, "0 0 0 见说明 0 0 0 0 0 0 1 0 2 1 4"), "0 0 0 ! 0 0 0 0 0 0 1 0 2 1 4");
        // The word may be the first cell's, or the line's name before figures of which one is lost.
        assert_eq!(of(between, "见说明 0 0 0 0 0 0 0 0 0 1 0 2 1 4"), ["?"; 15].join(" "));
    }
    assert_eq!(of(" | ", "0 0 0 0 0 0 0 0 0 0 1 0 2 1 见说明"), "0 0 0 0 0 0 0 0 0 0 1 0 2 1 !");
    // A letter by itself may be a vertical label's.
    assert_eq!(of("\n", "0 0 三 0 3 0 0 0 0 0 0 0 0 0 0"), ["?"; 15].join(" "));
    // A cell too few besides: nothing is known.
    for figures in ["0 0 0 见说明 0 0 0 0 0 0 0 0 0 0", "0 0 0 见说明 0 0", "0 0 0 见说明"] {
        for between in [" | ", "\n"] {
            let found = of(between, figures);
            assert!(!found.contains(|c: char| c.is_ascii_digit()), "{figures}: {found}");
        }
    }
}

#[test]
fn a_word_behind_too_few_figures_leaves_the_row_open() {
    let page = |rules: &str| {
        format!(
            "{HEAD}二、主动公开政府信息情况\n信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 {rules}\n\
             行政规范性文件 3 1 12\n信息内容 本年处理决定数量\n行政许可 5\n行政处罚 0\n行政强制 0\n"
        )
    };
    for rules in ["0 0 见附件", "0 见附件", "见附件 0 0", "0 见附件 0", "0 0 十二"] {
        for text in [page(rules), page(rules).replace(' ', "\n")] {
            let page = read(&text);
            let found = page.cells("rules");
            let claimed = found.chars().filter(char::is_ascii_digit).count();
            assert!(claimed == 0 || claimed == 2 && found.contains('!'), "{rules}: {found}");
            assert_eq!(page.cells("normative_documents"), "3 1 12");
        }
    }
    assert_eq!(read(&page("0 2 7")).cells("rules"), "0 2 7");
}

#[test]
fn characters_that_take_no_room_are_no_part_of_a_figure_or_label() {
    for unseen in ['\u{200b}', '\u{feff}', '\u{2060}', '\u{ad}', '\u{200d}'] {
        let rows = [
            format!("| 信息内容 | 本年制发件数 | 本年废{unseen}止件数 | 现行有效件数 |"),
            format!("| 规{unseen}章 | {unseen}0 | 1{unseen}2{unseen} | {unseen} |"),
            format!("| 行政规范性文件{unseen} | {unseen}十二{unseen} | 1{unseen},000 | 3{unseen}件 |"),
            "| 信息内容 | 本年处理决定数量 |".to_owned(),
            format!("| 行政许可 | 12{unseen} 345 |"),
            format!("| 行政处罚 |{unseen}见{unseen}附件 |"),
        ];
        let page = read(&format!("{HEAD}二、主动公开政府信息情况\n{}\n", rows.join("\n")));
        let found = ["rules", "normative_documents", "licensing", "penalties"].map(|code| page.cells(code));
        assert_eq!(found, ["0 12 _", "12 1000 3", "12345", "!"], "{unseen:?}");
        let raw = page.report.cells.iter().filter_map(|cell| cell.raw.as_deref()).nth(1);
        assert_eq!(raw.map(|raw| raw.contains(unseen)), Some(true), "raw is what was found");
    }
}

/// Table three in pipes as a converter draws it, each line with nine cells.
fn drawn(rows: &[(&str, &str)]) -> String {
    let line =
        |(label, cells): &(&str, &str)| format!("| {label} |  | {} |", cells.replace('_', "").replace(' ', " | "));
    let rows: Vec<String> = rows.iter().map(line).collect();
    format!(
        "{HEAD}三、收到和处理政府信息公开申请情况\n|  |  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n\
         |---|---|---|---|---|---|---|---|---|\n{}\n",
        rows.join("\n")
    )
}

#[test]
fn in_lines_of_one_length_a_cell_is_told_by_its_place() {
    let page = read(&drawn(&[
        ("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
        ("二、上年结转政府信息公开申请数量", "12 3 0 0 0 1 _"),
        ("（一）予以公开", "5 1 2 0 15 0 23"),
        ("（二）部分公开", "0 0 0 0 0 0 _"),
        ("1.属于国家秘密", "_ 2 _ 1 0 0 3"),
        ("2.其他法律行政法规禁止公开", "0 0 0 0 0 0 0"),
        ("3.危及“三安全一稳定”", "_ 2 _ 1 0 0 4"),
        ("4.保护第三方合法权益", "1 0 0 0 0 1 _"),
        ("5.属于三类内部事务信息", "1 0 0 0 _ 2 _"),
        ("（七）总计", "5 3 2 1 15 0 26"),
    ]));
    assert_eq!(page.cells("carried_in"), "12 3 0 0 0 1 _");
    assert_eq!(page.cells("granted_in_part"), "0 0 0 0 0 0 _");
    assert_eq!(page.cells("denied_state_secret"), "_ 2 _ 1 0 0 3");
    // A sum that fails; a last figure that may be the total, moved to the front; two cells empty, the total one of them.
    for open in ["denied_security_stability", "denied_third_party_rights", "denied_internal_affairs"] {
        let found = page.cells(open);
        assert_eq!(found, "? ? ? ? ? ? ?", "{open}");
    }
}

#[test]
fn lines_of_other_lengths_prove_no_place() {
    let rows = [
        ("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
        ("二、上年结转政府信息公开申请数量", "12 3 0 0 0 1 _"),
        ("（一）予以公开", "5 1 2 0 15 0 23"),
        ("1.属于国家秘密", "0 0 0 0 0 0 0"),
        ("2.其他法律行政法规禁止公开", "0 0 0 0 0 0 0"),
    ];
    let text = drawn(&rows).replace("| 1.属于国家秘密 |  |", "| 1.属于国家秘密 |");
    assert_eq!(read(&text).cells("carried_in"), "? ? ? ? ? ? ?");
}

#[test]
fn a_page_glued_but_for_a_few_blanks_is_read_as_a_glued_one() {
    let text = format!(
        "{HEAD}二、主动公开政府信息情况\n信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件3133信息内容本年处理决定数量\
         行政许可822行政处罚342行政强制20信息内容本年收费金额（单位：万元）行政事业性收费150.646\n\
         三、收到和处理政府信息公开申请情况\n申请人情况自然人商业企业科研机构社会公益组织法律服务机构其他总计\
         一、本年新收政府信息公开申请数量  81 00 3 00 84二、上年结转政府信息公开申请数量4 00000 4三、本年度办理结果\
         （一）予以公开8500300882.其他法律行政法规禁止公开 0 000  0 0 03.危及“三安全一稳定”0 00 0000\
         （七）总计8500 30088四、结转下年度继续办理 0 000000\n"
    );
    let page = read(&text);
    let found = ["rules", "normative_documents", "licensing", "fees"].map(|code| page.cells(code));
    // The middle one may be 3, 1, 33 or 3, 13, 3 or 31, 3, 3.
    assert_eq!(found, ["0 0 0", "? ? ?", "822", "150.646"]);
    assert_eq!(page.cells("received_new"), "81 0 0 3 0 0 84");
    assert_eq!(page.cells("carried_in"), "4 0 0 0 0 0 4");
    assert_eq!(page.cells("denied_prohibited_by_law"), "0 0 0 0 0 0 0");
}

#[test]
fn a_page_that_is_not_glued_is_never_read_as_one() {
    // A cell is lost: 3 and 13 are two of three, not 3, 1 and 3.
    let page = read(&format!(
        "{HEAD}二、主动公开政府信息情况\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n行政规范性文件\n3\n13\n"
    ));
    assert!(!page.cells("normative_documents").contains(|c: char| c.is_ascii_digit()));
}

#[test]
fn a_second_table_four_is_another_reports_where_the_words_above_it_say_so() {
    let (own, other) = ("1 0 0 1 2 0 0 0 0 0 0 0 0 0 0", "3 1 4 1 9 0 1 1 0 2 1 0 4 0 5");
    let of = |above: &str| {
        let text = format!("{}{above}\n{}", page_four("\n", own), table_four("\n", other));
        read(&text).table("reviews")
    };
    assert_eq!(of("相关阅读\n某某市2021年政府信息公开工作年度报告（节选）\n四、行政复议、行政诉讼情况"), own);
    for unclear in ["相关阅读", "某某市2022年政府信息公开工作年度报告（节选）"] {
        assert_eq!(of(unclear), ["?"; 15].join(" "), "{unclear}");
    }
}

#[test]
fn a_remark_in_brackets_does_not_hide_what_announces_a_table() {
    let lines = |received: u32| {
        let row = |label: &str| format!("| {label} | {received} | 0 | 0 | 0 | 0 | 0 | {received} |");
        let labels = ["一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计", "四、结转下年度继续办理"];
        format!(
            "| 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n{}\n",
            labels.map(row).join("\n")
        )
    };
    let title = "附件：2021年收到和处理政府信息公开申请情况";
    let of = |title: &str| {
        let text =
            format!("{HEAD}三、收到和处理政府信息公开申请情况\n{}六、其他\n无。\n{title}\n{}", lines(7), lines(9));
        read(&text).cells("received_new")
    };
    assert_eq!(of(&format!("{title}（上年度数据，供对照和参考之用）")), "7 0 0 0 0 0 7");
    let prose = "2021年本机关收到和处理的政府信息公开申请及其复议诉讼的全部情况已经另行公布";
    assert_eq!(of(prose), ["?"; 7].join(" "));
}

#[test]
fn short_wordings_of_a_row_are_taken_as_they_are_written() {
    let of = |first: &str| {
        let line = |label: &str| format!("{label} | 5 | 0 | 0 | 0 | 0 | 0 | 5 |");
        let labels = [first, "上年结转", "（一）予以公开", "（七）总计", "四、结转下年度继续办理"];
        let header = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |";
        let text = format!("{HEAD}三、收到和处理政府信息公开申请情况\n{header}\n{}\n", labels.map(line).join("\n"));
        let page = read(&text);
        ["received_new", "carried_in"].map(|code| page.cells(code))
    };
    let full = "5 0 0 0 0 0 5".to_owned();
    assert_eq!(of("本年新收"), [full.clone(), full.clone()]);
    assert_eq!(of("本年新增"), ["- - - - - - -".to_owned(), full]);
}

#[test]
fn columns_of_ones_own_between_pipes_are_passed_over() {
    let head = [
        "序号",
        "申请人情况",
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
        "上年总计",
        "增减",
    ];
    let page = |slipped: bool| {
        let rows = ROWS.iter().enumerate().map(|(at, (code, label, figures))| {
            let mut cells = texts([(at + 1).to_string(), (*label).to_owned()]);
            cells.extend(texts(figures));
            cells.extend(texts([format!("{}", at + 20), format!("-{at}")]));
            if slipped && *code == "granted" {
                cells.remove(3);
                cells.push(String::new());
            }
            piped(&cells)
        });
        read(&format!(
            "{HEAD}三、收到和处理政府信息公开申请情况\n{}{}{END}",
            piped(&texts(head)),
            rows.collect::<String>()
        ))
    };
    let even = page(false);
    for (code, _, known) in ROWS {
        assert_eq!(even.row("applications", code), figures(&known), "{code}");
    }
    // A cell that slipped makes the sums fail, and then no place is certain.
    let slipped = page(true);
    for (code, _, known) in ROWS.iter().filter(|(_, _, known)| known.iter().any(|&figure| figure > 0)) {
        assert_eq!(slipped.row("applications", code), "? ? ? ? ? ? ?", "{code}, {known:?}");
    }
}

#[test]
fn an_empty_cell_beside_a_total_that_fails_may_have_slipped() {
    let rows = [
        ("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
        ("二、上年结转政府信息公开申请数量", "12 3 0 0 0 1 16"),
        ("（一）予以公开", "_ 5 1 2 0 15 0"),
        ("（二）部分公开", "_ 1 0 0 0 0 1"),
        ("1.属于国家秘密", "_ _ _ _ _ _ 3"),
        ("（七）总计", "5 3 2 1 15 0 26"),
    ];
    let row = |(label, cells): &(&str, &str)| {
        piped(&texts([label].into_iter().chain(&cells.replace('_', "").split(' ').collect::<Vec<_>>())))
    };
    let header = piped(&texts(["申请人情况"].into_iter().chain(super::pages::PERSONS)));
    let rows: String = rows.iter().map(row).collect();
    let page = read(&format!("{HEAD}三、收到和处理政府信息公开申请情况\n{header}{rows}{END}"));
    assert_eq!(page.cells("granted"), "? ? ? ? ? ? ?");
    assert_eq!(page.cells("granted_in_part"), "_ 1 0 0 0 0 1");
    assert_eq!(page.cells("denied_state_secret"), "_ _ _ _ _ _ 3");
    let four = page_four(" | ", "0 0 0 0 0 0 0 1 1 0 0 0 0 0 _").replace('_', "");
    assert_eq!(read(&four).table("reviews"), ["?"; 15].join(" "));
}

#[test]
fn a_bar_that_is_a_letter_parts_no_figure() {
    for bar in ["\\|", "&#124;"] {
        let rows: String = ROWS
            .iter()
            .map(|(code, label, figures)| {
                let mut cells = texts([label]);
                match *code {
                    "granted_in_part" => cells.extend(texts([&format!("1{bar}0"), "0", "0", "0", "0", "1", ""])),
                    _ => cells.extend(texts(figures)),
                }
                piped(&cells)
            })
            .collect();
        let header = piped(&texts(["申请人情况"].into_iter().chain(super::pages::PERSONS)));
        let page = read(&format!("{HEAD}三、收到和处理政府信息公开申请情况\n{header}{rows}{END}"));
        assert_eq!(page.cells("granted_in_part"), "! 0 0 0 0 1 _", "{bar}");
        assert_eq!(page.cells("granted"), "4 0 0 1 0 0 5", "{bar}");
    }
}

#[test]
fn suits_before_reviews_in_the_header_tell_no_order() {
    let figures = "3 3 4 3 13 2 2 4 0 8 4 3 4 0 11";
    let page = |first: &str, second: &str| {
        let results = format!("{} |\n", RESULTS.repeat(3).join(" | "));
        let header = format!("{first} |  | {second} |  |\n未经复议直接起诉 | 复议后起诉 |  |  |\n{results}");
        read(&format!("{HEAD}{FOUR}{header}{} |\n{END}", figures.replace(' ', " | ")))
    };
    assert_eq!(page("行政诉讼", "行政复议").table("reviews"), ["?"; 15].join(" "));
    assert_eq!(page("行政复议", "行政诉讼").table("reviews"), figures);
}
