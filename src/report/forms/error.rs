//! Why a forms file is refused, and where in it.

/// Why a forms file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("forms, line {line}: {problem}; {hint}")]
pub struct FormsError {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub hint: String,
}

/// The text of a file, to tell lines from offsets.
#[derive(Clone, Copy)]
pub(super) struct Lines<'t>(pub(super) &'t str);

impl Lines<'_> {
    pub(super) fn error(self, at: usize, problem: String, hint: &str) -> FormsError {
        let line = 1 + self.0.bytes().take(at).filter(|&byte| byte == b'\n').count();
        FormsError { line, problem, hint: hint.to_owned() }
    }
}
