//! Column builders for the few shapes that the tables need.
//!
//! Codes are never hashed row by row: a row appends a two-byte key, and the strings behind the
//! keys are written once for each batch.

use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, StringBuilder, UInt16Builder};
use arrow_array::types::UInt16Type;
use arrow_array::{ArrayRef, DictionaryArray, StringArray};
use arrow_schema::ArrowError;

/// The strings behind the keys of a column of codes.
pub(super) type Codebook = Arc<StringArray>;

/// A codebook of known codes; key `n` is the `n`-th.
pub(super) fn codebook<S: AsRef<str>>(codes: impl IntoIterator<Item = S>) -> Codebook {
    Arc::new(codes.into_iter().map(|c| Some(c.as_ref().to_owned())).collect())
}

/// A column of codes that are known beforehand.
pub(super) struct Codes {
    keys: UInt16Builder,
    book: Codebook,
}

impl Codes {
    pub(super) fn new(book: &Codebook) -> Self {
        Self { keys: UInt16Builder::new(), book: Arc::clone(book) }
    }

    pub(super) fn push(&mut self, key: u16) {
        self.keys.append_value(key);
    }

    pub(super) fn push_option(&mut self, key: Option<u16>) {
        self.keys.append_option(key);
    }

    pub(super) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let values = Arc::clone(&self.book) as ArrayRef;
        dictionary(&mut self.keys, values)
    }
}

/// A column of a few constants of the program, known only once met.
#[derive(Default)]
pub(super) struct Words {
    keys: UInt16Builder,
    met: Vec<&'static str>,
}

impl Words {
    pub(super) fn push(&mut self, word: &'static str) {
        let known = self.met.iter().position(|&met| met == word);
        let key = known.unwrap_or_else(|| {
            self.met.push(word);
            self.met.len() - 1
        });
        self.keys.append_value(key as u16);
    }

    pub(super) fn push_option(&mut self, word: Option<&'static str>) {
        match word {
            Some(word) => self.push(word),
            None => self.keys.append_null(),
        }
    }

    pub(super) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let values: StringArray = self.met.iter().copied().map(Some).collect();
        self.met.clear();
        dictionary(&mut self.keys, Arc::new(values))
    }
}

/// A column of report ids, which come in runs.
#[derive(Default)]
pub(super) struct Ids {
    keys: UInt16Builder,
    values: StringBuilder,
    count: u16,
    last: String,
}

impl Ids {
    pub(super) fn push(&mut self, id: &str) {
        self.push_rows(id, 1);
    }

    /// Adds so many rows of one report.
    pub(super) fn push_rows(&mut self, id: &str, rows: usize) {
        if rows == 0 {
            return;
        }
        if self.count == 0 || self.last != id {
            self.last.clear();
            self.last.push_str(id);
            self.values.append_value(id);
            self.count += 1;
        }
        self.keys.append_value_n(self.count - 1, rows);
    }

    /// Rows so far.
    pub(super) fn len(&self) -> usize {
        ArrayBuilder::len(&self.keys)
    }

    pub(super) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        self.count = 0;
        let values = Arc::new(self.values.finish());
        dictionary(&mut self.keys, values)
    }
}

/// The texts of a column. Those of the next batch are likely as long, and room is made for them at once.
pub(super) fn long_texts(texts: &mut StringBuilder) -> ArrayRef {
    let room = StringBuilder::with_capacity(ArrayBuilder::len(texts), texts.values_slice().len());
    Arc::new(std::mem::replace(texts, room).finish())
}

fn dictionary(keys: &mut UInt16Builder, values: ArrayRef) -> Result<ArrayRef, ArrowError> {
    Ok(Arc::new(DictionaryArray::<UInt16Type>::try_new(keys.finish(), values)?))
}

/// Characters `start..end` of a text; as much of them as the text has.
pub(super) fn slice_chars(text: &str, start: u32, end: u32) -> &str {
    let text = behind_chars(text, start);
    let rest = behind_chars(text, end.saturating_sub(start));
    &text[..text.len() - rest.len()]
}

/// What stands behind so many characters.
fn behind_chars(text: &str, count: u32) -> &str {
    let mut chars = text.chars();
    if let Some(last) = count.checked_sub(1) {
        chars.nth(last as usize);
    }
    chars.as_str()
}

/// A count as the dataset's 32-bit integer; the largest one if it does not fit.
pub(super) fn int32(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;

    use super::*;

    #[test]
    fn characters_are_sliced_not_bytes() {
        assert_eq!(slice_chars("共收到申请8件。", 3, 6), "申请8");
        assert_eq!(slice_chars("人员", 1, 9), "员");
        assert_eq!(slice_chars("人员", 5, 9), "");
        assert_eq!(slice_chars("人员", 1, 0), "");
    }

    #[test]
    fn ids_in_runs_are_stored_once() {
        let mut ids = Ids::default();
        for id in ["a", "a", "b", "a"] {
            ids.push(id);
        }
        assert_eq!(ids.len(), 4);
        let array = ids.finish().unwrap();
        let array = array.as_dictionary::<UInt16Type>();
        let texts: Vec<&str> = array.downcast_dict::<StringArray>().unwrap().into_iter().flatten().collect();
        assert_eq!(texts, ["a", "a", "b", "a"]);
        assert_eq!(array.values().len(), 3);
        ids.push("a");
        assert_eq!(ids.finish().unwrap().len(), 1);
    }
}
