//! Sets of the word lists that a file of statement rules has.

/// Word lists a file may have.
pub(super) const MOST_LISTS: usize = 384;

/// A set of word lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::narrative) struct Lists([u64; MOST_LISTS / 64]);

impl Lists {
    /// No list.
    pub(super) const NONE: Lists = Lists([0; MOST_LISTS / 64]);

    pub(in crate::narrative) fn insert(&mut self, list: usize) {
        if let Some(word) = self.0.get_mut(list / 64) {
            *word |= 1 << (list % 64);
        }
    }

    pub(in crate::narrative) fn add(&mut self, other: &Lists) {
        self.0 = std::array::from_fn(|at| self.0[at] | other.0[at]);
    }

    /// The lists of the set.
    pub(super) fn each(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, &word)| {
            let bits = std::iter::successors(Some(word), |bits| Some(bits & bits.wrapping_sub(1)));
            bits.take_while(|&bits| bits != 0).map(move |bits| at * 64 + bits.trailing_zeros() as usize)
        })
    }

    #[inline]
    pub(in crate::narrative) fn covers(&self, needed: &Lists) -> bool {
        self.0.iter().zip(&needed.0).all(|(word, needed)| needed & !word == 0)
    }

    #[inline]
    pub(in crate::narrative) fn meets(&self, other: &Lists) -> bool {
        self.0.iter().zip(&other.0).any(|(word, other)| word & other != 0)
    }
}
