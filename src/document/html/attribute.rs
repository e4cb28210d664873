//! Reads the few attributes that matter: spans of cells, and what hides an element.

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

/// Whether an element is not to be seen.
pub(super) fn is_hidden(element: &Element) -> bool {
    element.attrs().any(|(name, value)| name == "hidden" || name == "style" && hides(value))
}

/// Whether the text of an element stands above the line, as the mark of a note does.
pub(super) fn is_raised(element: &Element) -> bool {
    element.name() == "sup"
        || element.attrs().any(|(name, value)| name == "style" && says(value, "vertical-align", "super"))
}

/// Whether a style says `display: none`.
fn hides(style: &str) -> bool {
    says(style, "display", "none")
}

/// Whether a style gives a property this value.
fn says(style: &str, property: &str, value: &str) -> bool {
    style.split(';').any(|rule| {
        rule.split_once(':').is_some_and(|(found, given)| {
            let given = given.split('!').next().unwrap_or_default();
            found.trim().eq_ignore_ascii_case(property) && given.trim().eq_ignore_ascii_case(value)
        })
    })
}
