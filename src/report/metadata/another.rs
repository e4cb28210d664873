//! The title of another year's report further down on the page.

use super::Metadata;
use super::agency::agency_part;
use super::candidate::candidate;
use super::rules::MetadataRules;
use super::squeezed::{Squeezed, cores};
use super::year;
use crate::document::{Block, Document};

/// Longest line that can be a title, in bytes.
const MOST_BYTES: usize = 240;

/// The first block that is the title of a report of the same agency on another year, behind the report's own title,
/// with that title as found.
pub fn another<'d>(document: &'d Document, own: &Metadata, rules: &MetadataRules) -> Option<(usize, &'d str)> {
    let year = own.title_year.filter(|year| own.report_year == Some(*year))?;
    let title = own.title.as_deref()?;
    // Most lines hold nothing that ends a title (报告, 年报) or name no year, and most pages name one year only, which
    // is told sooner than whether they are titles.
    let dated = document.blocks.iter().enumerate().filter_map(|(at, block)| {
        let Block::Line(line) = block else { return None };
        let text = document.text().get(line.span.clone()).filter(|text| text.len() <= MOST_BYTES)?;
        text.contains('报').then(|| year::of_title(text)).flatten().map(|of| (at, line, text, of))
    });
    let dated: Vec<_> = dated.collect();
    if dated.iter().all(|(.., of)| *of == year) {
        return None;
    }
    let agency = agency_part(document.text().get(document.found.find(title).map(|at| at..at + title.len())?)?, rules);
    let mut is_behind = false;
    dated.into_iter().find_map(|(at, line, text, of)| {
        let squeezed = Squeezed::of(text, 0);
        let is_title = |core: &(usize, usize)| match candidate(&squeezed, *core, rules) {
            Some((_, from, to, cited)) => from == 0 && to == squeezed.chars.len() && !cited,
            None => false,
        };
        if !cores(&squeezed, rules).iter().any(is_title) || agency_part(text, rules) != agency {
            return None;
        }
        is_behind |= of == year;
        (is_behind && of != year).then(|| (at, document.found.get(line.span.clone()).unwrap_or("")))
    })
}
