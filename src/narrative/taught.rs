//! What labelled sentences have taught: a second reading of each sentence, beside the rules.
//!
//! Rules know the wordings that somebody thought of. Weights of characters and pairs of characters, learned from
//! labelled sentences, know how likely each theme is in a sentence whatever its wording: they drop what a rule found by
//! accident and add what no rule has words for. `pipelines/weights.txt` is made from `pipelines/examples.jsonl` and
//! the labelled sentences of the tests by `gongkai themes learn`; which likelihoods decide is said in the lexicon's `[examples]`.

mod file;
mod learn;
mod letters;
mod minimum;
mod opinion;

pub use learn::{Example, learn};
pub(super) use opinion::{Likelihoods, Opinion};

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Stance;

/// What a column of weights tells: whether a sentence carries some label of a theme, of a stance, or of both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// Code of the theme; any if none.
    pub theme: Option<String>,
    /// The stance; any if none.
    pub stance: Option<Stance>,
}

/// Weights of characters and pairs of characters for each column.
///
/// The likelihood of a column in a text is the logistic function of its bias plus the sum of the weights of all known
/// characters and pairs in the text, divided by the Euclidean norm of their rarities.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    columns: Vec<Column>,
    /// Bias of each column, in log-odds.
    bias: Vec<f32>,
    /// One step of a weight, in log-odds.
    step: f32,
    /// The characters and pairs in order, and what is needed of each in every sentence, all in one place of the memory.
    grams: Vec<String>,
    known: FxHashMap<u64, Gram>,
    /// A row of steps for each, one a column.
    steps: Vec<i8>,
}

/// A character or pair that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Gram {
    row: u32,
    /// Square of its rarity (inverse document frequency).
    rarity: f32,
    /// Its steps in the columns of [`STANCES`].
    stances: [i8; STANCES.len()],
}

/// The stances that are told of all sentences, whatever their theme.
const STANCES: [Stance; 2] = [Stance::Problem, Stance::Measure];

impl Weights {
    /// What it can tell, in order.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Likelihood of each column in a text in simplified characters, taken as a whole.
    pub fn likelihoods(&self, text: &str) -> Vec<f32> {
        let mut heard = Heard::default();
        heard.read(self, text);
        heard.add_up(self);
        let all = 0..heard.clauses();
        (0..self.columns.len()).map(|column| heard.likelihood(self, &all, column)).collect()
    }

    /// The steps of a character or pair, one a column.
    fn steps_of(&self, row: u32) -> &[i8] {
        &self.steps[row as usize * self.columns.len()..][..self.columns.len()]
    }

    /// The column of a stance, whatever the theme.
    fn column_of(&self, stance: Stance) -> Option<usize> {
        self.columns.iter().position(|column| column.theme.is_none() && column.stance == Some(stance))
    }

    /// Likelihood of a column where its steps add up to so many.
    fn likelihood(&self, column: usize, steps: i32, norm: f32) -> f32 {
        let odds = self.bias[column] + if norm > 0.0 { steps as f32 * self.step / norm.sqrt() } else { 0.0 };
        1.0 / (1.0 + (-odds).exp())
    }
}

/// The clauses of a sentence as the weights hear them; the buffers are reused.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Rows of the known characters and pairs, and their steps in the columns of [`STANCES`] added up.
    rows: Vec<u32>,
    stances: [i32; STANCES.len()],
    /// For each border between clauses what stands before it: rows, ...
    ends: Vec<usize>,
    /// ... sum of their squared rarities, ...
    norms: Vec<f32>,
    /// ... characters, ...
    borders: Vec<u32>,
    /// ... and the steps of each column added up, if they are.
    steps: Vec<i32>,
}

impl Heard {
    /// Looks up the characters and pairs of a sentence.
    fn read(&mut self, weights: &Weights, sentence: &str) {
        self.rows.clear();
        self.stances = [0; STANCES.len()];
        self.ends.clear();
        self.norms.clear();
        self.borders.clear();
        self.ends.push(0);
        self.norms.push(0.0);
        self.borders.push(0);
        let (mut norm, mut chars) = (0.0, 0);
        for clause in letters::clauses(sentence) {
            let clause = &sentence[clause];
            letters::grams(clause, |gram| {
                if let Some(&Gram { row, rarity, stances }) = weights.known.get(&gram) {
                    norm += rarity;
                    self.rows.push(row);
                    self.stances.iter_mut().zip(stances).for_each(|(sum, step)| *sum += i32::from(step));
                }
            });
            chars += clause.chars().count() as u32;
            self.ends.push(self.rows.len());
            self.norms.push(norm);
            self.borders.push(chars);
        }
    }

    /// Adds up the steps of all columns.
    fn add_up(&mut self, weights: &Weights) {
        let width = weights.columns.len();
        self.steps.clear();
        self.steps.resize(width, 0);
        for clause in self.ends.windows(2) {
            let last = self.steps.len() - width;
            self.steps.extend_from_within(last..);
            let sums = &mut self.steps[last + width..];
            for &row in &self.rows[clause[0]..clause[1]] {
                sums.iter_mut().zip(weights.steps_of(row)).for_each(|(sum, &step)| *sum += i32::from(step));
            }
        }
    }

    /// Number of clauses.
    fn clauses(&self) -> usize {
        self.borders.len().saturating_sub(1)
    }

    /// Likelihood of a stance in the sentence as a whole, given its place in [`STANCES`] and its column; needs no sums of
    /// the others.
    fn of_stance(&self, weights: &Weights, place: usize, column: usize) -> f32 {
        weights.likelihood(column, self.stances[place], self.norms.last().copied().unwrap_or_default())
    }

    /// Likelihood of a column in a stretch of clauses, of which the sums are known.
    fn likelihood(&self, weights: &Weights, stretch: &Range<usize>, column: usize) -> f32 {
        let at = |border: usize| self.steps[border * weights.columns.len() + column];
        let norm = self.norms[stretch.end] - self.norms[stretch.start];
        weights.likelihood(column, at(stretch.end) - at(stretch.start), norm)
    }

    /// Where a stretch of clauses begins and ends, in characters.
    fn place(&self, stretch: &Range<usize>) -> Range<u32> {
        self.borders[stretch.start]..self.borders[stretch.end]
    }
}
