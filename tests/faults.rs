//! Faults: whatever happens to a run, its inputs or its disk, nothing is lost and `current` verifies.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap here is a failed test or bench")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

struct Place {
    folder: tempfile::TempDir,
    reports: Vec<PathBuf>,
}

impl Place {
    /// A folder with made-up reports in `in`.
    fn new(count: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut place = Self { folder, reports: Vec::new() };
        place.ok(&["synth", "--reports", &count.to_string(), "--seed", "3", "--output", "made"]);
        fs::rename(place.path("made/reports"), place.path("in")).unwrap();
        let files = walkdir::WalkDir::new(place.path("in")).sort_by_file_name().into_iter();
        place.reports = files.map(|e| e.unwrap().into_path()).filter(|p| p.is_file()).collect();
        place
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.current_dir(self.folder.path()).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", text(&output));
        text(&output)
    }

    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output));
        text(&output)
    }

    /// Runs and gives the summary, in which every document has one fate.
    fn run(&self, output: &str) -> serde_json::Value {
        let said = self.command(&["run", "--json", "-i", "in", "-o", output]).output().unwrap();
        assert!(said.status.success(), "{}", text(&said));
        let summary: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
        let count = |value: &serde_json::Value| value.as_u64().unwrap();
        let rejects: u64 = summary["rejects"].as_object().unwrap().values().map(count).sum();
        let fates = count(&summary["reports"]) + count(&summary["duplicates"]) + rejects;
        assert_eq!(fates, count(&summary["documents"]), "{summary}");
        summary
    }

    /// Changes one of the inputs.
    fn change(&self, number: usize) {
        let path = &self.reports[number % self.reports.len()];
        let mut bytes = fs::read(path).unwrap();
        bytes.extend_from_slice(b"\n");
        fs::write(path, bytes).unwrap();
    }

    /// Whether the dataset is that of a run which takes nothing over.
    fn is_as_fresh(&self, output: &str) {
        let fresh = format!("fresh-{output}");
        self.run(&fresh);
        let (a, b) = (files(&self.path(output)), files(&self.path(&fresh)));
        assert!(a.keys().eq(b.keys()));
        assert!(a.iter().all(|(name, bytes)| b[name] == *bytes), "a file differs from a full run's");
        fs::remove_dir_all(self.path(&fresh)).unwrap();
    }
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// The data files of the current snapshot.
fn files(output: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let current = fs::canonicalize(output.join("current")).unwrap();
    let paths = walkdir::WalkDir::new(&current).into_iter().map(|e| e.unwrap().into_path());
    let data = paths.filter(|p| p.extension().is_some_and(|e| e == "parquet"));
    data.map(|p| (p.strip_prefix(&current).unwrap().to_owned(), fs::read(&p).unwrap())).collect()
}

/// Names of what a dead run leaves.
fn leftovers(output: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(output).into_iter().map(|e| e.unwrap().into_path());
    entries.filter(|p| p.extension().is_some_and(|e| e == "tmp")).collect()
}

#[test]
fn killed_at_fifty_random_moments() {
    let place = Place::new(400);
    let started = Instant::now();
    place.run("out");
    // How long a run takes here and now; a machine that was busy at first may be idle later.
    let mut whole = started.elapsed();
    let mut state = 42u64;
    let mut killed = 0;
    for round in 0..50 {
        // Every third round reads everything, the others what changed.
        (0..8).for_each(|n| place.change(round * 8 + n));
        let full: &[&str] = if round % 3 == 0 { &["--full"] } else { &[] };
        let mut child = place.command(&[&["run", "-q", "-i", "in", "-o", "out"], full].concat()).spawn().unwrap();
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (state >> 40) as f64 / (1u64 << 24) as f64;
        let (started, most) = (Instant::now(), whole.mul_f64(share));
        while started.elapsed() < most && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        if child.try_wait().unwrap().is_some() {
            whole = whole.min(started.elapsed());
        }
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        place.ok(&["verify", "out"]);
    }
    assert!(killed >= 10, "only {killed} runs were killed before their end");
    place.run("out");
    place.ok(&["verify", "out"]);
    assert_eq!(leftovers(&place.path("out")), Vec::<PathBuf>::new());
    place.is_as_fresh("out");
}

