//! What a cell's text is: a figure, a mark for nothing, or something else.

mod chinese;
mod grouped;
#[cfg(test)]
mod tests;
mod visible;

use super::Unit;

pub use chinese::chinese;
pub use grouped::{classify_walled, first_of_pair};
pub use visible::{is_blank, visible};

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Content {
    /// The cell is empty.
    Blank,
    /// A mark for nothing: `-`, `—`, `/`, `无`.
    Mark,
    /// A number, with its unit where the cell prints one.
    Figure(f64, Option<Unit>),
    /// Digits that cannot be one number, e.g. `000` or `1,23`: several figures run together.
    Glued,
    /// Two figures in one cell, `12（15）` or `12/15`: which of them is the cell's, the cell does not say.
    Pair,
    /// Any other text.
    Text,
}

/// Measure words that may follow a figure in its cell.
const COUNTED: [&str; 18] =
    ["件", "条", "个", "项", "次", "份", "宗", "起", "人", "人次", "部", "家", "篇", "场", "期", "名", "件次", "例"];

/// Brackets that a remark behind a figure stands in.
const OPENING: [char; 6] = ['(', '（', '[', '［', '【', '〔'];
const CLOSING: [char; 6] = [')', '）', ']', '］', '】', '〕'];

/// Words of a remark that says the figure before it to be wrong.
const CORRECTING: [&str; 5] = ["更正", "应为", "改为", "勘误", "有误"];

/// Words that say there is nothing, and the characters they begin with.
const NOTHING: [&str; 4] = ["无", "空", "空白", "暂无"];
const NOTHING_BEGINS: [char; 3] = ['无', '空', '暂'];

/// What programs write for an empty cell of a spreadsheet.
const EMPTY: [&str; 5] = ["nan", "NaN", "null", "None", "NULL"];

/// Classifies the text of a cell, which has no blanks around it.
pub fn classify(text: &str) -> Content {
    // Most cells hold a few digits.
    if let [digit @ b'0'..=b'9'] = text.as_bytes() {
        return Content::Figure(f64::from(digit - b'0'), None);
    }
    if begins_words(text) {
        return Content::Text;
    }
    let text = if text.len() > 72 { text } else { &*visible(text) };
    match text.as_bytes() {
        [] => return Content::Blank,
        long if long.len() > 72 => return Content::Text,
        _ => {}
    }
    if is_mark(text) {
        return Content::Mark;
    }
    if EMPTY.contains(&text) {
        return Content::Blank;
    }
    let (money, text) = match text.strip_prefix(['￥', '¥']) {
        Some(amount) => (Some(Unit::Cny), amount.trim_start()),
        None => (None, text),
    };
    let mut digits = [0u8; 32];
    let mut len = 0;
    let mut rest = text;
    for (at, c) in text.char_indices() {
        rest = &text[at..];
        let Some(ascii) = numeric(c) else { break };
        if len == digits.len() {
            return Content::Text;
        }
        digits[len] = ascii;
        len += 1;
        rest = &text[at + c.len_utf8()..];
    }
    if len == 0 {
        return Content::Text;
    }
    let Some(unit) = unit_behind(rest.trim()) else {
        return Content::Text;
    };
    // `￥3万元` names both; two units that differ are no figure of one.
    let unit = match (money, unit) {
        (Some(_), Some(Unit::Count)) => return Content::Text,
        (money, unit) => unit.or(money),
    };
    match number(&digits[..len]) {
        Some(Ok(value)) => Content::Figure(value, unit),
        Some(Err(())) if unit.is_none() => Content::Glued,
        _ => Content::Text,
    }
}

/// Whether a text begins with an ideograph that neither a figure nor a mark for nothing begins with.
pub fn begins_words(text: &str) -> bool {
    matches!(text.as_bytes(), [0xE4..=0xE9, ..]) && !text.starts_with(NOTHING_BEGINS)
}

fn is_mark(text: &str) -> bool {
    NOTHING.contains(&text) || text.chars().all(|c| matches!(c, '-' | '－' | '—' | '–' | '―' | '/' | '／' | '\\' | '─'))
}

fn numeric(c: char) -> Option<u8> {
    match c {
        '0'..='9' | '.' | ',' | '+' | '-' => Some(c as u8),
        '０'..='９' => Some(b'0' + (c as u32 - '０' as u32) as u8),
        '．' => Some(b'.'),
        '，' => Some(b','),
        '＋' | '﹢' => Some(b'+'),
        '－' | '−' | '–' | '﹣' | '‐' | '‑' | '‒' => Some(b'-'),
        _ => None,
    }
}

