//! The gate: whether the words of a sentence can make a tag at all, asked while they are found.
//!
//! Subject and predicate of some pattern must stand in one clause, in its order; or there is a
//! phrase, or a deficit. Most sentences of a report name things and do things without ever
//! pairing them so. The gate errs on the side of yes.

use super::classes::{Classes, Fold};
use super::frame::Frame;
use super::lexicon::Lexicon;

/// What was heard so far of one sentence, its words given by their start.
#[derive(Debug)]
pub(super) struct Gate<'a> {
    classes: &'a Classes,
    /// Patterns that reach over clause marks.
    crossing: Fold,
    sentence: Fold,
    clause: Fold,
    open: bool,
}

impl<'a> Gate<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        let (sentence, clause) = (Fold::default(), Fold::default());
        Gate { classes: &lexicon.classes, crossing: lexicon.classes.crossing(), sentence, clause, open: false }
    }

    /// Hears a word.
    #[inline]
    pub(super) fn hear(&mut self, class: u16) {
        let fold = self.classes.fold(class);
        self.open |= self.clause.fits(fold, &Fold::ALL) | self.sentence.fits(fold, &self.crossing);
        self.open |= self.classes.class(class).says_alone();
        self.clause.add(fold);
        self.sentence.add(fold);
    }

    /// A clause ends.
    #[inline]
    pub(super) fn end_clause(&mut self) {
        self.clause = Fold::default();
    }

    /// Whether there may be a tag.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }
}
