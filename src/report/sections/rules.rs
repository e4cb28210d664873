//! What tells headings, and reports from other pages, as data.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::SectionCode;
use super::super::canon::canonical;

/// Rules for headings, and for telling reports from other pages.
#[derive(Debug, Clone)]
pub struct SectionRules {
    pub(super) phrases: Phrases,
    pub(super) words: Vec<(SectionCode, Vec<String>)>,
    /// What makes a page an annual report.
    pub report: ReportRules,
}

/// A wording of a heading, as the characters of its canonical form.
pub(super) type Phrase = (Vec<char>, SectionCode);

/// Wordings of headings in order, so that all that begin alike stand together.
#[derive(Debug, Clone)]
pub(super) struct Phrases(Vec<Phrase>);

impl Phrases {
    /// All of them.
    pub(super) fn all(&self) -> &[Phrase] {
        &self.0
    }

    /// Of neighbours that begin with the same so many characters, those that go on with `c`.
    pub(super) fn going_on(alike: &[Phrase], count: usize, c: char) -> &[Phrase] {
        let next = |phrase: &Phrase| phrase.0.get(count).copied();
        let alike = &alike[alike.partition_point(|phrase| next(phrase) < Some(c))..];
        &alike[..alike.partition_point(|phrase| next(phrase) == Some(c))]
    }
}

/// What makes a page an annual report on government information disclosure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportRules {
    /// What it is about.
    pub topics: Vec<String>,
    /// What it calls itself.
    pub kinds: Vec<String>,
    /// Words in titles of other pages.
    pub not_titles: Vec<String>,
    /// Signs needed: title, headings, tables.
    pub least_signs: usize,
    /// Sections of the form whose headings together need no other sign.
    pub whole_form: Option<usize>,
}

/// Why a sections file is refused.
#[derive(Debug, thiserror::Error)]
pub enum SectionsError {
    /// Not TOML, or keys and types that the rules do not have.
    #[error("sections: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A section that the dataset does not have.
    #[error("sections: {0:?} is none of overview, disclosures, applications, reviews, problems, other_matters")]
    Unknown(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    #[allow(dead_code, reason = "the version is for readers and enters the settings hash with the text")]
    version: String,
    section: Vec<SectionFile>,
    report: ReportRules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    code: String,
    phrases: Vec<String>,
    #[serde(default)]
    words: Vec<Vec<String>>,
}

impl SectionRules {
    /// Reads and checks a rules file.
    ///
    /// # Errors
    /// [`SectionsError`] names the line or the name that is wrong.
    pub fn from_toml(text: &str) -> Result<Self, SectionsError> {
        let file: RulesFile = toml::from_str(text)?;
        let mut phrases = BTreeMap::new();
        let mut words = Vec::new();
        for section in file.section {
            let code = SectionCode::ALL
                .into_iter()
                .find(|c| c.code() == section.code)
                .ok_or(SectionsError::Unknown(section.code))?;
            for phrase in &section.phrases {
                phrases.insert(canonical(phrase).chars().collect(), code);
            }
            words.extend(section.words.into_iter().map(|w| (code, w)));
        }
        Ok(Self { phrases: Phrases(phrases.into_iter().collect()), words, report: file.report })
    }
}
