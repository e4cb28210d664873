//! Statement rules: what `pipelines/statements.toml` says, checked.
//!
//! A metric has claims. A claim is a set of word lists that must all be met around a number
//! with one of the metric's measure words: `before` in the clause in front of it, `after` behind it,
//! `context` anywhere earlier in the sentence, unless the section says it, `about` anywhere in it. `zero` claims need no number: a word for "none"
//! and then the thing.

mod file;
mod lists;
mod signs;
pub(super) mod wording;

use super::error::DefinitionError;
use super::numeral;
use crate::document::Span;
pub(super) use lists::Lists;
use lists::MOST_LISTS;
use memchr::memmem::{Finder, FinderRev};
pub(super) use signs::Signs;
use wording::Wording;

/// Metrics and the patterns of their claims, ready to match.
#[derive(Debug, Clone)]
pub struct StatementRules {
    metrics: Vec<Metric>,
    claims: Vec<Claim>,
    /// What each claim cannot do without.
    needed: Vec<Lists>,
    /// For each list, the claims to think of where it is met: every claim stands under one of the
    /// lists that it needs, so that a sentence looks at few of them.
    under: Vec<Vec<u16>>,
    words: Vec<(String, u16)>,
    lists: Vec<Lists>,
    kinds: Vec<Kind>,
    signs: Vec<Signs>,
    pub(super) frames: FrameLists,
    pub(super) wording: Wording,
    topics: Vec<Topic>,
    examples: Option<Examples>,
}

/// `[examples]`: whether labelled examples tell what no claim has words for.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    /// A metric that is as likely is told.
    trust: f32,
}

/// What a sentence may be about, so that those behind it leave it unsaid.
#[derive(Debug, Clone)]
struct Topic {
    /// Its claims are those that this section tells the context of.
    section: String,
    /// Words that name it.
    words: Vec<FinderRev<'static>>,
    /// What every sentence about it holds, those that name it too.
    stays: Vec<Finder<'static>>,
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Code of the section.
    pub(super) section: &'a str,
    /// The section whose matter the sentences before it speak of; empty if none.
    pub(super) topic: &'a str,
    /// Whether a line's end tore the number that it begins with, ...
    pub(super) torn_ahead: bool,
    /// ... and the one that it ends with.
    pub(super) torn_behind: bool,
}

impl<'a> Setting<'a> {
    /// Where the sentence at `span` of a section's text stands.
    pub(super) fn of(text: &str, span: &Span, section: &'a str, topic: &'a str) -> Self {
        let [torn_ahead, torn_behind] = [span.start, span.end].map(|at| numeral::is_torn_at(text, at));
        Setting { section, topic, torn_ahead, torn_behind }
    }

    /// Whether a sentence stands in one of these sections, or goes on with the matter of one.
    pub(super) fn is_in(&self, sections: &[String]) -> bool {
        sections.iter().any(|section| [self.section, self.topic].contains(&section.as_str()))
    }
}

/// What a word is good for at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It says "none".
    None,
    /// It stands behind a number.
    Measure,
    /// It only decides about others.
    Other,
}

#[derive(Debug, Clone)]
struct Metric {
    code: String,
    unit: &'static str,
    cells: Vec<Vec<NamedCell>>,
    /// The metric that it counts a part of.
    whole: Option<u16>,
    /// It counts all that the other parts do not.
    rest: bool,
    bounds: Bounds,
}

/// What a number of a metric has to be like, whoever tells that it counts it.
#[derive(Debug, Clone, Default)]
pub(super) struct Bounds {
    /// Its measure words, one of which stands behind the number.
    pub(super) measure: Lists,
    /// It may stand behind 其中.
    pub(super) part: bool,
    /// It counts whoever it was, not only the publisher's own.
    pub(super) anyone: bool,
    /// It may be of the year before, as what came over from it.
    earlier: bool,
    /// What keeps all its claims away: around the number, and anywhere in the sentence.
    pub(super) unless: Lists,
    pub(super) nowhere: Lists,
    /// Words around the number by which examples are not believed.
    pub(super) untaught: Lists,
    /// Words of which they want one in the sentence, ...
    about: Lists,
    /// ... and one of these unless it stands in one of the sections; none if empty.
    matter: Lists,
    sections: Vec<String>,
}

impl Bounds {
    /// Whether it may be of a year as many before the report's.
    pub(super) fn allow_year(&self, earlier: i16) -> bool {
        earlier == 0 || (earlier == 1 && self.earlier)
    }

    /// Whether examples may tell the metric in a sentence that has words of these lists, by what it is about.
    pub(super) fn is_about(&self, all: &Lists, setting: &Setting<'_>) -> bool {
        let holds = |lists: &Lists| *lists == Lists::default() || all.meets(lists);
        holds(&self.about) && (holds(&self.matter) || setting.is_in(&self.sections))
    }
}

