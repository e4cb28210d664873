//! Counts what an input unpacks to, on all its levels together, and stops a bomb.
//!
//! A bomb is small on disk and endless inside: what is bounded is therefore the bytes that come
//! out for each byte on disk, not the sizes that its headers claim.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::Limits;

/// Bytes that an input may still unpack to; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Budget(Rc<Cell<Option<u64>>>);

impl Budget {
    /// The budget of an input that takes so many bytes on disk.
    pub(super) fn new(input_bytes: u64, limits: &Limits) -> Self {
        let bytes = input_bytes.saturating_mul(limits.unpack_ratio).max(limits.document_bytes.saturating_mul(2));
        Self(Rc::new(Cell::new(Some(bytes))))
    }

    /// Whether the input wanted more than it may have.
    pub(super) fn is_spent(&self) -> bool {
        self.0.get().is_none()
    }

    /// Takes unpacked bytes off the budget.
    pub(super) fn charge(&self, bytes: u64) -> io::Result<()> {
        let left = self.0.get().and_then(|left| left.checked_sub(bytes));
        self.0.set(left);
        match left {
            Some(_) => Ok(()),
            None => Err(io::Error::other("the limit on unpacked bytes is reached")),
        }
    }
}

/// Reads unpacked bytes and charges them.
pub(super) struct Metered<R> {
    inner: R,
    budget: Budget,
}

impl<R: Read> Metered<R> {
    pub(super) fn new(inner: R, budget: &Budget) -> Self {
        Self { inner, budget: budget.clone() }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.charge(read as u64)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_share_one_budget() {
        let limits = Limits { document_bytes: 4, unpack_ratio: 10, ..Limits::default() };
        let budget = Budget::new(2, &limits);
        let mut bytes = Vec::new();
        let read = |bytes: &mut Vec<u8>, limit| {
            bytes.clear();
            Metered::new(io::repeat(b'x'), &budget).take(limit).read_to_end(bytes).is_ok()
        };
        assert!(read(&mut bytes, 12) && read(&mut bytes, 8) && !budget.is_spent());
        assert!(!read(&mut bytes, 1) && budget.is_spent());
        assert!(!read(&mut bytes, 1), "spent is spent");
    }
}
