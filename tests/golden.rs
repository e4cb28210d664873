//! Reports whose cells and metadata are known, read and compared one by one.
//!
//! The sample that ships with the crate is always judged. Another folder of reports is judged by a test of its own,
//! which `.ci/run` calls where `GONGKAI_REPORTS` names one: its `reports/` holds the pages, its `gold/` the answers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed unwrap in a test is a failed test; clippy exempts only the test functions themselves"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use gongkai::reader::Reader;
use gongkai::report::{Date, Report};
use gongkai::source::{Extensions, RawDocument, Reject, RejectReason, SourceFormat};

/// A row of a CSV file by column name. No field of these files holds a comma.
type Record = BTreeMap<String, String>;

#[test]
fn every_listed_cell_and_field_of_the_sample_is_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("tests/data");
    let reports = root.join("pipelines/sample");
    judge(&reports, &data.join("sample_cells.csv"), &data.join("sample_reports.csv"));
}

#[test]
#[ignore = "needs a folder of reports and answers in GONGKAI_REPORTS"]
fn every_listed_cell_and_field_of_other_reports_is_right() {
    let folder = PathBuf::from(std::env::var_os("GONGKAI_REPORTS").expect("GONGKAI_REPORTS names no folder"));
    let gold = folder.join("gold");
    judge(&folder.join("reports"), &gold.join("cells.csv"), &gold.join("reports.csv"));
}

fn judge(reports: &Path, cells: &Path, metadata: &Path) {
    let differences = check_folder(reports, cells, metadata);
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

/// Reads every report that `reports_csv` lists and compares it with what is known; one line a difference.
fn check_folder(reports: &Path, cells_csv: &Path, reports_csv: &Path) -> Vec<String> {
    let reader = Reader::builtin().unwrap();
    let mut cells: HashMap<String, Vec<Record>> = HashMap::new();
    for record in records(cells_csv) {
        cells.entry(record["report"].clone()).or_default().push(record);
    }
    let mut differences = Vec::new();
    let (mut judged, mut judged_cells) = (0, 0);
    for known in records(reports_csv) {
        let name = &known["report"];
        let cells = cells.remove(name).unwrap_or_default();
        if format_of(name).is_none() {
            differences.push(format!("{name}: no format goes by this name"));
            continue;
        }
        match read(&reader, &reports.join(name)) {
            Ok(report) => {
                let verdict = Verdict { name, lenient: is_lossy(name) };
                verdict.metadata(&report, &known, &mut differences);
                verdict.cells(&reader, &report, &cells, &mut differences);
                judged += 1;
                judged_cells += cells.len();
            }
            Err(reject) => differences.push(format!("{name}: rejected as {}: {}", reject.reason.code(), reject.detail)),
        }
    }
    for name in cells.into_keys().collect::<BTreeSet<_>>() {
        differences.push(format!("{name}: has cells but no row in {}", reports_csv.display()));
    }
    if judged == 0 {
        differences.push(format!("{} lists no report", reports_csv.display()));
    }
    println!(
        "{}: {judged} reports and {judged_cells} cells judged, {} differences",
        reports.display(),
        differences.len()
    );
    differences
}

/// Pages whose cells run together: no wrong value is asked of them, not every value.
fn is_lossy(name: &str) -> bool {
    name.starts_with("pingtan_") || name.starts_with("shanghai_")
}

struct Verdict<'a> {
    name: &'a str,
    lenient: bool,
}

