//! Numbers with their measure words, and which words of the sentence speak of each.
//!
//! Mostly those right before a number do; some wordings tell them further ahead (`shared.rs`).

use std::ops::Range;

use super::brackets::Brackets;
use super::heard::Heard;
use super::numeral::{self, Number};
use super::statements::wording::{Wording, begins};
use super::statements::{Setting, Signs, StatementRules};

/// Characters within which a denial stands before the one that it denies: 未收到一件.
const DENIAL_REACH: usize = 3;

/// Bytes between a label's colon and its number: a verb may stand there.
const LABEL_REACH: u32 = 6;

/// Bytes from one place to another.
pub(super) type Stretch = (u32, u32);

/// Words further ahead that speak of a number too.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shared {
    Nothing,
    /// The number's own member of a list, what is said of all members, and the word that tells so.
    Member {
        item: Stretch,
        all: Stretch,
        word: u32,
    },
    /// What speaks of the number that it replaces, or of what it goes on with, and the word that
    /// tells so.
    Change {
        old: Stretch,
        word: Stretch,
    },
}

/// A number with its measure word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    /// The measure word, or where the number ends without one behind it.
    pub(super) hit: Heard,
    /// The word that tells what sort of things is counted, mostly the measure word.
    pub(super) measure: Heard,
    pub(super) value: f64,
    pub(super) byte_start: u32,
    /// Character at which it begins.
    pub(super) from: u32,
    /// Bytes around it that speak of it alone.
    pub(super) own: Stretch,
    pub(super) shared: Shared,
}

impl Counted {
    /// With nothing but its measure word, its value, and the byte and the character at which it begins.
    fn plain(hit: Heard, value: f64, (byte_start, from): (u32, u32)) -> Self {
        Counted { hit, measure: hit, value, byte_start, from, own: (0, u32::MAX), shared: Shared::Nothing }
    }

    /// Whether a line's end tore the number, so that it is a part of one or another.
    pub(super) fn is_torn(&self, text: &str, setting: Setting<'_>) -> bool {
        (setting.torn_ahead && self.byte_start == 0)
            || (setting.torn_behind && self.hit.byte_end as usize == text.len())
    }

    /// Whether nothing stands around the number but its measure word.
    pub(super) fn stands_alone(&self, text: &str) -> bool {
        let is_blank = |from: u32, until: u32| {
            text.get(from as usize..text.len().min(until as usize)).is_none_or(|between| between.trim().is_empty())
        };
        is_blank(0, self.byte_start) && is_blank(self.hit.byte_end, self.own.1)
    }

    /// Whether a word stands before the number and speaks of it.
    pub(super) fn is_told_by(&self, hit: &Heard) -> bool {
        let within = |(from, until): Stretch| hit.byte_start >= from && hit.byte_end <= until;
        within((self.own.0, self.byte_start))
            || match self.shared {
                Shared::Nothing => false,
                Shared::Member { item, all, .. } => within(item) || within(all),
                Shared::Change { old, .. } => within(old),
            }
    }

    /// Whether a word stands behind the number and speaks of it.
    pub(super) fn is_followed_by(&self, hit: &Heard) -> bool {
        hit.byte_start >= self.hit.byte_end && hit.byte_end <= self.own.1
    }

    /// Whether a word that speaks of it only speaks of the number it replaces.
    pub(super) fn replaces(&self, hit: &Heard) -> bool {
        let Shared::Change { word: (from, until), .. } = self.shared else { return false };
        hit.byte_start < self.own.0 || (hit.byte_start >= from && hit.byte_end <= until)
    }

    /// Whether a word belongs to those that tell of a change to it.
    pub(super) fn changes(&self, hit: &Heard) -> bool {
        let Shared::Change { word: (from, until), .. } = self.shared else { return false };
        hit.byte_start >= from && hit.byte_end <= until
    }

    /// Bytes that tell the numbers that it replaces, from their 由 on, where the years are theirs; `before` are
    /// all numbers before it.
    pub(super) fn replaced(&self, rules: &StatementRules, text: &str, before: &[Counted]) -> Option<Range<usize>> {
        let Shared::Change { old: (from, _), word: (word, _) } = self.shared else { return None };
        let until = before.last()?.hit.byte_end.min(word);
        let told = text.get(from as usize..until as usize)?;
        let leaves = rules.wording.from.iter().filter_map(|leaves| told.rfind(leaves.as_str())).max()?;
        Some(from as usize + leaves..until as usize)
    }

    /// Byte up to which the sentence names its year.
    pub(super) fn year_until(&self) -> usize {
        match self.shared {
            Shared::Member { item, .. } => item.1 as usize,
            _ => self.byte_start as usize,
        }
    }

    /// The word for a list that it is a member of.
    pub(super) fn list(&self) -> Option<u32> {
        if let Shared::Member { word, .. } = self.shared { Some(word) } else { None }
    }
}

/// The numbers of a sentence, in order, each with its own words.
pub(super) fn numbers(rules: &StatementRules, text: &str, hits: &[Heard], brackets: &Brackets) -> Vec<Counted> {
    let mut numbers = found(rules, text, hits);
    bounds(text, hits, brackets, &mut numbers);
    numbers
}

