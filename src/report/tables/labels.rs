//! Finds the form's labels in the stream of items: exactly where it can, by edit distance where it must.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use rustc_hash::FxHashMap;

use super::super::canon::{canonical, distance, is_numeral, without_ordinal};
use super::super::figure::Content;
use super::super::forms::{Arrangement, Forms, Table};
use super::super::items::{Item, Stream};

/// Most items that one label may be split into.
const MOST_PARTS: usize = 6;

impl std::fmt::Debug for LabelIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LabelIndex").field("labels", &self.exact.len()).finish_non_exhaustive()
    }
}

/// What a label stands for on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A row of its table.
    Row(u8),
    /// A column of its table.
    Column(u8),
    /// A word of the table that is neither.
    Furniture,
}

/// A label's meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// Index of the table in the forms.
    pub table: u8,
    /// Row, column or other word.
    pub role: Role,
    /// Written without its ordinal.
    pub bare: bool,
}

/// All labels of the forms, indexed by canonical form.
pub struct LabelIndex {
    exact: FxHashMap<String, Entry>,
    fuzzy: Vec<(Vec<char>, Meaning)>,
    /// Bits of the labels' first characters and lengths: most other wordings are no label at a glance.
    shapes: [u64; 64],
    /// Rows that head others in some edition: table, head, row.
    groups: Vec<(u8, u8, u8)>,
    anywhere: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

/// What is known of a canonical form.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// What it may stand for; empty for a mark that is no label.
    pub meanings: Vec<Meaning>,
    /// The edition that prints it, where no other does.
    pub mark: Option<i16>,
}

/// Stands between a column's label and the unit that some pages print behind it.
const UNIT: &str = "单位";

impl LabelIndex {
    /// Indexes the labels of the forms' tables, without lists.
    pub fn new(forms: &Forms) -> Self {
        Self::of(forms, |table| table.arrangement != Arrangement::List)
    }

    /// Indexes the labels of the forms' lists of indicators.
    pub fn of_lists(forms: &Forms) -> Self {
        Self::of(forms, |table| table.arrangement == Arrangement::List)
    }

    fn of(forms: &Forms, keep: impl Fn(&Table) -> bool) -> Self {
        let (exact, shapes) = (FxHashMap::default(), [0; 64]);
        let mut index = Self { exact, fuzzy: Vec::new(), shapes, groups: Vec::new(), anywhere: None };
        for (number, table) in forms.tables.iter().enumerate().filter(|(_, t)| keep(t)) {
            let table_number = number as u8;
            for (i, row) in table.rows.iter().enumerate() {
                let meaning = Meaning { table: table_number, role: Role::Row(i as u8), bare: false };
                row.labels.iter().for_each(|label| index.add(label, meaning, true));
                row.exact.iter().for_each(|label| index.add(label, meaning, false));
                index.groups.extend(row.heads.iter().map(|&member| (table_number, i as u8, member as u8)));
            }
            for (i, column) in table.columns.iter().enumerate() {
                for label in &column.labels {
                    index.add(label, Meaning { table: table_number, role: Role::Column(i as u8), bare: false }, true);
                }
            }
            for label in &table.furniture {
                index.add(label, Meaning { table: table_number, role: Role::Furniture, bare: false }, true);
            }
        }
        let mut patterns: Vec<&String> = index.exact.keys().collect();
        patterns.sort_unstable();
        index.anywhere =
            CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(patterns).ok();
        for edition in &forms.editions {
            for mark in &edition.marks {
                let canon = canonical(mark);
                index.note_shape(&canon);
                index.exact.entry(canon).or_default().mark = Some(edition.code);
            }
        }
        // A column's header may carry its unit behind the label.
        let marks: Vec<(String, i16)> =
            index.exact.iter().filter_map(|(canon, entry)| Some((canon.clone(), entry.mark?))).collect();
        for (canon, entry) in &mut index.exact {
            if let Some((label, _)) = canon.split_once(UNIT)
                && let Some((_, edition)) = marks.iter().find(|(mark, _)| mark == label)
            {
                entry.mark = entry.mark.or(Some(*edition));
            }
        }
        index
    }

