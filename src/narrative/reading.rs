//! The reading of a sentence: all that helps to tell what its numbers count.

use std::ops::Range;

use super::counted::Counted;
use super::heard::Heard;
use super::scope::Scope;
use super::statements::wording::ends;
use super::statements::{Lists, Setting, Signs, StatementRules};

/// A sentence and all that helps to read it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) rules: &'a StatementRules,
    pub(super) text: &'a str,
    pub(super) hits: &'a [Heard],
    /// Of each hit, whether it says that others are counted.
    pub(super) others: &'a [bool],
    /// The lists that any of them is in.
    pub(super) all: &'a Lists,
    pub(super) scope: Scope,
    pub(super) setting: Setting<'a>,
}

impl Reading<'_> {
    pub(super) fn lists(&self, hit: &Heard) -> &Lists {
        self.rules.lists(hit.claim)
    }

    /// The numbers right before one that is told to be their sum, and is: `印发5件，…印发9件，共计14件`.
    pub(super) fn parts(&self, before: &[Counted], number: &Counted) -> Option<Range<usize>> {
        const LEAST: usize = 2;
        let last = before.last()?;
        let told = self.text.get(last.hit.byte_end as usize..number.byte_start as usize)?;
        if !self.is_sum(told, &self.rules.wording.sums) {
            return None;
        }
        let sums = (0..before.len()).rev().scan(0.0, |sum, at| {
            *sum += before[at].value;
            Some((at, *sum))
        });
        let (first, _) = sums.skip(LEAST - 1).find(|(_, sum)| (sum - number.value).abs() < f64::EPSILON)?;
        Some(first..before.len())
    }

    /// Whether the words between two numbers call the second the sum: `，共计`, `，合计公开`.
    fn is_sum(&self, told: &str, sums: &[String]) -> bool {
        let told = told.trim_end();
        let verb = self.rules.wording.verbs.iter().find_map(|verb| told.strip_suffix(verb.as_str()));
        ends(told, sums) || verb.is_some_and(|told| ends(told, sums))
    }

    /// Whether a number that is the sum of those before it is called their total, whatever each of them counts.
    pub(super) fn totals(&self, last: &Counted, number: &Counted) -> bool {
        let told = self.text.get(last.hit.byte_end as usize..number.byte_start as usize);
        told.is_some_and(|told| self.is_sum(told, &self.rules.wording.totals))
    }

    /// Whether the words right before a number say that it is this year's, and whole.
    pub(super) fn is_this_year(&self, number: &Counted) -> bool {
        let own = |hit: &&Heard| hit.byte_start >= number.own.0 && hit.byte_end <= number.byte_start;
        let says = |sign| self.hits.iter().filter(own).any(|hit| hit.is(sign));
        says(Signs::THIS_YEAR) && !says(Signs::PART)
    }
}
