//! Reads one input from disk. A file that cannot be read is a reject, and the run goes on.

use std::fs::File;
use std::io::Read;

use super::{InputFile, RawDocument, Reject, RejectReason, format};

/// Reads the bytes of an input, unless no reader takes it or it is larger than `max_bytes`.
pub fn read(file: &InputFile, max_bytes: u64) -> Result<RawDocument, Reject> {
    let reject =
        |reason, detail: String, byte_len| Reject { source_uri: file.source_uri.clone(), reason, detail, byte_len };
    let too_large = |byte_len: u64| {
        let detail = format!("the file has {byte_len} bytes and the limit is {max_bytes}; raise the limit to read it");
        reject(RejectReason::TooLarge, detail, byte_len)
    };
    let unreadable = |error: std::io::Error| {
        let detail = format!("the file could not be read: {error}");
        reject(RejectReason::Unreadable, detail, file.byte_len)
    };

    let Some(promised) = file.format else {
        let advice = format::advice(&file.path);
        return Err(reject(RejectReason::UnsupportedFormat, advice, file.byte_len));
    };
    if file.byte_len > max_bytes {
        return Err(too_large(file.byte_len));
    }
    let capacity = usize::try_from(file.byte_len).unwrap_or(0);
    let mut bytes = Vec::with_capacity(capacity.saturating_add(1));
    File::open(&file.path)
        .and_then(|opened| opened.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    let byte_len = bytes.len() as u64;
    if byte_len > max_bytes {
        return Err(too_large(byte_len));
    }
    if bytes.is_empty() {
        let detail = "the file has 0 bytes; fetch it again".to_owned();
        return Err(reject(RejectReason::Empty, detail, 0));
    }
    let format = format::sniff(promised, &bytes);
    Ok(RawDocument::new(file.source_uri.clone(), format, bytes))
}

#[cfg(test)]
mod tests {
    use super::super::{Extensions, SourceFormat, discover};
    use super::*;

    fn only(name: &str, bytes: &[u8], max_bytes: u64) -> Result<RawDocument, Reject> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let found = discover(&[folder.path().to_owned()], &Extensions::default()).unwrap();
        read(&found.files[0], max_bytes)
    }

    #[test]
    fn a_document_is_named_by_its_bytes() {
        let raw = only("甲.txt", b"abc", 100).unwrap();
        assert_eq!(raw.source_uri, "甲.txt");
        assert_eq!(raw.report_id, "6437b3ac38465133");
        assert_eq!(raw.bytes, b"abc");
        assert_eq!(only("a.txt", b"<html>x", 9).unwrap().format, SourceFormat::Html);
    }

    #[test]
    fn every_refusal_has_its_reason() {
        let reason = |name, bytes: &[u8], max| only(name, bytes, max).unwrap_err().reason;
        assert_eq!(reason("a.txt", b"", 9), RejectReason::Empty);
        assert_eq!(reason("a.txt", b"0123456789", 9), RejectReason::TooLarge);
        assert_eq!(reason("a.wps", b"x", 9), RejectReason::UnsupportedFormat);
        let gone = InputFile {
            path: "/nowhere/a.txt".into(),
            source_uri: "a.txt".into(),
            format: Some(SourceFormat::Text),
            byte_len: 3,
        };
        assert_eq!(read(&gone, 9).unwrap_err().reason, RejectReason::Unreadable);
    }
}
