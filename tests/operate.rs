//! What an operator does with a dataset: looks at snapshots, compares them, goes back, verifies,
//! and is told by files and exit statuses how a run went.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test or bench")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A folder with made-up reports in `in/reports`.
    fn new(reports: u32) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let count = reports.to_string();
        place.ok(&["synth", "--reports", &count, "--seed", "5", "--output", "in"]);
        place
    }

    fn gongkai(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gongkai")).current_dir(self.folder.path()).args(arguments).output().unwrap()
    }

    /// Standard output of a command that must end well.
    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.gongkai(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Standard output and error of a command that must fail.
    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.gongkai(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    }

    fn run(&self) -> PathBuf {
        self.ok(&["run", "-q", "-i", "in/reports", "-o", "out"]);
        fs::canonicalize(self.path("out/current")).unwrap()
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    fn reports(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> =
            walkdir::WalkDir::new(self.path("in/reports")).into_iter().map(|e| e.unwrap().into_path()).collect();
        files.retain(|f| f.is_file());
        files.sort();
        files
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn data_file(snapshot: &Path, table: &str) -> PathBuf {
    let mut files = walkdir::WalkDir::new(snapshot.join(table)).into_iter().map(|e| e.unwrap().into_path());
    files.find(|f| f.is_file()).unwrap()
}

#[test]
fn snapshots_are_listed_compared_gone_back_to_and_pruned() {
    let place = Place::new(40);
    let first = place.run();
    let reports = place.reports();
    // One goes, one comes, one changes a figure.
    fs::remove_file(&reports[3]).unwrap();
    fs::copy(&reports[5], place.path("in/reports/zzz.txt")).unwrap();
    let other = fs::read(&reports[5]).unwrap();
    fs::write(place.path("in/reports/zzz.txt"), [other.as_slice(), b"\n"].concat()).unwrap();
    place.ok(&["synth", "--reports", "40", "--seed", "6", "--output", "other"]);
    let replaced = place.path("other/reports").join(name(&reports[7]));
    fs::copy(replaced, &reports[7]).unwrap();
    let second = place.run();

    let listed = place.ok(&["snapshots", "list", "-o", "out"]);
    assert_eq!(listed.lines().count(), 2);
    assert!(listed.lines().next().unwrap().starts_with(&format!("  {}", name(&first))), "{listed}");
    assert!(listed.lines().nth(1).unwrap().starts_with(&format!("* {}", name(&second))), "{listed}");
    assert!(place.ok(&["snapshots", "show", "current", "-o", "out"]).contains("Documents  40"));

    let difference = place.ok(&["snapshots", "diff", "previous", "current", "-o", "out"]);
    for part in ["Came  1\n  zzz.txt", "Went  1\n", "Other bytes  1\n", "Changed figures  1\n"] {
        assert!(difference.contains(part), "{part} is missing in\n{difference}");
    }
    assert!(difference.contains(&format!("Went  1\n  {}", name(&reports[3]))));
    let changed = difference.split("Changed figures").nth(1).unwrap();
    assert!(
        changed.contains(&name(&reports[7]))
            && changed.contains("disclosures/licensing/decisions: 138 (reported) → 3790 (reported)"),
        "{changed}"
    );
    let none = place.ok(&["snapshots", "diff", "current", "current", "-o", "out"]);
    assert!(none.contains("Came  0") && none.contains("Changed figures  0"));

    place.ok(&["snapshots", "rollback", "previous", "-o", "out"]);
    assert_eq!(fs::canonicalize(place.path("out/current")).unwrap(), first);
    // The current one stays although it is not among the newest.
    place.run();
    place.ok(&["snapshots", "rollback", &name(&first), "-o", "out"]);
    let pruned = place.ok(&["snapshots", "prune", "--keep", "1", "-o", "out"]);
    assert!(pruned.contains(&format!("removed {}", name(&second))), "{pruned}");
    assert!(first.is_dir() && !second.exists());
    place.ok(&["verify", "out"]);
    let unknown = place.fails(&["snapshots", "show", "1999", "-o", "out"]);
    assert!(unknown.contains("no snapshot is named 1999") && unknown.contains("snapshots list"), "{unknown}");
}

#[test]
fn verify_finds_every_kind_of_damage() {
    let place = Place::new(30);
    let snapshot = place.run();
    assert!(place.ok(&["verify", "out"]).contains("all as the manifest says"));
    let cells = data_file(&snapshot, "cells");
    let whole = fs::read(&cells).unwrap();
    let manifest = snapshot.join("manifest.json");
    let truth = fs::read_to_string(&manifest).unwrap();

    let damaged = |bytes: &[u8], says: &str| {
        fs::write(&cells, bytes).unwrap();
        let found = place.fails(&["verify", "out"]);
        assert!(found.contains(says) && found.contains("cells/"), "{says}: {found}");
        fs::write(&cells, &whole).unwrap();
    };
    damaged(&whole[..whole.len() / 2], "bytes, the manifest says");
    let mut flipped = whole.clone();
    flipped[1_000] ^= 1;
    damaged(&flipped, "its hash is");
    fs::remove_file(&cells).unwrap();
    assert!(place.fails(&["verify", "out"]).contains("No such file"));
    fs::write(&cells, &whole).unwrap();

    fs::write(snapshot.join("cells/stray.parquet"), b"x").unwrap();
    assert!(place.fails(&["verify", "out"]).contains("does not list it"));
    fs::remove_file(snapshot.join("cells/stray.parquet")).unwrap();
    fs::write(snapshot.join("datapackage.json"), "{}").unwrap();
    assert!(place.fails(&["verify", "out"]).contains("datapackage.json: its hash"));

    fs::write(&manifest, &truth[..truth.len() / 2]).unwrap();
    assert!(place.fails(&["verify", "out"]).contains("damaged"));
    fs::write(&manifest, &truth).unwrap();
}

/// Puts a file in another's place and makes the manifest agree, so that only the rows can tell.
fn put(snapshot: &Path, from: &str, to: &str) {
    let bytes = fs::read(snapshot.join(from)).unwrap();
    fs::write(snapshot.join(to), &bytes).unwrap();
    let path = snapshot.join("manifest.json");
    let mut manifest: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let files = manifest["files"].as_array_mut().unwrap();
    let rows = files.iter().find(|f| f["path"] == from).unwrap()["rows"].clone();
    let file = files.iter_mut().find(|f| f["path"] == to).unwrap();
    file["bytes"] = bytes.len().into();
    file["blake3"] = blake3::hash(&bytes).to_hex().to_string().into();
    file["rows"] = rows;
    fs::write(path, manifest.to_string()).unwrap();
}

#[test]
fn verify_follows_every_row_to_its_report() {
    let place = Place::new(60);
    let (a, b) = ("reviews/report_year=2020/part-0.parquet", "reviews/report_year=2022/part-0.parquet");
    put(&place.run(), a, b);
    assert!(place.fails(&["verify", "out"]).contains("belongs to another year"));
    let (a, b) = ("reports/report_year=2020/part-0.parquet", "reports/report_year=2022/part-0.parquet");
    put(&place.run(), a, b);
    let found = place.fails(&["verify", "out"]);
    assert!(found.contains("stands twice") && found.contains("is not in the table reports"), "{found}");
    let (a, b) = ("reviews/report_year=2020/part-0.parquet", "applications/report_year=2020/part-0.parquet");
    put(&place.run(), a, b);
    assert!(place.fails(&["verify", "out"]).contains("its columns are not those of the table applications"));
}

#[test]
fn every_snapshot_describes_itself_for_machines() {
    let place = Place::new(10);
    let snapshot = place.run();
    let text = fs::read_to_string(snapshot.join("datapackage.json")).unwrap();
    let package: serde_json::Value = serde_json::from_str(&text).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), gongkai::rows::tables::Table::ALL.len());
    for resource in resources {
        for path in resource["path"].as_array().unwrap() {
            assert!(snapshot.join(path.as_str().unwrap()).is_file());
        }
        let file = fs::File::open(data_file(&snapshot, resource["name"].as_str().unwrap())).unwrap();
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let described: Vec<&str> =
            fields.iter().map(|f| f["name"].as_str().unwrap()).filter(|n| *n != "report_year").collect();
        let columns: Vec<&String> = reader.schema().fields().iter().map(|f| f.name()).collect();
        assert_eq!(columns, described);
    }
    let cells = resources.iter().find(|r| r["name"] == "cells").unwrap();
    let status = cells["schema"]["fields"].as_array().unwrap().iter().find(|f| f["name"] == "status").unwrap();
    assert_eq!(status["constraints"]["enum"].as_array().unwrap().len(), 6);
    assert_eq!(cells["schema"]["primaryKey"], serde_json::json!(["report_id", "table", "row", "col"]));
    assert_eq!(cells["schema"]["foreignKeys"][0]["reference"]["resource"], "reports");
    assert_eq!(package["provenance"]["definitions"]["themes"].as_str().unwrap().len(), 64);
}

#[test]
fn too_many_rejects_fail_the_run_and_leave_the_dataset() {
    let place = Place::new(10);
    let before = place.run();
    for n in 0..10 {
        fs::write(place.path(&format!("in/reports/bad{n}.txt")), format!("第{n}号通知")).unwrap();
    }
    let arguments = ["run", "-q", "-i", "in/reports", "-o", "out", "--metrics", "m.prom", "--max-reject-share"];
    let failed = place.fails(&[&arguments[..], &["0.49"]].concat());
    assert!(failed.contains("10 of 20 documents were rejected (not_a_report 10)"), "{failed}");
    assert_eq!(fs::canonicalize(place.path("out/current")).unwrap(), before);
    let metrics = fs::read_to_string(place.path("m.prom")).unwrap();
    assert!(metrics.contains("\ngongkai_run_success 0\n"), "{metrics}");
    place.ok(&[&arguments[..], &["0.5"]].concat());
    let metrics = fs::read_to_string(place.path("m.prom")).unwrap();
    for line in [
        "gongkai_run_success 1",
        "gongkai_documents{fate=\"reject\"} 10",
        "gongkai_rejects{reason=\"not_a_report\"} 10",
        "gongkai_dataset_rows{table=\"reports\"} 10",
    ] {
        assert!(metrics.lines().any(|l| l == line), "{line} is missing in\n{metrics}");
    }
    assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 3, "no half a file is left beside m.prom");
}

