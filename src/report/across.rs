//! Checks that compare reports: the same publisher's report of the same year, and of the year
//! before.
//!
//! Each report is boiled down to a few figures ([`Facts`]), so that millions of them can be held
//! side by side. The findings depend on the set of reports and their order alone, not on which of them
//! were read in this run.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashMap;

use super::checks::{CARRY_OVER, CheckRules, DUPLICATE, STOCK_FLOW};
use super::forms::Forms;
use super::{Code, Report, Severity};

/// What is compared of a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Who published it, with the place that tells agencies of one name apart.
    pub publisher: Option<String>,
    /// Figures that are known, by their number in [`Compared`].
    pub figures: Vec<(u8, f64)>,
}

/// A finding with the place of its report among those compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Place of the report.
    pub report: usize,
    /// Code of the check.
    pub check: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Table, row and column that it is about.
    pub at: Option<(Code, Code, Code)>,
    /// What should stand there.
    pub expected: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    /// One plain sentence.
    pub message: String,
}

/// A report among those compared.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Where it stands.
    pub source_uri: &'a str,
    /// The year it is about.
    pub year: Option<i16>,
    /// What is compared of it.
    pub facts: &'a Facts,
}

/// Items of table 二 whose stock flows from year to year.
const STOCKS: [&str; 2] = ["rules", "normative_documents"];

/// Which cells are compared; built once from the forms.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Cells by their number.
    cells: Vec<(Code, Code, Code)>,
    numbers: FxHashMap<(Code, Code, Code), u8>,
    /// Pairs of numbers: carried in this year, carried out last year.
    carried: Vec<(u8, u8)>,
    /// Numbers of made, repealed and in force.
    stocks: Vec<[u8; 3]>,
}

impl Compared {
    /// The cells of these forms; what a form of one's own does not have is not compared.
    pub fn new(forms: &Forms) -> Self {
        let mut compared =
            Self { cells: Vec::new(), numbers: FxHashMap::default(), carried: Vec::new(), stocks: Vec::new() };
        let table = |name: &str| forms.tables.iter().find(|t| forms.code(t.code) == name);
        let row = |table: &super::forms::Table, name: &str| {
            table.rows.iter().map(|r| r.code).find(|&code| forms.code(code) == name)
        };
        if let Some(table) = table("applications")
            && let (Some(into), Some(out)) = (row(table, "carried_in"), row(table, "carried_out"))
        {
            for column in &table.columns {
                let pair =
                    (compared.number((table.code, into, column.code)), compared.number((table.code, out, column.code)));
                compared.carried.push(pair);
            }
        }
        if let Some(table) = table("disclosures") {
            let column = |name: &str| table.columns.iter().map(|c| c.code).find(|&code| forms.code(code) == name);
            for stock in STOCKS {
                if let (Some(row), [Some(made), Some(repealed), Some(in_force)]) =
                    (row(table, stock), ["made", "repealed", "in_force"].map(column))
                {
                    let numbers = [made, repealed, in_force].map(|column| compared.number((table.code, row, column)));
                    compared.stocks.push(numbers);
                }
            }
        }
        compared
    }

    fn number(&mut self, cell: (Code, Code, Code)) -> u8 {
        let number = self.cells.len() as u8;
        self.cells.push(cell);
        self.numbers.insert(cell, number);
        number
    }

    /// What is compared of a report.
    pub fn facts(&self, report: &Report) -> Facts {
        let metadata = &report.metadata;
        let publisher = metadata.publisher.as_ref().map(|name| {
            let place = metadata.region_code.as_deref().unwrap_or("");
            format!("{place} {name}")
        });
        let figures = match publisher {
            Some(_) => report
                .cells
                .iter()
                .filter(|cell| cell.status.is_claimed())
                .filter_map(|cell| Some((*self.numbers.get(&(cell.table, cell.row, cell.col))?, cell.value?)))
                .collect(),
            None => Vec::new(),
        };
        Facts { publisher, figures }
    }

