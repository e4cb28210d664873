//! The signs and pairs of signs that weights know, as a word tree: each sign of a sentence is one step down for the pair
//! that it ends and one for itself.

use super::letters::{self, Place};
use crate::narrative::letters::Letters;
use crate::narrative::tree::{NO_WORD, Row, Tree};

/// What stands in the tree, by the numbers of its words.
#[derive(Debug, Clone)]
pub(super) struct Grams {
    letters: Letters,
    tree: Tree,
}

impl Grams {
    /// Most that can be told apart.
    pub(super) const MOST: usize = NO_WORD as usize;

    /// The signs and pairs of a list, numbered as they stand in it. Of equal ones the last counts, of more than
    /// [`Grams::MOST`] the first.
    pub(super) fn of(list: &[String]) -> Self {
        let letters = Letters::of(list.iter().map(String::as_str));
        let mut words: Vec<(&str, u16)> = list.iter().map(String::as_str).zip(0..NO_WORD).collect();
        words.sort();
        let tree = Tree::new(&letters, words.into_iter());
        Self { letters, tree }
    }

    /// Calls `each` with the number of every sign and every pair of a clause, which is at least the length of the list
    /// for what is not in it.
    #[inline]
    pub(super) fn find(&self, place: Place, clause: &str, mut each: impl FnMut(u16)) {
        let begin = self.tree.begin();
        let begin = place.map_or(begin, |place| self.tree.follow(begin, self.letters.code(place)).1);
        let mut before = Row::NOWHERE;
        for sign in letters::signs(clause) {
            let letter = self.letters.code(sign);
            let (pair, _) = self.tree.follow(before, letter);
            let (single, here) = self.tree.follow(begin, letter);
            each(single);
            each(pair);
            before = here;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_pairs_are_found_by_their_numbers() {
        let list = ["员", "人员", "0", "𠀀人", "员少", "人员", ">员", ">人员"].map(str::to_owned);
        let grams = Grams::of(&list);
        let found = |place, clause: &str| {
            let mut found = Vec::new();
            grams.find(place, clause, |number| found.push(number));
            found.retain(|&number| usize::from(number) < list.len());
            found
        };
        assert_eq!(found(None, "人员 少12"), [0, 5, 4, 2]);
        assert_eq!(found(None, "𠀀人少员"), [3, 0]);
        assert_eq!(found(Some('>'), "人员少"), [6, 7]);
        assert!(found(Some('<'), "人员").is_empty());
        assert!(found(None, "").is_empty());
        assert!(Grams::of(&[]).tree.fits());
    }
}