    /// Adds a label; `near` if it is known misspelt, too.
    fn add(&mut self, label: &str, meaning: Meaning, near: bool) {
        self.insert(canonical(label), meaning, near);
        if let Some(bare) = without_ordinal(label) {
            self.insert(bare, Meaning { bare: true, ..meaning }, near);
        }
    }

    fn insert(&mut self, canon: String, meaning: Meaning, near: bool) {
        self.note_shape(&canon);
        let meanings = &mut self.exact.entry(canon.clone()).or_default().meanings;
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
            if near {
                self.fuzzy.push((canon.chars().collect(), meaning));
            }
        }
    }

    fn note_shape(&mut self, canon: &str) {
        let (word, bit) = shape(canon);
        self.shapes[word] |= bit;
    }

    /// The first label, leftmost and longest, that stands anywhere in a canonical text, as bytes.
    pub fn first_in(&self, canon: &str) -> Option<std::ops::Range<usize>> {
        let found = self.anywhere.as_ref()?.leftmost_find_iter(canon).next()?;
        Some(found.start()..found.end())
    }

    /// What is known of a canonical form.
    pub fn look_up(&self, canon: &str) -> Option<&Entry> {
        let (word, bit) = shape(canon);
        if self.shapes[word] & bit == 0 { None } else { self.exact.get(canon) }
    }

    /// The meanings of a canonical form.
    pub fn exact(&self, canon: &str) -> &[Meaning] {
        self.look_up(canon).map_or(&[], |entry| entry.meanings.as_slice())
    }

    /// Whether a label heads a group that a row is in: a word of the table that is no row, or the row of another edition
    /// in whose place the group stands.
    fn heads(&self, head: &Meaning, row: &Meaning) -> bool {
        match (head.role, row.role) {
            (Role::Furniture, Role::Row(_)) => true,
            (Role::Row(of), Role::Row(member)) => {
                head.table == row.table && self.groups.contains(&(row.table, of, member))
            }
            _ => false,
        }
    }

    /// The column of a table that a canonical form names.
    pub fn column(&self, canon: &str, table: usize) -> Option<usize> {
        self.exact(canon).iter().find_map(|meaning| match meaning.role {
            Role::Column(column) if usize::from(meaning.table) == table => Some(usize::from(column)),
            _ => None,
        })
    }

    /// The rows that are called so without their ordinal.
    pub fn bare_rows(&self, canon: &str) -> Vec<Meaning> {
        let is_row = |m: &&Meaning| m.bare && matches!(m.role, Role::Row(_));
        self.exact(canon).iter().filter(is_row).copied().collect()
    }

    /// The one row whose label has lost one piece from its middle (`一、本年新收政府***申请数量`), with the letters lost.
    pub fn with_gap(&self, canon: &str) -> Option<(Meaning, usize)> {
        let chars: Vec<char> = canon.chars().collect();
        let mut found: Option<(Meaning, usize)> = None;
        for (label, meaning) in &self.fuzzy {
            let lost = label.len().saturating_sub(chars.len());
            if lost == 0
                || chars.len() < LEAST_AROUND_GAP
                || lost * 2 > chars.len()
                || !matches!(meaning.role, Role::Row(_))
            {
                continue;
            }
            let front = chars.iter().zip(label).take_while(|(a, b)| a == b).count();
            let back = chars.iter().rev().zip(label.iter().rev()).take_while(|(a, b)| a == b).count();
            if front + back < chars.len() || front.min(back) < LEAST_BESIDE_GAP {
                continue;
            }
            match found {
                Some((known, _)) if (known.table, known.role) != (meaning.table, meaning.role) => return None,
                Some((_, least)) if least <= lost => {}
                _ => found = Some((*meaning, lost)),
            }
        }
        found
    }

    /// The one meaning that is nearest to a misspelt label, with its distance; `None` where two are
    /// equally near or none is near enough. Labels of up to three characters have no near ones.
    pub fn nearest(&self, canon: &str) -> Option<(Meaning, usize)> {
        let chars: Vec<char> = canon.chars().collect();
        let mut best: Option<(Meaning, usize)> = None;
        let mut tied = false;
        for (label, meaning) in &self.fuzzy {
            let limit = tolerance(label.len()).min(best.map_or(usize::MAX, |(_, d)| d));
            let Some(d) = distance(&chars, label, limit) else {
                continue;
            };
            match best {
                Some((known, least)) if d == least => {
                    tied |= (known.table, known.role) != (meaning.table, meaning.role);
                }
                _ if d <= tolerance(label.len()) => {
                    best = Some((*meaning, d));
                    tied = false;
                }
                _ => {}
            }
        }
        best.filter(|_| !tied)
    }
}

