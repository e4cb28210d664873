//! PDF reader: positioned glyphs and ruling lines become lines and grids in reading order.
//!
//! `hayro-syntax` reads the file's structure and `hayro-cmap` the tables of characters; what the page draws is
//! walked here, so that its cost has bounds. The way: [`content`] notes glyphs and rules, [`marks`] makes them
//! upright and single, [`ruling`] and [`table`] make grids, [`lines`] makes lines, [`flow`] joins pages.

mod annotations;
mod content;
mod flow;
mod font;
mod glyph_names;
mod guard;
mod layers;
mod lines;
mod marks;
mod matrix;
mod overprint;
mod page_marks;
mod path;
mod radicals;
mod ruling;
mod simple_font;
mod stitch;
mod table;
mod widths;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::Block;
use super::decode::Refusal;
use crate::source::RejectReason;
use content::Interpreter;
use flow::Flow;
use guard::Budget;
use layers::Layers;

/// Bounds on one PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PdfLimits {
    /// Pages past which a document is refused.
    pub max_pages: usize,
    /// Bytes that its compressed parts may unpack to.
    pub max_unpacked: u64,
}

impl Default for PdfLimits {
    fn default() -> Self {
        Self { max_pages: 1000, max_unpacked: 256 << 20 }
    }
}

/// A PDF as read.
#[derive(Debug, Default)]
pub(super) struct ReadPdf {
    pub found: String,
    pub blocks: Vec<Block>,
    /// Where in the text each page begins.
    pub pages: Vec<usize>,
    /// Whether the text of some page was told from its picture.
    pub recognised: bool,
}

/// A place on a page: to the right, and downwards from its top.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    x: f64,
    y: f64,
}

/// Why a page is not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// So much of this that reading it could take any time and memory.
    TooLarge(&'static str),
}

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], limits: PdfLimits) -> Result<ReadPdf, Refusal> {
    let refuse = |Trouble::TooLarge(what): Trouble| {
        let detail = format!(
            "its {what} is larger than the limit for PDF files (max_unpacked = {} bytes); raise the limit to read it",
            limits.max_unpacked
        );
        (RejectReason::TooLarge, detail)
    };
    Budget::new(limits.max_unpacked).check_file(bytes).map_err(refuse)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(refusal)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err((RejectReason::Unreadable, "the PDF has no page that can be found; fetch it again".to_owned()));
    }
    if pages.len() > limits.max_pages {
        let detail = format!(
            "the PDF has {} pages and the limit is {} (max_pages); raise the limit to read it",
            pages.len(),
            limits.max_pages
        );
        return Err((RejectReason::TooLarge, detail));
    }
    let mut interpreter = Interpreter::new(Budget::new(limits.max_unpacked), Layers::of(&pdf));
    let mut flow = Flow::default();
    let (mut glyphs, mut unreadable, mut recognised) = (0, 0, false);
    for page in pages.iter() {
        let mut marks = interpreter.page(page).map_err(refuse)?;
        marks.settle();
        recognised |= marks.is_recognised();
        overprint::settle(&mut marks);
        let shown = marks.glyphs.iter().filter(|g| !g.is_blank());
        for glyph in shown {
            glyphs += 1;
            unreadable += usize::from(glyph.text.contains(font::UNREADABLE));
        }
        flow.page(&marks);
    }
    if glyphs < LITTLE * pages.len() && glyphs < ENOUGH {
        let detail = format!(
            "its {} pages hold {glyphs} characters of text: they are pictures, as a scanner makes them; run OCR over \
             the file (or find the report's text version) and give the result",
            pages.len()
        );
        return Err((RejectReason::Empty, detail));
    }
    if 2 * unreadable > glyphs {
        let detail = "its fonts do not say which characters they draw, so its text cannot be told; run OCR over the \
                      file (or find the report's text version) and give the result";
        return Err((RejectReason::DecodeError, detail.to_owned()));
    }
    Ok(ReadPdf { recognised, ..flow.finish() })
}

/// Characters of a page below which it counts as a picture.
const LITTLE: usize = 20;
/// Characters of a document that are a text, however many pictures are around it.
const ENOUGH: usize = 200;

fn refusal(error: LoadPdfError) -> Refusal {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            let detail = "the PDF asks for a password; open it with the password and save it without one";
            (RejectReason::Encrypted, detail.to_owned())
        }
        LoadPdfError::Decryption(_) => {
            let detail = "the PDF is encrypted in a way that is not known; open it in a PDF viewer and save or print \
                          it as a new PDF";
            (RejectReason::Encrypted, detail.to_owned())
        }
        LoadPdfError::Invalid => (
            RejectReason::Unreadable,
            "the PDF is damaged; fetch it again or save it anew from a PDF viewer".to_owned(),
        ),
    }
}
