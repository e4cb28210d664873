//! A document of a JSON corpus: the wanted members of an object, all others passed over.

use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::{Deserializer, Value};

use super::super::pending::Refused;
use super::super::{About, Columns, RejectReason};
use super::Row;

/// Reads an object.
///
/// # Errors
/// Why it holds no document: it is no JSON object, or it has neither text nor page.
pub(in crate::source) fn row_of_json(line: &[u8], columns: &Columns) -> Result<Row, Refused> {
    let byte_len = line.len() as u64;
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let mut parser = Deserializer::from_slice(line);
    let found = Wanted(columns).deserialize(&mut parser).and_then(|found| parser.end().map(|()| found));
    let found = found.map_err(|error| {
        let detail = format!("it is no JSON object ({error}); mend it, one object for each document");
        (RejectReason::DecodeError, detail, byte_len)
    })?;
    found.row(columns).map_err(|(reason, detail)| (reason, detail, byte_len))
}

#[derive(Default)]
struct Found {
    text: Option<Value>,
    html: Option<Value>,
    url: Option<Value>,
    title: Option<Value>,
    date: Option<Value>,
}

impl Found {
    fn row(self, columns: &Columns) -> Result<Row, (RejectReason, String)> {
        let document = |value: Option<Value>, name: &str| match value {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
            Some(other) => {
                let kind = kind_of(&other);
                let detail =
                    format!("`{name}` holds {kind} where a string is expected; name another column in [source.corpus]");
                Err((RejectReason::DecodeError, detail))
            }
        };
        let html = document(self.html, &columns.html)?;
        let is_html = html.is_some();
        let text = document(self.text, &columns.text)?;
        let Some(document) = html.or(text) else {
            return Err((RejectReason::Empty, no_document(columns)));
        };
        let about = About { url: plain(self.url), title: plain(self.title), published: plain(self.date) };
        Ok(Row { document: document.into_bytes(), is_html, about })
    }
}

/// What to say of a row without a document.
pub(super) fn no_document(columns: &Columns) -> String {
    format!(
        "neither `{}` nor `{}` holds a document; name the columns in [source.corpus] if they are others",
        columns.text, columns.html
    )
}

/// A string or number as text.
fn plain(value: Option<Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
        Value::Null | Value::String(_) => "nothing",
    }
}

struct Wanted<'a>(&'a Columns);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Found;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Found;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        while let Some(key) = map.next_key::<String>()? {
            let field = match key {
                key if key == self.0.html => &mut found.html,
                key if key == self.0.text => &mut found.text,
                key if key == self.0.url => &mut found.url,
                key if key == self.0.title => &mut found.title,
                key if key == self.0.date => &mut found.date,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *field = Some(map.next_value()?);
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: &str) -> Result<Row, Refused> {
        row_of_json(line.as_bytes(), &Columns::default())
    }

    #[test]
    fn the_wanted_members_are_read_and_a_page_goes_before_text() {
        let found = row(r#"{"id":[1,{"a":2}],"text":"甲","title":"题","url":"http://a","date":20210302}"#).unwrap();
        assert_eq!((found.document.as_slice(), found.is_html), ("甲".as_bytes(), false));
        let about = &found.about;
        assert_eq!((about.title.as_deref(), about.published.as_deref()), (Some("题"), Some("20210302")));
        let found = row("\u{feff}{\"html\":\"<p>乙\",\"text\":\"甲\",\"date\":null}\n").unwrap();
        assert_eq!((found.document.as_slice(), found.is_html), ("<p>乙".as_bytes(), true));
        assert!(found.about.is_empty());
        assert_eq!(row(r#"{"html":" ","text":"甲"}"#).unwrap().document, "甲".as_bytes());
    }

    #[test]
    fn a_broken_line_says_what_is_wrong() {
        for (line, reason, part) in [
            (r#"{"text":"甲""#, RejectReason::DecodeError, "is no JSON object"),
            (r#"["text"]"#, RejectReason::DecodeError, "expected a JSON object"),
            (r#"{"text":"甲"} {}"#, RejectReason::DecodeError, "trailing"),
            (r#"{"text":7}"#, RejectReason::DecodeError, "`text` holds a number"),
            (r#"{"body":"甲"}"#, RejectReason::Empty, "neither `text` nor `html`"),
        ] {
            let (found, detail, byte_len) = row(line).unwrap_err();
            assert_eq!((found, byte_len), (reason, line.len() as u64), "{line}");
            assert!(detail.contains(part), "{line}: {detail}");
        }
        let (reason, _, _) = row_of_json(b"{\"text\":\"\xB1\xA8\"}", &Columns::default()).unwrap_err();
        assert_eq!(reason, RejectReason::DecodeError);
    }
}
