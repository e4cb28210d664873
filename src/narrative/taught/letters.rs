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

/// The signs of a clause, whose single ones and neighbouring pairs are counted: its characters without white space,
/// and one `0` for a number.
pub(super) fn signs(clause: &str) -> impl Iterator<Item = char> {
    let is_number = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let mut before = None;
    clause.chars().filter(|c| !c.is_whitespace()).filter_map(move |c| {
        let c = if is_number(c) { '0' } else { c };
        let is_more = c == '0' && before == Some('0');
        before = Some(c);
        (!is_more).then_some(c)
    })
}

/// A mark of the place where a clause stands, if the same signs say other things in other places; it is the first
/// character of what is counted there.
pub(super) type Place = Option<char>;

/// The key of every sign and every pair of a clause.
pub(super) fn grams(place: Place, clause: &str) -> impl Iterator<Item = u64> {
    let mut before = None;
    signs(clause).flat_map(move |c| {
        let before = before.replace(c);
        [Some(key(place, None, c)), before.map(|_| key(place, before, c))].into_iter().flatten()
    })
}

/// Bits of a key for each of its characters.
const CHAR_BITS: u32 = 21;

/// The key of a sign, or of a pair.
fn key(place: Place, before: Option<char>, c: char) -> u64 {
    [place, before, Some(c)].into_iter().fold(0, |key, c| key << CHAR_BITS | u64::from(c.map_or(0, u32::from)))
}

/// The characters of a key.
pub(super) fn gram_of(key: u64) -> String {
    let code = |at: u32| u32::try_from(key >> (at * CHAR_BITS) & ((1 << CHAR_BITS) - 1)).ok();
    [2, 1, 0].into_iter().filter_map(code).filter(|&code| code != 0).filter_map(char::from_u32).collect()
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
        let found = |place| grams(place, "办班 12３期").map(gram_of).collect::<Vec<_>>();
        assert_eq!(found(None), ["办", "班", "办班", "0", "班0", "期", "0期"]);
        assert_eq!(found(Some('>'))[..3], [">办", ">班", ">办班"]);
    }
}
