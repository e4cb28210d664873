//! JSON: a list of objects (`[{…}, {…}]`), as crawlers write it, or one object.
//!
//! The objects are cut out of the stream one by one, so that a corpus of any size takes the memory of one document.
//! Whether they are sound JSON, whoever parses them tells.

use std::io::{BufRead, BufReader, Read};

use super::super::opener::{Opener, Place, Stop};
use super::cut::{BUFFER, Piece};

impl Opener<'_> {
    /// Hands out the objects of a list, or those that stand one behind the other.
    pub(in crate::source) fn json_values(&mut self, place: &Place, reader: &mut dyn Read) -> Result<(), Stop> {
        let limit = self.limits().document_bytes;
        let mut values = Values { reader: BufReader::with_capacity(BUFFER, reader), limit, is_begun: false };
        self.pieces(place, || {
            Ok(values.next()?.map(|piece| match piece {
                // A list of something else has as many values as it likes: one reject is enough.
                Piece::Whole(value) if !value.starts_with(b"{") => Piece::Stray(value.len() as u64),
                piece => piece,
            }))
        })
    }
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
    depth: u64,
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

    /// How many of these bytes are the value's, and whether it ends with them.
    fn cut(&mut self, buffer: &[u8]) -> (usize, bool) {
        for (at, &byte) in buffer.iter().enumerate() {
            if self.ends_before(byte) {
                return (at, true);
            }
            if self.take(byte) {
                return (at + 1, true);
            }
        }
        (buffer.len(), false)
    }

    /// Whether a byte that stands behind the value ends it, as one that is no object or list has no end of its own.
    fn ends_before(&self, byte: u8) -> bool {
        self.depth == 0 && !self.is_text && matches!(byte, b',' | b']' | b'\n')
    }
}

impl<R: BufRead> Values<R> {
    fn next(&mut self) -> std::io::Result<Option<Piece>> {
        self.skip()?;
        let (mut value, mut read, mut inside) = (Vec::new(), 0u64, Inside::default());
        loop {
            let buffer = self.reader.fill_buf()?;
            let (used, is_whole) = inside.cut(buffer);
            read += used as u64;
            if read <= self.limit {
                value.extend_from_slice(&buffer[..used]);
            } else {
                value = Vec::new();
            }
            let is_end = is_whole || buffer.is_empty();
            self.reader.consume(used);
            if is_end {
                break;
            }
        }
        Ok(match read {
            0 => None,
            _ if read > self.limit => Some(Piece::TooLong(read)),
            _ => Some(Piece::Whole(value)),
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
                Piece::Whole(value) => String::from_utf8(value).unwrap(),
                Piece::TooLong(bytes) => format!("{bytes} bytes"),
                Piece::Stray(bytes) => format!("{bytes} stray"),
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
