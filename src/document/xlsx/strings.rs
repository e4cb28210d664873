//! The strings that cells share; without their phonetic guides.

use crate::document::decode::Refusal;
use crate::document::office::{Event, Xml};

/// Reads `sharedStrings.xml`.
pub(super) fn read(source: &str) -> Result<Vec<String>, Refusal> {
    let mut xml = Xml::new(source);
    let mut strings = Vec::new();
    let mut names: Vec<bool> = Vec::new();
    while let Some(event) = xml.next()? {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => xml.skip()?,
                name => {
                    if name == "si" {
                        strings.push(String::new());
                    }
                    names.push(name == "t");
                }
            },
            Event::End => {
                names.pop();
            }
            Event::Text(text) => {
                if let (Some(true), Some(string)) = (names.last(), strings.last_mut()) {
                    string.push_str(&text);
                }
            }
        }
    }
    Ok(strings)
}
