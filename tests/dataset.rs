//! Snapshots: what lies on disk while they are written, and after.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test or bench")]

use std::fs;
use std::path::Path;

use gongkai::dataset::{
    Amendments, DatasetError, Manifest, ParquetSettings, Published, RunFacts, SnapshotWriter, Snapshots, Workplace,
};
use gongkai::report::forms::Forms;
use gongkai::rows::package::Package;
use gongkai::rows::{Batches, Names, TableBatch};
use gongkai::source::{Reject, RejectReason};

fn some_rows() -> Vec<TableBatch> {
    let mut batches = Batches::new(&Forms::builtin().unwrap(), &Names::default());
    batches.push_reject(&Reject {
        source_uri: "a.html".to_owned(),
        reason: RejectReason::Empty,
        detail: "The page has no text.".to_owned(),
        byte_len: 7,
    });
    batches.finish().unwrap()
}

fn begin(output: &Path) -> Result<SnapshotWriter, DatasetError> {
    let (workplace, _) = Workplace::take(output)?;
    SnapshotWriter::begin(workplace, &ParquetSettings::default(), package())
}

fn package() -> Package {
    Batches::new(&Forms::builtin().unwrap(), &Names::default()).package()
}

fn finish(writer: SnapshotWriter) -> Result<Published, DatasetError> {
    writer.finish(RunFacts::default(), &Amendments::default(), b"memory")
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(directory).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn current_leads_to_the_newest_snapshot_and_older_ones_stay() {
    let output = tempfile::tempdir().unwrap();
    let mut ids = Vec::new();
    for _ in 0..3 {
        let mut writer = begin(output.path()).unwrap();
        writer.write(some_rows()).unwrap();
        let done = finish(writer).unwrap();
        let current = fs::canonicalize(output.path().join("current")).unwrap();
        assert_eq!(current, fs::canonicalize(&done.path).unwrap());
        let target = fs::read_link(output.path().join("current")).unwrap();
        assert!(target.is_relative(), "the output directory can be moved");
        ids.push(done.manifest.id);
    }
    ids.sort();
    assert_eq!(names(&output.path().join("snapshots")), ids);
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[test]
fn the_manifest_lists_every_file_with_its_hash() {
    let output = tempfile::tempdir().unwrap();
    let mut writer = begin(output.path()).unwrap();
    writer.write(some_rows()).unwrap();
    let done = finish(writer).unwrap();
    let text = fs::read_to_string(done.path.join("manifest.json")).unwrap();
    let manifest: Manifest = serde_json::from_str(&text).unwrap();
    assert_eq!(manifest, done.manifest);
    assert_eq!(manifest.rows["rejects"].total, 1);
    assert_eq!(manifest.files.len(), gongkai::rows::tables::Table::ALL.len());
    for file in &manifest.files {
        let bytes = fs::read(done.path.join(&file.path)).unwrap();
        assert_eq!(bytes.len() as u64, file.bytes, "{}", file.path);
        assert_eq!(blake3::hash(&bytes).to_hex().as_str(), file.blake3);
        let text = String::from_utf8_lossy(&bytes);
        let root = output.path().to_string_lossy();
        assert!(!text.contains(root.as_ref()), "no path of the run in a file");
    }
}

#[test]
fn a_writer_that_is_dropped_leaves_nothing() {
    let output = tempfile::tempdir().unwrap();
    let mut writer = begin(output.path()).unwrap();
    writer.write(some_rows()).unwrap();
    assert_eq!(names(&output.path().join("snapshots")).len(), 1);
    drop(writer);
    assert!(names(&output.path().join("snapshots")).is_empty());
    assert!(!output.path().join("current").exists());
}

#[test]
fn what_a_dead_run_left_is_removed_and_what_it_finished_is_kept() {
    let output = tempfile::tempdir().unwrap();
    let snapshots = output.path().join("snapshots");
    fs::create_dir_all(snapshots.join("20200101T000000Z.tmp/cells")).unwrap();
    fs::create_dir_all(snapshots.join("20200101T000000Z-abc")).unwrap();
    fs::create_dir_all(output.path().join("cache")).unwrap();
    fs::write(output.path().join("cache/7.pack"), "half a pack").unwrap();
    fs::write(output.path().join("cache/index.tmp"), "half an index").unwrap();
    std::os::unix::fs::symlink("nowhere", output.path().join("current.tmp")).unwrap();
    let done = finish(begin(output.path()).unwrap()).unwrap();
    assert_eq!(names(&snapshots), ["20200101T000000Z-abc".to_owned(), done.manifest.id]);
    assert_eq!(names(&output.path().join("cache")), ["index"]);
    assert_eq!(names(output.path()), [".lock", "cache", "current", "snapshots"]);
}

#[test]
fn a_second_run_at_the_same_time_is_refused_and_harms_nothing() {
    let output = tempfile::tempdir().unwrap();
    let mut writer = begin(output.path()).unwrap();
    let error = begin(output.path()).err().unwrap();
    assert!(matches!(error, DatasetError::Busy(_)));
    assert!(error.to_string().contains("another run"), "{error}");
    writer.write(some_rows()).unwrap();
    finish(writer).unwrap();
    assert!(begin(output.path()).is_ok(), "the lock is free again");
}

#[test]
fn what_somebody_else_keeps_as_current_is_an_error_before_anything_is_written() {
    for make in [|path: &Path| fs::create_dir(path).unwrap(), |path: &Path| fs::write(path, "mine").unwrap()] {
        let output = tempfile::tempdir().unwrap();
        let current = output.path().join("current");
        make(&current);
        let error = begin(output.path()).err().unwrap();
        assert!(matches!(error, DatasetError::Foreign(_)) && error.to_string().contains("current"), "{error}");
        assert!(current.is_dir() || fs::read(&current).unwrap() == b"mine");
        assert_eq!(names(output.path()), ["current"]);
    }
}

#[test]
fn a_snapshot_of_another_version_is_refused_and_not_misread() {
    let output = tempfile::tempdir().unwrap();
    let done = finish(begin(output.path()).unwrap()).unwrap();
    let path = done.path.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap().replace("\"format_version\": 1", "\"format_version\": 7");
    fs::write(&path, text).unwrap();
    let snapshot = Snapshots::of(output.path()).find("current").unwrap();
    let errors = [
        snapshot.manifest().unwrap_err(),
        gongkai::dataset::diff(&snapshot, &snapshot).unwrap_err(),
        gongkai::dataset::verify(&snapshot.path).unwrap_err(),
    ];
    for error in errors {
        assert!(matches!(error, DatasetError::OtherFormat { found: 7, .. }), "{error}");
    }
    fs::write(&path, "{\"format_version\": 2}").unwrap();
    assert!(snapshot.manifest().unwrap_err().to_string().contains("format 2"));
}

#[test]
fn a_dataset_without_any_known_year_has_a_directory_of_a_year() {
    let output = tempfile::tempdir().unwrap();
    let done = finish(begin(output.path()).unwrap()).unwrap();
    for file in done.manifest.files.iter().filter(|file| !file.path.starts_with("rejects/")) {
        assert!(file.path.contains("/report_year=2008/") && file.rows == 0, "{}", file.path);
    }
    assert!(done.manifest.rows["reports"].by_year.is_empty());
    assert_eq!(gongkai::dataset::verify(&done.path).unwrap().problems, []);
}

#[test]
fn settings_that_cannot_work_are_refused_before_anything_is_written() {
    let output = tempfile::tempdir().unwrap();
    let settings = ParquetSettings { zstd_level: 40, ..ParquetSettings::default() };
    let workplace = Workplace::take(&output.path().join("new")).unwrap().0;
    let error = SnapshotWriter::begin(workplace, &settings, package()).err().unwrap();
    assert!(error.to_string().contains("zstd_level"), "{error}");
    assert!(names(&output.path().join("new/snapshots")).is_empty());
}

#[test]
fn what_is_remembered_comes_back_and_what_is_damaged_does_not() {
    let output = tempfile::tempdir().unwrap();
    let remembered = || Workplace::take(output.path()).unwrap().1;
    assert_eq!(remembered(), None);
    finish(begin(output.path()).unwrap()).unwrap();
    assert_eq!(remembered().as_deref(), Some(&b"memory"[..]));
    let index = output.path().join("cache/index");
    let whole = fs::read(&index).unwrap();
    for at in [0, 9, whole.len() / 2, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&index, damaged).unwrap();
        assert_eq!(remembered(), None, "byte {at}");
        fs::write(&index, &whole[..at]).unwrap();
        assert_eq!(remembered(), None, "{at} bytes");
    }
}
