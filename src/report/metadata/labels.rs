//! Labels in a page's header and their values: `索引号: … 发布机构: …` on one line, label and value on
//! alternating lines, bullets, pipe rows, labels with blanks inside (`索  引  号`).

use std::borrow::Cow;

use super::dates::date_at;
use super::index_number;
use super::letters::match_spaced;
use super::pieces::Pieces;
use super::rules::MetadataRules;
use super::vocabulary::Field;
use crate::document::Span;
use crate::report::Date;
use crate::report::canon::is_han;

/// What the header's labels say.
#[derive(Debug, Default)]
pub struct Labels<'a> {
    /// 索引号.
    pub index_number: Option<&'a str>,
    /// Agencies named as source or issuer, in order.
    pub agencies: Vec<Cow<'a, str>>,
    /// Publication dates, in order.
    pub published: Option<Date>,
    /// Dates of writing.
    pub written: Option<Date>,
}

/// What may stand before a label and open what closes it, and before the next label.
const OPENING: &str = "【〔［[*「（(";
/// What may stand between a label and its value.
const CLOSING: &str = "】〕］]”\"*」）)";
/// How the title of a report ends; a label may follow it without a blank.
const TITLE_ENDS: [&str; 3] = ["年度报告", "工作报告", "年报"];

/// Reads the labels of head and tail.
pub fn read<'a>(pieces: &Pieces<'a>, rules: &MetadataRules) -> Labels<'a> {
    let mut labels = Labels::default();
    for list in [&pieces.head, &pieces.tail] {
        for at in 0..list.len() {
            scan(pieces, list, at, rules, &mut labels);
        }
    }
    labels
}

fn scan<'a>(pieces: &Pieces<'a>, list: &[Span], at: usize, rules: &MetadataRules, labels: &mut Labels<'a>) {
    let Some(piece) = list.get(at).map(|s| pieces.get(s)).filter(|p| p.len() <= super::pieces::REACH) else {
        return;
    };
    let mut before: Option<char> = None;
    let mut agency_from: Option<usize> = None;
    for (start, c) in piece.char_indices() {
        let previous = before.replace(c);
        let Some(words) = rules.vocabulary.starting(c) else {
            continue;
        };
        let boundary = previous.is_none_or(|b| !is_han(b));
        let rest = piece.get(start..).unwrap_or("");
        let hit = words.iter().filter_map(|(w, f)| Some((match_spaced(rest, w)?, *f)));
        // Inside a run of words only a date with its full label and colon is taken for a label's value.
        let whole = |len: usize| rest.get(..len).is_some_and(|w| w.chars().count() >= 4);
        // A blank lost at the end of a printed line leaves `发布机构：某局时间：2021-03-02`.
        let names = |from: usize| piece.get(from..start).is_some_and(|name| rules.endings.of_name(name).is_some());
        let behind_agency = agency_from.is_some_and(names);
        let behind_title = || piece.get(..start).is_some_and(|t| TITLE_ENDS.iter().any(|end| t.ends_with(end)));
        let dated = |f: &Field| matches!(f, Field::Published | Field::Written);
        let hit = hit.filter(|(len, f)| boundary || (dated(f) && (whole(*len) || behind_agency || behind_title())));
        let Some((len, field)) = hit.max_by_key(|(len, _)| *len) else {
            continue;
        };
        let tail = rest.get(len..).unwrap_or("").trim_start();
        let after = tail.trim_start_matches(|c: char| c.is_whitespace() || CLOSING.contains(c));
        let framed = piece.get(..start).unwrap_or("").trim_end().ends_with(|c| OPENING.contains(c));
        let closed = framed && tail.starts_with(|c| CLOSING.contains(c));
        let first =
            piece.get(..start).is_some_and(|before| before.trim_matches([' ', '-', '•', '·', '\u{3000}']).is_empty());
        // `作者：院办 发布于 2020/1/8`
        let apart = previous.is_some_and(char::is_whitespace) && after.starts_with(|c: char| c.is_ascii_digit());
        let dated =
            matches!(field, Field::Published | Field::Written) && (closed || first || apart && whole_date(after));
        let value = match after.chars().next() {
            Some(':' | '：' | '|' | '｜')
                if boundary || date_at(after.trim_start_matches([':', '：']).trim_start()).is_some() =>
            {
                let value =
                    after.trim_start_matches(|c: char| c.is_whitespace() || ":：|｜【[〔［*】]〕］\"“".contains(c));
                if value.is_empty() { next_value(pieces, list, at) } else { Some(value) }
            }
            None if boundary => next_value(pieces, list, at),
            // `【来源】某局`, `发布日期 2024-02-20`
            Some(c) if boundary && closed && !OPENING.contains(c) || dated && date_at(after).is_some() => Some(after),
            // `索引号 1133/2022-6`, `发布机构 某某县林业局`: parts of a list's line, which stood beside each other.
            Some(c) if boundary && field == Field::Index && c.is_ascii_alphanumeric() => Some(after),
            Some(_) if first && field == Field::Agency && is_an_agency(after, rules) => Some(after),
            _ => None,
        };
        if let Some(value) = value {
            if field == Field::Agency {
                agency_from = piece.ends_with(value).then(|| piece.len() - value.len());
                labels.agencies.extend(agency(value, rules).map(|name| unbroken(pieces, list, at, name, rules)));
            }
            take(field, value, labels, rules);
        }
    }
}

