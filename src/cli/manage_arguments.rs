//! Arguments of the commands that look after a dataset; the doc comments are their manual.

use std::path::PathBuf;

use clap::{Args, Subcommand};

const SNAPSHOTS_EXAMPLES: &str = "\
Examples:
  gongkai snapshots list
      Every snapshot with its reports and rejects; the current one is marked.
  gongkai snapshots diff previous current
      Which reports came, went, or changed a figure in the last run.
  gongkai snapshots rollback previous
      Make the snapshot before the current one the one to read.
  gongkai snapshots prune --keep 14
      Remove all but the newest fourteen; the current one always stays.

A snapshot goes by its name, by the beginning of it, or by `current` or `previous`.";

/// List, compare, go back to and remove snapshots of the dataset.
#[derive(Debug, Args)]
#[command(after_help = SNAPSHOTS_EXAMPLES)]
pub(in crate::cli) struct SnapshotsArguments {
    #[command(subcommand)]
    pub(in crate::cli) action: SnapshotsAction,

    /// Directory of the dataset
    #[arg(long, short, global = true, value_name = "DIR", default_value = "output")]
    pub(in crate::cli) output: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SnapshotsAction {
    /// List all snapshots, the oldest first.
    List,
    /// Show what a snapshot says about itself.
    Show {
        /// Which one
        id: String,
    },
    /// Show which reports came, went, or changed a figure between two snapshots.
    Diff {
        /// The earlier one
        before: String,
        /// The later one
        after: String,
    },
    /// Make a snapshot the current one.
    Rollback {
        /// Which one
        id: String,
    },
    /// Remove all but the newest snapshots; the current one always stays.
    Prune {
        /// How many to keep
        #[arg(long, value_name = "N")]
        keep: usize,
    },
}

/// Check every file of a snapshot against its manifest.
///
/// Looks at each file's size, hash, rows and columns, the years of the partitions, the keys, and
/// whether every row belongs to a report. Prints what is wrong, one line each; the exit status is
/// 1 if anything is.
#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyArguments {
    /// Directory of the dataset
    #[arg(value_name = "OUTPUT", default_value = "output")]
    pub(in crate::cli) output: PathBuf,

    /// Which snapshot, by name or the beginning of it
    #[arg(long, value_name = "ID", default_value = "current")]
    pub(in crate::cli) snapshot: String,
}

/// Check inputs, definitions, rights and disk room before a run.
///
/// Prints one line for each thing looked at. The exit status is 1 if a run could not succeed.
#[derive(Debug, Args)]
pub(in crate::cli) struct DoctorArguments {
    /// Pipeline file, as for `run`
    #[arg(value_name = "PIPELINE.toml")]
    pub(in crate::cli) pipeline: Option<PathBuf>,

    /// File or folder to read, in place of the pipeline file's inputs; may be given several times
    #[arg(long, short, value_name = "PATH")]
    pub(in crate::cli) input: Vec<PathBuf>,

    /// Directory of the dataset, in place of the pipeline file's
    #[arg(long, short, value_name = "DIR")]
    pub(in crate::cli) output: Option<PathBuf>,
}
