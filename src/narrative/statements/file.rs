//! The file of the statement rules: its keys, and how word lists become bits.

use std::collections::BTreeMap;

use memchr::memmem::{Finder, FinderRev};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use toml::Spanned;

use super::wording::Wording;
use super::{
    Bounds, Claim, Examples, FrameLists, Kind, Lists, MOST_LISTS, Metric, NamedCell, Signs, StatementRules, Topic,
};
use crate::narrative::error::DefinitionError;
use crate::narrative::numbered::NumberedWords;
use crate::narrative::words::{RawWords, Words};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    #[serde(default)]
    words: BTreeMap<String, RawWords>,
    frames: RawFrames,
    #[serde(default)]
    wording: Wording,
    #[serde(default)]
    topic: Vec<RawTopic>,
    examples: Option<Examples>,
    metric: Vec<RawMetric>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    section: Spanned<String>,
    words: RawWords,
    stays: RawWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrames {
    past: RawWords,
    #[serde(default)]
    earlier: RawWords,
    cumulative: RawWords,
    #[serde(default)]
    so_far: RawWords,
    current: RawWords,
    #[serde(default)]
    this_year: RawWords,
    #[serde(default)]
    plans: RawWords,
    #[serde(default)]
    done: RawWords,
    part: RawWords,
    #[serde(default)]
    region: RawWords,
    #[serde(default)]
    others: RawWords,
    #[serde(default)]
    units: RawWords,
    #[serde(default)]
    named: RawWords,
    #[serde(default)]
    each: RawWords,
    #[serde(default)]
    changed_to: RawWords,
    #[serde(default)]
    tally: RawWords,
    #[serde(default)]
    nil: RawWords,
    #[serde(default)]
    ours: RawWords,
    #[serde(default)]
    our_part: RawWords,
    #[serde(default)]
    denies: RawWords,
    #[serde(default)]
    disowned: RawWords,
    #[serde(default)]
    wholes: RawWords,
    #[serde(default)]
    strays: RawWords,
    #[serde(default)]
    matter: RawWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMetric {
    code: Spanned<String>,
    unit: Spanned<String>,
    #[serde(default)]
    measure: RawWords,
    #[serde(default)]
    part: bool,
    #[serde(default)]
    earlier: bool,
    #[serde(default)]
    anyone: bool,
    #[serde(default)]
    cells: RawWords,
    whole: Option<Spanned<String>>,
    #[serde(default)]
    rest: bool,
    #[serde(default)]
    unless: RawWords,
    #[serde(default)]
    nowhere: RawWords,
    #[serde(default)]
    untaught: RawWords,
    #[serde(default)]
    about: RawWords,
    #[serde(default)]
    matter: RawWords,
    #[serde(default)]
    sections: Vec<String>,
    #[serde(default)]
    claim: Vec<RawClaim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClaim {
    #[serde(default)]
    before: Vec<RawWords>,
    #[serde(default)]
    after: Vec<RawWords>,
    #[serde(default)]
    context: Vec<RawWords>,
    #[serde(default)]
    about: Vec<RawWords>,
    #[serde(default)]
    none: RawWords,
    #[serde(default)]
    thing: RawWords,
    #[serde(default)]
    unless: RawWords,
    #[serde(default)]
    never: RawWords,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    sections: Vec<String>,
}

impl StatementRules {
    /// Reads the rules; refuses unknown keys and claims that cannot work.
    pub fn from_toml(source: &str) -> Result<Self, DefinitionError> {
        let raw: RawRules = toml::from_str(source).map_err(|error| {
            DefinitionError::toml(source, &error, "the head of pipelines/statements.toml explains the keys")
        })?;
        let rules = StatementRules {
            metrics: Vec::new(),
            claims: Vec::new(),
            needed: Vec::new(),
            under: Vec::new(),
            words: Vec::new(),
            lists: Vec::new(),
            kinds: Vec::new(),
            signs: Vec::new(),
            frames: FrameLists::default(),
            wording: raw.wording.clone(),
            topics: Vec::new(),
            examples: raw.examples,
        };
        let words = Words::new(source, &raw.words);
        let numbered = NumberedWords::new(&words);
        Builder { source, words: &words, rules, numbered, known: Vec::new(), lists: FxHashMap::default() }.build(&raw)
    }
}

struct Builder<'a> {
    source: &'a str,
    words: &'a Words<'a>,
    rules: StatementRules,
    numbered: NumberedWords<'a>,
    /// The lists that each word is in, by its number.
    known: Vec<Lists>,
    /// The lists so far, by the numbers of their words.
    lists: FxHashMap<Vec<u32>, Lists>,
}

impl<'a> Builder<'a> {
    fn build(mut self, raw: &'a RawRules) -> Result<StatementRules, DefinitionError> {
        self.rules.frames.past = self.list(&raw.frames.past)?;
        self.rules.frames.earlier = self.list(&raw.frames.earlier)?;
        self.rules.frames.cumulative = self.list(&raw.frames.cumulative)?;
        self.rules.frames.so_far = self.list(&raw.frames.so_far)?;
        self.rules.frames.this_year = self.list(&raw.frames.this_year)?;
        self.rules.frames.plans = self.list(&raw.frames.plans)?;
        self.rules.frames.done = self.list(&raw.frames.done)?;
        self.rules.frames.current = self.list(&raw.frames.current)?;
        self.rules.frames.part = self.list(&raw.frames.part)?;
        self.rules.frames.region = self.list(&raw.frames.region)?;
        self.rules.frames.others = self.list(&raw.frames.others)?;
        self.rules.frames.units = self.list(&raw.frames.units)?;
        self.rules.frames.named = self.list(&raw.frames.named)?;
        self.rules.frames.each = self.list(&raw.frames.each)?;
        self.rules.frames.changed_to = self.list(&raw.frames.changed_to)?;
        self.rules.frames.tally = self.list(&raw.frames.tally)?;
        self.rules.frames.nil = self.list(&raw.frames.nil)?;
        self.rules.frames.ours = self.list(&raw.frames.ours)?;
        self.rules.frames.our_part = self.list(&raw.frames.our_part)?;
        self.rules.frames.denies = self.list(&raw.frames.denies)?;
        self.rules.frames.disowned = self.list(&raw.frames.disowned)?;
        self.rules.frames.wholes = self.list(&raw.frames.wholes)?;
        self.rules.frames.strays = self.list(&raw.frames.strays)?;
        self.rules.frames.matter = self.list(&raw.frames.matter)?;
        self.rules.frames.clause = self.plain(&["，", ",", "；", ";", "。", "！", "？", "：", ":"]);
        self.rules.frames.stop = self.plain(&["；", ";", "。", "！", "？"]);
        self.rules.frames.item = self.plain(&["、", "(", ")", "（", "）"]);
        for topic in &raw.topic {
            let (words, stays) = (self.expanded(&topic.words)?, self.expanded(&topic.stays)?);
            let is_unheard = |word: &&String| !stays.iter().any(|stay| word.contains(stay.as_str()));
            if let Some(word) = words.iter().find(is_unheard) {
                let problem = format!("`{word}` holds none of the words of `stays`");
                return Err(self.words.error(&topic.section, &problem, "add a word to `stays` that it holds"));
            }
            let words = words.iter().map(|word| FinderRev::new(word).into_owned()).collect();
            let stays = stays.iter().map(|word| Finder::new(word).into_owned()).collect();
            self.rules.topics.push(Topic { section: topic.section.as_ref().clone(), words, stays });
        }
        for metric in &raw.metric {
            self.metric(metric)?;
        }
        if self.lists.len() > MOST_LISTS {
            return Err(DefinitionError::at(self.source, 0, "too many word lists", "merge claims"));
        }
        let mut classes: BTreeMap<Lists, u16> = BTreeMap::new();
        for (word, number) in self.numbered.sorted() {
            let lists = self.known[number as usize];
            let next = classes.len() as u16;
            let class = *classes.entry(lists).or_insert_with_key(|lists| {
                self.rules.lists.push(*lists);
                next
            });
            self.rules.words.push((word, class));
        }
        self.rules.index();
        let frames = &self.rules.frames;
        let kind = |lists: &Lists| match lists {
            lists if [frames.none, frames.denies, frames.tally].iter().any(|none| lists.meets(none)) => Kind::None,
            lists if lists.meets(&frames.measure) => Kind::Measure,
            _ => Kind::Other,
        };
        self.rules.kinds = self.rules.lists.iter().map(kind).collect();
        self.rules.signs = self.rules.lists.iter().map(|lists| Signs::of(lists, frames)).collect();
        Ok(self.rules)
    }

    /// `table/row/col + table/row/col`
    fn sum(&self, raw: &Spanned<String>) -> Result<Vec<NamedCell>, DefinitionError> {
        let cell = |cell: &str| match cell.trim().split('/').collect::<Vec<_>>().as_slice() {
            &[table, row, col] => {
                let line = self.words.error(raw, "", "").line;
                Ok(NamedCell { table: table.to_owned(), row: row.to_owned(), col: col.to_owned(), line })
            }
            _ => Err(self.words.error(raw, "this names no cell", "write table/row/col, sums with ` + `")),
        };
        raw.as_ref().split('+').map(cell).collect()
    }

    /// The metric before this one that it counts a part of.
    fn whole(&self, raw: &Spanned<String>) -> Result<u16, DefinitionError> {
        let at = self.rules.metrics.iter().position(|metric| metric.code == *raw.as_ref());
        at.map(|at| at as u16)
            .ok_or_else(|| self.words.error(raw, "no metric before this one is called so", "put the whole first"))
    }

    fn metric(&mut self, raw: &'a RawMetric) -> Result<(), DefinitionError> {
        let unit = match raw.unit.as_ref().as_str() {
            "count" => "count",
            "cny" => "cny",
            _ => return Err(self.words.error(&raw.unit, "unknown unit", "units are count and cny")),
        };
        let code = raw.code.as_ref();
        if self.rules.metrics.iter().any(|metric| metric.code == *code) {
            return Err(self.words.error(
                &raw.code,
                &format!("the metric `{code}` stands twice"),
                "put its claims in one place",
            ));
        }
        let metric = self.rules.metrics.len() as u16;
        let cells = raw.cells.iter().map(|sum| self.sum(sum)).collect::<Result<_, _>>()?;
        let whole = raw.whole.as_ref().map(|whole| self.whole(whole)).transpose()?;
        let bounds = Bounds {
            measure: self.list(&raw.measure)?,
            part: raw.part,
            anyone: raw.anyone,
            earlier: raw.earlier,
            unless: self.list(&raw.unless)?,
            nowhere: self.list(&raw.nowhere)?,
            untaught: self.list(&raw.untaught)?,
            about: self.list(&raw.about)?,
            matter: self.list(&raw.matter)?,
            sections: raw.sections.clone(),
        };
        self.rules.frames.measure.add(&bounds.measure);
        for claim in &raw.claim {
            let counted = !claim.before.is_empty() || !claim.after.is_empty();
            let zero = !claim.none.is_empty() && !claim.thing.is_empty();
            if counted == zero {
                let hint = "write before or after for a number, none and thing for zero";
                return Err(self.words.error(&raw.code, "a claim counts something or says there is none", hint));
            }
            if counted && raw.measure.is_empty() {
                let hint = "give the metric the words that stand behind its numbers, as `measure`";
                return Err(self.words.error(&raw.code, "a claim counts what has no measure word", hint));
            }
            let mut made = Claim { metric, alone: claim.alone, sections: claim.sections.clone(), ..Claim::default() };
            let mut about = Lists::default();
            for (from, to) in [
                (&claim.about, &mut about),
                (&claim.before, &mut made.before),
                (&claim.after, &mut made.after),
                (&claim.context, &mut made.context),
            ] {
                for list in from {
                    to.add(&self.list(list)?);
                }
            }
            made.unless = self.list(claim.unless.iter().chain(&raw.unless))?;
            made.never = self.list(&claim.never)?;
            if zero {
                let none = self.list(&claim.none)?;
                self.rules.frames.none.add(&none);
                made.zero = Some((none, self.list(&claim.thing)?));
            }
            let (none, thing) = made.zero.unwrap_or_default();
            let measure = if counted { bounds.measure } else { Lists::default() };
            let context = if made.sections.is_empty() { made.context } else { Lists::default() };
            let mut needed = Lists::default();
            for list in [made.before, made.after, context, about, measure, none, thing] {
                needed.add(&list);
            }
            self.rules.needed.push(needed);
            self.rules.claims.push(made);
        }
        self.rules.metrics.push(Metric { code: code.clone(), unit, cells, whole, rest: raw.rest, bounds });
        Ok(())
    }

    /// The bit of the words that these patterns stand for; lists of the same words share one.
    fn list(&mut self, patterns: impl IntoIterator<Item = &'a Spanned<String>>) -> Result<Lists, DefinitionError> {
        let mut words: Vec<u32> = Vec::new();
        for pattern in patterns {
            words.extend(self.numbered.of_pattern(pattern)?.iter());
        }
        Ok(self.bit(words))
    }

    fn plain(&mut self, words: &[&str]) -> Lists {
        let words = words.iter().map(|word| self.numbered.number((*word).to_owned())).collect();
        self.bit(words)
    }

    fn bit(&mut self, mut words: Vec<u32>) -> Lists {
        words.sort_unstable();
        words.dedup();
        if words.is_empty() {
            return Lists::default();
        }
        if let Some(known) = self.lists.get(&words) {
            return *known;
        }
        let list = self.lists.len();
        self.known.resize(self.numbered.len(), Lists::default());
        words.iter().for_each(|&word| self.known[word as usize].insert(list));
        let mut bit = Lists::default();
        bit.insert(list);
        self.lists.insert(words, bit);
        bit
    }

    fn expanded(&self, patterns: &RawWords) -> Result<Vec<String>, DefinitionError> {
        let mut all = Vec::new();
        for pattern in patterns {
            all.extend(self.words.expand(pattern)?);
        }
        Ok(all)
    }
}
