//! Claims: numbers of the year that a sentence states.
//!
//! Every measure word with a number in front is a candidate; the words around it decide which
//! metric it counts. Where no claim fits, labelled examples tell it (`by_examples.rs`). Where another year, a change, a
//! running total or a part of a sum is meant, there is no statement: a missing number is better than a wrong one.

use std::ops::Range;

use super::Statement;
use super::aside::Asides;
use super::brackets::Brackets;
use super::by_examples;
use super::counted::{self, Counted};
use super::heard::Heard;
use super::matcher::Hit;
use super::meant::{Decision, Meant, Time};
use super::reading::Reading;
use super::scope::{Place, Scope};
use super::shared;
use super::sieve::Marks;
use super::statements::wording::ends;
use super::statements::{Claim, Lists, Setting, Signs, StatementRules};
use super::surroundings::{Surroundings, ours, strayed};
use super::taught::NumberOpinion;

/// Words and bytes past which a sentence makes no statements: its numbers are many, and each is read in the light of all
/// that the sentence says before it. It is a page that has lost its punctuation.
const MOST_HITS: usize = 1_024;
const MOST_BYTES: usize = 1 << 15;
/// Reach of a word for "none" before its thing, in characters.
const ZERO_REACH: u32 = 28;

/// The statements of a sentence as its numbers are met, and what decides which of them stand.
#[derive(Debug, Default)]
struct Told {
    found: Vec<Statement>,
    /// Metrics of which the sentence has parts only.
    parted: Vec<u16>,
    /// Metrics that a year was named for.
    dated: Vec<u16>,
    /// Numbers with the metrics that they count.
    claimed: Vec<(usize, u16)>,
    /// Metrics that members of a list count, with the list.
    listed: Vec<(u32, u16)>,
    /// Metrics that examples tell: they stand where no claim makes one of the same metric.
    taught: Vec<u16>,
}

impl Told {
    fn states(&self, metric: u16) -> bool {
        self.found.iter().any(|statement| statement.metric == metric)
    }

    /// The sum of numbers that count one metric is that metric's, the total of all parts of a whole the whole's; tells
    /// whether it is either.
    fn sums_up(&mut self, reading: &Reading<'_>, numbers: &[Counted], parts: Range<usize>, sum: &Counted) -> bool {
        let mut metrics: Vec<u16> =
            self.claimed.iter().filter(|(at, _)| parts.contains(at)).map(|&(_, metric)| metric).collect();
        let all = parts.clone().all(|part| self.claimed.iter().any(|(at, _)| *at == part));
        metrics.dedup();
        let [metric] = metrics[..] else {
            let totals = all && numbers[parts].last().is_some_and(|last| reading.totals(last, sum));
            return totals && self.makes_whole(reading.rules, &metrics, sum);
        };
        // Of channels, a number that is none of this one's is another's.
        if !all && reading.rules.is_part(metric) {
            return false;
        }
        let statement = self.found.iter_mut().find(|statement| statement.metric == metric);
        let is_stated = statement.is_some();
        if let Some(statement) = statement {
            (statement.value, statement.end) = (sum.value, sum.hit.end);
        }
        is_stated
    }

    /// The sum of numbers that count parts of one whole is the whole's; tells whether it is.
    fn makes_whole(&mut self, rules: &StatementRules, metrics: &[u16], sum: &Counted) -> bool {
        let whole = rules.whole_of(metrics);
        if let Some(whole) = whole {
            put(&mut self.found, rules, whole, sum.value, (sum.from, sum.hit.end));
        }
        whole.is_some()
    }

    /// A number makes a claim; its year's distance from the report's, where one was named.
    fn claims(&mut self, reading: &Reading<'_>, meant: Meant, number: (usize, &Counted), years_off: Option<i16>) {
        let ((at, number), Meant { metric, alone, taught }) = (number, meant);
        if taught && !self.states(metric) {
            self.taught.push(metric);
        } else if !taught && self.taught.contains(&metric) {
            self.taught.retain(|known| *known != metric);
            self.found.retain(|statement| statement.metric != metric);
        }
        // `2021年收到3件，今年收到2件` of a report of 2021, as its sentences are read without its year
        if self.dated.contains(&metric) && reading.is_this_year(number) {
            self.found.retain(|statement| statement.metric != metric);
        }
        if years_off == Some(0) {
            self.dated.push(metric);
        }
        let twice = number.list().is_some_and(|list| self.listed.contains(&(list, metric)));
        if twice || (alone && self.states(metric)) {
            self.parted.push(metric);
        }
        self.listed.extend(number.list().map(|list| (list, metric)));
        self.claimed.push((at, metric));
    }

