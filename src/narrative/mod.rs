//! Narrative: sentences, jieba tokens, themes and statements of one section's prose.

mod alone;
mod aside;
mod brackets;
mod by_examples;
mod candidate;
mod claim;
#[cfg(test)]
mod claim_tests;
mod classes;
mod counted;
mod denial;
mod error;
mod evaluate;
mod frame;
mod gap;
mod gate;
mod heard;
mod keeper;
mod labelled_numbers;
mod letters;
mod lexicon;
mod list;
mod matcher;
mod meant;
mod narrator;
mod numbered;
mod numeral;
mod pattern;
mod reading;
mod rival;
mod role;
mod scene;
mod scope;
mod segment;
mod sentence;
mod shared;
mod sieve;
mod skip;
mod statements;
mod surroundings;
mod tag;
mod taught;
mod tree;
#[cfg(test)]
mod trial;
mod words;

pub use error::DefinitionError;
pub use evaluate::{Label, Labelled, Miss, MissKind, Score, Scores, evaluate};
pub use gap::Gap;
pub use labelled_numbers::{Claimed, LabelledNumber, LabelledNumbers};
pub use lexicon::Lexicon;
pub use narrator::{Desk, Narrator};
pub use scope::Scope;
pub use segment::Segmenter;
pub use sentence::split;
pub use statements::{NamedCell, StatementRules};
pub use taught::{Column, Example, NumberExample, Weights, learn, learn_numbers};

use std::ops::Range;

use crate::document::Span;

/// A section's prose as read.
#[derive(Debug, Clone, Default)]
pub struct Narrative {
    /// Its sentences in order.
    pub sentences: Vec<Sentence>,
    /// The tokens of all sentences, one behind the other: [`Sentence::tokens`] are the places
    /// of a sentence's own.
    pub token_ends: Vec<u32>,
}

impl Narrative {
    /// End of each token of a sentence, in bytes from the sentence's start; tokens are cut from
    /// the simplified text and cover the sentence without gaps.
    pub fn tokens(&self, sentence: &Sentence) -> &[u32] {
        let Range { start, end } = sentence.tokens;
        self.token_ends.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// One sentence of a section.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Byte range in the section's text (and in its simplified twin).
    pub span: Span,
    /// Places of its tokens in [`Narrative::token_ends`].
    pub tokens: Range<u32>,
    /// Whether it states problems, measures, or neither.
    pub role: Role,
    /// Themes found in it, by start.
    pub tags: Vec<Tag>,
    /// Numbers it claims, by start.
    pub statements: Vec<Statement>,
}

/// Role of a sentence; the contract's `role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It states a problem (even if it also states a measure).
    Problem,
    /// It states a measure.
    Measure,
    /// Neither.
    None,
}

impl Role {
    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            Role::Problem => "problem",
            Role::Measure => "measure",
            Role::None => "none",
        }
    }
}

/// Stance of a tag; the contract's `stance`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    /// The sentence states the theme as a problem.
    Problem,
    /// The sentence states a measure against it.
    Measure,
}

impl Stance {
    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            Stance::Problem => "problem",
            Stance::Measure => "measure",
        }
    }

    /// The stance of a code of the contract.
    pub fn of_code(code: &str) -> Option<Self> {
        [Stance::Problem, Stance::Measure].into_iter().find(|stance| stance.code() == code)
    }
}

/// One theme in one sentence. Names are indices into the lexicon that produced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Index of the theme; resolve with the lexicon.
    pub theme: u16,
    /// Problem or measure.
    pub stance: Stance,
    /// Index of the rule; resolve with the lexicon.
    pub rule: u16,
    /// Evidence in **Unicode characters** from the sentence's start, end exclusive.
    pub start: u32,
    /// See `start`.
    pub end: u32,
}

/// One number claimed in the narrative. Metrics are indices into the statement rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Index of the metric; resolve with the statement rules.
    pub metric: u16,
    /// The number.
    pub value: f64,
    /// Unit as the contract names it (`count`, `cny`, …).
    pub unit: &'static str,
    /// Evidence in Unicode characters from the sentence's start, end exclusive.
    pub start: u32,
    /// See `start`.
    pub end: u32,
}
