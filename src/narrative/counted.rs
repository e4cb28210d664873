//! Numbers with their measure words, and which words of the sentence speak of each.
//!
//! Mostly those right before a number do; some wordings tell them further ahead (`shared.rs`).

use super::brackets::Brackets;
use super::heard::Heard;
use super::numeral;
use super::statements::{Lists, StatementRules};

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
    /// The measure word.
    pub(super) hit: Heard,
    pub(super) value: f64,
    pub(super) byte_start: u32,
    /// Character at which it begins.
    pub(super) from: u32,
    /// Bytes around it that speak of it alone.
    pub(super) own: Stretch,
    pub(super) shared: Shared,
}

impl Counted {
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
    bounds(rules, hits, brackets, &mut numbers);
    numbers
}

fn found(rules: &StatementRules, text: &str, hits: &[Heard]) -> Vec<Counted> {
    let mut numbers: Vec<Counted> = Vec::new();
    for hit in hits.iter().filter(|hit| rules.lists(hit.claim).meets(&rules.frames.measure)) {
        let Some(number) = numeral::ending_at(text, hit.byte_start as usize) else { continue };
        let chars = text.get(number.start..hit.byte_start as usize).map_or(0, |piece| piece.chars().count()) as u32;
        let (byte_start, from) = (number.start as u32, hit.start - chars);
        let (own, shared) = ((0, u32::MAX), Shared::Nothing);
        let counted = Counted { hit: *hit, value: number.value, byte_start, from, own, shared };
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
    numbers
}

/// A number's own words reach to the mark or the number before it, and behind it; over what
/// stands in brackets between.
fn bounds(rules: &StatementRules, hits: &[Heard], brackets: &Brackets, numbers: &mut [Counted]) {
    let is = |hit: &Heard, lists: &Lists| rules.lists(hit.claim).meets(lists);
    let frames = &rules.frames;
    for at in 0..numbers.len() {
        let number = numbers[at];
        let open = |byte: u32| !brackets.closed(byte as usize, number.byte_start as usize);
        let previous = numbers[..at].iter().rev().find(|previous| open(previous.byte_start));
        let previous = previous.map_or(0, |previous| previous.hit.byte_end);
        let next = numbers.get(at + 1).map_or(u32::MAX, |next| next.byte_start);
        let ahead = hits.iter().filter(|hit| hit.byte_end <= number.byte_start && is(hit, &frames.clause));
        let ahead = ahead.filter(|hit| open(hit.byte_start)).map(|hit| hit.byte_end).max();
        let behind = hits.iter().filter(|hit| hit.byte_start >= number.hit.byte_end);
        let behind = behind.filter(|hit| is(hit, &frames.clause) || is(hit, &frames.item));
        let until = behind.map(|hit| hit.byte_start).min().unwrap_or(u32::MAX).min(next);
        numbers[at].own = (ahead.unwrap_or(0).max(previous), until);
    }
}
