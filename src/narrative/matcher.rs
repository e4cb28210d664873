//! The scanner: a sieve and a tree over every word of the lexicon and of the statement rules.
//!
//! One pass over a sentence marks where words may begin; the words themselves are looked up
//! only in sentences that may be tagged or counted, those of both sides at once.

use rustc_hash::FxHashMap;

use super::alone::Alone;
use super::classes::{Class, Fold};
use super::error::DefinitionError;
use super::gate::Gate;
use super::letters::Letters;
use super::lexicon::Lexicon;
use super::numeral;
use super::sentence;
use super::sieve::{CLAIM, CLASS, COUNTS, Kinds, Marks, PLAYER, Sieve};
use super::statements::{Kind, StatementRules};
use super::tree::{Finds, Found, NO_WORD, Tree};

/// Marks a word that one side does not know.
pub(super) const NONE: u16 = u16::MAX;

/// A word found in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// First character.
    pub(super) start: u32,
    /// Character after the last.
    pub(super) end: u32,
    /// Class in the rules that it is a word of.
    pub(super) class: u16,
    /// It may be the second half of a pair; errs on the side of yes.
    pub(super) pairs: bool,
    /// It is one character torn from a token, and no word.
    pub(super) torn: bool,
}

impl Hit {
    /// The characters it stands in.
    pub(super) fn place(&self) -> (u32, u32) {
        (self.start, self.end)
    }

    /// Whether it stands in these characters and is not all of them.
    pub(super) fn is_inside(&self, (start, end): (u32, u32)) -> bool {
        start <= self.start && self.end <= end && (start, end) != self.place()
    }
}

/// The words of one sentence; the buffers are reused.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Words of the lexicon by end, the longest first.
    pub(super) class: Vec<Hit>,
    /// Words of the statement rules, likewise.
    pub(super) claim: Vec<Hit>,
    /// What the words of the lexicon are, all together.
    pub(super) classes: Class,
    finds: Finds,
    order: Order,
    alone: Alone,
}

/// What a word means to either side, all in one place of the memory.
#[derive(Debug)]
struct Meaning {
    fold: Fold,
    shape: Class,
    /// Class in the lexicon, or [`NONE`].
    class: u16,
    /// Class in the statement rules, or [`NONE`].
    claim: u16,
}

/// The tree of all words with the sieve in front of it; what a word means is packed into its
/// value.
#[derive(Debug)]
pub(super) struct Scanner {
    sieve: Sieve,
    tree: Tree,
    /// What the words with each value in the tree mean.
    meanings: Vec<Meaning>,
}

