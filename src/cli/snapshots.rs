//! `gongkai snapshots`.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::dataset::{self, Snapshot, Snapshots};

use super::arguments::{SnapshotsAction, SnapshotsArguments};
use super::out::Out;

pub(super) fn run(arguments: &SnapshotsArguments) -> anyhow::Result<()> {
    let snapshots = Snapshots::of(&arguments.output);
    let out = &mut Out::open();
    match &arguments.action {
        SnapshotsAction::List => snapshots.list()?.iter().try_for_each(|s| line(out, s))?,
        SnapshotsAction::Show { id } => show(out, &snapshots.find(id)?)?,
        SnapshotsAction::Diff { before, after } => diff(out, &snapshots.find(before)?, &snapshots.find(after)?)?,
        SnapshotsAction::Rollback { id } => writeln!(out, "current is {}", snapshots.rollback(id)?.id)?,
        SnapshotsAction::Prune { keep } => {
            let removed = snapshots.prune(*keep)?;
            removed.iter().try_for_each(|s| writeln!(out, "removed {}", s.id))?;
            let left = snapshots.list()?;
            // One that is gone back to is kept beside the newest.
            let more = if left.len() > (*keep).max(1) { ", the current one among them" } else { "" };
            writeln!(out, "{} removed, {} left{more}", removed.len(), left.len())?;
        }
    }
    Ok(out.flush()?)
}

/// A line of the list. A snapshot that cannot say what it holds is listed all the same.
fn line(out: &mut Out, snapshot: &Snapshot) -> io::Result<()> {
    let mark = if snapshot.is_current { "*" } else { " " };
    match snapshot.manifest() {
        Err(error) => writeln!(out, "{mark} {}  damaged: {error}", snapshot.id),
        Ok(manifest) => {
            let rows = |table: &str| manifest.rows.get(table).map_or(0, |r| r.total);
            writeln!(
                out,
                "{mark} {}  {}  {} reports  {} rejects",
                snapshot.id,
                manifest.created_at,
                rows("reports"),
                rows("rejects")
            )
        }
    }
}

fn show(out: &mut Out, snapshot: &Snapshot) -> anyhow::Result<()> {
    let manifest = snapshot.manifest()?;
    writeln!(out, "Snapshot   {}{}", snapshot.id, if snapshot.is_current { "  (current)" } else { "" })?;
    writeln!(out, "Directory  {}", snapshot.path.display())?;
    writeln!(out, "Created    {} by gongkai {}", manifest.created_at, manifest.gongkai_version)?;
    writeln!(out, "Documents  {} ({} bytes)", manifest.facts.documents, manifest.facts.bytes)?;
    writeln!(out, "Duplicates {}", manifest.facts.duplicates)?;
    writeln!(
        out,
        "Files      {} ({} bytes)",
        manifest.files.len(),
        manifest.files.iter().map(|f| f.bytes).sum::<u64>()
    )?;
    writeln!(out, "\nRows")?;
    for (table, rows) in &manifest.rows {
        let years: Vec<String> = rows.by_year.iter().map(|(year, count)| format!("{year}: {count}")).collect();
        writeln!(out, "  {table:<13}{:>11}  {}", rows.total, years.join("  "))?;
    }
    for (name, counts) in [("Cells", &manifest.facts.cells), ("Rejects", &manifest.facts.rejects)] {
        let counts: Vec<String> = counts.iter().map(|(code, count)| format!("{code} {count}")).collect();
        writeln!(out, "{name:<11}{}", if counts.is_empty() { "none".to_owned() } else { counts.join("  ") })?;
    }
    writeln!(out, "\nDefinitions")?;
    for (name, hash) in &manifest.facts.definitions {
        writeln!(out, "  {name:<13}{hash}")?;
    }
    Ok(())
}

fn diff(out: &mut Out, before: &Snapshot, after: &Snapshot) -> anyhow::Result<()> {
    let difference = dataset::diff(before, after)?;
    writeln!(out, "{} → {}", before.id, after.id)?;
    let mut list = |what: &str, uris: &BTreeSet<String>| {
        writeln!(out, "\n{what}  {}", uris.len())?;
        uris.iter().try_for_each(|uri| writeln!(out, "  {uri}"))
    };
    list("Came", &difference.came)?;
    list("Went", &difference.went)?;
    list("Other bytes", &difference.rewritten)?;
    writeln!(out, "\nChanged figures  {}", difference.figures.len())?;
    for (uri, cells) in &difference.figures {
        writeln!(out, "  {uri}")?;
        for ([table, row, col], cell) in cells {
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "not there".to_owned());
            writeln!(out, "    {table}/{row}/{col}: {} → {}", side(&cell.before), side(&cell.after))?;
        }
    }
    Ok(())
}
