//! What a file is: by its content first, by its name where content says nothing.
//!
//! Agencies save pages under `.doc` and `.xls`, PDF files under `.html`, and web servers hand out
//! all of them under any name. Only plain text has nothing that shows it.

mod magic;

use std::io::Cursor;
use std::path::Path;

use super::zip_file::{ZipFile, ZipKind};
use super::{RejectReason, SourceFormat};

pub(crate) use magic::foreign_format;
pub(super) use magic::{Codec, Container, container, unpacked_name};

/// File name extensions (lower case, no dot) of the formats whose content does not show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extensions {
    /// Names of plain or Markdown text.
    pub text: Vec<String>,
    /// Names of HTML pages.
    pub html: Vec<String>,
}

impl Default for Extensions {
    fn default() -> Self {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self { text: owned(&["txt", "md", "text"]), html: owned(&["html", "htm", "shtml", "xhtml"]) }
    }
}

impl Extensions {
    /// The format that a file's name promises, if it is one that can be read.
    pub fn format_of(&self, path: &Path) -> Option<SourceFormat> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        if self.text.contains(&extension) {
            Some(SourceFormat::Text)
        } else if self.html.contains(&extension) {
            Some(SourceFormat::Html)
        } else {
            None
        }
    }
}

/// The format of a document, or why no reader takes it and what to do.
pub(super) fn of_document(
    name: &str,
    bytes: &[u8],
    extensions: &Extensions,
) -> Result<SourceFormat, (RejectReason, String)> {
    if bytes.starts_with(b"PK")
        && let Ok(zip) = ZipFile::open(Cursor::new(bytes))
    {
        return match zip.kind() {
            ZipKind::Document(format) => Ok(format),
            ZipKind::Foreign(what, hint) => Err(refusal(what, hint)),
            ZipKind::Archive => Err(refusal("a zip archive", "unpack it and give the folder as an input")),
        };
    }
    if let Some((reason, what, hint)) = magic::office_97(bytes) {
        return Err((reason, format!("the content is {what}; {hint}")));
    }
    if magic::is_pdf(bytes) {
        return Ok(SourceFormat::Pdf);
    }
    if let Some((what, hint)) = foreign_format(bytes) {
        return Err(refusal(what, hint));
    }
    let path = Path::new(name);
    if let Some(promised) = extensions.format_of(path) {
        return Ok(sniff(promised, bytes));
    }
    if starts_as_html(bytes) {
        return Ok(SourceFormat::Html);
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref() {
        // Web servers make "Word" and "Excel" files out of pages and of text.
        Some("doc" | "wps" | "xls" | "et" | "docx" | "xlsx") if is_like_text(bytes) => {
            Ok(if has_tag(bytes) { SourceFormat::Html } else { SourceFormat::Text })
        }
        extension => Err((RejectReason::UnsupportedFormat, advice(extension))),
    }
}

fn refusal(what: &str, hint: &str) -> (RejectReason, String) {
    (RejectReason::UnsupportedFormat, format!("the content is {what}; {hint}"))
}

/// What to do about a file that nothing is known of but its name.
fn advice(extension: Option<&str>) -> String {
    let Some(extension) = extension else {
        return "the file name has no extension and the content shows no format; name it .txt if it is text".to_owned();
    };
    let advice = match extension {
        "docx" | "xlsx" | "zip" | "gz" | "tgz" | "bz2" | "zst" | "tar" | "parquet" | "pdf" => {
            "its content is something else or damaged; fetch it again"
        }
        "doc" | "wps" | "dot" | "rtf" | "odt" | "uot" => "open it in a word processor and save it as docx",
        "ofd" => "open it in an OFD reader and save it as PDF or txt",
        "xls" | "et" | "ods" => "open it in a spreadsheet and save it as xlsx",
        "rar" | "7z" | "xz" => "unpack it and give the folder as an input",
        "json" => "it holds no list of objects and no object; write one object a line and name it .jsonl",
        "csv" | "tsv" => "write it as JSON lines or Parquet",
        "mht" | "mhtml" => "open it in a browser and save it as html",
        "jpg" | "jpeg" | "png" | "gif" | "bmp" | "tif" | "tiff" => {
            "a picture holds no text; look for the report's text version"
        }
        _ => "convert it to txt, html, docx or xlsx",
    };
    format!(".{extension} files are not read; {advice}")
}

const HEAD: usize = 1024;

/// The format that the content shows, where it contradicts the one that the name promises.
pub(super) fn sniff(promised: SourceFormat, bytes: &[u8]) -> SourceFormat {
    match promised {
        SourceFormat::Text if starts_as_html(bytes) => SourceFormat::Html,
        SourceFormat::Html if !has_tag(bytes) => SourceFormat::Text,
        as_named => as_named,
    }
}

fn starts_as_html(bytes: &[u8]) -> bool {
    let first = bytes.iter().take(HEAD).find(|byte| byte.is_ascii_graphic());
    if first != Some(&b'<') {
        return false;
    }
    let head: Vec<u8> = bytes
        .iter()
        .take(HEAD)
        .skip_while(|byte| !byte.is_ascii_graphic())
        .filter(|&&byte| byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let declared = head.starts_with(b"<?xml") && memchr::memmem::find(&head, b"<html").is_some();
    declared || head.starts_with(b"<!doctype html") || head.starts_with(b"<html")
}

fn has_tag(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let mut next = bytes[at + 1..].iter().filter(|&&byte| byte != 0);
        next.next().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
    })
}