/// A cell of the official forms as the rules name it: `table/row/col`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCell {
    /// Table code.
    pub table: String,
    /// Row code.
    pub row: String,
    /// Column code.
    pub col: String,
    line: usize,
}

impl NamedCell {
    /// What to say where the forms have no such code.
    pub fn unknown(&self, code: &str) -> DefinitionError {
        DefinitionError {
            line: self.line,
            problem: format!("no form has a table, row or column called `{code}`"),
            hint: "name cells as forms.toml does, table/row/col".to_owned(),
        }
    }
}

/// One pattern of one metric.
#[derive(Debug, Clone, Default)]
pub(super) struct Claim {
    pub(super) metric: u16,
    pub(super) before: Lists,
    pub(super) after: Lists,
    pub(super) context: Lists,
    pub(super) unless: Lists,
    /// Keeps it away from anywhere before in the sentence.
    pub(super) never: Lists,
    /// "None of it", then the thing; both empty unless it is a claim of zero.
    pub(super) zero: Option<(Lists, Lists)>,
    /// Two numbers of one sentence that fit are parts of the metric, and neither is it.
    pub(super) alone: bool,
    /// Sections in which the context goes without saying.
    pub(super) sections: Vec<String>,
}

/// The lists that hold for all metrics.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FrameLists {
    /// Every measure word.
    pub(super) measure: Lists,
    /// Every word for "none" of a claim of zero.
    pub(super) none: Lists,
    /// Another year, a change on it.
    pub(super) past: Lists,
    /// The year before, said in the clause of the number.
    pub(super) earlier: Lists,
    /// Sums over years.
    pub(super) cumulative: Lists,
    /// Sums over years, unless the sentence already tells of this one.
    pub(super) so_far: Lists,
    /// This year again, whatever year was named before.
    pub(super) this_year: Lists,
    /// This year after all.
    pub(super) current: Lists,
    /// What is to be done, up to a word of `done`.
    pub(super) plans: Lists,
    /// What was done after all.
    pub(super) done: Lists,
    /// Parts of a sum.
    pub(super) part: Lists,
    /// The whole region: the report's own numbers only if a government wrote it.
    pub(super) region: Lists,
    /// Other agencies.
    pub(super) others: Lists,
    /// A region's units: other agencies only where no government reports.
    pub(super) units: Lists,
    /// Agencies of a government by their names.
    pub(super) named: Lists,
    /// Tells numbers of a list one by one.
    pub(super) each: Lists,
    /// Stands before the number that replaces another.
    pub(super) changed_to: Lists,
    /// Calls the number behind it one of things: 收件数为34.
    pub(super) tally: Lists,
    /// This year had none of what was counted before: 今年为零.
    pub(super) nil: Lists,
    /// The publisher itself, after others were counted.
    pub(super) ours: Lists,
    /// The publisher's part of what others counted.
    pub(super) our_part: Lists,
    /// May say that there is none of something.
    pub(super) denies: Lists,
    /// Says behind a number that it is none of this report.
    pub(super) disowned: Lists,
    /// Phrases that are one thing as a whole: the words in them but the first say nothing.
    pub(super) wholes: Lists,
    /// Other matters, which the numbers behind go on with.
    pub(super) strays: Lists,
    /// The publisher's own matter, with which that ends.
    pub(super) matter: Lists,
    /// Ends a clause.
    pub(super) clause: Lists,
    /// Ends a statement, and with it what was said to be a part.
    pub(super) stop: Lists,
    /// Ends an item.
    pub(super) item: Lists,
}

impl StatementRules {
    /// Codes of all metrics, in file order.
    pub fn metrics(&self) -> impl Iterator<Item = &str> {
        self.metrics.iter().map(|metric| metric.code.as_str())
    }

    /// Code of a metric; empty for an index of other rules.
    pub fn metric_name(&self, metric: u16) -> &str {
        self.metrics.get(usize::from(metric)).map_or("", |metric| &metric.code)
    }

