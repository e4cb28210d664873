//! What does not add up: findings over a report's cells, sections and dates.
//!
//! A check never changes a figure. Which checks run, how grave and how tolerant they are, is data.

mod rules;

pub(super) use self::rules::{CARRY_OVER, DUPLICATE, STOCK_FLOW};
pub use self::rules::{CheckRules, ChecksError};
use super::forms::{Forms, IdentityKind, Table};
use super::sums;
use super::tables::Tables;
use super::{Cell, Code, Finding, Metadata, SectionCode, Status};
use crate::document::Injection;

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
        let cells = facts.tables.cells_of(table.code);
        if cells.is_empty() {
            continue;
        }
        report.sums(table, &cells);
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

/// Addends past which a message names them no more.
const MANY: usize = 6;

type At = (Option<Code>, Option<Code>, Option<Code>);

struct Findings<'a> {
    rules: &'a CheckRules,
    forms: &'a Forms,
    list: Vec<Finding>,
}

impl Findings<'_> {
    fn add(&mut self, check: &'static str, at: At, expected: Option<String>, found: Option<String>, message: String) {
        if let Some((severity, _)) = self.rules.of(check) {
            let (table, row, col) = at;
            self.list.push(Finding { check, severity, table, row, col, expected, found, message });
        }
    }

    fn tolerance(&self, check: &str) -> f64 {
        self.rules.of(check).map_or(0.0, |(_, tolerance)| tolerance)
    }

    fn sums(&mut self, table: &Table, cells: &[&Cell]) {
        for sum in sums::of(table, cells, self.forms.codes_len()) {
            let identity = sum.identity;
            if sum.holds(self.tolerance(identity.check)) {
                continue;
            }
            let over_rows = identity.kind == IdentityKind::AcrossRows;
            let member = |i: usize| if over_rows { table.rows[i].code } else { table.columns[i].code };
            let first = identity.total.first().map(|&total| member(total));
            let at = if over_rows {
                (Some(table.code), first.filter(|_| identity.total.len() == 1), Some(sum.line))
            } else {
                (Some(table.code), Some(sum.line), first)
            };
            let names =
                |members: &[usize]| members.iter().map(|&m| self.forms.code(member(m))).collect::<Vec<_>>().join(" + ");
            let left = names(&identity.total);
            let right = if identity.addends.len() > MANY { "its parts".to_owned() } else { names(&identity.addends) };
            let (expected, found) = (sum.expected, sum.found);
            let message = format!("in {}, {left} is {found}, but {right} make {expected}", self.forms.code(sum.line));
            self.add(identity.check, at, Some(expected.to_string()), Some(found.to_string()), message);
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
