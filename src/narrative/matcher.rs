//! The scanner: a sieve and a tree over every word of the lexicon and of the statement rules.
//!
//! One pass over a sentence marks where words may begin; the words themselves are looked up
//! only in sentences that may be tagged or counted.

use rustc_hash::FxHashMap;

use super::alone::Alone;
use super::classes::{Class, Fold};
use super::error::DefinitionError;
use super::frame::Frame;
use super::gate::Gate;
use super::letters::Letters;
use super::lexicon::Lexicon;
use super::numeral;
use super::sentence;
use super::sieve::{CLAIM, CLASS, CLAUSE, COUNTS, Kinds, Mark, Marks, PLAYER, Sieve, TITLE};
use super::statements::{Kind, StatementRules};
use super::tree::{NO_WORD, Tree};

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

/// The words of one sentence; the buffers are reused.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Words of the lexicon by end, the longest first.
    pub(super) class: Vec<Hit>,
    /// Words of the statement rules, likewise.
    pub(super) claim: Vec<Hit>,
    /// What the words of the lexicon are, all together.
    pub(super) classes: Class,
    /// Words that begin where a player of the lexicon may begin, by start.
    players: Vec<Hit>,
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
    /// A shield hides a clause mark, so that clauses end only where the scene says so.
    hidden_marks: bool,
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
            return Err(DefinitionError {
                line: 1,
                problem: "words play too many different parts".to_owned(),
                hint: "use fewer rules".to_owned(),
            });
        }
        let marks = String::from_iter(sentence::MARKS);
        let letters = Letters::of(words.iter().map(|&(word, _)| word).chain([numeral::LAST, &marks]));
        let mut sieve = Sieve::new(letters, &sentence::MARKS);
        let mut hidden_marks = false;
        for &(word, value) in &words {
            let Meaning { class, claim, .. } = meanings[usize::from(value)];
            sieve.add(word, kinds(lexicon, statements, class, claim));
            if statements.kind(claim) == Kind::Measure
                && let Some(first) = word.chars().next()
            {
                numeral::LAST.chars().for_each(|last| sieve.add(&String::from_iter([last, first]), COUNTS));
            }
            let shields = lexicon.classes.class(class).is(Frame::Shield);
            hidden_marks |= shields && Frame::Clause.marks().iter().any(|mark| word.contains(mark));
        }
        let tree = Tree::new(sieve.letters(), words.iter().copied());
        Ok(Scanner { sieve, tree, meanings, hidden_marks })
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

    /// Looks up the players of the marked sentence, whose tokens end at these bytes; tells whether
    /// it may be tagged.
    pub(super) fn players(&self, lexicon: &Lexicon, marks: &Marks, token_ends: &[u32], hits: &mut Hits) -> bool {
        hits.players.clear();
        if marks.kinds & PLAYER == 0 {
            return false;
        }
        let (mut gate, mut alone) = (Gate::new(lexicon), Alone::new(marks, token_ends));
        let mut ends = !self.hidden_marks;
        for mark in marks.all() {
            ends &= !mark.is(TITLE);
            if mark.is(PLAYER) {
                self.words(marks, *mark, |start, end, meaning| {
                    if meaning.class != NONE {
                        let torn = end - start == 1 && !alone.is(start);
                        let pairs = !torn && gate.hear(&meaning.fold, meaning.shape);
                        hits.players.push(Hit { start, end, class: meaning.class, pairs, torn });
                    }
                });
            } else if mark.is(CLAUSE) && ends {
                gate.end_clause();
            }
        }
        gate.is_open()
    }

    /// Looks up the other words of the lexicon, after the players.
    pub(super) fn others(&self, lexicon: &Lexicon, marks: &Marks, token_ends: &[u32], hits: &mut Hits) {
        let Hits { class, classes, players, .. } = hits;
        class.clear();
        *classes = Class::default();
        let (mut players, mut alone) = (players.iter().peekable(), Alone::new(marks, token_ends));
        let mut take = |hit: Hit| {
            *classes |= lexicon.classes.class(hit.class);
            put(class, hit);
        };
        for mark in marks.all().iter().filter(|mark| mark.is(CLASS)) {
            if mark.is(PLAYER) {
                while let Some(&hit) = players.next_if(|hit| hit.start == mark.char) {
                    take(hit);
                }
            } else {
                self.words(marks, *mark, |start, end, &Meaning { class, .. }| {
                    if class != NONE {
                        let torn = end - start == 1 && !alone.is(start);
                        take(Hit { start, end, class, pairs: false, torn });
                    }
                });
            }
        }
    }

    /// Looks up the words of the statement rules if the marked sentence may claim something.
    pub(super) fn claims(&self, marks: &Marks, hits: &mut Hits) {
        hits.claim.clear();
        if marks.kinds & COUNTS == 0 {
            return;
        }
        for mark in marks.all().iter().filter(|mark| mark.is(CLAIM)) {
            self.words(marks, *mark, |start, end, &Meaning { claim, .. }| {
                if claim != NONE {
                    put(&mut hits.claim, Hit { start, end, class: claim, pairs: false, torn: false });
                }
            });
        }
    }

    /// Calls `each` with first character, end and meaning of the words that begin at a mark.
    #[inline]
    fn words(&self, marks: &Marks, mark: Mark, mut each: impl FnMut(u32, u32, &Meaning)) {
        self.tree.prefixes(marks.letters_from(mark.char), |value, length| {
            if let Some(meaning) = self.meanings.get(usize::from(value)) {
                each(mark.char, mark.char + length, meaning);
            }
        });
    }
}

/// What a word lets hope for.
fn kinds(lexicon: &Lexicon, statements: &StatementRules, class: u16, claim: u16) -> Kinds {
    let mut kinds = 0;
    if class != NONE {
        kinds |= CLASS;
        let class = lexicon.classes.class(class);
        for (is, kind) in
            [(class.plays(), PLAYER), (class.is(Frame::Clause), CLAUSE), (class.is(Frame::TitleOpen), TITLE)]
        {
            kinds |= if is { kind } else { 0 };
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
