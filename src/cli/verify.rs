//! `gongkai verify`.

use anyhow::bail;

use crate::dataset::{self, Snapshots};

use super::arguments::VerifyArguments;

pub(super) fn run(arguments: &VerifyArguments) -> anyhow::Result<()> {
    let snapshot = Snapshots::of(&arguments.output).find(&arguments.snapshot)?;
    let verdict = dataset::verify(&snapshot.path)?;
    for problem in &verdict.problems {
        println!("{}: {}", problem.file, problem.what);
    }
    match verdict.problems.len() {
        0 => println!(
            "{}: {} files, {} rows, {} bytes, all as the manifest says",
            verdict.id, verdict.files, verdict.rows, verdict.bytes
        ),
        problems => bail!(
            "{}: {problems} problems in the snapshot {}; go back to another one with `gongkai snapshots rollback`, or run again",
            arguments.output.display(),
            verdict.id
        ),
    }
    Ok(())
}
