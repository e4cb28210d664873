//! The scanner: a sieve and a tree over every word of the lexicon and of the statement rules.
//!
//! One pass over a sentence marks where words may begin; the words themselves are looked up
//! only in sentences that may be tagged or counted.

use super::classes::Class;
use super::letters::Letters;
use super::lexicon::Lexicon;
use super::numeral;
use super::sentence;
use super::sieve::{CLAIM, CLASS, COUNTS, Kinds, Mark, Marks, SAYS, Sieve};
use super::statements::{Kind, StatementRules};
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

/// The words of one sentence by end, the longest first; the buffers are reused.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Words of the lexicon, if the sentence may be tagged.
    pub(super) class: Vec<Hit>,
    /// Words of the statement rules, if the sentence may claim something.
    pub(super) claim: Vec<Hit>,
    /// What the words of the lexicon are, all together.
    pub(super) classes: Class,
}

/// The tree of all words with the sieve in front of it; what a word means is packed into its
/// value.
#[derive(Debug)]
pub(super) struct Scanner {
    sieve: Sieve,
    letters: Letters,
    tree: Tree,
}

impl Scanner {
    pub(super) fn new(lexicon: &Lexicon, statements: &StatementRules) -> Self {
        let mut sieve = Sieve::new(&sentence::MARKS);
        let (mut classes, mut claims) = (lexicon.words().peekable(), statements.words().peekable());
        let mut words: Vec<(&str, u32)> = Vec::new();
        loop {
            let word = match (classes.peek(), claims.peek()) {
                (Some(&(one, _)), Some(&(other, _))) => one.min(other),
                (Some(&(word, _)), None) | (None, Some(&(word, _))) => word,
                (None, None) => break,
            };
            let class = classes.next_if(|&(other, _)| other == word).map_or(NONE, |(_, class)| class);
            let claim = claims.next_if(|&(other, _)| other == word).map_or(NONE, |(_, claim)| claim);
            sieve.add(word, kinds(lexicon, statements, class, claim));
            if claim != NONE
                && statements.kind(claim) == Kind::Measure
                && let Some(first) = word.chars().next()
            {
                numeral::LAST.chars().for_each(|last| sieve.add(&String::from_iter([last, first]), COUNTS));
            }
            words.push((word, u32::from(class) << 16 | u32::from(claim)));
        }
        let letters = Letters::of(words.iter().map(|&(word, _)| word));
        let tree = Tree::new(&letters, words.into_iter());
        Scanner { sieve, letters, tree }
    }

    /// Marks the sentence that begins at byte `from`; returns where it ends.
    pub(super) fn mark(&self, text: &str, from: usize, marks: &mut Marks) -> sentence::Ending {
        let mut found = None;
        let end = self.sieve.run(text.get(from..).unwrap_or_default(), marks, |at| {
            found = sentence::ending(text, from + at);
            found.as_ref().map(|ending| ending.end - from)
        });
        found.unwrap_or(sentence::Ending { end: from + end, next: from + end })
    }

    /// Puts every word into `hits` that the rules may want of the marked sentence.
    pub(super) fn look_up(&self, lexicon: &Lexicon, sentence: &str, marks: &Marks, hits: &mut Hits) {
        hits.class.clear();
        hits.claim.clear();
        hits.classes = Class::default();
        if marks.kinds & SAYS != 0 {
            for mark in marks.all().iter().filter(|mark| mark.is(CLASS)) {
                self.words(sentence, *mark, |hit| {
                    if hit.class != NONE {
                        hits.classes |= lexicon.classes.class(hit.class);
                        put(&mut hits.class, hit);
                    }
                });
            }
        }
        if marks.kinds & COUNTS != 0 {
            for mark in marks.all().iter().filter(|mark| mark.is(CLAIM)) {
                self.words(sentence, *mark, |hit| {
                    if hit.claim != NONE {
                        put(&mut hits.claim, hit);
                    }
                });
            }
        }
    }

    /// The words that begin at a mark.
    fn words(&self, sentence: &str, mark: Mark, mut each: impl FnMut(Hit)) {
        let Some(rest) = sentence.get(mark.byte() as usize..) else { return };
        self.tree.prefixes(&self.letters, rest, |value, length, bytes| {
            each(Hit {
                start: mark.char(),
                end: mark.char() + length,
                byte_start: mark.byte(),
                byte_end: mark.byte() + bytes,
                class: (value >> 16) as u16,
                claim: value as u16,
            });
        });
    }
}

/// What a word lets hope for.
fn kinds(lexicon: &Lexicon, statements: &StatementRules, class: u16, claim: u16) -> Kinds {
    let mut kinds = 0;
    if class != NONE {
        kinds |= CLASS;
        if lexicon.classes.class(class).says() {
            kinds |= SAYS;
        }
    }
    if claim != NONE {
        kinds |= CLAIM;
        if statements.kind(claim) == Kind::None {
            kinds |= COUNTS;
        }
    }
    kinds
}

/// Words come by their start; few have to move to stand by their end.
#[inline]
fn put(hits: &mut Vec<Hit>, hit: Hit) {
    let order = |hit: &Hit| (hit.end, hit.start);
    let mut at = hits.len();
    hits.push(hit);
    while let Some(before) = at.checked_sub(1)
        && order(&hits[before]) > order(&hit)
    {
        hits.swap(before, at);
        at = before;
    }
}
