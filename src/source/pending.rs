//! A document that was found and not yet read.
//!
//! The thread that walks through archives hands documents on as early as it can; what is left to
//! do for each of them (reading a file, parsing a row, telling the format, hashing) is done by
//! whoever asks for the document.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use super::corpus::{self, Row};
use super::{RawDocument, Reject, RejectReason, SourceFormat, SourceSettings, format};

/// A document that was found and not yet read.
#[derive(Debug)]
pub struct Pending {
    source_uri: String,
    content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    /// A file that is one document.
    File { path: PathBuf, byte_len: u64 },
    /// A document unpacked from a file; its name tells what it may be.
    Bytes { name: String, bytes: Vec<u8> },
    /// An object of a JSON corpus.
    JsonLine(Vec<u8>),
    /// A row of a corpus.
    Row(Row),
    /// A document that is known to yield nothing.
    Refused { reason: RejectReason, detail: String, byte_len: u64 },
}

impl Pending {
    pub(super) fn new(source_uri: String, content: Content) -> Self {
        Self { source_uri, content }
    }

    /// Where the document stands.
    pub fn source_uri(&self) -> &str {
        &self.source_uri
    }

    /// Bytes of memory it holds, or will once it is read.
    pub fn weight(&self) -> usize {
        match &self.content {
            Content::File { byte_len, .. } => usize::try_from(*byte_len).unwrap_or(usize::MAX),
            Content::Refused { .. } => 0,
            Content::Bytes { bytes, .. } | Content::JsonLine(bytes) => bytes.len(),
            Content::Row(row) => row.weight(),
        }
    }

    /// Reads the document.
    ///
    /// # Errors
    /// The reject of a document whose bytes cannot be had or that no reader takes.
    pub fn read(self, settings: &SourceSettings) -> Result<RawDocument, Reject> {
        let Self { source_uri, content } = self;
        let raw = match content {
            Content::File { path, byte_len } => {
                let name = path.to_string_lossy().into_owned();
                read_file(&path, byte_len, settings.limits.document_bytes)
                    .and_then(|bytes| document(&source_uri, &name, bytes, settings))
            }
            Content::Bytes { name, bytes } => document(&source_uri, &name, bytes, settings),
            Content::JsonLine(line) => {
                corpus::row_of_json(&line, &settings.columns).map(|row| of_row(&source_uri, row))
            }
            Content::Row(row) => Ok(of_row(&source_uri, row)),
            Content::Refused { reason, detail, byte_len } => Err((reason, detail, byte_len)),
        };
        raw.map_err(|(reason, detail, byte_len)| Reject { source_uri, reason, detail, byte_len })
    }
}

/// Why there is no document, and its size.
pub(super) type Refused = (RejectReason, String, u64);

/// The refusal of a document larger than the limit.
pub(super) fn too_large(byte_len: u64, limit: u64) -> Refused {
    let detail = format!(
        "the document has {byte_len} bytes or more and the limit is {limit}; raise max_bytes in the pipeline file to read it"
    );
    (RejectReason::TooLarge, detail, byte_len)
}

fn read_file(path: &PathBuf, byte_len: u64, limit: u64) -> Result<Vec<u8>, Refused> {
    if byte_len > limit {
        return Err(too_large(byte_len, limit));
    }
    let capacity = usize::try_from(byte_len).unwrap_or(0);
    let mut bytes = Vec::with_capacity(capacity.saturating_add(1));
    File::open(path)
        .and_then(|opened| opened.take(limit.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| (RejectReason::Unreadable, format!("the file could not be read: {error}"), byte_len))?;
    match bytes.len() as u64 {
        read if read > limit => Err(too_large(read, limit)),
        _ => Ok(bytes),
    }
}

fn document(source_uri: &str, name: &str, bytes: Vec<u8>, settings: &SourceSettings) -> Result<RawDocument, Refused> {
    let byte_len = bytes.len() as u64;
    if bytes.is_empty() {
        let detail = "the document has 0 bytes; fetch it again".to_owned();
        return Err((RejectReason::Empty, detail, 0));
    }
    let format = format::of_document(name, &bytes, &settings.extensions)
        .map_err(|(reason, detail)| (reason, detail, byte_len))?;
    Ok(RawDocument::new(source_uri, format, bytes))
}

fn of_row(source_uri: &str, row: Row) -> RawDocument {
    let promised = if row.is_html { SourceFormat::Html } else { SourceFormat::Text };
    let format = format::sniff(promised, &row.document);
    RawDocument::new(source_uri, format, row.document).with_about(row.about)
}
