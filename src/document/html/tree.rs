//! Builds the tree of a page by the algorithm of the browsers, within bounds.
//!
//! html5ever repairs what is broken: cells left open end where the next begins, stray content of a
//! table moves in front of it. For every tag it looks through the elements that are open, and
//! opens unfinished formatting again in every paragraph, so a page made to be deep would take
//! quadratic time and memory. The page is therefore fed piece by piece, and the tree measured
//! after each: no second tokenizer has to guess from the source what the parser will build.

use ego_tree::{NodeRef, Tree};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, parse_document};
use scraper::{Html, HtmlTreeSink, Node};

use crate::document::decode::Refusal;
use crate::source::RejectReason;

use super::element::{Role, role};

/// Bytes fed between two measurements.
const PIECE: usize = 1024;
/// Elements inside each other past which a page is refused. Pages are some dozens deep; browsers
/// stop nesting at about 500, so nothing that was ever looked at comes near.
const MAX_DEPTH: usize = 2000;
/// Nodes that any page may have; past them, no more than the source has bytes.
const FREE_NODES: usize = 100_000;

/// The tree of a page.
pub(super) fn parse(source: &str) -> Result<Tree<Node>, Refusal> {
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = parse_document(sink, ParseOpts::default());
    let mut fed = 0;
    while fed < source.len() {
        let end = source.ceil_char_boundary(fed + PIECE);
        parser.process(StrTendril::from_slice(source.get(fed..end).unwrap_or_default()));
        fed = end;
        measure(&parser.tokenizer.sink.sink.0.borrow().tree, fed)?;
    }
    Ok(parser.finish().tree)
}

/// Refuses a tree that grows out of bounds after so many bytes.
fn measure(tree: &Tree<Node>, fed: usize) -> Result<(), Refusal> {
    let mut nodes = tree.nodes();
    let (count, last) = (nodes.len(), nodes.next_back());
    if last.is_some_and(|node| node.ancestors().nth(MAX_DEPTH).is_some()) {
        let detail = format!("more than {MAX_DEPTH} elements are nested inside each other, before byte {fed}");
        return Err((RejectReason::Unreadable, detail));
    }
    if count > FREE_NODES + fed {
        let detail = format!("its unfinished formatting makes {count} nodes out of the first {fed} bytes");
        return Err((RejectReason::Unreadable, detail));
    }
    Ok(())
}

/// The role of a node, if it is an element.
pub(super) fn role_of(node: NodeRef<'_, Node>) -> Option<Role> {
    node.value().as_element().map(role)
}

/// The pieces of text inside a node, but for scripts and the like.
pub(super) fn texts(node: NodeRef<'_, Node>) -> impl Iterator<Item = &str> {
    node.descendants().filter_map(|node| {
        let text = node.value().as_text()?;
        let is_skipped = node.parent().and_then(role_of) == Some(Role::Skipped);
        (!is_skipped).then_some(&**text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(source: &str) -> String {
        let (reason, detail) = parse(source).map(|tree| tree.nodes().len()).unwrap_err();
        assert_eq!(reason, RejectReason::Unreadable);
        detail
    }

    #[test]
    fn a_page_without_bottom_is_refused() {
        for piece in ["<div>", "<b>", "<div><b>", "<table><tr><td>", "<svg>", "<ul><li>", "<a b><i>"] {
            let depth = 100_000;
            let detail = refusal(&piece.repeat(depth));
            assert!(detail.starts_with("more than 2000 elements"), "{piece}: {detail}");
        }
        assert!(parse(&"<div>".repeat(MAX_DEPTH - 10)).is_ok());
        // Of elements that are all alike, the standard opens three again.
        assert!(parse(&"<p><font>".repeat(10_000)).is_ok());
        assert!(parse(&"<p>甲<li>乙<td>丙<br>".repeat(100_000)).is_ok());
    }

    #[test]
    fn unfinished_formatting_does_not_multiply() {
        let open: String = (0..1000).map(|size| format!("<font size={size}>")).collect();
        let detail = refusal(&format!("<p>{open}</p>{}", "<p>甲</p>".repeat(10_000)));
        assert!(detail.contains("nodes out of"), "{detail}");
    }

    #[test]
    fn pieces_may_end_anywhere() {
        for shift in 0..12 {
            let source = format!("{}<b title='甲'>&ldquo;政府&nbsp;", "府".repeat(PIECE / 3 - shift));
            let tree = parse(&source).unwrap();
            let text: String = texts(tree.root()).collect();
            assert!(text.ends_with("府“政府\u{a0}"), "{shift}: {text}");
        }
    }
}
