//! The file of the lexicon: its keys, and how its words become slots of patterns.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Lexicon, TAUGHT, Theme};
use crate::narrative::Stance;
use crate::narrative::classes::{Classes, Slot};
use crate::narrative::error::DefinitionError;
use crate::narrative::frame::Frame;
use crate::narrative::numbered::NumberedWords;
use crate::narrative::pattern::Pattern;
use crate::narrative::skip::{Headings, Norms, Skip};
use crate::narrative::taught::Likelihoods;
use crate::narrative::words::{RawWords, Words};

/// Where the keys are explained.
const KEYS: &str = "see docs/themes.md for the keys a rule may have";

/// Words of a rule, and the slot of the rule that they fill.
type Placed<'a> = (&'a RawWords, fn(u16) -> Slot);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLexicon {
    #[serde(default)]
    words: BTreeMap<String, RawWords>,
    #[serde(default)]
    frames: BTreeMap<Spanned<String>, RawWords>,
    #[serde(default)]
    norms: Norms,
    #[serde(default)]
    headings: Headings,
    examples: Option<Spanned<Likelihoods>>,
    theme: Vec<RawTheme>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTheme {
    code: Spanned<String>,
    #[serde(default)]
    about: String,
    #[serde(default)]
    problem: Vec<RawRule>,
    #[serde(default)]
    measure: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    rule: Spanned<String>,
    phrases: Option<RawWords>,
    subject: Option<RawWords>,
    deficit: Option<RawWords>,
    remedy: Option<RawWords>,
    #[serde(default)]
    order: Order,
    gap: Option<u32>,
    #[serde(default)]
    within: Within,
    #[serde(default)]
    unless: RawWords,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Order {
    /// Problems: subject, then deficit. Measures: remedy, then subject.
    #[default]
    Usual,
    Reversed,
    Either,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Within {
    #[default]
    Clause,
    Sentence,
}

impl Lexicon {
    /// Reads a lexicon; refuses unknown keys and rules that cannot work.
    pub fn from_toml(source: &str) -> Result<Self, DefinitionError> {
        let raw: RawLexicon = toml::from_str(source).map_err(|error| DefinitionError::toml(source, &error, KEYS))?;
        let words = Words::new(source, &raw.words);
        Builder::new(source, &words).build(&raw)
    }
}

struct Builder<'a> {
    source: &'a str,
    words: &'a Words<'a>,
    lexicon: Lexicon,
    numbered: NumberedWords<'a>,
    /// The slots that each word fills, by its number.
    slots: Vec<Vec<Slot>>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, words: &'a Words<'a>) -> Self {
        let lexicon = Lexicon {
            themes: Vec::new(),
            rules: Vec::new(),
            patterns: Vec::new(),
            classes: Classes::default(),
            skip: Skip::default(),
            widest_gap: 0,
            crosses: false,
            likelihoods: None,
        };
        Builder { source, words, lexicon, numbered: NumberedWords::new(words), slots: Vec::new() }
    }

    fn build(mut self, raw: &'a RawLexicon) -> Result<Lexicon, DefinitionError> {
        for (name, words) in &raw.frames {
            let Some(frame) = Frame::named(name.as_ref()) else {
                let hint = format!("the frames are {}", Frame::names().join(", "));
                return Err(self.error(name, &format!("no frame is called `{}`", name.as_ref()), &hint));
            };
            self.put(words, Slot::Frame(frame))?;
        }
        for frame in Frame::ALL {
            for mark in frame.marks() {
                let number = self.numbered.number((*mark).to_owned());
                self.fill(number, Slot::Frame(frame));
            }
        }
        self.lexicon.skip = Skip { norms: raw.norms.clone(), headings: raw.headings.clone() };
        for theme in &raw.theme {
            self.theme(theme)?;
        }
        if let Some(likelihoods) = &raw.examples {
            self.examples(likelihoods)?;
        }
        if self.lexicon.patterns.len() > usize::from(u16::MAX) {
            return Err(DefinitionError::at(self.source, 0, "too many rules", "merge some"));
        }
        let mut slots = self.slots;
        let of_word = |(word, number): (String, u32)| (word, std::mem::take(&mut slots[number as usize]));
        let words = self.numbered.sorted().map(of_word).collect();
        self.lexicon.classes = Classes::new(words, &self.lexicon.patterns);
        Ok(self.lexicon)
    }

    /// What is found by the examples is named after them, in each theme.
    fn examples(&mut self, raw: &Spanned<Likelihoods>) -> Result<(), DefinitionError> {
        let Likelihoods { doubt, trust, part } = *raw.as_ref();
        if !(0.0..1.0).contains(&doubt) || !(doubt..=1.0).contains(&trust) || !(trust..=1.0).contains(&part) {
            let hint =
                "give 0 <= doubt < 1 and doubt <= trust <= part <= 1; doubt = 0 drops nothing, trust = 1 adds nothing";
            return Err(self.error(raw, "these are no likelihoods", hint));
        }
        for theme in &self.lexicon.themes {
            let name = format!("{}/{TAUGHT}", theme.code);
            if self.lexicon.rules.contains(&name) {
                let problem = format!("a rule is called `{name}`, as are tags that the examples add");
                return Err(self.error(raw, &problem, "give the rule another name"));
            }
            self.lexicon.rules.push(name);
        }
        self.lexicon.likelihoods = Some(*raw.as_ref());
        Ok(())
    }

    fn theme(&mut self, raw: &'a RawTheme) -> Result<(), DefinitionError> {
        let code = raw.code.as_ref();
        if self.lexicon.themes.iter().any(|theme| theme.code == *code) {
            return Err(self.error(
                &raw.code,
                &format!("the theme `{code}` stands twice"),
                "put its rules in one place",
            ));
        }
        if !Lexicon::is_code(code) {
            let problem = format!("`{code}` is no code");
            return Err(self.error(&raw.code, &problem, "use small letters, digits and _, as in weak_training"));
        }
        if raw.problem.is_empty() && raw.measure.is_empty() {
            return Err(self.error(&raw.code, &format!("the theme `{code}` has no rules"), "add [[theme.problem]]"));
        }
        let theme = self.lexicon.themes.len() as u16;
        self.lexicon.themes.push(Theme { code: code.clone(), about: raw.about.clone() });
        for (stance, rules) in [(Stance::Problem, &raw.problem), (Stance::Measure, &raw.measure)] {
            for rule in rules {
                self.rule(theme, stance, rule)?;
            }
        }
        Ok(())
    }

    fn rule(&mut self, theme: u16, stance: Stance, raw: &'a RawRule) -> Result<(), DefinitionError> {
        let (said, other, key) = match stance {
            Stance::Problem => (&raw.deficit, &raw.remedy, "deficit"),
            Stance::Measure => (&raw.remedy, &raw.deficit, "remedy"),
        };
        if other.is_some() {
            return Err(self.error(
                &raw.rule,
                "a problem has a deficit, a measure a remedy",
                &format!("write {key} = […] here"),
            ));
        }
        let rule = self.name(theme, &raw.rule)?;
        let pattern = Pattern {
            rule,
            theme,
            stance,
            subject_first: true,
            gap: raw.gap.unwrap_or(if stance == Stance::Problem { 10 } else { 16 }),
            crosses: matches!(raw.within, Within::Sentence),
        };
        match (&raw.phrases, &raw.subject, said) {
            (Some(phrases), None, None) => self.add(pattern, raw, &[(phrases, Slot::Phrase)]),
            (None, Some(subject), Some(said)) => {
                self.lexicon.widest_gap = self.lexicon.widest_gap.max(pattern.gap);
                self.lexicon.crosses |= pattern.crosses;
                let usual = stance == Stance::Problem;
                let orders: &[bool] = match raw.order {
                    Order::Usual => &[usual],
                    Order::Reversed => &[!usual],
                    Order::Either => &[true, false],
                };
                for &subject_first in orders {
                    let pattern = Pattern { subject_first, ..pattern };
                    self.add(pattern, raw, &[(subject, Slot::Subject), (said, Slot::Said)])?;
                }
                Ok(())
            }
            _ => Err(self.error(
                &raw.rule,
                "a rule has either phrases, or a subject and what is said of it",
                &format!("write phrases = […], or subject = […] and {key} = […]"),
            )),
        }
    }

    fn name(&mut self, theme: u16, raw: &Spanned<String>) -> Result<u16, DefinitionError> {
        let name = format!("{}/{}", self.lexicon.theme_name(theme), raw.as_ref());
        if self.lexicon.rules.contains(&name) {
            return Err(self.error(
                raw,
                &format!("the rule `{name}` stands twice"),
                "give each rule of a theme its own name",
            ));
        }
        self.lexicon.rules.push(name);
        Ok((self.lexicon.rules.len() - 1) as u16)
    }

    fn add(&mut self, pattern: Pattern, raw: &'a RawRule, slots: &[Placed<'a>]) -> Result<(), DefinitionError> {
        let index = self.lexicon.patterns.len() as u16;
        self.lexicon.patterns.push(pattern);
        for (words, slot) in slots {
            self.put(words, slot(index))?;
        }
        self.put(&raw.unless, Slot::Unless(index))
    }

    fn put(&mut self, words: &'a RawWords, slot: Slot) -> Result<(), DefinitionError> {
        for pattern in words {
            for &number in self.numbered.of_pattern(pattern)?.iter() {
                self.fill(number, slot);
            }
        }
        Ok(())
    }

    fn fill(&mut self, number: u32, slot: Slot) {
        self.slots.resize_with(self.numbered.len(), Vec::new);
        let slots = &mut self.slots[number as usize];
        // a slot is put with all its words at once, so a repeat could only be the last
        if slots.last() != Some(&slot) {
            slots.push(slot);
        }
    }

    fn error<T>(&self, at: &Spanned<T>, problem: &str, hint: &str) -> DefinitionError {
        self.words.error(at, problem, hint)
    }
}
