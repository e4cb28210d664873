//! The scanner: one tree over every word of the lexicon and of the statement rules.
//!
//! One pass over a sentence finds all words that any rule may want; the rules then look at the
//! hits only.

use super::letters::{Letter, Letters};
use super::tree::Tree;

/// Marks a word that one side does not know.
pub(super) const NONE: u16 = u16::MAX;

/// A word found in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// First character.
    pub(super) start: u32,
    /// Character after the last.
    pub(super) end: u32,
    /// First byte.
    pub(super) byte_start: u32,
    /// Byte after the last.
    pub(super) byte_end: u32,
    /// Class in the lexicon, or [`NONE`].
    pub(super) class: u16,
    /// Class in the statement rules, or [`NONE`].
    pub(super) claim: u16,
}

/// The tree of all words; what a word means is packed into its value.
#[derive(Debug)]
pub(super) struct Scanner {
    letters: Letters,
    tree: Tree,
}

impl Scanner {
    /// Builds the tree; both lists are sorted by word and without repeats.
    pub(super) fn new<'a>(
        classes: impl Iterator<Item = (&'a str, u16)>,
        claims: impl Iterator<Item = (&'a str, u16)>,
    ) -> Self {
        let (mut classes, mut claims) = (classes.peekable(), claims.peekable());
        let mut words: Vec<(&str, u32)> = Vec::new();
        loop {
            let word = match (classes.peek(), claims.peek()) {
                (Some(&(one, _)), Some(&(other, _))) => one.min(other),
                (Some(&(word, _)), None) | (None, Some(&(word, _))) => word,
                (None, None) => break,
            };
            let class = classes.next_if(|&(other, _)| other == word).map_or(NONE, |(_, class)| class);
            let claim = claims.next_if(|&(other, _)| other == word).map_or(NONE, |(_, claim)| claim);
            words.push((word, u32::from(class) << 16 | u32::from(claim)));
        }
        let letters = Letters::of(words.iter().map(|&(word, _)| word));
        let tree = Tree::new(&letters, words.into_iter());
        Scanner { letters, tree }
    }

    /// Puts every occurrence of every word into `hits`, by end, the longest first; `spelled`
    /// is a buffer.
    pub(super) fn scan(&self, sentence: &str, spelled: &mut Vec<Letter>, hits: &mut Vec<Hit>) {
        hits.clear();
        self.letters.spell(sentence, spelled);
        for start in 0..spelled.len() {
            let rest = &spelled[start..];
            if rest[0].code == 0 {
                continue;
            }
            self.tree.prefixes(rest, |value, length| {
                hits.push(Hit {
                    start: start as u32,
                    end: (start + length) as u32,
                    byte_start: rest[0].byte,
                    byte_end: rest.get(length).map_or(sentence.len() as u32, |next| next.byte),
                    class: (value >> 16) as u16,
                    claim: value as u16,
                });
            });
        }
        hits.sort_unstable_by_key(|hit| u64::from(hit.end) << 32 | u64::from(hit.start));
    }
}
