//! What every table's builder can do.

use arrow_array::ArrayRef;
use arrow_schema::ArrowError;

/// Rows of one table and year on their way to a batch.
pub(super) trait Builder {
    /// Rows so far.
    fn rows(&self) -> usize;

    /// Bytes of free text so far, for tables where text outweighs the rest.
    fn text_bytes(&self) -> usize {
        0
    }

    /// The columns in the definition's order; the builder is empty afterwards.
    fn finish(&mut self) -> Result<Vec<ArrayRef>, ArrowError>;
}
