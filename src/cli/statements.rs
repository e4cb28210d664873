//! `gongkai statements`: measure the reading of numbers claimed in prose, learn from examples.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Context;

use crate::config::Pipeline;
use crate::narrative::{LabelledNumbers, Narrator, Score, learn_numbers};
use crate::reader::Reader;

use super::arguments::{EvalStatementsArguments, LearnArguments, StatementsCommand};
use super::lines::{self, UsageError, shown, simplified};

pub(super) fn run(command: &StatementsCommand) -> anyhow::Result<()> {
    lines::print(|out| match command {
        StatementsCommand::Eval(arguments) => eval(arguments, out),
        StatementsCommand::Learn(arguments) => learn(arguments, out),
    })
}

/// The labelled lines of a file, named by their numbers where they have no name.
fn labelled(narrator: &Narrator, file: &std::path::Path, mut each: impl FnMut(LabelledNumbers)) -> anyhow::Result<()> {
    lines::each(file, |mut line: LabelledNumbers, number| {
        let known = |code: &str| narrator.statements().metrics().any(|metric| metric == code);
        if let Some(label) = line.statements.iter().find(|label| !known(&label.metric)) {
            let known: Vec<&str> = narrator.statements().metrics().collect();
            let (file, metric, known) = (shown(file), &label.metric, known.join(", "));
            return Err(
                UsageError(format!("{file}:{number}: no metric is called `{metric}`; known are {known}")).into()
            );
        }
        if line.id.is_empty() {
            line.id = format!("line {number}");
        }
        each(line);
        Ok(())
    })
}

fn eval(arguments: &EvalStatementsArguments, out: &mut impl Write) -> anyhow::Result<()> {
    let mut pipeline = Pipeline::load(arguments.pipeline.as_deref())?;
    let definitions = &mut pipeline.definitions;
    definitions.statements = arguments.rules.clone().or(definitions.statements.take());
    definitions.statement_weights = arguments.weights.clone().or(definitions.statement_weights.take());
    let reader = pipeline.reader(&pipeline.texts()?)?;
    let narrator = reader.narrator();
    let (mut sentences, mut scores, mut misses) = (0, BTreeMap::<String, Score>::new(), Vec::new());
    labelled(narrator, &arguments.file, |line| {
        sentences += 1;
        let claimed = narrator.claims(&line, simplified);
        let miss = |sign, metric, value| format!("  {sign} {metric} {value} {}: {}", line.id, line.text);
        for (metric, _) in &claimed.right {
            scores.entry(metric.clone()).or_default().right += 1;
        }
        for (metric, value) in &claimed.wrong {
            scores.entry(metric.clone()).or_default().wrong += 1;
            misses.push(miss('+', metric, value));
        }
        for (metric, value) in &claimed.missed {
            scores.entry(metric.clone()).or_default().missed += 1;
            misses.push(miss('-', metric, value));
        }
    })?;
    if sentences == 0 {
        return Err(UsageError(format!("{} has no labelled line", shown(&arguments.file))).into());
    }
    let mut all = Score::default();
    writeln!(out, "{:<25} precision recall F1      right wrong missed", "metric")?;
    for (metric, score) in &scores {
        all.add(*score);
        row(out, metric, score)?;
    }
    row(out, &format!("{sentences} sentences"), &all)?;
    let most = arguments.misses.min(misses.len());
    if most > 0 {
        writeln!(out, "\nMisses, {most} of {} (+ too much, - too little)", misses.len())?;
    }
    misses.iter().take(most).try_for_each(|miss| writeln!(out, "{miss}"))?;
    Ok(())
}

fn row(out: &mut impl Write, name: &str, score: &Score) -> std::io::Result<()> {
    let Score { right, wrong, missed } = score;
    let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
    writeln!(out, "{name:<25} {precision:<9.3} {recall:<6.3} {f1:<7.3} {right:>5} {wrong:>5} {missed:>6}")
}

fn learn(arguments: &LearnArguments, out: &mut impl Write) -> anyhow::Result<()> {
    let reader = Reader::builtin()?;
    let narrator = reader.narrator();
    let (mut sentences, mut examples) = (0, Vec::new());
    for file in &arguments.files {
        labelled(narrator, file, |line| {
            sentences += 1;
            examples.extend(narrator.number_examples(&line, simplified));
        })?;
    }
    let weights = learn_numbers(&examples);
    if weights.columns().is_empty() {
        return Err(UsageError("no line states a number: there is nothing to learn".to_owned()).into());
    }
    let path = &arguments.output;
    std::fs::write(path, weights.to_string()).with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(out, "{sentences} labelled sentences, {} numbers: {}", examples.len(), path.display())?;
    Ok(())
}
