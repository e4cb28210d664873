//! How the points of a text are numbered.

/// `一、`, `（一）`, `(一)`: a line that begins so goes on with no other.
pub(crate) fn begins_a_point(text: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let body = text.trim_start_matches(['（', '(']);
    let after = body.trim_start_matches(numeral);
    after.len() < body.len() && after.starts_with(if body.len() < text.len() { ['）', ')'] } else { ['、', '、'] })
}
