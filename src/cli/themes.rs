//! `gongkai themes`: tag sentences, measure the tagging, learn from examples, find what the lexicon lacks.

mod discover;
mod eval;
mod learn;
mod lines;
mod tag;

use std::io::Write;
use std::path::Path;

use crate::config::Pipeline;
use crate::narrative::Narrator;
use crate::reader::Reader;

use super::arguments::{LexiconArguments, ThemesCommand};

/// What was given cannot be used: a file that is not there, a line that is no sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(String);

pub(super) fn run(command: &ThemesCommand) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let done = match command {
        ThemesCommand::Tag(arguments) => tag::run(arguments, &mut out),
        ThemesCommand::Eval(arguments) => eval::run(arguments, &mut out),
        ThemesCommand::Learn(arguments) => learn::run(arguments, &mut out),
        ThemesCommand::Discover(arguments) => discover::run(arguments, &mut out),
    };
    match done.and_then(|()| Ok(out.flush()?)) {
        // a reader like `head` that has seen enough is no failure
        Err(error) if is_broken_pipe(&error) => Ok(()),
        done => done,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// The reader with the lexicon that was asked for: a file of one's own, else the pipeline
/// file's, else the built-in one.
fn reader(arguments: &LexiconArguments) -> anyhow::Result<Reader> {
    let mut pipeline = Pipeline::load(arguments.pipeline.as_deref())?;
    if let Some(lexicon) = &arguments.lexicon {
        pipeline.definitions.themes = Some(lexicon.clone());
    }
    if let Some(weights) = &arguments.weights {
        pipeline.definitions.weights = Some(weights.clone());
    }
    Ok(pipeline.reader(&pipeline.texts()?)?)
}

/// A text in simplified characters, byte-aligned with it.
fn simplified(text: &str) -> String {
    crate::document::to_simplified(text)
}

/// Codes that labels may have.
fn is_theme(narrator: &Narrator, code: &str) -> bool {
    narrator.lexicon().themes().any(|theme| theme == code)
}

/// A name for messages: the path, or what `-` stands for.
fn shown(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
