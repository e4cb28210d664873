//! Tables with the form's rows under a header that names other columns.

use super::pages::{END, FOUR, HEAD, PERSONS, ROWS, THREE, figures, in_every_format, read, tabbed, tagged, texts};

/// A page whose table three has this header, cells parted by tabs.
fn page(header: [&str; 7]) -> String {
    let header = tabbed(&[texts(["申请人情况"]), texts(header)].concat());
    let row = |(_, label, figures): &(&str, &str, [u32; 7])| tabbed(&[texts([label]), texts(figures)].concat());
    format!("{HEAD}{THREE}{header}{}{END}", ROWS.iter().map(row).collect::<String>())
}

#[test]
fn figures_below_the_names_of_other_columns_are_nobodys() {
    let headers = [
        ["当面", "网络", "信函", "传真", "电子邮件", "其他渠道", "总计"],
        ["当面", "网络", "信函", "传真", "电子邮件", "其他", "总计"],
        ["城关镇", "河东镇", "石桥镇", "柳林镇", "大湾乡", "县直部门", "合计"],
        ["2018年", "2019年", "2020年", "2021年", "2022年", "其他", "总计"],
        ["自然人", "国有企业", "民营企业", "科研机构", "社会公益组织", "其他", "总计"],
        ["自然人", "商业企业", "事业单位", "科研机构", "法律服务机构", "其他", "总计"],
        ["一季度", "二季度", "三季度", "四季度", "上半年", "下半年", "全年"],
    ];
    for header in headers {
        let mut pages = in_every_format(&page(header));
        pages.push((
            "title below",
            read(&page(header).replace("一、本年", "表三：收到和处理政府信息公开申请情况\n一、本年")),
        ));
        pages.push(("lines", read(&page(header).replace('\t', "\n"))));
        for (format, page) in pages {
            assert_eq!(page.row("applications", "received_new"), "? ? ? ? ? ? ?", "{format}, {header:?}");
            assert_eq!(page.row("applications", "granted"), "? ? ? ? ? ? ?", "{format}, {header:?}");
        }
    }
}

#[test]
fn a_header_on_two_lines_shows_columns_that_are_pushed_aside() {
    let row = |(_, label, figures): &(&str, &str, [u32; 7])| tabbed(&[texts([label]), texts(figures)].concat());
    let rows: String = ROWS.iter().map(row).collect();
    for (second, is_own) in [
        (["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"], true),
        (["商企", "科研机构", "社会公益组织", "法律服务机构", "其他"], true),
        (["国有企业", "民营企业", "科研机构", "社会公益组织", "其他"], false),
    ] {
        let header = format!("申请人情况\n自然人\t法人或其他组织\t总计\n{}\n", texts(second).join("\t"));
        for (format, page) in in_every_format(&format!("{HEAD}{THREE}{header}{rows}{END}")) {
            let shown = page.row("applications", "granted");
            assert_eq!(shown == "4 0 0 1 0 0 5", is_own, "{format}, {second:?}: {shown}");
        }
    }
}

#[test]
fn a_header_with_one_name_of_its_own_is_the_forms() {
    let mut header = PERSONS;
    header[3] = "社会组织";
    for (format, page) in in_every_format(&page(header)) {
        assert_eq!(page.row("applications", "received_new"), "13 1 0 1 1 0 16", "{format}");
    }
}

#[test]
fn a_table_two_by_years_is_not_the_forms() {
    let lines = format!(
        "{HEAD}二、主动公开政府信息情况\n信息内容\t2020年\t2021年\t2022年\n规章\t1\t2\t3\n行政规范性文件\t4\t5\t6\n{END}"
    );
    for (format, page) in in_every_format(&lines) {
        for row in ["rules", "normative_documents"] {
            let shown = page.row("disclosures", row);
            assert!(!shown.contains(|c: char| c.is_ascii_digit()), "{format}, {row}: {shown}");
        }
    }
}

#[test]
fn suits_that_are_not_told_apart_are_no_lost_cells() {
    let heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"].join("\t");
    let lines = format!("{HEAD}{FOUR}行政复议\t行政诉讼\n{heads}\t{heads}\n2\t0\t0\t1\t3\t4\t0\t1\t0\t5\n{END}");
    for (format, page) in in_every_format(&lines) {
        let shown = page.table("reviews");
        assert!(!shown.contains(|c: char| c.is_ascii_digit()), "{format}: {shown}");
    }
}

#[test]
fn figures_below_another_editions_columns_are_not_this_ones() {
    let lines = format!(
        "{HEAD}二、主动公开政府信息情况\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n\
         行政规范性文件\t1\t0\t6\n信息内容\t上一年项目数量\t本年增/减\n行政许可\t9\t0\n行政处罚\t7\t0\n{END}"
    );
    for (format, page) in in_every_format(&lines) {
        assert_eq!(page.row("disclosures", "normative_documents"), "1 0 6", "{format}");
        for row in ["licensing", "penalties"] {
            let shown = page.row("disclosures", row);
            assert!(!shown.contains(|c: char| c.is_ascii_digit()), "{format}, {row}: {shown}");
        }
    }
}

