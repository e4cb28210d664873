//! Columns of an earlier year beside the report's own: `上年 | 本年` below each head, or `上年处理决定数量` as a head.
//!
//! Only words tell which column is which: a line of the header in which as many cells speak of an earlier year as of the
//! report's. The cells below those of the earlier year are taken off; where a row has not exactly one below each, its
//! columns are not those of the header, and it stays as it is.

use super::super::canon::{canonical, distance};
use super::super::figure::Content;
use super::super::forms::Forms;
use super::super::items::{Item, Stream};
use super::super::metadata::years;
use super::labels::{LabelIndex, Role};
use crate::document::Document;

/// Letters of a cell that names a year by its number and nothing else, and those behind a year's name: 去年同期.
const SHORT: usize = 8;
const SHORT_REST: usize = 2;
/// Edits from a head of the form that is an earlier year's itself.
const NEAR: usize = 2;

/// Columns of a table: the first and how many.
type Columns = (u32, u32);

/// Whose figures stand below a head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Year {
    Own,
    Earlier,
}

/// What a page's words for years are told by.
struct Words<'a> {
    document: &'a Document,
    stream: &'a Stream,
    forms: &'a Forms,
    index: &'a LabelIndex,
    year: Option<i16>,
}

/// The stream without the columns of an earlier year; `None` where there are none.
pub fn only(
    document: &Document,
    stream: &Stream,
    forms: &Forms,
    index: &LabelIndex,
    year: Option<i16>,
) -> Option<Stream> {
    let words = Words { document, stream, forms, index, year };
    if !stream.items.iter().any(|item| item.table.is_some() && words.of_cell(item) == Some(Year::Earlier)) {
        return None;
    }
    let mut is_kept = vec![true; stream.items.len()];
    let mut any = false;
    let (mut table, mut earlier, mut at) = (None, Vec::new(), 0);
    for line in stream.items.chunk_by(|a, b| a.row == b.row) {
        let start = at;
        at += line.len();
        if line[0].table != table {
            (table, earlier) = (line[0].table, Vec::new());
        }
        if table.is_none() {
            continue;
        }
        let is_header = line.iter().all(|item| !item.is_value() || item.content == Content::Blank);
        if is_header {
            match words.heads(start, line) {
                Some(columns) => earlier = columns,
                None if line.iter().any(|item| words.is_column(item)) => earlier.clear(),
                None => continue,
            }
        }
        let below: Vec<usize> = (0..line.len()).filter(|&cell| stands_below(&line[cell], &earlier)).collect();
        if below.len() == earlier.len() && !below.is_empty() {
            any = true;
            below.into_iter().for_each(|cell| is_kept[start + cell] = false);
        }
    }
    any.then(|| stream.filtered(|at| is_kept[at]))
}

fn stands_below(item: &Item, earlier: &[Columns]) -> bool {
    let within = |(from, span): Columns| earlier.iter().any(|&(e, s)| e <= from && from + span <= e + s);
    item.column.is_some_and(within)
}

impl Words<'_> {
    fn text(&self, item: &Item) -> &str {
        self.document.text()[item.span.clone()].trim()
    }

    /// The year that a cell begins with: by name or by number.
    fn of_cell(&self, item: &Item) -> Option<Year> {
        if item.is_value() || item.is_prose() {
            return None;
        }
        let text = self.text(item);
        let begins = |words: &[String]| words.iter().any(|word| text.starts_with(word.as_str()));
        if begins(&self.forms.around.own_line) {
            return Some(Year::Own);
        }
        if begins(&self.forms.around.earlier_line) {
            return Some(Year::Earlier);
        }
        if !text.starts_with("20") {
            return None;
        }
        let (own, named) = (self.year?, years(text));
        match named[..] {
            [(year, ..)] if year == own => Some(Year::Own),
            [(year, ..)] if year < own => Some(Year::Earlier),
            _ => None,
        }
    }

    fn is_column(&self, item: &Item) -> bool {
        let canon = &self.stream.canon[item.canon.clone()];
        self.index.exact(canon).iter().any(|meaning| matches!(meaning.role, Role::Column(_)))
    }

    /// The columns of the earlier year that a line of the header names; `None` where it names none for sure.
    fn heads(&self, start: usize, line: &[Item]) -> Option<Vec<Columns>> {
        let cells = || line.iter().filter(|item| item.content != Content::Blank);
        let named: Vec<Option<Year>> = cells().map(|item| self.of_cell(item)).collect();
        let count = |year: Year| named.iter().filter(|found| **found == Some(year)).count();
        let columns = |is_earlier: &dyn Fn(&Item) -> bool| -> Option<Vec<Columns>> {
            cells().filter(|item| is_earlier(item)).map(|item| item.column).collect()
        };
        let is_earlier = |item: &Item| self.of_cell(item) == Some(Year::Earlier);
        // A line of years below the heads.
        let are_years = named.iter().all(Option::is_some)
            && cells().all(|i| self.is_bare(i))
            && !cells().any(|i| self.is_column(i));
        if are_years && start > 0 {
            let halved = count(Year::Own) == count(Year::Earlier) && count(Year::Own) > 1;
            return halved.then(|| columns(&is_earlier)).flatten();
        }
        // Heads of the form, each with one of the earlier year; 上一年项目数量 is a head of the form itself.
        let is_extra = |item: &Item| is_earlier(item) && !self.is_column(item) && !self.is_near_column(item);
        let own: Vec<&Item> = cells().filter(|item| self.is_column(item)).collect();
        let extra: Vec<&Item> = cells().filter(|item| is_extra(item)).collect();
        let is_matched = |item: &&Item| {
            let rest = self.rest(item, &self.forms.around.earlier_line);
            let is_twin = |rest: &str| own.iter().any(|own| self.rest(own, &self.forms.around.own_line) == Some(rest));
            // A year by itself is that of the head it stands behind.
            let ends_before =
                |own: &&Item| own.column.zip(item.column).is_some_and(|((from, span), (next, _))| from + span == next);
            self.is_bare(item) && own.iter().any(ends_before) || rest.is_some_and(is_twin)
        };
        let is_told = own.len() == extra.len() && extra.iter().any(is_matched);
        is_told.then(|| columns(&is_extra)).flatten()
    }

    /// What a head says behind the name of its year.
    fn rest(&self, item: &Item, words: &[String]) -> Option<&str> {
        let canon = &self.stream.canon[item.canon.clone()];
        let rest = words.iter().find_map(|word| canon.strip_prefix(word.as_str()))?;
        Some(rest.strip_prefix('度').unwrap_or(rest))
    }

    /// Whether a cell names a year and hardly anything else.
    fn is_bare(&self, item: &Item) -> bool {
        let forms = self.forms;
        let rest = self.rest(item, &forms.around.own_line).or_else(|| self.rest(item, &forms.around.earlier_line));
        match rest {
            Some(rest) => rest.chars().count() <= SHORT_REST,
            None => self.text(item).chars().count() <= SHORT,
        }
    }

    /// Whether a cell is nearly a head of the form that is an earlier year's itself.
    fn is_near_column(&self, item: &Item) -> bool {
        let canon: Vec<char> = self.stream.canon[item.canon.clone()].chars().collect();
        let labels = self.forms.tables.iter().flat_map(|table| &table.columns).flat_map(|column| &column.labels);
        let of_earlier =
            labels.filter(|label| self.forms.around.earlier_line.iter().any(|word| label.starts_with(word.as_str())));
        of_earlier
            .map(|label| canonical(label).chars().collect::<Vec<_>>())
            .any(|label| distance(&canon, &label, NEAR).is_some())
    }
}
