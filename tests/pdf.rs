//! PDF files that are odd, locked, damaged or hostile: a report or a reject with its reason, never a panic.
//!
//! `GONGKAI_FUZZ_SECONDS` sets how long mutated files are read (5 seconds if unset).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed unwrap in a test is a failed test; clippy exempts only the test functions themselves"
)]

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use gongkai::document::{Block, NoiseRules, PdfLimits, read};
use gongkai::reader::Reader;
use gongkai::source::{RawDocument, Reject, RejectReason, SourceFormat};
use gongkai::synth::{Generator, Layout, Noise, SynthOptions};

fn lines_of(bytes: &[u8], limits: PdfLimits) -> Result<Vec<String>, Reject> {
    let raw = RawDocument::new("a.pdf", SourceFormat::Pdf, bytes.to_vec());
    let document = read(&raw, &NoiseRules::builtin(), 64 << 20, limits)?;
    let line = |block: &Block| match block {
        Block::Line(line) => document.found[line.span.clone()].to_owned(),
        Block::Grid(grid) => grid.cells.iter().map(|c| &document.found[c.span.clone()]).collect::<Vec<_>>().join(" | "),
    };
    Ok(document.blocks.iter().map(line).collect())
}

fn refusal(bytes: &[u8]) -> Reject {
    lines_of(bytes, PdfLimits::default()).unwrap_err()
}