impl Scanner {
    pub(super) fn new(lexicon: &Lexicon, statements: &StatementRules) -> Result<Self, DefinitionError> {
        let (mut classes, mut claims) = (lexicon.words().peekable(), statements.words().peekable());
        let mut words: Vec<(&str, u16)> = Vec::new();
        let (mut meanings, mut known) = (Vec::new(), FxHashMap::default());
        loop {
            let word = match (classes.peek(), claims.peek()) {
                (Some(&(one, _)), Some(&(other, _))) => one.min(other),
                (Some(&(word, _)), None) | (None, Some(&(word, _))) => word,
                (None, None) => break,
            };
            let class = classes.next_if(|&(other, _)| other == word).map_or(NONE, |(_, class)| class);
            let claim = claims.next_if(|&(other, _)| other == word).map_or(NONE, |(_, claim)| claim);
            let value = *known.entry((class, claim)).or_insert_with(|| {
                let (fold, shape) = (*lexicon.classes.fold(class), lexicon.classes.class(class));
                meanings.push(Meaning { fold, shape, class, claim });
                meanings.len() - 1
            });
            words.push((word, u16::try_from(value).unwrap_or(NO_WORD)));
        }
        if meanings.len() > usize::from(NO_WORD) {
            return Err(too_much("words play too many different parts"));
        }
        let marks = String::from_iter(sentence::MARKS);
        let letters = Letters::of(words.iter().map(|&(word, _)| word).chain([numeral::LAST, &marks]));
        let mut sieve = Sieve::new(letters, &sentence::MARKS);
        for &(word, value) in &words {
            let Meaning { class, claim, .. } = meanings[usize::from(value)];
            sieve.add(word, kinds(lexicon, statements, class, claim));
            if statements.kind(claim) == Kind::Measure
                && let Some(first) = word.chars().next()
            {
                numeral::LAST.chars().for_each(|last| sieve.add(&String::from_iter([last, first]), COUNTS));
            }
        }
        let tree = Tree::new(sieve.letters(), words.iter().copied());
        if !tree.fits() {
            return Err(too_much("too many words"));
        }
        Ok(Scanner { sieve, tree, meanings })
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

    /// Looks up the words of the marked sentence, whose tokens end at these bytes; tells whether it
    /// may be tagged. Nothing is looked up for a side that can make nothing of the sentence.
    pub(super) fn words(&self, lexicon: &Lexicon, marks: &Marks, token_ends: &[u32], hits: &mut Hits) -> bool {
        hits.class.clear();
        hits.claim.clear();
        hits.classes = Class::default();
        let tags = marks.kinds & PLAYER != 0;
        let wanted = if tags { CLASS } else { 0 } | if marks.kinds & COUNTS != 0 { CLAIM } else { 0 };
        if wanted == 0 {
            return false;
        }
        let Hits { class, claim, classes, finds, order, alone } = hits;
        let starts = marks.all().iter().filter(|mark| mark.is(wanted)).map(|mark| mark.char);
        let found = order.by_end(self.tree.find(marks.letters(), starts, finds), marks.chars());
        alone.set(marks.byte(marks.chars() as u32), token_ends);
        let mut gate = Gate::new(lexicon);
        for &Found { start, end, value } in found {
            let Some(meaning) = self.meanings.get(usize::from(value)) else { continue };
            if tags && meaning.class != NONE {
                let torn = end - start == 1 && !alone.is(marks, start);
                let pairs = !torn && gate.hear((start, end), &meaning.fold, meaning.shape);
                *classes |= meaning.shape;
                class.push(Hit { start, end, class: meaning.class, pairs, torn });
            }
            if wanted & CLAIM != 0 && meaning.claim != NONE {
                claim.push(Hit { start, end, class: meaning.claim, pairs: false, torn: false });
            }
        }
        gate.is_open()
    }
}

/// Puts words in order; the buffers are reused.
#[derive(Debug, Default)]
struct Order {
    /// For each character, how many words end before it.
    places: Vec<u32>,
    words: Vec<Found>,
}

impl Order {
    /// The words of a sentence of so many characters by end, the longest first. They come with
    /// those of equal length together, the shortest first.
    fn by_end(&mut self, found: &[Found], chars: usize) -> &[Found] {
        self.places.clear();
        self.places.resize(chars + 1, 0);
        if self.words.len() < found.len() {
            self.words.resize(found.len(), Found::default());
        }
        let (places, words) = (&mut self.places[..], &mut self.words[..found.len()]);
        found.iter().for_each(|word| places[word.end as usize] += 1);
        let mut sum = 0;
        for place in places.iter_mut() {
            sum += std::mem::replace(place, sum);
        }
        for word in found.iter().rev() {
            let place = &mut places[word.end as usize];
            words[*place as usize] = *word;
            *place += 1;
        }
        words
    }
}

fn too_much(problem: &str) -> DefinitionError {
    DefinitionError { line: 1, problem: problem.to_owned(), hint: "use fewer rules".to_owned() }
}

/// What a word lets hope for.
fn kinds(lexicon: &Lexicon, statements: &StatementRules, class: u16, claim: u16) -> Kinds {
    let mut kinds = 0;
    if class != NONE {
        kinds |= CLASS;
        if lexicon.classes.class(class).plays() {
            kinds |= PLAYER;
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
