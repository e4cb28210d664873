//! Numbers as reports write them: `1326`, `１２`, `1,326`, `1.2万`, `三`, `二十一`, `两百`, `廿三`, and
//! sums of money also `壹佰伍拾`.

use std::borrow::Cow;

use crate::document::is_unseen;

/// A number that ends at a byte position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) value: f64,
    /// Byte where it begins.
    pub(super) start: usize,
}

/// Longest number looked at, in characters.
const LONGEST: usize = 20;

/// Characters that may stand last before the measure word of a number.
pub(super) const LAST: &str = "0123456789０１２３４５６７８９零〇○一二两三四五六七八九十廿卅百千万亿.．,余多 \u{a0}\u{2009}\u{202f}\u{3000}壹贰叁肆伍陆柒捌玖拾佰仟";

/// Blanks that may stand in front of a measure word, and between groups of three digits.
const BLANKS: [char; 5] = [' ', '\u{a0}', '\u{2009}', '\u{202f}', '\u{3000}'];

/// Figures in full, as on a bill, in the order of their plain ones.
const FULL: &str = "壹贰叁肆伍陆柒捌玖拾佰仟";
const PLAIN: &str = "一二三四五六七八九十百千";

/// Last characters of the verbs that 至 may follow: 下降至, 增加至.
const CHANGES: [char; 13] = ['降', '升', '加', '少', '减', '增', '长', '高', '落', '涨', '缩', '简', '大'];

/// What makes the number behind it a bound that was not reached.
const BELOW: [&str; 6] = ["不足", "不到", "少于", "低于", "未达", "不满"];

/// The number that ends at `end`, just before a measure word; blanks and `余`, `多` may stand
/// between. `None` for ordinals (第三), ranges (2-3), years, bounds (不足十) and vague numbers (十几).
pub(super) fn ending_at(text: &str, end: usize) -> Option<Number> {
    let before = text.get(..end)?.trim_end_matches(BLANKS);
    let more = before.strip_suffix(['余', '多']);
    let before = more.unwrap_or(before).trim_end_matches(' ');
    let joined = unit_joined(before);
    let before = joined.as_deref().unwrap_or(before);
    if before.ends_with(|c| FULL.contains(c)) {
        return in_full(before, text.get(end..)?);
    }
    let mut start = before.len();
    for (at, c) in before.char_indices().rev().take(LONGEST) {
        if digit(c).is_none() && unit(c).is_none() && !matches!(c, '廿' | '卅' | '.' | '．' | ',') {
            break;
        }
        start = at;
    }
    let run = before.get(start..)?;
    let body = run.trim_start_matches(['.', '．', ',']);
    if body.len() < run.len() && run.starts_with(['.', '．']) {
        return None;
    }
    let start = start + (run.len() - body.len());
    let (start, body) = grouped(before, start)?;
    let ahead = before.get(..start)?;
    // A character that is not seen parts no digits for a reader: `1` and `15件` around it are 115.
    let seen = ahead.trim_end_matches(is_unseen);
    let is_cut = seen.len() < ahead.len() || run.chars().count() == LONGEST;
    if is_cut && seen.ends_with(|c| digit(c).is_some()) {
        return None;
    }
    // `降至5` is no range
    let changed = ahead.strip_suffix('至').is_some_and(changes);
    let written = body.starts_with(|c| arabic(c).is_some());
    // `数十` is vague, `信息数10` and `案件数三` are not
    let counted = written || !body.starts_with(|c| unit(c).is_some());
    let plain = |last: &char| changed || (*last == '数' && counted);
    let last = ahead.chars().next_back().filter(|last| !plain(last));
    if last.is_some_and(|c| matches!(c, '第' | '-' | '—' | '－' | '~' | '～' | '至' | '/' | '几' | '数' | '№'))
    {
        return None;
    }
    // H5 is a name, and so is what begins in quotes: “四个一”
    let mut letters = ahead.chars().rev().take_while(char::is_ascii_alphabetic);
    let is_named = if written { letters.next().is_some() && letters.next().is_none() } else { ahead.ends_with('“') };
    if is_named {
        return None;
    }
    if BELOW.iter().any(|below| ahead.ends_with(below)) {
        return None;
    }
    let value = match more.and_then(|_| alone(&body)) {
        Some(unit) => unit,
        None if written => figures(&body)?,
        None => chinese(&body)?,
    };
    Some(Number { value, start })
}

/// A text whose last figures stand apart from their unit, `1.2 万`, without the blank between.
fn unit_joined(before: &str) -> Option<String> {
    let figures = before.strip_suffix(['万', '亿'])?;
    let plain = figures.trim_end_matches(BLANKS);
    let is_apart = plain.len() < figures.len() && plain.ends_with(|c| arabic(c).is_some());
    is_apart.then(|| format!("{plain}{}", &before[figures.len()..]))
}

