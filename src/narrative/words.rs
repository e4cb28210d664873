//! Word lists of the definition files: groups and brace patterns become plain words.
//!
//! `@few` stands for every word of the group `few`; `{a,b}` for either word, `{,a}` for the
//! word or nothing, `{@still}{,进一步}{@improve}` for every combination. So one line names a
//! hundred wordings, and the automaton still sees plain words only.

use std::collections::BTreeMap;

use toml::Spanned;

use super::error::DefinitionError;

/// A list of word patterns as a definition file has it.
pub(super) type RawWords = Vec<Spanned<String>>;

/// A pattern may not stand for more words than this: a slip of the pen, not a wish.
const MOST_WORDS: usize = 40_000;
/// Groups may refer to groups, but not endlessly.
const DEEPEST: usize = 6;

/// The shared groups of one definition file.
pub(super) struct Words<'a> {
    source: &'a str,
    groups: &'a BTreeMap<String, RawWords>,
}

impl<'a> Words<'a> {
    pub(super) fn new(source: &'a str, groups: &'a BTreeMap<String, RawWords>) -> Self {
        Words { source, groups }
    }

    /// Every word that a pattern stands for; some may repeat.
    pub(super) fn expand(&self, pattern: &Spanned<String>) -> Result<Vec<String>, DefinitionError> {
        let mut words = Vec::new();
        self.pattern(pattern, pattern.as_ref(), 0, &mut words)?;
        if words.iter().any(String::is_empty) {
            return Err(self.error(
                pattern,
                "a pattern stands for an empty word",
                "give it at least one fixed character",
            ));
        }
        Ok(words)
    }

    fn pattern(
        &self,
        at: &Spanned<String>,
        text: &str,
        depth: usize,
        out: &mut Vec<String>,
    ) -> Result<(), DefinitionError> {
        if depth > DEEPEST {
            return Err(self.error(at, "word groups refer to each other in a circle", "break the circle of @names"));
        }
        if let Some(name) = text.strip_prefix('@') {
            return self.group(at, name, depth, out);
        }
        let mut made = vec![String::new()];
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let Some(close) = rest.find('}').filter(|&close| close > open) else {
                return Err(self.error(at, "braces do not match", "write {a,b} for either of two words"));
            };
            let mut choices = Vec::new();
            for choice in rest[open + 1..close].split(',') {
                match choice.strip_prefix('@') {
                    Some(name) => self.group(at, name, depth, &mut choices)?,
                    None => choices.push(choice.to_owned()),
                }
            }
            if made.len() * choices.len() > MOST_WORDS {
                return Err(self.error(at, "the pattern stands for too many words", "use fewer braces"));
            }
            let fixed = &rest[..open];
            made = made
                .iter()
                .flat_map(|head| choices.iter().map(move |choice| [head.as_str(), fixed, choice].concat()))
                .collect();
            rest = &rest[close + 1..];
        }
        out.extend(made.into_iter().map(|head| head + rest));
        Ok(())
    }

    fn group(
        &self,
        at: &Spanned<String>,
        name: &str,
        depth: usize,
        out: &mut Vec<String>,
    ) -> Result<(), DefinitionError> {
        let Some(patterns) = self.groups.get(name) else {
            return Err(self.error(at, &format!("no word group is called `{name}`"), "define it under [words]"));
        };
        for pattern in patterns {
            self.pattern(at, pattern.as_ref(), depth + 1, out)?;
        }
        Ok(())
    }

    pub(super) fn error<T>(&self, at: &Spanned<T>, problem: &str, hint: &str) -> DefinitionError {
        DefinitionError::at(self.source, at.span().start, problem, hint)
    }
}
