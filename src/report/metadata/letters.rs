//! Chinese characters, and words with blanks between them.

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

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}
