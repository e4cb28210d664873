//! Broken pages: whatever bytes come, a reader ends soon with a report or a reject, and claims nothing odd.
//!
//! Inputs are made by damaging the sample and the stored inputs of `tests/corpus`: the same ones each time.
//! `GONGKAI_FUZZ_SECONDS` goes on for so long with each reader, with inputs of its own for each second of the clock.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failed unwrap in a test is a failed test"
)]

mod random;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

use gongkai::reader::Reader;
use gongkai::report::{Report, Status};
use gongkai::source::{RawDocument, Reject, SourceFormat};
use random::Random;

/// Inputs for each reader where no time is given.
const INPUTS: u64 = 1_500;
/// An input that takes so long is a hang: the largest take a few milliseconds.
const HANG: Duration = Duration::from_secs(60);
/// Largest input made.
const LARGEST: usize = 256 << 10;
/// Memory that no input of that size may need.
const MOST_MEMORY: u64 = 1 << 30;

const TEXT_PIECES: [&str; 28] = [
    "|",
    "||||",
    "| --- |",
    "\t",
    "\u{3000}",
    "\n\n\n",
    "\r",
    "\u{c}",
    "0",
    "000",
    "64020470",
    "-1",
    "1,234",
    "3.5万元",
    "一、",
    "(三)",
    "不予公开",
    "总计",
    "（七）总计",
    "其他",
    "自然人",
    "信息内容",
    "2021年",
    "２０２２",
    "報告",
    "\u{feff}",
    "\u{2028}",
    "第二十条第（一）项",
];
const HTML_PIECES: [&str; 26] = [
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<td rowspan=\"8\">",
    "<td colspan=\"65535\">",
    "<td rowspan=0>",
    "<p>",
    "</p>",
    "<br>",
    "&nbsp;",
    "&#x0;",
    "&#1114112;",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<meta charset=gbk>",
    "<style>",
    "<title>",
    "<div><div><div>",
    "<![CDATA[",
    "\u{0}",
    "<tbody>",
    "0",
];

#[test]
fn text_reader_ends_with_a_report_or_a_reject() {
    fuzz("text", SourceFormat::Text, &["txt", "md"], &TEXT_PIECES);
}

#[test]
fn html_reader_ends_with_a_report_or_a_reject() {
    let pieces = [&HTML_PIECES[..], &TEXT_PIECES[..]].concat();
    fuzz("html", SourceFormat::Html, &["html"], &pieces);
}

fn fuzz(name: &str, format: SourceFormat, extensions: &[&str], pieces: &[&str]) {
    let seeds = seeds(name, extensions);
    assert!(seeds.len() >= 2, "{name} has no inputs to damage");
    let seconds: Option<u64> =
        std::env::var("GONGKAI_FUZZ_SECONDS").ok().map(|s| s.parse().expect("a number of seconds"));
    let started = Instant::now();
    let (send, inputs) = mpsc::sync_channel::<Vec<u8>>(0);
    let (answer, answers) = mpsc::channel();
    std::thread::spawn(move || {
        let reader = Reader::builtin().unwrap();
        for bytes in inputs {
            let raw = RawDocument::new("fuzz", format, bytes);
            let read = catch_unwind(AssertUnwindSafe(|| reader.read(&raw)));
            let verdict = read.map_err(|_| "a panic".to_owned()).and_then(|read| odd(&reader, &raw, read));
            if answer.send((raw.bytes, verdict)).is_err() {
                break;
            }
        }
    });
    let first = match seconds {
        Some(_) => SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() << 32,
        None => 0,
    };
    let mut done = 0;
    loop {
        let go_on = seconds.map_or(done < INPUTS, |limit| started.elapsed().as_secs() < limit);
        if !go_on {
            break;
        }
        let bytes = damaged(&seeds, pieces, Random(first + done));
        send.send(bytes.clone()).unwrap();
        match answers.recv_timeout(HANG) {
            Ok((_, Ok(()))) => {}
            Ok((bytes, Err(why))) => panic!("{why}; the input is in {}", keep(name, &bytes).display()),
            Err(_) => panic!("no answer for {HANG:?}; the input is in {}", keep(name, &bytes).display()),
        }
        done += 1;
    }
    let peak = peak_memory();
    println!("{name}: {done} inputs in {:?}, peak memory {} MB", started.elapsed(), peak >> 20);
    assert!(peak < MOST_MEMORY, "{name}: {} MB of memory", peak >> 20);
}

