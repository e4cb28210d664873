//! The labels of a page's header, indexed by their first character.

use std::collections::HashMap;

/// What a label's value is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Field {
    /// 索引号.
    Index,
    /// An agency, as source or issuer.
    Agency,
    /// Date of publication.
    Published,
    /// Date of writing.
    Written,
}

/// The labels by their first character, made once when the rules are loaded.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Sorted by the first character.
    words: Vec<(char, Vec<(String, Field)>)>,
    /// A bit for the low digits of each first character: rules out most others at once.
    starts: [u64; 16],
}

impl Vocabulary {
    /// From the words for each field.
    pub fn of(lists: [(&[String], Field); 4]) -> Self {
        let mut by_first: HashMap<char, Vec<(String, Field)>> = HashMap::new();
        for (list, field) in lists {
            for word in list {
                if let Some(first) = word.chars().next() {
                    by_first.entry(first).or_default().push((word.clone(), field));
                }
            }
        }
        let mut sorted: Vec<_> = by_first.into_iter().collect();
        sorted.sort_by_key(|(first, _)| *first);
        let mut vocabulary = Self { words: sorted, starts: [0; 16] };
        for (first, _) in &vocabulary.words {
            let (word, bit) = place_of(*first);
            vocabulary.starts.get_mut(word).into_iter().for_each(|w| *w |= bit);
        }
        vocabulary
    }

    /// The labels that begin with a character.
    pub fn starting(&self, first: char) -> Option<&[(String, Field)]> {
        let (word, bit) = place_of(first);
        self.starts.get(word).filter(|w| **w & bit != 0)?;
        let at = self.words.binary_search_by_key(&first, |(c, _)| *c).ok()?;
        self.words.get(at).map(|(_, words)| words.as_slice())
    }
}

fn place_of(c: char) -> (usize, u64) {
    (c as usize >> 6 & 15, 1 << (c as u32 & 63))
}
