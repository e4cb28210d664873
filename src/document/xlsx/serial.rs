//! Days as spreadsheets count them.

/// Year, month and day of a serial number (days from 1899-12-30, or from 1904-01-01).
pub(super) fn date(serial: f64, from_1904: bool) -> Option<(i64, i64, i64)> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let whole = serial.floor() as i64;
    // Days from 1970-01-01; before March 1900 the count is one off, as it has a 29 February.
    let days = match from_1904 {
        true => whole - 24_107,
        false => whole - 25_569 + i64::from(whole < 60),
    };
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some((year, month, of_year - (153 * shifted + 2) / 5 + 1))
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn serial_numbers_are_dates() {
        assert_eq!(date(44_257.0, false), Some((2021, 3, 2)));
        assert_eq!(date(1.0, false), Some((1900, 1, 1)));
        assert_eq!(date(61.0, false), Some((1900, 3, 1)));
        assert_eq!(date(42_795.5, true), Some((2021, 3, 2)));
        assert_eq!(date(-1.0, false), None);
    }
}