impl Verdict<'_> {
    fn metadata(&self, report: &Report, known: &Record, differences: &mut Vec<String>) {
        let found = &report.metadata;
        let number = |n: Option<i16>| n.map(|n| n.to_string());
        let fields = [
            ("publisher", found.publisher.clone()),
            ("report_year", number(found.report_year)),
            ("published_on", found.published_on.map(iso)),
            ("index_number", found.index_number.clone()),
            ("edition", number(report.edition)),
            ("script", Some(report.origin.script.code().to_owned())),
            ("province", found.province.clone()),
            ("prefecture", found.prefecture.clone()),
            ("county", found.county.clone()),
            ("region_code", found.region_code.clone()),
        ];
        for (field, found) in fields {
            let known = &known[field];
            let right = found.as_ref() == Some(known) || self.lenient && found.is_none();
            if !known.is_empty() && !right {
                let found = found.as_deref().unwrap_or("nothing");
                differences.push(format!("{}: {field} is {known}, read {found}", self.name));
            }
        }
    }

    fn cells(&self, reader: &Reader, report: &Report, known: &[Record], differences: &mut Vec<String>) {
        let code = |c| reader.forms().code(c);
        let read: HashMap<[&str; 3], _> =
            report.cells.iter().map(|c| ([code(c.table), code(c.row), code(c.col)], c)).collect();
        for cell in known {
            let key = ["table", "row", "col"].map(|k| cell[k].as_str());
            let (value, status) = (&cell["value"], &cell["status"]);
            let expected: Option<f64> = (!value.is_empty()).then(|| value.parse().unwrap());
            let found = read.get(&key);
            let found_value = found.and_then(|c| c.value);
            let found_status = found.map_or("absent", |c| c.status.code());
            let same_value = match (expected, found_value) {
                (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                (a, b) => a.is_none() && b.is_none(),
            };
            let right = match self.lenient {
                true => same_value || found_value.is_none(),
                false => same_value && (status.is_empty() || status == found_status),
            };
            if !right {
                let shown = |v: Option<f64>| v.map_or("nothing".to_owned(), |v| v.to_string());
                let place = found.and_then(|c| c.place).map_or(String::new(), |p| format!(" at {p}"));
                differences.push(format!(
                    "{}: {} is {} {status}, read {} {found_status}{place}",
                    self.name,
                    key.join("/"),
                    shown(expected),
                    shown(found_value),
                ));
            }
        }
    }
}

#[test]
fn an_article_about_reports_is_no_report() {
    let reader = Reader::builtin().unwrap();
    let reject = read(&reader, &sample("notice_reading_guide.txt")).unwrap_err();
    assert_eq!(reject.reason, RejectReason::NotAReport, "{}", reject.detail);
}

#[test]
fn the_same_bytes_under_two_names_are_one_report() {
    let reader = Reader::builtin().unwrap();
    let id = |name| read(&reader, &sample(name)).unwrap().origin.report_id;
    assert_eq!(id("anji_bamboo_2022.txt"), id("copy_of_anji_bamboo_2022.txt"));
}

#[test]
fn sums_fail_where_the_publisher_slipped_and_nowhere_else() {
    let reader = Reader::builtin().unwrap();
    let sums = ["row_sum", "column_balance", "outcome_sum", "review_sum", "indicator_sum"];
    for entry in fs::read_dir(sample("")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(report) = read(&reader, &path) else {
            assert_eq!(name, "notice_reading_guide.txt");
            continue;
        };
        let failed: BTreeSet<&str> =
            report.findings.iter().filter(|f| sums.contains(&f.check)).map(|f| f.check).collect();
        if name.starts_with("yuanping_caves") {
            assert!(["row_sum", "outcome_sum", "review_sum"].iter().all(|c| failed.contains(c)), "{name}: {failed:?}");
        } else {
            assert!(failed.is_empty(), "{name}: {failed:?}");
        }
    }
}

#[test]
fn a_spam_brand_is_told_and_taken_out_of_names() {
    let reader = Reader::builtin().unwrap();
    let report = read(&reader, &sample("ruichang_heron_town_2020.txt")).unwrap();
    assert!(report.findings.iter().any(|f| f.check == "injected_text"));
    let names = [report.metadata.publisher, report.metadata.title];
    assert!(!names.iter().flatten().any(|n| n.contains("金沙")), "{names:?}");
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/sample").join(name)
}

fn read(reader: &Reader, path: &Path) -> Result<Report, Reject> {
    let bytes = fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let format = format_of(&name).unwrap();
    reader.read(&RawDocument::new(name, format, bytes))
}

fn format_of(name: &str) -> Option<SourceFormat> {
    match name.ends_with(".pdf") {
        true => Some(SourceFormat::Pdf),
        false => Extensions::default().format_of(Path::new(name)),
    }
}

fn iso(date: Date) -> String {
    format!("{}-{:02}-{:02}", date.year, date.month, date.day)
}

fn records(path: &Path) -> Vec<Record> {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields.len(), head.len(), "{}: {line}", path.display());
            let pairs = head.iter().zip(fields);
            pairs.map(|(k, v)| ((*k).to_owned(), v.to_owned())).collect()
        })
        .collect()
}
