//! Claims: numbers of the year that a sentence states.
//!
//! Every measure word with a number in front is a candidate; the words around it decide which
//! metric it counts. Where another year, a change, a running total or a part of a sum is meant,
//! or two metrics fit, there is no statement: a missing number is better than a wrong one.

use super::Statement;
use super::matcher::Hit;
use super::numeral;
use super::sieve::Marks;
use super::statements::{Claim, Lists, StatementRules};

/// Digits of a year, in bytes.
const YEAR_DIGITS: usize = 4;

/// Reach of a word for "none" before its thing, in characters.
const ZERO_REACH: u32 = 18;

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

    /// The year last named before character `end`, as years after the report's; none if that is not
    /// known, or "this year" was said since. A year that is only compared with does not count.
    fn years_off(&self, rules: &StatementRules, found: &Found, end: u32) -> Option<i16> {
        let before = found.text.get(..found.byte(end))?;
        let compared = |at: usize| before.get(..at - YEAR_DIGITS).is_some_and(|b| b.ends_with(['较', '比', '与']));
        let (at, last) = years(before).filter(|(at, _)| !compared(*at)).last()?;
        let since = |hit: &Hit| hit.start < end && found.byte(hit.start) >= at;
        let again = found.hits.iter().any(|hit| since(hit) && rules.lists(hit.class).meets(&rules.frames.this_year));
        self.year.filter(|_| !again).map(|report| last - report)
    }

    /// Whether words say that the region is counted, and the publisher is not its government.
    fn beyond(&self, rules: &StatementRules, words: &Lists) -> bool {
        !self.region && words.meets(&rules.frames.region)
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

/// A sentence with the words of the rules in it, which are given in characters.
#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    text: &'a str,
    marks: &'a Marks,
    hits: &'a [Hit],
}

impl Found<'_> {
    /// Byte at which a character begins.
    fn byte(&self, char: u32) -> usize {
        self.marks.byte(char) as usize
    }
}

/// A number with its measure word.
#[derive(Debug, Clone, Copy)]
struct Counted {
    hit: Hit,
    value: f64,
    /// Character at which the number begins.
    from: u32,
}

/// Reads the statements of one marked sentence from its hits.
pub(super) fn read(rules: &StatementRules, text: &str, marks: &Marks, hits: &[Hit], scope: Scope) -> Vec<Statement> {
    let words = Found { text, marks, hits };
    let mut found: Vec<Statement> = Vec::new();
    if hits.is_empty() {
        return found;
    }
    let mut all = Lists::default();
    hits.iter().for_each(|hit| all.add(rules.lists(hit.class)));
    // most sentences with a number in them lack the words for any claim
    let possible = rules.possible(&all);
    if possible.is_empty() {
        return found;
    }
    // Metrics of which the sentence has parts only.
    let mut parted: Vec<u16> = Vec::new();
    let numbers = numbers(rules, &words);
    for (at, number) in numbers.iter().enumerate() {
        let next = numbers.get(at + 1).map_or(u32::MAX, |next| next.from);
        let previous = at.checked_sub(1).and_then(|at| numbers.get(at)).map_or(0, |previous| previous.hit.end);
        let years_off = scope.years_off(rules, &words, number.from);
        let told = Told { years_off: years_off.unwrap_or(0), this_year: !found.is_empty() || years_off == Some(0) };
        if let Some((claim, start, end)) = decide(rules, &possible, hits, number, (previous, next), (scope, told)) {
            let (start, end) = (start.min(number.from), end.max(number.hit.end));
            if claim.alone && found.iter().any(|statement| statement.metric == claim.metric) {
                parted.push(claim.metric);
            }
            put(&mut found, rules, claim, number.value, start, end);
        }
    }
    zeros(rules, &possible, &words, scope, &mut found);
    found.retain(|statement| !parted.contains(&statement.metric));
    found.sort_by_key(|statement| (statement.start, statement.end, statement.metric));
    found
}

fn numbers(rules: &StatementRules, words: &Found) -> Vec<Counted> {
    let mut numbers: Vec<Counted> = Vec::new();
    for hit in words.hits {
        if !rules.lists(hit.class).meets(&rules.frames.measure) {
            continue;
        }
        let Some(number) = numeral::ending_at(words.text, words.byte(hit.start)) else { continue };
        let written = words.text.get(number.start..words.byte(hit.start)).unwrap_or_default();
        let from = hit.start - written.chars().count() as u32;
        let counted = Counted { hit: *hit, value: number.value, from };
        match numbers.last_mut() {
            // the longer measure word wins: 人次 before 人
            Some(last) if last.from == counted.from => {
                if counted.hit.end > last.hit.end {
                    *last = counted;
                }
            }
            _ => numbers.push(counted),
        }
    }
    numbers
}

/// What the sentence has told when it comes to a number.
#[derive(Debug, Clone, Copy)]
struct Told {
    /// The year last named, as years after the report's.
    years_off: i16,
    /// The report's year, or a number of it.
    this_year: bool,
}

