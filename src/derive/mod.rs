//! Derive stage: what a finished snapshot says, read back with Polars.
//!
//! Input: the directory of a snapshot. Only the columns that are needed are read, file by file, so
//! memory does not grow with the corpus. Reading back is also the last check of a run: a snapshot
//! that Polars cannot read does not end with a summary.

mod counts;
pub mod discover;
mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use polars::prelude::PolarsError;

use crate::dataset::UNKNOWN_YEAR;
use crate::report::Status;
use crate::rows::tables::Table;

use counts::{count_codes, data_files, frame, sum_int32};
use text::{Align, grid, share, thousands};

/// Themes shown in the summary.
const TOP_THEMES: usize = 10;

/// Why a snapshot cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum DeriveError {
    /// A directory cannot be listed or a file not opened.
    #[error("cannot read {}: {source}; is it a snapshot of this program?", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Polars does not read a file.
    #[error("cannot read {} back: {source}; please report this", path.display())]
    Polars {
        /// Which file.
        path: PathBuf,
        /// What Polars says.
        source: PolarsError,
    },
}

/// What a snapshot says, counted. `Display` gives the closing summary of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Where readers find the snapshot.
    pub dataset: PathBuf,
    /// Reports by year; `None` where it is unknown.
    pub years: BTreeMap<Option<i32>, u64>,
    /// Cells by status, in the order of [`Status::ALL`].
    pub cells: [u64; Status::ALL.len()],
    /// Themes by theme and stance.
    pub themes: BTreeMap<Vec<String>, u64>,
    /// Findings by check and severity.
    pub findings: BTreeMap<Vec<String>, u64>,
    /// Rejects by reason.
    pub rejects: BTreeMap<Vec<String>, u64>,
}

/// Counts what a snapshot says. `dataset` is the path to show to readers, `snapshot` the
/// directory to read.
///
/// # Errors
/// [`DeriveError`] names the file.
pub fn summary(snapshot: &Path, dataset: &Path) -> Result<Summary, DeriveError> {
    let mut years = BTreeMap::new();
    let mut cells = [0; Status::ALL.len()];
    let columns = Status::ALL.map(|s| format!("{}_cells", s.code()));
    for file in data_files(snapshot, Table::Reports)? {
        let frame = frame(&file.path, &columns)?;
        if frame.height() > 0 {
            *years.entry(file.year).or_default() += frame.height() as u64;
        }
        for (total, column) in cells.iter_mut().zip(&columns) {
            *total += sum_int32(&file.path, &frame, column)?;
        }
    }
    Ok(Summary {
        dataset: dataset.to_owned(),
        years,
        cells,
        themes: count_codes(snapshot, Table::Themes, &["theme", "stance"])?,
        findings: count_codes(snapshot, Table::Findings, &["check", "severity"])?,
        rejects: count_codes(snapshot, Table::Rejects, &["reason"])?,
    })
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Dataset  {}", self.dataset.display())?;
        self.write_years(f)?;
        self.write_cells(f)?;
        self.write_themes(f)?;
        self.write_findings(f)?;
        self.write_rejects(f)?;
        let path = self.dataset.display();
        writeln!(f, "\nTry")?;
        writeln!(
            f,
            "  duckdb -c \"SELECT report_year, count(*) AS reports, sum(errors) AS errors FROM read_parquet('{path}/reports/*/*.parquet', hive_partitioning = true) GROUP BY ALL ORDER BY ALL\""
        )?;
        writeln!(
            f,
            "  duckdb -c \"SELECT theme, count(DISTINCT report_id) AS reports FROM read_parquet('{path}/themes/*/*.parquet', hive_partitioning = true) WHERE stance = 'problem' GROUP BY theme ORDER BY reports DESC, theme\""
        )
    }
}

impl Summary {
    fn write_years(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: u64 = self.years.values().sum();
        writeln!(f, "\nReports  {}", thousands(total))?;
        let known = self.years.iter().filter(|(year, _)| year.is_some());
        let unknown = self.years.iter().filter(|(year, _)| year.is_none());
        let rows = known.chain(unknown).map(|(year, &count)| {
            let year = year.map_or_else(|| "unknown year".to_owned(), |y| y.to_string());
            vec![year, thousands(count)]
        });
        grid(f, &[Align::Left, Align::Right], rows)
    }

    fn write_cells(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: u64 = self.cells.iter().sum();
        writeln!(f, "\nCells  {}", thousands(total))?;
        let rows =
            Status::ALL.iter().zip(self.cells).map(|(s, n)| vec![s.code().to_owned(), thousands(n), share(n, total)]);
        grid(f, &[Align::Left, Align::Right, Align::Right], rows)
    }

    fn write_themes(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut by_theme: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
        for (key, count) in &self.themes {
            if let [theme, stance] = key.as_slice() {
                by_theme.entry(theme).or_default()[usize::from(stance != "problem")] += count;
            }
        }
        let mut ranked: Vec<(&str, [u64; 2])> = by_theme.into_iter().collect();
        ranked.sort_by_key(|&(theme, [problems, measures])| (std::cmp::Reverse(problems + measures), theme));
        let shown = ranked.len().min(TOP_THEMES);
        match ranked.len() {
            0 => return writeln!(f, "\nThemes  none"),
            all => writeln!(f, "\nThemes  {shown} of {all}, by sentences")?,
        }
        let head = ["", "problem", "measure"].map(str::to_owned).to_vec();
        let rows = ranked[..shown]
            .iter()
            .map(|(theme, [problems, measures])| vec![(*theme).to_owned(), thousands(*problems), thousands(*measures)]);
        grid(f, &[Align::Left, Align::Right, Align::Right], std::iter::once(head).chain(rows))
    }

    fn write_findings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: u64 = self.findings.values().sum();
        if total == 0 {
            return writeln!(f, "\nFindings  none");
        }
        writeln!(f, "\nFindings  {}", thousands(total))?;
        let rows = self.findings.iter().map(|(key, &count)| {
            let mut row = key.clone();
            row.push(thousands(count));
            row
        });
        grid(f, &[Align::Left, Align::Left, Align::Right], rows)
    }

    fn write_rejects(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total: u64 = self.rejects.values().sum();
        if total == 0 {
            return writeln!(f, "\nRejects  none");
        }
        writeln!(f, "\nRejects  {}", thousands(total))?;
        let rows = self.rejects.iter().map(|(key, &count)| {
            let mut row = key.clone();
            row.push(thousands(count));
            row
        });
        grid(f, &[Align::Left, Align::Right], rows)
    }
}

/// The year that a partition's directory is named for.
fn partition_year(directory: &str) -> Option<i32> {
    let year = directory.strip_prefix("report_year=")?;
    (year != UNKNOWN_YEAR).then(|| year.parse().ok())?
}
