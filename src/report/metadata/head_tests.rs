//! Heads of pages whose parts have lost what stood between them, and what tells places of one name apart.
#![allow(clippy::unwrap_used)]

use super::Metadata;
use super::tests::{document, setting};

fn run(text: &str) -> Metadata {
    let (rules, divisions) = setting();
    super::read(&document(text), rules, divisions)
}

#[test]
fn labels_and_values_that_stood_beside_each_other() {
    let m = run(
        "- 索引号 XYS-12/2023-00007\n- 发布机构 盱眙县水务局\n- 公开日期 2023年1月9日\n政府信息公开年报（2022年度）\n一、总体情况",
    );
    assert_eq!(m.index_number.as_deref(), Some("XYS-12/2023-00007"));
    assert_eq!(m.publisher.as_deref(), Some("盱眙县水务局"));
    assert_eq!(m.published_on.unwrap().to_string(), "2023-01-09");
    let m = run("索引号11320830014398/2023-00007\n名　称盱眙县水务局2022年政府信息公开工作年度报告\n一、总体情况");
    assert_eq!(m.index_number.as_deref(), Some("11320830014398/2023-00007"));
    assert_eq!(m.title.as_deref(), Some("盱眙县水务局2022年政府信息公开工作年度报告"));
    assert_eq!(m.publisher.as_deref(), Some("盱眙县水务局"));
    assert_eq!(run("来源于各单位报送的数据。\n2022年政府信息公开工作年度报告\n一、总体情况").publisher, None);
}

#[test]
fn of_titles_in_a_menu_it_is_that_of_the_period() {
    let menu = "盱眙县水务局2020年政府信息公开工作年度报告\n盱眙县水务局2021年政府信息公开工作年度报告\n";
    let title = "盱眙县水务局2022年政府信息公开工作年度报告\n";
    let body = "本报告数据的统计期限自2022年1月1日起至2022年12月31日止。\n一、总体情况";
    let m = run(&[menu, title, body].concat());
    assert_eq!((m.title.as_deref(), m.report_year), (Some(title.trim()), Some(2022)));
    // Of one title the year is its own, whatever the text says.
    let m = run(&[&menu[..menu.len() / 2], body].concat());
    assert_eq!((m.title_year, m.report_year, m.period_year), (Some(2020), Some(2020), Some(2022)));
}

#[test]
fn a_date_in_words_before_a_source_is_the_pages() {
    let title = "盱眙县水务局2022年政府信息公开工作年度报告";
    let date = |line: &str| run(&format!("{title}\n{line}\n一、总体情况")).published_on.map(|date| date.to_string());
    assert_eq!(date("2023年1月9日　来源：县水务局").as_deref(), Some("2023-01-09"));
    assert_eq!(date("发布于 2023.01.09　　来源：县水务局").as_deref(), Some("2023-01-09"));
    assert_eq!(date("www.xuyi.gov.cn   2023-01-09   来源：县水务局").as_deref(), Some("2023-01-09"));
    assert_eq!(date("__2023-01-09 15:21:33  __县水务局").as_deref(), Some("2023-01-09"));
    assert_eq!(date("来源：县水务局  二〇二三年一月九日发布").as_deref(), Some("2023-01-09"));
    assert_eq!(date("2022年3月1日，我局召开会议。"), None);
}

#[test]
fn a_name_at_the_end_signs_without_a_date() {
    let page =
        |last: &str| run(&format!("2022年度政府信息公开工作年度报告\n一、总体情况\n我局按要求公开信息。\n{last}"));
    assert_eq!(page("盱眙县水务局").publisher.as_deref(), Some("盱眙县水务局"));
    assert_eq!(page("盱眙县水务局").county.as_deref(), Some("盱眙县"));
    // Whose site it is says nothing of whose report.
    assert_eq!(page("盱眙县人民政府").publisher, None);
}

#[test]
fn the_preamble_goes_before_an_office_without_a_place() {
    let m = run("2022年政府信息公开年报\n来源：镇党政办\n本报告由庙街镇人民政府编制。\n一、总体情况");
    assert_eq!(m.publisher.as_deref(), Some("庙街镇人民政府"));
    let m = run("编制本报告。联系单位：盱眙县水务局，地址：盱城街道。\n一、总体情况");
    assert_eq!(m.publisher.as_deref(), Some("盱眙县水务局"));
}

#[test]
fn a_place_in_a_title_is_its_government_rather_than_its_office() {
    let page = |text: &str| {
        run(&format!("金湖县2022年政府信息公开工作年度报告\n来源：金湖县人民政府办公室\n{text}\n一、总体情况"))
    };
    assert_eq!(page("现公布金湖县人民政府2022年度报告。").publisher.as_deref(), Some("金湖县人民政府"));
    assert_eq!(page("请与金湖县人民政府办公室联系。").publisher.as_deref(), Some("金湖县人民政府办公室"));
}

