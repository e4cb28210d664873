//! Source stage: finds the inputs, opens and unpacks them, names documents by content.
//!
//! Output: [`RawDocument`], bytes with a place of origin and nothing understood yet. An input is a
//! file; it holds one document, or it is an archive or a corpus and holds many. [`feed()`] hands
//! them out one by one in an order that depends on names and bytes alone.

mod archive;
mod budget;
mod corpus;
mod feed;
mod format;
mod opener;
mod pending;
mod places;
mod settings;
mod walk;
mod zip_file;

pub use feed::{Feed, feed, feed_counting};
pub use format::Extensions;
pub use pending::Pending;
pub use settings::{Columns, Limits, SourceSettings};
pub use walk::{Discovery, InputFile, SourceError, all_exist, discover, discover_but};

pub(crate) use format::foreign_format;
pub(crate) use zip_file::ZipFile;

/// One input as found: bytes and where they came from.
#[derive(Debug, Clone)]
pub struct RawDocument {
    /// Path relative to the input root, `/`-separated; with `!/` and the path inside an archive,
    /// with `#` and the row of a corpus.
    pub source_uri: String,
    /// The first 16 hex digits of the BLAKE3 hash of `bytes`.
    pub report_id: String,
    /// The format that its content shows.
    pub format: SourceFormat,
    /// The document as stored, unpacked; of a corpus row its text or page, in UTF-8 unless its column holds bytes.
    pub bytes: Vec<u8>,
    /// What stands beside the document in its corpus.
    pub about: About,
}

/// What a corpus says about a document in columns of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct About {
    /// Where the page was found.
    pub url: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// When it was published, as found.
    pub published: Option<String>,
}

impl About {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl RawDocument {
    /// Names a document by its content: `report_id` comes from `bytes` alone.
    pub fn new(source_uri: impl Into<String>, format: SourceFormat, bytes: Vec<u8>) -> Self {
        let hash = blake3::hash(&bytes);
        let report_id = hash.to_hex()[..16].to_owned();
        Self { source_uri: source_uri.into(), report_id, format, bytes, about: About::default() }
    }

    /// The same document with what its corpus says about it.
    pub fn with_about(self, about: About) -> Self {
        Self { about, ..self }
    }

    /// A reject that stands for this document.
    pub fn reject(&self, reason: RejectReason, detail: impl Into<String>) -> Reject {
        Reject { source_uri: self.source_uri.clone(), reason, detail: detail.into(), byte_len: self.bytes.len() as u64 }
    }
}

/// What kind of file a document came from; the contract's `source_format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// Plain or Markdown text.
    Text,
    /// An HTML page.
    Html,
    /// A document of a word processor, Office Open XML.
    Docx,
    /// A spreadsheet, Office Open XML.
    Xlsx,
    /// A PDF file.
    Pdf,
}

impl SourceFormat {
    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            SourceFormat::Text => "text",
            SourceFormat::Html => "html",
            SourceFormat::Docx => "docx",
            SourceFormat::Xlsx => "xlsx",
            SourceFormat::Pdf => "pdf",
        }
    }
}

/// What was passed over, so that it can be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Hidden files and folders: names that begin with a dot, and `__MACOSX` in archives. A folder counts as one.
    pub hidden: u64,
    /// Directories of datasets that this program wrote.
    pub datasets: Vec<std::path::PathBuf>,
}

/// A document that yielded no report, kept with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Where the document stands.
    pub source_uri: String,
    /// Why it yielded no report.
    pub reason: RejectReason,
    /// One plain sentence: what was found and what to do about it.
    pub detail: String,
    /// Size of the document in bytes.
    pub byte_len: u64,
}

/// The contract's reject reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RejectReason {
    /// The file could not be read from disk.
    Unreadable,
    /// No reader for this format.
    UnsupportedFormat,
    /// Locked by a password.
    Encrypted,
    /// No text in it.
    Empty,
    /// Text, but not an annual report on government information disclosure.
    NotAReport,
    /// Over the size limit.
    TooLarge,
    /// The bytes fit no supported encoding.
    DecodeError,
}

impl RejectReason {
    /// All reasons in the contract's order.
    pub const ALL: [RejectReason; 7] = [
        RejectReason::Unreadable,
        RejectReason::UnsupportedFormat,
        RejectReason::Encrypted,
        RejectReason::Empty,
        RejectReason::NotAReport,
        RejectReason::TooLarge,
        RejectReason::DecodeError,
    ];

    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            RejectReason::Unreadable => "unreadable",
            RejectReason::UnsupportedFormat => "unsupported_format",
            RejectReason::Encrypted => "encrypted",
            RejectReason::Empty => "empty",
            RejectReason::NotAReport => "not_a_report",
            RejectReason::TooLarge => "too_large",
            RejectReason::DecodeError => "decode_error",
        }
    }
}
