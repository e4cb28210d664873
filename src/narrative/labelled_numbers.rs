//! Sentences whose numbers are labelled: what statements are measured by and learned from.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;

use super::evaluate::name;
use super::taught::NumberExample;
use super::{Desk, Narrator, Scope, Score};

/// A sentence with the numbers that it states, as in a labelled file (one JSON object a line).
#[derive(Debug, Clone, Deserialize)]
pub struct LabelledNumbers {
    /// Name of the sentence: a text, a number, or nothing.
    #[serde(default, deserialize_with = "name")]
    pub id: String,
    /// What stands before the sentence in its section; its own numbers are not asked for.
    #[serde(default)]
    pub before: String,
    /// The sentence.
    pub text: String,
    /// The contract's section code.
    #[serde(default)]
    pub section: String,
    /// The contract's kind of the publisher; a government if missing.
    #[serde(default)]
    pub publisher_kind: Option<String>,
    /// Year of the report.
    pub year: Option<i16>,
    /// What it states.
    pub statements: Vec<LabelledNumber>,
}

/// A number that a sentence states.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct LabelledNumber {
    /// Code of the metric.
    pub metric: String,
    /// Its value, in the metric's unit.
    pub value: f64,
    /// Characters of the text between which its figure stands, if told.
    pub start: Option<u32>,
    /// End of them, exclusive.
    pub end: Option<u32>,
}

/// The contract's codes of sections.
const SECTIONS: [&str; 7] =
    ["preface", "overview", "disclosures", "applications", "reviews", "problems", "other_matters"];

impl LabelledNumbers {
    fn scope(&self) -> Scope {
        Scope {
            year: self.year,
            region: self.publisher_kind.as_deref().is_none_or(|kind| kind == "government"),
            section: SECTIONS.into_iter().find(|section| *section == self.section).unwrap_or_default(),
        }
    }

    /// What stands before the sentence and the sentence, and the byte and the character at which that begins.
    fn page(&self) -> (String, usize, u32) {
        let before = if self.before.is_empty() { String::new() } else { format!("{}\n", self.before) };
        let (bytes, chars) = (before.len(), before.chars().count() as u32);
        (before + &self.text, bytes, chars)
    }
}

/// What a narrator made of a labelled sentence.
#[derive(Debug, Clone, Default)]
pub struct Claimed {
    /// Metrics and values that it read and that are labelled, ...
    pub right: Vec<(String, f64)>,
    /// ... that are not, ...
    pub wrong: Vec<(String, f64)>,
    /// ... and those labelled that it did not read.
    pub missed: Vec<(String, f64)>,
}

impl Claimed {
    /// How many of each.
    pub fn score(&self) -> Score {
        let [right, wrong, missed] = [&self.right, &self.wrong, &self.missed].map(|claims| claims.len() as u32);
        Score { right, wrong, missed }
    }
}

impl Narrator {
    /// Compares what it reads with the labels; `simplify` turns a text into simplified characters, byte-aligned.
    pub fn claims(&self, line: &LabelledNumbers, simplify: impl Fn(&str) -> String) -> Claimed {
        let (page, ahead, _) = line.page();
        let narrative = self.read_with(&mut Desk::default(), &page, &simplify(&page), line.scope());
        let asked = narrative.sentences.iter().filter(|sentence| sentence.span.start >= ahead);
        let found = asked.flat_map(|sentence| &sentence.statements);
        let found: Vec<(String, f64)> =
            found.map(|found| (self.statements().metric_name(found.metric).to_owned(), found.value)).collect();
        let labels = line.statements.iter().map(|label| (label.metric.clone(), label.value));
        let missed = labels.clone().filter(|label| !found.contains(label)).collect();
        let (right, wrong) = found.into_iter().partition(|found| labels.clone().any(|label| label == *found));
        Claimed { right, wrong, missed }
    }

    /// The numbers of a labelled sentence, as examples to learn from.
    pub fn number_examples(&self, line: &LabelledNumbers, simplify: impl Fn(&str) -> String) -> Vec<NumberExample> {
        let (page, ahead, chars) = line.page();
        let mut open: Vec<&LabelledNumber> = line.statements.iter().collect();
        let metrics = |place: Range<u32>, value: f64| {
            let is_it = |label: &LabelledNumber| {
                let around = |at: u32| place.contains(&(at + chars));
                (label.value - value).abs() < 1e-9 * value.abs().max(1.0) && label.start.is_none_or(around)
            };
            let mut metrics = BTreeSet::new();
            // the first number with a label's value is the one that it means
            open.retain(|label| !is_it(label) || !metrics.insert(label.metric.clone()));
            metrics
        };
        self.numbers(&simplify(&page), ahead, line.scope(), metrics)
    }
}
