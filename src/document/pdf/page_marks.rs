//! What belongs to the sheet and not to the text: page numbers.

use super::lines::TextLine;

/// How much of a page's height is its head, and its foot.
const MARGIN: f64 = 0.12;
/// Pages that may stand before the first numbered one: a cover, a table of contents.
const UNNUMBERED: u32 = 2;

/// Takes the number off page `page`: from its last line, or its first. `tables` has the top and the bottom of
/// each of its tables.
pub(super) fn drop_number(lines: &mut Vec<TextLine>, tables: &[(f64, f64)], height: f64, page: u32) {
    let above = |level: f64, other: f64| if other < level { level - other } else { f64::INFINITY };
    let nearest = |at: usize, distance: &dyn Fn(f64) -> f64| {
        let others = lines.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, line)| line.middle);
        let edges = tables.iter().flat_map(|&(top, bottom)| [top, bottom]);
        others.chain(edges).map(distance).fold(f64::INFINITY, f64::min)
    };
    let is_number = |at: usize| {
        let line = &lines[at];
        let gap = nearest(at, &|other| above(line.middle, other).min(above(other, line.middle)));
        is_number_of(line, gap, page)
    };
    let low = |line: &TextLine| line.middle > (1.0 - MARGIN) * height && tables.iter().all(|t| t.1 < line.middle);
    let high = |line: &TextLine| line.middle < MARGIN * height && tables.iter().all(|t| t.0 > line.middle);
    let last = lines.len().saturating_sub(1);
    let at_foot = lines.last().is_some_and(low) && is_number(last);
    let at_head = lines.first().is_some_and(high) && is_number(0) && !(at_foot && last == 0);
    if at_foot {
        lines.pop();
    }
    if at_head {
        lines.remove(0);
    }
}

/// A bare number could be the figure of a table that goes on; it is the page's only if it counts the pages and
/// stands apart from the text.
fn is_number_of(line: &TextLine, gap: f64, page: u32) -> bool {
    let Some(number) = number(&line.text) else { return false };
    let is_bare = line.text.bytes().all(|b| b.is_ascii_digit());
    let apart = gap > 2.0 * line.size;
    !is_bare || (apart && number <= page && page - number <= UNNUMBERED)
}

/// The number in `4`, `— 4 —`, `-3-`, `第 4 页`, `第4页 共9页`, `4/9`, `Page 4 of 9`.
fn number(text: &str) -> Option<u32> {
    let words = ["第", "页", "共", "Page", "page", "of"];
    let mut rest = text.to_owned();
    for word in words {
        rest = rest.replace(word, " ");
    }
    let mark = |c: char| matches!(c, '-' | '—' | '－' | '–' | '―' | '─' | '·' | '/' | '／' | '~') || c.is_whitespace();
    let numbers: Vec<&str> = rest.split(mark).filter(|part| !part.is_empty()).collect();
    let plain = |number: &&str| number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit());
    match numbers[..] {
        [one] if plain(&one) => one.parse().ok(),
        [one, all] if plain(&one) && plain(&all) && text.contains(['/', '／', '共', 'o']) => one.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(middle: f64, text: &str) -> TextLine {
        TextLine {
            indent: 0,
            left: 0.0,
            right: 9.0,
            middle,
            size: 9.0,
            text: text.to_owned(),
            has_columns: false,
            blanks: (false, false),
        }
    }

    fn kept_with(lines: &[(f64, &str)], tables: &[(f64, f64)], page: u32) -> Vec<String> {
        let mut lines: Vec<TextLine> = lines.iter().map(|&(middle, text)| line(middle, text)).collect();
        drop_number(&mut lines, tables, 842.0, page);
        lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn page_numbers_in_all_their_forms() {
        for text in ["4", "— 4 —", "-4-", "- 4 -", "第 4 页", "第4页 共9页", "4 / 9", "Page 4 of 9"] {
            assert_eq!(number(text), Some(4), "{text}");
        }
        for text in ["一、总体情况", "2023年", "规章 0 0 0", "", "—", "20231", "4  9"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn only_head_and_foot_of_a_page_hold_its_number() {
        let kept = |lines: &[(f64, &str)], page| kept_with(lines, &[], page);
        assert_eq!(kept_with(&[(800.0, "4")], &[(70.0, 780.0)], 4), [""; 0]);
        assert_eq!(kept_with(&[(800.0, "4")], &[(70.0, 790.0)], 4), ["4"], "too near to the table");

        assert_eq!(kept(&[(30.0, "正文"), (400.0, "5"), (800.0, "- 4 -")], 4), ["正文", "5"]);
        assert_eq!(kept(&[(30.0, "4"), (100.0, "正文")], 4), ["正文"]);
        assert_eq!(kept(&[(30.0, "4"), (100.0, "正文")], 9), ["4", "正文"], "a figure that counts no pages");
        assert_eq!(kept(&[(90.0, "4"), (102.0, "正文")], 4), ["4", "正文"], "a figure in the text");
    }
}
