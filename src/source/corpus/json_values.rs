//! JSON: a list of objects (`[{…}, {…}]`), as crawlers write it, or one object.
//!
//! The objects are cut out of the stream one by one, each as a line of JSON lines would be, so that a corpus of any
//! size takes the memory of one document. Whether they are sound JSON, whoever parses them tells.

use std::io::{BufRead, BufReader, Read};

use super::super::RejectReason;
use super::super::opener::{Opener, Place, Stop};
use super::super::pending::{Content, too_large};

/// Bytes read at a time.
const BUFFER: usize = 256 << 10;

impl Opener<'_> {
    /// Hands out the values of a list, or those that stand one behind the other. The row of a value is its number from 0.
    pub(in crate::source) fn json_values(&mut self, place: &Place, reader: &mut dyn Read) -> Result<(), Stop> {
        let limit = self.limits().document_bytes;
        let mut values = Values { reader: BufReader::with_capacity(BUFFER, reader), limit, is_begun: false };
        let before = self.handed();
        for row in 0u64.. {
            let at = place.row(row);
            match values.next() {
                Err(error) => return self.broken(&at, &error),
                Ok(None) => break,
                Ok(Some(Value::TooLong(bytes))) => self.refused(&at, too_large(bytes, limit))?,
                Ok(Some(Value::Whole(value))) if value.starts_with(b"{") => {
                    self.hand_out(&at, Content::JsonLine(value))?;
                }
                // A list of something else has as many values as it likes: one reject is enough.
                Ok(Some(Value::Whole(value))) => {
                    let detail = "no JSON object stands there, and what follows was not read; give a list of objects";
                    self.refuse(&at, RejectReason::DecodeError, detail, value.len() as u64)?;
                    break;
                }
            }
        }
        self.end_of(place, before)
    }
}

enum Value {
    Whole(Vec<u8>),
    /// Its bytes; passed over without being kept.
    TooLong(u64),
}

struct Values<R> {
    reader: R,
    limit: u64,
    /// What stands before the first value was read.
    is_begun: bool,
}

/// Where in a value the stream stands.
#[derive(Default)]
struct Inside {
    depth: u32,
    is_text: bool,
    is_escaped: bool,
}

impl Inside {
    /// Takes a byte of the value; whether the value ends with it.
    fn take(&mut self, byte: u8) -> bool {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.is_text => self.is_escaped = true,
            b'"' => self.is_text = !self.is_text,
            _ if self.is_text => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }

    /// Whether a byte that stands behind the value ends it, as one that is no object or list has no end of its own.
    fn ends_before(&self, byte: u8) -> bool {
        self.depth == 0 && !self.is_text && matches!(byte, b',' | b']' | b'\n')
    }
}

impl<R: BufRead> Values<R> {
    fn next(&mut self) -> std::io::Result<Option<Value>> {
        self.skip()?;
        let (mut value, mut read, mut inside) = (Vec::new(), 0u64, Inside::default());
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let mut is_whole = false;
            let mut used = 0;
            for &byte in buffer {
                is_whole = inside.ends_before(byte);
                if is_whole {
                    break;
                }
                used += 1;
                is_whole = inside.take(byte);
                if is_whole {
                    break;
                }
            }
            read += used as u64;
            if read <= self.limit {
                value.extend_from_slice(&buffer[..used]);
            } else {
                value = Vec::new();
            }
            self.reader.consume(used);
            if is_whole {
                break;
            }
        }
        Ok(match read {
            0 => None,
            _ if read > self.limit => Some(Value::TooLong(read)),
            _ => Some(Value::Whole(value)),
        })
    }

    /// Passes over what stands between values: blanks, commas, and the brackets of the list around them.
    fn skip(&mut self) -> std::io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            let Some(&byte) = buffer.first() else { return Ok(()) };
            let is_between = match byte {
                b'[' if !self.is_begun => {
                    self.is_begun = true;
                    true
                }
                0xEF | 0xBB | 0xBF => !self.is_begun,
                b',' | b']' => true,
                byte => byte.is_ascii_whitespace(),
            };
            if !is_between {
                self.is_begun = true;
                return Ok(());
            }
            self.reader.consume(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values, cut with a buffer of so many bytes.
    fn cut(json: &str, buffer: usize, limit: u64) -> Vec<String> {
        let mut values = Values { reader: BufReader::with_capacity(buffer, json.as_bytes()), limit, is_begun: false };
        let next = || values.next().unwrap();
        std::iter::from_fn(next)
            .map(|value| match value {
                Value::Whole(value) => String::from_utf8(value).unwrap(),
                Value::TooLong(bytes) => format!("{bytes} bytes"),
            })
            .collect()
    }

    #[test]
    fn values_are_cut_wherever_the_buffer_ends() {
        let (one, two) = (r#"{"text": "a]},\"[{\\", "n": [1, {"b": 2}]}"#, "{\n  \"text\": \"乙\"\n}");
        for buffer in [1, 2, 7, 1000] {
            for list in [
                format!("[{one},{two}]"),
                format!("\u{feff} [\n {one} ,\n {two}\n]\n"),
                format!("{one}{two}"),
                format!("{one}\n{two}\n"),
            ] {
                assert_eq!(cut(&list, buffer, 1000), [one, two], "{list}");
            }
            assert_eq!(cut("[1, \"a,b\", null, [2, 3]]", buffer, 1000), ["1", "\"a,b\"", "null", "[2, 3]"]);
            assert_eq!(cut(&format!("[{one}, {{}}]"), buffer, 10), ["42 bytes", "{}"]);
            assert_eq!(cut("[{\"text\": \"a", buffer, 1000), ["{\"text\": \"a"]);
            for none in ["", "[]", " [ ] \n", "]]"] {
                assert!(cut(none, buffer, 1000).is_empty(), "{none}");
            }
        }
    }
}
