//! Traditional or simplified: tells the script of a text and writes it in simplified characters.
//!
//! The simplified text is byte-aligned with its source. Conversion goes character by character
//! through a table; only the few characters whose form depends on the word (答覆, 瞭解, 乾隆)
//! are looked up with their neighbours.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

use super::Script;

/// The script that a text is written in.
pub(super) fn script_of(text: &str) -> Script {
    let (traditional, simplified) = tally(text.as_bytes());
    if traditional >= MIN_TRADITIONAL && traditional >= 2 * simplified { Script::Hant } else { Script::Hans }
}

/// Characters of one script only that a traditional text must have.
const MIN_TRADITIONAL: usize = 5;
/// Characters of one script only after which the matter is settled.
const ENOUGH: usize = 240;

fn tally(bytes: &[u8]) -> (usize, usize) {
    let classes = &*TABLE.classes;
    let (mut traditional, mut simplified) = (0, 0);
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        at += match lead {
            0..=0x7F => 1,
            0xE4..=0xE9 => {
                if let Some(&[_, second, third]) = bytes.get(at..at + 3) {
                    let class = classes.get(index_of(lead, second, third)).copied();
                    traditional += usize::from(class == Some(TRADITIONAL));
                    simplified += usize::from(class == Some(SIMPLIFIED));
                    if traditional + simplified >= ENOUGH {
                        break;
                    }
                }
                3
            }
            0xE0..=0xEF => 3,
            0xF0.. => 4,
            _ => 2,
        };
    }
    (traditional, simplified)
}

#[inline]
fn index_of(lead: u8, second: u8, third: u8) -> usize {
    usize::from(lead & 0x0F) << 12 | usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F)
}

/// The text in simplified characters, every character of the same length in bytes.
pub(crate) fn to_simplified(text: &str) -> String {
    let forms = &*TABLE.forms;
    let mut out = String::with_capacity(text.len());
    let mut bound = Vec::new();
    for (at, found) in text.char_indices() {
        let form = match forms.get(found as usize) {
            Some(&form) if form != '\0' => form,
            _ => found,
        };
        if BOUND_TO_WORD.contains(&found) {
            bound.push(at);
        }
        out.push(form);
    }
    let Some(converter) = &TABLE.converter else {
        return out;
    };
    for at in bound {
        if let Some((form, span)) = in_its_word(converter, text, at) {
            let mut buffer = [0; 4];
            out.replace_range(span, form.encode_utf8(&mut buffer));
        }
    }
    out
}

/// Characters whose simplified form depends on the word they stand in.
const BOUND_TO_WORD: [char; 14] = ['瞭', '鍊', '麼', '乾', '藉', '覆', '徵', '彷', '沈', '畫', '俱', '鉅', '衹', '牴'];
/// Neighbours to each side that are looked at.
const NEIGHBOURS: usize = 5;

fn in_its_word(converter: &OpenCC, text: &str, at: usize) -> Option<(char, super::Span)> {
    let before = text.get(..at)?.char_indices().rev().take(NEIGHBOURS);
    let start = before.last().map_or(at, |(start, _)| start);
    let after = text.get(at..)?.char_indices().skip(1).take(NEIGHBOURS);
    let end = after.last().map_or(at, |(last, _)| at + last);
    let end = text.get(end..)?.chars().next().map(|c| end + c.len_utf8())?;
    let place = text.get(start..at)?.chars().count();
    let found = text.get(at..)?.chars().next()?;
    let window = converter.convert(text.get(start..end)?);
    let form = window.chars().nth(place)?;
    (form.len_utf8() == found.len_utf8()).then_some((form, at..at + found.len_utf8()))
}

/// Hong Kong's and Taiwan's own forms, which the converter's standard does not have, with the simplified ones.
const REGIONAL: [(char, char); 7] =
    [('衞', '卫'), ('敍', '叙'), ('枱', '台'), ('粧', '妆'), ('糭', '粽'), ('簷', '檐'), ('痺', '痹')];

const TRADITIONAL: u8 = 1;
const SIMPLIFIED: u8 = 2;
/// The block of unified ideographs and the one before it.
const IDEOGRAPHS: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9FFF}';

struct Table {
    /// For each code point whether it belongs to one script only.
    classes: Vec<u8>,
    /// For each code point its simplified form, NUL where it is the same.
    forms: Vec<char>,
    converter: Option<OpenCC>,
}

static TABLE: LazyLock<Table> = LazyLock::new(build);

fn build() -> Table {
    let size = *IDEOGRAPHS.end() as usize + 1;
    let mut table = Table {
        classes: vec![0; size],
        forms: vec!['\0'; size],
        converter: OpenCC::from_config(BuiltinConfig::T2s).ok(),
    };
    let Some(converter) = &table.converter else {
        return table;
    };
    for (found, form) in REGIONAL {
        table.forms[found as usize] = form;
        table.classes[found as usize] = TRADITIONAL;
    }
    let listed: String = IDEOGRAPHS.flat_map(|found| [found, '\n']).collect();
    let converted = converter.convert(&listed);
    for (found, form) in IDEOGRAPHS.zip(converted.split('\n')) {
        let mut form = form.chars();
        let (Some(form), None) = (form.next(), form.next()) else {
            continue;
        };
        if form == found || form.len_utf8() != found.len_utf8() {
            continue;
        }
        table.forms[found as usize] = form;
        table.classes[found as usize] = TRADITIONAL;
        // A form that Big5 has too (后, 于, 制) is at home in both scripts.
        let mut buffer = [0; 4];
        let (_, _, unknown) = encoding_rs::BIG5.encode(form.encode_utf8(&mut buffer));
        if unknown && IDEOGRAPHS.contains(&form) {
            table.classes[form as usize] = SIMPLIFIED;
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_told_by_a_clear_majority() {
        let hant = "應急管理局政府信息公開年度報告,於2020年制定之后公開實施辦法";
        assert_eq!(script_of(hant), Script::Hant);
        assert_eq!(script_of("应急管理局政府信息公开年度报告,乾隆"), Script::Hans);
        assert_eq!(script_of("報告"), Script::Hans);
        assert_eq!(script_of(&"应急管理局政府信息公开年度报告應急報".repeat(9)), Script::Hans);
        assert_eq!(script_of(""), Script::Hans);
    }

    #[test]
    fn conversion_keeps_every_offset() {
        let hant = "已答覆申請,瞭解情況,乾隆年間;籌畫、計畫,𫝈㑮,ABC 裏衞";
        let hans = to_simplified(hant);
        assert_eq!(hans, "已答复申请,了解情况,乾隆年间;筹划、计划,𫝈㑮,ABC 里卫");
        let bounds = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(bounds(hant), bounds(&hans));
    }
}