/// Whether a text begins with a date in figures that a blank or nothing follows.
fn whole_date(text: &str) -> bool {
    date_at(text).and_then(|(_, len)| text.split_at_checked(len)).is_some_and(|(date, behind)| {
        !date.contains('年') && (behind.is_empty() || behind.starts_with(char::is_whitespace))
    })
}

/// The value under a label that stands alone; not if another label stands there.
fn next_value<'a>(pieces: &Pieces<'a>, list: &[Span], at: usize) -> Option<&'a str> {
    let value = pieces.get(list.get(at + 1)?).trim_start_matches(['•', '-', '|', ' ', '\u{3000}']);
    let short = value.len() <= 120;
    (short && !value.contains(['：']) && !value.trim_end().ends_with(':')).then_some(value)
}

fn take<'a>(field: Field, value: &'a str, labels: &mut Labels<'a>, rules: &MetadataRules) {
    match field {
        Field::Index => labels.index_number = labels.index_number.or_else(|| index_number::clean(value, rules)),
        Field::Agency => {}
        Field::Published => labels.published = labels.published.or_else(|| date_at(value).map(|d| d.0)),
        Field::Written => labels.written = labels.written.or_else(|| date_at(value).map(|d| d.0)),
    }
}

/// A name that the line's end cut in two, put together with the start of the next line: only where a known ending
/// of agencies begins before the cut and ends behind it (`街道办` and `事处`), as no name begins with half an ending.
fn unbroken<'a>(pieces: &Pieces<'a>, list: &[Span], at: usize, name: &'a str, rules: &MetadataRules) -> Cow<'a, str> {
    let joined = || -> Option<String> {
        let (here, below) = (list.get(at)?, list.get(at + 1)?);
        let between = pieces.text.get(here.end..below.start)?;
        let wrapped =
            pieces.get(here).ends_with(name) && between.trim().is_empty() && between.matches('\n').count() == 1;
        let rest = pieces.get(below).split(char::is_whitespace).next()?;
        let rest = (wrapped && !rest.is_empty() && rest.chars().all(is_han)).then_some(rest)?;
        let whole = format!("{name}{rest}");
        let ending = rules.endings.longest(&whole)?;
        (ending.len() > rest.len() && !name.ends_with(ending)).then_some(whole)
    };
    joined().map_or(Cow::Borrowed(name), Cow::Owned)
}

/// Whether the rest of a line is the name of an agency.
fn is_an_agency(rest: &str, rules: &MetadataRules) -> bool {
    agency(rest, rules).is_some_and(|name| name == rest.trim_end() && rules.endings.of_name(name).is_some())
}

/// A label's value up to a blank or a delimiter; not where that is the next label.
fn agency<'a>(value: &'a str, rules: &MetadataRules) -> Option<&'a str> {
    let end =
        value.find(|c: char| c.is_whitespace() || "|｜【】〔〕［］[]*>，,。；;（(".contains(c)).unwrap_or(value.len());
    let word = value.get(..end)?;
    let han = word.chars().all(is_han) && (2..=40).contains(&word.chars().count());
    (han && !rules.labels.placeholders.iter().any(|p| p == word)).then_some(word)
}
