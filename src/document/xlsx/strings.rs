//! The strings that cells hold or share; without their phonetic guides and what is struck out of them.

use crate::document::decode::Refusal;
use crate::document::office::{Event, Xml, attribute, flag};
use crate::document::raised::raised;

/// A string as it is shown.
#[derive(Debug, Default, Clone)]
pub(super) struct Text {
    /// All that is not struck out by itself.
    pub(super) shown: String,
    /// The part that has a font of its own: all that is left in a cell whose font is struck out.
    pub(super) own: String,
}

/// The font of a piece of text.
#[derive(Debug, Clone, Copy, Default)]
struct Font {
    /// It is the piece's own, and not the cell's.
    is_own: bool,
    is_struck: bool,
    is_raised: bool,
}

/// Reads `sharedStrings.xml`.
pub(super) fn read(source: &str) -> Result<Vec<Text>, Refusal> {
    let mut xml = Xml::new(source);
    let mut strings = Vec::new();
    while let Some(event) = xml.next()? {
        let Event::Start(element) = event else { continue };
        if element.local_name().as_ref() == "si" {
            strings.push(string(&mut xml)?);
        }
    }
    Ok(strings)
}

/// Reads a string up to the end of the element that holds it.
pub(super) fn string(xml: &mut Xml<'_>) -> Result<Text, Refusal> {
    let mut string = Text::default();
    let mut font = Font::default();
    let mut names: Vec<bool> = Vec::new();
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => xml.skip()?,
                name => {
                    match name {
                        "r" => font = Font::default(),
                        "rPr" => font.is_own = true,
                        "strike" => font.is_struck = flag(&element),
                        "vertAlign" => font.is_raised = attribute(&element, "val").as_deref() == Some("superscript"),
                        _ => {}
                    }
                    names.push(name == "t");
                }
            },
            Event::End => {
                if names.pop().is_none() {
                    break;
                }
            }
            Event::Text(text) if names.last() == Some(&true) && !font.is_struck => {
                let text = if font.is_raised { raised(&text) } else { text };
                string.shown.push_str(&text);
                if font.is_own {
                    string.own.push_str(&text);
                }
            }
            Event::Text(_) => {}
        }
    }
    Ok(string)
}
