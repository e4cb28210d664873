//! Made-up reports of the usual size, for tests and benches of everything behind the reader.
//!
//! A document is a line such as `report 17 2021`: the reader here makes report 17 of that year,
//! with every cell of its form, some fifty sentences and as many words as real reports have.
//! Other lines are rejected, make the reader panic, or take their time.

#![allow(dead_code, reason = "each test and bench uses its part")]

#[path = "../random/mod.rs"]
mod random;

use std::collections::BTreeMap;
use std::time::Duration;

use gongkai::document::Script;
use gongkai::narrative::{Narrative, Role, Sentence, Stance, Statement, Tag};
use gongkai::pipeline::{Inputs, ReadDocument, Waiting};
use gongkai::report::forms::Forms;
use gongkai::report::{
    Cell, Date, Derivation, Finding, Metadata, Origin, Place, Report, Section, SectionCode, Severity, Status,
};
use gongkai::rows::Names;
use gongkai::source::{RawDocument, Reject, RejectReason, SourceError, SourceFormat};
pub use random::Random;

/// Makes reports.
pub struct MadeUp {
    forms: Forms,
    words: Vec<String>,
}

impl Default for MadeUp {
    fn default() -> Self {
        let mut random = Random(7);
        let words = (0..12_000)
            .map(|_| {
                let length = [1, 1, 1, 1, 2, 2, 2, 2, 2, 3][random.below(10) as usize];
                let letter = |r: &mut Random| {
                    let letter = 0x4E00 + r.below(60) * r.below(60);
                    char::from_u32(letter as u32).unwrap()
                };
                (0..length).map(|_| letter(&mut random)).collect()
            })
            .collect();
        Self { forms: Forms::builtin().unwrap(), words }
    }
}

pub const THEMES: [&str; 3] = ["staffing_shortage", "untimely", "low_quality"];
pub const RULES: [&str; 2] = ["staffing_shortage/too_few", "untimely/late"];
pub const METRICS: [&str; 2] = ["applications_received", "trainings"];

impl MadeUp {
    /// Report `seed` of a year.
    pub fn report(&self, seed: u64, year: Option<i16>, origin: Origin) -> Report {
        let mut random = Random(seed);
        let edition = if year.is_some_and(|y| y >= 2021) { 2021 } else { 2019 };
        Report {
            metadata: Metadata {
                title: Some(format!("某县{seed}局政府信息公开工作年度报告")),
                publisher: Some(format!("某县{seed}局")),
                publisher_kind: Some("department"),
                admin_level: Some("county"),
                region_code: Some(format!("{}", 110_000 + random.below(500_000))),
                province: Some("某省".to_owned()),
                county: Some("某县".to_owned()),
                report_year: year,
                published_on: Some(Date { year: year.unwrap_or(2000) + 1, month: 1, day: 1 + random.below(28) as u8 }),
                ..Metadata::default()
            },
            edition: Some(edition),
            char_count: 4_000 + random.below(1_000) as u32,
            cells: self.cells(edition, &mut random),
            sections: self.sections(&mut random),
            findings: (0..random.below(4))
                .map(|n| Finding {
                    check: ["row_sum", "label_typo"][n as usize % 2],
                    severity: [Severity::Error, Severity::Info][n as usize % 2],
                    table: Some(self.forms.tables[1].code),
                    row: Some(self.forms.tables[1].rows[n as usize].code),
                    col: None,
                    expected: Some(random.below(99).to_string()),
                    found: None,
                    message: "The total is not the sum of its row.".to_owned(),
                })
                .collect(),
            origin,
        }
    }

    fn cells(&self, edition: i16, random: &mut Random) -> Vec<Cell> {
        let mut cells = Vec::new();
        for (number, table) in self.forms.tables.iter().enumerate() {
            for (line, row) in table.rows.iter().enumerate() {
                for &column in row.columns.get(&edition).into_iter().flatten() {
                    let figure = match random.below(4) {
                        0 => random.below(300),
                        _ => 0,
                    };
                    let status = match random.below(40) {
                        0 => Status::Blank,
                        1 => Status::Ambiguous,
                        2 => Status::Inferred,
                        _ => Status::Reported,
                    };
                    let claimed = matches!(status, Status::Reported | Status::Inferred);
                    cells.push(Cell {
                        table: table.code,
                        row: row.code,
                        col: table.columns[column].code,
                        value: claimed.then_some(figure as f64),
                        unit: row.unit(column, table),
                        status,
                        raw: (status != Status::Blank).then(|| figure.to_string()),
                        rule: (status == Status::Inferred).then_some(Derivation::TableSums),
                        place: Some(Place::Grid {
                            table: number as u32 + 1,
                            row: line as u32 + 1,
                            cell: column as u32 + 1,
                        }),
                    });
                }
            }
        }
        cells
    }