#[test]
fn a_town_is_placed_by_the_site_it_stands_on() {
    for line in ["盱眙县人民政府", "盱眙县人民政府 > 镇街公开 > 天泉湖镇"] {
        let m = run(&format!("{line}\n天泉湖镇2022年政府信息公开工作年度报告\n一、总体情况"));
        assert_eq!(m.county.as_deref(), Some("盱眙县"), "{line}");
    }
}

#[test]
fn the_licence_tells_places_of_one_name_apart() {
    let placed = |licence: &str| {
        let m = run(&format!("鼓楼区水务局2022年政府信息公开工作年度报告\n一、总体情况\n{licence}"));
        (m.province, m.county, m.region_code)
    };
    let of = |province: &str, code: &str| (Some(province.to_owned()), Some("鼓楼区".to_owned()), Some(code.to_owned()));
    assert_eq!(placed("豫ICP备12345678号"), of("河南省", "410204"));
    // Two of them are in Jiangsu.
    assert_eq!(placed("苏ICP备12345678号"), (Some("江苏省".to_owned()), None, Some("320000".to_owned())));
    assert_eq!(placed("粤ICP备12345678号"), (None, None, None));
}

#[test]
fn of_titles_in_a_menu_it_is_that_of_the_pages_markup() {
    let (rules, divisions) = setting();
    let own = "市南区香港中路街道办事处2022年政府信息公开工作年度报告";
    let mut page = document(&format!("青岛市人民政府2021年政府信息公开工作年度报告\n{own}\n一、总体情况"));
    page.page.title = Some(own.to_owned());
    let m = super::read(&page, rules, divisions);
    assert_eq!((m.title.as_deref(), m.report_year), (Some(own), Some(2022)));
    assert_eq!(m.publisher.as_deref(), Some("市南区香港中路街道办事处"));
}

#[test]
fn a_road_or_a_town_named_after_another_place_is_not_there() {
    let placed = |name: &str, text: &str| {
        let m = run(&format!("{name}2022年政府信息公开工作年度报告\n一、总体情况\n{text}"));
        (m.province, m.county)
    };
    let of = |province: &str, county: &str| (Some(province.to_owned()), Some(county.to_owned()));
    let address = "地址：上海市黄浦区贵州路。上海市黄浦区。";
    assert_eq!(placed("南京东路街道办事处", address), of("上海市", "黄浦区"));
    let own_words = "鄂托克前旗上海庙镇人民政府编制。鄂托克前旗。";
    assert_eq!(placed("上海庙镇人民政府", own_words), of("内蒙古自治区", "鄂托克前旗"));
}

#[test]
fn a_spammers_name_is_not_the_publishers() {
    let page = |signer: &str| {
        run(&format!("某博下载2022年政府信息公开工作年度报告\n一、总体情况\n我局公开。\n{signer}\n2023年1月9日"))
    };
    assert_eq!(page("盱眙县水务局").publisher.as_deref(), Some("盱眙县水务局"));
    assert_eq!(page("").publisher.as_deref(), Some("某博下载"));
}

#[test]
fn a_title_behind_a_table_of_contents_and_one_with_another_name_in_brackets() {
    let m = run(
        "目　录\n一、总体情况…………1\n二、主动公开政府信息情况…………2\n\n盱眙县水务局2022年政府信息公开工作年度报告\n发布时间：2023-01-09\n一、总体情况",
    );
    assert_eq!(m.publisher.as_deref(), Some("盱眙县水务局"));
    assert_eq!(m.published_on.map(|date| date.to_string()).as_deref(), Some("2023-01-09"));
    let m = run("海宁市长安镇(高新区)2022年政府信息公开工作年度报告\n一、总体情况");
    assert_eq!(m.title.as_deref(), Some("海宁市长安镇(高新区)2022年政府信息公开工作年度报告"));
    assert_eq!(m.publisher_kind, Some("town"));
    let m = run("【公开】（通知）盱眙县水务局2022年政府信息公开工作年度报告\n一、总体情况");
    assert_eq!(m.publisher.as_deref(), Some("盱眙县水务局"));
}

#[test]
fn a_bare_name_before_another_ending_is_another_place() {
    let m = run("贵安新区管理委员会2022年政府信息公开工作年度报告\n一、总体情况\n贵州省");
    assert_ne!(m.province.as_deref(), Some("河北省"));
}
