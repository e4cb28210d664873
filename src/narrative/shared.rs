//! Words further ahead that speak of a number.
//!
//! Three wordings have them: a list of subjects with as many numbers (`网站、微信分别公开3条和5条`), a
//! change from one number to another (`由58件下降到43件`), and a clause that only says how many
//! (`数量同比下降8%，为43件`).

use super::counted::{Counted, Shared, Stretch};
use super::heard::Heard;
use super::statements::wording::{begins, ends, holds, is_made_of, is_word};
use super::statements::{Signs, StatementRules};

/// Finds the words further ahead for each number of a sentence.
pub(super) fn find(rules: &StatementRules, text: &str, hits: &[Heard], numbers: &mut [Counted]) {
    goes_on(rules, text, hits, numbers);
    for word in hits {
        if word.is(Signs::NIL) {
            none_now(numbers, word);
        } else if word.is(Signs::EACH) {
            members(rules, text, hits, numbers, word);
        } else if word.is(Signs::CHANGED_TO) {
            change(rules, text, hits, numbers, word);
        }
    }
}

/// `…数量同比下降8%，为43件`: a clause that only says how many counts what was told since the number
/// before it.
fn goes_on(rules: &StatementRules, text: &str, hits: &[Heard], numbers: &mut [Counted]) {
    for at in 0..numbers.len() {
        let Counted { own: (from, _), byte_start, .. } = numbers[at];
        let said = text.get(from as usize..byte_start as usize).unwrap_or_default().trim();
        if said.is_empty() || !text.get(..from as usize).is_some_and(|ahead| ahead.ends_with(['，', ','])) {
            continue;
        }
        let Some(verb) = only_counts(rules, said) else { continue };
        let told = since(rules, text, hits, &numbers[..at], from);
        let nothing = || text.get(told as usize..from as usize).is_some_and(|told| told.chars().count() <= 1);
        let old = if at > 0 && nothing() {
            let year = holds(said, &rules.wording.years);
            year.then(|| other_times(rules, text, &numbers[..at], verb)).flatten()
        } else {
            Some((told, from))
        };
        if let Some(old) = old {
            numbers[at].shared = Shared::Change { old, word: (from, from) };
        }
    }
}

/// Whether a clause only says how many, and the verb that it may have besides, or nothing.
fn only_counts<'a>(rules: &'a StatementRules, said: &str) -> Option<&'a str> {
    let wording = &rules.wording;
    let rest = said.trim_start_matches(|c: char| c.is_ascii_digit() || is_word(c, &wording.goes_on));
    if rest.is_empty() || rest.len() == said.len() {
        return rest.is_empty().then_some("");
    }
    wording.verbs.iter().find(|verb| rest == *verb).map(String::as_str)
}

/// What the first of the numbers right before counts, which are those of other times, and with the same
/// verb: `上半年收到3件，下半年2件，全年共收到5件`, `2021年收到3件，2022年收到5件`.
fn other_times(rules: &StatementRules, text: &str, before: &[Counted], verb: &str) -> Option<Stretch> {
    let own = |number: &Counted| text.get(number.own.0 as usize..number.byte_start as usize).unwrap_or_default();
    let other = |number: &&Counted| holds(own(number), &rules.wording.other_times);
    let first = before.iter().rev().take_while(other).last()?;
    own(first).contains(verb).then_some((first.own.0, first.byte_start))
}

/// Byte from which the words up to byte `until` go on with each other: the last stop, or the last
/// number that does not merely tell a difference (`较上年减少两件，为43件`).
fn since(rules: &StatementRules, text: &str, hits: &[Heard], before: &[Counted], until: u32) -> u32 {
    let stop = hits.iter().filter(|hit| hit.byte_end <= until && hit.is(Signs::STOP));
    let stop = stop.map(|hit| hit.byte_end).max().unwrap_or(0);
    let whole = |number: &&Counted| {
        let ahead = text.get(..number.byte_start as usize).unwrap_or_default();
        !ends(ahead, &rules.wording.differs)
    };
    before.iter().rev().find(whole).map_or(stop, |number| number.hit.byte_end.max(stop))
}

