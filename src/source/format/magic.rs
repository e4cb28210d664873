//! First bytes that show what a file is.

use std::path::Path;

use super::super::RejectReason;

/// A file that holds documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Container {
    /// One file, compressed.
    Packed(Codec),
    /// A zip file: an archive or an office document.
    Zip,
    Tar,
    JsonLines,
    /// A list of objects, or one.
    Json,
    Parquet,
}

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Codec {
    Gzip,
    Bzip2,
    Zstd,
}

/// Where the mark of a tar archive stands in its first header.
const TAR_MARK: usize = 257;

/// What holds documents, by its first bytes; JSON by its name too, as it is text.
pub(in crate::source) fn container(head: &[u8], name: &str) -> Option<Container> {
    let is_zstd = head.starts_with(b"\x28\xB5\x2F\xFD")
        || head.len() > 3 && head[0] & 0xF0 == 0x50 && head[1..4] == *b"\x2A\x4D\x18";
    let is_bzip2 = head.starts_with(b"BZh")
        && head.get(4..10).is_some_and(|block| matches!(block, b"1AY&SY" | b"\x17\x72\x45\x38\x50\x90"));
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        Some(Container::Zip)
    } else if head.starts_with(b"\x1F\x8B\x08") {
        Some(Container::Packed(Codec::Gzip))
    } else if is_zstd {
        Some(Container::Packed(Codec::Zstd))
    } else if is_bzip2 {
        Some(Container::Packed(Codec::Bzip2))
    } else if head.starts_with(b"PAR1") {
        Some(Container::Parquet)
    } else if head.get(TAR_MARK..).is_some_and(|rest| rest.starts_with(b"ustar")) {
        Some(Container::Tar)
    } else if has_extension(name, &["jsonl", "ndjson", "jsonlines"]) {
        Some(Container::JsonLines)
    } else if has_extension(name, &["json"]) && is_json(head) {
        Some(Container::Json)
    } else {
        None
    }
}

/// Whether a JSON list or object begins.
fn is_json(head: &[u8]) -> bool {
    head.strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start()
        .first()
        .is_some_and(|byte| matches!(byte, b'[' | b'{'))
}

/// Whether it is a PDF file; blanks may stand before its mark.
pub(in crate::source) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start().starts_with(b"%PDF-")
}

/// The name that a compressed file's content had.
pub(in crate::source) fn unpacked_name(name: &str) -> String {
    let path = Path::new(name);
    let stem = || path.with_extension("").to_string_lossy().into_owned();
    if has_extension(name, &["gz", "bz2", "zst", "zstd"]) {
        stem()
    } else if has_extension(name, &["tgz", "tbz", "tbz2", "tzst"]) {
        format!("{}.tar", stem())
    } else {
        name.to_owned()
    }
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    let extension = Path::new(name).extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| extensions.contains(&extension.as_str()))
}

const WORD: &str = "open it in an office program and save it as docx or xlsx";
const UNPACK: &str = "unpack it and give the folder as an input";
const PICTURE: &str = "a picture holds no text; look for the report's text version";

/// Tells from the first bytes a format without a reader: its name and what to do.
pub(crate) fn foreign_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const MAGIC: &[(&[u8], &str, &str)] = &[
        (b"%PDF-", "a PDF file", "name it .pdf"),
        (b"PK\x03\x04", "a zip file, perhaps damaged", UNPACK),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a doc, wps or xls file", WORD),
        (b"{\\rtf", "an rtf file", "open it in a word processor and save it as docx"),
        (b"MIME-Version:", "a web archive (mht)", "open it in a browser and save it as html"),
        (b"Rar!\x1A\x07", "a rar archive", UNPACK),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
        (b"\xFD7zXZ\0", "an xz file", UNPACK),
        (b"\x1F\x8B\x08", "a gzip file", UNPACK),
        (b"\x89PNG\r\n\x1A\n", "a PNG picture", PICTURE),
        (b"\xFF\xD8\xFF", "a JPEG picture", PICTURE),
        (b"GIF8", "a GIF picture", PICTURE),
        (b"II*\0", "a TIFF picture", PICTURE),
        (b"MM\0*", "a TIFF picture", PICTURE),
        (b"AT&TFORM", "a DjVu picture", PICTURE),
    ];
    let known = MAGIC.iter().find(|(magic, _, _)| bytes.starts_with(magic)).map(|&(_, name, hint)| (name, hint));
    known.or_else(|| office_xml(bytes))
}

/// Office documents of 2003 written as one XML file, which look like text and like a page.
fn office_xml(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let bare = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let is_office = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
    (bare.starts_with(b"<?xml")
        && (is_office(b"progid=\"Word.Document\"")
            || is_office(b"progid=\"Excel.Sheet\"")
            || is_office(b"urn:schemas-microsoft-com:office:spreadsheet\"")
            || is_office(b"http://schemas.microsoft.com/office/2006/xmlPackage")))
    .then_some(("an office document written as XML", WORD))
}

/// Tells what is in a compound file, the container of Office 97 and of locked documents, by the
/// names of its streams: the reason of its reject, what it is, and what to do.
pub(in crate::source) fn office_97(bytes: &[u8]) -> Option<(RejectReason, &'static str, &'static str)> {
    if !bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return None;
    }
    let has = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    let unread = RejectReason::UnsupportedFormat;
    Some(if has("EncryptedPackage") {
        let hint = "open it with its password and save it without a password";
        (RejectReason::Encrypted, "an office document locked by a password", hint)
    } else if has("WordDocument") {
        (unread, "a legacy Word or WPS document (doc, wps)", "open it in a word processor and save it as docx")
    } else if has("Workbook") || has("Book") {
        (unread, "a legacy spreadsheet (xls, et)", "open it in a spreadsheet and save it as xlsx")
    } else {
        (unread, "a legacy office file", WORD)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_told_by_content() {
        assert_eq!(container(b"\x1F\x8B\x08\0", "a.html"), Some(Container::Packed(Codec::Gzip)));
        assert_eq!(container(b"BZh91AY&SY", "a"), Some(Container::Packed(Codec::Bzip2)));
        assert_eq!(container(b"BZhongwen text", "a.txt"), None);
        assert_eq!(container(b"PAR1", "a.txt"), Some(Container::Parquet));
        let mut header = vec![b'a'; 512];
        header[TAR_MARK..TAR_MARK + 5].copy_from_slice(b"ustar");
        assert_eq!(container(&header, "a"), Some(Container::Tar));
        assert_eq!(container(b"{}", "a/b.JSONL"), Some(Container::JsonLines));
        assert_eq!(container(b"\xEF\xBB\xBF\n[", "b.json"), Some(Container::Json));
        assert_eq!((container(b"text", "b.json"), container(b"[", "b.txt")), (None, None));
        assert_eq!(container(b"{}", "a/b.txt"), None);
    }

    #[test]
    fn names_lose_the_codec() {
        for (packed, name) in
            [("a/b.html.gz", "a/b.html"), ("x.tgz", "x.tar"), ("甲.jsonl.zst", "甲.jsonl"), ("a", "a")]
        {
            assert_eq!(unpacked_name(packed), name);
        }
    }

    #[test]
    fn office_documents_as_xml_are_no_pages() {
        let word = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?><w:wordDocument>";
        assert!(foreign_format(word.as_bytes()).is_some());
        assert!(foreign_format(b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">").is_none());
    }
}
