//! Labels torn in two by their own figures.
//!
//! Where a long label takes several lines, a PDF's text has the figures beside the middle one: first words, figures,
//! last words. Two pieces that together are exactly a row's label, and neither of which is one alone, are put
//! together again before the figures. Nothing is compared by likeness here: a wrong joint would move figures.

use super::super::canon::is_numeral;
use super::super::figure::Content;
use super::super::items::{Item, Stream};
use super::labels::{Label, LabelIndex, Labelled, Meaning, Role};
use super::wrapped;
use crate::document::Document;
use std::ops::Range;

/// Items that a piece may consist of.
const MOST_PARTS: usize = 4;
/// Heads of groups that may stand between a piece and the figures.
const MOST_HEADS: usize = 2;

/// A label in pieces with its figures between them, as items.
#[derive(Debug, PartialEq, Eq)]
struct Torn {
    label: Vec<usize>,
    /// The first of the figures.
    figures: usize,
    /// Empty cells of the row's second half, behind the last piece.
    padding: Range<usize>,
    /// Behind all of it.
    end: usize,
}

/// The stream with its torn labels mended, or `None` where none is torn.
pub fn mend(document: &Document, stream: &Stream, labelled: &Labelled, index: &LabelIndex) -> Option<Stream> {
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
        let before = at.checked_sub(1).map(|before| labelled.of_item[before].map(|l| &labelled.labels[l as usize]));
        let unlabelled = before.is_some_and(|label| label.is_none_or(is_head));
        let misspelt = before.is_some_and(|label| label.is_some_and(|label| label.distance > 0));
        // What looks like a shortened or misspelt label may be the first line of a long one, with its figures below it.
        let shown = items[at..end].iter().find(|item| item.content != Content::Blank);
        let is_above = at.checked_sub(1).zip(shown).is_some_and(|(before, shown)| items[before].row != shown.row);
        let from = torn.last().map_or(0, |t| t.end);
        let mut found = if unlabelled || is_above { pieces(stream, labelled, index, from, at..end) } else { None };
        if found.is_none() && (unlabelled || misspelt) {
            let label = wrapped::label(document, stream, labelled, index, from, &(at..end));
            found = label.map(|label| {
                let behind = label.last().map_or(end, |&last| end.max(last + 1));
                Torn { label, figures: at, padding: behind..behind, end: behind }
            });
        }
        at = found.as_ref().map_or(end, |t| t.end);
        torn.extend(found);
    }
    if torn.is_empty() { None } else { Some(mended(stream, &torn)) }
}

