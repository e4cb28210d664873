//! Arguments; the doc comments are the manual that `--help` prints.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::MAX_JOBS;
use crate::synth::{Layout, Noise};

use super::log::LogFormat;
pub(super) use super::manage_arguments::*;

/// Turns annual reports on government information disclosure (政府信息公开工作年度报告) into a
/// Parquet dataset for DuckDB, Polars and PyArrow.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_STATUS)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,

    /// How log lines look on standard error; RUST_LOG says how many there are
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub(super) log_format: LogFormat,
}

/// Those without a comment of their own have that of their arguments, which is long; one here would hide it.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Run(RunArguments),
    Inspect(InspectArguments),
    Snapshots(SnapshotsArguments),
    Verify(VerifyArguments),
    Doctor(DoctorArguments),
    Synth(SynthArguments),
    /// Tag sentences with themes, measure the tagging, find what the lexicon lacks.
    #[command(subcommand)]
    Themes(ThemesCommand),
    /// Measure the reading of numbers claimed in prose, learn from examples.
    #[command(subcommand)]
    Statements(StatementsCommand),
    /// Print a completion script for a shell.
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
    /// Print the data dictionary as Markdown.
    #[command(hide = true)]
    Dictionary,
}

const EXIT_STATUS: &str = "\
Exit status:
  0  done; for `run`, the new snapshot is the current one. Documents that could not be read
     are listed in the table `rejects` and do not fail the run.
  1  failed or stopped; the dataset is what it was before. For `verify` and `doctor`: something
     is wrong, and what it is was printed.
  2  wrong usage or a wrong pipeline file.";

const RUN_EXAMPLES: &str = "\
Examples:
  gongkai run
      Read the inputs of pipelines/annual_reports.toml.
  gongkai run --input crawl/2023 --input crawl/2024 --output data
      Read two folders and write the dataset to data/current.
  gongkai run nightly.toml --jobs 4 --quiet
      Use another pipeline file and four threads; print errors only.
  duckdb -c \"SELECT * FROM read_parquet('data/current/reports/*/*.parquet', hive_partitioning = true)\"
      Look at the result.

Exit status:
  0  done; the new snapshot is the current one. Documents that could not be read are listed
     in the table `rejects` and do not fail the run. Nor does what happens once the snapshot is out: where the
     summary or the metrics cannot be written any more, a warning says so.
  1  failed or stopped; the dataset is what it was before.
  2  wrong usage or a wrong pipeline file.";

/// Read documents and publish a new snapshot of the dataset.
///
/// Every run writes a complete snapshot to OUTPUT/snapshots/ID and then, in one atomic step, points
/// the link OUTPUT/current at it. Readers never see half a snapshot. A run that fails, is stopped
/// with Ctrl-C or killed leaves OUTPUT/current as it was. Only one run at a time writes to an
/// output directory. Older snapshots are kept until you delete them.
///
/// Inputs: text and Markdown, HTML, docx, xlsx and PDF with a text layer; JSON, JSONL and Parquet corpora
/// with a column `text` or `html` (names are set in the pipeline file); each also compressed (gz,
/// bz2, zst) or in a zip or tar archive, one archive inside another. What a file is, its content
/// tells; only plain text and JSON are known by their names. A document stands at `a/b.html`,
/// `box.zip!/a/b.html` or `corpus.jsonl#17`, rows counted from 0. Scanned pages without text, legacy
/// doc, wps and xls files, pictures and files locked by a password are listed in `rejects` with
/// what to do about them, as is what goes past a limit of the pipeline file.
///
/// Left out, and counted in the summary, is what is hidden: files and folders whose names begin with
/// a dot, `__MACOSX` in archives. A hidden file given as --input is read. Datasets that lie in an input,
/// such as OUTPUT itself, are left out too.
///
/// The same inputs and settings give byte-identical data files, whatever the number of threads.
#[derive(Debug, Args)]
#[command(after_help = RUN_EXAMPLES)]
pub(super) struct RunArguments {
    /// Pipeline file [default: pipelines/annual_reports.toml if it exists, else the built-in one]
    ///
    /// Paths in it are relative to the current directory.
    #[arg(value_name = "PIPELINE.toml")]
    pub(super) pipeline: Option<PathBuf>,

