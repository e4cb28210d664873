//! Asides: what a sentence says in passing, and where that ends.
//!
//! What brackets count and which years they name says nothing of a number behind them:
//! `3件（2021年为7件），答复3件`. Parts behind 其中 are told in full once they add up to the number
//! they are parts of; what comes then is no part.

use super::brackets::Brackets;
use super::counted::Counted;
use super::heard::Heard;
use super::statements::StatementRules;

/// Brackets and completed parts of one sentence, in bytes.
#[derive(Debug, Default)]
pub(super) struct Asides {
    brackets: Brackets,
    /// Brackets with a number in them.
    counting: Brackets,
    /// Start of a word for parts, end of the last of them.
    parts: Vec<(u32, u32)>,
}

impl Asides {
    pub(super) fn new(rules: &StatementRules, brackets: Brackets, hits: &[Heard], numbers: &[Counted]) -> Self {
        let words = hits.iter().filter(|hit| rules.lists(hit.claim).meets(&rules.frames.part));
        let parts = words.filter_map(|word| Some((word.byte_start, completed(rules, hits, numbers, word)?)));
        let counts = |open: usize, close: usize| {
            numbers.iter().any(|number| (open..close).contains(&(number.byte_start as usize)))
        };
        let counting = brackets.those(counts);
        Asides { parts: parts.collect(), brackets, counting }
    }

    /// Whether byte `at` stands in brackets that are closed before byte `end`.
    pub(super) fn closed(&self, at: usize, end: usize) -> bool {
        self.brackets.closed(at, end)
    }

    /// Whether byte `at` stands in brackets that count something and are closed before byte `end`.
    pub(super) fn counted(&self, at: usize, end: usize) -> bool {
        self.counting.closed(at, end)
    }

    /// Whether the parts that the word at byte `word` announces are told before byte `end`.
    pub(super) fn told(&self, word: u32, end: u32) -> bool {
        self.parts.iter().any(|&(at, last)| at == word && last <= end)
    }
}

/// Where the numbers behind a word for parts add up to the one before it.
fn completed(rules: &StatementRules, hits: &[Heard], numbers: &[Counted], word: &Heard) -> Option<u32> {
    let stops = |from: u32, until: u32| {
        let within = |hit: &&Heard| hit.byte_start >= from && hit.byte_end <= until;
        hits.iter().filter(within).any(|hit| rules.lists(hit.claim).meets(&rules.frames.stop))
    };
    let whole = numbers.iter().rev().find(|number| number.hit.byte_end <= word.byte_start)?;
    if stops(whole.hit.byte_end, word.byte_start) {
        return None;
    }
    let mut sum = 0.0;
    let parts = numbers.iter().filter(|number| number.byte_start >= word.byte_end);
    for part in parts.take_while(|part| !stops(word.byte_end, part.byte_start)) {
        sum += part.value;
        if sum >= whole.value {
            return (sum == whole.value).then_some(part.hit.byte_end);
        }
    }
    None
}