/// Whether a label is the head of a group of rows or another word of the form without figures of its own.
fn is_head(label: &Label) -> bool {
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
    let head = |at: usize| labelled.of_item[at].is_some_and(|l| is_head(&labelled.labels[l as usize]));
    let is_word = |item: &Item| !item.is_value() && !item.is_prose() && !item.symbols;
    let word = |at: usize| is_word(&items[at]) && labelled.of_item[at].is_none();
    let before = (from..figures.start).rev().take(MOST_HEADS).take_while(|&at| head(at)).count();
    let behind = (figures.end..items.len()).take(MOST_HEADS).take_while(|&at| head(at)).count();
    let (first_end, last_start) = (figures.start - before, figures.end + behind);
    // The first line of a long label may be a row's name that pages shorten, and its last line look like a misspelt one;
    // both count where the whole is that row's too.
    let shortened =
        |at: usize| labelled.of_item[at].map(|l| &labelled.labels[l as usize]).filter(|l| l.first == l.last);
    let is_shortened = |at: usize| !items[at].is_value() && shortened(at).is_some_and(|l| !is_head(l));
    let firsts = (from..first_end).rev().take(MOST_PARTS).take_while(|&at| word(at) || is_shortened(at)).count();
    let lasts = (last_start..items.len()).take(MOST_PARTS).take_while(|&at| word(at) || is_shortened(at)).count();
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
            let is_of_whole = |m: &&Meaning| {
                (first_end - first..first_end)
                    .chain(last_start..last_start + last)
                    .filter_map(shortened)
                    .all(|label| label.meanings.iter().any(|own| (own.table, own.role) == (m.table, m.role)))
            };
            let mut rows = index.exact(&joined).iter().filter(|m| matches!(m.role, Role::Row(_)));
            if rows.any(|m| is_of_whole(&m)) {
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
    let head = |at: usize| labelled.of_item[at].is_some_and(|l| is_head(&labelled.labels[l as usize]));
    // A row above that has no figures of its own could be theirs; in the cell beside, it is the group's head.
    let above = (from..first.start).rev().find(|&at| !head(at));
    let is_beside = |at: usize| items[at].walled && items[at].row == items[first.start].row;
    let empty_row_above = above.filter(|&at| !is_beside(at)).is_some_and(|at| {
        let label = labelled.of_item[at].map(|l| &labelled.labels[l as usize]);
        label.is_some_and(|l| l.meanings.iter().any(|m| matches!(m.role, Role::Row(_))))
    });
    let rest = items[last.end..].iter().take_while(|i| i.is_value());
    let blanks = rest.clone().take_while(|i| i.content == Content::Blank).count();
    // Figures behind the last piece too: two rows of figures for one label.
    let contested = rest.count() > blanks;
    let end = last.end + blanks;
    (!empty_row_above && !contested).then(|| Torn {
        label: first.chain(last.clone()).collect(),
        figures: figures.start,
        padding: last.end..end,
        end,
    })
}

fn is_ordinal(canon: &str) -> bool {
    !canon.is_empty() && canon.chars().all(is_numeral)
}

/// The stream in the order that the pieces make.
fn mended(stream: &Stream, torn: &[Torn]) -> Stream {
    let mut mended = Stream { glued: stream.glued, ..Stream::default() };
    mended.items.reserve(stream.items.len());
    mended.canon.reserve(stream.canon.len());
    let mut push = |item: &Item| {
        let from = mended.canon.len();
        mended.canon.push_str(&stream.canon[item.canon.clone()]);
        let canon = from..mended.canon.len();
        mended.items.push(Item { canon, ..item.clone() });
    };
    let mut next = torn.iter().peekable();
    let mut left_out: Vec<usize> = torn.iter().flat_map(|t| t.label.iter().copied().chain(t.padding.clone())).collect();
    left_out.sort_unstable();
    let mut left_out = left_out.into_iter().peekable();
    for (at, item) in stream.items.iter().enumerate() {
        if let Some(torn) = next.next_if(|torn| torn.figures == at) {
            torn.label.iter().for_each(|&piece| push(&stream.items[piece]));
        }
        if left_out.next_if_eq(&at).is_none() {
            push(item);
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{NoiseRules, PdfLimits, read};
    use crate::report::forms::Forms;
    use crate::report::items::cut;
    use crate::source::{RawDocument, SourceFormat};

    /// The items after mending, joined; empty where nothing was mended.
    fn order(text: &str) -> String {
        let index = LabelIndex::new(&Forms::builtin().unwrap());
        let raw = RawDocument::new("a.txt", SourceFormat::Text, text.as_bytes().to_vec());
        let document = read(&raw, &NoiseRules::builtin(), 1 << 20, PdfLimits::default()).unwrap();
        let stream = cut(&document);
        let mended = mend(&document, &stream, &Labelled::of(&stream, &index), &index);
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
    fn the_first_line_of_a_label_may_look_like_a_label_with_empty_cells() {
        let row = |label: &str, cells: [&str; 3]| format!("|  | {label} | {} |\n", cells.join(" | "));
        let empty = [""; 3];
        let group = "| （六）其他处理 | 1.申请人无正当理由逾期不补正、行 |  |  |  |\n";
        let rest = row("政机关不再处理其政府信息公开申请", empty);
        let mended = order(&[group, &row("", ["4", "5", "6"]), &rest].concat());
        assert!(mended.contains("补正、行 政机关不再处理其政府信息公开申请"), "{mended}");
        let torn = |last: &str| {
            [
                row("4.无正当理由大量反复申请", ["0", "0", "0"]),
                row("5.要求行政机关确认或重新", empty),
                row("", ["1", "2", "3"]),
                row(last, empty),
                row("（七）总计", ["1", "2", "3"]),
            ]
            .concat()
        };
        assert!(
            order(&torn("出具已获取信息")).contains("5.要求行政机关确认或重新 出具已获取信息"),
            "{}",
            order(&torn("出具已获取信息"))
        );
        assert_eq!(order(&torn("出具未获取信息")), "", "not the rest of the label");
    }

    #[test]
    fn an_ordinal_before_the_figures_is_of_the_label_behind_them() {
        let text = "（一）\n  1  2\n予以公开\n3、\n 3 4\n其他\n（七）总计 5 6";
        assert_eq!(order(text), "（一） 予以公开 1 2 3、 其他 3 4 （七）总计 5 6");
        assert_eq!(order("（一）\n1 2\n予以公开 3 4\n（七）总计 5 6"), "", "the label has figures of its own");
        assert_eq!(order("（二）\n1 2\n予以公开\n（七）总计 5 6"), "", "not its ordinal");
    }

    #[test]
    fn lines_at_one_place_are_one_label_among_words_of_others() {
        let text = "三\n              1.本机关不掌握相关政府信\n、                            0     1     1\n              息\n本\n\
                    年   （四）无\n              2.没有现成信息需要另行制\n度    法提供                      0     2     2\n              作\n\
                    办            3.补正后申请内容仍不明确   0     3     3";
        assert_eq!(
            order(text),
            "三 、 1.本机关不掌握相关政府信 息 0 1 1 本 年 （四）无 度 法提供 2.没有现成信息需要另行制 作 0 2 2 办 3.补正后申请内容仍不明确 0 3 3"
        );
        let elsewhere = text.replace("\n              作", "\n        作");
        assert!(!order(&elsewhere).contains("制 作"), "a piece that begins elsewhere");
    }

    #[test]
    fn the_head_of_a_group_takes_no_figures_of_its_rows() {
        let text = "                2．申\n      （六）其\n                请人未交有关费用\n      他处理                             0     2\n                再也不办";
        assert_eq!(order(text), "");
        // Where no other words stand right of it, it is the label.
        let alone = "      （六）其\n                                         0     2\n      他处理";
        assert_eq!(order(alone), "（六）其 他处理 0 2");
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
