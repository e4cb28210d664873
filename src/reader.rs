//! The heart: bytes in, report or reject out. No I/O, no clock, no global state, no panic.

use crate::report::Report;
use crate::report::forms::Forms;
use crate::source::{RawDocument, Reject};

/// Everything a report is read with; built once, shared by all threads.
pub struct Reader {
    forms: Forms,
}

/// Why a reader cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// The forms definition is wrong.
    #[error(transparent)]
    Forms(#[from] crate::report::forms::FormsError),
}

impl Reader {
    /// A reader with the definitions that ship with the crate.
    ///
    /// # Errors
    /// Never for the shipped files, which tests read.
    pub fn builtin() -> Result<Self, ReaderError> {
        Ok(Self {
            forms: Forms::builtin()?,
        })
    }

    /// The official forms it reads.
    pub fn forms(&self) -> &Forms {
        &self.forms
    }

    /// Reads one document.
    ///
    /// # Errors
    /// The reject, with its reason, of a document that yields no report.
    pub fn read(&self, raw: &RawDocument) -> Result<Report, Reject> {
        Err(Reject {
            source_uri: raw.source_uri.clone(),
            reason: crate::source::RejectReason::NotAReport,
            detail: String::new(),
            byte_len: raw.bytes.len() as u64,
        })
    }
}
