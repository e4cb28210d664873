//! Discovery: what the narrative of a snapshot says that the lexicon does not know.
//!
//! Two lists for whoever extends the lexicon: deficits that no rule caught, by how many reports
//! name them, and words that more reports use from year to year, by section. A word's rise is
//! the slope of its share of reports over the years, weighed down if every report uses it (the
//! inverse document frequency of TF-IDF).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::Path;

use polars::prelude::PolarsResult;

use crate::narrative::{Desk, Narrator};
use crate::rows::tables::Table;

use super::DeriveError;
use super::counts::{data_files, frames, polars};
use super::text::{Align, grid, share};

/// Reports of one section that a year must have before its shares mean something.
const FEWEST_REPORTS: u64 = 5;
/// Reports that must use a word.
const FEWEST_USES: u64 = 5;
/// Shorter words are particles.
const SHORTEST_WORD: usize = 2;

/// A deficit that no rule caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deficit {
    /// The deficit with the words before it.
    pub words: String,
    /// Reports that name it.
    pub reports: u64,
    /// A clause that does.
    pub example: String,
}

/// A word that more reports use from year to year.
#[derive(Debug, Clone, PartialEq)]
pub struct Rising {
    /// Section code.
    pub section: String,
    /// The word.
    pub word: String,
    /// Each year's reports with the word, and all of that section.
    pub years: BTreeMap<i32, (u64, u64)>,
    /// What the list is sorted by.
    pub rise: f64,
}

/// What was found, both lists sorted; `Display` prints them.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    /// Deficits that no rule caught.
    pub deficits: Vec<Deficit>,
    /// Words that rise.
    pub rising: Vec<Rising>,
}

/// Reads a snapshot's sentences and finds what `narrator` does not know.
///
/// # Errors
/// [`DeriveError`] names the file that cannot be read.
pub fn discover(snapshot: &Path, narrator: &Narrator) -> Result<Discovery, DeriveError> {
    let mut tally = Tally::default();
    let mut desk = Desk::default();
    let columns = ["report_id", "section", "text"].map(str::to_owned);
    for file in data_files(snapshot, Table::Sentences)? {
        let mut seen = Seen::default();
        for frame in frames(&file.path, &columns) {
            let frame = frame?;
            let mut rows = || -> PolarsResult<()> {
                let [report, section, text] = &columns;
                let (report, section) = (frame.column(report)?.str()?, frame.column(section)?.str()?);
                let text = frame.column(text)?.str()?;
                for row in 0..frame.height() {
                    let (report, section) = (report.get(row).unwrap_or_default(), section.get(row).unwrap_or_default());
                    seen.turn_to(report, section, file.year, &mut tally);
                    let text = crate::document::to_simplified(text.get(row).unwrap_or_default());
                    seen.add(&text, narrator, &mut desk, &mut tally);
                }
                Ok(())
            };
            rows().map_err(polars(&file.path))?;
        }
    }
    Ok(tally.finish())
}

/// What one report has used already: everything counts once a report.
#[derive(Default)]
struct Seen {
    report: String,
    section: String,
    year: Option<i32>,
    words: HashSet<String>,
    sections: HashSet<String>,
    deficits: HashSet<String>,
}

impl Seen {
    fn turn_to(&mut self, report: &str, section: &str, year: Option<i32>, tally: &mut Tally) {
        if self.report != report {
            report.clone_into(&mut self.report);
            self.sections.clear();
            self.deficits.clear();
            self.section.clear();
        }
        if self.section != section {
            section.clone_into(&mut self.section);
            self.words.clear();
        }
        self.year = year;
        if let Some(year) = year
            && self.sections.insert(section.to_owned())
        {
            *tally.reports.entry((section.to_owned(), year)).or_default() += 1;
        }
    }

    fn add(&mut self, sentence: &str, narrator: &Narrator, desk: &mut Desk, tally: &mut Tally) {
        let chars: Vec<char> = sentence.chars().collect();
        let cut = |range: &std::ops::Range<u32>| -> String {
            chars.get(range.start as usize..range.end as usize).unwrap_or_default().iter().collect()
        };
        for gap in narrator.gaps(desk, sentence) {
            let core = cut(&gap.core);
            if self.deficits.insert(core.clone()) {
                let deficit = tally.deficits.entry(core).or_insert_with(|| (0, cut(&gap.clause)));
                deficit.0 += 1;
            }
        }
        let Some(year) = self.year else { return };
        let mut start = 0;
        for end in narrator.segmenter().token_ends(sentence) {
            let word = sentence.get(start..end as usize).unwrap_or_default();
            start = end as usize;
            let tells = word.chars().count() >= SHORTEST_WORD && word.chars().all(|c| c as u32 >= 0x4E00);
            if tells && self.words.insert(word.to_owned()) {
                let words = tally.words.entry((self.section.clone(), word.to_owned())).or_default();
                *words.entry(year).or_default() += 1;
            }
        }
    }
}

