//! Rows of a table that a page draws with lists or boxes: `<ul><li>规章</li><li>0</li><li></li><li>2</li></ul>`.
//!
//! Read line by line, an empty cell of such a row would be lost. So a row that shows one is read as a table of one
//! row; where all cells are filled, lines tell as much.

use ego_tree::NodeRef;
use scraper::Node;

/// Cells of a row.
const CELLS: std::ops::RangeInclusive<usize> = 3..=40;
/// Nodes and characters of a cell.
const NODES: usize = 8;
const CHARACTERS: usize = 60;

/// Whether an element is such a row: its elements are short and of one kind, words stand before figures, and one of those
/// that follow the words is empty.
pub(super) fn is_row(node: NodeRef<'_, Node>) -> bool {
    let is_around = |name: &str| matches!(name, "ul" | "ol" | "dl" | "div");
    if !node.value().as_element().is_some_and(|element| is_around(element.name())) {
        return false;
    }
    let mut kind = None;
    let mut cells: Vec<Held> = Vec::new();
    for child in node.children() {
        let Some(element) = child.value().as_element() else {
            if child.value().as_text().is_some_and(|text| !text.trim().is_empty()) {
                return false;
            }
            continue;
        };
        let name = match element.name() {
            "dt" => "dd",
            name @ ("li" | "dd" | "div" | "span" | "p") => name,
            _ => return false,
        };
        if *kind.get_or_insert(name) != name || cells.len() == *CELLS.end() {
            return false;
        }
        let Some(held) = held(child) else { return false };
        cells.push(held);
    }
    let Some(words) = cells.iter().rposition(|&held| held == Held::Words) else { return false };
    let (labels, values) = cells.split_at(words + 1);
    let count = |cells: &[Held], kind: Held| cells.iter().filter(|&&held| held == kind).count();
    CELLS.contains(&cells.len())
        && labels.len() <= 3
        && count(labels, Held::Figure) == 0
        && count(values, Held::Figure) > 0
        && count(values, Held::Nothing) > 0
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Nothing,
    Figure,
    Words,
}

fn held(cell: NodeRef<'_, Node>) -> Option<Held> {
    let nodes = cell.descendants().take(NODES + 1).count();
    if nodes > NODES {
        return None;
    }
    let texts = || cell.descendants().filter_map(|node| node.value().as_text());
    let letters = || texts().flat_map(|text| text.chars()).filter(|c| !c.is_whitespace());
    match letters().take(CHARACTERS + 1).count() {
        0 => Some(Held::Nothing),
        long if long > CHARACTERS => None,
        _ if letters().all(|c| c.is_numeric() || ".,+-，－−%".contains(c)) => Some(Held::Figure),
        _ => Some(Held::Words),
    }
}
