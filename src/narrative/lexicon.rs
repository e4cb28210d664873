//! The theme lexicon: what `pipelines/themes.toml` says, checked.
//!
//! The file has three parts: `[words]`, groups that rules share; `[frames]`, words that turn a
//! finding round wherever they stand (denials, titles, other people's business); and one
//! `[[theme]]` each with its rules. A rule is either a list of fixed phrases, or a subject and
//! what is said of it (`deficit` or `remedy`) within a few characters of each other.

mod file;

use super::classes::Classes;
use super::pattern::Pattern;
use super::skip::Skip;
use super::taught::Likelihoods;

/// The themes and their rules, ready to match.
#[derive(Debug, Clone)]
pub struct Lexicon {
    themes: Vec<Theme>,
    rules: Vec<String>,
    pub(super) patterns: Vec<Pattern>,
    pub(super) classes: Classes,
    pub(super) skip: Skip,
    pub(super) widest_gap: u32,
    /// Some rule reaches over a clause mark.
    pub(super) crosses: bool,
    /// Which likelihoods of what the examples teach decide, where they are asked.
    pub(super) likelihoods: Option<Likelihoods>,
}

/// The rule by whose name tags go that the examples add.
const TAUGHT: &str = "examples";

#[derive(Debug, Clone)]
struct Theme {
    code: String,
    about: String,
}

impl Lexicon {
    /// Codes of all themes, in file order.
    pub fn themes(&self) -> impl Iterator<Item = &str> {
        self.themes.iter().map(|theme| theme.code.as_str())
    }

    /// Whether a text can be the code of a theme: small letters, digits and `_`.
    pub fn is_code(code: &str) -> bool {
        !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    }

    /// Code of a theme; empty for an index of another lexicon.
    pub fn theme_name(&self, theme: u16) -> &str {
        self.themes.get(usize::from(theme)).map_or("", |theme| &theme.code)
    }

    /// Names of all rules (`theme/rule`), in index order.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(String::as_str)
    }

    /// What a theme is about, in the lexicon's words.
    pub fn theme_about(&self, theme: u16) -> &str {
        self.themes.get(usize::from(theme)).map_or("", |theme| &theme.about)
    }

    /// Name of a rule, `theme/rule`; empty for an index of another lexicon.
    pub fn rule_name(&self, rule: u16) -> &str {
        self.rules.get(usize::from(rule)).map_or("", String::as_str)
    }

    /// Index of a theme, and of the rule by whose name its tags go that the examples add.
    pub(super) fn taught(&self, theme: &str) -> Option<(u16, u16)> {
        let theme = self.themes.iter().position(|known| known.code == *theme)?;
        let name = format!("{}/{TAUGHT}", self.themes[theme].code);
        let rule = self.rules.iter().position(|rule| *rule == name)?;
        Some((u16::try_from(theme).ok()?, u16::try_from(rule).ok()?))
    }

    /// Every distinct word of the lexicon, with the class that the matcher looks up.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u16)> {
        self.classes.words()
    }
}
