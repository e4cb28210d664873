//! The second reading: what the weights make of the tags that rules gave a sentence.

use std::ops::Range;

use serde::Deserialize;

use super::heard::{Heard, Stretch};
use super::{Column, STANCES, Weights, likelihood, log_odds};
use crate::narrative::lexicon::Lexicon;
use crate::narrative::{Stance, Tag};

/// Letters of a sentence to which a tag may be added: `1、公开内容。` is a heading.
const SHORTEST: usize = 6;
/// Bytes of a sentence that is read: a longer one has lost its stops and is like no example, and the sums of its clauses
/// would fill the memory.
const LONGEST: usize = 16 << 10;
/// Clauses that are read together at most, besides the sentence as a whole.
const MOST_CLAUSES: usize = 3;

/// `[examples]` of the lexicon: which likelihoods decide.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::narrative) struct Likelihoods {
    /// A rule's tag that is less likely in every stretch of clauses around its evidence is dropped.
    pub(in crate::narrative) doubt: f32,
    /// A tag that is as likely in the sentence as a whole is added, ...
    pub(in crate::narrative) trust: f32,
    /// ... and one that is as likely in a part of it: of what a long sentence says, each is a small part.
    #[serde(default = "never")]
    pub(in crate::narrative) part: f32,
}

fn never() -> f32 {
    1.0
}

/// Weights, and what their columns are in a lexicon.
#[derive(Debug)]
pub(in crate::narrative) struct Opinion {
    weights: Weights,
    doubt: f32,
    /// Log-odds of the likelihoods of the same names; infinite where 1 is asked for, so that nothing is added.
    trust: f32,
    part: f32,
    labels: Vec<Label>,
    /// The column of each of [`STANCES`], if the weights have it.
    stances: [Option<usize>; STANCES.len()],
}

/// A theme and a stance of the lexicon that the weights know.
#[derive(Debug, Clone, Copy)]
struct Label {
    theme: u16,
    stance: Stance,
    /// The rule by whose name its tags go.
    rule: u16,
    /// The columns of both together, of the theme, and of the stance.
    both: usize,
    of_theme: usize,
    of_stance: usize,
}

impl Opinion {
    /// The opinion that a lexicon asks for; `None` where it asks for none.
    pub(in crate::narrative) fn new(lexicon: &Lexicon, weights: Weights) -> Option<Self> {
        let columns = weights.columns();
        let label = |column: &Column| {
            let (code, stance) = (column.theme.as_ref()?, column.stance?);
            let (theme, rule) = lexicon.taught(code)?;
            let at = |theme: Option<&String>, stance| {
                columns.iter().position(|other| (other.theme.as_ref(), other.stance) == (theme, stance))
            };
            let (both, of_theme, of_stance) =
                (at(Some(code), Some(stance))?, at(Some(code), None)?, at(None, Some(stance))?);
            Some(Label { theme, stance, rule, both, of_theme, of_stance })
        };
        let labels = columns.iter().filter_map(label).collect();
        let stances = STANCES.map(|stance| weights.column_of(stance));
        let Likelihoods { doubt, trust, part } = lexicon.likelihoods?;
        Some(Self { doubt, trust: log_odds(trust), part: log_odds(part), labels, stances, weights })
    }

    /// Drops the tags of a sentence that are too unlikely, and adds those that are likely enough.
    pub(in crate::narrative) fn weigh(&self, sentence: &str, heard: &mut Heard, tags: &mut Vec<Tag>) {
        if sentence.len() > LONGEST {
            return;
        }
        heard.read(&self.weights, sentence);
        let stances = self.stances_of(sentence, heard);
        // most sentences of a report have neither a tag nor anything like one
        if tags.is_empty() && stances.is_empty() {
            return;
        }
        let stretches = heard.stretches(&self.weights, MOST_CLAUSES);
        tags.retain(|tag| {
            let label = self.labels.iter().find(|label| (label.theme, label.stance) == (tag.theme, tag.stance));
            label.is_none_or(|label| self.likeliest(heard, &stretches, label, tag) >= self.doubt)
        });
        let found = tags.len();
        // a theme is easily taken for its other stance, which all sentences together tell better
        for label in self.labels.iter().filter(|label| stances.contains(&label.of_stance)) {
            let by_rules = &tags[..found];
            if !by_rules.iter().any(|tag| (tag.theme, tag.stance) == (label.theme, label.stance)) {
                let told = self.told(sentence, heard, &stretches, label, by_rules);
                tags.extend(told);
            }
        }
        if tags.len() > found {
            tags.sort_by_key(|tag| (tag.start, tag.end, tag.theme, tag.stance, tag.rule));
        }
    }

