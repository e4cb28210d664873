//! From labelled sentences to weights.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::letters::{self, Place, gram_of};
use super::{Column, Weights, minimum};
use crate::narrative::Stance;

/// How weights are learned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lesson {
    /// Characters and pairs that stand in fewer examples say nothing that would hold for others.
    pub(super) least_examples: u32,
    /// What an error costs beside the size of the weights (C of a logistic regression).
    pub(super) cost: f64,
}

const THEMES: Lesson = Lesson { least_examples: 10, cost: 50.0 };

/// A sentence in simplified characters with its labels.
#[derive(Debug, Clone)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Theme codes and stances; none if it carries no theme.
    pub labels: BTreeSet<(String, Stance)>,
}

/// The weights that fit the examples best: for each theme, stance, and both together that one of them carries, an
/// L2-regularised logistic regression of its characters and pairs. The same examples give the same weights, in whatever order.
pub fn learn(examples: &[Example]) -> Weights {
    let mut examples: Vec<&Example> = examples.iter().collect();
    examples.sort_by(|one, other| (&one.text, &one.labels).cmp(&(&other.text, &other.labels)));
    let told = |example: &Example| example.labels.iter().flat_map(columns_of).collect();
    let counted = |example: &&Example| {
        let clauses = letters::clauses(&example.text).map(|clause| (None, &example.text[clause]));
        Counts { grams: counts(clauses), columns: told(example) }
    };
    fit(&examples.iter().map(counted).collect::<Vec<_>>(), THEMES)
}

/// An example, counted: how often each character and pair stands in it, and the columns that hold for it.
#[derive(Debug)]
pub(super) struct Counts {
    pub(super) grams: BTreeMap<u64, f64>,
    pub(super) columns: BTreeSet<Column>,
}

/// The weights that fit the examples, which are in order, best.
pub(super) fn fit(examples: &[Counts], lesson: Lesson) -> Weights {
    let (grams, rarity) = known(examples, lesson.least_examples);
    let columns: FxHashMap<u64, u32> = (0..).zip(&grams).map(|(column, &gram)| (gram, column)).collect();
    let rows: Vec<Vec<(u32, f64)>> = examples.iter().map(|example| row(&example.grams, &columns, &rarity)).collect();
    let told: BTreeSet<&Column> = examples.iter().flat_map(|example| &example.columns).collect();
    let told: Vec<Column> = told.into_iter().cloned().collect();
    let fitted: Vec<Vec<f64>> = told
        .par_iter()
        .map(|column| {
            let carries: Vec<bool> = examples.iter().map(|example| example.columns.contains(column)).collect();
            minimum::logistic(&rows, &carries, grams.len(), lesson.cost)
        })
        .collect();
    Weights::rounded(told, &grams.iter().map(|&gram| gram_of(gram)).collect::<Vec<_>>(), &rarity, &fitted)
}

/// The columns that a label stands in: of its theme, of its stance, and of both.
fn columns_of((theme, stance): &(String, Stance)) -> [Column; 3] {
    let column = |theme: Option<&String>, stance| Column { stance, theme: theme.cloned() };
    [column(Some(theme), None), column(None, Some(*stance)), column(Some(theme), Some(*stance))]
}

/// How often each character and pair stands in clauses, each with its place.
pub(super) fn counts<'a>(clauses: impl Iterator<Item = (Place, &'a str)>) -> BTreeMap<u64, f64> {
    let mut counts = BTreeMap::new();
    for (place, clause) in clauses {
        letters::grams(place, clause).for_each(|gram| *counts.entry(gram).or_insert(0.0) += 1.0);
    }
    counts
}

/// The characters and pairs that stand in enough examples, and their rarity; the most frequent first, so that those
/// asked for most stand together in the memory.
fn known(examples: &[Counts], least: u32) -> (Vec<u64>, Vec<f64>) {
    let mut holders: BTreeMap<u64, u32> = BTreeMap::new();
    for &gram in examples.iter().flat_map(|example| example.grams.keys()) {
        *holders.entry(gram).or_insert(0) += 1;
    }
    let all = examples.len() as f64;
    let rarity = |held: u32| ((1.0 + all) / (1.0 + f64::from(held))).ln() + 1.0;
    let mut enough: Vec<(u64, u32)> = holders.into_iter().filter(|&(_, held)| held >= least).collect();
    enough.sort_by_key(|&(gram, held)| (Reverse(held), gram));
    enough.into_iter().map(|(gram, held)| (gram, rarity(held))).unzip()
}

/// A sentence as a unit vector: the rarity of each character and pair times how often it stands there.
fn row(counts: &BTreeMap<u64, f64>, columns: &FxHashMap<u64, u32>, rarity: &[f64]) -> Vec<(u32, f64)> {
    let known = counts.iter().filter_map(|(gram, &count)| Some((*columns.get(gram)?, count)));
    let mut row: Vec<(u32, f64)> = known.map(|(column, count)| (column, count * rarity[column as usize])).collect();
    // as the reader does, which adds up one occurrence after the other
    let norm = row.iter().map(|&(column, value)| value * rarity[column as usize]).sum::<f64>().sqrt();
    row.iter_mut().for_each(|(_, value)| *value /= norm.max(f64::MIN_POSITIVE));
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(text: &str, labels: &[&str]) -> Example {
        let labels = labels.iter().map(|&label| (label.to_owned(), Stance::Problem)).collect();
        Example { text: text.to_owned(), labels }
    }

    /// Sentences of one kind each, as many as are needed for what they have in common to be known.
    fn kinds() -> Vec<Example> {
        let ordinals = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
        let all = |before: &str, after: &str, labels: &[&str]| -> Vec<Example> {
            ordinals.iter().map(|ordinal| example(&format!("{before}{ordinal}{after}"), labels)).collect()
        };
        [all("人手", "紧张。", &["staff"]), all("更新", "太慢。", &["late"]), all("按时公布", "表。", &[])].concat()
    }

    #[test]
    fn what_only_some_sentences_carry_is_told_from_their_words() {
        let mut examples = kinds();
        let weights = learn(&examples);
        let names: Vec<_> = weights.columns().iter().map(|c| (c.theme.as_deref(), c.stance.is_some())).collect();
        let (late, staff) = (Some("late"), Some("staff"));
        assert_eq!(names, [(late, false), (staff, false), (None, true), (late, true), (staff, true)]);
        let told = |text: &str| weights.likelihoods(text).iter().map(|&p| p > 0.5).collect::<Vec<_>>();
        assert_eq!(told("人手仍显单薄。"), [false, true, true, false, true]);
        assert_eq!(told("网站更新不勤。"), [true, false, true, true, false]);
        assert_eq!(told("按时公布名单。"), [false; 5]);
        examples.reverse();
        assert_eq!(learn(&examples).to_string(), weights.to_string(), "in whatever order");
    }

    #[test]
    fn nothing_is_learned_from_nothing() {
        assert_eq!(learn(&[]).columns().len(), 0);
        assert_eq!(learn(&[example("", &["a"])]).likelihoods("人").len(), 3);
    }

    /// Held together with the reader: what is learned is what the file says.
    #[test]
    fn the_file_holds_all_that_was_learned() {
        let weights = learn(&kinds());
        let read = Weights::from_text(&weights.to_string()).unwrap();
        assert_eq!(read.to_string(), weights.to_string());
        for (one, other) in read.likelihoods("人手紧").iter().zip(weights.likelihoods("人手紧")) {
            assert!((one - other).abs() < 1e-2, "{one} {other}");
        }
    }
}
