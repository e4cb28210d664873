//! Archives, compressed files and corpora made in tests, and what the source stage hands out.

#![allow(dead_code, reason = "each test uses its part")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use gongkai::source::{RawDocument, Reject, SourceSettings, discover, feed};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a document became, by its `source_uri`, in the order handed out.
pub type Handed = Vec<(String, Result<RawDocument, Reject>)>;

/// Everything below a folder.
pub fn hand_out(folder: &Path, settings: &SourceSettings) -> Handed {
    let found = discover(&[folder.to_owned()]).unwrap();
    let settings = Arc::new(settings.clone());
    let documents = feed(found.files.into(), Arc::clone(&settings)).unwrap();
    documents.map(|pending| (pending.source_uri().to_owned(), pending.read(&settings))).collect()
}

/// What stands in one file.
pub fn of_file(name: &str, bytes: &[u8], settings: &SourceSettings) -> Handed {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    hand_out(folder.path(), settings)
}

/// Places with format or reason: `a.html html`, `b.wps unsupported_format`.
pub fn brief(handed: &Handed) -> Vec<String> {
    let state = |document: &Result<RawDocument, Reject>| match document {
        Ok(raw) => raw.format.code(),
        Err(reject) => reject.reason.code(),
    };
    handed.iter().map(|(uri, document)| format!("{uri} {}", state(document))).collect()
}

pub fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
        } else {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

pub fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn bzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zstded(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// A Parquet file with these columns of strings and a column of days.
pub fn parquet(columns: &[(&str, &[Option<&str>])], days: Option<(&str, &[i32])>, compression: Compression) -> Vec<u8> {
    let strings = columns.iter().map(|(name, values)| {
        let array: ArrayRef = Arc::new(StringArray::from(values.to_vec()));
        (*name, array, true)
    });
    let dates = days.map(|(name, days)| {
        let array: ArrayRef = Arc::new(Date32Array::from(days.to_vec()));
        (name, array, true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(strings.chain(dates)).unwrap();
    let properties =
        WriterProperties::builder().set_compression(compression).set_max_row_group_row_count(Some(3)).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

/// A word processor document with one paragraph.
pub fn docx(text: &str) -> Vec<u8> {
    let body =
        format!("<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.as_bytes())])
}
