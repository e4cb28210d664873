//! The rows of a table as the heaviest chain of candidates in form order.
//!
//! Of the chains so far only the heaviest that ends with each row matters, so a page may repeat a row any number of times.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::page::{Candidate, Page};

/// What prose between two rows counts against their being of one table.
const PROSE_BETWEEN: i32 = 6;

/// The candidates of greatest weight whose rows come in form order.
pub fn heaviest_chain(page: &Page<'_>, candidates: &[Candidate]) -> Vec<usize> {
    let items = &page.stream.items;
    let (mut count, mut at) = (0, 0);
    let prose_before = |c: &Candidate| {
        let here = page.labelled.labels[c.label].first.max(at);
        count += items[at..here].iter().filter(|i| i.is_prose()).count() as u32;
        at = here;
        count
    };
    let prose: Vec<u32> = candidates.iter().map(prose_before).collect();
    heaviest(candidates, &prose)
}

/// The same, knowing how much prose stands before each.
fn heaviest(candidates: &[Candidate], prose: &[u32]) -> Vec<usize> {
    let mut best: Vec<(i32, Option<usize>)> = Vec::with_capacity(candidates.len());
    let mut ending = Ending::default();
    for same in candidates.chunk_by(|a, b| a.label == b.label && a.of_table == b.of_table) {
        let from = best.len();
        for c in same {
            let link = ending.best(c, prose[best.len()]);
            best.push((link.map_or(0, |(weight, _)| weight) + c.weight, link.map(|(_, last)| last)));
        }
        for (at, c) in (from..).zip(same) {
            ending.add(c, prose[at], (best[at].0, at));
        }
    }
    let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, Reverse(i)));
    let mut chain = Vec::new();
    while let Some(i) = at {
        chain.push(i);
        at = best[i].1;
    }
    chain.reverse();
    chain
}

/// The heaviest chains so far that end with each row of a table; of equals, those that end first.
#[derive(Default)]
struct Ending {
    of_table: usize,
    rows: BTreeMap<usize, Ends>,
}

/// A chain's weight and its last candidate.
type End = (i32, usize);

/// The heaviest chains that end with one row.
struct Ends {
    /// How much prose stands before the last of them.
    prose: u32,
    /// Of those with as much prose before them.
    here: End,
    /// Of those with less, which prose parts from what comes.
    before: Option<End>,
}

impl Ending {
    /// The heaviest chain that a candidate may go on with.
    fn best(&self, c: &Candidate, prose: u32) -> Option<End> {
        let less = |(weight, at): End| (weight - PROSE_BETWEEN, at);
        let ends = self.rows.range(..c.row).filter(|_| self.of_table == c.of_table).flat_map(|(_, ends)| {
            let here = if ends.prose < prose { less(ends.here) } else { ends.here };
            [Some(here), ends.before.map(less)].into_iter().flatten()
        });
        ends.reduce(heavier).filter(|&(weight, _)| weight > 0)
    }

    /// Adds a chain. Tables come one behind the other, so those of the table before are of no use any more.
    fn add(&mut self, c: &Candidate, prose: u32, end: End) {
        if self.of_table != c.of_table {
            (self.of_table, self.rows) = (c.of_table, BTreeMap::new());
        }
        let Some(ends) = self.rows.get_mut(&c.row) else {
            self.rows.insert(c.row, Ends { prose, here: end, before: None });
            return;
        };
        if ends.prose < prose {
            let before = ends.before.map_or(ends.here, |before| heavier(before, ends.here));
            *ends = Ends { prose, here: end, before: Some(before) };
        } else {
            ends.here = heavier(ends.here, end);
        }
    }
}

fn heavier(a: End, b: End) -> End {
    if (b.0, Reverse(b.1)) > (a.0, Reverse(a.1)) { b } else { a }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The weight of the heaviest chain that ends with each candidate, each compared with all before it.
    fn slowly(candidates: &[Candidate], prose: &[u32]) -> Vec<usize> {
        let mut best: Vec<(i32, Option<usize>)> = Vec::new();
        for (i, c) in candidates.iter().enumerate() {
            let mut link = (0, None);
            for (j, earlier) in candidates[..i].iter().enumerate() {
                let follows = earlier.row < c.row && earlier.label < c.label && earlier.of_table == c.of_table;
                let weight = best[j].0 - if prose[i] > prose[j] { PROSE_BETWEEN } else { 0 };
                if follows && weight > link.0 {
                    link = (weight, Some(j));
                }
            }
            best.push((link.0 + c.weight, link.1));
        }
        let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, Reverse(i)));
        let mut chain = Vec::new();
        while let Some(i) = at {
            chain.insert(0, i);
            at = best[i].1;
        }
        chain
    }

    proptest! {
        #[test]
        fn the_chain_is_that_of_comparing_all(steps in prop::collection::vec(
            (0..6_usize, 0..3_usize, 1..11_i32, 0..2_u32, 0..8_usize), 0..40,
        )) {
            let (mut label, mut before, mut of_table) = (0, 0, 0);
            let (mut candidates, mut prose) = (Vec::new(), Vec::new());
            for (row, step, weight, more, parted) in steps {
                // A label may name several rows, and stands where it stands.
                label += step;
                before += if step > 0 { more } else { 0 };
                of_table += usize::from(parted == 0 && step > 0);
                candidates.push(Candidate { row, of_table, label, values: 0..0, weight });
                prose.push(before);
            }
            prop_assert_eq!(heaviest(&candidates, &prose), slowly(&candidates, &prose));
        }
    }
}
