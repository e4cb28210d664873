//! Takes the column of units out of a list, so that each figure stands next to its label.

use super::super::super::Unit;
use super::super::super::figure::Content;
use super::super::super::items::{Item, Stream};

/// The stream of a page without the units that stand before figures.
pub(super) struct Sheet {
    pub stream: Stream,
    /// For each item, the unit that stood before it, as an index into [`WORDS`].
    pub unit: Vec<Option<usize>>,
}

/// Units that sheets print, by their canonical form.
const WORDS: [(&str, Unit); 16] = [
    ("条", Unit::Count),
    ("件", Unit::Count),
    ("次", Unit::Count),
    ("篇", Unit::Count),
    ("个", Unit::Count),
    ("人", Unit::Count),
    ("人次", Unit::Count),
    ("场", Unit::Count),
    ("期", Unit::Count),
    ("份", Unit::Count),
    ("项", Unit::Count),
    ("起", Unit::Count),
    ("宗", Unit::Count),
    ("条次", Unit::Count),
    ("元", Unit::Cny),
    ("万元", Unit::Cny10k),
];

/// Whether a text is the name of a unit.
pub(super) fn is_unit(text: &str) -> bool {
    WORDS.iter().any(|(word, _)| *word == text)
}

impl Sheet {
    /// The unit printed before a figure.
    pub fn unit_before(&self, item: usize) -> Option<Unit> {
        self.unit[item].map(|word| WORDS[word].1)
    }

    /// The unit printed behind the last of a row's figures, in its line.
    pub fn unit_behind(&self, last: usize) -> Option<Unit> {
        let items = &self.stream.items;
        let behind = items.get(last + 1).filter(|item| item.row == items[last].row && !item.is_value())?;
        let word = WORDS.iter().find(|(word, _)| *word == &self.stream.canon[behind.canon.clone()]);
        word.map(|(_, unit)| *unit)
    }
}

/// Takes off each unit before a figure, and the empty cells that merged columns left before it.
pub(super) fn taken_off(stream: &Stream) -> Sheet {
    let mut kept =
        Stream { items: Vec::with_capacity(stream.items.len()), canon: stream.canon.clone(), glued: stream.glued };
    let mut unit = Vec::with_capacity(stream.items.len());
    let mut pending = None;
    for (at, item) in stream.items.iter().enumerate() {
        let word = match item.content {
            Content::Text => WORDS.iter().position(|(word, _)| *word == &stream.canon[item.canon.clone()]),
            _ => None,
        };
        if let Some(word) = word.filter(|_| stream.items.get(at + 1).is_some_and(|next| next.is_value())) {
            let padding = |i: &Item| i.content == Content::Blank && i.row == item.row;
            while kept.items.last().is_some_and(padding) {
                kept.items.pop();
                unit.pop();
            }
            pending = Some(word);
            continue;
        }
        kept.items.push(item.clone());
        unit.push(pending.take());
    }
    Sheet { stream: kept, unit }
}