    /// The statements that stand, in the order of the sentence.
    fn standing(mut self) -> Vec<Statement> {
        self.found.retain(|statement| !self.parted.contains(&statement.metric));
        self.found.sort_by_key(|statement| (statement.start, statement.end, statement.metric));
        self.found
    }
}

/// Reads the statements of one marked sentence from its hits.
pub(super) fn read(
    (rules, opinion): (&StatementRules, Option<&NumberOpinion>),
    text: &str,
    marks: &Marks,
    hits: &[Hit],
    (scope, setting): (Scope, Setting<'_>),
) -> Vec<Statement> {
    if hits.is_empty() || hits.len() > MOST_HITS || text.len() > MOST_BYTES {
        return Vec::new();
    }
    let mut all = Lists::default();
    hits.iter().for_each(|hit| all.add(rules.lists(hit.class)));
    // most sentences with a number in them lack the words for any claim
    let possible = rules.possible(&all);
    let counts = || all.meets(&rules.frames.measure) || all.meets(&rules.frames.denies);
    if possible.is_empty() && (opinion.is_none() || !counts()) {
        return Vec::new();
    }
    let opinion = opinion.filter(|_| !by_examples::begins_with_a_body(&rules.wording, text));
    let hits = &Heard::all(rules, hits, marks)[..];
    let others: Vec<bool> = hits.iter().map(|hit| scope.others(hits, hit)).collect();
    let reading = Reading { rules, text, hits, others: &others, all: &all, scope, setting };
    let brackets = Brackets::new(text);
    let mut numbers = counted::numbers(rules, text, hits, &brackets);
    numbers.retain(|number| !number.is_torn(text, setting));
    shared::find(rules, text, hits, &mut numbers);
    let asides = Asides::new(brackets, hits, &numbers);
    let mut told = Told::default();
    for (at, number) in numbers.iter().enumerate() {
        if reading.parts(&numbers[..at], number).is_some_and(|parts| told.sums_up(&reading, &numbers, parts, number)) {
            continue;
        }
        let place = Place { text, hits, asides: &asides, end: number.year_until() };
        let years_off = scope.years_off(rules, &place, number.replaced(rules, text, &numbers[..at]));
        // up to this year is not in this year
        let since = || scope.named_in(&rules.wording, text.get(..place.end).unwrap_or_default());
        let this_year = !told.found.is_empty() || (years_off == Some(0) && since());
        let time = Time { years_off: years_off.unwrap_or(0), this_year };
        let decided = decide((&reading, opinion), &possible, &asides, number, time);
        let Some((meant, start, end)) = decided else { continue };
        let (start, end) = (start.min(number.from), end.max(number.hit.end));
        told.claims(&reading, meant, (at, number), years_off);
        put(&mut told.found, rules, meant.metric, number.value, (start, end));
    }
    zeros(&reading, &asides, &possible, &mut told.found);
    if let Some(opinion) = opinion {
        by_examples::zeros(&reading, opinion, &asides, |metric, place| put(&mut told.found, rules, metric, 0.0, place));
    }
    told.standing()
}

/// What a number counts: what a claim says, or else labelled examples.
fn decide(
    (reading, opinion): (&Reading<'_>, Option<&NumberOpinion>),
    possible: &[&Claim],
    asides: &Asides,
    number: &Counted,
    time: Time,
) -> Option<Decision> {
    let told = Surroundings::of(reading, asides, number);
    let own_year = is_of_own_year(reading, &told, number);
    if is_of_another_time(reading, &told, number, time, own_year) || told.is_beyond(reading, number) {
        return None;
    }
    by_claims(reading, &told, possible, number, (time, own_year))
        .or_else(|| by_examples::metric(reading, opinion?, &told, number, (time, own_year)))
}

/// What the words around a number claim, with the evidence's ends; nothing if they claim two metrics.
fn by_claims(
    reading: &Reading<'_>,
    told: &Surroundings,
    possible: &[&Claim],
    number: &Counted,
    when: (Time, bool),
) -> Option<Decision> {
    let mut fits = possible.iter().filter(|claim| fits(reading, told, when, claim));
    let claim = fits.next()?;
    if fits.any(|other| other.metric != claim.metric) {
        return None;
    }
    let mut needed = claim.before;
    needed.add(&claim.after);
    let speaks = |hit: &Heard| number.is_told_by(hit) || number.is_followed_by(hit);
    let evidence = reading.hits.iter().filter(|hit| speaks(hit) && reading.lists(hit).meets(&needed));
    let (start, end) =
        evidence.fold((number.from, number.hit.end), |(start, end), hit| (start.min(hit.start), end.max(hit.end)));
    Some((Meant { metric: claim.metric, alone: claim.alone, taught: false }, start, end))
}

/// Whether the report's year is named in a sum over years: then the number is no part of it, but that year's.
fn is_of_own_year(reading: &Reading<'_>, told: &Surroundings, number: &Counted) -> bool {
    let Reading { rules, text, scope, .. } = *reading;
    let since = told.summed.and_then(|from| text.get(from as usize..number.byte_start as usize));
    since.is_some_and(|since| scope.named_in(&rules.wording, since))
}

/// Whether the number is planned, of the past, of all years, or only says how another has changed.
fn is_of_another_time(
    reading: &Reading<'_>,
    told: &Surroundings,
    number: &Counted,
    time: Time,
    own_year: bool,
) -> bool {
    let Reading { rules, text, .. } = *reading;
    let frames = &rules.frames;
    if told.planned
        || told.said.meets(&frames.past)
        || told.after.meets(&frames.past)
        || told.after.meets(&frames.changed_to)
    {
        return true;
    }
    // `比2021年多3件`, `各3件`
    let compares = |stretch: &str| ends(stretch, &rules.wording.apiece) || Scope::compares(&rules.wording, stretch);
    if text.get(number.own.0 as usize..number.byte_start as usize).is_some_and(compares) {
        return true;
    }
    let current = own_year || told.open.meets(&frames.current);
    !current && (told.open.meets(&frames.cumulative) || (told.open.meets(&frames.so_far) && !time.this_year))
}

/// Whether the words around a number make a claim.
fn fits(reading: &Reading<'_>, told: &Surroundings, (time, own_year): (Time, bool), claim: &Claim) -> bool {
    let Reading { rules, scope, setting, .. } = *reading;
    claim.zero.is_none()
        && told.before.covers(&claim.before)
        && told.after.covers(&claim.after)
        && (told.context.covers(&claim.context) || setting.is_in(&claim.sections))
        && rules
            .bounds(claim.metric)
            .is_some_and(|bounds| told.allow(bounds, scope, time.earlier(rules, told), own_year))
        && !told.around.meets(&claim.unless)
        && !told.strayed.meets(&claim.unless)
        && !told.context.meets(&claim.never)
}

fn zeros(reading: &Reading<'_>, asides: &Asides, possible: &[&Claim], found: &mut Vec<Statement>) {
    let Reading { rules, text, hits, setting, .. } = *reading;
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
            let ahead = &hits[..at];
            let never = || ahead.iter().any(|hit| reading.lists(hit).meets(&claim.never));
            let context = || {
                let mut heard = Lists::default();
                ahead.iter().for_each(|hit| heard.add(reading.lists(hit)));
                heard.covers(&claim.context) || setting.is_in(&claim.sections)
            };
            let from = first.byte_start as usize;
            if let Some(hit) = met
                && !kept_away
                && !never()
                && ours(reading, asides, from) == Some(0)
                && !strayed(reading, from, &claim.unless)
                && context()
            {
                put(found, rules, claim.metric, 0.0, (first.start, hit.end));
            }
        }
    }
}

/// One statement per metric and sentence: the first; later ones are mostly its parts.
fn put(found: &mut Vec<Statement>, rules: &StatementRules, metric: u16, value: f64, (start, end): (u32, u32)) {
    if found.iter().any(|statement| statement.metric == metric) {
        return;
    }
    found.push(Statement { metric, value, unit: rules.metric_unit(metric), start, end });
}
