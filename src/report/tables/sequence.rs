//! The figures behind a label, read as the cells of its row.
//!
//! Positions are certain where walls show every cell or where there are as many figures as cells.
//! Otherwise this stage only says which figures stand there, in which order.

use super::super::canon::is_numeral;
use super::super::figure::{Content, chinese, visible};
use super::super::forms::Forms;
use super::super::items::{Item, Stream};
use super::super::{Derivation, Status, Unit};
use super::labels::{Labelled, Role};
use super::page::Page;
use super::solve::{self, Figures};
use std::ops::Range;

/// Characters of a word in a cell without walls; longer ones are headings and prose.
const MOST_OF_A_WORD: usize = 8;

/// What became of one cell.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    pub status: Status,
    pub value: Option<f64>,
    pub unit: Option<Unit>,
    /// The item that stands in the cell.
    pub item: Option<usize>,
    /// How an inferred value was derived.
    pub rule: Option<Derivation>,
}

impl Outcome {
    /// A cell without a figure and without a text of its own.
    pub fn open(status: Status) -> Self {
        Self { status, value: None, unit: None, item: None, rule: None }
    }

    /// A cell whose figure follows from the form's identities.
    pub fn inferred(value: f64, rule: Derivation) -> Self {
        Self { value: Some(value), rule: Some(rule), ..Self::open(Status::Inferred) }
    }

    /// The figure was found by a rule, not by its place alone.
    pub fn infer(&mut self, rule: Derivation) {
        if self.value.is_some() {
            (self.status, self.rule) = (Status::Inferred, Some(rule));
        }
    }

    /// The cell in which an item stands.
    pub fn of(items: &[Item], at: usize) -> Self {
        let open = |status| Self { item: Some(at), ..Self::open(status) };
        match items[at].content {
            Content::Blank | Content::Mark => open(Status::Blank),
            // Nothing merged over several rows is nothing in each of them.
            Content::Figure(value, _) if items[at].shared && value == 0.0 => {
                Self { item: Some(at), ..Self::inferred(0.0, Derivation::MergedZero) }
            }
            Content::Figure(..) if items[at].shared => open(Status::Ambiguous),
            Content::Figure(value, unit) => Self { value: Some(value), unit, ..open(Status::Reported) },
            Content::Pair => open(Status::Ambiguous),
            Content::Glued | Content::Text => open(Status::Invalid),
        }
    }
}

/// What the figures of a row say.
#[derive(Debug, Clone)]
pub enum Reading {
    /// The item of every cell is known; `counted` where only the number of figures says so.
    Placed { cells: Vec<Outcome>, counted: bool },
    /// The figures of the cells, but not which is whose.
    Unsettled(Figures),
    /// The row stands there with empty cells only.
    Empty,
    /// The row stands there without any cell.
    Bare,
    /// Figures that fit no reading.
    Open,
}

/// Reads the items from a label to the next as a row of so many cells.
pub fn read(page: &Page<'_>, values: &Range<usize>, cells: usize) -> Reading {
    let items = &page.stream.items;
    let Some(mut sequence) = gather(page, values, cells) else {
        return Reading::Open;
    };
    if sequence.is_empty() {
        return Reading::Bare;
    }
    let blank = |i: usize| items[i].content == Content::Blank;
    // Empty cells behind the last column are padding. Where an empty cell also stands before the first
    // figure, that one may be the padding, and positions are not certain.
    let more = sequence.len().saturating_sub(cells);
    if page.padded_in_front && page.table.whole && sequence[..more].iter().all(|&i| blank(i)) {
        sequence.drain(..more);
    }
    let padded_in_front = !page.padded_behind && sequence.len() > cells && sequence.first().is_some_and(|&i| blank(i));
    while sequence.len() > cells && sequence.last().is_some_and(|&i| blank(i)) {
        sequence.pop();
    }
    let shown: Vec<usize> = sequence.iter().copied().filter(|&i| !blank(i)).collect();
    if shown.is_empty() {
        return Reading::Empty;
    }
    let place = |sequence: &[usize]| sequence.iter().map(|&i| Outcome::of(items, i)).collect();
    let walled = sequence.iter().all(|&i| items[i].walled);
    if page.stream.glued {
        return digits(page, &shown, cells);
    }
    if let Some(pieces) = pieces(page, &shown, cells) {
        return Reading::Unsettled(Figures::Pieces(pieces));
    }
    let glued = !walled && shown.iter().any(|&i| items[i].content == Content::Glued);
    if glued {
        return Reading::Open;
    }
    if shown.len() == cells {
        // Cells that are empty between figures may be columns of the form, and figures behind them none.
        let first = sequence.iter().position(|&i| !blank(i)).unwrap_or_default();
        let has_gaps = walled && sequence.len() - first > cells;
        let is_zero = |&i: &usize| matches!(items[i].content, Content::Figure(figure, _) if figure == 0.0);
        if has_gaps && !shown.iter().all(is_zero) {
            return Reading::Open;
        }
        return Reading::Placed { cells: place(&shown), counted: !walled };
    }
    if sequence.len() == cells && !padded_in_front {
        return Reading::Placed { cells: place(&sequence), counted: false };
    }
    // With the row the page ends: it may have been cut off, and nothing says that what it lacks was empty.
    if shown.len() < cells && sequence.last().is_some_and(|&last| last + 1 == items.len()) {
        return Reading::Open;
    }
    let figures = shown.iter().map(|&i| match items[i].content {
        Content::Figure(..) if items[i].shared => None,
        Content::Figure(value, _) => Some(Some(value)),
        Content::Mark => Some(None),
        _ => None,
    });
    let seen_empty = sequence.len() > shown.len();
    let kind = match shown.len() {
        n if n == cells + 1 => Figures::Surplus,
        n if n > cells => return Reading::Open,
        _ if seen_empty || (page.laid_out && !walled) => Figures::Shifted,
        _ => Figures::Lost,
    };
    figures.collect::<Option<_>>().map_or(Reading::Open, |f| Reading::Unsettled(kind(f)))
}

