//! Sentences that are no narrative: headings and quotations of the law.
//!
//! A heading names a topic and says nothing; a sentence that opens with `《条例》第十九条规定`
//! says what the law says. Neither carries a theme.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What most sentences lack, asked before anything that costs more.
static AGENCIES: LazyLock<Finder> = LazyLock::new(|| Finder::new("行政机关"));
static CITIZENS: LazyLock<Finder> = LazyLock::new(|| Finder::new("公民"));
static TITLE: LazyLock<Finder> = LazyLock::new(|| Finder::new("《"));

fn holds(words: &Finder, sentence: &str) -> bool {
    words.find(sentence.as_bytes()).is_some()
}

/// Headings are short.
const LONGEST_HEADING: usize = 40;
/// Without a number in front, only very short lines pass for headings.
const LONGEST_PLAIN_HEADING: usize = 24;
/// Name of a law with its verb: `新修订的考核评分标准明确规定`.
const LONGEST_LAW: usize = 16;

/// Whether a sentence of so many characters, which claims so many numbers, tells what those behind
/// it are about: any short one may, and none that claims something itself.
pub(super) fn heads(chars: usize, claims: usize) -> bool {
    chars <= LONGEST_PLAIN_HEADING && claims == 0
}

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

/// Whether the sentence says what is to be, not what is: it recites a law or another body's
/// rule, or says what is done in some case.
pub(super) fn is_norm(sentence: &str) -> bool {
    is_citation(sentence) || is_demand(sentence) || is_case(sentence)
}

/// `行政机关应当…`, `评分标准规定，…`: nobody in particular is spoken of.
fn is_demand(sentence: &str) -> bool {
    is_on_anybody(sentence) || is_on_law(sentence)
}

fn is_on_anybody(sentence: &str) -> bool {
    let anybody = ["行政机关应当", "行政机关不得", "公民、法人", "公民认为", "公民有权", "公民可"];
    (holds(&AGENCIES, sentence) || holds(&CITIZENS, sentence))
        && anybody.iter().any(|word| sentence.contains(word))
        && !sentence.contains(['我', '本'])
}

fn is_on_law(sentence: &str) -> bool {
    let Some(head) = sentence.find(['，', ',', '：', ':']).and_then(|at| sentence.get(..at)) else { return false };
    if !["明确", "规定", "载明"].iter().any(|verb| head.ends_with(verb)) {
        return false;
    }
    let law = ["条例", "细则", "标准", "法律", "法规", "规定", "办法"].iter().any(|law| {
        let verb = head.split_once(law).map(|(_, verb)| verb);
        verb.is_some_and(|verb| ["明确", "规定", "载明", "明确规定"].contains(&verb))
    });
    law && head.chars().count() <= LONGEST_LAW
}

/// `如人员不足，应…`: a case is supposed, and what follows from it.
fn is_case(sentence: &str) -> bool {
    let Some(rest) = ["如", "遇到", "遇有"].iter().find_map(|word| sentence.strip_prefix(word)) else {
        return false;
    };
    let mut clauses = rest.split(['，', ',']);
    let other = ["下", "今", "期", "实", "何", "同", "约", "此"];
    let supposed = clauses.next().is_some_and(|clause| !other.iter().any(|word| clause.starts_with(word)));
    let follows = |clause: &str| {
        clause.chars().take(4).any(|c| matches!(c, '应' | '请' | '可' | '须' | '则' | '就' | '将' | '要'))
    };
    supposed && clauses.any(follows)
}

/// Whether the sentence recites a law or another body's rule.
fn is_citation(sentence: &str) -> bool {
    let Some(open) = TITLE.find(sentence.as_bytes()) else { return false };
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

    #[test]
    fn what_is_to_be_is_no_narrative() {
        for norm in [
            "按照规定，行政机关应当健全审查机制。",
            "公民认为公开的信息不准确的，可以要求更正。",
            "评分标准规定，栏目空白的扣2分。",
            "条例明确，公开不及时的由上级机关责令改正。",
            "如人员不足，应申请增派。",
        ] {
            assert!(is_norm(norm), "{norm}");
        }
        for fact in [
            "按照行政机关应当健全制度的要求，我局完善了审查机制。",
            "评分标准不统一，考核流于形式。",
            "如答复不够规范，办理时限偏长。",
            "如今人员不足，应引起重视。",
        ] {
            assert!(!is_norm(fact), "{fact}");
        }
    }
}
