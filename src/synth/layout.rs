//! The layouts that reports are written in, by name.

use std::fmt;
use std::str::FromStr;

/// How a made-up report is laid out. `Display` and `FromStr` use the names of [`Layout::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layout {
    /// One cell a line, a blank line between.
    Lines,
    /// `a | b | c |`: a pipe after each cell.
    Pipes,
    /// Pipes with a varying number of trailing pads; an empty cell breaks the line.
    PaddedPipes,
    /// `| a | b | c |`, as in Markdown.
    BorderedPipes,
    /// One cell a line, each ending in a pipe; a lone pipe ends the row.
    LinePipes,
    /// One cell a line with a lone pipe on a line between the cells of a row.
    LonePipes,
    /// Each cell indented on its own line with a closing pipe; a row opens with a lone pipe.
    SplitPipes,
    /// One row a line, single blanks between the cells.
    Spaced,
    /// One row a line, tabs between the cells.
    Tabbed,
    /// The whole report on one line, blanks between everything.
    SingleLine,
    /// Bordered pipes whose header cells are broken over several lines.
    WrappedHeader,
    /// An HTML page with merged cells, nested paragraphs and page data, like the official form.
    Html,
    /// An HTML page whose rows hold one cell for each label and figure, nothing merged.
    HtmlFlat,
    /// A PDF with a text layer: ruled tables over several pages, wrapped labels, vertical labels, page numbers.
    Pdf,
    /// Text that keeps the layout of such a PDF: columns by runs of blanks, labels torn by their figures.
    PdfText,
    /// A word processor document with merged cells, automatic numbers and tracked changes.
    Docx,
    /// A spreadsheet with merged cells, with and without borders.
    Xlsx,
    /// Pipes or lines, with a sentence before each table that announces it.
    Announced,
    /// Pipes or lines; table two stands before its heading.
    TableBeforeHeading,
    /// Lines; zeros vanish without a trace.
    DroppedBlanks,
    /// Everything run together without separators.
    Glued,
    /// Lines; within a table only the first of equal lines is left.
    RepeatsRemoved,
    /// Tables were pictures: headings stand without bodies.
    HeadingsOnly,
    /// Pipes or lines; section two is prose without a table.
    ProseDisclosures,
}

impl Layout {
    /// All layouts, lossless ones first.
    pub const ALL: [Layout; 24] = [
        Layout::Lines,
        Layout::Pipes,
        Layout::PaddedPipes,
        Layout::BorderedPipes,
        Layout::LinePipes,
        Layout::LonePipes,
        Layout::SplitPipes,
        Layout::Spaced,
        Layout::Tabbed,
        Layout::SingleLine,
        Layout::WrappedHeader,
        Layout::Html,
        Layout::HtmlFlat,
        Layout::Pdf,
        Layout::PdfText,
        Layout::Docx,
        Layout::Xlsx,
        Layout::Announced,
        Layout::TableBeforeHeading,
        Layout::DroppedBlanks,
        Layout::Glued,
        Layout::RepeatsRemoved,
        Layout::HeadingsOnly,
        Layout::ProseDisclosures,
    ];

    /// The name on the command line and in truth files.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Lines => "lines",
            Layout::Pipes => "pipes",
            Layout::PaddedPipes => "padded_pipes",
            Layout::BorderedPipes => "bordered_pipes",
            Layout::LinePipes => "line_pipes",
            Layout::LonePipes => "lone_pipes",
            Layout::SplitPipes => "split_pipes",
            Layout::Spaced => "spaced",
            Layout::Tabbed => "tabbed",
            Layout::SingleLine => "single_line",
            Layout::WrappedHeader => "wrapped_header",
            Layout::Html => "html",
            Layout::HtmlFlat => "html_flat",
            Layout::Pdf => "pdf",
            Layout::PdfText => "pdf_text",
            Layout::Docx => "docx",
            Layout::Xlsx => "xlsx",
            Layout::Announced => "announced",
            Layout::TableBeforeHeading => "table_before_heading",
            Layout::DroppedBlanks => "dropped_blanks",
            Layout::Glued => "glued",
            Layout::RepeatsRemoved => "repeats_removed",
            Layout::HeadingsOnly => "headings_only",
            Layout::ProseDisclosures => "prose_disclosures",
        }
    }

    /// Whether every cell of the form can be told from the page.
    pub fn is_lossless(self) -> bool {
        !matches!(
            self,
            Layout::PdfText
                | Layout::DroppedBlanks
                | Layout::Glued
                | Layout::RepeatsRemoved
                | Layout::HeadingsOnly
                | Layout::ProseDisclosures
        )
    }

    /// Whether the page is HTML.
    pub fn is_html(self) -> bool {
        matches!(self, Layout::Html | Layout::HtmlFlat)
    }

    /// File name extension of its pages.
    pub fn extension(self) -> &'static str {
        match self {
            Layout::Pdf => "pdf",
            Layout::Docx => "docx",
            Layout::Xlsx => "xlsx",
            layout if layout.is_html() => "html",
            _ => "txt",
        }
    }

    /// Whether an empty cell leaves a trace, so that blanks need no mark.
    pub(super) fn keeps_empty_cells(self) -> bool {
        matches!(
            self,
            Layout::Pipes
                | Layout::PaddedPipes
                | Layout::BorderedPipes
                | Layout::Tabbed
                | Layout::WrappedHeader
                | Layout::Html
                | Layout::HtmlFlat
                | Layout::Pdf
                | Layout::PdfText
                | Layout::Docx
                | Layout::Xlsx
        )
    }

    /// Whether figures vanish from the page; such pages have no blank cells to begin with.
    pub(super) fn loses_figures(self) -> bool {
        matches!(self, Layout::DroppedBlanks | Layout::Glued | Layout::RepeatsRemoved)
    }
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no layout.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no layout {0:?}; there are {names}", names = Layout::ALL.map(Layout::name).join(", "))]
pub struct UnknownLayout(pub String);

impl FromStr for Layout {
    type Err = UnknownLayout;

    fn from_str(text: &str) -> Result<Self, UnknownLayout> {
        Layout::ALL.into_iter().find(|l| l.name() == text).ok_or_else(|| UnknownLayout(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_an_unknown_one_is_told_what_there_is() {
        for layout in Layout::ALL {
            assert_eq!(layout.to_string().parse(), Ok(layout));
        }
        let error = "table".parse::<Layout>().unwrap_err().to_string();
        assert!(error.contains("wrapped_header"), "{error}");
    }
}