    /// File or folder to read, in place of the pipeline file's inputs; may be given several times
    #[arg(long, short, value_name = "PATH")]
    pub(super) input: Vec<PathBuf>,

    /// Directory of the dataset, in place of the pipeline file's
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,

    /// Threads that read documents, at most 1024; 0 for one for each core
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=i64::from(MAX_JOBS)))]
    pub(super) jobs: Option<u16>,

    /// Read everything again; without it, what the last run has read is taken over
    #[arg(long)]
    pub(super) full: bool,

    /// Print errors only: no progress, no summary
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// Print the summary as JSON
    #[arg(long, conflicts_with = "quiet")]
    pub(super) json: bool,

    /// Fail, and leave the dataset as it was, where a larger share of the documents is rejected
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(super) max_reject_share: Option<f64>,

    /// Write metrics of the run to this file for Prometheus' textfile collector, also when it fails
    ///
    /// Where nothing can be written beside it, the run does not begin.
    #[arg(long, value_name = "FILE")]
    pub(super) metrics: Option<PathBuf>,
}

/// A share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("give a number from 0 to 1, such as 0.05 for one in twenty".to_owned()),
    }
}

const INSPECT_EXAMPLES: &str = "\
Examples:
  gongkai inspect report.html
      What was read: metadata, tables with a status for each cell, themes in the text, findings.
  gongkai inspect report.html --color always | less -R
      The same in colours in a pager.
  gongkai inspect report.html --json | jq '.cells[] | select(.status == \"ambiguous\")'
      The rows that the document adds to the dataset, by table.
  gongkai inspect 'box.zip!/a/b.html'
      One document of an archive; without a name, the first ones are listed.

Exit status:
  0  the document is a report.
  1  it is none; the reason and what to do about it are shown.
  2  wrong usage, no such file, more than one document, or a wrong pipeline file.";

/// Show one document as the program understands it.
///
/// Signs in the tables: 12 reported, 12* inferred, · blank, ? ambiguous, ! invalid, - absent; behind each
/// row stands where it was found. Below a table: why cells were read as they were, with rule, text as found
/// and place. In the text, words that decided a theme are marked; a sentence that states a problem has a
/// `-` before it, one that states a measure a `+`.
///
/// With --json: an object with a key for each table of the dataset (reports, cells, applications, ...), each a
/// list of rows. A row's keys are the table's columns as the data dictionary (docs/dictionary.md) describes
/// them, and report_year. A document that is no report has one row in `rejects` and none elsewhere.
#[derive(Debug, Args)]
#[command(after_help = INSPECT_EXAMPLES)]
pub(super) struct InspectArguments {
    /// The document; one of an archive or corpus by its `source_uri`: box.zip!/a/b.html, corpus.jsonl#17
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// Print JSON for programs
    #[arg(long)]
    pub(super) json: bool,

    /// Use colours: auto follows the terminal and NO_COLOR
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,

    /// Pipeline file whose definitions are used [default: as for `run`]
    #[arg(long, value_name = "PIPELINE.toml")]
    pub(super) pipeline: Option<PathBuf>,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

const SYNTH_EXAMPLES: &str = "\
Examples:
  gongkai synth --reports 10000 --output corpus
      Ten thousand reports in every layout that loses nothing, both editions.
  gongkai synth --reports 200 --layout dropped_blanks --noise heavy --output hard
      Reports whose empty cells are gone, with misspelt labels, page marks and navigation.
  gongkai run --input corpus/reports --output data
      Read them; corpus/truth holds what should come out.";

/// Write made-up reports with known figures, for tests and measurements.
///
/// Reports go to OUTPUT/reports, their truth to OUTPUT/truth/cells.csv and reports.csv. The same
/// arguments give the same bytes with every version of the program that keeps the generator.
#[derive(Debug, Args)]
#[command(after_help = SYNTH_EXAMPLES)]
pub(super) struct SynthArguments {
    /// How many reports
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) reports: u64,

