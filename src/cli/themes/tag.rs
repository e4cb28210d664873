//! `gongkai themes tag`: lines with a text become lines with its themes.

use std::io::Write;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::narrative::{Desk, Narrator, Scope};

use super::super::arguments::TagArguments;
use super::super::lines::{self, simplified};
use super::reader;

/// A line to tag; other keys are passed over.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: String,
}

#[derive(Serialize)]
struct Tagged<'a> {
    id: Value,
    themes: Vec<Theme<'a>>,
}

/// A theme as the dataset has it; offsets count characters of the whole text.
#[derive(Serialize)]
struct Theme<'a> {
    theme: &'a str,
    stance: &'static str,
    evidence: String,
    start: usize,
    end: usize,
    rule: &'a str,
}

pub(super) fn run(arguments: &TagArguments, out: &mut impl Write) -> anyhow::Result<()> {
    let reader = reader(&arguments.lexicon)?;
    let (narrator, mut desk) = (reader.narrator(), Desk::default());
    lines::each(&arguments.file, |Line { id, text }, _| {
        let tagged = Tagged { id, themes: themes(narrator, &mut desk, &text) };
        serde_json::to_writer(&mut *out, &tagged).map_err(std::io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    })
}

fn themes<'a>(narrator: &'a Narrator, desk: &mut Desk, text: &str) -> Vec<Theme<'a>> {
    let narrative = narrator.read_with(desk, text, &simplified(text), Scope::default());
    let lexicon = narrator.lexicon();
    let mut themes = Vec::new();
    for sentence in &narrative.sentences {
        let before = text[..sentence.span.start].chars().count();
        for tag in &sentence.tags {
            let (start, end) = (tag.start as usize, tag.end as usize);
            themes.push(Theme {
                theme: lexicon.theme_name(tag.theme),
                stance: tag.stance.code(),
                evidence: text[sentence.span.clone()].chars().skip(start).take(end - start).collect(),
                start: before + start,
                end: before + end,
                rule: lexicon.rule_name(tag.rule),
            });
        }
    }
    themes
}
