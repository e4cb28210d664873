//! Two tables of one kind side by side: this year's at the left, another year's at the right, row by row.
//!
//! Each row then reads as two equal halves: the same words and as many figures in both, and at most empty cells between
//! them. Or the words stand once, before twice as many figures, below a header of two equal halves. Such rows are put in
//! order, all left halves before all right ones, with the titles of the two blocks (`2022年度` and `2021年度（对比）`)
//! above their own half; which of the two is the report's own is told later, as of any two tables.

use std::ops::Range;

use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms};
use super::super::items::{Item, Stream};

/// Rows with words and figures in both halves that make two tables side by side.
const LEAST: usize = 3;
/// Rows whose words stand once that make two tables.
const LEAST_SHARED: usize = 8;
/// Lines that the header of such tables has.
const HEADER: usize = 4;

/// A line's halves, as items in order, and whether they are titles of the blocks.
struct Halved {
    halves: [Vec<usize>; 2],
    are_titles: bool,
}

/// Lines that follow one another and are halved.
struct Block {
    lines: Range<usize>,
    halved: Vec<Halved>,
}

/// The stream with tables side by side parted, or `None` where there are none. `forms` tell how many columns a table
/// has.
pub fn part(stream: &Stream, forms: &Forms) -> Option<Stream> {
    let items = &stream.items;
    let mut lines: Vec<Range<usize>> = Vec::new();
    for line in items.chunk_by(|a, b| a.row == b.row) {
        let start = lines.last().map_or(0, |line| line.end);
        lines.push(start..start + line.len());
    }
    let mut blocks = mirrored(stream, &lines);
    if blocks.is_empty() {
        let widths =
            forms.tables.iter().filter(|t| t.whole && t.arrangement == Arrangement::Rows).map(|t| t.columns.len());
        blocks = widths.filter_map(|width| shared(stream, &lines, width)).take(1).collect();
    }
    if blocks.is_empty() { None } else { Some(parted(stream, &lines, &blocks)) }
}

/// Blocks of lines that are the same twice.
fn mirrored(stream: &Stream, lines: &[Range<usize>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let mut halved: Vec<Halved> =
            lines[at..].iter().map_while(|line| halves(stream, line)).map(|halves| Halved::of(halves, false)).collect();
        let end = at + halved.len();
        let full = lines[at..end].iter().filter(|line| stream.items[(*line).clone()].iter().any(Item::is_value));
        if full.count() >= LEAST {
            let above = at.checked_sub(1).filter(|above| blocks.last().is_none_or(|b| b.lines.end <= *above));
            let titles = above.and_then(|above| titles(stream, &lines[above]));
            let start = if titles.is_some() { at - 1 } else { at };
            halved.splice(0..0, titles.map(|titles| Halved::of(titles, true)));
            blocks.push(Block { lines: start..end, halved });
        }
        at = end.max(at + 1);
    }
    blocks
}

/// The lines of two tables that share their words: each row has words and then twice as many cells as columns.
fn shared(stream: &Stream, lines: &[Range<usize>], width: usize) -> Option<Block> {
    let items = &stream.items;
    let row = |line: &Range<usize>| -> Option<Halved> {
        let from = line.clone().rev().take_while(|&at| items[at].is_value()).last()?;
        if line.end != from + 2 * width {
            return None;
        }
        let words: Vec<usize> = (line.start..from).collect();
        let is_word = |at: &usize| !items[*at].is_value() && !items[*at].is_prose();
        let (left, right) = (from..from + width, from + width..from + 2 * width);
        words.last().is_some_and(is_word).then(|| Halved {
            halves: [left, right].map(|half| words.iter().copied().chain(half).collect()),
            are_titles: false,
        })
    };
    let is_row = |line: &&Range<usize>| row(line).is_some();
    let first = lines.iter().position(|line| is_row(&line))?;
    let last = lines.iter().rposition(|line| is_row(&line))?;
    let rows = &lines[first..=last];
    // No other figures stand between them.
    let other =
        |line: &Range<usize>| !is_row(&line) && items[line.clone()].iter().any(|i| i.is_value() || i.is_prose());
    if rows.iter().filter(is_row).count() < LEAST_SHARED || rows.iter().any(other) {
        return None;
    }
    let mut halved: Vec<Halved> = Vec::new();
    let mut start = first;
    let mut columns = 0;
    for above in (first.saturating_sub(HEADER)..first).rev() {
        let line = &lines[above];
        // The header of the rows' words stands left of both halves.
        let corner = line.start + 1..line.end;
        let header = halves(stream, line).or_else(|| halves(stream, &corner));
        let found = match header.map(|halves| (halves, false)) {
            Some(header) => header,
            None => match titles(stream, line).or_else(|| titles(stream, &corner)) {
                Some(titles) => (titles, true),
                None => break,
            },
        };
        let found = Halved::of(found.0, found.1);
        columns += found.halves[0].len();
        start = above;
        let are_titles = found.are_titles;
        halved.push(found);
        if are_titles {
            break;
        }
    }
    halved.reverse();
    halved.extend(
        rows.iter().map(|line| {
            row(line).unwrap_or(Halved { halves: [line.clone().collect(), Vec::new()], are_titles: false })
        }),
    );
    (columns >= width).then_some(Block { lines: start..last + 1, halved })
}

