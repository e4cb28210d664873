//! What belongs to the sheet and not to the text: page numbers.

use super::lines::TextLine;

/// How much of a page's height is its head, and its foot.
const MARGIN: f64 = 0.12;

/// Takes the page's number off its first or last line.
pub(super) fn drop_number(lines: &mut Vec<TextLine>, height: f64) {
    if lines.last().is_some_and(|line| line.middle > (1.0 - MARGIN) * height && is_number(&line.text)) {
        lines.pop();
    }
    if lines.first().is_some_and(|line| line.middle < MARGIN * height && is_number(&line.text)) {
        lines.remove(0);
    }
}

/// `4`, `— 4 —`, `-3-`, `第 4 页`, `第4页 共9页`, `4/9`, `Page 4 of 9`.
fn is_number(text: &str) -> bool {
    let words = ["第", "页", "共", "Page", "page", "of"];
    let mut rest = text.to_owned();
    for word in words {
        rest = rest.replace(word, " ");
    }
    let mark = |c: char| {
        matches!(c, '-' | '—' | '－' | '–' | '―' | '─' | '·' | '/' | '／' | ',' | '，' | '~') || c.is_whitespace()
    };
    let numbers: Vec<&str> = rest.split(mark).filter(|part| !part.is_empty()).collect();
    (1..=2).contains(&numbers.len()) && numbers.iter().all(|n| n.len() <= 4 && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_in_all_their_forms() {
        for text in ["4", "— 4 —", "-3-", "- 12 -", "第 4 页", "第4页 共9页", "4 / 9", "Page 4 of 9"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["一、总体情况", "2023年", "规章 0 0 0", "", "—", "20231"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn only_head_and_foot_of_a_page_hold_its_number() {
        let line = |middle: f64, text: &str| TextLine {
            left: 0.0,
            right: 9.0,
            middle,
            size: 9.0,
            text: text.to_owned(),
            has_columns: false,
        };
        let mut lines = vec![line(30.0, "正文"), line(400.0, "5"), line(800.0, "- 4 -")];
        drop_number(&mut lines, 842.0);
        assert_eq!(lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>(), ["正文", "5"]);
    }
}
