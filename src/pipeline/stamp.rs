//! What has to be the same for anything to be taken over from the last run.

use std::fs::File;
use std::io;

use super::Settings;

/// The definitions that nothing but roles and themes of sentences depends on.
const TOLD_BY: [&str; 2] = ["themes", "weights"];

/// Hashes of all that decides rows, but for the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Program, settings, and all definitions but those of themes.
    pub(super) page: [u8; 32],
    /// The definitions of themes.
    pub(super) told: [u8; 32],
}

impl Stamp {
    /// The program is hashed as it lies on disk: a version number would not tell two builds apart.
    /// Where that cannot be read, the stamp fits nothing.
    pub(super) fn of(settings: &Settings) -> Self {
        let (mut page, mut told) = (blake3::Hasher::new(), blake3::Hasher::new());
        let program = std::env::current_exe().and_then(File::open).and_then(|mut file| io::copy(&mut file, &mut page));
        if program.is_err() {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            page.update(&now.map_or(0, |d| d.as_nanos()).to_le_bytes());
        }
        for (name, hash) in &settings.definitions {
            let hasher = if TOLD_BY.contains(&name.as_str()) { &mut told } else { &mut page };
            hasher.update(name.as_bytes()).update(hash.as_bytes());
        }
        page.update(&settings.parquet.zstd_level.to_le_bytes());
        page.update(format!("{:?} {:?}", settings.source.limits, settings.pdf).as_bytes());
        Self { page: *page.finalize().as_bytes(), told: *told.finalize().as_bytes() }
    }
}
