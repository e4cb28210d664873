//! Letters: the characters of the words, numbered; frequent ones first.

use std::collections::{BTreeMap, HashMap};

/// Characters of the basic plane.
pub(super) const PLANE: usize = 0x1_0000;

/// The numbers of all characters.
#[derive(Debug, Clone)]
pub(super) struct Letters {
    plane: Box<[u16; PLANE]>,
    others: HashMap<char, u16>,
}

impl Letters {
    /// Numbers the characters of the words. What does not fit 16 bits counts as unknown.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut counts = vec![0u32; PLANE];
        let mut rare: BTreeMap<char, u32> = BTreeMap::new();
        for c in words.flat_map(str::chars) {
            match counts.get_mut(c as usize) {
                Some(count) => *count += 1,
                None => *rare.entry(c).or_default() += 1,
            }
        }
        let plane = counts.iter().zip(0u32..).filter(|(count, _)| **count > 0);
        let plane = plane.filter_map(|(&count, c)| Some((char::from_u32(c)?, count)));
        let mut all: Vec<(char, u32)> = plane.chain(rare).collect();
        all.sort_by_key(|&(c, count)| (std::cmp::Reverse(count), c));
        let mut letters = Letters { plane: Box::new([0; PLANE]), others: HashMap::new() };
        for ((c, _), code) in all.into_iter().zip(1..u16::MAX) {
            match letters.plane.get_mut(c as usize) {
                Some(place) => *place = code,
                None => drop(letters.others.insert(c, code)),
            }
        }
        letters
    }

    /// Numbers of the characters of the basic plane.
    pub(super) fn plane(&self) -> &[u16; PLANE] {
        &self.plane
    }

    /// Number of a character; 0 if no word has it.
    pub(super) fn code(&self, c: char) -> u16 {
        match self.plane.get(c as usize) {
            Some(&code) => code,
            None => self.others.get(&c).copied().unwrap_or_default(),
        }
    }
}
