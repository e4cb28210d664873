//! Words by number: the patterns of a definition file make hundreds of thousands of words, most of them many times.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use toml::Spanned;

use super::error::DefinitionError;
use super::words::Words;

/// The words met so far, each with a number from 0.
pub(super) struct NumberedWords<'a> {
    words: &'a Words<'a>,
    numbers: FxHashMap<String, u32>,
    /// Numbers of the words of each pattern met so far; lists share most of them.
    met: FxHashMap<&'a str, Rc<[u32]>>,
}

impl<'a> NumberedWords<'a> {
    pub(super) fn new(words: &'a Words<'a>) -> Self {
        Self { words, numbers: FxHashMap::default(), met: FxHashMap::default() }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    pub(super) fn number(&mut self, word: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(word).or_insert(next)
    }

    /// Numbers of the words that a pattern stands for; some may repeat.
    pub(super) fn of_pattern(&mut self, pattern: &'a Spanned<String>) -> Result<Rc<[u32]>, DefinitionError> {
        if let Some(numbers) = self.met.get(pattern.as_ref().as_str()) {
            return Ok(Rc::clone(numbers));
        }
        let words = self.words.expand(pattern)?;
        let numbers: Rc<[u32]> = words.into_iter().map(|word| self.number(word)).collect();
        self.met.insert(pattern.as_ref(), Rc::clone(&numbers));
        Ok(numbers)
    }

    /// The words in order, each with its number.
    pub(super) fn sorted(self) -> impl Iterator<Item = (String, u32)> {
        // most words differ in their first characters, and the string itself need not be looked at
        let mut order: Vec<(u128, String, u32)> =
            self.numbers.into_iter().map(|(word, number)| (head(&word), word, number)).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, word, number)| (word, number))
    }
}

/// The first bytes of a word as a number that is ordered as words are.
fn head(word: &str) -> u128 {
    let bytes = word.as_bytes().first_chunk().copied();
    u128::from_be_bytes(bytes.unwrap_or_else(|| {
        let mut bytes = [0; 16];
        bytes[..word.len()].copy_from_slice(word.as_bytes());
        bytes
    }))
}
