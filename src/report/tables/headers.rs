//! What a table's header says about its columns: which they are, where they stand, in which unit.

use super::super::Unit;
use super::super::figure::Content;
use super::super::forms::Row;
use super::labels::{Label, Role};
use super::on_line;
use super::page::{FoundRow, Page};
use super::sequence::{Outcome, Reading};
use super::slipped;
use super::solve::{self, Candidate};
use std::ops::Range;

/// Columns that a whole table has at least, where it has fewer than the form.
const LEAST_OF_A_WHOLE: usize = 4;
/// How many labels above a row its header may stand.
pub const REACH: usize = 12;

/// The columns that stand in a row: those that its header names, else those of the edition.
pub fn columns(page: &Page<'_>, hit: &FoundRow, row: &Row) -> Vec<usize> {
    let header = named_above(page, hit.label);
    let own = page.edition.and_then(|e| row.columns.get(&e));
    let others = row.columns.values().filter(|&v| Some(v) != own);
    // Where a header's words are wrapped at different heights, only some of its columns may have been understood.
    let is_part = page.laid_out && own.is_some_and(|own| own.len() > header.len());
    let named =
        |variant: &&Vec<usize>| !is_part && header.len() == variant.len() && variant.iter().all(|c| header.contains(c));
    if let Some(variant) = own.into_iter().chain(others).find(named) {
        // The header of a whole table is flattened in another order than its columns stand; a block's is not.
        return if page.table.columns.len() == variant.len() { variant.clone() } else { header };
    }
    // Of a block of rows, the header may have fewer columns than the form, and the row's cells show no more.
    let is_part_of_own = own.is_some_and(|own| {
        let once = |column: &usize| header.iter().filter(|named| *named == column).count() == 1;
        (2..own.len()).contains(&header.len()) && header.iter().all(|column| own.contains(column) && once(column))
    });
    if !page.table.whole && is_part_of_own && shown(page, hit) == Some(header.len()) {
        return header;
    }
    let fewer = own.filter(|_| page.table.whole).and_then(|own| fewer_than(page, hit, own));
    if let Some(fewer) = fewer {
        return fewer;
    }
    own.or_else(|| row.columns.values().next()).cloned().unwrap_or_default()
}

/// The columns of a real table that names fewer than the form has: all those that its header names, each in a cell of its
/// own, and below each of them a cell of the row.
fn fewer_than(page: &Page<'_>, hit: &FoundRow, own: &[usize]) -> Option<Vec<usize>> {
    let items = &page.stream.items;
    let labels = &page.labelled.labels[..hit.label];
    let table = items[page.labelled.labels[hit.label].first].table?;
    let of_grid = labels.iter().rev().take_while(|label| items[label.first].table == Some(table));
    let mut named: Vec<(u32, usize)> = Vec::new();
    for (label, column) in of_grid.filter_map(|label| Some((label, column_of(page, label)?))) {
        let (from, span) = items[label.first].column?;
        if span != 1 || !own.contains(&column) || named.iter().any(|(_, other)| *other == column) {
            return None;
        }
        named.push((from, column));
    }
    let is_single = hit.cells(page.stream).all(|item| matches!(item.column, Some((_, 1))));
    if !(LEAST_OF_A_WHOLE..own.len()).contains(&named.len()) || shown(page, hit) != Some(named.len()) || !is_single {
        return None;
    }
    named.sort_unstable();
    let columns: Vec<usize> = named.into_iter().map(|(_, column)| column).collect();
    cells_below(page, hit, &columns).map(|_| columns)
}

/// How many cells a row between walls shows, the empty ones too: the name of their column may be misspelt.
fn shown(page: &Page<'_>, hit: &FoundRow) -> Option<usize> {
    hit.is_walled(page.stream).then(|| hit.cells(page.stream).count())
}

/// Whether the header above a row names columns that the row has in another edition, and none of these: then its figures
/// are those of the other's.
pub fn are_of_another_edition(page: &Page<'_>, hit: &FoundRow, row: &Row, columns: &[usize]) -> bool {
    let named = named_above(page, hit.label);
    let is_of_row = |column: &usize| row.columns.values().any(|variant| variant.contains(column));
    !named.is_empty() && named.iter().all(|column| is_of_row(column) && !columns.contains(column))
}

/// Whether the columns stand in an order that the form does not have, and that only words on several lines without
/// walls tell: a header wrapped at different heights (`pdftotext -layout`) reads in another order than it stands.
pub fn is_doubtful(page: &Page<'_>, hit: &FoundRow, row: &Row, columns: &[usize]) -> bool {
    if row.columns.values().any(|variant| variant == columns) {
        return false;
    }
    let items = &page.stream.items;
    let above = page.labelled.labels[..hit.label].iter().rev().take(REACH);
    let header: Vec<&Label> = above.filter(|l| column_of(page, l).is_some()).take(columns.len()).collect();
    let is_walled = |l: &&Label| items[l.first..=l.last].iter().all(|i| i.walled);
    let in_one_line = header.windows(2).all(|pair| items[pair[0].last].row == items[pair[1].first].row);
    !in_one_line && !header.iter().all(is_walled)
}

