//! Writes a set of made-up reports to disk, the truth beside the folder that is read.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use rayon::prelude::*;

use super::truth::{CELLS_HEAD, REPORTS_HEAD};
use super::{Generator, SynthError};

/// Reports made at once: enough for all threads, few enough to hold in memory.
const BATCH: u64 = 256;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Number of reports.
    pub reports: u64,
    /// Their bytes, truth not counted.
    pub bytes: u64,
}

impl Generator {
    /// Writes `reports/NNNNNN.txt|html`, `truth/cells.csv` and `truth/reports.csv` into `folder`.
    ///
    /// # Errors
    /// [`SynthError::NotEmpty`] if `folder` has reports already, [`SynthError::Write`] if the disk fails.
    pub fn write_to(&self, folder: &Path) -> Result<Written, SynthError> {
        let (reports, truth) = (folder.join("reports"), folder.join("truth"));
        let taken = fs::read_dir(&reports).is_ok_and(|mut entries| entries.next().is_some());
        if taken {
            return Err(SynthError::NotEmpty(reports));
        }
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| SynthError::Write { path, source }
        };
        fs::create_dir_all(&reports).map_err(at(&reports))?;
        fs::create_dir_all(&truth).map_err(at(&truth))?;
        let table = |name: &str, head: &str| {
            let path = truth.join(name);
            let mut file = BufWriter::new(File::create(&path).map_err(at(&path))?);
            writeln!(file, "{head}").map_err(at(&path))?;
            Ok::<_, SynthError>(file)
        };
        let mut cells = table("cells.csv", CELLS_HEAD)?;
        let mut metadata = table("reports.csv", REPORTS_HEAD)?;
        let mut bytes = 0;
        let count = self.options().reports;
        for start in (0..count).step_by(BATCH as usize) {
            let batch: Vec<_> = (start..count.min(start + BATCH)).into_par_iter().map(|i| self.report(i)).collect();
            for report in batch {
                let path = reports.join(&report.name);
                fs::write(&path, &report.bytes).map_err(at(&path))?;
                bytes += report.bytes.len() as u64;
                let truth_of = &report.truth;
                truth_of
                    .write_cells(&report.name, self.forms(), &mut cells)
                    .and_then(|()| truth_of.write_report(&report.name, &mut metadata))
                    .map_err(at(&truth))?;
            }
        }
        cells.flush().map_err(at(&truth))?;
        metadata.flush().map_err(at(&truth))?;
        Ok(Written { reports: count, bytes })
    }
}
