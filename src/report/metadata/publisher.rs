//! Who published the report: the agency its title names, else page data or text.
//!
//! A place alone (`南山镇`) is made full where the page has the fuller name. An agency that only
//! issued an order, or on whose site the page stands, is not the publisher: `None` is better.

use super::Kind;
use super::agency::{LONGEST, agency_part, is_agency, unfit};
use super::kind::{is_place, kind_of, names_place};
use super::labels::Labels;
use super::preamble;
use super::rules::MetadataRules;
use super::spoken::spoken_of;
use super::title::Titles;
use crate::report::canon::is_han;
use crate::report::region::Divisions;

/// Everything a publisher can be read from.
pub struct Sources<'a> {
    /// Title and mentions.
    pub titles: &'a Titles,
    /// Labels of the header.
    pub labels: &'a Labels<'a>,
    /// Source in the page's markup.
    pub page: Option<&'a str>,
    /// Who signed.
    pub signer: Option<&'a str>,
    /// Who stands at the end without a date: the signer, or whose site it is.
    pub last: Option<&'a str>,
    /// The text.
    pub text: &'a str,
}

/// The publisher; `None` rather than a wrong agency.
pub fn find(sources: &Sources<'_>, rules: &MetadataRules, divisions: &Divisions) -> Option<String> {
    let named = sources.titles.plain.as_deref().map(|t| agency_part(t, rules)).filter(|n| !n.is_empty());
    if let Some(name) = named.filter(|n| n.chars().count() <= LONGEST) {
        let place = is_place(&name, rules);
        let is_named = place || kind_of(&name, rules).is_some();
        if is_named || plausible(&name, rules) && !contradicted(&name, sources, rules) {
            return Some(if place { fuller(&name, sources, rules) } else { name });
        }
    }
    let placed = |n: &&str| is_agency(n, rules) && names_place(n, rules, divisions);
    let mut stated = stated_by_labels(sources).chain(sources.page.map(str::trim)).chain(sources.signer);
    stated
        .find(placed)
        .map(str::to_owned)
        .or_else(|| mentioned(sources, rules))
        .or_else(|| preamble::writer(sources.text, rules))
        .or_else(|| labelled(sources, rules))
        .or_else(|| sources.signer.filter(|s| is_agency(s, rules)).map(str::to_owned))
        .or_else(|| preamble::contact(sources.text, rules))
        .or_else(|| {
            sources.last.filter(|name| is_agency(name, rules) && !is_government(name, rules)).map(str::to_owned)
        })
        .or_else(|| spoken_of(sources.text, rules, divisions))
}

fn is_government(name: &str, rules: &MetadataRules) -> bool {
    kind_of(name, rules) == Some(Kind::Government)
}

fn stated_by_labels<'a>(sources: &'a Sources<'_>) -> impl Iterator<Item = &'a str> {
    sources.labels.agencies.iter().map(|name| name.as_ref())
}

/// A name in a title without a known ending (`深圳海关缉私`): no everyday words in it.
fn plausible(name: &str, rules: &MetadataRules) -> bool {
    let words = ["关于", "编制", "公布", "报告", "做好", "年度", "公开", "首页"];
    name.chars().count() >= 4 && !words.iter().any(|w| name.contains(w)) && !unfit(name, rules)
}

/// Whether an agency signed that has nothing in common with a name without a known ending, which may be what a spammer
/// put in the agency's place.
fn contradicted(name: &str, sources: &Sources<'_>, rules: &MetadataRules) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let shares = |signer: &str| letters.windows(2).any(|pair| signer.contains(&pair.iter().collect::<String>()));
    sources.signer.is_some_and(|signer| is_agency(signer, rules) && !shares(signer))
}

/// A place's agency: its government, as page data or the text name it; else another that page data name, else the place.
fn fuller(place: &str, sources: &Sources<'_>, rules: &MetadataRules) -> String {
    let page = stated_by_labels(sources).chain(sources.page.map(str::trim)).chain(sources.signer);
    let from_place = |v: &str| v.find(place).and_then(|at| v.get(at..)).map(str::to_owned);
    let of_page: Vec<String> = page.filter_map(from_place).filter(|v| is_agency(v, rules)).collect();
    let government =
        |v: &&String| rules.publisher.governments.iter().any(|g| v.strip_prefix(place) == Some(g.as_str()));
    if let Some(name) = of_page.iter().find(government) {
        return name.clone();
    }
    let governments = rules.publisher.governments.iter().filter(|g| *g != "政府");
    let mut best: Option<(usize, &String)> = None;
    for at in memchr::memmem::find_iter(sources.text.as_bytes(), place.as_bytes()) {
        let rest = sources.text.get(at + place.len()..).unwrap_or("");
        let found = governments
            .clone()
            .enumerate()
            .find(|(_, g)| rest.strip_prefix(g.as_str()).is_some_and(|behind| !behind.starts_with("办公")));
        best = [best, found].into_iter().flatten().min_by_key(|f| f.0);
        if best.is_some_and(|f| f.0 == 0) {
            break;
        }
    }
    let told = best.map(|(_, g)| format!("{place}{g}"));
    told.filter(|_| of_page.is_empty() || best.is_some_and(|f| f.0 == 0))
        .or_else(|| of_page.first().cloned())
        .unwrap_or_else(|| place.to_owned())
}

/// The agency whose annual report the preamble speaks of: 《X局2020年政府信息公开工作年度报告》.
fn mentioned(sources: &Sources<'_>, rules: &MetadataRules) -> Option<String> {
    let mut names = sources.titles.mentions.iter().map(|m| {
        let m = rules.title.not_started_by.iter().find_map(|w| m.strip_prefix(w.as_str())).unwrap_or(m);
        agency_part(m, rules)
    });
    names.find(|n| is_agency(n, rules))
}

fn labelled(sources: &Sources<'_>, rules: &MetadataRules) -> Option<String> {
    let mut values = stated_by_labels(sources).chain(sources.page.map(str::trim));
    let value = values.find(|v| is_agency(v, rules))?;
    // 市粮食局 may be 醴陵市粮食局 in the text.
    if value.starts_with(['省', '市', '县', '区', '州']) {
        return Some(longer_in_text(value, sources.text).unwrap_or_else(|| value.to_owned()));
    }
    Some(value.to_owned())
}

/// The name in the text that ends with `short` and has its place before it.
fn longer_in_text(short: &str, text: &str) -> Option<String> {
    let finder = memchr::memmem::Finder::new(short.as_bytes());
    finder.find_iter(text.as_bytes()).find_map(|at| {
        let mut before: Vec<char> = text.get(..at)?.chars().rev().take(4).take_while(|c| is_han(*c)).collect();
        before.reverse();
        let edge = text.get(..at)?.chars().rev().nth(before.len()).is_none_or(|c| !is_han(c));
        (edge && (1..=3).contains(&before.len())).then(|| before.into_iter().collect::<String>() + short)
    })
}
