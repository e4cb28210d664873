//! The walk over a page's tree: text goes to the writer, cells to the tables, titles to the page data.
//!
//! The walk is a loop that steps from node to node, so a deep page needs no deep stack.

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use crate::document::flow::{OpenTable, Writer};
use crate::document::{PageData, blank};

use super::attribute::{chosen, columns, counted_to, field, is_hidden, is_undrawn, number, run, value};
use super::element::{Role, role};
use super::letters::Letters;
use super::list_row::is_row;
use super::nested;
use super::paint::is_white_on_white;
use super::sheet::{Drawing, Sheet};
use super::tree::{role_of, texts};

pub(super) struct Walk {
    pub writer: Writer,
    pub data: PageData,
    /// Bytes of text in hidden elements.
    pub hidden_bytes: usize,
    keep_hidden: bool,
    /// What the page's style sheets hide.
    sheet: Sheet,
    /// Tables that they hide, and those that are read.
    sheet_tables: usize,
    read_tables: usize,
    tables: Vec<OpenTable>,
    /// Open elements that are rows of a table without being written so.
    rows: Vec<NodeId>,
    head_title: Option<String>,
    /// An open element for the time that says none, and nothing inside of it does.
    without_time: Option<NodeId>,
    /// Preformatted elements that are open, in this table only.
    preformatted: u32,
    letters: Letters,
}

impl Walk {
    pub(super) fn new(source_bytes: usize, keep_hidden: bool) -> Self {
        Self {
            writer: Writer::new(source_bytes / 4),
            data: PageData::default(),
            hidden_bytes: 0,
            keep_hidden,
            sheet: Sheet::default(),
            sheet_tables: 0,
            read_tables: 0,
            tables: Vec::new(),
            rows: Vec::new(),
            head_title: None,
            without_time: None,
            preformatted: 0,
            letters: Letters::default(),
        }
    }

    /// Passes over what the page's style sheets hide, too.
    pub(super) fn with(self, sheet: Sheet) -> Self {
        Self { sheet, ..self }
    }

    /// Whether no more is hidden than shown, in tables and in words.
    pub(super) fn shows_as_much(&self) -> bool {
        self.read_tables >= self.sheet_tables && self.writer.found.len() >= self.hidden_bytes
    }

    /// Reads a whole tree.
    pub(super) fn run(mut self, root: NodeRef<'_, Node>) -> Self {
        let mut node = root;
        loop {
            if self.open(node) {
                if let Some(child) = node.first_child() {
                    node = child;
                    continue;
                }
                self.close(node);
            }
            node = loop {
                if let Some(next) = node.next_sibling() {
                    break next;
                }
                let Some(parent) = node.parent() else { return self.finish() };
                node = parent;
                self.close(node);
            };
        }
    }

    fn finish(mut self) -> Self {
        self.writer.end_line();
        if self.data.title.is_none() {
            self.data.title = self.head_title.take();
        }
        self
    }

    /// Takes the beginning of a node; tells whether to go on inside.
    fn open(&mut self, node: NodeRef<'_, Node>) -> bool {
        match node.value() {
            Node::Document | Node::Fragment => true,
            Node::Element(element) => self.start(node, element),
            Node::Text(text) => {
                if let Some(text) = self.letters.drawn(node, text, &self.sheet) {
                    match self.preformatted {
                        0 => self.writer.text(&text),
                        _ => self.writer.preformatted(&text),
                    }
                }
                false
            }
            _ => false,
        }
    }

    fn start(&mut self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let role = role(element);
        self.writer.tag();
        if matches!(role, Role::Skipped | Role::Title | Role::Meta) {
            self.read_apart(node, element, role);
            return false;
        }
        if role != Role::Inline {
            self.writer.end_line();
        }
        let is_time = self.take_time(node, element);
        if self.is_unseen(node, element) {
            return false;
        }
        if let Some(shown) = counted_to(element) {
            self.show(shown);
            return false;
        }
        if is_time && self.data.published.is_none() {
            self.without_time = Some(node.id());
        }
        self.letters.open(node, &self.sheet);
        if let Some(shown) = field(element) {
            self.show(shown);
        }
        self.start_part(node, element, role);
        true
    }

    /// Takes what an element says whose text is no text of the page.
    fn read_apart(&mut self, node: NodeRef<'_, Node>, element: &Element, role: Role) {
        match role {
            Role::Title => set(&mut self.head_title, &texts(node).collect::<String>()),
            Role::Meta => self.meta(element),
            _ => {
                if let Some(shown) = chosen(node) {
                    self.show(&shown);
                }
            }
        }
    }

    /// Takes the time from where articles of WeChat say when they came out; whether this is that place.
    fn take_time(&mut self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let is_unknown = self.data.published.is_none() && self.without_time.is_none();
        let is_time = is_unknown && value(element, "id") == Some("publish_time");
        if is_time {
            set(&mut self.data.published, &texts(node).collect::<String>());
        }
        is_time
    }

