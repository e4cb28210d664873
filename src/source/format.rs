//! Which reader a file belongs to: by its name first, by its first bytes where the name is wrong.
//!
//! Agencies save pages under `.txt` and PDF files under `.html`, so both are looked at.

use std::path::Path;

use super::SourceFormat;

/// File name extensions (lower case, no dot) of the formats that can be read.
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

/// What to do about a file that no reader takes.
pub(super) fn advice(path: &Path) -> String {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let Some(extension) = extension else {
        return "the file name has no extension; name it .txt or .html".to_owned();
    };
    let advice = match extension.as_str() {
        "doc" | "wps" | "dot" | "rtf" | "docx" | "odt" | "uot" => {
            "open it in a word processor and save it as html or txt"
        }
        "pdf" | "ofd" => "extract its text layer to a .txt file, one line per printed line",
        "xls" | "et" | "xlsx" | "ods" => "open it in a spreadsheet and save it as html",
        "zip" | "rar" | "7z" | "gz" | "tar" | "tgz" => "unpack it and give the folder as an input",
        "mht" | "mhtml" => "open it in a browser and save it as html",
        "jpg" | "jpeg" | "png" | "gif" | "bmp" | "tif" | "tiff" => {
            "a picture holds no text; look for the report's text version"
        }
        _ => "convert it to .txt or .html",
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

/// Tells from the first bytes a format that is neither text nor HTML: its name and what to do.
pub(crate) fn foreign_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const WORD: &str = "open it in an office program and save it as html or txt";
    const UNPACK: &str = "unpack it and give the folder as an input";
    const PICTURE: &str = "a picture holds no text; look for the report's text version";
    const MAGIC: &[(&[u8], &str, &str)] = &[
        (b"%PDF-", "a PDF file", "extract its text layer to a .txt file"),
        (b"PK\x03\x04", "a docx, xlsx or zip file", WORD),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a doc, wps or xls file", WORD),
        (b"{\\rtf", "an rtf file", WORD),
        (b"Rar!\x1A\x07", "a rar archive", UNPACK),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
        (b"\x1F\x8B\x08", "a gzip archive", UNPACK),
        (b"\x89PNG\r\n\x1A\n", "a PNG picture", PICTURE),
        (b"\xFF\xD8\xFF", "a JPEG picture", PICTURE),
        (b"GIF8", "a GIF picture", PICTURE),
    ];
    MAGIC.iter().find(|(magic, _, _)| bytes.starts_with(magic)).map(|&(_, name, hint)| (name, hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_promise_a_format() {
        let known = Extensions::default();
        assert_eq!(known.format_of(Path::new("a/b.TXT")), Some(SourceFormat::Text));
        assert_eq!(known.format_of(Path::new("b.shtml")), Some(SourceFormat::Html));
        assert_eq!(known.format_of(Path::new("b.wps")), None);
        assert_eq!(known.format_of(Path::new("noname")), None);
    }

    #[test]
    fn advice_says_what_to_do() {
        assert!(advice(Path::new("甲.wps")).contains("save it as html"));
        assert!(advice(Path::new("README")).contains("no extension"));
    }

    #[test]
    fn content_overrules_the_name() {
        let page = b"\xEF\xBB\xBF\r\n <!DOCTYPE HTML><p>x";
        assert_eq!(sniff(SourceFormat::Text, page), SourceFormat::Html);
        let wide: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(sniff(SourceFormat::Text, &wide), SourceFormat::Html);
        assert_eq!(sniff(SourceFormat::Html, b"1 < 2"), SourceFormat::Text);
        assert_eq!(sniff(SourceFormat::Html, b"a<br>b"), SourceFormat::Html);
        assert_eq!(sniff(SourceFormat::Text, b"see <html>"), SourceFormat::Text);
    }
}