/// What is wrong with an outcome, whatever the input was.
fn odd(reader: &Reader, raw: &RawDocument, read: Result<Report, Reject>) -> Result<(), String> {
    let report = match read {
        Ok(report) => report,
        Err(reject) if reject.detail.trim().is_empty() => return Err("a reject without a reason".to_owned()),
        Err(_) => return Ok(()),
    };
    let mut seen = HashSet::new();
    for cell in &report.cells {
        let claimed = matches!(cell.status, Status::Reported | Status::Inferred);
        if claimed != cell.value.is_some() || cell.value.is_some_and(|v| !v.is_finite()) {
            return Err(format!("a value that its status does not allow: {cell:?}"));
        }
        if cell.status == Status::Reported && cell.raw.is_none() {
            return Err(format!("a figure that stands nowhere: {cell:?}"));
        }
        if !seen.insert((cell.table, cell.row, cell.col)) {
            return Err(format!("a cell that stands twice: {cell:?}"));
        }
    }
    for section in &report.sections {
        let text = section.hans.as_deref().unwrap_or(&section.text);
        for sentence in &section.narrative.sentences {
            let Some(words) = text.get(sentence.span.clone()) else {
                return Err(format!("a sentence outside of its section: {:?}", sentence.span));
            };
            let characters = words.chars().count() as u32;
            let spans = sentence.tags.iter().map(|t| (t.start, t.end));
            let spans = spans.chain(sentence.statements.iter().map(|s| (s.start, s.end)));
            if let Some(span) = spans.into_iter().find(|(start, end)| start >= end || *end > characters) {
                return Err(format!("evidence outside of its sentence: {span:?} of {characters}"));
            }
        }
    }
    let again = reader.read(raw).map_err(|reject| format!("read twice, rejected once: {}", reject.detail))?;
    if format!("{again:?}") == format!("{report:?}") { Ok(()) } else { Err("read twice, two reports".to_owned()) }
}

/// The sample's files and those stored for this reader, in a fixed order.
fn seeds(name: &str, extensions: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in [root.join("pipelines/sample"), root.join("tests/corpus").join(name)] {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        let stored = folder.starts_with(root.join("tests"));
        files.extend(entries.map(|e| e.unwrap().path()).filter(|path| {
            let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            stored || extensions.contains(&extension.as_str())
        }));
    }
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// A seed with one to twelve kinds of damage.
fn damaged(seeds: &[Vec<u8>], pieces: &[&str], mut dice: Random) -> Vec<u8> {
    let mut bytes = dice.choose(seeds).clone();
    for _ in 0..=dice.place(12) {
        let at = dice.place(bytes.len() + 1);
        let to = (at + dice.place(400)).min(bytes.len());
        match dice.place(10) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let part = bytes[at..to].to_vec();
                let times = 1 + dice.place(40);
                let place = dice.place(bytes.len() + 1);
                bytes.splice(place..place, part.repeat(times));
            }
            3 => {
                let other = dice.choose(seeds);
                let from = dice.place(other.len() + 1);
                let until = (from + dice.place(2_000)).min(other.len());
                bytes.splice(at..to, other[from..until].iter().copied());
            }
            4 if at < bytes.len() => bytes[at] = dice.place(256) as u8,
            5 => bytes[at..to].reverse(),
            6 => {
                // Every line end of a stretch becomes something else.
                let with = dice.choose(pieces).as_bytes();
                let part = bytes[at..to].split(|&b| b == b'\n').collect::<Vec<_>>().join(with);
                bytes.splice(at..to, part);
            }
            7 => {
                let piece = dice.choose(pieces).as_bytes().repeat(1 + dice.place(300));
                bytes.splice(at..at, piece);
            }
            _ => {
                let piece = dice.choose(pieces).as_bytes().to_vec();
                bytes.splice(at..at, piece);
            }
        }
        bytes.truncate(LARGEST);
    }
    bytes
}

/// Writes an input that failed, to be stored in `tests/corpus` once it is mended.
fn keep(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("gongkai-fuzz-{name}-{}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The most memory that this process has held, in bytes; Linux tells, elsewhere it counts as none.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().map_or(0, |kb| kb << 10)
}
