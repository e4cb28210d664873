//! Bytes to text: finds the encoding and decodes, tolerating a few bytes that were cut.
//!
//! Evidence in order: a byte order mark, the zero bytes of UTF-16, valid UTF-8, the page's own
//! `charset`, and only then a statistical guess, restricted to the encodings Chinese sites use.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::source::{RejectReason, SourceFormat, foreign_format};

/// A text and the encoding it was in.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
}

/// Why there is no text.
pub(super) type Refusal = (RejectReason, String);

/// How much of a file is looked at to guess its encoding.
const SAMPLE: usize = 2048;

/// Decodes the bytes of a document.
pub(super) fn decode(bytes: &[u8], format: SourceFormat) -> Result<Decoded, Refusal> {
    if let Some((name, hint)) = foreign_format(bytes) {
        let detail = format!("the content is {name}; {hint}");
        return Err((RejectReason::UnsupportedFormat, detail));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let attempt = Attempt::run(encoding, bytes, mark);
        if attempt.is_tolerable() || encoding != UTF_8 {
            return attempt.finish();
        }
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        let attempt = Attempt::run(encoding, bytes, 0);
        if attempt.is_tolerable() {
            return attempt.finish();
        }
    }
    if let Some(Cow::Borrowed(text)) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return refuse_binary(text.to_owned(), "utf-8");
    }
    if is_nearly_utf8(bytes) {
        return Attempt::run(UTF_8, bytes, 0).finish();
    }
    if let Some(encoding) = declared(bytes, format) {
        let attempt = Attempt::run(encoding, bytes, 0);
        if attempt.is_tolerable() {
            return attempt.finish();
        }
    }
    let (likely, other) = if guess(bytes) == BIG5 { (BIG5, GB18030) } else { (GB18030, BIG5) };
    let first = Attempt::run(likely, bytes, 0);
    if first.is_tolerable() {
        return first.finish();
    }
    let second = Attempt::run(other, bytes, 0);
    if second.is_tolerable() {
        return second.finish();
    }
    first.finish()
}

/// A decoding with one encoding, and how badly it went.
struct Attempt {
    encoding: &'static Encoding,
    text: String,
    bad: usize,
    first_bad: usize,
    complete: bool,
}

impl Attempt {
    fn run(encoding: &'static Encoding, bytes: &[u8], skip: usize) -> Self {
        let body = bytes.get(skip..).unwrap_or_default();
        let mut attempt = Self { encoding, text: String::new(), bad: 0, first_bad: 0, complete: false };
        let give_up = tolerance(body.len());
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut read = 0;
        while attempt.bad <= give_up {
            let rest = body.get(read..).unwrap_or_default();
            let room = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len());
            attempt.text.reserve(room.max(8));
            let (result, taken) = decoder.decode_to_string_without_replacement(rest, &mut attempt.text, true);
            read += taken;
            match result {
                DecoderResult::InputEmpty => {
                    attempt.complete = true;
                    break;
                }
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(len, after) => {
                    if attempt.bad == 0 {
                        let back = usize::from(len) + usize::from(after);
                        attempt.first_bad = skip + read.saturating_sub(back);
                    }
                    attempt.bad += 1;
                    attempt.text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
        attempt
    }

    fn is_tolerable(&self) -> bool {
        self.complete && (self.bad <= 3 || self.bad <= tolerance(self.text.chars().count()))
    }

    fn finish(self) -> Result<Decoded, Refusal> {
        let name = name_of(self.encoding);
        if self.is_tolerable() {
            return refuse_binary(self.text, name);
        }
        let detail = format!(
            "read as {name}, the bytes stop making sense at byte {}; fetch the file again or save it as UTF-8",
            self.first_bad
        );
        Err((RejectReason::DecodeError, detail))
    }
}

/// Bad sequences that are put up with among so many characters: one in two hundred.
fn tolerance(chars: usize) -> usize {
    (chars / 200).max(3)
}

fn name_of(encoding: &'static Encoding) -> &'static str {
    match encoding {
        found if found == UTF_16LE => "utf-16le",
        found if found == UTF_16BE => "utf-16be",
        found if found == BIG5 => "big5",
        found if found == GB18030 => "gb18030",
        _ => "utf-8",
    }
}

/// Text holds next to no control characters; pictures and programs do.
fn refuse_binary(text: String, encoding: &'static str) -> Result<Decoded, Refusal> {
    let is_control = |byte: u8| (byte < 0x20) & (byte.wrapping_sub(0x09) > 0x04) & (byte != 0x1B);
    // Counted in bytes, so that the compiler takes many at a time.
    let in_chunk = |chunk: &[u8]| chunk.iter().map(|&byte| u8::from(is_control(byte))).sum::<u8>();
    let controls: usize = text.as_bytes().chunks(255).map(|chunk| usize::from(in_chunk(chunk))).sum();
    if controls > tolerance(text.len()) {
        let first = text.bytes().position(is_control).unwrap_or(0);
        let detail = format!(
            "read as {encoding}, the file holds {controls} control characters, the first at byte {first} of the text; it is no text file"
        );
        return Err((RejectReason::DecodeError, detail));
    }
    Ok(Decoded { text, encoding })
}

/// UTF-16 without a mark: line ends and digits leave zeros, and one byte order makes sense.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..2 * SAMPLE).unwrap_or(bytes);
    memchr::memchr(0, sample)?;
    let mut readable = [0usize; 2];
    for pair in sample.chunks_exact(2) {
        readable[0] += usize::from(is_usual(u16::from_le_bytes([pair[0], pair[1]])));
        readable[1] += usize::from(is_usual(u16::from_be_bytes([pair[0], pair[1]])));
    }
    let [little, big] = readable;
    let encoding = if little > big { UTF_16LE } else { UTF_16BE };
    (little.max(big) * 20 >= sample.len() * 9 && little != big).then_some(encoding)
}

/// Code units that Chinese text is made of.
fn is_usual(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0D | 0x20..=0x7E | 0xA0..=0xFF | 0x2000..=0x27BF | 0x3000..=0x303F | 0x4E00..=0x9FFF | 0xFF00..=0xFFEF)
}

/// UTF-8 in which a few characters were cut, as crawlers do at the ends of buffers.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut wide, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
        if bad > tolerance(bytes.len()) {
            return false;
        }
    }
    wide >= 20 * bad
}

