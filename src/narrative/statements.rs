//! Statement rules: what `pipelines/statements.toml` says, checked.
//!
//! A metric has claims. A claim is a set of word lists that must all be met around a number
//! with one of its measure words: `before` in the clause in front of it, `after` behind it,
//! `context` anywhere earlier in the sentence. `zero` claims need no number: a word for "none"
//! and then the thing.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::error::DefinitionError;
use super::words::{RawWords, Words};

/// Word lists a file may have.
const MOST_LISTS: usize = 256;

/// A set of word lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lists([u64; MOST_LISTS / 64]);

impl Lists {
    pub(super) fn insert(&mut self, list: usize) {
        if let Some(word) = self.0.get_mut(list / 64) {
            *word |= 1 << (list % 64);
        }
    }

    pub(super) fn add(&mut self, other: &Lists) {
        self.0 = std::array::from_fn(|at| self.0[at] | other.0[at]);
    }

    #[inline]
    pub(super) fn covers(&self, needed: &Lists) -> bool {
        self.0.iter().zip(&needed.0).all(|(word, needed)| needed & !word == 0)
    }

    #[inline]
    pub(super) fn meets(&self, other: &Lists) -> bool {
        self.0.iter().zip(&other.0).any(|(word, other)| word & other != 0)
    }
}

