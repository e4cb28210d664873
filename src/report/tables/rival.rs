//! Two tables of one kind in one document: the report's own, and an earlier year's for comparison.
//!
//! Which is which, the words above them tell (`为便于比较，列出2022年度数据`). Where they do not, neither is
//! claimed.

use super::rows::Page;

/// Items above a table's first row, its header among them, in which it is announced.
const REACH: usize = 24;
/// Characters of an announcement; longer text tells something else.
const SHORT: usize = 30;

/// Which of two tables is an earlier year's, by the items of their first rows' labels.
pub fn earlier(page: &Page<'_>, first: usize, second: usize) -> Option<Earlier> {
    match (is_earlier(page, first), is_earlier(page, second)) {
        (true, false) => Some(Earlier::First),
        (false, true) => Some(Earlier::Second),
        _ => None,
    }
}

/// The table that is an earlier year's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    First,
    Second,
}

/// Whether the words above a table announce an earlier year's: they name such a year and not the
/// report's own, or say what is only said of one.
fn is_earlier(page: &Page<'_>, first: usize) -> bool {
    let items = &page.stream.items;
    let above = items[first.saturating_sub(REACH)..first].iter().rev().take_while(|item| !item.is_value());
    above.filter(|item| !item.walled).any(|item| {
        let text = page.document.text()[item.span.clone()].trim();
        if text.ends_with('。') || text.chars().count() > SHORT {
            return false;
        }
        let years = years(text);
        let own = page.year.is_some_and(|own| years.contains(&own));
        let other = page.year.is_some_and(|own| years.iter().any(|&year| year < own));
        !own && (other || page.comparison.iter().any(|word| text.contains(word.as_str())))
    })
}

/// Years that a text names: four digits before 年.
fn years(text: &str) -> Vec<i16> {
    text.split('年').filter_map(|before| before.get(before.len().checked_sub(4)?..)?.parse().ok()).collect()
}