/// A limit on the size of files needs no rights: writing past it fails as on a full disk.
#[test]
fn files_that_cannot_grow_fail_the_run_and_change_nothing() {
    let place = Place::new(300);
    place.run("out");
    let before = fs::read_link(place.path("out/current")).unwrap();
    (0..300).for_each(|n| place.change(n));
    let mut failed = 0;
    for blocks in [1, 8, 64, 128, 200, 256, 400] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" run -q -i in -o out");
        let mut shell = Command::new("sh");
        shell.current_dir(place.folder.path()).args(["-c", &script, env!("CARGO_BIN_EXE_gongkai")]);
        let output = shell.output().unwrap();
        place.ok(&["verify", "out"]);
        if output.status.success() {
            break;
        }
        failed += 1;
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
        assert!(text(&output).contains("check free space"), "{}", text(&output));
        assert_eq!(fs::read_link(place.path("out/current")).unwrap(), before);
        assert_eq!(leftovers(&place.path("out")), Vec::<PathBuf>::new());
    }
    assert!(failed >= 2, "the limit was never met");
    place.run("out");
    place.is_as_fresh("out");
}

/// A disk that is full indeed; `files_that_cannot_grow_fail_the_run_and_change_nothing` tries the same writes without
/// any rights.
#[test]
#[ignore = "needs the right to mount a disk"]
fn a_full_disk_fails_the_run_and_changes_nothing() {
    let place = Place::new(300);
    let disk = place.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |options: &str| {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&disk).output();
        mounted.is_ok_and(|m| m.status.success())
    };
    assert!(mount("size=16m"), "no right to mount a disk here");
    let _unmount = Unmount(disk.clone());
    place.run("disk/out");
    let before = fs::read_link(place.path("disk/out/current")).unwrap();
    let free = |leave: u64| {
        let stuffing = disk.join("stuffing");
        let _ = fs::remove_file(&stuffing);
        let said = Command::new("df").args(["--output=avail", "-B1"]).arg(&disk).output().unwrap();
        let available: u64 = text(&said).lines().nth(1).unwrap().trim().parse().unwrap();
        fs::write(&stuffing, vec![1; available.saturating_sub(leave) as usize]).unwrap();
    };
    (0..300).for_each(|n| place.change(n));
    for leave in [0, 8 << 10, 64 << 10, 200 << 10] {
        free(leave);
        let said = place.fails(&["run", "-q", "-i", "in", "-o", "disk/out"]);
        assert!(said.contains("No space left") && said.contains("check free space"), "{said}");
        assert_eq!(fs::read_link(place.path("disk/out/current")).unwrap(), before);
        place.ok(&["verify", "disk/out"]);
        assert_eq!(leftovers(&place.path("disk/out")), Vec::<PathBuf>::new());
    }
    fs::remove_file(disk.join("stuffing")).unwrap();
    place.run("disk/out");
    place.ok(&["verify", "disk/out"]);
}

