//! What a number is decided to count, and the time that it is of.

/// What a number is decided to count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meant {
    pub(super) metric: u16,
    /// Two numbers of one sentence that count it so are parts of it.
    pub(super) alone: bool,
    /// Examples tell it, no claim does.
    pub(super) taught: bool,
}

/// What a number counts, and besides, with the ends of the evidence, in characters.
pub(super) type Decision = ([Option<Meant>; 2], u32, u32);

/// The time that the sentence has told when it comes to a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Time {
    /// The year last named, as years after the report's.
    pub(super) years_off: i16,
    /// The report's year, or a number of it.
    pub(super) this_year: bool,
}
