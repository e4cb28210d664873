//! Whether a table goes on where its header stands again.
//!
//! A table that a page cuts has its header again below the page's number, `续表`, its caption, or what stands at the
//! head of every page. Other words there may be the title of another table, whose rows happen to follow in the form's
//! order. Then the sums over rows that stand in both parts must say that it is one table.

use super::super::figure::Content;
use super::super::forms::IdentityKind;
use super::headers::column_of;
use super::page::{CERTAIN, Candidate, Page};
use std::ops::Range;

/// Columns that a header names.
const HEADER: usize = 3;

/// Whether the rows before and those behind are of one table. Asked only of tables that have one header: others
/// name columns anew for each block of rows.
pub fn is_one_table(page: &Page<'_>, before: &[Candidate], behind: &[Candidate]) -> bool {
    let labels = &page.labelled.labels;
    let above = before.iter().rev().find(|c| c.weight >= CERTAIN);
    let (Some(above), Some(here)) = (above.filter(|_| page.table.whole), behind.first()) else { return true };
    let is_head = |label: &usize| column_of(page, &labels[*label]).is_some();
    let heads: Vec<usize> = (above.label + 1..here.label).filter(is_head).collect();
    if heads.len() < HEADER {
        return true;
    }
    !has_unknown_words(page, labels[above.label].last + 1..labels[heads[0]].first) || add_up(page, before, behind)
}

/// Whether words stand there that are no label, do not stand elsewhere on the page, and say nothing of going on.
fn has_unknown_words(page: &Page<'_>, between: Range<usize>) -> bool {
    let items = &page.stream.items;
    let stands_elsewhere = |at: usize| {
        let canon = page.stream.canon(at, at);
        !canon.is_empty() && (0..items.len()).any(|other| other != at && page.stream.canon(other, other) == canon)
    };
    let is_unknown = |at: &usize| {
        let text = &page.document.text()[items[*at].span.clone()];
        let says_so = page.forms.continued.iter().any(|word| text.contains(word.as_str()));
        !items[*at].is_value() && page.labelled.of_item[*at].is_none() && !says_so && !stands_elsewhere(*at)
    };
    between.into_iter().any(|at| is_unknown(&at))
}

/// Whether sums hold in all columns whose rows stand partly before and partly behind; `false` where there are none.
fn add_up(page: &Page<'_>, before: &[Candidate], behind: &[Candidate]) -> bool {
    let width = page.table.columns.len();
    let figures = |rows: &[Candidate], row: usize| -> Option<Vec<f64>> {
        let found = rows.iter().find(|c| c.row == row && c.weight >= CERTAIN)?;
        let cells = page.stream.items[found.values.clone()].iter().take_while(|item| item.is_value());
        let figures: Vec<f64> = cells
            .filter_map(|item| match item.content {
                Content::Figure(value, _) => Some(value),
                _ => None,
            })
            .collect();
        (figures.len() == width).then_some(figures)
    };
    let sum = |rows: &[usize], column: usize| -> Option<f64> {
        rows.iter().map(|&row| Some(figures(before, row).or_else(|| figures(behind, row))?[column])).sum()
    };
    let stand_in = |rows: &[Candidate], members: &[usize]| members.iter().any(|&row| figures(rows, row).is_some());
    let mut judged = false;
    for identity in page.table.identities.iter().filter(|identity| identity.kind == IdentityKind::AcrossRows) {
        let members = [&identity.total[..], &identity.addends[..]].concat();
        let missing_before: Vec<usize> =
            members.iter().copied().filter(|&row| figures(before, row).is_none()).collect();
        if missing_before.len() == members.len() || !stand_in(behind, &missing_before) {
            continue;
        }
        for column in 0..width {
            let (Some(total), Some(addends)) = (sum(&identity.total, column), sum(&identity.addends, column)) else {
                break;
            };
            judged = true;
            if (total - addends).abs() > 1e-6 {
                return false;
            }
        }
    }
    judged
}
