//! Instructions for those who fill the form in, in brackets behind a row's label: `行政许可（填报处理决定数，撤销的以负数填报）`.
//!
//! They are no part of the label. What else stands in brackets there may tell rows of the page's own apart, and stays.

use super::super::canon::canonical;
use super::super::forms::Forms;
use super::super::items::{Item, Stream};
use super::labels::{LabelIndex, Labelled, Role};
use crate::document::{Document, Span};

/// The stream with such labels cut off before their brackets; `None` where there are none.
pub fn without(
    document: &Document,
    stream: &Stream,
    labelled: &Labelled,
    (forms, index): (&Forms, &LabelIndex),
) -> Option<Stream> {
    let text = document.text();
    let label = |at: usize, item: &Item| -> Option<Span> {
        let stands_alone = labelled.of_item[at].is_none() && stream.items.get(at + 1).is_some_and(Item::is_value);
        let words = text.get(item.span.clone()).filter(|_| stands_alone)?.trim_end();
        let (label, note) = words.strip_suffix([')', '）'])?.split_once(['(', '（'])?;
        let is_instruction = forms.around.instructions.iter().any(|word| note.contains(word.as_str()));
        let is_row = || index.exact(&canonical(label)).iter().any(|m| matches!(m.role, Role::Row(_)));
        (is_instruction && is_row()).then(|| item.span.start..item.span.start + label.len())
    };
    let labels: Vec<(usize, Span)> =
        stream.items.iter().enumerate().filter_map(|(at, item)| Some((at, label(at, item)?))).collect();
    if labels.is_empty() {
        return None;
    }
    let mut cut = Stream { glued: stream.glued, ..Stream::default() };
    let mut labels = labels.into_iter().peekable();
    for (at, item) in stream.items.iter().enumerate() {
        let label = labels.next_if(|(label, _)| *label == at).map(|(_, label)| label);
        cut.push_part(text, item, label.unwrap_or(item.span.clone()), 0);
    }
    Some(cut)
}
