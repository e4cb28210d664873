//! Two tables of one kind in one document: the report's own, and an earlier year's for comparison or one that shows how
//! to fill the form.
//!
//! Which is which, the words above them tell (`为便于比较，列出2022年度数据`, `填报示例`). Where they do not, neither is
//! claimed. An attachment may as well be about other bodies than the report's.

use super::super::items::Item;
use super::page::Page;
use crate::report::metadata::years;

/// Items above a table's first row, its header among them, in which it is announced.
const REACH: usize = 24;
/// Characters of an announcement, remarks in brackets not counted; longer text tells something else, unless it is
/// the title of a report.
const SHORT: usize = 30;
const TITLE: usize = 60;

/// Which of two tables is an example or an earlier year's, by the items of their first rows' labels. That the first one
/// is an earlier year's, only the second's naming the report's own year proves.
pub fn not_own(page: &Page<'_>, first: usize, second: usize) -> Option<NotOwn> {
    match (announced(page, first), announced(page, second)) {
        (Some(Year::None), _) => Some(NotOwn::First),
        (_, Some(Year::None)) => Some(NotOwn::Second),
        (Some(Year::Earlier), Some(Year::Own)) => Some(NotOwn::First),
        (None | Some(Year::Own), Some(Year::Earlier)) => Some(NotOwn::Second),
        _ => None,
    }
}

/// The same of two lines below one header, by the words that stand before their figures: `2022年`, `上年`.
pub fn not_own_line(page: &Page<'_>, first: usize, second: usize) -> Option<NotOwn> {
    let named = |at: usize| {
        let items = &page.stream.items;
        let name = &items[at.checked_sub(1)?];
        let of_line = name.row == items[at].row || name.row + 1 == items[at].row;
        let text = page.document.text()[name.span.clone()].trim();
        let short = !name.is_value() && of_line && without_remarks(text) <= SHORT;
        let holds = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        match told(page, text).filter(|_| short) {
            None if short && holds(&page.forms.around.own_line) => Some(Year::Own),
            None if short && holds(&page.forms.around.earlier_line) => Some(Year::Earlier),
            year => year,
        }
    };
    match (named(first)?, named(second)?) {
        (Year::Earlier, Year::Own) => Some(NotOwn::First),
        (Year::Own, Year::Earlier) => Some(NotOwn::Second),
        _ => None,
    }
}

/// Whether a table, by the item of its first row's label, stands below the title of an attachment about other bodies:
/// subordinate units, all offices of a place together. What the document's head speaks of is no other body.
pub fn is_of_others(page: &Page<'_>, first: usize) -> bool {
    let items = &page.stream.items;
    let text = |item: &Item| page.document.text()[item.span.clone()].trim();
    let begins = |item: &&Item| page.forms.around.attachment.iter().any(|word| text(item).starts_with(word.as_str()));
    let mut above = items[first.saturating_sub(REACH)..first].iter().rev().take_while(|item| !item.is_value());
    let Some(title) = above.find(begins).map(text) else { return false };
    let head = page.head();
    page.forms.around.other_bodies.iter().any(|word| title.contains(word.as_str()) && !head.contains(word.as_str()))
}

/// The table that is not the report's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOwn {
    First,
    Second,
}

/// What a table is announced as.
enum Year {
    Own,
    Earlier,
    /// It is an example.
    None,
}

/// What the nearest words above a table that tell its year announce: the report's own, an earlier one, or none. Else what
/// the title of the attachment does that it stands in.
fn announced(page: &Page<'_>, first: usize) -> Option<Year> {
    announced_above(page, first).or_else(|| {
        let title = page.stream.items.get(page.attachments.around(first)?)?;
        let text = page.document.text()[title.span.clone()].trim();
        if without_remarks(text) > TITLE || text.ends_with('。') {
            return None;
        }
        announces(page, text)
    })
}

/// What the words of an announcement say.
fn announces(page: &Page<'_>, text: &str) -> Option<Year> {
    if is_example(page, text) { Some(Year::None) } else { told(page, text) }
}

fn announced_above(page: &Page<'_>, first: usize) -> Option<Year> {
    let items = &page.stream.items;
    let above = items[first.saturating_sub(REACH)..first].iter().rev().take_while(|item| !item.is_value());
    above.filter(|item| !item.walled).find_map(|item| {
        let text = page.document.text()[item.span.clone()].trim();
        let most = if page.forms.around.titles.iter().any(|word| text.contains(word.as_str())) { TITLE } else { SHORT };
        if text.ends_with('。') || text.len() > 8 * TITLE || without_remarks(text) > most {
            return None;
        }
        announces(page, text)
    })
}

/// Whether words say that what stands below them is an example, and not that one ends there.
pub fn is_example(page: &Page<'_>, text: &str) -> bool {
    let around = &page.forms.around;
    let holds = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    holds(&around.examples) && !holds(&around.examples_end)
}

/// Which year words speak of.
fn told(page: &Page<'_>, text: &str) -> Option<Year> {
    let years: Vec<i16> = years(text).into_iter().map(|(year, ..)| year).collect();
    if page.year.is_some_and(|own| years.contains(&own)) {
        return Some(Year::Own);
    }
    let other = page.year.is_some_and(|own| years.iter().any(|&year| year < own));
    (other || page.forms.around.comparison.iter().any(|word| text.contains(word.as_str()))).then_some(Year::Earlier)
}

/// How many characters of a text stand outside of brackets.
fn without_remarks(text: &str) -> usize {
    let mut depth = 0usize;
    let outside = text.chars().filter(|c| match c {
        '(' | '（' => {
            depth += 1;
            false
        }
        ')' | '）' => {
            depth = depth.saturating_sub(1);
            false
        }
        _ => depth == 0,
    });
    outside.count()
}
