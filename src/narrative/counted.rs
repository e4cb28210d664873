//! Numbers with their measure words, and which words of the sentence speak of each.
//!
//! Mostly those right before a number do. Three wordings tell them further ahead: a list of
//! subjects with as many numbers (`网站、微信分别公开3条和5条`), a change from one number to
//! another (`由58件下降到43件`), and a clause that only says how many (`数量同比下降8%，为43件`).

use super::brackets::Brackets;
use super::heard::Heard;
use super::numeral;
use super::statements::{Lists, StatementRules};

/// What may stand between the numbers of a list.
const JOINTS: [&str; 7] = ["、", "，", ",", "和", "与", "及", "以及"];

/// Of such characters is all that a clause says that goes on with the one before it: `，全年共43件`.
const GOES_ON: &str = "为达到共有计合总数量金额全年内本度今仅0123456789";

/// Bytes from one place to another.
pub(super) type Stretch = (u32, u32);

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

/// The numbers of a sentence, in order.
pub(super) fn numbers(rules: &StatementRules, text: &str, hits: &[Heard], brackets: &Brackets) -> Vec<Counted> {
    let mut numbers = found(rules, text, hits);
    bounds(rules, hits, brackets, &mut numbers);
    goes_on(rules, text, hits, &mut numbers);
    for word in hits {
        let lists = rules.lists(word.claim);
        if lists.meets(&rules.frames.each) {
            members(rules, text, hits, &mut numbers, word);
        } else if lists.meets(&rules.frames.changed_to) {
            change(rules, text, hits, &mut numbers, word);
        }
    }
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

/// `…数量同比下降8%，为43件`: a clause that only says how many counts what was told since the number
/// before it.
fn goes_on(rules: &StatementRules, text: &str, hits: &[Heard], numbers: &mut [Counted]) {
    for at in 0..numbers.len() {
        let Counted { own: (from, _), byte_start, .. } = numbers[at];
        let said = text.get(from as usize..byte_start as usize).unwrap_or_default().trim();
        if said.is_empty()
            || !said.chars().all(|c| GOES_ON.contains(c))
            || !text.get(..from as usize).is_some_and(|ahead| ahead.ends_with(['，', ',']))
        {
            continue;
        }
        let old = (since(rules, text, hits, &numbers[..at], from), from);
        numbers[at].shared = Shared::Change { old, word: (from, from) };
    }
}

/// Byte from which the words up to byte `until` go on with each other: the last stop, or the last
/// number that does not merely tell a difference (`较上年减少两件，为43件`).
fn since(rules: &StatementRules, text: &str, hits: &[Heard], before: &[Counted], until: u32) -> u32 {
    let stop = hits.iter().filter(|hit| hit.byte_end <= until && rules.lists(hit.claim).meets(&rules.frames.stop));
    let stop = stop.map(|hit| hit.byte_end).max().unwrap_or(0);
    let whole = |number: &&Counted| {
        let ahead = text.get(..number.byte_start as usize).unwrap_or_default();
        !ahead.ends_with(['少', '加', '多', '降', '增', '减'])
    };
    before.iter().rev().find(whole).map_or(stop, |number| number.hit.byte_end.max(stop))
}

/// `A、B和C分别…3条、5条和2条`: as many members as numbers, or nothing is known.
fn members(rules: &StatementRules, text: &str, hits: &[Heard], numbers: &mut [Counted], word: &Heard) {
    let Some(first) = numbers.iter().position(|number| number.byte_start >= word.byte_end) else { return };
    let clause = |hit: &&Heard| rules.lists(hit.claim).meets(&rules.frames.clause);
    let start = hits.iter().filter(clause).filter(|hit| hit.byte_end <= word.byte_start).map(|hit| hit.byte_end).max();
    let start = start.unwrap_or(0);
    let broken = hits
        .iter()
        .filter(clause)
        .any(|hit| hit.byte_start >= word.byte_end && hit.byte_end <= numbers[first].byte_start)
        || numbers.iter().any(|number| number.byte_start >= start && number.hit.byte_end <= word.byte_start);
    let joined = |pair: &&[Counted]| {
        let between = text.get(pair[0].hit.byte_end as usize..pair[1].byte_start as usize);
        between.is_some_and(|between| JOINTS.contains(&between.trim()))
    };
    let count = 1 + numbers[first..].windows(2).take_while(joined).count();
    let items = items(text, start, word.byte_start);
    if broken || count < 2 || items.len() != count {
        return;
    }
    let all = (word.byte_end, numbers[first].byte_start);
    for (number, item) in numbers[first..].iter_mut().zip(items) {
        number.own.0 = number.own.0.max(word.byte_end);
        number.shared = Shared::Member { item, all, word: word.byte_start };
    }
}

/// The members of a list, in bytes.
fn items(text: &str, from: u32, until: u32) -> Vec<Stretch> {
    let list = text.get(from as usize..until as usize).unwrap_or_default();
    let (mut items, mut at) = (Vec::new(), from);
    for item in list.split(['、', '和', '与', '及']) {
        let end = at + item.len() as u32;
        // 以及 is one joint
        items.push((at, end));
        at = end + '、'.len_utf8() as u32;
    }
    items
}

/// `由58件下降到43件`, `2021年58件，2022年下降到43件`: the second counts what the first did; `数量下降，
/// 由58件…`: and that stands in the clause before.
fn change(rules: &StatementRules, text: &str, hits: &[Heard], numbers: &mut [Counted], word: &Heard) {
    let Some(at) = numbers.iter().position(|number| number.byte_start >= word.byte_end) else { return };
    let Some(old) = at.checked_sub(1).map(|before| numbers[before]) else { return };
    let between = |from: u32, until: u32| text.get(from as usize..until as usize).unwrap_or_default();
    let near = between(word.byte_end, numbers[at].byte_start);
    let link = between(old.hit.byte_end, word.byte_start);
    let mere = |c: char| c.is_ascii_digit() || "，,、年度今本则已 ".contains(c);
    let near = near.chars().all(|c| c.is_ascii_digit() || "了约年的 ".contains(c));
    if near && link.chars().all(mere) {
        let from = old.own.0;
        let begins = between(0, from).ends_with(['，', ',']) && between(from, old.byte_start).starts_with(['由', '从']);
        let from = if begins { since(rules, text, hits, &numbers[..at - 1], from) } else { from };
        numbers[at].shared = Shared::Change { old: (from, old.byte_start), word: (word.byte_start, word.byte_end) };
    }
}
