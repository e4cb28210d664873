//! One division of GB/T 2260.

/// Level of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Province, autonomous region, municipality.
    Province,
    /// Prefecture-level city, prefecture, league.
    Prefecture,
    /// County, district, county-level city, banner.
    County,
}

/// One division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// GB/T 2260, six digits.
    pub code: String,
    /// Name as GB/T 2260 has it.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// For a division of the past: the last year it is known to have been in force.
    pub until: Option<i16>,
    /// Index of the prefecture above it (or itself).
    pub prefecture: Option<u32>,
    /// Index of the province above it (or itself).
    pub province: Option<u32>,
}
