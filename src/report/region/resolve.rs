//! From the places a report names to the one place it is about.
//!
//! The publisher's own prefix beats everything. Where it has none (`应急管理局`, `白沙镇人民政府`),
//! page data and text are weighed: the lowest division named often, consistent with its parents.
//! A name borne by several divisions counts only when something else in the page settles which.

use std::collections::HashMap;

use super::division::Level;
use super::divisions::{Divisions, Hit};
use super::evidence::{Case, Evidence, RegionWords, Tally};

/// Weight from which the edges of a text settle a matter and its middle is not read.
const CLEAR: u32 = 4;

/// The division a report is about; `None` rather than a guess.
pub fn resolve(evidence: &Evidence<'_>, words: &RegionWords, divisions: &Divisions) -> Option<u32> {
    let case = Case { e: evidence, words, divisions };
    let own = [evidence.publisher, evidence.title].into_iter().flatten().map(|t| case.chain(t)).find(|c| !c.is_empty());
    let Some(own) = own else {
        return case.weigh(None);
    };
    let own = case.settle(own)?;
    let low = divisions.get(own).is_some_and(|d| d.level == Level::County);
    if evidence.township && !low { case.weigh(Some(own)).or(Some(own)) } else { Some(own) }
}

impl Case<'_> {
    /// The chain of names at the head of an agency's name, as the divisions it may mean.
    fn chain(&self, text: &str) -> Vec<u32> {
        let mut chain: Vec<u32> = Vec::new();
        let mut last: Option<Hit> = None;
        for hit in self.divisions.hits(text) {
            let Some(name) = self.divisions.name(hit.name) else {
                continue;
            };
            let follows = last.is_none_or(|l| l.end == hit.start);
            if !(name.full || follows && self.bare_stands(text, hit)) {
                continue;
            }
            if name.full && self.words.everyday_full.contains(&name.text) && last.is_none() && hit.start > 0 {
                continue;
            }
            let rows = self.of_the_time(&name.rows, name.full);
            if chain.is_empty() {
                chain = rows;
            } else {
                let inside = |r: &u32| chain.iter().any(|c| r != c && self.divisions.within(*r, *c));
                let below: Vec<u32> = rows.into_iter().filter(inside).collect();
                if below.is_empty() {
                    break;
                }
                chain = below;
            }
            last = Some(hit);
        }
        chain
    }

    /// Of the divisions with one name: those in force in the report's year. A bare name means the
    /// highest of them (吉林 the province), and a county only if no other shares it.
    fn of_the_time(&self, rows: &[u32], full: bool) -> Vec<u32> {
        let of = |r: &u32| self.divisions.get(*r);
        let valid = |until: Option<i16>| until.is_none_or(|u| self.e.year.is_some_and(|y| y <= u));
        let mut kept: Vec<u32> = rows.iter().copied().filter(|r| of(r).is_some_and(|d| valid(d.until))).collect();
        if kept.is_empty() {
            kept = rows.to_vec();
        }
        // A division and its successor of the same name are one choice, by the year.
        if let [a, b] = kept.as_slice()
            && let (Some(x), Some(y)) = (of(a), of(b))
        {
            let end = |d: &super::Division| d.until.unwrap_or(i16::MAX);
            let first_ends = end(x).min(end(y));
            if x.name == y.name && x.province == y.province && end(x) != end(y) {
                let earlier = self.e.year.is_some_and(|year| year <= first_ends);
                kept = vec![if (end(x) == first_ends) == earlier { *a } else { *b }];
            }
        }
        if !full {
            let top = kept.iter().filter_map(of).map(|d| d.level).min();
            kept.retain(|r| of(r).map(|d| d.level) == top);
        }
        kept
    }

    /// One division of several with the same name, by their parents and the index number.
    fn settle(&self, rows: Vec<u32>) -> Option<u32> {
        if let [only] = rows.as_slice() {
            return Some(*only);
        }
        let mut tally = Tally::new();
        self.count_page(&mut tally);
        if let Some(row) = self.best_by_parents(&rows, &tally, 1) {
            return Some(row);
        }
        self.count_edges(&mut tally);
        self.best_by_parents(&rows, &tally, CLEAR)
            .or_else(|| {
                self.count_middle(&mut tally);
                self.best_by_parents(&rows, &tally, 1)
            })
            .or_else(|| self.licensed(&rows))
    }

    /// The place that page and text speak of most, inside `bound` if given.
    fn weigh(&self, bound: Option<u32>) -> Option<u32> {
        let mut tally = Tally::new();
        self.count_page(&mut tally);
        self.count_edges(&mut tally);
        let (found, clear) = self.weighed(bound, &tally);
        if clear {
            return found;
        }
        self.count_middle(&mut tally);
        self.weighed(bound, &tally).0
    }

    /// The place after what was counted, and whether it is a county that stands out clearly.
    fn weighed(&self, bound: Option<u32>, tally: &Tally) -> (Option<u32>, bool) {
        let mut score: HashMap<u32, u32> = HashMap::new();
        let mut bare: HashMap<u32, u32> = HashMap::new();
        for (&at, &n) in tally {
            let Some(name) = self.divisions.name(at) else {
                continue;
            };
            let mut rows = self.of_the_time(&name.rows, name.full);
            rows.retain(|r| bound.is_none_or(|b| self.divisions.within(*r, b)));
            let row = if let [only] = rows.as_slice() { Some(*only) } else { self.best_by_parents(&rows, tally, 1) };
            let Some(row) = row else { continue };
            if name.full {
                *score.entry(row).or_default() += n;
            } else {
                *bare.entry(row).or_default() += n;
            }
        }
        for (row, n) in bare {
            if n >= self.words.bare_at_least {
                score.entry(row).and_modify(|s| *s += n / 2).or_insert(n);
            }
        }
        let found = self.lowest(&score, bound);
        let county = found.filter(|r| self.divisions.get(*r).is_some_and(|d| d.level == Level::County));
        let clear = county.and_then(|r| score.get(&r)).is_some_and(|n| *n >= CLEAR);
        (found, clear)
    }

    /// The lowest division that stands out, else the one above it.
    fn lowest(&self, score: &HashMap<u32, u32>, bound: Option<u32>) -> Option<u32> {
        let top = |level: Level| {
            let mut of: Vec<(u32, u32)> = score.iter().map(|(r, n)| (*n + self.index_vote(*r), *r)).collect();
            of.retain(|(_, r)| self.divisions.get(*r).is_some_and(|d| d.level == level));
            of.sort_by(|a, b| b.cmp(a));
            match of.as_slice() {
                [(best, row), (next, _), ..] if best > next => Some((*best, *row)),
                [(best, row)] => Some((*best, *row)),
                _ => None,
            }
        };
        let above = match (top(Level::Prefecture), top(Level::Province)) {
            (Some(pref), Some(prov)) if !self.divisions.within(pref.1, prov.1) && prov.0 > pref.0 => Some(prov),
            (Some(pref), _) => Some(pref),
            (None, prov) => prov,
        };
        let Some((n, county)) = top(Level::County) else {
            return above.filter(|(n, _)| *n >= 2).map(|a| a.1);
        };
        let Some((above_n, above)) = above else {
            return (n >= 2 || bound.is_some()).then_some(county);
        };
        let inside = self.divisions.within(county, above);
        match () {
            () if inside && (2 * n >= above_n || self.e.township && n >= 2) => Some(county),
            () if !inside && n >= 2 && n > above_n => Some(county),
            () if above_n >= 2 || inside => Some(above),
            () => None,
        }
    }
}
