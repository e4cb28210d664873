//! Asides: what a sentence says in passing, and where that ends.
//!
//! What brackets count and which years they name says nothing of a number behind them:
//! `3件（2021年为7件），答复3件`. Parts behind 其中 are told in full once they add up to the number
//! they are parts of; what comes then is no part.

use super::brackets::Brackets;
use super::counted::Counted;
use super::heard::Heard;
use super::statements::Signs;

/// Brackets and completed parts of one sentence, in bytes.
#[derive(Debug, Default)]
pub(super) struct Asides {
    brackets: Brackets,
    /// Brackets with a number in them.
    counting: Brackets,
    /// Start of a word for parts and end of the last of them, in order.
    parts: Vec<(u32, u32)>,
}

impl Asides {
    pub(super) fn new(brackets: Brackets, hits: &[Heard], numbers: &[Counted]) -> Self {
        let are = |sign| move |hit: &&Heard| hit.is(sign);
        let stops: Vec<&Heard> = hits.iter().filter(are(Signs::STOP)).collect();
        let words = hits.iter().filter(are(Signs::PART));
        let parts = words.filter_map(|word| Some((word.byte_start, completed(&stops, numbers, word)?)));
        let mut parts: Vec<(u32, u32)> = parts.collect();
        parts.sort_unstable();
        // Of several words at one place, the first to be told in full says so.
        parts.dedup_by_key(|(at, _)| *at);
        let counts = |open: usize, close: usize| {
            numbers.iter().any(|number| (open..close).contains(&(number.byte_start as usize)))
        };
        let counting = brackets.those(counts);
        Asides { parts, brackets, counting }
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
        let told = self.parts.binary_search_by_key(&word, |&(at, _)| at);
        told.is_ok_and(|at| self.parts[at].1 <= end)
    }
}

/// Where the numbers behind a word for parts add up to the one before it.
fn completed(stops: &[&Heard], numbers: &[Counted], word: &Heard) -> Option<u32> {
    // Where the first stop from a place on ends.
    let stop = |from: u32| stops.iter().filter(|hit| hit.byte_start >= from).map(|hit| hit.byte_end).min();
    let whole = numbers.iter().rev().find(|number| number.hit.byte_end <= word.byte_start)?;
    if stop(whole.hit.byte_end).is_some_and(|stop| stop <= word.byte_start) {
        return None;
    }
    let stop = stop(word.byte_end).unwrap_or(u32::MAX);
    let mut sum = 0.0;
    let parts = numbers.iter().filter(|number| number.byte_start >= word.byte_end);
    for part in parts.take_while(|part| stop > part.byte_start) {
        sum += part.value;
        if sum >= whole.value {
            return (sum == whole.value).then_some(part.hit.byte_end);
        }
    }
    None
}
