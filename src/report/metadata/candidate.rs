//! One candidate for the title: how far it goes and how well it stands there.

use super::agency::{after_lead, agency_part};
use super::dates::{digit, years};
use super::kind::{is_place, kind_of};
use super::rules::MetadataRules;
use super::squeezed::Squeezed;
use crate::report::canon::is_han;

/// What a candidate loses that stands inside a sentence.
const CITED: i32 = -90;
/// Longest title, in characters.
const LONGEST: usize = 70;

/// Extends a core to the left and says how well it stands: (score, from, to, cited).
pub fn candidate(s: &Squeezed, core: (usize, usize), rules: &MetadataRules) -> Option<(i32, usize, usize, bool)> {
    let (subject, to) = core;
    let left = extend(s, subject, rules);
    // `名　称某某县林业局2021年…`: a label that stood beside the title.
    let begins_so = |label: &&String| left == 0 && s.text(left, subject).starts_with(label.as_str());
    let beside = rules.title.labels.iter().filter(begins_so).map(|label| label.chars().count()).max();
    let from = left + beside.unwrap_or(0);
    let text = s.text(from, to);
    if to - from > LONGEST {
        return None;
    }
    let rest = s.text(to, (to + 8).min(s.chars.len()));
    let blank_after = s.chars.get(to).is_none_or(|c| c.2);
    let continues = !blank_after && rules.title.not_followed_by.iter().any(|w| rest.starts_with(w.as_str()));
    let before = from.checked_sub(1).and_then(|b| s.at(b));
    let lead = s.text(from, subject);
    let led = !lead.starts_with("关于") && after_lead(&lead, rules) > 0;
    let prose = led || rules.title.not_started_by.iter().any(|w| text.starts_with(w.as_str()));
    let in_quotes = matches!(before, Some('《' | '“' | '"' | '〈' | '「'));
    let quoted_whole = in_quotes && from == 1 && s.chars.len() <= to + 1;
    let cited = !quoted_whole && (in_quotes || continues || prose);
    if cited && !(from == 0 && to == s.chars.len()) {
        return Some((CITED, from, to, true));
    }
    let mut score = if cited { CITED } else { 0 };
    if !years(&text).is_empty() {
        score += 30;
    }
    let agency = agency_part(&text, rules);
    score += match kind_or_place(&agency, rules) {
        Some(true) => 45,
        Some(false) => 38,
        None if agency.is_empty() => 0,
        None => 10,
    };
    if agency.is_empty() && score <= 0 && text.ends_with("年报") {
        score -= 60; // the name of a column of the site
    }
    let label = label_before(s, from);
    let title_label = beside.is_some() || rules.title.labels.contains(&label);
    if !label.is_empty() && !title_label {
        score -= if rules.signature.announce(&label) || rules.title.not_started_by.contains(&label) { 90 } else { 25 };
    }
    if (from == 0 || title_label || quoted_whole) && (to == s.chars.len() || quoted_whole) {
        score += 30;
    } else if from == 0 || title_label {
        score += 12;
    }
    if !blank_after && matches!(rest.chars().next(), Some('.' | '_')) && !rest.starts_with("..") {
        score -= 50;
    }
    if ["首页", "当前位置", "政务公开政府", "公开专栏"].iter().any(|w| text.contains(w)) {
        score -= 60;
    }
    Some((score, from, to, cited))
}

/// `Some(true)` for an agency, `Some(false)` for a place.
pub fn kind_or_place(agency: &str, rules: &MetadataRules) -> Option<bool> {
    if is_place(agency, rules) {
        return Some(false);
    }
    kind_of(agency, rules).map(|_| true)
}

/// The word before a colon that stands right before the candidate.
fn label_before(s: &Squeezed, from: usize) -> String {
    let Some(colon) = from.checked_sub(1).filter(|b| matches!(s.at(*b), Some(':' | '：'))) else {
        return String::new();
    };
    let start = (0..colon).rev().take_while(|i| s.at(*i).is_some_and(is_han)).last().unwrap_or(colon);
    s.text(start, colon)
}

/// Goes left from the subject to a delimiter, or to a blank that does not stand inside the title.
fn extend(s: &Squeezed, subject: usize, rules: &MetadataRules) -> usize {
    let mut from = subject;
    while let Some(before) = from.checked_sub(1) {
        let Some(c) = s.at(before) else { break };
        if let Some(open) = bracketed_name(s, before) {
            from = open;
            continue;
        }
        let name = is_han(c) || digit(c).is_some() || bracketed_year(s, before);
        if !name
            || ends_a_date(s, from)
            || ends_in_a_menu(s, from, rules)
            || (s.chars.get(from).is_some_and(|c| c.2) && !bridges(s, from, rules))
        {
            break;
        }
        from = before;
    }
    from
}

/// Whether a day stands right before: `3月16日`.
fn ends_a_date(s: &Squeezed, at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| s.at(at));
    before(1) == Some('日') && before(2).is_some_and(|c| digit(c).is_some())
}

/// Whether a word of the page's menu stands right before.
fn ends_in_a_menu(s: &Squeezed, at: usize, rules: &MetadataRules) -> bool {
    let is_before =
        |word: &String| word.chars().rev().zip(1..).all(|(c, back)| at >= back && s.at(at - back) == Some(c));
    rules.title.menu.iter().any(is_before)
}

/// Where a bracket opens that ends here and holds another name of the same agency: `长安镇（高新区）`.
fn bracketed_name(s: &Squeezed, at: usize) -> Option<usize> {
    const LONGEST: usize = 10;
    if !matches!(s.at(at), Some('）' | ')')) {
        return None;
    }
    let inside = (0..at).rev().take(LONGEST).take_while(|&i| s.at(i).is_some_and(is_han)).count();
    let open = at.checked_sub(inside + 1).filter(|&open| matches!(s.at(open), Some('（' | '(')))?;
    let is_behind_a_name = open.checked_sub(1).and_then(|before| s.at(before)).is_some_and(is_han);
    (inside > 1 && is_behind_a_name).then_some(open)
}

/// Brackets are part of a title only around a year: `（2020年度）`.
fn bracketed_year(s: &Squeezed, at: usize) -> bool {
    let near = |i: usize| s.at(i).is_some_and(|c| digit(c).is_some() || "年度".contains(c));
    match s.at(at) {
        Some('（' | '(' | '〔' | '[') => near(at + 1),
        Some('）' | ')' | '〕' | ']') => at.checked_sub(1).is_some_and(near),
        _ => false,
    }
}

/// Whether the blank before `at` stands inside the title: after a year, or between agency and year.
fn bridges(s: &Squeezed, at: usize, rules: &MetadataRules) -> bool {
    let mut start = at;
    while let Some(before) = start.checked_sub(1) {
        let joins = start == at || s.chars.get(start).is_some_and(|c| !c.2);
        if !joins || !s.at(before).is_some_and(|c| is_han(c) || digit(c).is_some()) {
            break;
        }
        start = before;
    }
    let word = s.text(start, at);
    let labelled = start.checked_sub(1).is_some_and(|b| matches!(s.at(b), Some(':' | '：')));
    let year = word.trim_end_matches(['年', '度']).chars().all(|c| digit(c).is_some());
    let wide = at - start == 1 && s.at(at).is_some_and(is_han);
    let ends_in_digit = word.chars().last().is_some_and(|c| digit(c).is_some()) && s.at(at) == Some('年');
    let of_title = years(&word).iter().any(|y| y.2 + 6 >= word.len());
    !labelled
        && (year
            || wide
            || ends_in_digit
            || of_title
            || word.chars().count() <= 30 && kind_or_place(&word, rules).is_some())
}
