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
        "«数量较少»",
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

/// A run over one file, and another file in `in2` that would make another snapshot.
fn published() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = folder(1);
    assert_eq!(status(&gongkai(folder.path(), &["run", "-q", "-i", "in", "-o", "out"])), 0);
    fs::create_dir(folder.path().join("in2")).unwrap();
    fs::write(folder.path().join("in2/other.txt"), "另一份通知").unwrap();
    let current = fs::read_link(folder.path().join("out/current")).unwrap();
    (folder, current)
}

#[test]
fn metrics_that_cannot_be_written_are_told_before_anything_is_read() {
    let (folder, before) = published();
    for path in ["nowhere/x.prom", "in"] {
        let output = gongkai(folder.path(), &["run", "-q", "-i", "in2", "-o", "out", "--metrics", path]);
        assert_eq!(status(&output), 1);
        let said = stderr(&output);
        assert!(said.contains(&format!("metrics cannot be written to {path}; check")), "{said}");
        assert_eq!(fs::read_link(folder.path().join("out/current")).unwrap(), before);
    }
    let names = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 3, "nothing is left of the trial");
}

#[test]
fn a_run_that_cannot_begin_writes_metrics_too() {
    let (folder, _) = published();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("bad.toml", "[[theme]]\ncode = \"a\"\n");
    write("definition.toml", "[definitions]\nthemes = \"bad.toml\"\n");
    write("typo.toml", "[source]\ninput = []\n");
    write("missing.toml", "[definitions]\nforms = \"gone.toml\"\n");
    for (pipeline, says) in [
        ("definition.toml", "error: bad.toml:2: the theme `a` has no rules; "),
        ("typo.toml", "error: typo.toml:2: "),
        ("missing.toml", "error: cannot read gone.toml, which is `forms` of [definitions]: "),
    ] {
        let _ = fs::remove_file(folder.path().join("m.prom"));
        let output = gongkai(folder.path(), &["run", pipeline, "-i", "in2", "-o", "out", "--metrics", "m.prom"]);
        let said = stderr(&output);
        assert_eq!(status(&output), 2, "{said}");
        assert!(said.contains(says) && said.matches("; ").count() == 1, "told once: {said}");
        let metrics = fs::read_to_string(folder.path().join("m.prom")).unwrap();
        assert!(metrics.contains("\ngongkai_run_success 0\n"), "{metrics}");
    }
}

/// Exit status 1 says that the dataset is what it was; so it is none where the snapshot is out.
#[test]
fn a_summary_that_cannot_be_printed_is_a_warning_and_no_failure() {
    let (folder, before) = published();
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let output = command(folder.path(), &["run", "--json", "-i", "in2", "-o", "out"]).stdout(full()).output().unwrap();
    let said = stderr(&output);
    assert_eq!(status(&output), 0, "{said}");
    assert!(said.contains("is published and current, but cannot write to standard output"), "{said}");
    let after = fs::read_link(folder.path().join("out/current")).unwrap();
    assert_ne!(before, after);
    assert!(said.contains(&*after.file_name().unwrap().to_string_lossy()), "{said}");
    let deaf = command(folder.path(), &["run", "-i", "in", "-o", "out"]).stderr(full()).output().unwrap();
    assert_eq!(status(&deaf), 0);
}

