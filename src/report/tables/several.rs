//! Several tables of one kind on one page: which rows are of one table, and which table is the report's own.
//!
//! What one table lacks is never taken from another: a cut table of the report's own and one of its subordinate units
//! would make a whole one of no unit at all. A table ends where another section of the form or an attachment begins; what
//! stands behind a section's heading is of it all the same where the sums of rows on both sides say so. It also ends where
//! rows begin anew (`一、` behind `四、`) and one of them stands there with other figures than before; rows that only come
//! out of order, as where pages were torn, are still of one table.

use super::super::SectionCode;
use super::foreign;
use super::headers;
use super::joint::{self, Known};
use super::labels::Label;
use super::page::{CERTAIN, Candidate, FoundRow, Page, same_figures};
use super::rival::{self, NotOwn};
use std::collections::HashMap;
use std::ops::Range;

/// Gives rows of one table the same number.
pub fn number(page: &Page<'_>, candidates: &mut [Candidate]) {
    let mut number = 0;
    // Where the table and, in it, the run of rows in form order began; and the rows before that run.
    let (mut table, mut run) = (0, 0);
    let mut before = Before::default();
    let mut last: Option<usize> = None;
    let sections = Sections::of(page);
    let known = Known::of(page, candidates);
    for at in 0..candidates.len() {
        let here = &candidates[at];
        // Some programs put a page's tables behind all of its words, the headings of later sections among them.
        let is_one = || joint::is_proved_one(page, &known, candidates, (table, at));
        let is_parted = at > 0 && is_parted(page, &sections, &candidates[at - 1], here, is_one)
            || here.weight >= CERTAIN && !joint::is_one_table(page, &known, candidates, (table, at));
        if is_parted {
            number += 1;
            (table, run, last, before) = (at, at, None, Before::default());
        }
        if here.weight >= CERTAIN {
            if is_twin(page, candidates, at) {
                candidates[at].of_table = number;
                continue;
            }
            if last.is_some_and(|last| here.row <= last) {
                candidates[run..at].iter().for_each(|c| before.add(page, c));
                run = at;
            }
            last = Some(here.row);
            if before.differs(page, here) {
                number += 1;
                (table, before) = (run, Before::default());
                candidates[run..at].iter_mut().for_each(|c| c.of_table = number);
            }
        }
        candidates[at].of_table = number;
    }
}

/// Whether a row stands right below one of the same name, and the rows go on below it: one of the two has another's name,
/// and no table begins between them.
fn is_twin(page: &Page<'_>, candidates: &[Candidate], at: usize) -> bool {
    let here = &candidates[at];
    let certain = |c: &&Candidate| c.weight >= CERTAIN;
    let above = candidates[..at].iter().rfind(certain).filter(|above| above.row == here.row);
    let goes_on = candidates[at + 1..].iter().find(certain).is_some_and(|below| below.row > here.row);
    let is_column = |label: &Label| headers::column_of(page, label).is_some();
    goes_on && above.is_some_and(|above| !page.labelled.labels[above.label..here.label].iter().any(is_column))
}

/// The figures of a table's rows before the last run of them: of each row those that stand first, and whether others do.
#[derive(Default)]
struct Before(HashMap<usize, (Range<usize>, bool)>);

impl Before {
    fn add(&mut self, page: &Page<'_>, c: &Candidate) {
        if c.weight < CERTAIN {
            return;
        }
        let (first, differs) = self.0.entry(c.row).or_insert_with(|| (c.values.clone(), false));
        *differs |= !same_figures(page, first, &c.values);
    }

    /// Whether the row stands there with other figures.
    fn differs(&self, page: &Page<'_>, c: &Candidate) -> bool {
        self.0.get(&c.row).is_some_and(|(first, differs)| *differs || !same_figures(page, first, &c.values))
    }
}

/// Where the headings of other sections end.
struct Sections(Vec<usize>);

impl Sections {
    fn of(page: &Page<'_>) -> Self {
        let others = page.headings.iter().filter(|heading| !is_own(page, heading.code));
        let mut ends: Vec<usize> = others.map(|heading| heading.span.end).collect();
        ends.sort_unstable();
        Self(ends)
    }

    /// How many of them stand before a row. A label that looks like a heading is none (`四、结转下年度…` with the next
    /// section's heading glued to it).
    fn before(&self, page: &Page<'_>, candidate: &Candidate) -> usize {
        let at = page.start_of(candidate.label);
        self.0.partition_point(|&end| end <= at)
    }
}

/// Whether the words that an attachment begins with stand between two rows, or a heading of another section, unless they
/// are of one table all the same.
fn is_parted(
    page: &Page<'_>,
    sections: &Sections,
    above: &Candidate,
    here: &Candidate,
    is_one: impl Fn() -> bool,
) -> bool {
    let labels = &page.labelled.labels;
    let between = labels[above.label].last + 1..labels[here.label].first.max(labels[above.label].last + 1);
    page.attachments.begin(page.stream, between)
        || (sections.before(page, above) != sections.before(page, here) && !is_one())
}

fn is_own(page: &Page<'_>, section: SectionCode) -> bool {
    page.section == Some(section)
}

