//! `manifest.json`: what went in, what came out, with which settings.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::DatasetError;
use super::assemble::FileRecord;
use super::layout::MANIFEST;

/// Version of the manifest's form.
const FORMAT_VERSION: u32 = 1;

/// Name of the year in counts where it is unknown.
pub(super) const UNKNOWN: &str = "unknown";

/// What the run knows beyond the files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFacts {
    /// Settings that bear on the data.
    pub settings: BTreeMap<String, serde_json::Value>,
    /// BLAKE3 hash of each definition's text, by name.
    pub definitions: BTreeMap<String, String>,
    /// Documents found.
    pub documents: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Documents whose bytes had been met before and had given a report.
    pub duplicates: u64,
    /// Cells by status.
    pub cells: BTreeMap<String, u64>,
    /// Rejects by reason.
    pub rejects: BTreeMap<String, u64>,
}

/// A snapshot's description of itself. All but `id` and `created_at` is the same for the same
/// inputs and settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the manifest's form.
    pub format_version: u32,
    /// The snapshot's name.
    pub id: String,
    /// When it was finished, UTC.
    pub created_at: String,
    /// Version of the program.
    pub gongkai_version: String,
    /// What the run knows beyond the files.
    #[serde(flatten)]
    pub facts: RunFacts,
    /// Rows by table and year.
    pub rows: BTreeMap<String, TableRows>,
    /// Every data file, by path.
    pub files: Vec<FileRecord>,
    /// BLAKE3 hash of `datapackage.json`, in hex.
    #[serde(default)]
    pub datapackage_blake3: String,
}

/// What a manifest of any version says.
#[derive(Deserialize)]
struct Version {
    format_version: u32,
}

/// Rows of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRows {
    /// All of them.
    pub total: u64,
    /// By report year; `unknown` where it cannot be told. Empty for `rejects`.
    pub by_year: BTreeMap<String, u64>,
}

impl Manifest {
    pub(super) fn new(facts: RunFacts, rows: BTreeMap<String, TableRows>, files: Vec<FileRecord>) -> Self {
        Self {
            format_version: FORMAT_VERSION,
            id: String::new(),
            created_at: String::new(),
            gongkai_version: env!("CARGO_PKG_VERSION").to_owned(),
            facts,
            rows,
            files,
            datapackage_blake3: String::new(),
        }
    }

    /// Short hash of everything that the inputs and settings decide.
    pub(super) fn content_hash(&self) -> Result<String, DatasetError> {
        let content = Self { id: String::new(), created_at: String::new(), ..self.clone() };
        let hash = blake3::hash(&serde_json::to_vec(&content)?);
        Ok(hash.to_hex()[..8].to_owned())
    }

    /// Reads the manifest of a snapshot.
    ///
    /// # Errors
    /// [`DatasetError::Io`] where it cannot be read, [`DatasetError::OtherFormat`] where another version of the
    /// program wrote it, [`DatasetError::Damaged`] where it is no manifest.
    pub fn read(snapshot: &Path) -> Result<Self, DatasetError> {
        let path = snapshot.join(MANIFEST);
        let text = fs::read(&path).map_err(DatasetError::io("read", &path))?;
        // Asked first: nothing else of another version's manifest can be relied on.
        if let Ok(Version { format_version: found }) = serde_json::from_slice(&text)
            && found != FORMAT_VERSION
        {
            return Err(DatasetError::OtherFormat { path, found, known: FORMAT_VERSION });
        }
        serde_json::from_slice(&text).map_err(|source| DatasetError::Damaged { path, what: source.to_string() })
    }

    pub(super) fn to_json(&self) -> Result<String, DatasetError> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}
