//! Bounds on what a PDF may unpack to, checked before anything is unpacked.
//!
//! Deflate makes a thousand bytes of one, and the parser unpacks whole streams. So the size is counted
//! here first, in a buffer of fixed size, and a stream that is too large is refused unread.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

use super::Trouble;

/// Most bytes that one byte of a deflated stream can become.
const DEFLATE: u64 = 1032;
/// The same for LZW: a code of 12 bits stands for at most 4,096 bytes.
const LZW: u64 = 2731;
/// The same for run lengths: two bytes stand for 128.
const RUNS: u64 = 64;

/// Bytes that may still be unpacked from one document.
#[derive(Debug)]
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    pub(super) fn new(bytes: u64) -> Self {
        Self { left: bytes }
    }

    /// The bytes of a stream, or that they are too many; `None` where they cannot be unpacked.
    pub(super) fn unpack(&mut self, stream: &Stream<'_>) -> Result<Option<Vec<u8>>, Trouble> {
        let raw = stream.raw_data();
        let mut size = raw.len() as u64;
        let mut exact = true;
        for filter in stream.filters() {
            size = match filter {
                Filter::FlateDecode if exact => inflated(&raw, self.left),
                Filter::FlateDecode => size.saturating_mul(DEFLATE),
                Filter::LzwDecode => size.saturating_mul(LZW),
                Filter::RunLengthDecode => size.saturating_mul(RUNS),
                Filter::AsciiHexDecode | Filter::Ascii85Decode | Filter::Crypt => size,
                // Pictures are not looked into.
                _ => return Ok(None),
            };
            exact = false;
        }
        self.take(size)?;
        Ok(stream.decoded_data().ok().map(std::borrow::Cow::into_owned))
    }

    fn take(&mut self, bytes: u64) -> Result<(), Trouble> {
        self.left = self.left.checked_sub(bytes).ok_or(Trouble::TooLarge("unpacked content"))?;
        Ok(())
    }

    /// Looks at the streams that the parser unpacks by itself: tables of objects and packed objects.
    ///
    /// They are found by their `stream` keyword, since no structure can be trusted yet.
    pub(super) fn check_file(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let encrypted = memchr::memmem::find(bytes, b"/Encrypt").is_some();
        let mut from = 0;
        for at in memchr::memmem::find_iter(bytes, b"stream") {
            let head = &bytes[from.max(at.saturating_sub(HEAD))..at];
            from = at;
            let dict = &head[memchr::memmem::rfind(head, b"obj").unwrap_or(0)..];
            let has = |name: &[u8]| memchr::memmem::find(dict, name).is_some();
            if head.ends_with(b"end") || (has(b"/Image") && !has(b"/ObjStm") && !has(b"/XRef")) {
                continue;
            }
            let data = &bytes[at + b"stream".len()..];
            let data = data.strip_prefix(b"\r").unwrap_or(data);
            let data = data.strip_prefix(b"\n").unwrap_or(data);
            let packed = |end: usize| &data[..end];
            let end = || memchr::memmem::find(data, b"endstream").unwrap_or(data.len());
            let unpacked = if has(b"/LZW") || has(b"/RunLength") || memchr::memmem::find_iter(dict, b"/Fl").count() > 1
            {
                packed(end()).len() as u64 * LZW
            } else if is_zlib(data) {
                inflated(data, self.left)
            } else if has(b"/ObjStm") && (encrypted || has(b"/Fl")) {
                packed(end()).len() as u64 * DEFLATE
            } else {
                0
            };
            self.take(unpacked)?;
        }
        Ok(())
    }
}

/// How far before its data a stream's dictionary is looked for.
const HEAD: usize = 2048;

fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [method, flags, ..] if method & 0x0F == 8 && (u16::from(*method) << 8 | u16::from(*flags)) % 31 == 0)
}

/// Bytes that a deflated stream becomes, counted up to just past `limit`. Where it is damaged, as many as
/// what is left of it could become at most.
fn inflated(data: &[u8], limit: u64) -> u64 {
    let count = |reader: &mut dyn Read| {
        let mut buffer = [0; 16 << 10];
        let mut total = 0;
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return (total, true),
                Ok(read) => total += read as u64,
                Err(_) => return (total, false),
            }
            if total > limit {
                return (total, true);
            }
        }
    };
    let mut with_header = ZlibDecoder::new(data);
    let (size, whole) = count(&mut with_header);
    if whole {
        return size;
    }
    let rest = data.len() as u64 - with_header.total_in().min(data.len() as u64);
    let mut bare = DeflateDecoder::new(data);
    let (bare_size, bare_whole) = count(&mut bare);
    if bare_whole { size.max(bare_size) } else { size.max(bare_size).saturating_add(rest.saturating_mul(DEFLATE)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn deflated(size: usize) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0; size]).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_bomb_is_counted_without_being_unpacked() {
        let bomb = deflated(40 << 20);
        assert!(bomb.len() < 50_000);
        assert!(inflated(&bomb, 1 << 20) > 1 << 20);
        assert_eq!(inflated(&deflated(1234), 1 << 20), 1234);
    }

    #[test]
    fn what_the_parser_unpacks_is_checked_before() {
        let file = |dict: &str, data: &[u8]| {
            let mut file = format!("%PDF-1.7\n1 0 obj\n<<{dict}>>\nstream\r\n").into_bytes();
            file.extend(data);
            file.extend(b"\nendstream\nendobj\n");
            file
        };
        let check = |dict: &str, data: &[u8]| Budget::new(1 << 20).check_file(&file(dict, data)).is_err();
        assert!(check("/Type/ObjStm/Filter/FlateDecode", &deflated(2 << 20)));
        assert!(!check("/Type/ObjStm/Filter/FlateDecode", &deflated(1 << 19)));
        assert!(
            check("/Filter[/FlateDecode/FlateDecode]", &deflated(2000))
                == (deflated(2000).len() as u64 * LZW > 1 << 20)
        );
        assert!(!check("/Subtype/Image/Filter/FlateDecode", &deflated(2 << 20)));
        assert!(check("/Filter/LZWDecode", &[1; 4000]));
    }
}