/// Metrics and the patterns of their claims, ready to match.
#[derive(Debug, Clone)]
pub struct StatementRules {
    metrics: Vec<Metric>,
    claims: Vec<Claim>,
    /// What each claim cannot do without; by itself, since most sentences lack it for all.
    needed: Vec<Lists>,
    words: Vec<(String, u16)>,
    lists: Vec<Lists>,
    kinds: Vec<Kind>,
    pub(super) frames: FrameLists,
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
    pub(super) measure: Lists,
    pub(super) unless: Lists,
    /// Keeps it away from anywhere before in the sentence.
    pub(super) never: Lists,
    /// "None of it", then the thing; both empty unless it is a claim of zero.
    pub(super) zero: Option<(Lists, Lists)>,
    /// It may stand behind 其中.
    pub(super) part: bool,
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
    /// Sums over years.
    pub(super) cumulative: Lists,
    /// This year after all.
    pub(super) current: Lists,
    /// Parts of a sum.
    pub(super) part: Lists,
    /// The whole region: the report's own numbers only if a government wrote it.
    pub(super) region: Lists,
    /// Other agencies.
    pub(super) others: Lists,
    /// Ends a clause.
    pub(super) clause: Lists,
    /// Ends an item.
    pub(super) item: Lists,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRules {
    #[serde(default)]
    words: BTreeMap<String, RawWords>,
    frames: RawFrames,
    metric: Vec<RawMetric>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFrames {
    past: RawWords,
    cumulative: RawWords,
    current: RawWords,
    part: RawWords,
    #[serde(default)]
    region: RawWords,
    #[serde(default)]
    others: RawWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMetric {
    code: Spanned<String>,
    unit: Spanned<String>,
    #[serde(default)]
    cells: RawWords,
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
    measure: RawWords,
    #[serde(default)]
    none: RawWords,
    #[serde(default)]
    thing: RawWords,
    #[serde(default)]
    unless: RawWords,
    #[serde(default)]
    never: RawWords,
    #[serde(default)]
    part: bool,
}

impl StatementRules {
    /// Reads the rules; refuses unknown keys and claims that cannot work.
    pub fn from_toml(source: &str) -> Result<Self, DefinitionError> {
        let raw: RawRules = toml::from_str(source).map_err(|error| DefinitionError::toml(source, &error))?;
        let rules = StatementRules {
            metrics: Vec::new(),
            claims: Vec::new(),
            needed: Vec::new(),
            words: Vec::new(),
            lists: Vec::new(),
            kinds: Vec::new(),
            frames: FrameLists::default(),
        };
        Builder { source, words: Words::new(source, &raw.words), rules, known: BTreeMap::new(), lists: 0 }.build(&raw)
    }

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

    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u16)> {
        self.words.iter().map(|(word, class)| (word.as_str(), *class))
    }

    pub(super) fn kind(&self, class: u16) -> Kind {
        self.kinds.get(usize::from(class)).copied().unwrap_or(Kind::Other)
    }

    /// The claims that words of these lists together may make.
    pub(super) fn possible(&self, all: &Lists) -> impl Iterator<Item = &Claim> {
        self.claims.iter().zip(&self.needed).filter(|(_, needed)| all.covers(needed)).map(|(claim, _)| claim)
    }

    #[inline]
    pub(super) fn lists(&self, class: u16) -> &Lists {
        const NO_LISTS: &Lists = &Lists([0; MOST_LISTS / 64]);
        self.lists.get(usize::from(class)).unwrap_or(NO_LISTS)
    }
}

struct Builder<'a> {
    source: &'a str,
    words: Words<'a>,
    rules: StatementRules,
    known: BTreeMap<String, Lists>,
    lists: usize,
}

impl Builder<'_> {
    fn build(mut self, raw: &RawRules) -> Result<StatementRules, DefinitionError> {
        self.rules.frames.past = self.list(&raw.frames.past)?;
        self.rules.frames.cumulative = self.list(&raw.frames.cumulative)?;
        self.rules.frames.current = self.list(&raw.frames.current)?;
        self.rules.frames.part = self.list(&raw.frames.part)?;
        self.rules.frames.region = self.list(&raw.frames.region)?;
        self.rules.frames.others = self.list(&raw.frames.others)?;
        self.rules.frames.clause = self.plain(&["，", ",", "；", ";", "。", "！", "？", "：", ":"]);
        self.rules.frames.item = self.plain(&["、", "(", ")", "（", "）"]);
        for metric in &raw.metric {
            self.metric(metric)?;
        }
        if self.lists > MOST_LISTS {
            return Err(DefinitionError::at(self.source, 0, "too many word lists", "merge claims"));
        }
        let mut classes: BTreeMap<Lists, u16> = BTreeMap::new();
        for (word, lists) in self.known {
            let next = classes.len() as u16;
            let class = *classes.entry(lists).or_insert_with_key(|lists| {
                self.rules.lists.push(*lists);
                next
            });
            self.rules.words.push((word, class));
        }
        let frames = &self.rules.frames;
        let kind = |lists: &Lists| match lists {
            lists if lists.meets(&frames.none) => Kind::None,
            lists if lists.meets(&frames.measure) => Kind::Measure,
            _ => Kind::Other,
        };
        self.rules.kinds = self.rules.lists.iter().map(kind).collect();
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

    fn metric(&mut self, raw: &RawMetric) -> Result<(), DefinitionError> {
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
        self.rules.metrics.push(Metric { code: code.clone(), unit, cells });
        for claim in &raw.claim {
            let counted = !claim.measure.is_empty() && (!claim.before.is_empty() || !claim.after.is_empty());
            let zero = !claim.none.is_empty() && !claim.thing.is_empty();
            if counted == zero {
                let hint = "write measure and before or after for a number, none and thing for zero";
                return Err(self.words.error(&raw.code, "a claim counts something or says there is none", hint));
            }
            let mut made = Claim { metric, part: claim.part, ..Claim::default() };
            for (from, to) in [
                (&claim.before, &mut made.before),
                (&claim.after, &mut made.after),
                (&claim.context, &mut made.context),
            ] {
                for list in from {
                    to.add(&self.list(list)?);
                }
            }
            made.measure = self.list(&claim.measure)?;
            self.rules.frames.measure.add(&made.measure);
            made.unless = self.list(&claim.unless)?;
            made.never = self.list(&claim.never)?;
            if zero {
                let none = self.list(&claim.none)?;
                self.rules.frames.none.add(&none);
                made.zero = Some((none, self.list(&claim.thing)?));
            }
            let (none, thing) = made.zero.unwrap_or_default();
            let mut needed = Lists::default();
            for list in [made.before, made.after, made.context, made.measure, none, thing] {
                needed.add(&list);
            }
            self.rules.needed.push(needed);
            self.rules.claims.push(made);
        }
        Ok(())
    }

    fn list(&mut self, words: &RawWords) -> Result<Lists, DefinitionError> {
        if words.is_empty() {
            return Ok(Lists::default());
        }
        let words = self.words.expand(words)?;
        Ok(self.number(words))
    }

    fn plain(&mut self, words: &[&str]) -> Lists {
        self.number(words.iter().map(|word| (*word).to_owned()).collect())
    }

    fn number(&mut self, words: Vec<String>) -> Lists {
        let mut lists = Lists::default();
        lists.insert(self.lists);
        for word in words {
            self.known.entry(word).or_default().insert(self.lists);
        }
        self.lists += 1;
        lists
    }
}
