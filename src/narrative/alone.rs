//! Alone: characters that are tokens of their own.
//!
//! A word of one character counts only where it is one: 少 in 较少 or 减少 is another word.

use super::sieve::Marks;

/// Tells of characters, asked for in order, whether each is a token of its own.
#[derive(Debug)]
pub(super) struct Alone<'a> {
    marks: &'a Marks,
    /// Byte at which the token begins that was come to.
    begins: u32,
    /// Ends of that token and those behind it, in bytes.
    ends: &'a [u32],
}

impl<'a> Alone<'a> {
    /// Of the marked sentence, whose tokens end at these bytes.
    pub(super) fn new(marks: &'a Marks, token_ends: &'a [u32]) -> Self {
        Alone { marks, begins: 0, ends: token_ends }
    }

    /// Whether the character is a token.
    pub(super) fn is(&mut self, char: u32) -> bool {
        let (start, end) = (self.marks.byte(char), self.marks.byte(char + 1));
        while let Some((&first, rest)) = self.ends.split_first().filter(|&(&first, _)| first <= start) {
            (self.begins, self.ends) = (first, rest);
        }
        self.begins == start && self.ends.first() == Some(&end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::narrative::letters::Letters;
    use crate::narrative::sieve::Sieve;

    #[test]
    fn a_character_torn_from_a_token_is_none() {
        let mut marks = Marks::default();
        Sieve::new(Letters::of(["少"].into_iter()), &[]).run("培训较少、少", &mut marks, |_| None);
        let mut alone = Alone::new(&marks, &[6, 12, 15, 18]);
        let tokens: Vec<u32> = (0..6).filter(|&char| alone.is(char)).collect();
        assert_eq!(tokens, [4, 5]);
        assert!(Alone::new(&marks, &[3, 6]).is(0));
        assert!(!Alone::new(&marks, &[]).is(0));
    }
}
