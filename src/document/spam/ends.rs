//! Where an injected string ends.

use super::super::noise::{Hit, NoiseRules};
use super::{is_gap, is_hard_stop, is_joiner};

/// Where the string ends: after the last keyword or ending in a row.
pub(super) fn right_end(text: &str, from: usize, limit: usize, hits: &[Hit], rules: &NoiseRules) -> usize {
    let mut end = from;
    loop {
        let hit = hits
            .iter()
            .find(|hit| hit.start >= end && hit.end <= limit)
            .filter(|hit| is_gap(&text[end..hit.start], rules))
            .map(|hit| hit.end);
        let glued = end + glue(text, end, limit);
        let ending = ending_at(&text[glued..limit], rules).map(|len| glued + len);
        let next = hit.max(ending).or_else(|| bracketed(text, end, limit, rules));
        match next.or_else(|| branded(text, end, limit, hits, rules)) {
            Some(next) => end = next,
            None => break,
        }
    }
    end + glue(text, end, limit)
}

/// Bytes of joiners, Latin letters and the digits of a brand from `at` on.
fn glue(text: &str, at: usize, limit: usize) -> usize {
    let ahead = &text[at..limit];
    let mut len = 0;
    for c in ahead.chars() {
        if c.is_ascii_digit() && text[..at + len].ends_with(|c: char| c.is_ascii_alphabetic()) {
            let digits = brand_digits(&text[at + len..]);
            let is_brand = digits > 0 && at + len + digits <= limit;
            return if is_brand { len + digits + glue(text, at + len + digits, limit) } else { len };
        }
        if !is_glue(c) {
            break;
        }
        len += c.len_utf8();
    }
    len
}

/// How many digits at the start of a text belong to a brand (`app365`): not those of a year.
fn brand_digits(text: &str) -> usize {
    let run = text.bytes().take_while(u8::is_ascii_digit).count();
    let year = run.checked_sub(4).filter(|at| text[*at..].starts_with("20"));
    year.filter(|_| text[run..].trim_start().starts_with(['年', '-', '/', '.'])).unwrap_or(run)
}

fn ending_at(ahead: &str, rules: &NoiseRules) -> Option<usize> {
    rules.endings.iter().find(|ending| ahead.starts_with(ending.as_str())).map(String::len)
}

/// Past a bracket of nothing but what such strings hold: `(中国)`.
fn bracketed(text: &str, end: usize, limit: usize, rules: &NoiseRules) -> Option<usize> {
    let inside = text[end..limit].strip_prefix(['(', '（'])?;
    let close = inside.find([')', '）'])?;
    let is_known = rules.bracketed.iter().any(|word| word == &inside[..close]);
    let is_known = is_known || ending_at(inside, rules) == Some(close);
    let closed = inside[close..].chars().next().map_or(0, char::len_utf8);
    is_known.then(|| limit - inside.len() + close + closed)
}

/// Past a further brand (`吧-官方网站`, `_戊己城app`): letters with a joiner before or after them, and an
/// ending or a keyword then.
fn branded(text: &str, end: usize, limit: usize, hits: &[Hit], rules: &NoiseRules) -> Option<usize> {
    let before = glue(text, end, limit);
    let start = end + before;
    let letters =
        |c: &char| !is_glue(*c) && !is_hard_stop(*c) && !c.is_ascii_digit() && !rules.place_marks.contains(*c);
    let mut at = start;
    for c in text[start..limit].chars().take(rules.max_brand).take_while(letters) {
        at += c.len_utf8();
        let after = glue(text, at, limit);
        let joined = at + after;
        let has_joiner = text[end..start].contains(is_joiner) || text[at..joined].contains(is_joiner);
        if !has_joiner {
            continue;
        }
        // 网 and 版 alone end too many honest words.
        let ending = |from: usize| {
            let len = ending_at(&text[from..limit], rules)?;
            text[from..from + len].chars().nth(1).map(|_| from + len)
        };
        if let Some(end) = ending(joined) {
            return Some(end);
        }
        if let Some(hit) = hits.iter().find(|hit| hit.start == joined && hit.end <= limit) {
            return Some(hit.end);
        }
        // Latin letters may be the ending: `戊己城app`.
        if ending(at).is_some() {
            return Some(joined);
        }
    }
    None
}

/// What may stand between words of such a string and at its end. Digits only after a letter: a year follows.
fn is_glue(c: char) -> bool {
    is_joiner(c) || c.is_ascii_alphabetic()
}
