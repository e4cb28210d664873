//! What numbers are read, and which are left alone.

use std::sync::LazyLock;

use super::{Desk, Narrator, Scope};

static NARRATOR: LazyLock<Narrator> = LazyLock::new(|| Narrator::builtin().unwrap());

fn read(text: &str) -> Vec<(String, f64)> {
    read_in("", text)
}

fn read_in(section: &'static str, text: &str) -> Vec<(String, f64)> {
    let narrator = &*NARRATOR;
    let scope = Scope { year: Some(2022), section, ..Scope::default() };
    let sentences = narrator.read_with(&mut Desk::default(), text, text, scope).sentences;
    let statements = sentences.iter().flat_map(|sentence| &sentence.statements);
    statements.map(|found| (narrator.statements().metric_name(found.metric).to_owned(), found.value)).collect()
}

#[test]
fn reads_what_the_year_counted() {
    let cases: &[(&str, &[(&str, f64)])] = &[
        ("2022年，我局共收到依申请公开17件。", &[("applications_received", 17.0)]),
        ("全年收到政府信息公开申请二十三件,均按期答复。", &[("applications_received", 23.0)]),
        ("全年主动公开政府信息1.2万条。", &[("proactive_total", 12_000.0)]),
        (
            "全年主动公开政府信息655条,其中网站510条、微信公众号145条。",
            &[("proactive_total", 655.0), ("proactive_website", 510.0), ("proactive_wechat", 145.0)],
        ),
        ("本年度未收到政府信息公开申请。", &[("applications_received", 0.0)]),
        ("全年主动公开政府信息2 063 条。", &[("proactive_total", 2_063.0)]),
        ("今年没有接到公民公开政府信息的申请。", &[("applications_received", 0.0)]),
        (
            "收到依申请公开申请6件，其中予以公开4件，不予公开1件。",
            &[("applications_received", 6.0), ("applications_granted", 4.0), ("applications_denied", 1.0)],
        ),
        ("发布政策解读稿件25篇，其中图解6篇。", &[("interpretations", 25.0)]),
        ("召开新闻发布会两场。", &[("press_conferences", 2.0)]),
        ("举办政务公开业务培训班3期，培训90余人次。", &[("trainings", 3.0), ("trainees", 90.0)]),
        ("现有政务公开工作人员5名，其中专职2名、兼职3名。", &[("staff_full_time", 2.0), ("staff_part_time", 3.0)]),
        ("因政府信息公开申请行政复议2件，行政诉讼0件。", &[("reviews_total", 2.0), ("litigation_total", 0.0)]),
        ("本机关未收取信息处理费。", &[("fees_charged", 0.0)]),
        ("全年制发规范性文件6件，废止1件。", &[("normative_documents_made", 6.0)]),
        ("去年收到公开申请9件，今年收到6件。", &[("applications_received", 6.0)]),
        ("其中，门户网站发布120条、微信公众号推送80条。", &[("proactive_website", 120.0), ("proactive_wechat", 80.0)]),
        ("本年未举办政务公开培训。", &[("trainings", 0.0)]),
        (
            "全年没有召开新闻发布会，未制发规范性文件。",
            &[("press_conferences", 0.0), ("normative_documents_made", 0.0)],
        ),
        (
            "收到信息公开申请9件，2021年结转2件，办结10件，结转2023年1件。",
            &[("applications_received", 9.0), ("applications_carried_in", 2.0), ("applications_answered", 10.0)],
        ),
        ("新收政府信息公开申请5件，上年结转2件。", &[("applications_received", 5.0), ("applications_carried_in", 2.0)]),
        // what the year before counted is not carried over from it
        ("收到申请12件（上年9件）。", &[("applications_received", 12.0)]),
        ("新收申请12件，上年9件。", &[("applications_received", 12.0)]),
        ("收到申请12件（上年结转9件）。", &[("applications_received", 12.0), ("applications_carried_in", 9.0)]),
    ];
    for (text, expected) in cases {
        let expected: Vec<(String, f64)> =
            expected.iter().map(|(metric, value)| ((*metric).to_owned(), *value)).collect();
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn leaves_alone_what_is_unsure() {
    for text in [
        "2021年，我局共收到依申请公开17件。",
        "累计公开政府信息3万条。",
        "比上年增加依申请公开申请3件。",
        "受理咨询投诉39件。",
        "开展企业安全培训12期。",
        "发布动态类信息77条、视频信息21条。",
        "收到行政复议申请和行政诉讼3件。",
        "收到建议提案12件，公开10件。",
        "配备专兼职人员5名。",
        "《条例》第二十三条规定。",
        "每月至少公开信息10条。",
        "计划今年举办政务公开培训4期。",
        "主动公开政府信息数比2021年的433条多52条。",
        "主动公开政府信息数比2021年多52条。",
        "主动公开政府信息数突破千条。",
        "未组织参加上级政务公开培训。",
        "被申请行政复议1件。",
        "通过区政府门户网站发布动态类信息1614条。",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}

/// Examples of `…：无` teach that it denies, not what.
#[test]
fn a_bare_no_denies_nothing() {
    for section in ["other_matters", "applications", "reviews", "overview"] {
        for text in ["无。", "无", "没有。", "零", "暂无其他事项。"] {
            assert_eq!(read_in(section, text), [], "{section}: {text}");
        }
    }
}

#[test]
fn a_section_says_what_its_sentences_leave_out() {
    let granted = [("applications_granted".to_owned(), 7.0), ("applications_denied".to_owned(), 2.0)];
    assert_eq!(read_in("applications", "予以公开7件，不予公开2件。"), granted);
    let none = [("reviews_total".to_owned(), 1.0), ("litigation_total".to_owned(), 0.0)];
    assert_eq!(read_in("reviews", "被申请行政复议1件，无行政诉讼。"), none);
    for text in ["上年予以公开7件。", "答复网民留言30件。", "2021年不予公开2件。"] {
        assert_eq!(read_in("applications", text), [], "{text}");
    }
    assert_eq!(read_in("reviews", "全年审理各类行政复议案件186件。"), []);
}

/// Numbers whose words stand further ahead, and what must not be taken for such.
#[test]
fn some_words_speak_of_several_numbers() {
    let cases: &[(&str, &[(&str, f64)])] = &[
        ("网站和微信分别公开信息12条、8条。", &[("proactive_website", 12.0), ("proactive_wechat", 8.0)]),
        ("2021年、2022年分别公开政府信息12条、8条。", &[("proactive_total", 8.0)]),
        ("网站、微信、微博分别公开信息12条、8条。", &[]),
        ("公开申请量由12件下降至8件。", &[("applications_received", 8.0)]),
        ("主动公开政府信息由2021年的12条增加到2022年的15条。", &[("proactive_total", 15.0)]),
        ("投诉由12件下降到8件。", &[]),
        ("公开申请量由2020年的20件、2021年的12件降至2022年的8件。", &[("applications_received", 8.0)]),
        ("依申请公开量有所下降，由上年的12件降至8件。", &[("applications_received", 8.0)]),
        ("主动公开政府信息数量同比上升8%，为12条。", &[("proactive_total", 12.0)]),
        ("主动公开政府信息较上年减少两条，全年共12条。", &[("proactive_total", 12.0)]),
        ("主动公开政府信息12条，新增视频，共8条。", &[("proactive_total", 12.0)]),
        ("2021年收到公开申请12件，2022年为8件。", &[("applications_received", 8.0)]),
        ("2021年收到公开申请12件，2022年收到8件。", &[("applications_received", 8.0)]),
        ("2021年收到公开申请12件，2022年处理8件。", &[]),
        ("公开申请由12件降到9件，再降到8件。", &[("applications_received", 8.0)]),
        ("公开申请从2020年的12件、2021年的9件降到8件。", &[("applications_received", 8.0)]),
        ("政策解读较少，全年仅发布8篇。", &[("interpretations", 8.0)]),
        ("上半年公开信息12条，下半年8条，全年共20条。", &[("proactive_total", 20.0)]),
        ("上半年公开信息12条，下半年公开8条，全年共收到20条。", &[]),
        ("网站公开信息12条，微信公开信息8条，共20条。", &[("proactive_website", 12.0), ("proactive_wechat", 8.0)]),
    ];
    for (text, expected) in cases {
        let expected: Vec<(String, f64)> =
            expected.iter().map(|(metric, value)| ((*metric).to_owned(), *value)).collect();
        assert_eq!(read(text), expected, "{text}");
    }
}

/// A sentence that begins to tell of another year, or of several, does so until it names this one.
#[test]
fn a_year_is_told_of_until_another_is_named() {
    for text in [
        "去年收到公开申请9件，答复公开申请9件。",
        "《2021年政府信息公开工作年度报告》载明，当年收到公开申请9件。",
        "与2021年相比，网站少发布信息9条。",
        "下年度将配备2名专职信息员。",
        "上年度，我局举办政务公开培训2期，培训60人次。",
        "2021年至2022年，受理公开申请12件。",
        "2020至2022年，受理公开申请12件。",
        "上年未收到公开申请。",
        "行政复议、行政诉讼各1件，主动公开政府信息各12条。",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
    let received = [("applications_received".to_owned(), 8.0)];
    for text in [
        "去年收到公开申请9件，今年收到公开申请8件。",
        "与去年相比略有下降，共收到公开申请8件。",
        "针对上年度存在的问题，完善制度，收到公开申请8件。",
        "截至2022年12月31日，收到公开申请8件。",
    ] {
        assert_eq!(read(text), received, "{text}");
    }
}

/// A suit of another matter keeps away the numbers joined to it, and one that says so behind them.
#[test]
fn what_is_said_of_one_suit_is_said_of_those_joined_to_it() {
    for text in [
        "涉及工伤认定的行政复议8件，行政诉讼5件。",
        "合同纠纷类行政复议8件，未发生行政诉讼。",
        "受理行政复议8件，行政诉讼5件，均不涉及政府信息公开。",
        "直接提起行政诉讼3件，复议后提起行政诉讼2件。",
        "行政复议、行政诉讼均未发生败诉。",
    ] {
        assert_eq!(read_in("reviews", text), [], "{text}");
    }
    let own = [("reviews_total".to_owned(), 1.0), ("litigation_total".to_owned(), 2.0)];
    for text in [
        "涉及合同的行政复议8件，行政诉讼5件，因政府信息公开引发的行政复议1件、行政诉讼2件。",
        "行政复议1件（已维持）、行政诉讼2件（正在审理）。",
    ] {
        assert_eq!(read_in("reviews", text), own, "{text}");
    }
    let none = [("reviews_total".to_owned(), 8.0), ("litigation_total".to_owned(), 0.0)];
    assert_eq!(read_in("reviews", "行政复议8件，行政诉讼没有发生。"), none);
}

/// The total of channels, the rest among them, is that of all.
#[test]
fn a_list_with_its_rest_adds_up_to_the_whole() {
    let list = "网站公开信息12条，微信公开信息8条，其他方式公开5条";
    let parts = [("proactive_website", 12.0), ("proactive_wechat", 8.0), ("proactive_other_channel", 5.0)];
    let parts = parts.map(|(metric, value)| (metric.to_owned(), value)).to_vec();
    let whole = [&parts[..], &[("proactive_total".to_owned(), 25.0)]].concat();
    assert_eq!(read(&format!("{list}，合计25条。")), whole);
    assert_eq!(read(&format!("{list}，合计公开25条。")), whole);
    assert_eq!(read(&format!("{list}，合计26条。")), parts);
    assert_eq!(read("网站公开信息12条，微信公开信息8条，合计20条。"), parts[..2]);
}

#[test]
fn one_word_may_say_none_and_of_what() {
    let none = [("reviews_total".to_owned(), 0.0), ("litigation_total".to_owned(), 0.0)];
    assert_eq!(read_in("reviews", "行政复议和行政诉讼均为零。"), none);
    assert_eq!(read_in("reviews", "力争实现零复议。"), []);
}

/// A number may do without a measure word, and a whole clause may say that there was none.
#[test]
fn numbers_without_a_measure_word_and_none_at_all() {
    let received = |value: f64| [("applications_received".to_owned(), value)];
    assert_eq!(read("公开申请收件数为12，均已登记。"), received(12.0));
    for text in ["公开申请收件数为12%。", "公开申请收件数为1.5。", "访问量为12，关注数为3。"]
    {
        assert_eq!(read(text), [], "{text}");
    }
    assert_eq!(read("2021年收到公开申请12件，今年为零。"), received(0.0));
    assert_eq!(read("2021年收到公开申请12件；今年为零。"), []);
    assert_eq!(read("2021年收到公开申请12件，今年为零售企业服务。"), []);
    assert_eq!(read("2022年收到公开申请12件，今年收到公开申请8件。"), received(8.0));
    assert_eq!(read("2022年收到公开申请12件，其中今年收到公开申请8件。"), received(12.0));
    assert_eq!(read("全年未收到一件公开申请。"), received(0.0));
    assert_eq!(read("全年收到一件公开申请。"), received(1.0));
}

/// An agency's own number stands beside its region's, and is not the one that it has a part in.
#[test]
fn a_phrase_that_is_one_thing_hides_the_words_in_it() {
    let growth = "聚焦稳增长、促消费发布政策解读31篇。";
    assert_eq!(read(growth), [("interpretations".to_owned(), 31.0)]);
    assert!(read("发布政策解读增长31篇。").is_empty());
}

#[test]
fn an_agency_trains_people_of_its_whole_region() {
    let agency = |text: &str| {
        let scope = Scope { year: Some(2022), region: false, ..Scope::default() };
        let sentences = NARRATOR.read_with(&mut Desk::default(), text, text, scope).sentences;
        sentences.iter().flat_map(|sentence| &sentence.statements).map(|found| found.value).collect::<Vec<_>>()
    };
    assert_eq!(agency("我局举办全县政务公开业务培训班2期。"), [2.0]);
    assert!(agency("全县共举办政务公开业务培训班2期。").is_empty());
}

#[test]
fn an_agency_tells_its_own_behind_others() {
    let told = |text: &str| -> Vec<f64> {
        let scope = Scope { year: Some(2022), region: false, section: "" };
        let sentences = NARRATOR.read_with(&mut Desk::default(), text, text, scope).sentences;
        sentences.iter().flat_map(|sentence| &sentence.statements).map(|found| found.value).collect()
    };
    assert_eq!(told("全市公开政府信息30条，我局公开政府信息3条。"), [3.0]);
    assert_eq!(told("各乡镇公开政府信息30条，其中我局公开政府信息3条。"), [3.0]);
    assert!(told("市政府网站公开信息30条，其中我局报送3条。").is_empty());
    assert_eq!(told("我局网站公开信息30条，其中我局办公室报送3条。"), [30.0]);
    assert!(told("我局和全市各单位公开政府信息30条。").is_empty());
}

/// Brackets and parts end, and what stands behind them is read as if they were not there.
#[test]
fn parts_end_with_their_bracket_or_their_sum() {
    let total = ("proactive_total".to_owned(), 30.0);
    let received = ("applications_received".to_owned(), 5.0);
    for text in [
        "主动公开政府信息30条（上年21条），收到公开申请5件。",
        "主动公开政府信息30条（2021年为21条），收到公开申请5件。",
        "主动公开政府信息30条（其中图片9条），收到公开申请5件。",
        "主动公开政府信息30条，其中图片9条、文字21条，收到公开申请5件。",
        "主动公开政府信息（含政策文件2件）30条，收到公开申请5件。",
    ] {
        assert_eq!(read(text), [total.clone(), received.clone()], "{text}");
    }
    // what can be no part of anything is not looked for behind 其中
    assert_eq!(read("主动公开政府信息30条，其中图片9条，发布政策解读5篇。"), [total]);
}

#[test]
fn a_heading_says_what_its_sentences_leave_out() {
    assert_eq!(read("（二）依申请公开情况\n全年共收到5件。"), [("applications_received".to_owned(), 5.0)]);
    for text in [
        "全年共收到5件。",
        "（二）依申请公开情况\n（三）建议办理情况\n全年共收到5件。",
        "（二）依申请公开情况\n全年共收到留言5件。",
        "（一）主动公开情况。全年共公开机构职能6条、财政收支9条。",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}

/// A government's report counts its region, and no single agency of it.
#[test]
fn an_agency_named_by_a_government_speaks_for_itself() {
    let text = "市教育局主动公开政府信息30条。";
    assert_eq!(read(text), []);
    let narrator = &*NARRATOR;
    let scope = Scope { year: Some(2022), region: false, section: "" };
    let own = narrator.read_with(&mut Desk::default(), text, text, scope);
    assert_eq!(own.sentences[0].statements.len(), 1);
    let units = "各单位共主动公开政府信息30条。";
    assert_eq!(read(units).len(), 1);
    assert!(narrator.read_with(&mut Desk::default(), units, units, scope).sentences[0].statements.is_empty());
}

#[test]
fn a_sentence_without_end_makes_no_statements() {
    let told = |others: usize| read(&format!("2022年，我局共收到依申请公开17件{}。", "，回复留言1件".repeat(others)));
    assert!(told(20).contains(&("applications_received".to_owned(), 17.0)));
    assert_eq!(told(2_000), []);
}

#[test]
fn sentences_go_on_with_the_matter_of_the_one_before() {
    let told = [("applications_received", 13.0), ("applications_granted", 5.0), ("applications_denied", 2.0)];
    let told = told.map(|(metric, value)| (metric.to_owned(), value));
    // Each states something, or at least speaks of applications.
    for text in [
        "收到政府信息公开申请13件。按结果分，予以公开5件，不予公开2件。",
        "收到政府信息公开申请13件。申请人多为企业。予以公开5件，不予公开2件。",
        "收到政府信息公开申请13件。予以公开5件。不予公开2件。",
    ] {
        assert_eq!(read(text), told, "{text}");
    }
    let text = "收到政府信息公开申请13件。开展巡查4次。已答复13件。";
    assert_eq!(read(text), told[..1], "{text}");
    let text = "未发生涉及政府信息公开的行政诉讼。被申请行政复议1件。";
    assert_eq!(read(text), [("litigation_total".to_owned(), 0.0), ("reviews_total".to_owned(), 1.0)]);
}

#[test]
fn a_sum_of_two_channels_is_none_of_the_one_that_was_understood() {
    let text = "利用大屏播发信息203条、“河湾家园”公众号发布信息915条，全年主动公开信息合计1118条。";
    let wechat = read(text).into_iter().find(|(metric, _)| metric == "proactive_wechat");
    assert_ne!(wechat.map(|(_, value)| value), Some(1118.0));
    assert!(read(text).contains(&("proactive_total".to_owned(), 1118.0)), "{:?}", read(text));
}

/// Half of a number is another number.
#[test]
fn a_number_that_a_lines_end_tore_is_none() {
    for text in [
        "收到公开申请1\n2件，均已答复。",
        "收到公开申请1\r\n  2件公开申请，均已答复。",
        "公开申请收件数为1\n2，均已登记。",
        "2件，均为自然人提出。",
    ] {
        assert_eq!(read_in("applications", text), [], "{text}");
    }
    let received = [("applications_received".to_owned(), 12.0)];
    assert_eq!(read_in("applications", "收到公开申请12件\n2件撤回。"), received);
}

#[test]
fn a_label_before_a_colon_tells_what_the_number_behind_it_counts() {
    let text = "通过网站公开政府信息12条；政务微信：发布36条；政务微博：24条。";
    let told = [("proactive_website", 12.0), ("proactive_wechat", 36.0), ("proactive_weibo", 24.0)];
    assert_eq!(read(text), told.map(|(metric, value)| (metric.to_owned(), value)));
    let text = "县政府网站公开信息8条，公众号“石桥发布”15条。";
    let told = [("proactive_website", 8.0), ("proactive_wechat", 15.0)];
    assert_eq!(read(text), told.map(|(metric, value)| (metric.to_owned(), value)));
    let text = "收到政府信息公开申请9件，比上年增加5件，无上年结转申请。";
    let told = [("applications_received", 9.0), ("applications_carried_in", 0.0)];
    assert_eq!(read(text), told.map(|(metric, value)| (metric.to_owned(), value)));
}