/// The unit in what follows a figure, which may be a unit, a remark in brackets (`22（其中修订16件）`), a note
/// mark (`22①`, `22[1]`), or a unit with either. `Some(None)` for no unit, `None` for words that are neither.
fn unit_behind(rest: &str) -> Option<Option<Unit>> {
    let rest = without_note(rest).trim_end();
    let open = rest.find(OPENING).filter(|_| rest.ends_with(CLOSING));
    let Some(open) = open else { return unit_of(rest) };
    let remark = rest[open..].trim_start_matches(OPENING).trim_end_matches(CLOSING).trim();
    match (unit_of(rest[..open].trim())?, unit_of(remark)) {
        (None, Some(bracketed)) => Some(bracketed),
        _ if CORRECTING.iter().any(|word| remark.contains(word)) => None,
        // Digits alone in brackets are no remark but a second figure; a share of the whole is none.
        (unit, _) => (remark.chars().any(char::is_alphabetic) || is_share(remark)).then_some(unit),
    }
}

/// Whether a remark is a percentage: `27.3%`.
fn is_share(remark: &str) -> bool {
    let digits = remark.strip_suffix(['%', '％', '‰']).map(str::trim_end);
    digits.is_some_and(|d| d.chars().any(|c| c.is_ascii_digit()) && d.chars().all(|c| numeric(c).is_some()))
}

/// What stands before the mark of a note: `①`, a raised digit, `(¹)`, `*`, `[1]`, `注`, `注1`, in Markdown `[^1]` and
/// `<sup>1</sup>`.
fn without_note(text: &str) -> &str {
    let mark = |c| matches!(c, '①'..='⑳' | '⁰'..='⁹' | '¹' | '²' | '³' | '*' | '＊' | '※');
    let text = text.trim_end_matches(mark);
    let text = match text.strip_suffix("</sup>").and_then(|raised| raised.rsplit_once("<sup>")) {
        Some((before, _)) => before.trim_end(),
        None => text,
    };
    if let Some(before) = text.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('注') {
        return before.trim_end();
    }
    let raised = text.strip_suffix(CLOSING).and_then(|inside| inside.rsplit_once(OPENING));
    if let Some((before, _)) = raised.filter(|(_, inside)| !inside.is_empty() && inside.chars().all(mark)) {
        return before.trim_end();
    }
    let numbered = text.strip_suffix([']', '］', '〕']).and_then(|inside| inside.rsplit_once(['[', '［', '〔']));
    match numbered {
        Some((before, number))
            if !number.is_empty() && number.chars().all(|c| mark(c) || c.is_numeric() || matches!(c, '注' | '^')) =>
        {
            before
        }
        _ => text,
    }
}

/// The unit that these words are: `Some(None)` for no words, `None` for words that are no unit.
fn unit_of(words: &str) -> Option<Option<Unit>> {
    match words {
        "" => Some(None),
        "元" => Some(Some(Unit::Cny)),
        "万元" => Some(Some(Unit::Cny10k)),
        _ if COUNTED.contains(&words) => Some(Some(Unit::Count)),
        _ => None,
    }
}

/// `None`: no number at all; `Some(Err)`: digits, but not of one number.
fn number(text: &[u8]) -> Option<Result<f64, ()>> {
    let (sign, body) = match text.first()? {
        b'+' => (1.0, &text[1..]),
        b'-' => (-1.0, &text[1..]),
        _ => (1.0, text),
    };
    if body.iter().any(|b| matches!(b, b'+' | b'-')) {
        return body.iter().any(u8::is_ascii_digit).then_some(Err(()));
    }
    let dot = body.iter().position(|&b| b == b'.');
    let (whole, fraction) = dot.map_or((body, &b""[..]), |d| (&body[..d], &body[d + 1..]));
    let plain = whole.iter().copied().filter(|&b| b != b',');
    let digits = plain.clone().count();
    // `3.` is the ordinal of a label, torn off by a blank.
    if digits == 0 || (dot.is_some() && fraction.is_empty()) {
        return None;
    }
    let grouped_right = digits == whole.len()
        || whole.split(|&b| b == b',').enumerate().all(
            |(i, g)| {
                if i == 0 { (1..=3).contains(&g.len()) } else { g.len() == 3 }
            },
        );
    let one_number = grouped_right
        && fraction.iter().all(u8::is_ascii_digit)
        && digits <= 15
        && (digits == 1 || plain.clone().next() != Some(b'0'));
    if !one_number {
        return Some(Err(()));
    }
    if dot.is_none() {
        let value = plain.fold(0u64, |sum, b| sum * 10 + u64::from(b - b'0'));
        return Some(Ok(sign * value as f64));
    }
    let mut text: Vec<u8> = plain.collect();
    text.push(b'.');
    text.extend_from_slice(fraction);
    std::str::from_utf8(&text).ok()?.parse::<f64>().ok().map(|v| Ok(sign * v))
}