/// More digits than cells, each on a line of its own without walls: pieces of figures, if not further columns. One more
/// that could all be figures is a surplus.
fn pieces(page: &Page<'_>, shown: &[usize], cells: usize) -> Option<Vec<String>> {
    const MOST_MORE: usize = 6;
    let items = &page.stream.items;
    let is_glued = |&at: &usize| items[at].content == Content::Glued;
    let least = if shown.iter().any(is_glued) { cells + 1 } else { cells + 2 };
    let apart = shown.windows(2).all(|pair| items[pair[0]].row != items[pair[1]].row);
    if !(least..=cells + MOST_MORE).contains(&shown.len()) || !apart || shown.iter().any(|&at| items[at].walled) {
        return None;
    }
    let text = |&at: &usize| visible(&page.document.found[items[at].span.clone()]).into_owned();
    let pieces: Vec<String> = shown.iter().map(text).collect();
    pieces.iter().all(|piece| solve::is_digits(piece)).then_some(pieces)
}

/// Runs of digits without borders between the numbers in them.
fn digits(page: &Page<'_>, shown: &[usize], cells: usize) -> Reading {
    let runs: Vec<String> =
        shown.iter().map(|&i| visible(&page.document.found[page.stream.items[i].span.clone()]).into_owned()).collect();
    let plain = |run: &String| solve::is_digits(run) || cells == 1 && runs.len() == 1 && solve::amount(run).is_some();
    let kind = if page.digits_lost { Figures::GluedLost } else { Figures::Glued };
    if runs.iter().all(plain) { Reading::Unsettled(kind(runs)) } else { Reading::Open }
}

/// Whether rows show that their padding stands behind, and no row that has cells to spare shows an empty
/// one before its first figure only. Told from tables whose rows all have the same cells.
pub fn padded_behind(stream: &Stream, labelled: &Labelled, forms: &Forms) -> bool {
    let (mut behind, mut in_front) = (0, 0);
    for label in &labelled.labels {
        let row = label.meanings.iter().find(|m| matches!(m.role, Role::Row(_)) && !m.bare);
        let Some(table) = row.map(|m| &forms.tables[usize::from(m.table)]).filter(|t| t.whole) else { continue };
        let cells: Vec<bool> = stream.items[label.last + 1..]
            .iter()
            .take_while(|i| i.is_value() && i.walled)
            .map(|i| i.content == Content::Blank)
            .collect();
        match (cells.first(), cells.last()) {
            (Some(false), Some(true)) => behind += 1,
            // No cell to spare, and the first is empty: that one is a cell of the row.
            (Some(true), _) if cells.len() == table.columns.len() => behind += 1,
            (Some(true), Some(false)) if cells.len() > table.columns.len() => in_front += 1,
            _ => {}
        }
    }
    behind >= 3 && in_front == 0
}

