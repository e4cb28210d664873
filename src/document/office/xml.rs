//! A walk through the XML of a part: elements and text, references resolved.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event as Found};
use quick_xml::{Reader, XmlVersion};

use super::super::decode::Refusal;
use super::damaged;

/// What comes next in a part.
pub(in crate::document) enum Event<'a> {
    /// The beginning of an element; one that is empty ends at once.
    Start(BytesStart<'a>),
    /// The end of an element.
    End,
    /// Text, in pieces.
    Text(Cow<'a, str>),
}

/// Elements inside each other past which a part is refused; word processors stop far below.
const DEPTH: usize = 1000;

/// A walk through a part.
pub(in crate::document) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    pub(in crate::document) fn new(source: &'a str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, depth: 0 }
    }

    /// The next piece; `None` at the end.
    pub(in crate::document) fn next(&mut self) -> Result<Option<Event<'a>>, Refusal> {
        loop {
            let found = self.reader.read_event().map_err(|error| {
                damaged(&format!("its XML makes no sense at byte {}: {error}", self.reader.error_position()))
            })?;
            return Ok(Some(match found {
                Found::Start(element) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(damaged(&format!("more than {DEPTH} elements are nested inside each other")));
                    }
                    Event::Start(element)
                }
                Found::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Event::End
                }
                Found::Text(text) => Event::Text(text.into_inner()),
                Found::CData(text) => Event::Text(text.into_inner()),
                Found::GeneralRef(reference) => match reference.resolve_char_ref() {
                    Ok(Some(character)) => Event::Text(Cow::Owned(character.to_string())),
                    _ => match resolve_predefined_entity(&reference) {
                        Some(text) => Event::Text(Cow::Borrowed(text)),
                        None => continue,
                    },
                },
                Found::Eof if self.depth > 0 => return Err(damaged("its XML ends early")),
                Found::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// Passes over the rest of the element that has just begun.
    pub(in crate::document) fn skip(&mut self) -> Result<(), Refusal> {
        let around = self.depth.saturating_sub(1);
        while self.depth > around {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// The value of an attribute by its name without prefix.
pub(in crate::document) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(match found.normalized_value(XmlVersion::Implicit1_0) {
        Ok(value) => value.into_owned(),
        Err(_) => found.value.into_owned(),
    })
}

/// A switch: on unless its attribute `val` says otherwise.
pub(in crate::document) fn flag(element: &BytesStart<'_>) -> bool {
    !matches!(attribute(element, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}
