//! Invented agencies in real places, in the layouts and with the noise of real pages.
#![allow(clippy::unwrap_used)]

use std::sync::OnceLock;

use super::*;
pub(super) use crate::document::{Block, Line, PageData, Script};
use crate::source::SourceFormat;

pub(super) fn setting() -> &'static (MetadataRules, Divisions) {
    static SETTING: OnceLock<(MetadataRules, Divisions)> = OnceLock::new();
    SETTING.get_or_init(|| (MetadataRules::builtin().unwrap(), Divisions::builtin().unwrap()))
}

/// One line block for every non-blank line.
pub(super) fn document(text: &str) -> Document {
    let (mut blocks, mut at, mut blank) = (Vec::new(), 0, 0);
    for (number, line) in (1..).zip(text.split('\n')) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            blank += 1;
        } else {
            let start = at + (line.len() - line.trim_start().len());
            blocks.push(Block::Line(Line { span: start..start + trimmed.len(), number, blank_above: blank }));
            blank = 0;
        }
        at += line.len() + 1;
    }
    Document {
        format: SourceFormat::Text,
        encoding: "utf-8",
        script: Script::Hans,
        page: PageData::default(),
        found: text.to_owned(),
        hans: None,
        blocks,
        pages: Vec::new(),
        injected: Vec::new(),
        recognised: false,
    }
}

fn run(text: &str) -> Metadata {
    let (rules, divisions) = setting();
    read(&document(text), rules, divisions)
}

#[test]
fn a_title_whose_last_letter_stands_on_the_next_line_is_whole() {
    let m = run("盱眙县水务局2023年政府信息公开工作年度报\n告\n根据条例，编制本报告。\n一、总体情况");
    assert_eq!(m.title.as_deref(), Some("盱眙县水务局2023年政府信息公开工作年度报告"));
    assert_eq!((m.publisher.as_deref(), m.report_year), (Some("盱眙县水务局"), Some(2023)));
    let m = run("盱眙县水务局2023年政府信息公开年报\n告知书下载\n一、总体情况");
    assert_eq!(m.title.as_deref(), Some("盱眙县水务局2023年政府信息公开年报"));
}

#[test]
fn what_a_site_calls_itself_is_no_part_of_an_agencys_name() {
    for lead in ["官方网站", "官网", "门户网站"] {
        let m = run(&format!("{lead}盱眙县水务局2023年政府信息公开工作年度报告\n一、总体情况"));
        assert_eq!(m.publisher.as_deref(), Some("盱眙县水务局"), "{lead}");
    }
}

