//! Characters and pairs of characters, as the weights know them.

use std::ops::Range;

/// Marks that end a clause.
const MARKS: [char; 8] = ['，', '；', '：', '。', ',', ';', ':', '！'];
/// A shorter piece belongs to the clause behind it: `一是`.
const SHORTEST: usize = 4;

/// Byte ranges of the clauses of a sentence, their marks included; they cover it.
pub(super) fn clauses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let (mut start, mut letters) = (0, 0);
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while let Some((at, c)) = chars.next() {
            let is_mark = MARKS.contains(&c);
            letters += usize::from(!is_mark);
            if is_mark && letters >= SHORTEST && chars.peek().is_none_or(|(_, next)| !MARKS.contains(next)) {
                let end = at + c.len_utf8();
                letters = 0;
                return Some(std::mem::replace(&mut start, end)..end);
            }
        }
        (start < text.len()).then(|| std::mem::replace(&mut start, text.len())..text.len())
    })
}

/// Calls `each` with the key of every character and every pair of a clause. White space is passed over, and a number is one
/// `0`.
pub(super) fn grams(clause: &str, mut each: impl FnMut(u64)) {
    let is_number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut before = None;
    for c in clause.chars().filter(|c| !c.is_whitespace()) {
        let c = if is_number(c) { '0' } else { c };
        if c == '0' && before == Some('0') {
            continue;
        }
        each(key(None, c));
        if before.is_some() {
            each(key(before, c));
        }
        before = Some(c);
    }
}

/// The key of a character, or of a pair.
fn key(before: Option<char>, c: char) -> u64 {
    u64::from(before.map_or(0, u32::from)) << 32 | u64::from(u32::from(c))
}

/// The key of what a file calls by its characters; `None` unless these are one or two.
pub(super) fn key_of(gram: &str) -> Option<u64> {
    let mut chars = gram.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(c), None, None) => Some(key(None, c)),
        (Some(before), Some(c), None) => Some(key(Some(before), c)),
        _ => None,
    }
}

/// The characters of a key.
pub(super) fn gram_of(key: u64) -> String {
    let half = |half: u64| u32::try_from(half).ok().filter(|&code| code != 0).and_then(char::from_u32);
    [half(key >> 32), half(key & u64::from(u32::MAX))].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_end_with_their_marks_and_short_leads_stay_with_what_they_lead() {
        let cut = |text: &'static str| clauses(text).map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(cut("一是，人手紧张；渠道，不多。"), ["一是，人手紧张；", "渠道，不多。"]);
        assert_eq!(cut("人手十分紧张"), ["人手十分紧张"]);
        assert_eq!(cut("人手十分紧张，，。渠道"), ["人手十分紧张，，。", "渠道"]);
        assert!(cut("").is_empty());
    }

    #[test]
    fn a_number_is_one_sign() {
        let mut found = Vec::new();
        super::grams("办班 12３期", |key| found.push(gram_of(key)));
        assert_eq!(found, ["办", "班", "办班", "0", "班0", "期", "0期"]);
        assert!(found.iter().all(|gram| key_of(gram).map(gram_of).as_ref() == Some(gram)));
    }
}
