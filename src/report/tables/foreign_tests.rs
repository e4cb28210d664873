//! Tables with the form's rows under a header that names other columns.

use super::test_pages::{END, FOUR, HEAD, PERSONS, ROWS, THREE, in_every_format, read, tabbed, texts};

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
        pages.push(("lines", read(&page(header).replace('\t', "\n"))));
        for (format, page) in pages {
            assert_eq!(page.row("applications", "received_new"), "? ? ? ? ? ? ?", "{format}, {header:?}");
            assert_eq!(page.row("applications", "granted"), "? ? ? ? ? ? ?", "{format}, {header:?}");
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
