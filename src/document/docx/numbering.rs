//! Word's automatic numbers: which list a paragraph is in, and where that list stands.
//!
//! A paragraph names a list and a level, itself or through its [style](super::styles). A list is a view of an
//! abstract list, which has the formats; views of one abstract list go on counting together.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::ordinal::ordinal;
use crate::document::decode::Refusal;
use crate::document::office::{Event, Xml, attribute, flag};

/// Levels that a list has.
const LEVELS: usize = 9;
/// Bytes of a level's text past which it is no number.
const TEXT: usize = 100;

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, List>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
}

#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// `%1、`: the number of level 1 and a comma.
    text: String,
    has_blank: bool,
    /// Numbers of outer levels in digits, whatever their format.
    is_legal: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), text: String::new(), has_blank: false, is_legal: false }
    }
}

#[derive(Debug, Default)]
struct List {
    of: u32,
    /// Levels that begin anew with this list.
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
    begun: [bool; LEVELS],
}

impl Numbering {
    /// Reads the part `numbering.xml`.
    pub(super) fn read(source: &str) -> Result<Self, Refusal> {
        let mut read = Self::default();
        let mut xml = Xml::new(source);
        let mut of_abstract = None;
        let mut of_list = None;
        let mut level = 0;
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else { continue };
            match element.local_name().as_ref() {
                "abstractNum" => {
                    of_abstract = number(&element, "abstractNumId");
                    of_list = None;
                }
                "num" => {
                    of_list = number(&element, "numId");
                    of_abstract = None;
                    if let Some(id) = of_list {
                        read.lists.insert(id, List::default());
                    }
                }
                "abstractNumId" => {
                    if let Some(list) = of_list.and_then(|id| read.lists.get_mut(&id)) {
                        list.of = number(&element, "val").unwrap_or(0);
                    }
                }
                "lvl" | "lvlOverride" => level = number(&element, "ilvl").map_or(LEVELS, |level| level as usize),
                "startOverride" if level < LEVELS => {
                    if let (Some(list), Some(start)) =
                        (of_list.and_then(|id| read.lists.get_mut(&id)), number(&element, "val"))
                    {
                        list.starts.insert(level, start);
                    }
                }
                name @ ("start" | "numFmt" | "lvlText" | "suff" | "isLgl") if level < LEVELS => {
                    let found = if let Some(id) = of_abstract {
                        let levels = read.abstracts.entry(id).or_insert_with(|| vec![Level::default(); LEVELS]);
                        levels.get_mut(level)
                    } else {
                        let list = of_list.and_then(|id| read.lists.get_mut(&id));
                        list.map(|list| list.levels.entry(level).or_default())
                    };
                    if let Some(found) = found {
                        found.set(name, &element);
                    }
                }
                _ => {}
            }
        }
        Ok(read)
    }

    /// The number before a paragraph of a list's level, counted on; `None` where it has none.
    pub(super) fn number(&mut self, id: u32, level: usize) -> Option<String> {
        let list = self.lists.get_mut(&id)?;
        let levels = self.abstracts.get(&list.of);
        let found = |level: usize| list.levels.get(&level).or_else(|| levels.and_then(|levels| levels.get(level)));
        let this = found(level)?;
        let counters = self.counters.entry(list.of).or_default();
        let restart = list.starts.get(&level).filter(|_| !list.begun[level]);
        counters[level] = Some(match (restart, counters[level]) {
            (Some(&start), _) => start,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => list.starts.get(&level).copied().unwrap_or(this.start),
        });
        for deeper in &mut counters[level + 1..] {
            *deeper = None;
        }
        let mut text = String::new();
        let mut letters = this.text.chars().peekable();
        while let Some(letter) = letters.next() {
            let of = letters.peek().and_then(|c| c.to_digit(10)).filter(|&d| letter == '%' && d > 0);
            let Some(of) = of.map(|digit| digit as usize - 1) else {
                text.push(letter);
                continue;
            };
            letters.next();
            let Some(shown) = found(of) else { continue };
            let format = if this.is_legal { "decimal" } else { &shown.format };
            text.extend(ordinal(counters[of].unwrap_or(shown.start), format));
        }
        let is_bullet = this.format == "bullet" || this.format == "none";
        if this.has_blank && !text.is_empty() {
            text.push(' ');
        }
        list.begun[level] = true;
        (!is_bullet && !text.is_empty()).then_some(text)
    }
}

impl Level {
    fn set(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = attribute(element, "val");
        match (name, value) {
            ("start", Some(value)) => self.start = value.parse().unwrap_or(1),
            ("numFmt", Some(value)) => self.format = value,
            ("lvlText", Some(value)) if value.len() <= TEXT => self.text = value,
            ("suff", Some(value)) => self.has_blank = value == "space",
            ("isLgl", _) => self.is_legal = flag(element),
            _ => {}
        }
    }
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}
