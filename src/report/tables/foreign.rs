//! Headers that name other columns than the form's: the ways a request came in, towns, quarters. And titles that name
//! another matter: petitions.
//!
//! Such a table has the form's rows and as many figures in each, so nothing but its header tells that they are not the
//! form's cells. A header that is missing tells nothing; one that is misspelt is found by likeness.

use super::super::figure::Content;
use super::headers::{column_of, row_of};
use super::page::Page;
use super::rival;
use crate::document::Span;

/// Characters of a column's name.
const MOST_OF_A_NAME: usize = 8;
/// Characters of a table's title.
const MOST_OF_A_TITLE: usize = 40;
/// Columns that a header may share with the form's, besides its total, and still be another's: 其他.
const MOST_SHARED: usize = 1;
/// Items for each column that a header may take, on all its lines.
const REACH: usize = 6;
/// Least names that make a header.
const LEAST_NAMES: usize = 3;

/// What stands in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// A column of the form that is no total.
    Column(usize),
    /// A name that the form does not have.
    Other,
    /// A total, another word of the form or a line's end: what stands behind it may be of the line below.
    Border,
}

/// Whether the words right above a row's label are names of other columns: nearly all of them, or so many before one
/// of the form's that figures below it stand elsewhere.
pub fn is_headed_by_others(page: &Page<'_>, label: usize, columns: usize) -> bool {
    if columns < LEAST_NAMES || page.stream.glued {
        return false;
    }
    let heads = heads(page, header_end(page, label), REACH * columns);
    let others = heads.iter().filter(|head| **head == Head::Other).count();
    let named: Vec<usize> =
        heads.iter().filter_map(|head| if let Head::Column(column) = head { Some(*column) } else { None }).collect();
    let few = named.len() <= MOST_SHARED;
    few && others >= LEAST_NAMES.max(columns.saturating_sub(2 + named.len()))
        || !page.laid_out
            && heads.split(|head| *head == Head::Border).enumerate().any(|(at, run)| {
                // The first words of all may name what stands at the left of the figures.
                is_pushed(run, &named, usize::from(at == 0))
            })
}

/// Whether more other names stand before a column of the form than columns of the form are missing there.
fn is_pushed(run: &[Head], named: &[usize], at_the_left: usize) -> bool {
    let (mut before, mut last) = (0, None);
    for head in run {
        match head {
            Head::Other => before += 1,
            Head::Border => {}
            Head::Column(column) => {
                let missing = match last {
                    Some(last) => column.saturating_sub(last + 1),
                    // One word may name what stands below it at the left.
                    None => (0..*column).filter(|unnamed| !named.contains(unnamed)).count().max(1) + at_the_left,
                };
                if before > missing {
                    return true;
                }
                (before, last) = (0, Some(*column));
            }
        }
    }
    false
}

/// The words of a header that ends before an item, from its first to its last.
fn heads(page: &Page<'_>, end: usize, most: usize) -> Vec<Head> {
    let mut heads = Vec::new();
    for at in (0..end).rev().take(most) {
        let item = &page.stream.items[at];
        let is_beside = |other: Option<usize>| {
            other.and_then(|other| page.stream.items.get(other)).is_some_and(|other| other.row == item.row)
        };
        // The last of several words in a line: behind it begins another.
        if is_beside(at.checked_sub(1)) && !is_beside(Some(at + 1)) {
            heads.push(Head::Border);
        }
        if let Some(known) = page.labelled.of_item[at].map(|l| &page.labelled.labels[l as usize]) {
            let column = column_of(page, known).filter(|&column| !page.table.is_total(column));
            if at == known.first {
                heads.push(column.map_or(Head::Border, Head::Column));
            }
        } else if is_name(page, at) {
            heads.push(Head::Other);
        } else if item.content != Content::Blank {
            break;
        }
    }
    heads.reverse();
    heads
}

