//! Reader of word processor documents (Office Open XML): paragraphs and tables in reading order.
//!
//! What a reader of the printed page sees is read: deleted text is left out and inserted text is
//! in, the numbers that Word puts before paragraphs are written out (`一、` of a heading often is
//! one), merged cells stand once, text boxes follow the paragraph they hang on. Headers, footers,
//! notes and comments are left out. So are the file's properties: their title and dates are mostly
//! those of the template or of last year's report.

mod body;
mod emit;
mod numbering;
mod ordinal;
mod styles;
mod tree;

#[cfg(test)]
mod tests;

use super::Block;
use super::decode::Refusal;
use super::office::{Package, damaged};
use numbering::Numbering;
use styles::Styles;

/// Reads a document: its text and the blocks that point into it.
pub(super) fn read(bytes: &[u8], max_bytes: u64) -> Result<(String, Vec<Block>), Refusal> {
    let mut package = Package::open(bytes, max_bytes)?;
    let main = package.main_part()?;
    let (path, relations) = main.unwrap_or_else(|| ("word/document.xml".to_owned(), Vec::new()));
    let source = package.part(&path)?.ok_or_else(|| damaged(&format!("the part {path} is missing")))?;
    let styles = package.related(&relations, "styles")?;
    let numbers = package.related(&relations, "numbering")?;
    let styles = Styles::read(styles.as_deref().unwrap_or_default())?;
    let numbering = Numbering::read(numbers.as_deref().unwrap_or_default())?;
    Ok(emit::emit(&body::read(&source, &styles, numbering)?, source.len()))
}
