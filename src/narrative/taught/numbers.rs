//! What labelled numbers have taught: which metric a number counts, told by the words around it.
//!
//! Claims know the wordings that somebody thought of. Weights of the characters and pairs around a number, each with the
//! place where it stands, know how likely each metric is whatever the wording. They speak where no claim does.
//! `pipelines/statement_weights.txt` is made of labelled sentences by `gongkai statements learn`.

use std::collections::BTreeSet;

use super::learn::{Counts, Lesson, counts, fit};
use super::letters::Place;
use super::{Column, Weights, log_odds};

const NUMBERS: Lesson = Lesson { least_examples: 3, cost: 60.0 };

/// What stands around a number, or around a word that says there is none: stretches of text, each with the mark of its place.
#[derive(Debug, Clone, Default)]
pub(in crate::narrative) struct Around<'a>([(Place, &'a str); Around::MOST]);

impl<'a> Around<'a> {
    /// Stretches at most.
    const MOST: usize = 6;

    /// Stretches past the most are left out.
    pub(in crate::narrative) fn new(stretches: impl IntoIterator<Item = (char, &'a str)>) -> Self {
        let mut around = Around::default();
        around.0.iter_mut().zip(stretches).for_each(|(to, (place, text))| *to = (Some(place), text));
        around
    }

    fn stretches(&self) -> impl Iterator<Item = (Place, &'a str)> {
        self.0.iter().copied().filter(|(_, text)| !text.is_empty())
    }
}

/// A number of a labelled sentence: what stands around it, and the metrics that it counts.
#[derive(Debug, Clone)]
pub struct NumberExample {
    counts: Vec<(u64, u32)>,
    metrics: BTreeSet<String>,
}

impl NumberExample {
    pub(in crate::narrative) fn new(around: &Around<'_>, metrics: BTreeSet<String>) -> Self {
        let counts = counts(around.stretches()).into_iter().map(|(gram, count)| (gram, count as u32)).collect();
        Self { counts, metrics }
    }
}

/// The weights that fit the examples best: for each metric, an L2-regularised logistic regression of the characters and pairs
/// around its numbers. The same examples give the same weights, in whatever order.
pub fn learn_numbers(examples: &[NumberExample]) -> Weights {
    let mut examples: Vec<&NumberExample> = examples.iter().collect();
    examples.sort_by(|one, other| (&one.counts, &one.metrics).cmp(&(&other.counts, &other.metrics)));
    let column = |metric: &String| Column { stance: None, theme: Some(metric.clone()) };
    let counted = |example: &&NumberExample| Counts {
        grams: example.counts.iter().map(|&(gram, count)| (gram, f64::from(count))).collect(),
        columns: example.metrics.iter().map(column).collect(),
    };
    fit(&examples.iter().map(counted).collect::<Vec<_>>(), NUMBERS)
}

/// Weights, and the metrics that their columns are.
#[derive(Debug)]
pub(in crate::narrative) struct NumberOpinion {
    weights: Weights,
    metrics: Vec<Option<u16>>,
    /// Log-odds from which a metric is told.
    trust: f32,
}

impl NumberOpinion {
    /// `metric` finds one by its code; what is as likely as `trust` is told.
    pub(in crate::narrative) fn new(weights: Weights, metric: impl Fn(&str) -> Option<u16>, trust: f32) -> Self {
        let metrics = weights.columns().iter().map(|column| metric(column.theme.as_ref()?)).collect();
        Self { weights, metrics, trust: log_odds(trust) }
    }

    /// All metrics that are likely enough.
    pub(in crate::narrative) fn metrics(&self, around: &Around<'_>) -> impl Iterator<Item = u16> {
        let odds = self.weights.odds_around(around);
        let likely = self.metrics.iter().zip(odds).filter(|(_, odds)| *odds >= self.trust);
        likely.filter_map(|(metric, _)| *metric)
    }

    /// The metric that is the likeliest, if it is likely enough.
    pub(in crate::narrative) fn metric(&self, around: &Around<'_>) -> Option<u16> {
        let odds = self.weights.odds_around(around);
        let (column, odds) = odds.into_iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (odds >= self.trust).then_some(self.metrics[column]).flatten()
    }
}

impl Weights {
    /// Log-odds of each column where these stretches stand around.
    fn odds_around(&self, around: &Around<'_>) -> Vec<f32> {
        let (mut known, mut norm) = (Vec::new(), 0.0);
        for (place, text) in around.stretches() {
            self.known.find(place, text, |number| {
                if usize::from(number) < self.grams.len() {
                    known.push(number);
                    norm += self.gram(number).rarity;
                }
            });
        }
        let sums = (0..self.blocks()).flat_map(|block| self.sum(&known, block));
        let scale = self.scale(norm);
        self.bias.iter().zip(sums).map(|(bias, sum)| bias + sum as f32 * scale).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(before: &str, behind: &str, metrics: &[&str]) -> NumberExample {
        let around = Around::new([('<', before), ('>', behind)]);
        NumberExample::new(&around, metrics.iter().map(|&metric| metric.to_owned()).collect())
    }

    #[test]
    fn the_same_words_say_other_things_in_other_places() {
        let mut examples = Vec::new();
        for subject in ["我局", "本镇", "全年", "共"] {
            examples.push(example(&format!("{subject}办班"), "期", &["trainings"]));
            examples.push(example(&format!("{subject}参训"), "人办班", &["trainees"]));
            examples.push(example(&format!("{subject}开会"), "次", &[]));
        }
        let weights = learn_numbers(&examples);
        examples.reverse();
        assert_eq!(learn_numbers(&examples).to_string(), weights.to_string(), "in whatever order");
        let weights = Weights::from_text(&weights.to_string()).unwrap();
        let codes = ["trainings", "trainees"];
        let of_code = |code: &str| codes.iter().position(|known| *known == code).map(|at| at as u16);
        let opinion = NumberOpinion::new(weights, of_code, 0.5);
        let told = |before, behind| opinion.metric(&Around::new([('<', before), ('>', behind)]));
        assert_eq!(told("我所办班", "期"), Some(0));
        assert_eq!(told("参训", "人办班"), Some(1));
        assert_eq!(told("共开会", "次"), None);
        assert_eq!(told("", ""), None);
    }
}
