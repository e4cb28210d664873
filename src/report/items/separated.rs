//! Rows whose cells are parted by commas or semicolons: `规章,0,0,0`, `"规章";0;0;0`, as a spreadsheet saved as text has
//! them.
//!
//! Both also stand in sentences, and a comma in a figure. They part cells only on pages with many such rows, all with as
//! many figures or cells. A comma that could be one in a figure, `2,150`, is none only where the cells of its line come
//! to as many as those of a line beside it.

use super::super::figure::{Content, classify, is_blank};
use crate::document::{Block, Document};

/// Rows of equally many figures that show what separators mean on a page.
const LEAST: usize = 8;
/// Figures of such a row at least; shorter rows are met in prose, too.
const WIDE: usize = 5;
/// Bytes of a cell of words.
const LONGEST: usize = 240;

/// How a page parts the cells of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Separated {
    by: char,
    /// Cells of every row of the widest table, if they are equally many.
    width: Option<usize>,
}

impl Separated {
    /// What parts the cells of a page's rows, if anything does.
    pub(super) fn of(document: &Document) -> Option<Self> {
        [',', '；', ';'].into_iter().find_map(|by| Self::by(by, document))
    }

    fn by(by: char, document: &Document) -> Option<Self> {
        let text = document.text();
        let mut buffer = [0; 4];
        memchr::memmem::find(text.as_bytes(), by.encode_utf8(&mut buffer).as_bytes())?;
        let lines = document.blocks.iter().filter_map(|block| match block {
            Block::Line(line) => Some(&text[line.span.clone()]),
            Block::Grid(_) => None,
        });
        let width = |line: &str| fields(line, by).count();
        let (mut figures, mut widths) = (Vec::new(), Vec::new());
        // The line before, and the cells of one that waits for the next to tell what its commas are.
        let (mut before, mut waiting) = (None, None);
        for line in lines.filter(|line| line.contains(by)) {
            if waiting.take().is_some_and(|waiting| waiting != width(line)) {
                return None;
            }
            let above = before.replace(line);
            let Some((words, cells)) = row(line, by) else { continue };
            if by == ',' && may_part_thousands(line) && above.map(width) != Some(width(line)) {
                waiting = Some(width(line));
            }
            if words > 0 && cells >= WIDE {
                figures.push(cells);
                widths.push(width(line));
            }
        }
        let alike = |counts: &[usize]| counts.iter().all(|count| *count == counts[0]);
        let enough = waiting.is_none() && widths.len() >= LEAST;
        let width = (enough && alike(&widths)).then(|| widths[0]);
        (enough && (width.is_some() || alike(&figures))).then_some(Self { by, width })
    }

    /// The cells of a line of such a page, with their offsets: a row with figures, or words of a header.
    pub(super) fn cells<'t>(&self, line: &'t str) -> Option<impl Iterator<Item = (usize, &'t str)> + use<'t>> {
        let by = self.by;
        let is_words = |mut fields: Fields<'_>| fields.all(|field| !is_blank(field) && is_word(field));
        let is_header = || {
            let is_wide = self.width == Some(fields(line, by).count()) && fields(line, by).all(is_word);
            is_wide || !line.contains(['。', '；']) && is_words(fields(line, by))
        };
        let is_row = line.contains(by) && (row(line, by).is_some() || is_header());
        is_row.then(|| fields(line, by).map(|field| (field.as_ptr() as usize - line.as_ptr() as usize, field)))
    }
}

/// The cells of a line, without quotes around them; a separator between quotes parts nothing. What ends with a separator
/// has no cell behind it.
#[derive(Clone)]
struct Fields<'t> {
    rest: Option<&'t str>,
    by: char,
}

fn fields(line: &str, by: char) -> Fields<'_> {
    let rest = if by == ',' { line } else { line.strip_suffix(by).unwrap_or(line) };
    Fields { rest: Some(rest), by }
}

impl<'t> Iterator for Fields<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.rest?;
        let mut quoted = false;
        let ends = rest.char_indices().find(|&(_, c)| {
            quoted ^= c == '"';
            c == self.by && !quoted
        });
        let (field, behind) = match ends {
            Some((at, c)) => (&rest[..at], Some(&rest[at + c.len_utf8()..])),
            None => (rest, None),
        };
        self.rest = behind;
        let trimmed = field.trim();
        Some(trimmed.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(trimmed).trim())
    }
}

fn is_word(field: &str) -> bool {
    field.len() <= LONGEST && (is_blank(field) || classify(field) == Content::Text)
}

/// How many cells a row has up to its last word, and how many figures behind: words and the empty cells of merged ones
/// first, then plain figures, marks and empty cells only.
fn row(line: &str, by: char) -> Option<(usize, usize)> {
    if !may_end_in_a_figure(line, by) {
        return None;
    }
    let before = |field: &&str| is_word(field);
    let words = fields(line, by).take_while(before).collect::<Vec<_>>();
    let words = words.iter().rposition(|field| !is_blank(field)).map_or(0, |last| last + 1);
    let figures = fields(line, by).count() - words;
    (figures > 0 && words <= 4 && fields(line, by).skip(words).all(is_figure)).then_some((words, figures))
}

/// Whether the last cell of a line may be a figure's: that of nearly all prose is not, and its other cells need no look.
/// Where there are quotes, only a look at all of them tells which cell is the last.
fn may_end_in_a_figure(line: &str, by: char) -> bool {
    let last = fields(line, by).rest.and_then(|cells| cells.rsplit(by).next());
    last.is_none_or(|last| is_figure(last.trim())) || line.contains('"')
}

fn is_figure(field: &str) -> bool {
    is_blank(field) || matches!(classify(field), Content::Figure(_, None) | Content::Mark)
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
