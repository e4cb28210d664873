//! Evaluation: how well the tags agree with sentences labelled by hand.

use std::collections::{BTreeMap, BTreeSet};

use super::Narrator;

/// A sentence with its labels, as in a labelled file (one JSON object a line).
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Labelled {
    /// Name of the sentence: a text, a number, or nothing.
    #[serde(default, deserialize_with = "name")]
    pub id: String,
    /// The contract's section code.
    #[serde(default)]
    pub section: String,
    /// The sentence.
    pub text: String,
    /// The same in simplified characters, where it differs; byte-aligned.
    #[serde(default)]
    pub hans: Option<String>,
    /// The themes it names.
    #[serde(default)]
    pub themes: Vec<Label>,
}

/// A text or a number as a text; empty where there is neither.
pub(super) fn name<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Name {
        Text(String),
        Number(serde_json::Number),
        None(()),
    }
    Ok(match serde::Deserialize::deserialize(from)? {
        Name::Text(text) => text,
        Name::Number(number) => number.to_string(),
        Name::None(()) => String::new(),
    })
}

/// A label: theme and stance codes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
pub struct Label {
    /// Theme code.
    pub theme: String,
    /// `problem` or `measure`.
    pub stance: String,
}

/// Counts of one (theme, stance).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Score {
    /// Found and labelled.
    pub right: u32,
    /// Found, not labelled.
    pub wrong: u32,
    /// Labelled, not found.
    pub missed: u32,
}

impl Score {
    /// Adds another's counts.
    pub fn add(&mut self, other: Score) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }

    /// Share of what was found that is right; 1 if nothing was found.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    /// Share of what is labelled that was found; 1 if nothing is labelled.
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

/// What went amiss in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Name of the sentence.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// Theme and stance.
    pub label: Label,
    /// Found too much or too little.
    pub kind: MissKind,
}

/// Kind of a miss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissKind {
    /// Found, not labelled; the rule that found it and its evidence.
    Wrong {
        /// Name of the rule.
        rule: String,
        /// The words it went by.
        evidence: String,
    },
    /// Labelled, not found.
    Missed,
}

/// The figures of an evaluation.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// Per theme and stance code.
    pub labels: BTreeMap<(String, String), Score>,
    /// All together.
    pub micro: Score,
    /// What went amiss, in the order of the sentences.
    pub misses: Vec<Miss>,
    /// Sentences read.
    pub sentences: usize,
}

impl Scores {
    /// Mean F1 over all (theme, stance) that are labelled or found.
    pub fn macro_f1(&self) -> f64 {
        let sum: f64 = self.labels.values().map(Score::f1).sum();
        sum / self.labels.len().max(1) as f64
    }
}

impl std::fmt::Display for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{:<22} {:<8} {:>6} {:>6} {:>6}  right wrong missed", "theme", "stance", "P", "R", "F1")?;
        for ((theme, stance), score) in &self.labels {
            let (p, r, f1) = (score.precision(), score.recall(), score.f1());
            writeln!(
                f,
                "{theme:<22} {stance:<8} {p:>6.3} {r:>6.3} {f1:>6.3}  {:>5} {:>5} {:>6}",
                score.right, score.wrong, score.missed
            )?;
        }
        let (p, r, f1) = (self.micro.precision(), self.micro.recall(), self.micro.f1());
        writeln!(f, "{} sentences; micro P {p:.3} R {r:.3} F1 {f1:.3}; macro F1 {:.3}", self.sentences, self.macro_f1())
    }
}

/// Tags every sentence and compares with its labels.
///
/// A labelled sentence is taken as it stands, so all sentences the narrator cuts it into count
/// for it. `hans` turns traditional text into its byte-aligned simplified twin.
pub fn evaluate<'a>(
    narrator: &Narrator,
    sentences: impl IntoIterator<Item = &'a Labelled>,
    hans: impl Fn(&str) -> String,
) -> Scores {
    let mut scores = Scores::default();
    for labelled in sentences {
        scores.sentences += 1;
        let twin = labelled.hans.clone().unwrap_or_else(|| hans(&labelled.text));
        let mut found: BTreeMap<Label, MissKind> = BTreeMap::new();
        for sentence in narrator.read(&labelled.text, &twin).sentences {
            for tag in &sentence.tags {
                let label = Label {
                    theme: narrator.lexicon().theme_name(tag.theme).to_owned(),
                    stance: tag.stance.code().to_owned(),
                };
                let evidence = labelled.text[sentence.span.clone()].chars();
                let evidence = evidence.skip(tag.start as usize).take((tag.end - tag.start) as usize).collect();
                let rule = narrator.lexicon().rule_name(tag.rule).to_owned();
                found.entry(label).or_insert(MissKind::Wrong { rule, evidence });
            }
        }
        scores.compare(labelled, found);
    }
    scores
}

impl Scores {
    fn compare(&mut self, labelled: &Labelled, found: BTreeMap<Label, MissKind>) {
        let wanted: BTreeSet<&Label> = labelled.themes.iter().collect();
        for label in wanted.iter().copied() {
            if found.contains_key(label) {
                self.count(label, |score| score.right += 1);
            } else {
                self.count(label, |score| score.missed += 1);
                self.miss(labelled, label.clone(), MissKind::Missed);
            }
        }
        for (label, kind) in found {
            if !wanted.contains(&label) {
                self.count(&label, |score| score.wrong += 1);
                self.miss(labelled, label, kind);
            }
        }
    }

    fn count(&mut self, label: &Label, add: impl Fn(&mut Score)) {
        add(self.labels.entry((label.theme.clone(), label.stance.clone())).or_default());
        add(&mut self.micro);
    }

    fn miss(&mut self, labelled: &Labelled, label: Label, kind: MissKind) {
        self.misses.push(Miss { id: labelled.id.clone(), text: labelled.text.clone(), label, kind });
    }
}
