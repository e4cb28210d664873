//! `gongkai inspect`: one document as the program understands it, for people or as JSON.

mod drawing;
mod json;
mod narrative;
mod paint;
mod sheet;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::config::Pipeline;
use crate::pipeline::{Files, Inputs};
use crate::reader::Reader;
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

/// An archive or corpus of which no document was named, or one that it does not have.
#[derive(Debug, thiserror::Error)]
#[error("{asked}; name one of its documents: {first}{more}", first = first.join(", "))]
pub(super) struct NotNamed {
    asked: String,
    first: Vec<String>,
    more: &'static str,
}

/// A path that cannot be looked at.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NoSuchDocument(String);

/// Reads one document and shows it; exit status 0 for a report, 1 for a reject.
pub(super) fn run(arguments: &InspectArguments) -> anyhow::Result<ExitCode> {
    let pipeline = Pipeline::load(arguments.pipeline.as_deref())?;
    let reader = pipeline.reader(&pipeline.texts()?)?;
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
    let Named { file, inside } = Named::of(&arguments.file);
    let not_one = |found: &str| NotOneDocument { path: file.display().to_string(), found: found.to_owned() };
    if file.is_dir() {
        return Err(not_one("a folder").into());
    }
    let inputs = Files::discover(std::slice::from_ref(&file), &pipeline.source, &pipeline.output)
        .map_err(|error| NoSuchDocument(error.to_string()))?;
    // Places are told from the root, which is the file; its folder is what the user wrote before.
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let shown = |uri: &str| folder.map_or_else(|| uri.to_owned(), |folder| folder.join(uri).display().to_string());
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let wanted = inside.as_ref().map(|inside| format!("{name}{inside}"));
    let mut first: Vec<String> = Vec::new();
    let mut only = None;
    for document in inputs.documents()? {
        if wanted.as_ref() == Some(&document.source_uri) {
            return Ok((document.read)().and_then(|raw| reader.read(&raw)));
        }
        first.push(shown(&document.source_uri));
        // Where a document is named, all are looked through; the first ones are shown if it is not there.
        if inside.is_none() && first.len() > LISTED {
            break;
        }
        first.truncate(LISTED + 1);
        only = Some(document);
    }
    let asked = match &inside {
        Some(_) => format!("{} is not there", arguments.file.display()),
        None => format!("{} holds more than one document", file.display()),
    };
    match (first.len(), only, inputs.rejects().into_iter().next()) {
        (0, _, Some(reject)) => Ok(Err(reject)),
        (0, ..) => Err(not_one("no document").into()),
        (1, Some(only), _) if inside.is_none() => Ok((only.read)().and_then(|raw| reader.read(&raw))),
        (found, ..) => {
            first.truncate(LISTED);
            Err(NotNamed { asked, first, more: if found > LISTED { ", …" } else { "" } }.into())
        }
    }
}

/// Documents that are listed where none was named.
const LISTED: usize = 5;

/// A file, and which of its documents is meant: the rest of its `source_uri`, such as `!/a/b.html` or `#17`.
struct Named {
    file: PathBuf,
    inside: Option<String>,
}

impl Named {
    fn of(path: &Path) -> Self {
        let whole = || Self { file: path.to_owned(), inside: None };
        let Some(text) = path.to_str().filter(|_| !path.exists()) else { return whole() };
        let parts = text.char_indices().filter(|&(at, c)| c == '#' || text[at..].starts_with("!/"));
        let mut files = parts.map(|(at, _)| text.split_at(at)).filter(|(file, _)| Path::new(file).is_file());
        files.next().map_or_else(whole, |(file, inside)| Self { file: file.into(), inside: Some(inside.to_owned()) })
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
