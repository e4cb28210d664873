//! Sentences that are no narrative: headings and quotations of the law.
//!
//! A heading names a topic and says nothing; a sentence that opens with `《条例》第十九条规定`
//! says what the law says. Neither carries a theme.

use serde::Deserialize;

/// `[norms]` of the lexicon: the words of sentences that say what is to be, not what is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Norms {
    /// What a law says of anybody: 行政机关应当.
    anybody: Vec<String>,
    /// Whom a law does not speak of: 我.
    own: Vec<String>,
    /// Kinds of laws and rules, at the end of their names.
    laws: Vec<String>,
    /// What one of these does, right behind its name: `评分标准规定，`.
    provides: Vec<String>,
    /// The same of a title between 《 and 》.
    says: Vec<String>,
    /// Behind a title without an article: 规定.
    recites: Vec<String>,
    /// Before the title: the law is obeyed, not recited.
    leaning: Vec<String>,
    /// Whom the law binds, however it begins.
    bound: Vec<String>,
    /// An article of the law behind its title.
    articles: Vec<String>,
    /// What a supposed case begins with: 如.
    supposes: Vec<String>,
    /// Words that only begin like one: 如今.
    supposes_not: Vec<String>,
    /// Near the head of the clause that says what follows from the case.
    follows: Vec<String>,
}

/// `[headings]` of the lexicon: how a numbered line that ends with a stop is known to be a heading.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Headings {
    /// What it ends with: 情况.
    tails: Vec<String>,
    /// What only a sentence holds: 存.
    says: Vec<String>,
}

/// How sentences that are no narrative are told.
#[derive(Debug, Clone, Default)]
pub(super) struct Skip {
    pub(super) norms: Norms,
    pub(super) headings: Headings,
}

fn any(words: &[String], is: impl Fn(&str) -> bool) -> bool {
    words.iter().any(|word| is(word))
}

/// Headings are short.
const LONGEST_HEADING: usize = 40;
/// Without a number in front, only very short lines pass for headings.
const LONGEST_PLAIN_HEADING: usize = 24;
/// Name of a law with its verb: `新修订的考核评分标准明确规定`.
const LONGEST_LAW: usize = 16;
/// What stands before the title of a law that is recited.
const LONGEST_LEAD: usize = 8;
/// How far behind its title a law may be said to say something.
const REACH_OF_TITLE: usize = 16;
/// How far into its clause the word for what follows from a case may stand.
const REACH_OF_FOLLOWING: usize = 4;

impl Skip {
    /// Whether the sentence, of so many characters, only heads what follows.
    pub(super) fn is_heading(&self, sentence: &str, chars: usize) -> bool {
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
            && any(&self.headings.tails, |tail| body.ends_with(tail))
            && !body.contains(['，', ','])
            && !any(&self.headings.says, |word| body.contains(word))
    }

    /// Whether the sentence says what is to be, not what is: it recites a law or another body's
    /// rule, or says what is done in some case.
    pub(super) fn is_norm(&self, sentence: &str) -> bool {
        self.norms.is_citation(sentence) || self.norms.is_demand(sentence) || self.norms.is_case(sentence)
    }
}

/// `一是`, `二是` open clauses, not headings.
fn is_spoken(sentence: &str) -> bool {
    let mut chars = sentence.chars();
    chars.next().is_some_and(|c| "一二三四五六七八九十".contains(c)) && chars.next() == Some('是')
}

impl Norms {
    /// `行政机关应当…`, `评分标准规定，…`: nobody in particular is spoken of.
    fn is_demand(&self, sentence: &str) -> bool {
        let on_anybody = any(&self.anybody, |word| sentence.contains(word));
        on_anybody && !any(&self.own, |word| sentence.contains(word)) || self.is_on_law(sentence)
    }

