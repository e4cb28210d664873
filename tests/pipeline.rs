//! The run as a whole: same data whatever the threads, nothing lost, nothing twice.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test or bench")]

#[path = "pipeline_made_up/mod.rs"]
mod made_up;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use gongkai::pipeline::{Inputs, Progress, RunError, RunSummary, Settings, Silent, Tally, run_over};
use gongkai::source::{Reject, RejectReason};
use made_up::{Documents, MadeUp};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

fn settings(output: &Path, jobs: usize) -> Settings {
    let mut settings = Settings::new(Vec::new(), output);
    settings.jobs = jobs;
    settings
}

fn run(inputs: &impl Inputs, settings: &Settings) -> RunSummary {
    let stop = AtomicBool::new(false);
    run_over(inputs, settings, &MadeUp::default(), &Silent, &stop).unwrap()
}

/// Every data file of a snapshot, by path.
fn data_files(snapshot: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(snapshot) {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(snapshot).unwrap();
        if entry.file_type().is_file() && name.extension().is_some_and(|e| e == "parquet") {
            let name = name.to_string_lossy().into_owned();
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// All rows of a table, by directory.
fn read(snapshot: &Path, table: &str) -> BTreeMap<String, Vec<RecordBatch>> {
    let mut rows: BTreeMap<String, Vec<RecordBatch>> = BTreeMap::new();
    for name in data_files(snapshot).into_keys() {
        if !name.starts_with(&format!("{table}/")) {
            continue;
        }
        let file = fs::File::open(snapshot.join(&name)).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let batches = reader.build().unwrap().map(Result::unwrap);
        let directory = name.rsplit_once('/').unwrap().0.to_owned();
        rows.entry(directory).or_default().extend(batches);
    }
    rows
}

fn strings(batches: &[RecordBatch], column: &str) -> Vec<Option<String>> {
    let columns = batches.iter().map(|b| b.column_by_name(column).unwrap());
    columns.flat_map(|c| c.as_string::<i32>().iter()).map(|v| v.map(str::to_owned)).collect()
}

fn flat(rows: BTreeMap<String, Vec<RecordBatch>>) -> Vec<RecordBatch> {
    rows.into_values().flatten().collect()
}

#[test]
fn data_files_are_byte_identical_for_any_number_of_threads() {
    let inputs = Documents::many(900);
    let mut first: Option<(BTreeMap<String, Vec<u8>>, serde_json::Value)> = None;
    for jobs in [1, 2, 7] {
        let output = tempfile::tempdir().unwrap();
        let mut settings = settings(output.path(), jobs);
        settings.parquet.row_group_rows = 500;
        let done = run(&inputs, &settings);
        let files = data_files(&done.snapshot);
        assert!(files.len() > 150 && files.values().all(|f| f.starts_with(b"PAR1")));
        let manifest = fs::read_to_string(done.snapshot.join("manifest.json")).unwrap();
        let mut manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        for varying in ["id", "created_at"] {
            assert!(manifest[varying].is_string());
            manifest[varying] = serde_json::Value::Null;
        }
        match &first {
            None => first = Some((files, manifest)),
            Some((expected, expected_manifest)) => {
                assert!(expected.keys().eq(files.keys()));
                for (name, bytes) in expected {
                    assert!(&files[name] == bytes, "{name} differs for {jobs} jobs");
                }
                assert_eq!(&manifest, expected_manifest);
            }
        }
    }
}

#[test]
fn little_memory_gives_smaller_row_groups_and_the_same_rows() {
    let inputs = Documents::many(600);
    let (roomy, tight) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let roomy = run(&inputs, &settings(roomy.path(), 2));
    let mut narrow = settings(tight.path(), 2);
    narrow.parquet.buffer_bytes = 1 << 20;
    narrow.parquet.max_file_bytes = 200_000;
    narrow.chunk_documents = 16.try_into().unwrap();
    let tight = run(&inputs, &narrow);
    let parts = data_files(&tight.snapshot);
    assert!(parts.keys().any(|name| name.ends_with("part-1.parquet")));
    for table in ["reports", "cells", "sentences", "sections", "themes"] {
        let (a, b) = (read(&roomy.snapshot, table), read(&tight.snapshot, table));
        assert!(a.keys().eq(b.keys()));
        for (year, batches) in a {
            let ids = strings(&batches, "report_id");
            assert!(ids == strings(&b[&year], "report_id"), "{table} {year}");
        }
    }
}

#[test]
fn rows_stand_in_source_order() {
    let inputs = Documents::many(700);
    let output = tempfile::tempdir().unwrap();
    let done = run(&inputs, &settings(output.path(), 7));
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (year, batches) in read(&done.snapshot, "reports") {
        let uris = strings(&batches, "source_uri");
        assert!(uris.is_sorted(), "{year}");
        for (place, id) in strings(&batches, "report_id").into_iter().enumerate() {
            places.insert(id.unwrap(), place);
        }
    }
    for table in ["cells", "applications", "sentences", "findings"] {
        for (year, batches) in read(&done.snapshot, table) {
            let order = strings(&batches, "report_id");
            let order: Vec<usize> = order.iter().flatten().map(|id| places[id]).collect();
            assert!(order.is_sorted(), "{table} {year}");
        }
    }
    assert!(strings(&flat(read(&done.snapshot, "rejects")), "source_uri").is_sorted());
}

#[test]
fn the_same_bytes_are_one_report_whose_other_places_are_kept() {
    let inputs = Documents::new([
        ("a.txt", "report 1 2021"),
        ("b.txt", "report 2 2021"),
        ("c.html", "report 1 2021"),
        ("d.txt", "report 1 2021"),
        ("e.txt", "report 2 2021 other bytes"),
    ]);
    for (jobs, chunk) in [(1, 1), (2, 2), (7, 256)] {
        let output = tempfile::tempdir().unwrap();
        let mut settings = settings(output.path(), jobs);
        settings.chunk_documents = chunk.try_into().unwrap();
        let done = run(&inputs, &settings);
        let reports = flat(read(&done.snapshot, "reports"));
        let uris: Vec<String> = strings(&reports, "source_uri").into_iter().flatten().collect();
        assert_eq!(uris, ["a.txt", "b.txt", "e.txt"]);
        let lists = reports[0].column_by_name("duplicate_uris").unwrap();
        let lists = lists.as_list::<i32>();
        let list = |i: usize| -> Vec<String> {
            let texts = lists.value(i);
            let texts = texts.as_string::<i32>().iter();
            texts.map(|t| t.unwrap().to_owned()).collect()
        };
        assert_eq!((list(0), list(1)), (vec!["c.html".into(), "d.txt".into()], vec![]));
        assert_eq!((done.tally.reports, done.tally.duplicates), (3, 2));
        assert_eq!(done.manifest.facts.duplicates, 2);
        let names = fs::read_dir(done.snapshot.join("reports/report_year=2021")).unwrap();
        assert_eq!(names.count(), 1, "the file that was rewritten is gone");
    }
}

#[test]
fn a_page_that_only_reads_as_text_is_a_report_wherever_it_stands() {
    for names in [["a.html", "b.txt", "c.html"], ["a.txt", "b.html", "c.html"]] {
        let inputs = Documents::new(names.map(|name| (name, "report 1 2021 text-only")));
        for (jobs, chunk) in [(1, 1), (3, 256)] {
            let output = tempfile::tempdir().unwrap();
            let mut settings = settings(output.path(), jobs);
            settings.chunk_documents = chunk.try_into().unwrap();
            let done = run(&inputs, &settings);
            let text_first = names[0].ends_with("txt");
            assert_eq!(done.tally.reports, 1);
            assert_eq!(done.tally.duplicates, if text_first { 2 } else { 1 });
            assert_eq!(done.tally.rejected(), u64::from(!text_first));
        }
    }
}

#[test]
fn rejects_are_kept_one_by_one_in_source_order() {
    let mut inputs =
        Documents::new([("a.txt", "nothing"), ("c.txt", "nothing"), ("d.txt", "panic"), ("e.txt", "nothing else")]);
    let unreadable = |uri: &str| Reject {
        source_uri: uri.to_owned(),
        reason: RejectReason::Unreadable,
        detail: "it is locked".to_owned(),
        byte_len: 0,
    };
    inputs.rejects = vec![unreadable("b"), unreadable("f")];
    let output = tempfile::tempdir().unwrap();
    let done = run(&inputs, &settings(output.path(), 2));
    let rejects = flat(read(&done.snapshot, "rejects"));
    let uris: Vec<String> = strings(&rejects, "source_uri").into_iter().flatten().collect();
    assert_eq!(uris, ["a.txt", "b", "c.txt", "d.txt", "e.txt", "f"]);
    let reasons: Vec<String> = strings(&rejects, "reason").into_iter().flatten().collect();
    let (no, gone) = ("not_a_report", "unreadable");
    assert_eq!(reasons, [no, gone, no, "decode_error", no, gone]);
    let details = strings(&rejects, "detail");
    assert!(details[3].as_ref().unwrap().contains("made to panic"));
    assert_eq!(done.manifest.facts.documents, 6);
    assert_eq!(done.manifest.facts.rejects[no], 3);
    // No reports at all: every table can be read all the same, with a year that is a number.
    for table in ["reports", "cells", "sentences", "themes", "findings"] {
        let rows: usize = flat(read(&done.snapshot, table)).iter().map(RecordBatch::num_rows).sum();
        assert_eq!(rows, 0);
        assert!(done.snapshot.join(table).join("report_year=2008").is_dir());
    }
}

#[test]
fn a_run_over_nothing_publishes_empty_tables() {
    let output = tempfile::tempdir().unwrap();
    let done = run(&Documents::default(), &settings(output.path(), 2));
    assert_eq!(data_files(&done.snapshot).len(), gongkai::rows::tables::Table::ALL.len());
    assert!(done.manifest.rows.values().all(|t| t.total == 0));
}

#[test]
fn wide_tables_say_what_cells_say() {
    let inputs = Documents::new([("a.txt", "report 5 2019"), ("b.txt", "report 6 2023")]);
    let output = tempfile::tempdir().unwrap();
    let done = run(&inputs, &settings(output.path(), 2));
    let mut cells: BTreeMap<[String; 4], Option<f64>> = BTreeMap::new();
    for batch in flat(read(&done.snapshot, "cells")) {
        let column = |name| batch.column_by_name(name).unwrap();
        let values = column("value").as_primitive::<Float64Type>();
        for i in 0..batch.num_rows() {
            let key =
                ["report_id", "table", "row", "col"].map(|name| column(name).as_string::<i32>().value(i).to_owned());
            cells.insert(key, values.is_valid(i).then(|| values.value(i)));
        }
    }
    assert_eq!(cells.len(), 22 + 23 * 7 + 15 + 10 + 25 * 7 + 15);
    assert!(cells.values().any(Option::is_none) && cells.values().any(Option::is_some));
    let mut seen = 0;
    for (table, key) in [("applications", "row"), ("disclosures", "item"), ("reviews", "route")] {
        for batch in flat(read(&done.snapshot, table)) {
            let schema = batch.schema();
            for (field, column) in schema.fields().iter().zip(batch.columns()) {
                for i in 0..batch.num_rows() {
                    let text = |name| batch.column_by_name(name).unwrap().as_string::<i32>();
                    let (id, row) = (text("report_id").value(i), text(key).value(i));
                    let cell = [id, table, row, field.name()].map(str::to_owned);
                    let value = match field.data_type() {
                        arrow_schema::DataType::Int64 => column
                            .as_primitive::<Int64Type>()
                            .is_valid(i)
                            .then(|| column.as_primitive::<Int64Type>().value(i) as f64),
                        arrow_schema::DataType::Float64 => column
                            .as_primitive::<Float64Type>()
                            .is_valid(i)
                            .then(|| column.as_primitive::<Float64Type>().value(i)),
                        _ => continue,
                    };
                    assert_eq!(value, cells.get(&cell).copied().flatten(), "{cell:?}");
                    seen += usize::from(cells.contains_key(&cell));
                }
            }
            if table == "disclosures" {
                let items = strings(std::slice::from_ref(&batch), "item");
                let units = strings(std::slice::from_ref(&batch), "amount_unit");
                for (item, unit) in items.iter().zip(units) {
                    let has_amount = match item.as_deref() {
                        Some("procurement") => true,
                        Some("fees") => batch.num_rows() < 8,
                        _ => false,
                    };
                    assert_eq!(unit.is_some(), has_amount, "{item:?}");
                }
            }
        }
    }
    assert_eq!(seen, cells.len(), "every cell has its place in a wide table");
}

#[test]
fn counts_of_a_report_are_those_of_its_rows() {
    let inputs = Documents::many(60);
    let output = tempfile::tempdir().unwrap();
    let done = run(&inputs, &settings(output.path(), 2));
    for status in ["reported", "blank", "inferred", "ambiguous"] {
        let rows = flat(read(&done.snapshot, "cells"));
        let rows = strings(&rows, "status");
        let in_cells = rows.iter().filter(|s| s.as_deref() == Some(status)).count();
        let in_reports: i32 = flat(read(&done.snapshot, "reports"))
            .iter()
            .map(|b| b.column_by_name(&format!("{status}_cells")).unwrap().as_primitive::<Int32Type>())
            .flat_map(|c| c.values().to_vec())
            .sum();
        assert!(in_cells > 0);
        assert_eq!(in_cells, in_reports as usize);
        assert_eq!(done.manifest.facts.cells[status], in_cells as u64);
    }
}

#[test]
fn evidence_is_the_part_of_the_sentence_that_start_and_end_name() {
    let inputs = Documents::new([("a.txt", "report 5 2021")]);
    let output = tempfile::tempdir().unwrap();
    let done = run(&inputs, &settings(output.path(), 1));
    let sentences = flat(read(&done.snapshot, "sentences"));
    let numbers = |b: &[RecordBatch], name: &str| -> Vec<i32> {
        let columns = b.iter().map(|b| b.column_by_name(name).unwrap());
        columns.flat_map(|c| c.as_primitive::<Int32Type>().values().to_vec()).collect()
    };
    let keys = |b: &[RecordBatch]| -> Vec<(Option<String>, i32)> {
        strings(b, "section").into_iter().zip(numbers(b, "sentence")).collect()
    };
    let texts: BTreeMap<_, _> =
        keys(&sentences).into_iter().zip(strings(&sentences, "text").into_iter().flatten()).collect();
    for table in ["themes", "statements"] {
        let rows = flat(read(&done.snapshot, table));
        let (starts, ends) = (numbers(&rows, "start"), numbers(&rows, "end"));
        let evidence = strings(&rows, "evidence");
        assert!(!evidence.is_empty());
        for (i, key) in keys(&rows).iter().enumerate() {
            let (start, end) = (starts[i] as usize, ends[i] as usize);
            let part: String = texts[key].chars().skip(start).take(end - start).collect();
            assert_eq!(evidence[i].as_deref(), Some(part.as_str()));
        }
    }
    let tokens = sentences[0].column_by_name("tokens").unwrap();
    let (lists, texts) = (tokens.as_list::<i32>(), strings(&sentences, "text"));
    for (i, text) in texts.iter().enumerate() {
        let list = lists.value(i);
        let joined: String = list.as_string::<i32>().iter().flatten().collect();
        assert_eq!(Some(&joined), text.as_ref());
    }
}

#[test]
fn every_table_has_a_directory_of_a_known_year_if_any_table_has() {
    let output = tempfile::tempdir().unwrap();
    let inputs = Documents::new([("a.txt", "report 3"), ("b.txt", "report 4 2020")]);
    let done = run(&inputs, &settings(output.path(), 2));
    assert_eq!(done.manifest.rows["reports"].by_year["unknown"], 1);
    for (table, rows) in &done.manifest.rows {
        if table != "rejects" {
            let year = done.snapshot.join(table).join("report_year=2020");
            assert!(year.join("part-0.parquet").is_file(), "{table} {rows:?}");
        }
    }
}

/// Stops the run after its first chunk.
struct StopEarly<'a>(&'a AtomicBool);

impl Progress for StopEarly<'_> {
    fn advance(&self, _tally: &Tally) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_run_that_is_stopped_leaves_nothing_and_changes_nothing() {
    let output = tempfile::tempdir().unwrap();
    let before = run(&Documents::many(20), &settings(output.path(), 2));
    let current = fs::read_link(output.path().join("current")).unwrap();
    for documents in [20, 2_000] {
        let stop = AtomicBool::new(false);
        let error = run_over(
            &Documents::many(documents),
            &settings(output.path(), 2),
            &MadeUp::default(),
            &StopEarly(&stop),
            &stop,
        )
        .unwrap_err();
        assert!(matches!(error, RunError::Stopped), "{error}");
        assert_eq!(fs::read_link(output.path().join("current")).unwrap(), current);
        let snapshots = fs::read_dir(output.path().join("snapshots")).unwrap();
        assert_eq!(snapshots.count(), 1);
    }
    assert!(output.path().join(current).join("manifest.json").is_file());
    assert!(before.snapshot.is_dir());
}

#[test]
fn the_summary_counts_what_polars_reads() {
    let output = tempfile::tempdir().unwrap();
    let done = run(&Documents::many(400), &settings(output.path(), 2));
    let shown = output.path().join("current");
    let summary = gongkai::derive::summary(&done.snapshot, &shown).unwrap();
    assert_eq!(summary.years.values().sum::<u64>(), done.tally.reports);
    assert!(summary.years.contains_key(&None) && summary.years.contains_key(&Some(2020)));
    assert_eq!(summary.cells, done.tally.cells);
    assert_eq!(summary.rejects.values().sum::<u64>(), done.tally.rejected());
    for (table, counts) in [("themes", &summary.themes), ("findings", &summary.findings)] {
        assert_eq!(counts.values().sum::<u64>(), done.manifest.rows[table].total);
    }
    let text = summary.to_string();
    for part in ["not_a_report", "staffing_shortage", "row_sum", "unknown year", "2020"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let empty = tempfile::tempdir().unwrap();
    let done = run(&Documents::default(), &settings(empty.path(), 1));
    let text = gongkai::derive::summary(&done.snapshot, &shown).unwrap().to_string();
    assert!(text.contains("Rejects  none"), "{text}");
}

#[test]
fn polars_reads_every_table() {
    use polars::prelude::{ParquetReader, SerReader};
    let output = tempfile::tempdir().unwrap();
    let done = run(&Documents::many(200), &settings(output.path(), 2));
    let mut rows: BTreeMap<String, u64> = BTreeMap::new();
    for name in data_files(&done.snapshot).into_keys() {
        let table = name.split('/').next().unwrap().to_owned();
        let open = || ParquetReader::new(fs::File::open(done.snapshot.join(&name)).unwrap());
        let schema = open().schema().unwrap();
        // Types that this crate builds Polars without.
        let columns = schema.iter_names().map(ToString::to_string);
        let columns = columns.filter(|c| c != "published_on" && c != "edition");
        let frame = open().with_columns(Some(columns.collect())).finish().unwrap();
        *rows.entry(table).or_default() += frame.height() as u64;
    }
    for (table, count) in rows {
        assert_eq!(count, done.manifest.rows[&table].total, "{table}");
    }
}

/// The inputs of a run after some of them changed.
fn changed(seed: u64) -> Documents {
    let mut inputs = Documents::many(1_200);
    let names: Vec<String> = inputs.files.keys().cloned().collect();
    let mut random = made_up::Random(seed);
    for name in &names {
        match random.below(60) {
            0 => drop(inputs.files.remove(name)),
            1 => drop(inputs.files.insert(name.clone(), format!("report {seed}0 2019").into_bytes())),
            2 => {
                drop(inputs.files.insert(format!("{name}.new.txt"), format!("report {seed}1 {name} 2021").into_bytes()))
            }
            3 => {
                // The same bytes under another name.
                let bytes = inputs.files.remove(name).unwrap();
                inputs.files.insert(format!("moved/{name}"), bytes);
            }
            4 => drop(inputs.files.insert(name.clone(), format!("nothing {seed}").into_bytes())),
            _ => {}
        }
    }
    Documents::from_files(inputs.files)
}

#[test]
fn a_run_that_takes_over_what_did_not_change_gives_the_bytes_of_a_full_run() {
    let output = tempfile::tempdir().unwrap();
    let mut settings = settings(output.path(), 3);
    settings.parquet.row_group_rows = 700;
    settings.parquet.max_file_bytes = 300_000;
    let first = run(&Documents::many(1_200), &settings);
    assert!(first.tally.read > 800, "{}", first.tally.read);
    for seed in 1..6 {
        let inputs = changed(seed);
        let again = run(&inputs, &settings);
        let elsewhere = tempfile::tempdir().unwrap();
        let full = run(&inputs, &Settings { output: elsewhere.path().to_owned(), jobs: 1, ..settings.clone() });
        assert!(again.tally.read < full.tally.read / 5, "{} of {}", again.tally.read, full.tally.read);
        let (a, b) = (data_files(&again.snapshot), data_files(&full.snapshot));
        assert!(a.keys().eq(b.keys()));
        for (name, bytes) in &a {
            assert!(bytes == &b[name], "{name} differs after change {seed}");
        }
        assert_eq!(again.manifest.facts, full.manifest.facts);
        assert_eq!(Tally { read: 0, ..again.tally }, Tally { read: 0, ..full.tally });
        assert!(gongkai::dataset::verify(&again.snapshot).unwrap().problems.is_empty());
    }
}

#[test]
fn a_run_over_the_same_inputs_reads_nothing_and_shares_every_file() {
    use std::os::unix::fs::MetadataExt;
    let output = tempfile::tempdir().unwrap();
    let first = run(&Documents::many(300), &settings(output.path(), 2));
    let second = run(&Documents::many(300), &settings(output.path(), 2));
    assert_eq!((second.tally.read, second.linked), (0, second.manifest.files.len()));
    for name in data_files(&second.snapshot).into_keys() {
        let inode = |run: &RunSummary| fs::metadata(run.snapshot.join(&name)).unwrap().ino();
        assert_eq!(inode(&first), inode(&second), "{name}");
    }
    let full = Settings { full: true, ..settings(output.path(), 2) };
    assert_eq!(run(&Documents::many(300), &full).tally.read, first.tally.read);
}

#[test]
fn damage_to_what_was_kept_or_shared_is_noticed_and_mended() {
    let output = tempfile::tempdir().unwrap();
    let first = run(&Documents::many(300), &settings(output.path(), 2));
    let expected = data_files(&first.snapshot);
    let damage = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    damage(&output.path().join("cache/0.pack"));
    let again = run(&Documents::many(300), &settings(output.path(), 2));
    assert_eq!(again.tally.read, first.tally.read, "nothing was taken from a damaged pack");
    assert!(data_files(&again.snapshot) == expected);
    let name = expected.keys().find(|n| n.starts_with("cells/")).unwrap();
    damage(&again.snapshot.join(name));
    let mended = run(&Documents::many(300), &settings(output.path(), 2));
    assert_eq!(mended.tally.read, 0);
    assert!(data_files(&mended.snapshot) == expected);
}
