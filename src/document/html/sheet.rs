//! What the style sheets of a page hide, strike out or draw otherwise: `.draft { display: none }`.
//!
//! Only rules for a class, an id or an element with one of them are known, outside of `@media` and the like. A name that
//! any other rule of the page shows again is not hidden: when that one holds, only a browser can tell.

use ego_tree::Tree;
use scraper::Node;
use scraper::node::Element;

use super::attribute::{gives, hides, is_elsewhere, raises, strikes, turns, value};

/// Words without which a sheet says nothing of all this; most do not have them.
const TELLING: [&str; 7] = ["none", "line-through", "super", "override", "absolute", "fixed", "indent"];

/// What is hidden or drawn otherwise by its class or id.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    drawn: Vec<(Drawing, Rule)>,
}

/// How a sheet has letters drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawing {
    Struck,
    Raised,
    /// From right to left.
    Backwards,
    /// Where nobody sees them.
    Elsewhere,
}

impl Drawing {
    /// What a style says of letters.
    fn of(style: &str) -> impl Iterator<Item = Self> {
        let said = [
            (Self::Struck, strikes(style)),
            (Self::Raised, raises(style)),
            (Self::Backwards, turns(style)),
            (Self::Elsewhere, is_elsewhere(style)),
        ];
        said.into_iter().filter_map(|(drawing, is_said)| is_said.then_some(drawing))
    }
}

/// A selector of one element: `td.draft`, `#old`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    element: String,
    attribute: &'static str,
    name: String,
}

impl Sheet {
    /// Reads the sheets that stand in a page.
    pub(super) fn of(tree: &Tree<Node>) -> Self {
        let mut sheet = Self::default();
        let mut shown: Vec<String> = Vec::new();
        for node in tree.nodes() {
            let Some(element) = node.value().as_element().filter(|element| element.name() == "style") else { continue };
            if value(element, "media").is_some_and(|media| !matches!(media.trim(), "" | "all" | "screen")) {
                continue;
            }
            let text: String =
                node.children().filter_map(|child| child.value().as_text().map(|text| &**text)).collect();
            if TELLING.iter().any(|word| text.contains(word)) || !sheet.is_empty() {
                sheet.add(&text, &mut shown);
            }
        }
        sheet.rules.retain(|rule| !shown.iter().any(|selector| names(selector, rule)));
        sheet
    }

    /// Whether nothing is hidden or drawn otherwise by a sheet.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.drawn.is_empty()
    }

    /// Whether it hides anything.
    pub(super) fn hides_any(&self) -> bool {
        !self.rules.is_empty()
    }

    /// Only how it has letters drawn.
    pub(super) fn drawing(self) -> Self {
        Self { rules: Vec::new(), ..self }
    }

    /// Whether an element is hidden; a style of its own that says how it is shown is stronger.
    pub(super) fn hides(&self, element: &Element) -> bool {
        self.rules.iter().any(|rule| rule.fits(element))
            && !value(element, "style").is_some_and(|style| gives(style, "display"))
    }

    /// Whether the letters of an element are drawn so.
    pub(super) fn draws(&self, drawing: Drawing, element: &Element) -> bool {
        self.drawn.iter().any(|(said, rule)| *said == drawing && rule.fits(element))
    }

    /// Adds the rules of a sheet; `shown` takes the selectors of what it shows.
    fn add(&mut self, text: &str, shown: &mut Vec<String>) {
        let text = without_comments(text);
        let mut rest = text.as_str();
        while let Some((selectors, behind)) = rest.split_once('{') {
            // Behind a statement without a block: `@charset "utf-8";`
            let selectors = selectors.rsplit(';').next().unwrap_or_default().trim();
            let Some(end) = block_end(behind) else { return };
            let style = &behind[..end];
            rest = &behind[end + 1..];
            if selectors.starts_with('@') {
                continue;
            }
            for selector in selectors.split(',').map(str::trim) {
                let rule = simple(selector);
                self.drawn.extend(Drawing::of(style).filter_map(|drawing| Some((drawing, rule.clone()?))));
                match rule.filter(|_| hides(style)) {
                    Some(rule) => self.rules.push(rule),
                    None if gives(style, "display") && !hides(style) => shown.push(selector.to_owned()),
                    None => {}
                }
            }
        }
    }
}

impl Rule {
    fn fits(&self, element: &Element) -> bool {
        let is_named = value(element, self.attribute).is_some_and(|given| match self.attribute {
            "class" => given.split_ascii_whitespace().any(|name| name == self.name),
            _ => given.trim() == self.name,
        });
        is_named && (self.element.is_empty() || self.element.eq_ignore_ascii_case(element.name()))
    }
}

/// The bytes up to the bracket that closes a block, blocks inside of it passed over.
fn block_end(behind: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in behind.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A sheet without its comments, and without the marks that hid it from browsers without sheets.
fn without_comments(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    kept.push_str(rest);
    kept.replace("<!--", "").replace("-->", "")
}

/// The selector of one class or id, of any element or of one.
fn simple(selector: &str) -> Option<Rule> {
    let (element, name) = selector.split_once(['.', '#'])?;
    let attribute = if selector.as_bytes().get(element.len()) == Some(&b'.') { "class" } else { "id" };
    let is_word = |word: &str| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (is_word(element) && is_word(name) && !name.is_empty()).then(|| Rule {
        element: element.to_owned(),
        attribute,
        name: name.to_owned(),
    })
}

/// Whether a selector names the class or id of a rule.
fn names(selector: &str, rule: &Rule) -> bool {
    let mark = if rule.attribute == "class" { '.' } else { '#' };
    selector.split(mark).skip(1).any(|named| {
        let end = named.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(named.len());
        named[..end] == rule.name
    })
}