    /// Unit of a metric.
    pub fn metric_unit(&self, metric: u16) -> &'static str {
        self.metrics.get(usize::from(metric)).map_or("count", |metric| metric.unit)
    }

    /// Ways to count a metric on the forms, each a sum of cells; empty if no form has it.
    pub fn metric_cells(&self, metric: u16) -> &[Vec<NamedCell>] {
        self.metrics.get(usize::from(metric)).map_or(&[], |metric| &metric.cells)
    }

    /// The metric of a code.
    pub(super) fn metric_of(&self, code: &str) -> Option<u16> {
        self.metrics.iter().position(|metric| metric.code == code).map(|at| at as u16)
    }

    /// What a number of a metric has to be like.
    pub(super) fn bounds(&self, metric: u16) -> Option<&Bounds> {
        self.metrics.get(usize::from(metric)).map(|metric| &metric.bounds)
    }

    /// What the numbers of each metric have to be like.
    pub(super) fn all_bounds(&self) -> impl Iterator<Item = &Bounds> {
        self.metrics.iter().map(|metric| &metric.bounds)
    }

    /// How likely a metric has to be in the eyes of labelled examples; `None` where they are not asked.
    pub(super) fn trust(&self) -> Option<f32> {
        self.examples.map(|examples| examples.trust)
    }

    /// Whether a metric counts a part of another.
    pub(super) fn is_part(&self, metric: u16) -> bool {
        self.metrics.get(usize::from(metric)).is_some_and(|metric| metric.whole.is_some())
    }

    /// The metric that these count the parts of, if one of them counts all that the others do not.
    pub(super) fn whole_of(&self, metrics: &[u16]) -> Option<u16> {
        let parts = || metrics.iter().filter_map(|&metric| self.metrics.get(usize::from(metric)));
        let whole = parts().next()?.whole;
        whole.filter(|_| parts().all(|part| part.whole == whole) && parts().any(|part| part.rest))
    }

    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u16)> {
        self.words.iter().map(|(word, class)| (word.as_str(), *class))
    }

    pub(super) fn kind(&self, class: u16) -> Kind {
        self.kinds.get(usize::from(class)).copied().unwrap_or(Kind::Other)
    }

    #[inline]
    pub(super) fn signs(&self, class: u16) -> Signs {
        self.signs.get(usize::from(class)).copied().unwrap_or_default()
    }

    /// The section whose matter the sentence behind this one goes on with: the one that it names last, or the one that it
    /// has gone on with itself, if it `states` a number or still speaks of the matter. Empty if none.
    pub(super) fn topic_after<'a>(&'a self, topic: &'a str, sentence: &str, states: bool) -> &'a str {
        let sentence = sentence.as_bytes();
        let spoken = || self.topics.iter().filter(|topic| topic.stays.iter().any(|word| word.find(sentence).is_some()));
        let last = |topic: &Topic| topic.words.iter().filter_map(|word| word.rfind(sentence)).max();
        let named = spoken().filter_map(|topic| Some((last(topic)?, topic))).max_by_key(|(at, _)| *at);
        match named {
            Some((_, named)) => &named.section,
            None if states || spoken().any(|spoken| spoken.section == topic) => topic,
            None => "",
        }
    }

    /// The claims that words of these lists together may make, in order.
    pub(super) fn possible(&self, all: &Lists) -> Vec<&Claim> {
        let under = all.each().filter_map(|list| self.under.get(list)).flatten();
        let met = |claim: &&u16| self.needed.get(usize::from(**claim)).is_some_and(|needed| all.covers(needed));
        let mut claims: Vec<u16> = under.filter(met).copied().collect();
        claims.sort_unstable();
        let claims = claims.into_iter().filter_map(|claim| self.claims.get(usize::from(claim)));
        let is_kept_away = |claim: &&Claim| self.bounds(claim.metric).is_some_and(|bounds| all.meets(&bounds.nowhere));
        claims.filter(|claim| !is_kept_away(claim)).collect()
    }

    /// Puts each claim under the list that it shares with the fewest others.
    fn index(&mut self) {
        let mut shared = [0_usize; MOST_LISTS];
        self.needed.iter().flat_map(Lists::each).for_each(|list| shared[list] += 1);
        self.under = vec![Vec::new(); MOST_LISTS];
        for (claim, needed) in (0..).zip(&self.needed) {
            if let Some(list) = needed.each().min_by_key(|&list| shared[list]) {
                self.under[list].push(claim);
            }
        }
    }

    #[inline]
    pub(super) fn lists(&self, class: u16) -> &Lists {
        const NO_LISTS: &Lists = &Lists::NONE;
        self.lists.get(usize::from(class)).unwrap_or(NO_LISTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_claim_is_thought_of_where_all_its_lists_are_met_and_nowhere_else() {
        let rules = StatementRules::from_toml(include_str!("../../pipelines/statements.toml")).unwrap();
        for all in &rules.needed {
            let met = rules.claims.iter().zip(&rules.needed).filter(|(_, needed)| all.covers(needed));
            let expected: Vec<*const Claim> = met.map(|(claim, _)| std::ptr::from_ref(claim)).collect();
            let found: Vec<*const Claim> = rules.possible(all).into_iter().map(std::ptr::from_ref).collect();
            assert_eq!(found, expected);
        }
    }
}
