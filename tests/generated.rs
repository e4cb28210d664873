//! Made-up reports read back: extract(render(x)) = x.
//!
//! In lossless layouts every cell and field must be right. Where a layout or noise took something away, a
//! cell may stay without a value, but never get a wrong one. `GONGKAI_GENERATED` sets the number of reports
//! for each layout and edition (40 if unset).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed unwrap in a test is a failed test; clippy exempts only the test functions themselves"
)]

use std::collections::{HashMap, HashSet};

use gongkai::reader::Reader;
use gongkai::report::{Report, Status};
use gongkai::source::{RawDocument, Reject, SourceFormat};
use gongkai::synth::{Expected, Generator, Layout, Noise, SynthOptions, SynthReport};
use rayon::prelude::*;

const EDITIONS: [i16; 3] = [2014, 2019, 2021];

/// Slips and blanks are the publisher's; they take nothing from the page.
const PUBLISHER: Noise = Noise { slips: 0.15, blanks: 0.2, ..Noise::NONE };

#[test]
fn lossless_layouts_are_read_back_exactly() {
    let layouts = Layout::ALL.into_iter().filter(|l| l.is_lossless());
    judge(layouts, PUBLISHER, exact);
}

#[test]
fn lossy_layouts_give_no_wrong_value() {
    let layouts = Layout::ALL.into_iter().filter(|l| !l.is_lossless());
    judge(layouts, Noise::NONE, no_wrong_value);
}

#[test]
fn tables_that_are_not_on_the_page_are_absent() {
    judge([Layout::HeadingsOnly, Layout::ProseDisclosures], PUBLISHER, exact);
}

#[test]
fn light_noise_gives_no_wrong_value() {
    judge(Layout::ALL, Noise::LIGHT, no_wrong_value);
}

#[test]
fn heavy_noise_gives_no_wrong_value() {
    judge(Layout::ALL, Noise::HEAVY, no_wrong_value);
}

#[test]
fn traditional_characters_and_encodings_take_nothing_away() {
    let noise = Noise { traditional: 0.6, encodings: 1.0, ..Noise::NONE };
    judge([Layout::Lines, Layout::Pipes, Layout::Html, Layout::Docx, Layout::Xlsx], noise, exact);
}

#[test]
fn navigation_and_punctuation_take_nothing_away() {
    let noise = Noise { navigation: 1.0, punctuation: 0.7, ..Noise::NONE };
    judge([Layout::Lines, Layout::Pipes, Layout::Html, Layout::Docx, Layout::Xlsx], noise, exact);
}

/// What a judge says about one report: what is wrong, and how many cells with a figure were found.
#[derive(Default)]
struct Verdict {
    wrong: Vec<String>,
    figures: usize,
    found: usize,
}

type Judge = fn(&Reader, &SynthReport, Result<Report, Reject>) -> Verdict;