    /// Compares all reports, which stand in source order. Findings come in the order of their reports.
    pub fn compare(&self, reports: &[Candidate<'_>], rules: &CheckRules) -> Vec<Found> {
        // By a hash first: names are long, alike, and far apart in memory.
        let mut order: Vec<(u64, &str, i16, usize)> = Vec::with_capacity(reports.len());
        for (place, report) in reports.iter().enumerate() {
            if let (Some(publisher), Some(year)) = (report.facts.publisher.as_deref(), report.year) {
                let mut hasher = DefaultHasher::new();
                publisher.hash(&mut hasher);
                order.push((hasher.finish(), publisher, year, place));
            }
        }
        order.sort_unstable();
        let places: Vec<usize> = order.iter().map(|&(.., place)| place).collect();
        let mut found = Vec::new();
        let mut last: Option<(&str, i16, &[usize])> = None;
        let mut begun = 0;
        for group in order.chunk_by(|a, b| (a.1, a.2) == (b.1, b.2)) {
            let (_, publisher, year, _) = group[0];
            let same = &places[begun..begun + group.len()];
            begun += group.len();
            if same.len() > 1 {
                duplicates(reports, same, rules, &mut found);
            }
            if let Some((other, last_year, before)) = last
                && (other, last_year + 1) == (publisher, year)
            {
                for &place in same {
                    self.carry_over(reports, place, before, rules, &mut found);
                    self.stock_flow(reports, place, before, rules, &mut found);
                }
            }
            last = Some((publisher, year, same));
        }
        found.sort_by_key(|f| f.report);
        found
    }

    fn carry_over(
        &self,
        reports: &[Candidate<'_>],
        place: usize,
        before: &[usize],
        rules: &CheckRules,
        found: &mut Vec<Found>,
    ) {
        let Some((severity, tolerance)) = rules.of(CARRY_OVER) else { return };
        for &(into, out) in &self.carried {
            let (Some(here), Some(there)) = (figure(&reports[place], into), agreed(reports, before, out)) else {
                continue;
            };
            if (here - there).abs() > tolerance + 1e-6 {
                let message = format!(
                    "{here} were carried in, but last year's report {} carried {there} out",
                    reports[before[0]].source_uri
                );
                let at = self.cells[usize::from(into)];
                found.push(differs(place, CARRY_OVER, severity, at, [there, here], message));
            }
        }
    }

    fn stock_flow(
        &self,
        reports: &[Candidate<'_>],
        place: usize,
        before: &[usize],
        rules: &CheckRules,
        found: &mut Vec<Found>,
    ) {
        let Some((severity, tolerance)) = rules.of(STOCK_FLOW) else { return };
        for &[made, repealed, in_force] in &self.stocks {
            let here = [in_force, made, repealed].map(|number| figure(&reports[place], number));
            let ([Some(stock), Some(made), Some(repealed)], Some(last)) = (here, agreed(reports, before, in_force))
            else {
                continue;
            };
            let expected = last + made - repealed;
            if (stock - expected).abs() > tolerance + 1e-6 {
                let message = format!(
                    "{stock} are in force, but {last} of last year's report {}, {made} made and {repealed} repealed give {expected}",
                    reports[before[0]].source_uri
                );
                let at = self.cells[usize::from(in_force)];
                found.push(differs(place, STOCK_FLOW, severity, at, [expected, stock], message));
            }
        }
    }
}

/// A cell whose figure is not what another report lets expect.
fn differs(
    report: usize,
    check: &'static str,
    severity: Severity,
    at: (Code, Code, Code),
    [expected, found]: [f64; 2],
    message: String,
) -> Found {
    let (expected, found) = (Some(expected.to_string()), Some(found.to_string()));
    Found { report, check, severity, at: Some(at), expected, found, message }
}

/// Reports of one publisher and year: the first names the second, all others name the first.
fn duplicates(reports: &[Candidate<'_>], places: &[usize], rules: &CheckRules, found: &mut Vec<Found>) {
    let Some((severity, _)) = rules.of(DUPLICATE) else { return };
    for (number, &place) in places.iter().enumerate() {
        let other = reports[places[usize::from(number == 0)]].source_uri;
        found.push(Found {
            report: place,
            check: DUPLICATE,
            severity,
            at: None,
            expected: None,
            found: Some(other.to_owned()),
            message: format!("the publisher has another report of this year with different bytes: {other}"),
        });
    }
}

fn figure(report: &Candidate<'_>, number: u8) -> Option<f64> {
    report.facts.figures.iter().find(|(n, _)| *n == number).map(|(_, value)| *value)
}

/// A figure on which all reports of a year agree that have it.
fn agreed(reports: &[Candidate<'_>], places: &[usize], number: u8) -> Option<f64> {
    let mut figures = places.iter().filter_map(|&place| figure(&reports[place], number));
    let first = figures.next()?;
    figures.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared() -> Compared {
        Compared::new(&Forms::builtin().unwrap())
    }

    fn facts(publisher: &str, figures: &[(u8, f64)]) -> Facts {
        Facts { publisher: Some(publisher.to_owned()), figures: figures.to_vec() }
    }

    fn compare(reports: &[(i16, Facts)]) -> Vec<(usize, &'static str, Option<String>, Option<String>)> {
        let uris: Vec<String> = (0..reports.len()).map(|n| format!("{n}.txt")).collect();
        let candidates: Vec<Candidate<'_>> = reports
            .iter()
            .zip(&uris)
            .map(|((year, facts), source_uri)| Candidate { source_uri, year: Some(*year), facts })
            .collect();
        let found = compared().compare(&candidates, &CheckRules::builtin().unwrap());
        found.into_iter().map(|f| (f.report, f.check, f.expected, f.found)).collect()
    }

    #[test]
    fn what_was_carried_out_must_be_carried_in() {
        let (into, out) = compared().carried[6];
        let reports = |here| [(2021, facts("甲", &[(out, 4.0)])), (2022, facts("甲", &[(into, here)]))];
        assert_eq!(compare(&reports(4.0)), []);
        assert_eq!(compare(&reports(5.0)), [(1, CARRY_OVER, Some("4".into()), Some("5".into()))]);
        let apart = [
            (2020, facts("甲", &[(out, 4.0)])),
            (2022, facts("甲", &[(into, 5.0)])),
            (2021, facts("乙", &[(out, 4.0)])),
        ];
        assert_eq!(compare(&apart), []);
    }

    #[test]
    fn stock_is_last_years_stock_and_what_came_and_went() {
        let [made, repealed, in_force] = compared().stocks[1];
        let reports = |stock| {
            let this = facts("甲", &[(made, 3.0), (repealed, 1.0), (in_force, stock)]);
            [(2021, facts("甲", &[(in_force, 10.0)])), (2022, this)]
        };
        assert_eq!(compare(&reports(12.0)), []);
        assert_eq!(compare(&reports(11.0)), [(1, STOCK_FLOW, Some("12".into()), Some("11".into()))]);
    }

    #[test]
    fn two_reports_of_one_year_are_told_and_nothing_is_compared_with_what_they_disagree_on() {
        let (into, out) = compared().carried[6];
        let double = [
            (2021, facts("甲", &[(out, 4.0)])),
            (2021, facts("甲", &[(out, 5.0)])),
            (2022, facts("甲", &[(into, 4.0)])),
            (2021, facts("乙", &[])),
        ];
        let other = |n: u32| Some(format!("{n}.txt"));
        assert_eq!(compare(&double), [(0, DUPLICATE, None, other(1)), (1, DUPLICATE, None, other(0))]);
    }
}
