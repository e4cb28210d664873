//! What labelled examples tell of a number that no claim has words for.

use std::collections::BTreeSet;
use std::ops::Range;

use super::brackets::Brackets;
use super::claim::{Decision, Meant, Time};
use super::counted::{self, Counted, Shared, Stretch};
use super::heard::Heard;
use super::matcher::Hit;
use super::reading::Reading;
use super::shared;
use super::sieve::Marks;
use super::statements::{Setting, StatementRules};
use super::surroundings::Surroundings;
use super::taught::{Around, NumberExample, NumberOpinion};

/// Characters that are listened to in the number's own clause, before that clause, and behind the number.
const BEFORE: usize = 40;
const EARLIER: usize = 120;
const BEHIND: usize = 12;

/// The metric that examples tell of a number, if it may be that metric's: its measure word, and whose it is.
pub(super) fn metric(
    reading: &Reading<'_>,
    opinion: &NumberOpinion,
    told: &Surroundings,
    number: &Counted,
    (time, own_year): (Time, bool),
) -> Option<Decision> {
    let Reading { rules, text, scope, setting, .. } = *reading;
    let metric = opinion.metric(&around(text, setting, number))?;
    let bounds = rules.bounds(metric)?;
    let earlier = i16::from(told.said.meets(&rules.frames.earlier)) - time.years_off;
    let may = told.measure.meets(&bounds.measure)
        && (bounds.part || !told.part || own_year)
        && (bounds.anyone || !told.is_of_others(scope))
        && (earlier == 0 || (earlier == 1 && bounds.earlier))
        && ![&told.around, &told.strayed].into_iter().any(|lists| lists.meets(&bounds.unless))
        && !reading.all.meets(&bounds.nowhere);
    let said = text.get(number.own.0 as usize..number.byte_start as usize).unwrap_or_default();
    let start = number.from - said.trim_start().chars().count().min(BEFORE) as u32;
    may.then_some(([Some(Meant { metric, alone: false }), None], start, number.hit.end))
}

/// The numbers of a sentence as examples: `metrics` is told where each stands, in characters, and its value.
pub(super) fn of(
    rules: &StatementRules,
    text: &str,
    (marks, hits): (&Marks, &[Hit]),
    setting: Setting<'_>,
    mut metrics: impl FnMut(Range<u32>, f64) -> BTreeSet<String>,
    examples: &mut Vec<NumberExample>,
) {
    let hits = Heard::all(rules, hits, marks);
    let mut numbers = counted::numbers(rules, text, &hits, &Brackets::new(text));
    shared::find(rules, text, &hits, &mut numbers);
    examples.extend(numbers.iter().map(|number| {
        let counts = metrics(number.from..number.hit.end, number.value);
        NumberExample::new(&around(text, setting, number), counts)
    }));
}

/// What stands around a number.
fn around<'a>(text: &'a str, setting: Setting<'a>, number: &Counted) -> Around<'a> {
    let stretch = |(from, until): Stretch| text.get(from as usize..until as usize).unwrap_or_default();
    let own = stretch((number.own.0, number.byte_start));
    let further = match number.shared {
        Shared::Nothing => "",
        Shared::Member { item, .. } => stretch(item),
        Shared::Change { old, .. } => stretch(old),
    };
    let behind = stretch((number.hit.byte_start, number.own.1.min(text.len() as u32)));
    let section = if setting.topic.is_empty() { setting.section } else { setting.topic };
    Around::new([
        ('<', last(own, BEFORE)),
        ('<', last(further, BEFORE)),
        ('>', first(behind, BEHIND)),
        ('^', last(stretch((0, number.own.0)), EARLIER)),
        // two letters tell them apart
        ('#', section.get(..2).unwrap_or_default()),
    ])
}

fn first(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
}

fn last(text: &str, chars: usize) -> &str {
    text.char_indices().rev().nth(chars).map_or(text, |(at, c)| &text[at + c.len_utf8()..])
}
