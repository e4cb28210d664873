//! Document stage: bytes of any format become the same few blocks with positions.
//!
//! Output: [`Document`], one text buffer and a list of [`Block`]s that point into it.
//! Nothing here knows what an annual report is.

mod blank;
mod decode;
mod docx;
mod drawn;
mod excise;
mod feeds;
mod flow;
mod grid;
mod html;
mod leftovers;
mod markdown;
mod noise;
mod office;
mod pdf;
mod pinyin;
mod point;
mod raised;
mod script;
mod spam;
mod text;
mod xlsx;

use std::ops::Range;

use crate::source::{About, RawDocument, Reject, RejectReason, SourceFormat};

pub(crate) use blank::is_unseen;
pub use noise::{NoiseError, NoiseRules};
pub use pdf::PdfLimits;
pub(crate) use point::begins_a_point;
pub(crate) use script::to_simplified;

/// A piece of a document's text: byte offsets into [`Document::found`].
pub type Span = Range<usize>;

/// Reads a document: decodes it, takes out what a hacked site put in, and cuts it into blocks.
///
/// The parts of an office document may unpack to `max_bytes`; `limits` bounds PDF files.
///
/// # Errors
/// The reject, with its reason, of a document without text.
pub fn read(raw: &RawDocument, noise: &NoiseRules, max_bytes: u64, limits: PdfLimits) -> Result<Document, Reject> {
    let parts = parts(raw, max_bytes, limits).map_err(|(reason, detail)| raw.reject(reason, detail))?;
    let Parts { encoding, mut found, mut blocks, mut page, mut pages, recognised } = parts;
    page.add(&raw.about);
    let script = script::script_of(&found);
    let pinyin = pinyin::brackets(&found, script);
    excise::cut(&mut found, &pinyin);
    excise::follow(&mut blocks, &pinyin, &found);
    excise::follow_offsets(&mut pages, &pinyin);
    let mut hans = (script == Script::Hant).then(|| script::to_simplified(&found));
    let (injected, places) = injections(&found, hans.as_deref(), &mut page, noise);
    excise::cut(&mut found, &places);
    if let Some(hans) = &mut hans {
        excise::cut(hans, &places);
    }
    excise::follow(&mut blocks, &places, &found);
    excise::follow_offsets(&mut pages, &places);
    if raw.format == SourceFormat::Text && blocks.is_empty() {
        blocks = text::lines(&found);
        feeds::drop_numbers(&found, &mut blocks);
    }
    if blocks.is_empty() {
        let detail = "there is no text in it; the report may be a picture or load from elsewhere";
        return Err(raw.reject(RejectReason::Empty, detail));
    }
    Ok(Document { format: raw.format, encoding, script, page, found, hans, blocks, pages, injected, recognised })
}

/// A document as its reader gives it.
struct Parts {
    encoding: &'static str,
    found: String,
    /// Of a text without tables in HTML, none yet: its lines are cut when what a hacked site put in is gone.
    blocks: Vec<Block>,
    page: PageData,
    /// Where pages begin.
    pages: Vec<usize>,
    /// Told from a picture.
    recognised: bool,
}

/// Calls the reader of the document's format.
fn parts(raw: &RawDocument, max_bytes: u64, limits: PdfLimits) -> Result<Parts, decode::Refusal> {
    let made =
        |encoding, found, blocks, page| Parts { encoding, found, blocks, page, pages: Vec::new(), recognised: false };
    let of_office = |(found, blocks)| made("utf-8", found, blocks, PageData::default());
    match raw.format {
        SourceFormat::Text => {
            let decoded = decode::decode(&raw.bytes, raw.format)?;
            let text = leftovers::plain(decoded.text);
            match markdown::read(&text) {
                Some(page) => {
                    let html::ReadPage { found, blocks, page } = page?;
                    Ok(made(decoded.encoding, found, blocks, page))
                }
                None => {
                    let text = markdown::without_breaks(text);
                    Ok(made(decoded.encoding, text, Vec::new(), PageData::default()))
                }
            }
        }
        SourceFormat::Html => {
            let decoded = decode::decode(&raw.bytes, raw.format)?;
            let html::ReadPage { found, blocks, page } = html::read(&decoded.text)?;
            Ok(made(decoded.encoding, found, blocks, page))
        }
        SourceFormat::Docx => docx::read(&raw.bytes, max_bytes).map(of_office),
        SourceFormat::Xlsx => xlsx::read(&raw.bytes, max_bytes).map(of_office),
        SourceFormat::Pdf => {
            let pdf::ReadPdf { found, blocks, pages, recognised } = pdf::read(&raw.bytes, limits)?;
            Ok(Parts { pages, recognised, ..made("utf-8", found, blocks, PageData::default()) })
        }
    }
}

