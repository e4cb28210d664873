//! Headers that name other columns than the form's: the ways a request came in, towns, quarters. And titles that name
//! another matter: petitions.
//!
//! Such a table has the form's rows and as many figures in each, so nothing but its header tells that they are not the
//! form's cells. A header that is missing tells nothing; one that is misspelt is found by likeness.

use super::super::figure::Content;
use super::headers::{column_of, row_of};
use super::page::Page;

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

/// Whether the words right above a row's label are names of other columns: nearly all of them, or so many between two of
/// the form's that figures below these stand elsewhere.
pub fn is_headed_by_others(page: &Page<'_>, label: usize, columns: usize) -> bool {
    if columns < LEAST_NAMES || page.stream.glued {
        return false;
    }
    let items = &page.stream.items;
    let (mut others, mut shared) = (0, 0);
    // The form's column met last on the way up, and other names met since.
    let (mut next, mut between) = (None, 0);
    for at in (0..header_end(page, label)).rev().take(REACH * columns) {
        let item = &items[at];
        if let Some(known) = page.labelled.of_item[at].map(|l| &page.labelled.labels[l as usize]) {
            let column = column_of(page, known).filter(|&column| !page.table.is_total(column));
            if at != known.first {
                continue;
            }
            shared += usize::from(column.is_some());
            let missing = column.zip(next).map(|(column, next): (usize, usize)| next.saturating_sub(column + 1));
            if !page.laid_out && missing.is_some_and(|missing| between > missing) {
                return true;
            }
            (next, between) = (column, 0);
        } else if is_name(page, at) {
            others += 1;
            between += 1;
        } else if item.content != Content::Blank {
            break;
        }
    }
    others >= LEAST_NAMES.max(columns.saturating_sub(2 + shared)) && shared <= MOST_SHARED
}

/// Whether a line above a table's first row announces statistics of another matter, which may have the form's shape.
pub fn is_of_another_matter(page: &Page<'_>, label: usize) -> bool {
    let items = &page.stream.items;
    let first = page.labelled.labels[label].first;
    let holds = |text: &str, words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    let table = items[first].table;
    let above = items[..first].iter().rev().skip_while(|item| table.is_some() && item.table == table);
    let above = above.take(REACH * page.table.columns.len());
    let above = above.take_while(|item| !matches!(item.content, Content::Figure(..)));
    let titles = above.map(|item| page.document.text()[item.span.clone()].trim());
    let mut titles = titles.filter(|text| text.chars().count() <= MOST_OF_A_TITLE && !text.ends_with('。'));
    titles.any(|title| holds(title, &page.forms.other_matters) && !holds(title, &page.forms.own_matters))
}

/// Behind the header above a row: rows between the two, with their figures, are passed over.
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
    end
}

/// Whether an item is a name by itself: no sentence, and no piece of the form's own words, which a narrow column breaks. Years and months
/// are names here.
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