/// (page, title, publisher, report year)
#[test]
fn titles_publishers_years() {
    let long = "您在这里： 首页信息公开信息公开年报 金湖县2021年度政府信息公开工作年度报告 信息来源：金湖县人民政府 日期：2022-03-01 08:10 收藏 打印 --> 依照《政府信息公开条例》和《江苏省人民政府办公厅关于做好2021年政府信息公开年度报告编制工作的通知》，我县写成本报告。一、总体情况2021年，我县…";
    type Case = (&'static str, Option<&'static str>, Option<&'static str>, Option<i16>);
    let cases: &[Case] = &[
        (
            "盱眙县水务局政府信息公开工作2022年度报告\n一、总体情况",
            Some("盱眙县水务局政府信息公开工作2022年度报告"),
            Some("盱眙县水务局"),
            Some(2022),
        ),
        (
            "2020年应急管理局政府信息公开工作年度报告\n一、总体情况",
            Some("2020年应急管理局政府信息公开工作年度报告"),
            Some("应急管理局"),
            Some(2020),
        ),
        (
            "曲靖市林业局2023年信息公开年度报告\n\n  一、总体情况",
            Some("曲靖市林业局2023年信息公开年度报告"),
            Some("曲靖市林业局"),
            Some(2023),
        ),
        (
            "曲靖市林业局2023年政府信息公开工作报告",
            Some("曲靖市林业局2023年政府信息公开工作报告"),
            Some("曲靖市林业局"),
            Some(2023),
        ),
        (
            "曲靖市林业局2020度年政府信息公开工作告年度报",
            Some("曲靖市林业局2020度年政府信息公开工作告年度报"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "临潼区民政局\n2020年政府信息公开年度报告\n一、总体情况",
            Some("临潼区民政局2020年政府信息公开年度报告"),
            Some("临潼区民政局"),
            Some(2020),
        ),
        (
            "临潼区民政局\n2020年\n政府信息公开年度报告\n一、总体情况",
            Some("临潼区民政局2020年政府信息公开年度报告"),
            Some("临潼区民政局"),
            Some(2020),
        ),
        (
            "正文\n2025 年曲靖市人民政府办公室政府信息公开\n工作年度报告\n本年度报告根据《条例》编制。",
            Some("2025 年曲靖市人民政府办公室政府信息公开工作年度报告"),
            Some("曲靖市人民政府办公室"),
            Some(2025),
        ),
        (
            "# 曲靖市林业局2020年政府信息公开工作年度报告\n\n## 一、总体情况",
            Some("曲靖市林业局2020年政府信息公开工作年度报告"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "标题: 曲靖市林业局２０２０年政府信息公开工作年度报告\n发布时间: 2021-01-18 10:00\n文号: \n发布机构: \n栏目: 政府信息公开年报",
            Some("曲靖市林业局２０２０年政府信息公开工作年度报告"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "首页 > 政务公开 > 政府信息公开年报 > 曲靖市林业局2020年政府信息公开工作年度报告\n曲靖市林业局2020年政府信息公开工作年度报告\n一、总体情况",
            Some("曲靖市林业局2020年政府信息公开工作年度报告"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "附件:曲靖市林业局2019年政府信息公开工作年度报告.docx\n曲靖市林业局2020年政府信息公开工作年度报告\n一、总体情况",
            Some("曲靖市林业局2020年政府信息公开工作年度报告"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "曲靖市林业局2020年政府信息公开工作年度报告\n附：曲靖市林业局2019年政府信息公开工作年度报告……1\n附：\n曲靖市林业局2019年政府信息公开工作年度报告\n统计期限自2019年1月1日起至2019年12月31日止。\n一、总体情况",
            Some("曲靖市林业局2020年政府信息公开工作年度报告"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "曲靖市林业局二〇二〇年政府信息公开工作年度报告",
            Some("曲靖市林业局二〇二〇年政府信息公开工作年度报告"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "曲靖市林业局政府信息公开工作年度报告（2020年度）\n一、总体情况",
            Some("曲靖市林业局政府信息公开工作年度报告（2020年度）"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "关于曲靖市林业局2020年度政府信息公开工作情况的报告",
            Some("关于曲靖市林业局2020年度政府信息公开工作情况的报告"),
            Some("曲靖市林业局"),
            Some(2020),
        ),
        (
            "乳山市清河镇人民政府信息公开工作年度报告(2020年)",
            Some("乳山市清河镇人民政府信息公开工作年度报告(2020年)"),
            Some("乳山市清河镇人民政府"),
            Some(2020),
        ),
        (
            "金湖县政府信息公开年度报告\n一、总体情况\n2021年，金湖县人民政府认真…",
            Some("金湖县政府信息公开年度报告"),
            Some("金湖县人民政府"),
            Some(2021),
        ),
        (
            "宿州市民政局政府信息公开工作年度报告\n（2020年度）\n一、总体情况",
            Some("宿州市民政局政府信息公开工作年度报告（2020年度）"),
            Some("宿州市民政局"),
            Some(2020),
        ),
        ("政府信息公开指南\n政府信息公开制度\n政府信息公开年报\n一、总体情况\n2020年，我局", None, None, Some(2020)),
        (
            "首页\n望疃镇2020\n年政府信息公开工作年度报告\n一、",
            Some("望疃镇2020年政府信息公开工作年度报告"),
            Some("望疃镇"),
            Some(2020),
        ),
        (long, Some("金湖县2021年度政府信息公开工作年度报告"), Some("金湖县人民政府"), Some(2021)),
        ("工作年度报告\n一、总体情况\n2021年，我局努力。", Some("工作年度报告"), None, Some(2021)),
        ("一、总体情况\n(一)主动公开。2020年,我镇公开信息33条。", None, None, Some(2020)),
        ("", None, None, None),
        ("关于做好2021年政府信息公开工作年度报告编制工作的通知", None, None, Some(2021)),
    ];
    for (page, title, publisher, year) in cases {
        let m = run(page);
        assert_eq!(m.title.as_deref(), *title, "title of {page}");
        assert_eq!(m.publisher.as_deref(), *publisher, "publisher of {page}");
        assert_eq!(m.report_year, *year, "year of {page}");
    }
}

#[test]
fn a_place_becomes_its_agency_where_the_page_has_it() {
    let of = |page: &str| run(page).publisher;
    let body = "\n一、总体情况\n2020年,我镇公开信息33条。";
    let title = "南山镇2020年政府信息公开工作年度报告";
    assert_eq!(
        of(&format!("{title}\n • 发布日期:2021-03-02 08:31:05\n • 文章来源:南山镇人民政府\n • 点击次数:{body}"))
            .as_deref(),
        Some("南山镇人民政府")
    );
    assert_eq!(of(&format!("{title}\n来源:乳山市南山镇人民政府{body}")).as_deref(), Some("南山镇人民政府"));
    assert_eq!(of(&format!("{title}\n来源:乳山市财政局{body}")).as_deref(), Some("南山镇"));
    assert_eq!(of(&format!("{title}{body}请到南山镇人民政府查阅。")).as_deref(), Some("南山镇人民政府"));
    let mut doc = document("某街道2020年政府信息公开工作年度报告\n一、总体情况");
    doc.page.source = Some("某街道办事处".into());
    let (rules, divisions) = setting();
    let m = read(&doc, rules, divisions);
    assert_eq!(m.publisher.as_deref(), Some("某街道办事处"));
    assert_eq!((m.publisher_kind, m.admin_level), (Some("subdistrict"), Some("township")));
}

#[test]
fn without_a_title_the_writer_is_found_and_no_other() {
    let of = |page: &str| run(page).publisher;
    let order =
        "按照曲靖市人民政府办公室《关于做好2020年政府信息公开年度报告编制工作的通知》，我们写成本报告:\n一、总体情况\n";
    let own =
        "公开《曲靖市林业局2019年度部门决算》、《曲靖市林业局2020年部门预算》。我局在曲靖市人民政府门户网站公开。";
    assert_eq!(of(&format!("{order}{own}")).as_deref(), Some("曲靖市林业局"));
    assert_eq!(
        of(&format!("{order}2020年，我局在曲靖市人民政府网站公开信息，报曲靖市财政局、曲靖市审计局备案。")),
        None
    );
    assert_eq!(
        of("如有疑问，请与顺庆区司法局联系（地址：某路1号）。\n一、总体情况\n2020年").as_deref(),
        Some("顺庆区司法局")
    );
    assert_eq!(
        of("如有疑问，请与顺庆区听涛街道办\n    事处联系（地址：某路1号）。\n一、总体情况\n2020年").as_deref(),
        Some("顺庆区听涛街道办事处")
    );
    assert_eq!(
        of("现公布《顺庆区司法局2020年政府信息公开工作年度报告》。\n一、总体情况").as_deref(),
        Some("顺庆区司法局")
    );
    assert_eq!(of("一、总体情况\n我局…\n六、其他\n无。\n顺庆区司法局\n2021年1月15日").as_deref(), Some("顺庆区司法局"));
    let header = "索引号:4302000017/2023-0004421 发布机构:市统计局 发布目录:年报\n一、总体情况\n按《醴陵市统计局保密制度》办理。";
    assert_eq!(of(header).as_deref(), Some("醴陵市统计局"));
    assert_eq!(of("来源:本站\n一、总体情况\n我局"), None);
}

#[test]
fn the_title_beats_the_header() {
    let m = run(
        "索引号:430281/2023-7 发布机构:市粮食局 发布目录:年报\n醴陵市粮食局2022年政府信息公开工作年度报告\n一、总体情况",
    );
    assert_eq!(m.publisher.as_deref(), Some("醴陵市粮食局"));
}

#[test]
fn statistics_periods() {
    let (rules, _) = setting();
    for (text, year) in [
        ("本报告所列数据的统计期限自2019年1月1日起至2019年12月31日止。", Some(2019)),
        ("数据统计期限为 2025\n年 1 月 1 日至 12 月 31 日。", Some(2025)),
        ("统计期限自20231月1日起至12月31日止", Some(2023)),
        ("统计期限自202011日起至20201231日止", Some(2020)),
        ("统计期限自2011日起至12月31日止", None),
        ("统计期限自2018年5月1日起至2019年12月31日止", None),
        ("统计期限自20年1月1日起", None),
        ("统计期限为全年。2020年1月1日起实行。", None),
        ("没有期限 2020年", None),
    ] {
        assert_eq!(year::of_period(text, rules), year, "{text}");
    }
}

#[test]
fn the_year_has_many_sources() {
    let year = |page: &str| run(page).report_year;
    assert_eq!(year("某局政府信息公开年度报告\n发布时间:2021-02-01\n一、总体情况"), Some(2020));
    assert_eq!(year("某局政府信息公开年度报告\n发布时间:2021-12-01\n一、总体情况"), None);
    assert_eq!(
        year("某局政府信息公开年度报告\n统计期限自2019年1月1日起至2019年12月31日止。\n发布时间:2021-02-01\n一、"),
        Some(2019)
    );
    let m = run("某局2022年政府信息公开年度报告\n统计期限自2021年1月1日起至2021年12月31日止。\n一、");
    assert_eq!((m.report_year, m.title_year, m.period_year), (Some(2022), Some(2022), Some(2021)));
    assert_eq!(year("某局1998年政府信息公开年度报告"), None);
}

#[test]
fn dates_of_publication_and_signature() {
    let ymd = |d: Option<crate::report::Date>| d.map(|d| (d.year, d.month, d.day));
    let of = |page: &str| {
        let m = run(page);
        (ymd(m.published_on), ymd(m.signed_on))
    };
    let title = "某某局2022年政府信息公开工作年度报告";
    assert_eq!(
        of(&format!("{title}\n时间: 2023-02-14 09:05\n一、\n无。\n某某局\n2023年1月10日")),
        (Some((2023, 2, 14)), Some((2023, 1, 10)))
    );
    assert_eq!(of(&format!("{title}\n成文日期：2023年01月09日 发布日期：2023年01月11日\n一、")).0, Some((2023, 1, 11)));
    assert_eq!(of(&format!("{title}\n成文日期：2023年01月09日\n一、")).0, Some((2023, 1, 9)));
    assert_eq!(of(&format!("{title}\n发布日期\n2023-01-12\n一、")).0, Some((2023, 1, 12)));
    assert_eq!(of(&format!("{title}\n| 发布日期 | 2023-01-12 | 来源 | 某某局 |\n一、")).0, Some((2023, 1, 12)));
    assert_eq!(of(&format!("{title}\n[2023-01-12 10:00] 浏览\n一、")).0, Some((2023, 1, 12)));
    assert_eq!(
        of(&format!("{title}\n一、\n无。\n某某局　二〇二三年一月十日\n扫一扫在手机打开当前页")),
        (Some((2023, 1, 10)), Some((2023, 1, 10)))
    );
    assert_eq!(of(&format!("{title}\n一、\n截至2022年12月31日 无。\n会议于2023年1月5日召开。")), (None, None));
    let attached = "附件：统计表\n".to_owned() + &"指标 1\n".repeat(40);
    assert_eq!(
        of(&format!("{title}\n一、\n无。\n某某局\n2023年1月10日\n{attached}")),
        (Some((2023, 1, 10)), Some((2023, 1, 10)))
    );
    assert_eq!(of(&format!("{title}\n一、\n会议于2023年1月5日召开。\n{attached}")), (None, None));
    assert_eq!(of(&format!("{title}\n一、\n无。\n2023-01-10")).1, Some((2023, 1, 10)));
    assert_eq!(of(&format!("{title}\n一、\n无。\n2023-01-10\n相关链接")).1, None);
    assert_eq!(of(&format!("---\ntitle: {title}\ndate: 2023-01-10\n---\n一、\n无。")).0, Some((2023, 1, 10)));
    assert_eq!(of(&format!("Published Time: 2023-01-10T09:30:00+08:00\n\n{title}\n一、")).0, Some((2023, 1, 10)));
    assert_eq!(of(&format!("林业局\t2023-01-10\n{title}\n一、\n无。")).0, Some((2023, 1, 10)));
    assert_eq!(of(&format!("林业局始建于 2023-01-10\n{title}\n一、\n无。")).0, None);
    assert_eq!(of(&format!("{title}\n发布日期:2023年2月30日\n一、")), (None, None));
    assert_eq!(
        of(&format!("{title} 根据条例编制。一、总体情况 好。六、其他 无。 某某局 2023年1月10日 附件下载")).1,
        Some((2023, 1, 10))
    );
}

#[test]
fn index_numbers() {
    let of = |head: &str| run(&format!("{head}\n某局2022年政府信息公开工作年度报告\n一、总体情况")).index_number;
    for (head, number) in [
        ("索引号:4302000017/2023-0004421 发布机构:市粮食局", Some("4302000017/2023-0004421")),
        ("索  引  号： 11330500MB1234567X/2023-00012    主题分类：综合", Some("11330500MB1234567X/2023-00012")),
        ("索引号\n000014349/2023-00012\n发布机构\n某局", Some("000014349/2023-00012")),
        ("信息索引：522601-2021-00412 生成日期：2021-01-26", Some("522601-2021-00412")),
        ("信息索引 组织机构 首页", None),
        ("| 索引号 | gk-2023-001 | 发布机构 | 某局 |", Some("gk-2023-001")),
        ("• 索引号：/2023-00012", Some("2023-00012")),
        ("索引号: None 发布机构: 某局", None),
        ("索引号: 发布机构: 某局", None),
        ("索引号：\n发布机构：某局2023", None),
        ("索引号：-", None),
        ("索引号: 2023-01-10", None),
        ("主题分类: 123456", None),
    ] {
        assert_eq!(of(head).as_deref(), number, "{head}");
    }
}

#[test]
fn places() {
    let code = |page: &str| run(page).region_code;
    let t = "2020年政府信息公开工作年度报告";
    for (page, want) in [
        (format!("朝阳区水务局{t}\n一、总体情况"), None),
        (format!("朝阳区水务局{t}\n请登录长春市人民政府网站。\n一、总体情况"), Some("220104")),
        (format!("北京市朝阳区水务局{t}"), Some("110105")),
        (format!("索引号:220104003/2021-0001\n朝阳区水务局{t}"), Some("220104")),
        (format!("索引号:11220104MB0001/2021-0001\n朝阳区水务局{t}"), Some("220104")),
        (format!("鼓楼区司法局{t}\n一、\n福建省福州市的要求"), Some("350102")),
        (format!("曲靖市林业局{t}\n一、\n会泽县、陆良县、会泽县、会泽县、国务院、北京市、北京市"), Some("530300")),
        (format!("福建省水利厅{t}\n一、\n福州市鼓楼区"), Some("350000")),
        (format!("新疆维吾尔自治区水利厅{t}"), Some("650000")),
        (format!("凉山州林业局{t}"), Some("513400")),
        (format!("海南藏族自治州林业局{t}"), Some("632500")),
        (format!("海南省林业局{t}"), Some("460000")),
        (format!("平潭综合实验区{t}"), Some("350128")),
        (format!("应急管理局{t}\n来源：顺庆区应急管理局\n一、\n南充市"), Some("511302")),
        (format!("应急管理局{t}\n一、\n我区公安机关整合资源，通道畅通，和平东方平安，资源和资源、公安与公安"), None),
        (format!("白沙镇{t}\n一、\n请看莱西在线，关注莱西融媒"), Some("370285")),
        (format!("白沙镇{t}\n一、\n云南山区群众"), None),
        (format!("浦东新区财政局{t}"), Some("310115")),
        (format!("济南市市中区财政局{t}"), Some("370103")),
        (format!("教育部{t}\n一、\n北京市、北京市、北京市"), None),
        ("无为县财政局2009年政府信息公开工作年度报告".to_owned(), Some("341422")),
        ("无为市财政局2021年政府信息公开工作年度报告".to_owned(), Some("340281")),
        (format!("某某局{t}\n一、\n主城区和郊区、矿区、城区，市中区域"), None),
    ] {
        assert_eq!(code(&page).as_deref(), want, "{page}");
    }
}

#[test]
fn names_and_levels_of_places() {
    let m = run("浦东新区财政局2020年政府信息公开工作年度报告");
    assert_eq!((m.province.as_deref(), m.prefecture, m.county.as_deref()), (Some("上海市"), None, Some("浦东新区")));
    let level = |p: &str| {
        let m = run(&format!("{p}2020年政府信息公开工作年度报告"));
        (m.publisher_kind, m.admin_level)
    };
    assert_eq!(level("教育部"), (Some("department"), Some("national")));
    // Letters of its own name are those of a county.
    assert_eq!(level("自然资源部"), (Some("department"), Some("national")));
    assert_eq!(level("福建省水利厅"), (Some("department"), Some("province")));
    assert_eq!(level("国家税务总局曲靖市税务局"), (Some("department"), Some("prefecture")));
    assert_eq!(level("顺庆区人民政府办公室"), (Some("office"), Some("county")));
    assert_eq!(level("乳山市清河镇人民政府"), (Some("town"), Some("township")));
    assert_eq!(level("盱眙县"), (Some("government"), Some("county")));
    assert_eq!(level("应急管理局"), (Some("department"), None));
}

/// Any cut of a hostile page must be read without a panic.
#[test]
fn no_panic_on_any_prefix() {
    let page = "（一(yī)）標題:: 》《２０２０年信息公开报告告年度报报告（(〔2020\n|索引号|\n发布日期:２０２３年１３月 二〇二〇年十月 2020年月日\n平潭综合实验区 二 统计期限自２０２年\u{3000}";
    for (at, _) in page.char_indices() {
        let _ = run(&page[..at]);
        let _ = run(&page[at..]);
    }
}

#[test]
fn a_traditional_page_keeps_its_title() {
    let mut doc = document("臨潼區民政局\n2020年政府信息公開年度報告\n一、總體情況");
    doc.script = Script::Hant;
    doc.hans = Some("临潼区民政局\n2020年政府信息公开年度报告\n一、总体情况".into());
    let (rules, divisions) = setting();
    let m = read(&doc, rules, divisions);
    assert_eq!(m.title.as_deref(), Some("臨潼區民政局2020年政府信息公開年度報告"));
    assert_eq!(m.publisher.as_deref(), Some("临潼区民政局"));
    assert_eq!(m.region_code.as_deref(), Some("610115"));
}

#[test]
fn the_markup_title_serves_where_the_text_has_none() {
    let mut doc = document("一、总体情况\n2020年，我局…");
    doc.page.title = Some("曲靖市林业局2020年政府信息公开工作年度报告-曲靖市人民政府".into());
    doc.page.published = Some("2021-03-02 08:31".into());
    let (rules, divisions) = setting();
    let m = read(&doc, rules, divisions);
    assert_eq!(m.title.as_deref(), Some("曲靖市林业局2020年政府信息公开工作年度报告"));
    assert_eq!(m.published_on.map(|d| (d.year, d.month, d.day)), Some((2021, 3, 2)));
}

#[test]
fn a_page_on_one_line_names_its_writer() {
    for lead in ["现向社会公布", "现公布", "现将", "特向社会公布", "我局编制了", "本机关现予公布", "编制形成了"]
    {
        let page = format!(
            "根据《中华人民共和国政府信息公开条例》第五十条规定，{lead}曲靖市林业局2020年政府信息公开工作年度报告。一、总体情况 2020年，我局公开信息33条。 二、主动公开政府信息情况"
        );
        let m = run(&page);
        assert_eq!((m.publisher.as_deref(), m.report_year), (Some("曲靖市林业局"), Some(2020)), "{lead}");
        assert_eq!(m.title, None, "{lead}");
    }
    let m = run(
        "曲靖市林业局2020年政府信息公开工作年度报告 发布时间：2021-01-13 现向社会公布曲靖市林业局2020年政府信息公开工作年度报告。一、总体情况",
    );
    assert_eq!(m.title.as_deref(), Some("曲靖市林业局2020年政府信息公开工作年度报告"));
    let m = run("关于公布曲靖市林业局2020年政府信息公开工作年度报告\n一、总体情况");
    assert_eq!((m.publisher.as_deref(), m.report_year), (Some("曲靖市林业局"), Some(2020)));
    let m = run("中共盱眙县委机构编制委员会办公室2020年政府信息公开工作年度报告\n一、总体情况");
    assert_eq!(m.publisher.as_deref(), Some("中共盱眙县委机构编制委员会办公室"));
}

#[test]
fn labels_in_every_frame() {
    for head in [
        "【发布日期】2024-02-20 【来源】曲靖市林业局 【索引号】000014349/2024-00012",
        "【 发 布 日 期 】 2024-02-20\n【发布机构】：曲靖市林业局\n【索 引 号】000014349/2024-00012",
        "〔发布时间〕2024年2月20日〔来源〕曲靖市林业局〔索引号〕000014349/2024-00012",
        "[发布日期] 2024-02-20 [来源] 曲靖市林业局 [索引号] 000014349/2024-00012",
        "**发布日期** 2024-02-20\n**来 源**：曲靖市林业局\n**索引号：** 000014349/2024-00012",
        "**发布日期：**2024-02-20\n**来源**曲靖市林业局\n**索引号** 000014349/2024-00012",
        "发布日期 2024-02-20 08:30\n来源：曲靖市林业局\n索引号：000014349/2024-00012",
    ] {
        let m = run(&format!("{head}\n一、总体情况\n2023年，我局"));
        let date = m.published_on.map(|d| (d.year, d.month, d.day));
        assert_eq!(date, Some((2024, 2, 20)), "{head}");
        assert_eq!(m.publisher.as_deref(), Some("曲靖市林业局"), "{head}");
        assert_eq!(m.index_number.as_deref(), Some("000014349/2024-00012"), "{head}");
    }
    let of = |head: &str| run(&format!("{head}\n一、总体情况")).published_on;
    assert_eq!(of("公开的时间 2024-02-20"), None);
    assert_eq!(of("【发布日期】【来源】曲靖市林业局"), None);
}

#[test]
fn header_and_signature_beat_a_cited_report() {
    let of = |page: &str| run(page).publisher;
    let cited = "按照《曲靖市人民政府2020年政府信息公开工作年度报告》的要求，我局写成本报告。\n一、总体情况\n我局…";
    let header = "发布机构：曲靖市林业局\n";
    assert_eq!(of(&format!("{header}{cited}")).as_deref(), Some("曲靖市林业局"));
    assert_eq!(of(&format!("{cited}\n曲靖市林业局\n2021年1月15日")).as_deref(), Some("曲靖市林业局"));
    let own = "现公布《曲靖市林业局2020年政府信息公开工作年度报告》。\n一、总体情况";
    for bare in ["办公室", "市林业局", "住房和城乡建设局", "城市管理局", "高新区管委会"] {
        assert_eq!(of(&format!("来源：{bare}\n{own}")).as_deref(), Some("曲靖市林业局"), "{bare}");
    }
    for placed in ["清河镇人民政府", "城东街道办事处", "乳山市财政局", "水利部", "平潭综合实验区管委会"]
    {
        assert_eq!(of(&format!("来源：{placed}\n{own}")).as_deref(), Some(placed), "{placed}");
    }
}

#[test]
fn the_markup_title_of_a_traditional_page_is_read() {
    let mut doc = document("一、總體情況\n2020年,我局…");
    doc.script = Script::Hant;
    doc.hans = Some("一、总体情况\n2020年,我局…".into());
    doc.page.title = Some("臨潼區民政局2020年政府信息公開年度報告-臨潼區人民政府".into());
    let (rules, divisions) = setting();
    let m = read(&doc, rules, divisions);
    assert_eq!(m.title.as_deref(), Some("臨潼區民政局2020年政府信息公開年度報告"));
    assert_eq!((m.publisher.as_deref(), m.report_year), (Some("临潼区民政局"), Some(2020)));
    assert_eq!(m.region_code.as_deref(), Some("610115"));
}

#[test]
fn a_place_is_found_in_the_middle_of_a_long_text() {
    let filler = "公开工作平稳推进。".repeat(300);
    let code = |middle: &str| {
        run(&format!("朝阳区水务局2020年政府信息公开工作年度报告\n一、总体情况\n{filler}{middle}{filler}")).region_code
    };
    assert_eq!(code("请登录长春市人民政府网站。").as_deref(), Some("220104"));
    assert_eq!(code(""), None);
}

#[test]
fn a_county_named_once_right_before_the_publisher_is_its_place() {
    let of = |signer: &str| {
        let tail = format!("六、其他需要报告的事项\n无。\n{signer}\n2020年1月14日\n");
        run(&format!("2019年东坪镇政府信息公开工作年度报告\n一、总体情况\n东坪镇公开信息。\n{tail}")).region_code
    };
    assert_eq!(of("安化县东坪镇").as_deref(), Some("430923"));
    assert_eq!(of("东坪镇"), None);
}

#[test]
fn the_markup_source_of_a_traditional_page_is_simplified() {
    let mut doc = document("一、總體情況\n2020年,我局…");
    doc.script = Script::Hant;
    doc.hans = Some("一、总体情况\n2020年,我局…".into());
    doc.page.source = Some("臨潼區民政局".into());
    let (rules, divisions) = setting();
    let m = read(&doc, rules, divisions);
    assert_eq!(m.publisher.as_deref(), Some("临潼区民政局"));
    assert_eq!(m.region_code.as_deref(), Some("610115"));
}

#[test]
fn a_blank_lost_behind_an_agency_hides_no_date() {
    let page = |header: &str| run(&format!("醴陵市粮食局2022年政府信息公开工作年度报告\n{header}\n一、总体情况"));
    let date = |header: &str| page(header).published_on.map(|d| d.to_string());
    assert_eq!(date("发布机构:醴陵市粮食局时间:2023-01-09 来源:本局").as_deref(), Some("2023-01-09"));
    assert_eq!(date("发布机构:醴陵市粮食局受理截止时间:2023-01-09"), None);
}

#[test]
fn a_label_value_cut_by_the_line_end_is_put_together() {
    let publisher =
        |header: &str| run(&format!("{header}\n浏览次数：3\n2022年政府信息公开工作年度报告\n一、总体情况")).publisher;
    for (header, name) in [
        ("发布机构：醴陵市来龙门街道办\n事处", "醴陵市来龙门街道办事处"),
        ("发布日期：2023-01-09 发布机构：醴陵市卫生健康委员\n会  索引号：A1", "醴陵市卫生健康委员会"),
        ("发布机构：醴陵市人民政府\n办公室", "醴陵市人民政府办公室"),
        // The line below is another's.
        ("发布机构：醴陵市粮食局\n办公室：0731-1", "醴陵市粮食局"),
        ("发布机构：醴陵市粮食局\n\n分局", "醴陵市粮食局"),
        ("发布机构：醴陵市粮食局\n政府信息公开年报", "醴陵市粮食局"),
    ] {
        assert_eq!(publisher(header).as_deref(), Some(name), "{header}");
    }
}

#[test]
fn a_date_right_behind_the_title_of_a_page_on_one_line_is_its_publication() {
    let title = "醴陵市粮食局2022年政府信息公开工作年度报告";
    let date = |rest: &str| run(&format!("{title}{rest}")).published_on.map(|d| d.to_string());
    for rest in ["发布时间: 2023-01-09 10:26本报告由本局编制", "时间：2023-01-09 来源：本局", " 2023-01-09 根据条例"]
    {
        assert_eq!(date(rest).as_deref(), Some("2023-01-09"), "{rest}");
    }
    for rest in ["统计时间：2023-01-09 起", " 2023年1月9日起 根据条例", "2023-01-09根据条例"] {
        assert_eq!(date(rest), None, "{rest}");
    }
}

#[test]
fn a_date_alone_below_the_title_is_the_pages() {
    for (line, day) in [("2021年1月18日", Some(18)), ("（2021年1月18日）", Some(18)), ("2021年1月18日起施行", None)]
    {
        let doc = document(&format!(
            "安吉县茶产业发展局2020年度政府信息公开工作年度报告\n\n{line}\n\n根据规定编制。\n一、总体情况\n"
        ));
        let (rules, divisions) = setting();
        let found = read(&doc, rules, divisions).published_on;
        assert_eq!(found.map(|date| date.day), day, "{line}");
    }
}

/// The day on which a page with this line in its head came out.
fn published_by(line: &str) -> Option<u8> {
    let (rules, divisions) = setting();
    let text = format!("安吉县茶产业发展局2020年度政府信息公开工作年度报告\n{line}\n一、总体情况\n");
    read(&document(&text), rules, divisions).published_on.map(|date| date.day)
}

#[test]
fn a_label_may_stand_right_behind_the_date() {
    assert_eq!(published_by("2021-01-18信息来源：安吉县茶产业发展局阅读：—"), Some(18));
    assert_eq!(published_by("2021-01-18至2021-02-01公示"), None);
}

#[test]
fn a_line_that_speaks_of_the_page_has_its_date() {
    for line in [
        "作者：办公室 发布于 2021/1/18",
        "【字体：大 中 小】 2021年1月18日",
        "2021年1月18日　【字体：大 中 小】",
        "2021年1月18日 浏览次数：23",
        "www.anji.example  2021-1-18 9:05:00  安吉县政府信息公开网",
    ] {
        assert_eq!(published_by(line), Some(18), "{line}");
    }
    for line in [
        "今天是 2021-1-18 星期一 打印",
        "本规定发布于2021/1/18",
        "统计期限自 2021-1-18 起",
        "本局网 2021-1-18 星期一 8:30",
    ] {
        assert_eq!(published_by(line), None, "{line}");
    }
}

#[test]
fn the_preamble_names_the_writer() {
    let (rules, divisions) = setting();
    for (preamble, writer) in [
        (
            "本报告由湖州市安吉县茶产业发展局按照《条例》和安吉县人民政府有关通知要求编制。如有疑问，请与安吉县人民政府办公室联系。",
            Some("湖州市安吉县茶产业发展局"),
        ),
        (
            "根据《条例》规定，安吉县云岫镇人民政府编制了本单位的报告。如有疑问，请与安吉县云岫镇人民政府办公室联系。",
            Some("安吉县云岫镇人民政府"),
        ),
        ("根据规定，由安吉县茶产业发展局编制完成。", Some("安吉县茶产业发展局")),
        ("本报告由六部分组成，请与安吉县茶产业发展局联系。", Some("安吉县茶产业发展局")),
    ] {
        let doc = document(&format!("{preamble}\n一、总体情况\n"));
        assert_eq!(read(&doc, rules, divisions).publisher.as_deref(), writer, "{preamble}");
    }
}

#[test]
fn a_menu_and_a_date_glued_to_the_title_are_no_part_of_the_agency() {
    for before in ["打印  关闭", "分享到：微信 微博 QQ空间语音播报", "更新时间：2023年3月16日", "来源：清溪县林业局"]
    {
        let found = run(&format!(
            "首页 > 年报字体：[大 中 小]  {before}清溪县林业局2022年政府信息公开工作年度报告本报告由六部分组成"
        ));
        assert_eq!(found.publisher.as_deref(), Some("清溪县林业局"), "{before}");
    }
    let found = run("清溪县自然资源和空间规划局2022年政府信息公开工作年度报告\n本报告由六部分组成");
    assert_eq!(found.publisher.as_deref(), Some("清溪县自然资源和空间规划局"));
}
