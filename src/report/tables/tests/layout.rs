//! Text that keeps its page's layout, read as a careful person reads it: by where words and figures stand.

use crate::reader::Reader;
use crate::report::{Report, Status};
use crate::source::{RawDocument, SourceFormat};

const HEAD: &str = "某某县林业局2022年政府信息公开工作年度报告\n一、总体情况\n本局按要求公开信息。\n";
const COLUMNS: [&str; 7] =
    ["natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org", "total"];

fn read(text: &str) -> (Reader, Report) {
    let reader = Reader::builtin().unwrap();
    let report = reader.read(&RawDocument::new("page", SourceFormat::Text, text.as_bytes().to_vec())).unwrap();
    (reader, report)
}

/// A row of table three as a reader sees it: figures, `_` for blank, `?` for anything without a value.
fn row(reader: &Reader, report: &Report, code: &str) -> String {
    let forms = reader.forms();
    let shown = |col: &&str| {
        let at = |c: &&crate::report::Cell| forms.code(c.row) == code && forms.code(c.col) == *col;
        match report.cells.iter().find(at).map(|c| (c.value, c.status)) {
            Some((Some(value), _)) => value.to_string(),
            Some((None, Status::Blank)) => "_".to_owned(),
            _ => "?".to_owned(),
        }
    };
    COLUMNS.iter().map(shown).collect::<Vec<_>>().join(" ")
}

/// A line: its label, then figures right-aligned in columns; `.` is an empty cell.
fn line(label: &str, figures: &str) -> String {
    let mut line = format!("    {label}");
    for (number, figure) in figures.split(' ').enumerate() {
        let end = 44 + 9 * number;
        let width: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        if figure != "." {
            line.push_str(&" ".repeat(end - figure.len() - width));
            line.push_str(figure);
        }
    }
    line
}

fn page(lines: &[String]) -> String {
    format!("{HEAD}    三、收到和处理政府信息公开申请情况\n{}\n    五、存在的主要问题及改进情况\n", lines.join("\n"))
}