/// Columns named by the header nearest above a label, in the order of the page.
pub fn named_above(page: &Page<'_>, label: usize) -> Vec<usize> {
    let mut columns = Vec::new();
    for before in page.labelled.labels[..label].iter().rev().take(REACH) {
        if !is_of(page, before) {
            break;
        }
        match column_of(page, before) {
            Some(column) => columns.push(column),
            None if columns.is_empty() => {}
            None => break,
        }
    }
    columns.reverse();
    columns
}

/// Whether a name that is none of the form's stands behind the header's last column, in its line.
pub fn is_followed_by_a_stranger(page: &Page<'_>, label: usize) -> bool {
    let items = &page.stream.items;
    let Some(last) = label.checked_sub(1).map(|above| page.labelled.labels[above].last) else { return false };
    let mut behind = last + 1..page.labelled.labels[label].first;
    let of_line = |at: &usize| items[*at].row == items[last].row;
    behind.find(|at| of_line(at) && !items[*at].is_value()).is_some_and(|at| !items[at].is_prose())
}

/// The columns that the header of a table in one line names, from the last to the first, as often as it names them.
pub fn named_in_line(page: &Page<'_>, before: usize) -> Vec<usize> {
    let labels = page.labelled.labels.iter().rev().skip_while(|l| l.first >= before);
    labels.take(4 * REACH).take_while(|l| is_of(page, l)).filter_map(|l| column_of(page, l)).collect()
}

/// Whether no column is named twice.
pub fn is_deduplicated(named: &[usize]) -> bool {
    named.iter().enumerate().all(|(at, column)| !named[..at].contains(column))
}

/// The row that a label names.
pub fn row_of(page: &Page<'_>, label: &Label) -> Option<u8> {
    label.meanings.iter().filter(|m| usize::from(m.table) == page.number).find_map(|m| match m.role {
        Role::Row(row) => Some(row),
        _ => None,
    })
}

/// Whether a label is one of the table.
pub fn is_of(page: &Page<'_>, label: &Label) -> bool {
    label.meanings.iter().any(|m| usize::from(m.table) == page.number)
}

/// The column that a label names.
pub fn column_of(page: &Page<'_>, label: &Label) -> Option<usize> {
    label.meanings.iter().filter(|m| usize::from(m.table) == page.number).find_map(|m| match m.role {
        Role::Column(column) => Some(usize::from(column)),
        _ => None,
    })
}

/// The header of a column nearest above a row's label.
fn header<'a>(page: &'a Page<'_>, label: usize, column: usize) -> Option<&'a Label> {
    page.labelled.labels[..label].iter().rev().find(|l| column_of(page, l) == Some(column))
}

/// The unit that a column's header prints: `采购总金额（万元）`.
pub fn unit(page: &Page<'_>, label: usize, column: usize) -> Option<Unit> {
    let header = header(page, label, column)?;
    let words = page.stream.canon(header.first, header.last);
    if words.ends_with("万元") {
        Some(Unit::Cny10k)
    } else if words.ends_with('元') {
        Some(Unit::Cny)
    } else {
        None
    }
}

/// Cells of a real table, each under the header of its column; `None` where a header or a cell is missing.
pub fn cells_below(page: &Page<'_>, hit: &FoundRow, columns: &[usize]) -> Option<Vec<Outcome>> {
    let items = &page.stream.items;
    let label = &items[page.labelled.labels[hit.label].last];
    let cells: Vec<usize> = hit.values.clone().filter(|&i| items[i].row == label.row).collect();
    // More cells than columns: the body may be shifted against the header, which then proves nothing.
    if cells.len() > columns.len() {
        return None;
    }
    below(page, hit, columns, &cells)
}

/// Cells of a real table that show something, as many as the row has columns and each under the header of one of them,
/// among others that are empty: columns that a program put between those of the form.
pub fn shown_below(page: &Page<'_>, hit: &FoundRow, columns: &[usize]) -> Option<Vec<Outcome>> {
    let items = &page.stream.items;
    let label = &items[page.labelled.labels[hit.label].last];
    let shows = |&at: &usize| items[at].row == label.row && items[at].content != Content::Blank;
    let cells: Vec<usize> = hit.values.clone().filter(shows).collect();
    if cells.len() != columns.len() {
        return None;
    }
    below(page, hit, columns, &cells)
}

/// For each column the one of these cells that stands under its header.
fn below(page: &Page<'_>, hit: &FoundRow, columns: &[usize], cells: &[usize]) -> Option<Vec<Outcome>> {
    let items = &page.stream.items;
    let table = items[page.labelled.labels[hit.label].last].table?;
    let mut outcomes = Vec::with_capacity(columns.len());
    for &column in columns {
        let header = &items[header(page, hit.label, column)?.first];
        if header.table != Some(table) {
            return None;
        }
        let (from, span) = header.column?;
        let below = |i: &usize| items[*i].column.is_some_and(|(c, s)| c < from + span && from < c + s);
        let mut under = cells.iter().copied().filter(below);
        let at = under.next()?;
        if under.next().is_some() || outcomes.iter().any(|o: &Outcome| o.item == Some(at)) {
            return None;
        }
        outcomes.push(Outcome::of(items, at));
    }
    let is_certain = cells.iter().all(|&at| !items[at].drawn) || slipped::is_proved(page, columns, &outcomes);
    is_certain.then_some(outcomes)
}