/// The claim that the words around a number make, with the evidence's ends.
fn decide<'a>(
    rules: &StatementRules,
    possible: &[&'a Claim],
    hits: &[Hit],
    number: &Counted,
    (previous, next): (u32, u32),
    (scope, told): (Scope, Told),
) -> Option<(&'a Claim, u32, u32)> {
    let frames = &rules.frames;
    let lists = |hit: &Hit| rules.lists(hit.class);
    let is_bound = |hit: &Hit| lists(hit).meets(&frames.clause);
    let clause = hits.iter().filter(|hit| hit.end <= number.from && is_bound(hit)).map(|hit| hit.end).max();
    let stop = hits
        .iter()
        .filter(|hit| hit.start >= number.hit.end && (is_bound(hit) || lists(hit).meets(&frames.item)))
        .map(|hit| hit.start)
        .min();
    let from = clause.unwrap_or(0).max(previous);
    let until = stop.unwrap_or(u32::MAX).min(next);
    let (mut before, mut after, mut context) = (Lists::default(), Lists::default(), Lists::default());
    let (mut part, mut planned) = (false, false);
    for hit in hits {
        if hit.end <= number.from {
            context.add(lists(hit));
            part = lists(hit).meets(&frames.part) || (part && !lists(hit).meets(&frames.stop));
            planned = lists(hit).meets(&frames.plans) || (planned && !lists(hit).meets(&frames.done));
            if hit.start >= from {
                before.add(lists(hit));
            }
        } else if hit.start >= number.hit.end && hit.end <= until {
            after.add(lists(hit));
        }
    }
    if planned || before.meets(&frames.past) || after.meets(&frames.past) {
        return None;
    }
    let current = context.meets(&frames.current);
    if (context.meets(&frames.cumulative) && !current) || (context.meets(&frames.so_far) && !current && !told.this_year)
    {
        return None;
    }
    if scope.beyond(rules, &context) {
        return None;
    }
    let others = context.meets(&frames.others);
    // what came over from the year before is said by that year's number or by a word for it
    let earlier = i16::from(before.meets(&frames.earlier)) - told.years_off;
    let own = hits.iter().filter(|hit| hit.start == number.hit.start && hit.end == number.hit.end);
    let measure = own.fold(Lists::default(), |mut all, hit| {
        all.add(lists(hit));
        all
    });
    let mut around = before;
    around.add(&after);
    let mut fits = possible.iter().filter(|claim| {
        claim.zero.is_none()
            && (claim.part || !part)
            && (claim.anyone || !others)
            && earlier == i16::from(claim.earlier)
            && measure.covers(&claim.measure)
            && before.covers(&claim.before)
            && after.covers(&claim.after)
            && (context.covers(&claim.context) || claim.goes_without_saying(scope.section))
            && !around.meets(&claim.unless)
            && !context.meets(&claim.never)
    });
    let claim = fits.next()?;
    if fits.any(|other| other.metric != claim.metric) {
        return None;
    }
    let mut needed = claim.before;
    needed.add(&claim.after);
    let evidence = hits.iter().filter(|hit| {
        lists(hit).meets(&needed)
            && ((hit.start >= from && hit.end <= number.from) || (hit.start >= number.hit.end && hit.end <= until))
    });
    let (start, end) =
        evidence.fold((number.from, number.hit.end), |(start, end), hit| (start.min(hit.start), end.max(hit.end)));
    Some((claim, start, end))
}

fn zeros(rules: &StatementRules, possible: &[&Claim], words: &Found, scope: Scope, found: &mut Vec<Statement>) {
    for claim in possible {
        let Some((none, thing)) = &claim.zero else { continue };
        for (at, first) in words.hits.iter().enumerate() {
            if !rules.lists(first.class).meets(none) {
                continue;
            }
            let rest = words.hits[at..]
                .iter()
                .filter(|hit| hit.start >= first.end)
                .map(|hit| (hit, rules.lists(hit.class)))
                .take_while(|(_, lists)| !lists.meets(&rules.frames.clause));
            let (mut met, mut kept_away) = (None, false);
            for (hit, lists) in rest {
                if lists.meets(thing) && hit.start - first.end <= ZERO_REACH {
                    met = met.or(Some(*hit));
                }
                kept_away |= lists.meets(&claim.unless)
                    || lists.meets(&rules.frames.measure)
                        && numeral::ending_at(words.text, words.byte(hit.start)).is_some();
            }
            let frames = &rules.frames;
            let not_ours =
                |lists: &Lists| lists.meets(&frames.past) || lists.meets(&frames.others) || scope.beyond(rules, lists);
            let past = words.hits[..at].iter().any(|hit| not_ours(rules.lists(hit.class)));
            if let Some(hit) = met
                && !kept_away
                && !past
                && scope.years_off(rules, words, first.start).unwrap_or(0) == 0
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
