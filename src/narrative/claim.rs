//! Claims: numbers of the year that a sentence states.
//!
//! Every measure word with a number in front is a candidate; the words around it decide which
//! metric it counts. Where another year, a change, a running total or a part of a sum is meant,
//! or two metrics fit, there is no statement: a missing number is better than a wrong one.

use std::ops::Range;

use super::Statement;
use super::aside::Asides;
use super::brackets::Brackets;
use super::counted::{self, Counted};
use super::heard::Heard;
use super::matcher::Hit;
use super::scope::{Place, Scope};
use super::shared;
use super::sieve::Marks;
use super::statements::wording::ends;
use super::statements::{Claim, Lists, Signs, StatementRules};

/// Words and bytes past which a sentence makes no statements: its numbers are many, and each is read in the light of all
/// that the sentence says before it. It is a page that has lost its punctuation.
const MOST_HITS: usize = 1_024;
const MOST_BYTES: usize = 1 << 15;
/// Reach of a word for "none" before its thing, in characters.
const ZERO_REACH: u32 = 28;

/// A sentence and all that helps to read it.
#[derive(Debug, Clone, Copy)]
struct Reading<'a> {
    rules: &'a StatementRules,
    text: &'a str,
    hits: &'a [Heard],
    /// Of each hit, whether it says that others are counted.
    others: &'a [bool],
    scope: Scope,
    /// The heading that the sentence stands under.
    heading: &'a str,
}

impl Reading<'_> {
    fn lists(&self, hit: &Heard) -> &Lists {
        self.rules.lists(hit.claim)
    }

    /// The numbers right before one that is told to be their sum, and is: `印发5件，…印发9件，共计14件`.
    fn parts(&self, before: &[Counted], number: &Counted) -> Option<Range<usize>> {
        const LEAST: usize = 2;
        let last = before.last()?;
        let told = self.text.get(last.hit.byte_end as usize..number.byte_start as usize)?;
        if !ends(told.trim_end(), &self.rules.wording.sums) {
            return None;
        }
        let sums = (0..before.len()).rev().scan(0.0, |sum, at| {
            *sum += before[at].value;
            Some((at, *sum))
        });
        let (first, _) = sums.skip(LEAST - 1).find(|(_, sum)| (sum - number.value).abs() < f64::EPSILON)?;
        Some(first..before.len())
    }

    /// Whether the words right before a number say that it is this year's, and whole.
    fn is_this_year(&self, number: &Counted) -> bool {
        let own = |hit: &&Heard| hit.byte_start >= number.own.0 && hit.byte_end <= number.byte_start;
        let says = |sign| self.hits.iter().filter(own).any(|hit| hit.is(sign));
        says(Signs::THIS_YEAR) && !says(Signs::PART)
    }
}

/// The statements of a sentence as its numbers are met, and what decides which of them stand.
#[derive(Debug, Default)]
struct Told<'a> {
    found: Vec<Statement>,
    /// Metrics of which the sentence has parts only.
    parted: Vec<u16>,
    /// Metrics that a year was named for.
    dated: Vec<u16>,
    /// Numbers with the claims that they make.
    claimed: Vec<(usize, &'a Claim)>,
    /// Metrics that members of a list count, with the list.
    listed: Vec<(u32, u16)>,
}

impl<'a> Told<'a> {
    fn states(&self, metric: u16) -> bool {
        self.found.iter().any(|statement| statement.metric == metric)
    }

    /// The sum of numbers that count one metric is that metric's; tells whether it is.
    fn sums_up(&mut self, parts: Range<usize>, sum: &Counted) -> bool {
        let mut metrics: Vec<u16> =
            self.claimed.iter().filter(|(at, _)| parts.contains(at)).map(|(_, claim)| claim.metric).collect();
        metrics.dedup();
        let [metric] = metrics[..] else { return false };
        let statement = self.found.iter_mut().find(|statement| statement.metric == metric);
        let is_stated = statement.is_some();
        if let Some(statement) = statement {
            (statement.value, statement.end) = (sum.value, sum.hit.end);
        }
        is_stated
    }

