//! Number formats: how a cell shows its number.
//!
//! The formats that counts and sums of money are given are followed, but that none takes digits away. A format that
//! does more than that (fractions, powers, conditions) shows the number as it is stored; of one that scales it (`0!.0,`)
//! what it shows is another number, and none is taken for it.

use super::serial;

/// A number format.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Format {
    /// As stored.
    #[default]
    General,
    /// Divided by thousands: the number stored is not the one shown.
    Scaled,
    /// Year, month, day, in Chinese or with dashes.
    Date { in_chinese: bool },
    /// Sections for numbers above, below and at zero.
    Sections(Vec<Section>),
}

/// How numbers of one sign are shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Section {
    before: String,
    after: String,
    /// `None` where no digits are shown at all.
    digits: Option<Digits>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Digits {
    /// Digits before the point that are always shown.
    whole: usize,
    /// Digits behind the point, and how many of them are always shown.
    decimals: usize,
    fixed: usize,
    grouped: bool,
    percent: bool,
}

/// A smaller difference comes of reckoning, not of digits that were entered.
const LEAST: f64 = 1e-6;

/// Decimals past which a format is nobody's.
const DECIMALS: usize = 15;

/// Bytes of a code past which it is nobody's; Excel takes 255 characters.
const CODE: usize = 800;

/// The formats that have a number and no code (ECMA-376, 18.8.30).
pub(super) fn builtin(id: u32) -> Format {
    match id {
        1 => Format::parse("0"),
        2 => Format::parse("0.00"),
        3 => Format::parse("#,##0"),
        4 => Format::parse("#,##0.00"),
        9 => Format::parse("0%"),
        10 => Format::parse("0.00%"),
        37 | 38 => Format::parse("#,##0;-#,##0"),
        39 | 40 => Format::parse("#,##0.00;-#,##0.00"),
        14..=17 | 22 => Format::Date { in_chinese: false },
        27..=31 | 36 | 50..=54 | 57 | 58 => Format::Date { in_chinese: true },
        _ => Format::General,
    }
}

impl Format {
    /// Reads a format's code.
    pub(super) fn parse(code: &str) -> Self {
        if code.eq_ignore_ascii_case("general") || code == "@" || code.len() > CODE {
            return Self::General;
        }
        let Some(pieces) = pieces(code) else { return Self::General };
        if pieces.iter().any(|section| is_scaled(section)) {
            return Self::Scaled;
        }
        let is_date = |piece: &Piece| matches!(piece, Piece::Date(letter) if matches!(letter, 'y' | 'd' | 'e'));
        if pieces.iter().flatten().any(is_date) {
            return Self::Date { in_chinese: code.contains('年') };
        }
        if pieces.iter().flatten().any(|piece| matches!(piece, Piece::Date(_))) {
            return Self::General;
        }
        let sections: Option<Vec<Section>> = pieces.iter().take(3).map(|pieces| Section::of(pieces)).collect();
        sections.map_or(Self::General, Self::Sections)
    }

    /// A number as this format shows it.
    pub(super) fn shown(&self, number: f64, from_1904: bool) -> String {
        match self {
            Self::General => general(number),
            Self::Scaled => format!("{}?", general(number)),
            Self::Date { in_chinese } => match (serial::date(number, from_1904), in_chinese) {
                (Some((year, month, day)), true) => format!("{year}年{month}月{day}日"),
                (Some((year, month, day)), false) => format!("{year}-{month:02}-{day:02}"),
                (None, _) => general(number),
            },
            Self::Sections(sections) => {
                let (section, sign) = match sections.as_slice() {
                    [_, _, zero] if number == 0.0 => (zero, ""),
                    [_, below, ..] if number < 0.0 => (below, ""),
                    [first, ..] => (first, if number < 0.0 { "-" } else { "" }),
                    [] => return general(number),
                };
                section.shown(number.abs(), sign)
            }
        }
    }
}

