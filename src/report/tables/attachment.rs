//! Where another paper begins on a page: what stands behind `附件：…` goes on with no table before it.

use super::super::figure::Content;
use super::super::items::{Item, Stream};
use crate::document::Document;
use crate::report::forms::Forms;
use std::ops::Range;

/// Whether an attachment begins among these items: on a line of its own, or in the one cell of a row. The line that
/// stands above each page of one, and that of its continuation, begins none.
pub fn begins(document: &Document, stream: &Stream, forms: &Forms, among: Range<usize>) -> bool {
    let text = |item: &Item| &document.text()[item.span.clone()];
    let is_alone = |line: &[Item]| stream.glued || line[1..].iter().all(|item| item.content == Content::Blank);
    let is_new = |title: &Item| !stream.items[..among.start].iter().any(|item| text(item) == text(title));
    let starts = |line: &[Item]| {
        let title = text(&line[0]);
        forms.attachment.iter().any(|word| title.starts_with(word.as_str()))
            && !forms.continued.iter().any(|word| title.contains(word.as_str()))
            && is_alone(line)
            && is_new(&line[0])
    };
    stream.items[among.clone()].chunk_by(|a, b| a.row == b.row).any(starts)
}
