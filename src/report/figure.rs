//! What a cell's text is: a figure, a mark for nothing, or something else.

use super::Unit;

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
    /// Any other text.
    Text,
}

/// Measure words that may follow a figure in its cell.
const COUNTED: [&str; 12] = ["件", "条", "个", "项", "次", "份", "宗", "起", "人", "人次", "部", "家"];

/// Classifies the text of a cell, which has no blanks around it.
pub fn classify(text: &str) -> Content {
    match text.as_bytes() {
        [] => return Content::Blank,
        // Most cells hold a few digits.
        [digit @ b'0'..=b'9'] => return Content::Figure(f64::from(digit - b'0'), None),
        // An ideograph begins no figure; two of them are marks for nothing.
        [0xE4..=0xE9, ..] if !is_mark(text) => return Content::Text,
        long if long.len() > 48 => return Content::Text,
        _ => {}
    }
    if is_mark(text) {
        return Content::Mark;
    }
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
    let Some(unit) = unit_of(without_remark(rest).trim()) else {
        return Content::Text;
    };
    match number(&digits[..len]) {
        Some(Ok(value)) => Content::Figure(value, unit),
        Some(Err(())) if unit.is_none() => Content::Glued,
        _ => Content::Text,
    }
}

fn is_mark(text: &str) -> bool {
    text == "无"
        || text == "空"
        || text.chars().all(|c| matches!(c, '-' | '－' | '—' | '–' | '―' | '/' | '／' | '\\' | '─'))
}

fn numeric(c: char) -> Option<u8> {
    match c {
        '0'..='9' | '.' | ',' | '+' | '-' => Some(c as u8),
        '０'..='９' => Some(b'0' + (c as u32 - '０' as u32) as u8),
        '．' => Some(b'.'),
        '，' => Some(b','),
        '＋' => Some(b'+'),
        '－' | '−' | '–' => Some(b'-'),
        _ => None,
    }
}

/// What follows a figure without a remark in brackets: `22（其中修订16件）`.
fn without_remark(rest: &str) -> &str {
    let closed = rest.trim_end().ends_with([')', '）']);
    rest.find(['(', '（']).filter(|_| closed).map_or(rest, |open| &rest[..open])
}

/// The unit printed after a figure: `Some(None)` for none, `None` for words that are no unit.
fn unit_of(rest: &str) -> Option<Option<Unit>> {
    match rest {
        "" => Some(None),
        "元" => Some(Some(Unit::Cny)),
        "万元" => Some(Some(Unit::Cny10k)),
        _ if COUNTED.contains(&rest) => Some(Some(Unit::Count)),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str) -> Option<f64> {
        match classify(text) {
            Content::Figure(value, _) => Some(value),
            _ => None,
        }
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, value) in [
            ("0", 0.0),
            ("１２", 12.0),
            ("+1036", 1036.0),
            ("−3", -3.0),
            ("-185", -185.0),
            ("1,234", 1234.0),
            ("12，345，678", 12_345_678.0),
            ("59237.2449", 59237.2449),
            ("0.5", 0.5),
        ] {
            assert_eq!(figure(text), Some(value), "{text}");
        }
        assert_eq!(classify("251000元"), Content::Figure(251_000.0, Some(Unit::Cny)));
        assert_eq!(classify("3.5万元"), Content::Figure(3.5, Some(Unit::Cny10k)));
        assert_eq!(classify("22（其中修订16件）"), Content::Figure(22.0, None));
        assert_eq!(classify("0条"), Content::Figure(0.0, Some(Unit::Count)));
    }

    #[test]
    fn marks_for_nothing_are_no_zero() {
        for text in ["-", "—", "——", "/", "无", "－"] {
            assert_eq!(classify(text), Content::Mark, "{text}");
        }
        assert_eq!(classify(""), Content::Blank);
    }

    #[test]
    fn digits_of_several_figures_are_never_one() {
        for text in ["000", "05", "1,23", "12,34,567", "2648-185", "1.2.3"] {
            assert_eq!(classify(text), Content::Glued, "{text}");
        }
    }

    #[test]
    fn text_is_text() {
        for text in ["2020年", "见附件", "12%", "3.其他", "余条", "1.属于", "约30件", "3.", ",", "+"] {
            assert_eq!(classify(text), Content::Text, "{text}");
        }
    }
}
