//! Table `rejects`.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{ArrayBuilder, Int64Builder, StringBuilder};
use arrow_schema::ArrowError;

use crate::source::Reject;

use super::builder::Builder;
use super::codebooks::Codebooks;
use super::columns::Codes;

pub(super) struct Rejects {
    source_uri: StringBuilder,
    reason: Codes,
    detail: StringBuilder,
    byte_len: Int64Builder,
}

impl Rejects {
    pub(super) fn new(books: &Codebooks) -> Self {
        Self {
            source_uri: StringBuilder::new(),
            reason: Codes::new(&books.reasons),
            detail: StringBuilder::new(),
            byte_len: Int64Builder::new(),
        }
    }

    pub(super) fn push(&mut self, reject: &Reject) {
        self.source_uri.append_value(&reject.source_uri);
        self.reason.push(reject.reason as u16);
        self.detail.append_value(&reject.detail);
        self.byte_len.append_value(i64::try_from(reject.byte_len).unwrap_or(i64::MAX));
    }
}

impl Builder for Rejects {
    fn rows(&self) -> usize {
        self.byte_len.len()
    }

    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError> {
        Ok(vec![
            Arc::new(self.source_uri.finish()),
            self.reason.finish()?,
            Arc::new(self.detail.finish()),
            Arc::new(self.byte_len.finish()),
        ])
    }
}
