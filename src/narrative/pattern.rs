//! Patterns: the rules of the lexicon as the matcher tries them.

use super::Stance;

/// One rule in one order of its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pattern {
    pub(super) rule: u16,
    pub(super) theme: u16,
    pub(super) stance: Stance,
    /// The subject stands before what is said of it.
    pub(super) subject_first: bool,
    pub(super) gap: u32,
    /// The two may stand in different clauses.
    pub(super) crosses: bool,
}
