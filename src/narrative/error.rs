//! What can be wrong with a definition file, said with the line and a hint.

/// A definition file (themes or statements) that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}; {hint}")]
pub struct DefinitionError {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub hint: String,
}

impl DefinitionError {
    /// An error at a byte offset of `source`.
    pub(super) fn at(source: &str, offset: usize, problem: &str, hint: &str) -> Self {
        let before = source.as_bytes().get(..offset).unwrap_or(source.as_bytes());
        DefinitionError {
            line: before.iter().filter(|&&byte| byte == b'\n').count() + 1,
            problem: problem.to_owned(),
            hint: hint.to_owned(),
        }
    }

    /// The reader's own complaint: broken TOML, an unknown key, a wrong type.
    pub(super) fn toml(source: &str, error: &toml::de::Error, hint: &str) -> Self {
        let offset = error.span().map_or(0, |span| span.start);
        let problem = error.message().replace('\n', " ");
        Self::at(source, offset, problem.trim(), hint)
    }
}
