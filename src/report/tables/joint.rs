//! Whether a table goes on where its header stands again.
//!
//! A table that a page cuts has its header again below the page's number, `续表`, its caption, or what stands at the
//! head of every page. Other words there may be the title of another table, whose rows happen to follow in the form's
//! order. Then the sums over rows that stand in both parts must say that it is one table.

use super::super::figure::Content;
use super::super::forms::IdentityKind;
use super::headers::column_of;
use super::page::{CERTAIN, Candidate, Page};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

/// Columns that a header names.
const HEADER: usize = 3;

/// What is asked again and again of a page and the candidates for a table's rows.
pub struct Known<'p> {
    words: Words<'p>,
    /// For each row of the form, the certain candidates, in order.
    certain: Vec<Vec<usize>>,
}

impl Known<'_> {
    pub fn of(page: &Page<'_>, candidates: &[Candidate]) -> Self {
        let mut certain = vec![Vec::new(); page.table.rows.len()];
        for (at, c) in candidates.iter().enumerate().filter(|(_, c)| c.weight >= CERTAIN) {
            certain[c.row].push(at);
        }
        Self { words: Words::default(), certain }
    }

    /// The first certain candidate for a row among these.
    fn first(&self, row: usize, among: &Range<usize>) -> Option<usize> {
        let all = &self.certain[row];
        all.get(all.partition_point(|&at| at < among.start)).copied().filter(|&at| at < among.end)
    }
}

/// Whether the rows of a table before one and those from there on are of one table. Asked only of tables that have one
/// header: others name columns anew for each block of rows.
pub fn is_one_table<'p>(page: &Page<'p>, known: &Known<'p>, all: &[Candidate], (table, at): (usize, usize)) -> bool {
    let labels = &page.labelled.labels;
    let above = all[table..at].iter().rev().find(|c| c.weight >= CERTAIN);
    let (Some(above), Some(here)) = (above.filter(|_| page.table.whole), all.get(at)) else { return true };
    let is_head = |label: &usize| column_of(page, &labels[*label]).is_some();
    let heads: Vec<usize> = (above.label + 1..here.label).filter(is_head).collect();
    if heads.len() < HEADER {
        return true;
    }
    !has_unknown_words(page, &known.words, labels[above.label].last + 1..labels[heads[0]].first)
        || add_up(page, known, all, (table, at)).is_some()
}

/// Whether the sums, not all of nothing, say that the rows of a table before one and those from there on are of one table,
/// whatever stands between them.
pub fn is_proved_one(page: &Page<'_>, known: &Known<'_>, all: &[Candidate], (table, at): (usize, usize)) -> bool {
    page.table.whole && add_up(page, known, all, (table, at)) == Some(true)
}

/// How often words stand on a page; counted when it is first asked.
#[derive(Default)]
struct Words<'p>(OnceCell<HashMap<&'p str, usize>>);

impl<'p> Words<'p> {
    fn count(&self, page: &Page<'p>, canon: &str) -> usize {
        let counts = self.0.get_or_init(|| {
            let mut counts = HashMap::new();
            for at in 0..page.stream.items.len() {
                let canon = page.stream.canon(at, at);
                if !canon.is_empty() {
                    *counts.entry(canon).or_default() += 1;
                }
            }
            counts
        });
        counts.get(canon).copied().unwrap_or(0)
    }
}

/// Whether words stand there that are no label, do not stand elsewhere on the page, and say nothing of going on.
fn has_unknown_words<'p>(page: &Page<'p>, words: &Words<'p>, between: Range<usize>) -> bool {
    let items = &page.stream.items;
    let stands_elsewhere = |at: usize| words.count(page, page.stream.canon(at, at)) > 1;
    let is_unknown = |at: &usize| {
        let text = &page.document.text()[items[*at].span.clone()];
        let says_so = page.forms.around.continued.iter().any(|word| text.contains(word.as_str()));
        !items[*at].is_value() && page.labelled.of_item[*at].is_none() && !says_so && !stands_elsewhere(*at)
    };
    between.into_iter().any(|at| is_unknown(&at))
}

/// Whether sums that hold in all columns, their rows standing partly before and partly behind, are of more than zeros; `None`
/// where one does not hold, or there are none.
fn add_up(page: &Page<'_>, known: &Known<'_>, all: &[Candidate], (table, at): (usize, usize)) -> Option<bool> {
    let width = page.table.columns.len();
    let (before, behind) = (&(table..at), &(at..all.len()));
    let figures = |among: &Range<usize>, row: usize| -> Option<Vec<f64>> {
        let found = &all[known.first(row, among)?];
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
    let stand_in = |among: &Range<usize>, members: &[usize]| members.iter().any(|&row| figures(among, row).is_some());
    let mut judged = None;
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
            if (total - addends).abs() > 1e-6 {
                return None;
            }
            judged = Some(total != 0.0 || judged == Some(true));
        }
    }
    judged
}
