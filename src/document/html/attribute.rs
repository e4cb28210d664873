//! Reads the few attributes that matter: spans of cells, what hides an element and what strikes it out.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

/// The value of an attribute.
pub(super) fn value<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    element.attrs().find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// The number an attribute starts with.
pub(super) fn number(element: &Element, name: &str) -> Option<u32> {
    let text = value(element, name)?.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.get(..digits)? {
        "" => None,
        digits => Some(digits.parse().unwrap_or(u32::MAX)),
    }
}

/// The columns that a cell covers.
pub(super) fn columns(element: &Element) -> u32 {
    number(element, "colspan").unwrap_or(1).max(1)
}

/// Cells in a run past which it is taken for one wide cell: the form has no row that long, and a page may have as many runs as
/// it likes.
const LONGEST_RUN: u32 = 16;

/// How many cells of one column each stand where a spreadsheet program wrote one cell, because only the first of them shows
/// anything: `<td colspan=3 style='mso-ignore:colspan'>`.
pub(super) fn run(element: &Element) -> Option<u32> {
    let is_run = element.attrs().any(|(name, value)| name == "style" && says(value, "mso-ignore", "colspan"));
    Some(columns(element)).filter(|&cells| is_run && cells <= LONGEST_RUN)
}

/// The text that a field shows.
pub(super) fn field(element: &Element) -> Option<&str> {
    const SHOWN: [&str; 3] = ["text", "number", "tel"];
    let kind = value(element, "type").unwrap_or("text").trim();
    let is_shown = element.name() == "input" && SHOWN.iter().any(|shown| kind.eq_ignore_ascii_case(shown));
    value(element, "value").filter(|_| is_shown)
}

/// What is chosen of a list to choose from: the option marked so, else the first.
pub(super) fn chosen(node: NodeRef<'_, Node>) -> Option<String> {
    node.value().as_element().filter(|element| element.name() == "select")?;
    let options = || node.descendants().filter(|at| at.value().as_element().is_some_and(|e| e.name() == "option"));
    let is_marked = |at: &NodeRef<'_, Node>| at.value().as_element().is_some_and(|e| value(e, "selected").is_some());
    let shown = options().find(is_marked).or_else(|| options().next())?;
    Some(shown.descendants().filter_map(|at| at.value().as_text().map(|text| &**text)).collect())
}

/// The figure that a number on a page counts up to from another one.
pub(super) fn counted_to(element: &Element) -> Option<&str> {
    let is_number = |text: &&str| text.trim().parse::<f64>().is_ok();
    value(element, "data-from").filter(is_number)?;
    value(element, "data-to").map(str::trim).filter(is_number)
}

/// Whether an element's own letters take their room and are not drawn, or are drawn without any size, as what keeps people
/// from copying a page is. Elements within may be seen all the same.
pub(super) fn is_undrawn(element: &Element) -> bool {
    let is_zero = |size: &str| size.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').parse() == Ok(0.0);
    let undrawn = |style: &str| {
        says(style, "visibility", "hidden")
            || ["font-size", "opacity"].iter().any(|p| given(style, p).any(is_zero))
            || given(style, "font-size").any(|size| size.eq_ignore_ascii_case("1px"))
            || is_elsewhere(style)
    };
    element.attrs().any(|(name, value)| name == "style" && undrawn(value))
}

/// Whether a style moves text far off the page or cuts all of it away, as what is there for screen readers only is.
pub(super) fn is_elsewhere(style: &str) -> bool {
    const FAR: f64 = -500.0;
    let is_far = |place: &str| place.trim_end_matches("px").parse().is_ok_and(|place: f64| place <= FAR);
    let is_placed = || ["absolute", "fixed"].iter().any(|way| says(style, "position", way));
    let far = |property: &str| given(style, property).any(is_far);
    let is_cut = |shape: &str| {
        let shape: String = shape.to_ascii_lowercase().split_whitespace().collect();
        ["rect(0,0,0,0)", "rect(0px,0px,0px,0px)", "rect(1px,1px,1px,1px)", "rect(0000)"].contains(&shape.as_str())
    };
    far("text-indent") || is_placed() && (far("left") || far("top") || given(style, "clip").any(is_cut))
}

/// Whether an element is not to be seen.
pub(super) fn is_hidden(element: &Element) -> bool {
    element.attrs().any(|(name, value)| name == "hidden" || name == "style" && hides(value))
}

/// Whether the text of an element stands above the line, as the mark of a note does.
pub(super) fn is_raised(element: &Element) -> bool {
    element.name() == "sup" || element.attrs().any(|(name, value)| name == "style" && raises(value))
}

/// Whether a style sets text above the line.
pub(super) fn raises(style: &str) -> bool {
    says(style, "vertical-align", "super")
}

/// Whether the letters of an element run from right to left whatever they are, so that 21 stands where 12 is meant to be seen.
pub(super) fn is_backwards(element: &Element) -> bool {
    let is_rtl = |value: &str| value.trim().eq_ignore_ascii_case("rtl");
    element.name() == "bdo" && value(element, "dir").is_some_and(is_rtl)
        || element.attrs().any(|(name, value)| name == "style" && turns(value))
}

/// Whether a style has all letters run from right to left.
pub(super) fn turns(style: &str) -> bool {
    given(style, "unicode-bidi").any(|way| way.to_ascii_lowercase().ends_with("override"))
        && says(style, "direction", "rtl")
}

/// Whether the text of an element is struck out: a figure that no longer holds, beside the one that replaces it.
pub(super) fn is_struck(element: &Element) -> bool {
    matches!(element.name(), "del" | "s" | "strike")
        || element.attrs().any(|(name, value)| name == "style" && strikes(value))
}

/// Whether a style strikes text out.
pub(super) fn strikes(style: &str) -> bool {
    ["text-decoration", "text-decoration-line"].iter().any(|property| {
        given(style, property).any(|value| value.split_whitespace().any(|w| w.eq_ignore_ascii_case("line-through")))
    })
}

/// Whether a style says `display: none`.
pub(super) fn hides(style: &str) -> bool {
    says(style, "display", "none")
}

/// Whether a style gives a property at all.
pub(super) fn gives(style: &str, property: &str) -> bool {
    given(style, property).next().is_some()
}

/// Whether a style gives a property this value.
fn says(style: &str, property: &str, value: &str) -> bool {
    given(style, property).any(|given| given.eq_ignore_ascii_case(value))
}

/// What a style gives a property, without `!important`.
pub(super) fn given<'s>(style: &'s str, property: &str) -> impl Iterator<Item = &'s str> {
    style.split(';').filter_map(move |rule| {
        let (found, given) = rule.split_once(':')?;
        let is_it = found.trim().eq_ignore_ascii_case(property);
        is_it.then(|| given.split('!').next().unwrap_or_default().trim())
    })
}