/// A bit for the first character and the length of a canonical form.
fn shape(canon: &str) -> (usize, u64) {
    let first = canon.bytes().take(3).fold(canon.len(), |hash, b| hash.wrapping_mul(31).wrapping_add(usize::from(b)));
    (first >> 6 & 63, 1 << (first & 63))
}

/// Letters that must be left of a label that lost a piece, in all and on either side.
const LEAST_AROUND_GAP: usize = 8;
const LEAST_BESIDE_GAP: usize = 3;

/// Edits that a label of so many characters may carry and still be itself.
fn tolerance(characters: usize) -> usize {
    match characters {
        0..=3 => 0,
        4..=7 => 1,
        8..=12 => 2,
        _ => 3,
    }
}

/// One label found in the stream: items `first..=last`.
#[derive(Debug, Clone)]
pub struct Label {
    /// First item.
    pub first: usize,
    /// Last item.
    pub last: usize,
    /// What it may stand for; never empty.
    pub meanings: Vec<Meaning>,
    /// Edits away from the form's wording.
    pub distance: usize,
}

/// The labels of a stream, in order, and the editions' marks met.
#[derive(Debug, Default)]
pub struct Labelled {
    /// The labels.
    pub labels: Vec<Label>,
    /// For each item, the label it belongs to (index into `labels`).
    pub of_item: Vec<Option<u32>>,
    /// Editions whose marks were met, once for each different mark.
    pub marks: Vec<i16>,
}

impl Labelled {
    /// Finds the labels of a stream.
    pub fn of(stream: &Stream, index: &LabelIndex) -> Self {
        let mut found = Self { of_item: vec![None; stream.items.len()], ..Self::default() };
        let mut met: Vec<&str> = Vec::new();
        let counted = counted_on(stream, index);
        let mut at = 0;
        while at < stream.items.len() {
            let item = &stream.items[at];
            // No label begins with what punctuation a line's end left.
            if item.is_value() || item.canon.is_empty() {
                at += 1;
                continue;
            }
            let may_belong = |item: &&Item| !item.is_value() && !item.is_prose() && !item.symbols;
            let run = stream.items[at..].iter().take(MOST_PARTS).take_while(may_belong).count();
            let hit = (1..=run).rev().find_map(|parts| {
                let canon = stream.canon(at, at + parts - 1);
                let entry = index.look_up(canon)?;
                if let Some(edition) = entry.mark
                    && !met.contains(&canon)
                {
                    met.push(canon);
                    found.marks.push(edition);
                }
                (!entry.meanings.is_empty()).then(|| (parts, entry.meanings.clone(), 0))
            });
            let hit = hit.or_else(|| {
                let is_counted = counted.binary_search(&at).is_ok();
                is_counted.then(|| (1, index.bare_rows(numbered(stream.canon(at, at)).1), 0))
            });
            let before_values = |last: usize| stream.items.get(last + 1).is_some_and(|i| i.is_value());
            let hit = hit.or_else(|| {
                // Only a label that figures follow is worth a search; unsplit wordings come first.
                (1..=run.min(3))
                    .filter(|parts| before_values(at + parts - 1) && !begins_anew(stream, at, *parts))
                    .filter(|parts| !ends_in_a_label(stream, index, at, *parts))
                    .find_map(|parts| near(stream.canon(at, at + parts - 1), index).map(|(m, d)| (parts, vec![m], d)))
                    .filter(|(parts, meanings, _)| !is_a_cell(stream, at + parts, meanings))
            });
            let Some((parts, meanings, distance)) = hit else {
                at += 1;
                continue;
            };
            let number = found.labels.len() as u32;
            found.of_item[at..at + parts].fill(Some(number));
            found.labels.push(Label { first: at, last: at + parts - 1, meanings, distance });
            at += parts;
        }
        found
    }
}

