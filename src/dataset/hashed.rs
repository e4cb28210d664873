//! A file that knows its size and BLAKE3 hash without being read again.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Buffer of a file; small, for hundreds are open at once.
const BUFFER: usize = 32 << 10;

pub(super) struct HashedFile {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl HashedFile {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(BUFFER, File::create_new(path)?),
            hasher: blake3::Hasher::new(),
            bytes: 0,
        })
    }

    /// Hands everything to the system; gives size and hash.
    pub(super) fn finish(mut self) -> io::Result<(u64, String)> {
        self.file.flush()?;
        Ok((self.bytes, self.hasher.finalize().to_hex().to_string()))
    }
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
