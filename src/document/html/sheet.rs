//! What the style sheets of a page hide, strike out or draw otherwise: `.draft { display: none }`.
//!
//! Only rules for a class, an id or an element with one of them are known, by itself or inside of others (`td i.old`),
//! outside of `@media` and the like. A name that any other rule of the page shows again is not hidden: when that one
//! holds, only a browser can tell.

use std::collections::{HashMap, HashSet};

use ego_tree::{NodeRef, Tree};
use scraper::Node;
use scraper::node::Element;

use super::attribute::{gives, hides, is_elsewhere, raises, strikes, turns, value};

/// Words without which a sheet says nothing of all this; most do not have them.
const TELLING: [&str; 7] = ["none", "line-through", "super", "override", "absolute", "fixed", "indent"];

/// What is hidden or drawn otherwise by its class or id.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    hidden: Chosen,
    /// What is drawn in each of these ways, by [`Drawing`].
    drawn: [Chosen; 4],
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

/// Elements that rules choose, by name: a page may have as many rules as elements.
#[derive(Debug, Clone, Default)]
struct Chosen {
    classes: Names,
    ids: Names,
}

/// Places inside of others that are known of one name, and how far up these are looked for.
const MOST_PLACES: usize = 4;
const MOST_NESTED: usize = 64;

/// For each class or id what rules choose by it.
type Names = HashMap<String, Subjects>;

/// Elements of one class or id.
#[derive(Debug, Clone, Default)]
struct Subjects {
    /// Names of elements that are chosen wherever they stand; an empty one says any.
    anywhere: HashSet<String>,
    /// Elements that are chosen inside of others.
    inside: Vec<(String, Vec<Outer>)>,
}

/// An element that another stands in, as a selector names it: `td`, `.old`, `table#a`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Outer {
    element: String,
    class: Option<String>,
    id: Option<String>,
}

/// A selector of one element: `td.draft`, `#old`, with those that it stands in.
struct Rule<'s> {
    outer: Vec<Outer>,
    element: &'s str,
    is_class: bool,
    name: &'s str,
}

impl Outer {
    fn holds(&self, element: &Element) -> bool {
        let named = |attribute: &str, name: &Option<String>| {
            name.as_ref().is_none_or(|name| {
                value(element, attribute)
                    .is_some_and(|given| given.split_ascii_whitespace().any(|word| word == name.as_str()))
            })
        };
        let is_of = self.element.is_empty() || self.element.eq_ignore_ascii_case(element.name());
        is_of && named("class", &self.class) && named("id", &self.id)
    }
}

impl Subjects {
    fn add(&mut self, rule: &Rule<'_>) {
        let element = rule.element.to_ascii_lowercase();
        if rule.outer.is_empty() {
            self.anywhere.insert(element);
        } else if self.inside.len() < MOST_PLACES {
            self.inside.push((element, rule.outer.clone()));
        }
    }

    fn hold(&self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let name = element.name().to_ascii_lowercase();
        self.anywhere.contains("")
            || self.anywhere.contains(name.as_str())
            || self
                .inside
                .iter()
                .any(|(subject, outer)| (subject.is_empty() || *subject == name) && stands_in(node, outer))
    }
}

/// Whether an element stands in all of these, the outermost first.
fn stands_in(node: NodeRef<'_, Node>, outer: &[Outer]) -> bool {
    let mut wanted = outer.iter().rev().peekable();
    for above in node.ancestors().take(MOST_NESTED).filter_map(|above| above.value().as_element()) {
        wanted.next_if(|outer| outer.holds(above));
    }
    wanted.peek().is_none()
}

impl Chosen {
    fn add(&mut self, rule: &Rule<'_>) {
        let names = if rule.is_class { &mut self.classes } else { &mut self.ids };
        names.entry(rule.name.to_owned()).or_default().add(rule);
    }

    fn is_empty(&self) -> bool {
        self.classes.is_empty() && self.ids.is_empty()
    }

