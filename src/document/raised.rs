//! Raised text, as note marks and exponents are, in the raised characters of Unicode.
//!
//! The mark of a note stands behind a figure without a blank: `57` with a small 1 above the line. Read as
//! plain text that is 571, a figure nobody printed.

use std::borrow::Cow;

const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The text with its digits raised.
pub(super) fn raised(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let raise = |c: char| c.to_digit(10).map_or(c, |digit| DIGITS[digit as usize]);
    Cow::Owned(text.chars().map(raise).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_raised_and_nothing_else() {
        assert_eq!(raised("注1"), "注¹");
        assert_eq!(raised("[20]"), "[²⁰]");
        assert!(matches!(raised("注"), Cow::Borrowed("注")));
    }
}
