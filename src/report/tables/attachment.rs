//! Where another paper begins on a page: what stands behind `附件：…` goes on with no table before it.

use std::collections::HashMap;
use std::ops::Range;

use super::super::figure::Content;
use super::super::items::{Item, Stream};
use crate::document::Document;
use crate::report::forms::Forms;

/// The titles of attachments on a page, found once: rows ask for them one by one.
#[derive(Debug)]
pub struct Attachments {
    /// Items that say it, in order, each with the first item of the same words.
    titles: Vec<(usize, usize)>,
}

impl Attachments {
    /// Looks through the items of a page. The line that stands above each page of an attachment's continuation is none.
    pub fn of(document: &Document, stream: &Stream, forms: &Forms) -> Self {
        let mut first_of: HashMap<&str, usize> = HashMap::new();
        let text = |item: &Item| &document.text()[item.span.clone()];
        let says = |title: &str, words: &[String]| words.iter().any(|word| title.starts_with(word.as_str()));
        let goes_on = |title: &str| forms.around.continued.iter().any(|word| title.contains(word.as_str()));
        let all = stream.items.iter().map(text).enumerate();
        let titles = all.filter(|(_, title)| says(title, &forms.around.attachment) && !goes_on(title));
        Self { titles: titles.map(|(at, title)| (at, *first_of.entry(title).or_insert(at))).collect() }
    }

    /// The title of the attachment that an item stands in, if it stands in one.
    pub fn around(&self, at: usize) -> Option<usize> {
        let behind = self.titles.partition_point(|&(title, _)| title < at);
        behind.checked_sub(1).and_then(|title| self.titles.get(title)).map(|&(title, _)| title)
    }

    /// Whether an attachment begins among these items: on a line of its own, or in the one cell of a row. The line that
    /// stands above each page of one begins none.
    pub fn begin(&self, stream: &Stream, among: Range<usize>) -> bool {
        let items = &stream.items;
        let is_first = |at: usize| at == among.start || items[at - 1].row != items[at].row;
        let is_alone = |at: usize| {
            let line = items[at + 1..among.end].iter().take_while(|item| item.row == items[at].row);
            stream.glued || line.into_iter().all(|item| item.content == Content::Blank)
        };
        let behind = self.titles.partition_point(|&(at, _)| at < among.start);
        let titles = self.titles[behind..].iter().take_while(|&&(at, _)| at < among.end);
        titles.into_iter().any(|&(at, first)| first >= among.start && is_first(at) && is_alone(at))
    }
}
