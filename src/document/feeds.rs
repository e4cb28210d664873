//! Page numbers of a text whose pages end with form feeds, as `pdftotext` writes them.
//!
//! A bare number on a page's last or first line could be the figure of a table that goes on. It is the page's only
//! where it counts the pages: the same line of other pages does so too.

use std::collections::{BTreeMap, HashSet};

use super::{Block, Span};

/// Pages whose lines must count before they are taken for numbers.
const LEAST: usize = 2;

/// Takes the page numbers out of the lines of a text.
pub(super) fn drop_numbers(text: &str, blocks: &mut Vec<Block>) {
    if memchr::memchr(0x0C, text.as_bytes()).is_none() {
        return;
    }
    let pages = pages(text, blocks);
    let mut numbers: HashSet<usize> = counting(text, blocks, pages.iter().map(|page| page.last().copied())).collect();
    numbers.extend(counting(text, blocks, pages.iter().map(|page| page.first().copied())));
    let mut number = 0..;
    blocks.retain(|_| number.next().is_none_or(|number| !numbers.contains(&number)));
}

/// The blocks of each page.
fn pages(text: &str, blocks: &[Block]) -> Vec<Vec<usize>> {
    let mut pages = vec![Vec::new()];
    let mut feeds = memchr::memchr_iter(0x0C, text.as_bytes()).peekable();
    for (number, block) in blocks.iter().enumerate() {
        while feeds.next_if(|&feed| feed < start(block)).is_some() {
            pages.push(Vec::new());
        }
        if let Some(page) = pages.last_mut() {
            page.push(number);
        }
    }
    pages
}

fn start(block: &Block) -> usize {
    match block {
        Block::Line(line) => line.span.start,
        Block::Grid(grid) => grid.cells.first().map_or(0, |cell| cell.span.start),
    }
}

/// Of one line of each page, those that are bare numbers and count the pages together.
fn counting(text: &str, blocks: &[Block], lines: impl Iterator<Item = Option<usize>>) -> impl Iterator<Item = usize> {
    // By how far the number is from the page's place, which is the same for all pages of a count.
    let mut counts: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (page, block) in lines.enumerate() {
        let number = block.and_then(|block| match &blocks[block] {
            Block::Line(line) => bare(text, &line.span),
            Block::Grid(_) => None,
        });
        if let (Some(block), Some(number)) = (block, number) {
            counts.entry(number - page as i64).or_default().push(block);
        }
    }
    let longest = counts.into_values().rev().max_by_key(Vec::len);
    longest.filter(|blocks| blocks.len() >= LEAST).into_iter().flatten()
}

fn bare(text: &str, span: &Span) -> Option<i64> {
    let line = &text[span.clone()];
    (line.len() <= 3 && line.bytes().all(|b| b.is_ascii_digit())).then(|| line.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    fn kept(pages: &str) -> Vec<&str> {
        let mut blocks = text::lines(pages);
        drop_numbers(pages, &mut blocks);
        let line = |block: &Block| match block {
            Block::Line(line) => Some(&pages[line.span.clone()]),
            Block::Grid(_) => None,
        };
        blocks.iter().filter_map(line).collect()
    }

    #[test]
    fn numbers_that_count_the_pages_go() {
        assert_eq!(kept("甲\n   1\n\u{0C}乙\n 7\n   2\n\u{0C}丙\n"), ["甲", "乙", "7", "丙"]);
        assert_eq!(kept("3\n甲\n\u{0C}4\n乙 0\n"), ["甲", "乙 0"]);
    }

    #[test]
    fn figures_at_a_pages_end_stay() {
        assert_eq!(kept("甲\n1\n\u{0C}乙\n1\n"), ["甲", "1", "乙", "1"], "they do not count");
        assert_eq!(kept("甲\n1\n\u{0C}乙\n"), ["甲", "1", "乙"], "one page proves nothing");
        assert_eq!(kept("甲\n1\n乙\n2\n"), ["甲", "1", "乙", "2"], "no pages");
    }
}