/// Whether the rows of tables whose rows all have the same cells make a rectangle whose last columns are these cells:
/// labels of outer groups then stand farther left, with empty cells between them and their figures.
pub fn padded_in_front(stream: &Stream, labelled: &Labelled, forms: &Forms) -> bool {
    const LEAST: usize = 8;
    let mut widths = Vec::new();
    let (mut exact, mut shifted) = (0, 0);
    for label in &labelled.labels {
        let row = label.meanings.iter().find(|m| matches!(m.role, Role::Row(_)) && !m.bare);
        let Some(table) = row.map(|m| &forms.tables[usize::from(m.table)]).filter(|t| t.whole) else { continue };
        let number = stream.items[label.last].row;
        let of_line = |item: &&Item| item.row == number;
        let before = stream.items[..=label.last].iter().rev().take_while(of_line).count();
        let behind: Vec<&Item> = stream.items[label.last + 1..].iter().take_while(of_line).collect();
        // The head of a group has the label of its first row behind it.
        let is_head = row.is_some_and(|m| match m.role {
            Role::Row(row) => !table.rows[usize::from(row)].heads.is_empty(),
            _ => false,
        });
        if behind.first().is_none_or(|first| is_head && !first.is_value()) {
            continue;
        }
        widths.push((before - (label.last - label.first), behind.len()));
        let Some(more) = behind.len().checked_sub(table.columns.len()) else { return false };
        let is_blank = |item: &&Item| item.content == Content::Blank;
        if !behind.iter().all(|item| item.is_value()) || !behind[..more].iter().all(is_blank) {
            return false;
        }
        exact += usize::from(more == 0);
        shifted += usize::from(more > 0 && !behind.iter().rev().take(more).all(is_blank));
    }
    let whole = |(before, behind): &(usize, usize)| before + behind;
    widths.len() >= LEAST && exact >= LEAST / 2 && shifted > 0 && widths.iter().all(|w| whole(w) == whole(&widths[0]))
}

/// The items that are cells of the row; `None` where words among them leave that open.
fn gather(page: &Page<'_>, values: &Range<usize>, cells: usize) -> Option<Vec<usize>> {
    let items = &page.stream.items;
    let figures = items[values.clone()].iter().take_while(|i| i.is_value()).count();
    let sequence: Vec<usize> = (values.start..values.start + figures).collect();
    // A line that shows all cells behind its label ends the row; what follows is the next line's.
    let line = values.start.checked_sub(1).map(|label| items[label].row);
    let of_line = sequence.iter().take_while(|&&i| Some(items[i].row) == line).count();
    if of_line >= cells {
        // An empty cell in front may be padding where words stand in a cell behind as many as the row has.
        let is_padded = of_line == cells && items[values.start].content == Content::Blank;
        let behind = items.get(values.start + of_line).filter(|item| item.walled && Some(item.row) == line);
        if is_padded && behind.is_some() && is_cell_word(page, values.start + of_line) {
            return None;
        }
        return Some(sequence[..of_line].to_vec());
    }
    let rest = values.start + figures..values.end;
    if sequence.len() >= cells {
        return Some(sequence);
    }
    if rest.is_empty() {
        return (sequence.is_empty() || !is_followed_by_a_numeral(page, values.end)).then_some(sequence);
    }
    // Words in a cell of the same line are the text of that cell.
    let first = items[values.start].row;
    let of_row = |i: &usize| items[*i].walled && (Some(items[*i].row) == line || items[*i].row == first);
    let same_row: Vec<usize> = rest.clone().filter(of_row).collect();
    if !same_row.is_empty() && sequence.len() + same_row.len() == cells {
        return Some(sequence.into_iter().chain(same_row).collect());
    }
    let figures_follow = rest.clone().any(|i| items[i].is_value() && items[i].content != Content::Blank);
    if !figures_follow {
        // The one cell of a row, with words in it.
        if sequence.is_empty() && cells == 1 && is_cell_word(page, rest.start) {
            return Some(vec![rest.start]);
        }
        let lacks = cells - sequence.len();
        return (!ends_in_a_word(page, &sequence, &rest, lacks)).then_some(sequence);
    }
    // Words between figures: remarks in brackets are passed over, other words may be a cell of their own.
    let all: Vec<usize> = values.clone().filter(|&i| items[i].is_value()).collect();
    let words = items[rest].chunk_by(|a, b| a.is_value() == b.is_value()).filter(|run| !run[0].is_value());
    if all.len() == cells && words.into_iter().all(|run| is_remark(page, run)) {
        return Some(all);
    }
    (values.len() == cells && shows_cells(&items[values.clone()])).then(|| values.clone().collect())
}

/// Whether a word stands behind too few figures as if it were the next cell's: `规章 0 0 见附件`. Then no cell was lost
/// without a trace.
fn ends_in_a_word(page: &Page<'_>, sequence: &[usize], rest: &Range<usize>, lacks: usize) -> bool {
    let items = &page.stream.items;
    let behind = rest.start;
    let Some(word) = items.get(behind) else { return false };
    // Behind the label itself a word stands in the first cell.
    let Some(&last) = sequence.last() else { return is_cell_word(page, behind) };
    // So many words as the row lacks cells are in their places, if the first is nothing else than a spoilt figure.
    let spoilt = || is_spoilt(&page.document.text()[word.span.clone()]);
    let is_only = rest.len() == 1 || rest.len() <= lacks && spoilt() && rest.clone().all(|at| is_cell_word(page, at));
    let fits = if items[last].row == word.row {
        is_only || items[behind + 1].row != word.row
    } else {
        // Each cell has a line of its own.
        is_only && last.checked_sub(1).is_some_and(|before| items[before].row != items[last].row)
    };
    fits && is_cell_word(page, behind)
}

