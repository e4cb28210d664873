//! Surroundings: what a sentence says around a number, as far as it tells what is counted, and whose and when.

use super::aside::Asides;
use super::counted::Counted;
use super::heard::Heard;
use super::reading::Reading;
use super::scope::{Place, Scope};
use super::statements::{Bounds, Lists, Signs};

/// What is said around a number.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// By its measure word, right before it, right behind it, and anywhere earlier in the sentence.
    pub(super) measure: Lists,
    pub(super) before: Lists,
    pub(super) after: Lists,
    pub(super) context: Lists,
    /// Outright, of it alone.
    pub(super) said: Lists,
    /// Earlier in the sentence, outside of closed brackets.
    pub(super) open: Lists,
    /// On either side, which may keep claims away; a word of change says nothing but what it changes.
    pub(super) around: Lists,
    /// Of another matter than the publisher's, which the numbers joined to the first go on with.
    pub(super) strayed: Lists,
    /// It is a part of a number before it.
    pub(super) part: bool,
    /// It is only planned.
    pub(super) planned: bool,
    /// Somebody is named for it.
    named: bool,
    /// Where the words end that make it a sum over years.
    pub(super) summed: Option<u32>,
    owner: Owner,
}

impl Surroundings {
    pub(super) fn of(reading: &Reading<'_>, asides: &Asides, number: &Counted) -> Self {
        let mut all = Surroundings::default();
        for (hit, &is_of_others) in reading.hits.iter().zip(reading.others) {
            if (hit.byte_start, hit.byte_end) == (number.measure.byte_start, number.measure.byte_end) {
                all.measure.add(reading.lists(hit));
            }
            if hit.byte_end <= number.byte_start {
                all.hears(reading, asides, number, (hit, is_of_others));
            } else if number.is_followed_by(hit) {
                all.after.add(reading.lists(hit));
                all.around.add(reading.lists(hit));
            }
        }
        all
    }

    /// A word before the number, and whether it says that others are counted.
    fn hears(&mut self, reading: &Reading<'_>, asides: &Asides, number: &Counted, (hit, is_of_others): (&Heard, bool)) {
        let (lists, scope) = (reading.lists(hit), reading.scope);
        let (from, until) = (hit.byte_start as usize, number.byte_start as usize);
        let aside = asides.counted(from, until);
        if !aside {
            self.context.add(lists);
        }
        let closed = asides.closed(from, until);
        if !closed {
            self.open.add(lists);
            let parts = hit.is(Signs::PART) && number.list() != Some(hit.byte_start);
            self.part =
                (parts && !asides.told(hit.byte_start, number.byte_start)) || (self.part && !hit.is(Signs::STOP));
            self.planned = hit.is(Signs::PLANS) || (self.planned && !hit.is(Signs::DONE));
            self.owner.hears(scope, hit, is_of_others);
            strays(&mut self.strayed, hit, lists);
            self.part &= scope.region || !hit.is(Signs::OUR_PART);
            self.named = hit.is(Signs::NAMED) || (self.named && !hit.is(Signs::STOP));
            if hit.is(Signs::SUM) {
                self.summed = Some(hit.byte_end);
            }
        }
        if number.is_told_by(hit) && !aside {
            self.before.add(lists);
            if !number.changes(hit) {
                self.around.add(lists);
            }
            if !closed && !number.replaces(hit) {
                self.said.add(lists);
            }
        }
    }

    /// Whether the number may be a metric's by its measure word, its owner, and its year, so many before the report's;
    /// `own_year` where the sentence names the report's year for it.
    pub(super) fn allow(&self, bounds: &Bounds, scope: Scope, earlier: i16, own_year: bool) -> bool {
        self.measure.meets(&bounds.measure)
            && (bounds.part || !self.part || own_year)
            && (bounds.anyone || !self.is_of_others(scope))
            && bounds.allow_year(earlier)
    }

    /// Whether the number is that of other agencies.
    pub(super) fn is_of_others(&self, scope: Scope) -> bool {
        self.owner.others || (self.named && scope.region)
    }

