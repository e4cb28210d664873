//! What a number is decided to count, and the time that it is of.

use super::statements::StatementRules;
use super::surroundings::Surroundings;

/// What a number is decided to count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meant {
    pub(super) metric: u16,
    /// Two numbers of one sentence that count it so are parts of it.
    pub(super) alone: bool,
    /// Examples tell it, no claim does.
    pub(super) taught: bool,
}

/// What a number counts, with the ends of the evidence, in characters.
pub(super) type Decision = (Meant, u32, u32);

/// The time that the sentence has told when it comes to a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time {
    /// The year last named, as years after the report's.
    pub(super) years_off: i16,
    /// The report's year, or a number of it.
    pub(super) this_year: bool,
}

impl Time {
    /// Years before the report's that a number is of: what came over from the year before is said by that year's number
    /// or by a word for it.
    pub(super) fn earlier(&self, rules: &StatementRules, told: &Surroundings) -> i16 {
        i16::from(told.said.meets(&rules.frames.earlier)) - self.years_off
    }
}
