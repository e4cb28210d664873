//! The last resort for a publisher: the agency that the text speaks of as its own.
//!
//! Its own documents (《X局2019年度部门决算》) weigh most; an agency after 根据 or 报 only issued or
//! received something, and one that does not fit the writers' 我局 is not theirs.

use std::collections::HashMap;

use super::agency::is_agency;
use super::dates::digit;
use super::endings::Kind;
use super::kind::kind_of;
use super::rules::MetadataRules;
use crate::report::canon::is_han;
use crate::report::region::{Divisions, Level};

/// The agency with a place before it that the text speaks of most and as its own.
pub fn spoken_of(text: &str, rules: &MetadataRules, divisions: &Divisions) -> Option<String> {
    let we = pronoun(text);
    let mut votes: HashMap<&str, u32> = HashMap::new();
    let mut chain: Option<(usize, usize)> = None;
    for hit in divisions.hits(text) {
        let Some(name) = divisions.name(hit.name) else {
            continue;
        };
        let start = chain.filter(|c| c.1 == hit.start).map_or(hit.start, |c| c.0);
        chain = Some((start, hit.end));
        if !name.full
            && start == hit.start
            && !name.rows.iter().any(|r| divisions.get(*r).is_some_and(|d| d.level == Level::Province))
        {
            continue;
        }
        let Some(end) = agency_end(text, hit.end) else {
            continue;
        };
        let (Some(agency), Some(before), Some(after)) = (text.get(start..end), text.get(..start), text.get(end..))
        else {
            continue;
        };
        let follows = |words: &[String]| words.iter().any(|w| after.starts_with(w.as_str()));
        if follows(&rules.publisher.not_before) || !is_agency(agency, rules) {
            continue;
        }
        let after_year =
            after.trim_start_matches(|c| digit(c).is_some()).trim_start_matches("年度").trim_start_matches('年');
        let own = rules.publisher.own_documents.iter().any(|w| after_year.starts_with(w.as_str()));
        let issued = rules.publisher.not_after.iter().any(|w| before.ends_with(w.as_str()));
        *votes.entry(agency).or_default() += match (own, issued) {
            (true, _) => 3,
            (false, true) => 0,
            (false, false) => 1,
        };
    }
    let mut votes: Vec<(u32, &str)> =
        votes.into_iter().filter(|(a, _)| speaks_so(a, we, rules)).map(|(a, n)| (n, a)).collect();
    votes.sort_by(|a, b| b.cmp(a));
    match votes.as_slice() {
        [(n, name), (next, _), ..] if *n >= 3 && n > next => Some((*name).to_owned()),
        [(n, name)] if *n >= 3 => Some((*name).to_owned()),
        _ => None,
    }
}

/// Where the agency's name ends that starts with the place before `at`.
fn agency_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let run: usize = rest.chars().take(18).take_while(|c| is_han(*c)).map(char::len_utf8).sum();
    let run = rest.get(..run)?;
    let endings = ["委员会", "人民政府", "街道办事处", "管委会", "局", "厅", "办公室", "中心"];
    let first = endings.iter().filter_map(|e| run.find(e).map(|i| i + e.len())).min()?;
    let more = ["办公室", "办公厅"].iter().find(|o| run.get(first..).is_some_and(|r| r.starts_with(**o)));
    Some(at + first + more.map_or(0, |m| m.len()))
}

/// What the writers call themselves most: 我局, 我镇.
fn pronoun(text: &str) -> Option<char> {
    let mut counts: HashMap<char, u32> = HashMap::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "我".as_bytes()) {
        let next = text.get(at + "我".len()..).and_then(|t| t.chars().next());
        if let Some(c) = next.filter(|c| "局委办厅镇乡街县市区州省院中所".contains(*c)) {
            *counts.entry(c).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(c, n)| (*n, *c)).map(|(c, _)| c)
}

fn speaks_so(agency: &str, we: Option<char>, rules: &MetadataRules) -> bool {
    let kind = kind_of(agency, rules);
    match we {
        Some('局') => agency.ends_with('局'),
        Some('厅') => agency.ends_with('厅'),
        Some('委') => agency.ends_with("委员会") || agency.ends_with('委'),
        Some('办') => agency.ends_with("办公室") || agency.ends_with('办'),
        Some('镇' | '乡') => kind == Some(Kind::Town),
        Some('街') => kind == Some(Kind::Subdistrict),
        Some('县' | '市' | '区' | '州' | '省') => kind == Some(Kind::Government),
        Some(_) => kind == Some(Kind::Institution),
        None => kind != Some(Kind::Government),
    }
}
