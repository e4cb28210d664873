//! The heart: bytes in, report or reject out. No I/O, no clock, no global state, no panic.

mod mismatch;

use std::collections::BTreeMap;

use crate::document::{self, NoiseError, NoiseRules, PdfLimits};
use crate::narrative::{self, Desk, Lexicon, Narrator, Scope, Segmenter, StatementRules};
use crate::report::assemble::{self, Definitions, Outline};
use crate::report::checks::{CheckRules, ChecksError};
use crate::report::definition::DefinitionError;
use crate::report::forms::{Forms, FormsError};
use crate::report::metadata::MetadataRules;
use crate::report::narrative_text::Prose;
use crate::report::region::Divisions;
use crate::report::sections::{SectionRules, SectionsError};
use crate::report::tables::Labels;
use crate::report::{Origin, Report, Section, SectionCode};
use crate::source::{Limits, RawDocument, Reject, RejectReason};

use mismatch::Comparisons;

/// The definitions that ship with the crate, by name.
pub const BUILTIN: [(&str, &str); 9] = [
    ("checks", include_str!("../pipelines/checks.toml")),
    ("dictionary", include_str!("../pipelines/dictionary.txt")),
    ("divisions", include_str!("../pipelines/divisions.csv")),
    ("forms", include_str!("../pipelines/forms.toml")),
    ("metadata", include_str!("../pipelines/metadata.toml")),
    ("noise", include_str!("../pipelines/noise.toml")),
    ("sections", include_str!("../pipelines/sections.toml")),
    ("statements", include_str!("../pipelines/statements.toml")),
    ("themes", include_str!("../pipelines/themes.toml")),
];

/// Everything a report is read with; built once, shared by all threads.
#[derive(Debug)]
pub struct Reader {
    noise: NoiseRules,
    pdf_limits: PdfLimits,
    definitions: Definitions,
    narrator: Narrator,
    comparisons: Comparisons,
    /// Bytes that the parts of an office document may unpack to.
    max_bytes: u64,
}

/// Why a reader cannot be built: which definition is wrong, and how.
#[derive(Debug, thiserror::Error)]
pub enum ReaderError {
    /// The forms are wrong.
    #[error(transparent)]
    Forms(#[from] FormsError),
    /// The section rules are wrong.
    #[error(transparent)]
    Sections(#[from] SectionsError),
    /// The metadata rules or the divisions are wrong.
    #[error(transparent)]
    Metadata(#[from] DefinitionError),
    /// The checks are wrong.
    #[error(transparent)]
    Checks(#[from] ChecksError),
    /// The noise rules are wrong.
    #[error(transparent)]
    Noise(#[from] NoiseError),
    /// The themes, the statements or the dictionary are wrong.
    #[error(transparent)]
    Narrative(#[from] narrative::DefinitionError),
}

impl Reader {
    /// A reader with the definitions that ship with the crate.
    ///
    /// # Errors
    /// Never for the shipped files, which tests read.
    pub fn builtin() -> Result<Self, ReaderError> {
        Self::new(&BTreeMap::new())
    }

    /// A reader with some definitions replaced: texts by their name in [`BUILTIN`].
    ///
    /// # Errors
    /// [`ReaderError`] says what is wrong with which definition.
    pub fn new(replaced: &BTreeMap<String, String>) -> Result<Self, ReaderError> {
        let text = |name: &str| -> &str {
            let builtin = BUILTIN.iter().find(|(n, _)| *n == name).map_or("", |(_, text)| text);
            replaced.get(name).map_or(builtin, String::as_str)
        };
        // These take nearly all the time, and neither needs the other.
        let (segmenter, lexicon) =
            rayon::join(|| Segmenter::new(text("dictionary")), || Lexicon::from_toml(text("themes")));
        let forms = Forms::from_toml(text("forms"))?;
        let definitions = Definitions {
            labels: Labels::new(&forms),
            forms,
            sections: SectionRules::from_toml(text("sections"))?,
            metadata: MetadataRules::from_toml(text("metadata"))?,
            divisions: Divisions::from_csv(text("divisions"))?,
            checks: CheckRules::from_toml(text("checks"))?,
        };
        let statements = StatementRules::from_toml(text("statements"))?;
        let comparisons = Comparisons::new(&statements, &definitions.forms)?;
        let narrator = Narrator::new(lexicon?, statements, segmenter)?;
        let max_bytes = Limits::default().document_bytes;
        Ok(Self {
            noise: NoiseRules::from_toml(text("noise"))?,
            definitions,
            narrator,
            comparisons,
            max_bytes,
            pdf_limits: PdfLimits::default(),
        })
    }

    /// The same reader with another limit on what an office document unpacks to, in bytes.
    pub fn with_max_bytes(self, max_bytes: u64) -> Self {
        Self { max_bytes, ..self }
    }

    /// The same reader with other bounds on PDF files.
    pub fn with_pdf_limits(self, pdf_limits: PdfLimits) -> Self {
        Self { pdf_limits, ..self }
    }

    /// The narrator, which knows the names of themes, rules and metrics.
    pub fn narrator(&self) -> &Narrator {
        &self.narrator
    }

    /// The official forms it reads.
    pub fn forms(&self) -> &Forms {
        &self.definitions.forms
    }

    /// Which checks are run.
    pub fn checks(&self) -> &CheckRules {
        &self.definitions.checks
    }

    /// Reads one document.
    ///
    /// # Errors
    /// The reject, with its reason, of a document that yields no report.
    pub fn read(&self, raw: &RawDocument) -> Result<Report, Reject> {
        let document = document::read(raw, &self.noise, self.max_bytes, self.pdf_limits)?;
        let Outline { metadata, tables, prose, mut findings } =
            assemble::read(&document, &self.definitions).map_err(|why| raw.reject(RejectReason::NotAReport, why))?;
        let scope = Scope {
            year: metadata.report_year,
            // a government reports for its region, an agency for itself
            region: matches!(metadata.publisher_kind, None | Some("government")),
            ..Scope::default()
        };
        let mut desk = Desk::default();
        let sections: Vec<Section> = prose.into_iter().map(|p| self.section(p, scope, &mut desk)).collect();
        if metadata.report_year.is_some() {
            findings.extend(self.comparisons.findings(&sections, &tables.cells, &self.definitions.checks));
        }
        Ok(Report {
            origin: Origin {
                report_id: raw.report_id.clone(),
                source_uri: raw.source_uri.clone(),
                url: raw.about.url.clone(),
                format: document.format,
                encoding: document.encoding,
                script: document.script,
            },
            metadata,
            edition: tables.edition,
            char_count: u32::try_from(document.found.chars().count()).unwrap_or(u32::MAX),
            cells: tables.cells,
            sections,
            findings,
        })
    }

    /// Reads a section's prose again for what the lexicon decides, as found on a page in simplified
    /// characters. Statements are not to be taken from it: whose numbers are meant is not known here.
    pub fn retell(&self, code: SectionCode, text: &str, year: Option<i16>) -> Section {
        let prose = Prose { code, heading: None, text: text.to_owned(), hans: None };
        self.section(prose, Scope { year, ..Scope::default() }, &mut Desk::default())
    }

    fn section(&self, prose: Prose, scope: Scope, desk: &mut Desk) -> Section {
        let Prose { code, heading, text, hans } = prose;
        let scope = Scope { section: code.code(), ..scope };
        let narrative = self.narrator.read_with(desk, &text, hans.as_deref().unwrap_or(&text), scope);
        Section { code, heading, text, hans, narrative }
    }
}