/// A file of one page with this content, its streams as written.
fn page(content: &[u8], filter: &str, more: &str) -> Vec<u8> {
    let mut file = format!(
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n\
         3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font\
         /Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>/XObject<</X 5 0 R>>>>>>\nendobj\n{more}4 0 obj\n\
         <</Length {}{filter}>>\nstream\n",
        content.len()
    )
    .into_bytes();
    file.extend(content);
    file.extend(b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n");
    file
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn locked_and_packed_files_are_read_where_no_password_is_asked() {
    let expected = [
        "清溪县竹编产业服务中心2022年政府信息公开工作年度报告",
        "一、总体情况",
        "本中心全年主动公开信息12条。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
    ];
    let files: [(&str, &[u8]); 4] = [
        ("plain", include_bytes!("data/pdf/plain.pdf")),
        ("object streams", include_bytes!("data/pdf/object_streams.pdf")),
        ("RC4, empty password", include_bytes!("data/pdf/no_password_rc4.pdf")),
        ("AES-256, empty password, object streams", include_bytes!("data/pdf/no_password_aes256.pdf")),
    ];
    for (name, bytes) in files {
        assert_eq!(lines_of(bytes, PdfLimits::default()).unwrap(), expected, "{name}");
    }
}

#[test]
fn every_refusal_has_its_reason_and_says_what_to_do() {
    let locked = refusal(include_bytes!("data/pdf/password.pdf"));
    assert_eq!(locked.reason, RejectReason::Encrypted);
    assert!(locked.detail.contains("password"), "{}", locked.detail);

    let scanned = refusal(&page(b"q 595 0 0 842 0 0 cm /X Do Q", "", ""));
    assert_eq!(scanned.reason, RejectReason::Empty);
    assert!(scanned.detail.contains("OCR"), "{}", scanned.detail);

    for damaged in [&b"%PDF-1.7\n"[..], b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n", &[b'%'; 400]] {
        let reject = refusal(damaged);
        assert_eq!(reject.reason, RejectReason::Unreadable);
        assert!(reject.detail.contains("fetch it again"), "{}", reject.detail);
    }
}

#[test]
fn a_file_without_its_table_of_objects_is_read_all_the_same() {
    let whole = include_bytes!("data/pdf/plain.pdf");
    let cut = memchr::memmem::find(whole, b"xref\n0 6").unwrap();
    assert_eq!(lines_of(&whole[..cut], PdfLimits::default()).unwrap().len(), 5);
}

#[test]
fn characters_without_meaning_are_told_and_never_guessed() {
    // Glyph numbers of a font that says nothing about them.
    let font = "6 0 obj\n<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2\
                /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>]>>\nendobj\n";
    let content = format!("BT /F2 10 Tf 50 700 Td <{}> Tj ET", "0011".repeat(300));
    let file = page(content.as_bytes(), "", font);
    let file = String::from_utf8(file).unwrap().replace("/XObject", "/Q").replace("/Font<</F1", "/Font<</F2 6 0 R/F1");
    let reject = refusal(file.as_bytes());
    assert_eq!(reject.reason, RejectReason::DecodeError);
    assert!(reject.detail.contains("OCR"), "{}", reject.detail);
}

#[test]
fn of_figures_printed_over_others_the_covered_are_gone_and_the_uncovered_unreadable() {
    let corrected_to = |cover: &str, at: u32, figure: &str| {
        let content = format!(
            "BT /F1 12 Tf 100 700 Td (Rules) Tj 60 0 Td (125) Tj ET {cover} BT /F1 12 Tf {at} 700 Td ({figure}) Tj ET \
             BT /F1 12 Tf 100 680 Td (Permits 34) Tj 0 -20 Td (and a line of words that makes it a page of text) Tj ET"
        );
        lines_of(&page(content.as_bytes(), "", ""), PdfLimits::default()).unwrap().join("\n")
    };
    let corrected = |cover: &str| corrected_to(cover, 164, "8");
    let cover = "1 1 1 rg 155 695 40 16 re f";
    let covered = corrected(cover);
    assert!(covered.contains('8') && !covered.contains(['1', '5']), "{covered}");
    let plain = corrected("");
    assert!(plain.contains('\u{FFFD}') && !plain.contains('8'), "{plain}");
    // A digit that did not change is drawn anew all the same.
    let again = corrected_to(cover, 160, "137");
    assert!(again.contains("137"), "{again}");
    assert!(plain.contains("Permits 34") && covered.contains("Permits 34"), "{plain}");
}

#[test]
fn of_a_page_with_too_many_figures_and_shapes_on_each_other_no_figure_is_read() {
    let figures = |figure: &str| -> String {
        (0..1_200).map(|n| format!("BT /F1 8 Tf {} {} Td ({figure}) Tj ET ", n % 40 * 14, n / 40 * 20 + 100)).collect()
    };
    let read = |shapes: usize| {
        // Enough words that the page is one with a few unreadable figures.
        let words = "Rules that have words ".repeat(9);
        let height = |n: usize| if n < 13 { 10 + 6 * n } else { 627 + 6 * n };
        let words: String = (0..26).map(|n| format!("BT /F1 5 Tf 20 {} Td ({words}) Tj ET ", height(n))).collect();
        let corrected = "BT /F1 8 Tf 10 800 Td (9) Tj ET 1 1 1 rg 5 790 20 20 re f BT /F1 8 Tf 10 800 Td (5) Tj ET ";
        let shapes = "0 0 1 1 re f ".repeat(shapes);
        let content = format!("{words}{corrected}{}{shapes}{}", figures("1"), figures("7"));
        lines_of(&page(content.as_bytes(), "", ""), PdfLimits::default()).unwrap().join("\n")
    };
    let few = read(1);
    assert!(few.contains('5') && !few.contains(['1', '7', '9']), "{few}");
    let many = read(19_000);
    assert!(many.contains("Rules") && !many.contains(|c: char| c.is_ascii_digit()), "{many}");
}

#[test]
fn text_behind_a_picture_is_known_to_be_recognised() {
    let scanned = |content: &str| {
        let more = " and a line of words".repeat(12);
        let content = format!("BT /F1 12 Tf {content} 0 -20 Td (Rules 125{more}) Tj ET");
        let raw = RawDocument::new("a.pdf", SourceFormat::Pdf, page(content.as_bytes(), "", ""));
        read(&raw, &NoiseRules::builtin(), 64 << 20, PdfLimits::default()).unwrap()
    };
    let drawn = scanned("100 700 Td (Report) Tj");
    assert!(!drawn.recognised && drawn.found.contains("Rules 125"), "{}", drawn.found);
    // A drawn page number makes no drawn page.
    for content in ["3 Tr 100 700 Td", "300 20 Td (- 5 -) Tj 3 Tr -200 680 Td"] {
        let behind = scanned(content);
        assert!(behind.recognised && behind.found.contains("Rules 125"), "{content}: {}", behind.found);
    }
}

#[test]
fn form_fields_and_notes_that_lie_on_a_page_are_read_with_it() {
    let file = |flags: &str, state: &str| {
        let content =
            "BT /F1 12 Tf 100 700 Td (Rules) Tj 0 -20 Td (and a line of words that makes it a page of text) Tj ET";
        let font = "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>";
        let draws = "BT /F1 6 Tf 1 2 Td (125) Tj ET";
        let form = format!("/Type/XObject/Subtype/Form/BBox[0 0 20 10]{font}/Length {}", draws.len());
        let more = format!("8 0 obj\n<<{form}>>\nstream\n{draws}\nendstream\nendobj\n");
        let file = String::from_utf8(page(content.as_bytes(), "", &more)).unwrap();
        // Drawn at twice its size, besides the word.
        let field = format!("<</Type/Annot/Subtype/Widget/Rect[150 696 190 716]{flags}/AP<</N {state}>>>>");
        let file = file.replacen("/Type/Page/", &format!("/Type/Page/Annots[{field}]/"), 1);
        lines_of(file.as_bytes(), PdfLimits::default()).unwrap().join("\n")
    };
    for (flags, state) in [("/F 4", "8 0 R"), ("/AS/On", "<</On 8 0 R>>")] {
        let text = file(flags, state);
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("Rules") && first.ends_with("125"), "{flags}: {text}");
    }
    for (flags, state) in [("/F 2", "8 0 R"), ("/F 32", "8 0 R"), ("/AS/Off", "<</On 8 0 R>>")] {
        let text = file(flags, state);
        assert!(!text.contains("125"), "{flags}: {text}");
    }
}

#[test]
fn a_layer_that_is_switched_off_is_not_read() {
    let file = |settings: &str| {
        let content = "BT /F1 12 Tf 100 700 Td /OC /L1 BDC (620) Tj EMC ET BT /F1 12 Tf 130 700 Td (641) Tj \
                       0 -20 Td (and a line of words that makes it a page of text) Tj ET";
        let mut file = page(content.as_bytes(), "", "7 0 obj\n<</Type/OCG/Name(old)>>\nendobj\n");
        let replaced = |file: Vec<u8>, from: &str, to: &str| -> Vec<u8> {
            let text: String = file.iter().map(|&byte| char::from(byte)).collect();
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1).chars().map(|c| c as u8).collect()
        };
        file = replaced(file, "/Type/Catalog", &format!("/Type/Catalog/OCProperties<</OCGs[7 0 R]/D<<{settings}>>>>"));
        file = replaced(file, "/Resources<<", "/Resources<</Properties<</L1 7 0 R>>");
        lines_of(&file, PdfLimits::default()).unwrap().join("\n")
    };
    for hidden in ["/OFF[7 0 R]", "/BaseState/OFF"] {
        assert!(file(hidden).starts_with("641"), "{hidden}: {}", file(hidden));
    }
    for shown in ["/BaseState/OFF/ON[7 0 R]", "/ON[7 0 R]"] {
        let text = file(shown);
        assert!(text.contains("620") && text.contains("641"), "{shown}: {text}");
    }
}