/// Whether the label behind too few figures begins with a numeral by itself (`二` above `上年结转…`): it may be the
/// label's ordinal, and it may be what somebody wrote into the last cell.
fn is_followed_by_a_numeral(page: &Page<'_>, label: usize) -> bool {
    let of_label = |at: usize| page.labelled.of_item.get(at).copied().flatten();
    let begins = of_label(label).is_some() && of_label(label) == of_label(label + 1);
    begins && chinese(&page.document.text()[page.stream.items[label].span.clone()]).is_some()
}

/// Whether words can be what somebody wrote into a cell instead of a figure: between walls, a numeral, or a few words
/// that are no label and have no ordinal as a label's piece or a heading has.
pub fn is_cell_word(page: &Page<'_>, at: usize) -> bool {
    let item = &page.stream.items[at];
    let is_heading = page.headings.iter().any(|heading| heading.span.start == item.span.start);
    let is_label = page.labelled.of_item[at].is_some() || is_heading;
    if item.is_value() || item.is_prose() || is_label || is_remark(page, std::slice::from_ref(item)) {
        return false;
    }
    let canon = page.stream.canon(at, at);
    let is_short = (2..=MOST_OF_A_WORD).contains(&canon.chars().count()) && !canon.starts_with(is_numeral);
    let text = &page.document.text()[item.span.clone()];
    let is_written = is_spoilt(text) || holds_a_number(text) || chinese(text).is_some();
    item.walled || item.symbols || is_short || is_written || is_letter_of_a_row(page, at)
}

/// Whether a single letter ends a line of figures (`规章 0 0 口`). At a line's start it may be one of a vertical label.
fn is_letter_of_a_row(page: &Page<'_>, at: usize) -> bool {
    let items = &page.stream.items;
    let of_row = |other: Option<usize>| other.and_then(|i| items.get(i)).filter(|i| i.row == items[at].row);
    let is_behind_a_figure = of_row(at.checked_sub(1)).is_some_and(Item::is_value);
    is_behind_a_figure && of_row(Some(at + 1)).is_none() && page.stream.canon(at, at).chars().count() == 1
}

/// What stands where a figure should and is more than one, or not one for sure: `35余`, `>10`, `（35）`, `1.2万`.
fn holds_a_number(text: &str) -> bool {
    const BESIDE: usize = 4;
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let Some((before, rest)) = text.find(is_digit).map(|at| text.split_at(at)) else { return false };
    let behind = rest.trim_start_matches(|c| is_digit(c) || ".,，．".contains(c));
    before.chars().count() <= BESIDE && behind.chars().count() <= BESIDE
}

/// What stands where a figure should and is none: `o`, `?`, `#REF!`.
fn is_spoilt(text: &str) -> bool {
    let marks = |c: char| c.is_ascii_alphanumeric() || "?？#!/".contains(c);
    text.len() <= MOST_OF_A_WORD && text.chars().all(marks) && text.contains(|c| !"!/".contains(c))
}

/// Whether each item is a cell by itself, words too: walls are drawn around all of them, or each has a line of its
/// own and words that are more than an ordinal or a letter of a vertical label. In a line with figures, words may be
/// the label of another row.
fn shows_cells(items: &[Item]) -> bool {
    let walled = items.iter().all(|item| item.walled);
    let apart = items.windows(2).all(|pair| pair[0].row != pair[1].row);
    let is_word = |item: &Item| item.is_value() || item.canon.len() > "七".len();
    walled || (apart && items.iter().all(is_word))
}

/// Whether words are a note (`注：…`) or stand in brackets as a whole: `（三）部分公开（区分` and the ordinal `（七）`
/// are the label of another row.
fn is_remark(page: &Page<'_>, words: &[Item]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return true };
    let text = page.document.text().get(first.span.start..last.span.end).unwrap_or_default();
    if text.starts_with('注') {
        return true;
    }
    let mut depth = 0;
    let closed = text.char_indices().find_map(|(at, c)| {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            _ => {}
        }
        (depth <= 0).then_some(at + c.len_utf8())
    });
    let ordinal = |c: char| is_numeral(c) || matches!(c, '(' | ')' | '（' | '）');
    text.starts_with(['(', '（']) && closed == Some(text.len()) && !text.chars().all(ordinal)
}
