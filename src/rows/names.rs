//! What the numbers in tags and statements are called.

/// Names of themes, rules and metrics, by the indices that [`crate::narrative`] hands out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Codes of the themes, by [`crate::narrative::Tag::theme`].
    pub themes: Vec<String>,
    /// Names of the rules, by [`crate::narrative::Tag::rule`].
    pub rules: Vec<String>,
    /// Codes of the metrics, by [`crate::narrative::Statement::metric`].
    pub metrics: Vec<String>,
}
