//! Kinds of agencies and the endings of their names.

use std::collections::HashMap;

use serde::Deserialize;

/// Kind of a publisher; the contract's `publisher_kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A government from county level up, also a zone's committee.
    Government,
    /// A bureau, commission or ministry.
    Department,
    /// The general office of a government.
    Office,
    /// A town or township.
    Town,
    /// A subdistrict.
    Subdistrict,
    /// A school, hospital, centre.
    Institution,
    /// Anything else.
    Other,
}

impl Kind {
    /// The contract's code.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Government => "government",
            Kind::Department => "department",
            Kind::Office => "office",
            Kind::Town => "town",
            Kind::Subdistrict => "subdistrict",
            Kind::Institution => "institution",
            Kind::Other => "other",
        }
    }
}

/// Endings of one kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWords {
    /// The kind.
    pub kind: Kind,
    /// Endings of an agency's name.
    pub endings: Vec<String>,
}

/// Words for levels.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelWords {
    /// Starts of a national agency's name.
    pub national: Vec<String>,
    /// Endings of a zone's name.
    pub zones: Vec<String>,
}

/// The endings by their last character, the longest first.
#[derive(Debug, Clone, Default)]
pub struct Endings(HashMap<char, Vec<(String, Kind)>>);

impl Endings {
    /// From the words of the rules.
    pub fn of(kinds: &[KindWords]) -> Self {
        let mut by_last: HashMap<char, Vec<(String, Kind)>> = HashMap::new();
        for words in kinds {
            for ending in &words.endings {
                if let Some(last) = ending.chars().next_back() {
                    by_last.entry(last).or_default().push((ending.clone(), words.kind));
                }
            }
        }
        for list in by_last.values_mut() {
            list.sort_by_key(|(e, _)| std::cmp::Reverse(e.len()));
        }
        Self(by_last)
    }

    /// Kind by the longest ending that fits; `None` if no ending does.
    pub fn of_name(&self, agency: &str) -> Option<Kind> {
        self.entry(agency).map(|(_, kind)| *kind)
    }

    /// The longest ending that fits.
    pub fn longest(&self, agency: &str) -> Option<&str> {
        self.entry(agency).map(|(ending, _)| ending.as_str())
    }

    fn entry(&self, agency: &str) -> Option<&(String, Kind)> {
        let endings = self.0.get(&agency.chars().next_back()?)?;
        endings.iter().find(|(e, _)| agency.ends_with(e.as_str()))
    }
}
