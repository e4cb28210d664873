//! What is wrong with a definition of this stage, and where.

/// A definition under `pipelines/` that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {hint}")]
pub struct DefinitionError {
    file: &'static str,
    line: usize,
    hint: String,
}

impl DefinitionError {
    /// An error in `file` (its name without extension) at a line from 1.
    pub fn new(file: &'static str, line: usize, hint: &str) -> Self {
        Self { file, line, hint: hint.to_owned() }
    }

    /// Line from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong, and what to do about it.
    pub fn hint(&self) -> &str {
        &self.hint
    }
}
