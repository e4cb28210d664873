//! The command line: exit status and what is left when it is killed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test or bench")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn gongkai(directory: &Path, arguments: &[&str]) -> Output {
    command(directory, arguments).output().unwrap()
}

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.current_dir(directory).args(arguments);
    command
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with an input folder `in` of so many files that are no reports.
fn folder(files: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let inputs = folder.path().join("in");
    fs::create_dir(&inputs).unwrap();
    for n in 0..files {
        fs::write(inputs.join(format!("{n:05}.txt")), format!("第{n}号通知\n")).unwrap();
    }
    folder
}

#[test]
fn a_run_publishes_a_snapshot_and_says_what_is_in_it() {
    let folder = folder(3);
    let output = gongkai(folder.path(), &["run", "--input", "in", "--output", "out"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let summary = String::from_utf8(output.stdout).unwrap();
    for part in ["out/current", "not_a_report", "duckdb -c"] {
        assert!(summary.contains(part), "{part} is missing in\n{summary}");
    }
    assert!(folder.path().join("out/current/manifest.json").is_file());
    let quiet = gongkai(folder.path(), &["run", "-q", "-i", "in", "-o", "out", "-j", "1"]);
    assert_eq!((status(&quiet), quiet.stdout.len()), (0, 0));
    assert_eq!(stderr(&quiet), "");
}

#[test]
fn wrong_usage_and_wrong_pipeline_files_give_status_2() {
    let folder = folder(1);
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("typo.toml", "[source]\ninput = [\"in\"]\n");
    for arguments in [
        &["run", "--colour"][..],
        &["walk"][..],
        &["run", "--jobs", "many"][..],
        &["run", "--jobs", "100000"][..],
        &["run", "missing.toml"][..],
        &["run", "typo.toml"][..],
    ] {
        let output = gongkai(folder.path(), arguments);
        assert_eq!(status(&output), 2, "{arguments:?}: {}", stderr(&output));
    }
    let message = stderr(&gongkai(folder.path(), &["run", "typo.toml"]));
    assert!(message.contains("typo.toml:2: ") && message.contains("did you mean `inputs`?"));
    assert!(!folder.path().join("output").exists(), "nothing was begun");
}

#[test]
fn a_run_that_fails_gives_status_1_and_names_the_cause() {
    let folder = folder(1);
    let output = gongkai(folder.path(), &["run", "-i", "nowhere", "-o", "out"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("nowhere"));
    fs::write(folder.path().join("out"), "a file").unwrap();
    let output = gongkai(folder.path(), &["run", "-i", "in", "-o", "out"]);
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("out"));
}

#[test]
fn values_of_the_pipeline_file_give_way_to_arguments() {
    let folder = folder(2);
    let text = "[source]\ninputs = [\"nowhere\"]\n[output]\ndirectory = \"data\"\n";
    fs::write(folder.path().join("p.toml"), text).unwrap();
    let output = gongkai(folder.path(), &["run", "p.toml", "--input", "in"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert!(folder.path().join("data/current/rejects/part-0.parquet").is_file());
}

#[test]
fn a_run_killed_at_any_moment_leaves_a_dataset_that_can_be_read() {
    let folder = folder(3_000);
    let arguments = ["run", "-q", "-i", "in", "-o", "out"];
    assert_eq!(status(&gongkai(folder.path(), &arguments)), 0);
    let output = folder.path().join("out");
    let mut killed = 0;
    for delay in [0, 30, 100, 200, 250, 300, 350, 400, 450, 500, 600, 800] {
        let mut child = command(folder.path(), &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        let current = fs::canonicalize(output.join("current")).unwrap();
        let manifest = fs::read_to_string(current.join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        for file in manifest["files"].as_array().unwrap() {
            let path = current.join(file["path"].as_str().unwrap());
            let hash = blake3::hash(&fs::read(&path).unwrap());
            assert_eq!(hash.to_hex().as_str(), file["blake3"].as_str().unwrap());
        }
        assert_eq!(manifest["rows"]["rejects"]["total"], 3_000);
    }
    assert!(killed > 0, "every run ended before it was killed");
    assert_eq!(status(&gongkai(folder.path(), &arguments)), 0);
    let leftovers = fs::read_dir(output.join("snapshots"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "tmp"))
        .count();
    assert_eq!(leftovers, 0);
}

#[test]
fn a_run_that_is_interrupted_cleans_up_and_gives_status_1() {
    let folder = folder(3_000);
    let arguments = ["run", "-q", "-j", "1", "-i", "in", "-o", "out"];
    assert_eq!(status(&gongkai(folder.path(), &arguments)), 0);
    let output = folder.path().join("out");
    let mut interrupted = 0;
    for delay in [20, 50, 100, 200, 300, 350, 400, 450, 500] {
        let before = fs::read_link(output.join("current")).unwrap();
        let child = command(folder.path(), &arguments).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        let pid = child.id().to_string();
        Command::new("kill").args(["-INT", &pid]).status().unwrap();
        let ended = child.wait_with_output().unwrap();
        let after = fs::read_link(output.join("current")).unwrap();
        match ended.status.code() {
            Some(0) => assert_ne!(before, after, "it was done before it was told"),
            Some(1) => {
                interrupted += 1;
                assert_eq!(before, after);
                assert!(stderr(&ended).contains("stopped"), "{}", stderr(&ended));
                let names = fs::read_dir(output.join("snapshots")).unwrap();
                let mut names = names.map(|e| e.unwrap().path());
                assert!(names.all(|p| p.extension().is_none()), "nothing is left");
            }
            // The signal came before the program listened for it.
            code => assert_eq!(code, None),
        }
    }
    assert!(interrupted > 0, "no run was interrupted");
}

/// A report of the sample that ships with the crate.
fn sample(name: &str) -> String {
    format!("{}/pipelines/sample/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn inspect_draws_a_report_with_the_evidence_of_what_was_inferred() {
    let folder = folder(0);
    let output = gongkai(folder.path(), &["inspect", &sample("laixi_pears_2020.txt")]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let drawn = String::from_utf8(output.stdout).unwrap();
    for part in [
        "publisher     莱西市梨乡驿站管理处",
        "edition       2019",
        "applications  7 reported, 154 inferred",
        "received_new natural_person, commercial, research, public_welfare: inferred by table_sums from “2 0 0 2”, line 149",
        "«公开数量较少»",
        "incomplete_content problem",
        "findings  0",
    ] {
        assert!(drawn.contains(part), "{part} is missing in\n{drawn}");
    }
    assert!(!drawn.contains('\x1b'), "no colours where no terminal is");
}

#[test]
fn inspect_paints_only_where_it_is_wanted() {
    let folder = folder(0);
    let file = sample("laixi_pears_2020.txt");
    let plain = gongkai(folder.path(), &["inspect", &file]).stdout;
    let painted = gongkai(folder.path(), &["inspect", &file, "--color", "always"]).stdout;
    let painted = String::from_utf8(painted).unwrap();
    assert!(painted.contains("\x1b[36m2*\x1b[0m") && !painted.contains('«'));
    let never = command(folder.path(), &["inspect", &file, "--color", "never"]).output().unwrap().stdout;
    assert_eq!(never, plain);
}

#[test]
fn inspect_gives_programs_the_rows_of_the_dataset() {
    let folder = folder(1);
    let json = |arguments: &[&str], expected: i32| -> serde_json::Value {
        let output = gongkai(folder.path(), arguments);
        assert_eq!(status(&output), expected, "{}", stderr(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let report = json(&["inspect", "--json", &sample("laixi_pears_2020.txt")], 0);
    let tables: Vec<&String> = report.as_object().unwrap().keys().collect();
    let mut names: Vec<&str> = gongkai::rows::tables::Table::ALL.into_iter().map(|t| t.name()).collect();
    names.sort_unstable();
    assert_eq!(tables, names);
    assert_eq!(report["reports"][0]["report_year"], 2020);
    assert_eq!(report["reports"][0]["published_on"], "2021-01-27");
    assert_eq!(report["reports"][0]["index_number"], serde_json::Value::Null);
    assert_eq!(report["cells"].as_array().unwrap().len(), 198);
    let inferred = &report["cells"].as_array().unwrap()[22];
    let expected = serde_json::json!({
        "report_year": 2020, "report_id": report["reports"][0]["report_id"], "table": "applications",
        "row": "received_new", "col": "natural_person", "value": 2.0, "unit": "count", "status": "inferred",
        "raw": "2 0 0 2", "rule": "table_sums", "place": "line 149",
    });
    assert_eq!(*inferred, expected);
    assert!(report["sentences"][0]["tokens"].as_array().is_some_and(|t| t.len() > 3));
    let reject = json(&["inspect", "--json", "in/00000.txt"], 1);
    assert_eq!(reject["rejects"][0]["reason"], "not_a_report");
    assert_eq!(reject["reports"], serde_json::json!([]));
}

#[test]
fn inspect_says_why_there_is_nothing_to_show() {
    let folder = folder(2);
    fs::write(folder.path().join("a.wps"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0")
        .unwrap();
    for (arguments, expected, words) in [
        (&["inspect", "in/00000.txt"][..], 1, "not_a_report"),
        (&["inspect", "a.wps"][..], 1, "save it as docx"),
        (&["inspect", "in"][..], 2, "gongkai run --input in"),
        (&["inspect", "gone.txt"][..], 2, "gone.txt"),
        (&["inspect"][..], 2, "FILE"),
    ] {
        let output = gongkai(folder.path(), arguments);
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
        assert_eq!(status(&output), expected, "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

#[test]
fn inspect_opens_the_document_of_a_corpus_that_is_named() {
    let folder = folder(0);
    let report = |year: u32| {
        let title = format!("某某县林业局{year}年政府信息公开工作年度报告");
        format!("{title}\n一、总体情况\n按要求公开。\n五、存在的主要问题及改进情况\n人员不足。\n")
    };
    let rows: String = (0..8).map(|n| serde_json::json!({ "text": report(2016 + n) }).to_string() + "\n").collect();
    fs::create_dir(folder.path().join("in/a")).unwrap();
    fs::write(folder.path().join("in/a/rows.jsonl"), rows).unwrap();
    fs::write(folder.path().join("in/a/odd#1.txt"), report(2015)).unwrap();
    let inspect = |name: &str| {
        let output = gongkai(folder.path(), &["inspect", "--json", name]);
        (status(&output), String::from_utf8(output.stdout.clone()).unwrap() + &stderr(&output))
    };
    for (name, code, words) in [
        ("in/a/rows.jsonl#1", 0, "\"report_year\":2017"),
        ("in/a/rows.jsonl#7", 0, "\"report_year\":2023"),
        ("in/a/odd#1.txt", 0, "\"report_year\":2015"),
        (
            "in/a/rows.jsonl",
            2,
            "holds more than one document; name one of its documents: in/a/rows.jsonl#0, in/a/rows.jsonl#1",
        ),
        ("in/a/rows.jsonl#8", 2, "in/a/rows.jsonl#8 is not there; name one of its documents: in/a/rows.jsonl#0"),
        ("in/a/gone.jsonl#8", 2, "gone.jsonl"),
    ] {
        let (found, said) = inspect(name);
        let packed = said.replace("\": ", "\":");
        assert!(found == code && packed.contains(words), "{name}: {found} {said}");
    }
}