#[derive(Default)]
struct Tally {
    /// Reports and first clause by deficit.
    deficits: HashMap<String, (u64, String)>,
    /// Reports with a section in a year.
    reports: HashMap<(String, i32), u64>,
    /// Reports with a word in a section, by year.
    words: HashMap<(String, String), BTreeMap<i32, u64>>,
}

impl Tally {
    fn finish(self) -> Discovery {
        let Tally { deficits, reports, words } = self;
        let made = |(words, (reports, example))| Deficit { words, reports, example };
        let mut deficits: Vec<Deficit> = deficits.into_iter().map(made).collect();
        deficits.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.words.cmp(&b.words)));
        let mut rising: Vec<Rising> = words
            .into_iter()
            .filter_map(|((section, word), uses)| {
                let years: BTreeMap<i32, (u64, u64)> = reports
                    .iter()
                    .filter(|((of, _), all)| *of == section && **all >= FEWEST_REPORTS)
                    .map(|((_, year), &all)| (*year, (uses.get(year).copied().unwrap_or_default(), all)))
                    .collect();
                let rise = rise(&years)?;
                Some(Rising { section, word, years, rise })
            })
            .collect();
        rising
            .sort_by(|a, b| b.rise.total_cmp(&a.rise).then_with(|| (&a.section, &a.word).cmp(&(&b.section, &b.word))));
        Discovery { deficits, rising }
    }
}

/// Slope of the share over the years by least squares, times the inverse document frequency;
/// `None` for what does not rise, or stands in too few reports to tell.
fn rise(years: &BTreeMap<i32, (u64, u64)>) -> Option<f64> {
    let (used, all) = years.values().fold((0, 0), |(used, all), year| (used + year.0, all + year.1));
    if years.len() < 2 || used < FEWEST_USES {
        return None;
    }
    let points = || years.iter().map(|(&year, &(used, all))| (f64::from(year), used as f64 / all as f64));
    let count = years.len() as f64;
    let (x, y) = points().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
    let (above, below) = points().fold((0.0, 0.0), |(above, below), point| {
        (above + (point.0 - x) * (point.1 - y), below + (point.0 - x) * (point.0 - x))
    });
    let slope = above / below;
    let rarity = (1.0 + all as f64 / used as f64).ln();
    (slope > 0.0).then_some(slope * rarity)
}

impl Discovery {
    /// The first lines of each list.
    pub fn top(mut self, lines: usize) -> Self {
        self.deficits.truncate(lines);
        self.rising.truncate(lines);
        self
    }
}

impl fmt::Display for Discovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Deficits that no rule caught, by reports")?;
        if self.deficits.is_empty() {
            writeln!(f, "  none")?;
        }
        let rows = self.deficits.iter().map(|d| vec![d.reports.to_string(), d.words.clone(), d.example.clone()]);
        grid(f, &[Align::Right, Align::Left, Align::Left], rows)?;
        writeln!(f, "\nWords that rise, by section: share of reports in the first and the last year")?;
        if self.rising.is_empty() {
            writeln!(f, "  none; it takes {FEWEST_REPORTS} reports in each of two years")?;
        }
        let rows = self.rising.iter().map(|rising| {
            let year = |year: Option<(&i32, &(u64, u64))>| {
                year.map_or_else(String::new, |(year, &(used, all))| format!("{year} {}", share(used, all)))
            };
            let (first, last) = (year(rising.years.first_key_value()), year(rising.years.last_key_value()));
            vec![rising.section.clone(), rising.word.clone(), first, last]
        });
        grid(f, &[Align::Left, Align::Left, Align::Right, Align::Right], rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rises_are_slopes_weighed_by_rarity() {
        let years = |shares: &[(i32, u64)]| shares.iter().map(|&(year, used)| (year, (used, 10))).collect();
        assert_eq!(rise(&years(&[(2020, 2)])), None, "one year has no slope");
        assert_eq!(rise(&years(&[(2020, 1), (2021, 2)])), None, "too few");
        assert_eq!(rise(&years(&[(2020, 6), (2021, 4)])), None, "falls");
        let steep = rise(&years(&[(2020, 0), (2021, 3), (2022, 6)])).unwrap();
        assert!((steep - 0.3 * (1.0f64 + 30.0 / 9.0).ln()).abs() < 1e-12);
        assert!(steep > rise(&years(&[(2020, 4), (2021, 7), (2022, 10)])).unwrap());
    }
}
