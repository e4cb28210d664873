//! One thing repeated until it fills an input: reading ends in time that follows the input's length, in every reader and
//! stage.
//!
//! A walk in a walk goes unseen in a page of 15 KB and stops a run at one of a megabyte. So each case repeats something that
//! some stage looks through (`tests/data/repeated.txt`), and mixtures repeat several. `GONGKAI_LARGE_INPUT` sets the bytes
//! of an input: with four times as many, nothing takes much more than four times as long. `GONGKAI_LARGE_MIXTURES` sets the
//! number of mixtures.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test")]

mod large_made_up;
#[path = "inputs_made_up/mod.rs"]
mod made_up;
mod random;

use gongkai::source::SourceFormat;
use gongkai::synth::{Generator, Layout, SynthOptions};
use large_made_up::{
    TITLE, docx_ends, ends, filled, page_ends, pdf_ends, repeated, section_ends, size, units, xlsx_ends,
};
use random::Random;

#[test]
fn marks_of_tools_and_of_tables() {
    units("marks").iter().for_each(|unit| section_ends(size(), unit));
}

#[test]
fn lines_that_a_report_has_once() {
    units("lines").iter().for_each(|unit| section_ends(size(), unit));
    // What costs little is repeated more often, to be told from what costs much.
    for unit in ["一、总体情况\n", "附件{n}：甲\n总计 {n}\n"] {
        section_ends(4 * size(), unit);
    }
}

#[test]
fn prose_without_a_stop() {
    units("prose").iter().for_each(|unit| section_ends(size(), unit));
}

#[test]
fn rows_and_figures() {
    units("rows").iter().for_each(|unit| section_ends(size(), unit));
}

#[test]
fn mixtures() {
    let mixtures = std::env::var("GONGKAI_LARGE_MIXTURES").map_or(24, |number| number.parse().unwrap());
    let all = ["marks", "lines", "prose", "rows"].map(units).concat();
    for seed in 0..mixtures {
        let mut random = Random(seed);
        let several: String = (0..2 + random.place(4)).map(|_| random.choose(&all).as_str()).collect();
        section_ends(size() / 4, &several);
    }
}

#[test]
fn reports_one_after_another() {
    for layout in Layout::ALL {
        for edition in [2014, 2021] {
            let options =
                SynthOptions { seed: 3, layouts: vec![layout], editions: vec![edition], ..SynthOptions::default() };
            let generator = Generator::new(options).unwrap();
            let format = match generator.report(0).name.rsplit_once('.').unwrap().1 {
                "txt" => SourceFormat::Text,
                "html" => SourceFormat::Html,
                _ => continue,
            };
            let mut bytes = Vec::new();
            for number in 0.. {
                if bytes.len() >= size() / 2 {
                    break;
                }
                bytes.extend(generator.report(number % 7).bytes);
                bytes.push(b'\n');
            }
            ends(&format!("{layout} of {edition}"), format, bytes);
        }
    }
}

/// Rows whose figures are glued to their labels, on a page that lost cells.
#[test]
fn glued_figures() {
    let names = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果（一）予以公开",
        "（二）部分公开",
        "（三）不予公开1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
        "3.危及“三安全一稳定”",
        "4.保护第三方合法权益",
    ];
    let head = "信息内容本年制发件数本年废止件数现行有效件数规章123行政规范性文件1000\
                自然人商业企业科研机构社会公益组织法律服务机构其他总计";
    let last = "行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计";
    let hard = format!("{}{}", "1".repeat(12), "0".repeat(20));
    for run in ["0", "00", "111000", "1234567", "12345678901234567890", &hard] {
        let rows: String = names.iter().map(|name| format!("{name}{run}")).collect();
        let page = format!("{TITLE}\n一、总体情况{head}{rows}{last}{hard}\n");
        ends(&format!("glued {run}"), SourceFormat::Text, page.into_bytes());
    }
}

#[test]
fn pages() {
    for unit in units("html") {
        let body = repeated(size() / 2, &unit);
        page_ends(&format!("{unit:?}"), &body);
        page_ends(&format!("table of {unit:?}"), &format!("<table><tr><td>甲{body}"));
    }
    let deep = |open: &str, inside: &str| open.repeat(1900 / open.matches('<').count()) + &repeated(size(), inside);
    page_ends("times in times", &deep("<span id=publish_time>", "<b>\u{3000}</b>"));
    // names of columns that the form does not have, never in a header of its own
    page_ends("names of side columns", &format!("<table>{}", repeated(2 * size(), "<tr><td>单位<td>备注")));
    page_ends("tables in tables", &deep("<table><tbody><tr><td>", "<b>甲</b>"));
    page_ends("blank tables in tables", &deep("<table><tbody><tr><td>", "<b>\u{3000}</b>"));
    page_ends("turned in turned", &deep("<bdo dir=rtl>", "<b>甲</b>"));
    let white = repeated(2 * size(), "<b style='color:#fff'>8</b>");
    page_ends("white letters in one cell", &format!("<table><tr><td>甲<td>5{white}"));
}

