//! Days as spreadsheets count them.

use crate::civil::date_of;

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
    Some(date_of(days))
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
