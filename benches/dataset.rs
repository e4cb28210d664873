//! What it costs to turn a report that is read already into rows, and rows into Parquet.
//!
//! One thread; a report of some 200 cells, 60 sentences, 2,000 tokens and 8 to 9 KB of text.
//! `cargo bench --bench dataset`

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test or bench")]

#[path = "../tests/pipeline_made_up/mod.rs"]
mod made_up;

use std::collections::HashMap;
use std::path::Path;

use divan::Bencher;
use divan::counter::ItemsCount;
use gongkai::dataset::{Amendments, ParquetSettings, RunFacts, SnapshotWriter, Workplace};
use gongkai::document::Script;
use gongkai::pipeline::ReadDocument;
use gongkai::report::{Origin, Report};
use gongkai::rows::{Batches, TableBatch};
use gongkai::source::SourceFormat;
use made_up::MadeUp;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

const REPORTS: u64 = 4_096;

fn main() {
    divan::main();
}

fn reports(made_up: &MadeUp) -> Vec<Report> {
    let report = |n: u64| {
        let origin = Origin {
            report_id: format!("{:016x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
            source_uri: format!("crawl/{n:06}.html"),
            url: None,
            format: SourceFormat::Html,
            encoding: "utf-8",
            script: Script::Hans,
        };
        made_up.report(n, Some(2008 + (n % 17) as i16), origin)
    };
    (0..REPORTS).map(report).collect()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn rows(bencher: Bencher) {
    let made_up = MadeUp::default();
    let reports = reports(&made_up);
    bencher.counter(ItemsCount::new(REPORTS)).bench_local(|| {
        let mut batches = Batches::new(made_up.forms(), &made_up.names());
        let mut rows = 0;
        for chunk in reports.chunks(256) {
            chunk.iter().for_each(|r| batches.push(r));
            rows += count(batches.take_full().unwrap());
        }
        rows + count(batches.finish().unwrap())
    });
}

fn begin(made_up: &MadeUp, output: &Path) -> SnapshotWriter {
    let package = Batches::new(made_up.forms(), &made_up.names()).package();
    SnapshotWriter::begin(Workplace::take(output).unwrap().0, &ParquetSettings::default(), package).unwrap()
}

fn count(batches: Vec<gongkai::rows::TableBatch>) -> usize {
    batches.iter().map(|b| b.batch.num_rows()).sum()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn rows_and_parquet(bencher: Bencher) {
    let made_up = MadeUp::default();
    let reports = reports(&made_up);
    let output = tempfile::tempdir().unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    bencher.counter(ItemsCount::new(REPORTS)).bench_local(|| {
        let mut batches = Batches::new(made_up.forms(), &made_up.names());
        let mut writer = begin(&made_up, output.path());
        for chunk in reports.chunks(256) {
            chunk.iter().for_each(|r| batches.push(r));
            let full = batches.take_full().unwrap();
            pool.install(|| writer.write(full)).unwrap();
        }
        let rest = batches.finish().unwrap();
        pool.install(|| {
            writer.write(rest).unwrap();
            writer.finish(RunFacts::default(), &Amendments::default(), &[]).unwrap()
        })
    });
}

/// The same with the writer of the parquet crate, and nothing else that a dataset needs.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn rows_and_parquet_as_the_crate_writes(bencher: Bencher) {
    let made_up = MadeUp::default();
    let reports = reports(&made_up);
    let level = ZstdLevel::try_new(ParquetSettings::default().zstd_level).unwrap();
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
    bencher.counter(ItemsCount::new(REPORTS)).bench_local(|| {
        let mut batches = Batches::new(made_up.forms(), &made_up.names());
        let mut writers: HashMap<(String, Option<i16>), ArrowWriter<Vec<u8>>> = HashMap::new();
        let mut write = |full: Vec<TableBatch>| {
            for TableBatch { table, year, batch } in full {
                let writer = writers.entry((table.name().to_owned(), year)).or_insert_with(|| {
                    ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties.clone())).unwrap()
                });
                writer.write(&batch).unwrap();
            }
        };
        for chunk in reports.chunks(256) {
            chunk.iter().for_each(|r| batches.push(r));
            write(batches.take_full().unwrap());
        }
        write(batches.finish().unwrap());
        writers.into_values().map(|writer| writer.into_inner().unwrap().len()).sum::<usize>()
    });
}

/// The share of each table in the cost of writing Parquet.
#[divan::bench(
    sample_count = 10,
    sample_size = 1,
    args = ["reports", "cells", "applications", "disclosures", "reviews", "sections",
        "sentences", "themes", "statements", "findings"]
)]
fn parquet_of(bencher: Bencher, table: &str) {
    let made_up = MadeUp::default();
    let mut batches = Batches::new(made_up.forms(), &made_up.names());
    let mut rows = Vec::new();
    for chunk in reports(&made_up).chunks(256) {
        chunk.iter().for_each(|r| batches.push(r));
        rows.extend(batches.take_full().unwrap());
    }
    rows.extend(batches.finish().unwrap());
    rows.retain(|b| b.table.name() == table);
    let output = tempfile::tempdir().unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    bencher.counter(ItemsCount::new(REPORTS)).with_inputs(|| rows.clone()).bench_local_values(|rows| {
        let mut writer = begin(&made_up, output.path());
        pool.install(|| {
            rows.into_iter().try_for_each(|batch| writer.write(vec![batch])).unwrap();
            writer.finish(RunFacts::default(), &Amendments::default(), &[]).unwrap()
        })
    });
}