    /// A number makes a claim; its year's distance from the report's, where one was named.
    fn claims(&mut self, reading: &Reading<'_>, claim: &'a Claim, number: (usize, &Counted), years_off: Option<i16>) {
        let (at, number) = number;
        // `2021年收到3件，今年收到2件` of a report of 2021, as its sentences are read without its year
        if self.dated.contains(&claim.metric) && reading.is_this_year(number) {
            self.found.retain(|statement| statement.metric != claim.metric);
        }
        if years_off == Some(0) {
            self.dated.push(claim.metric);
        }
        let twice = number.list().is_some_and(|list| self.listed.contains(&(list, claim.metric)));
        if twice || (claim.alone && self.states(claim.metric)) {
            self.parted.push(claim.metric);
        }
        self.listed.extend(number.list().map(|list| (list, claim.metric)));
        self.claimed.push((at, claim));
    }

    /// The statements that stand, in the order of the sentence.
    fn standing(mut self) -> Vec<Statement> {
        self.found.retain(|statement| !self.parted.contains(&statement.metric));
        self.found.sort_by_key(|statement| (statement.start, statement.end, statement.metric));
        self.found
    }
}

/// Reads the statements of one marked sentence from its hits; `heading` is the one that it stands under.
pub(super) fn read(
    rules: &StatementRules,
    text: &str,
    marks: &Marks,
    hits: &[Hit],
    (scope, heading): (Scope, &str),
) -> Vec<Statement> {
    if hits.is_empty() || hits.len() > MOST_HITS || text.len() > MOST_BYTES {
        return Vec::new();
    }
    let mut all = Lists::default();
    hits.iter().for_each(|hit| all.add(rules.lists(hit.class)));
    // most sentences with a number in them lack the words for any claim
    let possible = rules.possible(&all);
    if possible.is_empty() {
        return Vec::new();
    }
    let hits = &Heard::all(rules, hits, marks)[..];
    let others: Vec<bool> = hits.iter().map(|hit| scope.others(hits, hit)).collect();
    let reading = Reading { rules, text, hits, others: &others, scope, heading };
    let brackets = Brackets::new(text);
    let mut numbers = counted::numbers(rules, text, hits, &brackets);
    shared::find(rules, text, hits, &mut numbers);
    let asides = Asides::new(brackets, hits, &numbers);
    let mut told = Told::default();
    for (at, number) in numbers.iter().enumerate() {
        if reading.parts(&numbers[..at], number).is_some_and(|parts| told.sums_up(parts, number)) {
            continue;
        }
        let place = Place { text, hits, asides: &asides, end: number.year_until() };
        let years_off = scope.years_off(rules, &place, number.replaced(rules, text, &numbers[..at]));
        // up to this year is not in this year
        let since = || scope.named_in(&rules.wording, text.get(..place.end).unwrap_or_default());
        let this_year = !told.found.is_empty() || (years_off == Some(0) && since());
        let time = Time { years_off: years_off.unwrap_or(0), this_year };
        let Some((claims, start, end)) = decide(&reading, &possible, &asides, number, time) else { continue };
        let (start, end) = (start.min(number.from), end.max(number.hit.end));
        for claim in claims.into_iter().flatten() {
            told.claims(&reading, claim, (at, number), years_off);
            put(&mut told.found, rules, claim, number.value, start, end);
        }
    }
    zeros(&reading, &asides, &possible, &mut told.found);
    told.standing()
}

/// The time that the sentence has told when it comes to a number.
#[derive(Debug, Clone, Copy)]
struct Time {
    /// The year last named, as years after the report's.
    years_off: i16,
    /// The report's year, or a number of it.
    this_year: bool,
}

