//! Rows whose cells are parted by commas: `规章,0,0,0`, as a spreadsheet saved as text has them.
//!
//! A comma also parts thousands, and words of a sentence. It parts cells only on pages with many such rows, all with as
//! many figures, and with no digits that a comma could join to one number.

use super::figure::{Content, classify, is_blank};
use crate::document::{Block, Document};

/// Rows of equally many figures that show what commas mean on a page.
const LEAST: usize = 8;
/// Figures of such a row at least; shorter rows are met in prose, too.
const WIDE: usize = 5;
/// Bytes of a cell of words.
const LONGEST: usize = 240;

/// Whether commas part the cells of a page's rows.
pub(super) fn part_cells(document: &Document) -> bool {
    let text = document.text();
    let mut widths = Vec::new();
    for block in &document.blocks {
        let Block::Line(line) = block else { continue };
        let line = &text[line.span.clone()];
        if memchr::memchr(b',', line.as_bytes()).is_none() {
            continue;
        }
        if may_part_thousands(line) {
            return false;
        }
        if let Some((words, figures)) = row(line)
            && words > 0
            && figures >= WIDE
        {
            widths.push(figures);
        }
    }
    widths.len() >= LEAST && widths.iter().all(|width| *width == widths[0])
}

/// The cells of a line of such a page, with their offsets: a row with figures, or words of a header.
pub(super) fn cells(line: &str) -> Option<impl Iterator<Item = (usize, &str)>> {
    let is_header = || !line.contains(['。', '；']) && fields(line).all(|field| !is_blank(field) && is_word(field));
    let is_row = line.contains(',') && (row(line).is_some() || is_header());
    is_row.then(|| fields(line).map(|field| (field.as_ptr() as usize - line.as_ptr() as usize, field)))
}

fn fields(line: &str) -> impl Iterator<Item = &str> {
    line.split(',')
}

fn is_word(field: &str) -> bool {
    field.len() <= LONGEST && classify(field.trim()) == Content::Text
}

/// How many words and how many figures a row has: first words, then plain figures, marks and empty cells only.
fn row(line: &str) -> Option<(usize, usize)> {
    let words = fields(line).take_while(|field| is_word(field) && !is_blank(field)).count();
    let figures = fields(line).count() - words;
    let is_figure =
        |field: &str| is_blank(field) || matches!(classify(field.trim()), Content::Figure(_, None) | Content::Mark);
    (figures > 0 && words <= 4 && fields(line).skip(words).all(is_figure)).then_some((words, figures))
}

/// Whether a comma of a line stands where one that parts thousands could: `2,150`.
fn may_part_thousands(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digits = |bytes: &mut dyn Iterator<Item = &u8>| bytes.take_while(|b| b.is_ascii_digit()).count();
    memchr::memchr_iter(b',', bytes).any(|comma| {
        let (before, behind) = (&bytes[..comma], &bytes[comma + 1..]);
        let front = digits(&mut before.iter().rev());
        let leads = (1..=3).contains(&front) && before[comma - front] != b'0';
        leads && digits(&mut behind.iter()) == 3
    })
}
