//! The strings that cells share; without their phonetic guides.

use crate::document::decode::Refusal;
use crate::document::office::{Event, Xml, attribute};
use crate::document::raised::raised;

/// Reads `sharedStrings.xml`.
pub(super) fn read(source: &str) -> Result<Vec<String>, Refusal> {
    let mut xml = Xml::new(source);
    let mut strings = Vec::new();
    let mut names: Vec<bool> = Vec::new();
    let mut is_raised = false;
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => xml.skip()?,
                name => {
                    if name == "si" {
                        is_raised = false;
                        strings.push(String::new());
                    }
                    match name {
                        "r" => is_raised = false,
                        "vertAlign" => is_raised = attribute(&element, "val").as_deref() == Some("superscript"),
                        _ => {}
                    }
                    names.push(name == "t");
                }
            },
            Event::End => {
                names.pop();
            }
            Event::Text(text) => {
                if let (Some(true), Some(string)) = (names.last(), strings.last_mut()) {
                    string.push_str(&if is_raised { raised(&text) } else { text.as_ref().into() });
                }
            }
        }
    }
    Ok(strings)
}
