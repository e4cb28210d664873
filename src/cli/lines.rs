//! Lines of JSON from a file or from standard input, each error with its line; and lines printed for whoever reads them.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::de::DeserializeOwned;

use super::out::Out;

/// What was given cannot be used: a file that is not there, a line that is no sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct UsageError(pub(super) String);

/// Lets `work` print lines to standard output as they are made.
pub(super) fn print(work: impl FnOnce(&mut BufWriter<Out>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(Out::open());
    work(&mut out)?;
    Ok(out.flush()?)
}

/// A name for messages: the path, or what `-` stands for.
pub(super) fn shown(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// A text in simplified characters, byte-aligned with it.
pub(super) fn simplified(text: &str) -> String {
    crate::document::to_simplified(text)
}

/// Calls `each` with every line's value and its number, from 1. Empty lines are passed over.
///
/// # Errors
/// [`UsageError`] for a file that cannot be read and for a line that is not what it should be;
/// what `each` fails with.
pub(super) fn each<T: DeserializeOwned>(
    path: &Path,
    mut each: impl FnMut(T, usize) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let reader: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|error| UsageError(format!("cannot open {}: {error}", shown(path))))?;
        Box::new(BufReader::new(file))
    };
    for (number, line) in (1..).zip(reader.lines()) {
        let wrong = |why: String| UsageError(format!("{}:{number}: {why}", shown(path)));
        let line = line.map_err(|error| wrong(format!("cannot be read: {error}; the file must be UTF-8")))?;
        let line = line.trim_start_matches('\u{feff}');
        if line.trim().is_empty() {
            continue;
        }
        let value = serde_json::from_str(line).map_err(|error| {
            wrong(format!("{error}; give one JSON object a line, with `text` and, if need be, `id`"))
        })?;
        each(value, number)?;
    }
    Ok(())
}
