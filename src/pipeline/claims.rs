//! Spares the work of reading equal bytes twice, without letting threads decide what is written.
//!
//! A document is skipped only if one that stands before it in source order has the same bytes,
//! format and words beside it, and is or will be read. Whether a later one is skipped or read is a matter of
//! luck; the [`Ledger`](super::ledger::Ledger) makes the same of it either way.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use crate::source::{RawDocument, SourceFormat};

/// A document's bytes and what they are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Identity {
    /// The report id as a number.
    pub(super) id: u64,
    pub(super) reading: Reading,
}

/// What else decides what is read from the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Reading {
    pub(super) format: SourceFormat,
    /// Hash of what its corpus says about the document; 0 for nothing.
    pub(super) about: u64,
}

impl Identity {
    pub(super) fn of(raw: &RawDocument) -> Self {
        let about = match raw.about.is_empty() {
            true => 0,
            false => {
                let mut hasher = DefaultHasher::new();
                raw.about.hash(&mut hasher);
                hasher.finish()
            }
        };
        Self { id: id_number(&raw.report_id), reading: Reading { format: raw.format, about } }
    }

    /// The same as bytes that stay the same from run to run.
    pub(super) fn to_bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.id.to_le_bytes());
        let mut reading = blake3::Hasher::new();
        reading.update(self.reading.format.code().as_bytes()).update(&self.reading.about.to_le_bytes());
        bytes[8..].copy_from_slice(&reading.finalize().as_bytes()[..8]);
        bytes
    }
}

/// A report id as a number: an eighth of the memory in tables of millions.
fn id_number(report_id: &str) -> u64 {
    u64::from_str_radix(report_id, 16).unwrap_or_else(|_| {
        let hash = blake3::hash(report_id.as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        u64::from_be_bytes(first)
    })
}

/// Who reads which bytes.
#[derive(Default)]
pub(super) struct Claims {
    first: Mutex<HashMap<Identity, usize>>,
}

impl Claims {
    /// Whether the document at this place in source order has to be read.
    pub(super) fn claim(&self, identity: Identity, index: usize) -> bool {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        let holder = first.entry(identity).or_insert(index);
        let is_first = index <= *holder;
        *holder = index.min(*holder);
        is_first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_earlier_document_spares_a_later_one() {
        let claims = Claims::default();
        let text = Reading { format: SourceFormat::Text, about: 0 };
        let identity = |id| Identity { id, reading: text };
        assert!(claims.claim(identity(1), 5));
        assert!(claims.claim(identity(1), 3), "stands before the holder");
        assert!(!claims.claim(identity(1), 4));
        assert!(claims.claim(identity(2), 9));
        let page = Reading { format: SourceFormat::Html, ..text };
        assert!(claims.claim(Identity { id: 1, reading: page }, 6), "the same bytes read as another format");
        let told = Reading { about: 7, ..text };
        assert!(claims.claim(Identity { id: 1, reading: told }, 6), "the same bytes with another title beside them");
    }
}