#[test]
fn summary_and_log_can_be_read_by_machines() {
    let place = Place::new(12);
    fs::write(place.path("in/reports/bad.txt"), "通知").unwrap();
    let output = place.gongkai(&["run", "--json", "--log-format", "json", "-i", "in/reports", "-o", "out"]);
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&summary["documents"], &summary["reports"]), (&13.into(), &12.into()));
    assert_eq!(summary["rejects"]["not_a_report"], 1);
    assert_eq!(summary["largest"].as_array().unwrap().len(), 5);
    let bytes: Vec<u64> = summary["largest"].as_array().unwrap().iter().map(|d| d["bytes"].as_u64().unwrap()).collect();
    assert!(bytes.is_sorted_by(|a, b| a >= b) && bytes[0] > 1_000, "{bytes:?}");
    assert!(summary["stages"]["parse"]["seconds"].as_f64().unwrap() > 0.0);
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(log.lines().count() >= 2);
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["message"].is_string() && line["level"] == "INFO" && line["time"].is_f64());
    }
}

#[test]
fn another_lexicon_tags_again_and_parses_nothing() {
    let place = Place::new(60);
    let themes = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/pipelines/themes.toml")).unwrap();
    let renamed = themes.replace("staffing_shortage", "few_people");
    assert_ne!(themes, renamed);
    // Other words altogether, in sentences that claim numbers and would have had no theme.
    let other =
        "[[theme]]\ncode = \"counted\"\n[[theme.measure]]\nrule = \"r\"\nphrases = [\"公开\", \"收到\", \"受理\"]\n";
    fs::write(place.path("p.toml"), "[definitions]\nthemes = \"themes.toml\"\n").unwrap();
    for (lexicon, full_output) in [(renamed.as_str(), "full1"), (other, "full2")] {
        place.run();
        fs::write(place.path("themes.toml"), lexicon).unwrap();
        tags_again(&place, full_output);
    }
}

