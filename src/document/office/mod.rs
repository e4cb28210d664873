//! The container of docx and xlsx files: a zip of XML parts that point at each other.
//!
//! Parts are unpacked one by one against a limit, whatever sizes the container claims.

#[cfg(test)]
pub(super) mod made_up;
mod xml;

use std::io::{Cursor, Read};

use encoding_rs::Encoding;

use super::decode::Refusal;
use crate::source::{RejectReason, ZipFile};

pub(super) use xml::{Event, Xml, attribute, flag};

/// An office document, opened.
pub(super) struct Package<'a> {
    zip: ZipFile<Cursor<&'a [u8]>>,
    limit: u64,
    left: u64,
}

/// One part pointing at another.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) id: String,
    /// Last word of the relation's type: `officeDocument`, `styles`, `worksheet`, …
    pub(super) kind: String,
    /// Path of the part pointed at.
    pub(super) target: String,
}

/// Relations of a part past which no more are read.
const RELATIONS: usize = 100_000;

impl<'a> Package<'a> {
    /// Opens a document whose parts may unpack to `limit` bytes.
    pub(super) fn open(bytes: &'a [u8], limit: u64) -> Result<Self, Refusal> {
        let zip = ZipFile::open(Cursor::new(bytes)).map_err(|what| damaged(&what))?;
        Ok(Self { zip, limit, left: limit })
    }

    /// The XML of a part, if it is there.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<String>, Refusal> {
        let Some(index) = self.zip.find(path) else { return Ok(None) };
        if self.zip.entry(index).is_some_and(|entry| entry.is_locked) {
            let detail = "it is locked by a password; open it with the password and save it without one";
            return Err((RejectReason::Encrypted, detail.to_owned()));
        }
        let mut bytes = Vec::new();
        let unpacked = self.zip.unpack(index).map_err(|what| damaged(&what))?;
        let read = unpacked.take(self.left.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| damaged(&format!("{path}: {error}")))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            let detail = format!(
                "its parts unpack to more than {} bytes; raise max_bytes in the pipeline file to read it",
                self.limit
            );
            (RejectReason::TooLarge, detail)
        })?;
        Ok(Some(text_of(bytes)))
    }

    /// The parts that a part points at; of the whole package for an empty path.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Refusal> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = format!("{folder}{}_rels/{name}.rels", if folder.is_empty() { "" } else { "/" });
        let Some(source) = self.part(&path)? else { return Ok(Vec::new()) };
        let mut xml = Xml::new(&source);
        let mut relations = Vec::new();
        while let Some(event) = xml.next()? {
            let Event::Start(element) = event else { continue };
            if element.local_name().as_ref() != "Relationship" || relations.len() >= RELATIONS {
                continue;
            }
            let (Some(id), Some(kind), Some(target)) =
                (attribute(&element, "Id"), attribute(&element, "Type"), attribute(&element, "Target"))
            else {
                continue;
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.push(Relation { id, kind, target: resolve(folder, &target) });
        }
        Ok(relations)
    }

    /// The part that the package is about, and the parts it points at.
    pub(super) fn main_part(&mut self) -> Result<Option<(String, Vec<Relation>)>, Refusal> {
        let relations = self.relations("")?;
        let Some(main) = relations.into_iter().find(|relation| relation.kind == "officeDocument") else {
            return Ok(None);
        };
        let relations = self.relations(&main.target)?;
        Ok(Some((main.target, relations)))
    }

    /// A part by the kind of the relation that points at it.
    pub(super) fn related(&mut self, relations: &[Relation], kind: &str) -> Result<Option<String>, Refusal> {
        match relations.iter().find(|relation| relation.kind == kind) {
            Some(relation) => self.part(&relation.target),
            None => Ok(None),
        }
    }
}

/// The refusal of a document whose container or parts make no sense.
pub(super) fn damaged(what: &str) -> Refusal {
    (RejectReason::Unreadable, format!("the office document is damaged: {what}; fetch it again or save it anew"))
}

/// Parts are UTF-8 or, with a mark, UTF-16.
fn text_of(bytes: Vec<u8>) -> String {
    match Encoding::for_bom(&bytes) {
        Some((encoding, _)) => encoding.decode(&bytes).0.into_owned(),
        None => String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// The path of a target as written in a part of `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_their_part() {
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("xl/worksheets", "../drawings/a.xml"), "xl/drawings/a.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("", "../../../etc"), "etc");
    }
}