#[test]
fn a_block_with_fewer_columns_than_the_form_is_read_by_its_header() {
    let lines = format!(
        "{HEAD}二、主动公开政府信息情况\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0\n\
         行政规范性文件\t1\t0\t6\n信息内容\t上一年项目数量\t本年增/减\n行政许可\t9\t0\n行政处罚\t7\t2\n{END}"
    );
    for (format, page) in in_every_format(&lines) {
        if format != "text" {
            // A sheet shows the cell behind them as well, which is empty.
            let shown = page.row("disclosures", "licensing");
            assert!(["9 0 -", "9 0 _"].contains(&shown.as_str()), "{format}: {shown}");
        }
        assert!(page.row("disclosures", "penalties").ends_with(['-', '?', '_']), "{format}");
    }
}

#[test]
fn statistics_of_another_matter_are_not_the_forms() {
    let row = |(_, label, figures): &(&str, &str, [u32; 7])| tabbed(&[texts([label]), texts(figures)].concat());
    let rows: String = ROWS.iter().map(row).collect();
    let header = tabbed(&[texts(["申请人情况"]), texts(PERSONS)].concat());
    for (title, is_own) in [
        ("附：2022年信访事项办理情况统计表", false),
        ("2022年12345热线工单办理情况", false),
        ("2022年依申请公开办理情况表（含信访转办）", true),
        ("办理情况如下：", true),
        ("本局承担县政府行政复议职责，以下为全县案件（全部类别，非本局政府信息公开案件）：", false),
    ] {
        for (format, page) in in_every_format(&format!("{HEAD}{THREE}{title}\n{header}{rows}{END}")) {
            let shown = page.row("applications", "granted");
            assert_eq!(shown == "4 0 0 1 0 0 5", is_own, "{format}, {title}: {shown}");
        }
    }
}

#[test]
fn a_table_of_a_body_beneath_the_reports_is_theirs() {
    let row = |(_, label, figures): &(&str, &str, [u32; 7])| tabbed(&[texts([label]), texts(figures)].concat());
    let rows: String = ROWS.iter().map(row).collect();
    let header = tabbed(&[texts(["申请人情况"]), texts(PERSONS)].concat());
    for (publisher, title, is_own) in [
        ("某某县人民政府", "石桥镇2022年依申请公开办理情况表", false),
        ("某某县人民政府", "附表：县林业局申请办理情况", false),
        ("某某县人民政府", "2022年申请办理情况", true),
        ("某某县人民政府", "石桥镇人民政府网站数据由县政府办汇总后填写", true),
        ("某某县石桥镇人民政府", "石桥镇2022年依申请公开办理情况表", true),
        ("某某县林业局", "县林业局申请办理情况", true),
    ] {
        let head = HEAD.replace("某某县林业局", publisher).replace("本局", "本机关");
        for (format, page) in in_every_format(&format!("{head}{THREE}{title}\n{header}{rows}{END}")) {
            let shown = page.row("applications", "granted");
            assert_eq!(shown == "4 0 0 1 0 0 5", is_own, "{format}, {publisher}, {title}: {shown}");
        }
    }
}

#[test]
fn a_row_without_walls_whose_total_stands_elsewhere_is_nobodys() {
    let row = |(code, label, figures): &(&str, &str, [u32; 7])| {
        let mut figures = *figures;
        if *code == "granted" {
            figures.rotate_right(1);
        }
        format!("{label} {}\n", texts(figures).join(" "))
    };
    let header = format!("申请人情况 {}\n", PERSONS.join(" "));
    let page = read(&format!("{HEAD}{THREE}{header}{}{END}", ROWS.iter().map(row).collect::<String>()));
    assert_eq!(page.row("applications", "granted"), "? ? ? ? ? ? ?");
    assert_eq!(page.row("applications", "granted_in_part"), "1 1 0 0 0 0 2");
}

/// Table three between walls whose header has these names beside those of the form, and whose rows these cells.
fn with_columns(header: &[&str], cells: impl Fn([u32; 7]) -> Vec<String>) -> String {
    let line = |cells: &[String]| tagged(cells);
    let row = |(_, label, figures): &(&str, &str, [u32; 7])| line(&[texts([label]), cells(*figures)].concat());
    let header = line(&[texts(["申请人情况"]), texts(header.iter().copied())].concat());
    let head = HEAD.replace('\n', "</p><p>");
    let rows: String = ROWS.iter().map(row).collect();
    format!("<html><body><p>{head}{THREE}</p><table>{header}{rows}</table><p>五、存在的问题</p></body></html>")
}

