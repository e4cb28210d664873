//! The sections of a report with their themes marked in the text, and what they claim in numbers.

use crate::narrative::{Narrator, Role, Sentence, Stance, Tag};
use crate::report::Section;

use super::paint::{Ink, Paint, clean};

/// Draws one section, sentence by sentence.
pub(super) fn draw(section: &Section, narrator: &Narrator, paint: Paint) -> String {
    let heading = section.heading.as_deref().map(clean).unwrap_or_default();
    let mut out = format!(
        "\n{}  {heading}  {}\n",
        paint.ink(Ink::Strong, section.code.code()),
        paint.ink(Ink::Faint, &format!("{} sentences", section.narrative.sentences.len()))
    );
    for sentence in &section.narrative.sentences {
        let text = section.text.get(sentence.span.clone()).unwrap_or_default();
        let role = match sentence.role {
            Role::Problem => paint.ink(Ink::Problem, "-"),
            Role::Measure => paint.ink(Ink::Measure, "+"),
            Role::None => " ".to_owned(),
        };
        out.push_str(&format!("{role} {}\n", marked(text, &sentence.tags, paint)));
        out.push_str(&said(text, sentence, narrator, paint));
    }
    out
}

/// The sentence with the words that decided its themes marked; where they overlap, the first are.
fn marked(text: &str, tags: &[Tag], paint: Paint) -> String {
    let chars: Vec<char> = text.chars().collect();
    let piece = |from: usize, to: usize| clean(&chars[from..to].iter().collect::<String>());
    let mut out = String::new();
    let mut at = 0;
    for tag in tags {
        let (start, end) = (tag.start as usize, (tag.end as usize).min(chars.len()));
        if start < at || start >= end {
            continue;
        }
        out.push_str(&piece(at, start));
        out.push_str(&paint.mark(ink(tag.stance), &piece(start, end)));
        at = end;
    }
    out.push_str(&piece(at, chars.len()));
    out
}

/// The themes and numbers of a sentence, one a line.
fn said(text: &str, sentence: &Sentence, narrator: &Narrator, paint: Paint) -> String {
    let words = |start: u32, end: u32| -> String {
        clean(&text.chars().skip(start as usize).take(end.saturating_sub(start) as usize).collect::<String>())
    };
    let lexicon = narrator.lexicon();
    let themes: Vec<&str> = lexicon.themes().collect();
    let rules: Vec<&str> = lexicon.rules().collect();
    let metrics: Vec<&str> = narrator.statements().metrics().collect();
    let name = |names: &[&str], index: u16| names.get(usize::from(index)).copied().unwrap_or("unknown").to_owned();
    let mut out = String::new();
    for tag in &sentence.tags {
        let theme = paint.ink(ink(tag.stance), &format!("{} {}", name(&themes, tag.theme), tag.stance.code()));
        let rule = paint.ink(Ink::Faint, &name(&rules, tag.rule));
        out.push_str(&format!("    {theme}  “{}”  {rule}\n", words(tag.start, tag.end)));
    }
    for statement in &sentence.statements {
        let metric = paint.ink(Ink::Proved, &name(&metrics, statement.metric));
        let (value, unit) = (statement.value, statement.unit);
        out.push_str(&format!("    {metric} = {value} {unit}  “{}”\n", words(statement.start, statement.end)));
    }
    out
}

fn ink(stance: Stance) -> Ink {
    match stance {
        Stance::Problem => Ink::Problem,
        Stance::Measure => Ink::Measure,
    }
}
