//! Glyphs become lines of text, with the blanks that the page shows as gaps.
//!
//! Where cells stand side by side without lines around them, their places are all that tells an empty one: such a page
//! keeps its layout in blanks, counted in halves of an ideograph.

use crate::document::raised::raised;

use super::marks::Glyph;

/// A printed line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    pub left: f64,
    pub right: f64,
    pub middle: f64,
    /// Size of its letters.
    pub size: f64,
    pub text: String,
    /// Blanks before its text on a page that keeps its layout.
    pub indent: usize,
    /// A gap as wide as a letter stands in it: cells side by side.
    pub has_columns: bool,
    /// A blank is written before its first letter, and behind its last.
    pub blanks: (bool, bool),
}

/// Where columns of text stand on a page.
#[derive(Debug, Clone, Copy)]
struct Scale {
    origin: f64,
    /// Width of half an ideograph.
    unit: f64,
}

/// Narrowest half of an ideograph; smaller print is a mark.
const LEAST_UNIT: f64 = 2.0;
/// Columns of the widest page.
const MOST_COLUMNS: usize = 300;

impl Scale {
    fn column(self, left: f64) -> usize {
        (((left - self.origin) / self.unit).round().max(0.0) as usize).min(MOST_COLUMNS)
    }
}

/// Cuts the glyphs of a page into lines that keep their places, if cells stand side by side on it.
pub(super) fn laid_out<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> Vec<TextLine> {
    let glyphs: Vec<&Glyph> = glyphs.collect();
    let plain = lines(glyphs.iter().copied());
    // The smallest print of such lines: nothing is then counted wider than it is.
    let size = plain.iter().filter(|line| line.has_columns).map(|line| line.size).min_by(f64::total_cmp);
    let Some(size) = size else { return plain };
    let origin = plain.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
    lines_at(glyphs, Some(Scale { origin, unit: (size / 2.0).max(LEAST_UNIT) }))
}

/// Cuts glyphs into lines, from top to bottom.
pub(super) fn lines<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> Vec<TextLine> {
    lines_at(glyphs.collect(), None)
}

fn lines_at(mut glyphs: Vec<&Glyph>, scale: Option<Scale>) -> Vec<TextLine> {
    glyphs.sort_by(|a, b| a.middle.total_cmp(&b.middle));
    let mut lines = Vec::new();
    let mut line: Vec<&Glyph> = Vec::new();
    let (mut sum, mut size) = (0.0, 0.0f64);
    for glyph in glyphs {
        let mean = sum / line.len().max(1) as f64;
        if !line.is_empty() && glyph.middle - mean > 0.5 * size.min(glyph.size.max(0.6 * size)) {
            lines.extend(text_line(std::mem::take(&mut line), scale));
            (sum, size) = (0.0, 0.0);
        }
        sum += glyph.middle;
        size = size.max(glyph.size);
        line.push(glyph);
    }
    lines.extend(text_line(line, scale));
    lines
}

fn text_line(mut glyphs: Vec<&Glyph>, scale: Option<Scale>) -> Option<TextLine> {
    glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut shown = glyphs.iter().filter(|g| !g.is_blank());
    let first = shown.next()?;
    let last = shown.next_back().unwrap_or(first);
    let mut line = TextLine {
        left: first.left,
        right: last.right,
        middle: glyphs.iter().map(|g| g.middle).sum::<f64>() / glyphs.len() as f64,
        size: first.size,
        text: String::new(),
        indent: scale.map_or(0, |scale| scale.column(first.left)),
        has_columns: false,
        blanks: (glyphs[0].is_blank(), glyphs[glyphs.len() - 1].is_blank()),
    };
    let mut before: Option<&Glyph> = None;
    // The last glyph that stands on the line.
    let mut base: Option<&Glyph> = None;
    let mut blank = false;
    for glyph in glyphs.iter().filter(|g| g.left >= first.left - 0.01) {
        if glyph.is_blank() {
            blank = true;
            continue;
        }
        if let Some(before) = before {
            let gap = glyph.left - before.right;
            let size = before.size.min(glyph.size);
            if gap > 0.9 * size {
                let at = line.indent + line.text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
                let gap = scale.map_or(0, |scale| scale.column(glyph.left).saturating_sub(at));
                line.text.extend(std::iter::repeat_n(' ', gap.max(2)));
                line.has_columns = true;
            } else if blank && gap > 0.1 * size || gap > least_gap(before, glyph) * size {
                line.text.push(' ');
            }
            line.right = line.right.max(glyph.right);
        }
        line.size = line.size.max(glyph.size);
        match base {
            Some(base) if is_raised(glyph, base) => line.text.push_str(&raised(&glyph.text)),
            _ => {
                line.text.push_str(&glyph.text);
                base = Some(glyph);
            }
        }
        before = Some(glyph);
        blank = false;
    }
    Some(line)
}

