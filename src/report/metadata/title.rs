//! The report's title among breadcrumbs, links, and sentences that cite it.
//!
//! A title is a *core* (信息公开 … 报告) with an agency and a year around it. Every core in the head
//! of the page gives a candidate; how it stands there (a line of its own, after 《, after 附件:)
//! and what it names decide.

use super::agency::agency_part;
use super::candidate::{candidate, kind_or_place};
use super::dates::{digit, years};
use super::pieces::Pieces;
use super::rules::MetadataRules;
use super::simplified;
use super::squeezed::{Squeezed, cores, year_after};
use super::year::{of_period, of_title};
use crate::document::{Document, Span};
use crate::report::canon::is_han;

/// Score a candidate needs.
const ENOUGH: i32 = 15;

/// The title and what sentences call the report.
#[derive(Debug, Default)]
pub struct Titles {
    /// Title as found.
    pub found: Option<String>,
    /// The same in simplified characters.
    pub plain: Option<String>,
    /// Names of the report inside sentences of the head, in simplified characters.
    pub mentions: Vec<String>,
}

struct Candidate {
    score: i32,
    spans: Vec<Span>,
    plain: String,
    /// Inside a sentence.
    cited: bool,
}

/// Finds the title.
///
/// Of titles that differ in their years alone, as a menu lists them, it is that of the period which the text states.
pub fn find(doc: &Document, pieces: &Pieces<'_>, rules: &MetadataRules) -> Titles {
    let mut candidates: Vec<Candidate> = Vec::new();
    for (at, span) in pieces.head.iter().enumerate() {
        let text = pieces.get(span);
        let may_be_one = memchr::memmem::find(text.as_bytes(), "公开".as_bytes()).is_some() || may_be_tail(text, rules);
        if may_be_one && !is_attached(pieces, at, rules) {
            let penalty = i32::try_from(at.min(20)).unwrap_or(0);
            let of_piece = of_piece(pieces, at, rules).into_iter();
            candidates
                .extend(of_piece.map(|c| with_end_below(Candidate { score: c.score - penalty, ..c }, pieces, at)));
        }
    }
    let mentions = candidates.iter().filter(|c| c.cited).map(|c| c.plain.clone()).collect();
    let mut best: Option<&Candidate> = None;
    for c in candidates.iter().filter(|c| c.score >= ENOUGH) {
        if best.is_none_or(|b| c.score > b.score) {
            best = Some(c);
        }
    }
    // The line that is the title in the page's markup too, where a menu names other reports.
    let of_markup = page_title(doc, rules);
    let is_of_markup =
        |c: &&Candidate| c.score >= ENOUGH && of_markup.as_ref().is_some_and(|(_, (_, plain))| *plain == c.plain);
    if let Some(same) = candidates.iter().filter(is_of_markup).max_by_key(|c| c.score) {
        best = Some(same);
    }
    if let Some(first) = best {
        let differs = |c: &Candidate| {
            let is_other = c.score >= ENOUGH && c.plain != first.plain;
            is_other && without_years(&c.plain) == without_years(&first.plain)
        };
        let mut others = candidates.iter().filter(|c| differs(c)).peekable();
        let period = others.peek().and_then(|_| of_period(pieces.text, rules));
        let is_of_period = |c: &Candidate| period.is_some() && of_title(&c.plain) == period;
        if !is_of_period(first) {
            best = others.find(|c| is_of_period(c)).or(best);
        }
    }
    let of_page = of_markup.filter(|(score, _)| best.is_none_or(|b| *score > b.score));
    if let Some((_, title)) = of_page {
        return Titles { found: Some(title.0), plain: Some(title.1), mentions };
    }
    let cut = |text: &str, spans: &[Span]| {
        spans.iter().filter_map(|s| text.get(s.clone())).map(str::trim).collect::<String>()
    };
    Titles { found: best.map(|b| cut(&doc.found, &b.spans)), plain: best.map(|b| b.plain.clone()), mentions }
}

/// Whether a piece stands below 附： on a line of its own: it is the title of an attachment.
fn is_attached(pieces: &Pieces<'_>, at: usize, rules: &MetadataRules) -> bool {
    let above = at.checked_sub(1).and_then(|above| pieces.head.get(above));
    above.is_some_and(|above| rules.signature.announce(pieces.get(above)))
}

fn without_years(title: &str) -> String {
    title.chars().filter(|c| digit(*c).is_none()).collect()
}

/// The title in the page's markup, as found and in simplified characters.
fn page_title(doc: &Document, rules: &MetadataRules) -> Option<(i32, (String, String))> {
    let found = doc.page.title.as_deref()?;
    let squeezed = Squeezed::of(&simplified(doc, found), 0);
    let best =
        cores(&squeezed, rules).into_iter().filter_map(|c| candidate(&squeezed, c, rules)).max_by_key(|c| c.0)?;
    let (score, from, to, _) = best;
    (score - 10 >= ENOUGH).then(|| (score - 10, (slice(found, &squeezed, from, to), squeezed.text(from, to))))
}

fn may_be_tail(text: &str, rules: &MetadataRules) -> bool {
    let text = text.trim();
    rules.title.tails.iter().any(|t| t == text) || text.len() < 60 && text.ends_with("报告")
}

