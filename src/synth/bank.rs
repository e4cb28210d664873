//! The phrase bank `pipelines/synth.toml`: places, agencies, sentences.

use std::collections::HashMap;

use serde::Deserialize;

use super::SynthError;

const BUILTIN: &str = include_str!("../../pipelines/synth.toml");

/// What reports are made of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bank {
    #[allow(dead_code, reason = "the version is for readers of the file")]
    version: String,
    /// Lists whose words stand for a placeholder, drawn anew each time.
    pub words: HashMap<String, Vec<String>>,
    pub agency: Vec<Agencies>,
    pub navigation: Navigation,
    pub overview: Opening,
    pub part: Vec<Part>,
    pub prose_disclosures: Sentences,
    pub theme: Vec<Theme>,
    pub problems: Problems,
    pub other_matters: Sentences,
    pub place: Vec<PlaceOf>,
}

/// Agencies that speak of themselves alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agencies {
    pub we: String,
    pub names: Vec<String>,
}

/// Lines around a page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Navigation {
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// First sentences of section one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opening {
    pub opening: Vec<String>,
}

/// A part of section one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub names: Vec<String>,
    pub sentences: Vec<String>,
}

/// Sentences to choose from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentences {
    pub sentences: Vec<String>,
}

/// What is lacking and what is done about it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Theme {
    #[allow(dead_code, reason = "the dataset's name of the theme, for readers of the file")]
    name: String,
    pub problems: Vec<String>,
    pub measures: Vec<String>,
}

/// The frame of section five.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Problems {
    pub shown: Vec<String>,
    pub done: Vec<String>,
    pub opening: Vec<String>,
    pub turning: Vec<String>,
}

/// A county with what it belongs to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceOf {
    pub code: String,
    pub county: String,
    pub prefecture: String,
    pub province: String,
}

impl Bank {
    /// The bank that ships with the crate.
    pub fn builtin() -> Result<Self, SynthError> {
        let bank: Self = toml::from_str(BUILTIN)?;
        bank.check()?;
        Ok(bank)
    }

    /// Every list is drawn from, so none may be empty.
    fn check(&self) -> Result<(), SynthError> {
        let lists = [
            &self.navigation.before,
            &self.navigation.after,
            &self.overview.opening,
            &self.prose_disclosures.sentences,
            &self.problems.shown,
            &self.problems.done,
            &self.problems.opening,
            &self.problems.turning,
            &self.other_matters.sentences,
        ]
        .into_iter()
        .chain(self.words.values())
        .chain(self.agency.iter().map(|a| &a.names))
        .chain(self.part.iter().flat_map(|p| [&p.names, &p.sentences]))
        .chain(self.theme.iter().flat_map(|t| [&t.problems, &t.measures]));
        let empty = self.agency.is_empty() || self.part.is_empty() || self.theme.is_empty() || self.place.is_empty();
        if empty || lists.into_iter().any(|l| l.is_empty()) {
            return Err(SynthError::EmptyList);
        }
        Ok(())
    }
}
