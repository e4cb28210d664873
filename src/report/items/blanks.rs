//! Words between blanks.

/// Words of a line between runs of blanks, with their offsets.
pub fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            match blank_len(text, at) {
                0 => break,
                len => at += len,
            }
        }
        let start = at;
        while let Some(&lead) = text.as_bytes().get(at) {
            at += match lead {
                // Ideographs, and marks of their width.
                0xE4..=0xEF => 3,
                _ if blank_len(text, at) == 0 => 1,
                _ => break,
            };
        }
        (start < at).then(|| (start, &text[start..at]))
    })
}

/// Bytes of the blank that begins at a byte: Unicode white space; 0 for anything else. What takes no room parts nothing.
/// Only few bytes begin one, so most are passed over without being decoded.
#[inline]
fn blank_len(text: &str, at: usize) -> usize {
    match text.as_bytes().get(at) {
        Some(0x09..=0x0D | b' ') => 1,
        // U+3000, among the marks of Chinese text
        Some(0xE3) => 3 * usize::from(text.as_bytes()[at..].starts_with(&[0xE3, 0x80, 0x80])),
        Some(0xC2 | 0xE1 | 0xE2) => match text[at..].chars().next() {
            Some(c) if c.is_whitespace() => c.len_utf8(),
            _ => 0,
        },
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_what_unicode_calls_a_blank() {
        for c in ('\u{1}'..=char::MAX).filter(|c| c.is_whitespace() || c.len_utf8() < 4 || *c < '\u{20100}') {
            let text = format!("规{c}章");
            let parted: Vec<&str> = pieces(&text).map(|(_, piece)| piece).collect();
            assert_eq!(parted, text.split_whitespace().collect::<Vec<_>>(), "{c:?}");
        }
    }
}
