//! Damaged and malicious inputs: every reader takes whatever bytes come, in bounded time and memory.
//!
//! Seeds are made-up reports in every wrapping and the files of `tests/data/inputs`, where inputs that
//! once broke something are kept. They are damaged at random, container and content apart, so that
//! damage gets past the checksums. `GONGKAI_HOSTILE` sets the seconds for each reader; unset, each
//! gets a fixed number of inputs.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test")]

#[path = "inputs_made_up/mod.rs"]
mod made_up;
mod random;

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use gongkai::reader::Reader;
use gongkai::source::{Limits, SourceSettings};
use gongkai::synth::{Generator, Layout, SynthOptions};
use made_up::{bzipped, gzipped, of_file, parquet, tarred, zipped, zstded};
use parquet::basic::Compression;
use random::Random;

/// Inputs for each reader unless seconds are given.
const INPUTS: u32 = 60;
/// Time that one input may take on a machine that is busy with other work.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes of one document, so that bombs stay small.
const DOCUMENT: u64 = 4 << 20;

static READER: LazyLock<Reader> = LazyLock::new(|| Reader::builtin().unwrap().with_max_bytes(DOCUMENT));

/// A way to damage an input.
type Damage = fn(&[u8], &mut Random) -> Vec<u8>;

/// Damages bytes in one to eight places.
fn damage(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 << random.place(4) {
        if bytes.is_empty() {
            break;
        }
        let at = random.place(bytes.len());
        let len = (1 << random.place(8)).min(bytes.len() - at);
        match random.place(7) {
            0 => bytes[at] ^= 1 << random.place(8),
            1 => bytes[at] = [0, 0xFF, b'<', b'>', b'"', b'9', b'{', 0x7F][random.place(8)],
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..at + len)),
            4 => {
                let copy = bytes[at..at + len].to_vec();
                let to = random.place(bytes.len());
                bytes.splice(to..to, copy);
            }
            5 => {
                let number = [u64::MAX, 0, 1 << 31, 1 << 40, 65_535][random.place(5)].to_le_bytes();
                let width = [2, 4, 8][random.place(3)].min(bytes.len() - at);
                bytes[at..at + width].copy_from_slice(&number[..width]);
            }
            _ => {
                let copy = bytes[at..at + len].repeat(1 + random.place(60));
                bytes.splice(at..at, copy);
            }
        }
    }
    bytes
}

/// Damages one part of a zip file and closes the file again, so that its checksums are right.
fn damage_inside(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return damage(bytes, random) };
    let target = random.place(archive.len());
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        let mut part = Vec::new();
        // What does not unpack any more is left out.
        if file.read_to_end(&mut part).is_ok() {
            drop(file);
            parts.push((name, if index == target { damage(&part, random) } else { part }));
        }
    }
    parts.dedup_by(|a, b| a.0 == b.0);
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
    zipped(&parts)
}

fn report(layout: Layout, i: u64) -> Vec<u8> {
    let options = SynthOptions { seed: 3, layouts: vec![layout], ..SynthOptions::default() };
    Generator::new(options).unwrap().report(i).bytes
}

/// The stored inputs with this ending.
fn stored(ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/inputs");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let wanted = paths.iter().filter(|path| path.to_string_lossy().ends_with(ending));
    let seeds: Vec<_> = wanted.map(|path| fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "no stored inputs end in {ending}");
    seeds
}

/// Reads damaged seeds under this name; panics at the first input that breaks something.
fn survive(name: &str, made: Vec<Vec<u8>>, damages: &[Damage]) {
    let seconds = std::env::var("GONGKAI_HOSTILE").ok().map(|s| s.parse().unwrap());
    let ending = name.split_once('.').unwrap().1;
    let seeds: Vec<Vec<u8>> = made.into_iter().chain(stored(ending)).collect();
    let mut random = Random(seconds.unwrap_or(0));
    let started = Instant::now();
    let (mut inputs, mut documents, mut reports, mut slowest) = (0u32, 0usize, 0usize, Duration::ZERO);
    let goes_on = |inputs: u32| match seconds {
        Some(seconds) => started.elapsed().as_secs() < seconds,
        None => inputs < INPUTS,
    };
    while goes_on(inputs) {
        let seed = &seeds[inputs as usize % seeds.len()];
        let input = match inputs as usize / seeds.len() {
            0 => seed.clone(),
            _ => damages[random.place(damages.len())](seed, &mut random),
        };
        let before = Instant::now();
        let (read, found) = read(name, &input);
        slowest = slowest.max(before.elapsed());
        assert!(before.elapsed() < PATIENCE, "{name}: input {inputs} took {:?}", before.elapsed());
        documents += read;
        reports += found;
        inputs += 1;
    }
    println!("{name}: {inputs} inputs, {documents} documents, {reports} reports, slowest {slowest:?}");
    assert!(documents > 0);
    if let Some(peak) = peak_memory() {
        assert!(peak < 1 << 30, "{name}: {peak} bytes of memory at the peak");
    }
}

