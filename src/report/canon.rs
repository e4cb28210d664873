//! Canonical form of labels: what is left of a wording when layout is taken away.
//!
//! Blanks, punctuation, brackets and width say nothing about which label it is, so labels are
//! compared without them. Ordinals stay, because `3.其他` and `其他` are different labels.

/// The canonical character of `c`, or `None` where it carries no meaning in a label.
pub fn fold(c: char) -> Option<char> {
    match c {
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' => Some(c),
        '0'..='9' | 'a'..='z' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '０'..='９' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => {
            char::from_u32(c as u32 - 0xFEE0).map(|c| c.to_ascii_lowercase())
        }
        '㈠'..='㈩' => "一二三四五六七八九十".chars().nth((c as u32 - '㈠' as u32) as usize),
        _ => None,
    }
}

/// The canonical form of a wording.
pub fn canonical(text: &str) -> String {
    let mut canon = String::with_capacity(text.len());
    fold_into(&mut canon, text);
    canon
}

/// Appends the canonical form of a wording. Runs of common ideographs, digits and small letters, which stay
/// as they are, are copied whole.
pub fn fold_into(canon: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let (mut kept, mut at) = (0, 0);
    while let Some(&lead) = bytes.get(at) {
        match lead {
            // U+5000 to U+9FFF
            0xE5..=0xE9 => at += 3,
            b'0'..=b'9' | b'a'..=b'z' => at += 1,
            _ => {
                canon.push_str(&text[kept..at]);
                let Some(c) = text[at..].chars().next() else { break };
                canon.extend(fold(c));
                at += c.len_utf8();
                kept = at;
            }
        }
    }
    canon.push_str(&text[kept..]);
}

/// A Chinese numeral of an ordinal, 一 to 十.
pub fn is_chinese_numeral(c: char) -> bool {
    matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// A numeral of an ordinal in either writing: `1.`, `（七）`.
pub fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || is_chinese_numeral(c)
}

/// A Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// The canonical form without the ordinal at its front (`1.`, `(三)`, `二、`), where it has one.
pub fn without_ordinal(text: &str) -> Option<String> {
    let text = text.trim();
    let body = text.trim_start_matches(['(', '（']);
    let numeral: usize = body.chars().take_while(|c| is_numeral(*c)).map(char::len_utf8).sum();
    let rest = &body[numeral..];
    let after = rest.trim_start_matches([')', '）', '.', '、', '．']);
    (numeral > 0 && after.len() < rest.len()).then(|| canonical(after))
}

/// Levenshtein distance of two short wordings, or `None` where it exceeds `limit`.
pub fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    let mut current = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        current[0] = i + 1;
        let mut least = current[0];
        for (j, y) in b.iter().enumerate() {
            let replaced = previous[j] + usize::from(x != y);
            current[j + 1] = replaced.min(previous[j + 1] + 1).min(current[j] + 1);
            least = least.min(current[j + 1]);
        }
        if least > limit {
            return None;
        }
        std::mem::swap(&mut previous, &mut current);
    }
    Some(previous[b.len()]).filter(|&d| d <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_is_no_part_of_a_label() {
        assert_eq!(canonical("（三）\n不予 公开"), canonical("(三)不予公开"));
        assert_eq!(canonical("３.危及“三安全一稳定”"), "3危及三安全一稳定");
    }

    #[test]
    fn a_text_is_folded_like_its_characters() {
        let all: String =
            ('\u{20}'..='\u{3100}').chain('\u{33f0}'..='\u{a010}').chain('\u{ff00}'..='\u{fff0}').collect();
        assert_eq!(canonical(&all), all.chars().filter_map(fold).collect::<String>());
        for text in ["", "a", "（三）不予公开", "公开。", "ＡbC１2 — 三"] {
            assert_eq!(canonical(text), text.chars().filter_map(fold).collect::<String>());
        }
    }

    #[test]
    fn ordinals_of_all_kinds_come_off_and_words_do_not() {
        assert_eq!(without_ordinal("(七)总计").as_deref(), Some("总计"));
        assert_eq!(without_ordinal("1.属于国家秘密").as_deref(), Some("属于国家秘密"));
        assert_eq!(without_ordinal("四、结转下年度继续办理").as_deref(), Some("结转下年度继续办理"));
        assert_eq!(without_ordinal("三安全"), None);
    }

    #[test]
    fn distance_counts_edits_up_to_its_limit() {
        let d =
            |a: &str, b: &str, limit| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), limit);
        assert_eq!(d("不分公开", "部分公开", 1), Some(1));
        assert_eq!(d("行政许可", "行政处罚", 1), None);
        assert_eq!(d("其他法律行政止公开", "其他法律行政法规禁止公开", 3), Some(3));
    }
}