#[test]
fn a_figure_belongs_to_the_column_it_stands_in_and_a_gap_is_blank() {
    let (reader, report) = read(&page(&[
        line("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
        line("二、上年结转政府信息公开申请数量", "1 . . 0 2 . 3"),
        line("（一）予以公开", "5 1 2 . 15 . 23"),
        line("1.属于国家秘密", ". . 7 . . . 7"),
        line("2.其他法律行政法规禁止公开", "0 0 . . . . ."),
        line("3.危及“三安全一稳定”", "0 0 0 0 0 0 0"),
    ]));
    assert_eq!(row(&reader, &report, "carried_in"), "1 _ _ 0 2 _ 3");
    assert_eq!(row(&reader, &report, "granted"), "5 1 2 _ 15 _ 23");
    assert_eq!(row(&reader, &report, "denied_state_secret"), "_ _ 7 _ _ _ 7");
    assert_eq!(row(&reader, &report, "denied_prohibited_by_law"), "0 0 _ _ _ _ _");
}

#[test]
fn a_place_that_the_sum_speaks_against_is_not_claimed() {
    let lines = |figures: &str| {
        page(&[
            line("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
            line("二、上年结转政府信息公开申请数量", figures),
            line("（一）予以公开", "5 1 2 . 15 . 23"),
            line("1.属于国家秘密", "3 0 0 0 0 . 3"),
        ])
    };
    let (reader, report) = read(&lines("1 . . 0 2 . 4"));
    assert_eq!(row(&reader, &report, "carried_in"), "? ? ? ? ? ? ?");
    // Figures beside the columns: something else has moved them.
    let beside =
        lines("1 . . 0 2 . 3").replace("二、上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请数量      ");
    let (reader, report) = read(&beside);
    assert_eq!(row(&reader, &report, "carried_in"), "? ? ? ? ? ? 3");
    // A number on a line of its own is no figure of the row above it.
    let numbered =
        lines("1 . . . . . 1").replace("（一）予以公开", &format!("{}2\n    （一）予以公开", " ".repeat(50)));
    let (reader, report) = read(&numbered);
    assert_eq!(row(&reader, &report, "carried_in"), "? ? ? ? ? ? ?");
}

#[test]
fn figures_packed_to_the_left_tell_no_column() {
    let (reader, report) = read(&page(&[
        line("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
        line("二、上年结转政府信息公开申请数量", "3 3 . . . . ."),
        line("（一）予以公开", "1 4 5 . . . ."),
        line("1.属于国家秘密", "5 0 0 0 0 0 5"),
    ]));
    // What all ways to place them agree on is the total.
    assert_eq!(row(&reader, &report, "carried_in"), "? ? ? ? ? ? 3");
    assert_eq!(row(&reader, &report, "granted"), "? ? ? ? ? ? 5");
}

#[test]
fn a_row_in_pieces_between_two_others_is_named_where_all_columns_add_up() {
    let rows = |left_over: &str| {
        page(&[
            line("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
            line("二、上年结转政府信息公开申请数量", "1 0 0 0 2 0 3"),
            line("（一）予以公开", "1 1 0 0 1 0 3"),
            line("部分给了公", left_over),
            line("1.属于国家秘密", "1 0 0 0 10 0 11"),
            line("（七）总计", "3 1 2 0 14 0 20"),
            line("四、结转下年度继续办理", "2 0 0 0 1 0 3"),
        ])
    };
    let (reader, report) = read(&rows("1 0 2 0 3 0 6"));
    // Other rows of the sum are not on the page: nothing is proved.
    assert_eq!(row(&reader, &report, "granted_in_part"), "? ? ? ? ? ? ?");
    assert_eq!(row(&reader, &report, "granted"), "1 1 0 0 1 0 3");
}

#[test]
fn a_bare_word_without_figures_of_its_own_takes_none_from_other_rows() {
    let lines = [
        line("（六）", "0 0 0 . . . ."),
        "    其他处理".to_owned(),
        line("（七）", "2 0 0 0 . 2 4"),
        "    总计".to_owned(),
    ];
    let before = [
        line("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
        line("二、上年结转政府信息公开申请数量", "1 0 0 0 2 0 3"),
        line("（一）予以公开", "1 1 0 . 1 . 3"),
    ];
    let (reader, report) = read(&page(&[&before[..], &lines[..]].concat()));
    assert_eq!(row(&reader, &report, "concluded_total"), "2 0 0 0 _ 2 4");
}

/// Words of a line with the columns that they begin in.
fn placed(words: &[(usize, &str)]) -> String {
    let mut line = String::new();
    for (start, word) in words {
        let width: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        line.push_str(&" ".repeat(start - width));
        line.push_str(word);
    }
    line
}

/// Table four: heads wrapped at different heights, then these figures below them; `.` is an empty cell.
fn reviews(third: &str, figures: &str) -> String {
    let heads = |words: [&'static str; 5]| {
        let every = (0..15).map(|number| (6 * number, words[number % 5])).filter(|(_, word)| !word.is_empty());
        placed(&every.collect::<Vec<_>>())
    };
    let figures: Vec<(usize, &str)> = figures
        .split(' ')
        .enumerate()
        .map(|(number, figure)| (6 * number + 1, figure))
        .filter(|f| f.1 != ".")
        .collect();
    let lines = [
        placed(&[(8, "行政复议"), (60, "行政诉讼")]),
        placed(&[(36, "未经复议直接起诉"), (66, third)]),
        heads(["结果", "结果", "", "尚未", ""]),
        heads(["", "", "其他", "", "总计"]),
        heads(["维持", "纠正", "结果", "审结", ""]),
        placed(&figures),
    ];
    format!("{HEAD}四、政府信息公开行政复议、行政诉讼情况\n{}\n五、存在的主要问题及改进情况\n", lines.join("\n"))
}

fn cells_of_reviews(text: &str) -> String {
    // Lines of figures elsewhere show that the text keeps its layout.
    let rows = ["1 0 0 0 0 0 1", "2 0 0 0 0 0 2", "3 0 0 0 0 0 3"].map(|figures| line("某项", figures)).join("\n");
    let (reader, report) = read(&text.replacen("四、政府", &format!("{rows}\n四、政府"), 1));
    let reviews = report.cells.iter().filter(|c| reader.forms().code(c.table) == "reviews");
    let shown = reviews.map(|c| match (c.value, c.status) {
        (Some(value), _) => value.to_string(),
        (None, Status::Blank) => "_".to_owned(),
        _ => "?".to_owned(),
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn figures_of_table_four_stand_below_heads_of_wrapped_words() {
    let full = "0 1 0 0 1 2 0 0 0 2 0 0 3 0 3";
    assert_eq!(cells_of_reviews(&reviews("复议后起诉", full)), full);
    let gaps = "0 . . 0 0 . 7 . . 7 0 0 0 0 0";
    assert_eq!(cells_of_reviews(&reviews("复议后起诉", gaps)), gaps.replace('.', "_"));
    let wrong = "0 . . 0 0 . 7 . . 8 0 0 0 0 0";
    assert!(
        !cells_of_reviews(&reviews("复议后起诉", wrong)).contains(['7', '8']),
        "sums that speak against the places"
    );
    assert!(!cells_of_reviews(&reviews("别的什么", gaps)).contains('7'), "a header that is not the form's");
}

#[test]
fn a_full_line_below_narrow_heads_is_read_in_the_forms_order() {
    // An ideograph counts as one column here; the totals' heads stand lower, close behind the others.
    let heads = "\
            行政复议                         行政诉讼\n\
                      未经复议直接起诉                    复议后起诉\n\
  结果维 结果纠 其他结 尚未审 总  结果维 结果纠 其他结 尚未审 总  结果维 结果纠 其他结 尚未审\n\
   持   正   果   结  计   持   正   果   结  计   持   正   果   结    总计\n";
    let three: String = (1..4)
        .map(|n| {
            line(
                ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开"][n - 1],
                "4 1 2 0 13 0 20",
            ) + "\n"
        })
        .collect();
    let figures = "   1    0    0    0    1     0    2    0    0     2     0   0    0    0     0\n";
    let of = |figures: &str, code: &str| -> Vec<Option<f64>> {
        let text = format!(
            "{HEAD}    三、收到和处理政府信息公开申请情况\n{three}    四、政府信息公开行政复议、行政诉讼情况\n{heads}{figures}    五、存在的主要问题及改进情况\n人员不足。\n"
        );
        let (reader, report) = read(&text);
        report.cells.iter().filter(|c| reader.forms().code(c.row) == code).map(|c| c.value).collect()
    };
    assert_eq!(of(figures, "review"), [1.0, 0.0, 0.0, 0.0, 1.0].map(Some));
    assert_eq!(of(figures, "litigation_direct"), [0.0, 2.0, 0.0, 0.0, 2.0].map(Some));
    // 15 and 15, broken in their cells: 1 and 1 add up, too.
    let halves = format!("{figures}   5                   5\n");
    assert_eq!(of(&halves, "review"), [None; 5]);
}

#[test]
fn a_page_with_too_few_figures_for_its_columns_has_those_of_another() {
    let first: Vec<String> = [
        ("一、本年新收政府信息公开申请数量", "4 1 2 0 13 0 20"),
        ("二、上年结转政府信息公开申请数量", "1 . . 0 2 . 3"),
        ("（一）予以公开", "5 1 2 . 15 . 23"),
    ]
    .map(|(label, figures)| line(label, figures))
    .to_vec();
    let second = |moved: &str| {
        let lines = [
            ("1.属于国家秘密", ". . 7 . . . 7"),
            ("2.其他法律行政法规禁止公开", "2 3 . . . . 5"),
            ("3.危及“三安全一稳定”", "0 0 . . . . ."),
        ];
        lines.map(|(label, figures)| line(label, figures).replacen(label, &format!("{label}{moved}"), 1)).join("\n")
    };
    let text = |moved: &str| page(&[first.join("\n"), format!("\u{c}{}", second(moved))]);
    let (reader, report) = read(&text(""));
    assert_eq!(row(&reader, &report, "denied_state_secret"), "_ _ 7 _ _ _ 7");
    assert_eq!(row(&reader, &report, "denied_security_stability"), "0 0 _ _ _ _ _");
    // Shifted by a column, the totals are not below those of the other page.
    let (reader, report) = read(&text(&" ".repeat(9)));
    assert!(!row(&reader, &report, "denied_state_secret").contains('_'));
}

/// The lines of a row whose figures of more than two digits are broken in their cells: halves above and below the line of
/// the row, all cells beginning on it, or all ending on it.
fn broken_lines(label: &str, figures: [u32; 7], way: usize) -> Vec<String> {
    let halves = figures.map(|figure| {
        let digits = figure.to_string();
        let (first, rest) = digits.split_at(digits.len().min(2));
        (first.to_owned(), if rest.is_empty() { ".".to_owned() } else { rest.to_owned() })
    });
    let is_broken = |rest: &str| rest != ".";
    let of = |take: &dyn Fn(&(String, String)) -> String| halves.iter().map(take).collect::<Vec<_>>().join(" ");
    let (first, rest) = (of(&|(first, _)| first.clone()), of(&|(_, rest)| rest.clone()));
    let only_first = of(&|(first, rest)| if is_broken(rest) { first.clone() } else { ".".to_owned() });
    let only_whole = of(&|(first, rest)| if is_broken(rest) { ".".to_owned() } else { first.clone() });
    let last = of(&|(first, rest)| if is_broken(rest) { rest.clone() } else { first.clone() });
    match way {
        _ if halves.iter().all(|(_, rest)| !is_broken(rest)) => vec![line(label, &first)],
        0 => vec![line("", &only_first), line(label, &only_whole), line("", &rest)],
        1 => vec![line(label, &first), line("", &rest)],
        _ => vec![line("", &only_first), line(label, &last)],
    }
}

#[test]
fn halves_of_figures_on_lines_of_their_own_are_not_taken_for_figures() {
    const OPEN: &str = "? ? ? ? ? ? ?";
    let rows = [
        ("received_new", "一、本年新收政府信息公开申请数量", [1080, 5, 0, 0, 0, 0, 1085]),
        ("carried_in", "二、上年结转政府信息公开申请数量", [0, 0, 0, 0, 0, 0, 0]),
        ("granted", "（一）予以公开", [1080, 0, 0, 0, 0, 0, 1080]),
        ("granted_in_part", "（二）部分公开", [7, 0, 0, 0, 3, 0, 10]),
        ("denied_state_secret", "1.属于国家秘密", [0, 0, 0, 0, 0, 0, 0]),
        ("denied_prohibited_by_law", "2.其他法律行政法规禁止公开", [246, 48, 10, 17, 17, 22, 360]),
        ("denied_endangers_security", "3.危及“三安全一稳定”", [0, 4, 0, 0, 0, 0, 4]),
    ];
    for way in 0..3 {
        let lines = rows.map(|(_, label, figures)| broken_lines(label, figures, way)).concat();
        let (reader, report) = read(&page(&lines));
        for (code, _, figures) in rows {
            let known = figures.map(|figure| figure.to_string()).join(" ");
            let shown = row(&reader, &report, code);
            let is_broken = figures.iter().any(|&figure| figure > 99);
            assert!(shown == OPEN || (!is_broken && shown == known), "way {way}, {code}: {shown}");
        }
        assert_eq!(row(&reader, &report, "carried_in"), "0 0 0 0 0 0 0", "way {way}");
    }
    // A page's number right between two rows is no half: the rows add up without it.
    let lines = [
        line("一、本年新收政府信息公开申请数量", "10 1 2 0 13 0 26"),
        line("二、上年结转政府信息公开申请数量", "10 0 0 0 2 0 12"),
        format!("{}3", " ".repeat(40)),
        line("（一）予以公开", "5 1 2 0 15 0 23"),
        line("1.属于国家秘密", "0 0 7 0 0 0 7"),
    ];
    let (reader, report) = read(&page(&lines));
    assert_eq!(row(&reader, &report, "carried_in"), "10 0 0 0 2 0 12");
    assert_eq!(row(&reader, &report, "granted"), "5 1 2 0 15 0 23");
}
