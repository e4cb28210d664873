//! Two whole reports of one agency on one page: this year's, and below it that of another year.
//!
//! The page's title says which year the page is on; that report ends where the title of the other stands. Both halves
//! must have sections of their own: the title alone may be a link.

use super::Metadata;
use super::metadata::{self, MetadataRules};
use super::sections::{Candidates, SectionRules};
use crate::document::{Block, Document};

/// Different sections that each half must have.
const LEAST: usize = 4;

/// The page as far as its first report goes, and the title of the second; `None` where there is no second.
pub fn parted(
    document: &Document,
    own: &Metadata,
    rules: &MetadataRules,
    sections: &SectionRules,
) -> Option<(Document, String)> {
    let (at, title) = metadata::another(document, own, rules)?;
    let (first, second) = document.blocks.split_at_checked(at)?;
    let is_report = |blocks: &[Block]| {
        let half = Document { blocks: blocks.to_vec(), ..document.clone() };
        Candidates::of(&half, sections).headings(&[]).len() >= LEAST
    };
    if !is_report(first) || !is_report(second) {
        return None;
    }
    let end = match second.first() {
        Some(Block::Line(line)) => line.span.start,
        _ => return None,
    };
    let mut report = Document { blocks: first.to_vec(), ..document.clone() };
    report.found.truncate(end);
    report.hans.iter_mut().for_each(|hans| hans.truncate(end));
    report.pages.retain(|&page| page < end);
    Some((report, title.to_owned()))
}