/// Whether a glyph is small and stands above the middle of the one before, as the mark of a note does.
fn is_raised(glyph: &Glyph, base: &Glyph) -> bool {
    glyph.size < 0.8 * base.size && base.middle - glyph.middle > 0.1 * base.size
}

/// The gap that parts two glyphs, in parts of their size. Ideographs are spread to fill a line; two figures
/// that stand apart are two figures.
fn least_gap(before: &Glyph, after: &Glyph) -> f64 {
    let digit = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let latin = |text: &str| text.chars().all(|c| c.is_ascii_graphic());
    if digit(&before.text) && digit(&after.text) {
        0.2
    } else if latin(&before.text) && latin(&after.text) {
        0.25
    } else {
        0.6
    }
}

#[cfg(test)]
mod tests {
    use super::super::Point;
    use super::*;

    fn glyphs(words: &[(f64, f64, &str)]) -> Vec<Glyph> {
        let mut all = Vec::new();
        for &(x, y, word) in words {
            let mut x = x;
            for c in word.chars() {
                let width = if c.is_ascii() { 5.0 } else { 10.0 };
                let point = |x, y| Point { x, y };
                all.extend(Glyph::new(point(x, y), point(x + width, y), point(x, y - 10.0), c.to_string(), false));
                x += width;
            }
        }
        all
    }

    fn texts(words: &[(f64, f64, &str)]) -> Vec<String> {
        lines(glyphs(words).iter()).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn gaps_show_as_blanks() {
        assert_eq!(texts(&[(0.0, 50.0, "规章"), (60.0, 50.4, "12"), (90.0, 49.8, "3")]), ["规章  12  3"]);
        assert_eq!(texts(&[(0.0, 0.0, "1"), (8.0, 0.0, "2")]), ["1 2"]);
        assert_eq!(texts(&[(0.0, 0.0, "公"), (12.0, 0.0, "开")]), ["公开"]);
        assert_eq!(texts(&[(0.0, 0.0, "the "), (20.0, 0.0, "end")]), ["the end"]);
    }

    #[test]
    fn a_page_with_cells_side_by_side_keeps_their_places() {
        let page = glyphs(&[
            (20.0, 0.0, "规章"),
            (100.0, 0.0, "12"),
            (140.0, 0.0, "3"),
            (60.0, 20.0, "甲乙"),
            (140.0, 20.0, "4"),
        ]);
        let lines = laid_out(page.iter());
        let shown: Vec<String> = lines.iter().map(|line| " ".repeat(line.indent) + &line.text).collect();
        assert_eq!(shown, ["规章            12      3", "        甲乙            4"]);
        let prose = glyphs(&[(20.0, 0.0, "一"), (40.0, 20.0, "二")]);
        assert!(laid_out(prose.iter()).iter().all(|line| line.indent == 0), "no cells side by side");
    }

    #[test]
    fn the_mark_of_a_note_is_no_digit_of_its_figure() {
        let point = |x, y| Point { x, y };
        let mut all = glyphs(&[(0.0, 50.0, "57")]);
        all.extend(Glyph::new(point(10.0, 46.5), point(13.0, 46.5), point(10.0, 40.5), "1".to_owned(), false));
        assert_eq!(lines(all.iter())[0].text, "57¹");
    }

    #[test]
    fn lines_come_from_top_to_bottom_whatever_the_order() {
        assert_eq!(texts(&[(30.0, 40.0, "乙"), (0.0, 20.0, "甲"), (0.0, 40.0, "丙")]), ["甲", "丙  乙"]);
    }
}
