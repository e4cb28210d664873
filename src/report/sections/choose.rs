//! Which candidates are the headings: the heaviest sequence in form order.

use std::collections::BTreeMap;

use super::super::SectionCode;
use super::{Candidate, Heading};

/// The heaviest sequence of headings whose sections do not go back; of equals, the later.
pub(super) fn choose(candidates: Vec<Candidate>) -> Vec<Heading> {
    let mut best: Vec<(i32, Option<usize>)> = Vec::with_capacity(candidates.len());
    // The heaviest sequence that ends with each section so far, by its last heading: a page may hold any number of headings.
    let mut ending: BTreeMap<SectionCode, (i32, usize)> = BTreeMap::new();
    for (i, c) in candidates.iter().enumerate() {
        let code = c.heading.code;
        let mut link = (0, None);
        // A section split in two headings (存在问题, 改进措施) goes on; the repeated one counts less.
        let goes_on = ending.get(&code).filter(|_| code == SectionCode::Problems);
        let goes_on = goes_on.map(|&(weight, last)| (weight - c.weight + 1, last));
        for (weight, last) in ending.range(..code).map(|(_, before)| *before).chain(goes_on) {
            if weight >= 0 {
                link = link.max((weight, Some(last)));
            }
        }
        let weight = link.0 + c.weight;
        best.push((weight, link.1));
        let heaviest = ending.entry(code).or_insert((weight, i));
        *heaviest = (*heaviest).max((weight, i));
    }
    let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, i));
    let mut chosen = Vec::new();
    while let Some(i) = at {
        chosen.push(i);
        at = best[i].1;
    }
    chosen.reverse();
    chosen.into_iter().map(|i| candidates[i].heading.clone()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same by comparing each candidate with all before it.
    fn slowly(candidates: &[Candidate]) -> Vec<Heading> {
        let mut best: Vec<(i32, Option<usize>)> = Vec::new();
        for (i, c) in candidates.iter().enumerate() {
            let mut link = (0, None);
            for (j, earlier) in candidates[..i].iter().enumerate() {
                let again = earlier.heading.code == c.heading.code;
                let follows = earlier.heading.code < c.heading.code || again && c.heading.code == SectionCode::Problems;
                let weight = if again { best[j].0 - c.weight + 1 } else { best[j].0 };
                if follows && weight >= link.0 {
                    link = (weight, Some(j));
                }
            }
            best.push((link.0 + c.weight, link.1));
        }
        let mut at = (0..best.len()).max_by_key(|&i| (best[i].0, i));
        let mut chosen = Vec::new();
        while let Some(i) = at {
            chosen.insert(0, candidates[i].heading.clone());
            at = best[i].1;
        }
        chosen
    }

    proptest! {
        #[test]
        fn the_headings_are_those_of_comparing_all(found in prop::collection::vec((1..7_usize, 3..10_i32), 0..40)) {
            let candidate = |(at, (code, weight)): (usize, (usize, i32))| {
                let heading = Heading { code: SectionCode::ALL[code], span: at..at + 1 };
                Candidate { heading, weight }
            };
            let candidates: Vec<Candidate> = found.into_iter().enumerate().map(candidate).collect();
            prop_assert_eq!(choose(candidates.clone()), slowly(&candidates));
        }
    }
}
