//! What does not add up: findings over a report's cells, sections and dates.
//!
//! A check never changes a figure. Which checks run, how grave and how tolerant they are, is data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::forms::{Arrangement, Forms, IdentityKind, Table};
use super::tables::Tables;
use super::{Cell, Code, Date, Finding, Metadata, SectionCode, Severity, Status};
use crate::document::Injection;

const BUILTIN: &str = include_str!("../../pipelines/checks.toml");

/// The checks that compare reports.
pub(super) const DUPLICATE: &str = "duplicate_report";
pub(super) const CARRY_OVER: &str = "carry_over";
pub(super) const STOCK_FLOW: &str = "stock_flow";

/// Checks that the crate can run.
const KNOWN: [&str; 18] = [
    DUPLICATE,
    CARRY_OVER,
    STOCK_FLOW,
    "row_sum",
    "column_balance",
    "outcome_sum",
    "review_sum",
    "indicator_sum",
    "missing_section",
    "missing_table",
    "ambiguous_row",
    "label_typo",
    "year_mismatch",
    "edition_mismatch",
    "date_mismatch",
    "injected_text",
    "second_report",
    "narrative_mismatch",
];

/// Severity and tolerance of each check that runs.
#[derive(Debug, Clone)]
pub struct CheckRules {
    checks: BTreeMap<&'static str, (Severity, f64)>,
}

/// Why a checks file is refused.
#[derive(Debug, thiserror::Error)]
pub enum ChecksError {
    /// Not TOML, or keys and types that the rules do not have.
    #[error("checks: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A check that the crate does not have.
    #[error("checks: no check is named {0:?}; known are {known}", known = KNOWN.join(", "))]
    Unknown(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    #[allow(dead_code, reason = "the version is for readers and enters the settings hash with the text")]
    version: String,
    check: BTreeMap<String, CheckFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckFile {
    severity: SeverityFile,
    #[serde(default)]
    tolerance: f64,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum SeverityFile {
    Error,
    Warning,
    Info,
}

impl CheckRules {
    /// The rules that ship with the crate.
    ///
    /// # Errors
    /// Never for the shipped file, which a test reads.
    pub fn builtin() -> Result<Self, ChecksError> {
        Self::from_toml(BUILTIN)
    }

    /// Reads and checks a rules file.
    ///
    /// # Errors
    /// [`ChecksError`] names the line or the name that is wrong.
    pub fn from_toml(text: &str) -> Result<Self, ChecksError> {
        let file: RulesFile = toml::from_str(text)?;
        let mut checks = BTreeMap::new();
        for (name, check) in file.check {
            let known = KNOWN.into_iter().find(|k| *k == name).ok_or(ChecksError::Unknown(name))?;
            let severity = match check.severity {
                SeverityFile::Error => Severity::Error,
                SeverityFile::Warning => Severity::Warning,
                SeverityFile::Info => Severity::Info,
            };
            checks.insert(known, (severity, check.tolerance));
        }
        Ok(Self { checks })
    }

    /// Severity and tolerance of a check; `None` if it shall not run.
    pub fn of(&self, check: &str) -> Option<(Severity, f64)> {
        self.checks.get(check).copied()
    }
}

/// What the checks look at.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The forms of the cells.
    pub forms: &'a Forms,
    /// The tables read.
    pub tables: &'a Tables,
    /// Sections that have a heading.
    pub sections: &'a [SectionCode],
    /// Years and dates.
    pub metadata: &'a Metadata,
    /// Text that a hacked site put in.
    pub injected: &'a [Injection],
    /// Title of another year's report that stands below this one on the page.
    pub second: Option<&'a str>,
}

/// Runs all checks, in a fixed order.
pub fn run(facts: &Facts<'_>, rules: &CheckRules) -> Vec<Finding> {
    let mut report = Findings { rules, forms: facts.forms, list: Vec::new() };
    for table in &facts.forms.tables {
        let cells: Vec<&Cell> = facts.tables.cells.iter().filter(|c| c.table == table.code).collect();
        if cells.is_empty() {
            continue;
        }
        report.sums(table, &Grid::of(&cells, facts.forms.codes_len()));
        report.ambiguous(table, &cells, &facts.tables.contested);
    }
    report.missing(facts);
    for typo in &facts.tables.typos {
        report.add(
            "label_typo",
            (Some(typo.table), Some(typo.row), None),
            Some(typo.expected.clone()),
            Some(typo.found.clone()),
            format!("the label {:?} was read as {:?}", typo.found, typo.expected),
        );
    }
    report.edition(facts);
    report.dates(facts.metadata);
    for injection in facts.injected {
        report.add(
            "injected_text",
            (None, None, None),
            None,
            Some(injection.text.clone()),
            format!("the page holds injected text {} times; it was taken out", injection.count),
        );
    }
    if let Some(title) = facts.second {
        let message = format!("below this report the page holds {title:?}, which was not read");
        report.add("second_report", (None, None, None), None, Some(title.to_owned()), message);
    }
    report.list
}

type At = (Option<Code>, Option<Code>, Option<Code>);

struct Findings<'a> {
    rules: &'a CheckRules,
    forms: &'a Forms,
    list: Vec<Finding>,
}

impl Findings<'_> {
    fn add(&mut self, check: &'static str, at: At, expected: Option<String>, found: Option<String>, message: String) {
        if let Some(&(severity, _)) = self.rules.checks.get(check) {
            let (table, row, col) = at;
            self.list.push(Finding { check, severity, table, row, col, expected, found, message });
        }
    }

