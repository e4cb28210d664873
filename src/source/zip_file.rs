//! A zip file, opened with care: archives of pages and the containers of office documents.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::GB18030;
use zip::ZipArchive;
use zip::result::ZipError;

use super::SourceFormat;

/// A zip file whose directory was read.
pub(crate) struct ZipFile<R> {
    archive: ZipArchive<R>,
}

/// What an entry's header says.
pub(crate) struct Entry {
    /// Path with `/`, decoded.
    pub(crate) name: String,
    pub(crate) is_folder: bool,
    pub(crate) is_link: bool,
    pub(crate) is_locked: bool,
    /// Bytes it takes in the archive.
    pub(crate) packed_bytes: u64,
}

/// What kind of file wears the zip format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ZipKind {
    /// Files put together by somebody.
    Archive,
    /// A document that has a reader.
    Document(SourceFormat),
    /// A document without one: what it is and what to save it as.
    Foreign(&'static str, &'static str),
}

/// Bytes of an entry in the directory, at least.
const ENTRY: u64 = 46;
/// Where an end record can begin, from the end of the file: itself and the longest comment.
const TAIL: u64 = 22 + 65_535 + 20;

impl<R: Read + Seek> ZipFile<R> {
    /// Reads the directory.
    ///
    /// # Errors
    /// What is wrong with the file, in words.
    pub(crate) fn open(mut reader: R) -> Result<Self, String> {
        let claims = claims_too_many(&mut reader).map_err(|error| error.to_string())?;
        if claims {
            return Err("its directory claims more files than it has room for".to_owned());
        }
        let archive = ZipArchive::new(reader).map_err(|error| error.to_string())?;
        Ok(Self { archive })
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.archive.len()
    }

    /// The header of an entry.
    pub(crate) fn entry(&self, index: usize) -> Option<Entry> {
        let entry = self.archive.by_index_data(index).ok()?;
        let name = decoded(entry.name_raw());
        Some(Entry {
            is_folder: entry.is_dir() || name.ends_with('/'),
            is_link: entry.is_symlink(),
            is_locked: entry.encrypted(),
            packed_bytes: entry.compressed_size(),
            name,
        })
    }

    /// Opens an entry to unpack it.
    ///
    /// # Errors
    /// What is wrong with the entry, in words.
    pub(crate) fn unpack(&mut self, index: usize) -> Result<impl Read + '_, String> {
        self.archive.by_index(index).map_err(|error| match error {
            ZipError::CompressionMethodNotSupported(method) => {
                format!("it is packed by method {method}, which is not read")
            }
            error => error.to_string(),
        })
    }

    /// The entry of a name, however its letters are cased.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        let bytes = name.as_bytes();
        self.archive
            .index_for_name_raw(bytes)
            .or_else(|| self.archive.file_names_raw().position(|other| other.eq_ignore_ascii_case(bytes)))
    }

    /// Tells documents that are zip files from archives, by the names inside.
    pub(crate) fn kind(&self) -> ZipKind {
        let has = |name: &str| self.archive.index_for_name(name).is_some();
        let has_below = |folder: &[u8]| {
            self.archive
                .file_names_raw()
                .any(|name| name.get(..folder.len()).is_some_and(|n| n.eq_ignore_ascii_case(folder)))
        };
        if self.find("[Content_Types].xml").is_some() {
            if has_below(b"word/") {
                return ZipKind::Document(SourceFormat::Docx);
            }
            if has("xl/workbook.bin") {
                return ZipKind::Foreign("a binary spreadsheet (xlsb)", "open it in a spreadsheet and save it as xlsx");
            }
            if has_below(b"xl/") {
                return ZipKind::Document(SourceFormat::Xlsx);
            }
            if has_below(b"ppt/") {
                return ZipKind::Foreign("a presentation (pptx)", "look for the report as docx, PDF or a page");
            }
        }
        if has("OFD.xml") {
            return ZipKind::Foreign("an OFD document", "open it in an OFD reader and save it as PDF or txt");
        }
        if has("mimetype") && has("content.xml") {
            return ZipKind::Foreign(
                "an OpenDocument file",
                "open it in an office program and save it as docx or xlsx",
            );
        }
        ZipKind::Archive
    }
}

/// A path in an archive, decoded; Windows' programs part folders by a backslash.
pub(super) fn decoded(raw: &[u8]) -> String {
    decoded_name(raw).replace('\\', "/")
}

/// Names are UTF-8 or, as Chinese programs write them, GBK; the flag that should tell often lies.
pub(super) fn decoded_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// Whether a 64-bit end record claims more entries than the file has bytes for; room for them all
/// would be made in advance.
fn claims_too_many(reader: &mut (impl Read + Seek)) -> io::Result<bool> {
    let len = reader.seek(SeekFrom::End(0))?;
    let start = len.saturating_sub(TAIL);
    reader.seek(SeekFrom::Start(start))?;
    let mut tail = Vec::new();
    reader.by_ref().take(TAIL).read_to_end(&mut tail)?;
    let mut records: Vec<u64> = Vec::new();
    for locator in memchr::memmem::find_iter(&tail, b"PK\x06\x07").take(64) {
        records.extend(number(&tail, locator + 8));
    }
    records.extend(memchr::memmem::find_iter(&tail, b"PK\x06\x06").take(64).map(|at| start + at as u64));
    for record in records {
        let mut header = Vec::new();
        reader.seek(SeekFrom::Start(record.min(len)))?;
        reader.by_ref().take(40).read_to_end(&mut header)?;
        if header.starts_with(b"PK\x06\x06") && number(&header, 32).is_some_and(|entries| entries > len / ENTRY) {
            return Ok(true);
        }
    }
    reader.rewind()?;
    Ok(false)
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at + 8)?;
    eight.try_into().ok().map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zipped(names: &[&str]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(b"x").unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn documents_are_told_from_archives() {
        let kind = |names: &[&str]| ZipFile::open(Cursor::new(zipped(names))).unwrap().kind();
        assert_eq!(kind(&["[Content_Types].xml", "word/document.xml"]), ZipKind::Document(SourceFormat::Docx));
        assert_eq!(kind(&["[Content_Types].xml", "xl/workbook.xml"]), ZipKind::Document(SourceFormat::Xlsx));
        assert!(matches!(kind(&["[Content_Types].xml", "xl/workbook.bin"]), ZipKind::Foreign(..)));
        assert!(matches!(kind(&["OFD.xml", "Doc_0/Document.xml"]), ZipKind::Foreign(..)));
        assert_eq!(kind(&["word/a.html", "b.html"]), ZipKind::Archive);
    }

    #[test]
    fn a_directory_that_claims_the_impossible_is_refused() {
        let mut bytes = zipped(&["a.html"]);
        let mut record = b"PK\x06\x06".to_vec();
        record.extend(44u64.to_le_bytes());
        record.extend([0; 12]);
        record.extend([(u64::MAX / 2).to_le_bytes(); 2].concat());
        record.extend([0; 16]);
        let at = bytes.len();
        bytes.extend(record);
        bytes.extend(b"PK\x06\x07\0\0\0\0");
        bytes.extend((at as u64).to_le_bytes());
        bytes.extend(b"\x01\0\0\0PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0");
        let refusal = ZipFile::open(Cursor::new(bytes)).map(|zip| zip.len()).unwrap_err();
        assert!(refusal.contains("more files than"), "{refusal}");
    }
}
