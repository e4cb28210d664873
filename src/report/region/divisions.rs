//! The divisions of China after GB/T 2260, with one automaton over all their names.
//!
//! A name is full (`凉山彝族自治州`, also its usual short form `凉山州`) or bare (`凉山`, without the
//! ending). Divisions of the past stay in the list, since the reports go back to 2008.

use std::collections::HashMap;

use daachorse::MatchKind;
use daachorse::charwise::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

use super::division::{Division, Level};
use super::names::{Name, collect_names};
use crate::report::definition::DefinitionError;

#[cfg(test)]
const BUILTIN: &str = include_str!("../../../pipelines/divisions.csv");

/// Where a name stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Index of the name.
    pub name: u32,
    /// Byte where it starts.
    pub start: usize,
    /// Byte after its end.
    pub end: usize,
}

/// All divisions and the automaton over their names.
pub struct Divisions {
    rows: Vec<Division>,
    names: Vec<Name>,
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
}

impl std::fmt::Debug for Divisions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Divisions").field("rows", &self.rows.len()).field("names", &self.names.len()).finish()
    }
}

impl Divisions {
    /// The list that is compiled in.
    ///
    /// # Errors
    /// If that list is malformed, which a test rules out.
    #[cfg(test)]
    pub fn builtin() -> Result<Self, DefinitionError> {
        Self::from_csv(BUILTIN)
    }

    /// Reads `code,name,until` rows; `#` starts a comment line, the first other line is the header.
    ///
    /// # Errors
    /// Names the first row that is malformed.
    pub fn from_csv(csv: &str) -> Result<Self, DefinitionError> {
        let mut rows = Vec::new();
        let lines = csv.lines().enumerate().filter(|(_, l)| !l.trim().is_empty() && !l.starts_with('#'));
        for (at, line) in lines.skip(1) {
            rows.push(parse_row(line).map_err(|hint| DefinitionError::new("divisions", at + 1, hint))?);
        }
        if rows.is_empty() {
            return Err(DefinitionError::new("divisions", 1, "no rows; write a header and rows code,name,until"));
        }
        link(&mut rows);
        let names = collect_names(&rows);
        let patterns = names.iter().zip(0u32..).map(|(n, i)| (n.text.as_str(), i));
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(patterns)
            .map_err(|e| DefinitionError::new("divisions", 1, &format!("no usable names: {e}")))?;
        Ok(Self { rows, names, automaton })
    }

    /// A division by its index.
    pub fn get(&self, row: u32) -> Option<&Division> {
        self.rows.get(row as usize)
    }

    /// A name by its index.
    pub fn name(&self, name: u32) -> Option<&Name> {
        self.names.get(name as usize)
    }

    /// The present or past division with this code.
    #[cfg(test)]
    pub fn by_code(&self, code: &str) -> Option<u32> {
        let found = self.rows.iter().enumerate().filter(|(_, d)| d.code == code);
        found.min_by_key(|(_, d)| d.until.is_some()).map(|(i, _)| i as u32)
    }

    /// The names in a text from left to right, the longest at each place.
    pub fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
        self.automaton.leftmost_find_iter(text).map(|m| Hit { name: m.value(), start: m.start(), end: m.end() })
    }

    /// Whether `row` lies in `above` or is it.
    pub fn within(&self, row: u32, above: u32) -> bool {
        row == above || self.get(row).is_some_and(|d| d.prefecture == Some(above) || d.province == Some(above))
    }
}

fn parse_row(line: &str) -> Result<Division, &'static str> {
    let mut fields = line.split(',');
    let (Some(code), Some(name), until, None) = (fields.next(), fields.next(), fields.next(), fields.next()) else {
        return Err("write a row as code,name,until");
    };
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err("a code has six digits");
    }
    if name.chars().count() < 2 {
        return Err("a name has two characters or more");
    }
    let until = match until.unwrap_or("").trim() {
        "" => None,
        year => Some(year.parse().map_err(|_| "until is a year or empty")?),
    };
    let level = match (code.ends_with("0000"), code.ends_with("00")) {
        (true, _) => Level::Province,
        (false, true) => Level::Prefecture,
        (false, false) => Level::County,
    };
    Ok(Division { code: code.into(), name: name.into(), level, until, prefecture: None, province: None })
}