    /// The columns of the stances that the sentence as a whole is likely to have; none if it is too short to tell.
    fn stances_of(&self, sentence: &str, heard: &Heard) -> Vec<usize> {
        let columns = self.stances.iter().enumerate().filter_map(|(place, column)| Some((place, (*column)?)));
        let is_likely = |place, column| heard.odds_of_stance(&self.weights, place, column) >= self.trust;
        let likely: Vec<usize> = columns.filter(|&(place, column)| is_likely(place, column)).map(|(_, c)| c).collect();
        let is_long = || sentence.chars().filter(|c| c.is_alphabetic()).take(SHORTEST).count() == SHORTEST;
        if likely.is_empty() || is_long() { likely } else { Vec::new() }
    }

    /// The tag of a label, if it is likely enough in the sentence as a whole or in a part of it: with the clause that speaks
    /// most for it. What rules found in a part, they told with an eye on the others.
    fn told(
        &self,
        sentence: &str,
        heard: &mut Heard,
        stretches: &[Stretch],
        label: &Label,
        by_rules: &[Tag],
    ) -> Option<Tag> {
        heard.add_up(&self.weights, label.both);
        let odds = |stretch: &Stretch| heard.odds(&self.weights, stretch, label.both);
        let is_free = |stretch: &Stretch| {
            let place = heard.place(stretch);
            !by_rules.iter().any(|tag| tag.stance == label.stance && place.start < tag.end && tag.start < place.end)
        };
        let is_told_in_part = || stretches.iter().any(|stretch| odds(stretch) >= self.part && is_free(stretch));
        if odds(&heard.whole()) < self.trust && !is_told_in_part() {
            return None;
        }
        let clauses = stretches.iter().filter(|stretch| stretch.clauses.len() == 1);
        let Range { start, end } = heard.place(clauses.max_by(|a, b| odds(a).total_cmp(&odds(b)))?);
        let &Label { theme, stance, rule, .. } = label;
        Some(trimmed(sentence, Tag { theme, stance, rule, start, end }))
    }

    /// The highest likelihood of a label in any stretch of clauses around a tag's evidence: told at once, or theme and
    /// stance each.
    fn likeliest(&self, heard: &mut Heard, stretches: &[Stretch], label: &Label, tag: &Tag) -> f32 {
        for column in [label.both, label.of_theme, label.of_stance] {
            heard.add_up(&self.weights, column);
        }
        let around = |stretch: &&Stretch| {
            let place = heard.place(stretch);
            place.start < tag.end && tag.start < place.end
        };
        let likelihoods = stretches.iter().filter(around).map(|stretch| {
            let of = |column| likelihood(heard.odds(&self.weights, stretch, column));
            of(label.both).max(of(label.of_theme) * of(label.of_stance))
        });
        likelihoods.fold(0.0, f32::max)
    }
}

