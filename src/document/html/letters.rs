//! How the letters of a text are drawn, where that changes what they say: raised, struck out, from right to left.

use std::borrow::Cow;

use ego_tree::NodeRef;
use scraper::Node;

use crate::document::raised::raised;

use super::attribute::{is_backwards, is_raised, is_struck};
use super::sheet::{Drawing, Sheet};
use super::tree::texts;

/// Texts of an element that are looked at to find the only one.
const TEXTS: usize = 32;

/// How many elements are open that draw letters in each of these ways.
#[derive(Default)]
pub(super) struct Letters {
    raised: u32,
    /// Their text is not read, their cells keep their place.
    struck: u32,
    backwards: u32,
}

impl Letters {
    pub(super) fn open(&mut self, node: NodeRef<'_, Node>, sheet: &Sheet) {
        self.count(node, sheet, |open, ways| *open += ways);
    }

    pub(super) fn close(&mut self, node: NodeRef<'_, Node>, sheet: &Sheet) {
        self.count(node, sheet, |open, ways| *open -= ways);
    }

    fn count(&mut self, node: NodeRef<'_, Node>, sheet: &Sheet, change: impl Fn(&mut u32, u32)) {
        let Some(element) = node.value().as_element() else { return };
        change(&mut self.raised, u32::from(is_raised(element) || sheet.draws(Drawing::Raised, node)));
        change(&mut self.struck, u32::from(is_struck(element) || sheet.draws(Drawing::Struck, node)));
        change(&mut self.backwards, u32::from(is_turned(node, sheet)));
    }

    pub(super) fn are_struck(&self) -> bool {
        self.struck > 0
    }

    /// The text of a node as it is to be read; `None` if it is not.
    pub(super) fn drawn<'t>(&self, node: NodeRef<'_, Node>, text: &'t str, sheet: &Sheet) -> Option<Cow<'t, str>> {
        let drawn = match (self.struck, self.raised, self.backwards) {
            (1.., _, _) => return None,
            (_, _, 1..) => Cow::Owned(backwards(node, text, sheet)),
            (_, 1.., _) => raised(text),
            _ => Cow::Borrowed(text),
        };
        Some(drawn)
    }
}

fn is_turned(node: NodeRef<'_, Node>, sheet: &Sheet) -> bool {
    node.value().as_element().is_some_and(is_backwards) || sheet.draws(Drawing::Backwards, node)
}

/// A text from right to left. Where it is one of several in its element, their order turns as well; then its digits are not
/// claimed.
fn backwards(node: NodeRef<'_, Node>, text: &str, sheet: &Sheet) -> String {
    let overrides = |at: &NodeRef<'_, Node>| is_turned(*at, sheet);
    let holds_others = |at: NodeRef<'_, Node>| {
        let mut count = 0;
        // The bound keeps a page of nothing but blanks from being looked through for each of its texts.
        texts(at).zip(0..TEXTS).any(|(text, seen)| {
            count += u32::from(!text.trim().is_empty());
            count > 1 || seen + 1 == TEXTS
        })
    };
    match node.ancestors().find(overrides) {
        Some(around) if holds_others(around) => {
            text.chars().map(|c| if c.is_numeric() { char::REPLACEMENT_CHARACTER } else { c }).collect()
        }
        _ => text.chars().rev().collect(),
    }
}
