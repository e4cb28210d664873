//! What is wrong with a pipeline file, where, and what was probably meant.

use std::io;
use std::path::{Path, PathBuf};

/// Why a pipeline file is refused.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It, or a file that it names, cannot be read.
    #[error("cannot read {}: {source}; give an existing file", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A definition that it names says something that it cannot say.
    #[error("a definition named in the pipeline file is wrong: {0}")]
    Definition(#[source] crate::reader::ReaderError),
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
        Self::Wrong {
            path: path.to_owned(),
            line: line_of(text, at),
            hint: key_meant(&message).map(|key| format!("did you mean `{key}`?")),
            message,
        }
    }
}

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