    fn sections(&self, random: &mut Random) -> Vec<Section> {
        let share = [5, 16, 7, 7, 4, 16, 5];
        SectionCode::ALL[..7]
            .iter()
            .zip(share)
            .map(|(&code, count)| {
                let mut text = String::new();
                let mut token_ends = Vec::new();
                let sentences = (0..count).map(|_| self.sentence(&mut text, &mut token_ends, random)).collect();
                Section {
                    code,
                    heading: (code != SectionCode::Preface).then(|| format!("、{code:?}")),
                    text,
                    hans: None,
                    narrative: Narrative { sentences, token_ends },
                }
            })
            .collect()
    }

    fn sentence(&self, text: &mut String, token_ends: &mut Vec<u32>, random: &mut Random) -> Sentence {
        let start = text.len();
        let first = token_ends.len() as u32;
        for _ in 0..27 + random.below(12) {
            // A product of two makes few words frequent and most of them rare.
            let half = (self.words.len() as f64).sqrt() as u64;
            let word = random.below(half) * random.below(half);
            text.push_str(&self.words[word as usize]);
            token_ends.push((text.len() - start) as u32);
        }
        text.push('。');
        token_ends.push((text.len() - start) as u32);
        let tags = match random.below(4) {
            0 => vec![Tag {
                theme: random.below(THEMES.len() as u64) as u16,
                stance: Stance::Problem,
                rule: random.below(RULES.len() as u64) as u16,
                start: 2,
                end: 6,
            }],
            _ => Vec::new(),
        };
        let statements = match random.below(8) {
            0 => vec![Statement {
                metric: random.below(METRICS.len() as u64) as u16,
                value: random.below(100) as f64,
                unit: "count",
                start: 0,
                end: 4,
            }],
            _ => Vec::new(),
        };
        let tokens = first..token_ends.len() as u32;
        Sentence { span: start..text.len(), tokens, role: Role::Problem, tags, statements }
    }
}

impl ReadDocument for MadeUp {
    fn read(&self, raw: &RawDocument) -> Result<Report, Reject> {
        let text = std::str::from_utf8(&raw.bytes).unwrap();
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |i: usize| words.get(i).and_then(|w| w.parse::<u64>().ok());
        match words.first().copied() {
            Some("report") => {
                if raw.format == SourceFormat::Html && words.contains(&"text-only") {
                    return Err(raw.reject(RejectReason::NotAReport, "not as a page"));
                }
                if words.contains(&"slow") {
                    std::thread::sleep(Duration::from_millis(3));
                }
                let origin = Origin {
                    report_id: raw.report_id.clone(),
                    source_uri: raw.source_uri.clone(),
                    url: None,
                    format: raw.format,
                    encoding: "utf-8",
                    script: Script::Hans,
                };
                let year = number(2).map(|y| y as i16);
                Ok(self.report(number(1).unwrap(), year, origin))
            }
            Some("panic") => panic!("made to panic"),
            _ => Err(raw.reject(RejectReason::NotAReport, "no report in it")),
        }
    }

    fn forms(&self) -> &Forms {
        &self.forms
    }

    fn names(&self) -> Names {
        let owned = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect();
        Names { themes: owned(&THEMES), rules: owned(&RULES), metrics: owned(&METRICS) }
    }
}

/// Documents in memory, in the order of their names.
#[derive(Default)]
pub struct Documents {
    pub files: BTreeMap<String, Vec<u8>>,
    pub rejects: Vec<Reject>,
    names: Vec<String>,
}

impl Documents {
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files: BTreeMap<String, Vec<u8>> =
            files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
        Self { names: files.keys().cloned().collect(), files, rejects: Vec::new() }
    }

    pub fn from_files(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { names: files.keys().cloned().collect(), files, rejects: Vec::new() }
    }

    /// Reports of many years, with duplicates, rejects and slow ones among them.
    pub fn many(count: u64) -> Self {
        let mut random = Random(99);
        let files: Vec<(String, String)> = (0..count)
            .map(|n| {
                let slow = match random.below(16) {
                    0 => " slow",
                    _ => "",
                };
                let text = match random.below(20) {
                    0 => format!("nothing {}", random.below(5)),
                    1 => format!("report {} 2020", random.below(5)),
                    2 => format!("report {n}"),
                    _ => format!("report {n} {}{slow}", 2008 + random.below(17)),
                };
                let ending = ["txt", "html"][random.below(2) as usize];
                (format!("{n:06}.{ending}"), text)
            })
            .collect();
        Self::new(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))
    }
}

impl Inputs for Documents {
    fn len(&self) -> usize {
        self.names.len()
    }

    fn documents(&self) -> Result<impl Iterator<Item = Waiting<'_>>, SourceError> {
        Ok(self.names.iter().map(move |name| Waiting {
            source_uri: name.clone(),
            weight: 0,
            read: Box::new(move || {
                let format = match name.ends_with(".html") {
                    true => SourceFormat::Html,
                    false => SourceFormat::Text,
                };
                Ok(RawDocument::new(name, format, self.files[name].clone()))
            }),
        }))
    }

    fn rejects(&self) -> Vec<Reject> {
        self.rejects.clone()
    }
}