#[test]
fn no_command_panics_where_nobody_reads_or_nothing_can_be_written() {
    let (folder, _) = published();
    let report = sample("laixi_pears_2020.txt");
    fs::write(folder.path().join("lines.jsonl"), "{\"id\": 1, \"text\": \"人员不足。\"}\n").unwrap();
    for arguments in [
        &["run", "-i", "in2", "-o", "out"][..],
        &["snapshots", "list", "-o", "out"],
        &["snapshots", "show", "current", "-o", "out"],
        &["snapshots", "diff", "previous", "current", "-o", "out"],
        &["snapshots", "rollback", "current", "-o", "out"],
        &["snapshots", "prune", "--keep", "5", "-o", "out"],
        &["verify", "out"],
        &["doctor", "-i", "in", "-o", "out"],
        &["synth", "--reports", "1", "--output", "made"],
        &["completions", "bash"],
        &["man"],
        &["dictionary"],
        &["inspect", &report],
        &["themes", "tag", "lines.jsonl"],
        &["run", "--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command(folder.path(), arguments).stdout(writer).output().unwrap();
        let said = stderr(&output);
        assert_eq!(status(&output), 0, "{arguments:?}: {said}");
        assert!(!said.contains("error") && !said.contains("panicked"), "{arguments:?}: {said}");
        let _ = fs::remove_dir_all(folder.path().join("made"));
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = command(folder.path(), arguments).stdout(full).output().unwrap();
        let said = stderr(&output);
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        let told = said.contains("No space left");
        // What clap prints is not ours.
        assert!(told && [0, 1].contains(&status(&output)) || arguments.contains(&"--help"), "{arguments:?}: {said}");
    }
}

#[test]
fn every_command_reads_within_the_limits_of_the_pipeline() {
    let folder = folder(0);
    let made = gongkai(folder.path(), &["synth", "--reports", "1", "--layout", "pdf", "--output", "made"]);
    assert_eq!(status(&made), 0, "{}", stderr(&made));
    fs::write(folder.path().join("tight.toml"), "[pdf]\nmax_unpacked = 10\n").unwrap();
    let file = "made/reports/000000.pdf";
    let judged = |pipeline: &[&str]| {
        let output = gongkai(folder.path(), &[&["inspect", "--json", file][..], pipeline].concat());
        let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (status(&output), rows["rejects"][0]["reason"].as_str().map(str::to_owned))
    };
    assert_eq!(judged(&[]), (0, None));
    assert_eq!(judged(&["--pipeline", "tight.toml"]), (1, Some("too_large".to_owned())));
    let run = gongkai(folder.path(), &["run", "tight.toml", "--json", "-i", "made/reports", "-o", "out"]);
    let summary: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(summary["rejects"], serde_json::json!({"too_large": 1}));
}

#[test]
fn what_is_hidden_is_left_out_and_counted() {
    let folder = folder(2);
    let write = |name: &str| fs::write(folder.path().join("in").join(name), "通知").unwrap();
    fs::create_dir(folder.path().join("in/.git")).unwrap();
    [".a.txt", ".git/1.txt", ".git/2.txt"].into_iter().for_each(write);
    let mut archive = zip::ZipWriter::new(fs::File::create(folder.path().join("in/box.zip")).unwrap());
    for name in ["b.txt", "._b.txt", "__MACOSX/c.txt"] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, "另一份通知".as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let output = gongkai(folder.path(), &["run", "-i", "in", "-o", "out"]);
    let summary = String::from_utf8(output.stdout).unwrap();
    assert!(
        summary.contains("Documents  3 parsed, 0 reports, 0 duplicates, 3 rejects\nLeft out   4 hidden"),
        "{summary}"
    );
    let json = gongkai(folder.path(), &["run", "--json", "-i", "in", "-o", "out"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["left_out"]["hidden"], &json["documents"]), (&4.into(), &3.into()));
    let doctor = String::from_utf8(gongkai(folder.path(), &["doctor", "-i", "in", "-o", "out"]).stdout).unwrap();
    assert!(doctor.contains("in: 3 files; left out: 2 hidden files or folders"), "{doctor}");
    let named = gongkai(folder.path(), &["run", "--json", "-i", "in/.a.txt", "-o", "out"]);
    let named: serde_json::Value = serde_json::from_slice(&named.stdout).unwrap();
    assert_eq!((&named["left_out"]["hidden"], &named["documents"]), (&0.into(), &1.into()));
}

#[test]
fn a_dataset_inside_of_an_input_is_left_out() {
    let folder = folder(3);
    let inputs = folder.path().join("in");
    assert_eq!(status(&gongkai(&inputs, &["run", "-q", "-i", ".", "-o", "old"])), 0);
    // Something of the user's beside a dataset is none of it.
    fs::write(inputs.join("old/notes.txt"), "说明").unwrap();
    fs::create_dir_all(inputs.join("mine/snapshots")).unwrap();
    fs::write(inputs.join("mine/snapshots/a.txt"), "通知甲").unwrap();
    for round in 0..3 {
        let output = gongkai(&inputs, &["run", "--json", "-i", "."]);
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&summary["documents"], &summary["left_out"]["hidden"]), (&5.into(), &0.into()), "{summary}");
        let said = stderr(&output);
        // The output may be made before or after the first run looks at its place.
        for name in ["old", "output"].into_iter().take(1 + round) {
            let path = fs::canonicalize(inputs.join(name)).unwrap();
            assert!(said.contains(&format!("left out: {} is a dataset", path.display())), "{said}");
        }
    }
}

#[test]
fn what_is_no_dataset_is_told_as_such() {
    let (folder, _) = published();
    for (arguments, expected, says) in [
        (&["verify", "nothing"][..], 1, "nothing holds no dataset; give the directory that `gongkai run` wrote to"),
        (&["snapshots", "list", "-o", "nothing"], 1, "nothing holds no dataset; "),
        (&["snapshots", "prune", "--keep", "1", "-o", "in"], 1, "in holds no dataset; "),
        (&["verify", "out/current"], 1, "out/current holds no dataset but is a snapshot of one; "),
        (&["run", "-i", "nothing", "-o", "out"], 1, "error: input nothing: No such file"),
        (&["synth", "--reports", "0", "--output", "made"], 2, "--reports"),
        (&["synth", "--edition", "2018", "--output", "made"], 2, "the form of 2018 served none"),
        (&["synth", "--output", "."], 2, "reports is not empty"),
    ] {
        fs::create_dir_all(folder.path().join("reports/a")).unwrap();
        let output = gongkai(folder.path(), arguments);
        let said = stderr(&output);
        assert_eq!(status(&output), expected, "{arguments:?}: {said}");
        assert!(said.contains(says), "{arguments:?}: {said}");
        assert!(said.matches("os error").count() <= 1, "the cause is said once: {said}");
    }
    assert!(!folder.path().join("in/.lock").exists(), "nothing is left where no dataset is");
}