/// Injected strings and where they stand in `found`; takes them out of the page data.
fn injections(found: &str, hans: Option<&str>, page: &mut PageData, noise: &NoiseRules) -> (Vec<Injection>, Vec<Span>) {
    let text = hans.unwrap_or(found);
    let fields = [&mut page.title, &mut page.published, &mut page.source, &mut page.site];
    let mut fields: Vec<&mut String> = fields.into_iter().flatten().collect();
    let strings = if fields.is_empty() {
        spam::injected(text, noise)
    } else {
        let mut whole = String::with_capacity(text.len() + 256);
        whole.push_str(text);
        for field in &fields {
            whole.push('\n');
            whole.push_str(field);
        }
        spam::injected(&whole, noise)
    };
    let mut injected = Vec::new();
    let mut places: Vec<Span> = Vec::new();
    for string in strings {
        let mut here = spam::places(text, &string);
        here.retain(|span| !spam::overlaps(&places, span));
        let as_found = here.first().and_then(|span| found.get(span.clone()));
        let as_found = as_found.map_or(string, str::to_owned);
        let mut count = here.len();
        for field in &mut fields {
            let in_field = spam::places(field, &as_found);
            count += in_field.len();
            excise::cut(field, &in_field);
        }
        places.append(&mut here);
        places.sort_by_key(|place| place.start);
        injected.push(Injection { text: as_found, count: count as u32 });
    }
    (injected, places)
}

/// A document as blocks over one text buffer.
///
/// `found` is the text as the page has it. `hans` is the same text in simplified characters,
/// present only where the page is in traditional script, and **byte-aligned** with `found`:
/// every character keeps its UTF-8 length, so a [`Span`] is valid in both.
#[derive(Debug, Clone)]
pub struct Document {
    /// Kind of file it was read from.
    pub format: SourceFormat,
    /// Name of the character encoding, e.g. `utf-8`, `gb18030`, `big5`, `utf-16le`.
    pub encoding: &'static str,
    /// Script of the text.
    pub script: Script,
    /// What the page itself says in its markup.
    pub page: PageData,
    /// The text as found, blocks in reading order.
    pub found: String,
    /// The text in simplified characters where it differs from `found`.
    pub hans: Option<String>,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Where in `found` each page begins; empty for a document without pages.
    pub pages: Vec<usize>,
    /// Strings that a hacked site put into the page; already taken out of `found`.
    pub injected: Vec<Injection>,
    /// Its text was told from a picture by a program (OCR), and may be misread.
    pub recognised: bool,
}

impl Document {
    /// The text for matching: simplified characters.
    pub fn text(&self) -> &str {
        self.hans.as_deref().unwrap_or(&self.found)
    }

    /// The page, from 1, that a place in `found` is on; `None` in a document without pages.
    pub fn page_at(&self, at: usize) -> Option<u32> {
        let page = self.pages.partition_point(|&start| start <= at);
        (!self.pages.is_empty()).then_some(page as u32)
    }
}

/// Chinese script; the contract's `script`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Simplified characters.
    Hans,
    /// Traditional characters.
    Hant,
}

impl Script {
    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            Script::Hans => "hans",
            Script::Hant => "hant",
        }
    }
}

/// What a page's markup says about itself, else what its corpus says; text as found, untrimmed of
/// nothing but blanks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageData {
    /// `<meta name="ArticleTitle">`, else `<title>`, else the corpus's title.
    pub title: Option<String>,
    /// `<meta name="PubDate">`, else an article's `publish_time` on WeChat.
    pub published: Option<String>,
    /// The corpus's date.
    pub listed: Option<String>,
    /// `<meta name="ContentSource">`: the publishing agency.
    pub source: Option<String>,
    /// `<meta name="SiteName">`.
    pub site: Option<String>,
}

impl PageData {
    /// Fills what the page does not say from what its corpus does.
    fn add(&mut self, about: &About) {
        if self.title.is_none() {
            self.title.clone_from(&about.title);
        }
        self.listed.clone_from(&about.published);
    }
}

/// A string that a hacked site put into the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Injection {
    /// The string.
    pub text: String,
    /// How often it stood in the page.
    pub count: u32,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A line of a text file or a paragraph of a page. May hold flattened table cells.
    Line(Line),
    /// A table whose cell borders are certain.
    Grid(Grid),
}

/// One non-blank line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Where its text stands, without surrounding blanks.
    pub span: Span,
    /// Line number from 1 in a text file; on its page in a PDF; number of the paragraph from 1 in HTML.
    pub number: u32,
    /// Blank lines directly above it (0 in HTML).
    pub blank_above: u32,
}

/// A table of a page with rowspan and colspan resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Number of the table in the document, from 1.
    pub number: u32,
    /// Cells in row order, then column order; a merged cell stands once, at its first place.
    pub cells: Vec<GridCell>,
    /// Columns of the resolved grid.
    pub width: u32,
}

/// A cell of a [`Grid`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Its text, blanks trimmed; `<br>` and paragraphs inside are joined by `\n`. May be empty.
    pub span: Span,
    /// Row from 0.
    pub row: u32,
    /// Resolved column from 0.
    pub column: u32,
    /// Rows it covers, at least 1.
    pub row_span: u32,
    /// Columns it covers, at least 1.
    pub col_span: u32,
    /// Its number among the written cells of its row, from 1 (for `place`).
    pub ordinal: u32,
}

#[cfg(test)]
mod tests;
