//! One document, read whole: metadata, tables, sections, findings.

use super::checks::{self, CheckRules, Facts};
use super::forms::Forms;
use super::items;
use super::metadata::{self, MetadataRules};
use super::narrative_text::{self, Prose};
use super::region::Divisions;
use super::second;
use super::sections::{self, Heading, SectionRules};
use super::tables::{self, Known, Labels, Tables};
use super::trust;
use super::{Metadata, SectionCode};
use crate::document::{Block, Document, Span};

/// The definitions that a report is read by.
#[derive(Debug)]
pub struct Definitions {
    /// The official forms.
    pub forms: Forms,
    /// Their labels, indexed.
    pub labels: Labels,
    /// Headings, and what makes a page a report.
    pub sections: SectionRules,
    /// Title, publisher, dates.
    pub metadata: MetadataRules,
    /// GB/T 2260.
    pub divisions: Divisions,
    /// What is checked.
    pub checks: CheckRules,
}

/// A report before its narrative is cut into sentences.
#[derive(Debug)]
pub struct Outline {
    /// Title, publisher, year, place.
    pub metadata: Metadata,
    /// Cells and edition.
    pub tables: Tables,
    /// Narrative by section.
    pub prose: Vec<Prose>,
    /// What does not add up.
    pub findings: Vec<super::Finding>,
}

/// Reads a document; `Err` says in a sentence why it is no annual report.
///
/// # Errors
/// The signs of a report that are missing.
pub fn read(document: &Document, definitions: &Definitions) -> Result<Outline, String> {
    let of = |document: &Document| metadata::read(document, &definitions.metadata, &definitions.divisions);
    let whole_page = of(document);
    let parted = second::parted(document, &whole_page, &definitions.metadata, &definitions.sections);
    let document = parted.as_ref().map_or(document, |(first, _)| first);
    let metadata = if parted.is_some() { of(document) } else { whole_page };
    let stream = items::cut(document);
    let candidates = sections::Candidates::of(document, &definitions.sections);
    let known = Known { year: metadata.report_year, headings: &candidates.outline() };
    let mut tables = tables::read(document, &definitions.forms, &definitions.labels, &stream, known);
    trust::keep_borne_out(document, &definitions.forms, &mut tables);
    let placed = placed(&tables, &definitions.forms);
    let mut headings = candidates.headings(&placed);
    is_report(document, definitions, &metadata, &headings, &tables)?;
    // Reports of other editions have sections of their own; the form's six leave no room for others.
    if headings.len() < 4 {
        headings.extend(sections::other_headings(document, &headings, &placed));
        headings.sort_by_key(|h| h.span.start);
    }
    let prose = narrative_text::split(document, &headings, &tables.spans);
    let found: Vec<SectionCode> = headings.iter().map(|h| h.code).collect();
    let facts = Facts {
        forms: &definitions.forms,
        tables: &tables,
        sections: &found,
        metadata: &metadata,
        injected: &document.injected,
        second: parted.as_ref().map(|(_, title)| title.as_str()),
    };
    let findings = checks::run(&facts, &definitions.checks);
    Ok(Outline { metadata, tables, prose, findings })
}

/// The tables' spans with the sections that the form puts them in.
fn placed(tables: &Tables, forms: &Forms) -> Vec<(SectionCode, Span)> {
    tables
        .spans
        .iter()
        .filter_map(|(table, span)| {
            let code = SectionCode::ALL.into_iter().find(|s| s.code() == forms.code(*table))?;
            Some((code, span.clone()))
        })
        .collect()
}

/// Lines of a page's head among which its name stands, and how many characters that has at most.
const HEAD_LINES: usize = 12;
const LONGEST_NAME: usize = 60;
/// Characters of a page among which it says what it is.
const HEAD_CHARACTERS: usize = 600;

fn lines(document: &Document) -> impl Iterator<Item = &str> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Line(line) => document.text().get(line.span.clone()),
        Block::Grid(_) => None,
    })
}

/// Title, headings and tables speak for a report; it takes two of them, or the headings of the whole form.
fn is_report(
    document: &Document,
    definitions: &Definitions,
    metadata: &Metadata,
    headings: &[Heading],
    tables: &Tables,
) -> Result<(), String> {
    let rules = &definitions.sections.report;
    let names = |text: &str| {
        rules.topics.iter().any(|t| text.contains(t.as_str())) && rules.kinds.iter().any(|k| text.contains(k.as_str()))
    };
    let text = document.text();
    let head = text.char_indices().nth(HEAD_CHARACTERS).map_or(text, |(end, _)| &text[..end]);
    let title = metadata.title.as_deref().unwrap_or("");
    let title = if document.hans.is_some() && !title.is_empty() {
        document.found.find(title).map_or(title, |at| &document.text()[at..at + title.len()])
    } else {
        title
    };
    let other = rules.not_titles.iter().find(|w| title.contains(w.as_str()));
    // The name of a circular is no report's title, and was not taken for one.
    let circular = || {
        let named = lines(document).take(HEAD_LINES).filter(|line| line.chars().count() <= LONGEST_NAME && names(line));
        let ends = |line: &str| {
            let line = line.trim_end().trim_end_matches(['）', ')', '】', '》', '」', '』']);
            rules.not_titles.iter().find(|w| line.ends_with(w.as_str()))
        };
        named.into_iter().find_map(ends)
    };
    let table = !tables.spans.is_empty();
    // A circular may enclose the form, which is empty, or its headings; a report under such a title has figures.
    let figures = tables.cells.iter().any(|cell| cell.value.is_some());
    let other = other.or_else(|| if title.is_empty() && !figures { circular() } else { None });
    if let Some(word) = other
        && !figures
    {
        let lacks = if table { "figures in the report's tables" } else { "the report's tables" };
        return Err(format!("its title says {word}: a page about a report, without {lacks}"));
    }
    // An essay on such reports has their headings too, but is nobody's and of no year.
    if title.is_empty() && metadata.publisher.is_none() && metadata.report_year.is_none() && !figures {
        return Err("it names no agency and no year, and has no figures in the report's tables".to_owned());
    }
    let signs = [names(title) || names(head), headings.len() >= 2, table];
    let count = signs.iter().filter(|s| **s).count();
    let is_headed = |code: &SectionCode| headings.iter().any(|heading| heading.code == *code);
    let sections = SectionCode::ALL.into_iter().filter(is_headed).count();
    if count >= rules.least_signs || rules.whole_form.is_some_and(|whole| sections >= whole) {
        return Ok(());
    }
    let missing: Vec<&str> = ["a title or preamble that says so", "the form's section headings", "an official table"]
        .into_iter()
        .zip(signs)
        .filter_map(|(name, present)| (!present).then_some(name))
        .collect();
    Err(format!("no annual report on government information disclosure: it lacks {}", missing.join(", ")))
}
