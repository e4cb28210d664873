//! What is wrong with a pipeline file, where, and what was probably meant.

use std::io;
use std::path::{Path, PathBuf};

use crate::reader::ReaderError;

/// Why a pipeline file is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It, or a file that it names, cannot be read.
    #[error(
        "cannot read {}{}: {source}; give an existing text file in UTF-8",
        path.display(),
        definition.map(|name| format!(", which is `{name}` of [definitions]")).unwrap_or_default()
    )]
    Read {
        /// Which file.
        path: PathBuf,
        /// The definition that it holds, if it is none of the pipeline itself.
        definition: Option<&'static str>,
        /// What the system says.
        source: io::Error,
    },
    /// A definition says something that it cannot say.
    #[error(
        "{}{}: {}",
        path.as_ref().map_or_else(|| format!("built-in {}", error.definition), |path| path.display().to_string()),
        error.line.map(|line| format!(":{line}")).unwrap_or_default(),
        error.problem
    )]
    Definition {
        /// Its file; none for a built-in one.
        path: Option<PathBuf>,
        /// What is wrong.
        error: ReaderError,
    },
    /// Nothing to read.
    #[error("there is nothing to read: `inputs` of [source] is empty; name files or folders there or with --input")]
    NoInput,
    /// It says something that it cannot say.
    #[error("{}:{line}: {message}{}", path.display(), hint.as_deref().map(|h| format!("; {h}")).unwrap_or_default())]
    Wrong {
        /// Which file.
        path: PathBuf,
        /// Line from 1.
        line: usize,
        /// What is wrong.
        message: String,
        /// How to mend it.
        hint: Option<String>,
    },
}

impl ConfigError {
    pub(super) fn wrong(path: &Path, text: &str, at: usize, message: &str, hint: &str) -> Self {
        Self::Wrong {
            path: path.to_owned(),
            line: line_of(text, at),
            message: message.to_owned(),
            hint: Some(hint.to_owned()),
        }
    }

    pub(super) fn syntax(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        let message = error.message().replace('\n', "; ");
        let message = WHOLE.iter().fold(message, |message, (rust, plain)| message.replace(rust, plain));
        let meant = key_meant(&message).map(|key| format!("did you mean `{key}`?"));
        Self::Wrong {
            path: path.to_owned(),
            line: line_of(text, at),
            hint: Some(meant.unwrap_or_else(|| "pipelines/annual_reports.toml shows every key".to_owned())),
            message,
        }
    }
}

/// Types as the program knows them, in words.
const WHOLE: [(&str, &str); 4] = [
    ("expected u64", "expected a whole number from 0"),
    ("expected u32", "expected a whole number from 0"),
    ("expected usize", "expected a whole number from 0"),
    ("expected i32", "expected a whole number"),
];

fn line_of(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text);
    before.matches('\n').count() + 1
}

/// The expected key that is nearest to the unknown one, from serde's "unknown field `a`,
/// expected one of `b`, `c`".
fn key_meant(message: &str) -> Option<&str> {
    let mut quoted = message.strip_prefix("unknown field ")?.split('`').skip(1).step_by(2);
    let unknown = quoted.next()?;
    quoted
        .map(|key| (distance(unknown, key), key))
        .filter(|&(distance, key)| distance * 2 <= key.len())
        .min()
        .map(|(_, key)| key)
}

/// Levenshtein distance in bytes; keys are ASCII.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance("input", "inputs"), 1);
        assert_eq!(distance("parket", "parquet"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }

    #[test]
    fn a_far_key_is_not_suggested() {
        assert_eq!(key_meant("unknown field `colour`, expected one of `jobs`, `chunk_documents`"), None);
        assert_eq!(key_meant("unknown field `job`, expected `jobs` or `chunk_documents`"), Some("jobs"));
    }
}
