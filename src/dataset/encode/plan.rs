//! How the values of a column are written.

use std::sync::Arc;

use crate::rows::tables::Kind;

use super::Book;

/// How a column is encoded.
pub(in crate::dataset) struct ColumnPlan {
    pub(super) kind: Kind,
    pub(super) nullable: bool,
    /// Ids come in runs and get their dictionary with the row group.
    pub(in crate::dataset) is_id: bool,
    pub(in crate::dataset) book: Option<Arc<Book>>,
    pub(super) has_range: bool,
}