/// `A、B和C分别…3条、5条和2条`: as many members as numbers, or nothing is known.
fn members(rules: &StatementRules, text: &str, hits: &[Heard], numbers: &mut [Counted], word: &Heard) {
    let Some(first) = numbers.iter().position(|number| number.byte_start >= word.byte_end) else { return };
    let clause = |hit: &&Heard| hit.is(Signs::CLAUSE);
    let start = hits.iter().filter(clause).filter(|hit| hit.byte_end <= word.byte_start).map(|hit| hit.byte_end).max();
    let start = start.unwrap_or(0);
    let broken = hits
        .iter()
        .filter(clause)
        .any(|hit| hit.byte_start >= word.byte_end && hit.byte_end <= numbers[first].byte_start)
        || numbers.iter().any(|number| number.byte_start >= start && number.hit.byte_end <= word.byte_start);
    let joined = |pair: &&[Counted]| {
        let between = text.get(pair[0].hit.byte_end as usize..pair[1].byte_start as usize);
        between.is_some_and(|between| rules.wording.number_joints.iter().any(|joint| joint == between.trim()))
    };
    let count = 1 + numbers[first..].windows(2).take_while(joined).count();
    let items = items(rules, text, start, word.byte_start);
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
fn items(rules: &StatementRules, text: &str, from: u32, until: u32) -> Vec<Stretch> {
    let list = text.get(from as usize..until as usize).unwrap_or_default();
    let (mut items, mut at) = (Vec::new(), from);
    let is_joint = |c: char| rules.wording.item_joints.iter().any(|joint| joint.chars().eq([c]));
    for item in list.split_inclusive(is_joint) {
        let end = at + item.trim_end_matches(is_joint).len() as u32;
        items.push((at, end));
        at += item.len() as u32;
    }
    items
}

/// `2021年收到3件，今年为零`: what the number before counts.
fn none_now(numbers: &mut [Counted], word: &Heard) {
    let Some(at) = numbers.iter().position(|number| number.hit == *word) else { return };
    let Some(&Counted { own: (from, _), byte_start, shared, .. }) = at.checked_sub(1).and_then(|old| numbers.get(old))
    else {
        return;
    };
    let old = if let Shared::Change { old, .. } = shared { old } else { (from, byte_start) };
    numbers[at].shared = Shared::Change { old, word: (word.byte_start, word.byte_end) };
}

/// `由58件下降到43件`, `2021年58件，2022年下降到43件`: the second counts what the first did; `数量下降，
/// 由58件…`: and that stands in the clause before.
fn change(rules: &StatementRules, text: &str, hits: &[Heard], numbers: &mut [Counted], word: &Heard) {
    let Some(at) = numbers.iter().position(|number| number.byte_start >= word.byte_end) else { return };
    let Some(mut old) = at.checked_sub(1) else { return };
    let between = |from: u32, until: u32| text.get(from as usize..until as usize).unwrap_or_default();
    let near = between(word.byte_end, numbers[at].byte_start);
    let link = between(numbers[old].hit.byte_end, word.byte_start);
    let wording = &rules.wording;
    if !is_made_of(near, &wording.near_change) || !is_made_of(link, &wording.before_change) {
        return;
    }
    // `由2020年的30件、2021年的28件降至22件`
    let is_joint = |old: usize| {
        is_made_of(between(numbers[old - 1].hit.byte_end, numbers[old].byte_start), &wording.replaced_joints)
    };
    while old > 0 && is_joint(old) {
        old -= 1;
    }
    let Counted { own: (own, _), byte_start, shared, .. } = numbers[old];
    // `由18件降到11件，再降到5件`
    if let Shared::Change { old, word: (from, until) } = shared
        && from < until
    {
        numbers[at].shared = Shared::Change { old, word: (word.byte_start, word.byte_end) };
        // what it changed to in between was not the last
        numbers[at - 1].own.1 = numbers[at - 1].own.1.max(word.byte_end);
        return;
    }
    let begins = between(0, own).ends_with(['，', ',']) && begins(between(own, byte_start), &wording.from);
    let from = if begins { since(rules, text, hits, &numbers[..old], own) } else { own };
    numbers[at].shared = Shared::Change { old: (from, byte_start), word: (word.byte_start, word.byte_end) };
}
