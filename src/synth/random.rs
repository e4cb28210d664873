//! Chance that repeats: the same seed and report number give the same draws on every machine.
//!
//! PCG-64 is specified and tested against reference vectors, and the draws below are plain integer
//! arithmetic on its output, so a set of reports stays the same when dependencies move on.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{Rng, SeedableRng};

/// The draws of one report.
#[derive(Debug, Clone)]
pub struct Random(Pcg64Mcg);

impl Random {
    /// The draws of report `index` in the set `seed`; reports do not depend on each other.
    pub fn of_report(seed: u64, index: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seed.to_le_bytes());
        hasher.update(&index.to_le_bytes());
        let mut state = [0; 16];
        state.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Self(Pcg64Mcg::from_seed(state))
    }

    /// A number below `n`; 0 for `n` = 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.0.next_u64()) * n as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn range(&mut self, low: u32, high: u32) -> u32 {
        low + self.below((high.saturating_sub(low) + 1) as usize) as u32
    }

    /// `true` in a share `p` of all draws.
    pub fn chance(&mut self, p: f64) -> bool {
        // 53 bits, so that every p in [0, 1] is met exactly.
        ((self.0.next_u64() >> 11) as f64) < p * (1u64 << 53) as f64
    }

    /// One of the items.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// One of the items, by reference.
    pub fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Some of the numbers below `n`, each once, in ascending order.
    pub fn some_of(&mut self, n: usize, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..n).collect();
        for i in 0..count.min(n) {
            let j = i + self.below(n - i);
            all.swap(i, j);
        }
        all.truncate(count.min(n));
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_pinned() {
        let mut random = Random::of_report(7, 3);
        let draws: Vec<usize> = (0..6).map(|_| random.below(1000)).collect();
        assert_eq!(draws, [287, 764, 1, 286, 822, 789]);
    }

    #[test]
    fn some_of_gives_each_number_once() {
        let mut random = Random::of_report(1, 1);
        let some = random.some_of(9, 5);
        assert!(some.len() == 5 && some.windows(2).all(|w| w[0] < w[1]) && some[4] < 9);
    }
}
