//! Scope: whose numbers, and of which year, a report tells as its own.

use std::ops::Range;

use super::aside::Asides;
use super::heard::Heard;
use super::numeral;
use super::statements::wording::{Wording, begins, ends, holds};
use super::statements::{Signs, StatementRules};

/// Digits of a year, in bytes.
const YEAR_DIGITS: usize = 4;

/// Told of a number that counts several years: no claim is so far off.
const MANY_YEARS: i16 = -100;

/// A place in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) hits: &'a [Heard],
    pub(super) asides: &'a Asides,
    /// Byte at which it is.
    pub(super) end: usize,
}

/// Whose numbers, and of which year, are the report's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// The year that the report is about; the latest year in the text stands in for it.
    pub year: Option<i16>,
    /// Numbers of the whole region (全市, 全县) are the report's own, as a government's are.
    pub region: bool,
    /// The contract's code of the section that the text is, or nothing.
    pub section: &'static str,
}

impl Default for Scope {
    fn default() -> Self {
        Scope { year: None, region: true, section: "" }
    }
}

impl Scope {
    /// With the latest year in the text if none is known.
    pub(super) fn or_from(self, text: &str) -> Self {
        Scope { year: self.year.or_else(|| years(text).map(|(_, year)| year).max()), ..self }
    }

    /// The year last named before byte `end`, as years after the report's; none if that is not
    /// known, or "this year" was said since. A year that is only compared with does not count, nor
    /// one in brackets that are closed, nor one in the stretch that tells `replaced` numbers; one that something was
    /// carried over from or to (`2021年结转2件，办结9件`) counts up to the next mark.
    pub(super) fn years_off(&self, rules: &StatementRules, at: &Place, replaced: Option<Range<usize>>) -> Option<i16> {
        let Place { text, hits, asides, end } = *at;
        let before = text.get(..end)?;
        let words = &rules.wording;
        let told = |at: usize| {
            let ahead = before.get(..at - YEAR_DIGITS).unwrap_or_default();
            let rest = before.get(at..).unwrap_or_default();
            let carried = ends(ahead, &words.carried_to) || begins(rest, &words.carried_from);
            let over = carried && rest.contains(['，', ',', '；', ';']);
            !over
                && !ends(ahead, &words.compared)
                && !replaced.as_ref().is_some_and(|replaced| replaced.contains(&at))
                && !asides.closed(at, end)
        };
        let report = self.year?;
        let named = years(before).filter(|(at, _)| told(*at));
        let (mut last, mut several) = (None, false);
        for (at, year) in named {
            let ahead = before.get(..at - YEAR_DIGITS).unwrap_or_default();
            several = Scope::ends_a_time(words, ahead, last.is_some_and(|(_, earlier)| earlier != year));
            last = Some((at, year));
        }
        let off = |year: i16| if several { MANY_YEARS } else { year - report };
        let named = last.map(|(at, year)| (at, off(year)));
        let (from, off) = named.max(Scope::told_of_last(rules, at).map(|at| (at, -1)))?;
        let since = |hit: &Heard| (from..end).contains(&(hit.byte_start as usize));
        let again = hits.iter().any(|hit| since(hit) && hit.is(Signs::THIS_YEAR));
        (!again).then_some(off)
    }

    /// Whether the year behind is the last of a longer time: `2019年至2022年`, `2019至2022年`, not
    /// 截至2022年 nor 增加到2022年的.
    fn ends_a_time(words: &Wording, ahead: &str, other_year: bool) -> bool {
        let Some(rest) = words.to_year.iter().find_map(|word| ahead.strip_suffix(word.as_str())) else { return false };
        let digits = rest.bytes().rev().take_while(u8::is_ascii_digit).count();
        digits == YEAR_DIGITS || (other_year && !ends(rest, &words.as_of) && !numeral::changes(rest))
    }

    /// Byte of the word for the year before that the sentence begins to tell of, before any count:
    /// `去年收到12件，答复10件`.
    fn told_of_last(rules: &StatementRules, at: &Place) -> Option<usize> {
        let wording = &rules.wording;
        let ahead = at.hits.iter().take_while(|hit| !hit.is(Signs::MEASURE));
        let begins = |hit: &&Heard| {
            let (from, until) = (hit.byte_start as usize, hit.byte_end as usize);
            let word = at.text.get(from..until).unwrap_or_default();
            let rest = at.text.get(until..).unwrap_or_default().trim_start_matches(['度', '，', ',']);
            let clause = rest.split(['，', ',', '；', ';', '。']).next().unwrap_or_default();
            let before = at.text.get(..from).unwrap_or_default();
            begins(word, &wording.year_before)
                && (before.is_empty() || ends(before, &wording.subject_ends))
                && !begins(rest, &wording.not_in_year)
                && !holds(clause, &wording.no_account)
                && !at.asides.closed(from, at.end)
        };
        let words =
            ahead.filter(|hit| rules.lists(hit.claim).meets(&rules.frames.earlier) && hit.byte_end as usize <= at.end);
        words.filter(begins).map(|hit| hit.byte_start as usize).last()
    }

    /// Whether a stretch right before a number compares it with a year: `比2021年多`, `较2021年的`.
    pub(super) fn compares(words: &Wording, stretch: &str) -> bool {
        years(stretch).any(|(at, _)| {
            let (ahead, rest) = (stretch.get(..at - YEAR_DIGITS), stretch.get(at..));
            ahead.is_some_and(|ahead| ends(ahead, &words.compared))
                && !rest.is_some_and(|rest| holds(rest, &words.comparing))
        })
    }

    /// Whether a stretch names the report's year, and not as the end of a longer time.
    pub(super) fn named_in(&self, words: &Wording, stretch: &str) -> bool {
        let until = |at: usize| stretch.get(..at - YEAR_DIGITS).is_some_and(|ahead| ends(ahead, &words.until_year));
        years(stretch).any(|(at, year)| Some(year) == self.year && !until(at))
    }

    /// Whether a word says that other agencies are counted. A government counts its units as its
    /// own, and all that a word for the region names.
    pub(super) fn others(&self, hits: &[Heard], word: &Heard) -> bool {
        if !self.region {
            return word.is(Signs::OTHERS.or(Signs::UNITS));
        }
        let holds = |outer: &Heard| outer.byte_start <= word.byte_start && word.byte_end <= outer.byte_end;
        word.is(Signs::OTHERS) && !hits.iter().any(|outer| holds(outer) && outer.is(Signs::REGION))
    }

    /// Whether a word says that the region is counted, and the publisher is not its government.
    pub(super) fn beyond(&self, word: &Heard) -> bool {
        !self.region && word.is(Signs::REGION)
    }
}

/// Years in the text, each with the byte position of its 年.
fn years(text: &str) -> impl Iterator<Item = (usize, i16)> {
    text.match_indices('年').filter_map(move |(at, _)| {
        let digits = text.get(at.checked_sub(YEAR_DIGITS)?..at)?;
        let year: i16 = digits.parse().ok()?;
        (1990..2100).contains(&year).then_some((at, year))
    })
}
