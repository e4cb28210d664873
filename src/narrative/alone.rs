//! Alone: characters that are tokens of their own.
//!
//! A word of one character counts only where it is one: 少 in 较少 or 减少 is another word.

use super::sieve::Marks;

/// Where the tokens of a sentence meet, a bit for each byte; the buffer is reused.
#[derive(Debug, Default)]
pub(super) struct Alone(Vec<u64>);

impl Alone {
    /// Of a sentence of so many bytes, whose tokens end at these.
    pub(super) fn set(&mut self, bytes: u32, token_ends: &[u32]) {
        self.0.clear();
        self.0.resize(bytes as usize / 64 + 1, 0);
        for end in [0].iter().chain(token_ends) {
            if let Some(bits) = self.0.get_mut(*end as usize / 64) {
                *bits |= 1 << (end % 64);
            }
        }
    }

    /// Whether the character is a token.
    #[inline]
    pub(super) fn is(&self, marks: &Marks, char: u32) -> bool {
        let meet = |byte: u32| self.0.get(byte as usize / 64).is_some_and(|bits| bits >> (byte % 64) & 1 == 1);
        meet(marks.byte(char)) & meet(marks.byte(char + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::narrative::letters::Letters;
    use crate::narrative::sieve::Sieve;

    #[test]
    fn a_character_torn_from_a_token_is_none() {
        let (mut marks, mut alone) = (Marks::default(), Alone::default());
        Sieve::new(Letters::of(["少"].into_iter()), &[]).run("培训较少、少", &mut marks, |_| None);
        alone.set(18, &[6, 12, 15, 18]);
        let tokens: Vec<u32> = (0..6).filter(|&char| alone.is(&marks, char)).collect();
        assert_eq!(tokens, [4, 5]);
        alone.set(18, &[3, 6]);
        assert!(alone.is(&marks, 0));
        alone.set(18, &[]);
        assert!(!alone.is(&marks, 0));
    }
}