    /// Whether the number is that of a region that the publisher is only a part of.
    pub(super) fn is_beyond(&self, reading: &Reading<'_>, number: &Counted) -> bool {
        self.owner.beyond || ours_behind(reading, number) || is_disowned(reading, number)
    }
}

/// The year that a word for none at a byte speaks of, as years after the report's; nothing if it is not the publisher's own
/// that there is none of, or if the word only compares.
pub(super) fn ours(reading: &Reading<'_>, asides: &Asides, from: usize) -> Option<i16> {
    let Reading { rules, text, hits, others, scope, .. } = *reading;
    let mut ahead = hits.iter().zip(others).take_while(|(hit, _)| (hit.byte_start as usize) < from);
    // In another clause than its own, words for the past are about a number there.
    let clauses = ahead.clone().filter(|(hit, _)| hit.is(Signs::CLAUSE)).map(|(hit, _)| hit.byte_end);
    let clause = clauses.filter(|&end| end as usize <= from).max().unwrap_or(0);
    let is_past = |hit: &Heard| hit.byte_start >= clause && reading.lists(hit).meets(&rules.frames.past);
    if ahead.any(|(hit, &is_of_others)| is_past(hit) || is_of_others || scope.beyond(hit)) {
        return None;
    }
    Some(scope.years_off(rules, &Place { text, hits, asides, end: from }, None).unwrap_or(0))
}

/// Whether what is told before a byte is another matter of these lists.
pub(super) fn strayed(reading: &Reading<'_>, from: usize, unless: &Lists) -> bool {
    let mut strayed = Lists::default();
    let ahead = reading.hits.iter().take_while(|hit| (hit.byte_start as usize) < from);
    ahead.for_each(|hit| strays(&mut strayed, hit, reading.lists(hit)));
    strayed.meets(unless)
}

/// Another matter is told of up to the next stop, or until the publisher's own is named.
fn strays(strayed: &mut Lists, hit: &Heard, lists: &Lists) {
    if hit.is(Signs::STRAYS) {
        strayed.add(lists);
    } else if hit.is(Signs::MATTER.or(Signs::STOP)) {
        *strayed = Lists::default();
    }
}

/// Whose numbers a sentence tells when it comes to one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Owner {
    /// Other agencies'.
    pub(super) others: bool,
    /// Those of a region that the publisher is only a part of.
    pub(super) beyond: bool,
    /// Whether a clause ended since.
    ended: bool,
}

impl Owner {
    /// Goes on to the next word. The publisher's name in a later clause takes over: `全市…30条，我局公开3条`.
    fn hears(&mut self, scope: Scope, hit: &Heard, is_of_others: bool) {
        let beyond = scope.beyond(hit);
        if is_of_others || beyond {
            self.others |= is_of_others;
            self.beyond |= beyond;
            self.ended = false;
        } else if hit.is(Signs::CLAUSE) {
            self.ended = true;
        } else if self.ended && hit.is(Signs::OURS) {
            *self = Owner::default();
        }
    }
}

/// Whether it is said behind the number that it is none of this report.
fn is_disowned(reading: &Reading<'_>, number: &Counted) -> bool {
    let behind = reading.hits.iter().filter(|hit| hit.byte_start >= number.hit.byte_end);
    behind.take_while(|hit| !hit.is(Signs::STOP)).any(|hit| hit.is(Signs::DISOWNED))
}

/// Whether the publisher's own part of a number is told behind it: an agency's number is not the one
/// that it has a part in.
fn ours_behind(reading: &Reading<'_>, number: &Counted) -> bool {
    let Reading { hits, scope, .. } = *reading;
    let mut behind = hits.iter().filter(|hit| hit.byte_start >= number.hit.byte_end);
    !scope.region
        && behind.find(|hit| hit.is(Signs::OUR_PART.or(Signs::STOP))).is_some_and(|hit| hit.is(Signs::OUR_PART))
        && !hits.iter().any(|hit| number.is_told_by(hit) && hit.is(Signs::OURS))
}
