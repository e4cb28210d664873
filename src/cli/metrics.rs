//! Metrics of a run for the textfile collector of Prometheus' node exporter.
//!
//! The collector may read at any moment, so the file is replaced in one step. A run that fails
//! writes one too: an alert needs `gongkai_run_success 0`, not a file that grows old.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;

use crate::pipeline::RunSummary;
use crate::report::Status;

/// Where the metrics go.
pub(super) struct MetricsFile {
    path: PathBuf,
    unfinished: PathBuf,
}

impl MetricsFile {
    /// The file at this path, in whose folder one can be written; what is there is left as it is.
    ///
    /// # Errors
    /// Where the path names no file or nothing can be written beside it.
    pub(super) fn at(path: &Path) -> anyhow::Result<Self> {
        let tried = || -> io::Result<Self> {
            let name = path.file_name().filter(|_| !path.is_dir()).ok_or_else(|| io::Error::other("it is no file"))?;
            let unfinished = path.with_file_name(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
            File::create(&unfinished)?;
            fs::remove_file(&unfinished)?;
            Ok(Self { path: path.to_owned(), unfinished })
        };
        tried().with_context(|| unwritable(path))
    }

    /// Writes the metrics of a run that ended well, or those of one that failed.
    ///
    /// # Errors
    /// Where they cannot be written; the file is then what it was.
    pub(super) fn write(&self, done: Option<&RunSummary>) -> anyhow::Result<()> {
        let written = File::create(&self.unfinished)
            .and_then(|mut file| file.write_all(text(done).as_bytes()).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&self.unfinished, &self.path));
        if written.is_err() {
            // The error that matters is the one above.
            let _ = fs::remove_file(&self.unfinished);
        }
        written.with_context(|| unwritable(&self.path))
    }
}

fn unwritable(path: &Path) -> String {
    format!(
        "metrics cannot be written to {}; check that its folder exists, has room and can be written",
        path.display()
    )
}

fn text(done: Option<&RunSummary>) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let mut out = String::new();
    metric(
        &mut out,
        "run_success",
        "Whether the last run published a snapshot.",
        [("", u8::from(done.is_some()).into())],
    );
    metric(&mut out, "run_end_time_seconds", "When the last run ended, in seconds since 1970.", [("", now as f64)]);
    let Some(done) = done else { return out };
    let tally = &done.tally;
    let seconds = done.elapsed.as_secs_f64();
    metric(&mut out, "run_duration_seconds", "How long the last run took.", [("", seconds)]);
    let fates = [
        ("fate=\"report\"", tally.reports),
        ("fate=\"duplicate\"", tally.duplicates),
        ("fate=\"reject\"", tally.rejected()),
    ];
    metric(
        &mut out,
        "documents",
        "Documents of the last run by what became of them.",
        fates.map(|(l, n)| (l, n as f64)),
    );
    metric(&mut out, "input_bytes", "Bytes of all documents.", [("", tally.bytes as f64)]);
    metric(
        &mut out,
        "parsed_documents",
        "Documents that were not known from the run before.",
        [("", tally.read as f64)],
    );
    let rejects: Vec<(String, f64)> =
        tally.rejects.iter().map(|(r, &n)| (format!("reason=\"{}\"", r.code()), n as f64)).collect();
    metric(&mut out, "rejects", "Documents without a report by reason.", rejects.iter().map(|(l, n)| (l.as_str(), *n)));
    let cells = Status::ALL.map(|s| format!("status=\"{}\"", s.code()));
    metric(
        &mut out,
        "cells",
        "Cells of the reports' forms by status.",
        cells.iter().map(String::as_str).zip(tally.cells.map(|n| n as f64)),
    );
    let t = &done.timings;
    let stages = [("read", t.read), ("parse", t.parse), ("rows", t.rows), ("write", t.write), ("publish", t.publish)]
        .map(|(stage, time)| (format!("stage=\"{stage}\""), time.as_secs_f64()));
    metric(
        &mut out,
        "stage_seconds",
        "Time by stage; read and parse summed over threads.",
        stages.iter().map(|(l, n)| (l.as_str(), *n)),
    );
    let rows: Vec<(String, f64)> =
        done.manifest.rows.iter().map(|(table, r)| (format!("table=\"{table}\""), r.total as f64)).collect();
    metric(
        &mut out,
        "dataset_rows",
        "Rows of the current snapshot by table.",
        rows.iter().map(|(l, n)| (l.as_str(), *n)),
    );
    let bytes: u64 = done.manifest.files.iter().map(|f| f.bytes).sum();
    metric(&mut out, "dataset_bytes", "Bytes of the current snapshot.", [("", bytes as f64)]);
    out
}

/// A gauge with one value for each set of labels.
fn metric<'a>(out: &mut String, name: &str, help: &str, values: impl IntoIterator<Item = (&'a str, f64)>) {
    // Writing to a String never fails.
    let _ = writeln!(out, "# HELP gongkai_{name} {help}\n# TYPE gongkai_{name} gauge");
    for (labels, value) in values {
        let labels = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
        let _ = writeln!(out, "gongkai_{name}{labels} {value}");
    }
}
