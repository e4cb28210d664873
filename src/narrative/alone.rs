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
