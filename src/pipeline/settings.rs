//! What a run is told.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use serde_json::json;

use crate::dataset::{ParquetSettings, RunFacts};
use crate::document::PdfLimits;
use crate::report::Status;
use crate::source::SourceSettings;

use super::{Tally, counted};

/// Everything a run is told, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// How inputs are opened and unpacked.
    pub source: SourceSettings,
    /// Bounds on one PDF.
    pub pdf: PdfLimits,
    /// Directory of the dataset.
    pub output: PathBuf,
    /// Threads; 0 for one for each core.
    pub jobs: usize,
    /// Documents read between two looks at what is to be written.
    pub chunk_documents: NonZeroUsize,
    /// How files are written.
    pub parquet: ParquetSettings,
    /// Whether to read everything again and take nothing over from the last run.
    pub full: bool,
    /// Share of rejects past which a run fails, from 0 to 1.
    pub max_reject_share: Option<f64>,
    /// BLAKE3 hash of each definition's text, by its name; for the manifest.
    pub definitions: BTreeMap<String, String>,
}

/// Documents of a chunk unless told otherwise.
pub const CHUNK_DOCUMENTS: NonZeroUsize = match NonZeroUsize::new(64) {
    Some(documents) => documents,
    None => NonZeroUsize::MIN,
};

impl Settings {
    /// Default settings for these inputs and this output.
    pub fn new(inputs: Vec<PathBuf>, output: impl Into<PathBuf>) -> Self {
        Self {
            inputs,
            source: SourceSettings::default(),
            pdf: PdfLimits::default(),
            output: output.into(),
            jobs: 0,
            chunk_documents: CHUNK_DOCUMENTS,
            parquet: ParquetSettings::default(),
            full: false,
            max_reject_share: None,
            definitions: BTreeMap::new(),
        }
    }

    /// What the manifest says about the run. Threads and places are left out: they bear on
    /// nothing in the data.
    pub(super) fn facts(&self, tally: &Tally) -> RunFacts {
        let SourceSettings { extensions, columns, limits } = &self.source;
        let settings = [
            ("max_bytes", json!(limits.document_bytes)),
            ("archive_members", json!(limits.archive_members)),
            ("unpack_ratio", json!(limits.unpack_ratio)),
            ("nested_archives", json!(limits.nested_archives)),
            ("corpus_columns", json!([columns.text, columns.html, columns.url, columns.title, columns.date])),
            ("chunk_documents", json!(self.chunk_documents)),
            ("extensions_text", json!(extensions.text)),
            ("extensions_html", json!(extensions.html)),
            ("max_pdf_pages", json!(self.pdf.max_pages)),
            ("max_pdf_unpacked", json!(self.pdf.max_unpacked)),
            ("row_group_rows", json!(self.parquet.row_group_rows)),
            ("zstd_level", json!(self.parquet.zstd_level)),
            ("max_file_bytes", json!(self.parquet.max_file_bytes)),
            ("buffer_bytes", json!(self.parquet.buffer_bytes)),
        ];
        RunFacts {
            settings: settings.map(|(k, v)| (k.to_owned(), v)).into(),
            definitions: self.definitions.clone(),
            documents: tally.documents,
            bytes: tally.bytes,
            duplicates: tally.duplicates,
            cells: counted(Status::ALL.map(Status::code).into_iter().zip(tally.cells)),
            rejects: counted(tally.rejects.iter().map(|(r, &n)| (r.code(), n))),
        }
    }
}
