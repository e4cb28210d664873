//! A sentence as the weights hear it.

use std::ops::Range;

use super::{LANES, STANCES, Weights, letters};

/// The clauses of a sentence as the weights hear them; the buffers are reused.
#[derive(Debug, Default)]
pub(in crate::narrative) struct Heard {
    /// Numbers of the known signs and pairs, and their steps in the columns of [`STANCES`] added up.
    known: Vec<u16>,
    stances: [i32; STANCES.len()],
    /// For each border between clauses what stands before it: known signs and pairs, ...
    ends: Vec<usize>,
    /// ... sum of their squared rarities, ...
    norms: Vec<f32>,
    /// ... and characters.
    borders: Vec<u32>,
    /// What a step is worth in the sentence as a whole, in log-odds.
    scale: f32,
    /// Sums of steps before each border, one block of columns behind the other, ...
    sums: Vec<[i32; LANES]>,
    /// ... and which blocks are added up.
    is_summed: Vec<bool>,
}

impl Heard {
    /// Looks up the signs and pairs of a sentence.
    pub(super) fn read(&mut self, weights: &Weights, sentence: &str) {
        self.stances = [0; STANCES.len()];
        self.ends.clear();
        self.norms.clear();
        self.borders.clear();
        self.ends.push(0);
        self.norms.push(0.0);
        self.borders.push(0);
        // room for a sign and a pair of each character
        if self.known.len() < 2 * sentence.len() {
            self.known.resize(2 * sentence.len(), 0);
        }
        let (mut count, mut norm, mut chars) = (0, 0.0, 0);
        for clause in letters::clauses(sentence) {
            let clause = &sentence[clause];
            weights.known.find(None, clause, |number| {
                // written always and kept if it counts: a branch would be guessed wrong too often
                self.known[count] = number;
                count += usize::from(usize::from(number) < weights.grams.len());
                let gram = weights.gram(number);
                norm += gram.rarity;
                self.stances.iter_mut().zip(gram.stances).for_each(|(sum, step)| *sum += i32::from(step));
            });
            chars += clause.chars().count() as u32;
            self.ends.push(count);
            self.norms.push(norm);
            self.borders.push(chars);
        }
        self.scale = weights.scale(norm);
        self.is_summed.clear();
        self.is_summed.resize(weights.blocks(), false);
        self.sums.clear();
        self.sums.resize(weights.blocks() * self.borders.len(), [0; LANES]);
    }

    /// Adds up the steps of a column, and of its neighbours, unless they are.
    pub(super) fn add_up(&mut self, weights: &Weights, column: usize) {
        let block = column / LANES;
        if std::mem::replace(&mut self.is_summed[block], true) {
            return;
        }
        let sums = &mut self.sums[block * self.borders.len()..][..self.borders.len()];
        let mut sum = [0; LANES];
        for (clause, before) in self.ends.windows(2).zip(&mut sums[1..]) {
            let clause = weights.sum(&self.known[clause[0]..clause[1]], block);
            sum.iter_mut().zip(clause).for_each(|(sum, clause)| *sum += clause);
            *before = sum;
        }
    }

    /// Number of clauses.
    pub(super) fn clauses(&self) -> usize {
        self.borders.len().saturating_sub(1)
    }

    /// Log-odds of a stance in the sentence as a whole, given its place in [`STANCES`] and its column; needs no sums of
    /// the others.
    pub(super) fn odds_of_stance(&self, weights: &Weights, place: usize, column: usize) -> f32 {
        weights.bias[column] + self.stances[place] as f32 * self.scale
    }

    /// The clauses that are read together, no more than `most` of them.
    pub(super) fn stretches(&self, weights: &Weights, most: usize) -> Vec<Stretch> {
        let clauses = self.clauses();
        let parts = (0..clauses).flat_map(|from| (from + 1..=clauses.min(from + most)).map(move |to| from..to));
        let scale = |part: &Range<usize>| weights.scale(self.norms[part.end] - self.norms[part.start]);
        parts.map(|clauses| Stretch { scale: scale(&clauses), clauses }).collect()
    }

    /// The sentence as a whole.
    pub(super) fn whole(&self) -> Stretch {
        Stretch { clauses: 0..self.clauses(), scale: self.scale }
    }

    /// Log-odds of a column in a stretch; the column is added up.
    pub(super) fn odds(&self, weights: &Weights, stretch: &Stretch, column: usize) -> f32 {
        let sums = &self.sums[column / LANES * self.borders.len()..];
        let at = |border: usize| sums[border][column % LANES];
        weights.bias[column] + (at(stretch.clauses.end) - at(stretch.clauses.start)) as f32 * stretch.scale
    }

    /// Where a stretch begins and ends, in characters.
    pub(super) fn place(&self, stretch: &Stretch) -> Range<u32> {
        self.borders[stretch.clauses.start]..self.borders[stretch.clauses.end]
    }
}

/// Clauses that are read together.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) clauses: Range<usize>,
    /// What a step is worth in them, in log-odds.
    scale: f32,
}

impl Weights {
    /// The steps of known characters and pairs in a block of columns, added up.
    pub(super) fn sum(&self, known: &[u16], block: usize) -> [i32; LANES] {
        let mut sum = [0; LANES];
        for known in known.chunks(MOST_AT_ONCE) {
            let part = together(known.iter().map(|&number| self.steps_of(number)[block]), known.len());
            sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
        sum
    }
}

/// Blocks of which every second lane has room for the sum of all, in 16 bits.
const MOST_AT_ONCE: usize = 256;

/// The sum of at most [`MOST_AT_ONCE`] blocks, whose number is told: all lanes of a block in one number, made positive
/// so that no lane borrows from its neighbour.
fn together(blocks: impl Iterator<Item = [i8; LANES]>, count: usize) -> [i32; LANES] {
    const EVEN: u64 = 0x00FF_00FF_00FF_00FF;
    const RAISE: u64 = 0x8080_8080_8080_8080;
    let (mut even, mut odd) = (0u64, 0u64);
    for block in blocks {
        let raised = u64::from_le_bytes(block.map(i8::cast_unsigned)) ^ RAISE;
        even += raised & EVEN;
        odd += raised >> 8 & EVEN;
    }
    let (even, odd) = (even.to_le_bytes(), odd.to_le_bytes());
    std::array::from_fn(|lane| {
        let sums = if lane % 2 == 0 { even } else { odd };
        i32::from(u16::from_le_bytes([sums[lane / 2 * 2], sums[lane / 2 * 2 + 1]])) - 128 * count as i32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_added_up_each_for_itself() {
        let blocks: Vec<[i8; LANES]> = (0..MOST_AT_ONCE as i32)
            .map(|n| [127, -128, 0, -1, 1, n as i8, -(n % 7) as i8, if n % 2 == 0 { 127 } else { -128 }])
            .collect();
        let sums: [i32; LANES] = std::array::from_fn(|lane| blocks.iter().map(|block| i32::from(block[lane])).sum());
        assert_eq!(together(blocks.iter().copied(), blocks.len()), sums);
        assert_eq!(together(std::iter::empty(), 0), [0; LANES]);
    }
}