    /// Whether nobody sees an element, and counts what it holds.
    fn is_unseen(&mut self, node: NodeRef<'_, Node>, element: &Element) -> bool {
        let is_hidden_by_sheet = !self.sheet.is_empty() && self.sheet.hides(node);
        if is_hidden_by_sheet {
            self.sheet_tables += node.descendants().filter(|node| role_of(*node) == Some(Role::Table)).count();
        }
        if is_hidden_by_sheet || !self.keep_hidden && is_hidden(element) {
            self.hidden_bytes += texts(node).map(|text| blank::trim(text, 0..text.len()).len()).sum::<usize>();
            return true;
        }
        let is_bare = || !node.children().any(|child| child.value().is_element());
        (is_undrawn(element) || self.sheet.draws(Drawing::Elsewhere, node)) && is_bare()
            || is_white_on_white(node, element)
    }

    /// Begins what an element is a part of: a table, a row, a cell.
    fn start_part(&mut self, node: NodeRef<'_, Node>, element: &Element, role: Role) {
        match role {
            _ if self.is_in_row(node) => {
                if let Some(table) = self.tables.last_mut() {
                    table.start_cell(1, 1, &self.writer);
                }
            }
            Role::Block if is_row(node) => {
                self.start_table(node);
                self.rows.push(node.id());
                if let Some(table) = self.tables.last_mut() {
                    table.start_row();
                }
            }
            Role::Pre => self.preformatted += 1,
            Role::Table => self.start_table(node),
            Role::Row => {
                if let Some(table) = self.tables.last_mut() {
                    table.start_row();
                }
            }
            Role::Cell => {
                let row_span = number(element, "rowspan").unwrap_or(1);
                let col_span = if run(element).is_some() { 1 } else { columns(element) };
                if let Some(table) = self.tables.last_mut() {
                    table.start_cell(row_span, col_span, &self.writer);
                }
            }
            _ => {}
        }
    }

    /// Writes what an element shows that is not its text. Tables that are filled in on the page show their figures so; a
    /// field elsewhere is for searching.
    fn show(&mut self, shown: &str) {
        if !self.letters.are_struck() && self.tables.last().is_some_and(OpenTable::is_in_cell_of_data) {
            self.writer.text(shown);
        }
    }

    /// Takes the end of a node that was gone into.
    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Some(element) = node.value().as_element() else { return };
        let role = role(element);
        self.writer.tag();
        self.without_time = self.without_time.filter(|&open| open != node.id());
        self.letters.close(node, &self.sheet);
        let is_cell_of_row = self.is_in_row(node);
        if role == Role::Inline && !is_cell_of_row {
            return;
        }
        self.writer.end_line();
        if is_cell_of_row && let Some(table) = self.tables.last_mut() {
            table.end_cell(&self.writer);
        }
        if self.rows.pop_if(|row| *row == node.id()).is_some() {
            self.end_table();
        }
        match role {
            Role::Pre => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.writer.forget_blank_lines();
            }
            Role::Table => self.end_table(),
            Role::Group => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_group();
                }
            }
            Role::Cell => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell(&self.writer);
                    for _ in 1..run(element).unwrap_or(1) {
                        table.start_cell(1, 1, &self.writer);
                        table.end_cell(&self.writer);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether a node is a cell of the innermost row that is not written as one.
    fn is_in_row(&self, node: NodeRef<'_, Node>) -> bool {
        let row = self.rows.last();
        node.value().is_element() && row.is_some() && node.parent().map(|parent| parent.id()).as_ref() == row
    }

    fn start_table(&mut self, node: NodeRef<'_, Node>) {
        self.read_tables += 1;
        let around = self.tables.last_mut();
        let is_dissolved = around
            .is_some_and(|around| around.dissolves(|| nested::is_in_short_cell(node), || nested::holds_rows(node)));
        let looks_like_data = nested::looks_like_data(node);
        let preformatted = std::mem::take(&mut self.preformatted);
        self.tables.push(OpenTable::new(self.writer.items.len(), is_dissolved, looks_like_data, preformatted));
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        self.preformatted = table.preformatted_around;
        let makes_layout = table.end(&mut self.writer);
        if let Some(around) = self.tables.last_mut() {
            around.contains_table(makes_layout);
        }
    }

    fn meta(&mut self, element: &Element) {
        let (Some(name), Some(content)) = (value(element, "name"), value(element, "content")) else { return };
        let field = match name.trim().to_ascii_lowercase().as_str() {
            "articletitle" => &mut self.data.title,
            "pubdate" => &mut self.data.published,
            "contentsource" => &mut self.data.source,
            "sitename" => &mut self.data.site,
            _ => return,
        };
        set(field, content);
    }
}

/// Keeps the first value that is not blank.
fn set(field: &mut Option<String>, found: &str) {
    let span = blank::trim(found, 0..found.len());
    if field.is_none() && !span.is_empty() {
        *field = Some(found[span].to_owned());
    }
}
