//! The sieve: one look at every character, which tells where words of the rules may begin.
//!
//! Most positions of a text begin no word, and many sentences have nothing to tag or to count.
//! Two small tables (together about as large as a processor's first cache) are asked for every
//! character and for every pair of neighbours; they err on the side of yes. What they let
//! through is looked up in the tree of words. The same pass finds where a sentence may end, so
//! that a text is walked through once.

/// Bits of a mark; a set of them says what may begin at a position.
pub(super) type Kinds = u8;

/// A word of the lexicon.
pub(super) const CLASS: Kinds = 1;
/// A word of the lexicon without which there is no tag and no role.
pub(super) const SAYS: Kinds = 1 << 1;
/// A word of the statement rules.
pub(super) const CLAIM: Kinds = 1 << 2;
/// A number with its measure word, or a word for "none": without one there is no statement.
pub(super) const COUNTS: Kinds = 1 << 3;
/// A mark that may end a sentence; such a character begins no longer word.
const END: u16 = 1 << 7;
/// In the table of characters, the kinds of longer words stand above those of the character.
const LONGER: u32 = 8;

const CHAR_BITS: u32 = 13;
const PAIR_BITS: u32 = 15;

/// A position that may begin a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mark {
    /// Byte in the sentence (above) and character (below): counted together.
    place: u64,
    kinds: Kinds,
}

impl Mark {
    pub(super) fn byte(self) -> u32 {
        (self.place >> 32) as u32
    }

    pub(super) fn char(self) -> u32 {
        self.place as u32
    }

    pub(super) fn is(self, kinds: Kinds) -> bool {
        self.kinds & kinds != 0
    }
}

/// The marks of one sentence; the buffer is reused.
#[derive(Debug, Default)]
pub(super) struct Marks {
    buffer: Vec<Mark>,
    count: usize,
    /// All kinds that occur.
    pub(super) kinds: Kinds,
    /// Length of the sentence in characters, blanks at its end included.
    pub(super) chars: u32,
}

impl Marks {
    pub(super) fn all(&self) -> &[Mark] {
        self.buffer.get(..self.count).unwrap_or_default()
    }
}

/// The tables.
#[derive(Debug)]
pub(super) struct Sieve {
    chars: Box<[u16; 1 << CHAR_BITS]>,
    pairs: Box<[u8; 1 << PAIR_BITS]>,
}

/// A character as its bytes, the first lowest, and its length.
#[inline]
fn raw(rest: &[u8]) -> (u32, usize) {
    let word = match *rest {
        [a, b, c, d, ..] => u32::from_le_bytes([a, b, c, d]),
        _ => rest.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte)),
    };
    if word & 0xF0 == 0xE0 {
        (word & 0xFF_FFFF, 3)
    } else if word & 0x80 == 0 {
        (word & 0xFF, 1)
    } else if word & 0x20 == 0 {
        (word & 0xFFFF, 2)
    } else {
        (word, 4)
    }
}

fn hash(raw: u32) -> u32 {
    raw.wrapping_mul(0x9E37_79B1)
}

fn char_hash(c: char) -> u32 {
    hash(raw(c.encode_utf8(&mut [0; 4]).as_bytes()).0)
}

fn char_place(hash: u32) -> usize {
    (hash >> (32 - CHAR_BITS)) as usize
}

fn pair_place(first: u32, second: u32) -> usize {
    ((first.rotate_left(11) ^ second) >> (32 - PAIR_BITS)) as usize
}

impl Sieve {
    /// A sieve that lets nothing through but the marks that may end a sentence.
    pub(super) fn new(ends: &[char]) -> Self {
        let mut sieve = Sieve { chars: Box::new([0; 1 << CHAR_BITS]), pairs: Box::new([0; 1 << PAIR_BITS]) };
        for &end in ends {
            sieve.chars[char_place(char_hash(end))] |= END;
        }
        sieve
    }

    /// Lets through the positions where `word` begins.
    pub(super) fn add(&mut self, word: &str, kinds: Kinds) {
        let mut chars = word.chars().map(char_hash);
        match (chars.next(), chars.next()) {
            (Some(only), None) => self.chars[char_place(only)] |= u16::from(kinds),
            (Some(first), Some(second)) => {
                self.chars[char_place(first)] |= u16::from(kinds) << LONGER;
                self.pairs[pair_place(first, second)] |= kinds;
            }
            _ => {}
        }
    }

