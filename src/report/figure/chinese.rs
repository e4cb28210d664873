//! Figures in Chinese numerals.

use super::super::Unit;
use super::unit_behind;

/// The figure that Chinese numerals write, with its unit: `十二件`, `零`, in full `壹拾贰`. Only for the text of a cell whose place
/// is known: elsewhere `一` is an ordinal, `三` a piece of a vertical label.
pub fn chinese(text: &str) -> Option<(f64, Option<Unit>)> {
    let numeral = |c: char| numeral(c).is_some() || scale(c).is_some();
    let end = text.find(|c| !numeral(c)).unwrap_or(text.len());
    let unit = unit_behind(text[end..].trim())?;
    Some((chinese_number(&text[..end])? as f64, unit))
}

fn numeral(c: char) -> Option<u32> {
    let digit = |numerals: &str| numerals.chars().position(|n| n == c).map(|n| n as u32);
    digit("零一二三四五六七八九").or_else(|| digit("〇壹贰叁肆伍陆柒捌玖")).or(match c {
        '○' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

fn scale(c: char) -> Option<u32> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1000),
        _ => None,
    }
}

/// A number below ten thousand, written in full; colloquial ones (`一百五` for 150) and strings of digits
/// (`二〇二一`) are none.
fn chinese_number(text: &str) -> Option<u32> {
    let (mut total, mut pending, mut least, mut zero) = (0, None, u32::MAX, false);
    for c in text.chars() {
        match (numeral(c), scale(c)) {
            (Some(0), _) if text.chars().nth(1).is_none() => return Some(0),
            (Some(0), _) if pending.is_none() && least < u32::MAX && !zero => zero = true,
            (Some(digit @ 1..), _) if pending.is_none() => pending = Some(digit),
            (None, Some(scale)) if scale < least => {
                // `十二` is the one number whose leading 一 is left out.
                let leading = scale == 10 && least == u32::MAX;
                total += pending.take().or(leading.then_some(1))? * scale;
                (least, zero) = (scale, false);
            }
            _ => return None,
        }
    }
    let whole = least == u32::MAX || least == 10 || zero;
    match pending {
        Some(digit) => whole.then_some(total + digit),
        None => (total > 0 && !zero).then_some(total),
    }
}
