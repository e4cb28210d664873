//! Words of the statement rules with their bytes, by which numerals, brackets and years around them are found.

use super::matcher::Hit;
use super::sieve::Marks;
use super::statements::{Signs, StatementRules};

/// A word in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heard {
    /// First character.
    pub(super) start: u32,
    /// Character after the last.
    pub(super) end: u32,
    /// First byte.
    pub(super) byte_start: u32,
    /// Byte after the last.
    pub(super) byte_end: u32,
    /// Class in the statement rules.
    pub(super) claim: u16,
    /// What it says wherever it stands.
    pub(super) signs: Signs,
}

impl Heard {
    /// The words that were found in a sentence, without those that are only the rest of a phrase that is
    /// one thing as a whole: 增长 of 稳增长.
    pub(super) fn all(rules: &StatementRules, hits: &[Hit], marks: &Marks) -> Vec<Self> {
        let heard = |hit: &Hit| Self {
            start: hit.start,
            end: hit.end,
            byte_start: marks.byte(hit.start),
            byte_end: marks.byte(hit.end),
            claim: hit.class,
            signs: rules.signs(hit.class),
        };
        let mut all: Vec<Self> = hits.iter().map(heard).collect();
        let wholes: Vec<Self> = all.iter().filter(|word| word.is(Signs::WHOLE)).copied().collect();
        if !wholes.is_empty() {
            all.retain(|word| !wholes.iter().any(|whole| word.is_rest_of(whole)));
        }
        all
    }

    fn is_rest_of(&self, whole: &Self) -> bool {
        self.start > whole.start && self.end <= whole.end
    }

    /// Whether it says any of these.
    #[inline]
    pub(super) fn is(&self, any: Signs) -> bool {
        self.signs.any(any)
    }
}