    /// Marks the sentence that `text` begins with. `ending` is asked at every mark that may end
    /// the sentence, and answers where it ends if it does. Returns that end, or the text's.
    pub(super) fn run(&self, text: &str, marks: &mut Marks, mut ending: impl FnMut(usize) -> Option<usize>) -> usize {
        /// Added to a mark's place for one character more.
        const CHAR: u64 = 1;
        let (chars, pairs) = (&*self.chars, &*self.pairs);
        let mut rest = text.as_bytes();
        let mut buffer = marks.buffer.as_mut_slice();
        let (mut count, mut place) = (0, 0u64);
        let (mut before, mut before_hash, mut before_place) = (0u16, 0, 0);
        let mut end = None;
        while !rest.is_empty() {
            let (raw, length) = raw(rest);
            let hash = hash(raw);
            let kinds = chars[char_place(hash)];
            let pair = pair_place(before_hash, hash);
            let found = (before | (before >> LONGER & u16::from(pairs[pair]))) & 0xF;
            // written in any case and kept if it counts: a branch here would be guessed wrong
            // too often
            if let Some(mark) = buffer.get_mut(count) {
                *mark = Mark { place: before_place, kinds: found as Kinds };
                count += usize::from(found != 0);
            } else {
                marks.buffer.resize(2 * count + 256, Mark::default());
                buffer = marks.buffer.as_mut_slice();
                continue;
            }
            (before, before_hash, before_place) = (kinds, hash, place);
            place += (length as u64) << 32 | CHAR;
            rest = rest.get(length..).unwrap_or_default();
            if kinds & END != 0 && end.is_none() {
                let at = (before_place >> 32) as usize;
                end = ending(at);
                if let Some(end) = end {
                    rest = rest.get(..end.saturating_sub(at + length)).unwrap_or_default();
                }
            }
        }
        let found = before & 0xF;
        if count == marks.buffer.len() {
            marks.buffer.push(Mark::default());
        }
        if let Some(mark) = marks.buffer.get_mut(count) {
            *mark = Mark { place: before_place, kinds: found as Kinds };
        }
        marks.count = count + usize::from(found != 0);
        marks.kinds = marks.all().iter().fold(0, |all, mark| all | mark.kinds);
        marks.chars = place as u32;
        end.unwrap_or(text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(sieve: &Sieve, text: &str) -> Vec<(u32, u32, Kinds)> {
        let mut marks = Marks::default();
        let end = sieve.run(text, &mut marks, |_| None);
        assert_eq!(end, text.len());
        assert_eq!(marks.chars as usize, text.chars().count());
        marks.all().iter().map(|mark| (mark.byte(), mark.char(), mark.kinds)).collect()
    }

    #[test]
    fn words_of_every_width_are_let_through() {
        let mut sieve = Sieve::new(&['。']);
        for (word, kinds) in [("不足", CLASS | SAYS), ("件", CLAIM), ("APP", CLAIM), ("𠀀é", CLASS), ("😀", COUNTS)]
        {
            sieve.add(word, kinds);
        }
        assert_eq!(
            marked(&sieve, "人不足a件APP𠀀é😀"),
            [(3, 1, CLASS | SAYS), (10, 4, CLAIM), (13, 5, CLAIM), (16, 8, CLASS), (22, 10, COUNTS)]
        );
        assert_eq!(marked(&sieve, "不"), []);
        assert_eq!(marked(&sieve, ""), []);
    }

    #[test]
    fn asks_where_the_sentence_ends_and_goes_on_to_there() {
        let mut sieve = Sieve::new(&['。']);
        sieve.add("”", CLASS);
        let mut marks = Marks::default();
        let text = "a。b。”件";
        let end = sieve.run(text, &mut marks, |at| (at > 1).then_some(text.len() - 3));
        assert_eq!((end, marks.chars), (text.len() - 3, 5));
        assert_eq!(marks.all().iter().map(|mark| mark.char()).collect::<Vec<_>>(), [4]);
    }
}
