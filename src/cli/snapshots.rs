//! `gongkai snapshots`.

use std::collections::BTreeSet;

use crate::dataset::{self, Snapshot, Snapshots};

use super::arguments::{SnapshotsAction, SnapshotsArguments};

pub(super) fn run(arguments: &SnapshotsArguments) -> anyhow::Result<()> {
    let snapshots = Snapshots::of(&arguments.output);
    match &arguments.action {
        SnapshotsAction::List => snapshots.list()?.iter().for_each(line),
        SnapshotsAction::Show { id } => show(&snapshots.find(id)?)?,
        SnapshotsAction::Diff { before, after } => diff(&snapshots.find(before)?, &snapshots.find(after)?)?,
        SnapshotsAction::Rollback { id } => println!("current is {}", snapshots.rollback(id)?.id),
        SnapshotsAction::Prune { keep } => {
            let removed = snapshots.prune(*keep)?;
            removed.iter().for_each(|s| println!("removed {}", s.id));
            println!("{} removed, {} left", removed.len(), snapshots.list()?.len());
        }
    }
    Ok(())
}

/// A line of the list. A snapshot that cannot say what it holds is listed all the same.
fn line(snapshot: &Snapshot) {
    let mark = if snapshot.is_current { "*" } else { " " };
    match snapshot.manifest() {
        Err(error) => println!("{mark} {}  damaged: {error}", snapshot.id),
        Ok(manifest) => {
            let rows = |table: &str| manifest.rows.get(table).map_or(0, |r| r.total);
            println!(
                "{mark} {}  {}  {} reports  {} rejects",
                snapshot.id,
                manifest.created_at,
                rows("reports"),
                rows("rejects")
            );
        }
    }
}

fn show(snapshot: &Snapshot) -> anyhow::Result<()> {
    let manifest = snapshot.manifest()?;
    println!("Snapshot   {}{}", snapshot.id, if snapshot.is_current { "  (current)" } else { "" });
    println!("Directory  {}", snapshot.path.display());
    println!("Created    {} by gongkai {}", manifest.created_at, manifest.gongkai_version);
    println!("Documents  {} ({} bytes)", manifest.facts.documents, manifest.facts.bytes);
    println!("Duplicates {}", manifest.facts.duplicates);
    println!("Files      {} ({} bytes)", manifest.files.len(), manifest.files.iter().map(|f| f.bytes).sum::<u64>());
    println!("\nRows");
    for (table, rows) in &manifest.rows {
        let years: Vec<String> = rows.by_year.iter().map(|(year, count)| format!("{year}: {count}")).collect();
        println!("  {table:<13}{:>11}  {}", rows.total, years.join("  "));
    }
    for (name, counts) in [("Cells", &manifest.facts.cells), ("Rejects", &manifest.facts.rejects)] {
        let counts: Vec<String> = counts.iter().map(|(code, count)| format!("{code} {count}")).collect();
        println!("{name:<11}{}", if counts.is_empty() { "none".to_owned() } else { counts.join("  ") });
    }
    println!("\nDefinitions");
    manifest.facts.definitions.iter().for_each(|(name, hash)| println!("  {name:<13}{hash}"));
    Ok(())
}

fn diff(before: &Snapshot, after: &Snapshot) -> anyhow::Result<()> {
    let difference = dataset::diff(before, after)?;
    println!("{} → {}", before.id, after.id);
    let list = |what: &str, uris: &BTreeSet<String>| {
        println!("\n{what}  {}", uris.len());
        uris.iter().for_each(|uri| println!("  {uri}"));
    };
    list("Came", &difference.came);
    list("Went", &difference.went);
    list("Other bytes", &difference.rewritten);
    println!("\nChanged figures  {}", difference.figures.len());
    for (uri, cells) in &difference.figures {
        println!("  {uri}");
        for ([table, row, col], cell) in cells {
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "not there".to_owned());
            println!("    {table}/{row}/{col}: {} → {}", side(&cell.before), side(&cell.after));
        }
    }
    Ok(())
}
