//! Sentences that are no narrative: headings and quotations of the law.
//!
//! A heading names a topic and says nothing; a sentence that opens with `《条例》第十九条规定`
//! says what the law says. Neither carries a theme.

/// Headings are short.
const LONGEST_HEADING: usize = 40;
/// Without a number in front, only very short lines pass for headings.
const LONGEST_PLAIN_HEADING: usize = 24;

/// Whether the sentence, of so many characters, only heads what follows.
pub(super) fn is_heading(sentence: &str, chars: usize) -> bool {
    if chars > LONGEST_HEADING || is_spoken(sentence) {
        return false;
    }
    let body = after_marker(sentence);
    let marked = body.len() < sentence.len();
    if !sentence.ends_with(is_stop) {
        return marked || chars <= LONGEST_PLAIN_HEADING;
    }
    let body = body.trim_end_matches(is_stop);
    marked
        && ["情况", "问题", "措施", "打算", "方向"].iter().any(|tail| body.ends_with(tail))
        && !body.contains(['，', ',', '存', '是', '有', '将'])
}

/// `一是`, `二是` open clauses, not headings.
fn is_spoken(sentence: &str) -> bool {
    let mut chars = sentence.chars();
    chars.next().is_some_and(|c| "一二三四五六七八九十".contains(c)) && chars.next() == Some('是')
}

/// Whether the sentence recites a law or another body's rule.
pub(super) fn is_citation(sentence: &str) -> bool {
    let Some(open) = sentence.find('《') else {
        return sentence.contains("行政机关应当") && sentence.contains("条规定");
    };
    let Some(close) = sentence[open..].find('》') else { return false };
    let before = &sentence[..open];
    // what the law demands, not what the agency did
    let rest = &sentence[open + close + '》'.len_utf8()..];
    let demands = ["要求", "规定", "明确"].iter().any(|verb| rest.starts_with(verb));
    if before.is_empty() && demands && sentence.contains("行政机关") {
        return true;
    }
    let after: String = sentence[open + close + '》'.len_utf8()..].chars().take(16).collect();
    let says = ["规定", "明确", "要求", "指出", "提出"].iter().any(|verb| after.contains(verb));
    let article = after.starts_with('第') || after.contains("条规定");
    if before.chars().count() <= 8 && says && (article || after.contains("规定")) {
        let leaning = ["按", "照", "根据", "依据", "落实", "贯彻", "执行", "结合", "围绕"];
        return !leaning.iter().any(|word| before.contains(word)) || (article && sentence.contains("行政机关应当"));
    }
    false
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '：' | ':')
}

/// The sentence without a heading's number in front: `一、`, `（二）`, `3.`, `㈠`.
fn after_marker(sentence: &str) -> &str {
    let bare = sentence.trim_start_matches(['(', '（', '第']);
    let number = bare.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if number.len() < bare.len() {
        let body = number.trim_start_matches([')', '）', '、', '.', '．', '，', ' ']);
        if body.len() < number.len() {
            return body;
        }
    }
    match sentence.chars().next() {
        Some(c @ '\u{3220}'..='\u{3229}') | Some(c @ '\u{2460}'..='\u{249b}') => &sentence[c.len_utf8()..],
        _ => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_a_topic_and_stop() {
        for heading in
            ["（二）加强业务培训，充实人员", "三、公开平台", "(四)渠道拓展情况。", "加强队伍建设", "1.人员不足问题。"]
        {
            assert!(is_heading(heading, heading.chars().count()), "{heading}");
        }
        for sentence in ["二是加强业务培训。", "（三）业务培训较少。", "1.存在人员不足的问题。", "一是制度不健全;"]
        {
            assert!(!is_heading(sentence, sentence.chars().count()), "{sentence}");
        }
    }

    #[test]
    fn the_law_is_recited_not_obeyed() {
        assert!(is_citation("《条例》第十条规定,行政机关应当健全制度。"));
        assert!(is_citation("《条例》要求行政机关健全审查机制。"));
        assert!(!is_citation("按照《条例》规定,我局健全了考核制度。"));
        assert!(!is_citation("制定《公开办法》,完善制度。"));
    }
}