/// Whether a line above a table, which begins with an item, announces statistics of another matter or of a body beneath
/// the report's, or an example: they may have the form's shape.
pub fn is_announced_as_anothers(page: &Page<'_>, first: usize) -> bool {
    let around = &page.forms.around;
    let holds = |text: &str, words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    let is_of_another_matter = |line: &str| {
        holds(line, &around.all_matters)
            || is_title(line) && holds(line, &around.other_matters) && !holds(line, &around.own_matters)
    };
    let mut lines = lines_above(page, first);
    lines.any(|line| {
        let text = page.document.text()[line.clone()].trim();
        is_of_another_matter(text)
            || is_title(text) && (is_of_a_lower_body(page, line.start, text) || rival::is_example(page, text))
    })
}

/// The lines above a table that begins with an item, up to the figures of another; the nearest first.
fn lines_above<'p>(page: &'p Page<'_>, first: usize) -> impl Iterator<Item = Span> + use<'p> {
    let items = &page.stream.items;
    let table = items[first].table;
    let above = (0..first).rev().skip_while(move |&at| table.is_some() && items[at].table == table);
    let above = above.take(REACH * page.table.columns.len());
    let above = above.take_while(|&at| !matches!(items[at].content, Content::Figure(..)));
    // The form's own words announce nothing.
    above.filter(|&at| page.labelled.of_item[at].is_none()).map(|at| items[at].span.clone())
}

fn is_title(line: &str) -> bool {
    line.chars().count() <= MOST_OF_A_TITLE && !line.ends_with('。')
}

/// Whether the title of a table in a government's report, which stands at a byte of the text, begins with the name of a
/// body that the head of the document does not speak of before.
fn is_of_a_lower_body(page: &Page<'_>, at: usize, title: &str) -> bool {
    let around = &page.forms.around;
    let title = around.attachment.iter().find_map(|word| title.strip_prefix(word.as_str())).unwrap_or(title);
    let name: String = title.chars().take(MOST_OF_A_NAME).take_while(|c| !c.is_numeric()).collect();
    let is_its = |body: &&String| name.match_indices(body.as_str()).any(|(at, _)| at > 0);
    let mut bodies = around.lower_bodies.iter().filter(is_its).peekable();
    let is_caption = around.captions.iter().any(|end| title.trim_end_matches(['：', ':']).ends_with(end.as_str()));
    if bodies.peek().is_none() || !is_caption {
        return false;
    }
    let head = page.head();
    let head = head.get(..at).unwrap_or(head);
    head.contains(around.government.as_str()) && !bodies.any(|body| head.contains(body.as_str()))
}

/// Behind the header above a row: rows between the two, with their figures, are passed over, and a title.
fn header_end(page: &Page<'_>, label: usize) -> usize {
    let items = &page.stream.items;
    let mut end = page.labelled.labels[label].first;
    for above in page.labelled.labels[..label].iter().rev() {
        let figures = items[above.last + 1..end].iter().filter(|item| item.is_value()).count();
        let is_row = row_of(page, above).is_some() && items[above.last + 1..end].len() == figures && figures > 0;
        if !is_row {
            break;
        }
        end = above.first;
    }
    let is_a_title = |at: &usize| {
        let item = &items[*at];
        let text = page.document.text()[item.span.clone()].trim();
        !item.is_value()
            && !item.walled
            && page.labelled.of_item[*at].is_none()
            && is_title(text)
            && !is_name(page, *at)
    };
    end.checked_sub(1).filter(is_a_title).unwrap_or(end)
}

/// Whether an item is a name by itself: no sentence, and no piece of the form's own words, which a narrow column
/// breaks. Years and months are names here.
fn is_name(page: &Page<'_>, at: usize) -> bool {
    let item = &page.stream.items[at];
    let is_heading = page.headings.iter().any(|heading| heading.span.start == item.span.start);
    let text = page.document.text().get(item.span.clone()).unwrap_or_default();
    let is_sentence = text.contains(['，', '。', '：', '；', ':', '《']);
    let mut words = page.table.columns.iter().flat_map(|column| &column.labels).chain(&page.table.furniture);
    let short = (1..=MOST_OF_A_NAME).contains(&text.chars().count());
    let is_figure = item.is_value() && !text.ends_with(['年', '月']);
    !is_figure && !is_heading && !is_sentence && short && !words.any(|word| word.contains(text))
}