    /// Seed of the generator
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub(super) seed: u64,

    /// Folder to write to; its reports/ must be missing or empty
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: PathBuf,

    #[arg(long, value_name = "LAYOUT", help = layout_help())]
    pub(super) layout: Vec<Layout>,

    /// Edition of the form, 2014, 2019 or 2021, may be given several times [default: 2019 and 2021]
    #[arg(long, value_name = "YEAR")]
    pub(super) edition: Vec<i16>,

    /// How the pages are damaged: none, light or heavy
    #[arg(long, value_name = "LEVEL", default_value = "none")]
    pub(super) noise: Noise,
}

const TAG_EXAMPLES: &str = "\
Examples:
  gongkai themes tag sentences.jsonl > tagged.jsonl
      Lines {\"id\": 1, \"text\": \"人员不足。\"} become lines {\"id\": 1, \"themes\": [...]}.
  printf '{\"text\": \"我局将加强培训。\"}' | gongkai themes tag --lexicon my_themes.toml -
      Try a lexicon of one's own.";

const EVAL_EXAMPLES: &str = "\
Example:
  gongkai themes eval labelled.jsonl --misses 50
      Lines {\"id\": \"a\", \"text\": \"人员不足。\",
             \"themes\": [{\"theme\": \"staffing_shortage\", \"stance\": \"problem\"}]}
      The id may be a number or missing; the line's number then stands for it.";

const LEARN_EXAMPLES: &str = "\
Examples:
  gongkai themes learn pipelines/examples.jsonl my_sentences.jsonl --output my_weights.txt
      Lines as for `themes eval`. Then: gongkai themes eval labelled.jsonl --weights my_weights.txt,
      and `weights = \"my_weights.txt\"` in [definitions] of the pipeline file for every run.";

/// Commands about themes.
#[derive(Debug, Subcommand)]
pub(super) enum ThemesCommand {
    /// Tag lines of JSON with themes
    ///
    /// Each line has `text`, and `id` if it shall be known again. Each line printed has the `id`
    /// and `themes`: theme, stance, evidence, start, end (in characters of the text, end
    /// exclusive) and the rule that found it. The text may be traditional or simplified.
    #[command(after_help = TAG_EXAMPLES)]
    Tag(TagArguments),
    /// Compare the tags with labelled lines of JSON
    ///
    /// Prints precision, recall and F1 for each theme and stance and all together, then the
    /// misses of the worst with their text.
    #[command(after_help = EVAL_EXAMPLES)]
    Eval(EvalArguments),
    /// Make a file of weights from labelled lines of JSON
    ///
    /// Weights are a second reading beside the rules: they drop tags that are unlikely in their
    /// sentence and add what no rule has words for, as the lexicon's [examples] says. The
    /// built-in ones are made from pipelines/examples.jsonl, tests/data/themes.jsonl and
    /// tests/data/traps.jsonl.
    #[command(after_help = LEARN_EXAMPLES)]
    Learn(LearnArguments),
    /// List what a dataset says that the lexicon does not know
    ///
    /// Frequent clauses that name a deficit and that no rule caught; and words that more reports
    /// use from year to year, by section.
    Discover(DiscoverArguments),
}

const EVAL_STATEMENTS_EXAMPLES: &str = "\
Example:
  gongkai statements eval labelled.jsonl --misses 50
      Lines {\"id\": \"a\", \"text\": \"全年收到公开申请5件。\", \"year\": 2023, \"section\": \"overview\",
             \"publisher_kind\": \"department\", \"before\": \"what stands before it in its section\",
             \"statements\": [{\"metric\": \"applications_received\", \"value\": 5}]}
      All but `text` and `statements` may be missing.";

const LEARN_STATEMENTS_EXAMPLES: &str = "\
Examples:
  gongkai statements learn pipelines/statement_examples.jsonl my_sentences.jsonl --output my_weights.txt
      Lines as for `statements eval`; `start` and `end` of a statement, in characters of the text, say which
      of several equal numbers is meant. Then: gongkai statements eval labelled.jsonl --weights my_weights.txt,
      and `statement_weights = \"my_weights.txt\"` in [definitions] of the pipeline file for every run.";

/// Commands about numbers claimed in prose.
#[derive(Debug, Subcommand)]
pub(super) enum StatementsCommand {
    /// Compare the numbers read with labelled lines of JSON
    ///
    /// Prints precision, recall and F1 for each metric and all together, then the misses with their text.
    #[command(after_help = EVAL_STATEMENTS_EXAMPLES)]
    Eval(EvalStatementsArguments),
    /// Make a file of weights from labelled lines of JSON
    ///
    /// Weights tell what a number counts where no claim of the rules fits, as [examples] of the statement
    /// rules says. The built-in ones are made from pipelines/statement_examples.jsonl and
    /// tests/data/statements.jsonl.
    #[command(after_help = LEARN_STATEMENTS_EXAMPLES)]
    Learn(LearnArguments),
}

/// Arguments of `gongkai statements eval`.
#[derive(Debug, Args)]
pub(super) struct EvalStatementsArguments {
    /// Labelled lines of JSON; `-` reads standard input
    #[arg(value_name = "FILE.jsonl")]
    pub(super) file: PathBuf,

    /// Rules of statements, in place of the pipeline file's
    #[arg(long, value_name = "FILE.toml")]
    pub(super) rules: Option<PathBuf>,

    /// Weights made by `statements learn`, in place of the pipeline file's
    #[arg(long, value_name = "FILE.txt")]
    pub(super) weights: Option<PathBuf>,

    /// Pipeline file that names rules and weights
    /// [default: pipelines/annual_reports.toml if it exists, else the built-in one]
    #[arg(long, value_name = "PIPELINE.toml")]
    pub(super) pipeline: Option<PathBuf>,

    /// How many misses to print
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) misses: usize,
}

/// Where the lexicon comes from.
#[derive(Debug, Args)]
pub(super) struct LexiconArguments {
    /// Lexicon of themes, in place of the pipeline file's
    #[arg(long, value_name = "FILE.toml")]
    pub(super) lexicon: Option<PathBuf>,

    /// Weights made by `themes learn`, in place of the pipeline file's
    #[arg(long, value_name = "FILE.txt")]
    pub(super) weights: Option<PathBuf>,

    /// Pipeline file that names lexicon and dictionary
    /// [default: pipelines/annual_reports.toml if it exists, else the built-in one]
    #[arg(long, value_name = "PIPELINE.toml")]
    pub(super) pipeline: Option<PathBuf>,
}

/// Arguments of `gongkai themes tag`.
#[derive(Debug, Args)]
pub(super) struct TagArguments {
    /// Lines of JSON; `-` reads standard input
    #[arg(value_name = "FILE.jsonl")]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) lexicon: LexiconArguments,
}

/// Arguments of `gongkai themes eval`.
#[derive(Debug, Args)]
pub(super) struct EvalArguments {
    /// Labelled lines of JSON; `-` reads standard input
    #[arg(value_name = "FILE.jsonl")]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) lexicon: LexiconArguments,

    /// How many misses to print
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) misses: usize,
}

/// Arguments of `gongkai themes learn`.
#[derive(Debug, Args)]
pub(super) struct LearnArguments {
    /// Labelled lines of JSON, as for `eval`
    #[arg(value_name = "FILE.jsonl", required = true)]
    pub(super) files: Vec<PathBuf>,

    /// File to write
    #[arg(long, short, value_name = "WEIGHTS.txt")]
    pub(super) output: PathBuf,
}

/// Arguments of `gongkai themes discover`.
#[derive(Debug, Args)]
pub(super) struct DiscoverArguments {
    /// Snapshot of a dataset, or the directory of a dataset for its current one
    #[arg(value_name = "DATASET", default_value = "output/current")]
    pub(super) dataset: PathBuf,

    #[command(flatten)]
    pub(super) lexicon: LexiconArguments,

    /// Lines of each list
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) top: usize,
}

fn layout_help() -> String {
    let names: Vec<String> = Layout::ALL.iter().map(ToString::to_string).collect();
    format!(
        "Layout of the pages, may be given several times [default: every layout that loses nothing] [{}]",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests;
