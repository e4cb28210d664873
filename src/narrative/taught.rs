//! What labelled sentences have taught: a second reading of each sentence and of each number, beside the rules.
//!
//! Rules know the wordings that somebody thought of. Weights of characters and pairs of characters, learned from
//! labelled sentences, know how likely each theme is in a sentence whatever its wording: they drop what a rule found by
//! accident and add what no rule has words for. `pipelines/weights.txt` is made from `pipelines/examples.jsonl` and
//! the labelled sentences of the tests by `gongkai themes learn`; which likelihoods decide is said in the lexicon's `[examples]`.

mod file;
mod grams;
mod heard;
mod learn;
mod letters;
mod minimum;
mod numbers;
mod opinion;

pub(super) use heard::Heard;
pub use learn::{Example, learn};
pub(super) use numbers::{Around, NumberOpinion};
pub use numbers::{NumberExample, learn_numbers};
pub(super) use opinion::{Likelihoods, Opinion};

use super::Stance;
use grams::Grams;

/// What a column of weights tells: whether a sentence carries some label of a theme, of a stance, or of both; of a number,
/// whether it counts a metric, whose code then stands for a theme's.
///
/// Columns are in order of their stance, so that those of one stance stand together: they are asked for together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// The stance; any if none.
    pub stance: Option<Stance>,
    /// Code of the theme, or of the metric; any if none.
    pub theme: Option<String>,
}

/// Weights of characters and pairs of characters for each column.
///
/// The likelihood of a column in a text is the logistic function of its bias plus the sum of the weights of all known
/// characters and pairs in the text, divided by the Euclidean norm of their rarities.
#[derive(Debug, Clone)]
pub struct Weights {
    columns: Vec<Column>,
    /// Bias of each column, in log-odds.
    bias: Vec<f32>,
    /// One step of a weight, in log-odds.
    step: f32,
    /// The characters and pairs by number, ...
    names: Vec<String>,
    /// ... what is needed of each in every sentence, ...
    grams: Vec<Gram>,
    /// ... and the steps of each, in blocks of so many columns.
    steps: Vec<[i8; LANES]>,
    /// Finds the numbers.
    known: Grams,
}

/// Columns that are added up together.
const LANES: usize = 8;

/// What is needed of a character or pair in every sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Gram {
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
        let whole = heard.whole();
        let of_column = |column| {
            heard.add_up(self, column);
            likelihood(heard.odds(self, &whole, column))
        };
        (0..self.columns.len()).map(of_column).collect()
    }

    /// Number of blocks of columns.
    fn blocks(&self) -> usize {
        self.columns.len().div_ceil(LANES)
    }

    /// What is known of a character or pair; nothing of an unknown one.
    #[inline]
    fn gram(&self, number: u16) -> Gram {
        self.grams.get(usize::from(number)).copied().unwrap_or_default()
    }

    /// The steps of a known character or pair, block by block.
    #[inline]
    fn steps_of(&self, number: u16) -> &[[i8; LANES]] {
        &self.steps[usize::from(number) * self.blocks()..][..self.blocks()]
    }

    /// What a step is worth where the squared rarities add up to so much, in log-odds.
    fn scale(&self, norm: f32) -> f32 {
        if norm > 0.0 { self.step / norm.sqrt() } else { 0.0 }
    }

    /// The column of a stance, whatever the theme.
    fn column_of(&self, stance: Stance) -> Option<usize> {
        self.columns.iter().position(|column| column.theme.is_none() && column.stance == Some(stance))
    }
}

/// The likelihood of what has these log-odds: the logistic function.
fn likelihood(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// The log-odds of a likelihood; infinite for 1.
fn log_odds(likelihood: f32) -> f32 {
    (likelihood / (1.0 - likelihood)).ln()
}
