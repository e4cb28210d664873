//! Whom the preamble names: the agency that wrote the report, and the one that answers questions about it.

use super::agency::is_agency;
use super::pieces::cut;
use super::rules::MetadataRules;
use crate::report::canon::is_han;

/// Bytes at the start of the text in which a preamble stands.
const HEAD: usize = 4500;
/// Longest clause that names the writer, in bytes.
const CLAUSE: usize = 240;

/// The agency that made the report by its own words: `本报告由X局按照…编制`, `X局编制了2021年度报告`.
pub fn writer(text: &str, rules: &MetadataRules) -> Option<String> {
    let head = text.get(..cut(text, HEAD))?;
    let [leads, verbs] = [&rules.publisher.written_by, &rules.publisher.writes];
    let places = |words: &[String]| -> Vec<(usize, usize)> {
        let of = |word: &String| head.match_indices(word.as_str()).next().map(|(at, found)| (at, at + found.len()));
        words.iter().filter_map(of).collect()
    };
    let led = places(leads).into_iter().find_map(|(_, end)| {
        let after = head.get(end..)?;
        let after = after.get(..cut(after, CLAUSE))?;
        let end = after.find(|c: char| !is_han(c)).unwrap_or(after.len());
        shortest_agency(after.get(..end)?, rules)
    });
    led.or_else(|| {
        places(verbs).into_iter().find_map(|(at, _)| {
            let before = head.get(..at)?;
            let name = before.rsplit(|c: char| !is_han(c)).next()?;
            let name = name.rsplit_once('由').map_or(name, |(_, name)| name);
            is_agency(name, rules).then(|| name.to_owned())
        })
    })
}

/// The name before a verb that follows it: 按照, 负责, 编制.
fn shortest_agency(words: &str, rules: &MetadataRules) -> Option<String> {
    let ends = rules.publisher.does.iter().filter_map(|verb| words.find(verb.as_str()));
    let name = words.get(..ends.min().unwrap_or(words.len()))?;
    is_agency(name, rules).then(|| name.to_owned())
}

/// `请与X局联系` of the preamble, or `联系单位：X局`.
pub fn contact(text: &str, rules: &MetadataRules) -> Option<String> {
    let head = text.get(..cut(text, HEAD))?;
    ["请与", "请联系", "请致电", "请向", "联系单位：", "联系单位:"].iter().find_map(|lead| {
        let after = head.get(memchr::memmem::find(head.as_bytes(), lead.as_bytes())? + lead.len()..)?;
        let after = after.get(..cut(after, 150))?;
        // A line may end within the name.
        let wrapped: String =
            after.chars().take_while(|c| is_han(*c) || c.is_whitespace()).filter(|c| is_han(*c)).collect();
        let end = after.find(|c: char| !is_han(c)).unwrap_or(after.len());
        let name = ["联系", "咨询", "反映"].iter().find_map(|w| wrapped.find(w).and_then(|at| wrapped.get(..at)));
        let name = name.or_else(|| after.get(..end))?;
        is_agency(name, rules).then(|| name.to_owned())
    })
}
