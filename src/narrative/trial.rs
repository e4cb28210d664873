//! What the tests of single rules share: a lexicon of a few lines, and the tags it gives a text.

use super::{Lexicon, Narrator, Segmenter, Stance, StatementRules};

/// The rules that speak of a text, each with its stance, in order.
pub(super) fn tagged(lexicon: &str, text: &str) -> Vec<(String, Stance)> {
    let statements = StatementRules::from_toml(include_str!("../../pipelines/statements.toml")).unwrap();
    let narrator = Narrator::new(Lexicon::from_toml(lexicon).unwrap(), statements, Segmenter::new("")).unwrap();
    let narrative = narrator.read(text, text);
    let tags = narrative.sentences.iter().flat_map(|sentence| &sentence.tags);
    tags.map(|tag| (narrator.lexicon().rule_name(tag.rule).to_owned(), tag.stance)).collect()
}
