//! The gate: whether the words of a sentence can make a tag at all, asked while they are found.
//!
//! Subject and predicate of some pattern must stand in one clause, in its order; or there is a
//! phrase, or a deficit. Most sentences of a report name things and do things without ever
//! pairing them so. The gate errs on the side of yes.

use super::classes::{Class, Fold};
use super::lexicon::Lexicon;

/// What was heard so far of one sentence, its words given by their start.
#[derive(Debug)]
pub(super) struct Gate {
    /// Patterns that reach over clause marks.
    crossing: Fold,
    sentence: Fold,
    clause: Fold,
    open: bool,
}

impl Gate {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let (sentence, clause) = (Fold::default(), Fold::default());
        Gate { crossing: lexicon.classes.crossing(), sentence, clause, open: false }
    }

    /// Hears a word; tells whether it may pair with one before it.
    #[inline]
    pub(super) fn hear(&mut self, fold: &Fold, class: Class) -> bool {
        let mut pairs = self.clause.fits(fold, &Fold::ALL);
        self.clause.add(fold);
        if class.any(Class::CROSSES) {
            pairs |= self.sentence.fits(fold, &self.crossing);
            self.sentence.add(fold);
        }
        self.open |= pairs | class.says_alone();
        pairs
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

#[cfg(test)]
mod tests {
    use super::*;

    fn open(words: &[&str]) -> bool {
        let rules = r#"
            [[theme]]
            code = "a"
            [[theme.problem]]
            rule = "clause"
            subject = ["人员"]
            deficit = ["不足"]
            [[theme.problem]]
            rule = "sentence"
            within = "sentence"
            subject = ["经费"]
            deficit = ["落空"]
            [[theme.problem]]
            rule = "phrase"
            phrases = ["缺钱"]"#;
        let lexicon = Lexicon::from_toml(rules).unwrap();
        let mut gate = Gate::new(&lexicon);
        for word in words {
            match lexicon.words().find(|(known, _)| known == word) {
                Some((_, class)) if *word != "，" => {
                    gate.hear(lexicon.classes.fold(class), lexicon.classes.class(class));
                }
                _ => gate.end_clause(),
            }
        }
        gate.is_open()
    }

    #[test]
    fn opens_to_what_may_pair_and_to_nothing_else() {
        for may in [&["人员", "不足"][..], &["经费", "，", "落空"], &["缺钱"], &["，", "人员", "人员", "不足"]]
        {
            assert!(open(may), "{may:?}");
        }
        for not in [&["人员", "，", "不足"][..], &["不足", "人员"], &["人员", "落空"], &["人员"], &[]] {
            assert!(!open(not), "{not:?}");
        }
    }
}
