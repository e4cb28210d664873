//! JSON lines: one object a line. Lines are cut here and parsed by whoever reads the document.

use std::io::{BufRead, BufReader, Read};

use super::super::opener::{Opener, Place, Stop};
use super::super::pending::{Content, too_large};

/// Bytes read at a time.
const BUFFER: usize = 256 << 10;

impl Opener<'_> {
    /// Hands out the lines of a corpus. The row of a line is its number from 0, blank ones counted.
    pub(in crate::source) fn json_lines(&mut self, place: &Place, reader: &mut dyn Read) -> Result<(), Stop> {
        let limit = self.limits().document_bytes;
        let mut lines = Lines { reader: BufReader::with_capacity(BUFFER, reader), limit };
        let before = self.handed();
        for row in 0u64.. {
            let at = place.row(row);
            match lines.next() {
                Err(error) => return self.broken(&at, &error),
                Ok(None) => break,
                Ok(Some(Line::TooLong(bytes))) => self.refused(&at, too_large(bytes, limit))?,
                Ok(Some(Line::Whole(line))) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some(Line::Whole(line))) => self.hand_out(&at, Content::JsonLine(line))?,
            }
        }
        self.end_of(place, before)
    }
}

enum Line {
    Whole(Vec<u8>),
    /// Its bytes; passed over without being kept.
    TooLong(u64),
}

struct Lines<R> {
    reader: R,
    limit: u64,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> std::io::Result<Option<Line>> {
        let mut line = Vec::new();
        let mut read = self.reader.by_ref().take(self.limit.saturating_add(1)).read_until(b'\n', &mut line)? as u64;
        if read == 0 {
            return Ok(None);
        }
        if read <= self.limit || line.ends_with(b"\n") {
            return Ok(Some(Line::Whole(line)));
        }
        drop(line);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Some(Line::TooLong(read)));
            }
            let end = memchr::memchr(b'\n', buffer);
            let used = end.map_or(buffer.len(), |at| at + 1);
            self.reader.consume(used);
            read += used as u64;
            if end.is_some() {
                return Ok(Some(Line::TooLong(read)));
            }
        }
    }
}
