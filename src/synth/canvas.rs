//! What a page is set on: a PDF, or text that keeps the page's layout.

/// Width of a page in points (A4).
pub(super) const PAGE_WIDTH: f64 = 595.0;
/// Height of a page in points.
pub(super) const PAGE_HEIGHT: f64 = 842.0;

/// Width of a character in parts of its size.
pub(super) fn width(c: char) -> f64 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

/// Width of a text set at a size.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(width).sum::<f64>() * size
}

/// Takes text and lines at their places, in points from the lower left corner.
pub(super) trait Canvas {
    /// What follows stands on a new page.
    fn begin_page(&mut self);

    /// Text from `x` rightwards, its foot at `y`.
    fn text(&mut self, x: f64, y: f64, size: f64, text: &str);

    /// A line as a stroke.
    fn stroke(&mut self, from: (f64, f64), to: (f64, f64));

    /// A filled box, as thin as a line.
    fn fill(&mut self, x: f64, y: f64, width: f64, height: f64);

    /// The outline of a box.
    fn frame(&mut self, x: f64, y: f64, width: f64, height: f64);
}

/// Pages as text, as `pdftotext -layout` gives them: what stands at one height is one line, lines of a table are not
/// seen, and blanks stand for the room between words.
#[derive(Debug)]
pub(super) struct TextPages {
    pages: Vec<Vec<(f64, f64, String)>>,
    /// Columns that an ideograph is counted for: 1 by `pdftotext` itself, 2 by programs that look at its width.
    ideograph: usize,
}

/// Width of a letter of the text in points.
const LETTER: f64 = 4.4;
/// Heights that differ less are those of one line.
const ONE_LINE: f64 = 3.0;

impl Canvas for TextPages {
    fn begin_page(&mut self) {
        self.pages.push(Vec::new());
    }

    fn text(&mut self, x: f64, y: f64, _: f64, text: &str) {
        if let Some(page) = self.pages.last_mut() {
            page.push((x, y, text.to_owned()));
        }
    }

    fn stroke(&mut self, _: (f64, f64), _: (f64, f64)) {}

    fn fill(&mut self, _: f64, _: f64, _: f64, _: f64) {}

    fn frame(&mut self, _: f64, _: f64, _: f64, _: f64) {}
}

impl TextPages {
    pub(super) fn new(ideograph: usize) -> Self {
        Self { pages: Vec::new(), ideograph }
    }

    /// All pages, a form feed behind each.
    pub(super) fn finish(self) -> String {
        let mut all = String::new();
        let ideograph = self.ideograph;
        for mut page in self.pages {
            page.sort_by(|a, b| b.1.total_cmp(&a.1));
            let mut rest = page.as_mut_slice();
            while let Some(top) = rest.first().map(|word| word.1) {
                let count = rest.iter().take_while(|word| top - word.1 < ONE_LINE).count();
                let (line, below) = rest.split_at_mut(count);
                line.sort_by(|a, b| a.0.total_cmp(&b.0));
                line_of(line, ideograph, &mut all);
                rest = below;
            }
            all.push('\u{0C}');
        }
        all
    }
}

fn line_of(words: &[(f64, f64, String)], ideograph: usize, all: &mut String) {
    let mut column = 0usize;
    let mut before: Option<&(f64, f64, String)> = None;
    for word in words {
        // A text drawn twice, to be bold, is shown once.
        if before.is_some_and(|before| before.2 == word.2 && word.0 - before.0 < 1.0) {
            continue;
        }
        let at = (word.0 / LETTER).round() as usize;
        let blanks = at.saturating_sub(column).max(if before.is_some() { 2 } else { 0 });
        all.extend(std::iter::repeat_n(' ', blanks));
        all.push_str(&word.2);
        column += blanks + word.2.chars().map(|c| if c.is_ascii() { 1 } else { ideograph }).sum::<usize>();
        before = Some(word);
    }
    all.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_beside_the_middle_of_a_label_stand_between_its_lines() {
        let mut pages = TextPages::new(2);
        pages.begin_page();
        pages.text(44.0, 700.0, 9.0, "要求行政机关确认");
        pages.text(44.0, 689.0, 9.0, "已获取信息");
        pages.text(140.0, 694.5, 9.0, "1");
        pages.text(160.0, 694.5, 9.0, "20");
        let blanks = |n| " ".repeat(n);
        let lines = format!("{0}要求行政机关确认\n{1}1   20\n{0}已获取信息\n\x0C", blanks(10), blanks(32));
        assert_eq!(pages.finish(), lines);
    }
}
