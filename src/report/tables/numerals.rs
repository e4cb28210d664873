//! Tables whose figures are all written in Chinese numerals: `五十二`, `〇`.
//!
//! A numeral is an ordinal as often as a figure. It is a figure where the whole table is written so: no figure in digits
//! stands in it, and every row of numerals has as many as the form has columns and adds up.

use super::super::Unit;
use super::super::figure::{Content, chinese, visible};
use super::super::forms::{Arrangement, Forms, Table};
use super::super::items::{Item, Stream};
use super::solve::{self, Candidate};
use crate::document::Document;

/// Rows that a table written so has at least.
const LEAST: usize = 8;
/// Bytes of a cell that is a numeral.
const LONGEST: usize = 30;

/// The stream with those numerals as figures; `None` where there are none.
pub fn spelt(document: &Document, stream: &Stream, forms: &Forms) -> Option<Stream> {
    let mut figures: Vec<(usize, Content)> = Vec::new();
    let mut at = 0;
    for part in stream.items.chunk_by(|a, b| a.table == b.table) {
        let start = at;
        at += part.len();
        let in_digits = |item: &Item| !matches!(item.content, Content::Text | Content::Blank | Content::Mark);
        if part[0].table.is_none() || part.iter().any(in_digits) {
            continue;
        }
        let tables = forms.tables.iter().filter(|table| table.whole && table.arrangement == Arrangement::Rows);
        let found = tables.filter_map(|table| of_table(document, part, table)).next().unwrap_or_default();
        figures.extend(found.into_iter().map(|(cell, content)| (start + cell, content)));
    }
    if figures.is_empty() {
        return None;
    }
    let mut spelt = stream.filtered(|_| true);
    figures.into_iter().for_each(|(at, content)| spelt.items[at].content = content);
    Some(spelt)
}

/// The numerals of a table by their cells; `None` where they are no figures of the form's table.
fn of_table(document: &Document, part: &[Item], table: &Table) -> Option<Vec<(usize, Content)>> {
    let width = table.columns.len();
    let every: Vec<usize> = (0..width).collect();
    let sums = solve::groups(&table.identities, &every, 1);
    let mut figures = Vec::new();
    let (mut rows, mut at) = (0, 0);
    for line in part.chunk_by(|a, b| a.row == b.row) {
        let start = at;
        at += line.len();
        let read: Vec<Option<(f64, Option<Unit>)>> = line.iter().map(|item| numeral(document, item)).collect();
        let is_cell = |cell: &usize| read[*cell].is_some() || line[*cell].is_value();
        let from = line.len() - (0..line.len()).rev().take_while(is_cell).count();
        if !read.iter().any(Option::is_some) {
            continue;
        }
        if from == 0 || line.len() != from + width || line[from..].iter().any(|item| item.shared) {
            return None;
        }
        let values: Candidate = read[from..].iter().map(|cell| cell.map(|(value, _)| value)).collect();
        if !sums.iter().all(|sum| solve::holds(&values, sum)) {
            return None;
        }
        rows += 1;
        let cells = (from..line.len()).filter_map(|cell| read[cell].map(|(value, unit)| (cell, value, unit)));
        figures.extend(cells.map(|(cell, value, unit)| (start + cell, Content::Figure(value, unit))));
    }
    (rows >= LEAST && !sums.is_empty()).then_some(figures)
}

fn numeral(document: &Document, item: &Item) -> Option<(f64, Option<Unit>)> {
    if item.is_value() || item.span.len() > LONGEST {
        return None;
    }
    chinese(&visible(&document.text()[item.span.clone()]))
}
