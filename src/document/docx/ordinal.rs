//! The numbers that Word writes before paragraphs: `一`, `1`, `①`, `甲`, `iv`.

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const LEGAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

/// A number in one of Word's formats (ECMA-376, `ST_NumberFormat`); decimal where the format is
/// one that Chinese reports do not use. `None` where the format writes no number.
pub(super) fn ordinal(number: u32, format: &str) -> Option<String> {
    Some(match format {
        "none" | "bullet" => return None,
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => counted(number, &DIGITS, ["", "十", "百", "千", "万"], "零"),
        "chineseLegalSimplified" | "ideographLegalTraditional" => {
            counted(number, &LEGAL, ["", "拾", "佰", "仟", "萬"], "零")
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
        }
        "ideographTraditional" => from_list(number, &STEMS),
        "ideographZodiac" => from_list(number, &BRANCHES),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => shifted(number, 20, '①'),
        "decimalEnclosedParen" => shifted(number, 20, '⑴'),
        "decimalEnclosedFullstop" => shifted(number, 20, '⒈'),
        "ideographEnclosedCircle" => shifted(number, 10, '㊀'),
        "decimalFullWidth" | "decimalFullWidth2" => number.to_string().bytes().map(wide).collect(),
        "decimalZero" => format!("{number:02}"),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        _ => number.to_string(),
    })
}

/// 一, 十, 十一, 二十, 一百零一; in digits past 99,999.
fn counted(number: u32, digits: &[&str; 10], places: [&str; 5], zero: &str) -> String {
    if number == 0 || number > 99_999 {
        return number.to_string();
    }
    let mut text = String::new();
    let mut gap = false;
    for (place, unit) in places.iter().enumerate().rev() {
        let digit = number / 10u32.pow(place as u32) % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push_str(zero);
        }
        let is_ten = place == 1 && digit == 1 && text.is_empty() && digits[1] == "一";
        if !is_ten {
            text.push_str(digits[digit as usize]);
        }
        text.push_str(unit);
    }
    text
}

fn from_list(number: u32, list: &[char]) -> String {
    let at = number.checked_sub(1).and_then(|at| list.get(at as usize));
    at.map_or_else(|| number.to_string(), char::to_string)
}

fn shifted(number: u32, last: u32, first: char) -> String {
    let shown = (1..=last).contains(&number).then(|| char::from_u32(first as u32 + number - 1)).flatten();
    shown.map_or_else(|| number.to_string(), String::from)
}

fn wide(digit: u8) -> char {
    char::from_u32('０' as u32 + u32::from(digit - b'0')).unwrap_or('０')
}

/// a, b, …, z, aa, bb, as Word goes on.
fn letters(number: u32, first: u8) -> String {
    let Some(at) = number.checked_sub(1).filter(|&at| at < 26 * 20) else { return number.to_string() };
    let letter = char::from(first + (at % 26) as u8);
    (0..=at / 26).map(|_| letter).collect()
}

fn roman(number: u32) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let steps = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut text = String::new();
    for (value, letters) in steps {
        while left >= value {
            text.push_str(letters);
            left -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn numbers_are_written_as_word_does() {
        for (number, format, text) in [
            (1, "chineseCountingThousand", "一"),
            (10, "chineseCounting", "十"),
            (11, "japaneseCounting", "十一"),
            (20, "chineseCounting", "二十"),
            (101, "chineseCounting", "一百零一"),
            (110, "chineseCounting", "一百一十"),
            (2024, "ideographDigital", "二〇二四"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (3, "ideographTraditional", "丙"),
            (2, "decimalEnclosedCircle", "②"),
            (21, "decimalEnclosedCircle", "21"),
            (7, "decimal", "7"),
            (28, "lowerLetter", "bb"),
            (14, "lowerRoman", "xiv"),
            (12, "decimalFullWidth", "１２"),
        ] {
            assert_eq!(ordinal(number, format).as_deref(), Some(text), "{number} {format}");
        }
        assert_eq!(ordinal(1, "bullet"), None);
    }
}
