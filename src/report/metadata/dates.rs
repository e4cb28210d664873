//! Dates and years as pages write them: any separator, full-width digits, Chinese numerals.

use crate::report::Date;

/// Years a report or its publication can have.
pub const YEARS: std::ops::RangeInclusive<i16> = 2008..=2035;

/// A digit, ASCII or full-width.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

fn numeral(c: char) -> Option<u32> {
    match c {
        '〇' | '○' | '零' | 'О' | 'O' | 'o' | '0' | '０' => Some(0),
        '元' | '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

/// A calendar date, or `None` for 30 February and years out of range.
pub fn date(year: i16, month: u32, day: u32) -> Option<Date> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    let fits = YEARS.contains(&year) && (1..=days).contains(&day);
    fits.then_some(Date { year, month: month as u8, day: day as u8 })
}

/// A date at the start of a text and the bytes it takes.
pub fn date_at(text: &str) -> Option<(Date, usize)> {
    numeric(text).or_else(|| chinese(text))
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn skip_blanks(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    fn take(&mut self, accept: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| accept(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Up to `most` digits and how many there were.
    fn number(&mut self, most: usize) -> (u32, usize) {
        let (mut value, mut count) = (0, 0);
        while let Some(d) = self.peek().filter(|_| count < most).and_then(digit) {
            value = value * 10 + d;
            count += 1;
            let _ = self.take(|_| true);
        }
        (value, count)
    }
}

fn numeric(text: &str) -> Option<(Date, usize)> {
    let mut c = Cursor { text, at: 0 };
    let (year, digits) = c.number(4);
    if digits != 4 {
        return None;
    }
    let year = i16::try_from(year).ok()?;
    if c.peek().and_then(digit).is_some() {
        let (rest, digits) = c.number(5);
        return (digits == 4).then(|| date(year, rest / 100, rest % 100)).flatten().map(|d| (d, c.at));
    }
    c.skip_blanks();
    let first = c.take(|s| "年-/.－．—".contains(s))?;
    c.skip_blanks();
    let (month, digits) = c.number(2);
    c.skip_blanks();
    let second = c.take(|s| if first == '年' { s == '月' } else { s == first })?;
    c.skip_blanks();
    let (day, more) = c.number(2);
    if digits == 0
        || more == 0
        || second == '.' && c.peek().and_then(digit).is_some()
        || c.peek().and_then(digit).is_some()
    {
        return None;
    }
    let end = c.at;
    c.skip_blanks();
    let end = if first == '年' && c.take(|s| s == '日' || s == '号').is_some() { c.at } else { end };
    date(year, month, day).map(|d| (d, end))
}

fn chinese(text: &str) -> Option<(Date, usize)> {
    let mut c = Cursor { text, at: 0 };
    let mut year = 0i16;
    for _ in 0..4 {
        year = year * 10 + c.take(|n| n != '元' && numeral(n).is_some()).and_then(numeral)? as i16;
    }
    c.take(|s| s == '年')?;
    let month = small(&mut c)?;
    c.take(|s| s == '月')?;
    let day = small(&mut c)?;
    c.take(|s| s == '日' || s == '号')?;
    date(year, month, day).map(|d| (d, c.at))
}

/// 一 … 三十一, or digits.
fn small(c: &mut Cursor<'_>) -> Option<u32> {
    if c.peek().and_then(digit).is_some() {
        return Some(c.number(2).0);
    }
    let tens = c.take(|n| numeral(n).is_some()).and_then(numeral);
    if c.take(|n| n == '十').is_none() {
        return tens;
    }
    let ones = c.take(|n| numeral(n).is_some()).and_then(numeral).unwrap_or(0);
    Some(tens.unwrap_or(1) * 10 + ones)
}

/// A year at the start of a text: four digits alone, or four numerals before 年. With its bytes.
pub fn year_at(text: &str) -> Option<(i16, usize)> {
    let mut c = Cursor { text, at: 0 };
    let (year, digits) = c.number(5);
    if digits == 4 {
        return i16::try_from(year).ok().filter(|y| YEARS.contains(y)).map(|y| (y, c.at));
    }
    let mut c = Cursor { text, at: 0 };
    let mut year = 0i16;
    for _ in 0..4 {
        year = year * 10 + c.take(|n| n != '元' && numeral(n).is_some()).and_then(numeral)? as i16;
    }
    let end = c.at;
    c.skip_blanks();
    (c.peek() == Some('年') && YEARS.contains(&year)).then_some((year, end))
}

/// The years in a text with the byte where each starts and ends.
pub fn years(text: &str) -> Vec<(i16, usize, usize)> {
    let mut found = Vec::new();
    let (mut skip, mut after_digit) = (0, false);
    for (at, c) in text.char_indices() {
        if at < skip {
            continue;
        }
        let plain = digit(c).is_some();
        let starts = (!plain || !after_digit) && (plain || numeral(c).is_some());
        if starts && let Some((year, len)) = text.get(at..).and_then(year_at) {
            found.push((year, at, at + len));
            skip = at + len;
        }
        after_digit = plain;
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn ymd(text: &str) -> Option<(i16, u8, u8)> {
        date_at(text).map(|(d, _)| (d.year, d.month, d.day))
    }

    #[test]
    fn dates_in_every_dress() {
        for text in [
            "2022-01-10 08:00",
            "2022/1/10",
            "2022.01.10",
            "2022年1月10日",
            "2022 年 1 月 10 日",
            "２０２２年１月１０日",
            "20220110",
            "二〇二二年一月十日",
            "二○二二年一月十日",
            "二零二二年一月十日",
            "二0二二年一月十日",
            "2022年1月10",
        ] {
            assert_eq!(ymd(text), Some((2022, 1, 10)), "{text}");
        }
        assert_eq!(ymd("二〇二一年十二月三十一日"), Some((2021, 12, 31)));
        assert_eq!(ymd("二〇二一年十月二十日"), Some((2021, 10, 20)));
    }

    #[test]
    fn impossible_dates_are_none() {
        for text in [
            "2021年2月30日",
            "2021-13-01",
            "2021-00-10",
            "1999-01-01",
            "202011日",
            "2021年1月",
            "2021-02-29",
            "2021-1-1234",
            "0817-3363822",
        ] {
            assert_eq!(ymd(text), None, "{text}");
        }
        assert_eq!(ymd("2020年2月29日"), Some((2020, 2, 29)));
    }

    #[test]
    fn years_stand_alone() {
        let of = |t: &str| years(t).into_iter().map(|y| y.0).collect::<Vec<_>>();
        assert_eq!(of("某局2020年与２０２１年度"), [2020, 2021]);
        assert_eq!(of("二〇二〇年"), [2020]);
        assert!(of("电话20203344、1999年、一二三四").is_empty());
        assert_eq!(of("(2019)"), [2019]);
    }
}