/// Reads reports of every layout and edition; panics with the first differences of each.
fn judge(layouts: impl IntoIterator<Item = Layout>, noise: Noise, judge: Judge) {
    let reports = std::env::var("GONGKAI_GENERATED").map_or(40, |n| n.parse().expect("GONGKAI_GENERATED is a number"));
    let reader = Reader::builtin().unwrap();
    let mut failures = Vec::new();
    for layout in layouts {
        for edition in EDITIONS {
            let generator = Generator::new(SynthOptions {
                reports,
                seed: 2024,
                layouts: vec![layout],
                editions: vec![edition],
                noise,
                ..SynthOptions::default()
            })
            .unwrap();
            let verdicts: Vec<(u64, Verdict)> = (0..reports)
                .into_par_iter()
                .map(|i| {
                    let report = generator.report(i);
                    let verdict = judge(&reader, &report, read(&reader, &report));
                    (i, verdict)
                })
                .collect();
            let figures: usize = verdicts.iter().map(|v| v.1.figures).sum();
            let found: usize = verdicts.iter().map(|v| v.1.found).sum();
            println!("{layout}, edition {edition}: {found} of {figures} figures found");
            let bad: Vec<_> = verdicts.iter().filter(|v| !v.1.wrong.is_empty()).collect();
            if !bad.is_empty() {
                failures.push(format!("{layout}, edition {edition}: {} of {reports} reports wrong", bad.len()));
                for (i, verdict) in bad.iter().take(3) {
                    let wrong = verdict.wrong[..verdict.wrong.len().min(6)].join("\n    ");
                    failures.push(format!("  report {i}:\n    {wrong}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn read(reader: &Reader, report: &SynthReport) -> Result<Report, Reject> {
    let format = match report.name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => SourceFormat::Html,
        Some("pdf") => SourceFormat::Pdf,
        Some("docx") => SourceFormat::Docx,
        Some("xlsx") => SourceFormat::Xlsx,
        _ => SourceFormat::Text,
    };
    reader.read(&RawDocument::new(&report.name, format, report.bytes.clone()))
}

/// Every cell with its status, and all metadata.
fn exact(reader: &Reader, made: &SynthReport, read: Result<Report, Reject>) -> Verdict {
    compare(reader, made, read, true)
}

/// Every cell and field is right or without a value.
fn no_wrong_value(reader: &Reader, made: &SynthReport, read: Result<Report, Reject>) -> Verdict {
    compare(reader, made, read, false)
}

fn compare(reader: &Reader, made: &SynthReport, read: Result<Report, Reject>, exact: bool) -> Verdict {
    let mut verdict = Verdict::default();
    let report = match read {
        Ok(report) => report,
        Err(reject) => {
            let reason = reject.reason.code();
            verdict.wrong.push(format!("rejected as {reason}: {}", reject.detail));
            return verdict;
        }
    };
    metadata(made, &report, exact, &mut verdict.wrong);
    let cells: HashMap<_, _> = report.cells.iter().map(|c| ((c.table, c.row, c.col), c)).collect();
    for truth in &made.truth.cells {
        let found = cells.get(&(truth.table, truth.row, truth.col));
        let value = found.and_then(|c| c.value);
        let status = found.map_or(Status::Absent, |c| c.status);
        let expected = match truth.expected {
            Expected::Reported => Some(Status::Reported),
            Expected::Blank => Some(Status::Blank),
            Expected::Absent => Some(Status::Absent),
            Expected::ValueOrNone => None,
        };
        let right = value == truth.value;
        verdict.figures += usize::from(truth.value.is_some());
        verdict.found += usize::from(truth.value.is_some() && right);
        let accepted = match exact {
            true => right && expected.is_none_or(|e| e == status),
            false => right || value.is_none(),
        };
        if !accepted {
            let code = |c| reader.forms().code(c);
            let found_at = found.and_then(|c| c.place);
            verdict.wrong.push(format!(
                "{}/{}/{}: {:?} {:?}, read {value:?} {} {found_at:?}",
                code(truth.table),
                code(truth.row),
                code(truth.col),
                truth.value,
                truth.expected,
                status.code(),
            ));
        }
    }
    // A figure in a cell that the report's form does not have is as wrong as one in another cell.
    let known: HashSet<_> = made.truth.cells.iter().map(|c| (c.table, c.row, c.col)).collect();
    for cell in report.cells.iter().filter(|c| c.value.is_some() && !known.contains(&(c.table, c.row, c.col))) {
        let [table, row, col] = [cell.table, cell.row, cell.col].map(|c| reader.forms().code(c));
        verdict
            .wrong
            .push(format!("{table}/{row}/{col}: no cell of this form, read {:?} {:?}", cell.value, cell.place));
    }
    verdict
}

fn metadata(made: &SynthReport, report: &Report, exact: bool, wrong: &mut Vec<String>) {
    let (truth, found) = (&made.truth, &report.metadata);
    let mut field = |name: &str, expected: Option<String>, found: Option<String>| {
        let right = found == expected || !exact && found.is_none();
        if !right {
            wrong.push(format!("{name}: {expected:?}, read {found:?}"));
        }
    };
    let text = |s: &String| Some(s.clone());
    let number = |n: i16| n.to_string();
    // Where everything runs together, nothing tells the end of a menu from the start of a name.
    if truth.layout != Layout::Glued {
        let publisher = text(&truth.publisher);
        field("publisher", publisher, found.publisher.clone());
    }
    let year = Some(number(truth.report_year));
    field("report_year", year, found.report_year.map(number));
    let day = |d| format!("{d:?}");
    let published = Some(day(truth.published_on));
    // Without a border before it a label such as 时间 is no label, and the signature's date is all there is.
    if truth.layout != Layout::Glued {
        field("published_on", published, found.published_on.map(day));
    }
    let edition = Some(number(truth.edition));
    field("edition", edition, report.edition.map(number));
    field("region_code", text(&truth.region_code), found.region_code.clone());
    field("county", text(&truth.county), found.county.clone());
    let index = truth.index_number.clone();
    field("index_number", index, found.index_number.clone());
}