/// Whose numbers a sentence tells when it comes to one.
#[derive(Debug, Clone, Copy, Default)]
struct Owner {
    /// Other agencies'.
    others: bool,
    /// Those of a region that the publisher is only a part of.
    beyond: bool,
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

/// Whether the publisher's own part of a number is told behind it: an agency's number is not the one
/// that it has a part in.
fn ours_behind(reading: &Reading<'_>, number: &Counted) -> bool {
    let Reading { hits, scope, .. } = *reading;
    let mut behind = hits.iter().filter(|hit| hit.byte_start >= number.hit.byte_end);
    !scope.region
        && behind.find(|hit| hit.is(Signs::OUR_PART.or(Signs::STOP))).is_some_and(|hit| hit.is(Signs::OUR_PART))
        && !hits.iter().any(|hit| number.is_told_by(hit) && hit.is(Signs::OURS))
}

/// The claim that the words around a number make, and one that it makes besides, with the evidence's
/// ends.
fn decide<'a>(
    reading: &Reading<'_>,
    possible: &[&'a Claim],
    asides: &Asides,
    number: &Counted,
    time: Time,
) -> Option<([Option<&'a Claim>; 2], u32, u32)> {
    let Reading { rules, text, hits, others: of_others, scope, heading } = *reading;
    let frames = &rules.frames;
    let lists = |hit: &Heard| reading.lists(hit);
    let (mut before, mut after, mut context) = (Lists::default(), Lists::default(), Lists::default());
    // what is said of it outright, and what the sentence says outside closed brackets
    let (mut said, mut open) = (Lists::default(), Lists::default());
    let (mut part, mut planned, mut named, mut summed) = (false, false, false, None);
    let mut owner = Owner::default();
    // what keeps claims away; a word of change says nothing but what it changes
    let mut around = Lists::default();
    for (hit, &is_of_others) in hits.iter().zip(of_others) {
        if hit.byte_end <= number.byte_start {
            let lists = lists(hit);
            let aside = asides.counted(hit.byte_start as usize, number.byte_start as usize);
            if !aside {
                context.add(lists);
            }
            let closed = asides.closed(hit.byte_start as usize, number.byte_start as usize);
            if !closed {
                open.add(lists);
                let parts = hit.is(Signs::PART) && number.list() != Some(hit.byte_start);
                part = (parts && !asides.told(hit.byte_start, number.byte_start)) || (part && !hit.is(Signs::STOP));
                planned = hit.is(Signs::PLANS) || (planned && !hit.is(Signs::DONE));
                owner.hears(scope, hit, is_of_others);
                part &= scope.region || !hit.is(Signs::OUR_PART);
                named = hit.is(Signs::NAMED) || (named && !hit.is(Signs::STOP));
                if hit.is(Signs::SUM) {
                    summed = Some(hit.byte_end);
                }
            }
            if number.is_told_by(hit) && !aside {
                before.add(lists);
                if !number.changes(hit) {
                    around.add(lists);
                }
                if !closed && !number.replaces(hit) {
                    said.add(lists);
                }
            }
        } else if number.is_followed_by(hit) {
            after.add(lists(hit));
            around.add(lists(hit));
        }
    }
    if planned || said.meets(&frames.past) || after.meets(&frames.past) || after.meets(&frames.changed_to) {
        return None;
    }
    // `比2021年多3件`, `各3件`
    let compares = |stretch: &str| ends(stretch, &rules.wording.apiece) || Scope::compares(&rules.wording, stretch);
    if text.get(number.own.0 as usize..number.byte_start as usize).is_some_and(compares) {
        return None;
    }
    // of a sum over years the report's own year is no part, but its number
    let until = number.byte_start as usize;
    let own_year = summed
        .and_then(|from| text.get(from as usize..until))
        .is_some_and(|since| scope.named_in(&rules.wording, since));
    let current = own_year || open.meets(&frames.current);
    if (open.meets(&frames.cumulative) && !current) || (open.meets(&frames.so_far) && !current && !time.this_year) {
        return None;
    }
    if owner.beyond || ours_behind(reading, number) {
        return None;
    }
    let others = owner.others || (named && scope.region);
    // what came over from the year before is said by that year's number or by a word for it
    let earlier = i16::from(said.meets(&frames.earlier)) - time.years_off;
    let own = hits
        .iter()
        .filter(|hit| (hit.byte_start, hit.byte_end) == (number.measure.byte_start, number.measure.byte_end));
    let measure = own.fold(Lists::default(), |mut all, hit| {
        all.add(lists(hit));
        all
    });
    let near =
        |claim: &Claim| hits.iter().any(|hit| number.is_near(rules, text, hit) && lists(hit).meets(&claim.before));
    let fits = possible.iter().copied().filter(|claim| {
        claim.zero.is_none()
            && (claim.part || !part || own_year)
            && (claim.anyone || !others)
            && earlier == i16::from(claim.earlier)
            && measure.covers(&claim.measure)
            && before.covers(&claim.before)
            && after.covers(&claim.after)
            && (context.covers(&claim.context) || claim.goes_without_saying(scope.section, heading))
            && (!claim.near || near(claim))
            && !around.meets(&claim.unless)
            && !context.meets(&claim.never)
    });
    let mut claims: [Option<&Claim>; 2] = [None; 2];
    for fit in fits {
        let claim = claims[usize::from(fit.also)].get_or_insert(fit);
        if claim.metric != fit.metric {
            return None;
        }
    }
    if claims.iter().all(Option::is_none) {
        return None;
    }
    let mut needed = Lists::default();
    for claim in claims.iter().flatten() {
        needed.add(&claim.before);
        needed.add(&claim.after);
    }
    let speaks = |hit: &Heard| number.is_told_by(hit) || number.is_followed_by(hit);
    let evidence = hits.iter().filter(|hit| speaks(hit) && lists(hit).meets(&needed));
    let (start, end) =
        evidence.fold((number.from, number.hit.end), |(start, end), hit| (start.min(hit.start), end.max(hit.end)));
    Some((claims, start, end))
}

fn zeros(reading: &Reading<'_>, asides: &Asides, possible: &[&Claim], found: &mut Vec<Statement>) {
    let Reading { rules, text, hits, others, scope, heading } = *reading;
    for claim in possible {
        let Some((none, thing)) = &claim.zero else { continue };
        for (at, first) in hits.iter().enumerate() {
            if !rules.lists(first.claim).meets(none) {
                continue;
            }
            let rest = hits[at..]
                .iter()
                // 零申请 is none and thing in one
                .filter(|hit| hit.start >= first.end || (hit.start, hit.end) == (first.start, first.end))
                .map(|hit| (hit, rules.lists(hit.claim)))
                .take_while(|(hit, _)| !hit.is(Signs::CLAUSE));
            let (mut met, mut kept_away) = (None, false);
            for (hit, lists) in rest {
                if lists.meets(thing) && hit.start.saturating_sub(first.end) <= ZERO_REACH {
                    met = met.or(Some(*hit));
                }
                kept_away |= lists.meets(&claim.unless)
                    || hit.is(Signs::MEASURE) && counted::number(rules, text, hit.byte_start as usize).is_some();
            }
            let frames = &rules.frames;
            let ahead = &hits[..at];
            let stop = ahead.iter().filter(|hit| hit.is(Signs::STOP)).map(|hit| hit.byte_end).max();
            let past = |hit: &Heard| hit.byte_start >= stop.unwrap_or(0) && reading.lists(hit).meets(&frames.past);
            let not_ours = |(hit, &is_of_others): (&Heard, &bool)| {
                let lists = reading.lists(hit);
                past(hit) || lists.meets(&claim.never) || is_of_others || scope.beyond(hit)
            };
            let past = ahead.iter().zip(others).any(not_ours);
            let context = || {
                let mut heard = Lists::default();
                ahead.iter().for_each(|hit| heard.add(reading.lists(hit)));
                heard.covers(&claim.context) || claim.goes_without_saying(scope.section, heading)
            };
            if let Some(hit) = met
                && !kept_away
                && !past
                && scope
                    .years_off(rules, &Place { text, hits, asides, end: first.byte_start as usize }, None)
                    .unwrap_or(0)
                    == 0
                && context()
            {
                put(found, rules, claim, 0.0, first.start, hit.end);
            }
        }
    }
}

/// One statement per metric and sentence: the first; later ones are mostly its parts.
fn put(found: &mut Vec<Statement>, rules: &StatementRules, claim: &Claim, value: f64, start: u32, end: u32) {
    if found.iter().any(|statement| statement.metric == claim.metric) {
        return;
    }
    found.push(Statement { metric: claim.metric, value, unit: rules.metric_unit(claim.metric), start, end });
}