struct Unmount(PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn inputs_of_every_bad_kind_are_on_record() {
    let place = Place::new(12);
    let inputs = place.path("in");
    let whole = fs::read(&place.reports[0]).unwrap();
    fs::write(inputs.join("cut.txt"), &whole[..whole.len() / 3]).unwrap();
    fs::write(inputs.join("cut in a character.txt"), &whole[..101]).unwrap();
    fs::write(inputs.join("empty.txt"), "").unwrap();
    fs::write(inputs.join("zeros.txt"), [0; 5_000]).unwrap();
    // Reading from the first page of its own memory fails as a bad sector does.
    symlink("/proc/self/mem", inputs.join("bad sector.txt")).unwrap();
    symlink("nowhere", inputs.join("gone.txt")).unwrap();
    symlink(".", inputs.join("loop")).unwrap();
    fs::write(inputs.join(std::ffi::OsStr::from_bytes(b"\xB1\xA8\xB8\xE6.txt")), [&whole[..], b"\n"].concat()).unwrap();
    Command::new("mkfifo").arg(inputs.join("pipe.txt")).status().unwrap();
    let summary = place.run("out");
    assert!(summary["rejects"]["unreadable"].as_u64().unwrap() >= 3, "{summary}");
    assert_eq!(
        (&summary["rejects"]["empty"], &summary["rejects"]["decode_error"]),
        (&1.into(), &1.into()),
        "{summary}"
    );
    assert!(summary["reports"].as_u64().unwrap() >= 13, "{summary}");
    place.ok(&["verify", "out"]);
    let again = place.run("out");
    assert_eq!((&again["rejects"], &again["reports"]), (&summary["rejects"], &summary["reports"]));
}

#[test]
fn a_clock_that_steps_back_hides_no_change_and_disturbs_no_order() {
    let place = Place::new(30);
    place.run("out");
    // The last snapshot was made in a far future.
    let current = fs::canonicalize(place.path("out/current")).unwrap();
    let id = current.file_name().unwrap().to_string_lossy().into_owned();
    let future = format!("20991231T235959Z{}", &id[16..]);
    fs::rename(&current, current.with_file_name(&future)).unwrap();
    let manifest = current.with_file_name(&future).join("manifest.json");
    let said = fs::read_to_string(&manifest).unwrap().replace(&id, &future);
    fs::write(&manifest, said).unwrap();
    fs::remove_file(place.path("out/current")).unwrap();
    symlink(format!("snapshots/{future}"), place.path("out/current")).unwrap();
    // An input changes, and keeps its size and its time.
    let path = &place.reports[4];
    let time = fs::metadata(path).unwrap().modified().unwrap();
    let mut bytes = fs::read(path).unwrap();
    let last = bytes.iter().rposition(u8::is_ascii_digit).unwrap();
    bytes[last] = if bytes[last] == b'7' { b'3' } else { b'7' };
    fs::write(path, bytes).unwrap();
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    let before = files(&place.path("out"));
    place.run("out");
    assert!(files(&place.path("out")) != before, "the change was not seen");
    place.is_as_fresh("out");
    let listed = place.ok(&["snapshots", "list", "-o", "out"]);
    let newest = listed.lines().last().unwrap();
    assert!(newest.starts_with("* 21000101T000000Z"), "{listed}");
    place.ok(&["snapshots", "prune", "--keep", "1", "-o", "out"]);
    place.ok(&["verify", "out"]);
}

#[test]
fn two_runs_at_once_do_not_meet() {
    let place = Place::new(400);
    place.run("out");
    let arguments = ["run", "-q", "--full", "-i", "in", "-o", "out"];
    let mut refused = 0;
    for _ in 0..4 {
        let runs: Vec<_> = (0..3).map(|_| place.command(&arguments).spawn().unwrap()).collect();
        let ended: Vec<Output> = runs.into_iter().map(|r| r.wait_with_output().unwrap()).collect();
        assert!(ended.iter().any(|o| o.status.success()));
        for output in ended.iter().filter(|o| !o.status.success()) {
            assert_eq!(output.status.code(), Some(1));
            assert!(text(output).contains("another run is writing"), "{}", text(output));
            refused += 1;
        }
        place.ok(&["verify", "out"]);
    }
    assert!(refused > 0, "no two runs met");
}

#[test]
fn inputs_that_are_gone_do_not_empty_the_dataset() {
    let place = Place::new(10);
    place.run("out");
    let before = fs::read_link(place.path("out/current")).unwrap();
    fs::rename(place.path("in"), place.path("away")).unwrap();
    assert!(place.fails(&["run", "-q", "-i", "in", "-o", "out"]).contains("give an existing file or folder"));
    // The folder of a disk that is not mounted is empty.
    fs::create_dir(place.path("in")).unwrap();
    assert!(place.fails(&["run", "-q", "-i", "in", "-o", "out"]).contains("is a disk not mounted?"));
    assert_eq!(fs::read_link(place.path("out/current")).unwrap(), before);
    fs::remove_dir(place.path("in")).unwrap();
    fs::rename(place.path("away"), place.path("in")).unwrap();
    place.run("out");
    place.is_as_fresh("out");
}

#[test]
fn inputs_that_went_leave_the_dataset() {
    let place = Place::new(40);
    place.run("out");
    fs::remove_file(&place.reports[7]).unwrap();
    fs::remove_file(&place.reports[8]).unwrap();
    assert_eq!(place.run("out")["reports"], 38);
    place.is_as_fresh("out");
}

#[test]
fn a_run_that_is_stopped_leaves_nothing_and_the_next_one_is_whole() {
    let place = Place::new(400);
    let started = Instant::now();
    place.run("out");
    let mut whole = started.elapsed();
    let mut stopped = 0;
    for round in 0..6 {
        (0..400).for_each(|n| place.change(n));
        let before = fs::read_link(place.path("out/current")).unwrap();
        let child = place.command(&["run", "-q", "-i", "in", "-o", "out"]).spawn().unwrap();
        let started = Instant::now();
        std::thread::sleep(whole.mul_f64(f64::from(round + 1) / 8.0));
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let ended = child.wait_with_output().unwrap();
        let after = fs::read_link(place.path("out/current")).unwrap();
        match ended.status.code() {
            Some(1) => {
                stopped += 1;
                assert!(text(&ended).contains("stopped before the end"), "{}", text(&ended));
                assert_eq!(before, after);
                assert_eq!(leftovers(&place.path("out")), Vec::<PathBuf>::new());
            }
            Some(0) => {
                assert_ne!(before, after, "it was done before it was told");
                whole = whole.min(started.elapsed());
            }
            // The signal came before the program listened for it.
            code => assert_eq!((code, before), (None, after)),
        }
        place.ok(&["verify", "out"]);
    }
    assert!(stopped > 0, "no run was stopped");
    place.run("out");
    place.is_as_fresh("out");
}
