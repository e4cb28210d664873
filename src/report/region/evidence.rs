//! What a page offers about its place, and how it is counted.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::divisions::{Divisions, Hit};
use crate::report::canon::is_han;

/// Words of `pipelines/metadata.toml` that guard against names that are everyday words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionWords {
    /// Bare names (公安, 资源) that never stand for their county.
    pub everyday_bare: HashSet<String>,
    /// Full names (城区, 市中区) that count only right after the name of their parent.
    pub everyday_full: HashSet<String>,
    /// Characters that, right after a bare name, make it part of another name (镇, 路).
    pub not_before: Vec<char>,
    /// How often a bare name must occur to count.
    pub bare_at_least: u32,
    /// What follows the province in a page's licence number.
    pub licence: String,
    /// Provinces by the character that stands for them there.
    pub licences: HashMap<char, String>,
}

/// What a page offers about its place.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// Publisher, as the title names it.
    pub publisher: Option<&'a str>,
    /// The publisher is a town or subdistrict, so its county is wanted.
    pub township: bool,
    /// Title.
    pub title: Option<&'a str>,
    /// Page data: source, site name, values of header labels.
    pub page: &'a [&'a str],
    /// The text.
    pub text: &'a str,
    /// 索引号, whose first digits are often a code.
    pub index_number: Option<&'a str>,
    /// Year of the report, to choose between names of the past and the present.
    pub year: Option<i16>,
}

/// One page to be placed.
pub struct Case<'a> {
    /// The page.
    pub e: &'a Evidence<'a>,
    /// The guards.
    pub words: &'a RegionWords,
    /// The list.
    pub divisions: &'a Divisions,
}

/// Whether what follows a bare name makes another name of it: 南京|东路街道, 上海|庙镇.
fn is_rest_of_a_name(rest: &str) -> bool {
    let mut letters = rest.chars();
    let (first, behind) = (letters.next(), letters.as_str());
    let is_side = first.is_some_and(|c| "东西南北中".contains(c));
    is_side && behind.starts_with(['路', '街']) || first.is_some_and(is_han) && behind.starts_with(['镇', '乡'])
}

/// How often each name was found, weighted.
pub type Tally = HashMap<u32, u32>;

