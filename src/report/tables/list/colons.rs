//! Lists whose lines end in their figure behind a colon, `政务微信公开政府信息数：91条；`, with the unit there or behind the
//! label, `收到申请数（件）：15`: label, unit and figure are items of their own.

use super::super::super::figure::{Content, classify_walled};
use super::super::super::items::{Item, Stream};
use super::units::is_unit;
use crate::document::{Document, Span};

/// Marks that end such a line.
const ENDS: [char; 6] = ['；', ';', '。', '，', ',', '、'];

/// The stream with such lines taken apart; `None` where there are none.
pub(super) fn parted(document: &Document, stream: &Stream) -> Option<Stream> {
    let text = document.text();
    let parts: Vec<Option<Parts>> = stream.items.iter().map(|item| parts(text, item)).collect();
    if parts.iter().all(Option::is_none) {
        return None;
    }
    let mut parted = Stream { glued: stream.glued, ..Stream::default() };
    for (item, parts) in stream.items.iter().zip(parts) {
        let mut push = |span: Span, content| parted.push(text, span, content, item.place, item.walled, item.row);
        let Some(Parts { label, unit, figure }) = parts else {
            push(item.span.clone(), item.content);
            if let Some(pushed) = parted.items.last_mut() {
                *pushed = Item { canon: pushed.canon.clone(), ..item.clone() };
            }
            continue;
        };
        push(label, Content::Text);
        if let Some(unit) = unit {
            push(unit, Content::Text);
        }
        let content = classify_walled(&text[figure.clone()]);
        push(figure, content);
    }
    Some(parted)
}

/// Where the parts of a line stand in the document's text.
struct Parts {
    label: Span,
    unit: Option<Span>,
    figure: Span,
}

fn parts(text: &str, item: &Item) -> Option<Parts> {
    let line = text.get(item.span.clone()).filter(|_| item.content == Content::Text)?;
    let (label, figure) = line.rsplit_once(['：', ':'])?;
    let figure = figure.trim().trim_end_matches(ENDS).trim_end();
    if !matches!(classify_walled(figure), Content::Figure(..)) {
        return None;
    }
    let label = label.trim();
    let inside = label.strip_suffix(['）', ')']).and_then(|open| open.rsplit_once(['（', '(']));
    let (label, unit) = match inside.filter(|(_, unit)| is_unit(unit)) {
        Some((label, unit)) => (label, Some(unit)),
        None => (label, None),
    };
    let span = |part: &str| {
        let start = item.span.start + (part.as_ptr() as usize - line.as_ptr() as usize);
        start..start + part.len()
    };
    Some(Parts { label: span(label), unit: unit.map(span), figure: span(figure) })
}
