//! `gongkai themes eval`: how well the tags agree with labelled lines.

use std::io::Write;

use crate::narrative::{Labelled, MissKind, Scores, evaluate};

use super::super::arguments::EvalArguments;
use super::super::lines::{self, UsageError, shown, simplified};
use super::{is_theme, reader};

pub(super) fn run(arguments: &EvalArguments, out: &mut impl Write) -> anyhow::Result<()> {
    let reader = reader(&arguments.lexicon)?;
    let narrator = reader.narrator();
    let mut labelled: Vec<Labelled> = Vec::new();
    lines::each(&arguments.file, |mut line: Labelled, number| {
        for label in &line.themes {
            let wrong = |what: &str, name: &str, known: &str| {
                let file = shown(&arguments.file);
                UsageError(format!("{file}:{number}: no {what} is called `{name}`; known are {known}"))
            };
            if !is_theme(narrator, &label.theme) {
                let known: Vec<&str> = narrator.lexicon().themes().collect();
                return Err(wrong("theme", &label.theme, &known.join(", ")).into());
            }
            if !matches!(label.stance.as_str(), "problem" | "measure") {
                return Err(wrong("stance", &label.stance, "problem, measure").into());
            }
        }
        if line.id.is_empty() {
            line.id = format!("line {number}");
        }
        labelled.push(line);
        Ok(())
    })?;
    if labelled.is_empty() {
        return Err(UsageError(format!("{} has no labelled line", shown(&arguments.file))).into());
    }
    let scores = evaluate(narrator, &labelled, simplified);
    write!(out, "{scores}")?;
    misses(&scores, arguments.misses, out)
}

/// The misses of the worst (theme, stance) first.
fn misses(scores: &Scores, most: usize, out: &mut impl Write) -> anyhow::Result<()> {
    let f1 = |theme: &str, stance: &str| {
        scores.labels.get(&(theme.to_owned(), stance.to_owned())).map_or(1.0, |score| score.f1())
    };
    let mut misses: Vec<_> = scores.misses.iter().collect();
    misses.sort_by(|one, other| {
        let key = |miss: &crate::narrative::Miss| f1(&miss.label.theme, &miss.label.stance);
        key(one).total_cmp(&key(other)).then_with(|| one.label.cmp(&other.label))
    });
    if most > 0 && !misses.is_empty() {
        writeln!(out, "\nMisses, {} of {} (+ too much, - too little)", most.min(misses.len()), misses.len())?;
    }
    for miss in misses.into_iter().take(most) {
        let label = format!("{} {}", miss.label.theme, miss.label.stance);
        match &miss.kind {
            MissKind::Wrong { rule, evidence } => {
                writeln!(out, "  + {label} [{rule}: {evidence}] {}: {}", miss.id, miss.text)?;
            }
            MissKind::Missed => writeln!(out, "  - {label} {}: {}", miss.id, miss.text)?,
        }
    }
    Ok(())
}