/// The tag without the marks and blanks around its evidence.
fn trimmed(sentence: &str, tag: Tag) -> Tag {
    let evidence = sentence.chars().skip(tag.start as usize).take((tag.end - tag.start) as usize);
    let letters: Vec<bool> = evidence.map(char::is_alphanumeric).collect();
    let (first, last) = (letters.iter().position(|&is| is), letters.iter().rposition(|&is| is));
    let (Some(first), Some(last)) = (first, last) else { return tag };
    Tag { start: tag.start + first as u32, end: tag.start + last as u32 + 1, ..tag }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `紧` makes a problem of theme `a` likely, `松` unlikely.
    const WEIGHTS: &str = "weights 1\nstep 1\ncolumn * problem 0\ncolumn a * 0\ncolumn a problem 0\n\n\
        紧\t1\t0:4 1:4 2:4\n松\t1\t0:-6 1:-6 2:-6\n";

    fn lexicon(examples: &str) -> Lexicon {
        let rules = "[[theme]]\ncode = \"b\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"松\"]\n\
            [[theme]]\ncode = \"a\"\n[[theme.problem]]\nrule = \"r\"\nphrases = [\"手\"]\n";
        Lexicon::from_toml(&format!("{examples}{rules}")).unwrap()
    }

    fn weighed(examples: &str, text: &str, tags: &[Tag]) -> Vec<Tag> {
        let opinion = Opinion::new(&lexicon(examples), Weights::from_text(WEIGHTS).unwrap()).unwrap();
        let mut tags = tags.to_vec();
        opinion.weigh(text, &mut Heard::default(), &mut tags);
        tags
    }

    fn tag(theme: u16, rule: u16, start: u32, end: u32) -> Tag {
        Tag { theme, stance: Stance::Problem, rule, start, end }
    }

    const HALF: &str = "[examples]\ndoubt = 0.05\ntrust = 0.5\n";

    #[test]
    fn a_likely_tag_is_added_with_the_clause_that_tells_it() {
        let text = "照常办理各项；人手都很紧。照常公布。";
        assert_eq!(weighed(HALF, text, &[]), [tag(1, 3, 7, 12)]);
        assert_eq!(lexicon(HALF).rule_name(3), "a/examples");
        let by_rule = tag(1, 1, 8, 9);
        assert_eq!(
            weighed(HALF, text, std::slice::from_ref(&by_rule)),
            [by_rule],
            "what a rule found is not found twice"
        );
        let certain = "紧".repeat(200);
        for text in [text, &certain] {
            assert_eq!(weighed("[examples]\ndoubt = 0.05\ntrust = 1.0\n", text, &[]), []);
        }
        assert_eq!(weighed(HALF, "1、人手很紧。", &[]), [], "too short to tell");
        assert_eq!(weighed(HALF, &"人手都很紧，".repeat(1000), &[]), [], "too long to be a sentence");
    }

    #[test]
    fn what_a_part_of_a_long_sentence_tells_is_told() {
        let in_part = "[examples]\ndoubt = 0.05\ntrust = 0.6\npart = 0.9\n";
        let weighed = |examples: &str| {
            // the second clause is a problem too, but of another theme
            let weights = format!("{WEIGHTS}别\t1\t0:4 2:-6\n");
            let opinion = Opinion::new(&lexicon(examples), Weights::from_text(&weights).unwrap()).unwrap();
            let mut tags = Vec::new();
            opinion.weigh("人手都很紧紧紧；手续很别别别。", &mut Heard::default(), &mut tags);
            tags
        };
        assert_eq!(weighed(in_part), [tag(1, 3, 0, 7)]);
        assert_eq!(weighed("[examples]\ndoubt = 0.05\ntrust = 0.6\n"), []);
    }

    #[test]
    fn an_unlikely_tag_is_dropped_and_a_theme_without_weights_is_left_alone() {
        let all = [tag(0, 0, 0, 1), tag(1, 1, 1, 2)];
        assert_eq!(weighed(HALF, "人手松。", &all), all[..1]);
        assert_eq!(weighed("[examples]\ndoubt = 0.0\ntrust = 0.5\n", "人手松。", &all), all);
        // likely in one stretch, if not in the sentence as a whole
        assert_eq!(weighed(HALF, "人手都很紧；手续松松松松松。", &all[1..]), all[1..]);
    }

    #[test]
    fn a_lexicon_that_asks_for_no_examples_gets_none() {
        assert!(Opinion::new(&lexicon(""), Weights::from_text(WEIGHTS).unwrap()).is_none());
    }
}
