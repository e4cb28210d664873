//! Made-up reports with a known answer, in every layout that real pages have.
//!
//! Real reports cannot be shipped in numbers, and nobody knows what is right in all their cells. A made-up
//! report is written from its figures, so the figures are the truth: tests read it back and compare, and
//! speed is measured on as many as one likes. The same options give the same bytes everywhere.
//!
//! ```
//! use gongkai::synth::{Generator, Layout, SynthOptions};
//!
//! let options = SynthOptions { layouts: vec![Layout::Pipes], ..SynthOptions::default() };
//! let generator = Generator::new(options)?;
//! let report = generator.report(0);
//! assert_eq!(report.name, "000000.txt");
//! assert!(report.truth.lossless && !report.truth.cells.is_empty());
//! # Ok::<(), gongkai::synth::SynthError>(())
//! ```

mod bank;
mod canvas;
mod damage;
mod encode;
mod facts;
mod figures;
mod form;
mod generator;
mod layout;
mod layout_docx;
mod layout_html;
mod layout_pdf;
mod layout_text;
mod layout_xlsx;
mod list;
mod list_sheet;
mod noise;
mod office;
mod page;
mod pdf_file;
mod prose;
mod random;
mod sheet;
#[cfg(test)]
mod tests;
mod truth;
mod write;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

pub use generator::Generator;
pub use layout::{Layout, UnknownLayout};
pub use noise::{Noise, UnknownNoise};
pub use truth::{Expected, Truth, TruthCell};
pub use write::Written;

use crate::report::forms::FormsError;

/// What to make.
#[derive(Debug, Clone, PartialEq)]
pub struct SynthOptions {
    /// Number of reports that [`Generator::write_to`] writes.
    pub reports: u64,
    /// Another seed gives other reports.
    pub seed: u64,
    /// Layouts to take in turn.
    pub layouts: Vec<Layout>,
    /// Editions to draw from.
    pub editions: Vec<i16>,
    /// Report years to draw from, as far as an edition serves them.
    pub years: RangeInclusive<i16>,
    /// How often what goes wrong.
    pub noise: Noise,
}

impl Default for SynthOptions {
    /// A thousand reports of the editions 2019 and 2021 in all lossless layouts, without noise.
    fn default() -> Self {
        Self {
            reports: 1000,
            seed: 0,
            layouts: Layout::ALL.into_iter().filter(|l| l.is_lossless()).collect(),
            editions: vec![2019, 2021],
            years: 2014..=2024,
            noise: Noise::NONE,
        }
    }
}

/// Why reports cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// The forms are wrong.
    #[error(transparent)]
    Forms(#[from] FormsError),
    /// The phrase bank is wrong.
    #[error("synth.toml: {0}")]
    Bank(#[from] toml::de::Error),
    /// A list of the phrase bank has nothing to draw from.
    #[error("synth.toml: a list is empty")]
    EmptyList,
    /// The tables of traditional characters do not load.
    #[error("traditional characters: {0}")]
    Characters(String),
    /// No layout was asked for.
    #[error("no layout to write reports in")]
    NoLayout,
    /// No year is served by an edition that was asked for.
    #[error(
        "the form of {} served none of the years {} to {}; take an edition that did: 2014, 2019 or 2021",
        editions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
        years.start(),
        years.end()
    )]
    NoYear {
        /// Editions asked for.
        editions: Vec<i16>,
        /// Years asked for.
        years: RangeInclusive<i16>,
    },
    /// The folder has reports already; mixing two sets would leave some without truth.
    #[error("{0} is not empty; choose a new folder")]
    NotEmpty(PathBuf),
    /// The disk refused.
    #[error("{path}: {source}")]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

/// A made-up report.
#[derive(Debug, Clone, PartialEq)]
pub struct SynthReport {
    /// File name: its number with `.txt`, `.html`, `.pdf`, `.docx` or `.xlsx`.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// What stands in it.
    pub truth: Truth,
}

/// Writes a set of reports with its truth into `folder`.
///
/// # Errors
/// See [`SynthError`].
pub fn generate(options: SynthOptions, folder: &Path) -> Result<Written, SynthError> {
    Generator::new(options)?.write_to(folder)
}
