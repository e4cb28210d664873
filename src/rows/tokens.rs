//! The column of tokens.
//!
//! A sentence's tokens cover it without gaps, so its text is copied once and only the places of
//! the cuts are written: with two thousand tokens a report, copying them one by one was the
//! dearest part of making rows.

use std::sync::Arc;

use arrow_array::{ArrayRef, ListArray, StringArray};
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use super::schema::list_element;

/// Lists of tokens on their way to an Arrow array.
pub(super) struct Tokens {
    text: String,
    /// Where each token ends in `text`, after a zero.
    cuts: Vec<i32>,
    /// How many tokens there are up to each sentence's end, after a zero.
    lists: Vec<i32>,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { text: String::new(), cuts: vec![0], lists: vec![0] }
    }
}

impl Tokens {
    /// Adds a sentence with the ends of its tokens, in bytes. Ends that go backwards, beyond the
    /// text or through a character are left out; text after the last end is a token of its own.
    pub(super) fn push(&mut self, sentence: &str, ends: &[u32]) {
        let base = self.text.len();
        self.text.push_str(sentence);
        let mut last = 0;
        for &end in ends {
            let end = end as usize;
            if end > last && sentence.is_char_boundary(end) {
                self.cuts.push((base + end) as i32);
                last = end;
            }
        }
        if last < sentence.len() {
            self.cuts.push(self.text.len() as i32);
        }
        self.lists.push(self.cuts.len() as i32 - 1);
    }

    /// The lists as an Arrow array; there are none afterwards.
    pub(super) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let Self { text, cuts, lists } = std::mem::take(self);
        self.text.reserve(text.len());
        self.cuts.reserve(cuts.len());
        self.lists.reserve(lists.len());
        let values = StringArray::try_new(offsets(cuts), Buffer::from(text.into_bytes()), None)?;
        Ok(Arc::new(ListArray::try_new(Arc::new(list_element()), offsets(lists), Arc::new(values), None)?))
    }
}

/// Offsets that begin at zero and never fall.
fn offsets(offsets: Vec<i32>) -> OffsetBuffer<i32> {
    OffsetBuffer::new(ScalarBuffer::from(offsets))
}

#[cfg(test)]
mod tests {
    use arrow_array::Array;
    use arrow_array::cast::AsArray;

    use super::*;

    fn lists(tokens: &mut Tokens) -> Vec<Vec<String>> {
        let array = tokens.finish().unwrap();
        let lists = array.as_list::<i32>();
        (0..lists.len())
            .map(|i| {
                let list = lists.value(i);
                let texts = list.as_string::<i32>().iter();
                texts.map(|t| t.unwrap().to_owned()).collect()
            })
            .collect()
    }

    #[test]
    fn sentences_are_cut_at_the_ends() {
        let mut tokens = Tokens::default();
        tokens.push("人员不足", &[6, 12]);
        tokens.push("", &[]);
        tokens.push("abc", &[1, 3]);
        assert_eq!(lists(&mut tokens), [vec!["人员", "不足"], vec![], vec!["a", "bc"]]);
        tokens.push("d", &[1]);
        assert_eq!(lists(&mut tokens), [vec!["d"]], "nothing is left over");
    }

    #[test]
    fn wrong_ends_lose_no_text() {
        let mut tokens = Tokens::default();
        tokens.push("人员不足", &[6, 3, 7, 99]);
        tokens.push("x", &[]);
        assert_eq!(lists(&mut tokens), [vec!["人员", "不足"], vec!["x"]]);
    }
}
