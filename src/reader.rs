//! The heart: bytes in, report or reject out. No I/O, no clock, no global state, no panic.

mod mismatch;

use std::collections::BTreeMap;

use crate::document::{self, NoiseError, NoiseRules, PdfLimits};
use crate::narrative::{self, Desk, Lexicon, Narrator, Scope, Segmenter, StatementRules, Weights};
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
pub const BUILTIN: [(&str, &str); 11] = [
    ("checks", include_str!("../pipelines/checks.toml")),
    ("dictionary", include_str!("../pipelines/dictionary.txt")),
    ("divisions", include_str!("../pipelines/divisions.csv")),
    ("forms", include_str!("../pipelines/forms.toml")),
    ("metadata", include_str!("../pipelines/metadata.toml")),
    ("noise", include_str!("../pipelines/noise.toml")),
    ("sections", include_str!("../pipelines/sections.toml")),
    ("statement_weights", include_str!("../pipelines/statement_weights.txt")),
    ("statements", include_str!("../pipelines/statements.toml")),
    ("themes", include_str!("../pipelines/themes.toml")),
    ("weights", include_str!("../pipelines/weights.txt")),
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

/// Why a reader cannot be built: which definition is wrong, where, and how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{definition}{}: {problem}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct ReaderError {
    /// Its name in [`BUILTIN`].
    pub definition: &'static str,
    /// Line from 1, where it can be told.
    pub line: Option<usize>,
    /// What is wrong, and what to do about it.
    pub problem: String,
}

impl ReaderError {
    fn at(definition: &'static str, line: usize, problem: &str, hint: &str) -> Self {
        Self { definition, line: Some(line), problem: format!("{problem}; {hint}") }
    }

    fn narrative(definition: &'static str) -> impl FnOnce(narrative::DefinitionError) -> Self {
        move |error| Self::at(definition, error.line, &error.problem, &error.hint)
    }

    fn report(definition: &'static str) -> impl FnOnce(DefinitionError) -> Self {
        move |error| {
            let hint = format!("compare with the built-in {definition} under pipelines/");
            Self::at(definition, error.line(), error.hint().lines().next().unwrap_or_default(), &hint)
        }
    }

    fn sections(text: &str, error: &SectionsError) -> Self {
        let hint = "compare with the keys of pipelines/sections.toml";
        match error {
            SectionsError::Syntax(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let line = 1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count();
                Self::at("sections", line, &error.message().trim().replace('\n', " "), hint)
            }
            SectionsError::Unknown(name) => {
                let line = text.lines().position(|line| line.contains(&format!("{name:?}"))).map(|line| line + 1);
                Self { definition: "sections", line, problem: format!("{error}; {hint}") }
            }
        }
    }
}

impl From<FormsError> for ReaderError {
    fn from(error: FormsError) -> Self {
        Self::at("forms", error.line, &error.problem, &error.hint)
    }
}

impl From<ChecksError> for ReaderError {
    fn from(error: ChecksError) -> Self {
        Self::at("checks", error.line, &error.problem, &error.hint)
    }
}

impl From<NoiseError> for ReaderError {
    fn from(error: NoiseError) -> Self {
        Self::at("noise", error.line, &error.message, &error.hint)
    }
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
        let ((segmenter, numbers), (lexicon, weights)) = rayon::join(
            || (Segmenter::new(text("dictionary")), Weights::from_text(text("statement_weights"))),
            || (Lexicon::from_toml(text("themes")), Weights::from_text(text("weights"))),
        );
        let weights = weights.map_err(ReaderError::narrative("weights"))?;
        let numbers = numbers.map_err(ReaderError::narrative("statement_weights"))?;
        let lexicon = lexicon.map_err(ReaderError::narrative("themes"))?;
        Segmenter::check(text("dictionary")).map_err(ReaderError::narrative("dictionary"))?;
        let forms = Forms::from_toml(text("forms"))?;
        let definitions = Definitions {
            labels: Labels::new(&forms),
            forms,
            sections: SectionRules::from_toml(text("sections"))
                .map_err(|error| ReaderError::sections(text("sections"), &error))?,
            metadata: MetadataRules::from_toml(text("metadata")).map_err(ReaderError::report("metadata"))?,
            divisions: Divisions::from_csv(text("divisions")).map_err(ReaderError::report("divisions"))?,
            checks: CheckRules::from_toml(text("checks"))?,
        };
        let of_statements = || ReaderError::narrative("statements");
        let statements = StatementRules::from_toml(text("statements")).map_err(of_statements())?;
        let comparisons = Comparisons::new(&statements, &definitions.forms).map_err(of_statements())?;
        let narrator = Narrator::new(lexicon, statements, segmenter).map_err(ReaderError::narrative("themes"))?;
        let narrator = narrator.taught(weights).taught_numbers(numbers);
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
