//! `gongkai themes learn`: labelled lines become weights.

use std::io::Write;

use anyhow::Context;

use crate::narrative::{Example, Label, Labelled, Lexicon, Stance, learn};

use super::super::arguments::LearnArguments;
use super::super::lines::{self, UsageError, shown, simplified};

pub(super) fn run(arguments: &LearnArguments, out: &mut impl Write) -> anyhow::Result<()> {
    let mut examples = Vec::new();
    for file in &arguments.files {
        lines::each(file, |line: Labelled, number| {
            let label = |label: &Label| {
                let stance = Stance::of_code(&label.stance).ok_or_else(|| {
                    let stance = &label.stance;
                    UsageError(format!(
                        "{}:{number}: no stance is called `{stance}`; say problem or measure",
                        shown(file)
                    ))
                })?;
                if !Lexicon::is_code(&label.theme) {
                    let why = format!("{}:{number}: `{}` is no theme's code", shown(file), label.theme);
                    return Err(UsageError(why));
                }
                Ok((label.theme.clone(), stance))
            };
            let labels = line.themes.iter().map(label).collect::<Result<_, _>>()?;
            examples.push(Example { text: line.hans.unwrap_or_else(|| simplified(&line.text)), labels });
            Ok(())
        })?;
    }
    let weights = learn(&examples);
    if weights.columns().is_empty() {
        return Err(UsageError("no line carries a theme: there is nothing to learn".to_owned()).into());
    }
    let path = &arguments.output;
    std::fs::write(path, weights.to_string()).with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(out, "{} labelled sentences: {}", examples.len(), path.display())?;
    Ok(())
}