#[test]
fn columns_of_the_publishers_own_are_passed_over_where_header_and_sums_tell_them() {
    let [person, commercial, research, welfare, legal, other, total] = PERSONS;
    let header = [person, commercial, research, welfare, legal, other, "单位小计", "上年总数", total, "同比增减"];
    let with = |own: fn(u32) -> [u32; 3]| {
        move |f: [u32; 7]| {
            let [subtotal, before, change] = own(f[6]).map(|n| n.to_string());
            [texts(&f[..6]), vec![subtotal, before], texts(&f[6..]), vec![change]].concat()
        }
    };
    let page = read(&with_columns(&header, with(|total| [total / 2, total + 3, 3])));
    for (code, _, figures_of_row) in ROWS {
        assert_eq!(page.row("applications", code), figures(&figures_of_row), "{code}");
    }
    // The form's total is not told from another by its name alone.
    let mut unnamed = header;
    unnamed[8] = "全部";
    let page = read(&with_columns(&unnamed, with(|total| [total / 2, total + 3, 3])));
    assert!(!page.row("applications", "granted").contains('5'));
    // Nor where the sums speak against the names.
    let moved = |f: [u32; 7]| texts([f[0], f[1], f[2], f[3], f[4], f[5], f[6], 2, 3, 4]);
    assert!(!read(&with_columns(&header, moved)).row("applications", "granted").contains('5'));
}

#[test]
fn a_column_that_the_page_does_not_have_is_absent() {
    let fewer = |header: &[&str]| {
        let without_research = |f: [u32; 7]| texts([f[0], f[1], f[3], f[4], f[5], f[6]]);
        read(&with_columns(header, without_research)).row("applications", "granted")
    };
    let [person, commercial, _, welfare, legal, other, total] = PERSONS;
    assert_eq!(fewer(&[person, commercial, welfare, legal, other, total]), "4 0 1 0 0 5 -");
    // Of a name that is not the form's, nobody knows which column it is.
    assert!(!fewer(&[person, commercial, "社会组织", legal, other, total]).contains('4'));
}

#[test]
fn beside_the_forms_table_one_of_towns_makes_nothing_doubtful() {
    let towns = ["城关镇", "河东镇", "石桥镇", "柳林镇", "大湾乡", "县直部门", "总计"];
    let table = |header: [&str; 7], more: u32| {
        let header = tabbed(&[texts(["申请人情况"]), texts(header)].concat());
        let row = |(_, label, figures): &(&str, &str, [u32; 7])| {
            tabbed(&[texts([label]), texts(figures.map(|figure| figure + more))].concat())
        };
        header + &ROWS.iter().map(row).collect::<String>()
    };
    let (own, others) = (table(PERSONS, 0), table(towns, 3));
    for (one, two) in [(&own, &others), (&others, &own)] {
        for (format, page) in in_every_format(&format!("{HEAD}{THREE}{one}分单位办理情况\n{two}{END}")) {
            for (code, _, known) in ROWS {
                assert_eq!(page.row("applications", code), figures(&known), "{format}, {code}");
            }
        }
    }
}

#[test]
fn a_total_below_names_of_offices_is_theirs() {
    let header = "单位\t予以公开\t部分公开\t不予公开\t无法提供\t不予处理\t其他处理\t总计\n";
    let row = |name: &str, more: u32| tabbed(&[texts([name]), texts((1..=7).map(|figure| figure + more))].concat());
    let rows = ["商务局", "财政局", "司法局"].map(|name| row(name, 0)).concat() + &row("其他", 3) + &row("总计", 11);
    for (format, page) in in_every_format(&format!("{HEAD}{THREE}各部门答复结果\n{header}{rows}{END}")) {
        assert!(page.report.cells.iter().all(|cell| cell.value.is_none()), "{format}: {}", page.table("applications"));
    }
}

#[test]
fn years_on_two_lines_of_a_header_are_other_columns() {
    let header = "申请人情况\t2018年\t法人或其他组织\t\t\t\t\t总计\n\t\t2019年\t2020年\t2021年\t2022年\t其他\t\n";
    let row = |(_, label, figures): &(&str, &str, [u32; 7])| tabbed(&[texts([label]), texts(figures)].concat());
    let rows = ROWS.iter().map(row).collect::<String>();
    for (format, page) in in_every_format(&format!("{HEAD}{THREE}{header}{rows}{END}")) {
        assert_eq!(page.row("applications", "granted"), "? ? ? ? ? ? ?", "{format}");
    }
}

#[test]
fn a_name_in_the_totals_place_is_no_total_though_some_rows_add_up() {
    let mut header = PERSONS;
    header[6] = "其中：网上";
    for (at, (format, page)) in in_every_format(&page(header)).into_iter().enumerate() {
        // All rows add up: nothing speaks against them.
        assert_eq!(page.row("applications", "received_new"), "13 1 0 1 1 0 16", "{at} {format}");
    }
    let page = page(header).replace("\t0\t0\t1\t0\t1\n", "\t0\t0\t1\t0\t7\n");
    for (format, page) in in_every_format(&page) {
        for row in ["received_new", "granted", "not_processed_petition"] {
            assert_eq!(page.row("applications", row), "? ? ? ? ? ? ?", "{format}, {row}");
        }
    }
}