/// Where the figures that begin at `start` really begin, and all of them: those before a blank belong to them, `1 024`.
/// `None` where digits stand before the blank but the groups are none of three digits.
fn grouped(before: &str, start: usize) -> Option<(usize, Cow<'_, str>)> {
    const GROUP: usize = 3;
    const MOST_GROUPS: usize = 4;
    let is_digit = |c: char| arabic(c).is_some();
    let mut from = start;
    for groups in 0.. {
        let body = before.get(from..)?;
        let ahead = before.get(..from)?.strip_suffix(BLANKS);
        let Some(head) = ahead.filter(|head| head.ends_with(is_digit) && body.starts_with(is_digit)) else { break };
        let plain = head.trim_end_matches(is_digit);
        let digits = head.get(plain.len()..)?.chars().count();
        let is_group = body.chars().take_while(|&c| is_digit(c)).count() == GROUP;
        let is_first = (1..=GROUP).contains(&digits) && !plain.ends_with(['.', '．', ',', '-']);
        if !is_group || !is_first || groups == MOST_GROUPS {
            return None;
        }
        from = plain.len();
    }
    let body = before.get(from..)?;
    let is_whole = from == start;
    Some((from, if is_whole { Cow::Borrowed(body) } else { Cow::Owned(body.replace(BLANKS, "")) }))
}

/// Whether a text ends with a verb of change: 下降, 增加.
pub(super) fn changes(text: &str) -> bool {
    text.ends_with(CHANGES)
}

/// What figures in full end that are none: 队伍, 登陆.
const WORDS: [&str; 12] =
    ["队伍", "入伍", "退伍", "落伍", "行伍", "大陆", "登陆", "内陆", "着陆", "收拾", "放肆", "大肆"];

/// A number in full: `壹佰伍拾`, `贰件`; 伍 in 队伍 is none.
fn in_full(before: &str, behind: &str) -> Option<Number> {
    let ahead = before.trim_end_matches(|c| FULL.contains(c) || matches!(c, '零' | '万' | '萬'));
    let body = before.get(ahead.len()..)?;
    let units = body.chars().skip(1).any(|c| matches!(c, '拾' | '佰' | '仟'));
    // a figure by itself is one before a measure word only
    if !units && (behind.is_empty() || WORDS.iter().any(|word| before.ends_with(word))) {
        return None;
    }
    let plain = |c| FULL.chars().position(|full| full == c).and_then(|at| PLAIN.chars().nth(at)).unwrap_or(c);
    let value = chinese(&body.chars().map(plain).collect::<String>())?;
    Some(Number { value, start: ahead.len() })
}

