//! Text in the colour of the page: there for machines only, or to spoil copies.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::attribute::{given, gives, value};
use super::element::Role;
use super::tree::{role_of, texts};

/// Nodes of a cell that holds a figure or a label. What is in a larger one is not looked through for each of its parts.
const MOST_NODES: usize = 200;

/// Whether a part of a cell is white beside letters that are not. A cell that is white as a whole stands on a ground that
/// a style sheet paints, and so may the part where an element around it has a ground of its own.
pub(super) fn is_white_on_white(node: NodeRef<'_, Node>, element: &Element) -> bool {
    if !is_white(element) || is_painted(element) {
        return false;
    }
    let Some(cell) = node.ancestors().find(|&node| role_of(node) == Some(Role::Cell)) else { return false };
    if cell.descendants().nth(MOST_NODES).is_some() {
        return false;
    }
    let elements = |node: NodeRef<'_, Node>| node.value().as_element().is_some_and(is_painted);
    let table = node.ancestors().position(|node| role_of(node) == Some(Role::Table));
    let is_on_ground = node.ancestors().take(table.map_or(0, |at| at + 1)).any(elements);
    let letters = |node| texts(node).map(|text| text.chars().filter(|c| !c.is_whitespace()).count()).sum::<usize>();
    let recoloured = || node.descendants().skip(1).filter_map(|node| node.value().as_element()).any(is_coloured);
    !is_on_ground && letters(node) < letters(cell) && !recoloured()
}

/// What an element says of the colour of its letters.
fn colour(element: &Element) -> Option<&str> {
    let by_style = value(element, "style").and_then(|style| given(style, "color").last());
    by_style.or_else(|| value(element, "color").filter(|_| element.name() == "font"))
}

fn is_coloured(element: &Element) -> bool {
    colour(element).is_some()
}

fn is_white(element: &Element) -> bool {
    const WHITE: [&str; 5] = ["white", "#fff", "#ffffff", "rgb(255,255,255)", "rgba(255,255,255,1)"];
    let Some(colour) = colour(element) else { return false };
    let colour: String = colour.to_ascii_lowercase().split_whitespace().collect();
    WHITE.contains(&colour.as_str())
}

/// Whether an element has a ground of its own.
fn is_painted(element: &Element) -> bool {
    let by_style = |style: &str| ["background", "background-color", "background-image"].iter().any(|p| gives(style, p));
    value(element, "style").is_some_and(by_style)
        || ["bgcolor", "background"].iter().any(|n| value(element, n).is_some())
}
