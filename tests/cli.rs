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