impl Halved {
    fn of(halves: [Range<usize>; 2], are_titles: bool) -> Self {
        Self { halves: halves.map(Iterator::collect), are_titles }
    }
}

/// The two halves of a line that is the same twice, but for its figures. Words stand at the front of each; between the
/// halves and behind them there may be empty cells.
fn halves(stream: &Stream, line: &Range<usize>) -> Option<[Range<usize>; 2]> {
    let items = &stream.items;
    let is_word = |at: &usize| !items[*at].is_value() && !items[*at].canon.is_empty();
    let first = line.clone().find(is_word)?;
    let twin = (first + 1..line.end).find(|at| is_word(at) && stream.canon(*at, *at) == stream.canon(first, first))?;
    let length = (twin - first).min(line.end - twin);
    let is_empty = |mut between: Range<usize>| between.all(|at| items[at].content == Content::Blank);
    let alike = |(a, b): (usize, usize)| match (items[a].is_value(), items[b].is_value()) {
        (false, false) => stream.canon(a, a) == stream.canon(b, b),
        (a, b) => a && b,
    };
    let (left, right) = (first..first + length, twin..twin + length);
    let fits = is_empty(line.start..first) && is_empty(left.end..twin) && is_empty(right.end..line.end);
    (fits && left.clone().zip(right.clone()).all(alike)).then_some([left, right])
}

/// The titles of two blocks, alone on their line.
fn titles(stream: &Stream, line: &Range<usize>) -> Option<[Range<usize>; 2]> {
    let items = &stream.items;
    let words: Vec<usize> = line.clone().filter(|&at| items[at].content != Content::Blank).collect();
    match words[..] {
        [left, right] if words.iter().all(|&at| !items[at].is_value() && !items[at].is_prose()) => {
            Some([left..left + 1, right..right + 1])
        }
        _ => None,
    }
}

fn parted(stream: &Stream, lines: &[Range<usize>], blocks: &[Block]) -> Stream {
    let mut parted = Stream { glued: stream.glued, ..Stream::default() };
    parted.items.reserve(stream.items.len());
    parted.canon.reserve(stream.canon.len());
    let mut row = 0;
    let mut push = |line: &mut dyn Iterator<Item = usize>, are_titles: bool| {
        row += 1;
        for item in line.map(|at| &stream.items[at]) {
            let from = parted.canon.len();
            parted.canon.push_str(&stream.canon[item.canon.clone()]);
            let mut item = Item { canon: from..parted.canon.len(), row, ..item.clone() };
            if are_titles {
                // The title of a block is no cell of its table.
                (item.walled, item.table, item.column) = (false, None, None);
            }
            parted.items.push(item);
        }
    };
    let mut at = 0;
    for block in blocks {
        lines[at..block.lines.start].iter().for_each(|line| push(&mut line.clone(), false));
        for side in 0..2 {
            block.halved.iter().for_each(|line| push(&mut line.halves[side].iter().copied(), line.are_titles));
        }
        at = block.lines.end;
    }
    lines[at..].iter().for_each(|line| push(&mut line.clone(), false));
    parted
}