impl Section {
    fn of(pieces: &[Piece]) -> Option<Self> {
        let mut section = Self::default();
        let mut pattern = String::new();
        let mut ended = false;
        for piece in pieces {
            match piece {
                Piece::Pattern(_) if ended => return None,
                Piece::Pattern(letter) => pattern.push(*letter),
                Piece::Literal(text) if pattern.is_empty() => section.before.push_str(text),
                Piece::Literal(text) => {
                    ended = true;
                    section.after.push_str(text);
                }
                Piece::Date(_) => return None,
            }
        }
        if !pattern.is_empty() {
            section.digits = Some(Digits::of(&pattern)?);
        }
        Some(section)
    }

    fn shown(&self, number: f64, sign: &str) -> String {
        let digits = self.digits.as_ref().map_or_else(String::new, |digits| digits.shown(number));
        // A sign is shown of a number that is not shown as zero.
        let sign = if digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { sign } else { "" };
        format!("{}{sign}{digits}{}", self.before, self.after).trim().to_owned()
    }
}

impl Digits {
    fn of(pattern: &str) -> Option<Self> {
        let percents = pattern.matches('%').count();
        let pattern = pattern.replace('%', "");
        let (whole, decimals) = pattern.split_once('.').unwrap_or((&pattern, ""));
        // A comma behind the digits divides by a thousand, and a second point means nothing.
        let is_plain = !whole.ends_with(',') && !decimals.contains([',', '.']) && decimals.len() <= DECIMALS;
        (percents <= 1 && is_plain).then(|| Self {
            whole: whole.matches('0').count(),
            decimals: decimals.len(),
            fixed: decimals.rfind('0').map_or(0, |last| last + 1),
            grouped: whole.contains(','),
            percent: percents == 1,
        })
    }

    fn shown(&self, number: f64) -> String {
        let number = if self.percent { number * 100.0 } else { number };
        let mut text = rounded(number, self.decimals);
        // A format that rounds hides digits of the figure that was entered.
        if !self.percent && text.parse::<f64>().is_ok_and(|shown| (shown - number).abs() > LEAST) {
            text = general(number);
        }
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let whole = if whole == "0" && self.whole == 0 { "" } else { whole };
        let whole = format!("{whole:0>width$}", width = self.whole);
        let mut decimals = decimals.to_owned();
        while decimals.len() > self.fixed && decimals.ends_with('0') {
            decimals.pop();
        }
        let mut shown = if self.grouped { grouped(&whole) } else { whole };
        if !decimals.is_empty() {
            shown.push('.');
            shown.push_str(&decimals);
        }
        if self.percent {
            shown.push('%');
        }
        shown
    }
}

/// Rounds half away from zero, on the digits that a spreadsheet keeps: fifteen.
fn rounded(number: f64, decimals: usize) -> String {
    let kept = general(number);
    let text = format!("{number:.decimals$}");
    let Some((_, rest)) = kept.split_once('.') else { return text };
    let is_half = rest.len() == decimals + 1 && rest.ends_with('5');
    if !is_half {
        return text;
    }
    let up = number + 10f64.powi(-(decimals as i32) - 2);
    format!("{up:.decimals$}")
}