    fn tolerance(&self, check: &str) -> f64 {
        self.rules.checks.get(check).map_or(0.0, |c| c.1)
    }

    fn sums(&mut self, table: &Table, cells: &Grid<'_>) {
        for identity in &table.identities {
            let rows = identity.kind == IdentityKind::AcrossRows;
            let lines = if rows { table.columns.len() } else { table.rows.len() };
            let line_code = |i: usize| if rows { table.columns[i].code } else { table.rows[i].code };
            let tolerance = self.tolerance(identity.check) + 1e-6;
            let member = |i: usize| {
                if rows { table.rows[i].code } else { table.columns[i].code }
            };
            for line in (0..lines).map(line_code) {
                let find = |m: Code| if rows { cells.at(m, line) } else { cells.at(line, m) };
                // Rows of outcomes may stand in each other's place in tables of several editions, not in a list.
                let all = identity.addends.len() <= 6 || table.arrangement == Arrangement::List;
                let Some((expected, found)) = sides(&identity.addends, &identity.total, all, member, find) else {
                    continue;
                };
                if (expected - found).abs() <= tolerance {
                    continue;
                }
                let at = if rows {
                    (Some(table.code), (identity.total.len() == 1).then(|| member(identity.total[0])), Some(line))
                } else {
                    (Some(table.code), Some(line), Some(member(identity.total[0])))
                };
                let sum_of = |members: &[usize]| {
                    members.iter().map(|&m| self.forms.code(member(m))).collect::<Vec<_>>().join(" + ")
                };
                let left = sum_of(&identity.total);
                let right = if identity.addends.len() > 6 { "its parts".to_owned() } else { sum_of(&identity.addends) };
                let message = format!("in {}, {left} is {found}, but {right} make {expected}", self.forms.code(line));
                self.add(identity.check, at, Some(expected.to_string()), Some(found.to_string()), message);
            }
        }
    }

    fn ambiguous(&mut self, table: &Table, cells: &[&Cell], contested: &[(Code, Code)]) {
        if !cells.iter().any(|c| c.status == Status::Ambiguous) {
            return;
        }
        for row in &table.rows {
            let open: Vec<&&Cell> =
                cells.iter().filter(|c| c.row == row.code && c.status == Status::Ambiguous).collect();
            let Some(first) = open.first() else { continue };
            let why = if contested.contains(&(table.code, row.code)) {
                "the row stands twice with different figures".to_owned()
            } else {
                format!("{} of its cells cannot be told from the figures that stand there", open.len())
            };
            self.add("ambiguous_row", (Some(table.code), Some(row.code), None), None, first.raw.clone(), why);
        }
    }

    fn missing(&mut self, facts: &Facts<'_>) {
        let Some(edition) = facts.tables.edition else {
            return;
        };
        // The sections of earlier reports were not the same everywhere.
        for code in [
            SectionCode::Overview,
            SectionCode::Disclosures,
            SectionCode::Applications,
            SectionCode::Reviews,
            SectionCode::Problems,
            SectionCode::OtherMatters,
        ] {
            if edition >= 2019 && !facts.sections.contains(&code) {
                let message = format!("no heading of the section {} was found", code.code());
                self.add("missing_section", (None, None, None), Some(code.code().to_owned()), None, message);
            }
        }
        for table in &self.forms.tables {
            let on_form = table.rows.iter().any(|r| r.columns.contains_key(&edition));
            if on_form && !facts.tables.spans.iter().any(|(t, _)| *t == table.code) {
                let name = self.forms.code(table.code).to_owned();
                let message = format!("the table {name} does not stand in the document");
                self.add("missing_table", (Some(table.code), None, None), Some(name), None, message);
            }
        }
    }

