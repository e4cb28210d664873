//! Cells with something in them that is no figure: never taken for cells that were lost, and never for a label.

use super::pages::{
    END, FOUR, HEAD, PERSONS, Page, RESULTS, ROWS, THREE, in_every_format, piped, read, table_three, texts,
};

/// What people and programs leave where a figure should stand.
const SPOILT: [&str; 22] = [
    "35余",
    "35。",
    "（35）",
    "35（12）",
    ">10",
    "10%",
    "1.2万",
    "12年",
    "1\u{FFFD}2",
    "\u{FFFD}",
    "***",
    "□",
    "…",
    "①②",
    "Ⅻ",
    "½",
    "\u{E001}",
    "不公开",
    "见附件",
    "缺漏",
    "N",
    "5.",
];

/// A page with table two, its row of rules as given, cells parted by tabs.
fn page(rules: [&str; 3], licensing: &str) -> String {
    let rules = texts(rules).join("\t");
    format!(
        "{HEAD}二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t{rules}\n\
         行政规范性文件\t0\t0\t0\n信息内容\t本年处理决定数量\n行政许可\t{licensing}\n行政处罚\t0\n行政强制\t0\n{END}"
    )
}

/// The page with tabs, with blanks, between pipes, and with each cell on a line of its own.
fn in_every_layout(tabbed: &str) -> Vec<(&'static str, Page)> {
    let pipes = |line: &str| if line.contains('\t') { piped(&texts(line.split('\t'))) } else { format!("{line}\n") };
    let mut pages = in_every_format(tabbed);
    pages.push(("pipes", read(&tabbed.lines().map(pipes).collect::<String>())));
    pages.push(("blanks", read(&tabbed.replace('\t', "  "))));
    pages.push(("lines", read(&tabbed.replace('\t', "\n"))));
    pages
}

#[test]
fn what_is_no_figure_in_one_of_three_cells_is_never_a_lost_zero() {
    for word in SPOILT {
        for at in 0..3 {
            let mut cells = ["0"; 3];
            cells[at] = word;
            for (layout, page) in in_every_layout(&page(cells, "0")) {
                let row = page.row("disclosures", "rules");
                let shown: Vec<&str> = row.split(' ').collect();
                assert!(matches!(shown[at], "!" | "?"), "{layout}, {word:?} in cell {at}: {row}");
                let others = shown.iter().filter(|cell| **cell == "0").count();
                assert!(others == 2 || others == 0, "{layout}, {word:?} in cell {at}: {row}");
            }
        }
    }
}

#[test]
fn a_letter_at_the_end_of_a_row_is_no_lost_zero() {
    for letter in ["口", "无效", "卜"] {
        let lines = page(["0", "0", letter], "0");
        for (layout, page) in [("tabs", read(&lines)), ("blanks", read(&lines.replace('\t', " ")))] {
            let row = page.row("disclosures", "rules");
            assert!(["0 0 !", "? ? ?"].contains(&row.as_str()), "{layout}, {letter}: {row}");
        }
    }
}

#[test]
fn the_one_cell_of_a_row_keeps_the_words_that_stand_in_it() {
    for word in ["35余", "（35）", "约12件", "免费", "见附件", "1.2万", "***"] {
        for (layout, page) in in_every_layout(&page(["0", "0", "0"], word)) {
            assert_eq!(page.row("disclosures", "licensing"), "!", "{layout}, {word}");
            let cell = page.report.cells.iter().find(|cell| cell.raw.as_deref() == Some(word));
            assert!(cell.is_some(), "{layout}, {word}: its text is kept");
        }
    }
}

#[test]
fn symbols_at_both_ends_of_a_row_shift_nothing_between_them() {
    for word in ["□", "***", "①"] {
        for (layout, page) in in_every_layout(&page([word, "6", word], "0")) {
            let row = page.row("disclosures", "rules");
            assert!(["! 6 !", "? ? ?"].contains(&row.as_str()), "{layout}, {word}: {row}");
        }
    }
}

#[test]
fn the_label_of_a_row_may_stand_in_one_cell_with_the_head_of_its_group() {
    let other = (
        "other_not_corrected",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        [1, 0, 0, 0, 0, 0, 1],
    );
    let joined = |between: &str| format!("（六）其他处理{between}{}", other.1);
    for label in [joined(""), joined(" ")] {
        let mut rows = ROWS.to_vec();
        rows[9] = (other.0, &label, other.2);
        let lines = format!("{HEAD}{THREE}{}{END}", table_three(&rows, 0, super::pages::tabbed));
        for (layout, page) in in_every_layout(&lines) {
            assert_eq!(page.row("applications", other.0), "1 0 0 0 0 0 1", "{layout}, {label}");
        }
    }
}