/// Runs with another lexicon over what is known, and over nothing: the same bytes come out.
fn tags_again(place: &Place, full_output: &str) {
    let summary = |output: &str| -> serde_json::Value {
        let said = place.ok(&["run", "p.toml", "--json", "-i", "in/reports", "-o", output]);
        serde_json::from_str(&said).unwrap()
    };
    let (again, full) = (summary("out"), summary(full_output));
    assert_eq!((&again["parsed"], &full["parsed"]), (&0.into(), &60.into()));
    assert!(again["linked_files"].as_u64().unwrap() > 20, "cells and the like are shared");
    let files = |output: &str| -> Vec<(PathBuf, Vec<u8>)> {
        let current = fs::canonicalize(place.path(output).join("current")).unwrap();
        let walk = walkdir::WalkDir::new(&current).sort_by_file_name().into_iter().map(|e| e.unwrap().into_path());
        let data = walk.filter(|p| p.extension().is_some_and(|e| e == "parquet"));
        data.map(|p| (p.strip_prefix(&current).unwrap().to_owned(), fs::read(&p).unwrap())).collect()
    };
    let (again, full) = (files("out"), files(full_output));
    for ((name, bytes), (other, expected)) in again.iter().zip(&full) {
        assert!(name == other && bytes == expected, "{} differs", name.display());
    }
    assert_eq!(again.len(), full.len());
    place.ok(&["verify", "out"]);
}

