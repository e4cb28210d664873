//! The words of `pipelines/metadata.toml`, checked when they are loaded.

use serde::Deserialize;

use super::endings::{Endings, Kind, KindWords, LevelWords};
use super::vocabulary::{Field, Vocabulary};
use crate::report::definition::DefinitionError;
use crate::report::region::RegionWords;

#[cfg(test)]
const BUILTIN: &str = include_str!("../../../pipelines/metadata.toml");

/// Words by which title, publisher, dates and place are found.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetadataRules {
    pub(super) title: TitleWords,
    pub(super) labels: LabelWords,
    pub(super) signature: SignatureWords,
    pub(super) period: PeriodWords,
    pub(super) publisher: PublisherWords,
    pub(super) kinds: Vec<KindWords>,
    pub(super) levels: LevelWords,
    pub(super) region: RegionWords,
    #[serde(skip)]
    pub(super) vocabulary: Vocabulary,
    #[serde(skip)]
    pub(super) endings: Endings,
    /// First characters of the subjects.
    #[serde(skip)]
    pub(super) subject_starts: Vec<char>,
    /// Last characters of the words that lead to the report's name.
    #[serde(skip)]
    pub(super) lead_ends: Vec<char>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleWords {
    pub subjects: Vec<String>,
    pub between: String,
    pub not_followed_by: Vec<String>,
    pub not_started_by: Vec<String>,
    pub not_after: Vec<String>,
    pub labels: Vec<String>,
    pub tails: Vec<String>,
    #[serde(default)]
    pub menu: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelWords {
    pub index_number: Vec<String>,
    pub agency: Vec<String>,
    pub published: Vec<String>,
    pub written: Vec<String>,
    pub tools: Vec<String>,
    pub placeholders: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignatureWords {
    pub not_behind: Vec<String>,
}

impl SignatureWords {
    /// Whether words, but for a colon behind them, are all that a line says before an attachment.
    pub fn announce(&self, words: &str) -> bool {
        let bare = |words: &str| words.trim().trim_end_matches(['：', ':']).to_owned();
        self.not_behind.iter().any(|known| bare(known) == bare(words))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeriodWords {
    pub keywords: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PublisherWords {
    pub not_after: Vec<String>,
    pub not_before: Vec<String>,
    pub own_documents: Vec<String>,
    pub not_containing: Vec<String>,
    #[serde(default)]
    pub leading: Vec<String>,
    pub trailing: Vec<String>,
    pub not_agencies: Vec<String>,
    #[serde(default)]
    pub written_by: Vec<String>,
    #[serde(default)]
    pub does: Vec<String>,
    #[serde(default)]
    pub writes: Vec<String>,
    pub governments: Vec<String>,
}

impl MetadataRules {
    /// The rules that are compiled in.
    ///
    /// # Errors
    /// If they are malformed, which a test rules out.
    #[cfg(test)]
    pub fn builtin() -> Result<Self, DefinitionError> {
        Self::from_toml(BUILTIN)
    }

    /// Reads rules; every table and key must be known.
    ///
    /// # Errors
    /// Names the line and what to do about it.
    pub fn from_toml(text: &str) -> Result<Self, DefinitionError> {
        let mut rules: Self = toml::from_str(text).map_err(|e| {
            let at = e.span().map_or(0, |s| s.start);
            let line = text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1;
            DefinitionError::new("metadata", line, e.message())
        })?;
        let refuse = |hint: &str| Err(DefinitionError::new("metadata", 1, hint));
        if rules.title.subjects.iter().any(String::is_empty) || rules.title.subjects.is_empty() {
            return refuse("title.subjects needs words such as 信息公开");
        }
        if !rules.kinds.iter().any(|k| k.kind == Kind::Government) {
            return refuse("a [[kinds]] entry with kind = \"government\" is needed");
        }
        if rules.kinds.iter().flat_map(|k| &k.endings).any(String::is_empty) {
            return refuse("an empty ending in [[kinds]] would match every name; take it out");
        }
        rules.title.subjects.sort_by_key(|s| std::cmp::Reverse(s.len()));
        rules.subject_starts = rules.title.subjects.iter().filter_map(|s| s.chars().next()).collect();
        rules.subject_starts.dedup();
        rules.lead_ends = rules.title.not_after.iter().filter_map(|w| w.chars().next_back()).collect();
        rules.lead_ends.sort_unstable();
        rules.lead_ends.dedup();
        rules.endings = Endings::of(&rules.kinds);
        rules.vocabulary = Vocabulary::of([
            (&rules.labels.index_number, Field::Index),
            (&rules.labels.agency, Field::Agency),
            (&rules.labels.published, Field::Published),
            (&rules.labels.written, Field::Written),
        ]);
        Ok(rules)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn builtin_rules_load() {
        MetadataRules::builtin().unwrap();
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let text = BUILTIN.replacen("[period]\n", "[period]\nkeyword = []\n", 1);
        let line = text.lines().position(|l| l == "keyword = []").unwrap() + 1;
        let e = MetadataRules::from_toml(&text).unwrap_err();
        assert_eq!(e.line(), line);
        assert!(e.to_string().contains("unknown field `keyword`"), "{e}");
    }

    #[test]
    fn an_ending_that_matches_all_is_refused() {
        let text = BUILTIN.replacen("endings = [\"人民政府\"", "endings = [\"\", \"人民政府\"", 1);
        assert!(MetadataRules::from_toml(&text).unwrap_err().to_string().contains("empty ending"));
    }
}