/// As many rules as elements, and rules with many selectors.
#[test]
fn style_sheets() {
    let bytes = 2 * size();
    for style in ["display:none", "display:block", "text-decoration:line-through", "position:absolute;left:-9999px"] {
        for (mark, attribute) in [('.', "class"), ('#', "id")] {
            let rules = filled(bytes, |n| format!("{mark}a{n}{{{style}}}"));
            let elements = filled(bytes, |n| format!("<b {attribute}=a{n}>甲</b>"));
            page_ends(&format!("{mark} {style}"), &format!("<style>{rules}</style>{elements}"));
        }
    }
    let hidden = filled(bytes, |n| format!(".a{n}{{display:none}}"));
    let shown = filled(bytes, |n| format!(".b{n}{{display:block}}"));
    page_ends("hidden and shown", &format!("<style>{hidden}{shown}</style>"));
    let rules = filled(bytes, |n| format!("e{n}.a{{display:none}}"));
    page_ends("one class of many elements", &format!("<style>{rules}</style>{}", repeated(bytes, "<b class=a>甲</b>")));
    let selectors = filled(bytes, |n| format!(".a{n},"));
    let style = repeated(bytes, "color:none;");
    page_ends("many selectors of a long style", &format!("<style>{selectors}b{{{style}}}</style>"));
    let names = filled(bytes, |n| format!("a{n} "));
    page_ends("many classes of an element", &format!("<style>.a{{display:none}}</style><b class='{names}'>甲</b>"));
}

#[test]
fn pdf_pages() {
    let figure = |n: usize| format!("BT /F1 10 Tf {} {} Td (12) Tj ET ", n % 50 * 11, n / 50 % 70 * 12);
    let figures = |bytes: usize| filled(bytes, figure);
    let anew = |n: usize| format!("{0}{1} {2} 11 10 re f {0}", figure(n), n % 50 * 11, n / 50 % 70 * 12);
    let at_one_place = repeated(size() / 2, &format!("BT /F1 10 Tf 100 700 Td ({}) Tj ET ", "1".repeat(40)));
    let covers = filled(size() / 2, |n| format!("{} {} 3 3 re f ", n % 500, n / 500 % 800));
    let grid: String = (0..200).map(|n| format!("0 {} 590 .5 re f {} 0 .5 840 re f ", n * 4, n * 3)).collect();
    let line = |n: usize| format!("{} {} m {} {} l S ", n % 590, n / 590, n % 590 + 9, n / 590);
    let cases = [
        ("digits at one place", at_one_place.clone()),
        ("digits on each other", filled(size(), |n| figure(n / 2))),
        ("shapes between digits at one place", [&at_one_place[..], &covers, &at_one_place].concat()),
        ("figures, shapes, figures", [figures(size()), covers, figures(size())].concat()),
        ("figures each covered and printed anew", filled(size(), anew)),
        ("figures in a grid", grid + &figures(size())),
        ("lines", filled(size(), |n| format!("0 {} m 590 {} l S ", n % 840, n % 840))),
        ("short lines", filled(size(), line)),
        ("boxes", filled(size(), |n| format!("{} {} 9 9 re S ", n % 60 * 9, n / 60 % 80 * 10))),
        ("words", filled(size(), |n| format!("BT /F1 8 Tf {} {} Td (ab) Tj ET ", n % 59 * 10, n / 59 % 80 * 10))),
    ];
    cases.iter().for_each(|(name, content)| pdf_ends(name, content));
}

#[test]
fn documents() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = format!("<w:tr>{}{}</w:tr>", cell("规章"), cell("1"));
    let all = |unit: &str| repeated(2 * size(), unit);
    docx_ends("paragraphs", &all("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"));
    docx_ends("runs", &format!("<w:p>{}</w:p>", all("<w:r><w:t>甲</w:t></w:r>")));
    docx_ends("rows", &format!("<w:tbl>{}</w:tbl>", all(&row)));
    docx_ends("a wide row", &format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", all(&cell("1"))));
    docx_ends("tables", &all(&format!("<w:tbl>{row}</w:tbl>")));
    let merged = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>";
    docx_ends("merged", &format!("<w:tbl>{}</w:tbl>", all(merged)));
}

#[test]
fn sheets() {
    let bytes = 2 * size();
    let row = |n: usize, cells: &str| format!("<row r=\"{n}\">{cells}</row>");
    let label = |n: usize| format!("<c r=\"A{n}\" t=\"inlineStr\"><is><t>规章</t></is></c>");
    let figure = |column: char, n: usize| format!("<c r=\"{column}{n}\"><v>{n}</v></c>");
    xlsx_ends("rows", &filled(bytes, |n| row(n + 1, &(label(n + 1) + &figure('B', n + 1)))), "");
    xlsx_ends("regions", &filled(bytes, |n| row(3 * n + 1, &figure('A', 3 * n + 1))), "");
    let rows = filled(bytes, |n| row(n + 1, &figure('A', n + 1)));
    let merged = filled(bytes, |n| format!("<mergeCell ref=\"A{0}:B{0}\"/>", n + 1));
    xlsx_ends("merged", &rows, &format!("<mergeCells>{merged}</mergeCells>"));
}
