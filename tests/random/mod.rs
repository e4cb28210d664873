//! Numbers that look random and are the same everywhere (SplitMix64).
#![allow(dead_code, reason = "not every test that takes numbers needs them in every form")]

/// A stream of numbers, told by its seed.
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A place in something of this length; 0 where it is empty.
    pub fn place(&mut self, length: usize) -> usize {
        self.below(length.max(1) as u64) as usize
    }

    /// One of several.
    pub fn choose<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.place(items.len())]
    }
}