/// The encoding that a page declares in its first bytes, if it is one that is plausible here.
fn declared(bytes: &[u8], format: SourceFormat) -> Option<&'static Encoding> {
    if format != SourceFormat::Html {
        return None;
    }
    let head = bytes.get(..SAMPLE).unwrap_or(bytes).to_ascii_lowercase();
    let mut rest = head.as_slice();
    while let Some(at) = memchr::memmem::find(rest, b"charset") {
        rest = &rest[at + 7..];
        let label: Vec<u8> = rest
            .iter()
            .copied()
            .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            .collect();
        match Encoding::for_label(&label) {
            Some(found) if found == encoding_rs::GBK || found == GB18030 => return Some(GB18030),
            Some(found) if found == BIG5 => return Some(BIG5),
            _ => {}
        }
    }
    None
}

/// The statistical guess, made from the first bytes that are not ASCII.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let start = Encoding::ascii_valid_up_to(bytes);
    let rest = bytes.get(start..).unwrap_or_default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(rest.get(..SAMPLE).unwrap_or(rest), false);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &str = "南山镇2020年政府信息公开工作年度报告。本报告所列数据的统计期限自1月1日起。\r\n";
    const TITLE_HANT: &str = "南山鎮2020年政府資訊公開工作年度報告。本報告所列數據的統計期限自1月1日起。\r\n";

    fn name(bytes: &[u8]) -> &'static str {
        decode(bytes, SourceFormat::Text).unwrap().encoding
    }

    fn utf16(text: &str, to: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    }

    #[test]
    fn every_encoding_is_told() {
        assert_eq!(name(TITLE.as_bytes()), "utf-8");
        assert_eq!(name(&GB18030.encode(TITLE).0), "gb18030");
        assert_eq!(name(&BIG5.encode(TITLE_HANT).0), "big5");
        assert_eq!(name(&utf16(TITLE, u16::to_le_bytes)), "utf-16le");
        assert_eq!(name(&utf16(TITLE, u16::to_be_bytes)), "utf-16be");
        let marked = format!("\u{feff}{TITLE}");
        assert_eq!(name(&utf16(&marked, u16::to_be_bytes)), "utf-16be");
        let decoded = decode(marked.as_bytes(), SourceFormat::Text).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (TITLE, "utf-8"));
    }

    #[test]
    fn a_page_is_believed_about_its_charset() {
        let page = format!("<meta charset='gb2312'><p>{TITLE}");
        let bytes = GB18030.encode(&page).0;
        let decoded = decode(&bytes, SourceFormat::Html).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), (&*page, "gb18030"));
        let lying = decode(page.as_bytes(), SourceFormat::Html).unwrap();
        assert_eq!(lying.encoding, "utf-8");
        let big5 = BIG5.encode(TITLE_HANT).0;
        let page = [b"<meta charset=\"iso-8859-1\">", &big5[..]].concat();
        assert_eq!(decode(&page, SourceFormat::Html).unwrap().encoding, "big5");
    }

    #[test]
    fn a_few_cut_characters_are_replaced() {
        for encoding in [UTF_8, GB18030] {
            let whole = TITLE.repeat(20);
            let mut bytes = encoding.encode(&whole).0.into_owned();
            bytes.truncate(bytes.len() - 2);
            bytes.extend(b"\xFF\xFF");
            let decoded = decode(&bytes, SourceFormat::Text).unwrap();
            assert_eq!(decoded.encoding, name_of(encoding));
            assert!(decoded.text.contains('\u{fffd}'));
        }
    }

    #[test]
    fn junk_is_refused_with_the_place() {
        let mut bytes = TITLE.as_bytes().to_vec();
        bytes.extend([0xFF, 0x81, 0x30].repeat(200));
        let (reason, detail) = decode(&bytes, SourceFormat::Text).unwrap_err();
        assert_eq!(reason, RejectReason::DecodeError);
        assert!(detail.contains("at byte "), "{detail}");
        let (reason, _) = decode(&[0, 1, 2, 3].repeat(99), SourceFormat::Text).unwrap_err();
        assert_eq!(reason, RejectReason::DecodeError);
        let (reason, detail) = decode(b"%PDF-1.7 ...", SourceFormat::Html).unwrap_err();
        assert_eq!(reason, RejectReason::UnsupportedFormat);
        assert!(detail.contains("PDF"));
    }
}