/// Candidates that start or end in one piece, joined with its neighbours where it is a fragment.
fn of_piece(pieces: &Pieces<'_>, at: usize, rules: &MetadataRules) -> Vec<Candidate> {
    let Some(span) = pieces.head.get(at) else {
        return Vec::new();
    };
    let text = pieces.get(span);
    let alone = Squeezed::of(text, span.start);
    let found = cores(&alone, rules);
    let mut all = Vec::new();
    for core in &found {
        if let Some((score, from, to, cited)) = candidate(&alone, *core, rules) {
            all.push(build(&alone, score, from, to, cited, &[(0, alone.chars.len())]));
            let fragment =
                from == 0 && !cited && kind_or_place(&agency_part(&alone.text(from, to), rules), rules).is_none();
            if fragment {
                all.extend(joined(pieces, at, rules));
            }
        }
    }
    if found.is_empty() && alone.chars.len() <= 45 && alone.chars.iter().any(|c| c.1 == '报') {
        all.extend(joined(pieces, at, rules));
        let plain = alone.text(0, alone.chars.len());
        if rules.title.tails.iter().any(|t| *t == plain && t.chars().count() > 2) {
            all.push(build(&alone, ENOUGH + 1, 0, alone.chars.len(), false, &[(0, alone.chars.len())]));
        }
    }
    all
}

/// Titles over this piece and up to two short pieces above it.
fn joined(pieces: &Pieces<'_>, at: usize, rules: &MetadataRules) -> Vec<Candidate> {
    let mut all = Vec::new();
    for above in 1..=2usize {
        let Some(first) = at.checked_sub(above) else {
            break;
        };
        let mut squeezed = Squeezed { chars: Vec::new() };
        let mut parts = Vec::new();
        for i in first..=at {
            let Some(span) = pieces.head.get(i) else {
                continue;
            };
            let part = Squeezed::of(pieces.get(span), span.start);
            if i < at && !may_precede(&part, rules) {
                return all;
            }
            let start = squeezed.chars.len();
            squeezed
                .chars
                .extend(part.chars.into_iter().enumerate().map(|(n, c)| if n == 0 { (c.0, c.1, false) } else { c }));
            parts.push((start, squeezed.chars.len()));
        }
        let Some(last_start) = parts.last().map(|p| p.0) else {
            continue;
        };
        for core in cores(&squeezed, rules) {
            // It must begin in the first piece and end in the last one.
            let Some((score, from, to, cited)) = candidate(&squeezed, core, rules) else {
                continue;
            };
            let text = squeezed.text(from, to);
            let names = !years(&text).is_empty() || kind_or_place(&agency_part(&text, rules), rules).is_some();
            if names && from == 0 && to > last_start {
                all.push(build(&squeezed, score, from, to, cited, &parts));
            }
        }
    }
    all
}

/// A short piece of nothing but a name or a year may be the first line of a title.
fn may_precede(part: &Squeezed, rules: &MetadataRules) -> bool {
    let plain = |c: char| is_han(c) || digit(c).is_some() || "（）()〔〕#*".contains(c);
    let text = part.text(0, part.chars.len());
    (2..=32).contains(&part.chars.len())
        && part.chars.iter().all(|c| plain(c.1))
        && !rules.title.menu.iter().any(|word| text.contains(word.as_str()))
}

fn build(s: &Squeezed, score: i32, from: usize, to: usize, cited: bool, parts: &[(usize, usize)]) -> Candidate {
    let span = |a: usize, b: usize| {
        let start = s.chars.get(a)?.0;
        let end = s.chars.get(b.checked_sub(1)?)?;
        Some(start..end.0 + end.1.len_utf8())
    };
    let spans = parts
        .iter()
        .filter_map(|(a, b)| span(from.max(*a), to.min(*b)).filter(|_| from.max(*a) < to.min(*b)))
        .collect();
    Candidate { score, spans, plain: s.text(from, to), cited }
}

/// A title whose last letters the line's end parted (`…年度报` / `告`) takes in the line below; so does one without
/// a year.
fn with_end_below(mut c: Candidate, pieces: &Pieces<'_>, at: usize) -> Candidate {
    let (Some(here), Some(below)) = (pieces.head.get(at), pieces.head.get(at + 1)) else {
        return c;
    };
    let at_end = c.spans.last().is_some_and(|span| span.end == here.end);
    if at_end && !c.cited && c.plain.ends_with('报') && pieces.get(below).trim() == "告" {
        c.plain.push('告');
        c.spans.push(below.clone());
        return c;
    }
    with_year_below(c, pieces, at)
}

/// A title without a year takes in the line `（2020年度）` below it.
fn with_year_below(mut c: Candidate, pieces: &Pieces<'_>, at: usize) -> Candidate {
    let (Some(here), Some(below)) = (pieces.head.get(at), pieces.head.get(at + 1)) else {
        return c;
    };
    let line = pieces.get(below);
    let at_end = c.spans.last().is_some_and(|s| s.end == here.end);
    if at_end && line.len() <= 30 && years(&c.plain).is_empty() {
        let squeezed = Squeezed::of(line, 0);
        if squeezed.chars.len() > 2 && year_after(&squeezed, 0) == squeezed.chars.len() {
            c.plain.push_str(&squeezed.text(0, squeezed.chars.len()));
            c.spans.push(below.clone());
        }
    }
    c
}

fn slice(text: &str, squeezed: &Squeezed, from: usize, to: usize) -> String {
    let start = squeezed.chars.get(from).map_or(0, |c| c.0);
    let end = to.checked_sub(1).and_then(|i| squeezed.chars.get(i)).map_or(start, |c| c.0 + c.1.len_utf8());
    text.get(start..end).unwrap_or("").to_owned()
}
