//! Words with blanks between their characters.

/// Length of `word` at the start of `text`, with blanks allowed between its characters.
pub fn match_spaced(text: &str, word: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let mut end = 0;
    for w in word.chars() {
        loop {
            let (at, c) = chars.next()?;
            if c == w {
                end = at + c.len_utf8();
                break;
            }
            if !c.is_whitespace() || end == 0 {
                return None;
            }
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_may_have_blanks_inside_and_none_before() {
        for (text, length) in [
            ("索引号：", Some("索引号".len())),
            ("索 引\u{3000} 号：", Some("索 引\u{3000} 号".len())),
            (" 索引号", None),
            ("索引", None),
            ("索引 ", None),
            ("索 因号", None),
            ("索取号", None),
            ("", None),
        ] {
            assert_eq!(match_spaced(text, "索引号"), length, "{text:?}");
        }
    }
}
