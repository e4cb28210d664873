//! Pages as streams: one letter or figure for each item.

use super::super::figure::Content;
use super::blanks::pieces;
use super::{Stream, cut};
use crate::document::{Block, Document, Line, PageData, Script};
use crate::source::SourceFormat;

fn stream(text: &str) -> (Document, Stream) {
    let mut blocks = Vec::new();
    let mut at = 0;
    for (number, line) in text.split('\n').enumerate() {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        if !trimmed.is_empty() {
            let span = start..start + trimmed.len();
            blocks.push(Block::Line(Line { span, number: number as u32 + 1, blank_above: 0 }));
        }
        at += line.len() + 1;
    }
    let document = Document {
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
    };
    let stream = cut(&document);
    (document, stream)
}

fn shape(text: &str) -> String {
    let (document, stream) = stream(text);
    stream
        .items
        .iter()
        .map(|i| match i.content {
            Content::Blank => "_".to_owned(),
            Content::Mark => "x".to_owned(),
            Content::Figure(v, _) => v.to_string(),
            Content::Glued => "?".to_owned(),
            Content::Pair => "2".to_owned(),
            Content::Text => document.found[i.span.clone()].to_owned(),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn pipes_end_cells_and_stand_for_empty_ones() {
    assert_eq!(shape("规章 | 0 | 1 | 2 |"), "规章 0 1 2");
    assert_eq!(shape("| 3.其他 | 4 | 0 |"), "3.其他 4 0");
    assert_eq!(shape("甲 | 0 |\n|\n|\n| ||\n乙 | 5 |"), "甲 0 _ _ _ _ _ 乙 5");
    assert_eq!(shape("规章 |\n0 |\n1 |\n|"), "规章 0 1 _");
    assert_eq!(shape("规章\n|\n0\n|\n1"), "规章 0 1");
    assert_eq!(shape("| a | b |\n|---|---|\n| 1 | |"), "a b 1 _");
}

#[test]
fn a_pipe_that_opens_each_cell_is_no_cell() {
    let row = |label: &str, cells: &[&str]| {
        let cells: String = cells.iter().map(|cell| format!("|\n {cell}|\n")).collect();
        format!("|\n {label} |\n{cells}")
    };
    let rows = |end: &str| {
        row("甲", &["1 ", "", "2 "])
            + end
            + &row("有限\n 公司", &["", "3 ", "4 "])
            + end
            + &row("丙", &["5 ", "6 ", ""])
    };
    for end in ["", "|\n"] {
        let page = format!("{}{end}丁", rows(end)).replace("\n |", "\n|");
        assert_eq!(shape(&page), "甲 1 _ 2 有限 公司 _ 3 4 丙 5 6 _ 丁", "{page}");
    }
}

#[test]
fn blanks_are_those_of_unicode() {
    let all: Vec<char> = ('\0'..='\u{10ffff}').filter(|c| c.is_whitespace()).collect();
    for blank in all {
        let text = format!("甲{blank}{blank}、乙，{blank}");
        assert_eq!(pieces(&text).map(|(_, piece)| piece).collect::<Vec<_>>(), ["甲", "、乙，"], "{blank:?}");
    }
    assert_eq!(pieces(" \u{3000}").count(), 0);
    assert_eq!(pieces("一 二").collect::<Vec<_>>(), [(0, "一"), (4, "二")]);
}

#[test]
fn what_takes_no_room_parts_nothing_and_is_no_cell() {
    for unseen in ['\u{200b}', '\u{feff}', '\u{2060}', '\u{ad}', '\u{200e}'] {
        let text = format!(
            "规{unseen}章 | {unseen}1{unseen}2 | 0{unseen} |{unseen}|\n规章 {unseen} {unseen}7 8{unseen}9{unseen} 件"
        );
        assert_eq!(shape(&text), format!("规{unseen}章 12 0 _ 规章 7 89"), "{unseen:?}");
    }
}

#[test]
fn blanks_and_tabs_separate_and_units_stay() {
    assert_eq!(shape("规章 0\t1  22 件"), "规章 0 1 22");
    let (_, stream) = stream("全年公开规范性文件 34 件、其他文件 5 件、视频 2 个。");
    assert!(stream.items.iter().all(|i| !i.is_value()), "figures of a sentence are no cells");
}

#[test]
fn a_point_apart_from_its_digits_makes_no_figure() {
    assert_eq!(shape("集中采购 37 90 . 9595"), "集中采购 37 ?");
    assert_eq!(shape("费用 90. 95 3 .5 甲 90.95"), "费用 ? ? 甲 90.95");
    assert_eq!(shape("1 . 其他 4"), "1 . 其他 4");
}

#[test]
fn page_marks_are_no_figures() {
    for mark in ["— 4 —", "-3-", "－ 12 －", "第 3 页", "第 3 页 共 5 页", "第3页/共12页", "Page 8 -"] {
        assert_eq!(shape(&format!("甲\n{mark}\n乙")), "甲 乙", "{mark}");
    }
    assert_eq!(shape("甲\n-3\n乙"), "甲 -3 乙");
}
