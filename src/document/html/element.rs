//! What each HTML element means for reading: a table of names.

use html5ever::ns;
use scraper::node::Element;

/// The part that an element plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Joins the text around it.
    Inline,
    /// Ends a line.
    Break,
    /// Stands on lines of its own.
    Block,
    /// Stands on lines of its own and keeps its line ends.
    Pre,
    /// `<meta>`.
    Meta,
    /// `<title>`.
    Title,
    /// Its text is no text of the page.
    Skipped,
    Table,
    Group,
    Row,
    Cell,
}

/// The role of an element; drawings and formulas in a page have elements of their own.
pub(super) fn role(element: &Element) -> Role {
    match element.name() {
        name if element.name.ns == ns!(html) => role_of_name(name),
        "svg" => Role::Skipped,
        _ => Role::Inline,
    }
}

fn role_of_name(name: &str) -> Role {
    match name {
        "span" | "a" | "font" | "b" | "strong" => Role::Inline,
        "p" | "div" | "li" | "ul" | "caption" => Role::Block,
        "td" | "th" => Role::Cell,
        "tr" => Role::Row,
        "table" => Role::Table,
        "tbody" | "thead" | "tfoot" => Role::Group,
        "br" | "hr" => Role::Break,
        "meta" => Role::Meta,
        "title" => Role::Title,
        "pre" | "listing" | "xmp" | "plaintext" => Role::Pre,
        "script" | "style" | "noscript" | "iframe" | "noembed" | "noframes" | "select" | "template" | "datalist"
        | "audio" | "video" | "canvas" | "rt" | "rp" => Role::Skipped,
        "html" | "head" | "body" | "address" | "article" | "aside" | "blockquote" | "center" | "colgroup" | "dd"
        | "details" | "dialog" | "dir" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form"
        | "frameset" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "legend" | "main" | "menu"
        | "nav" | "ol" | "optgroup" | "option" | "section" | "summary" | "textarea" => Role::Block,
        _ => Role::Inline,
    }
}