#[test]
fn what_would_unpack_to_too_much_is_refused_by_a_limit_that_can_be_set() {
    let text = b"BT /F1 10 Tf 50 700 Td (An annual report of some length, long enough to be no picture.) Tj ET ";
    let small = page(&deflated(&text.repeat(20)), "/Filter/FlateDecode", "");
    assert!(lines_of(&small, PdfLimits::default()).is_ok());
    let tight = PdfLimits { max_unpacked: 100, ..PdfLimits::default() };
    assert_eq!(lines_of(&small, tight).unwrap_err().reason, RejectReason::TooLarge);
    let no_pages = PdfLimits { max_pages: 0, ..PdfLimits::default() };
    assert_eq!(lines_of(&small, no_pages).unwrap_err().reason, RejectReason::TooLarge);

    let started = Instant::now();
    let bomb = deflated(&vec![b' '; 300 << 20]);
    assert_eq!(refusal(&page(&bomb, "/Filter/FlateDecode", "")).reason, RejectReason::TooLarge);
    let twice = deflated(&bomb);
    let reject = refusal(&page(&twice, "/Filter[/FlateDecode/FlateDecode]", ""));
    assert!(matches!(reject.reason, RejectReason::TooLarge | RejectReason::Empty), "{reject:?}");
    // A form that draws itself twice, and so on.
    let form = "5 0 obj\n<</Subtype/Form/Length 11/Resources<</XObject<</X 5 0 R>>>>>>\nstream\n/X Do /X Do\nendstream\nendobj\n";
    let laughs = page(b"/X Do", "", form);
    assert!(matches!(refusal(&laughs).reason, RejectReason::TooLarge | RejectReason::Empty));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

/// Files that are changed unless seconds are given: the same ones on every machine.
const MUTATED: u64 = 1_000;

/// Reads files that were changed at random; what comes back does not matter, only that it comes back.
#[test]
fn mutated_files_never_stop_the_reader() {
    let seconds: Option<u64> =
        std::env::var("GONGKAI_FUZZ_SECONDS").ok().map(|n| n.parse().expect("a number of seconds"));
    let reader = Reader::builtin().unwrap();
    let generator = Generator::new(SynthOptions {
        layouts: vec![Layout::Pdf],
        noise: Noise::LIGHT,
        reports: 64,
        ..SynthOptions::default()
    })
    .unwrap();
    let mut corpus: Vec<Vec<u8>> = (0..24).map(|i| generator.report(i).bytes).collect();
    let unpacked: Vec<Vec<u8>> = corpus.iter().map(|bytes| unpacked(bytes)).collect();
    corpus.extend(unpacked);
    corpus.extend([
        include_bytes!("data/pdf/object_streams.pdf").to_vec(),
        include_bytes!("data/pdf/no_password_rc4.pdf").to_vec(),
        include_bytes!("data/pdf/no_password_aes256.pdf").to_vec(),
        include_bytes!("data/pdf/plain.pdf").to_vec(),
    ]);
    for bytes in &corpus {
        let raw = RawDocument::new("a.pdf", SourceFormat::Pdf, bytes.clone());
        let known = reader.read(&raw);
        assert!(known.is_ok() || bytes.len() < 4000, "{:?}", known.err());
    }
    let begun = Instant::now();
    let goes_on = |files: u64| match seconds {
        Some(seconds) => begun.elapsed().as_secs() < seconds,
        None => files < MUTATED,
    };
    let mut random = Pcg(0x9E37_79B9_7F4A_7C15);
    let (mut files, mut read, mut slowest) = (0u64, 0u64, Duration::ZERO);
    while goes_on(files) {
        let mut bytes = corpus[random.below(corpus.len())].clone();
        for _ in 0..=random.below(8) {
            mutate(&mut bytes, &corpus, &mut random);
        }
        let started = Instant::now();
        let raw = RawDocument::new("a.pdf", SourceFormat::Pdf, bytes);
        let outcome = reader.read(&raw);
        let took = started.elapsed();
        if took > Duration::from_secs(20) {
            let path = std::env::temp_dir().join("slow.pdf");
            std::fs::write(&path, &raw.bytes).unwrap();
            panic!("{took:?} for {}", path.display());
        }
        slowest = slowest.max(took);
        files += 1;
        read += u64::from(outcome.is_ok());
        if let Err(reject) = outcome {
            assert!(!reject.detail.is_empty());
        }
    }
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak: Option<u64> = peak.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    println!("{files} mutated files, {read} of them reports, slowest {slowest:?}, peak {peak:?} kB");
    assert!(files > 10);
    assert!(peak.is_none_or(|kilobytes| kilobytes < 1 << 20), "{peak:?} kB of memory at the peak");
}

/// A stream of numbers that is the same every time.
struct Pcg(u64);

impl Pcg {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    fn below(&mut self, n: usize) -> usize {
        self.next() as usize % n.max(1)
    }
}

fn mutate(bytes: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Pcg) {
    if bytes.is_empty() {
        return;
    }
    let at = random.below(bytes.len());
    let len = 1 + random.below(40).min(bytes.len() - at - 1);
    match random.below(9) {
        0 => bytes[at] = random.next() as u8,
        1 => bytes[at] ^= 1 << random.below(8),
        2 => drop(bytes.drain(at..(at + len).min(bytes.len()))),
        3 => {
            let piece = bytes[at..(at + len).min(bytes.len())].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, piece.repeat(1 + random.below(20)));
        }
        4 => bytes.truncate(at),
        5 => {
            let other = &corpus[random.below(corpus.len())];
            let from = random.below(other.len());
            let piece = other[from..(from + 400).min(other.len())].to_vec();
            bytes.splice(at..at, piece);
        }
        // A number somewhere becomes another.
        6 | 7 => {
            let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|p| at + p) else { return };
            let end = bytes[start..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |p| start + p);
            let numbers =
                ["0", "1", "3", "-1", "65535", "99999999", "4294967295", "1e9", "0.00001", "18446744073709551616"];
            bytes.splice(start..end, numbers[random.below(numbers.len())].bytes());
        }
        _ => {
            let words = [
                &b"/Length"[..],
                b"stream\n",
                b"endstream",
                b"endobj",
                b"<<",
                b">>",
                b"[",
                b"]",
                b"(",
                b"BT",
                b"Tj",
                b"/Filter/FlateDecode",
                b"/Filter/LZWDecode",
                b"/Type/ObjStm",
                b"3 0 R",
                b"q ",
                b"cm",
                b"re f",
                b"Do",
            ];
            let word = words[random.below(words.len())];
            bytes.splice(at..at, word.iter().copied());
        }
    }
}

/// A made-up file with its streams unpacked, so that mutations reach what is in them.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    const HEAD: &[u8] = b"/Filter/FlateDecode>>\nstream\n";
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, HEAD) {
        let length = rest[..at].iter().rposition(|&b| b == b' ').unwrap();
        let data = &rest[at + HEAD.len()..];
        let end = memchr::memmem::find(data, b"\nendstream").unwrap();
        let mut content = Vec::new();
        ZlibDecoder::new(&data[..end]).read_to_end(&mut content).unwrap();
        out.extend(&rest[..=length]);
        out.extend(format!("{}>>\nstream\n", content.len()).bytes());
        out.extend(content);
        rest = &data[end..];
    }
    out.extend(rest);
    out
}