/// The one cell of a row whose figure stands there as often as the header above names its column: both were written
/// out for each of the columns that they are merged over.
pub fn repeated(page: &Page<'_>, hit: &FoundRow, columns: &[usize]) -> Option<Vec<Outcome>> {
    let [column] = columns else { return None };
    let items = &page.stream.items;
    let labels = page.labelled.labels[..hit.label].iter().rev();
    let heads = labels.skip_while(|l| column_of(page, l).is_none()).take_while(|l| column_of(page, l) == Some(*column));
    let named = heads.count();
    let shown: Vec<usize> =
        hit.values.clone().take_while(|&at| items[at].is_value()).filter(|&at| !items[at].span.is_empty()).collect();
    let text = |at: usize| &page.document.text()[items[at].span.clone()];
    let is_same = |at: &usize| items[*at].walled && text(*at) == text(shown[0]);
    (named > 1 && shown.len() == named && shown.iter().all(is_same)).then(|| vec![Outcome::of(items, shown[0])])
}

/// The cells of a row between pipes whose header names its columns in an order of its own: header and row show equally
/// many cells, so each cell belongs to the column of its place, if the row's sums say so too.
pub fn piped_below(page: &Page<'_>, hit: &FoundRow, columns: &[usize]) -> Option<Reading> {
    let items = &page.stream.items;
    let label = &page.labelled.labels[hit.label];
    let row = line_of(page, label.last)?;
    let mut heads = Vec::with_capacity(columns.len());
    for &column in columns {
        let head = header(page, hit.label, column)?;
        heads.push((head.first == head.last).then_some(head.first)?);
    }
    let head = line_of(page, *heads.first()?)?;
    let stands_in = |line: &Range<usize>, item: usize| line.contains(&item);
    if head.len() != row.len() || !heads.iter().all(|&item| stands_in(&head, item)) {
        return None;
    }
    let places: Vec<usize> = heads.iter().map(|item| row.start + item - head.start).collect();
    if places.iter().any(|&place| place <= label.last || !items[place].is_value()) {
        return None;
    }
    let cells: Vec<Outcome> = places.iter().map(|&place| Outcome::of(items, place)).collect();
    let values: Candidate = cells.iter().map(|cell| cell.value).collect();
    let holds = solve::groups(&page.table.identities, columns, 1).iter().all(|sum| solve::holds(&values, sum));
    holds.then_some(Reading::Placed { cells, counted: false })
}

/// The items of a line between pipes; `None` where one of them has no walls, or stands in a real table.
pub fn line_of(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    let line = on_line::line_of(&page.stream.items, at);
    let mut items = page.stream.items[line.clone()].iter();
    items.all(|item| item.walled && (item.table.is_none() || item.drawn)).then_some(line)
}

/// The cells of a line of figures in a table with walls, each told by the column and the row that its header names above
/// it. Between pipes a cell stands below those of the same number in lines of equally many, if the sums say so too.
pub fn line_below(page: &Page<'_>, line: &Range<usize>) -> Option<Vec<Outcome>> {
    let items = &page.stream.items;
    let (rows, columns) = (page.table.rows.len(), page.table.columns.len());
    let first = items.get(line.start)?;
    let is_piped = first.table.is_none() || first.drawn;
    if line.len() != rows * columns || (is_piped && line_of(page, line.start).as_ref() != Some(line)) {
        return None;
    }
    let stretch = |at: usize| match is_piped {
        false => items[at].column.filter(|_| items[at].table == first.table),
        true => line_of(page, at).filter(|own| own.len() == line.len()).map(|own| ((at - own.start) as u32, 1)),
    };
    let mut cells: Vec<Option<Outcome>> = vec![None; rows * columns];
    for at in line.clone() {
        let (from, span) = stretch(at)?;
        let covers = |label: &Label| stretch(label.first).is_some_and(|(c, s)| c <= from && from + span <= c + s);
        let heads = || page.labelled.labels.iter().rev().filter(|label| label.last < line.start && covers(label));
        let column = heads().find_map(|label| column_of(page, label))?;
        let row = usize::from(heads().find_map(|label| row_of(page, label))?);
        let cell = cells.get_mut(row * columns + column)?;
        if cell.replace(Outcome::of(items, at)).is_some() {
            return None;
        }
    }
    let cells = cells.into_iter().collect::<Option<Vec<_>>>()?;
    let values: Candidate = cells.iter().map(|cell| cell.value).collect();
    let every: Vec<usize> = (0..columns).collect();
    let add_up = || solve::groups(&page.table.identities, &every, rows).iter().all(|sum| solve::holds(&values, sum));
    (!is_piped || add_up()).then_some(cells)
}