/// `1234567` as `1,234,567`.
fn grouped(whole: &str) -> String {
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number as it is stored: 3 for 3.0, 0.3 for 0.30000000000000004.
pub(super) fn general(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let scale = number.abs().log10().floor() as i32;
    if !(-9..15).contains(&scale) {
        return format!("{number}");
    }
    let text = format!("{number:.*}", (14 - scale).max(0) as usize);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

#[derive(Debug, PartialEq)]
enum Piece {
    /// A digit's place, a point, a comma, a percent sign.
    Pattern(char),
    /// A part of a date or time.
    Date(char),
    Literal(String),
}

/// The pieces of each section; `None` for a code that does more than place digits.
fn pieces(code: &str) -> Option<Vec<Vec<Piece>>> {
    let mut sections = vec![Vec::new()];
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        let piece = match letter {
            ';' => {
                sections.push(Vec::new());
                continue;
            }
            '0' | '#' | '.' | ',' | '%' => Piece::Pattern(letter),
            '?' => Piece::Pattern('#'),
            '"' => Piece::Literal(letters.by_ref().take_while(|&c| c != '"').collect()),
            '\\' | '!' => Piece::Literal(letters.next()?.to_string()),
            '_' => {
                letters.next()?;
                Piece::Literal(" ".to_owned())
            }
            '*' => {
                letters.next()?;
                continue;
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|&c| c != ']').collect();
                let is_condition = inside.starts_with(['<', '>', '=']) || inside.eq_ignore_ascii_case("h");
                if is_condition {
                    return None;
                }
                let sign = inside.strip_prefix('$').and_then(|sign| sign.split('-').next()).unwrap_or_default();
                Piece::Literal(sign.to_owned())
            }
            'y' | 'Y' | 'e' => Piece::Date('y'),
            'd' | 'D' => Piece::Date('d'),
            'm' | 'M' | 'h' | 'H' | 's' | 'S' => Piece::Date('m'),
            'E' | '/' | '@' | 'G' | 'g' | 'A' | 'a' => {
                let is_date_mark = matches!(letter, '/' | 'A' | 'a' | '@');
                if !is_date_mark {
                    return None;
                }
                Piece::Literal(letter.to_string())
            }
            other => Piece::Literal(other.to_string()),
        };
        sections.last_mut()?.push(piece);
    }
    Some(sections)
}

/// Whether a section shows another number than it is given: a comma stands behind its last digit, each of which divides by a
/// thousand, or digits of its own stand beside those of the number (`0"0"`).
fn is_scaled(section: &[Piece]) -> bool {
    let has_digits =
        |piece: &Piece| matches!(piece, Piece::Literal(text) if text.contains(|c: char| c.is_ascii_digit()));
    let pattern =
        || section.iter().filter_map(|piece| if let Piece::Pattern(letter) = piece { Some(*letter) } else { None });
    let digits = pattern().any(|letter| matches!(letter, '0' | '#'));
    digits
        && (section.iter().any(has_digits) || pattern().rfind(|letter| matches!(letter, '0' | '#' | ',')) == Some(','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        for (code, number, shown) in [
            ("General", 3.0, "3"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 59_237.244_9, "59237.2449"),
            ("0", 2.5, "2.5"),
            ("0", 2.999_999_999_9, "3"),
            ("#,##0", 40_058.98, "40,058.98"),
            ("0_ ", 17.0, "17"),
            ("0.00", 1.005, "1.005"),
            ("0.00", 12.5, "12.50"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("#,##0.00_);(#,##0.00)", -1_036.0, "(1,036.00)"),
            ("0.0#", 2.0, "2.0"),
            ("0\"件\"", 8.0, "8件"),
            ("0%", 0.125, "13%"),
            ("0;-0;;@", 0.0, ""),
            ("0;-0;\"-\"", 0.0, "-"),
            ("#", 0.0, ""),
            ("0.00", -0.000_000_1, "0.00"),
            ("000", 7.0, "007"),
            ("[Red]-0", 4.0, "-4"),
            ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", 0.0, "-"),
            ("yyyy\"年\"m\"月\"d\"日\"", 44_257.0, "2021年3月2日"),
            ("yyyy/m/d", 44_257.0, "2021-03-02"),
            ("# ?/?", 0.5, "0.5"),
            ("0.00E+00", 5.0, "5"),
            ("0,", 5000.0, "5000?"),
            ("0\"0\"", 12.0, "12?"),
            ("0;-0;\"0\"", 0.0, "0"),
            ("0!.0,", 1_255_000.0, "1255000?"),
            ("#,##0.0,;-#,##0.0,", -2_000.0, "-2000?"),
            ("[>9]0;0.0", 5.25, "5.25"),
        ] {
            assert_eq!(Format::parse(code).shown(number, false), shown, "{code} {number}");
        }
        assert_eq!(builtin(3).shown(1036.0, false), "1,036");
    }
}