fn arabic(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

fn hanzi(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn digit(c: char) -> Option<u32> {
    arabic(c).or_else(|| hanzi(c))
}

/// Zeros of a unit.
fn zeros(c: char) -> Option<i32> {
    match c {
        '十' => Some(1),
        '百' => Some(2),
        '千' => Some(3),
        '万' => Some(4),
        '亿' => Some(8),
        _ => None,
    }
}

fn unit(c: char) -> Option<f64> {
    zeros(c).map(|zeros| 10_f64.powi(zeros))
}

/// A unit that counts by itself where more is told: 百余, 千余.
fn alone(body: &str) -> Option<f64> {
    let mut chars = body.chars();
    let value = unit(chars.next()?).filter(|&value| value >= 100.0);
    chars.next().map_or(value, |_| None)
}

/// Arabic figures, with separators every three digits and a unit behind.
fn figures(body: &str) -> Option<f64> {
    let plain = body.trim_end_matches(|c| unit(c).is_some());
    let zeros: i32 = body[plain.len()..].chars().filter_map(zeros).sum();
    let mut written = String::with_capacity(plain.len());
    for c in plain.chars() {
        match (arabic(c), c) {
            (Some(digit), _) => written.push(char::from_digit(digit, 10)?),
            (None, '.' | '．') => written.push('.'),
            (None, ',') => written.push(','),
            _ => return None,
        }
    }
    let mut groups = written.split(',');
    let head = groups.next()?;
    let mut joined = head.to_owned();
    for group in groups {
        let whole = group.split('.').next()?;
        if whole.len() != 3 || head.len() > 3 {
            return None;
        }
        joined.push_str(group);
    }
    // as an exponent, for 1.37 times 10,000 is not 13,700
    format!("{joined}e{zeros}").parse().ok()
}

/// Chinese numerals up to 亿, 廿 and 卅 for twenty and thirty; strings of bare digits (二〇二一, 两三) are years or guesses.
fn chinese(body: &str) -> Option<f64> {
    // `突破千条` counts nothing
    if body.starts_with(['百', '千', '万', '亿']) {
        return None;
    }
    let (mut total, mut section, mut last): (f64, f64, Option<u32>) = (0.0, 0.0, None);
    let tens = [('廿', 20.0), ('卅', 30.0)].into_iter().find(|(c, _)| body.starts_with(*c));
    let rest = tens.map_or(body, |(c, tens)| {
        section = tens;
        body.trim_start_matches(c)
    });
    for c in rest.chars() {
        if let Some(digit) = hanzi(c) {
            if last.is_some_and(|last| last != 0) {
                return None;
            }
            last = Some(digit);
        } else {
            let unit = unit(c)?;
            let count = f64::from(last.take().unwrap_or(u32::from(section == 0.0 && unit == 10.0)));
            if unit >= 10_000.0 {
                total += (section + count) * unit;
                section = 0.0;
            } else {
                section += count * unit;
            }
        }
    }
    (!body.is_empty()).then(|| total + section + f64::from(last.unwrap_or(0)))
}

/// Whether digits stand on both sides of a byte at which a line ends or begins: one number that the line's end tore, or
/// two; nobody knows.
pub(super) fn is_torn_at(text: &str, at: usize) -> bool {
    let sides = text.split_at_checked(at);
    sides.is_some_and(|(ahead, behind)| {
        ahead.trim_end().ends_with(char::is_numeric) && behind.trim_start().starts_with(char::is_numeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        ending_at(text, text.len()).map(|number| number.value)
    }

    #[test]
    fn reads_what_reports_write() {
        let cases = [
            ("公开1326", 1326.0),
            ("公开１２", 12.0),
            ("公开1,326", 1326.0),
            ("公开1.2万", 12_000.0),
            ("公开 8 ", 8.0),
            ("信息20余", 20.0),
            ("召开三", 3.0),
            ("两", 2.0),
            ("办班十二", 12.0),
            ("十", 10.0),
            ("二十", 20.0),
            ("一百零五", 105.0),
            ("三千二百", 3200.0),
            ("0", 0.0),
            ("下降至35", 35.0),
            ("信息数35", 35.0),
            ("案件数三", 3.0),
            ("收取壹佰伍拾", 150.0),
            ("叁仟零陆拾贰", 3062.0),
            ("申请廿三", 23.0),
            ("信息百余", 100.0),
            ("信息千多", 1000.0),
            ("公开1.37万", 13_700.0),
            ("公开2.29万", 22_900.0),
            ("公开0.07亿", 7_000_000.0),
            ("公开1 024 ", 1024.0),
            ("公开1\u{a0}024\u{a0}", 1024.0),
            ("公开12\u{2009}345\u{202f}678\u{2009}", 12_345_678.0),
            ("公开 024", 24.0),
            ("收费 2.36 万", 23_600.0),
            ("公开1 024 万", 10_240_000.0),
        ];
        for (text, expected) in cases {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_figure_in_full_by_itself_counts_before_a_measure_word() {
        let before = |text: &str, measure: &str| ending_at(&format!("{text}{measure}"), text.len()).map(|n| n.value);
        assert_eq!(before("受理玖", "件"), Some(9.0));
        assert_eq!(before("举办伍", "期"), Some(5.0));
        assert_eq!(before("队伍", "人"), None);
        assert_eq!(before("登陆", "次"), None);
    }

    #[test]
    fn a_number_with_an_unseen_character_inside_is_none() {
        assert_eq!(value("申请1\u{200b}15"), None);
        assert_eq!(value("申请\u{200b}15"), Some(15.0));
    }

    #[test]
    fn no_number_ends_in_another_character() {
        for c in ('\0'..='\u{ffff}').filter(|&c| !LAST.contains(c)) {
            assert_eq!(value(&format!("公开12{c}")), None, "{c:?}");
        }
    }

    #[test]
    fn refuses_what_is_no_count() {
        for text in [
            "第三",
            "收到9999999999999999999999",
            "H52",
            "制作H5",
            "“四",
            "数百余",
            "几千余",
            "千",
            "数十",
            "2-3",
            "2至3",
            "十几",
            "两三",
            "二〇二一",
            "1.2.3",
            "1 24",
            "2022 024",
            "1.5 024",
            "第1 024",
            "1 000 000 000 000 000",
            "12,34",
            "好",
            "",
            ".5",
            "第1",
            "数十",
            "不足20",
            "队伍",
            "登陆",
            "收拾",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
