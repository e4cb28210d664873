//! Takes ranges out of a text and moves the spans of its blocks along.

use super::{Block, Line, Span, blank};

/// Takes the ranges, sorted and apart from each other, out of the text.
pub(super) fn cut(text: &mut String, ranges: &[Span]) {
    if ranges.is_empty() {
        return;
    }
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        kept.push_str(text.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    *text = kept;
}

/// Moves places in a text to where they are after the cut.
pub(super) fn follow_offsets(offsets: &mut [usize], ranges: &[Span]) {
    for offset in offsets {
        let before = ranges.iter().take_while(|range| range.start < *offset);
        *offset -= before.map(|range| range.end.min(*offset) - range.start).sum::<usize>();
    }
}

/// Moves the spans of blocks to where their text stands after the cut; `text` is the text then.
///
/// A line of which nothing is left is dropped.
pub(super) fn follow(blocks: &mut Vec<Block>, ranges: &[Span], text: &str) {
    if ranges.is_empty() {
        return;
    }
    let mut removed = 0;
    let shifts: Vec<(Span, usize)> = ranges
        .iter()
        .map(|range| {
            let before = removed;
            removed += range.len();
            (range.clone(), before)
        })
        .collect();
    let moved = |at: usize| match shifts.partition_point(|(range, _)| range.start < at) {
        0 => at,
        after => {
            let (range, before) = &shifts[after - 1];
            at - before - (at.min(range.end) - range.start)
        }
    };
    let moved = |span: &Span| blank::trim(text, moved(span.start)..moved(span.end));
    for block in blocks.iter_mut() {
        match block {
            Block::Line(line) => line.span = moved(&line.span),
            Block::Grid(grid) => {
                for cell in &mut grid.cells {
                    cell.span = moved(&cell.span);
                }
            }
        }
    }
    blocks.retain(|block| !matches!(block, Block::Line(Line { span, .. }) if span.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_follow_the_text() {
        let line = |span| Block::Line(Line { span, number: 1, blank_above: 0 });
        let mut text = "abXXcd\nXX\neXXf".to_owned();
        let mut blocks = vec![line(0..6), line(7..9), line(10..14)];
        let ranges = [2..4, 7..9, 11..13];
        cut(&mut text, &ranges);
        follow(&mut blocks, &ranges, &text);
        assert_eq!(text, "abcd\n\nef");
        assert_eq!(blocks, [line(0..4), line(6..8)]);
        let mut pages = [0, 7, 10];
        follow_offsets(&mut pages, &ranges);
        assert_eq!(pages, [0, 5, 6]);
    }
}
