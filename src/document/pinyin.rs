//! Pinyin that a site's converter wrote after characters with two readings: `報(bào)告`.
//!
//! A bracket counts when it holds one syllable in small letters directly after an ideograph, and
//! pages are touched only where three such brackets stand. Without a tone mark a syllable could
//! be an English word, so those count on pages in traditional script only.

use super::{Script, Span};

/// Brackets that a page must have before any is taken out.
const MIN_BRACKETS: usize = 3;
/// Letters of the longest syllable, `zhuang`.
const MAX_LETTERS: usize = 6;

/// The brackets with pinyin, in order.
pub(super) fn brackets(text: &str, script: Script) -> Vec<Span> {
    let bytes = text.as_bytes();
    let half = memchr::memchr_iter(b'(', bytes).map(|at| (at, 1));
    let full = memchr::memmem::find_iter(bytes, "（".as_bytes()).map(|at| (at, 3));
    let mut found: Vec<Span> = half.chain(full).filter_map(|(at, width)| bracket(text, at, width, script)).collect();
    if found.len() < MIN_BRACKETS {
        return Vec::new();
    }
    found.sort_by_key(|span| span.start);
    found
}

fn bracket(text: &str, at: usize, width: usize, script: Script) -> Option<Span> {
    let inside = text.get(at + width..)?;
    let first = inside.chars().next()?;
    if !(first.is_ascii_lowercase() || is_tone_vowel(first)) {
        return None;
    }
    let before = text.get(..at)?.chars().next_back()?;
    if !('\u{3400}'..='\u{9FFF}').contains(&before) {
        return None;
    }
    let letters: String =
        inside.chars().take_while(|&c| c.is_ascii_lowercase() || is_tone_vowel(c)).take(MAX_LETTERS + 1).collect();
    let closing = inside.get(letters.len()..)?.chars().next()?;
    let tones = letters.chars().filter(|&c| is_tone_vowel(c)).count();
    let is_syllable = letters.chars().count() <= MAX_LETTERS
        && matches!(closing, ')' | '）')
        && letters.chars().next_back().is_some_and(ends_syllable)
        && (tones == 1 || tones == 0 && script == Script::Hant);
    is_syllable.then(|| at..at + width + letters.len() + closing.len_utf8())
}

fn is_tone_vowel(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ".contains(c)
}

fn ends_syllable(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'v' | 'n' | 'g' | 'r') || is_tone_vowel(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, script: Script) -> String {
        let mut out = text.to_owned();
        for span in brackets(text, script).into_iter().rev() {
            out.replace_range(span, "");
        }
        out
    }

    #[test]
    fn three_brackets_are_taken_out() {
        let text = "報(bào)告（一（yī））行(hang)政";
        assert_eq!(without(text, Script::Hant), "報告（一）行政");
    }

    #[test]
    fn other_brackets_stay() {
        let few = "報(bào)告,行(háng)政";
        assert_eq!(without(few, Script::Hant), few);
        let words = "客户端(app)微博(weibo)网站(web)公开(gongkai)平台(pingtai)";
        assert_eq!(without(words, Script::Hans), words);
        let mixed = "信(xìn)息(xī)公(gōng)開(kāi)(一)客戶端(app)网(www.gov.cn)電話(0817)";
        assert_eq!(without(mixed, Script::Hant), "信息公開(一)客戶端(app)网(www.gov.cn)電話(0817)");
    }
}
