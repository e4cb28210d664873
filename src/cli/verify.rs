//! `gongkai verify`.

use std::io::Write;

use anyhow::bail;

use crate::dataset::{self, Snapshots};

use super::arguments::VerifyArguments;
use super::out::{Out, counted};

pub(super) fn run(arguments: &VerifyArguments) -> anyhow::Result<()> {
    let snapshot = Snapshots::of(&arguments.output).find(&arguments.snapshot)?;
    let verdict = dataset::verify(&snapshot.path)?;
    let mut out = Out::open();
    for problem in &verdict.problems {
        writeln!(out, "{}: {}", problem.file, problem.what)?;
    }
    match verdict.problems.len() {
        0 => writeln!(
            out,
            "{}: {} files, {} rows, {} bytes, all as the manifest says",
            verdict.id, verdict.files, verdict.rows, verdict.bytes
        )?,
        problems => bail!(
            "{}: {} in the snapshot {}; go back to another one with `gongkai snapshots rollback`, or run again",
            arguments.output.display(),
            counted(problems, "problem"),
            verdict.id
        ),
    }
    Ok(out.flush()?)
}
