//! UTC time in the two spellings that snapshots need.

use std::time::{SystemTime, UNIX_EPOCH};

/// A moment, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    seconds: u64,
}

impl Moment {
    pub(super) fn now() -> Self {
        Self::from(SystemTime::now())
    }

    /// The second after this one.
    pub(super) fn next(self) -> Self {
        Self { seconds: self.seconds + 1 }
    }

    /// Reads what [`Moment::compact`] wrote.
    pub(super) fn parse_compact(text: &str) -> Option<Self> {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u64>().ok();
        let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
        let clock = number(9..11)? * 3_600 + number(11..13)? * 60 + number(13..15)?;
        let (year, month) = if month <= 2 { (year.checked_sub(1)?, month + 9) } else { (year, month.checked_sub(3)?) };
        let day_of_year = (153 * month + 2) / 5 + day.checked_sub(1)?;
        let days = (year * 365 + year / 4 + year / 400 + day_of_year).checked_sub(year / 100 + 719_468)?;
        let moment = Self { seconds: days * 86_400 + clock };
        (moment.compact() == text).then_some(moment)
    }

    /// For names that sort by time: `20260131T020304Z`.
    pub(super) fn compact(self) -> String {
        let ([year, month, day], [hour, minute, second]) = self.parts();
        format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
    }

    /// For people and parsers: `2026-01-31T02:03:04Z`.
    pub(super) fn iso(self) -> String {
        let ([year, month, day], [hour, minute, second]) = self.parts();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// Calendar (Howard Hinnant's `civil_from_days`) and clock.
    fn parts(self) -> ([u64; 3], [u64; 3]) {
        let (days, clock) = (self.seconds / 86_400 + 719_468, self.seconds % 86_400);
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = (shifted + 2) % 12 + 1;
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        ([year, month, day], [clock / 3_600, clock / 60 % 60, clock % 60])
    }
}

impl From<SystemTime> for Moment {
    /// A clock before 1970 counts as 1970.
    fn from(time: SystemTime) -> Self {
        Self { seconds: time.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        let iso = |seconds| Moment { seconds }.iso();
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(iso(1_769_824_984), "2026-01-31T02:03:04Z");
        assert_eq!(Moment { seconds: 1_769_824_984 }.compact(), "20260131T020304Z");
    }

    #[test]
    fn names_are_read_back() {
        for seconds in [0, 951_782_400, 951_868_799, 1_769_824_984, 4_102_444_800] {
            let moment = Moment { seconds };
            assert_eq!(Moment::parse_compact(&moment.compact()), Some(moment));
        }
        for wrong in ["", "20260231T020304Z", "20260131T020304", "00000000T000000Z", "甲"] {
            assert_eq!(Moment::parse_compact(wrong), None, "{wrong}");
        }
    }
}