#[test]
fn an_earlier_years_table_with_a_line_for_each_row_is_not_taken_for_the_one_line_of_the_form() {
    let names = ["行政复议", "未经复议直接起诉", "复议后起诉"];
    let heads = texts(RESULTS).join("\t");
    let own = format!(
        "行政复议\t行政诉讼\n{heads}\t未经复议直接起诉\t复议后起诉\n{heads}\t{heads}\n0\t1\t0\t0\t1\t0\t0\t1\t0\t1\t1\t0\t0\t0\t1\n"
    );
    let rows = ["0\t0\t0\t1\t1", "0\t0\t0\t1\t1", "1\t0\t0\t0\t1"];
    let earlier: String = names.iter().zip(rows).map(|(name, row)| format!("{name}\t{row}\n")).collect();
    let page = |title: &str| in_every_layout(&format!("{HEAD}{FOUR}{own}{title}\n类别\t{heads}\n{earlier}{END}"));
    for (layout, page) in page("附：2021年行政复议、行政诉讼情况（对照）") {
        assert_eq!(page.table("reviews"), "0 1 0 0 1 0 0 1 0 1 1 0 0 0 1", "{layout}");
    }
    // Where nothing tells which is the report's own, neither is claimed.
    for (layout, page) in page("行政复议、行政诉讼情况") {
        assert!(!page.table("reviews").contains(|c: char| c.is_ascii_digit()), "{layout}: {}", page.table("reviews"));
    }
}

#[test]
fn an_empty_cell_in_front_is_no_column_where_words_stand_in_the_last_cell() {
    let rows = |last: &str| -> String {
        let row = |(_, label, f): &(&str, &str, [u32; 7])| {
            piped(&[texts([*label, ""]), texts(&f[..6]), vec![format!("{}{last}", f[6])]].concat())
        };
        let header = "| 申请人情况 |  | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n";
        format!("{HEAD}{THREE}{header}{}{END}", ROWS.iter().map(row).collect::<String>())
    };
    assert_eq!(read(&rows("")).row("applications", "granted"), "4 0 0 1 0 0 5");
    assert_eq!(read(&rows("[^2]")).row("applications", "granted"), "4 0 0 1 0 0 5");
    let spoilt = read(&rows("（含补正）项目")).row("applications", "granted");
    assert!(["? ? ? ? ? ? ?", "4 0 0 1 0 0 !"].contains(&spoilt.as_str()), "{spoilt}");
}

#[test]
fn a_total_that_stands_first_in_the_one_line_of_the_form_is_not_taken_for_the_first_column() {
    let heads = ["总计", "结果维持", "结果纠正", "其他结果", "尚未审结"].join("\t");
    let lines = format!(
        "{HEAD}{FOUR}行政复议\t行政诉讼\n{heads}\t未经复议直接起诉\t复议后起诉\n{heads}\t{heads}\n\
         0\t0\t0\t0\t0\t1\t0\t1\t0\t0\t4\t3\t0\t1\t0\n{END}"
    );
    for (layout, page) in in_every_layout(&lines) {
        let shown = page.table("reviews");
        let right = "0 0 0 0 0 0 1 0 0 1 3 0 1 0 4";
        assert!(shown == right || !shown.contains(|c: char| matches!(c, '1'..='9')), "{layout}: {shown}");
    }
}

#[test]
fn words_with_a_count_behind_a_label_are_no_empty_cell() {
    let page = |cell: &str| {
        let lines = ["信息内容", "本年处理决定数量", "行政许可", "5", "行政处罚", cell, "行政强制", "0"];
        read(&format!("{HEAD}二、主动公开政府信息情况\n{}\n{END}", lines.join("\n\n")))
    };
    assert_eq!(page("共194件（不含当场处罚15件）").row("disclosures", "penalties"), "?");
    assert_eq!(page("").row("disclosures", "penalties"), "_");
    assert_eq!(page("194").row("disclosures", "penalties"), "194");
}

#[test]
fn figures_behind_the_names_of_their_columns_leave_no_row_empty() {
    let row = |label: &str, figures: [u32; 7]| {
        let lines = PERSONS.iter().zip(figures).map(|(name, figure)| format!("{name}：{figure}\n"));
        format!("{label}\n{}", lines.collect::<String>())
    };
    let rows: String = ROWS.iter().map(|(_, label, figures)| row(label, *figures)).collect();
    let page = read(&format!("{HEAD}{THREE}{rows}{END}"));
    for (code, _, figures) in ROWS {
        let shown = page.row("applications", code);
        let known = figures.map(|figure| figure.to_string()).join(" ");
        assert!(shown == known || shown == "? ? ? ? ? ? ?" || shown == "- - - - - - -", "{code}: {shown}");
    }
}

#[test]
fn digits_that_go_on_below_a_row_between_pipes_belong_to_it() {
    let rows = ROWS.map(|(_, label, figures)| {
        let cells = texts(std::iter::once(label.to_owned()).chain(figures.map(|figure| figure.to_string())));
        piped(&cells)
    });
    let broken = "|  | 5 |  |  |  |  |  | 6 |\n";
    let head = piped(&texts(std::iter::once("申请人情况").chain(PERSONS)));
    let page = read(&format!("{HEAD}{THREE}{head}{}{}{broken}{}{END}", rows[0], rows[1], rows[2..].concat()));
    assert_eq!(page.row("applications", ROWS[0].0), "13 1 0 1 1 0 16");
    let page = read(&format!(
        "{HEAD}{THREE}{head}{}{}{}{END}",
        rows[0].replace("| 16 |", "| 1 |"),
        "|  |  |  |  |  |  |  | 6 |\n",
        rows[1..].concat()
    ));
    assert_eq!(page.row("applications", ROWS[0].0), "? ? ? ? ? ? ?");
}
