//! What a whole run costs beside what jieba-rs alone needs to cut the same prose.
//!
//! Two thousand text reports, one thread, processor time of the whole process, from files on disk
//! to a published snapshot; once with prose of as many words as real reports have, once as `gongkai synth`
//! makes them. The share "rows and files alone" is a run that is given its reports ready-made: with the cutting,
//! the least that this dataset costs however fast documents are read and tagged.
//! `cargo bench --bench whole_run`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a bench that cannot run stops with its reason"
)]

mod prose;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use gongkai::config::Pipeline;
use gongkai::pipeline::{self, ReadDocument, Silent};
use gongkai::reader::{self, Reader};
use gongkai::report::Report;
use gongkai::report::forms::Forms;
use gongkai::rows::Names;
use gongkai::source::{RawDocument, Reject, SourceFormat};
use gongkai::synth::{self, Layout, SynthOptions};
use prose::Sentences;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const REPORTS: u64 = 2_000;
const ROUNDS: usize = 5;

fn main() {
    let folder = tempfile::tempdir().expect("a folder for the reports");
    let layouts = vec![Layout::Lines, Layout::Pipes, Layout::PaddedPipes, Layout::Spaced];
    let options = SynthOptions { reports: REPORTS, seed: 1, layouts, ..SynthOptions::default() };
    synth::generate(options, folder.path()).expect("made-up reports");
    let reader = Reader::builtin().expect("the shipped definitions");
    compare("prose as gongkai synth makes it, 1,350 words", &reader, folder.path());

    let mut sentences = Sentences::labelled();
    for file in files(folder.path()) {
        let page = std::fs::read(&file).expect("a report");
        let page = retold(&String::from_utf8_lossy(&page), &mut sentences);
        std::fs::write(&file, page).expect("a report in other words");
    }
    compare("prose of labelled sentences, 18,000 words", &reader, folder.path());
}

/// A page of text with its paragraphs said in other words; headings, tables and what stands around the report stay.
fn retold(page: &str, sentences: &mut Sentences) -> String {
    let lines = page.split('\n').map(|line| {
        let is_paragraph = line.len() > 120 && line.trim_end().ends_with('。') && !line.contains('|');
        if is_paragraph { sentences.paragraph(line.len()) } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Prints what the reports of a folder cost.
fn compare(what: &str, reader: &Reader, folder: &Path) {
    let reports: HashMap<String, Report> = files(folder)
        .iter()
        .map(|file| {
            let raw = RawDocument::new("bench", SourceFormat::Text, std::fs::read(file).expect("a report"));
            (raw.report_id.clone(), reader.read(&raw).expect("a made-up report is a report"))
        })
        .collect();
    let sections = || reports.values().flat_map(|report| &report.sections);
    let prose: Vec<&str> = sections().map(|s| s.hans.as_deref().unwrap_or(&s.text)).collect();
    let bytes: usize = prose.iter().map(|text| text.len()).sum();
    let sentences = || sections().flat_map(|section| &section.narrative.sentences);
    let tags: usize = sentences().map(|sentence| sentence.tags.len()).sum();

    let cut = least(|| {
        for text in &prose {
            std::hint::black_box(reader.narrator().segmenter().token_ends(text));
        }
    });
    let copy = least(|| drop(std::hint::black_box(reports.clone())));
    let ready = ReadyMade { reader, reports: &reports };
    let written = least(|| run(&ready, folder)).saturating_sub(copy);
    let whole = least(|| run(reader, folder));

    let each = |time: Duration| time.as_secs_f64() * 1e6 / REPORTS as f64;
    let ratio = |time: Duration| time.as_secs_f64() / cut.as_secs_f64();
    println!(
        "{what}: {} bytes, {} sentences, {} tags a report",
        bytes as u64 / REPORTS,
        sentences().count() as u64 / REPORTS,
        tags as u64 / REPORTS
    );
    for (step, time) in [("jieba-rs alone", cut), ("rows and files alone", written), ("whole run", whole)] {
        println!("  {step:20} {:6.0} µs a report {:6.2} ×", each(time), ratio(time));
    }
}

/// The reports of a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("reports")).expect("reports");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

/// A reader that has read everything before.
struct ReadyMade<'a> {
    reader: &'a Reader,
    reports: &'a HashMap<String, Report>,
}

impl ReadDocument for ReadyMade<'_> {
    fn read(&self, raw: &RawDocument) -> Result<Report, Reject> {
        Ok(self.reports[&raw.report_id].clone())
    }

    fn forms(&self) -> &Forms {
        self.reader.forms()
    }

    fn names(&self) -> Names {
        ReadDocument::names(self.reader)
    }
}

fn run(reader: &impl ReadDocument, folder: &Path) {
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