    fn is_on_law(&self, sentence: &str) -> bool {
        let Some(head) = sentence.find(['，', ',', '：', ':']).and_then(|at| sentence.get(..at)) else {
            return false;
        };
        if !any(&self.provides, |verb| head.ends_with(verb)) {
            return false;
        }
        let law =
            any(&self.laws, |law| head.split_once(law).is_some_and(|(_, verb)| any(&self.provides, |v| v == verb)));
        law && head.chars().count() <= LONGEST_LAW
    }

    /// `如人员不足，应…`: a case is supposed, and what follows from it.
    fn is_case(&self, sentence: &str) -> bool {
        let Some(rest) = self.supposes.iter().find_map(|word| sentence.strip_prefix(word.as_str())) else {
            return false;
        };
        let mut clauses = rest.split(['，', ',']);
        let supposed = clauses.next().is_some_and(|clause| !any(&self.supposes_not, |word| clause.starts_with(word)));
        let follows = |clause: &str| {
            let head: String = clause.chars().take(REACH_OF_FOLLOWING).collect();
            any(&self.follows, |word| head.contains(word))
        };
        supposed && clauses.any(follows)
    }

    /// Whether the sentence recites a law or another body's rule.
    fn is_citation(&self, sentence: &str) -> bool {
        let Some((before, rest)) = sentence.split_once('《') else { return false };
        let Some((_, rest)) = rest.split_once('》') else { return false };
        // what the law demands, not what the agency did
        let bound = any(&self.bound, |word| sentence.contains(word));
        if before.is_empty() && bound && any(&self.says, |verb| rest.starts_with(verb)) {
            return true;
        }
        let after: String = rest.chars().take(REACH_OF_TITLE).collect();
        let article = after.starts_with('第') || any(&self.articles, |word| after.contains(word));
        let says = any(&self.says, |verb| after.contains(verb));
        let recites = says && (article || any(&self.recites, |verb| after.contains(verb)));
        if before.chars().count() > LONGEST_LEAD || !recites {
            return false;
        }
        let obeyed = any(&self.leaning, |word| before.contains(word));
        !obeyed || article && any(&self.anybody, |word| sentence.contains(word))
    }
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
    use crate::narrative::Lexicon;

    fn shipped() -> Skip {
        Lexicon::from_toml(include_str!("../../pipelines/themes.toml")).unwrap().skip
    }

    #[test]
    fn headings_name_a_topic_and_stop() {
        let skip = shipped();
        for heading in
            ["（二）加强业务培训，充实人员", "三、公开平台", "(四)渠道拓展情况。", "加强队伍建设", "1.人员不足问题。"]
        {
            assert!(skip.is_heading(heading, heading.chars().count()), "{heading}");
        }
        for sentence in ["二是加强业务培训。", "（三）业务培训较少。", "1.存在人员不足的问题。", "一是制度不健全;"]
        {
            assert!(!skip.is_heading(sentence, sentence.chars().count()), "{sentence}");
        }
    }

    #[test]
    fn the_law_is_recited_not_obeyed() {
        let norms = shipped().norms;
        assert!(norms.is_citation("《条例》第十条规定,行政机关应当健全制度。"));
        assert!(norms.is_citation("《条例》要求行政机关健全审查机制。"));
        assert!(!norms.is_citation("按照《条例》规定,我局健全了考核制度。"));
        assert!(!norms.is_citation("制定《公开办法》,完善制度。"));
    }

    #[test]
    fn what_is_to_be_is_no_narrative() {
        let skip = shipped();
        for norm in [
            "按照规定，行政机关应当健全审查机制。",
            "公民认为公开的信息不准确的，可以要求更正。",
            "评分标准规定，栏目空白的扣2分。",
            "条例明确，公开不及时的由上级机关责令改正。",
            "如人员不足，应申请增派。",
        ] {
            assert!(skip.is_norm(norm), "{norm}");
        }
        for fact in [
            "按照行政机关应当健全制度的要求，我局完善了审查机制。",
            "评分标准不统一，考核流于形式。",
            "如答复不够规范，办理时限偏长。",
            "如今人员不足，应引起重视。",
        ] {
            assert!(!skip.is_norm(fact), "{fact}");
        }
    }
}
