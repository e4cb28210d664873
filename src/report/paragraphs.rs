//! Paragraphs: what a text as wide as a page broke into lines is one paragraph again.
//!
//! Text that a program took off printed pages ends its lines where the paper did, in the middle of words. Nearly all its
//! lines are equally wide; where each line is a paragraph, they are not.

use crate::document::begins_a_point;

/// Widths, in half-width characters, at which pages break their lines.
const NARROWEST: usize = 36;
const WIDEST: usize = 160;
/// How much narrower a full line may be: the first of a paragraph is indented by four, and a mark or a number is not
/// parted from what it belongs to.
const SLACK: usize = 8;
/// Full lines that show a margin. They are at least one in so many of the lines that reach half as far,
const LEAST_FULL: usize = 5;
const LEAST_SHARE: usize = 2;
/// and at most so many for each line that ends a sentence: lists of points without stops are as wide as each other, too.
const LONGEST: usize = 12;
/// One line in so many may be wider: an address of a page.
const WIDER: usize = 20;

/// The width at which the lines of a text were broken; `None` if each of them is a paragraph.
pub fn margin<'t>(lines: impl Iterator<Item = &'t str>) -> Option<usize> {
    let (mut widths, mut stops) = (Vec::new(), 0);
    for line in lines {
        widths.push(width(line));
        stops += usize::from(line.ends_with(is_stop));
    }
    widths.sort_unstable();
    let all = widths.len();
    let widest = *widths.get(all.checked_sub(1 + all / WIDER)?)?;
    let full = widths.iter().filter(|&&width| is_full(width, widest)).count();
    let long = widths.iter().filter(|&&width| 2 * width >= widest).count();
    let is_broken = full >= LEAST_FULL && full * LEAST_SHARE >= long && full <= stops * LONGEST;
    (is_broken && (NARROWEST..=WIDEST).contains(&widest)).then_some(widest)
}

/// Whether the next line goes on with a line that is broken at the margin.
pub fn goes_on(line: &str, next: &str, margin: usize) -> bool {
    // Digits on both sides may be one number or two.
    let parts_digits = line.ends_with(|c: char| c.is_ascii_digit()) && next.starts_with(|c: char| c.is_ascii_digit());
    is_full(width(line), margin) && !line.ends_with(is_stop) && !parts_digits && !begins_a_point(next)
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '：' | ':')
}

fn is_full(width: usize, margin: usize) -> bool {
    width + SLACK >= margin
}

/// Half-width characters: a Chinese one is as wide as two others.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of so many Chinese characters.
    fn lines(counts: &[usize]) -> Vec<String> {
        counts.iter().map(|&count| "文".repeat(count)).collect()
    }

    /// The margin of lines of so many characters and of some that end a sentence.
    fn margin_of(counts: &[usize]) -> Option<usize> {
        margin(lines(counts).iter().map(String::as_str).chain(["文字。"; 3]))
    }

    #[test]
    fn lines_of_one_width_show_a_margin() {
        assert_eq!(margin_of(&[28, 27, 28, 9, 26, 28, 14, 28]), Some(56));
        assert_eq!(margin_of(&[28, 27, 28, 9, 26]), None, "too few");
        assert_eq!(margin_of(&[28, 60, 14, 3, 90, 44, 120, 31, 75, 28, 66, 10]), None, "paragraphs");
        assert_eq!(margin_of(&[8, 8, 8, 8, 8, 8]), None, "a list of names");
        assert_eq!(margin_of(&[]), None);
        assert_eq!(margin([].into_iter()), None);
        let points = lines(&[20; 9]);
        assert_eq!(margin(points.iter().map(String::as_str)), None, "points without stops");
        let with_an_address = [&[28; 24][..], &[70]].concat();
        assert_eq!(margin_of(&with_an_address), Some(56));
    }

    #[test]
    fn a_full_line_without_a_stop_goes_on() {
        let full = "文".repeat(27);
        let goes_on = |line: &str, next: &str| goes_on(line, next, 56);
        assert!(goes_on(&full, "字。"));
        assert!(goes_on(&(full.clone() + "、"), "3件"));
        assert!(!goes_on("文字", "字。"), "not full");
        assert!(!goes_on(&(full.clone() + "。"), "字。"));
        assert!(!goes_on(&(full.clone() + "12"), "5件"), "which number it is, nobody knows");
        assert!(!goes_on(&full, "（二）文字"));
        assert!(!goes_on(&full, "三、文字"));
    }
}
