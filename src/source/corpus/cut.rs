//! A JSON corpus, object by object: what its two ways of being written share once their objects are cut apart.

use super::super::RejectReason;
use super::super::opener::{Opener, Place, Stop};
use super::super::pending::{Content, too_large};

/// Bytes read at a time.
pub(super) const BUFFER: usize = 256 << 10;

/// What was cut out of a stream.
pub(super) enum Piece {
    Whole(Vec<u8>),
    /// Its bytes; passed over without being kept.
    TooLong(u64),
    /// Something behind which nothing can be cut, and its bytes.
    Stray(u64),
}

impl Opener<'_> {
    /// Hands out the pieces of a corpus until `next` has no more. The row of a piece is its number from 0, blank ones counted.
    pub(super) fn pieces(
        &mut self,
        place: &Place,
        mut next: impl FnMut() -> std::io::Result<Option<Piece>>,
    ) -> Result<(), Stop> {
        let before = self.handed();
        for row in 0u64.. {
            let at = place.row(row);
            match next() {
                Err(error) => return self.broken(&at, &error),
                Ok(None) => break,
                Ok(Some(Piece::TooLong(bytes))) => self.refused(&at, too_large(bytes, self.limits().document_bytes))?,
                Ok(Some(Piece::Whole(piece))) if piece.iter().all(u8::is_ascii_whitespace) => {}
                Ok(Some(Piece::Whole(piece))) => self.hand_out(&at, Content::JsonLine(piece))?,
                Ok(Some(Piece::Stray(bytes))) => {
                    let detail = "no JSON object stands there, and what follows was not read; give a list of objects";
                    self.refuse(&at, RejectReason::DecodeError, detail, bytes)?;
                    break;
                }
            }
        }
        self.end_of(place, before)
    }
}