/// Finds what lies above each division: the row whose code has the same two or four first digits,
/// of the same time where there are several.
fn link(rows: &mut [Division]) {
    let mut by_code: HashMap<String, Vec<(u32, Option<i16>)>> = HashMap::new();
    for (d, i) in rows.iter().zip(0u32..) {
        by_code.entry(d.code.clone()).or_default().push((i, d.until));
    }
    let find = |code: String, until: Option<i16>| {
        let found = by_code.get(&code)?;
        let exact = found.iter().find(|(_, u)| *u == until);
        exact.or_else(|| found.iter().find(|(_, u)| u.is_none())).or_else(|| found.last()).map(|(i, _)| *i)
    };
    for at in 0..rows.len() {
        let Some(d) = rows.get(at) else { continue };
        let own = Some(at as u32);
        let above = |digits: usize| find(format!("{:0<6}", d.code.get(..digits).unwrap_or("")), d.until);
        let (province, prefecture) = match d.level {
            Level::Province => (own, None),
            Level::Prefecture => (above(2), own),
            Level::County => (above(2), above(4)),
        };
        if let Some(d) = rows.get_mut(at) {
            (d.province, d.prefecture) = (province, prefecture);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let d = Divisions::builtin().unwrap();
        d.hits(text).map(|h| text[h.start..h.end].to_owned()).collect()
    }

    #[test]
    fn the_builtin_list_is_whole() {
        let d = Divisions::builtin().unwrap();
        let present = |l| d.rows.iter().filter(|r| r.level == l && r.until.is_none()).count();
        assert_eq!(present(Level::Province), 34);
        assert_eq!(present(Level::Prefecture), 333);
        assert!((2800..2900).contains(&present(Level::County)), "{}", present(Level::County));
        assert!(d.rows.iter().all(|r| r.province.is_some()));
        assert!(d.rows.windows(2).all(|w| w[0].code <= w[1].code), "sorted");
    }

    #[test]
    fn every_county_has_its_parents() {
        let d = Divisions::builtin().unwrap();
        let row = d.get(d.by_code("511303").unwrap()).unwrap();
        assert_eq!(row.name, "高坪区");
        assert_eq!(d.get(row.prefecture.unwrap()).unwrap().name, "南充市");
        assert_eq!(d.get(row.province.unwrap()).unwrap().name, "四川省");
        let pudong = d.get(d.by_code("310115").unwrap()).unwrap();
        assert_eq!(pudong.prefecture, None);
        let jiyuan = d.get(d.by_code("419001").unwrap()).unwrap();
        assert_eq!(jiyuan.prefecture, None);
        let old = d.get(d.by_code("341422").unwrap()).unwrap();
        assert_eq!((old.name.as_str(), old.until), ("无为县", Some(2010)));
        assert_eq!(d.get(old.prefecture.unwrap()).unwrap().name, "巢湖市");
    }

    #[test]
    fn the_longest_name_at_the_leftmost_place() {
        assert_eq!(names("海南藏族自治州共和县"), ["海南藏族自治州", "共和县"]);
        assert_eq!(names("海南省三亚市"), ["海南省", "三亚市"]);
        assert_eq!(names("在云南山区开展"), ["云南"]);
        assert_eq!(names("凉山州西昌市"), ["凉山州", "西昌市"]);
        assert_eq!(names("玉屏县与甘洛县"), ["玉屏县", "甘洛县"]);
    }

    #[test]
    fn a_bad_row_is_named() {
        let e = Divisions::from_csv("code,name,until\n110000,北京市,\n11000,天津市,\n").unwrap_err().to_string();
        assert!(e.contains("line 3") && e.contains("six digits"), "{e}");
        assert!(Divisions::from_csv("code,name,until\n110000,北京市,soon\n").is_err());
        assert!(Divisions::from_csv("").is_err());
    }
}