    fn hold(&self, node: NodeRef<'_, Node>) -> bool {
        let Some(element) = node.value().as_element() else { return false };
        let is_named = |names: &Names, name: &str| names.get(name).is_some_and(|subjects| subjects.hold(node, element));
        let given = |attribute: &str, names: &Names| value(element, attribute).filter(|_| !names.is_empty());
        given("class", &self.classes)
            .is_some_and(|given| given.split_ascii_whitespace().any(|name| is_named(&self.classes, name)))
            || given("id", &self.ids).is_some_and(|given| is_named(&self.ids, given.trim()))
    }
}

impl Sheet {
    /// Reads the sheets that stand in a page.
    pub(super) fn of(tree: &Tree<Node>) -> Self {
        let mut sheet = Self::default();
        let mut shown = Shown::default();
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
        sheet.hidden.classes.retain(|name, _| !shown.classes.contains(name));
        sheet.hidden.ids.retain(|name, _| !shown.ids.contains(name));
        sheet
    }

    /// Whether nothing is hidden or drawn otherwise by a sheet.
    pub(super) fn is_empty(&self) -> bool {
        self.hidden.is_empty() && self.drawn.iter().all(Chosen::is_empty)
    }

    /// Whether it hides anything.
    pub(super) fn hides_any(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// Only how it has letters drawn.
    pub(super) fn drawing(self) -> Self {
        Self { hidden: Chosen::default(), ..self }
    }

    /// Whether an element is hidden; a style of its own that says how it is shown is stronger.
    pub(super) fn hides(&self, node: NodeRef<'_, Node>) -> bool {
        let own_style = || node.value().as_element().and_then(|element| value(element, "style"));
        self.hidden.hold(node) && !own_style().is_some_and(|style| gives(style, "display"))
    }

    /// Whether the letters of an element are drawn so.
    pub(super) fn draws(&self, drawing: Drawing, node: NodeRef<'_, Node>) -> bool {
        self.drawn[drawing as usize].hold(node)
    }

    /// Adds the rules of a sheet; `shown` takes the names of what it shows.
    fn add(&mut self, text: &str, shown: &mut Shown) {
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
            let drawings: Vec<Drawing> = Drawing::of(style).collect();
            let (is_hidden, is_shown) = (hides(style), gives(style, "display") && !hides(style));
            for selector in selectors.split(',').map(str::trim) {
                if let Some(rule) = rule(selector) {
                    drawings.iter().for_each(|&drawing| self.drawn[drawing as usize].add(&rule));
                    if is_hidden {
                        self.hidden.add(&rule);
                    }
                }
                if is_shown {
                    shown.add(selector);
                }
            }
        }
    }
}

/// The classes and ids that selectors name which show what they choose.
#[derive(Default)]
struct Shown {
    classes: HashSet<String>,
    ids: HashSet<String>,
}

impl Shown {
    fn add(&mut self, selector: &str) {
        let name = |named: &str| {
            let end = named.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(named.len());
            named[..end].to_owned()
        };
        self.classes.extend(selector.split('.').skip(1).map(name));
        self.ids.extend(selector.split('#').skip(1).map(name));
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

/// The selector of one class or id, of any element or of one, by itself or inside of others.
fn rule(selector: &str) -> Option<Rule<'_>> {
    let mut words = selector.split(|c: char| c.is_whitespace() || c == '>').filter(|word| !word.is_empty());
    let subject = words.next_back()?;
    let (element, name) = subject.split_once(['.', '#'])?;
    let is_class = subject.as_bytes().get(element.len()) == Some(&b'.');
    let outer = words.map(outer).collect::<Option<_>>()?;
    (is_word(element) && is_word(name) && !name.is_empty()).then_some(Rule { outer, element, is_class, name })
}

/// What an element stands in: an element, a class, an id, or an element with one of these.
fn outer(selector: &str) -> Option<Outer> {
    let (element, name) = selector.split_once(['.', '#']).unwrap_or((selector, ""));
    let name = Some(name.to_owned()).filter(|name| !name.is_empty());
    let of = |mark: u8| name.clone().filter(|_| selector.as_bytes().get(element.len()) == Some(&mark));
    (is_word(element) && name.as_deref().is_none_or(is_word)).then(|| Outer {
        element: element.to_owned(),
        class: of(b'.'),
        id: of(b'#'),
    })
}

fn is_word(word: &str) -> bool {
    word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}
