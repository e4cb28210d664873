//! The narrative of each section: its lines, with headings and official tables left out.

use super::canon::fold;
use super::items::is_page_mark;
use super::paragraphs;
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
    /// Paragraphs as found, joined by `\n`.
    pub text: String,
    /// The same in simplified characters where it differs; byte-aligned with `text`.
    pub hans: Option<String>,
}

/// A line of narrative, or what tables and headings leave of one.
struct Piece {
    section: usize,
    span: Span,
    /// It stands right below the piece before; the end of a page may lie between.
    follows: bool,
}

/// The narrative of every section that stands in the document, once for each section code.
/// `headings` in document order; `tables` sorted by start.
pub fn split(document: &Document, headings: &[Heading], tables: &[(Code, Span)]) -> Vec<Prose> {
    let mut sections = vec![Prose::new(SectionCode::Preface, None, document)];
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut current, mut is_next, mut is_turned) = (0, false, false);
    let mut next = headings.iter().peekable();
    for block in &document.blocks {
        let Block::Line(line) = block else { continue };
        // The number of a page, and blank lines around it, part nothing.
        is_turned |= is_page_mark(document.found[line.span.clone()].trim());
        is_next &= line.blank_above == 0 || is_turned;
        let mut at = line.span.start;
        while at < line.span.end {
            if let Some(heading) = next.next_if(|h| h.span.start <= at) {
                current = open(&mut sections, heading, document);
                at = heading.span.end.max(at);
                is_next = false;
                continue;
            }
            if let Some(table) = tables.iter().map(|(_, t)| t).find(|t| t.contains(&at)) {
                at = table.end;
                is_next = false;
                continue;
            }
            let table = tables.iter().map(|(_, t)| t.start).find(|&s| s > at).unwrap_or(usize::MAX);
            let heading = next.peek().map_or(usize::MAX, |h| h.span.start);
            let end = line.span.end.min(table).min(heading);
            if let Some(span) = narrative(document, at..end) {
                pieces.push(Piece { section: current, span, follows: is_next });
                (is_next, is_turned) = (true, false);
            } else {
                is_next &= is_turned;
            }
            at = end;
        }
    }
    for heading in next {
        open(&mut sections, heading, document);
    }
    let line = |piece: &Piece| &document.found[piece.span.clone()];
    let margin = paragraphs::margin(pieces.iter().map(line));
    let left = margin.and_then(|_| pieces.iter().map(|piece| indent(document, piece)).min());
    let goes_on = |above: &Piece, piece: &Piece| {
        // a line that is indented begins a paragraph
        piece.follows
            && margin.is_some_and(|margin| paragraphs::goes_on(line(above), line(piece), margin))
            && left.is_some_and(|left| indent(document, piece) <= left)
    };
    let mut before: Option<&Piece> = None;
    for piece in &pieces {
        let goes_on = before.replace(piece).is_some_and(|above| goes_on(above, piece));
        sections[piece.section].push(document, piece.span.clone(), goes_on);
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

/// Blanks before a piece on its line.
fn indent(document: &Document, piece: &Piece) -> usize {
    let ahead = document.found[..piece.span.start].chars().rev();
    ahead.take_while(|c| c.is_whitespace() && *c != '\n').count()
}

/// The narrative in a stretch of a line, without blanks around it.
fn narrative(document: &Document, span: Span) -> Option<Span> {
    let raw = &document.found[span.clone()];
    let trimmed = raw.trim();
    // Pipes, rules and page numbers left over from tables and pages are no narrative.
    let is_narrative = trimmed.chars().any(|c| fold(c).is_some()) && !is_page_mark(trimmed);
    let start = span.start + (raw.len() - raw.trim_start().len());
    is_narrative.then(|| start..start + trimmed.len())
}

impl Prose {
    fn new(code: SectionCode, heading: Option<String>, document: &Document) -> Self {
        Self { code, heading, text: String::new(), hans: document.hans.as_ref().map(|_| String::new()) }
    }

    /// Adds a line; one that `goes_on` is of the paragraph before.
    fn push(&mut self, document: &Document, span: Span, goes_on: bool) {
        let line = &document.found[span.clone()];
        let parts_words = self.text.ends_with(|c: char| c.is_ascii_alphanumeric())
            && line.starts_with(|c: char| c.is_ascii_alphanumeric());
        let between = match goes_on {
            _ if self.text.is_empty() => "",
            true if parts_words => " ",
            true => "",
            false => "\n",
        };
        self.text.push_str(between);
        self.text.push_str(line);
        if let (Some(hans), Some(all)) = (&mut self.hans, &document.hans) {
            hans.push_str(between);
            hans.push_str(&all[span]);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::reader::Reader;
    use crate::source::{RawDocument, SourceFormat};

    static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap());

    /// Sentences of a report whose section one is this.
    fn sentences(prose: &str) -> Vec<String> {
        let page = format!(
            "临江县民政局2022年政府信息公开工作年度报告\n\n一、总体情况\n{prose}\n\n五、存在的主要问题及改进情况\n人员不足。\n"
        );
        let report = READER.read(&RawDocument::new("t", SourceFormat::Text, page.into_bytes())).unwrap();
        let overview = report.sections.iter().find(|section| section.code.code() == "overview").unwrap();
        overview.narrative.sentences.iter().map(|sentence| overview.text[sentence.span.clone()].to_owned()).collect()
    }

    const PROSE: [&str; 3] = [
        "2022年，我局围绕群众关切持续推进政务公开，全年在县政府网站公开各类信息三百余条，通过微信公众号发布图文百余篇，办理群众来信来访四十余件，没有发生泄密事件。",
        "全年收到政府信息公开申请12件，上年结转1件，均在法定期限内答复，其中予以公开9件，部分公开2件，不予公开2件，未收取任何费用。",
        "进一步健全信息发布审核机制，落实专人负责，由办公室对拟公开的内容逐条把关，确保发布的信息准确、完整、及时，并接受社会监督。",
    ];

    /// The prose in lines of so many characters, the first of each paragraph indented.
    fn broken(width: usize) -> Vec<String> {
        let lines = PROSE.iter().flat_map(|paragraph| {
            let indented: Vec<char> = "\u{3000}\u{3000}".chars().chain(paragraph.chars()).collect();
            indented.chunks(width).map(|line| line.iter().collect()).collect::<Vec<String>>()
        });
        lines.collect()
    }

    #[test]
    fn paragraphs_that_a_page_broke_into_lines_are_whole() {
        assert_eq!(sentences(&PROSE.join("\n")), PROSE);
        assert_eq!(sentences(&broken(28).join("\n")), PROSE);
        let mut lines = broken(28);
        lines.insert(4, "\n— 1 —\n".to_owned());
        assert_eq!(sentences(&lines.join("\n")), PROSE, "a page's end");
        let titled = format!("临江县民政局政务公开工作情况的说明与下一年的打算\n{}", broken(28).join("\n"));
        assert_eq!(sentences(&titled)[1..], PROSE, "an indented line begins a paragraph");
        assert_eq!(sentences(&broken(28).join("\n\n")).len(), broken(28).len(), "blank lines part paragraphs");
        assert_ne!(sentences(&broken(12).join("\n")), PROSE, "no page is as narrow");
    }

    #[test]
    fn lines_that_are_points_stay_apart() {
        let points = "加强组织领导，明确工作职责分工\n完善工作制度，规范公开审查流程\n丰富公开形式，拓展公开渠道载体";
        let list = [points; 4].join("\n");
        assert_eq!(sentences(&list).len(), 12);
    }
}
