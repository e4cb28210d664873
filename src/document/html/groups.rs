//! Puts the row groups of tables into the order in which a reader sees them.
//!
//! `<tfoot>` may be written before `<tbody>` and is still shown last, as `<thead>` is shown first.

use ego_tree::{NodeId, NodeRef, Tree};
use scraper::Node;

use super::element::Role;
use super::tree::role_of;

/// Moves the first `<thead>` of every table to its front and the first `<tfoot>` to its end.
pub(super) fn sort(tree: &mut Tree<Node>) {
    let tables = tree.nodes().filter(|&node| role_of(node) == Some(Role::Table));
    let moves: Vec<_> =
        tables.map(|table| (table.id(), misplaced(table, "thead"), misplaced(table, "tfoot"))).collect();
    for (table, head, foot) in moves {
        let Some(mut table) = tree.get_mut(table) else { continue };
        if let Some(head) = head {
            table.prepend_id(head);
        }
        if let Some(foot) = foot {
            table.append_id(foot);
        }
    }
}

/// The first group of that name, where it is neither the first nor the last as it has to be.
fn misplaced(table: NodeRef<'_, Node>, name: &str) -> Option<NodeId> {
    let is_named = |node: &NodeRef<'_, Node>| node.value().as_element().is_some_and(|element| element.name() == name);
    let is_group = |node: NodeRef<'_, Node>| role_of(node) == Some(Role::Group);
    let group = table.children().find(is_named)?;
    let is_out_of_place = match name {
        "thead" => group.prev_siblings().any(is_group),
        _ => group.next_siblings().any(is_group),
    };
    is_out_of_place.then(|| group.id())
}
