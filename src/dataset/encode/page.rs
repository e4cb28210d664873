//! Pages: a header in Thrift's compact protocol, and a body under zstd.

use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use zstd::bulk::{Compressor, Decompressor};

use super::levels::{hybrid, varint};

/// What a page's header says. Sizes are added when it is closed.
pub(in crate::dataset) struct Page {
    /// The body before compression.
    pub(in crate::dataset) body: Vec<u8>,
    /// Values, NULLs among them; for lists the elements, an empty list counting as one.
    pub(in crate::dataset) values: u32,
    /// How the values are encoded.
    pub(in crate::dataset) encoding: Encoding,
    /// Whether it is the dictionary of its column.
    pub(in crate::dataset) is_dictionary: bool,
}

impl Page {
    pub(in crate::dataset) fn data(values: u32, encoding: Encoding) -> Self {
        Self { body: Vec::new(), values, encoding, is_dictionary: false }
    }

    /// The dictionary page of these strings.
    pub(in crate::dataset) fn dictionary<S: AsRef<str>>(strings: &[S]) -> Self {
        let mut body = Vec::new();
        strings.iter().for_each(|s| plain_string(&mut body, s.as_ref().as_bytes()));
        Self { body, values: strings.len() as u32, encoding: Encoding::PLAIN, is_dictionary: true }
    }

    /// Appends levels with the length in front.
    pub(super) fn levels(&mut self, levels: &[u32]) {
        let at = self.body.len();
        self.body.extend_from_slice(&[0; 4]);
        hybrid(&mut self.body, levels, 1);
        let length = (self.body.len() - at - 4) as u32;
        self.body[at..at + 4].copy_from_slice(&length.to_le_bytes());
    }

    /// The page as it stands in a file, and its size with the body not compressed.
    pub(in crate::dataset) fn close(self, press: &mut Press) -> Result<(Vec<u8>, u32), ParquetError> {
        press.pressed.clear();
        press.pressed.reserve(zstd::zstd_safe::compress_bound(self.body.len()));
        let compressed = press.compressor.compress_to_buffer(&self.body, &mut press.pressed);
        compressed.map_err(|e| ParquetError::External(Box::new(e)))?;
        let pressed = &press.pressed;
        let mut out = Vec::with_capacity(pressed.len() + 32);
        let kind = if self.is_dictionary { 2 } else { 0 };
        for number in [kind, self.body.len() as u32, pressed.len() as u32] {
            field(&mut out, number);
        }
        out.push(if self.is_dictionary { 0x4C } else { 0x2C });
        field(&mut out, self.values);
        field(&mut out, self.encoding as u32);
        if !self.is_dictionary {
            field(&mut out, Encoding::RLE as u32);
            field(&mut out, Encoding::RLE as u32);
        }
        out.extend_from_slice(&[0, 0]);
        let plain = (out.len() + self.body.len()) as u32;
        out.extend_from_slice(pressed);
        Ok((out, plain))
    }
}

/// The next field of a struct, an `i32`.
fn field(out: &mut Vec<u8>, value: u32) {
    out.push(0x15);
    varint(out, u64::from(value) << 1);
}

/// A string as PLAIN encodes it.
pub(super) fn plain_string(out: &mut Vec<u8>, text: &[u8]) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
    out.extend_from_slice(text);
}

/// Bits that the keys of so many entries take; one at least, for readers dislike none.
pub(in crate::dataset) fn bits_for(entries: usize) -> u8 {
    (usize::BITS - entries.saturating_sub(1).leading_zeros()).max(1) as u8
}

/// A compressor and its counterpart, kept from page to page.
pub(in crate::dataset) struct Press {
    compressor: Compressor<'static>,
    decompressor: Decompressor<'static>,
    /// What was compressed last.
    pressed: Vec<u8>,
}

impl Press {
    pub(super) fn new(level: i32) -> Result<Self, ParquetError> {
        let external = |e| ParquetError::External(Box::new(e));
        let compressor = Compressor::new(level).map_err(external)?;
        Ok(Self { compressor, decompressor: Decompressor::new().map_err(external)?, pressed: Vec::new() })
    }

    /// The body of a data page that [`Page::close`] made; `None` if it is damaged.
    pub(super) fn open(&mut self, page: &[u8]) -> Option<Vec<u8>> {
        let mut at = 0;
        let mut numbers = [0; 3];
        for number in &mut numbers {
            *number = read_field(page, &mut at)?;
        }
        at += 1;
        for _ in 0..4 {
            read_field(page, &mut at)?;
        }
        at += 2;
        let [_, plain, pressed] = numbers;
        let body = page.get(at..at + pressed as usize)?;
        self.decompressor.decompress(body, plain as usize).ok()
    }
}

fn read_field(page: &[u8], at: &mut usize) -> Option<u32> {
    if page.get(*at)? != &0x15 {
        return None;
    }
    *at += 1;
    let (mut value, mut shift) = (0u64, 0);
    loop {
        let byte = *page.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7F).checked_shl(shift)?;
        shift += 7;
        if byte < 0x80 {
            return u32::try_from(value >> 1).ok();
        }
    }
}