/// Rows of `findings` of the current snapshot as `check expected found`.
fn findings(place: &Place, check: &str) -> Vec<String> {
    use arrow_array::cast::AsArray;
    let current = fs::canonicalize(place.path("out/current/findings")).unwrap();
    let files = walkdir::WalkDir::new(current).sort_by_file_name().into_iter().map(|e| e.unwrap().into_path());
    let mut found = Vec::new();
    for file in files.filter(|f| f.is_file()) {
        let file = fs::File::open(file).unwrap();
        let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        for batch in reader.build().unwrap().map(Result::unwrap) {
            let column = |name: &str| batch.column_by_name(name).unwrap().as_string::<i32>().clone();
            let (checks, expected, is) = (column("check"), column("expected"), column("found"));
            for row in (0..batch.num_rows()).filter(|&row| checks.value(row) == check) {
                found.push(format!("{} {}", expected.value(row), is.value(row)));
            }
        }
    }
    found
}

#[test]
fn reports_are_compared_with_others_that_were_not_read_again() {
    let place = Place::new(1);
    fs::remove_dir_all(place.path("in/reports")).unwrap();
    fs::create_dir(place.path("in/reports")).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/sample/anji_bamboo_2022.txt");
    let text = fs::read_to_string(sample).unwrap();
    fs::write(place.path("in/reports/b.txt"), &text).unwrap();
    place.run();
    assert_eq!(findings(&place, "duplicate_report"), Vec::<String>::new());
    fs::write(place.path("in/reports/a.txt"), format!("{text}\n")).unwrap();
    place.run();
    assert_eq!(findings(&place, "duplicate_report"), [" b.txt", " a.txt"]);
    let current = fs::canonicalize(place.path("out/current")).unwrap();
    assert!(place.ok(&["verify", "out"]).contains(&name(&current)));
    fs::remove_file(place.path("in/reports/b.txt")).unwrap();
    place.run();
    assert_eq!(findings(&place, "duplicate_report"), Vec::<String>::new());
}

#[test]
fn the_doctor_names_what_would_fail() {
    let place = Place::new(3);
    let told = place.ok(&["doctor", "-i", "in/reports", "-o", "out"]);
    assert!(told.contains("3 files") && told.contains("MB free"), "{told}");
    assert!(!place.path("out").exists(), "nothing is left behind");
    place.ok(&["doctor", "-i", "in/reports", "-o", "new/deep/out"]);
    assert!(!place.path("new").exists(), "nor are the folders above it");
    fs::create_dir(place.path("taken")).unwrap();
    fs::write(place.path("taken/current"), "mine").unwrap();
    let told = place.fails(&["doctor", "-i", "in/reports", "-o", "taken"]);
    assert!(told.contains("taken/current is no link") && told.contains("1 thing would"), "{told}");
    fs::write(place.path("file"), "x").unwrap();
    let told = place.fails(&["doctor", "-i", "nowhere", "-o", "file"]);
    assert!(told.contains("wrong  input     input nowhere") && told.contains("wrong  output    file"), "{told}");
    let wrong = place.gongkai(&["doctor", "missing.toml"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn completions_and_manual_name_the_commands() {
    let place = Place::new(1);
    for shell in ["bash", "zsh", "fish"] {
        let script = place.ok(&["completions", shell]);
        assert!(script.contains("snapshots") && script.contains("max-reject-share"), "{shell}");
    }
    let manual = place.ok(&["man"]);
    assert!(manual.contains(".TH gongkai 1") && manual.contains("verify"), "{manual}");
}
