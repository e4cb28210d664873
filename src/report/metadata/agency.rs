//! Names of agencies: what of a title is one, and what can stand for one by itself.

use std::borrow::Cow;

use super::dates::years;
use super::kind::{is_place, kind_of};
use super::rules::MetadataRules;
use crate::report::canon::is_han;

/// Longest name of an agency, in characters.
pub const LONGEST: usize = 40;

/// What a title says besides the year and the words of the report.
pub fn agency_part(title: &str, rules: &MetadataRules) -> String {
    let squeezed: Cow<'_, str> = match title.contains(char::is_whitespace) {
        true => Cow::Owned(title.chars().filter(|c| !c.is_whitespace()).collect()),
        false => Cow::Borrowed(title),
    };
    let last = |s: &String| {
        let first = s.chars().next()?;
        let mut starts = squeezed.char_indices().rev().filter(|&(_, c)| c == first);
        starts.find(|(at, _)| squeezed.get(*at..).is_some_and(|rest| rest.starts_with(s.as_str()))).map(|h| h.0)
    };
    let hit = rules.title.subjects.iter().filter_map(|s| last(s).map(|at| (at, s))).min_by_key(|h| h.0);
    let cut = hit.map_or(squeezed.len(), |(at, _)| at);
    let mut part = squeezed.get(..cut).unwrap_or("").to_owned();
    if part.ends_with("人民") && hit.is_some_and(|(_, s)| s.starts_with("政府")) {
        part.push_str("政府");
    }
    for (_, start, end) in years(&part).into_iter().rev() {
        let rest = part.get(end..).unwrap_or("");
        let sign = ["年度", "度年", "年年", "年", "度"].iter().find(|s| rest.starts_with(**s)).map_or(0, |s| s.len());
        part.replace_range(start..end + sign, "");
    }
    part.replace_range(..after_lead(&part, rules), "");
    let edge = |c: char| !is_han(c);
    // An empty bracket held the year, one behind the name another name.
    if part.contains(['（', '(']) {
        part = part.replace("（）", "").replace("()", "");
        let bracket = part.find(['（', '(']).filter(|&open| open > 0 && part.ends_with(['）', ')']));
        bracket.into_iter().for_each(|open| part.truncate(open));
    }
    let mut name = part.trim_matches(edge).trim_start_matches("关于").to_owned();
    if let Some(rest) = rules.publisher.leading.iter().find_map(|lead| name.strip_prefix(lead.as_str())) {
        name = rest.to_owned();
    }
    while let Some(cut) = rules.publisher.trailing.iter().find_map(|t| name.strip_suffix(t.as_str())).map(str::len) {
        name.truncate(cut);
    }
    let name = once(name.trim_start_matches(['年', '度']).trim_matches(edge));
    if rules.publisher.not_agencies.iter().any(|n| n == name) { String::new() } else { name.to_owned() }
}

/// A name that a source line and a title have put twice behind each other.
fn once(name: &str) -> &str {
    match name.split_at_checked(name.len() / 2) {
        Some((first, second)) if first == second => first,
        _ => name,
    }
}

/// Where a name begins after the words of a sentence that lead to it: `现向社会公布X局`.
pub fn after_lead(text: &str, rules: &MetadataRules) -> usize {
    let ends =
        |end: usize| text.get(..end).is_some_and(|t| rules.title.not_after.iter().any(|w| t.ends_with(w.as_str())));
    let last = text.char_indices().rev().filter(|(_, c)| rules.lead_ends.contains(c));
    last.map(|(at, c)| at + c.len_utf8()).find(|end| ends(*end)).unwrap_or(0)
}

/// A name that can stand for an agency by itself.
pub fn is_agency(name: &str, rules: &MetadataRules) -> bool {
    let count = name.chars().count();
    (3..=LONGEST).contains(&count)
        && name.chars().all(is_han)
        && kind_of(name, rules).is_some()
        && !is_place(name, rules)
        && !unfit(name, rules)
        && !rules.publisher.not_agencies.iter().any(|n| n == name)
}

/// Whether words stand in a name that no agency has in its own.
pub fn unfit(name: &str, rules: &MetadataRules) -> bool {
    rules.publisher.not_containing.iter().any(|w| name.contains(w.as_str())) || name.contains("关于")
}
