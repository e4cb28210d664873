//! The gate: whether the words of a sentence can make a tag at all, asked while they are found.
//!
//! Subject and predicate of some pattern must stand in one clause, in its order; or there is a
//! phrase, or a deficit. Most sentences of a report name things and do things without ever
//! pairing them so. The gate errs on the side of yes.

use super::classes::{Class, Fold};
use super::frame::Frame;
use super::lexicon::Lexicon;

/// What was heard so far of one sentence, its words given by their end.
#[derive(Debug)]
pub(super) struct Gate {
    /// Patterns that reach over clause marks.
    crossing: Fold,
    sentence: Fold,
    clause: Fold,
    /// The clause before.
    before: Fold,
    /// Character at which the clause begins.
    begins: u32,
    /// Clauses end at marks; they do not inside of titles.
    ends: bool,
    open: bool,
}

impl Gate {
    /// A gate before a sentence.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let (sentence, clause, before) = (Fold::default(), Fold::default(), Fold::default());
        Gate { crossing: lexicon.classes.crossing(), sentence, clause, before, begins: 0, ends: true, open: false }
    }

    /// Hears a word at its characters; tells whether it may pair with one before it.
    #[inline]
    pub(super) fn hear(&mut self, (start, end): (u32, u32), fold: &Fold, class: Class) -> bool {
        // a word with a clause mark inside belongs where it begins
        let clause = if start < self.begins { &mut self.before } else { &mut self.clause };
        let mut pairs = clause.fits(fold, &Fold::ALL);
        clause.add(fold);
        if class.any(Class::CROSSES) {
            pairs |= self.sentence.fits(fold, &self.crossing);
            self.sentence.add(fold);
        }
        self.open |= pairs | class.says_alone();
        self.ends &= !class.is(Frame::TitleOpen);
        if class.is(Frame::Clause) & self.ends {
            self.before = std::mem::take(&mut self.clause);
            self.begins = end;
        }
        pairs
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
        let (mut gate, mut at) = (Gate::new(&lexicon), 0);
        for word in words {
            let (_, class) = lexicon.words().find(|(known, _)| known == word).unwrap();
            let start = at;
            at += word.chars().count() as u32;
            gate.hear((start, at), lexicon.classes.fold(class), lexicon.classes.class(class));
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
