//! Standard output and standard error, as every command writes to them.
//!
//! Whoever reads may close its end early, as `head` does: the rest then goes nowhere and the exit status stays that
//! of the matter. Any other trouble, such as a full disk, is an error of the command. Nothing here panics, as
//! `println!` and `eprintln!` do.

use std::io::{self, ErrorKind, Write};

/// Standard output.
pub(super) struct Out {
    stdout: io::Stdout,
    is_closed: bool,
}

impl Out {
    pub(super) fn open() -> Self {
        Self { stdout: io::stdout(), is_closed: false }
    }

    /// What was written, or nothing where nobody reads any more.
    fn judged<T>(&mut self, written: io::Result<T>, unread: T) -> io::Result<T> {
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(unread)
            }
            // To be tried again by whoever writes.
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => Err(io::Error::new(error.kind(), format!("cannot write to standard output: {error}"))),
            Ok(written) => Ok(written),
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_closed {
            return Ok(bytes.len());
        }
        let written = self.stdout.write(bytes);
        self.judged(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.is_closed {
            return Ok(());
        }
        let flushed = self.stdout.flush();
        self.judged(flushed, ())
    }
}

/// Says a line on standard error. Where that is closed or full, there is nowhere left to say so.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// A number of things in words: `1 problem`, `2 problems`.
pub(super) fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// How much is hidden, in words.
pub(super) fn hidden(number: u64) -> String {
    match number {
        1 => "1 hidden file or folder".to_owned(),
        _ => format!("{number} hidden files or folders"),
    }
}
