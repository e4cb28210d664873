//! The narrative of each section: its lines, with headings and official tables left out.

use super::canon::fold;
use super::items::is_page_mark;
use super::sections::Heading;
use super::{Code, SectionCode};
use crate::document::{Block, Document, Span};

/// A section's narrative before it is cut into sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// Which section.
    pub code: SectionCode,
    /// Heading as found.
    pub heading: Option<String>,
    /// Lines as found, joined by `\n`.
    pub text: String,
    /// The same in simplified characters where it differs; byte-aligned with `text`.
    pub hans: Option<String>,
}

/// The narrative of every section that stands in the document, once for each section code.
/// `headings` in document order; `tables` sorted by start.
pub fn split(document: &Document, headings: &[Heading], tables: &[(Code, Span)]) -> Vec<Prose> {
    let mut sections = vec![Prose::new(SectionCode::Preface, None, document)];
    let mut current = 0;
    let mut next = headings.iter().peekable();
    for block in &document.blocks {
        let Block::Line(line) = block else { continue };
        let mut at = line.span.start;
        while at < line.span.end {
            if let Some(heading) = next.next_if(|h| h.span.start <= at) {
                current = open(&mut sections, heading, document);
                at = heading.span.end.max(at);
                continue;
            }
            if let Some(table) = tables.iter().map(|(_, t)| t).find(|t| t.contains(&at)) {
                at = table.end;
                continue;
            }
            let table = tables.iter().map(|(_, t)| t.start).find(|&s| s > at).unwrap_or(usize::MAX);
            let heading = next.peek().map_or(usize::MAX, |h| h.span.start);
            let end = line.span.end.min(table).min(heading);
            sections[current].push(document, at..end);
            at = end;
        }
    }
    for heading in next {
        open(&mut sections, heading, document);
    }
    sections.retain(|s| s.heading.is_some() || !s.text.is_empty());
    sections
}

/// The section that a heading opens; a code that came before goes on.
fn open(sections: &mut Vec<Prose>, heading: &Heading, document: &Document) -> usize {
    if let Some(known) = sections.iter().position(|s| s.code == heading.code) {
        return known;
    }
    let words = document.found[heading.span.clone()].trim().to_owned();
    sections.push(Prose::new(heading.code, Some(words), document));
    sections.len() - 1
}

impl Prose {
    fn new(code: SectionCode, heading: Option<String>, document: &Document) -> Self {
        Self { code, heading, text: String::new(), hans: document.hans.as_ref().map(|_| String::new()) }
    }

    fn push(&mut self, document: &Document, span: Span) {
        let raw = &document.found[span.clone()];
        let trimmed = raw.trim();
        // Pipes, rules and page numbers left over from tables and pages are no narrative.
        if !trimmed.chars().any(|c| fold(c).is_some()) || is_page_mark(trimmed) {
            return;
        }
        let start = span.start + (raw.len() - raw.trim_start().len());
        let span = start..start + trimmed.len();
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(trimmed);
        if let (Some(hans), Some(all)) = (&mut self.hans, &document.hans) {
            if !hans.is_empty() {
                hans.push('\n');
            }
            hans.push_str(&all[span]);
        }
    }
}