/// Whether a table stands in the section of the form that it belongs to, and not in an attachment.
pub fn is_at_home(page: &Page<'_>, rows: &[FoundRow]) -> bool {
    let Some(first) = rows.first() else { return false };
    let (label, at) = (page.labelled.labels[first.label].first, page.start_of(first.label));
    let Some(above) = page.headings.iter().rev().find(|heading| heading.span.start <= at) else { return false };
    let below = page.stream.items[..label].iter().rposition(|item| item.span.start < above.span.end);
    is_own(page, above.code) && !page.attachments.begin(page.stream, below.map_or(0, |at| at + 1)..label)
}

/// Whether a table of few rows beside a longer one can be the report's own, cut short: it alone stands where the table
/// belongs, or before the longer one and with rows that this one lacks.
pub fn may_be_own(page: &Page<'_>, few: &[FoundRow], many: &[FoundRow]) -> bool {
    let is_before = few.first().map(|row| row.label) < many.first().map(|row| row.label);
    let has_its_rows = few.iter().any(|row| many.iter().any(|other| other.row == row.row));
    is_at_home(page, few) && (!is_at_home(page, many) || is_before && !has_its_rows)
}

/// Whether none of the rows has all cells of the form, and most of the report's table do: what compares a few totals of
/// two years is no table of this kind, though its rows have the same names.
pub fn is_of_another_form(page: &Page<'_>, other: &[FoundRow], own: &[FoundRow]) -> bool {
    let is_whole = |row: &&FoundRow| {
        let cells = row.cells(page.stream).count();
        cells >= page.table.columns.len()
    };
    page.table.whole && !other.iter().any(|row| is_whole(&row)) && own.iter().filter(is_whole).count() * 2 > own.len()
}

/// The rows of the report's own table of two, and those of them that it cannot be told for: columns of other names show
/// that a table is of towns or months, beside one with the form's; an announcement tells which is an earlier year's or
/// made up; a table in its section is the report's, and fewer rows elsewhere are an excerpt of something else. Of two that
/// nothing tells apart the first is the report's own, if any is; a short first one of which the second has most rows, with
/// other figures, may as well be an excerpt, also in the rows that only it has.
pub fn own(page: &Page<'_>, one: Vec<FoundRow>, other: Vec<FoundRow>) -> (Vec<FoundRow>, Vec<usize>) {
    let start = |rows: &[FoundRow]| rows.first().map(|row| page.labelled.labels[row.label].first);
    let (Some(a), Some(b)) = (start(&one), start(&other)) else { return (one, Vec::new()) };
    let (first, second) = if a <= b { (one, other) } else { (other, one) };
    match (is_of_other_columns(page, &first), is_of_other_columns(page, &second)) {
        (false, true) if has_the_forms_header(page, &first) => return (first, Vec::new()),
        (true, false) if has_the_forms_header(page, &second) => return (second, Vec::new()),
        _ => {}
    }
    let contested = differing(page, &first, &second);
    match rival::not_own(page, a.min(b), a.max(b)).filter(|_| !contested.is_empty()) {
        Some(NotOwn::Second) => return (first, Vec::new()),
        Some(NotOwn::First) => return (second, Vec::new()),
        None => {}
    }
    let (own, other) = match (is_at_home(page, &first), is_at_home(page, &second)) {
        (true, false) => (first, second),
        (false, true) => (second, first),
        _ if !contested.is_empty() && is_excerpt(&first, &second) => {
            let contested = first.iter().filter(|row| !agrees(page, row, &second)).map(|row| row.row).collect();
            return (first, contested);
        }
        _ => return (first, contested),
    };
    let is_of_others = start(&other).is_some_and(|first| rival::is_of_others(page, first));
    let contested = if other.len() < own.len() || is_of_others { Vec::new() } else { contested };
    (own, contested)
}

/// The uppermost row of a table and the columns that it has on the form, or else shows.
fn top<'r>(page: &Page<'_>, rows: &'r [FoundRow]) -> Option<(&'r FoundRow, usize)> {
    let top = rows.iter().min_by_key(|row| row.label)?;
    let columns = if page.table.whole { page.table.columns.len() } else { top.cells(page.stream).count() };
    Some((top, columns))
}

fn is_of_other_columns(page: &Page<'_>, rows: &[FoundRow]) -> bool {
    top(page, rows).is_some_and(|(top, columns)| foreign::is_headed_by_others(page, top.label, columns))
}

/// Whether the header above a table names most of the form's columns.
fn has_the_forms_header(page: &Page<'_>, rows: &[FoundRow]) -> bool {
    let Some((top, columns)) = top(page, rows) else { return false };
    let mut named = headers::named_above(page, top.label);
    named.sort_unstable();
    named.dedup();
    named.len() > 1 && named.len() * 2 > columns
}

/// Whether most rows of a table stand in another that has at least twice as many.
fn is_excerpt(few: &[FoundRow], many: &[FoundRow]) -> bool {
    let shared = few.iter().filter(|row| many.iter().any(|other| other.row == row.row)).count();
    few.len() * 2 <= many.len() && shared * 2 > few.len()
}

/// Whether a row stands in another table too, with the same figures.
fn agrees(page: &Page<'_>, row: &FoundRow, other: &[FoundRow]) -> bool {
    other.iter().any(|other| other.row == row.row && same_figures(page, &row.values, &other.values))
}

/// Rows that stand in both tables with different figures.
fn differing(page: &Page<'_>, own: &[FoundRow], other: &[FoundRow]) -> Vec<usize> {
    let differs = |r: &&FoundRow| own.iter().any(|own| own.row == r.row && !same_figures(page, &own.values, &r.values));
    other.iter().filter(differs).map(|r| r.row).collect()
}
