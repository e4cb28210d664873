//! `gongkai inspect`: one document as the program understands it, for people or as JSON.

mod drawing;
mod json;
mod narrative;
mod paint;
mod sheet;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context;

use crate::config::{ConfigError, Pipeline};
use crate::pipeline::{Files, Inputs};
use crate::reader::{self, Reader};
use crate::report::Report;
use crate::source::Reject;

use super::arguments::{InspectArguments, When};
use paint::Paint;

/// Exit status of a document that yields no report.
const REJECTED: u8 = 1;

/// A path that is not one document.
#[derive(Debug, thiserror::Error)]
#[error("{path} holds {found}; give one file with one report, or read them all with `gongkai run --input {path}`")]
pub(super) struct NotOneDocument {
    path: String,
    found: String,
}

/// A path that cannot be looked at.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NoSuchDocument(String);

/// Reads one document and shows it; exit status 0 for a report, 1 for a reject.
pub(super) fn run(arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let pipeline = Pipeline::load(arguments.pipeline.as_deref())?;
    let texts = pipeline.definitions.texts(reader::BUILTIN)?;
    let reader = Reader::new(&texts).map_err(ConfigError::Definition)?;
    let read = read(arguments, &pipeline, &reader)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let shown = if arguments.json {
        json::write(&read, &reader, &mut out)?
    } else {
        let paint = Paint::new(has_color(arguments.color));
        let drawn = match &read {
            Ok(report) => drawing::report(report, &reader, paint),
            Err(reject) => drawing::reject(reject, paint),
        };
        out.write_all(drawn.as_bytes())
    };
    match shown.and_then(|()| out.flush()) {
        // Whoever reads has seen enough, as `head` has.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other.context("cannot write to standard output")?,
    }
    Ok(ExitCode::from(if read.is_ok() { 0 } else { REJECTED }))
}

/// The one document that the path names.
fn read(arguments: &InspectArguments, pipeline: &Pipeline, reader: &Reader) -> anyhow::Result<Result<Report, Reject>> {
    let file = &arguments.file;
    let not_one = |found: String| NotOneDocument { path: file.display().to_string(), found };
    if file.is_dir() {
        return Err(not_one("a folder".to_owned()).into());
    }
    let inputs = Files::discover(std::slice::from_ref(file), &pipeline.source)
        .map_err(|error| NoSuchDocument(error.to_string()))?;
    let mut documents = inputs.documents()?;
    match (documents.next(), inputs.rejects().into_iter().next()) {
        (None, Some(reject)) => Ok(Err(reject)),
        (None, None) => Err(not_one("no document".to_owned()).into()),
        (Some(_), _) if documents.next().is_some() => Err(not_one("more than one document".to_owned()).into()),
        (Some(only), _) => Ok((only.read)().and_then(|raw| reader.read(&raw))),
    }
}

/// Colours on a terminal, unless <https://no-color.org> is followed or the user says otherwise.
fn has_color(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
    }
}
