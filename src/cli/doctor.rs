//! `gongkai doctor`: would a run succeed?
//!
//! Everything that a run needs is tried, in the order in which it needs it; nothing is left behind.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::bail;

use crate::config::Pipeline;
use crate::dataset::Snapshots;
use crate::pipeline::{Files, Inputs};

use super::arguments::DoctorArguments;
use super::out::{Out, counted, hidden};

/// The room that a run takes beside what the last snapshot took: as much again, and a tenth.
const ROOM: f64 = 1.1;
/// The room of a first run, in bytes of dataset for each byte of input; made-up reports take 0.2.
const FIRST_ROOM: f64 = 0.5;

pub(super) fn run(arguments: &DoctorArguments) -> anyhow::Result<()> {
    let mut doctor = Doctor { out: Out::open(), wrong: 0, told: Ok(()) };
    let pipeline = Pipeline::load(arguments.pipeline.as_deref())?;
    let pipeline = pipeline.with_places(&arguments.input, arguments.output.as_deref())?;
    let texts = pipeline.texts()?;
    pipeline.reader(&texts)?;
    doctor.good("settings", format!("the pipeline file and {} definitions can be used", texts.len()));
    let bytes = doctor.inputs(&pipeline);
    doctor.output(&pipeline.output);
    doctor.room(&pipeline.output, bytes);
    doctor.told?;
    doctor.out.flush()?;
    match doctor.wrong {
        0 => Ok(()),
        wrong => bail!("{} would make a run fail", counted(wrong, "thing")),
    }
}

struct Doctor {
    out: Out,
    wrong: usize,
    /// The first trouble with telling.
    told: io::Result<()>,
}

impl Doctor {
    fn tell(&mut self, verdict: &str, what: &str, said: &str) {
        let told = writeln!(self.out, "{verdict:<7}{what:<10}{said}");
        if self.told.is_ok() {
            self.told = told;
        }
    }

    fn good(&mut self, what: &str, said: String) {
        self.tell("ok", what, &said);
    }

    fn doubtful(&mut self, what: &str, said: String) {
        self.tell("check", what, &said);
    }

    fn bad(&mut self, what: &str, said: String) {
        self.wrong += 1;
        self.tell("wrong", what, &said);
    }

    /// Looks at all inputs and reads one of each folder; gives the bytes of all.
    fn inputs(&mut self, pipeline: &Pipeline) -> u64 {
        let mut bytes = 0;
        for root in &pipeline.inputs {
            let shown = root.display();
            match Files::discover(std::slice::from_ref(root), &pipeline.source, &pipeline.output) {
                Err(error) => self.bad("input", error.to_string()),
                Ok(files) if files.is_empty() => {
                    self.doubtful("input", format!("{shown} holds no file{}", passed_over(&files)));
                }
                Ok(files) => {
                    bytes += folder_bytes(root);
                    let said = format!("{shown}: {}{}", counted(files.len(), "file"), passed_over(&files));
                    let unseen = files.rejects();
                    let first = files.documents().ok().and_then(|mut documents| documents.next());
                    match first.map(|document| (document.read)()) {
                        Some(Err(reject)) if reject.reason == crate::source::RejectReason::Unreadable => {
                            self.doubtful("input", format!("{shown}: {}: {}", reject.source_uri, reject.detail));
                        }
                        _ => self.good("input", said),
                    }
                    for reject in unseen.iter().take(3) {
                        self.doubtful("input", format!("{shown}: {}: {}", reject.source_uri, reject.detail));
                    }
                }
            }
        }
        bytes
    }

    /// Tries what publishing a snapshot takes: a directory, a file brought to disk, a link replaced.
    fn output(&mut self, output: &Path) {
        // The topmost folder that would be new; a run makes those above it too.
        let made = output.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).last();
        let probe = output.join(format!(".doctor-{}", std::process::id()));
        let result = (|| -> std::io::Result<()> {
            fs::create_dir_all(&probe)?;
            let mut file = fs::File::create(probe.join("file"))?;
            file.write_all(b"gongkai")?;
            file.sync_all()?;
            fs::hard_link(probe.join("file"), probe.join("again"))?;
            std::os::unix::fs::symlink("file", probe.join("link"))?;
            fs::rename(probe.join("link"), probe.join("current"))
        })();
        // What the probe made is taken away again, also where it got stuck. Folders go only while they are empty.
        let _ = fs::remove_dir_all(&probe);
        if let Some(made) = made {
            for folder in output.ancestors().take_while(|folder| folder.starts_with(made)) {
                let _ = fs::remove_dir(folder);
            }
        }
        match result {
            Ok(()) => self.good("output", format!("{} can be written", output.display())),
            Err(error) => {
                self.bad("output", format!("{}: {error}; give another --output or mend its rights", output.display()))
            }
        }
        if let Err(error) = Snapshots::of(output).is_free() {
            self.bad("output", error.to_string());
        }
        let Ok(snapshots) = Snapshots::of(output).list() else { return };
        let damaged = snapshots.iter().filter(|s| s.manifest().is_err()).count();
        match (snapshots.iter().any(|s| s.is_current), damaged) {
            (true, 0) => self.good("snapshots", format!("{} of them", snapshots.len())),
            (true, _) => self.doubtful(
                "snapshots",
                format!("{damaged} have no readable manifest; `gongkai snapshots list` names them"),
            ),
            (false, _) if snapshots.is_empty() => {}
            (false, _) => {
                self.doubtful("snapshots", "none is current; `gongkai snapshots rollback` makes one so".to_owned())
            }
        }
    }

    fn room(&mut self, output: &Path, input_bytes: u64) {
        let there = output.ancestors().find(|p| p.exists() && !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let last = Snapshots::of(output).find("current").and_then(|s| s.manifest()).ok();
        let needed = match last {
            Some(last) => last.files.iter().map(|f| f.bytes).sum::<u64>() as f64 * ROOM,
            None => input_bytes as f64 * FIRST_ROOM,
        } as u64;
        match rustix::fs::statvfs(there) {
            Err(error) => self.doubtful("room", format!("{}: {error}", there.display())),
            Ok(disk) => {
                let free = disk.f_bavail.saturating_mul(disk.f_frsize);
                let said = format!("{} MB free, a run takes about {} MB", free >> 20, needed >> 20);
                match free > needed {
                    true => self.good("room", said),
                    false => self.bad("room", format!("{said}; `gongkai snapshots prune` makes room")),
                }
            }
        }
    }
}

/// What a run would leave out, for the end of a line.
fn passed_over(files: &Files) -> String {
    let left_out = files.left_out();
    let mut said = String::new();
    if left_out.hidden > 0 {
        said += &format!("; left out: {}", hidden(left_out.hidden));
    }
    for dataset in &left_out.datasets {
        said += &format!("; left out: the dataset {}", dataset.display());
    }
    said
}

/// Bytes of all files below a folder, as far as they can be looked at.
fn folder_bytes(root: &Path) -> u64 {
    let files = walkdir::WalkDir::new(root).follow_links(true).into_iter().flatten();
    files.filter_map(|f| f.metadata().ok()).filter(fs::Metadata::is_file).map(|m| m.len()).sum()
}
