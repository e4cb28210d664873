//! The container of office documents.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A file of these parts. They are stored as they are, so that the bytes depend on no compressor.
pub(super) fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    // Writing to memory does not fail.
    written(parts).unwrap_or_default()
}

fn written(parts: &[(&str, String)]) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (path, part) in parts {
        writer.start_file(*path, options)?;
        writer.write_all(part.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Text as XML writes it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
