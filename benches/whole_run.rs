//! What a whole run costs beside what jieba-rs alone needs to cut the same prose.
//!
//! Two thousand made-up text reports, one thread, processor time of the whole process, from files on disk
//! to a published snapshot. `cargo bench --bench whole_run`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench that cannot run stops with its reason"
)]

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use gongkai::config::Pipeline;
use gongkai::pipeline::{self, Silent};
use gongkai::reader::{self, Reader};
use gongkai::source::{RawDocument, SourceFormat};
use gongkai::synth::{self, Layout, SynthOptions};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const REPORTS: u64 = 2_000;
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the reports");
    let layouts = vec![Layout::Lines, Layout::Pipes, Layout::PaddedPipes, Layout::Spaced, Layout::SingleLine];
    let options = SynthOptions { reports: REPORTS, seed: 1, layouts, ..SynthOptions::default() };
    synth::generate(options, folder.path()).expect("made-up reports");
    let reader = Reader::builtin().expect("the shipped definitions");
    let prose = prose(&reader, &folder.path().join("reports"));
    let bytes: usize = prose.iter().map(String::len).sum();

    let cut = least(|| {
        for text in &prose {
            std::hint::black_box(reader.narrator().segmenter().token_ends(text));
        }
    });
    let run = least(|| run(&reader, folder.path()));
    let each = |time: Duration| time.as_secs_f64() * 1e6 / REPORTS as f64;
    println!("prose            {:>8} bytes a report", bytes as u64 / REPORTS);
    println!("jieba-rs alone   {:>8.0} µs a report", each(cut));
    println!("whole run        {:>8.0} µs a report", each(run));
    println!("ratio            {:>8.2}", run.as_secs_f64() / cut.as_secs_f64());
}

/// The narrative of all reports in simplified characters, section by section.
fn prose(reader: &Reader, folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("reports").map(|f| f.expect("a file").path()).collect();
    files.sort();
    let reports = files.iter().map(|file| {
        let raw = RawDocument::new("bench", SourceFormat::Text, std::fs::read(file).expect("a report"));
        reader.read(&raw).expect("a made-up report is a report")
    });
    reports.flat_map(|r| r.sections).map(|s| s.hans.unwrap_or(s.text)).collect()
}

fn run(reader: &Reader, folder: &Path) {
    let mut pipeline = Pipeline::parse(Path::new("bench"), "").expect("defaults");
    pipeline.inputs = vec![folder.join("reports")];
    pipeline.output = folder.join("output");
    pipeline.jobs = 1;
    let texts = pipeline.definitions.texts(reader::BUILTIN).expect("built-in texts");
    // Each round begins from nothing: what an earlier one left would be taken over.
    let _ = std::fs::remove_dir_all(&pipeline.output);
    static STOP: AtomicBool = AtomicBool::new(false);
    pipeline::run(&pipeline.settings(&texts), reader, &Silent, &STOP).expect("a run");
}

/// The least processor time of several rounds.
fn least(mut work: impl FnMut()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let before = processor_time();
        work();
        processor_time().saturating_sub(before)
    });
    rounds.min().expect("a round")
}

/// User and system time of this process, all threads, in steps of a clock tick (10 ms).
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let behind_name = stat.rsplit(')').next().expect("fields");
    let fields: Vec<i64> = behind_name.split_whitespace().filter_map(|f| f.parse().ok()).collect();
    // After the state, which is no number: utime and stime are the 11th and 12th.
    Duration::from_millis(10 * (fields[10] + fields[11]).unsigned_abs())
}
