//! `gongkai themes`: tag sentences, measure the tagging, learn from examples, find what the lexicon lacks.

mod discover;
mod eval;
mod learn;
mod tag;

use crate::config::Pipeline;
use crate::narrative::Narrator;
use crate::reader::Reader;

use super::arguments::{LexiconArguments, ThemesCommand};
use super::lines;

pub(super) fn run(command: &ThemesCommand) -> anyhow::Result<()> {
    lines::print(|out| match command {
        ThemesCommand::Tag(arguments) => tag::run(arguments, out),
        ThemesCommand::Eval(arguments) => eval::run(arguments, out),
        ThemesCommand::Learn(arguments) => learn::run(arguments, out),
        ThemesCommand::Discover(arguments) => discover::run(arguments, out),
    })
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

/// Codes that labels may have.
fn is_theme(narrator: &Narrator, code: &str) -> bool {
    narrator.lexicon().themes().any(|theme| theme == code)
}
