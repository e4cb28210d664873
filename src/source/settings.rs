//! What the source stage is told: names of formats, columns of corpora, limits.

use super::Extensions;

/// Settings of the source stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceSettings {
    /// File names that promise text and HTML.
    pub extensions: Extensions,
    /// Where things stand in a corpus.
    pub columns: Columns,
    /// How much is unpacked.
    pub limits: Limits,
}

/// Names of the columns of a JSON, JSONL or Parquet corpus. A row needs `text` or `html`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The document as text.
    pub text: String,
    /// The document as an HTML page; goes before `text` in a row that has both.
    pub html: String,
    /// Where it was found.
    pub url: String,
    /// Its title.
    pub title: String,
    /// When it was published.
    pub date: String,
}

impl Default for Columns {
    fn default() -> Self {
        let [text, html, url, title, date] = ["text", "html", "url", "title", "date"].map(str::to_owned);
        Self { text, html, url, title, date }
    }
}

/// Bounds on what an input may unpack to; past them it is rejected as `too_large`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one document after unpacking, and of the parts of an office document.
    pub document_bytes: u64,
    /// Files in one archive.
    pub archive_members: u64,
    /// Bytes that an input unpacks to for each of its own, all levels together. Applies past
    /// `document_bytes`, so that a small file may be as repetitive as it likes.
    pub unpack_ratio: u64,
    /// Archives inside an archive that are opened: 1 opens `a.zip!/b.tar!/c.html`.
    pub nested_archives: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document_bytes: 64 << 20, archive_members: 1_000_000, unpack_ratio: 200, nested_archives: 1 }
    }
}
