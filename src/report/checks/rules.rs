//! The checks file: which checks run, how grave and how tolerant they are.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::report::Severity;

const BUILTIN: &str = include_str!("../../../pipelines/checks.toml");

/// The checks that compare reports.
pub(in crate::report) const DUPLICATE: &str = "duplicate_report";
pub(in crate::report) const CARRY_OVER: &str = "carry_over";
pub(in crate::report) const STOCK_FLOW: &str = "stock_flow";

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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("checks, line {line}: {problem}; {hint}")]
pub struct ChecksError {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub hint: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    #[allow(dead_code, reason = "the version is for readers and enters the settings hash with the text")]
    version: String,
    check: BTreeMap<Spanned<String>, CheckFile>,
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
        let error = |at: usize, problem: String, hint: &str| {
            let line = 1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count();
            ChecksError { line, problem, hint: hint.to_owned() }
        };
        let file: RulesFile = toml::from_str(text).map_err(|wrong| {
            let at = wrong.span().map_or(0, |span| span.start);
            error(at, wrong.message().trim().replace('\n', " "), "compare with the keys of pipelines/checks.toml")
        })?;
        let mut checks = BTreeMap::new();
        for (name, check) in file.check {
            let known = KNOWN.into_iter().find(|k| k == name.get_ref()).ok_or_else(|| {
                let problem = format!("no check is named {:?}", name.get_ref());
                error(name.span().start, problem, &format!("known are {}", KNOWN.join(", ")))
            })?;
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