    fn edition(&mut self, facts: &Facts<'_>) {
        let year = facts.metadata.report_year;
        let of_year = year.and_then(|y| facts.forms.edition_for_year(y));
        if let (Some(year), Some(of_year), Some(found)) = (year, of_year, facts.tables.edition)
            && of_year != found
        {
            self.add(
                "edition_mismatch",
                (None, None, None),
                Some(of_year.to_string()),
                Some(found.to_string()),
                format!("the report on {year} uses the form of {found}, not that of {of_year}"),
            );
        }
    }

    fn dates(&mut self, metadata: &Metadata) {
        if let (Some(title), Some(period)) = (metadata.title_year, metadata.period_year)
            && title != period
        {
            self.add(
                "year_mismatch",
                (None, None, None),
                Some(title.to_string()),
                Some(period.to_string()),
                format!("the title speaks of {title}, the statistics period of {period}"),
            );
        }
        if let (Some(published), Some(signed)) = (metadata.published_on, metadata.signed_on) {
            let days = published.days_since_epoch() - signed.days_since_epoch();
            if days < 0 || f64::from(days) > self.tolerance("date_mismatch") {
                self.add(
                    "date_mismatch",
                    (None, None, None),
                    Some(published.to_string()),
                    Some(signed.to_string()),
                    format!("published on {published}, but signed on {signed}"),
                );
            }
        }
    }
}

/// The cells of one table by row and column.
struct Grid<'a> {
    cells: &'a [&'a Cell],
    /// Number of each code among the table's rows and among its columns; 0 if it is none.
    rows: Vec<u16>,
    cols: Vec<u16>,
    /// Index of the cell plus one, by number of the row and of the column.
    places: Vec<u16>,
    width: usize,
}

impl<'a> Grid<'a> {
    fn of(cells: &'a [&'a Cell], codes: usize) -> Self {
        let (rows, height) = numbered(cells.iter().map(|cell| cell.row), codes);
        let (cols, width) = numbered(cells.iter().map(|cell| cell.col), codes);
        let mut grid = Self { cells, rows, cols, places: vec![0; height * width], width };
        for (number, cell) in (1..).zip(cells) {
            if let Some(at) = grid.place(cell.row, cell.col) {
                grid.places[at] = number;
            }
        }
        grid
    }

    fn place(&self, row: Code, col: Code) -> Option<usize> {
        let number = |numbers: &[u16], code: Code| numbers.get(usize::from(code.0))?.checked_sub(1).map(usize::from);
        Some(number(&self.rows, row)? * self.width + number(&self.cols, col)?)
    }

    fn at(&self, row: Code, col: Code) -> Option<&'a Cell> {
        let place = *self.places.get(self.place(row, col)?)?;
        self.cells.get(usize::from(place).checked_sub(1)?).copied()
    }
}

/// Numbers the codes met from 1 on; returns the numbers by code, and how many there are.
fn numbered(met: impl Iterator<Item = Code>, codes: usize) -> (Vec<u16>, usize) {
    let (mut numbers, mut count) = (vec![0; codes], 0);
    for code in met {
        if let Some(number @ 0) = numbers.get_mut(usize::from(code.0)) {
            count += 1;
            *number = count;
        }
    }
    (numbers, usize::from(count))
}

/// Sums of addends and of totals; `None` where a cell is missing or open, or nothing stands there.
fn sides<'c>(
    addends: &[usize],
    total: &[usize],
    all_required: bool,
    member: impl Fn(usize) -> Code,
    find: impl Fn(Code) -> Option<&'c Cell>,
) -> Option<(f64, f64)> {
    let mut stands = false;
    let mut sum = |members: &[usize], required: bool| -> Option<f64> {
        let mut sum = 0.0;
        for &m in members {
            match find(member(m)) {
                Some(cell) => match cell.status {
                    Status::Reported | Status::Inferred => {
                        stands = true;
                        sum += cell.value.unwrap_or(0.0);
                    }
                    Status::Blank => {}
                    Status::Ambiguous | Status::Invalid => return None,
                    // A row of the edition that the page leaves out, where another takes its place.
                    Status::Absent if required => return None,
                    Status::Absent => {}
                },
                None if required => return None,
                None => {}
            }
        }
        Some(sum)
    };
    let found = sum(total, true)?;
    let expected = sum(addends, all_required)?;
    stands.then_some((expected, found))
}

impl Date {
    /// Days from 1970-01-01 in the Gregorian calendar.
    pub fn days_since_epoch(self) -> i32 {
        // Shifts the year to begin in March, so that the leap day is its last.
        let (y, m) = (i32::from(self.year) - i32::from(self.month <= 2), i32::from(self.month));
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let day_of_year = (153 * ((m + 9) % 12) + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
