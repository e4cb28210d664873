//! Labels torn in two by their own figures.
//!
//! Where a long label takes several lines, a PDF's text has the figures beside the middle one: first words, figures,
//! last words. Two pieces that together are exactly a row's label, and neither of which is one alone, are put
//! together again before the figures. Nothing is compared by likeness here: a wrong joint would move figures.

use super::super::canon::is_numeral;
use super::super::figure::Content;
use super::super::items::Stream;
use super::labels::{LabelIndex, Labelled, Role};
use std::ops::Range;

/// Items that a piece may consist of.
const MOST_PARTS: usize = 4;
/// Heads of groups that may stand between a piece and the figures.
const MOST_HEADS: usize = 2;

/// A label in two pieces with its figures between them, as items.
#[derive(Debug, PartialEq, Eq)]
struct Torn {
    first: Range<usize>,
    figures: Range<usize>,
    last: Range<usize>,
    /// Behind the last piece and the empty cells of the row's second half.
    end: usize,
}

/// The stream with its torn labels mended, or `None` where none is torn.
pub fn mend(stream: &Stream, labelled: &Labelled, index: &LabelIndex) -> Option<Stream> {
    let items = &stream.items;
    let mut torn: Vec<Torn> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        if !items[at].is_value() {
            at += 1;
            continue;
        }
        let end = at + items[at..].iter().take_while(|i| i.is_value()).count();
        // A label that was found needs no mending; so in most reports nothing is looked up here.
        let unlabelled = at > 0 && labelled.of_item[at - 1].is_none_or(|l| is_head(labelled, l));
        let from = torn.last().map_or(0, |t| t.end);
        let found = if unlabelled { pieces(stream, labelled, index, from, at..end) } else { None };
        at = found.as_ref().map_or(end, |t| t.end);
        torn.extend(found);
    }
    if torn.is_empty() { None } else { Some(mended(stream, &torn)) }
}

/// Whether a label is the head of a group of rows or another word of the form without figures of its own.
fn is_head(labelled: &Labelled, label: u32) -> bool {
    let label = &labelled.labels[label as usize];
    label.distance == 0 && label.meanings.iter().all(|m| m.role == Role::Furniture)
}

/// The two pieces around figures, if they are those of one label.
fn pieces(
    stream: &Stream,
    labelled: &Labelled,
    index: &LabelIndex,
    from: usize,
    figures: Range<usize>,
) -> Option<Torn> {
    let items = &stream.items;
    let head = |at: usize| labelled.of_item[at].is_some_and(|l| is_head(labelled, l));
    let word = |at: usize| !items[at].is_value() && !items[at].is_prose() && labelled.of_item[at].is_none();
    let before = (from..figures.start).rev().take(MOST_HEADS).take_while(|&at| head(at)).count();
    let behind = (figures.end..items.len()).take(MOST_HEADS).take_while(|&at| head(at)).count();
    let (first_end, last_start) = (figures.start - before, figures.end + behind);
    let firsts = (from..first_end).rev().take(MOST_PARTS).take_while(|&at| word(at)).count();
    let lasts = (last_start..items.len()).take(MOST_PARTS).take_while(|&at| word(at)).count();
    // Behind its ordinal, which stands alone before the figures, the rest of a label is one by itself.
    let ordinal = first_end.checked_sub(1).filter(|&at| at >= from && word(at) && is_ordinal(stream.canon(at, at)));
    let rest = labelled.of_item.get(last_start).copied().flatten().map(|l| &labelled.labels[l as usize]);
    if let (Some(ordinal), Some(rest)) = (ordinal, rest.filter(|rest| rest.first == last_start)) {
        let mut whole = stream.canon(ordinal, ordinal).to_owned();
        whole.push_str(stream.canon(rest.first, rest.last));
        if index.exact(&whole).iter().any(|m| matches!(m.role, Role::Row(_)) && !m.bare) {
            return torn(stream, labelled, from, ordinal..first_end, figures, rest.first..rest.last + 1);
        }
    }
    let mut found: Option<(usize, usize)> = None;
    let mut joined = String::new();
    for first in 1..=firsts {
        for last in 1..=lasts {
            joined.clear();
            joined.push_str(stream.canon(first_end - first, first_end - 1));
            joined.push_str(stream.canon(last_start, last_start + last - 1));
            if index.exact(&joined).iter().any(|m| matches!(m.role, Role::Row(_))) {
                // Pieces that make two labels make none.
                if found.is_some() {
                    return None;
                }
                found = Some((first, last));
            }
        }
    }
    let (first, last) = found?;
    torn(stream, labelled, from, first_end - first..first_end, figures, last_start..last_start + last)
}

