//! Who signed the report and when: `某某局` and `2022年1月10日` at its end, or before what is attached to it.

use super::dates::{date_at, digit};
use super::pieces::Pieces;
use crate::document::{Block, Document, Span};
use crate::report::Date;
use crate::report::canon::is_han;

/// Bytes before the date in which the signer's name stands.
const NAME: usize = 120;
/// Bytes of an attachment's title.
const TITLE: usize = 150;
/// Attachments that are looked at.
const ATTACHMENTS: usize = 8;

/// The signature.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Signature<'a> {
    /// Name before the date.
    pub signer: Option<&'a str>,
    /// Its date.
    pub date: Option<Date>,
}

/// The last date of the tail that stands for itself; else the one before the first attachment that has one, below a
/// line that begins with one of the words.
pub fn find<'a>(doc: &Document, pieces: &Pieces<'a>, attachment: &[String]) -> Signature<'a> {
    let signature = in_tail(pieces, &pieces.tail);
    if signature.date.is_some() {
        return signature;
    }
    // In figures only where it is all that the last line holds.
    let last = pieces.tail.last().map_or("", |span| pieces.get(span).trim());
    if let Some((date, _)) = date_at(last).filter(|(_, len)| *len == last.len()) {
        return Signature { date: Some(date), ..Signature::default() };
    }
    let begins = |block: &Block| match block {
        Block::Line(line) => {
            let text = pieces.get(&line.span);
            text.len() <= TITLE && attachment.iter().any(|word| text.starts_with(word.as_str()))
        }
        Block::Grid(_) => false,
    };
    let attachments = (0..doc.blocks.len()).filter(|&at| begins(&doc.blocks[at])).take(ATTACHMENTS);
    let mut before = attachments.map(|at| in_tail(pieces, &pieces.last_of(&doc.blocks[..at])));
    before.find(|signature| signature.date.is_some()).unwrap_or_default()
}

fn in_tail<'a>(pieces: &Pieces<'a>, tail: &[Span]) -> Signature<'a> {
    for (at, span) in tail.iter().enumerate().rev() {
        let piece = pieces.get(span);
        let from = (piece.len().saturating_sub(600)..piece.len()).find(|i| piece.is_char_boundary(*i)).unwrap_or(0);
        let end = piece.get(from..).unwrap_or("");
        if memchr::memmem::find(end.as_bytes(), "月".as_bytes()).is_none() {
            continue;
        }
        let Some((start, date)) = last_date(piece, from) else {
            continue;
        };
        let before = piece.get(..start).unwrap_or("").trim_end();
        let signer = if before.is_empty() {
            at.checked_sub(1).and_then(|i| tail.get(i)).map(|s| pieces.get(s).trim())
        } else {
            before.rsplit(char::is_whitespace).next()
        };
        let signer = signer.filter(|s| s.len() <= NAME && s.chars().all(is_han));
        return Signature { signer, date: Some(date) };
    }
    Signature::default()
}

fn last_date(piece: &str, from: usize) -> Option<(usize, Date)> {
    let mut found = None;
    let mut previous = None;
    let mut skip = 0;
    for (at, c) in piece.get(from..).unwrap_or("").char_indices() {
        let at = from + at;
        let starts = (digit(c).is_some() || c == '二') && previous.is_none_or(|p: char| digit(p).is_none());
        if at >= skip
            && starts
            && let Some((date, len)) = piece.get(at..).and_then(date_at)
        {
            skip = at + len;
            if stands_alone(piece, at, at + len) {
                found = Some((at, date));
            }
        }
        previous = Some(c);
    }
    found
}

/// With 年月日, between blanks or ends, or right after a name; not after a label.
fn stands_alone(piece: &str, start: usize, end: usize) -> bool {
    let (Some(before), Some(after), Some(own)) = (piece.get(..start), piece.get(end..), piece.get(start..end)) else {
        return false;
    };
    let sentence = |c: char| "，。、；：:《》（(至从自到于在截".contains(c);
    let last = before.trim_end().chars().last();
    let name = before.trim_end().ends_with(['局', '府', '室', '会', '委', '厅', '处', '心', '部', '院', '办']);
    let apart = before.is_empty() || before.ends_with(char::is_whitespace) || name;
    let short = last.is_none_or(|c| !sentence(c) || c == '。');
    let ends = after.is_empty() || after.starts_with(char::is_whitespace) || after.starts_with(['）', ')']);
    own.contains('年') && apart && short && ends
}
