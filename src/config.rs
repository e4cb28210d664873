//! The pipeline file: what is read, with which definitions, and where the dataset goes.
//!
//! TOML. Every key has a default, unknown keys are refused. Paths are relative to the current
//! directory, not to the file, so that the same file serves many working directories.

mod check;
mod error;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::dataset::ParquetSettings;
use crate::document::PdfLimits;
use crate::pipeline::{CHUNK_DOCUMENTS, Settings};
use crate::reader::{self, Reader, ReaderError};
use crate::source::{Columns, Extensions, Limits, SourceSettings};

pub use error::ConfigError;

/// Where the pipeline file lies unless told otherwise.
pub const DEFAULT_PATH: &str = "pipelines/annual_reports.toml";

/// The pipeline file that is used when none is given and none lies at [`DEFAULT_PATH`].
const BUILTIN: &str = include_str!("../pipelines/annual_reports.toml");

/// Threads past which a machine is only kept busy with threads.
pub(crate) const MAX_JOBS: u16 = 1024;

/// A pipeline file, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// How inputs are opened and unpacked.
    pub source: SourceSettings,
    /// Bounds on one PDF.
    pub pdf: PdfLimits,
    /// Threads; 0 for one for each core.
    pub jobs: usize,
    /// Documents of a chunk.
    pub chunk_documents: NonZeroUsize,
    /// Share of rejects past which a run fails, from 0 to 1.
    pub max_reject_share: Option<f64>,
    /// Definitions that replace the built-in ones.
    pub definitions: Definitions,
    /// Directory of the dataset.
    pub output: PathBuf,
    /// How files are written.
    pub parquet: ParquetSettings,
}

/// Files that replace built-in definitions; `None` keeps the built-in one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Definitions {
    /// The official forms: tables, rows, columns, labels, identities.
    pub forms: Option<PathBuf>,
    /// Headings of the sections, and what makes a page a report.
    pub sections: Option<PathBuf>,
    /// Which checks run, how grave and how tolerant they are.
    pub checks: Option<PathBuf>,
    /// Patterns of titles, publishers, dates and years.
    pub metadata: Option<PathBuf>,
    /// Furniture and spam of pages.
    pub noise: Option<PathBuf>,
    /// The lexicon of themes.
    pub themes: Option<PathBuf>,
    /// What labelled sentences have taught about themes; made by `gongkai themes learn`.
    pub weights: Option<PathBuf>,
    /// Patterns of numbers claimed in the narrative.
    pub statements: Option<PathBuf>,
    /// What labelled sentences have taught about such numbers; made by `gongkai statements learn`.
    pub statement_weights: Option<PathBuf>,
    /// Words that the segmenter learns.
    pub dictionary: Option<PathBuf>,
    /// Administrative divisions (GB/T 2260).
    pub divisions: Option<PathBuf>,
}

impl Definitions {
    /// The replaced definitions, by name.
    pub fn replaced(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        [
            ("forms", &self.forms),
            ("sections", &self.sections),
            ("checks", &self.checks),
            ("metadata", &self.metadata),
            ("noise", &self.noise),
            ("themes", &self.themes),
            ("weights", &self.weights),
            ("statements", &self.statements),
            ("statement_weights", &self.statement_weights),
            ("dictionary", &self.dictionary),
            ("divisions", &self.divisions),
        ]
        .into_iter()
        .filter_map(|(name, path)| Some((name, path.as_deref()?)))
    }

    /// The texts in use, by name: the built-in ones, with the replaced ones read from their files.
    ///
    /// # Errors
    /// [`ConfigError::Read`] names the file and the key that names it.
    pub fn texts<'a>(
        &self,
        builtin: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<BTreeMap<String, String>, ConfigError> {
        let mut texts: BTreeMap<String, String> =
            builtin.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        for (name, path) in self.replaced() {
            texts.insert(name.to_owned(), read(path, Some(name))?);
        }
        Ok(texts)
    }