/// Whether the first bytes could be text: UTF-16, or without the controls of other files.
fn is_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let is_marked = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    is_marked || head.iter().all(|&byte| byte >= 0x20 || matches!(byte, 0x09..=0x0D | 0x1B))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, bytes: &[u8]) -> Result<SourceFormat, (RejectReason, String)> {
        of_document(name, bytes, &Extensions::default())
    }

    #[test]
    fn names_promise_a_format() {
        let known = Extensions::default();
        assert_eq!(known.format_of(Path::new("a/b.TXT")), Some(SourceFormat::Text));
        assert_eq!(known.format_of(Path::new("b.shtml")), Some(SourceFormat::Html));
        assert_eq!(known.format_of(Path::new("b.wps")), None);
        assert_eq!(known.format_of(Path::new("noname")), None);
    }

    #[test]
    fn content_overrules_the_name() {
        let page = b"\xEF\xBB\xBF\r\n <!DOCTYPE HTML><p>x";
        assert_eq!(of("a.txt", page), Ok(SourceFormat::Html));
        assert_eq!(of("a.doc", page), Ok(SourceFormat::Html));
        assert_eq!(of("a", page), Ok(SourceFormat::Html));
        let wide: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of("a.txt", &wide), Ok(SourceFormat::Html));
        assert_eq!(of("a.html", b"1 < 2"), Ok(SourceFormat::Text));
        assert_eq!(of("a.html", b"a<br>b"), Ok(SourceFormat::Html));
        assert_eq!(of("a.txt", b"see <html>"), Ok(SourceFormat::Text));
        assert_eq!(of("a.xls", b"<table><tr><td>1"), Ok(SourceFormat::Html));
        assert_eq!(of("a.html", b"\xEF\xBB\xBF\n%PDF-1.4 <a"), Ok(SourceFormat::Pdf));
        assert_eq!(of("a.wps", "一、总体情况".as_bytes()), Ok(SourceFormat::Text));
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let refused = |name, bytes: &[u8], part: &str| {
            let (reason, detail) = of(name, bytes).unwrap_err();
            assert!(detail.contains(part), "{name}: {detail}");
            reason
        };
        let cfb = |stream: &str| {
            let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".iter().copied().chain([0; 600]).chain(name).collect::<Vec<u8>>()
        };
        use RejectReason::{Encrypted, UnsupportedFormat};
        assert_eq!(refused("a.docx", &cfb("EncryptedPackage"), "without a password"), Encrypted);
        assert_eq!(refused("a.html", &cfb("WordDocument"), "save it as docx"), UnsupportedFormat);
        assert_eq!(refused("甲.et", &cfb("Workbook"), "save it as xlsx"), UnsupportedFormat);
        assert_eq!(refused("a.txt", b"{\\rtf1", "save it as docx"), UnsupportedFormat);
        assert_eq!(refused("a.html", b"\x89PNG\r\n\x1A\n", "a picture"), UnsupportedFormat);
        assert_eq!(refused("README", b"x", "no extension"), UnsupportedFormat);
        assert_eq!(refused("a.ofd", b"x", "OFD reader"), UnsupportedFormat);
        assert_eq!(refused("a.docx", b"\0\x01", "fetch it again"), UnsupportedFormat);
        assert_eq!(refused("a.json", b"x", "one object a line"), UnsupportedFormat);
    }
}