/// Rows whose numbers run on through all groups of a page (`4.属于国家秘密` … `16.重复申请`), as a list that nobody told to
/// begin anew counts them.
fn counted_on(stream: &Stream, index: &LabelIndex) -> Vec<usize> {
    const LEAST: usize = 8;
    let mut found: Vec<(u32, usize)> = Vec::new();
    // Where the run that goes on begins, and the longest one so far.
    let (mut run, mut longest) = (0, 0..0);
    for at in 0..stream.items.len() {
        let before_figures = stream.items.get(at + 1).is_some_and(Item::is_value);
        if !before_figures || stream.items[at].is_value() || stream.items[at].is_prose() {
            continue;
        }
        let (number, words) = numbered(stream.canon(at, at));
        let Some(number) = number.filter(|_| !index.bare_rows(words).is_empty()) else { continue };
        if found.last().is_none_or(|(last, _)| last.checked_add(1) != Some(number)) {
            run = found.len();
        }
        found.push((number, at));
        if found.len() - run > longest.len() {
            longest = run..found.len();
        }
    }
    let longest = &found[longest];
    // Past the form's longest group its own numbers begin anew.
    let runs_on = longest.len() >= LEAST && longest.iter().any(|(number, _)| *number as usize > LEAST);
    if runs_on { longest.iter().map(|&(_, at)| at).collect() } else { Vec::new() }
}

/// The number in digits at the front of a canonical form, and the words behind it.
pub fn numbered(canon: &str) -> (Option<u32>, &str) {
    let words = canon.trim_start_matches(|c: char| c.is_ascii_digit());
    (canon[..canon.len() - words.len()].parse().ok(), words)
}

/// Whether an item behind the first begins with an ordinal, as the label of the next row does.
fn begins_anew(stream: &Stream, first: usize, parts: usize) -> bool {
    (first + 1..first + parts).any(|item| stream.canon(item, item).starts_with(is_numeral))
}

/// Whether the items behind the first are a label as they stand: then the first is no part of it, but what somebody wrote
/// into the cell before it.
fn ends_in_a_label(stream: &Stream, index: &LabelIndex, first: usize, parts: usize) -> bool {
    let last = first + parts - 1;
    (first + 1..=last).any(|from| !index.exact(stream.canon(from, last)).is_empty())
}

/// Whether words right before a figure are only near to a word of the table that is neither row nor column: rather are
/// they what somebody wrote into a cell (`不公开` is near to 不予公开).
fn is_a_cell(stream: &Stream, behind: usize, meanings: &[Meaning]) -> bool {
    let is_figure = stream.items.get(behind).is_some_and(|item| item.content != Content::Blank);
    is_figure && meanings.iter().all(|meaning| meaning.role == Role::Furniture)
}

/// A label that is misspelt, or stands behind its group's head in one cell.
fn near(canon: &str, index: &LabelIndex) -> Option<(Meaning, usize)> {
    if canon.is_empty() || canon.len() > 180 {
        return None;
    }
    for (at, _) in canon.char_indices().skip(2) {
        let (head, tail) = canon.split_at(at);
        let heads = index.exact(head);
        let of_group = |row: &&Meaning| heads.iter().any(|head| index.heads(head, row));
        if !heads.is_empty()
            && let Some(&row) = index.exact(tail).iter().find(of_group)
        {
            return Some((row, 0));
        }
    }
    index.nearest(canon).or_else(|| index.with_gap(canon))
}
