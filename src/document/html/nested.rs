//! Tells a table that is only formatting inside a cell from one that is worth a grid.
//!
//! Forms come with tables inside their cells that hold no more than a figure or a label. Such a
//! table must not turn the form around it into a layout; its text belongs to the cell.

use ego_tree::NodeRef;
use scraper::Node;

use super::element::Role;
use super::tree::{role_of, texts};

/// Characters up to which a cell holds a value, not a part of the page.
const VALUE: usize = 60;

/// Whether a table has two rows of two cells or more, as data has.
pub(super) fn looks_like_data(table: NodeRef<'_, Node>) -> bool {
    let groups = table.children().filter(|&node| role_of(node) == Some(Role::Group));
    let rows = groups.flat_map(|group| group.children()).filter(|&node| role_of(node) == Some(Role::Row));
    let has_two_cells = |row: &NodeRef<'_, Node>| {
        let cells = row.children().filter(|&node| role_of(node) == Some(Role::Cell));
        cells.take(2).count() == 2
    };
    rows.filter(has_two_cells).take(2).count() == 2
}

/// Whether a table has two rows of two cells with text: more than formatting around a figure or a label.
pub(super) fn holds_rows(table: NodeRef<'_, Node>) -> bool {
    let groups = table.children().filter(|&node| role_of(node) == Some(Role::Group));
    let rows = groups.flat_map(|group| group.children()).filter(|&node| role_of(node) == Some(Role::Row));
    let is_filled = |row: &NodeRef<'_, Node>| {
        let cells = row.children().filter(|&node| role_of(node) == Some(Role::Cell));
        cells.filter(|&cell| texts(cell).any(|text| !text.trim().is_empty())).take(2).count() == 2
    };
    rows.filter(is_filled).take(2).count() == 2
}

/// Whether the cell around a table holds a value.
pub(super) fn is_in_short_cell(table: NodeRef<'_, Node>) -> bool {
    let cell = table.ancestors().find(|&node| role_of(node) == Some(Role::Cell));
    cell.is_some_and(|cell| {
        let characters = texts(cell).flat_map(str::chars).filter(|character| !character.is_whitespace());
        characters.take(VALUE + 1).count() <= VALUE
    })
}