/// Documents and reports in an input; panics where a reader does.
fn read(name: &str, input: &[u8]) -> (usize, usize) {
    let limits = Limits { document_bytes: DOCUMENT, archive_members: 1000, ..Limits::default() };
    let handed = of_file(name, input, &SourceSettings { limits, ..SourceSettings::default() });
    assert!(!handed.is_empty(), "{name}: an input ends as a document or a reject");
    let mut reports = 0;
    for (uri, document) in &handed {
        match document {
            Ok(raw) => reports += usize::from(READER.read(raw).is_ok()),
            Err(reject) => assert!(!reject.detail.contains("internal error"), "{uri}: {}", reject.detail),
        }
    }
    (handed.len(), reports)
}

/// Most memory that this process has had, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

#[test]
fn docx() {
    survive("a.docx", (0..4).map(|i| report(Layout::Docx, i)).collect(), &[damage, damage_inside, damage_inside]);
}

#[test]
fn xlsx() {
    survive("a.xlsx", (0..4).map(|i| report(Layout::Xlsx, i)).collect(), &[damage, damage_inside, damage_inside]);
}

#[test]
fn html() {
    survive("a.html", (0..4).map(|i| report(Layout::Html, i)).collect(), &[damage]);
}

#[test]
fn text() {
    let layouts = [Layout::Pipes, Layout::PdfText, Layout::Lines, Layout::PdfText];
    survive("a.txt", layouts.into_iter().zip(0..).map(|(layout, i)| report(layout, i)).collect(), &[damage]);
}

#[test]
fn zip() {
    let inner = zipped(&[("c.docx", &report(Layout::Docx, 1)), ("d.txt.gz", &gzipped(&report(Layout::Lines, 2)))]);
    let seed = zipped(&[("a/b.html", &report(Layout::HtmlFlat, 1)), ("年报.zip", &inner)]);
    survive("a.zip", vec![seed], &[damage, damage_inside]);
}

#[test]
fn tar() {
    let inside = |bytes: &[u8], random: &mut Random| {
        let mut unpacked = Vec::new();
        match flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked) {
            Ok(_) => gzipped(&damage(&unpacked, random)),
            Err(_) => damage(bytes, random),
        }
    };
    let seed = gzipped(&tarred(&[("a/b.html", &report(Layout::HtmlFlat, 1)), ("年报.txt", &report(Layout::Lines, 2))]));
    survive("a.tar.gz", vec![seed], &[damage, inside, inside]);
}

#[test]
fn compressed() {
    let text = report(Layout::Lines, 3);
    survive("a.txt.gz", vec![gzipped(&text), bzipped(&text), zstded(&text)], &[damage]);
}

/// Objects of a corpus.
fn objects() -> Vec<String> {
    let object = |i| {
        let text = String::from_utf8(report(Layout::Pipes, i)).unwrap();
        serde_json::json!({"text": text, "title": "年度报告", "date": "2021-03-02"}).to_string()
    };
    (0..3).map(object).collect()
}

#[test]
fn json_lines() {
    survive("a.jsonl", vec![objects().join("\n").into_bytes()], &[damage]);
}

#[test]
fn json_list() {
    survive("a.json", vec![format!("[{}]", objects().join(",\n")).into_bytes()], &[damage]);
}

#[test]
fn parquet_corpus() {
    let texts: Vec<String> = (0..5).map(|i| String::from_utf8(report(Layout::Pipes, i)).unwrap()).collect();
    let texts: Vec<Option<&str>> = texts.iter().map(|text| Some(text.as_str())).collect();
    let seed = |compression| parquet(&[("text", &texts)], Some(("date", &[18_688; 5])), compression);
    survive("a.parquet", vec![seed(Compression::SNAPPY), seed(Compression::UNCOMPRESSED)], &[damage]);
}

#[test]
fn every_bit_of_a_parquet_footer_may_be_wrong() {
    let seed = parquet(&[("text", &[Some("年度报告")])], None, Compression::UNCOMPRESSED);
    let length = seed.len() - 8;
    let footer = u32::from_le_bytes(seed[length..length + 4].try_into().unwrap()) as usize;
    for bit in (length - footer) * 8..length * 8 {
        let mut damaged = seed.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let (documents, _) = read("a.parquet", &damaged);
        assert!(documents > 0, "bit {bit}");
    }
}