    /// What is wrong with a definition, said with its file.
    pub(crate) fn blame(&self, error: ReaderError) -> ConfigError {
        let path = self.replaced().find(|(name, _)| *name == error.definition).map(|(_, path)| path.to_owned());
        ConfigError::Definition { path, error }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PipelineFile {
    #[serde(default)]
    source: SourceTable,
    #[serde(default)]
    run: RunTable,
    #[serde(default)]
    definitions: Definitions,
    #[serde(default)]
    output: OutputTable,
    #[serde(default)]
    parquet: ParquetSettings,
    #[serde(default)]
    pdf: PdfLimits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SourceTable {
    inputs: Vec<PathBuf>,
    max_bytes: u64,
    archive_members: u64,
    unpack_ratio: u64,
    nested_archives: u32,
    text_extensions: Vec<String>,
    html_extensions: Vec<String>,
    corpus: CorpusTable,
}

impl Default for SourceTable {
    fn default() -> Self {
        let Extensions { text, html } = Extensions::default();
        let limits = Limits::default();
        Self {
            inputs: vec![PathBuf::from("pipelines/sample")],
            max_bytes: limits.document_bytes,
            archive_members: limits.archive_members,
            unpack_ratio: limits.unpack_ratio,
            nested_archives: limits.nested_archives,
            text_extensions: text,
            html_extensions: html,
            corpus: CorpusTable::default(),
        }
    }
}

impl SourceTable {
    fn settings(self) -> (Vec<PathBuf>, SourceSettings) {
        let CorpusTable { text, html, url, title, date } = self.corpus;
        let settings = SourceSettings {
            extensions: Extensions { text: self.text_extensions, html: self.html_extensions },
            columns: Columns { text, html, url, title, date },
            limits: Limits {
                document_bytes: self.max_bytes,
                archive_members: self.archive_members,
                unpack_ratio: self.unpack_ratio,
                nested_archives: self.nested_archives,
            },
        };
        (self.inputs, settings)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CorpusTable {
    text: String,
    html: String,
    url: String,
    title: String,
    date: String,
}

impl Default for CorpusTable {
    fn default() -> Self {
        let Columns { text, html, url, title, date } = Columns::default();
        Self { text, html, url, title, date }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct RunTable {
    jobs: usize,
    chunk_documents: Option<usize>,
    max_reject_share: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct OutputTable {
    directory: PathBuf,
}

impl Default for OutputTable {
    fn default() -> Self {
        Self { directory: PathBuf::from("output") }
    }
}

impl Pipeline {
    /// The file given, else the one at [`DEFAULT_PATH`], else the built-in one.
    ///
    /// # Errors
    /// [`ConfigError`] names file, line and mend.
    pub fn load(path: Option<&Path>) -> Result<Self, ConfigError> {
        let default = Path::new(DEFAULT_PATH);
        match path {
            Some(path) => Self::parse(path, &read(path, None)?),
            None if default.exists() => Self::parse(default, &read(default, None)?),
            None => Self::parse(Path::new("built-in pipeline"), BUILTIN),
        }
    }

    /// Reads and checks a pipeline file's text; `path` is for messages.
    ///
    /// # Errors
    /// [`ConfigError::Wrong`] names line and mend.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let file: PipelineFile = toml::from_str(text).map_err(|e| ConfigError::syntax(path, text, &e))?;
        let (inputs, source) = file.source.settings();
        let RunTable { jobs, chunk_documents, max_reject_share } = file.run;
        let documents = chunk_documents.unwrap_or(CHUNK_DOCUMENTS.get());
        let pipeline = Self {
            inputs,
            source,
            pdf: file.pdf,
            jobs,
            chunk_documents: NonZeroUsize::new(documents).unwrap_or(CHUNK_DOCUMENTS),
            max_reject_share,
            definitions: file.definitions,
            output: file.output.directory,
            parquet: file.parquet,
        };
        check::values(&pipeline, documents, &check::Places::of(path, text))?;
        Ok(pipeline)
    }

    /// The same pipeline with inputs and an output of the command line in place of the file's.
    ///
    /// # Errors
    /// [`ConfigError::NoInput`] where neither names an input.
    pub fn with_places(mut self, inputs: &[PathBuf], output: Option<&Path>) -> Result<Self, ConfigError> {
        if !inputs.is_empty() {
            self.inputs = inputs.to_vec();
        }
        if let Some(output) = output {
            self.output = output.to_owned();
        }
        if self.inputs.is_empty() { Err(ConfigError::NoInput) } else { Ok(self) }
    }

    /// The definitions in use, by name.
    ///
    /// # Errors
    /// [`ConfigError::Read`] names a file that cannot be had.
    pub fn texts(&self) -> Result<BTreeMap<String, String>, ConfigError> {
        self.definitions.texts(reader::BUILTIN)
    }

    /// The reader that a run has: with these definitions, within the pipeline's limits. Every command reads with
    /// it, so that none judges a document otherwise than a run does.
    ///
    /// # Errors
    /// [`ConfigError::Definition`] names file and line.
    pub fn reader(&self, texts: &BTreeMap<String, String>) -> Result<Reader, ConfigError> {
        let reader = Reader::new(texts).map_err(|error| self.definitions.blame(error))?;
        Ok(reader.with_max_bytes(self.source.limits.document_bytes).with_pdf_limits(self.pdf))
    }

    /// What the run is told; `texts` are the definitions in use, whose hashes go to the manifest.
    pub fn settings(&self, texts: &BTreeMap<String, String>) -> Settings {
        Settings {
            inputs: self.inputs.clone(),
            source: self.source.clone(),
            output: self.output.clone(),
            jobs: self.jobs,
            chunk_documents: self.chunk_documents,
            parquet: self.parquet.clone(),
            full: false,
            pdf: self.pdf,
            max_reject_share: self.max_reject_share,
            definitions: texts
                .iter()
                .map(|(name, text)| {
                    let hash = blake3::hash(text.as_bytes()).to_hex();
                    (name.clone(), hash.to_string())
                })
                .collect(),
        }
    }
}

fn read(path: &Path, definition: Option<&'static str>) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), definition, source })
}

#[cfg(test)]
mod tests;
