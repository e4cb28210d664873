//! What a cell may hold, by example.

use super::*;

fn figure(text: &str) -> Option<f64> {
    match classify(text) {
        Content::Figure(value, _) => Some(value),
        _ => None,
    }
}

#[test]
fn numbers_as_people_write_them() {
    for (text, value) in [
        ("0", 0.0),
        ("１２", 12.0),
        ("+1036", 1036.0),
        ("−3", -3.0),
        ("-185", -185.0),
        ("1,234", 1234.0),
        ("12，345，678", 12_345_678.0),
        ("59237.2449", 59237.2449),
        ("0.5", 0.5),
    ] {
        assert_eq!(figure(text), Some(value), "{text}");
    }
    assert_eq!(classify("251000元"), Content::Figure(251_000.0, Some(Unit::Cny)));
    assert_eq!(classify("3.5万元"), Content::Figure(3.5, Some(Unit::Cny10k)));
    assert_eq!(classify("22（其中修订16件）"), Content::Figure(22.0, None));
    assert_eq!(classify("22（更正：应为26）"), Content::Text);
    assert_eq!(classify("0条"), Content::Figure(0.0, Some(Unit::Count)));
    assert_eq!(classify("１２件"), Content::Figure(12.0, Some(Unit::Count)));
    assert_eq!(classify("59237.2449万元"), Content::Figure(59237.2449, Some(Unit::Cny10k)));
    assert_eq!(classify("75，394，432.52 元"), Content::Figure(75_394_432.52, Some(Unit::Cny)));
    assert_eq!(classify("￥251,000"), Content::Figure(251_000.0, Some(Unit::Cny)));
    assert_eq!(classify("3.5（万元）"), Content::Figure(3.5, Some(Unit::Cny10k)));
    assert_eq!(classify("55 件（含自然失效 29 件）"), Content::Figure(55.0, Some(Unit::Count)));
    for noted in
        ["22①", "22[1]", "22［注2］", "22¹²", "22*", "22[³]", "22[^2]", "22<sup>2</sup>", "22注", "22 注2", "22(³)"]
    {
        assert_eq!(classify(noted), Content::Figure(22.0, None), "{noted}");
    }
    for other in ["[1]", "*", "22[1]3", "注2", "22注意", "22(3)注意"] {
        assert_eq!(classify(other), Content::Text, "{other}");
    }
    assert_eq!(classify("22件[1]"), Content::Figure(22.0, Some(Unit::Count)));
    for minus in ['-', '－', '−', '–', '﹣', '‐', '‑', '‒'] {
        assert_eq!(figure(&format!("{minus}3")), Some(-3.0), "{minus}");
    }
}

#[test]
fn a_blank_separates_thousands_only_between_walls_and_in_groups_of_three() {
    let walled = |text: &str| match classify_walled(text) {
        Content::Figure(value, unit) => Some((value, unit)),
        _ => None,
    };
    assert_eq!(walled("12 345"), Some((12_345.0, None)));
    assert_eq!(walled("１ ２３４ ５６７.8"), Some((1_234_567.8, None)));
    assert_eq!(walled("-1\u{a0}234 元"), Some((-1234.0, Some(Unit::Cny))));
    assert_eq!(walled("1 234（其中修订 16 件）"), Some((1234.0, None)));
    for text in ["12 34", "1 2 3", "0 345", "1234 567", "12 345 6", "12  345", "12\n345", "1,234 567", "1 234 5件"] {
        assert_eq!(walled(text), None, "{text}");
    }
    assert_eq!(classify("12 345"), Content::Text, "without walls these are two figures");
}

#[test]
fn chinese_numerals_are_read_only_when_written_in_full() {
    for (text, value) in [
        ("零", 0.0),
        ("〇", 0.0),
        ("七", 7.0),
        ("十", 10.0),
        ("十二", 12.0),
        ("二十", 20.0),
        ("两百", 200.0),
        ("一百零五", 105.0),
        ("一百一十", 110.0),
        ("三千二百", 3200.0),
        ("一千零五十", 1050.0),
    ] {
        assert_eq!(chinese(text), Some((value, None)), "{text}");
    }
    assert_eq!(chinese("十二件"), Some((12.0, Some(Unit::Count))));
    assert_eq!(chinese("三万元"), Some((3.0, Some(Unit::Cny10k))));
    for text in ["", "一百五", "百", "二〇二一", "两三", "十几", "第三", "一百零", "零五", "二十十", "约十", "件"]
    {
        assert_eq!(chinese(text), None, "{text}");
    }
}

#[test]
fn a_share_of_the_whole_is_a_remark() {
    for text in ["21（27.3%）", "21 (27％)", "21件（5‰）"] {
        assert!(matches!(classify(text), Content::Figure(21.0, _)), "{text}");
    }
}

#[test]
fn two_figures_are_not_a_figure_with_a_remark() {
    for text in ["3（5）", "3（+2）", "1.2万", "3亿元", "￥3件", "—3"] {
        assert!(!matches!(classify(text), Content::Figure(..)), "{text}");
    }
}

#[test]
fn marks_for_nothing_are_no_zero() {
    for text in ["-", "—", "——", "/", "／", "无", "空", "暂无", "－"] {
        assert_eq!(classify(text), Content::Mark, "{text}");
    }
    assert_eq!(classify(""), Content::Blank);
}

#[test]
fn digits_of_several_figures_are_never_one() {
    for text in ["000", "05", "1,23", "12,34,567", "2648-185", "1.2.3"] {
        assert_eq!(classify(text), Content::Glued, "{text}");
    }
}

#[test]
fn text_is_text() {
    for text in ["2020年", "见附件", "12%", "3.其他", "余条", "1.属于", "约30件", "3.", ",", "+"] {
        assert_eq!(classify(text), Content::Text, "{text}");
    }
}