/// The pieces with their figures, unless these could be another row's.
fn torn(
    stream: &Stream,
    labelled: &Labelled,
    from: usize,
    first: Range<usize>,
    figures: Range<usize>,
    last: Range<usize>,
) -> Option<Torn> {
    let items = &stream.items;
    let head = |at: usize| labelled.of_item[at].is_some_and(|l| is_head(labelled, l));
    // A row above that has no figures of its own could be theirs.
    let above = (from..first.start).rev().find(|&at| !head(at));
    let empty_row_above = above.is_some_and(|at| {
        let label = labelled.of_item[at].map(|l| &labelled.labels[l as usize]);
        label.is_some_and(|l| l.meanings.iter().any(|m| matches!(m.role, Role::Row(_))))
    });
    let rest = items[last.end..].iter().take_while(|i| i.is_value());
    let blanks = rest.clone().take_while(|i| i.content == Content::Blank).count();
    // Figures behind the last piece too: two rows of figures for one label.
    let contested = rest.count() > blanks;
    (!empty_row_above && !contested).then(|| Torn { first, figures, end: last.end + blanks, last })
}

fn is_ordinal(canon: &str) -> bool {
    !canon.is_empty() && canon.chars().all(is_numeral)
}

/// The stream in the order that the pieces make.
fn mended(stream: &Stream, torn: &[Torn]) -> Stream {
    let mut mended = Stream { glued: stream.glued, ..Stream::default() };
    mended.items.reserve(stream.items.len());
    mended.canon.reserve(stream.canon.len());
    let mut push = |range: Range<usize>| {
        for item in &stream.items[range] {
            let from = mended.canon.len();
            mended.canon.push_str(&stream.canon[item.canon.clone()]);
            let canon = from..mended.canon.len();
            mended.items.push(super::super::items::Item { canon, ..item.clone() });
        }
    };
    let mut at = 0;
    for Torn { first, figures, last, end } in torn {
        push(at..first.start);
        push(first.end..figures.start);
        push(first.clone());
        push(last.clone());
        push(figures.clone());
        push(figures.end..last.start);
        at = *end;
    }
    push(at..stream.items.len());
    mended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{NoiseRules, PdfLimits, read};
    use crate::report::forms::Forms;
    use crate::source::{RawDocument, SourceFormat};

    /// The items after mending, joined; empty where nothing was mended.
    fn order(text: &str) -> String {
        let index = LabelIndex::new(&Forms::builtin().unwrap());
        let raw = RawDocument::new("a.txt", SourceFormat::Text, text.as_bytes().to_vec());
        let document = read(&raw, &NoiseRules::builtin(), 1 << 20, PdfLimits::default()).unwrap();
        let stream = Stream::of(&document);
        let mended = mend(&stream, &Labelled::of(&stream, &index), &index);
        let words = |s: Stream| s.items.iter().map(|i| &document.found[i.span.clone()]).collect::<Vec<_>>().join(" ");
        mended.map_or_else(String::new, words)
    }

    #[test]
    fn figures_between_two_pieces_follow_the_whole_label() {
        let text =
            "4.无正当理由大量反复申请   0  0\n5.要求行政机关确认或重新出\n   1   2\n具已获取信息\n（七）总计  3 3";
        assert_eq!(
            order(text),
            "4.无正当理由大量反复申请 0 0 5.要求行政机关确认或重新出 具已获取信息 1 2 （七）总计 3 3"
        );
        let text = "3.要求提供公开出版物 0\n5.要求行政机关确认\n或重新出\n（五）不予处理   1   2\n具已获取信息";
        assert_eq!(order(text), "3.要求提供公开出版物 0 （五）不予处理 5.要求行政机关确认 或重新出 具已获取信息 1 2");
    }

    #[test]
    fn an_ordinal_before_the_figures_is_of_the_label_behind_them() {
        let text = "（一）\n  1  2\n予以公开\n3、\n 3 4\n其他\n（七）总计 5 6";
        assert_eq!(order(text), "（一） 予以公开 1 2 3、 其他 3 4 （七）总计 5 6");
        assert_eq!(order("（一）\n1 2\n予以公开 3 4\n（七）总计 5 6"), "", "the label has figures of its own");
        assert_eq!(order("（二）\n1 2\n予以公开\n（七）总计 5 6"), "", "not its ordinal");
    }

    #[test]
    fn nothing_is_joined_that_could_be_otherwise() {
        assert_eq!(order("5.要求行政机关确认或重新出\n1 2\n具已获取情况"), "", "not the label");
        assert_eq!(
            order("4.无正当理由大量反复申请\n5.要求行政机关确认或重新出\n1 2\n具已获取信息"),
            "",
            "a row without figures"
        );
        assert_eq!(order("5.要求行政机关确认或重新出\n1 2\n具已获取信息 3 4"), "", "two rows of figures");
        assert_eq!(order("规章 0 0 0\n行政许可 1"), "");
    }
}