fn found(rules: &StatementRules, text: &str, hits: &[Heard]) -> Vec<Counted> {
    let mut numbers: Vec<Counted> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.is(Signs::MEASURE.or(Signs::NIL))) {
        if hit.is(Signs::TALLY) {
            numbers.extend(tallied(rules, text, hit));
        } else if hit.is(Signs::NIL) {
            numbers.extend(none_now(rules, text, hits, hit, numbers.last()));
        } else {
            let Some(number) = number(rules, text, hit.byte_start as usize) else { continue };
            let chars = text.get(number.start..hit.byte_start as usize).map_or(0, |piece| piece.chars().count()) as u32;
            let counted = Counted::plain(*hit, number.value, (number.start as u32, hit.start - chars));
            match numbers.last_mut() {
                // the longer measure word wins: 人次 before 人
                Some(last) if last.byte_start == counted.byte_start => {
                    if counted.hit.end > last.hit.end {
                        *last = counted;
                    }
                }
                _ => numbers.push(counted),
            }
        }
    }
    numbers
}

/// The number that ends at a byte, just before a measure word; none of `未收到一件`, which denies all.
pub(super) fn number(rules: &StatementRules, text: &str, end: usize) -> Option<Number> {
    let number = numeral::ending_at(text, end)?;
    let one = || text.get(number.start..end).is_some_and(|one| begins(one, &rules.wording.one));
    (number.value != 1.0 || !one() || !denied(&rules.wording, text.get(..number.start)?)).then_some(number)
}

/// Whether a text ends with a denial, or with one and a short verb.
fn denied(wording: &Wording, ahead: &str) -> bool {
    let near = ahead.char_indices().rev().nth(DENIAL_REACH).map_or(ahead, |(at, _)| &ahead[at..]);
    wording.denials.iter().any(|denial| {
        near.rsplit_once(denial.as_str()).is_some_and(|(_, verb)| verb.chars().all(|c| c.is_alphabetic()))
    })
}

/// `收件数为34，`: a number without a measure word, right behind the word that calls it one and before a
/// mark.
fn tallied(rules: &StatementRules, text: &str, word: &Heard) -> Option<Counted> {
    let rest = text.get(word.byte_end as usize..)?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let value: f64 = rest[..digits].parse().ok()?;
    let behind = &rest[digits..];
    if !behind.is_empty() && !begins(behind, &rules.wording.marks) {
        return None;
    }
    let (start, end) = (word.byte_end, word.byte_end + digits as u32);
    let hit = Heard { start: word.end, end: word.end + digits as u32, byte_start: end, byte_end: end, ..*word };
    Some(Counted { measure: *word, ..Counted::plain(hit, value, (start, word.end)) })
}

/// `2021年收到3件，今年为零`: none of what the number before it counts, in the same statement.
fn none_now(
    rules: &StatementRules,
    text: &str,
    hits: &[Heard],
    word: &Heard,
    before: Option<&Counted>,
) -> Option<Counted> {
    let before = before.filter(|before| before.value > 0.0)?;
    let behind = text.get(word.byte_end as usize..)?;
    let stops = |hit: &Heard| hit.is(Signs::STOP) && (before.hit.byte_end..word.byte_start).contains(&hit.byte_start);
    if !(behind.is_empty() || begins(behind, &rules.wording.marks)) || hits.iter().any(stops) {
        return None;
    }
    let none = Counted::plain(*word, 0.0, (word.byte_end, word.start));
    Some(Counted { measure: before.measure, ..none })
}

/// A number's own words reach to the mark or the number before it, and behind it; over what
/// stands in brackets between.
fn bounds(text: &str, hits: &[Heard], brackets: &Brackets, numbers: &mut [Counted]) {
    for at in 0..numbers.len() {
        let number = numbers[at];
        let open = |byte: u32| !brackets.closed(byte as usize, number.byte_start as usize);
        let previous = numbers[..at].iter().rev().find(|previous| open(previous.byte_start));
        // what brackets right behind a number say, they say of that one
        let past = |at: u32| brackets.past(at as usize, number.byte_start as usize) as u32;
        let previous = previous.map_or(0, |previous| past(previous.hit.byte_end));
        let next = numbers.get(at + 1).map_or(u32::MAX, |next| next.byte_start);
        let ahead = hits.iter().filter(|hit| hit.byte_end <= number.byte_start && hit.is(Signs::CLAUSE));
        let mut ahead = ahead.filter(|hit| open(hit.byte_start));
        // `政务微博：发布4217条`: what ends in a colon right before a number is what it counts.
        let is_label = |hit: &Heard| {
            let mark = text.get(hit.byte_start as usize..hit.byte_end as usize);
            matches!(mark, Some("：" | ":")) && number.byte_start - hit.byte_end <= LABEL_REACH
        };
        let ahead = ahead.rfind(|hit| !is_label(hit)).map(|hit| hit.byte_end);
        let behind = hits.iter().filter(|hit| hit.byte_start >= number.hit.byte_end);
        let behind = behind.filter(|hit| hit.is(Signs::CLAUSE.or(Signs::ITEM)));
        let until = behind.map(|hit| hit.byte_start).min().unwrap_or(u32::MAX).min(next);
        numbers[at].own = (ahead.unwrap_or(0).max(previous), until);
    }
}
