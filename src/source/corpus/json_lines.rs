//! JSON lines: one object a line. Lines are cut here and parsed by whoever reads the document.

use std::io::{BufRead, BufReader, Read};

use super::super::opener::{Opener, Place, Stop};
use super::cut::{BUFFER, Piece};

impl Opener<'_> {
    /// Hands out the lines of a corpus.
    pub(in crate::source) fn json_lines(&mut self, place: &Place, reader: &mut dyn Read) -> Result<(), Stop> {
        let limit = self.limits().document_bytes;
        let mut lines = Lines { reader: BufReader::with_capacity(BUFFER, reader), limit };
        self.pieces(place, || lines.next())
    }
}

struct Lines<R> {
    reader: R,
    limit: u64,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> std::io::Result<Option<Piece>> {
        let mut line = Vec::new();
        let mut read = self.reader.by_ref().take(self.limit.saturating_add(1)).read_until(b'\n', &mut line)? as u64;
        if read == 0 {
            return Ok(None);
        }
        if read <= self.limit || line.ends_with(b"\n") {
            return Ok(Some(Piece::Whole(line)));
        }
        drop(line);
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Some(Piece::TooLong(read)));
            }
            let end = memchr::memchr(b'\n', buffer);
            let used = end.map_or(buffer.len(), |at| at + 1);
            self.reader.consume(used);
            read += used as u64;
            if end.is_some() {
                return Ok(Some(Piece::TooLong(read)));
            }
        }
    }
}
