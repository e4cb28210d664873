//! Which year the report is about: title, mentions of it, statistics period, date, text.

use super::dates::{digit, year_at, years};
use super::rules::MetadataRules;
use crate::report::{Date, Metadata};

/// The one year that a title or a mention names; `None` if it names several.
pub fn of_title(title: &str) -> Option<i16> {
    let found = years(title);
    let marked = |y: &&(i16, usize, usize)| title.get(y.2..).is_some_and(|r| r.trim_start().starts_with(['年', '度']));
    let mut all: Vec<i16> = found.iter().filter(marked).map(|y| y.0).collect();
    if all.is_empty() {
        all = found.iter().map(|y| y.0).collect();
    }
    all.dedup();
    if let [only] = all.as_slice() { Some(*only) } else { None }
}

/// Bytes from the top in which the statistics period is stated: header and preamble.
const PERIOD_REACH: usize = 9000;

/// The year in which the stated statistics period begins and ends; damaged forms count only
/// where all that is left agrees.
pub fn of_period(text: &str, rules: &MetadataRules) -> Option<i16> {
    let text = text.get(..super::pieces::cut(text, PERIOD_REACH))?;
    rules.period.keywords.iter().find_map(|k| {
        let at = memchr::memmem::find(text.as_bytes(), k.as_bytes())? + k.len();
        let rest = text.get(at..)?;
        let rest = rest.get(..super::pieces::cut(rest, 150))?;
        let end = rest.find(['。', '；', ';']).unwrap_or(rest.len());
        period_year(rest.get(..end)?)
    })
}

fn period_year(clause: &str) -> Option<i16> {
    let mut agreed: Option<i16> = None;
    for (run, next) in digit_runs(clause) {
        if run.len() < 4 {
            continue;
        }
        let year = run.get(..4).and_then(year_at).map(|y| y.0)?;
        // 2011日 may be what is left of 2020年1月1日.
        if run.len() == 4 && matches!(next, Some('日' | '月')) {
            return None;
        }
        if agreed.is_some_and(|a| a != year) {
            return None;
        }
        agreed = Some(year);
    }
    agreed
}

/// Runs of digits as ASCII, with the character after each; blanks inside a date do not matter.
fn digit_runs(text: &str) -> Vec<(String, Option<char>)> {
    let mut runs: Vec<(String, Option<char>)> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        match digit(c).and_then(|d| char::from_digit(d, 10)) {
            Some(d) if open => runs.iter_mut().last().into_iter().for_each(|r| r.0.push(d)),
            Some(d) => {
                runs.push((d.to_string(), None));
                open = true;
            }
            None => {
                if let Some(last) = runs.last_mut().filter(|r| r.1.is_none() && !c.is_whitespace()) {
                    last.1 = Some(c);
                }
                open = false;
            }
        }
    }
    runs
}

/// The year that the first part of the text names most: `2020年,我镇…`.
pub fn of_overview(text: &str) -> Option<i16> {
    let start = memchr::memmem::find(text.as_bytes(), "一、".as_bytes()).unwrap_or(0);
    let body = text.get(start..)?;
    let body = body.get(..super::pieces::cut(body, 2400))?;
    let mut counts: Vec<(usize, i16)> = Vec::new();
    for (year, _, end) in years(body) {
        let marked = body.get(end..).is_some_and(|r| r.trim_start().starts_with('年'));
        if !marked {
            continue;
        }
        match counts.iter_mut().find(|c| c.1 == year) {
            Some(c) => c.0 += 1,
            None => counts.push((1, year)),
        }
    }
    let first = counts.first().map(|c| c.1);
    counts.sort_by(|a, b| b.cmp(a));
    match counts.as_slice() {
        [(n, year), (next, _), ..] if n > next || Some(*year) == first => Some(*year),
        [_, (_, other), ..] if Some(*other) == first => first,
        [(_, year)] => Some(*year),
        _ => None,
    }
}

/// The year of a report published on a day: the year before, if in its first half.
pub fn of_publication(date: Date) -> Option<i16> {
    (date.month <= 6).then_some(date.year - 1)
}

/// The year that all mentions agree on.
pub fn of_mentions(mentions: &[String]) -> Option<i16> {
    let mut all: Vec<i16> = mentions.iter().filter_map(|m| of_title(m)).collect();
    all.sort_unstable();
    all.dedup();
    if let [only] = all.as_slice() { Some(*only) } else { None }
}

/// Fills the years of `metadata`, whose dates are set.
pub fn fill(metadata: &mut Metadata, title: Option<&str>, mentions: &[String], text: &str, rules: &MetadataRules) {
    metadata.title_year = title.and_then(of_title);
    metadata.period_year = of_period(text, rules);
    metadata.report_year = metadata
        .title_year
        .or_else(|| of_mentions(mentions))
        .or(metadata.period_year)
        .or_else(|| metadata.published_on.and_then(of_publication))
        .or_else(|| of_overview(text));
}