impl Case<'_> {
    /// Whether a bare name stands for its division and not for a town, a road or a plain word.
    pub fn bare_stands(&self, text: &str, hit: Hit) -> bool {
        let Some(name) = self.divisions.name(hit.name) else {
            return false;
        };
        let next = text.get(hit.end..).and_then(|t| t.chars().next());
        // `…12月14日土默特右旗…` names no 日土.
        let dated = name.text.starts_with(['年', '月', '日'])
            && text.get(..hit.start).is_some_and(|t| t.ends_with(|c: char| c.is_ascii_digit()));
        !dated
            && !text.get(hit.end..).is_some_and(is_rest_of_a_name)
            && !self.words.everyday_bare.contains(&name.text)
            && next.is_none_or(|c| !self.words.not_before.contains(&c))
    }

    /// The one row whose parents the page names more than those of the others,
    /// by at least `margin`.
    pub fn best_by_parents(&self, rows: &[u32], tally: &Tally, margin: u32) -> Option<u32> {
        let mut scored: Vec<(u32, u32)> =
            rows.iter().map(|r| (self.parents(*r, tally) + self.index_vote(*r), *r)).collect();
        scored.sort_by(|a, b| b.cmp(a));
        match scored.as_slice() {
            [(best, row), (next, _), ..] if *best >= next + margin => Some(*row),
            [(best, row)] if *best >= margin => Some(*row),
            _ => None,
        }
    }

    /// Weight of the names of the prefecture and the province above a division.
    fn parents(&self, row: u32, tally: &Tally) -> u32 {
        let Some(d) = self.divisions.get(row) else {
            return 0;
        };
        let named = |above: Option<u32>, weight: u32| -> u32 {
            let Some(above) = above.filter(|a| *a != row) else {
                return 0;
            };
            let of = |(name, n): (&u32, &u32)| {
                let name = self.divisions.name(*name)?;
                name.rows.contains(&above).then_some(if name.full { n * 2 } else { *n })
            };
            weight * tally.iter().filter_map(of).sum::<u32>()
        };
        named(d.prefecture, 3) + named(d.province, 1)
    }

    /// 索引号 often starts with a code, or with `11` and a code (unified social credit code).
    pub fn index_vote(&self, row: u32) -> u32 {
        let (Some(index), Some(d)) = (self.e.index_number, self.divisions.get(row)) else {
            return 0;
        };
        let shared = |digits: &str| digits.bytes().zip(d.code.bytes()).take_while(|(a, b)| a == b).count();
        let credit = if index.starts_with("11") { index.get(2..).map_or(0, shared) } else { 0 };
        match shared(index).max(credit) {
            6 => 12,
            4 | 5 => 6,
            _ => 0,
        }
    }

    /// The one of divisions with one name that lies in the province that licensed the page; that province, if several do.
    pub fn licensed(&self, rows: &[u32]) -> Option<u32> {
        let number = self.e.text.rfind(self.words.licence.as_str())?;
        let province = self.words.licences.get(&self.e.text.get(..number)?.trim_end().chars().next_back()?)?;
        let of = |row: &u32| self.divisions.get(*row).and_then(|d| d.province);
        let is_there = |row: &u32| of(row).and_then(|p| self.divisions.get(p)).is_some_and(|d| d.name == *province);
        let inside: Vec<u32> = rows.iter().copied().filter(is_there).collect();
        match inside.as_slice() {
            [only] => Some(*only),
            several => several.first().and_then(of),
        }
    }

    /// Counts the names in page data, title and publisher.
    pub fn count_page(&self, tally: &mut Tally) {
        for text in self.e.page.iter().copied().chain(self.e.title).chain(self.e.publisher) {
            self.count(text, 5, tally);
        }
    }

    /// Counts the names at the beginning and the end of the text.
    pub fn count_edges(&self, tally: &mut Tally) {
        let (start, end) = self.middle();
        for part in [self.e.text.get(..start), self.e.text.get(end..)].into_iter().flatten() {
            self.count(part, 1, tally);
        }
    }

    /// Counts the names in the rest of the text.
    pub fn count_middle(&self, tally: &mut Tally) {
        let (start, end) = self.middle();
        self.count(self.e.text.get(start..end).unwrap_or(""), 1, tally);
    }

    /// Bytes between the first 1,500 characters or so and the last 600.
    fn middle(&self) -> (usize, usize) {
        let text = self.e.text;
        let start = text.floor_char_boundary(4500);
        (start, text.floor_char_boundary(text.len().saturating_sub(1800)).max(start))
    }

    /// Counts the names in a text.
    pub fn count(&self, text: &str, weight: u32, tally: &mut Tally) {
        let mut last: Option<Hit> = None;
        for hit in self.divisions.hits(text) {
            let Some(name) = self.divisions.name(hit.name) else {
                continue;
            };
            let after_parent = last.is_some_and(|l| l.end == hit.start && self.is_above(l.name, &name.rows));
            let stands = if name.full {
                after_parent || !(self.words.everyday_full.contains(&name.text) || name.text.chars().count() == 2)
            } else {
                self.bare_stands(text, hit)
            };
            let longer = [("区", "域"), ("市", "场")];
            let rest = text.get(hit.end..).unwrap_or("");
            if stands && !longer.iter().any(|(a, b)| name.text.ends_with(a) && rest.starts_with(b)) {
                // Right before the publisher's own name it says where that is: 安化县|东坪镇.
                let before_it = name.full && self.e.publisher.is_some_and(|publisher| rest.starts_with(publisher));
                *tally.entry(hit.name).or_default() += if before_it { 2 * weight } else { weight };
                last = Some(hit);
            }
        }
    }

    fn is_above(&self, name: u32, rows: &[u32]) -> bool {
        let Some(name) = self.divisions.name(name) else {
            return false;
        };
        name.rows.iter().any(|a| rows.iter().any(|r| r != a && self.divisions.within(*r, *a)))
    }
}
