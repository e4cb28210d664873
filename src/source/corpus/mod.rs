//! Corpora: files whose rows are documents, as JSON lines, as a JSON list or as Parquet.
//!
//! A row is read on its own: one that is broken is a reject, and the next goes on.

mod cut;
mod json;
mod json_lines;
mod json_values;
mod parquet;

use super::About;

pub(super) use json::row_of_json;

/// Bytes of a Parquet file in memory.
pub(super) type ParquetBytes = bytes::Bytes;

/// The document in a row of a corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Bytes, for columns of bytes hold pages as they were fetched, in whatever encoding.
    pub(super) document: Vec<u8>,
    pub(super) is_html: bool,
    pub(super) about: About,
}

impl Row {
    /// Bytes of memory it holds.
    pub(super) fn weight(&self) -> usize {
        let About { url, title, published } = &self.about;
        [url, title, published].into_iter().flatten().map(String::len).sum::<usize>() + self.document.len()
    }
}
